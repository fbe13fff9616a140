"""The second factor: who must have one, who has, and taking it away from somebody who has lost it."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from inquiries import accounts, roles
from inquiries.models import User

OPENERS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # an app, a key; recovery codes come with either
_ROLES = {"": set(), "admin": {roles.ADMIN}, "manager": {roles.ADMIN, roles.MANAGER}}


def required_of(user: User) -> bool:
    """Whether REQUIRE_SECOND_FACTOR means this person."""
    wanted = settings.REQUIRE_SECOND_FACTOR
    if not wanted or wanted == "all":
        return bool(wanted)
    return bool(user.is_superuser) or user.groups.filter(name__in=_ROLES[wanted]).exists()


def has(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type__in=OPENERS).exists())


def lacks(user: User) -> bool:
    return required_of(user) and not has(user)


def is_last(factor: Authenticator) -> bool:
    """Whether its person would have none without it."""
    return not Authenticator.objects.filter(user=factor.user, type__in=OPENERS).exclude(pk=factor.pk).exists()


def reset(user: User, *, actor: User | None) -> bool:
    """Take app, keys and recovery codes from somebody and sign them out everywhere; False where there was none."""
    with transaction.atomic():
        deleted, _ = Authenticator.objects.filter(user=user).delete()
        if not deleted:
            return False
        accounts.note(user, "second_factor_reset", actor=actor)
        accounts.end_sessions(user)
    return True
