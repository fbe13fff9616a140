"""One message prepared for the rules: its parts flat, its clauses, its language and its day."""

import re
from datetime import date

from inquiries.extraction.document import Document
from inquiries.extraction.rules import clauses, forms, region
from inquiries.extraction.rules.language import LANGUAGES, detect
from inquiries.extraction.rules.text import Text, words

LONGEST = 12_000  # characters read: a trip is told well within them, and the time stays bounded
SUBJECT = 300

CLOSING = words(
    "kind regards", "best regards", "warm regards", "regards", "best wishes", "many thanks", "thanks again",
    "yours sincerely",
    "sincerely", "cheers", "all the best", "yours faithfully", "mit freundlichen grusen", "freundliche gruse",
    "viele gruse",
    "mit freundlichen grussen", "freundliche grusse", "viele grusse", "liebe gruse", "liebe grusse", "beste gruse",
    "mfg", "gr", "grtz?", "grtjs", "bg",
    "vg", "lg", "herzliche gruse", "cordialement", "bien cordialement", "bonne journee", "merci d'avance",
    "bien a vous",
    "salutations", "saludos", "un saludo", "saludos cordiales", "atentamente", "quedo atent[ao]", "cordiali saluti",
    "distinti saluti", "saluti", "un saluto", "cumprimentos", "com os melhores cumprimentos", "atenciosamente",
    "abracos",
    "met vriendelijke groet(?:en)?", "vriendelijke groet(?:en)?", "groet(?:en|jes)?", "mvg", "hartelijke groet(?:en)?",
    *(rf"{word}[ ,.!]*(?=\n|$)" for word in ("thanks", "thank you", "thx", "danke", "vielen dank", "merci", "gracias",
    "grazie", "obrigad[oa]", "bedankt")),
)  # fmt: skip
_FOOTER = re.compile(
    r"^(?:-- ?|---+|_{5,}|={5,})\s*$"
    r"|^(?:sent from my|von meinem \w+ gesendet|gesendet von|envoye de(?:puis)? mon|enviado desde mi|enviado do meu|"
    r"inviato da|verzonden vanaf|get outlook)\b.*$",
    re.MULTILINE,
)


# What a form or a mail gateway adds below: "This e-mail was sent automatically. IP: ..."
_MACHINE = re.compile(
    r"^[-_=]{2,} ?$(?=\n[^\n]{0,120}\b(?:automat|confidential|vertraulich|do not reply))", re.MULTILINE
)
# The head of a forwarded mail: who wrote to whom and when is nothing of the journey.
_FORWARDED = re.compile(
    r"^(?:from|von|de|da|van) ?:[^\n]*@[^\n]*\n(?:(?:sent|gesendet|date|datum|envoye|enviad[oa]|"
    r"inviato|data|fecha|verzonden|to|an|a|"
    r"para|aan|cc|subject|betreff|objet|asunto|oggetto|assunto|onderwerp)[^\n:]{0,6}:[^\n]*\n){1,6}",
    re.MULTILINE,
)
_ANSWER = re.compile(r"\s*(?:re|aw|antw|sv|fwd?|wg|tr|rv|r|i|enc|res|doorst)\s*:")
_PLACEHOLDER = re.compile(r"\s*\[[^\]\n]{1,40}\][^\n]{0,200}\s*")
_WORDLESS = frozenset({"audio", "voice", "location", "sticker", "contacts", "reaction", "unsupported", "unknown"})


class Page:
    """`body`: the sender's words without signature and footer. `own`: with them. `subject`: on its own.

    `spoken`: there are words to read; a voice note or a place on the map has none.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.today: date = document.sent_at.date()
        self.spoken = _has_words(document)
        text = document.text[:LONGEST] if self.spoken else ""
        machine = _MACHINE.search(text)
        self.own = Text(text[: machine.start()] if machine else text)
        self.body = Text(self.own.raw[: self._ends_at()])
        for part in (self.own, self.body):
            part.flat = forms.joined(_FORWARDED.sub(_blanked, part.flat))
        self.body_end = len(self.body.flat)
        self.subject = Text(document.subject[:SUBJECT], "subject")
        # The subject of an answer is the agency's.
        self.first_letter = not document.answers and not _ANSWER.match(self.subject.flat)
        self.language = detect(self.body.raw) or detect(self.subject.raw if self.spoken else "")
        # Rules speak seven languages; a message in an eighth is read with the English ones.
        self.tongue = self.language if self.language in LANGUAGES else "en"
        self.country = region.country(document, self.tongue)
        self.clauses = clauses.split(self.body, self.today.year)
        self.subject_clauses = clauses.split(self.subject, self.today.year)

    def _ends_at(self) -> int:
        """Where the signature or a footer starts, in code points of the text."""
        flat, length = self.own.flat, len(self.own.flat)
        footer = _FOOTER.search(flat)
        end = self.own.original(footer.start(), length)[0] if footer else len(self.own.raw)
        if self.document.signature_at is not None:
            return min(end, self.document.signature_at)
        for line in re.finditer(r"^.*$", flat, re.MULTILINE):
            closes = line.start() > length * 0.3 and CLOSING.match(flat, line.start()) and len(line[0]) < 40
            if closes and flat.count("\n", line.end()) <= 8:
                return min(end, self.own.original(line.start(), length)[0])
        return end


def _blanked(match: re.Match[str]) -> str:
    """As long as before, its lines kept."""
    return "\n".join(" " * len(line) for line in match[0].split("\n"))


def _has_words(document: Document) -> bool:
    if document.message_kind in _WORDLESS:
        return False
    return document.message_kind == "text" or not _PLACEHOLDER.fullmatch(document.text[:LONGEST])
