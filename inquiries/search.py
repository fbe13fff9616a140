"""Finding inquiries by words: folded text on the rows, all words must match, in any order.

On PostgreSQL trigram indexes (migration 0003) answer `LIKE '%word%'`; SQLite reads the columns, which is fine for the
embedded profile.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigAutoField, Lookup, Model, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from inquiries import addresses, care
from inquiries.envelope import clean
from inquiries.models import Identity, Inquiry, Message

DOCUMENT_LIMIT = 20_000  # characters of search text; longer messages are found by their beginning
_WORDS = 8  # of a search; more are ignored
_ASKED = 3  # words whose inquiries are looked up first; each is one statement
FEW = 30_000  # keys that are handed on as they are
_TRIGRAM = 3  # shorter words cannot use the index

_REFERENCE = re.compile(r"th-?(\d{1,9})")
_PHONE = re.compile(r"\+?\d[\d\s()./-]{4,24}\d")
_PHONE_MARKS = re.compile(r"[\s()+./-]")


def fold(text: str) -> str:
    """Lower case without accents, so that "Malaga" finds "MÁLAGA"."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def document(inquiry: Inquiry, *, is_new: bool = False) -> str:
    """Folded words by which an inquiry is found: reference, people and their addresses, subject, trip, places.

    `is_new`: nothing has been read yet, so it has no places to ask for.
    """
    people = Identity.objects.filter(Q(contact=inquiry.contact_id) | Q(messages__inquiry=inquiry))
    words = [inquiry.reference, inquiry.subject, inquiry.trip, inquiry.origin]
    contact = inquiry.contact
    words += [contact.name, contact.username, contact.phone]
    for identity in people.select_related("contact").distinct():
        words += [identity.contact.name, identity.contact.username, identity.display]
        words += addresses.forms(identity.value) if identity.kind == Identity.Kind.WA_ID else [identity.value]
    words += () if is_new else inquiry.destinations.values_list("name", flat=True)
    return _document(words)


def message_document(message: Message, filenames: Iterable[str] = ()) -> str:
    """Folded words by which a message is found: subject, own text and file names; not the history it quotes."""
    return _document([message.subject, care.masked(message.text, tail=False, fill=" ")[:DOCUMENT_LIMIT], *filenames])


def matching(queryset: QuerySet[Inquiry], words: str) -> QuerySet[Inquiry]:
    """The inquiries of `queryset` in which every word stands, in the row itself or in one of its messages.

    A telephone number matches by its digits however it is written; TH-123 is that inquiry and no other.
    """
    number = reference(words)
    if number is not None:
        return queryset.filter(pk=number)
    folded = fold(clean(words, 200)).strip()
    terms = sorted(_terms(folded), key=len, reverse=True)  # the longest first: mostly the rarest
    found: Keys | None = None
    for number, word in enumerate(terms):
        holding = _holding(word, found)
        few = _few(holding) if number < _ASKED else None
        if few is None:
            queryset = queryset.filter(pk__in=holding)
        else:
            found = few
    return queryset if found is None else queryset.filter(pk__among=found)


def reference(words: str) -> int | None:
    """The inquiry that the words name, and nothing else: 123 of "TH-123"."""
    found = _REFERENCE.fullmatch(fold(clean(words, 200)).strip())
    return int(found[1]) if found else None


def narrowed[M: Model](queryset: QuerySet[M], path: str, keys: QuerySet[Any, int]) -> QuerySet[M]:
    """The rows whose key at `path` is one of `keys`, which are looked up here and now unless they are very many."""
    few = _few(keys)
    return queryset.filter(**({f"{path}__in": keys} if few is None else {f"{path}__among": few}))


def _few(keys: QuerySet[Any, int]) -> "Keys | None":
    """The keys themselves; None where they are very many.

    A page asks for its rows and counts them, each time by the same sub-query; and where a planner guesses how much
    that will find, it guesses wrong and reads the whole table.
    """
    found = list(keys[: FEW + 1])
    return Keys(found) if len(found) <= FEW else None


class Keys:
    """Any number of keys as one parameter, written once: Django would look at each of a list again and again."""

    def __init__(self, keys: list[int]) -> None:
        self.text = ",".join(map(str, keys))


@BigAutoField.register_lookup
class Among(Lookup):
    """`pk__among=Keys([...])`: like `in`, with one parameter for any number of keys."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        lhs, params = self.process_lhs(compiler, connection)
        return f"{lhs} = ANY(%s::bigint[])", [*params, f"{{{self.rhs.text}}}"]

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        lhs, params = self.process_lhs(compiler, connection)
        return f"{lhs} IN (SELECT value FROM json_each(%s))", [*params, f"[{self.rhs.text}]"]  # noqa: S608  # Django's own SQL


def _terms(folded: str) -> list[str]:
    digits = _PHONE_MARKS.sub("", folded.replace("(0)", ""))
    if digits.isdigit() and len(digits) > 4:
        return [digits.lstrip("0") or digits]  # 07700 900123 is a part of +447700900123, but for its 0
    return list(dict.fromkeys(folded.split()))[:_WORDS]


def _holding(word: str, among: "Keys | None") -> QuerySet[Inquiry, int]:
    """Ids of the inquiries that hold a word: a union, since an OR over two tables would use neither index."""
    rows = Inquiry.objects.filter(search_text__contains=word).order_by().values_list("pk", flat=True)
    rows = rows if among is None else rows.filter(pk__among=among)
    if len(word) < _TRIGRAM:
        return rows
    messages = Message.objects.filter(search_text__contains=word).order_by()
    messages = messages if among is None else messages.filter(inquiry__pk__among=among)
    union: QuerySet[Inquiry, int] = rows.union(messages.values_list("inquiry_id", flat=True))
    return union


def _document(words: Iterable[str]) -> str:
    # Nobody is found by a card's or a passport's number.
    plain = (care.masked(word, tail=False, fill=" ") for word in words if word)
    text = fold(" ".join(dict.fromkeys(plain)))
    numbers = {_PHONE_MARKS.sub("", number) for number in _PHONE.findall(text)}
    return " ".join([text, *sorted(number for number in numbers if number not in text)])[:DOCUMENT_LIMIT]
