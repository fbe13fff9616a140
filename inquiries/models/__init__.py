"""The rows. docs/data-model.md draws them."""

from inquiries.models.acknowledgments import Acknowledgment, AcknowledgmentText
from inquiries.models.answers import Answer
from inquiries.models.assists import Assist
from inquiries.models.contacts import BlockedSender, Contact, Identity
from inquiries.models.drafts import Draft, DraftFile
from inquiries.models.events import DeadLetter, Event, Heartbeat
from inquiries.models.exports import Export
from inquiries.models.facts import Extraction, Fact
from inquiries.models.hours import OpeningHours
from inquiries.models.inquiries import Destination, Inquiry
from inquiries.models.learning import Correction, Rerun, RerunChange
from inquiries.models.messages import Attachment, Message, ThreadKey
from inquiries.models.passwords import PasswordLetter
from inquiries.models.promises import Promise
from inquiries.models.questions import QuestionText
from inquiries.models.reports import EarlyReport
from inquiries.models.saved_replies import SavedReply, SavedReplyFile
from inquiries.models.saved_views import SavedView
from inquiries.models.targets import AnswerTarget
from inquiries.models.team import AssignmentRule, LostReason, Notice
from inquiries.models.together import Mention, Regrouping, Suggestion
from inquiries.models.users import User

__all__ = [
    "Acknowledgment",
    "AcknowledgmentText",
    "Answer",
    "AnswerTarget",
    "AssignmentRule",
    "Assist",
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
    "Export",
    "Extraction",
    "Fact",
    "Heartbeat",
    "Identity",
    "Inquiry",
    "LostReason",
    "Mention",
    "Message",
    "Notice",
    "OpeningHours",
    "PasswordLetter",
    "Promise",
    "QuestionText",
    "Regrouping",
    "Rerun",
    "RerunChange",
    "SavedReply",
    "SavedReplyFile",
    "SavedView",
    "Suggestion",
    "ThreadKey",
    "User",
]
