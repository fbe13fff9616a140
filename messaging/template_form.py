"""A template's components as a form and back: what is to be filled in, and what WhatsApp is sent. Pure.

https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from inquiries.envelope import clean
from inquiries.said import Said, gettext_noop
from messaging.template_schemas import TemplateButton, TemplateComponent

HEADER_LIMIT, BODY_LIMIT = 60, 1024  # characters, filled in
URL_LIMIT, CODE_LIMIT, PAYLOAD_LIMIT = 2000, 15, 128
MEDIA = ("image", "video", "document")
_VARIABLE = re.compile(r"\{\{\s*([A-Za-z0-9_]+)\s*\}\}")
_AROUND = 40  # characters of the text on each side of a blank, to guess by
_NEEDS_NOTHING = {"QUICK_REPLY", "URL", "PHONE_NUMBER", "COPY_CODE"}
_BUTTONS = {
    "FLOW": Said(gettext_noop("it opens a form inside WhatsApp")),
    "OTP": Said(gettext_noop("it carries a one-time code")),
    "CATALOG": Said(gettext_noop("it opens a catalogue")),
    "MPM": Said(gettext_noop("it shows products")),
    "SPM": Said(gettext_noop("it shows a product")),
    "VOICE_CALL": Said(gettext_noop("it starts a call")),
}
_COMPONENTS = {
    "CAROUSEL": Said(gettext_noop("it is a carousel of cards")),
    "LIMITED_TIME_OFFER": Said(gettext_noop("it is an offer that runs out")),
    "ORDER_DETAILS": Said(gettext_noop("it is an order")),
}


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A blank. `key`: "body.1", "header.city", "button.0". `before`, `after`: the words around it."""

    key: str
    name: str
    before: str = ""
    after: str = ""
    example: str = ""
    limit: int = BODY_LIMIT


type Part = str | Spot


@dataclass(frozen=True, kw_only=True)
class Button:
    """`index`: its place among the template's buttons. `kind`: Meta's word. `parts`: what people see of it."""

    index: int
    kind: str
    text: str
    parts: tuple[Part, ...]

    @property
    def spot(self) -> Spot | None:
        return next((part for part in self.parts if isinstance(part, Spot)), None)


@dataclass(frozen=True, kw_only=True)
class Form:
    """`media`: image, video or document, where the header shows a file. `problem`: why it cannot be sent from here."""

    named: bool = False
    header: tuple[Part, ...] = ()
    body: tuple[Part, ...] = ()
    footer: str = ""
    buttons: tuple[Button, ...] = ()
    media: str = ""
    problem: str = ""

    @property
    def spots(self) -> tuple[Spot, ...]:
        parts = (*self.header, *self.body, *(part for button in self.buttons for part in button.parts))
        return tuple({part.key: part for part in parts if isinstance(part, Spot)}.values())


class FormError(ValueError):
    """A value that cannot go out. `key`: of its blank; the message is for people, without the blank's label."""

    def __init__(self, key: str, words: str) -> None:
        super().__init__(words)
        self.key = key


