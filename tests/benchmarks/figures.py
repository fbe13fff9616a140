"""How long the figures take at N inquiries, against the database of DATABASE_URL.

    python -m tests.benchmarks.figures [--inquiries 100000] [--repeat 5]

Fills an empty database with made-up inquiries first (minutes). Through Django's test client, as measure_pages: one line
a page with its queries, best and median milliseconds, those in the database, kB, and its slowest statement.
"""

import argparse
import os

import django

PAGES = {
    "28 days": "/figures/",
    "7 days": "/figures/?period=7",
    "90 days": "/figures/?period=90",
    "a year": "/figures/?period=365",
    "ten years": "/figures/?came_from=2020-01-01&came_to=2029-12-31",
    "a year, one channel": "/figures/?period=365&channel=whatsapp",
    "a year, one country": "/figures/?period=365&destination=GR",
    "a year, a word": "/figures/?period=365&q=crete",
    "a year, as tables": "/figures/tables/?period=365",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inquiries", type=int, default=100_000, help="how many an empty database is filled with")
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "travelhub.settings")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    django.setup()

    from tests.benchmarks.measure_pages import measure

    client = prepared(options.inquiries)
    print(f"{'':22} {'queries':>7} {'best':>6} {'median':>6} {'in db':>6} {'kB':>4}")
    for name, address in PAGES.items():
        found = measure(client, name, address, options.repeat)
        line = f"{name:22} {found.queries:7} {found.best:6.0f} {found.median:6.0f} {found.database:6.0f}"
        print(f"{line} {found.size / 1000:4.0f}  {found.slowest[:110]}", flush=True)
    return 0


def prepared(inquiries: int) -> object:
    """An admin's client at a database that has made-up inquiries, and how many."""
    from django.core.management import call_command

    from inquiries import synthetic
    from inquiries.models import Inquiry
    from tests.benchmarks.measure_pages import signed_in

    call_command("migrate", verbosity=0)
    if not Inquiry.objects.exists():
        synthetic.fill(inquiries)
    print(f"{Inquiry.objects.count():,} inquiries")
    return signed_in()


if __name__ == "__main__":
    raise SystemExit(main())
