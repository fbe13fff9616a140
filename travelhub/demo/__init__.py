"""The sample inbox: mails and webhook bodies as they come in, re-dated to today and taken in by the real intake.

`data/` holds the wire forms and `manifest.toml`, which says how long ago each of them came. Everything is invented:
addresses end in .example, telephone numbers are reserved for fiction or full of zeros.
"""

from django.conf import settings

from travelhub import env


def wanted() -> bool:
    """Whether a start should load the sample inbox: DEMO=yes into any empty database, DEMO=no never.

    Without DEMO only into the empty embedded one, and not where the product is reached by https: log-ins that everybody
    knows do not belong on the open net.
    """
    if env.text("DEMO") and not asked_for():
        return False
    return (asked_for() or (settings.EMBEDDED and may_sign_in())) and is_empty()


def asked_for() -> bool:
    """DEMO=yes was said in so many words."""
    return env.flag("DEMO")


def may_sign_in() -> bool:
    """Whether the sample people get their passwords: not on https, unless asked for."""
    return asked_for() or not settings.HTTPS


def is_empty() -> bool:
    """Nothing has come in yet. Accounts of staff do not count: somebody has to make the first."""
    from inquiries.models import DeadLetter, Inquiry, Message
    from messaging.models import WebhookEvent

    return not any(model._default_manager.exists() for model in (Inquiry, Message, DeadLetter, WebhookEvent))
