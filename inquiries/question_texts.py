"""The words of the ready question as rows: laid after migrating, read for a language."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS

from inquiries import tables
from inquiries.models import QuestionText
from inquiries.question_words import SHIPPED

FALLBACK = "en"


def ensure_texts(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Lay the shipped words, once each: what staff changed stays. Run after every migrate."""
    if not tables.complete(QuestionText, using=using):
        return
    rows = QuestionText.objects.using(using)
    there = set(rows.values_list("language", "key"))
    rows.bulk_create(
        [
            QuestionText(language=language, key=key, text=text)
            for language, words in SHIPPED.items()
            for key, text in words.items()
            if (language, key) not in there
        ],
        ignore_conflicts=True,
    )


def of(language: str) -> tuple[str, dict[str, str]]:
    """(the language that is spoken, its words by key). English where nobody has written that language."""
    code = language.replace("_", "-").partition("-")[0].lower()
    rows = QuestionText.objects.filter(language__in={code, FALLBACK}).values_list("language", "key", "text")
    words: dict[str, dict[str, str]] = {code: {}, FALLBACK: dict(SHIPPED[FALLBACK])}
    for spoken, key, text in rows:
        words[spoken][key] = text
    spoken = code if words[code] else FALLBACK
    return spoken, words[FALLBACK] | SHIPPED.get(spoken, {}) | words[spoken]
