"""Server time and number of queries of the pages that staff live on, against the database of DATABASE_URL.

    python manage.py create_synthetic_data --inquiries 100000
    python manage.py collectstatic --noinput
    python -m tests.benchmarks.measure_pages [--repeat 7] [--slow MILLISECONDS]
    python -m tests.benchmarks.measure_pages --every    each inquiry there is, as an agent and as a manager

Through Django's test client: middleware, view, template and database, without network and browser. Prints one line a
page (queries; best, median and worst milliseconds after warm-up, of them in the database; kB) and exits with 1 where
one is over the bar. On a busy machine the best of several says more about the product than the median. `--every` is
for a small database, such as `load_demo` fills.
"""

import argparse
import os
import statistics
import sys
import time
from dataclasses import dataclass
from datetime import timedelta

import django

QUERIES, MILLISECONDS, BYTES = 12, 60, 40_000  # the bar


@dataclass(frozen=True, kw_only=True)
class Measured:
    name: str
    address: str
    queries: int
    best: float
    median: float
    worst: float
    database: float
    size: int
    slowest: str

    @property
    def over(self) -> bool:
        return self.queries > QUERIES or self.median > MILLISECONDS


def addresses() -> dict[str, str]:
    """Name of a page to its address."""
    from django.db.models import Count
    from django.utils import timezone

    from inquiries.desk import orders, tabs
    from inquiries.models import Contact, Message, User

    if not Message.objects.exists():
        raise SystemExit("No message yet: manage.py load_demo or create_synthetic_data makes some.")
    today = timezone.localdate()
    person = User.objects.filter(inquiries__isnull=False).first()
    contact = Contact.objects.filter(inquiries__isnull=False).latest("pk")
    found: dict[str, str] = {}
    for tab in tabs.TABS:
        found[f"tab {tab.key}"] = f"/?tab={tab.key}"
        found[f"tab {tab.key}, last page"] = f"/?tab={tab.key}&last=1"
    for order in orders.ORDERS:
        found[f"all by {order}"] = f"/?tab=all&order={order}"
        found[f"all by {order}, last page"] = f"/?tab=all&order={order}&last=1"
    filters = {
        "status": "status=OPEN&status=QUOTED",
        "rare status": "status=NEW",
        "channel": "channel=whatsapp",
        "assignee": f"assignee={person.pk if person else 'me'}",
        "nobody": "assignee=none",
        "needs a reply": "needs_reply=yes",
        "language": "language=pt",
        "written from": f"since={today - timedelta(days=7)}",
        "written to": f"until={today - timedelta(days=600)}",
        "departs": f"departs_from={today + timedelta(days=30)}&departs_to={today + timedelta(days=60)}",
        "destination": "destination=Crete",
        "rare destination": "destination=Zanz",
        "country": "destination=GR",
        "who": "who=okafor",
        "who by number": "who=%2B999000000",
        "contact": f"contact={contact.pk}",
        "search": "q=okafor",
        "search in messages": "q=frühstück",
        "search two words": "q=crete+okafor",
        "search nothing": "q=xyzzyx",
        "search number": "q=999000000012",
        "several": "status=OPEN&channel=email&destination=Crete&needs_reply=yes",
    }
    for name, query in filters.items():
        found[name] = f"/?tab=all&{query}"
        found[f"{name}, last page"] = f"/?tab=all&{query}&last=1"
    long = Message.objects.values("inquiry").annotate(rows=Count("pk")).order_by("-rows")[0]["inquiry"]
    found["inquiry of 50 messages"] = f"/inquiries/{long}/"
    found["news of the queue"] = "/news/?tab=to_answer"
    found["work"] = "/work/"
    for model in ("inquiry", "message", "contact", "fact", "event"):
        found[f"admin: {model}"] = f"/admin/inquiries/{model}/"
    found["admin: inquiry search"] = "/admin/inquiries/inquiry/?q=okafor"
    found["admin: index"] = "/admin/"
    return found


