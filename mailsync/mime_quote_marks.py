"""The lines that mark an old mail, in seven languages: "On ... wrote:", "Von: ... Betreff: ...". Pure."""

import re

LINE_LIMIT = 500  # characters of a line that may be one of these marks

_REPLY_SUBJECT = re.compile(
    r"\s*(?:re|aw|antw|antwort|sv|res|rif|ref|r|odp|vs)\s*(?:\[\d+\]|\(\d+\))?\s*:", re.IGNORECASE
)
_FORWARD_SUBJECT = re.compile(
    r"\s*(?:\[[^\]]{1,40}\]\s*)?(?:fwd?|wg|wtr|tr|rv|i|enc|doorst|weiterl|inoltr[oa]|transf|reenv|vb)\s*:",
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
    (r"den ", r"(?:skrev|skrev)\b.{0,250}:"),
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
_DATE_AND_ADDRESS = re.compile(r"\d{4}-\d\d-\d\d\b.{3,200}<[^<>\s]+@[^<>\s]+>:?\s*$")
_HAS_DATE_OR_ADDRESS = re.compile(r"\d|@")
# A mark without ">" below it has to name an address, a time or a whole date; a story does not.
PRECISE = re.compile(r"@|\d[:.h]\d\d\b|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\b\d{1,2}\.?\s\S{3,12}\s\d{4}")

_LABELS = {
    "from": "from von de da van från",
    "sent": "sent gesendet envoyé envoyée enviado enviada inviato inviata verzonden date datum fecha data received",
    "to": "to an à a para aan per till pour",
    "subject": "subject betreff objet asunto oggetto assunto onderwerp ämne sujet",
    "cc": "cc kopie copie copia bcc cco reply-to",
}
_LABEL_KINDS = {word: kind for kind, words in _LABELS.items() for word in words.split()}
_LABEL_LINE = re.compile(r"[>\s]*[*_]*([\w-]+)(?: el| am| le)?[*_]*\s?:[*_]*\s?(.*)$")

_ORIGINAL = (
    r"original message|ursprüngliche nachricht|originalnachricht|message d['’]origine|message original"
    r"|mensaje original"
    r"|messaggio originale|mensagem original|oorspronkelijk bericht|origineel bericht|urspr\. nachricht"
    r"|original-nachricht"
    r"|original email|original appointment"
)
_FORWARDED = (
    r"forwarded (?:message|by)|weitergeleitete (?:nachricht|e-?mail)|message transféré|message réexpédié"
    r"|mensaje reenviado|messaggio inoltrato|mensagem (?:encaminhada|reencaminhada)|doorgestuurd bericht"
)
ORIGINAL_LINE = re.compile(
    rf"\s*[-_*]{{2,}}\s*(?:{_ORIGINAL})\s*[-_*]{{0,}}\s*$|\s*(?:{_ORIGINAL})\s*:\s*$", re.IGNORECASE
)
FORWARD_LINE = re.compile(
    rf"[>\s]*[-_*]{{2,}}\s*(?:{_FORWARDED})\b.{{0,80}}$"
    r"|[>\s]*(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-?mail)"
    r"|début du (?:message|e-?mail) (?:réexpédié|transféré)|inicio del mensaje reenviado"
    r"|inizio (?:del )?messaggio inoltrato"
    r"|início da mensagem (?:encaminhada|reencaminhada)|begin doorgestuurd bericht)\s*:\s*$",
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
    if not line.rstrip().endswith((":", ">")) or not _HAS_DATE_OR_ADDRESS.search(line):
        return False
    return (
        any(pattern.match(line) for pattern in _ATTRIBUTION)
        or bool(_NAME_FIRST.match(line))
        or bool(_DATE_AND_ADDRESS.match(line))
    )


def label(line: str) -> tuple[str, str]:
    """("from", value) of a line such as "*Von:* Meridian"; ("", "") of any other."""
    match = _LABEL_LINE.match(line[:LINE_LIMIT])
    if not match:
        return "", ""
    return _LABEL_KINDS.get(match[1].lower(), ""), match[2]
