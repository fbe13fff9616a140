from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inquiries import care
from inquiries.due import Due, DueQuerySet, due_index, failed_index
from inquiries.models.contacts import Contact, Identity
from inquiries.models.inquiries import Inquiry


class MessageQuerySet(DueQuerySet["Message"]):
    def unsettled(self) -> Self:
        """Messages that need a person: failed for good, or sent with an unknown outcome."""
        return self.filter(state__in=[Message.State.PERMANENTLY_FAILED, Message.State.UNCONFIRMED])


class Message(Due):
    """One message of a conversation, in or out, or a note among staff. `text` is canonical and never changes."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("Mail")
        WHATSAPP = "whatsapp", _("WhatsApp")
        NOTE = "note", _("Note")

    class Direction(models.TextChoices):
        IN = "IN", _("In")
        OUT = "OUT", _("Out")

    class State(models.TextChoices):
        # in
        RECEIVED = "RECEIVED", _("Received")
        PROCESSED = "PROCESSED", _("Processed")
        # out
        DRAFT = "DRAFT", _("Draft")
        QUEUED = "QUEUED", _("Waiting to be sent")
        SENDING = "SENDING", _("Sending")
        SENT = "SENT", _("Sent")
        DELIVERED = "DELIVERED", _("Delivered")
        READ = "READ", pgettext_lazy("state of a message", "Read")
        UNCONFIRMED = "UNCONFIRMED", _("Outcome unknown")
        CANCELLED = "CANCELLED", _("Cancelled")
        SANDBOXED = "SANDBOXED", _("Not sent: sandbox")
        # both
        PERMANENTLY_FAILED = "PERMANENTLY_FAILED", _("Failed")

    TASKS: ClassVar[dict[str, str]] = {
        "RECEIVED": "inquiries.process_message",
        "QUEUED": "inquiries.deliver_message",
        "SENDING": "inquiries.settle_message",  # due only when the lease of a send ran out
    }
    # Delivery states only move up this ladder (receipts.py).
    RANK: ClassVar[dict[str, int]] = {"QUEUED": 0, "SENDING": 1, "UNCONFIRMED": 2, "SENT": 3, "DELIVERED": 4, "READ": 5}

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="messages")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="messages")
    identity = models.ForeignKey(Identity, on_delete=models.SET_NULL, null=True, blank=True, related_name="messages")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="messages"
    )
    channel = models.CharField(max_length=8, choices=Channel.choices)
    direction = models.CharField(max_length=3, choices=Direction.choices)
    state = models.CharField(max_length=18, choices=State.choices)
    kind = models.CharField(max_length=40, default="text", help_text=_("The channel's type: text, image, location ..."))
    automatic = models.CharField(
        max_length=12,
        choices=Inquiry.Parked.choices,
        blank=True,
        help_text=_("Written by a machine: what its headers say."),
    )
    external_id = models.CharField(
        max_length=500, null=True, blank=True, help_text=_("The vendor's id; unique in the channel.")
    )
    account = models.CharField(max_length=255, blank=True, help_text=_("Our side: mailbox address or phone number id."))
    to = models.JSONField(
        default=list,
        blank=True,
        help_text=_("Of a mail from here: who gets it, as {address, name}; empty: its identity."),
    )
    cc = models.JSONField(default=list, blank=True, help_text=_("Of a mail from here: who gets a copy that all see."))
    message_id = models.CharField(
        max_length=500, blank=True, help_text=_("RFC 5322 Message-ID, without angle brackets.")
    )
    reply_to = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="answers")
    sent_at = models.DateTimeField(help_text=_("By the sender's or vendor's clock, never in the future."))
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    delivered_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    subject = models.CharField(max_length=998, blank=True)
    text = models.TextField(blank=True)
    signature_at = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("Code point where the signature starts.")
    )
    quoted_text = models.TextField(blank=True)
    html = models.TextField(blank=True, help_text=_("As received; sanitised when shown."))
    language = models.CharField(max_length=12, blank=True)
    shape = models.JSONField(
        default=dict,
        blank=True,
        help_text=_("Of one of ours: what the channel needs beside the text (template, reaction)."),
    )
    asked = models.JSONField(
        default=list, blank=True, help_text=_("Of one of ours: the trip fields that it asks for (asking.py).")
    )
    promised = models.JSONField(
        default=list,
        blank=True,
        help_text=_("Of one of ours, to draw it: where it promises something and until when, [start, end, due]."),
    )
    composed = models.CharField(
        max_length=40,
        blank=True,
        help_text=_("Of one of ours: the composer's word for it, by which a form sends once."),
    )
    part = models.PositiveSmallIntegerField(default=0, help_text=_("Which message of a reply that is divided."))
    hold_until = models.DateTimeField(
        null=True, blank=True, help_text=_("Of one of ours: it does not leave before; until then it can be taken back.")
    )
    scheduled = models.BooleanField(
        default=False, help_text=_("A person chose that time; it is off when the customer writes first.")
    )
    problem = models.CharField(max_length=1000, blank=True, help_text=_("What could not be read, in plain words."))
    error_code = models.CharField(max_length=60, blank=True, help_text=_("The vendor's code of the last failure."))
    draft_id = models.CharField(max_length=500, blank=True, help_text=_("What an attempt to send left at the vendor."))
    raw = models.CharField(max_length=200, blank=True, help_text=_("Storage name of the raw bytes."))
    possible_duplicate_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    search_text = models.TextField(blank=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["sent_at", "id"]
        constraints = [
            # The whole guard against doubles: nothing is checked before, the insert decides.
            models.UniqueConstraint(fields=["channel", "external_id"], name="message_external_id"),
            # The same for what people write: a button pressed twice, a request sent again.
            models.UniqueConstraint(
                fields=["author", "composed", "part"], name="message_composed_once", condition=~models.Q(composed="")
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=["email", "whatsapp", "note"]), name="message_channel"
            ),
            models.CheckConstraint(
                condition=models.Q(direction="IN", state__in=["RECEIVED", "PROCESSED", "PERMANENTLY_FAILED"])
                | models.Q(
                    direction="OUT",
                    state__in=[
                        "DRAFT",
                        "QUEUED",
                        "SENDING",
                        "SENT",
                        "DELIVERED",
                        "READ",
                        "PERMANENTLY_FAILED",
                        "UNCONFIRMED",
                        "CANCELLED",
                        "SANDBOXED",
                    ],
                ),
                name="message_state",
            ),
        ]
        permissions = [("reveal_numbers", "Can see covered numbers (cards, accounts, passports)")]
        indexes = [
            models.Index(fields=["inquiry", "sent_at", "id"], name="message_thread"),
            models.Index(fields=["message_id"], name="message_rfc_id", condition=~models.Q(message_id="")),
            models.Index(
                fields=["state"],
                name="message_needs_person",
                condition=models.Q(state__in=["PERMANENTLY_FAILED", "UNCONFIRMED"]),
            ),
            due_index("message_due"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.direction} {self.pk}"

    def get_absolute_url(self) -> str:
        """Its place in the conversation, however far up that is."""
        return f"{reverse('inquiry', args=[self.inquiry_id])}?to={self.pk}#m-{self.pk}"

    @property
    def is_out(self) -> bool:
        return self.direction == self.Direction.OUT

    @property
    def key(self) -> str:
        """Our own id of a message we send, the same at every attempt."""
        return f"th-{self.pk}"

    @property
    def own_words(self) -> str:
        """The text without its signature."""
        return self.text[: self.signature_at] if self.signature_at is not None else self.text


class ThreadKey(models.Model):
    """What ties mails together: Message-IDs (own and referenced) and the vendor's conversation, one row each.

    Both ways: a reply that arrives before the mail it answers shares a key with it as well.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="thread_keys")
    key = models.CharField(max_length=520, help_text=_("mid:<Message-ID> or conv:<conversation>"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "key"], name="thread_key_unique")]
        indexes = [models.Index(fields=["key"], name="thread_key")]

    def __str__(self) -> str:
        return self.key