def measure(client: object, name: str, address: str, repeat: int) -> Measured:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    get = client.get
    get(address)  # warm-up
    with CaptureQueriesContext(connection) as queries:
        response = get(address)
    statements = list(queries.captured_queries)  # the next request begins a new list
    if response.status_code != 200:
        raise SystemExit(f"{address} answers {response.status_code}.")
    times = []
    for _ in range(repeat):
        started = time.perf_counter()
        get(address)
        times.append((time.perf_counter() - started) * 1000)
    slowest = max(statements, key=lambda query: float(query["time"]), default={"sql": "", "time": "0"})
    return Measured(
        name=name,
        address=address,
        queries=len(statements),
        best=min(times, default=0),
        median=statistics.median(times or [0]),
        worst=max(times, default=0),
        database=sum(float(statement["time"]) for statement in statements) * 1000,
        size=len(response.content),
        slowest=f"{slowest['time']} s: {slowest['sql']}",
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--slow", type=float, help="show the slowest statement of pages that take longer (ms)")
    parser.add_argument("--only", default="", help="pages whose name holds this")
    parser.add_argument("--every", action="store_true", help="the page of every inquiry, by queries and bytes alone")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "travelhub.settings")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    django.setup()
    if options.every:
        return every_inquiry()
    over = 0
    print(f"{'':34} {'queries':>7} {'best':>6} {'median':>6} {'worst':>6} {'in db':>6} {'kB':>4}")
    client = signed_in()
    for name, address in addresses().items():
        if options.only not in name:
            continue
        page = measure(client, name, address, options.repeat)
        # The bar is for the desk; the admin's pages are shown beside it.
        failed = page.over and not name.startswith("admin")
        over += failed
        mark = "  over" if failed else ""
        times = f"{page.best:6.1f} {page.median:6.1f} {page.worst:6.1f} {page.database:6.1f}"
        print(f"{name:34} {page.queries:7} {times} {page.size / 1000:4.0f}{mark}")
        if options.slow and page.best > options.slow:
            print(f"    {page.slowest}")
    print(f"{over} over {QUERIES} queries or {MILLISECONDS} ms." if over else "All within the bar.")
    return 1 if over else 0


def every_inquiry() -> int:
    """Queries and bytes of every inquiry's page; those over the bar by name."""
    from django.urls import reverse

    from inquiries import roles
    from inquiries.models import Inquiry

    over = 0
    for role in (roles.AGENT, roles.MANAGER):
        client = signed_in(role)
        pages = [
            measure(client, row.reference, reverse("inquiry", args=[row.pk]), 0)
            for row in Inquiry.objects.filter(merged_into=None).order_by("pk")
        ]
        print(f"{role}: {len(pages)} pages")
        for name, values in {"queries": [row.queries for row in pages], "bytes": [row.size for row in pages]}.items():
            print(f"    {name:8} {min(values):6} to {max(values):6}, median {statistics.median(values):8.0f}")
        heavy = [row for row in pages if row.queries > QUERIES or row.size > BYTES]
        for row in heavy:
            print(f"    {row.name:10} {row.queries:3} queries {row.size:6} bytes  over")
        over += len(heavy)
    print(f"{over} over {QUERIES} queries or {BYTES} bytes." if over else "All within the bar.")
    return 1 if over else 0


def signed_in(role: str = "") -> object:
    """A client with a session of that role, else of an admin: who sees most pays most."""
    from django.conf import settings
    from django.contrib.auth.models import Group
    from django.test import Client

    from inquiries import roles
    from inquiries.models import User

    settings.ALLOWED_HOSTS = ["testserver"]
    user, _ = User.objects.get_or_create(username=f"benchmark{role}".lower(), defaults={"is_staff": True})
    user.groups.add(Group.objects.get(name=role or roles.ADMIN))
    client = Client()
    client.force_login(user)
    return client


if __name__ == "__main__":
    sys.exit(main())
