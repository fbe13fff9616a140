"""Reading messages: engines behind one Protocol (document.py), tried in the order of a setting (runs.py).

Nothing is imported here, since the rules know no Django and the schema costs time.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inquiries.extraction.runs import Run
    from inquiries.models import Message


def read(message: "Message") -> "Run":
    """Read one message by the first engine that can; every try is kept as a row. Raises WorkError where none can.

    Calls vendors: not to be called in a transaction.
    """
    from inquiries.extraction import runs

    return runs.read(message)
