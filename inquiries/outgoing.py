"""What every call to a vendor leaves behind: one line in the log, and its time among the metrics.

http_client.py and the OpenAI client say it here, so that the lines have the same keys. Ids of the request, the task,
the message and the mailbox are bound by whoever works on them.
"""

import structlog
from prometheus_client import Histogram

logger = structlog.get_logger(__name__)

_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80)  # seconds
SECONDS = Histogram(
    "travelhub_outgoing_call_seconds",
    "Calls to vendors, by client and what came of them: ok, refused (4xx), broken (5xx), or the code of the failure",
    ["client", "outcome"],
    buckets=_BUCKETS,
)


def note(
    client: str,
    *,
    method: str,
    seconds: float,
    status: int | None = None,
    error: str = "",
    host: str | None = None,
    vendor_request: str | None = None,
) -> None:
    """One call that is over. `status`: of the answer, None where none came. `error`: the code of what stopped it.
    `vendor_request`: the vendor's own id of it, for its support."""
    outcome = outcome_of(status, error)
    SECONDS.labels(client, outcome).observe(seconds)
    more = {"host": host, "error": error, "vendor_request": vendor_request}
    logger.info(
        "outgoing_call",
        client=client,
        method=method,
        status=status,
        outcome=outcome,
        duration_ms=round(seconds * 1000),
        **{key: value for key, value in more.items() if value},
    )


def outcome_of(status: int | None, error: str) -> str:
    if status is None or status < 400:
        return error or ("ok" if status else "failed")
    return "refused" if status < 500 else "broken"
