"""The inquiry page's forms: a reply with its files, and the small acts of the header and the contact panel."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiries import recipients, workflow
from inquiries.desk import later, person, snoozing, wording
from inquiries.desk.http import number
from inquiries.envelope import NAME_LIMIT, Address, OutboundFile
from inquiries.errors import InvalidInput
from inquiries.held import Composing
from inquiries.models import Contact, Fact, Inquiry, Message, User


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """Several files in one field; each is checked against the limit of one."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        files = data if isinstance(data, (list, tuple)) else [data] if data else []
        return [self._checked(file, initial) for file in files]

    def _checked(self, file: "UploadedFile[Any]", initial: Any) -> "UploadedFile[Any]":
        if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
            limit = wording.size(settings.UPLOAD_MAX_BYTES)
            said = _("%(file)s is larger than %(limit)s. Send a link or a smaller version.")
            raise forms.ValidationError(said % {"file": file.name, "limit": limit})
        checked: UploadedFile[Any] = super().clean(file, initial)
        return checked


class ReplyForm(forms.Form):
    """What the composer sends: a reply on one of the channels, or a note."""

    channel = forms.ChoiceField(choices=Message.Channel.choices)
    subject = forms.CharField(required=False, max_length=250)
    text = forms.CharField(required=False, strip=False)
    # Of mail: who gets it, what is answered, and to which new addresses somebody has said yes (addressing.py).
    to = forms.CharField(required=False, max_length=12_000)
    cc = forms.CharField(required=False, max_length=12_000)
    answers = forms.CharField(required=False, max_length=20)
    agreed = forms.CharField(required=False, max_length=20_000)
    quotes = forms.CharField(required=False, max_length=20)  # of WhatsApp: the message shown above it (quote.py)
    asked = forms.CharField(required=False, max_length=500)  # what of the trip it asks for, with commas (ask.js)
    remind = forms.CharField(required=False, max_length=10)  # when to look whether they have answered
    remind_day = forms.CharField(required=False, max_length=10)
    # What the composer knows beside the words (held.Composing), and the files of its draft.
    word = forms.CharField(required=False, max_length=40)
    known = forms.CharField(required=False, max_length=20)
    version = forms.CharField(required=False, max_length=20)
    send_at = forms.CharField(required=False, max_length=20)  # later.Time.key; "at": as send_on says
    send_on = forms.CharField(required=False, max_length=40)
    # Django takes a field's name off the class, so Form.files stays what it is.
    files = ManyFiles(required=False, allow_empty_file=True)  # type: ignore[assignment]

    def clean_to(self) -> tuple[Address, ...]:
        return self._addresses("to")

    def clean_cc(self) -> tuple[Address, ...]:
        return self._addresses("cc")

    def clean_asked(self) -> list[str]:
        """Only what a question asks for: a text without one has been rewritten."""
        named = self.cleaned_data["asked"].split(",") if "?" in self.cleaned_data.get("text", "") else []
        return [name for name in named if name in Fact.Field.values]

    def clean_remind_day(self) -> datetime | None:
        """When to be reminded, by both fields; None: not at all."""
        try:
            return snoozing.follow_up(self.cleaned_data.get("remind", ""), self.cleaned_data["remind_day"])
        except InvalidInput as error:
            raise forms.ValidationError(str(error)) from error

    def _addresses(self, name: str) -> tuple[Address, ...]:
        if self.data.get("channel", Message.Channel.EMAIL) != Message.Channel.EMAIL:
            return ()
        try:
            return recipients.read(self.cleaned_data[name])
        except InvalidInput as error:
            raise forms.ValidationError(str(error)) from error

    def outbound_files(self) -> Sequence[OutboundFile]:
        return [outbound(file) for file in self.cleaned_data["files"]]

    def kept(self) -> tuple[int, ...]:
        """The files of the draft that the form shows."""
        given = self.data.getlist("kept") if isinstance(self.data, QueryDict) else []
        return tuple(dict.fromkeys(pk for pk in map(number, given) if pk is not None))

    def composing(self) -> Composing:
        """InvalidInput where it names no time to be sent at."""
        data = self.cleaned_data
        return Composing(
            word=data["word"],
            known=number(data["known"]),
            send_at=later.read(data["send_at"], data["send_on"]),
            version=number(data["version"]),
            files=self.kept(),
        )

    def words(self) -> list[str]:
        """The errors as sentences."""
        return [str(error) for errors in self.errors.values() for error in errors]


