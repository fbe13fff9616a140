"""What may belong together is suggested with its reasons, and what a person has answered is not asked again."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from inquiries import clues, suggestion_answers
from inquiries.envelope import Address, Parties, Sender
from inquiries.intake import receive
from inquiries.models import Inquiry, Mention, Message, Suggestion, User
from inquiries.work import processing
from tests.factories import UserFactory, inbound
from tests.inquiries.post_office import PostOffice

pytestmark = pytest.mark.django_db

NUMBER, MAIL = "447700900582", "dan@whitcombe.example"


@pytest.fixture(autouse=True)
def quiet(post_office: PostOffice) -> PostOffice:
    return post_office


@pytest.fixture
def actor() -> User:
    return UserFactory.create()


def read(message: Message) -> Message:
    processing.process(message.pk)
    message.refresh_from_db()
    return message


def mail(text: str, *, address: str = "maria@post.example", name: str = "Maria", **fields: Any) -> Message:
    sender = Sender(addresses=(Address(kind="email", value=address),), name=name)
    return read(receive(inbound(sender=sender, text=text, subject="Holiday", **fields)).message)


def chat(text: str, *, number: str = NUMBER, name: str = "Dan", **fields: Any) -> Message:
    sender = Sender(addresses=(Address(kind="wa_id", value=number),), name=name)
    return read(receive(inbound(wa_id=number, sender=sender, text=text, **fields)).message)


def codes() -> set[str]:
    return {reason["code"] for reason in Suggestion.objects.get().reasons}


SIGNED = "Hello, a week on Crete please.\n\nMaria\nMobile: +44 7700 900582"


def test_a_number_in_a_mail_that_somebody_writes_from() -> None:
    spoken = chat("Hello, are you open today?")
    written = mail(SIGNED)
    row = Suggestion.objects.get()
    assert (row.kind, row.state) == ("same_person", "OPEN")
    assert (row.one_id, row.other_id) == (spoken.inquiry_id, written.inquiry_id)
    reason = row.reasons[0]
    assert (reason["code"], reason["messages"]) == ("phone", [written.pk])
    assert reason["words"] == "+44 7700 900582 stands in what Maria wrote"
    assert set(Inquiry.objects.values_list("suggested_count", flat=True)) == {1}


def test_the_order_of_arrival_does_not_matter() -> None:
    mail(SIGNED)
    chat("Hello, are you open today?")
    assert codes() == {"phone"}


def test_a_mail_address_written_in_a_chat() -> None:
    mail("A week on Crete?", address=MAIL)
    chat(f"My mail is {MAIL.title()}.")
    assert codes() == {"email"}


def test_in_copy_of_a_mail_is_the_same_trip(post_office: PostOffice) -> None:
    mail("Just asking", address=MAIL, name="Dan")
    message = receive(inbound(text="Dan is in copy", email="maria@post.example")).message
    post_office.company[message.pk] = Parties(others=(Address(kind="email", value=MAIL),))
    read(message)
    assert codes() == {"copy"}
    assert Suggestion.objects.get().kind == "same_trip"


def test_a_contact_card(post_office: PostOffice) -> None:
    chat("Hello?", number="447700900111", name="Ada")
    chat("Ada: +44 7700 900111", kind="contacts")
    assert codes() == {"card"}


def test_our_reference_quoted_by_somebody_else() -> None:
    known = mail("A week on Crete?")
    chat(f"My wife has the number {known.inquiry.reference} from you.")
    assert codes() == {"reference"}
    assert Suggestion.objects.get().kind == "same_trip"


def test_same_place_and_days_need_a_second_reason() -> None:
    mail("We want to go to Crete, 3 to 10 May 2027, 2 adults.", name="Maria Whitcombe")
    chat("Crete, 4 May 2027 for 7 nights, 2 adults", name="Bob Miller")
    assert not Suggestion.objects.exists()
    chat("Crete, 4 May 2027 for 7 nights, 2 adults", number="447700900333", name="Dan Whitcombe")
    assert codes() == {"trip", "name"}
    assert Suggestion.objects.get().kind == "same_trip"


def test_another_week_is_another_trip() -> None:
    mail("We want to go to Crete, 3 to 10 May 2027, 2 adults.", name="Maria Whitcombe")
    chat("Crete, 14 May 2027 for 7 nights, 2 adults", name="Dan Whitcombe")
    assert not Suggestion.objects.exists()


def test_long_after_is_another_trip() -> None:
    first = mail("We want to go to Crete, 3 to 10 May 2027, 2 adults.", name="Maria Whitcombe")
    Inquiry.objects.filter(pk=first.inquiry_id).update(created_at=timezone.now() - timedelta(days=5))
    chat("Crete, 4 May 2027 for 7 nights, 2 adults", name="Dan Whitcombe")
    assert not Suggestion.objects.exists()


WROTE = {
    "en": ("whatsapp", "I already wrote to you on WhatsApp yesterday."),
    "de": ("whatsapp", "Ich habe Ihnen gestern schon per WhatsApp geschrieben."),
    "fr": ("email", "Je vous ai déjà écrit un mail hier."),
    "es": ("email", "Ayer les envié un correo."),
    "it": ("whatsapp", "Vi ho già scritto su WhatsApp ieri."),
    "nl": ("email", "Ik heb u gisteren al een mail gestuurd."),
    "pt": ("email", "Já lhe enviei um email ontem."),
}


@pytest.mark.parametrize("language", WROTE)
def test_who_says_that_they_wrote_before(language: str) -> None:
    channel, words = WROTE[language]
    assert list(clues.wrote_on(words)) == [channel]


@pytest.mark.parametrize(
    "words",
    ["Please write to me on WhatsApp.", "I will send you a mail tomorrow.", "Can I pay by WhatsApp already?", "Hallo"],
)
def test_other_words_about_a_channel_are_no_claim(words: str) -> None:
    assert not list(clues.wrote_on(words))


def test_having_written_counts_only_with_somebody_it_fits() -> None:
    chat("Hello, are you open today?", name="Maria Keller")
    mail("I wrote to you on WhatsApp yesterday.", address="c@post.example", name="Carla Stein")
    assert not Suggestion.objects.exists()
    mail("I wrote to you on WhatsApp yesterday.", address="m@post.example", name="Maria Keller")
    assert codes() == {"same_name", "wrote"}
    assert Suggestion.objects.get().kind == "same_person"


@pytest.mark.parametrize("text", ["3.5.2027 - 10.5.2027", "Booking 1234", "2 adults, 2400 - 2600 EUR", "12/05/2027"])
def test_dates_and_amounts_are_no_numbers(text: str) -> None:
    assert list(clues.phones(text, "GB")) == []


def test_our_own_addresses_lead_nowhere(post_office: PostOffice) -> None:
    post_office.own = ("desk@halden.example",)
    mail("I wrote to desk@halden.example.")
    assert not Mention.objects.exists()


def test_a_number_that_many_name_is_no_clue() -> None:
    for number in range(8):
        mail("Hotel Minoa: +30 2821 012345", address=f"guest{number}@post.example", name=f"Guest {number}")
    assert not Suggestion.objects.exists()


def test_parked_mail_suggests_nothing() -> None:
    chat("Hello?")
    mail(SIGNED, parked_reason="bulk")
    assert not Suggestion.objects.exists()


def test_what_was_dismissed_does_not_come_back(actor: User) -> None:
    spoken = chat("Hello, are you open today?")
    mail(SIGNED)
    assert suggestion_answers.dismiss(Suggestion.objects.get(), actor=actor)
    assert set(Inquiry.objects.values_list("suggested_count", flat=True)) == {0}
    mail(SIGNED)
    assert Suggestion.objects.get().state == "DISMISSED"
    # Nor for another trip of the two.
    Inquiry.objects.filter(pk=spoken.inquiry_id).update(status="CLOSED")
    Inquiry.objects.exclude(pk=spoken.inquiry_id).update(status="BOOKED")
    mail(SIGNED)
    assert Suggestion.objects.count() == 1


def test_what_was_undone_does_not_come_back(actor: User) -> None:
    chat("Hello, are you open today?")
    into = mail(SIGNED).inquiry
    row = Suggestion.objects.get()
    assert suggestion_answers.accept(row, into, actor=actor, person=True)
    assert suggestion_answers.take_back(row.regroupings.get(), actor=actor)
    mail(SIGNED)
    assert Suggestion.objects.get().state == "UNDONE"
    assert set(Inquiry.objects.values_list("suggested_count", flat=True)) == {0}


def test_which_trip_is_asked_and_settled(actor: User) -> None:
    first = chat("A week on Crete please")
    Inquiry.objects.filter(pk=first.inquiry_id).update(status="CLOSED")
    second = chat("Now Rome in June please")
    Inquiry.objects.filter(pk=first.inquiry_id).update(status="OPEN")
    if second.inquiry_id == first.inquiry_id:
        pytest.fail("the second trip must be one of its own")
    Suggestion.objects.all().delete()
    doubt = chat("We take the family room then.")
    assert doubt.inquiry_id == second.inquiry_id
    row = Suggestion.objects.get()
    assert (row.kind, codes()) == ("which_trip", {"several"})
    assert suggestion_answers.move(row, actor=actor)
    doubt.refresh_from_db()
    assert doubt.inquiry_id == first.inquiry_id
    assert suggestion_answers.take_back(row.regroupings.get(), actor=actor)
    doubt.refresh_from_db()
    assert doubt.inquiry_id == second.inquiry_id


def test_an_error_while_looking_around_costs_nothing_else(monkeypatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(clues, "phones", broken)
    assert mail("A week on Crete?").state == "PROCESSED"
