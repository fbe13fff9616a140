"""Rows a second and memory of an export at N inquiries, against the database of DATABASE_URL.

    python -m tests.benchmarks.exports [--inquiries 100000]

Fills an empty database with made-up inquiries first (minutes). Each file is written by the function of the worker, in a
process of its own: one line with its rows, seconds, rows a second, MB, and by how much the process grew (MB), once for
a twentieth of the rows and once for all, so that memory that grows with the rows shows.
"""

import argparse
import os
import resource
import subprocess
import sys
import time

import django


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inquiries", type=int, default=100_000, help="how many an empty database is filled with")
    parser.add_argument("--one", nargs=2, metavar=("FORMAT", "QUERY"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "travelhub.settings")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    django.setup()
    if options.one:
        return one(*options.one)

    from tests.benchmarks.figures import prepared

    prepared(options.inquiries)
    print(f"{'':6} {'rows':>8} {'seconds':>8} {'rows/s':>7} {'file MB':>8} {'grew by MB':>10}", flush=True)
    for kind in ("csv", "xlsx"):
        for query in ("tab=all&departs_from=2026-06-01&departs_to=2026-07-15", "tab=all"):
            subprocess.run([sys.executable, "-m", "tests.benchmarks.exports", "--one", kind, query], check=True)
    return 0


def one(kind: str, query: str) -> int:
    """An export that is asked for, written, and let go of."""
    import xlsxwriter  # noqa: F401  # its own size is none of the rows'
    from django.core.files.storage import default_storage
    from django.http import QueryDict

    from inquiries.desk import export_jobs, exports
    from inquiries.desk.listing import listing
    from inquiries.models import Export, User

    user = User.objects.get(username="benchmark")
    job = export_jobs.ask(listing(QueryDict(query), user), actor=user, kind=kind, columns=exports.COLUMNS)
    before, started = peak(), time.perf_counter()
    export_jobs.write(job.pk)
    seconds, grown = time.perf_counter() - started, peak() - before
    done = Export.objects.get(pk=job.pk)
    if done.state != Export.State.DONE:
        raise SystemExit(f"The export is {done.state}: {done.last_error}")
    size = done.size / 2**20
    print(f"{kind:6} {done.done:8,} {seconds:8.1f} {done.done / seconds:7,.0f} {size:8.1f} {grown:10.1f}", flush=True)
    default_storage.delete(done.file)
    done.delete()
    return 0


def peak() -> float:
    """The most memory that this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    raise SystemExit(main())
