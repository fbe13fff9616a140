"""Meta's error codes in plain words: what happened, what to do, and who or what has to wait for it.

Branches on the code alone: the HTTP status of one code differs between accounts, and titles change.
https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from inquiries.errors import WorkError


class Scope(Enum):
    """What an error stops."""

    MESSAGE = "this message, for good"
    ATTEMPT = "this attempt: the row's own backoff tries again"
    PERSON = "messages to this person, for a while"
    BUSY = "our number, for a while"
    STOPPED = "our number, until a person has mended something"


@dataclass(frozen=True)
class Meaning:
    """`words`: for people. `wait`: how long, where the backoff is too short or a number is held back."""

    words: str
    scope: Scope = Scope.MESSAGE
    wait: timedelta | None = None

    @property
    def permanent(self) -> bool:
        """Whether the same call again, by itself, cannot help."""
        return self.scope in {Scope.MESSAGE, Scope.STOPPED}


_MINUTES = timedelta(minutes=5)


def _stop(words: str, wait: timedelta = _MINUTES) -> Meaning:
    return Meaning(words, Scope.STOPPED, wait)


TOKEN_REFUSED = {"0", "190", "401"}
_TOKEN = _stop("Meta does not accept our access token. An administrator has to set a new WHATSAPP_TOKEN.")
_PERMISSION = _stop(
    "Our access token lacks a permission. An administrator has to give the system user this WhatsApp account, and make "
    "a new WHATSAPP_TOKEN with whatsapp_business_messaging and whatsapp_business_management."
)
_FAULT = Meaning("WhatsApp had a fault of its own.", Scope.ATTEMPT)
_CALLS = Meaning("Too many calls to WhatsApp this hour.", Scope.BUSY, _MINUTES)
_LOCKED = _stop("Meta has restricted this WhatsApp account. An administrator has to look in Meta Business Manager.")
_WRONG = Meaning("WhatsApp did not understand the message. Please report it to the administrator.")
_PAYMENT = _stop("Meta has a problem with the payment method. An administrator has to look in Meta Business Manager.")
_UNREGISTERED = _stop("Our number is not registered at WhatsApp. An administrator has to register it again.")
_TEMPLATE = Meaning("WhatsApp refused the template. Check its blanks and whether it is approved.")
_OTHER_TEMPLATE = "The template is not as we know it; the list is fetched anew. Choose it again"
_SPAM = _stop(
    "WhatsApp holds our number back for its quality or its limit. Wait before writing to new people.",
    timedelta(hours=1),  # each try may count against the number
)
_WITHHELD = Meaning("WhatsApp withheld the message from this person. Do not repeat it today; use mail or phone.")

_MEANINGS: dict[int, Meaning] = {
    0: _TOKEN,
    190: _TOKEN,
    3: _PERMISSION,
    10: _PERMISSION,
    131005: _PERMISSION,
    **dict.fromkeys(range(200, 300), _PERMISSION),
    1: _FAULT,
    2: _FAULT,
    131000: _FAULT,
    131016: _FAULT,
    133004: _FAULT,
    135000: _FAULT,
    4: _CALLS,
    80007: _CALLS,
    80008: _CALLS,
    132069: Meaning("Too many calls to WhatsApp this hour.", Scope.ATTEMPT, timedelta(hours=1)),
    130429: Meaning("Too many messages at once.", Scope.BUSY, timedelta(seconds=5)),
    131056: Meaning("Too many messages to this person in a short time.", Scope.PERSON),
    131057: Meaning("WhatsApp is working on our number.", Scope.BUSY, _MINUTES),
    131052: Meaning("WhatsApp could not load the file.", Scope.ATTEMPT),
    131048: _SPAM,
    131064: _SPAM,
    133016: Meaning("Our number was registered too often. An administrator has to wait three days."),
    368: _LOCKED,
    130497: Meaning("Meta does not let us write to this person's country."),
    131031: _LOCKED,
    33: Meaning("Meta does not know this number or file, or our token may not see it. Check WHATSAPP_PHONE_NUMBER_ID."),
    100: _WRONG,
    131008: _WRONG,
    131009: _WRONG,
    131021: Meaning("Our own number cannot be the recipient."),
    131026: Meaning(
        "It cannot be delivered: no WhatsApp on this number, a very old app, or we are blocked. Use mail or phone."
    ),
    131030: Meaning("This is a test number, and the recipient is not on its list at Meta."),
    131042: _PAYMENT,
    131044: _PAYMENT,
    131045: _UNREGISTERED,
    133010: _UNREGISTERED,
    131047: Meaning("More than 24 hours since the customer last wrote. Only a template can be sent; or use mail."),
    131049: _WITHHELD,
    130472: _WITHHELD,
    131050: Meaning("The customer has stopped offers from us on WhatsApp. Use mail."),
    131051: Meaning("WhatsApp does not know this type of message."),
    131053: Meaning("WhatsApp did not take the file: its type or its size. Send it by mail."),
    131062: Meaning("This cannot be sent to a customer who hides the phone number. Use mail, or ask for the number."),
    131063: Meaning("Offers are switched off for our number."),
    **dict.fromkeys((132005, 132007, 132008, 132068), _TEMPLATE),
    132000: Meaning(f"{_OTHER_TEMPLATE}: it has another number of blanks."),
    132001: Meaning(f"{_OTHER_TEMPLATE}: in this language it does not exist or is not approved."),
    132012: Meaning(f"{_OTHER_TEMPLATE}: its blanks are of another kind."),
    132015: Meaning("Meta has paused this template, since people blocked or reported it. Choose another, or use mail."),
    132016: Meaning("Meta has disabled this template for good. Choose another, or use mail."),
    132018: Meaning(
        "WhatsApp did not like a text in the template's blanks. Write it shorter and plainer, on one line."
    ),
    137000: Meaning("The customer's identity at WhatsApp has changed. Check whom you are writing to."),
}


def meaning(code: str) -> Meaning | None:
    """What a code of Meta's means; None for one that this table does not have."""
    return _MEANINGS.get(int(code)) if code.isascii() and code.isdigit() and len(code) < 10 else None


def words(code: str, details: str) -> str:
    """One or two sentences for people. Of an unknown code: Meta's own words."""
    known = meaning(code)
    if known:
        return f"{known.words} (WhatsApp {code})"
    return f"{details[:500] or 'WhatsApp gave no reason.'} (WhatsApp {code or 'error'})"


def work_error(code: str, details: str, *, status: int, retry_after: timedelta | None = None) -> WorkError:
    """The error of a refused call. `status`: HTTP, which decides only where the code is unknown."""
    known = meaning(code)
    if known:
        permanent, wait = known.permanent, retry_after or known.wait
    else:
        permanent, wait = status < 500 and status != 429, retry_after
    return WorkError(
        words(code, details) if permanent else f"{words(code, details)} It is tried again.",
        permanent=permanent,
        retry_after=None if permanent else wait,
        code=code or str(status),
    )
