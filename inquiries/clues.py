"""What the words of a message give away about other conversations: numbers, addresses, references, "I wrote you".

Pure: no rows, no Django. What is found is only a reason to ask a person, never a key.
"""

import re
from collections.abc import Iterator

from inquiries import addresses

LIMIT = 20  # clues of one message; a list of numbers is somebody's address book

_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]]{1,64}@[^\s@<>,;:\"()\[\]]+\.[^\s@<>,;:\"().\[\]]{2,}")
_PHONE = re.compile(r"(?<![\w/.-])(?:\+|00)?\(?\d(?:(?:[\s./-]|\s?\(|\)[\s/-]?)?\d){6,16}(?![\w/-])")
_REFERENCE = re.compile(r"\bTH-(\d{1,9})\b", re.IGNORECASE)
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
# "I (have) already written to you", one stem a language; the channel stands near it.
_WROTE = re.compile(
    r"\b(?:wrote|written|writ(?:e|ing)|sent|messag(?:e|ed)|mailed|emailed|texted|contacted"
    r"|geschrieben|schrieb|geschickt|gesendet|gemailt"
    r"|écrit|ecrit|envoyé|envoye|contacté"
    r"|escribí|escribi|escrito|envié|envie|enviado|mandé|mandado"
    r"|scritto|inviato|mandato|scrissi"
    r"|geschreven|gestuurd|gemaild|geappt|schreef"
    r"|escrevi|enviei|mandei|mandado)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:yesterday|already|earlier|ago|before|just|last|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|gestern|vorgestern|bereits|schon|vorhin|eben|letzte\w*"
    r"|hier|avant-hier|déjà|deja|tout à l'heure"
    r"|ayer|anteayer|ya|antes|hace"
    r"|ieri|già|gia|prima|fa|appena"
    r"|gisteren|eergisteren|al|eerder|net|zojuist"
    r"|ontem|anteontem|já|atrás)\b",
    re.IGNORECASE,
)
_ON = {
    "whatsapp": re.compile(r"\bwhats\s?app\b|\bwsp\b|\bgeappt\b|\bzap\b", re.IGNORECASE),
    "email": re.compile(
        r"\be-?mails?\b|\bmails?\b|\bcorreos?\b|\bcourriels?\b|\bposta elettronica\b|\bgemail[dt]\b|\be?mailed\b",
        re.IGNORECASE,
    ),
}
_SENTENCE = re.compile(r"[.!?\n]+")


def phones(text: str, region: str) -> Iterator[str]:
    """Numbers as keys of WhatsApp numbers. `region`: where a number without country code is."""
    for found in _PHONE.findall(text)[:LIMIT]:
        if _DATE.fullmatch(found.strip()) or len(re.sub(r"\D", "", found)) < 8:
            continue
        written = f"+{found.strip()[2:]}" if found.strip().startswith("00") else found
        number = addresses.to_e164(written.replace("(0)", ""), region)
        if number:
            yield addresses.normalise("wa_id", number)


def emails(text: str) -> Iterator[str]:
    for found in _EMAIL.findall(text)[:LIMIT]:
        if addresses.is_email(found):
            yield addresses.normalise("email", found)


def references(text: str) -> Iterator[str]:
    yield from _REFERENCE.findall(text)[:LIMIT]


def wrote_on(text: str) -> Iterator[str]:
    """The channels on which somebody says to have written: verb, time and channel in one sentence."""
    for sentence in _SENTENCE.split(text):
        if not (_WROTE.search(sentence) and _BEFORE.search(sentence)):
            continue
        for channel, words in _ON.items():
            if words.search(sentence):
                yield channel
