"""An open-loop load client: each request has its time, whether or not the earlier ones were answered.

Latency counts from that planned time, so a server that stalls is charged for all whom it let wait (no coordinated
omission). One process, plain asyncio protocols with keep-alive; requests are whole bytes, prepared beforehand.
"""

import asyncio
import random
import time
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field

NAME = "open-loop asyncio client of ours, Poisson arrivals, keep-alive"


@dataclass
class Load:
    """What became of the requests; seconds. `late`: how much later than planned they were written."""

    latencies: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0
    own_cpu: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds

    def percentile(self, share: float, values: Sequence[float] | None = None) -> float:
        ordered = sorted(self.latencies if values is None else values)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def run(requests: Sequence[bytes], *, port: int, rate: float, connections: int = 16, seed: int = 1) -> Load:
    """Post all requests to 127.0.0.1:`port` at `rate` a second."""
    return asyncio.run(_run(requests, port=port, rate=rate, connections=connections, dice=random.Random(seed)))


async def _run(requests: Sequence[bytes], *, port: int, rate: float, connections: int, dice: random.Random) -> Load:
    loop = asyncio.get_running_loop()
    client = _Client(len(requests))
    for _ in range(connections):
        await loop.create_connection(lambda: _Connection(client), "127.0.0.1", port)
    cpu, started = time.process_time(), loop.time()
    planned = started
    for request in requests:
        planned += dice.expovariate(rate)
        wait = planned - loop.time()
        if wait > 0:
            await asyncio.sleep(wait)
        client.send(request, planned)
    await asyncio.wait_for(client.done.wait(), 60)
    if client.broken:
        raise RuntimeError(client.broken)
    client.load.seconds = loop.time() - started
    client.load.own_cpu = time.process_time() - cpu
    client.close()
    return client.load


class _Client:
    def __init__(self, expected: int) -> None:
        self.load, self.expected = Load(), expected
        self.idle: deque[_Connection] = deque()
        self.waiting: deque[tuple[bytes, float]] = deque()
        self.done, self.broken = asyncio.Event(), ""

    def send(self, request: bytes, planned: float) -> None:
        if self.idle:
            self.idle.popleft().send(request, planned)
        else:
            self.waiting.append((request, planned))

    def answered(self, connection: "_Connection", status: int, seconds: float) -> None:
        self.load.statuses[status] += 1
        self.load.latencies.append(seconds)
        if len(self.load.latencies) == self.expected:
            self.done.set()
        self.free(connection)

    def free(self, connection: "_Connection") -> None:
        if self.waiting:
            connection.send(*self.waiting.popleft())
        else:
            self.idle.append(connection)

    def close(self) -> None:
        for connection in self.idle:
            connection.transport.close()


class _Connection(asyncio.Protocol):
    """One request at a time. An answer without a Content-Length, or an end by the server, ends the run."""

    transport: asyncio.Transport

    def __init__(self, client: _Client) -> None:
        self.client, self.received, self.planned = client, b"", 0.0
        self.clock = asyncio.get_running_loop().time

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.client.free(self)

    def send(self, request: bytes, planned: float) -> None:
        self.planned = planned
        self.client.load.late.append(self.clock() - planned)
        self.transport.write(request)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.client.done.is_set():
            self.client.broken = "the server closed a connection"
            self.client.done.set()

    def data_received(self, data: bytes) -> None:
        self.received += data
        head, separator, body = self.received.partition(b"\r\n\r\n")
        if separator and len(body) >= _length(head):
            self.received = b""
            self.client.answered(self, int(head[9:12]), self.clock() - self.planned)


def _length(head: bytes) -> int:
    """Of the body; ValueError, which closes the connection, where the answer does not say it."""
    return int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
