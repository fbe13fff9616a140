from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inquiries.models.inquiries import Inquiry
from inquiries.models.messages import Message


class Extraction(models.Model):
    """One run of an engine on a message, kept whole, also when it failed."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="extractions")
    engine = models.CharField(max_length=20)
    version = models.CharField(max_length=60, help_text=_("Of the rules, or model and prompt."))
    kind = models.CharField(max_length=10, blank=True, help_text=_("inquiry, followup, booking, other"))
    language = models.CharField(max_length=12, blank=True)
    answer = models.JSONField(default=dict, blank=True, help_text=_("The raw answer."))
    tokens_in = models.PositiveIntegerField(default=0)
    tokens_out = models.PositiveIntegerField(default=0)
    cost = models.DecimalField(
        max_digits=10,
        decimal_places=6,
        null=True,
        default=0,
        help_text=_("US dollars; empty: the model's price is not known."),
    )
    duration_ms = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    error_code = models.CharField(max_length=60, blank=True, help_text=_("Of the failure, as the vendor calls it."))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["message", "-id"], name="extraction_message"),
            models.Index(fields=["created_at"], name="extraction_created"),  # what today has cost
        ]

    def __str__(self) -> str:
        return f"{self.engine} {self.version}"


class Fact(models.Model):
    """One field of one inquiry from one message or person, with the words that prove it.

    `evidence`: a list of {"message": pk, "part": "text"|"subject"|"sender", "start": int, "end": int, "quote": str};
    offsets are code points into that part. No evidence and not human: shown as unverified.
    A list field (destinations, child_ages, interests, services) is one fact whose value is the whole list.
    """

    class Field(models.TextChoices):
        DESTINATIONS = "destinations", _("Where")
        ORIGIN = "origin", pgettext_lazy("where the trip starts", "From")
        DEPART_ON = "depart_on", _("Departure")
        RETURN_ON = "return_on", pgettext_lazy("day of the trip", "Return")
        TRAVEL_MONTH = "travel_month", _("Month")
        NIGHTS = "nights", _("Nights")
        FLEXIBLE_DAYS = "flexible_days", _("Flexible by days")
        TRAVELLERS = "travellers", _("Travellers")
        ADULTS = "adults", _("Adults")
        CHILDREN = "children", _("Children")
        CHILD_AGES = "child_ages", _("Ages of children")
        BUDGET = "budget", _("Budget")  # value: {"amount": number, "currency": "EUR", "per": "total"}
        INTERESTS = "interests", _("Interests")
        SERVICES = "services", _("Services")
        ROOMS = "rooms", _("Rooms")
        HOTEL_STARS = "hotel_stars", _("Stars")
        BOARD = "board", pgettext_lazy("meals", "Board")
        PASSPORT = "passport", _("Passport")
        LICENCE = "licence", _("Driving licence")
        CONTACT_NAME = "contact_name", _("Name")
        CONTACT_PHONE = "contact_phone", _("Phone")

    class Source(models.TextChoices):
        OPENAI = "openai", _("OpenAI")
        RULES = "rules", _("Rules")
        HUMAN = "human", _("Person")

    class State(models.TextChoices):
        CURRENT = "CURRENT", _("Current")
        PROPOSED = "PROPOSED", _("Proposed")
        REJECTED = "REJECTED", _("Rejected")
        SUPERSEDED = "SUPERSEDED", _("Superseded")

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="facts")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, blank=True, related_name="facts")
    extraction = models.ForeignKey(Extraction, on_delete=models.SET_NULL, null=True, blank=True, related_name="facts")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="facts"
    )
    field = models.CharField(max_length=16, choices=Field.choices)
    value = models.JSONField(null=True, help_text=_("null: a person says that it is not known."))
    evidence = models.JSONField(default=list, blank=True)
    options = models.JSONField(default=list, blank=True, help_text=_("Readings to choose from, the likeliest first."))
    source = models.CharField(max_length=8, choices=Source.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CURRENT)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            # The truth about a field is one row; the older is superseded in the same transaction.
            models.UniqueConstraint(
                fields=["inquiry", "field"], condition=models.Q(state="CURRENT"), name="fact_one_current"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["CURRENT", "PROPOSED", "REJECTED", "SUPERSEDED"]), name="fact_state"
            ),
            models.CheckConstraint(condition=models.Q(source__in=["openai", "rules", "human"]), name="fact_source"),
        ]
        indexes = [models.Index(fields=["inquiry", "field", "-id"], name="fact_history")]

    # Said bit by bit over a conversation: more of them adds to what is known.
    GROWING = (Field.INTERESTS, Field.SERVICES)

    def __str__(self) -> str:
        return f"{self.get_field_display()}: {self.value}"

    @property
    def verified(self) -> bool:
        return bool(self.evidence) or self.source == self.Source.HUMAN

    @property
    def by_person(self) -> bool:
        """Set by somebody, or taken over."""
        return self.source == self.Source.HUMAN or self.author_id is not None

    def become(self, state: str) -> None:
        self.state = state
        self.save()
