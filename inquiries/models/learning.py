"""What people made of an engine's values, and jobs that read messages anew."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from inquiries.due import Due, DueQuerySet, due_index, failed_index
from inquiries.models.facts import Fact
from inquiries.models.inquiries import Inquiry
from inquiries.models.messages import Message


class Correction(models.Model):
    """A person's judgement of one value: what an engine had said about a field, and what is right.

    Written in the transaction of the decision itself (corrections.py). Whoever changes their mind makes another row;
    `latest` marks the one that counts of each value, and the others are its history.
    """

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed", _("Right")
        WRONG = "wrong", _("Wrong")
        INVENTED = "invented", _("Invented")  # nothing is known of it, but the engine gave a value
        MISSING = "missing", _("Missing")  # the engine gave nothing

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="corrections")
    message = models.ForeignKey(
        Message,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="corrections",
        help_text=_("Whose words were read; empty where several may have said it."),
    )
    about = models.ForeignKey(
        Fact,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="corrections",
        help_text=_("What was judged."),
    )
    field = models.CharField(max_length=16, choices=Fact.Field.choices)
    kind = models.CharField(max_length=9, choices=Kind.choices)
    predicted = models.JSONField(null=True, blank=True)
    corrected = models.JSONField(null=True, blank=True)
    engine = models.CharField(max_length=20, blank=True, help_text=_("Empty: no engine had read a message."))
    version = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=8, blank=True)
    language = models.CharField(max_length=12, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    latest = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["confirmed", "wrong", "invented", "missing"]), name="correction_kind"
            ),
            models.UniqueConstraint(
                fields=["about"], condition=models.Q(latest=True, about__isnull=False), name="correction_one_latest"
            ),
            models.UniqueConstraint(
                fields=["inquiry", "field"],
                condition=models.Q(latest=True, kind="missing"),
                name="correction_one_missing",
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], name="correction_latest", condition=models.Q(latest=True)),
        ]

    def __str__(self) -> str:
        return f"{self.get_field_display()}: {self.get_kind_display()}"


class Rerun(Due):
    """A job that reads messages anew, in slices. `cursor` is the last message that is done, so it goes on after a kill.

    `filters`: {"message": pk} or {"inquiry": pk}, else {"older_than": version, "since": "2027-05-03"}, both optional.
    `dry`: tries it and puts everything back; the changes that it would have made are kept.
    """

    class State(models.TextChoices):
        RUNNING = "RUNNING", _("Running")
        DONE = "DONE", _("Done")
        CANCELLED = "CANCELLED", _("Cancelled")
        PERMANENTLY_FAILED = "PERMANENTLY_FAILED", _("Failed")

    TASKS: ClassVar[dict[str, str]] = {"RUNNING": "inquiries.read_again"}

    engine = models.CharField(max_length=20)
    version = models.CharField(max_length=60, help_text=_("Of the engine when the job was asked for."))
    filters = models.JSONField(default=dict, blank=True)
    dry = models.BooleanField(default=False)
    state = models.CharField(max_length=18, choices=State.choices, default=State.RUNNING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0, help_text=_("Messages of which a value changed."))
    failed = models.PositiveIntegerField(default=0)
    cost = models.DecimalField(max_digits=10, decimal_places=6, default=0, help_text=_("US dollars"))
    cursor = models.PositiveBigIntegerField(default=0, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = DueQuerySet["Rerun"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["RUNNING", "DONE", "CANCELLED", "PERMANENTLY_FAILED"]),
                name="rerun_state",
            )
        ]
        indexes = [due_index("rerun_due"), failed_index("rerun_failed")]

    def __str__(self) -> str:
        return _("Reading again %(id)s") % {"id": self.pk}


class RerunChange(models.Model):
    """One value that a job changed, or would change: what stood there, and what stands there now."""

    rerun = models.ForeignKey(Rerun, on_delete=models.CASCADE, related_name="changes")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    field = models.CharField(max_length=16, choices=Fact.Field.choices)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    proposed = models.BooleanField(default=False, help_text=_("Not taken over: a person is asked."))
    was_read_by = models.CharField(max_length=81, blank=True, help_text=_("Engine and version of the run before."))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rerun", "message", "field"], name="rerun_change_once")]

    def __str__(self) -> str:
        return _("%(field)s of message %(id)s") % {"field": self.get_field_display(), "id": self.message_id}
