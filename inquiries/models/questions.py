from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from inquiries.question_words import KEYS


class QuestionText(models.Model):
    """One part of the ready question in one language. The shipped words are laid here once; staff may change them."""

    language = models.CharField(max_length=12, help_text=_("Two letters: en, de, fr ..."))
    key = models.CharField(
        _("part"),
        max_length=20,
        choices=[(key, key.replace("_", " ")) for key in KEYS],
        help_text=_("What it asks for."),
    )
    text = models.CharField(
        max_length=500, help_text=_("{name} in a greeting and {readings} in a doubt are filled in; nothing else is.")
    )

    class Meta:
        ordering = ["language", "key"]
        constraints = [models.UniqueConstraint(fields=["language", "key"], name="question_text_one_each")]

    def __str__(self) -> str:
        return f"{self.language} {self.get_key_display()}"

    def clean(self) -> None:
        self.language = self.language.strip().lower()
        allowed = {"hello": "{name}", "doubt": "{readings}"}.get(self.key.partition(" ")[0], "")
        left = self.text.replace(allowed, "") if allowed else self.text
        if "{" in left or "}" in left:
            words = (
                _("Only %(known)s can be filled in.") % {"known": allowed} if allowed else _("Nothing is filled in.")
            )
            raise ValidationError({"text": words})
        if self.key == "doubt" and "{readings}" not in self.text:
            raise ValidationError({"text": _("{readings} has to stand in it.")})