class Attachment(Due):
    """A file of a message. The row exists before its bytes do; bytes are stored once per content hash."""

    class State(models.TextChoices):
        PENDING = "PENDING", _("Being fetched")
        STORED = "STORED", _("Stored")
        PERMANENTLY_FAILED = "PERMANENTLY_FAILED", _("Could not be fetched")
        EXPIRED = "EXPIRED", _("Not kept any longer")

    TASKS: ClassVar[dict[str, str]] = {"PENDING": "inquiries.fetch_attachment"}

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    state = models.CharField(max_length=18, choices=State.choices, default=State.PENDING)
    position = models.PositiveSmallIntegerField(default=0)
    filename = models.CharField(max_length=255, blank=True)
    content_type = models.CharField(max_length=255, default="application/octet-stream")
    content_id = models.CharField(max_length=255, blank=True)
    inline = models.BooleanField(default=False)
    sensitive = models.BooleanField(
        default=False, help_text=_("A passport, an identity card or a card to pay with, as its name or its text says.")
    )
    size = models.PositiveBigIntegerField(null=True, blank=True, help_text=_("Bytes"))
    sha256 = models.CharField(max_length=64, blank=True)
    blob = models.CharField(max_length=200, blank=True, help_text=_("Storage name of the bytes."))
    remote_id = models.CharField(max_length=255, blank=True, help_text=_("Where the channel fetches the bytes."))

    objects = DueQuerySet["Attachment"].as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["PENDING", "STORED", "PERMANENTLY_FAILED", "EXPIRED"]),
                name="attachment_state",
            ),
            models.UniqueConstraint(fields=["message", "position"], name="attachment_position"),
        ]
        indexes = [
            models.Index(fields=["sha256"], name="attachment_sha256"),
            models.Index(fields=["id"], name="attachment_sensitive", condition=models.Q(sensitive=True)),
            due_index("attachment_due"),
            failed_index("attachment_failed"),
        ]

    def __str__(self) -> str:
        return care.masked(self.filename) or _("file %(position)s") % {"position": self.position + 1}
