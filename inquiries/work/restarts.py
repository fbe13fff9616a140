"""A person asks for another round of a piece of work that failed for good: the one function behind every Retry."""

from typing import Any

from django.apps import apps
from django.db import transaction

from inquiries import replies, standing
from inquiries.doorbell import ring
from inquiries.due import Due
from inquiries.errors import InvalidInput
from inquiries.models import Attachment, Message, User


def restart(label: str, pk: int, *, actor: User) -> bool:
    """Try the row again from its first state; False where it does not need it any more.

    `label` is the class, "inquiries.attachment". InvalidInput for a class that is no work, or a reply that cannot be
    sent now (WhatsApp's window). LookupError for a class that does not exist.
    """
    model = apps.get_model(label)
    if not issubclass(model, Due):
        raise InvalidInput(f"{label} is no kind of work.")
    if model is Message:
        message = Message.objects.unsettled().select_related("inquiry").filter(pk=pk).first()
        if message is not None:
            replies.retry(message, actor=actor)
        return message is not None
    first = next(iter(model.TASKS))
    rows: Any = model._default_manager
    with transaction.atomic():
        if not rows.restart(pk, state=first):
            return False
        if model is Attachment:
            standing.recount_failures(Attachment.objects.values_list("message__inquiry", flat=True).get(pk=pk))
        ring(model.TASKS[first], pk)
    return True
