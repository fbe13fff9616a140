"""The webhook: verify, store, answer. Reading what it says is a task's work (ingest.py).

Anything but a 200 comes back for a week, so a body that is signed is stored and answered 200 whatever it holds.
https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview
"""

import hmac

import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from prometheus_client import Counter

from inquiries import credentials
from messaging import events, signature

logger = structlog.get_logger(__name__)

POSTS = Counter("travelhub_whatsapp_webhooks", "WhatsApp webhook posts by what became of them", ["outcome"])


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "POST"])
def whatsapp_webhook(request: HttpRequest) -> HttpResponse:
    return _handshake(request) if request.method == "GET" else _receive(request)


def _handshake(request: HttpRequest) -> HttpResponse:
    """Meta asks once, when the address is entered: the bare challenge back proves that it is ours."""
    given = request.GET.get("hub.verify_token", "")
    wanted = credentials.current("WHATSAPP_VERIFY_TOKEN")
    same = hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())  # in constant time
    if not wanted or not same or request.GET.get("hub.mode") != "subscribe":
        logger.warning("webhook_handshake_refused")
        return _plain("The verify token is not the one of WHATSAPP_VERIFY_TOKEN.", status=403)
    return _plain(request.GET.get("hub.challenge", ""), status=200)


def _receive(request: HttpRequest) -> HttpResponse:
    if not settings.WHATSAPP_APP_SECRET:
        return _refuse("no_secret", 503, "WHATSAPP_APP_SECRET is not set; nothing is taken in unsigned.")
    try:
        body = _read(request, limit=settings.WEBHOOK_MAX_BYTES)
    except UnreadablePostError:
        return _refuse("broken_off", 400, "The body broke off.")
    if body is None:
        return _refuse("too_large", 413, f"At most {settings.WEBHOOK_MAX_BYTES} bytes.")
    header = request.headers.get("X-Hub-Signature-256", "")
    if not _is_signed(body, header):
        return _refuse("bad_signature" if header else "no_signature", 403, "The signature does not fit the body.")
    POSTS.labels("stored" if events.keep(body) else "repeated").inc()
    return _plain("ok", status=200)


def _is_signed(body: bytes, header: str) -> bool:
    """By our app secret, or by the one that has replaced it a moment ago."""
    if not header:
        return False
    secret = credentials.current("WHATSAPP_APP_SECRET")
    if signature.matches(body, header, secret=secret):
        return True
    other = credentials.current("WHATSAPP_APP_SECRET", refused=secret)
    return other != secret and signature.matches(body, header, secret=other)


def _read(request: HttpRequest, *, limit: int) -> bytes | None:
    """The body as it came; None where it is longer than the limit, by its header or when it is read."""
    announced = request.headers.get("Content-Length", "")
    if announced.isascii() and announced.isdigit() and int(announced[:20]) > limit:
        return None
    body = request.read(limit + 1)
    return body if len(body) <= limit else None


def _refuse(outcome: str, status: int, words: str) -> HttpResponse:
    POSTS.labels(outcome).inc()
    logger.warning("webhook_refused", outcome=outcome)
    return _plain(words, status=status)


def _plain(words: str, *, status: int) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
