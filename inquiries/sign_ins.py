"""Who came in, who did not, and how: one log line and one count each, by the id of the account, never by a name."""

import time
from typing import Any

import structlog
from allauth.mfa.signals import authentication_failed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from prometheus_client import Counter

from inquiries import second_factor
from inquiries.models import User

logger = structlog.get_logger(__name__)

SIGNED_IN_AT, SEEN_AT, MUST_SET_UP = "signed_in_at", "seen_at", "must_set_up"  # of a session

SIGN_INS = Counter("travelhub_sign_ins", "Tries to sign in, by what became of them", ["outcome"])


def count(outcome: str, *, user: int | None = None, **about: str) -> None:
    """One try. `outcome`: signed_in, failed, throttled, second_factor_failed, refused. `user`: the id, where known."""
    SIGN_INS.labels(outcome).inc()
    logger.info(f"sign_in_{outcome}" if outcome != "signed_in" else outcome, user_id=user, **about)


@receiver(user_logged_in)
def _came_in(request: HttpRequest, user: User, **_: Any) -> None:
    now = int(time.time())
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = now
    if second_factor.lacks(user):
        request.session[MUST_SET_UP] = True
    count("signed_in", user=user.pk)


@receiver(user_logged_out)
def _went_out(user: User | None, **_: Any) -> None:
    if user is not None:
        logger.info("signed_out", user_id=user.pk)


@receiver(user_login_failed)
def _failed(**_: Any) -> None:
    count("failed")


@receiver(authentication_failed)
def _wrong_code(user: User, **_: Any) -> None:
    count("second_factor_failed", user=user.pk)
