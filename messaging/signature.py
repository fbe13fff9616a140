"""Meta's signature of a webhook body: HMAC-SHA256 with the app secret over the bytes as they came.

Never over re-serialised JSON: Meta escapes non-ASCII characters, another writer would not.
https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads
"""

import hashlib
import hmac


def sign(body: bytes, *, secret: str) -> str:
    """The value of the X-Hub-Signature-256 header for these bytes: `sha256=` and 64 hex digits."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def matches(body: bytes, header: str, *, secret: str) -> bool:
    """Whether the header signs these bytes; False without a secret. Compared in constant time."""
    if not secret:
        return False
    # As bytes, since compare_digest refuses text outside ASCII, which a stranger may well send.
    return hmac.compare_digest(sign(body, secret=secret).encode(), header.strip().encode("utf-8", "replace"))
