"""System checks of the configuration: each says what is wrong, and in its hint what to do.

Half-set credentials never get this far: settings.py stops the start and names the variable. What is checked here can
start, but would not work as somebody expects. docs/configuration.md lists the ids.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.utils.module_loading import import_string

from inquiries.channels import Channel
from inquiries.extraction.document import Engine
from mailsync.sources import Source
from travelhub import secret_report, secret_sources
from travelhub.sign_in_health import is_guid

CONSOLE_MAIL = "django.core.mail.backends.console.EmailBackend"


@register()
def plug_points(**_: Any) -> list[CheckMessage]:
    """The dotted paths of channels, engines and sources of mail, which no import contract can see."""
    return [
        *_missing_parts("CHANNELS", settings.CHANNELS, Channel, "travelhub.E001"),
        *_missing_parts("ENGINES", settings.ENGINES, Engine, "travelhub.E002"),
        *_missing_parts("MAIL_SOURCES", settings.MAIL_SOURCES, Source, "travelhub.E005"),
    ]


def _missing_parts(setting: str, paths: Mapping[str, str], protocol: type, code: str) -> Iterator[CheckMessage]:
    wanted = [name for name in vars(protocol) if not name.startswith("_")]
    for name, path in paths.items():
        try:
            found = import_string(path)
        except ImportError as error:
            hint = f"Correct the dotted path in settings.{setting}."
            yield Error(f"{setting}[{name!r}] = {path!r} cannot be imported: {error}", hint=hint, id=code)
            continue
        missing = [part for part in wanted if not hasattr(found, part)]
        if missing:
            hint = f"{protocol.__module__}.{protocol.__name__} says what each is for."
            yield Error(f"{path} lacks {', '.join(missing)}.", hint=hint, id=code)


@register()
def whatsapp(**_: Any) -> Iterator[CheckMessage]:
    if not re.fullmatch(r"v\d+\.\d+", settings.WHATSAPP_API_VERSION):
        text = f"WHATSAPP_API_VERSION={settings.WHATSAPP_API_VERSION} is no version of Meta's API."
        yield Error(text, hint="It looks like v25.0.", id="travelhub.E003")
    if settings.WHATSAPP_APP_SECRET and not settings.WHATSAPP_TOKEN:
        text = "WhatsApp messages come in, but answers are only laid in the outbox folder."
        yield checks.Warning(text, hint="Set WHATSAPP_TOKEN to send them.", id="travelhub.W001")
    if settings.WHATSAPP_TOKEN and not settings.WHATSAPP_MEDIA_HOSTS:
        text = "WHATSAPP_MEDIA_HOSTS is empty, so no picture or document of a customer can be fetched."
        yield checks.Warning(text, hint="Leave it unset for Meta's own hosts.", id="travelhub.W002")


@register()
def phones(**_: Any) -> Iterator[CheckMessage]:
    import phonenumbers

    if settings.DEFAULT_PHONE_REGION not in phonenumbers.SUPPORTED_REGIONS:
        text = f"DEFAULT_PHONE_REGION={settings.DEFAULT_PHONE_REGION} is no country."
        yield Error(text, hint="Two letters of ISO 3166, like GB, DE or US.", id="travelhub.E004")


@register()
def agency(**_: Any) -> Iterator[CheckMessage]:
    """Customers read its name, and its hours say when an answer is due: nothing of the sample's should stay."""
    if settings.AGENCY_UNSET and (settings.GRAPH_CLIENT_ID or settings.WHATSAPP_TOKEN):
        text = f"{' and '.join(settings.AGENCY_UNSET)} not set: customers hear from {settings.AGENCY_NAME}"
        text += f", and times and opening hours are those of {settings.TIME_ZONE}."
        yield checks.Warning(text, hint="Set them to your agency's.", id="travelhub.W014")


@register()
def alerts(**_: Any) -> Iterator[CheckMessage]:
    if settings.ALERT_RECIPIENTS and settings.EMAIL_BACKEND == CONSOLE_MAIL:
        text = "ALERT_RECIPIENTS is set, but alerts are only printed."
        yield checks.Warning(text, hint="Set EMAIL_URL to your mail server.", id="travelhub.W003")


@register()
def sign_in(**_: Any) -> Iterator[CheckMessage]:
    if not settings.MICROSOFT_SIGN_IN:
        return
    if not settings.HTTPS and urlsplit(settings.PUBLIC_URL).hostname != "localhost":
        text = f"MICROSOFT_SIGN_IN is on, but Microsoft sends nobody back to {settings.PUBLIC_URL}."
        yield checks.Warning(text, hint="It takes https, or http://localhost, as redirect URI.", id="travelhub.W008")
    if not is_guid(settings.GRAPH_TENANT_ID):
        text = f"GRAPH_TENANT_ID={settings.GRAPH_TENANT_ID} is no id, so that a token's tenant cannot be compared."
        yield checks.Warning(text, hint="Take the Directory (tenant) ID, not a domain.", id="travelhub.W009")


@register(Tags.security, deploy=True)
def limits(**_: Any) -> Iterator[CheckMessage]:
    """What the limits of tries to sign in stand on."""
    if settings.HTTPS and not settings.TRUSTED_PROXIES:
        text = "TRUSTED_PROXIES is 0: behind a proxy all people count as one client, and one can shut out all."
        yield checks.Warning(text, hint="Set it to the number of proxies before travelhub.", id="travelhub.W010")
    if not settings.EMBEDDED and not settings.CACHE_URL:
        text = "Without CACHE_URL each machine counts tries to sign in for itself."
        yield checks.Warning(text, hint="Set CACHE_URL to a Redis.", id="travelhub.W011")


@register()
def vault(**_: Any) -> Iterator[CheckMessage]:
    if trouble := secret_sources.process.trouble_at_start:
        text = f"Secrets are the last good ones of an earlier start. {trouble}"
        yield checks.Warning(text, hint="It is asked again every minute; doctor says how it is.", id="travelhub.W012")
    if double := secret_report.set_twice():
        text = f"Set here as well as in Vault, and what is set here wins: {', '.join(sorted(double))}."
        yield checks.Warning(text, hint="Keep one, or a rotation in Vault has no effect.", id="travelhub.W013")


@register(Tags.security, deploy=True)
def server(**_: Any) -> Iterator[CheckMessage]:
    """What a server should not go without. Django's own deploy checks stand beside these."""
    if not settings.HTTPS:
        text = f"PUBLIC_URL={settings.PUBLIC_URL} is not https, so cookies and passwords travel in the open."
        yield checks.Warning(text, hint="Put a proxy with TLS in front: docs/deployment.md", id="travelhub.W004")
    if settings.EMBEDDED:
        text = "The embedded database and broker are for one small machine."
        yield checks.Warning(text, hint="Set DATABASE_URL and CELERY_BROKER_URL.", id="travelhub.W005")
    if not settings.METRICS_TOKEN:
        text = "Without METRICS_TOKEN only this machine itself can read /metrics."
        yield checks.Warning(text, hint="Set METRICS_TOKEN, or ignore this where nobody watches.", id="travelhub.W006")
    if not (settings.ALERT_RECIPIENTS or settings.SENTRY_DSN):
        text = "Nobody is told when something breaks."
        yield checks.Warning(text, hint="Set ALERT_RECIPIENTS and EMAIL_URL, or SENTRY_DSN.", id="travelhub.W007")
