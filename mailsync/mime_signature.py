"""Where a signature starts: after "-- ", a closing formula, the writer's own name, or a phone's notice. Pure."""

import re
import unicodedata

TAIL = 18  # lines from below in which a signature may start
LONG_LINE = 140  # a line of prose; there is none in a signature but for a disclaimer

_DELIMITER = re.compile(r"^(?:-- ?|—|___+|---+|\*{3,})$")
_DEVICE = re.compile(
    r"^(?:sent from (?:my|yahoo|outlook|mail for|samsung|proton)|get outlook for|von meinem .{2,40} gesendet"
    r"|gesendet (?:von|mit|aus) |diese nachricht wurde von meinem|envoyé (?:de|depuis|à partir) "
    r"|enviado (?:desde|do|a partir) "
    r"|inviato (?:da|dal) |verstuurd vanaf|verzonden (?:vanaf|met)|télécharger outlook|holen sie sich outlook"
    r"|obtener outlook|scarica outlook|download outlook|obtenha o outlook)",
    re.IGNORECASE,
)
_CLOSING_WORDS = (
    # en
    r"(?:kind|best|warm|kindest|warmest|many|with kind|with best)?\s*regards|many thanks|(?:best|warm|kind"
    r"|all good) wishes"
    r"|(?:yours|very) (?:sincerely|faithfully|truly)|sincerely|all the best|cheers|thanks?(?: you)?(?: so"
    r"| very)? ?(?:much)?"
    r"|thanks (?:&|and) regards|thanks in advance|best|love|warmly|take care|thanks again|thank you in advance|ta"
    # de
    r"|(?:mit )?(?:freundlichen?|besten?|herzlichen?|lieben?|vielen?|schönen?|sonnigen?) (?:gr(?:ü|ue)(?:ß"
    r"|ss)en?|dank)"
    r"(?: (?:aus|nach|und) .{2,30})?|mfg|lg|vg|gr(?:ü|ue)(?:ß|ss)e|hochachtungsvoll|danke|vielen dank im voraus"
    r"|bis bald"
    # fr
    r"|(?:bien )?cordialement|(?:bien|très) à vous|(?:sincères|meilleures) salutations|merci(?: d['’]avance"
    r"| beaucoup)?"
    r"|bonne (?:journée|soirée)|amicalement|à bientôt|respectueusement|salutations(?: distinguées)?"
    # es
    r"|(?:un )?(?:cordial |afectuoso )?saludos?(?: cordial(?:es)?)?|atentamente"
    r"|(?:muchas )?gracias(?: .{2,25})?|un abrazo"
    r"|quedo atent[ao]|quedo a la espera.{0,40}|cordialmente|hasta pronto"
    # it
    r"|(?:cordiali|distinti|tanti|cari) saluti|cordialmente|grazie(?: .{2,20})?|un saluto|a presto|in attesa.{0,40}"
    # pt
    r"|(?:com os )?(?:melhores|atenciosos) cumprimentos|cumprimentos|atenciosamente"
    r"|(?:muito )?obrigad[ao](?: .{2,20})?|abraços?|att"
    # nl
    r"|(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|groet(?:en|jes)?|mvg|alvast bedankt|bedankt|hoogachtend"
    # pl
    r"|(?:serdecznie |gorąco )?pozdrawiam(?: serdecznie)?|(?:z )?(?:wyrazami szacunku|poważaniem|pozdrowieniami)"
)
_CLOSING = re.compile(rf"^(?:{_CLOSING_WORDS})[\s,.!;:)🙂😊-]*$", re.IGNORECASE)
_POSTSCRIPT = re.compile(r"^\s*p\.?\s?s\.?\s*[:.\-–]?\s", re.IGNORECASE)
_TITLE_WORDS = "mr mrs ms miss dr prof herr frau mme mlle m sr sra dra dott dottssa ing mevr dhr"
_TITLES = frozenset(_TITLE_WORDS.split())


def signature_at(text: str, *, name: str = "") -> int | None:
    """The code point where the signature starts (its closing formula included), or None.

    `name`: the writer's name as the header gives it. What follows a "P.S." is never taken for a signature.
    """
    lines = text.split("\n")
    starts = _starts(lines)
    if (delimiter := _delimiter(lines)) is not None:
        lines = lines[:delimiter]  # a formula may stand above the mark
    found = _formula(lines, name)
    at = found if found is not None else delimiter
    if at is None or at == 0 or any(_POSTSCRIPT.match(line) for line in text.split("\n")[at:]):
        return None
    return starts[at]


def _starts(lines: list[str]) -> list[int]:
    starts, position = [], 0
    for line in lines:
        starts.append(position)
        position += len(line) + 1
    return starts


def _delimiter(lines: list[str]) -> int | None:
    """The line "-- "; a phone's notice counts like one. Not where half a letter follows."""
    for at in range(max(0, len(lines) - 2 * TAIL), len(lines)):
        line = lines[at].strip()
        if (_DELIMITER.match(line) and _short_below(lines, at)) or _DEVICE.match(line):
            return at
    return None


def _short_below(lines: list[str], at: int) -> bool:
    """Contact lines follow, and no letter: at most two long lines (a disclaimer)."""
    return sum(len(line) > LONG_LINE for line in lines[at + 1 :]) <= 2


def _formula(lines: list[str], name: str) -> int | None:
    words = [at for at, line in enumerate(lines) if line.strip()]
    tail = words[-TAIL:]
    for at in tail:
        if at == words[0]:
            continue
        line = lines[at].strip()
        below = [lines[index] for index in words if index > at]
        if _CLOSING.match(line) and _is_contact_block(below):
            return at
        if name and _is_name(line, name) and _is_contact_block(below):
            return at
    return None


def _is_contact_block(below: list[str]) -> bool:
    """Short lines only, as names, firms and numbers are; no sentence that goes on with the letter."""
    letter = [line for line in below if len(line) > 75 and not re.search(r"@|https?:|www\.|[|·•]", line)]
    questions = [line for line in below if line.rstrip().endswith("?")]
    return len(below) <= TAIL and len(letter) <= 2 and not questions and (not letter or len(below) > len(letter))


def _is_name(line: str, name: str) -> bool:
    """Whether a line is the writer's name, whole or in part, with or without a title."""
    if len(line) > 60:
        return False
    own = {word for word in _folded(name).split() if len(word) > 1}
    words = [word for word in _folded(line).split() if word not in _TITLES]
    return bool(words) and len(words) <= 5 and set(words) <= own


def _folded(text: str) -> str:
    plain = "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    return re.sub(r"[^\w]+", " ", plain)
