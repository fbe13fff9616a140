"""What has to be done at Meta and here until messages come in and go out: the steps, and which of them are done.

docs/whatsapp-setup.md is the same in long; these know the address, the names and how far it is.
"""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiries.channels import HealthLine
from messaging.models import WhatsAppNumber

# Of the webhook at Meta's App Dashboard, WhatsApp, Configuration: what each brings.
FIELDS = {
    "messages": gettext_lazy("what customers write, and what became of our messages"),
    "smb_message_echoes": gettext_lazy("answers typed on the phone, where a number is used there too"),
    "message_template_status_update": gettext_lazy("whether Meta approved a template"),
}


@dataclass(frozen=True, kw_only=True)
class Step:
    """`done`: None where nobody can see from here whether it is."""

    title: str
    text: str
    done: bool | None


def webhook_address() -> str:
    return f"{settings.PUBLIC_URL}{reverse('whatsapp_webhook')}"


def steps(row: WhatsAppNumber | None = None) -> list[Step]:
    """From nothing to the first message, in order; without a number what all numbers share."""
    heard = settings.HTTPS and WhatsAppNumber.objects.exclude(last_webhook_at=None).exists()
    shared = [_secrets(), _webhook(heard), _fields(heard), _token()]
    return shared if row is None else [*shared, _known(row), _subscribed(row), _first_message(row)]


def lines() -> list[HealthLine]:
    """The shared steps for doctor; of a sandbox only where the webhook would be."""
    if not settings.WHATSAPP_APP_SECRET and not settings.WHATSAPP_TOKEN:
        words = f"Closed: WHATSAPP_APP_SECRET is not set. Its address at Meta would be {webhook_address()}"
        return [HealthLine(_("Webhook"), True, words)]
    return [HealthLine(step.title, step.done is not False, step.text) for step in steps()]


def _secrets() -> Step:
    names = [name for name in ("WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN") if not getattr(settings, name)]
    if names:
        words = _(
            "Set %(names)s: the first stands at Meta, App settings, Basic; the second is words of your own. Until then "
            "the webhook is shut and answers 503."
        ) % {"names": _(" and ").join(names)}
        return Step(title=_("Secrets"), text=words, done=False)
    return Step(title=_("Secrets"), text=_("WHATSAPP_APP_SECRET and WHATSAPP_VERIFY_TOKEN are set."), done=True)


def _webhook(heard: bool) -> Step:
    words = _(
        "Enter at Meta (WhatsApp, Configuration): %(address)s with the words of WHATSAPP_VERIFY_TOKEN, "
        "then Verify and save."
    ) % {"address": webhook_address()}
    if not settings.HTTPS:
        https = _("Meta needs https: set PUBLIC_URL to the address from outside.")
        words = f"{words} {https}"
        return Step(title=_("Webhook"), text=words, done=False)
    return Step(title=_("Webhook"), text=words, done=True if heard else None)


def _fields(heard: bool) -> Step:
    named = "; ".join(f"{name} ({brings})" for name, brings in FIELDS.items())
    return Step(
        title=_("Fields"), text=_("Subscribe there to: %(named)s.") % {"named": named}, done=True if heard else None
    )


def _token() -> Step:
    if settings.WHATSAPP_TOKEN:
        return Step(title=_("Token here"), text=_("WHATSAPP_TOKEN is set."), done=True)
    words = _(
        "Set WHATSAPP_TOKEN to the token of a system user with whatsapp_business_messaging and "
        "whatsapp_business_management. Until then answers are laid in the outbox folder."
    )
    # Without one a desk may still read along, which is a way to start.
    return Step(title=_("Token here"), text=words, done=None)


def _known(row: WhatsAppNumber) -> Step:
    if row.checked_at and not row.last_error:
        words = _("Meta knows it, and our token may use it.")
        if row.verified_name:
            words = _("Meta knows it as %(name)s, and our token may use it.") % {"name": row.verified_name}
        return Step(title=_("Number"), text=words, done=True)
    words = row.last_error or _("Press Check now: Meta is asked whether it knows this number and takes our token.")
    return Step(title=_("Number"), text=words, done=False if row.last_error else None)


def _subscribed(row: WhatsAppNumber) -> Step:
    account = row.business_account_id
    if row.subscribed:
        return Step(
            title=_("App subscribed"),
            text=_("Account %(account)s sends its webhooks to our app.") % {"account": account},
            done=True,
        )
    if not account:
        words = _("Enter the WhatsApp business account id above, then press Subscribe our app.")
    else:
        words = _("Press Subscribe our app, so that Meta sends what comes to account %(account)s to our app.") % {
            "account": account
        }
    return Step(title=_("App subscribed"), text=words, done=row.subscribed)


def _first_message(row: WhatsAppNumber) -> Step:
    if row.last_webhook_at:
        return Step(title=_("First message"), text=_("Something has come in for this number."), done=True)
    number = row.display_number or _("the number")
    words = _("Write to %(number)s from a phone: within seconds an inquiry stands on the queue.") % {"number": number}
    return Step(title=_("First message"), text=words, done=None)
