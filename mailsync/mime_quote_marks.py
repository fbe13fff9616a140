"""The lines that mark an old mail, in eight languages: "On ... wrote:", "Von: ... Betreff: ...". Pure."""

import re

LINE_LIMIT = 500  # characters of a line that may be one of these marks

_REPLY_SUBJECT = re.compile(
    r"\s*(?:re|aw|antw|antwort|sv|res|rif|ref|r|odp|vs)\s*(?:\[\d+\]|\(\d+\))?\s*:", re.IGNORECASE
)
_FORWARD_SUBJECT = re.compile(
    r"\s*(?:\[[^\]]{1,40}\]\s*)?(?:fwd?|wg|wtr|tr|rv|i|enc|doorst|weiterl|inoltr[oa]|transf|reenv|vb|pd)\s*:",
    re.IGNORECASE,
)

# "On Mon, 9 Nov 2026 at 10:15, Meridian <hello@...> wrote:" - how such a line starts, and how it ends.
_ATTRIBUTIONS: tuple[tuple[str, str], ...] = (
    (r"on ", r"(?:wrote|writes)\s*:"),
    (r"am ", r"(?:schrieb|geschrieben)\b.{0,250}:"),
    (r"le ", r"a écrit\s*:"),
    (r"el ", r"escribi[óo]\s*:"),
    (r"(?:il|in data|nel giorno) ", r"ha scritto\s*:"),
    (r"(?:em|no dia|a|na|às) ", r"escreveu\s*:"),
    (r"op ", r"(?:schreef|geschreven)\b.{0,250}:"),
    (r"den ", r"skrev\b.{0,250}:"),
    (r"(?:w dniu|dnia) ", r"(?:napisał|pisze)\b.{0,12}:"),
    (r"wiadomość napisana przez ", r"w dniu\b.{4,60}\d:"),
)
_ATTRIBUTION = tuple(
    re.compile(rf"{start}.{{4,400}}?\b{end}\s*$", re.IGNORECASE | re.DOTALL) for start, end in _ATTRIBUTIONS
)
# Name first ("Meridian Travel <hello@...> schrieb am 12.11.2026:"), or date, name, address and a colon.
_NAME_FIRST = re.compile(
    r"(?!>)[^\n]{2,200}?\b(?:schrieb am|wrote on|a écrit le|escribió el|ha scritto il|escreveu (?:em|no dia)"
    r"|schreef op)\b"
    r".{4,200}:\s*$",
    re.IGNORECASE,
)
# How a program's line begins that starts with its time: "domingo, 3 de maio de 2026 às 10:15", "24/11/2026 10:15".
_WEEKDAY = (
    r"(?:mon|tue|wed|thu|fri|sat|sun|montag|mo|di|mi|do|fr|sa|so|die|mit|don|sam|son|lun|mar|mer|jeu|ven|dim"
    r"|mi[ée]|jue|vie|s[áa]b|dom|gio|seg|ter|qua|qui|sex|maa|din|woe|vri|zat|zon|ma|wo|vr|za|zo"
    r"|pon|pn|wt|[śs]r|czw|pi[ąa]t|pt|sob|niedz|ndz|tis|ons|tors|l[öo]r|s[öo]n)[^\W\d]{0,9}(?:-feira)?\.?,?\s"
)
_DATE = (
    r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}\.?\s(?:de\s)?[^\W\d]{3,12}\.?,?\s(?:de\s)?\d{4}"
    r"|[^\W\d]{3,9}\.?\s\d{1,2},\s\d{4})"
)
_TIME = rf"(?:en\s|con fecha\s)?(?:{_WEEKDAY})?{_DATE},?\s[^\n\d]{{0,12}}\d{{1,2}}[:.h]\d\d"
_STARTS_WITH_TIME = re.compile(_TIME, re.IGNORECASE)
# Whoever stands there with an address: "24/11/2026 10:15, Meridian <hello@...> escreveu:", "... escreveu (24/11):".
# One that is wrapped may have lost its last bracket. Nothing else follows the verb: "wrote down what we want:" is new.
_ADDRESS = r"<\s*[^<>\s@]+@[^<>\s@]+>?"
_ADDRESS_WROTE = re.compile(
    rf"(?!>)[^\n]{{0,250}}{_ADDRESS}\)?,?(?P<after>\s[^\n]{{0,60}}?\b(?:wrote|writes|schrieb|geschrieben|a écrit"
    r"|escribi[óo]|ha scritto|escreveu|schreef|geschreven|skrev|napisał(?:a|\(a\))?|pisze)"
    r"(?:\s*\((?:[^()]|\([^()]*\)){0,100}\))?)\s*:\s*$",
    re.IGNORECASE,
)
# Mail.ru's and webmail's own: "Dienstag, 24. November 2026, 10:15 +0100 von Meridian <...>:", "Zitat von ... <...>:".
_BY_ADDRESS = re.compile(
    rf"(?:{_TIME}(?::\d\d)?(?:\s[ap]m)?(?:\s[a-z]{{0,4}}[+-]?[\d:]{{0,5}})?\s(?:from|von|de|da|van|od)"
    rf"|quoting|zitat von|citando|en réponse à|citaat van|cytat)\s[^\n]{{0,120}}{_ADDRESS}\s*:\s*$",
    re.IGNORECASE,
)
_DATE_AND_ADDRESS = re.compile(r"\d{4}-\d\d-\d\d\b.{3,200}<[^<>\s]+@[^<>\s]+>:?\s*$")
_HAS_DATE_OR_ADDRESS = re.compile(r"\d|@")
# A mark without ">" below it has to name an address, a time or a whole date; a story does not.
_DATE_OR_TIME = re.compile(r"\d[:.h]\d\d\b|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\b\d{1,2}\.?\s\S{3,12}\s\d{4}")
# Less exact: "On May 3, 2027, Meridian wrote:", "El 3 de mayo de 2027".
_DAY_AND_YEAR = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)?[.,]?\s(?:\S+\s){0,3}(?:19|20)\d\d\b|\b(?:19|20)\d\d[^\w\n]{1,3}\d", re.IGNORECASE
)

