"""The one error of work: what went wrong in plain words, and whether trying again can help."""

from datetime import timedelta


class WorkError(Exception):
    """A piece of work failed outside this process (a vendor, a network, a refused input).

    `permanent`: trying again cannot help. `retry_after`: the vendor's own word on when to try again.
    `code`: the vendor's code, for grouping and metrics. `outcome_unknown`: a call that changes the outside world got
    no answer, so it may have happened (a send that timed out); never repeated by itself. `postponed`: nothing was
    tried, since somebody else was at it or the vendor had asked us to wait: not counted as an attempt.
    """

    def __init__(
        self,
        message: str,
        *,
        permanent: bool = False,
        retry_after: timedelta | None = None,
        code: str = "",
        outcome_unknown: bool = False,
        postponed: bool = False,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.permanent = permanent
        self.retry_after = retry_after
        self.code = code
        self.outcome_unknown = outcome_unknown
        self.postponed = postponed


class InvalidInput(Exception):  # noqa: N818  # said to people, not handled as a fault
    """Something a person or a caller gave is wrong; the message is for them."""


def unexpected(error: Exception) -> WorkError:
    """A fault of ours as a failed attempt: a full disk or the next release may cure it.

    Only its kind goes into the row, since its text may quote a customer; the traceback is in the log.
    """
    return WorkError(f"Something unexpected went wrong ({type(error).__name__}); the log has the details.")
