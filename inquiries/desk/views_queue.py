"""The queue: its page, what is new in it, and its filter panel."""

from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.conf import settings
from django.db.models import Max
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST, require_safe

from inquiries import channels, search
from inquiries.desk import bulk, context, paging, picked, tabs
from inquiries.desk.http import DeskRequest, came_from, number
from inquiries.desk.listing import Listing, listing, tidied
from inquiries.desk.may import permission_required
from inquiries.desk.orders import ORDERS, URGENT
from inquiries.desk.rows import COLUMNS, Row, groups, present, ungrouped
from inquiries.desk.words import NOW_WITHIN, midnight, span
from inquiries.models import Inquiry, Message, User

PAGE_SIZE = 20  # a page of 40 kB at most, whatever the script of its words and however long its numbers
NEWS_LIMIT = 100


@require_safe
@permission_required("inquiries.view_inquiry")
def queue(request: DeskRequest) -> HttpResponse:
    tidy = tidied(request.GET)
    if tidy is not None:
        return redirect(f"{reverse('queue')}?{tidy.urlencode()}" if tidy else "queue")
    shown = listing(request.GET, request.user)
    seen = _newest()  # before the rows are read: what comes in between is news twice rather than never
    page = paging.page(
        shown.rows.select_related("contact", "assignee").only(*COLUMNS),
        shown.order,
        size=PAGE_SIZE,
        now=shown.now,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        last="last" in request.GET,
    )
    rows = [present(inquiry, now=shown.now, user=request.user) for inquiry in page.rows]
    page_context = {
        "listing": shown,
        "seen": seen,
        "page": page,
        "rows": rows,
        "orders": ORDERS.values(),
        "people": bulk.people(),
        "most": picked.MOST,
        "statuses": bulk.STATUSES,
        "snoozes": bulk.snoozes(shown.now),
        **_panel(shown, wanted=request.GET.get("filter") == "open"),
        **_numbers(request, shown, rows),
        "set_up": [] if rows else _set_up(request.user),
        "on_view": any(view.here for view in context.saved(request)),
    }
    return render(request, "inquiries/queue.html", page_context)


@require_safe
@permission_required("inquiries.view_inquiry")
def find(request: DeskRequest) -> HttpResponse:
    """The search that stands on every page: a reference leads to its inquiry, other words to the list of all."""
    words = request.GET.get("q", "").strip()
    number = search.reference(words)
    if number is not None and Inquiry.objects.filter(pk=number).exists():
        return redirect("inquiry", number)
    return redirect(f"{reverse('queue')}?{urlencode({'tab': 'all', 'q': words} if words else {'tab': 'all'})}")


def _numbers(request: DeskRequest, shown: Listing, rows: list[Row]) -> dict[str, Any]:
    """Every count of the page by one statement: tabs, the list, its groups, and the navigation."""
    soon, end = shown.now + NOW_WITHIN, midnight(shown.now)
    wanted = {tab.key: tabs.rows(tab.key, user=request.user, now=shown.now) for tab in tabs.TABS}
    wanted["urgent"] = wanted["to_answer"].filter(answer_by__lte=soon)
    if shown.filtered:
        wanted["listed"] = shown.rows
    if shown.order.key == URGENT.key:
        wanted["now"] = shown.rows.filter(answer_by__lte=soon)
        wanted["today"] = shown.rows.filter(answer_by__gt=soon, answer_by__lt=end)
    numbers = context.counted(request, wanted)
    total = numbers.get("listed", numbers[shown.tab.key])
    numbers["later"] = max(total - numbers.get("now", 0) - numbers.get("today", 0), 0)
    return {
        "counts": numbers,
        "total": total,
        "tabs": [(tab, numbers[tab.key]) for tab in tabs.TABS],
        "closing": _first_window(request.user, shown.now) if numbers["urgent"] else "",
        "groups": groups(rows, shown.now, numbers) if shown.order.key == URGENT.key else ungrouped(rows),
    }


def _set_up(user: User) -> list[tuple[str, str]]:
    """For who may set up what an empty queue waits for: each channel, and where the admin has its rows."""
    if not user.has_perm("inquiries.change_user"):
        return []
    found = []
    for name, path in settings.CHANNELS.items():
        app = apps.get_containing_app_config(path)
        with suppress(NoReverseMatch):  # a channel without rows in the admin
            found.append((channels.get(name).label, reverse("admin:app_list", args=[app.label if app else name])))
    return found


def _panel(shown: Listing, *, wanted: bool) -> dict[str, Any]:
    """The filter panel: open when asked for, and when a value in the address makes no sense."""
    is_open = wanted or not shown.filter.form.is_valid()
    return {"panel": is_open, "hidden": shown.hidden(panel=is_open), "fields": shown.panel_fields if is_open else []}


def _first_window(user: User, now: datetime) -> str:
    """How long until the first of WhatsApp's windows closes on somebody who waits, in words; "": none is open.

    An answer that is late stands above a window that closes sooner: this is where the page says so.
    """
    waiting = tabs.rows("to_answer", user=user, now=now).filter(needs_reply_since__isnull=False)
    closing = waiting.filter(window_closes_at__gt=now).order_by("window_closes_at")
    first = closing.values_list("window_closes_at", flat=True).first()
    return span(first - now) if first else ""


@require_safe
@permission_required("inquiries.view_inquiry")
def news(request: DeskRequest) -> HttpResponse:
    """How many rows of the list have a message that came in since the page was drawn; asked every 15 seconds.

    By the order in which messages came in, not by their own time: a mail is often minutes old when it is fetched.
    """
    shown = listing(request.GET, request.user)
    asked = number(request.GET.get("seen", ""))
    seen = _newest() if asked is None else asked
    fresh = Message.objects.filter(pk__gt=seen, direction=Message.Direction.IN).order_by("pk")
    inquiries = list(fresh.values_list("inquiry", flat=True)[:NEWS_LIMIT])
    count = shown.rows.filter(pk__in=inquiries).order_by().count() if inquiries else 0
    return render(request, "inquiries/partials/news.html", {"number": count, "seen": seen, "listing": shown})


def _newest() -> int:
    """The message that came in last, whatever it is."""
    return Message.objects.aggregate(newest=Max("pk"))["newest"] or 0


@require_safe
@permission_required("inquiries.view_inquiry")
def filter_panel(request: DeskRequest) -> HttpResponse:
    shown = listing(request.GET, request.user)
    return render(request, "inquiries/partials/filter_panel.html", {"listing": shown, **_panel(shown, wanted=True)})


@require_POST
@permission_required("inquiries.view_inquiry")
def single_keys(request: DeskRequest) -> HttpResponse:
    """A person's own choice whether keys such as j act by themselves; `single_keys`: on or off."""
    request.user.single_keys = request.POST.get("single_keys") == "on"
    request.user.save(update_fields=["single_keys"])
    return HttpResponseRedirect(came_from(request))
