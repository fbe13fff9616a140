"""Speed and memory of the rules on the mix of the corpus, in one process on one core.

    python -m tests.benchmarks.rules [--seconds 10]

Prints: time until the engine is ready (imports, its first message; after Django's set-up), messages a second, median,
99th and slowest of a message in milliseconds, and the memory that the process holds and that the engine added. Ends
with 1 where a figure is over the bar. On a busy machine the best round says more than the mean.
"""

import argparse
import os
import resource
import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import django

from inquiries.extraction.document import Document
from inquiries.extraction.rules import RulesEngine

CORPUS = Path(__file__).resolve().parents[1] / "data" / "corpus" / "cases"
# The bar: messages a second, milliseconds, MB, seconds.
RATE, SLOW, MEMORY, READY = 100, 60, 350, 0.5


def documents() -> list[Document]:
    from travelhub.management.commands import extract

    return [extract.document(extract.message(path)) for path in extract.cases([CORPUS])]


def memory() -> float:
    """MB held now; the most ever held where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * resource.getpagesize() / 2**20
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def get_ready() -> tuple[RulesEngine, float]:
    """The engine and the seconds until it has answered once, in process time: others may have the machine too."""
    started = time.process_time()
    engine = RulesEngine()
    engine.read(Document(text="A week in Crete in May for two", sent_at=datetime.now(UTC)))
    return engine, time.process_time() - started


def rounds(engine: RulesEngine, cases: list[Document], seconds: float) -> tuple[float, list[float]]:
    """Messages a second of the best round, and the best time of each message in milliseconds."""
    best, times, until = 0.0, [float("inf")] * len(cases), time.monotonic() + seconds
    while time.monotonic() < until:
        begun = time.process_time()
        for index, case in enumerate(cases):
            started = time.process_time()
            engine.read(case)
            times[index] = min(times[index], (time.process_time() - started) * 1000)
        best = max(best, len(cases) / (time.process_time() - begun))
    return best, times


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "travelhub.settings")
    django.setup()
    before = memory()
    engine, ready = get_ready()
    rate, times = rounds(engine, documents(), options.seconds)
    p99 = statistics.quantiles(times, n=100, method="inclusive")[98]
    held = memory()
    print(f"ready after     {ready:6.2f} s    (bar {READY} s)")
    print(f"messages        {rate:6.0f} /s   (bar {RATE} /s, one core, {len(times)} messages a round)")
    print(f"a message       median {statistics.median(times):.1f} ms, slowest {max(times):.1f} ms")
    print(f"99th of 100     {p99:6.1f} ms   (bar {SLOW} ms)")
    print(f"memory          {held:6.0f} MB   (bar {MEMORY} MB), {held - before:.0f} MB of it the engine's")
    return int(ready > READY or rate < RATE or p99 > SLOW or held > MEMORY)


if __name__ == "__main__":
    sys.exit(main())
