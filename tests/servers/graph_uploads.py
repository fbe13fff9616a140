"""Upload sessions of our Graph, after the facts of the wire: on another host, without a bearer, piece after piece.

A session refuses what Outlook refuses: a file too small for one, a piece of 4 MB or more, a range out of order, a
strange total, an address that ran out. `says_where` False: it does not answer a GET, which Outlook need not do.
"""

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Any

PATH = "/upload/"
SMALLEST = 3 * 1024 * 1024
PIECE_LIMIT = 4 * 1024 * 1024
Json = dict[str, Any]


@dataclass
class Session:
    token: str
    files: list[Json]  # of the draft
    name: str
    content_type: str
    size: int
    at: int = 0
    alive: bool = True
    digest: Any = field(default_factory=hashlib.sha256)


@dataclass
class Uploads:
    sessions: dict[str, Session] = field(default_factory=dict)
    taken: list[tuple[str, int, int]] = field(default_factory=list)  # token, first byte and the one after the last
    says_where: bool = True
    with_bearer: int = 0

    def begin(self, files: list[Json], payload: Json, url: str) -> Json:
        from tests.servers.graph import RefusalError

        item = payload.get("AttachmentItem") or {}
        if item.get("attachmentType") != "file" or not item.get("name") or not isinstance(item.get("size"), int):
            raise RefusalError(400, "BadRequest")
        if item["size"] < SMALLEST:
            raise RefusalError(400, "ErrorAttachmentSizeShouldNotBeLessThanMinimumSize")
        token = f"session-{len(self.sessions) + 1}"
        kind = item.get("contentType") or "application/octet-stream"
        self.sessions[token] = Session(token, files, item["name"], kind, item["size"])
        host = url.replace("127.0.0.1", "localhost")
        return {
            "uploadUrl": f"{host}{PATH}{token}?authtoken=eyJ-secret",
            "expirationDateTime": "2099-05-04T09:00:00.0000000Z",
            "nextExpectedRanges": ["0-"],
        }

    def forget(self) -> None:
        """All sessions so far have run out."""
        for session in self.sessions.values():
            session.alive = False

    def serve(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes, str]:
        from tests.servers.graph import RefusalError

        if "Authorization" in headers:
            self.with_bearer += 1
            raise RefusalError(401, "InvalidAudience")
        session = self.sessions.get(path.removeprefix(PATH))
        if session is None or not session.alive:
            raise RefusalError(404, "ErrorUploadSessionNotFound")
        if method == "GET":
            if not self.says_where:
                raise RefusalError(405, "MethodNotAllowed")
            return 200, _where(session), "application/json"
        if method != "PUT":
            raise RefusalError(405, "MethodNotAllowed")
        return self._take(session, headers.get("Content-Range", ""), body)

    def _take(self, session: Session, said: str, body: bytes) -> tuple[int, bytes, str]:
        from tests.servers.graph import RefusalError

        match = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", said)
        first, last, total = (int(part) for part in match.groups()) if match else (-1, -1, -1)
        if total != session.size or last - first + 1 != len(body) or not body:
            raise RefusalError(400, "InvalidContentRange")
        if len(body) >= PIECE_LIMIT:
            raise RefusalError(413, "ErrorMaximumRangeSizeExceeded")
        if first != session.at:
            raise RefusalError(
                416, "InvalidRange", "The uploaded fragment overlaps with existing data or is too early."
            )
        session.at = last + 1
        session.digest.update(body)
        self.taken.append((session.token, first, last + 1))
        if session.at < session.size:
            return 200, _where(session), "application/json"
        session.alive = False
        known = {"name": session.name, "contentType": session.content_type, "size": session.size}
        session.files.append({"id": f"file-{len(session.files)}", "sha256": session.digest.hexdigest(), **known})
        return 201, b"", "application/json"


def _where(session: Session) -> bytes:
    """Outlook's form: one number, and no range."""
    ranges = {"expirationDateTime": "2099-05-04T09:00:00Z", "nextExpectedRanges": [str(session.at)]}
    return json.dumps(ranges).encode()