_WROTE = re.compile(
    r"\b(?:wrote|writes|schrieb|geschrieben|a écrit|escribi[óo]|ha scritto|escreveu|schreef|geschreven|skrev|написал)",
    re.IGNORECASE,
)

_LABELS = {
    "from": "from von de da van från od",
    "sent": "sent gesendet envoyé envoyée enviado enviada inviato inviata verzonden date datum fecha data received"
    " wysłano wysłane",
    "to": "to an à a para aan per till pour do",
    "subject": "subject betreff objet asunto oggetto assunto onderwerp ämne sujet temat",
    "cc": "cc kopie copie copia bcc cco reply-to dw udw",
}
_LABEL_KINDS = {word: kind for kind, words in _LABELS.items() for word in words.split()}
_LABEL_LINE = re.compile(r"[>\s]*[*_]*([\w-]+)(?: el| am| le)?[*_]*\s?:[*_]*\s?(.*)$")

_ORIGINAL = (
    r"original message|ursprüngliche nachricht|originalnachricht|message d['’]origine|message original"
    r"|mensaje original"
    r"|messaggio originale|mensagem original|oorspronkelijk bericht|origineel bericht|urspr\. nachricht"
    r"|original-nachricht"
    r"|oryginalna wiadomość|wiadomość oryginalna"
    r"|original email|original appointment"
)
_FORWARDED = (
    r"forwarded (?:message|by)|weitergeleitete (?:nachricht|e-?mail)|message transféré|message réexpédié"
    r"|mensaje reenviado|messaggio inoltrato|mensagem (?:encaminhada|reencaminhada)|doorgestuurd bericht"
    r"|(?:przekazana|przesłana dalej) wiadomość|wiadomość przekazana(?: dalej)?"
)
ORIGINAL_LINE = re.compile(
    rf"\s*[-_*]{{2,}}\s*(?:{_ORIGINAL})\s*[-_*]{{0,}}\s*$|\s*(?:{_ORIGINAL})\s*:\s*$"
    r"|[>\s]*message du \d[\d/.: ]+$",  # Orange
    re.IGNORECASE,
)
FORWARD_LINE = re.compile(
    rf"[>\s]*[-_*]{{2,}}\s*(?:{_FORWARDED})\b.{{0,80}}$"
    r"|[>\s]*(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-?mail)"
    r"|début du (?:message|e-?mail) (?:réexpédié|transféré)|inicio del mensaje reenviado"
    r"|inizio (?:del )?messaggio inoltrato"
    r"|início da mensagem (?:encaminhada|reencaminhada)|begin doorgestuurd bericht"
    r"|początek przekazywanej wiadomości)\s*:\s*$",
    re.IGNORECASE,
)
RULE_LINE = re.compile(r"\s*[_*=-]{5,}\s*$")
SEE_BELOW = re.compile(
    r"(?:answers?|comments?|repl(?:y|ies)|antworten|anmerkungen|réponses?|respuestas?|risposte|respostas?|antwoorden)"
    r"[^.\n]{0,40}(?:below|inline|in (?:red|blue|bold|green)|unten|in (?:rot|blau)|en (?:rouge|bleu|rojo|azul)"
    r"|ci-dessous"
    r"|abajo|in (?:rosso|blu)|sotto|abaixo|em vermelho|hieronder|in het rood)"
    r"|siehe unten|see (?:below|inline)|voir ci-dessous|v[ée]ase abajo|vedi sotto|zie onder",
    re.IGNORECASE,
)