def outbound(file: "UploadedFile[Any]") -> OutboundFile:
    """A large one lies on the disk already (Django's own hands it over as it came) and never is in memory whole."""
    named: dict[str, Any] = {
        "filename": file.name or "file",
        "content_type": file.content_type or "application/octet-stream",
    }
    if isinstance(file, TemporaryUploadedFile):
        return OutboundFile(path=Path(file.temporary_file_path()), **named)
    return OutboundFile(content=file.read(), **named)


class TemplateForm(forms.Form):
    """What the picker sends beside the blanks. `once`: the form's own word, by which it sends once."""

    template = forms.CharField(max_length=40, error_messages={"required": gettext_lazy("Choose a template.")})
    once = forms.CharField(required=False, max_length=64)
    file = forms.FileField(required=False, allow_empty_file=True, max_length=255)

    def outbound_file(self) -> OutboundFile | None:
        file = self.cleaned_data["file"]
        return outbound(file) if file else None

    def words(self) -> list[str]:
        return [str(error) for errors in self.errors.values() for error in errors]


class StatusForm(forms.Form):
    """A lost inquiry says why, so that the figures can count it."""

    status = forms.ChoiceField(choices=Inquiry.Status.choices)
    lost_reason = forms.CharField(required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("status") == Inquiry.Status.LOST and not data.get("lost_reason", "").strip():
            self.add_error("lost_reason", _("Say in a few words why it was lost."))
        return data


class AssignForm(forms.Form):
    assignee = forms.ModelChoiceField(queryset=User.objects.filter(is_active=True), required=False)


class SnoozeForm(forms.Form):
    """Until when the inquiry rests; an empty one wakes it."""

    until = forms.DateTimeField(
        required=False,
        input_formats=["%Y-%m-%dT%H:%M"],
        error_messages={"invalid": gettext_lazy("Give a day and a time.")},
    )

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until is not None and until <= timezone.now() + timedelta(minutes=1):
            raise forms.ValidationError(_("That is already over. Choose a time to come."))
        return _within_a_year(until)


class RemindForm(forms.Form):
    """When to be reminded, and whether also if the customer has written by then."""

    at = forms.DateTimeField(
        input_formats=["%Y-%m-%dT%H:%M"],
        error_messages={
            "required": gettext_lazy("Give a day and a time."),
            "invalid": gettext_lazy("Give a day and a time."),
        },
    )
    anyway = forms.BooleanField(required=False)

    def clean_at(self) -> Any:
        return _within_a_year(self.cleaned_data["at"])


def _within_a_year(moment: datetime | None) -> datetime | None:
    """A year that was mistyped would put an inquiry out of everybody's sight."""
    if moment is not None and moment > timezone.now() + snoozing.YEAR:
        raise forms.ValidationError(_("That is more than a year away. Choose an earlier time."))
    return moment


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    class Meta:
        model = Contact
        fields = ["name", "home", "notes"]

    name = forms.CharField(max_length=NAME_LIMIT, error_messages={"required": gettext_lazy("A contact needs a name.")})
    # Of who hides it on WhatsApp, once they have said it.
    number = forms.CharField(required=False, max_length=40, label=gettext_lazy("WhatsApp number"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not person.hides_number(list(self.instance.identities.all())):
            del self.fields["number"]

    def clean_number(self) -> str:
        text = self.cleaned_data["number"].strip()
        try:
            return workflow.check_number(self.instance, text) if text else ""
        except InvalidInput as error:
            raise forms.ValidationError(str(error)) from error
