"""Trips joined, messages moved, people said to be one: and each put back to the very rows there were before."""

import random
from datetime import timedelta
from typing import Any

import pytest
from django.core import serializers
from django.utils import timezone

from inquiries import facts, person_joins, regrouping, replies, suggestion_answers, workflow
from inquiries.envelope import Address, Sender
from inquiries.errors import InvalidInput
from inquiries.intake import receive
from inquiries.models import Contact, Destination, Event, Fact, Identity, Inquiry, Message, Regrouping, Suggestion, User
from inquiries.work import processing
from tests.factories import UserFactory, inbound
from tests.inquiries.post_office import PostOffice

pytestmark = pytest.mark.django_db

ROWS = (Contact, Identity, Inquiry, Destination, Message, Fact)
MAIL = "Hello, we would like to go to Crete, 3 to 10 May 2027, 2 adults, from London. Best, Maria"
CHAT = "Hi, Crete for 2 adults and 1 child, 4 May 2027 for 7 nights, budget 3000 EUR. Hiking and a pool."
CHATTER = "447700900582"


@pytest.fixture
def actor() -> User:
    return UserFactory.create()


def come(**fields: Any) -> Message:
    """A message that has come in and been read."""
    message = receive(inbound(**fields)).message
    processing.process(message.pk)
    message.refresh_from_db()
    return message


def mail(text: str = MAIL, **fields: Any) -> Message:
    sender = Sender(addresses=(Address(kind="email", value="maria@whitcombe.example"),), name="Maria Whitcombe")
    return come(**{"sender": sender, "text": text, "message_id": f"{random.random()}@x.example"} | fields)


def chat(text: str = CHAT, **fields: Any) -> Message:
    sender = Sender(addresses=(Address(kind="wa_id", value=CHATTER),), name="Dan")
    return come(**{"wa_id": CHATTER, "sender": sender, "text": text} | fields)


def picture() -> dict[str, Any]:
    """Every row that an act may change, whole. Destinations are written anew, so without their keys."""
    rows: dict[str, Any] = {}
    for model in ROWS:
        for item in serializers.serialize("python", model.objects.order_by("pk")):
            key = (item["fields"]["inquiry"], item["fields"]["position"]) if model is Destination else item["pk"]
            rows[f"{model.__name__} {key}"] = item["fields"]
    return rows


def differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What is not as it was, by row; empty where everything is."""
    return {
        key: {name: (was.get(name), now.get(name)) for name in {*was, *now} if was.get(name) != now.get(name)}
        for key in {*before, *after}
        if (was := before.get(key, {})) != (now := after.get(key, {}))
    }


def same(before: dict[str, Any]) -> None:
    # Suggestions are counted on the inquiry; what was answered is asked no more.
    after = picture()
    for rows in (before, after):
        for fields in rows.values():
            fields.pop("suggested_count", None)
    assert differences(before, after) == {}


@pytest.fixture
def two(post_office: PostOffice) -> tuple[Inquiry, Inquiry]:
    first, second = mail(), chat()
    assert first.inquiry_id != second.inquiry_id
    return Inquiry.objects.get(pk=first.inquiry_id), Inquiry.objects.get(pk=second.inquiry_id)


class TestJoining:
    def test_everything_said_about_one_trip_is_in_the_other(self, two, actor) -> None:
        kept, gone = two
        regrouping.join_trips(gone, kept, actor=actor)
        kept.refresh_from_db()
        gone.refresh_from_db()

        assert gone.merged_into == kept
        assert kept.messages.count() == 2
        assert (kept.has_email, kept.has_whatsapp) == (True, True)
        assert kept.window_closes_at is not None
        assert kept.last_message_text.startswith("Hi, Crete")
        assert kept.children == 1  # only the chat said so
        assert kept.depart_on is not None
        assert kept.depart_on.isoformat() == "2027-05-03"
        assert kept.facts.filter(field="depart_on", state="PROPOSED").get().value == "2027-05-04"
        assert not gone.messages.exists()
        assert not gone.facts.exists()
        told = Event.objects.filter(kind="together")
        assert {(row.inquiry_id, row.data["did"]) for row in told} == {(kept.pk, "joined"), (gone.pk, "went")}

    def test_undone_at_once_the_rows_are_those_of_before(self, two, actor) -> None:
        before = picture()
        act = regrouping.join_trips(two[1], two[0], actor=actor)
        assert differences(before, picture())
        assert regrouping.undo(act, actor=actor)
        same(before)
        assert not regrouping.undo(Regrouping.objects.get(), actor=actor)

    def test_the_further_status_and_who_has_it_count_and_go_back(self, two, actor) -> None:
        kept, gone = two
        workflow.assign(gone, actor, actor=actor)
        workflow.set_status(gone, "QUOTED", actor=actor)
        workflow.set_status(kept, "CLOSED", actor=actor)
        before = picture()
        act = regrouping.join_trips(gone, kept, actor=actor)
        kept.refresh_from_db()
        assert (kept.status, kept.assignee) == ("QUOTED", actor)
        assert kept.needs_reply_since is not None
        regrouping.undo(act, actor=actor)
        same(before)

    def test_a_value_of_a_person_stands_before_a_read_one(self, two, actor) -> None:
        kept, gone = two
        facts.set_value(gone, "nights", 9, actor=actor)
        before = picture()
        act = regrouping.join_trips(gone, kept, actor=actor)
        assert kept.facts.get(field="nights", state="CURRENT").value == 9
        regrouping.undo(act, actor=actor)
        same(before)

    def test_what_came_later_goes_where_it_clearly_belongs(self, two, actor) -> None:
        kept, gone = two
        act = regrouping.join_trips(gone, kept, actor=actor)
        hers, his = mail("It may be 3 adults."), chat("By the way: vegetarian, and a cot please.")
        assert {hers.inquiry_id, his.inquiry_id} == {kept.pk}
        note = replies.add_note(kept, author=actor, text="Called them.")
        regrouping.undo(act, actor=actor)
        for row in (hers, his, note):
            row.refresh_from_db()

        assert (hers.inquiry_id, his.inquiry_id, note.inquiry_id) == (kept.pk, gone.pk, kept.pk)
        assert not Fact.objects.filter(message=his).exclude(inquiry=gone).exists()
        gone.refresh_from_db()
        assert gone.last_message_text.startswith("By the way")

    def test_what_a_person_decided_since_stays(self, two, actor) -> None:
        kept, gone = two
        act = regrouping.join_trips(gone, kept, actor=actor)
        facts.set_value(kept, "adults", 4, actor=actor)
        workflow.set_status(kept, "BOOKED", actor=actor)
        regrouping.undo(act, actor=actor)
        kept.refresh_from_db()
        gone.refresh_from_db()
        assert (kept.adults, kept.status) == (4, "BOOKED")
        assert (gone.adults, gone.status) == (2, "NEW")

    def test_later_acts_are_undone_first(self, two, actor) -> None:
        kept, gone = two
        third = mail("Rome in June?", sender=Sender(addresses=(Address(kind="email", value="a@b.example"),))).inquiry
        first = regrouping.join_trips(gone, kept, actor=actor)
        second = regrouping.join_trips(kept, third, actor=actor)
        with pytest.raises(InvalidInput, match="First undo"):
            regrouping.undo(first, actor=actor)
        assert regrouping.undo(second, actor=actor)
        assert regrouping.undo(first, actor=actor)

    def test_neither_parked_nor_gone_nor_itself(self, two, actor) -> None:
        kept, gone = two
        with pytest.raises(InvalidInput, match="same inquiry"):
            regrouping.join_trips(kept, kept, actor=actor)
        Inquiry.objects.filter(pk=gone.pk).update(parked_reason="bulk")
        with pytest.raises(InvalidInput, match="parked"):
            regrouping.join_trips(gone, kept, actor=actor)
        Inquiry.objects.filter(pk=gone.pk).update(parked_reason="")
        regrouping.join_trips(gone, kept, actor=actor)
        with pytest.raises(InvalidInput, match="joined to"):
            regrouping.join_trips(gone, kept, actor=actor)
        with pytest.raises(InvalidInput):
            replies.queue(gone, author=actor, channel="whatsapp", text="Good news.")

    def test_what_is_read_while_it_is_moved_lands_with_its_message(self, two, actor, monkeypatch) -> None:
        from inquiries import extraction

        kept, gone = two
        message = receive(inbound(wa_id=CHATTER, text="We are 5 adults now, to Crete, on 12 May 2027")).message
        read = extraction.read

        def slowly(row: Message) -> Any:
            run = read(row)
            regrouping.join_trips(gone, kept, actor=actor)
            return run

        monkeypatch.setattr(extraction, "read", slowly)
        processing.process(message.pk)
        assert {row.inquiry_id for row in Fact.objects.filter(message=message)} == {kept.pk}


class TestMoving:
    def test_to_a_new_inquiry_and_back(self, two, actor) -> None:
        kept = two[0]
        other = mail("Also: Rome for 1 adult, 5 to 9 October 2027.")
        assert other.inquiry_id == kept.pk
        before = picture()
        act = regrouping.move_messages([other], None, actor=actor)
        new = act.target
        new.refresh_from_db()
        kept.refresh_from_db()
        assert new.destinations.get().name == "Rome"
        assert (new.depart_on and new.depart_on.isoformat()) == "2027-10-05"
        assert kept.messages.count() == 1
        assert kept.depart_on is not None
        assert kept.depart_on.isoformat() == "2027-05-03"
        regrouping.undo(act, actor=actor)
        left = picture()
        for name in [key for key in left if key == f"Inquiry {new.pk}"]:
            assert left.pop(name)["merged_into"] == kept.pk
        for rows in (before, left):
            for fields in rows.values():
                fields.pop("suggested_count", None)
        assert differences(before, left) == {}

    def test_to_another_one_and_back(self, two, actor) -> None:
        kept = two[0]
        wrong = chat("We need a second room, 2 rooms.")
        before = picture()
        act = regrouping.move_messages([wrong], kept, actor=actor)
        kept.refresh_from_db()
        assert kept.messages.filter(pk=wrong.pk).exists()
        assert kept.has_whatsapp
        regrouping.undo(act, actor=actor)
        same(before)

    def test_the_last_message_is_not_moved_away(self, two, actor) -> None:
        with pytest.raises(InvalidInput, match="Nothing would be left"):
            regrouping.move_messages(list(two[1].messages.all()), two[0], actor=actor)
        assert not Inquiry.objects.exclude(pk__in=[row.pk for row in two]).exists()

    def test_what_is_about_a_message_goes_along(self, two, actor) -> None:
        kept, _ = two
        target = chat("And a sea view")
        about = chat("👍", kind="reaction", reply_to=target.external_id)
        assert about.reply_to_id == target.pk
        regrouping.move_messages([target], kept, actor=actor)
        about.refresh_from_db()
        assert about.inquiry_id == kept.pk


class TestPerson:
    def test_one_person_and_two_again(self, two, actor) -> None:
        kept, gone = two
        before = picture()
        act = person_joins.join(gone, kept, actor=actor)
        gone.refresh_from_db()
        assert gone.contact_id == kept.contact_id
        assert gone.contact.identities.count() == 2
        assert person_joins.undo(act, actor=actor)
        same(before)

    def test_what_came_later_from_their_address_goes_back_with_it(self, two, actor) -> None:
        kept, gone = two
        act = person_joins.join(gone, kept, actor=actor)
        hers, his = mail("One more thing"), chat("And one from me")
        person_joins.undo(act, actor=actor)
        hers.refresh_from_db()
        his.refresh_from_db()
        assert hers.contact_id != his.contact_id
        assert his.identity is not None
        assert his.contact_id == his.identity.contact_id

    def test_a_click_that_did_both_is_undone_by_one(self, two, actor) -> None:
        kept, gone = two
        Suggestion.objects.all().delete()
        row = Suggestion.objects.create(kind="same_person", one=kept, other=gone)
        before = picture()
        assert suggestion_answers.accept(row, kept, actor=actor, person=True, trip=True)
        assert not suggestion_answers.accept(row, kept, actor=actor, person=True, trip=True)
        assert row.regroupings.count() == 2
        assert suggestion_answers.take_back(row.regroupings.order_by("pk")[0], actor=actor)
        same(before)
        row.refresh_from_db()
        assert row.state == "UNDONE"


SEEDS = range(8)


@pytest.mark.parametrize("seed", SEEDS)
def test_any_two_conversations_joined_and_put_back_are_what_they_were(seed: int, post_office, actor) -> None:
    dice = random.Random(seed)
    words = ["Crete", "Rome", "Lisbon", "3 to 10 May 2027", "in June 2027", "for 5 nights", "2 adults", "4 adults"]
    words += ["1 child, 6", "from Vienna", "budget 2000 EUR", "hiking", "a pool", "half board", "2 rooms", "thanks"]

    def say(one: Any) -> Message:
        text = ", ".join(dice.sample(words, dice.randint(1, 5)))
        return one(text, sent_at=timezone.now() - timedelta(hours=dice.randint(0, 90)))

    for _ in range(dice.randint(2, 7)):
        say(dice.choice([mail, chat]))
    hers, his = say(mail), say(chat)
    for message in (hers, his):
        for _ in range(dice.randint(0, 3)):
            _decide(dice, Inquiry.objects.get(pk=message.inquiry_id), actor)
    before = picture()
    one, other = dice.sample([hers.inquiry, his.inquiry], 2)
    acts = [regrouping.join_trips(one, other, actor=actor)]
    if dice.random() < 0.5:
        acts.append(person_joins.join(one, other, actor=actor))
    for act in reversed(acts):
        assert suggestion_answers.take_back(act, actor=actor)
    same(before)


def _decide(dice: random.Random, inquiry: Inquiry, actor: User) -> None:
    what = dice.choice(["status", "fact", "accept", "note", "snooze", "reply"])
    if what == "status":
        status = dice.choice(["OPEN", "QUOTED", "LOST", "CLOSED"])
        workflow.set_status(inquiry, status, actor=actor, lost_reason="Too dear")
    elif what == "fact":
        facts.set_value(inquiry, "nights", dice.randint(3, 9), actor=actor)
    elif what == "accept":
        for fact in inquiry.facts.filter(state="PROPOSED", options=[]):
            facts.accept(fact, actor=actor)
    elif what == "note":
        replies.add_note(inquiry, author=actor, text="They like the sea.")
    elif what == "snooze":
        workflow.snooze(inquiry, timezone.now() + timedelta(days=1), actor=actor)
    elif inquiry.has_email:
        replies.queue(inquiry, author=actor, channel="email", text="Good news.")
