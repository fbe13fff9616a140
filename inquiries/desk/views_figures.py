"""The figures: a page of cards, and the same numbers whole as tables."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from inquiries import agency_days
from inquiries.desk import figure_tables, figures, figures_page, periods
from inquiries.desk.figure_links import SET_BY_LINKS, Links, filters_of
from inquiries.desk.filters import InquiryFilter
from inquiries.desk.http import DeskRequest
from inquiries.desk.listing import Listing, tidied
from inquiries.desk.may import permission_required
from inquiries.models import Inquiry

may_see = permission_required("inquiries.view_figures", "inquiries.view_inquiry")


class _Asked(Listing):
    """The page's address, read as the queue reads its own: chips, panel, and what in it makes no sense."""

    @property
    def tab_rows(self) -> Any:
        return Inquiry.objects.filter(merged_into=None, parked_reason="")

    @property
    def panel_fields(self) -> list[Any]:
        return [field for field in super().panel_fields if field.name != "parked"]


@require_safe
@may_see
def page(request: DeskRequest) -> HttpResponse:
    tidy = tidied(request.GET)
    if tidy is not None:
        return redirect(f"{reverse('figures')}?{tidy.urlencode()}" if tidy else "figures")
    asked, links, found = _read(request)
    panel = request.GET.get("filter") == "open" or not asked.filter.form.is_valid()
    context = {
        "listing": asked,
        "period": links.period,
        "lengths": periods.LENGTHS.items(),
        "panel": panel,
        "hidden": asked.hidden(panel=panel),
        "fields": asked.panel_fields if panel else [],
        "list_query": links.came().partition("?")[2],
        "own_query": asked.params.urlencode(),
        **figures_page.context(found, links),
    }
    return render(request, "inquiries/figures.html", context)


@require_safe
@may_see
def tables(request: DeskRequest) -> HttpResponse:
    """What the charts draw, and all that has no room on the page, row by row."""
    asked, links, found = _read(request)
    context = {
        "listing": asked,
        "period": links.period,
        "own_query": asked.params.urlencode(),
        "tables": figure_tables.tables(found, links),
    }
    return render(request, "inquiries/figures_tables.html", context)


def _read(request: DeskRequest) -> tuple[_Asked, Links, figures.Figures]:
    params = request.GET.copy()
    for name in ("tab", "order", "parked", *SET_BY_LINKS):
        params.pop(name, None)
    asked = _Asked(params, request.user, timezone.now())
    form = asked.filter.form
    form.is_valid()  # fills cleaned_data with what made sense
    days = {"first": form.cleaned_data.get("came_from"), "last": form.cleaned_data.get("came_to")}
    period = periods.read(params, **days, today=agency_days.today())
    links = Links(_sensible(filters_of(params), form.errors), period)
    rows = InquiryFilter(links.filters, queryset=asked.tab_rows, user=request.user).qs
    return asked, links, figures.count(rows, period)


def _sensible(filters: Any, wrong: Any) -> Any:
    """Without the values that make no sense: the list behind a number is to be without them too."""
    for name in wrong:
        filters.pop(name, None)
    return filters
