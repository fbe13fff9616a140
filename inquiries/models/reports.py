from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inquiries.envelope import Receipt
from inquiries.models.messages import Message


class EarlyReport(models.Model):
    """A delivery report on an id that no message of ours has yet (receipts.py); gone once it is applied.

    A bounce may overtake the note of how our send went, WhatsApp's "read" the echo of what was typed on the phone.
    Reports on what staff sent elsewhere, and we never see, stay for a week.
    """

    channel = models.CharField(max_length=8, choices=Message.Channel.choices)
    external_id = models.CharField(max_length=500, blank=True, help_text=_("The vendor's id of the message."))
    message_id = models.CharField(max_length=500, blank=True, help_text=_("Of a mail: its Message-ID."))
    state = models.CharField(max_length=18, choices=Message.State.choices)
    at = models.DateTimeField()
    recipient = models.CharField(max_length=320, blank=True)
    error = models.TextField(blank=True)
    code = models.CharField(max_length=60, blank=True)
    told_by = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("early delivery report")
        indexes = [
            models.Index(fields=["message_id"], name="early_report_message_id", condition=~models.Q(message_id="")),
            models.Index(fields=["external_id"], name="early_report_external_id", condition=~models.Q(external_id="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.message_id or self.external_id}"

    def receipt(self) -> Receipt:
        return Receipt(
            channel=self.channel,
            external_id=self.external_id,
            state=self.state,  # type: ignore[arg-type]  # kept from a receipt
            at=self.at,
            error=self.error,
            code=self.code,
            message_id=self.message_id,
            recipient=self.recipient,
            told_by=self.told_by_id,
        )
