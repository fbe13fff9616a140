"""Blocking from the contact card: the contact, or everybody at their domain; each with its way back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from inquiries import addresses, blocking
from inquiries.desk import inquiry_page, person
from inquiries.desk.http import DeskRequest
from inquiries.desk.may import permission_required
from inquiries.errors import InvalidInput
from inquiries.models import BlockedSender, Inquiry, User


def context(inquiry: Inquiry, viewer: User) -> dict[str, Any]:
    """What the card offers: whether the contact is blocked, by whom else, and which domains could be."""
    contact = inquiry.contact
    covering = blocking.covering(contact)
    known = {row.value for row in covering}
    offered = [domain for domain in blocking.domains(contact) if domain not in known]
    may = viewer.has_perm("inquiries.add_blockedsender")
    return {"covering": covering, "domains": offered if may else [], "may_unblock_senders": may}


@require_POST
@permission_required("inquiries.change_contact")
def block(request: DeskRequest, pk: int) -> HttpResponse:
    """`block` or `unblock`: "contact", or for managers a domain or address."""
    row = inquiry_page.find(pk)
    name = "block" if request.POST.get("block") else "unblock"
    target = request.POST.get(name, "")
    try:
        _do(request.user, row, name, target)
    except InvalidInput as problem:
        return HttpResponse(str(problem), status=400, content_type="text/plain; charset=utf-8")
    if not request.htmx:
        return redirect("inquiry", pk)
    row = inquiry_page.find(pk)
    head = inquiry_page.head(request, row)
    card = head | card_context(row, request.user)
    return trigger_client_event(render(request, "inquiries/partials/blocked.html", card), "thread-changed")


def card_context(row: Inquiry, viewer: User) -> dict[str, Any]:
    """The rest of the contact card, as views_facts.py draws it."""
    who = person.context(row.contact)
    phone = addresses.show_phone(row.contact.phone)
    return {
        **who,
        "phone": "" if phone in who["numbers"] else phone,
        "other_inquiries": row.contact.inquiries.exclude(pk=row.pk).order_by("-last_message_at")[:6],
        **context(row, viewer),
    }


def _do(user: User, inquiry: Inquiry, name: str, target: str) -> None:
    if target == "contact":
        (blocking.block if name == "block" else blocking.unblock)(inquiry.contact, actor=user, inquiry=inquiry)
        return
    if not user.has_perm(f"inquiries.{'add' if name == 'block' else 'delete'}_blockedsender"):
        raise PermissionDenied
    if name == "block":
        blocking.block_sender(target, actor=user, inquiry=inquiry)
        return
    row = BlockedSender.objects.filter(value=target).first()
    if row is not None:  # else a colleague has undone it a moment ago: the card shows that
        blocking.unblock_sender(row, actor=user, inquiry=inquiry)
