"""Our templates as the core sees them: offered, filled in, and told apart by whether they can be sent now."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiries import languages
from inquiries.envelope import BLANK_SOURCES, Blank, Filled, OutboundFile, Piece, Template
from inquiries.errors import InvalidInput
from inquiries.said import Said, gettext_noop
from messaging import blank_guesses, numbers, outgoing, template_form, template_words
from messaging.models import WhatsAppTemplate
from messaging.template_form import Form, Part, Spot

_FILE_WORDS = {
    "image": gettext_lazy("a picture"),
    "video": gettext_lazy("a video"),
    "document": gettext_lazy("a document"),
}
_GONE = gettext_lazy("Meta does not list it any more.")


def offered(account: str) -> list[Template]:
    """Of the business account that the number `account` belongs to, but for those that are gone."""
    return [_template(row) for row in _rows(account).filter(removed_at=None)]


def fill(account: str, key: str, values: Mapping[str, str], *, file: OutboundFile | None = None) -> Filled:
    """InvalidInput, in words for people, where the template cannot be sent now or a value does not fit."""
    row = _rows(account).filter(pk=int(key)).first() if key.isdecimal() and len(key) < 19 else None
    if row is None:
        raise InvalidInput(_("This template is not there any more. Choose another one."))
    form = read(row)
    template = _template(row, form)
    if not template.usable:
        raise InvalidInput(
            _("“%(title)s” cannot be sent now. %(reason)s") % {"title": template.title, "reason": template.reason}
        )
    try:
        result = template_form.fill(form, values)
    except template_form.FormError as error:
        label = next(blank.label for blank in template.blanks if blank.key == error.key)
        raise InvalidInput(f"“{label}” {languages.shown(error.args[0])}.") from error
    _check_file(form, file)
    sent = {"name": row.name, "language": row.language, "components": result.components, "media": form.media}
    shown = {
        "header": result.header,
        "body": result.body,
        "footer": result.footer,
        "buttons": list(result.buttons),
        "language": template.language,
    }
    return Filled(text=result.text, shape={"template": sent, "shown": shown})


def read(row: WhatsAppTemplate) -> Form:
    if row.category.upper() == "AUTHENTICATION":
        return Form(problem=Said(gettext_noop("It carries a one-time code, which is not sent from here.")))
    return template_form.read(row.components, parameter_format=row.parameter_format)


def blank(row: WhatsAppTemplate, spot: Spot) -> Blank:
    """A blank with what staff have said of it, else with the likeliest."""
    said: Mapping[str, Any] = row.blanks.get(spot.key, {}) if isinstance(row.blanks, dict) else {}
    guess = blank_guesses.source(spot)
    source = said["source"] if said.get("source") in {*BLANK_SOURCES, ""} and "source" in said else guess
    named = not spot.key.startswith("button.") and not spot.name.isdecimal()
    label = said.get("label") or (
        "" if named and source != guess else _(BLANK_SOURCES[source]) if source in BLANK_SOURCES else ""
    )
    return Blank(
        key=spot.key,
        label=label or languages.shown(blank_guesses.label(spot)),
        source=source,
        example=spot.example,
        limit=spot.limit,
    )


def _rows(account: str) -> Any:
    owner = numbers.business_account(account)
    return WhatsAppTemplate.objects.filter(business_account_id=owner).exclude(business_account_id="")


def _template(row: WhatsAppTemplate, form: Form | None = None) -> Template:
    form = form or read(row)
    state = template_words.state(row.status)
    reason = (
        _GONE
        if row.removed_at
        else _because(str(state.reason), row.reason)
        if state.reason
        else languages.shown(form.problem)
    )
    return Template(
        key=str(row.pk),
        title=str(row),
        language=row.language.replace("_", "-"),
        status=str(state.words),
        usable=not reason,
        reason=str(reason),
        header=_pieces(row, form.header),
        body=_pieces(row, form.body),
        footer=form.footer,
        buttons=tuple(_pieces(row, button.parts) for button in form.buttons),
        file=form.media,
        accepts=outgoing.types(form.media) if form.media else (),
    )


def _because(words: str, reason: str) -> str:
    return f"{words.rstrip('.')}: {reason}." if reason else words


def _pieces(row: WhatsAppTemplate, parts: Sequence[Part]) -> tuple[Piece, ...]:
    return tuple(blank(row, part) if isinstance(part, Spot) else part for part in parts)


def _check_file(form: Form, file: OutboundFile | None) -> None:
    if not form.media:
        return
    if file is None:
        raise InvalidInput(
            _("This template shows %(file)s at its top: choose one.") % {"file": _FILE_WORDS[form.media]}
        )
    if outgoing.file_kind(file) != form.media:
        raise InvalidInput(
            _("This template shows %(file)s at its top; %(filename)s is none.")
            % {"file": _FILE_WORDS[form.media], "filename": file.filename}
        )
