"""Why a mail came back, in plain words with what to do. Pure.

The server's text counts more than its number: servers disagree about what 5.7.1 or 5.4.1 means, but write what they
mean beside it. RFC 3463; Microsoft's own numbers are in "Email non-delivery reports in Exchange Online".
"""

import re

from mailsync.mime_bounce import Report

# code, number, words of the server, what is told. The first that fits.
_CAUSES: tuple[tuple[str, str, str, str], ...] = (
    (
        "sending_blocked",
        r"5\.1\.8|5\.7\.(?:50[1-9]|51[0-2]|70[0-9]|750)",
        r"bad outbound sender|outbound spam|tenant.{0,40}exceeded|message rate|sending limit|sender.{0,20}blocked from",
        "Microsoft 365 does not let our mailbox send at the moment. An administrator has to look: Microsoft Defender "
        "portal, Restricted entities.",
    ),
    (
        "mailbox_full",
        r"[45]\.2\.2",
        r"(?:mailbox|inbox|account|quota).{0,30}(?:full|exceeded|over)|over ?quota|insufficient.{0,20}storage"
        r"|out of storage|postfach.{0,20}voll|boîte.{0,20}pleine|casella.{0,20}piena",
        "Their mailbox is full. Retry in a day, or reach them another way.",
    ),
    (
        "too_large",
        r"[45]\.(?:2\.3|3\.4)",
        r"(?:message|mail|size).{0,40}(?:too (?:large|big)|exceeds|larger than)|size limit",
        "The mail is too large for their server. Write anew with smaller files, or with a link to them.",
    ),
    (
        "no_such_domain",
        r"5\.1\.2|5\.4\.(?:4|310)",
        r"(?:domain|host|recipient domain).{0,30}(?:not (?:found|exist)|does not exist|unknown|unrouteable)|nxdomain"
        r"|name or service not known|no such domain|host or domain name not found|no mx|unrouteable mail domain",
        "There is no such mail domain: what stands behind the @ is wrong. Ask for the right address and write anew.",
    ),
    (
        "no_such_mailbox",
        r"5\.1\.(?:1|3|6|10)|5\.2\.1",
        r"user unknown|unknown (?:user|recipient|mailbox|local)|no such (?:user|mailbox|person|recipient|address)"
        r"|(?:user|account|mailbox|recipient|address|email).{0,60}(?:not exist|not found|doesn.t exist|no longer"
        r"|inactive|disabled|unavailable|not available|invalid|unknown)"
        r"|recipnotfound|invalid (?:recipient|mailbox|address)|address rejected|mailbox unavailable"
        r"|no mailbox (?:here )?by that name|unrouteable address|relay(?:ing)? (?:denied|not permitted)|unzustellbar",
        "There is no such mailbox. Ask for the right address (by WhatsApp or phone) and write anew.",
    ),
    (
        "refused",
        r"5\.7\.\d+",
        r"spam|junk|unsolicited|black ?list|block ?list|spamhaus|reputation|dmarc|\bspf\b|\bdkim\b|policy"
        r"|rejected (?:as|for|due)|blocked|not accepted|access denied|not authori[sz]ed|prohibited|virus"
        r"|content rejected",
        "Their server refused it as unwanted mail. Reach them another way; if it happens with others too, an "
        "administrator has to check SPF, DKIM and DMARC of our domain.",
    ),
    (
        "not_reachable",
        r"[45]\.4\.(?:1|2|6|7|300|316)|4\.\d+\.\d+",
        r"timed? ?out|time(?:out)? (?:exceeded|expired)|retry time|expired|connection refused|could not connect"
        r"|too (?:old|long)|undeliverable after|unable to connect|queue too long|no answer from host|hop count"
        r"|mail loop",
        "Their server could not be reached for days. Retry later, or reach them another way.",
    ),
)
_BY_WORDS = [(code, re.compile(words, re.IGNORECASE), told) for code, _number, words, told in _CAUSES]
_BY_NUMBER = [(code, re.compile(number), told) for code, number, _words, told in _CAUSES]
# These two say what they mean whatever is written beside them.
_SURE = ("sending_blocked", "mailbox_full")
UNKNOWN = "Their server sent it back without saying why in a way that we understand."


def explain(report: Report) -> tuple[str, str]:
    """(code, words). The code groups like with like on the work page; the words end with what to do."""
    for code, number, told in _BY_NUMBER:
        if code in _SURE and number.fullmatch(report.status):
            return code, told
    for code, words, told in _BY_WORDS:
        if words.search(report.detail):
            return code, told
    for code, number, told in _BY_NUMBER:
        if number.fullmatch(report.status):
            return code, told
    said = f" It said: “{report.detail[:200]}”." if report.detail else ""
    return "bounced", f"{UNKNOWN}{said} Reach them another way, or retry."
