from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inquiries import addresses


class Contact(models.Model):
    """A person who writes to the agency. Nothing is merged across channels without a person."""

    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12, blank=True)
    username = models.CharField(
        max_length=100, blank=True, help_text=_("WhatsApp user name: an attribute, never a key.")
    )
    phone = models.CharField(
        max_length=32, blank=True, help_text=_("E.164, as given in a text or signature; never a key.")
    )
    home = models.CharField(max_length=120, blank=True, help_text=_("Town or country, where known."))
    notes = models.TextField(blank=True)
    blocked = models.BooleanField(default=False, help_text=_("New messages are parked and never answered."))
    joined_into = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="joined",
        help_text=_("The contact that turned out to be the same person, and has all of this one's messages."),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["name"], name="contact_name")]

    def __str__(self) -> str:
        return self.name or self.handle or addresses.show_phone(self.phone) or str(_("Unknown sender"))

    @property
    def handle(self) -> str:
        """The user name as people write it: @lucia.romero."""
        return f"@{self.username}" if self.username else ""


class Identity(models.Model):
    """An address that a message really came from, or that its owner or Meta gave as theirs.

    Unique by kind + normalised value (addresses.normalise) among those that are in use. A number that was given up
    stays with its contact as a former one, and may be somebody else's meanwhile.
    """

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail")
        WA_ID = "wa_id", _("WhatsApp number")
        BSUID = "bsuid", _("WhatsApp user id")

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    value = models.CharField(max_length=320, help_text=_("Normalised: the key."))
    display = models.CharField(max_length=320, help_text=_("As it came."))
    parent = models.CharField(
        max_length=320, blank=True, help_text=_("Of a user id: the one above it, where Meta links several businesses.")
    )
    confirmed = models.BooleanField(
        default=True,
        help_text=_(
            "A message or Meta has shown that it is theirs. What was only told is not sent to beside a user id."
        ),
    )
    former_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Since when it is theirs no more: nothing is sent to it.")
    )
    replaced_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaced")
    last_inbound_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = _("identities")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "value"], name="identity_in_use", condition=models.Q(former_at=None)
            ),
            models.CheckConstraint(condition=models.Q(kind__in=["email", "wa_id", "bsuid"]), name="identity_kind"),
        ]
        indexes = [models.Index(fields=["value", "kind"], name="identity_value")]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """The address as people read it: a WhatsApp number in groups, with its plus."""
        return addresses.show(self.kind, self.display)


class BlockedSender(models.Model):
    """A mail address, or a whole domain, whose new messages are parked (blocking.py). A contact has its own flag."""

    value = models.CharField(
        max_length=320,
        unique=True,
        help_text=_("An address (pushy@offers.example) or a domain (offers.example), which means its subdomains too."),
    )
    reason = models.CharField(max_length=200, blank=True, help_text=_("For colleagues."))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["value"]

    def __str__(self) -> str:
        return self.value

    @property
    def is_domain(self) -> bool:
        return "@" not in self.value
