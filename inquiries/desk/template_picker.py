"""The picker of templates: which are offered, in what order, the form of the chosen one, and what people will see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inquiries import care, template_replies
from inquiries.desk import template_values, wording
from inquiries.desk.template_values import Value
from inquiries.envelope import Blank, Piece, Template
from inquiries.models import Fact, Inquiry, User
from inquiries.template_replies import Offer

PREFIX = "blank."  # of the fields in the form


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A template in the list."""

    template: Template
    language: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class Field:
    """A blank as a field of the form."""

    blank: Blank
    value: str
    said: str

    @property
    def name(self) -> str:
        return PREFIX + self.blank.key


@dataclass(frozen=True)
class Run:
    """A stretch of the preview. `filled`: True of a filled blank, False of an empty one, None of the words around."""

    text: str
    filled: bool | None = None


def picker(inquiry: Inquiry, known: Sequence[Fact], *, agent: User, key: str = "") -> dict[str, Any]:
    """The whole picker with a template chosen: the one asked for, else the best in the customer's language."""
    offer = template_replies.offered(inquiry)
    ordered = _ordered(offer.templates, _language(inquiry)) if offer else []
    chosen = (offer.find(key) if offer else None) or _best(inquiry, ordered, known, agent)
    return {
        "offer": offer,
        "choices": [
            Choice(template=template, language=wording.language(template.language), chosen=template == chosen)
            for template in ordered
        ],
        **form(inquiry, offer, chosen, known, agent=agent),
    }


def form(
    inquiry: Inquiry, offer: Offer | None, chosen: Template | None, known: Sequence[Fact], *, agent: User
) -> dict[str, Any]:
    """The chosen template's blanks, filled as far as anybody knows, and its preview."""
    found = template_values.suggest(inquiry, chosen, known, agent=agent) if chosen else {}
    values = {key: value.text for key, value in found.items()}
    nothing = Value()
    fields = [
        Field(blank=blank, value=values.get(blank.key, ""), said=found.get(blank.key, nothing).said)
        for blank in (chosen.blanks if chosen else ())
    ]
    return {
        "chosen": chosen,
        "fields": fields,
        "accepts": ",".join(chosen.accepts) if chosen else "",
        "once": uuid4().hex,
        **(preview(inquiry, chosen, values, shut=offer is not None and not offer.route.open) if chosen else {}),
    }


def preview(inquiry: Inquiry, template: Template, values: Mapping[str, str], *, shut: bool) -> dict[str, Any]:
    """What people will see with these values, and what is still to be filled in."""
    empty = [blank.label for blank in template.blanks if not values.get(blank.key, "").strip()]
    return {
        "chosen": template,
        "first_name": wording.first_name(inquiry.contact.name),
        "header": _runs(template.header, values),
        "body": _runs(template.body, values),
        "buttons": [_runs(button, values) for button in template.buttons],
        "empty": empty,
        "standing": _standing(len(template.blanks), empty, bool(template.file)),
        "shut": shut,
    }


def given(data: Mapping[str, Any]) -> dict[str, str]:
    """The values that a form sent, by the blank's key."""
    return {
        name.removeprefix(PREFIX): str(data[name])[:4000]
        for name in data
        if name.startswith(PREFIX) and len(name) < 200
    }


def _language(inquiry: Inquiry) -> str:
    return inquiry.language or inquiry.contact.language or "en"


def _ordered(templates: Sequence[Template], language: str) -> list[Template]:
    """What can be sent first; the customer's language before English before all others."""
    wanted = [_base(language), "en"]

    def place(template: Template) -> tuple[bool, int, str, str]:
        base = _base(template.language)
        rank = wanted.index(base) if base in wanted else len(wanted)
        return not template.usable, rank, template.language, template.title.casefold()

    return sorted(templates, key=place)


def _best(inquiry: Inquiry, ordered: Sequence[Template], known: Sequence[Fact], agent: User) -> Template | None:
    """Of the usable ones in the best language: the first that needs nothing more from anybody."""
    usable = [template for template in ordered if template.usable]
    alike = [template for template in usable if _base(template.language) == _base(usable[0].language)]
    for template in alike:
        values = template_values.suggest(inquiry, template, known, agent=agent).values()
        if not template.file and all(value.text for value in values):
            return template
    return usable[0] if usable else ordered[0] if ordered else None


def _base(language: str) -> str:
    return language.lower().partition("-")[0]


def _runs(pieces: Sequence[Piece], values: Mapping[str, str]) -> list[Run]:
    return [_run(piece, values) if isinstance(piece, Blank) else Run(piece) for piece in pieces]


def _run(blank: Blank, values: Mapping[str, str]) -> Run:
    words = care.masked(" ".join(values.get(blank.key, "").split()))
    return Run(words or blank.label, filled=bool(words))


def _standing(count: int, empty: Sequence[str], file: bool) -> str:
    if empty:
        said = ngettext("%(count)s blank to fill: %(names)s.", "%(count)s blanks to fill: %(names)s.", len(empty))
        return said % {"count": len(empty), "names": ", ".join(empty)}
    filled = _("Nothing to fill in.")
    if count:
        filled = ngettext("The blank is filled.", "All %(count)s blanks filled.", count) % {"count": count}
    return f"{filled} {_('Its file is still to be chosen.')}" if file else filled
