"""The bell: what others did that this person should see, counted by the frame's one statement; and whom to mention."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from inquiries import care
from inquiries import notices as rules
from inquiries.desk import bubbles
from inquiries.desk.http import DeskRequest, number
from inquiries.desk.may import permission_required
from inquiries.models import Inquiry, Notice, User

may_see = permission_required("inquiries.view_inquiry")


@require_GET
@may_see
def notices(request: DeskRequest) -> HttpResponse:
    """The newest: behind the bell, or as a page. The list says that they were seen by a request of its own, since to
    look at an address must not change anything."""
    lines = [
        (row, _says(row), bubbles.snippet(row.message) if row.message else "") for row in rules.newest(request.user)
    ]
    context = {"lines": lines, "fresh": [row.pk for row, *_ in lines if row.seen_at is None]}
    return render(request, "inquiries/partials/notice_list.html" if request.htmx else "inquiries/notices.html", context)


def _says(row: Notice) -> SafeString:
    """What happened, in one sentence; of many inquiries how many they are."""
    who, customer = (format_html("<b>{}</b>", said) for said in (row.by or "", care.masked(str(row.inquiry.contact))))
    fills = {"who": who, "customer": customer, "count": row.count}
    return SafeString(escape(_sentence(row)) % fills)


def _sentence(row: Notice) -> str:
    given_in_turn = row.by is None
    if row.others and given_in_turn:
        return ngettext("Your turn: %(count)s inquiry", "Your turn: %(count)s inquiries", row.count)
    if row.others:
        return ngettext("%(who)s gave you %(count)s inquiry", "%(who)s gave you %(count)s inquiries", row.count)
    if row.kind == Notice.Kind.MENTIONED:
        return _("%(who)s mentioned you: %(customer)s")
    return _("Your turn: %(customer)s") if given_in_turn else _("%(who)s gave you %(customer)s")


@require_POST
@may_see
def seen(request: DeskRequest) -> HttpResponse:
    """Those in `pk`, or all about one `inquiry` that was opened. Answers with the bell as it is now."""
    inquiry = Inquiry.objects.filter(pk=number(request.POST.get("inquiry", "")) or 0).first()
    pks = [key for pk in request.POST.getlist("pk") if (key := number(pk)) is not None]
    rules.see(request.user, pks=pks, inquiry=inquiry)
    return _bell(request) if request.htmx else redirect("notices")


@require_GET
@may_see
def count(request: DeskRequest) -> HttpResponse:
    """The number on the bell; asked once a minute by pages that are left open."""
    return _bell(request)


def _bell(request: DeskRequest) -> HttpResponse:
    unseen = rules.unseen(request.user)[:1000].count()
    context: dict[str, Any] = {"counts": {"notices": unseen}, "oob": request.method == "POST"}
    return render(request, "inquiries/partials/bell_count.html", context)


@require_GET
@permission_required("inquiries.add_message")
def people(request: DeskRequest) -> HttpResponse:
    """Colleagues to mention, for mentions.js; who is away says so."""
    rows = User.objects.filter(is_active=True).exclude(pk=request.user.pk)
    ordered = rows.order_by("first_name", "last_name", "username")
    return render(request, "inquiries/partials/mention_list.html", {"people": ordered})
