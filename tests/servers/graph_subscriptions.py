"""Graph's change notifications: it proves an address before it makes a subscription, refuses what Graph refuses, and
posts to a real address of ours.

https://learn.microsoft.com/en-us/graph/change-notifications-delivery-webhooks
"""

import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import requests

Json = dict[str, Any]
# How a post reaches an address: (url, body, content type) -> (status, content type, body).
type Post = Callable[[str, bytes, str], tuple[int, str, str]]

LONGEST = timedelta(minutes=10_070)
SHORTEST = timedelta(minutes=45)


class RefusedError(Exception):
    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message


def by_http(url: str, body: bytes, kind: str) -> tuple[int, str, str]:
    answer = requests.post(url, data=body, headers={"Content-Type": kind}, timeout=10, allow_redirects=False)
    return answer.status_code, answer.headers.get("Content-Type", ""), answer.text


@dataclass
class Subscriptions:
    """`post`: over HTTP, or into Django's test client. `needs_https`: as Graph does. `keeps_secret`: GET hides it."""

    post: Post = by_http
    needs_https: bool = True
    keeps_secret: bool = False
    rows: dict[str, Json] = field(default_factory=dict)
    posted: list[tuple[int, float]] = field(default_factory=list)  # status and seconds of each notification
    made: int = 0

    # What tests do

    def notify(self, *, times: int = 1, **changes: Any) -> list[int]:
        """Tell every subscriber of a new message; the statuses of the answers. `changes`: to the element."""
        return [
            self._tell({"changeType": "created", "resource": "Users/u/Messages/m"} | changes, row)
            for row in list(self.rows.values())
            for _ in range(times)
        ]

    def lifecycle(self, event: str, **changes: Any) -> list[int]:
        return [self._tell({"lifecycleEvent": event} | changes, row) for row in list(self.rows.values())]

    def forget(self) -> None:
        self.rows.clear()

    def _tell(self, what: Json, row: Json) -> int:
        element = {
            "subscriptionId": row["id"],
            "subscriptionExpirationDateTime": row["expirationDateTime"],
            "clientState": row["clientState"],
            "tenantId": "84bd8158-halden",
        } | what
        started = time.monotonic()
        status, _kind, _body = self.post(
            row["notificationUrl"], json.dumps({"value": [element]}).encode(), "application/json"
        )
        self.posted.append((status, time.monotonic() - started))
        return status

    # The calls

    def create(self, given: Json) -> Json:
        for name in ("changeType", "notificationUrl", "resource", "expirationDateTime"):
            if not given.get(name):
                raise RefusedError(400, "InvalidRequest", f"{name} is required.")
        if len(given.get("clientState", "")) > 128:
            raise RefusedError(400, "InvalidRequest", "clientState is too long.")
        until = _until(given["expirationDateTime"])
        for name in ("notificationUrl", "lifecycleNotificationUrl"):
            if given.get(name):
                self._prove(given[name])
        row = given | {
            "id": f"sub-{secrets.token_hex(4)}",
            "expirationDateTime": _moment(until),
            "applicationId": "0f2a",
        }
        self.rows[row["id"]] = row
        self.made += 1
        return row

    def _prove(self, url: str) -> None:
        """The handshake: the decoded token back within ten seconds, as plain text and nothing else."""
        if self.needs_https and not url.startswith("https://"):
            raise RefusedError(400, "InvalidRequest", "Notification URL must use https.")
        token = f"Validation: Testing client application reachability for subscription {secrets.token_hex(8)} +/="
        try:
            status, kind, body = self.post(
                f"{url}?validationToken={quote(token, safe='')}", b"", "text/plain; charset=utf-8"
            )
        except requests.RequestException as error:
            raise RefusedError(400, "ValidationError", f"Subscription validation request failed: {error}") from error
        if (status, kind.partition(";")[0], body) != (200, "text/plain", token):
            raise RefusedError(
                400, "ValidationError", "Subscription validation request failed. Response must be the token."
            )

    def change(self, remote_id: str, given: Json) -> Json:
        row = self.find(remote_id)
        row["expirationDateTime"] = _moment(_until(given["expirationDateTime"]))
        return self.shown(row)

    def find(self, remote_id: str) -> Json:
        if remote_id not in self.rows:
            raise RefusedError(404, "ResourceNotFound", "The object was not found.")
        return self.rows[remote_id]

    def shown(self, row: Json) -> Json:
        return row | {"clientState": None} if self.keeps_secret else row

    def answer(self, method: str, steps: list[str], given: Json) -> tuple[int, Json | None]:
        match method, steps:
            case "POST", []:
                return 201, self.create(given)
            case "GET", []:
                return 200, {"value": [self.shown(row) for row in self.rows.values()]}
            case "GET", [remote_id]:
                return 200, self.shown(self.find(remote_id))
            case "PATCH", [remote_id]:
                return 200, self.change(remote_id, given)
            case "DELETE", [remote_id]:
                self.find(remote_id)
                del self.rows[remote_id]
                return 204, None
        raise RefusedError(400, "BadRequest", "There is no such call.")


def _until(text: str) -> datetime:
    until, now = datetime.fromisoformat(text), datetime.now(UTC)
    if until > now + LONGEST:
        raise RefusedError(400, "ExtensionError", "Subscription expiration can only be 10070 minutes in the future.")
    return max(until, now + SHORTEST)


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
