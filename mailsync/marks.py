"""What a mail that no person wrote says of itself, so that no machine answers it. Pure.

Graph takes fields of its own only where their names begin with "x-", five at most, and Exchange drops Auto-Submitted
even from a whole mail; so by Graph a mail carries those that Exchange and older robots look at.
https://learn.microsoft.com/en-us/graph/api/resources/internetmessageheader
"""

from inquiries.envelope import Outbound

_BY_GRAPH = {
    "X-Auto-Response-Suppress": "All",
    "X-Autoreply": "yes",
    "X-Travelhub-Automatic": "acknowledgment",
}
_BY_STANDARD = {"Auto-Submitted": "auto-replied", "Precedence": "bulk"}  # RFC 3834, and what came before it


def of(outbound: Outbound) -> dict[str, str]:
    """The fields of a whole mail; empty where a person wrote it."""
    return _BY_STANDARD | _BY_GRAPH if outbound.automatic else {}


def for_graph(outbound: Outbound) -> dict[str, object]:
    """The same as part of Graph's message, which takes them when a draft is made and never later."""
    if not outbound.automatic:
        return {}
    return {"internetMessageHeaders": [{"name": name, "value": value} for name, value in _BY_GRAPH.items()]}
