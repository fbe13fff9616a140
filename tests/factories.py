"""Rows and envelopes for tests: valid by default, so that a test names only what it is about."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from factory.declarations import LazyAttribute, LazyFunction, PostGeneration, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from inquiries.envelope import Address, Inbound, Sender
from inquiries.models import Attachment, Contact, Fact, Identity, Inquiry, Message, ThreadKey, User


class RowFactory[M](DjangoModelFactory[M]):
    """factory_boy's stubs give the factory where a call gives the row."""

    if TYPE_CHECKING:

        def __new__(cls, **fields: Any) -> M: ...

    class Meta:
        abstract = True


class UserFactory(RowFactory[User]):
    class Meta:
        model = User

    username = Sequence(lambda number: f"agent{number}")
    first_name = "Nora"
    last_name = "Lindqvist"
    is_staff = True


class ContactFactory(RowFactory[Contact]):
    class Meta:
        model = Contact

    name = Sequence(lambda number: f"Anna Berg {number}")


class IdentityFactory(RowFactory[Identity]):
    class Meta:
        model = Identity

    contact = SubFactory(ContactFactory)
    kind = Identity.Kind.EMAIL
    value = Sequence(lambda number: f"anna{number}@berg.example")
    display = SelfAttribute("value")


class InquiryFactory(RowFactory[Inquiry]):
    class Meta:
        model = Inquiry

    contact = SubFactory(ContactFactory)
    subject = "Ten days on Crete"
    last_message_at = LazyFunction(timezone.now)


def _thread_key(message: Message, create: bool, extracted: object, **kwargs: object) -> None:
    if create and message.message_id:
        ThreadKey.objects.create(message=message, key=f"mid:{message.message_id}")


class MessageFactory(RowFactory[Message]):
    """A processed mail of the inquiry's contact; `direction="OUT"` makes a sent one of ours.

    A `message_id` can be referred to by later mails, as if it had come in or been sent.
    """

    class Meta:
        model = Message
        skip_postgeneration_save = True

    inquiry = SubFactory(InquiryFactory)
    contact = SelfAttribute("inquiry.contact")
    channel = Message.Channel.EMAIL
    direction = Message.Direction.IN
    state = LazyAttribute(
        lambda row: Message.State.PROCESSED if row.direction == Message.Direction.IN else Message.State.SENT
    )
    external_id = Sequence(lambda number: f"message-{number}")
    account = "desk@halden.example"
    sent_at = LazyFunction(timezone.now)
    subject = "Ten days on Crete"
    text = "Hello, we would like to spend ten days on Crete in May."
    thread_key = PostGeneration(_thread_key)


class AttachmentFactory(RowFactory[Attachment]):
    """A file that still has to be fetched; give `state`, `blob`, `sha256` and `size` for a stored one."""

    class Meta:
        model = Attachment

    message = SubFactory(MessageFactory)
    position = Sequence(lambda number: number % 30_000)
    filename = "passport.pdf"
    content_type = "application/pdf"
    remote_id = Sequence(lambda number: f"remote-{number}")
    due_at = LazyFunction(timezone.now)


class FactFactory(RowFactory[Fact]):
    class Meta:
        model = Fact

    inquiry = SubFactory(InquiryFactory)
    field = Fact.Field.NIGHTS
    value = 10
    source = Fact.Source.RULES


_numbers = iter(range(1, 10**9))


def inbound(**overrides: Any) -> Inbound:
    """A mail from Anna Berg as an envelope; each call is another message of the same person.

    `email=` or `wa_id=` names the sender's address; any other keyword replaces that field of the envelope. With
    `wa_id` the channel is WhatsApp unless it is given.
    """
    number = next(_numbers)
    wa_id, email = overrides.pop("wa_id", ""), overrides.pop("email", "anna.berg@post.example")
    address = Address(kind="wa_id", value=wa_id) if wa_id else Address(kind="email", value=email)
    fields: dict[str, Any] = {
        "channel": "whatsapp" if wa_id else "email",
        "external_id": f"inbound-{number}",
        "account": "106540352242922" if wa_id else "desk@halden.example",
        "sender": Sender(addresses=(address,), name="Anna Berg"),
        "sent_at": timezone.now() - timedelta(minutes=1),
        "subject": "" if wa_id else "Ten days on Crete",
        "text": "Hello, we would like to spend ten days on Crete in May.",
    }
    return Inbound(**(fields | overrides))


__all__ = [
    "AttachmentFactory",
    "ContactFactory",
    "FactFactory",
    "IdentityFactory",
    "InquiryFactory",
    "MessageFactory",
    "UserFactory",
    "inbound",
]
