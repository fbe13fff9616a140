"""The queue: its page, what is new in it, and its filter panel."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.db.models import Max
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from inquiries.desk import bulk, context, paging, picked, tabs
from inquiries.desk.http import DeskRequest, came_from, number
from inquiries.desk.listing import Listing, listing, tidied
from inquiries.desk.orders import ORDERS, URGENT
from inquiries.desk.rows import COLUMNS, Row, groups, present, ungrouped
from inquiries.desk.words import NOW_WITHIN, midnight, span
from inquiries.models import Message

PAGE_SIZE = 20  # a page of 40 kB at most, whatever the script of its words and however long its numbers
NEWS_LIMIT = 100


@require_safe
@permission_required("inquiries.view_inquiry", raise_exception=True)
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
        "closing": _first_window(rows, shown.now),
        **_panel(shown, wanted=request.GET.get("filter") == "open"),
        **_numbers(request, shown, rows),
        "on_view": any(view.here for view in context.saved(request)),
    }
    return render(request, "inquiries/queue.html", page_context)


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
        "groups": groups(rows, shown.now, numbers) if shown.order.key == URGENT.key else ungrouped(rows),
    }


def _panel(shown: Listing, *, wanted: bool) -> dict[str, Any]:
    """The filter panel: open when asked for, and when a value in the address makes no sense."""
    is_open = wanted or not shown.filter.form.is_valid()
    return {"panel": is_open, "hidden": shown.hidden(panel=is_open), "fields": shown.panel_fields if is_open else []}


def _first_window(rows: list[Row], now: datetime) -> str:
    """How long until the first of WhatsApp's windows on this page closes unanswered, in words."""
    closing = [
        row.inquiry.window_closes_at
        for row in rows
        if row.inquiry.needs_reply_since and row.inquiry.window_closes_at and row.inquiry.window_closes_at > now
    ]
    return span(min(closing) - now) if closing else ""


@require_safe
@permission_required("inquiries.view_inquiry", raise_exception=True)
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
@permission_required("inquiries.view_inquiry", raise_exception=True)
def filter_panel(request: DeskRequest) -> HttpResponse:
    shown = listing(request.GET, request.user)
    return render(request, "inquiries/partials/filter_panel.html", {"listing": shown, **_panel(shown, wanted=True)})


@require_POST
@permission_required("inquiries.view_inquiry", raise_exception=True)
def single_keys(request: DeskRequest) -> HttpResponse:
    """A person's own choice whether keys such as j act by themselves; `single_keys`: on or off."""
    request.user.single_keys = request.POST.get("single_keys") == "on"
    request.user.save(update_fields=["single_keys"])
    return HttpResponseRedirect(came_from(request))
