"""Whether a person wrote: automatic answers, bounces, bulk mail. Pure.

Mail is parked by its headers alone, never by its words, and in doubt it is not: a parked customer is lost, a newsletter
in the queue costs one click. RFC 3834 (automatic answers), RFC 2369/2919 (lists), RFC 3464 (delivery reports).
"""

import re
from email.message import Message

from inquiries.envelope import ParkedReason
from mailsync import mime_headers
from mailsync.mime_addresses import NO_REPLY, Ours
from mailsync.mime_forms import SITE_MAILERS
from mailsync.mime_headers import Mailbox

_AUTO_SUBJECT = re.compile(
    r"\s*(?:auto(?:matic|mated)?[ -]?(?:reply|response)|autoreply|auto|out of (?:the )?office"
    r"|automatische antwort(?:en)?"
    r"|abwesenheits(?:notiz|meldung|nachricht|benachrichtigung)|abwesend|réponse automatique|message d['’]absence"
    r"|absence du bureau|respuesta autom[áa]tica|fuera de (?:la )?oficina|risposta automatica|fuori sede"
    r"|resposta autom[áa]tica"
    r"|fora do escritório|ausência temporária|automatisch (?:antwoord|bericht)|afwezigheids(?:bericht|melding)"
    r"|niet aanwezig"
    r"|autosvar|automatiskt svar)\s*(?:[:：]|-|$)",
    re.IGNORECASE,
)
_BOUNCE_SUBJECT = re.compile(
    r"undeliver(?:ed|able)|unzustellbar|delivery status notification|returned mail|failure notice"
    r"|mail delivery (?:failed|failure)"
    r"|delivery (?:has )?failed|delivery failure|non remis|échec de la remise|no se puede entregar|no entregado"
    r"|non recapitabile|mancato recapito|não (?:foi )?entreg|onbestelbaar|nachricht nicht zugestellt"
    r"|mail konnte nicht zugestellt",
    re.IGNORECASE,
)
_DAEMON = re.compile(r"(?:mailer-daemon|mail-daemon|mailerdaemon|postmaster|microsoftexchange[0-9a-f]+)(?:\+.*)?")
_AUTO_FIELDS = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-AutoReply-From")
_BULK_MAILER = re.compile(
    r"mailchimp|send(?:in)?blue|brevo|mailjet|cleverreach|getresponse|campaign|constant ?contact|activecampaign"
    r"|hubspot"
    r"|mailerlite|klaviyo|newsletter|phplist|sendy|rapidmail|emarsys|inxmail|acymailing|mailpoet|listmonk"
    r"|moosend|mailing",
    re.IGNORECASE,
)
_BULK_FIELDS = (
    "X-Campaign",
    "X-CampaignID",
    "X-Campaign-ID",
    "X-MC-User",
    "X-CSA-Complaints",
    "X-rpcampaign",
    "X-EMarSys-Identify",
)
_BULK_SENDER = re.compile(
    r"(?:newsletter|news|marketing|promo|promotions?|offers|angebote|mailing|campaigns?)(?:[-_.+].*)?"
)


def parked_reason(
    message: Message, *, sender: Mailbox | None, types: set[str], ours: Ours, from_form: bool
) -> ParkedReason:
    """Why a mail is no person's words to us, or "" where it is, as far as its headers tell."""
    if is_bounce(message, sender=sender, types=types):
        return "bounce"
    if _is_auto_reply(message, types=types, from_form=from_form):
        return "auto_reply"
    return "bulk" if not from_form and _is_bulk(message, sender=sender, ours=ours) else ""


def is_automatic(message: Message) -> bool:
    """Of a mail among those that we sent: whether a rule, an absence or this product wrote it, and no person."""
    return _is_auto_reply(message, types=set(), from_form=True)


def is_own(message: Message, *, sender: Mailbox | None, writer: Mailbox | None, ours: Ours) -> bool:
    """A mail of our mailboxes to ourselves. Not what a website sends in our name: a customer may be behind it."""
    if sender is None or writer is None or not ours.is_mailbox(writer.address) or not ours.is_mailbox(sender.address):
        return False
    by_site = SITE_MAILERS.search(str(message.get("X-Mailer") or "")) or message.get("X-PHP-Originating-Script")
    answered_elsewhere = any(not ours.holds(box.address) for box in mime_headers.mailboxes(message, "Reply-To"))
    return not by_site and not answered_elsewhere