@dataclass(frozen=True, kw_only=True)
class Result:
    """`components`: Meta's, but for the header's file. The rest is what people see."""

    components: list[dict[str, Any]]
    header: str
    body: str
    footer: str
    buttons: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it in the order of reading; buttons in brackets, a line each."""
        parts = (self.header, self.body, self.footer, "\n".join(f"[{words}]" for words in self.buttons))
        return "\n\n".join(part for part in parts if part)


def read(components: Sequence[Mapping[str, Any]], *, parameter_format: str) -> Form:
    """The form of a template. Never raises: what cannot be sent from here says why in `problem`."""
    found: dict[str, Any] = {}
    try:
        parts = [TemplateComponent.model_validate(raw) for raw in components]
    except ValidationError:
        return Form(problem=Said(gettext_noop("Its parts are not readable.")))
    named = _is_named(parameter_format, parts)
    for part in parts:
        _take(part, found, named=named)
    form = Form(named=named, **found)
    return form if form.problem else Form(named=named, **(found | {"problem": _problem(form)}))


def flat(value: str) -> str:
    """A value as WhatsApp takes it: no new line, tab or long run of spaces."""
    return " ".join(clean(value).split())


def fill(form: Form, values: Mapping[str, str]) -> Result:
    """The template with a value for each blank, by its key. FormError for the first that is missing or does not fit."""
    given = {spot.key: _checked(spot, flat(values.get(spot.key, ""))) for spot in form.spots}
    header, body = shown(form.header, given), shown(form.body, given)
    for words, limit, parts in ((header, HEADER_LIMIT, form.header), (body, BODY_LIMIT, form.body)):
        if len(words) > limit and any(isinstance(part, Spot) for part in parts):
            key = next(part.key for part in parts if isinstance(part, Spot))
            said = gettext_noop("makes it %(count)s characters, %(limit)s at most with the words around")
            raise FormError(key, Said(said, count=f"{len(words):,}", limit=f"{limit:,}"))
    components = [
        *_texts("header", form.header, given, named=form.named),
        *_texts("body", form.body, given, named=form.named),
        *(_pressed(button, given) for button in form.buttons if button.spot or button.kind == "QUICK_REPLY"),
    ]
    buttons = tuple(shown(button.parts, given) for button in form.buttons)
    return Result(components=components, header=header, body=body, footer=form.footer, buttons=buttons)


def shown(parts: Sequence[Part], values: Mapping[str, str]) -> str:
    return "".join(values[part.key] if isinstance(part, Spot) else part for part in parts)


def _is_named(parameter_format: str, parts: Sequence[TemplateComponent]) -> bool:
    """As Meta says; where it does not, blanks that all have words for names are named."""
    if parameter_format:
        return parameter_format.upper() == "NAMED"
    names = [name for part in parts for name in _VARIABLE.findall(part.text)]
    return bool(names) and not any(name.isdecimal() for name in names)


def _take(component: TemplateComponent, found: dict[str, Any], *, named: bool) -> None:
    kind = component.type.upper()
    if kind == "HEADER":
        _take_header(component, found, named=named)
    elif kind == "BODY":
        examples = component.examples("body", named=named)
        found["body"] = _parts("body", component.text, examples, limit=BODY_LIMIT)
    elif kind == "FOOTER":
        found["footer"] = component.text
    elif kind == "BUTTONS":
        found["buttons"] = tuple(_button(index, button) for index, button in enumerate(component.buttons))
    else:
        strange = Said(gettext_noop("it has a part “%(kind)s”"), kind=kind[:40])
        said = gettext_noop("It cannot be sent from here: %(why)s.")
        found["problem"] = Said(said, why=_COMPONENTS.get(kind, strange))


def _take_header(component: TemplateComponent, found: dict[str, Any], *, named: bool) -> None:
    shape = component.format.upper() or "TEXT"
    if shape == "TEXT":
        found["header"] = _parts("header", component.text, component.examples("header", named=named), HEADER_LIMIT)
    elif shape.lower() in MEDIA:
        found["media"] = shape.lower()
    elif shape == "LOCATION":
        found["problem"] = Said(gettext_noop("It cannot be sent from here: it shows a place on a map."))
    else:
        said = gettext_noop("It cannot be sent from here: its header is of the kind “%(kind)s”.")
        found["problem"] = Said(said, kind=shape[:40])


def _parts(area: str, text: str, examples: Mapping[str, str], limit: int) -> tuple[Part, ...]:
    parts: list[Part] = []
    at = 0
    for match in _VARIABLE.finditer(text):
        parts.append(text[at : match.start()])
        parts.append(
            Spot(
                key=f"{area}.{match[1]}",
                name=match[1],
                before=_VARIABLE.sub("…", text[max(match.start() - _AROUND, 0) : match.start()]),
                after=_VARIABLE.sub("…", text[match.end() : match.end() + _AROUND]),
                example=examples.get(match[1], ""),
                limit=limit,
            )
        )
        at = match.end()
    return tuple(part for part in (*parts, text[at:]) if part)


def _button(index: int, button: TemplateButton) -> Button:
    kind, key = button.type.upper(), f"button.{index}"
    parts: tuple[Part, ...] = (button.text,)
    example = button.example[0] if button.example else ""
    if kind == "URL":
        address = _VARIABLE.split(button.url)  # words and names by turns
        suffix = example.removeprefix(address[0]) if len(address) > 1 else ""
        spot = (
            (Spot(key=key, name=key, before=button.text, example=suffix, limit=URL_LIMIT),) if len(address) > 1 else ()
        )
        parts = (f"{button.text}: {address[0]}", *spot)
    elif kind == "COPY_CODE":
        parts = (f"{button.text}: ", Spot(key=key, name=key, before=button.text, example=example, limit=CODE_LIMIT))
    elif kind == "PHONE_NUMBER" and button.phone_number:
        parts = (f"{button.text}: {button.phone_number}",)
    return Button(index=index, kind=kind, text=button.text, parts=parts)


def _problem(form: Form) -> str:
    if not form.body:
        return Said(gettext_noop("It has no text of its own, so it cannot be sent from here."))
    for button in form.buttons:
        if button.kind not in _NEEDS_NOTHING:
            strange = Said(gettext_noop("it is of the kind “%(kind)s”"), kind=button.kind[:40])
            said = gettext_noop("It cannot be sent from here: of its button “%(button)s”, %(why)s.")
            return Said(said, button=button.text, why=_BUTTONS.get(button.kind, strange))
    for area in (form.header, form.body):
        names = {part.name for part in area if isinstance(part, Spot)}
        if not form.named and not all(name.isdecimal() for name in names):
            return Said(gettext_noop("It mixes numbered and named blanks, which WhatsApp does not take."))
        if not form.named and names and {int(name) for name in names} != set(range(1, len(names) + 1)):
            return Said(gettext_noop("The numbers of its blanks have a gap."))
    return ""


def _checked(spot: Spot, value: str) -> str:
    if not value:
        raise FormError(spot.key, Said(gettext_noop("is empty")))
    if len(value) > spot.limit:
        said = gettext_noop("is too long: %(count)s characters, %(limit)s at most")
        raise FormError(spot.key, Said(said, count=f"{len(value):,}", limit=f"{spot.limit:,}"))
    if spot.key.startswith("button.") and " " in value:
        raise FormError(spot.key, Said(gettext_noop("may not have a space in it")))
    return value


def _texts(area: str, parts: Sequence[Part], values: Mapping[str, str], *, named: bool) -> list[dict[str, Any]]:
    spots = {part.name: part for part in parts if isinstance(part, Spot)}
    if not spots:
        return []
    order = list(spots.values()) if named else sorted(spots.values(), key=lambda spot: int(spot.name))
    parameters = [
        {"type": "text", **({"parameter_name": spot.name} if named else {}), "text": values[spot.key]} for spot in order
    ]
    return [{"type": area, "parameters": parameters}]


def _pressed(button: Button, values: Mapping[str, str]) -> dict[str, Any]:
    """What a button needs: the end of its address, its code, or what comes back to us when it is pressed."""
    if button.kind == "QUICK_REPLY":
        parameter = {"type": "payload", "payload": button.text[:PAYLOAD_LIMIT]}
    elif button.kind == "COPY_CODE":
        parameter = {"type": "coupon_code", "coupon_code": values[f"button.{button.index}"]}
    else:
        parameter = {"type": "text", "text": values[f"button.{button.index}"]}
    return {
        "type": "button",
        "sub_type": button.kind.lower(),
        "index": str(button.index),
        "parameters": [parameter],
    }
