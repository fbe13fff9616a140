"""From a ready question to an answer of three words: through intake, replies and processing, in seven languages."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from inquiries import asking, facts, projection, replies
from inquiries.errors import InvalidInput
from inquiries.intake import receive
from inquiries.models import Fact, Inquiry, Message, QuestionText
from inquiries.work import processing
from tests.factories import FactFactory, InquiryFactory, UserFactory, inbound
from tests.inquiries.engines import arrive, saying, scripted, span

pytestmark = pytest.mark.django_db

CRETE = {"name": "Crete", "country": "GR", "aliases": []}
PROOF = [{"message": 1, "part": "text", "start": 0, "end": 5, "quote": "Hello"}]
LETTERS = {
    "en": "Hello, we are 2 adults and 2 children and would like to spend 7 nights on Crete in May. Anna Berg",
    "de": "Guten Tag, wir sind 2 Erwachsene und 2 Kinder und möchten im Mai 7 Nächte nach Kreta. Anna Berg",
    "fr": "Bonjour, nous sommes 2 adultes et 2 enfants et voudrions passer 7 nuits en Crète en mai. Anna Berg",
    "es": "Hola, somos 2 adultos y 2 niños y queremos pasar 7 noches en Creta en mayo. Gracias, Anna Berg",
    "it": "Buongiorno, siamo 2 adulti e 2 bambini e vorremmo passare 7 notti a Creta a maggio. Anna Berg",
    "pt": "Olá, somos 2 adultos e 2 crianças e queríamos passar 7 noites em Creta em maio. Obrigada, Anna Berg",
    "nl": "Hallo, wij zijn met 2 volwassenen en 2 kinderen en willen graag in mei 7 nachten naar Kreta. Anna Berg",
}
ANSWERS = {
    "en": "4 and 7, from Bristol, 2500 all in",
    "de": "4 und 7, ab Düsseldorf, 2500 insgesamt",
    "fr": "4 et 7 ans, de Lyon, 2500 en tout",
    "es": "4 y 7, desde Madrid, 2500 en total",
    "it": "4 e 7, da Milano, 2500 in tutto",
    "pt": "4 e 7, do Porto, 2500 no total",
    "nl": "4 en 7, vanaf Eindhoven, 2500 in totaal",
}
FROM = {
    "en": "Bristol",
    "de": "Düsseldorf",
    "fr": "Lyon",
    "es": "Madrid",
    "it": "Milan",
    "pt": "Porto",
    "nl": "Eindhoven",
}
HOW_OLD = {
    "en": "How old are", "de": "Wie alt", "fr": "Quel âge", "es": "Qué edad", "it": "Quanti anni", "pt": "Que idade",
    "nl": "Hoe oud",
}  # fmt: skip


def known(inquiry: Inquiry) -> list[Fact]:
    return list(inquiry.facts.filter(state__in=["CURRENT", "PROPOSED"]).select_related("message").order_by("pk"))


def come_in(text: str, *, ago: int, **fields: Any) -> Message:
    message = receive(inbound(text=text, sent_at=timezone.now() - timedelta(seconds=ago), **fields)).message
    processing.process(message.pk)
    return message


def send(inquiry: Inquiry, channel: str = "email") -> Message:
    """What the agent does: the ready question, sent as it is."""
    question = asking.compose(inquiry, known(inquiry), channel=channel, name="Anna")
    assert question is not None
    items = asking.items(known(inquiry), question.fields)
    message = replies.queue(inquiry, author=UserFactory.create(), channel=channel, text=question.text, asked=items)
    Message.objects.filter(pk=message.pk).update(sent_at=timezone.now() - timedelta(seconds=20))
    return message


@pytest.mark.parametrize("language", LETTERS)
def test_a_question_in_their_language_and_its_short_answer(language: str) -> None:
    come_in(LETTERS[language], ago=60)
    inquiry = Inquiry.objects.get()
    assert inquiry.language == language
    message = send(inquiry)
    assert HOW_OLD[language] in message.text
    assert "Anna" in message.text
    assert [item["field"] for item in message.asked] == ["child_ages", "origin", "budget", "board"]

    come_in(ANSWERS[language], ago=5, subject=f"Re: Crete {inquiry.reference}")
    inquiry = Inquiry.objects.get()
    assert (inquiry.child_ages, inquiry.origin) == ([4, 7], FROM[language])
    assert (int(inquiry.budget_amount or 0), inquiry.budget_per) == (2500, "total")
    assert (inquiry.language, [place.name for place in inquiry.destinations.all()]) == (language, ["Crete"])
    for fact in inquiry.facts.filter(field__in=["child_ages", "origin", "budget"]):
        assert fact.verified


@pytest.mark.parametrize(
    ("text", "day"), [("yes the first one", "2027-06-05"), ("the second", "2027-05-06"), ("6 May", "2027-05-06")]
)
def test_two_readings_are_asked_about_and_settled_by_an_answer(text: str, day: str) -> None:
    come_in("We are 2 adults and want to fly from Bristol to Crete on 05/06/2027 for 7 nights, budget £5000.", ago=60)
    inquiry = Inquiry.objects.get()
    assert inquiry.facts.get(field="depart_on").state == "PROPOSED"
    assert "5–12 Jun?" in inquiry.trip
    message = send(inquiry)
    assert "Do you mean 5 June – 12 June or 6 May – 13 May?" in message.text

    come_in(text, ago=5)
    inquiry.refresh_from_db()
    assert f"{inquiry.depart_on}" == day
    assert inquiry.travel_month == day[:7]
    assert inquiry.return_on is not None
    assert (inquiry.return_on - inquiry.depart_on).days == 7
    assert "?" not in inquiry.trip
    assert not inquiry.facts.filter(state="PROPOSED").exists()


def test_one_click_settles_all_that_hangs_together_and_says_who() -> None:
    come_in("We are 2 adults and want to fly from Bristol to Crete on 05/06/2027 for 7 nights.", ago=60)
    inquiry, actor = Inquiry.objects.get(), UserFactory.create()
    assert facts.choose(inquiry.facts.get(field="depart_on"), 1, actor=actor)
    inquiry.refresh_from_db()
    assert (f"{inquiry.depart_on}", f"{inquiry.return_on}", inquiry.travel_month) == (
        "2027-05-06",
        "2027-05-13",
        "2027-05",
    )
    settled = inquiry.facts.filter(state="CURRENT", field__in=["depart_on", "return_on", "travel_month"])
    assert {fact.author for fact in settled} == {actor}
    assert not inquiry.facts.filter(state="PROPOSED").exists()


def test_days_answered_in_the_known_month() -> None:
    come_in(
        "Hello, we are 2 adults and would like to fly to Crete in May 2027 from Bristol, 4000 GBP in total.", ago=60
    )
    inquiry = Inquiry.objects.get()
    message = send(inquiry)
    Message.objects.filter(pk=message.pk).update(asked=[{"field": "depart_on", "options": [], "group": None}])
    come_in("10th to 17th", ago=5)
    inquiry.refresh_from_db()
    assert (f"{inquiry.depart_on}", f"{inquiry.return_on}", inquiry.nights) == ("2027-05-10", "2027-05-17", 7)


def test_an_agents_own_words_ask_as_well() -> None:
    come_in(LETTERS["en"], ago=60)
    inquiry = Inquiry.objects.get()
    text = "Lovely. How old are the children?"
    message = replies.queue(inquiry, author=UserFactory.create(), channel="email", text=text)
    Message.objects.filter(pk=message.pk).update(sent_at=timezone.now() - timedelta(seconds=20))
    come_in("4 and 7", ago=5)
    inquiry.refresh_from_db()
    assert inquiry.child_ages == [4, 7]


def test_a_question_that_never_reached_them_is_not_answered() -> None:
    come_in(LETTERS["en"], ago=60)
    inquiry = Inquiry.objects.get()
    message = replies.queue(inquiry, author=UserFactory.create(), channel="email", text="How old are the children?")
    failed = {"sent_at": timezone.now() - timedelta(seconds=20), "state": "PERMANENTLY_FAILED", "due_at": None}
    Message.objects.filter(pk=message.pk).update(**failed)
    come_in("4 and 7", ago=5)
    inquiry.refresh_from_db()
    assert inquiry.child_ages == []


def test_without_a_question_bare_numbers_say_nothing() -> None:
    come_in(LETTERS["en"], ago=60)
    come_in("4 and 7", ago=5)
    assert Inquiry.objects.get().child_ages == []


def test_a_model_is_told_what_was_asked(settings) -> None:
    from inquiries.extraction.openai_engine import _question

    text = "We are 2 adults and want to fly from Bristol to Crete on 05/06/2027 for 7 nights."
    come_in(text, ago=60)
    send(Inquiry.objects.get())
    with scripted(settings) as script:
        script["rules"] = [saying(nights=(7, "first"))]
        come_in("the first", ago=5)
        from tests.inquiries.engines import documents

        told = _question(documents[-1])
    assert 'asked for: budget; depart_on (which of ["2027-06-05", "2027-05-06"]?)' in told
    assert span("the first", "first").quote == "first"


def test_all_is_said_and_nothing_is_asked() -> None:
    inquiry = InquiryFactory.create()
    for field, value in {
        "destinations": [CRETE], "depart_on": "2027-05-03", "nights": 7, "adults": 2, "budget": None,
        "origin": {"name": "Bristol", "country": "GB", "aliases": []},
    }.items():  # fmt: skip
        FactFactory.create(inquiry=inquiry, field=field, value=value, evidence=PROOF)
    assert asking.compose(inquiry, known(inquiry), channel="email", name="Anna") is None


def test_staff_say_it_in_their_own_words_and_in_an_eighth_language() -> None:
    inquiry = InquiryFactory.create(language="sv")
    QuestionText.objects.filter(language="en", key="origin").update(text="Where from?")
    FactFactory.create(inquiry=inquiry, field="destinations", value=[CRETE], evidence=PROOF)
    question = asking.compose(inquiry, known(inquiry), channel="whatsapp", name="")
    assert question is not None
    assert question.language == "en"
    assert question.text.startswith("Hi,\n")
    assert "Where from?" in question.text
    for key, text in {"hello whatsapp": "Hej {name},", "nights": "Hur många nätter?"}.items():
        QuestionText.objects.create(language="sv", key=key, text=text)
    question = asking.compose(inquiry, known(inquiry), channel="whatsapp", name="Anna")
    assert question is not None
    assert question.text.startswith("Hej Anna,")
    assert "Hur många nätter?" in question.text


def test_confirm_all_keeps_doubts_open_and_can_be_edited() -> None:
    inquiry, actor = InquiryFactory.create(), UserFactory.create()
    message = arrive(inquiry)
    FactFactory.create(inquiry=inquiry, message=message, field="adults", value=2)
    FactFactory.create(inquiry=inquiry, message=message, field="destinations", value=[CRETE], evidence=PROOF)
    FactFactory.create(inquiry=inquiry, message=message, field="nights", value=7, options=[7, 6], state="PROPOSED")
    projection.project(inquiry)
    assert (inquiry.sure_count, inquiry.check_count) == (1, 2)
    assert facts.confirm(inquiry, actor=actor) == 2
    assert facts.confirm(inquiry, actor=actor) == 0
    inquiry.refresh_from_db()
    assert (inquiry.sure_count, inquiry.check_count) == (2, 1)
    assert inquiry.facts.get(field="adults").source == "human"
    assert inquiry.facts.get(field="destinations").evidence == PROOF
    assert inquiry.facts.get(field="nights").state == "PROPOSED"
    facts.set_value(inquiry, "adults", 3, actor=actor)
    inquiry.refresh_from_db()
    assert inquiry.adults == 3


def test_newer_words_only_propose_against_a_confirmed_value() -> None:
    come_in("Hello, we are 2 adults and would like to spend 7 nights on Crete in May.", ago=60)
    inquiry = Inquiry.objects.get()
    facts.confirm(inquiry, actor=UserFactory.create())
    come_in("Sorry, make it 10 nights please.", ago=5)
    inquiry.refresh_from_db()
    assert inquiry.nights == 7
    with pytest.raises(InvalidInput):
        facts.choose(inquiry.facts.filter(field="nights", state="PROPOSED").get(), 3, actor=UserFactory.create())
