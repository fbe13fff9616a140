from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inquiries import care
from inquiries.models import urgency
from inquiries.models.contacts import Contact

_PARKED = ("auto_reply", "bounce", "bulk", "blocked", "own", "flood", "hand")


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def active(self) -> Self:
        """What staff work on: not parked, not merged away, and not over."""
        return self.filter(parked_reason="", merged_into=None, status__in=Inquiry.ACTIVE)


class Inquiry(models.Model):
    """One trip a contact asks about, with the whole conversation; projection.py alone writes its trip columns."""

    class Status(models.TextChoices):
        NEW = "NEW", pgettext_lazy("status of an inquiry", "New")
        OPEN = "OPEN", pgettext_lazy("status of an inquiry", "Open")
        QUOTED = "QUOTED", _("Quoted")
        BOOKED = "BOOKED", _("Booked")
        LOST = "LOST", _("Lost")
        CLOSED = "CLOSED", _("Closed")

    class Parked(models.TextChoices):
        AUTO_REPLY = "auto_reply", _("Automatic answer")
        BOUNCE = "bounce", _("Bounce")
        BULK = "bulk", _("Newsletter or bulk mail")
        BLOCKED = "blocked", _("Blocked sender")
        OWN = "own", _("Our own mail")
        FLOOD = "flood", _("Too many alike")
        HAND = "hand", _("By hand")

    class Kind(models.TextChoices):
        """An engine's guess; it only sorts, it never hides."""

        INQUIRY = "inquiry", _("Inquiry")
        FOLLOWUP = "followup", _("Follow-up")
        BOOKING = "booking", _("About a booking")
        OTHER = "other", _("Maybe not a request")

    ACTIVE = (Status.NEW, Status.OPEN, Status.QUOTED)

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="inquiries")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.NEW)
    parked_reason = models.CharField(max_length=12, choices=Parked.choices, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="inquiries"
    )
    lost_reason = models.CharField(
        max_length=200, blank=True, help_text=_("Why it was lost; of a closed one spam or duplicate, or nothing.")
    )
    snoozed_until = models.DateTimeField(null=True, blank=True)
    remind_at = models.DateTimeField(null=True, blank=True)
    remind_if_silent = models.BooleanField(
        default=True, help_text=_("Only where the customer has not written by then.")
    )
    reminder_by = models.CharField(max_length=150, blank=True, help_text=_("Who of the staff wants to be reminded."))
    created_at = models.DateTimeField(auto_now_add=True)
    # What the figures count by: how it began, and how far it came (answer_times.py, workflow.py).
    came_at = models.DateTimeField(default=timezone.now, help_text=_("When its first message was sent."))
    came_by = models.CharField(max_length=8, blank=True, help_text=_("The channel of its first message."))
    quoted_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When it was first quoted, or booked at once; stays when it is lost.")
    )

    # List columns, kept on the row so that a list page never joins its way to them (intake, replies, receipts).
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.INQUIRY)
    subject = models.CharField(max_length=998, blank=True)
    language = models.CharField(max_length=12, blank=True)
    has_email = models.BooleanField(default=False)
    has_whatsapp = models.BooleanField(default=False)
    last_message_at = models.DateTimeField(db_index=False)
    last_message_text = models.CharField(max_length=200, blank=True)
    last_message_direction = models.CharField(max_length=3, blank=True)
    last_message_author = models.CharField(
        max_length=150, blank=True, help_text=_("Who of the staff wrote it, if they did.")
    )
    needs_reply_since = models.DateTimeField(null=True, blank=True)
    target_at = models.DateTimeField(
        null=True, blank=True, help_text=_("End of the target for an answer, in opening hours (targets.py).")
    )
    window_closes_at = models.DateTimeField(null=True, blank=True, help_text=_("End of WhatsApp's 24 hours."))
    unread = models.BooleanField(default=True)
    failed_count = models.PositiveSmallIntegerField(default=0, help_text=_("Messages here that need a person."))
    file_count = models.PositiveIntegerField(default=0)
    suggested_count = models.PositiveSmallIntegerField(
        default=0, help_text=_("Conversations that may belong to this one; a person has not decided yet.")
    )
    promise_due_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text=_("Until when the first open promise of ours is to be kept, unless it is over."),
    )
    scheduled_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When the first reply that waits for its time goes out.")
    )
    not_sent = models.CharField(
        max_length=120, blank=True, help_text=_("Why a scheduled reply did not go out; gone with the next reply.")
    )
    answer_by = models.GeneratedField(
        expression=urgency.answer_by(), output_field=models.DateTimeField(null=True), db_persist=True, null=True
    )

    # The trip, projected from the current facts (projection.py).
    trip = models.CharField(max_length=300, blank=True, help_text=_("The trip in one line."))
    origin = models.CharField(max_length=120, blank=True)
    origin_country = models.CharField(max_length=2, blank=True)
    depart_on = models.DateField(null=True, blank=True)
    return_on = models.DateField(null=True, blank=True)
    travel_month = models.CharField(max_length=7, blank=True, help_text=_("YYYY-MM"))
    nights = models.PositiveSmallIntegerField(null=True, blank=True)
    flexible_days = models.PositiveSmallIntegerField(null=True, blank=True)
    travellers = models.PositiveSmallIntegerField(null=True, blank=True)
    adults = models.PositiveSmallIntegerField(null=True, blank=True)
    children = models.PositiveSmallIntegerField(null=True, blank=True)
    child_ages = models.JSONField(default=list, blank=True)
    budget_amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    budget_currency = models.CharField(max_length=3, blank=True)
    budget_per = models.CharField(max_length=6, blank=True)
    interests = models.JSONField(default=list, blank=True)
    services = models.JSONField(default=list, blank=True)
    rooms = models.PositiveSmallIntegerField(null=True, blank=True)
    hotel_stars = models.PositiveSmallIntegerField(null=True, blank=True)
    board = models.CharField(max_length=14, blank=True)
    sure_count = models.PositiveSmallIntegerField(default=0, help_text=_("Wanted facts that are known and proven."))
    check_count = models.PositiveSmallIntegerField(default=0, help_text=_("Wanted facts that a person should check."))
    missing_count = models.PositiveSmallIntegerField(default=0)

    # Folded words for search: reference, contact, addresses, subject, trip (search.py).
    search_text = models.TextField(blank=True, editable=False)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("inquiries")
        permissions = [("export_inquiries", "Can export inquiries"), ("view_figures", "Can see the figures")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=["NEW", "OPEN", "QUOTED", "BOOKED", "LOST", "CLOSED"]),
                name="inquiry_status",
            ),
            models.CheckConstraint(
                condition=models.Q(parked_reason__in=["", *_PARKED]),
                name="inquiry_parked",
            ),
        ]
        indexes = [
            # One index per order of the queue, each ending in the id, for paging by key.
            models.Index(fields=["-last_message_at", "-id"], name="inquiry_recent"),
            models.Index(fields=["status", "-last_message_at", "-id"], name="inquiry_status_recent"),
            models.Index(fields=["assignee", "-last_message_at", "-id"], name="inquiry_assignee_recent"),
            models.Index(fields=["contact", "-last_message_at"], name="inquiry_contact_recent"),
            models.Index(
                fields=["needs_reply_since", "id"],
                name="inquiry_needs_reply",
                condition=models.Q(needs_reply_since__isnull=False),
            ),
            models.Index(
                fields=["window_closes_at", "id"],
                name="inquiry_window",
                condition=models.Q(window_closes_at__isnull=False),
            ),
            models.Index(
                fields=["depart_on", "id"], name="inquiry_departure", condition=models.Q(depart_on__isnull=False)
            ),
            # A range of departures in the order of the list: the date is looked at in the index itself.
            models.Index(
                fields=["-last_message_at", "-id", "depart_on"],
                name="inquiry_departs_recent",
                condition=models.Q(depart_on__isnull=False, merged_into=None),
            ),
            models.Index(
                fields=["-last_message_at", "-id"],
                include=["merged_into"],
                name="inquiry_parked",
                condition=~models.Q(parked_reason=""),
            ),
            models.Index(
                fields=["-last_message_at", "-id"], name="inquiry_failed_recent", condition=models.Q(failed_count__gt=0)
            ),
            models.Index(
                fields=["answer_by", "id"],
                # With these the tabs of what is active are counted from the index alone.
                include=["snoozed_until", "kind", "assignee", "needs_reply_since", "promise_due_at"],
                name="inquiry_active",
                condition=models.Q(parked_reason="", merged_into=None, status__in=["NEW", "OPEN", "QUOTED"]),
            ),
            models.Index(
                fields=["answer_by", "id"],
                # As above, for those who wait, also on a booked or a lost trip.
                include=["snoozed_until", "kind", "needs_reply_since", "promise_due_at"],
                name="inquiry_to_answer",
                condition=models.Q(parked_reason="", merged_into=None, answer_by__isnull=False)
                & ~models.Q(status="CLOSED"),
            ),
            models.Index(
                fields=["answer_by", "id"], name="inquiry_answer_by", condition=models.Q(answer_by__isnull=False)
            ),
            models.Index(fields=["created_at"], name="inquiry_created"),
            models.Index(
                fields=["came_at"], name="inquiry_came", condition=models.Q(parked_reason="", merged_into=None)
            ),
            models.Index(
                fields=["snoozed_until", "id"],
                name="inquiry_snoozed",
                condition=models.Q(snoozed_until__isnull=False),
            ),
            models.Index(
                fields=["promise_due_at", "id"],
                name="inquiry_promised",
                condition=models.Q(promise_due_at__isnull=False, merged_into=None),
            ),
            models.Index(
                fields=["-last_message_at", "-id"],
                name="inquiry_suggested",
                condition=models.Q(suggested_count__gt=0, merged_into=None),
            ),
            models.Index(
                fields=["-last_message_at", "-id"], name="inquiry_maybe_recent", condition=models.Q(kind="other")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.trip or care.masked(self.subject)}".strip()

    @property
    def reference(self) -> str:
        """What people say on the phone and what stands in a subject: TH-2481."""
        return f"TH-{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("inquiry", args=[self.pk])


class Destination(models.Model):
    """A place the travellers want to go to, in the order of the text; written by projection.py alone."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="destinations")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    country = models.CharField(
        max_length=2, blank=True, help_text=_("ISO 3166-1 alpha-2; empty for a region over countries.")
    )

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["inquiry", "position"], name="destination_position")]
        indexes = [models.Index(fields=["name", "inquiry"], name="destination_name")]

    def __str__(self) -> str:
        return self.name
