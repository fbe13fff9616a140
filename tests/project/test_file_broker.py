"""The folder that is the embedded profile's broker: nobody meets half a file, and half a file stops nobody."""

import json
import os
import subprocess
import threading
from pathlib import Path
from queue import Empty

import pytest
from celery import Celery
from kombu import Connection, Exchange, Queue

from tests.e2e.product import PATIENCE, ROOT, wait_for
from travelhub import queues
from travelhub.file_broker import Transport
from travelhub.supervisor import commands

RINGS = 300


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("queue", "control"):
        (tmp_path / name).mkdir()
    Transport.global_state.clear()  # what a process has bound it does not bind again, whichever the folder
    return tmp_path


def connect(folder: Path) -> Connection:
    options = {
        "data_folder_in": str(folder / "queue"),
        "data_folder_out": str(folder / "queue"),
        "control_folder": str(folder / "control"),
    }
    return Connection("filesystem://", transport="travelhub.file_broker:Transport", transport_options=options)


def queue(name: str = "inbound") -> Queue:
    return Queue(name, Exchange("desk"), routing_key=name)


def put(folder: Path, *numbers: int) -> None:
    with connect(folder) as connection:
        producer = connection.Producer()
        for number in numbers:
            producer.publish({"pk": number}, exchange=Exchange("desk"), routing_key="inbound", declare=[queue()])


def take_all(folder: Path) -> list[int]:
    with connect(folder) as connection:
        bound, found = queue()(connection.default_channel), []
        bound.declare()
        while (message := bound.get(no_ack=True)) is not None:
            found.append(message.payload["pk"])
        return found


def test_rings_come_in_the_order_in_which_they_went(folder):
    put(folder, *range(12))
    assert take_all(folder) == list(range(12))
    assert not list((folder / "queue").iterdir())


@pytest.mark.parametrize("half", [b"", b'{"body": "W1s0', b"\xff\xfe"])
def test_half_a_ring_is_left_out_and_the_next_is_taken(folder, half):
    (folder / "queue" / "0_of-a-dead-process.inbound.msg").write_bytes(half)
    put(folder, 7)
    assert take_all(folder) == [7]


@pytest.mark.parametrize("half", [b"", b'[["inbound", "", "inb', b"7"])
def test_half_a_list_of_queues_is_made_anew(folder, half):
    (folder / "control" / "desk.exchange").write_bytes(half)
    put(folder, 7)
    assert take_all(folder) == [7]
    assert json.loads((folder / "control" / "desk.exchange").read_text()) == [["inbound", "", "inbound"]]


def test_many_that_ring_while_two_take_lose_and_double_nothing(folder):
    found: list[int] = []

    def take(connection: Connection) -> None:
        bound = queue()(connection.default_channel)
        bound.declare()
        while len(found) < RINGS:
            try:
                message = connection.default_channel._get("inbound")
            except Empty:
                continue
            found.append(message["properties"]["delivery_tag"])

    threads = [threading.Thread(target=put, args=(folder, *range(at, RINGS, 3))) for at in range(3)]
    connections = [connect(folder), connect(folder)]
    threads += [threading.Thread(target=take, args=(one,)) for one in connections]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    for connection in connections:
        connection.release()
    assert len(found) == len(set(found)) == RINGS


def test_the_first_rings_of_threads_that_bind_the_queue_at_once_all_arrive(folder):
    for again in range(20):
        Transport.global_state.clear()
        place = folder / str(again)
        for name in ("queue", "control"):
            (place / name).mkdir(parents=True)
        threads = [threading.Thread(target=put, args=(place, number)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        assert len(list((place / "queue").iterdir())) == 4


def test_queues_that_are_bound_at_once_are_all_known(folder):
    names = [f"queue-{number}" for number in range(12)]

    def bind(name: str) -> None:
        with connect(folder) as connection:
            queue(name)(connection.default_channel).declare()

    threads = [threading.Thread(target=bind, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    known = json.loads((folder / "control" / "desk.exchange").read_text())
    assert sorted(name for _, _, name in known) == sorted(names)


@pytest.mark.processes
def test_the_real_worker_goes_on(tmp_path: Path):
    """It starts among halves, leaves them out, and takes the next ring (the task then finds no table)."""
    broker, log = tmp_path / "broker", tmp_path / "worker.log"
    for name in ("queue", "control"):
        (broker / name).mkdir(parents=True)
    (broker / "queue" / "0_of-a-dead-process.outbound.msg").write_bytes(b'{"body": "W1s0')
    for name in queues.QUEUES:
        (broker / "control" / f"{name}.exchange").write_bytes(b"[[")
    (broker / "control" / "upkeep.exchange").write_bytes(b"")
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "ENV_FILE": "", "LOG_FORMAT": "json"}
    command = commands(host="127.0.0.1", port=0)["worker"]
    with log.open("wb") as output:
        worker = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    try:
        wait_for(
            lambda: worker.poll() is not None or "ring_unreadable" in log.read_text(), "half a ring to be met", PATIENCE
        )
        assert worker.poll() is None, log.read_text()
        _bell(broker).send_task("inquiries.deliver_message", args=[4711])
        wait_for(lambda: worker.poll() is not None or '"message": 4711' in log.read_text(), "the next ring", PATIENCE)
        assert worker.poll() is None, log.read_text()
    finally:
        worker.terminate()
        worker.wait(PATIENCE)


def _bell(broker: Path) -> Celery:
    app = Celery("bell", broker="filesystem://", set_as_current=False)
    app.conf.update(
        broker_transport="travelhub.file_broker:Transport",
        broker_transport_options={
            "data_folder_in": str(broker / "queue"),
            "data_folder_out": str(broker / "queue"),
            "control_folder": str(broker / "control"),
        },
        task_queues=queues.declared(),
        task_routes=queues.routes(),
    )
    return app
