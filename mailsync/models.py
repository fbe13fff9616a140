"""Mail's own rows: mailboxes of ours, the folders that are read, and what only mail knows of a message."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inquiries.due import Due, DueQuerySet, due_index, failed_index
from mailsync import signature

SIGNATURE = "{agent}\n{agency}"


def check_signature(text: str) -> None:
    """ValidationError where it names something that is not filled in."""
    unknown = sorted(set(signature.names(text)) - set(signature.KNOWN))
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in signature.KNOWN)
        raise ValidationError(
            _("%(name)s is not known here. There are %(known)s.") % {"name": f"{{{unknown[0]}}}", "known": known}
        )


class Mailbox(models.Model):
    """A mailbox of the agency at Microsoft 365. Made by `add_mailbox` or in the admin; no secret is kept here."""

    address = models.EmailField(unique=True, help_text=_("As Microsoft 365 knows it (the user principal name)."))
    name = models.CharField(max_length=120, blank=True, help_text=_("What staff call it."))
    enabled = models.BooleanField(default=True, help_text=_("Not fetched and not shown as a fault when off."))
    acknowledge = models.BooleanField(
        _("acknowledge new inquiries"),
        default=False,
        help_text=_("People who write for the first time get a short automatic answer in their language."),
    )
    never_to_openai = models.BooleanField(
        _("never to OpenAI"),
        default=False,
        help_text=_("What comes here is read by the rules in this house alone, also where OpenAI is set up."),
    )
    signature = models.TextField(
        blank=True,
        default=SIGNATURE,
        max_length=2000,
        validators=[check_signature],
        help_text=_(
            "Below each mail that goes out from here, as plain text. {agent} is who writes, {agency} the agency, "
            "{mailbox} this address; a line whose name is not known is left out."
        ),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_synced_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text=_("When all of its folders were last read to their end.")
    )
    last_sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_error = models.TextField(blank=True, editable=False, help_text=_("In plain words; empty while all is well."))
    failing_since = models.DateTimeField(null=True, blank=True, editable=False)
    # One worker at a time (sync.py): whoever moves `lease_until` behind now holds the mailbox until then.
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    lease_holder = models.CharField(max_length=32, blank=True, editable=False)
    # One send at a time beside the fetching (Graph takes four calls of an app at once), by a lease of its own.
    send_until = models.DateTimeField(null=True, blank=True, editable=False)
    send_holder = models.CharField(max_length=32, blank=True, editable=False)
    # Microsoft's Retry-After, on the row so that every process keeps it.
    blocked_until = models.DateTimeField(null=True, blank=True, editable=False)
    # The doorbell: a notification came. Who fetches looks at it before and after, so that no ring falls in between.
    rung_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_page_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text=_("When Microsoft 365 last gave us anything of it.")
    )
    alarmed_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text=_("Since when people know that nothing can be fetched.")
    )

    class Meta:
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name or self.address

    def clean(self) -> None:
        self.address = self.address.lower()  # Microsoft does not tell them apart, a unique column does


class MailFolder(models.Model):
    """A folder that is read by delta, with the place up to which it was."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="folders")
    name = models.CharField(
        max_length=255,
        default="inbox",
        help_text=_("A well-known name (inbox, archive, junkemail) or Graph's id of the folder."),
    )
    since = models.DateTimeField(null=True, blank=True, help_text=_("Mail received before this is left alone."))
    # Graph's nextLink in the middle of a round, its deltaLink between two; empty: everything, from the start.
    delta_link = models.TextField(blank=True, editable=False)
    last_synced_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Beside it, now and then, a pass over everything, for what delta never told (full_pass.py).
    pass_link = models.TextField(blank=True, editable=False)
    passed_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text=_("When all of it was last compared with our rows.")
    )
    stuck_rounds = models.PositiveSmallIntegerField(
        default=0,
        editable=False,
        help_text=_("How often in a row a mail of the page at this place could not be fetched."),
    )
    resyncs = models.PositiveIntegerField(
        default=0, editable=False, help_text=_("How often Microsoft had lost our place and all was read anew.")
    )

    class Meta:
        verbose_name = _("folder")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["mailbox", "name"], name="mail_folder_once")]

    def __str__(self) -> str:
        return f"{self.mailbox} / {self.name}"


class Subscription(Due):
    """Microsoft's promise to tell us of new mail in a folder. Only a doorbell: the poll runs beneath all the same.

    Its secret (clientState) is computed from SECRET_KEY and is no column; `fingerprint` tells when it has changed.
    """

    class State(models.TextChoices):
        WANTED = "WANTED", _("Not made yet")
        ACTIVE = "ACTIVE", _("Active")
        PERMANENTLY_FAILED = "PERMANENTLY_FAILED", _("Failed")

    # The same task makes and renews: `due_at` of an active one is when it has to be renewed.
    TASKS: ClassVar[dict[str, str]] = {
        "WANTED": "mailsync.keep_subscription",
        "ACTIVE": "mailsync.keep_subscription",
    }

    folder = models.OneToOneField(MailFolder, on_delete=models.CASCADE, related_name="subscription")
    state = models.CharField(max_length=18, choices=State.choices, default=State.WANTED)
    remote_id = models.CharField(max_length=200, blank=True, db_index=True, help_text=_("Microsoft's id of it."))
    address = models.CharField(max_length=500, blank=True, help_text=_("Where Microsoft posts to."))
    fingerprint = models.CharField(max_length=16, blank=True, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_notified_at = models.DateTimeField(null=True, blank=True, help_text=_("When it last rang."))
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DueQuerySet["Subscription"].as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["WANTED", "ACTIVE", "PERMANENTLY_FAILED"]), name="subscription_state"
            ),
        ]
        indexes = [due_index("subscription_due"), failed_index("subscription_failed")]

    def __str__(self) -> str:
        return _("Notifications of %(folder)s") % {"folder": self.folder}


class EmailMessage(models.Model):
    """What only mail knows of a message; made in the same transaction as the message itself.

    The lists hold {"address", "name"} in the order of the mail. Graph's id of it stands in the message's `external_id`
    (graph.external_id).
    """

    message = models.OneToOneField(
        "inquiries.Message", on_delete=models.CASCADE, primary_key=True, related_name="email"
    )
    mailbox = models.CharField(max_length=255, blank=True, help_text=_("Our address it came to; empty: imported."))
    sender = models.JSONField(default=list, blank=True, help_text=_("The From field, which may be a website's."))
    to = models.JSONField(default=list, blank=True)
    cc = models.JSONField(default=list, blank=True)
    bcc = models.JSONField(default=list, blank=True)
    reply_to = models.JSONField(default=list, blank=True)
    headers = models.JSONField(default=dict, blank=True, help_text=_("Fields that tell people from machines."))
    size = models.PositiveBigIntegerField(default=0, help_text=_("Bytes"))
    removed_at = models.DateTimeField(null=True, blank=True, help_text=_("It left its folder; we keep it."))

    class Meta:
        verbose_name = _("mail")

    def __str__(self) -> str:
        return _("Mail %(id)s") % {"id": self.pk}
