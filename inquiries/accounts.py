"""What happens to somebody's way in: its history, and the end of its sessions."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from inquiries.models import Event, PasswordLetter, User

KEEP_LETTERS = timedelta(days=30)


def note(user: User, what: str, *, actor: User | None) -> None:
    """`actor`: who did it; None for a command of the operator's. `what`: second_factor_reset, password_changed ..."""
    Event.objects.create(actor=actor, kind=Event.Kind.ACCOUNT, data={"what": what, "user": user.pk})


def end_sessions(user: User, *, but: str | None = None) -> int:
    """Sign somebody out everywhere, or everywhere but in the session with the key `but`; how many there were."""
    sessions = list(UserSession.objects.filter(user=user).exclude(session_key=but or ""))
    for session in sessions:
        session.end()
    return len(sessions)


def forget() -> None:
    """Once a day: sessions that are over, and letters of last month."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    alive = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=alive).delete()
    PasswordLetter.objects.filter(due_at=None, created_at__lt=timezone.now() - KEEP_LETTERS).delete()
