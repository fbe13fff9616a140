"""The webhook of Microsoft Graph: it only rings, and is answered at once.

Each element proves itself by its clientState; what does not is dropped, and still answered 202, so that a stranger
learns nothing and Microsoft repeats nothing.
https://learn.microsoft.com/en-us/graph/change-notifications-delivery-webhooks
"""

from collections.abc import Iterator

import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from prometheus_client import Counter

from mailsync import mailboxes, subscriptions
from mailsync.graph_schemas import Notification, Notifications
from mailsync.models import Subscription

logger = structlog.get_logger(__name__)

POSTS = Counter("travelhub_graph_webhooks", "Elements of Graph's webhook posts by what became of them", ["outcome"])
_TOKEN_LIMIT = 4096  # characters


@csrf_exempt
@login_not_required
@require_POST
def graph_webhook(request: HttpRequest) -> HttpResponse:
    if not mailboxes.ready():
        return _refuse("no_credentials", 503, "GRAPH_CLIENT_ID is not set; there is nobody to notify.")
    if "validationToken" in request.GET:
        return _handshake(request.GET["validationToken"])
    try:
        body = request.read(settings.WEBHOOK_MAX_BYTES + 1)
    except UnreadablePostError:
        return _refuse("broken_off", 400, "The body broke off.")
    if len(body) > settings.WEBHOOK_MAX_BYTES:
        return _refuse("too_large", 413, f"At most {settings.WEBHOOK_MAX_BYTES} bytes.")
    try:
        heard = Notifications.model_validate_json(body)
    except ValueError:
        return _refuse("unreadable", 400, "That is no notification.")
    _ring(list(_proven(heard.items)))
    return _plain("", status=202)


def _handshake(token: str) -> HttpResponse:
    """Microsoft asks before it makes a subscription: the decoded token back, as plain text and nothing else."""
    if len(token) > _TOKEN_LIMIT:
        return _refuse("long_token", 400, "The token is too long.")
    POSTS.labels("handshake").inc()
    return _plain(token, status=200)


def _proven(items: list[Notification]) -> Iterator[tuple[Subscription, Notification]]:
    """The elements that know the secret of their subscription."""
    ids = {item.subscription_id for item in items if item.subscription_id}
    found = {row.remote_id: row for row in Subscription.objects.filter(remote_id__in=ids).select_related("folder")}
    for item in items:
        row = found.get(item.subscription_id)
        if row is None:
            _drop("unknown_subscription")
        elif not constant_time_compare(item.secret, subscriptions.secret_of(row)):
            _drop("wrong_secret")
        else:
            yield row, item


def _ring(heard: list[tuple[Subscription, Notification]]) -> None:
    for row, item in heard:
        POSTS.labels("lifecycle" if item.lifecycle else "rang").inc()
        if item.lifecycle == "reauthorizationRequired":
            subscriptions.renew_now(row.pk)
        elif item.lifecycle == "subscriptionRemoved":
            subscriptions.was_removed(row.pk)
    # News, news that were missed, and news that were not told while the subscription was gone.
    with_news = [row for row, item in heard if item.lifecycle != "reauthorizationRequired"]
    Subscription.objects.filter(pk__in={row.pk for row in with_news}).update(last_notified_at=timezone.now())
    mailboxes.ring(sorted({row.folder.mailbox_id for row in with_news}))


def _drop(outcome: str) -> None:
    POSTS.labels(outcome).inc()
    logger.warning("notification_dropped", outcome=outcome)


def _refuse(outcome: str, status: int, words: str) -> HttpResponse:
    POSTS.labels(outcome).inc()
    logger.warning("notification_refused", outcome=outcome)
    return _plain(words, status=status)


def _plain(words: str, *, status: int) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
