"""The id of a mail in our rows: our mailbox and Graph's immutable id in it. Pure.

With the mailbox in front, since an id is unique only there, and the same mail may lie in two mailboxes of ours.
"""


def external_id(address: str, graph_id: str) -> str:
    return f"{address.lower()}:{graph_id}"


def graph_id(name: str, *, address: str) -> str:
    """Graph's id in an external id of this mailbox; empty for any other (an imported file, another mailbox)."""
    prefix = external_id(address, "")
    return name.removeprefix(prefix) if name.startswith(prefix) else ""
