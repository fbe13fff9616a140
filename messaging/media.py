"""The bytes of a media id: look up its address, then get it from hosts of Meta's only.

The address lives five minutes and needs the same bearer. It is a stranger's text, so the bearer goes to no host that is
not in WHATSAPP_MEDIA_HOSTS, not even after a redirect.
https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
"""

import hashlib
from datetime import datetime, timedelta
from functools import cache
from urllib.parse import urljoin, urlsplit

import requests
from django.conf import settings
from django.utils import timezone

from inquiries import http_client
from inquiries.errors import WorkError
from messaging import cloud_api, cloud_calls, media_brake
from messaging.answer_schemas import MediaAnswer
from messaging.contents import sha256_hex

_EXPIRED = {401, 403, 404, 410}  # Meta does not say which; each is answered by one more look-up
_REDIRECTS = {301, 302, 303, 307, 308}
_HOPS = 3
_OURS = {"too_large", "host"}  # refused by us after a look-up that went well
_KEPT = timedelta(days=7)  # how long Meta keeps what a customer sent


def fetch(media_id: str, *, account: str, sent_at: datetime | None = None) -> bytes:
    """The file that a customer sent. Raises WorkError: permanent where it is gone, too large or at a strange host.

    `sent_at`: of its message; what is older than Meta keeps files is not asked for.
    """
    if sent_at is not None and timezone.now() - sent_at > _KEPT:
        raise WorkError(cloud_api.MEDIA_GONE, permanent=True, code="too_old")
    media_brake.check(account)
    try:
        return _fetch(media_id, account=account)
    except WorkError as error:
        if error.code not in _OURS:
            media_brake.failed(account)
        raise


def _fetch(media_id: str, *, account: str) -> bytes:
    response, info = _get(media_id, account=account)
    if response.status_code in _EXPIRED:
        media_brake.failed(account)
        response, info = _get(media_id, account=account)
    if response.status_code != 200:
        raise WorkError(
            f"Meta's file host answered with HTTP {response.status_code}. It is tried again.",
            code=str(response.status_code),
            retry_after=http_client.retry_after(response.headers),
        )
    return _whole(response, info)


def _get(media_id: str, *, account: str) -> tuple[requests.Response, MediaAnswer]:
    info = cloud_api.media_info(media_id, account=account)
    if info.file_size is not None and info.file_size > settings.WHATSAPP_MEDIA_MAX_BYTES:
        words = f"The file has {info.file_size} bytes, more than WHATSAPP_MEDIA_MAX_BYTES."
        raise WorkError(words, permanent=True, code="too_large")
    url = info.url
    for _ in range(_HOPS):
        _check_host(url)
        response = _session(settings.WHATSAPP_MEDIA_MAX_BYTES).get(url, headers=cloud_calls.bearer())
        if response.status_code not in _REDIRECTS:
            return response, info
        url = urljoin(url, response.headers.get("Location", ""))
    raise WorkError("Meta's file host redirects in circles.", code="redirects")


def _check_host(url: str) -> None:
    parts = urlsplit(http_client.as_sent(url))
    # http only where the operator has set the API itself to http: a test server on this machine.
    schemes = {"https", urlsplit(settings.WHATSAPP_BASE_URL).scheme}
    hosts = {host.lower() for host in settings.WHATSAPP_MEDIA_HOSTS}
    if parts.scheme not in schemes or not {parts.hostname, parts.netloc.lower()} & hosts:
        raise WorkError(
            f"The file is at {(parts.hostname or 'no host')[:100]}, which WHATSAPP_MEDIA_HOSTS does not allow.",
            permanent=True,
            code="host",
        )


def _whole(response: requests.Response, info: MediaAnswer) -> bytes:
    """The body, unless it is plainly not the file: an error page in HTML, or cut short. Raises WorkError."""
    content = response.content
    content_type = response.headers.get("Content-Type", "")
    if content_type.startswith("text/html") and not info.mime_type.startswith("text/html"):
        raise WorkError("Meta's file host sent a web page instead of the file. It is tried again.", code="page")
    if info.file_size is not None and len(content) != info.file_size:
        raise WorkError(f"The file has {len(content)} bytes, but Meta announced {info.file_size}.", code="size")
    announced = sha256_hex(info.sha256)
    if announced and announced != hashlib.sha256(content).hexdigest():
        raise WorkError("The file is not the one that Meta announced: its checksum differs.", code="checksum")
    return content


@cache
def _session(max_bytes: int) -> http_client.NamedSession:
    return http_client.session("WhatsApp media", timeout=(3.05, 30.0), max_bytes=max_bytes)
