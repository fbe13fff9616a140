"""Microsoft's error codes in plain words: what happened, what to do, and whether trying again can help.

Branches on `code`, case-insensitively, never on the message; where a code is not known, the HTTP status decides.
https://learn.microsoft.com/en-us/graph/errors
"""

from dataclasses import dataclass
from datetime import timedelta

from inquiries.errors import WorkError

RESYNC, GONE, TOKEN, THROTTLED = "resync", "gone", "token", "throttled"
TOO_SMALL = "too_small"  # for an upload session

# A subscription that is not there (any more): Graph says it with these.
NO_SUBSCRIPTION = {GONE, "ResourceNotFound", "resourceNotFound", "Request_ResourceNotFound"}

# A delta link that Microsoft has forgotten: seen as 410, documented with other statuses and in both spellings.
_RESYNC = {"syncstatenotfound", "syncstateinvalid", "resyncrequired", "resyncapplydifferences"}


@dataclass(frozen=True)
class Meaning:
    """`words`: for people. `permanent`: trying again cannot help. `code`: ours, where the program branches on it."""

    words: str
    permanent: bool = True
    code: str = ""


_DENIED = Meaning(
    "Microsoft 365 does not let us into this mailbox. An administrator has to grant the app Mail.ReadWrite and "
    "Mail.Send for it; a new grant takes up to two hours to act.",
)
_NO_MAILBOX = Meaning(
    "Microsoft 365 has no such mailbox, or it is not in the cloud. Check the address and its licence."
)
_GONE = Meaning("Microsoft 365 has no such item any more: it was deleted.", code=GONE)
_FULL = Meaning("The mailbox is full. Make room in it, or have its quota raised.", permanent=False)
_BUSY = Meaning(
    "Too many calls to Microsoft 365. It is tried again when it allows it.", permanent=False, code=THROTTLED
)
_FAULT = Meaning("Microsoft 365 had a fault of its own. It is tried again.", permanent=False)
_WRONG = Meaning("Microsoft 365 did not understand the request. Please report it to the administrator.")
_RECIPIENT = Meaning("Microsoft 365 refused an address of the recipients. Check it, then send again.")
_TOO_BIG = Meaning("Microsoft 365 refused the mail as too large. Send fewer or smaller files.")
_TOKEN = Meaning(
    "Microsoft 365 does not accept our sign-in. An administrator has to check GRAPH_TENANT_ID, GRAPH_CLIENT_ID and "
    "the secret or certificate.",
    code=TOKEN,
)
# The sign-in host has just given us this token, so the secret is right; a new one, or a little time, may do.
_REFUSED_TOKEN = Meaning(_TOKEN.words, permanent=False, code=TOKEN)
_CHANGED = Meaning("The mail was changed at the same time. It is tried again.", permanent=False)

_CODES: dict[str, Meaning] = {
    "erroraccessdenied": _DENIED,
    "authorization_requestdenied": _DENIED,
    "errorsendasdenied": Meaning(
        "Microsoft 365 does not let us send from this mailbox. An administrator has to grant the app Mail.Send for it."
    ),
    "mailboxnotenabledforrestapi": _NO_MAILBOX,
    "erroruserinvalid": _NO_MAILBOX,
    "errorinvaliduser": _NO_MAILBOX,
    "request_resourcenotfound": _NO_MAILBOX,
    "resourcenotfound": _NO_MAILBOX,
    "erroritemnotfound": _GONE,
    "errormessagenotfound": _GONE,
    "errorfoldernotfound": Meaning("The mailbox has no such folder. Check its name."),
    "errorinvalidrecipients": _RECIPIENT,
    "errormessagesizeexceeded": _TOO_BIG,
    "errorattachmentsizelimitexceeded": _TOO_BIG,
    "errorattachmentsizeshouldnotbelessthanminimumsize": Meaning(
        "Microsoft 365 wants this file attached directly.", code=TOO_SMALL
    ),
    "errormessagesubmissionblocked": Meaning(
        "Microsoft 365 holds back mail from this mailbox. An administrator has to look at it in the Exchange admin."
    ),
    "errorquotaexceeded": _FULL,
    "quotalimitreached": _FULL,
    "errorirresolvableconflict": _CHANGED,
    "applicationthrottled": _BUSY,
    "errortoomanyrequests": _BUSY,
    "toomanyrequests": _BUSY,
    "errorserverbusy": _BUSY,
    "errormailboxstoreunavailable": _FAULT,
    "errorinternalservertransienterror": _FAULT,
    "errortimeoutexpired": _FAULT,
    "errorinvalididmalformed": _WRONG,
    "errorinvalidurlquery": _WRONG,
}
_STATUSES: dict[int, Meaning] = {
    401: _REFUSED_TOKEN,
    403: _DENIED,
    404: _GONE,
    409: _CHANGED,
    412: _CHANGED,
    413: _TOO_BIG,
    429: _BUSY,
    507: _FULL,
    509: _BUSY,
}


def work_error(
    code: str, *, status: int, retry_after: timedelta | None, delta: bool = False, sends: bool = False
) -> WorkError:
    """What a refusal means. `delta`: of a delta call, whose place may be lost. `sends`: of a call that sends mail."""
    known = code.lower()
    if delta and (status == 410 or known in _RESYNC):
        return WorkError("Microsoft 365 has lost our place in this folder; all is read anew.", code=RESYNC)
    meaning = _CODES.get(known) or _STATUSES.get(status) or (_FAULT if status >= 500 else _WRONG)
    label = f"{code} ({status})" if code else f"HTTP {status}"
    return WorkError(
        f"{meaning.words} [{label[:80]}]",
        permanent=meaning.permanent,
        retry_after=retry_after,
        code=meaning.code or (code or str(status))[:60],
        # 429 and 503 come from a gate that let nothing in; behind another 5xx the mail may have been taken.
        outcome_unknown=sends and status >= 500 and status not in {503, 507, 509},
    )


# Of the sign-in host: OAuth's own words (RFC 6749 5.2). Anything else may pass.
_SIGN_IN = {"invalid_client", "unauthorized_client", "invalid_scope", "invalid_request", "invalid_grant"}


def sign_in_error(error: str, description: str) -> WorkError:
    """A token was refused. `description` starts with Microsoft's number of the reason, which may be shown."""
    number = description.partition(":")[0].strip()
    label = number if number.startswith("AADSTS") and number[6:].isdigit() else error[:60]
    if error in _SIGN_IN:
        return WorkError(f"{_TOKEN.words} [{label}]", permanent=True, code=label)
    return WorkError(f"Microsoft's sign-in did not give us a token. It is tried again. [{label}]", code=label)