def is_reply_subject(subject: str) -> bool:
    return bool(_REPLY_SUBJECT.match(subject))


def is_forward_subject(subject: str) -> bool:
    return bool(_FORWARD_SUBJECT.match(subject))


def is_attribution(line: str) -> bool:
    """A mark that is known by how it begins, so that it may go on in the next lines."""
    return _may_be_mark(line) and (
        any(pattern.match(line) for pattern in _ATTRIBUTION) or bool(_DATE_AND_ADDRESS.match(line))
    )


def names_writer(line: str) -> bool:
    """A mark that is known by how it ends: words before it may be the customer's own."""
    return _may_be_mark(line) and any(pattern.match(line) for pattern in (_NAME_FIRST, _ADDRESS_WROTE, _BY_ADDRESS))


def starts_with_time(line: str) -> bool:
    return bool(_STARTS_WITH_TIME.match(line))


def is_certain(line: str) -> bool:
    """Whether a mark is one without ">" below it: "my husband <...> wrote:" may head a list of wishes."""
    if is_attribution(line):
        return "@" in line or bool(_DATE_OR_TIME.search(line))
    if found := _ADDRESS_WROTE.match(line):
        return starts_with_time(line) or bool(_DATE_OR_TIME.search(found["after"]))
    return bool(_DATE_OR_TIME.search(line))


def is_undated(line: str) -> bool:
    """ "On the form my husband wrote:" says who wrote, and neither when nor by which address, as programs do."""
    dated = _DATE_OR_TIME.search(line) or _DAY_AND_YEAR.search(line)
    return bool(_WROTE.search(line)) and "@" not in line and not dated


def _may_be_mark(line: str) -> bool:
    return line.rstrip().endswith((":", ">")) and bool(_HAS_DATE_OR_ADDRESS.search(line))


def label(line: str) -> tuple[str, str]:
    """("from", value) of a line such as "*Von:* Meridian"; ("", "") of any other."""
    match = _LABEL_LINE.match(line[:LINE_LIMIT])
    if not match:
        return "", ""
    return _LABEL_KINDS.get(match[1].lower(), ""), match[2]
