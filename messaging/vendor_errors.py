"""Meta's error codes in plain words: what happened, what to do, and whether trying again can help.

Branches on the code alone: the HTTP status of one code differs between accounts, and titles change.
https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
"""

from dataclasses import dataclass
from datetime import timedelta

from inquiries.errors import WorkError

_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Meaning:
    """`words`: for people. `permanent`: trying again cannot help. `retry_after`: where the backoff is too short."""

    words: str
    permanent: bool = True
    retry_after: timedelta | None = None


_TOKEN = Meaning("Meta does not accept our access token. An administrator has to set a new WHATSAPP_TOKEN, then retry.")
_PERMISSION = Meaning(
    "Our access token lacks a permission. An administrator has to give the system user this WhatsApp account, and make "
    "a new WHATSAPP_TOKEN with whatsapp_business_messaging and whatsapp_business_management."
)
_BUSY = Meaning("WhatsApp had a fault of its own. It is tried again.", permanent=False)
_CALLS = Meaning("Too many calls to WhatsApp this hour. It is tried again later.", permanent=False, retry_after=_HOUR)
_LOCKED = Meaning("Meta has restricted this WhatsApp account. An administrator has to look in Meta Business Manager.")
_WRONG = Meaning("WhatsApp did not understand the message. Please report it to the administrator.")
_PAYMENT = Meaning("Meta has a problem with the payment method. An administrator has to look in Meta Business Manager.")
_UNREGISTERED = Meaning("Our number is not registered at WhatsApp. An administrator has to register it again.")
_TEMPLATE = Meaning("WhatsApp refused the template. Check its variables and whether it is approved.")
_SPAM = Meaning("WhatsApp holds our number back for its quality or its limit. Wait before writing to new people.")
_WITHHELD = Meaning("WhatsApp withheld the message from this person. Do not repeat it today; use mail or phone.")

_MEANINGS: dict[int, Meaning] = {
    0: _TOKEN,
    190: _TOKEN,
    3: _PERMISSION,
    10: _PERMISSION,
    131005: _PERMISSION,
    **dict.fromkeys(range(200, 300), _PERMISSION),
    1: _BUSY,
    2: _BUSY,
    131000: _BUSY,
    131016: _BUSY,
    133004: _BUSY,
    135000: _BUSY,
    4: _CALLS,
    80007: _CALLS,
    132069: _CALLS,
    130429: Meaning("Too many messages at once. It is tried again.", permanent=False),
    131056: Meaning("Too many messages to this person in a short time. It is tried again.", permanent=False),
    131057: Meaning(
        "WhatsApp is working on our number. It is tried again.", permanent=False, retry_after=timedelta(minutes=5)
    ),
    131052: Meaning("WhatsApp could not load the file. It is tried again.", permanent=False),
    131048: _SPAM,
    131064: _SPAM,
    133016: Meaning("Our number was registered too often. An administrator has to wait three days."),
    368: _LOCKED,
    130497: _LOCKED,
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
    **dict.fromkeys((132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016, 132018, 132068), _TEMPLATE),
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
        permanent, wait = known.permanent, retry_after or known.retry_after
    else:
        permanent, wait = status < 500 and status != 429, retry_after
    return WorkError(
        words(code, details), permanent=permanent, retry_after=None if permanent else wait, code=code or str(status)
    )
