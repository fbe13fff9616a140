"""The form of a saved reply: its head, a text for each language it has and one more, and its files."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiries.desk.filters import LANGUAGES
from inquiries.desk.forms_inquiry import ManyFiles, outbound
from inquiries.desk.words import grouped
from inquiries.envelope import OutboundFile, clean
from inquiries.models import SavedReply

TEXT_LIMIT = 10_000
MOST = 30  # languages of one reply
_CODES = dict(LANGUAGES)


class SavedReplyForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """`team`: whether it is everybody's. Which it may be is the view's to check."""

    class Meta:
        model = SavedReply
        fields = ["title", "shortcut", "channel"]
        error_messages = {
            "title": {"required": gettext_lazy("Give it a title.")},
            "shortcut": {"required": gettext_lazy("Give it a shortcut, such as deposit.")},
        }

    drop = forms.TypedMultipleChoiceField(
        coerce=int, required=False, error_messages={"invalid_choice": gettext_lazy("No such file.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drop: Any = self.fields["drop"]
        kept = self.instance.files.all() if self.instance.pk else ()
        drop.choices = [(file.pk, file.filename) for file in kept]
        for name in ("files", *(f"files-{number}" for number in range(MOST))):
            self.fields[name] = ManyFiles(required=False, allow_empty_file=True)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        try:
            self.instance.texts = read_texts(self.data)
        except ValidationError as error:
            self.add_error(None, error)
        for language, _files in self._chosen():
            if language and language not in self.instance.texts:
                self.add_error(
                    None, _("A file needs the text that it goes with. Write it, or put the file to all of them.")
                )
        return data

    def new_files(self) -> list[tuple[str, list[OutboundFile]]]:
        """What was added, by language; "" for every language. Once: an upload is read to its end."""
        return [(language, [outbound(file) for file in files]) for language, files in self._chosen()]

    def _chosen(self) -> list[tuple[str, list[Any]]]:
        chosen = [("", self.cleaned_data.get("files"))]
        for number in range(MOST):
            language = str(self.data.get(f"language-{number}", "")) or "?"
            chosen.append((language, self.cleaned_data.get(f"files-{number}")))
        return [(language, files) for language, files in chosen if files]

    def words(self) -> list[str]:
        """The errors as sentences."""
        return [str(error) for errors in self.errors.values() for error in errors]

    def _get_validation_exclusions(self) -> set[str]:
        """The owner is set by the view, and a shortcut is one owner's once."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # the stubs leave it out
        return excluded - {"owner"}


@dataclass(frozen=True)
class Block:
    """One language in the editor. `number` tells its fields apart; without a code it is the one to add."""

    number: int
    code: str
    text: str
    files: list[Any]


def read_texts(data: Any) -> dict[str, str]:
    """The texts of a form, by language; an empty one is left out. ValidationError for a language that stands twice, or
    a text without one."""
    texts: dict[str, str] = {}
    for number in range(MOST):
        text = clean(str(data.get(f"text-{number}", "")), TEXT_LIMIT + 1).replace("\r\n", "\n").strip()
        code = str(data.get(f"language-{number}", ""))
        if not text:
            continue
        if code not in _CODES:
            raise ValidationError(_("Choose the language of each text."))
        if code in texts:
            said = _("%(language)s stands there twice. Keep one of the two texts.")
            raise ValidationError(said % {"language": _CODES[code]})
        if len(text) > TEXT_LIMIT:
            said = _("%(language)s: %(most)s characters at most.")
            raise ValidationError(said % {"language": _CODES[code], "most": grouped(TEXT_LIMIT)})
        texts[code] = text
    return texts


def blocks(reply: SavedReply, data: Any = None) -> list[Block]:
    """What the editor shows: what was typed where it came back with an error, else what is kept; and one to add."""
    files = list(reply.files.all()) if reply.pk else []
    if data is not None:
        typed = [
            (str(data.get(f"language-{number}", "")), str(data.get(f"text-{number}", ""))) for number in range(MOST)
        ]
        pairs = [(code, text) for code, text in typed if text.strip()]
    else:
        pairs = sorted(reply.texts.items())
    shown = [*pairs, ("", "")]
    return [
        Block(number, code, text, [file for file in files if code and file.language == code])
        for number, (code, text) in enumerate(shown[:MOST])
    ]
