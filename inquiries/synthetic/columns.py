"""What a list page shows of an inquiry, as its conversation and its facts say."""

from datetime import datetime

from inquiries import standing
from inquiries.models import Inquiry, Message
from inquiries.synthetic.plot import FIELDS, Known, Plot


def count(inquiry: Inquiry, talk: list[Message], made: Plot) -> None:
    """What list pages show of the conversation."""
    files = sum(line.file for line in made.lines)
    for message in talk:
        standing.moved(inquiry, message)
    inquiry.file_count = files
    inquiry.failed_count = sum(message.state == Message.State.PERMANENTLY_FAILED for message in talk)
    waits = inquiry.status in Inquiry.ACTIVE and not made.answered and not inquiry.parked_reason
    if waits:
        inquiry.needs_reply_since = next(message.sent_at for message in reversed(talk) if not message.is_out)


def project(inquiry: Inquiry, found: list[Known]) -> None:
    """The trip columns as the facts say."""
    value = {known.field: known.value for known in found}
    parts = []
    if places := value.get("destinations"):
        parts.append(", ".join(place["name"] for place in places))
    if depart := value.get("depart_on"):
        inquiry.depart_on = datetime.fromisoformat(depart).date()
        inquiry.travel_month = depart[:7]
        parts.append(f"{inquiry.depart_on.day} {inquiry.depart_on:%b %Y}")
    if nights := value.get("nights"):
        inquiry.nights = nights
        parts.append(f"{nights} nights")
    if travellers := value.get("travellers"):
        inquiry.travellers = travellers
        parts.append(f"{travellers} travellers" if travellers > 1 else "1 traveller")
    if budget := value.get("budget"):
        inquiry.budget_amount, inquiry.budget_currency, inquiry.budget_per = budget["amount"], "EUR", "total"
        parts.append(f"{budget['amount']:,} EUR")
    if origin := value.get("origin"):
        inquiry.origin, inquiry.origin_country = origin["name"], origin["country"]
    inquiry.trip = " · ".join(parts)
    inquiry.sure_count = sum(known.proven for known in found)
    inquiry.check_count = len(found) - inquiry.sure_count
    inquiry.missing_count = 0 if inquiry.parked_reason else len(FIELDS) - len(found)


def was_quoted(pk: int, made: Plot) -> bool:
    """Every other one that was lost had been quoted before."""
    return made.status in {"QUOTED", "BOOKED"} or (made.status == "LOST" and pk % 2 == 0)