def may_be_acknowledged(message: Message, *, sender: Mailbox | None, writer: Mailbox | None, ours: Ours) -> bool:
    """Whether an automatic answer can go to `writer` without a loop or a nuisance, as far as the header tells.

    RFC 3834, 2: none to lists, to machines, to addresses that nobody reads, nor where the sender asks for silence.
    """
    if writer is None or ours.holds(writer.address) or not _reads_mail(writer.address):
        return False
    if sender is not None and sender.address.lower() != writer.address.lower():
        return True  # a website's form: its header tells of the site, and the customer is a person
    reply_to = mime_headers.mailboxes(message, "Reply-To")
    if any(not _reads_mail(box.address) for box in reply_to) or _has_null_sender(message):
        return False
    submitted = str(message.get("Auto-Submitted") or "no").split(";")[0].strip().lower()
    precedence = str(message.get("Precedence") or "").strip().lower()
    on_list = any(str(name).lower().startswith("list-") for name in message)
    silence = str(message.get("X-Auto-Response-Suppress") or "").lower()
    wants_none = any(word in silence for word in ("all", "oof", "autoreply"))
    return submitted in {"no", ""} and not precedence and not on_list and not wants_none


def _reads_mail(address: str) -> bool:
    local = address.lower().partition("@")[0]
    return not (NO_REPLY.search(local) or _DAEMON.fullmatch(local) or _BULK_SENDER.fullmatch(local))


def is_bounce(message: Message, *, sender: Mailbox | None, types: set[str]) -> bool:
    report = mime_headers.parameter(message, "report-type").lower()
    if message.get_content_type() == "multipart/report" and (
        report == "delivery-status" or (not report and "message/delivery-status" in types)
    ):
        return True
    if message.get("X-Failed-Recipients") is not None:
        return True
    local = sender.address.lower().partition("@")[0] if sender else ""
    if _DAEMON.fullmatch(local):
        return local != "postmaster" or bool(_BOUNCE_SUBJECT.search(mime_headers.field(message, "Subject")))
    return _has_null_sender(message) and bool(_BOUNCE_SUBJECT.search(mime_headers.field(message, "Subject")))


def _has_null_sender(message: Message) -> bool:
    """RFC 5321: "<>" means that nobody wants to hear back. An absent field says nothing."""
    return str(message.get("Return-Path") or "").strip() == "<>"


def _is_auto_reply(message: Message, *, types: set[str], from_form: bool) -> bool:
    submitted = str(message.get("Auto-Submitted") or "no").split(";")[0].strip().lower()
    precedence = str(message.get("Precedence") or "").strip().lower().replace("-", "_")
    if (
        submitted == "auto-replied"
        or precedence == "auto_reply"
        or message.get_content_type() == "multipart/report"  # a read receipt or an abuse report
        or any(message.get(name) is not None for name in _AUTO_FIELDS)
    ):
        return True
    if from_form:
        return False  # websites call the mails of their forms auto-generated
    # X-Auto-Response-Suppress only asks for silence: shops and programs set it on any mail, so it does not count.
    return (
        submitted not in {"no", ""}
        or bool(_AUTO_SUBJECT.match(mime_headers.field(message, "Subject")))
        or (_has_null_sender(message) and "message/delivery-status" not in types)
    )


def _is_bulk(message: Message, *, sender: Mailbox | None, ours: Ours) -> bool:
    if _answers_us(message, ours):
        return False
    precedence = str(message.get("Precedence") or "").strip().lower()
    mass = precedence in {"bulk", "junk"} or any(message.get(name) is not None for name in _BULK_FIELDS)
    mass = mass or message.get("List-Unsubscribe-Post") is not None
    mass = mass or bool(_BULK_MAILER.search(str(message.get("X-Mailer") or "")))
    if mass:
        return True
    local = sender.address.lower().partition("@")[0] if sender else ""
    if message.get("Feedback-ID") is not None and (_BULK_SENDER.fullmatch(local) or NO_REPLY.search(local)):
        return True  # alone it says nothing: big senders set it on single mails too
    on_list = message.get("List-Id") is not None or message.get("List-Unsubscribe") is not None
    return on_list and not _people_write_through(message, ours)


def _answers_us(message: Message, ours: Ours) -> bool:
    """A reply to a mail of ours, whatever a gateway wrote into its header."""
    return any(
        ours.names_domain(item.rpartition("@")[2])
        for name in ("In-Reply-To", "References")
        for item in mime_headers.message_ids(message, name)
    )


def _people_write_through(message: Message, ours: Ours) -> bool:
    """A group address of ours, or a list that anybody may post to: there a person is behind each mail."""
    ids = " ".join(str(message.get(name) or "") for name in ("List-Id", "List-Post", "List-Unsubscribe"))
    if ours.names_domain(ids.replace("_", " ")):
        return True
    post = str(message.get("List-Post") or "").strip().lower()
    return post.startswith("<") and "mailto:" in post
