"""Mails about notices that nobody has seen at the desk in time, to those who want them."""

from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from inquiries import care
from inquiries.errors import WorkError, unexpected
from inquiries.models import Inquiry, Notice
from inquiries.readers import reading

logger = structlog.get_logger(__name__)

State = Notice.State
_WORDS = 300  # characters of the note that stand in the mail
_FOOT = gettext_lazy(
    "You get this since you had not seen it at the desk within 15 minutes. Your own page there switches it off."
)


def mail(pk: int) -> None:
    """Mail one that is due, unless it has been seen; a ring for a missing row, or one that is not due, does nothing.

    A worker that dies between the mail and the row costs a second mail, which does no harm.
    """
    if not Notice.objects.claim(pk, state=State.WAITING):
        return
    notice = Notice.objects.select_related("person", "by", "message", "inquiry__contact").get(pk=pk)
    try:
        wanted = _wanted(notice)
        if wanted:
            with reading(notice.person):
                _send(notice)
    except (OSError, SMTPException) as error:
        words = f"The mail server did not take it ({type(error).__name__}). See EMAIL_URL."
        Notice.objects.fail(pk, WorkError(words), state=State.WAITING)
    except Exception as error:
        logger.exception("notice_broke", notice=pk)
        Notice.objects.fail(pk, unexpected(error), state=State.WAITING)
    else:
        Notice.objects.finish(pk, state=State.SENT if wanted else State.SKIPPED)


def _wanted(notice: Notice) -> bool:
    person = notice.person
    if notice.kind == Notice.Kind.ASSIGNED and not _still_theirs(notice):
        return False  # it was taken back, or is another's by now
    return notice.seen_at is None and person.is_active and person.mail_notices and bool(person.email)


def _still_theirs(notice: Notice) -> int:
    """How many of the inquiries that it tells of."""
    return Inquiry.objects.filter(pk__in=[notice.inquiry_id, *notice.others], assignee=notice.person).count()


def _send(notice: Notice) -> None:
    inquiry = notice.inquiry
    who = str(notice.by) if notice.by else _("The desk")
    told = _("%(who)s mentioned you in %(inquiry)s")
    if notice.kind != Notice.Kind.MENTIONED:
        told = _("%(who)s gave you %(inquiry)s")
    about = f"{inquiry.reference}, {care.masked(str(inquiry.contact))}"
    if notice.others:
        count = _still_theirs(notice)
        about = ngettext("an inquiry", "%(count)s inquiries", count) % {"count": count}
    note = care.masked(notice.message.text)[:_WORDS] if notice.message else ""
    link = f"{settings.PUBLIC_URL}{notice.get_absolute_url()}"
    told %= {"who": who, "inquiry": about}
    parts = [f"{told}.", note, link, str(_FOOT)]
    subject = " ".join(told.split())
    send_mail(subject, "\n\n".join(filter(None, parts)), None, [notice.person.email])
