"""Mails with the way to a new password. Whoever asks learns nothing from the answer, nor from how long it takes: a
mail is sent by the worker, by its row."""

import structlog
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiries import doorbell
from inquiries.errors import WorkError, unexpected
from inquiries.models import PasswordLetter, User
from inquiries.readers import reading

logger = structlog.get_logger(__name__)

CONSOLE = "django.core.mail.backends.console.EmailBackend"
State = PasswordLetter.State
TEXT = gettext_lazy("""Hello {name},

somebody, we hope you, asked for a new password for {name} at {agency}. This address is good for an hour:

{way}

If it was not you, do nothing: your password stays as it is.
""")


def can_be_sent() -> bool:
    """Whether there is a mail server (EMAIL_URL) to send by."""
    return bool(settings.EMAIL_BACKEND != CONSOLE)


def ask(email: str) -> None:
    """A letter to every active account with this address that has a password; to nobody where there is none."""
    people = User.objects.filter(email__iexact=email, is_active=True)
    with transaction.atomic():
        for user in people:
            if user.has_usable_password():
                letter = PasswordLetter.objects.create(user=user, due_at=timezone.now())
                doorbell.ring("inquiries.send_password_letter", letter.pk)


def send(pk: int) -> None:
    """Send one that is due; a ring for a missing row, or one that is not due, does nothing."""
    if not PasswordLetter.objects.claim(pk, state=State.WAITING):
        return
    user = PasswordLetter.objects.select_related("user").get(pk=pk).user
    if not (user.is_active and user.email):
        PasswordLetter.objects.filter(pk=pk).delete()
        return
    with reading(user):
        subject = _("New password for %(agency)s") % {"agency": settings.AGENCY_NAME}
        text = str(TEXT).format(name=user.username, agency=settings.AGENCY_NAME, way=_way(user))
    try:
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [user.email])
    except Exception as error:
        PasswordLetter.objects.fail(pk, _as_work_error(error, user), state=State.WAITING)
        return
    PasswordLetter.objects.finish(pk, state=State.SENT)
    logger.info("password_letter_sent", user_id=user.pk)


def _as_work_error(error: Exception, user: User) -> WorkError:
    kind = type(error).__name__
    if not isinstance(error, OSError):  # smtplib's errors are OSErrors
        logger.exception("password_letter_broke", user_id=user.pk)
        return unexpected(error)
    logger.warning("password_letter_failed", user_id=user.pk, kind=kind)
    return WorkError(f"The mail server did not take it ({kind}). See EMAIL_URL.", code="mail_server")


def _way(user: User) -> str:
    of = urlsafe_base64_encode(force_bytes(user.pk))
    address = reverse("password_new", args=[of, default_token_generator.make_token(user)])
    return f"{settings.PUBLIC_URL}{address}"
