"""How fast the rules read: messages a second, the slow ones, memory, and the time until they are ready.

    python -m tests.benchmarks.rules [ROUNDS]

One process, one core, the labelled messages in their own mix, each read ROUNDS times (5). The figures to keep are
beside the result; a machine that others use gives less. Exit code 1 where one is missed.
"""

import os
import resource
import sys
import time
from pathlib import Path

CASES = Path(__file__).parents[1] / "data" / "corpus" / "cases"
PER_SECOND, SLOWEST_MS, MEGABYTES, READY_S = 100, 60.0, 350, 0.5


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "travelhub.settings")
    import django

    django.setup()
    from travelhub.management.commands import extract

    documents = [extract.document(extract.message(path)) for path in extract.cases([CASES])]
    started = time.process_time()
    from inquiries.extraction.rules import RulesEngine

    engine = RulesEngine()
    engine.read(documents[0])
    ready = time.process_time() - started
    for document in documents:  # patterns of every language are built once
        engine.read(document)
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    times = sorted(_took(engine.read, document) for _ in range(rounds) for document in documents)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    slowest = times[int(len(times) * 0.99)] * 1000
    per_second = len(times) / sum(times)
    print(f"{len(times)} readings of {len(documents)} messages, processor time of one core")
    print(f"messages a second  {per_second:8.0f}   (at least {PER_SECOND})")
    print(f"99th percentile    {slowest:8.1f} ms (below {SLOWEST_MS:.0f})")
    print(f"memory             {memory:8.0f} MB (below {MEGABYTES})")
    print(f"ready after set-up {ready:8.2f} s  (below {READY_S}; the first message read)")
    met = per_second >= PER_SECOND and slowest < SLOWEST_MS and memory < MEGABYTES and ready < READY_S
    return 0 if met else 1


def _took(read: object, document: object) -> float:
    assert callable(read)
    started = time.process_time()
    read(document)
    return time.process_time() - started


if __name__ == "__main__":
    sys.exit(main())
