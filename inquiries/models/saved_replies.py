import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inquiries import saved_words

_SHORTCUT = re.compile(r"[a-z0-9][a-z0-9-]*")


def check_texts(texts: dict[str, str]) -> None:
    """At least one language, and no blank that nobody knows. ValidationError names what is wrong, and where."""
    problems = [
        _("%(language)s: %(name)s is no blank. Choose one from the list.") % {"language": language, "name": name}
        for language, text in texts.items()
        for name in saved_words.unknown(text)
    ]
    if not any(text.strip() for text in texts.values()):
        problems.append(str(_("Write the text in at least one language.")))
    if problems:
        raise ValidationError(problems)


class SavedReply(models.Model):
    """A text that staff send often, in as many languages as somebody wrote, with its files. Without an owner it is the
    team's, which managers keep; else one person's own."""

    class Channel(models.TextChoices):
        ANY = "", _("Mail and WhatsApp")
        EMAIL = "email", _("Mail only")
        WHATSAPP = "whatsapp", _("WhatsApp only")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="saved_replies"
    )
    title = models.CharField(max_length=80)
    shortcut = models.CharField(max_length=30, help_text=_("What is typed after the slash: /deposit."))
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.ANY, blank=True)
    texts = models.JSONField(
        default=dict, help_text=_("By language, two letters: its text with blanks (saved_words.py).")
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = _("saved replies")
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["shortcut"],
                condition=models.Q(owner=None),
                name="saved_reply_team_shortcut",
                violation_error_message=_("The team has a reply with this shortcut already."),
            ),
            models.UniqueConstraint(
                fields=["owner", "shortcut"],
                name="saved_reply_own_shortcut",
                violation_error_message=_("You have a reply with this shortcut already."),
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=["", "email", "whatsapp"]), name="saved_reply_channel"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        self.title = " ".join(self.title.split())
        self.shortcut = self.shortcut.strip().lstrip("/").lower()
        if not _SHORTCUT.fullmatch(self.shortcut):
            raise ValidationError({"shortcut": _("Small letters, digits and dashes, such as deposit or visa-us.")})
        check_texts(self.texts)


class SavedReplyFile(models.Model):
    """A file that goes along with a saved reply: in every language of it, or in one. Bytes as those of an answer."""

    reply = models.ForeignKey(SavedReply, on_delete=models.CASCADE, related_name="files")
    language = models.CharField(max_length=12, blank=True, help_text=_("Two letters; empty: in every language."))
    filename = models.CharField(max_length=255)
    content_type = models.CharField(max_length=255, default="application/octet-stream")
    size = models.PositiveBigIntegerField(help_text=_("Bytes"))
    sha256 = models.CharField(max_length=64)
    blob = models.CharField(max_length=200, db_index=True, help_text=_("Storage name of the bytes."))
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.filename
