"""Graph's subscriptions, by which Microsoft tells of new mail. The resource names the mailbox, the address does not."""

from datetime import UTC, datetime

from inquiries.errors import WorkError
from mailsync import graph_errors
from mailsync.graph_calls import call, read, root
from mailsync.graph_schemas import RemoteSubscription, SubscriptionLines


def all_of_app(mailbox: str) -> list[RemoteSubscription]:
    """All of this app, over all mailboxes; the pages are few. `mailbox`: whose wait is kept."""
    found: list[RemoteSubscription] = []
    link = root("subscriptions")
    for _ in range(20):
        lines = read(SubscriptionLines, call("GET", link, mailbox=mailbox))
        found += lines.subscriptions
        link = lines.next_link
        if not link:
            break
    return found


def find(mailbox: str, remote_id: str) -> RemoteSubscription | None:
    """None: there is none of this id (any more)."""
    try:
        return read(RemoteSubscription, call("GET", root("subscriptions", remote_id), mailbox=mailbox))
    except WorkError as error:
        if error.code in graph_errors.NO_SUBSCRIPTION:
            return None
        raise


def subscribe(mailbox: str, folder: str, *, url: str, secret: str, until: datetime) -> RemoteSubscription:
    """Ask to be told of new mail. Microsoft calls `url` before it answers, so another process must be there for it."""
    fields = {
        "changeType": "created",
        "notificationUrl": url,
        "lifecycleNotificationUrl": url,
        "resource": resource(mailbox, folder),
        "expirationDateTime": _moment(until),
        "clientState": secret,
    }
    return read(RemoteSubscription, call("POST", root("subscriptions"), json=fields, status=201, mailbox=mailbox))


def resource(mailbox: str, folder: str) -> str:
    return f"users/{mailbox}/mailFolders('{folder}')/messages"


def renew(mailbox: str, remote_id: str, *, until: datetime) -> RemoteSubscription | None:
    """None: it is gone, and a new one has to be made. Also answers a reauthorizationRequired."""
    fields = {"expirationDateTime": _moment(until)}
    try:
        response = call("PATCH", root("subscriptions", remote_id), json=fields, mailbox=mailbox)
        return read(RemoteSubscription, response)
    except WorkError as error:
        if error.code in graph_errors.NO_SUBSCRIPTION:
            return None
        raise


def unsubscribe(mailbox: str, remote_id: str) -> None:
    """End it; one that is gone already is as well."""
    try:
        call("DELETE", root("subscriptions", remote_id), status=204, mailbox=mailbox)
    except WorkError as error:
        if error.code not in graph_errors.NO_SUBSCRIPTION:
            raise


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
