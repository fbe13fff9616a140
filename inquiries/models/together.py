from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from inquiries.models.contacts import Contact
from inquiries.models.inquiries import Inquiry
from inquiries.models.messages import Message


class Mention(models.Model):
    """Something in a message that may lead to another conversation: by its key the other side is found (clues.py)."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("Phone number")
        EMAIL = "email", _("Mail address")
        CARD = "card", _("Contact card")
        COPY = "copy", _("In copy")
        REFERENCE = "reference", _("Our reference")
        WROTE = "wrote", _("Says they wrote elsewhere")

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mentions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    value = models.CharField(
        max_length=320, help_text=_("A normalised address, the number of a reference, or the channel they wrote on.")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "kind", "value"], name="mention_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["phone", "email", "card", "copy", "reference", "wrote"]),
                name="mention_kind",
            ),
        ]
        indexes = [models.Index(fields=["value", "kind"], name="mention_value")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"


class Suggestion(models.Model):
    """Two conversations that may belong together, and why. A person decides; what was decided does not come back.

    `one` has the lower number. `reasons`: a list of {"code": str, "words": str, "messages": [pk]}.
    """

    class Kind(models.TextChoices):
        PERSON = "same_person", _("Same person?")
        TRIP = "same_trip", _("Same trip?")
        WHICH = "which_trip", _("Which trip?")

    class State(models.TextChoices):
        OPEN = "OPEN", _("Open")
        ACCEPTED = "ACCEPTED", _("Accepted")
        DISMISSED = "DISMISSED", _("Dismissed")
        UNDONE = "UNDONE", _("Undone")

    kind = models.CharField(max_length=11, choices=Kind.choices)
    one = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="+")
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other", "kind"], name="suggestion_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="suggestion_order"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["same_person", "same_trip", "which_trip"]), name="suggestion_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["OPEN", "ACCEPTED", "DISMISSED", "UNDONE"]), name="suggestion_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} TH-{self.one_id}, TH-{self.other_id}"


class Regrouping(models.Model):
    """One act of a person that put conversations together or apart, with what it takes to put it back exactly.

    `data`: what was moved and what stood there before, by key and column (regrouping.py, person_joins.py).
    """

    class Kind(models.TextChoices):
        TRIP = "trip", _("Joined to a trip")
        MESSAGES = "messages", _("Messages moved")
        PERSON = "person", _("Same person")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    source = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="regrouped_from")
    target = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="regrouped_to")
    kept_contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    gone_contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    suggestion = models.ForeignKey(
        Suggestion, on_delete=models.SET_NULL, null=True, blank=True, related_name="regroupings"
    )
    data = models.JSONField(default=dict)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=["trip", "messages", "person"]), name="regrouping_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: TH-{self.source_id}, TH-{self.target_id}"
