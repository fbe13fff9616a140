"""The rows. docs/data-model.md draws them."""

from inquiries.models.acknowledgments import Acknowledgment, AcknowledgmentText
from inquiries.models.contacts import BlockedSender, Contact, Identity
from inquiries.models.drafts import Draft, DraftFile
from inquiries.models.events import DeadLetter, Event, Heartbeat
from inquiries.models.facts import Extraction, Fact
from inquiries.models.hours import OpeningHours
from inquiries.models.inquiries import Destination, Inquiry
from inquiries.models.learning import Correction, Rerun, RerunChange
from inquiries.models.messages import Attachment, Message, ThreadKey
from inquiries.models.promises import Promise
from inquiries.models.questions import QuestionText
from inquiries.models.reports import EarlyReport
from inquiries.models.together import Mention, Regrouping, Suggestion
from inquiries.models.users import User

__all__ = [
    "Acknowledgment",
    "AcknowledgmentText",
    "Attachment",
    "BlockedSender",
    "Contact",
    "Correction",
    "DeadLetter",
    "Destination",
    "Draft",
    "DraftFile",
    "EarlyReport",
    "Event",
    "Extraction",
    "Fact",
    "Heartbeat",
    "Identity",
    "Inquiry",
    "Mention",
    "Message",
    "OpeningHours",
    "Promise",
    "QuestionText",
    "Regrouping",
    "Rerun",
    "RerunChange",
    "Suggestion",
    "ThreadKey",
    "User",
]
