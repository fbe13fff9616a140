"""Reactions, edits and deletions stand on their message: in any order, twice, from both sides, across pages."""

import random
import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from inquiries import replies
from inquiries.desk import conversation
from inquiries.models import Inquiry, Message
from messaging.models import WebhookEvent
from tests.factories import FactFactory
from tests.inquiries.desk.pages import tree, words
from tests.messaging.payloads import body_of, ingest_all, post, recorded, take_in
from tests.messaging.test_ingest import wamid

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
ALL = [
    *("text__plain", "edit__text", "edit__text_again", "reaction__thumbs_up", "echo__reaction", "reaction__to_ours"),
    *("echo__from_phone_app", "text__reply", "image__caption", "edit__image_caption", "text__forwarded"),
    *("system__number_changed", "location__named"),
]


def page(client: Client, **query: Any) -> Any:
    return tree(client.get(reverse("inquiry", args=[Inquiry.objects.latest("pk").pk], query=query or None)))


def picture(client: Client) -> list[str]:
    """The messages as they are read; what the desk did in between (an echo opens an inquiry) is another matter."""
    return [words(node) for node in page(client).xpath("//*[@id='thread']/*[starts-with(@id, 'm-')]")]


def bubble(client: Client, name: str) -> Any:
    return page(client).get_element_by_id(f"m-{Message.objects.get(external_id=wamid(name)).pk}")


def reactions(found: Any) -> list[str]:
    return [words(one) for group in found.find_class("hub-react") for one in group]


def chat(client: Client, ago: int, message: dict[str, Any], *, wamid: str) -> None:
    """A message of so many seconds ago."""
    post(client, body_of(message | {"id": wamid, "timestamp": str(int(time.time()) - ago)}))
    ingest_all()


@pytest.mark.parametrize("seed", range(8))
def test_any_order_gives_the_same_picture(client, agent_client, seed):
    order = [*ALL, "revoke__message"] if seed % 2 else list(ALL)
    take_in(client, *order)
    expected = picture(agent_client)
    assert expected
    Message.objects.all().delete()
    Inquiry.objects.all().delete()
    WebhookEvent.objects.all().delete()
    shuffled = [*order, *order]
    random.Random(seed).shuffle(shuffled)
    for at, name in enumerate(shuffled):
        post(client, recorded(name) + b"\n" * at)  # other bytes, so that the message itself is recognised
        ingest_all()
    assert picture(agent_client) == expected


class TestReactions:
    def test_each_side_has_one_and_says_whose_it_is(self, client, agent_client):
        take_in(client, "text__plain", "reaction__thumbs_up", "echo__reaction")
        found = bubble(agent_client, "text__plain")
        assert reactions(found) == ["👍 Ann", "❤️ Our phone"]
        assert len(page(agent_client).find_class("hub-msg")) == 1

    @pytest.mark.parametrize("gone", ["reaction__taken_back", "reaction__taken_back_absent"])
    @pytest.mark.parametrize("late", [False, True])
    def test_taking_it_back_removes_it_whichever_comes_first(self, client, agent_client, gone, late):
        names = ["reaction__thumbs_up", gone]
        take_in(client, *(reversed(names) if late else names), "text__plain")
        assert reactions(bubble(agent_client, "text__plain")) == []

    def test_a_newer_one_replaces_it(self, client, agent_client):
        chat(client, 90, {"type": "text", "text": {"body": "Noon?"}}, wamid="wamid.a")
        chat(client, 30, {"type": "reaction", "reaction": {"message_id": "wamid.a", "emoji": "🎉"}}, wamid="wamid.c")
        chat(client, 60, {"type": "reaction", "reaction": {"message_id": "wamid.a", "emoji": "👍"}}, wamid="wamid.b")
        assert [words(one) for group in page(agent_client).find_class("hub-react") for one in group] == [
            "🎉 the sender"
        ]

    def test_one_of_ours_from_the_desk_says_whether_it_was_sent(self, client, agent_client, agent):
        take_in(client, "text__plain")
        message = Message.objects.get()
        ours = {"inquiry": message.inquiry, "contact": message.contact, "channel": "whatsapp", "direction": "OUT"}
        row = Message.objects.create(
            **ours, author=agent, kind="reaction", text="❤️", reply_to=message, sent_at=message.sent_at, state="QUEUED"
        )
        assert reactions(bubble(agent_client, "text__plain")) == ["❤️ You, not sent yet"]
        Message.objects.filter(pk=row.pk).update(state="DELIVERED")
        assert reactions(bubble(agent_client, "text__plain")) == ["❤️ You"]
        # One that failed did not reach anybody: it stands by itself, with what to do.
        Message.objects.filter(pk=row.pk).update(state="PERMANENTLY_FAILED", last_error="No.")
        assert reactions(bubble(agent_client, "text__plain")) == []
        assert "Not delivered. No." in words(page(agent_client).get_element_by_id(f"m-{row.pk}"))

    def test_one_to_an_older_page_leads_there_and_stands_there(self, client, agent_client):
        chat(client, 5000, {"type": "text", "text": {"body": "The old words"}}, wamid="wamid.old")
        for number in range(conversation.PAGE):
            chat(client, 4000 - number, {"type": "text", "text": {"body": f"m {number}"}}, wamid=f"wamid.{number}")
        chat(client, 5, {"type": "reaction", "reaction": {"message_id": "wamid.old", "emoji": "👍"}}, wamid="wamid.r")
        old = Message.objects.get(external_id="wamid.old")
        (line,) = [row for row in page(agent_client).find_class("hub-event") if "reacted" in words(row)]
        assert "reacted 👍 to The old words" in words(line)
        (link,) = line.iter("a")
        assert link.get("href") == f"{old.inquiry.get_absolute_url()}?to={old.pk}#m-{old.pk}"
        there = tree(agent_client.get(link.get("href")))
        assert reactions(there.get_element_by_id(f"m-{old.pk}")) == ["👍 the sender"]
        assert not [row for row in there.find_class("hub-event") if "reacted" in words(row)]
        earlier = agent_client.get(
            reverse("inquiry_earlier", args=[old.inquiry_id]), {"before": old.pk + 2}, headers=HTMX
        )
        assert reactions(tree(earlier).get_element_by_id(f"m-{old.pk}")) == ["👍 the sender"]

    def test_an_open_page_gets_it_on_the_bubble(self, client, agent_client):
        take_in(client, "text__plain")
        message = Message.objects.get()
        take_in(client, "reaction__thumbs_up")
        news = agent_client.get(reverse("inquiry_live", args=[message.inquiry_id]), {"after": message.pk}, headers=HTMX)
        drawn = tree(news).get_element_by_id(f"m-{message.pk}")
        assert (drawn.get("hx-swap-oob"), reactions(drawn)) == ("true", ["👍 Ann"])
        assert "reacted" not in words(tree(news))


class TestEdits:
    def test_the_new_words_with_a_mark_and_the_old_ones_a_click_away(self, client, agent_client):
        take_in(client, "text__plain", "edit__text", "edit__text_again")
        found = bubble(agent_client, "text__plain")
        (fold,) = found.iter("details")
        shown = words(found.find_class("hub-words")[0])
        assert "7 to 14 March" in shown
        assert "edited" in words(found.find_class("hub-meta")[0])
        assert [line.partition("Madeira, ")[2][:13] for line in map(words, fold.find_class("hub-words"))] == [
            "5 to 12 March",
            "6 to 13 March",
        ]
        assert len(page(agent_client).find_class("hub-msg")) == 1

    def test_proofs_stay_with_the_words_that_they_were_taken_from(self, client, agent_client):
        take_in(client, "text__plain", "edit__text")
        for name, quote in (("text__plain", "5 to 12 March"), ("edit__text", "6 to 13 March")):
            message = Message.objects.get(external_id=wamid(name))
            start = message.text.index(quote)
            proof = {"message": message.pk, "part": "text", "start": start, "end": start + len(quote), "quote": quote}
            field = "nights" if name == "edit__text" else "adults"
            FactFactory(inquiry=message.inquiry, message=message, field=field, value=2, evidence=[proof])
        found = bubble(agent_client, "text__plain")
        old, new = (Message.objects.get(external_id=wamid(name)).pk for name in ("text__plain", "edit__text"))
        marks = {mark.get("id").split("-")[1]: words(mark) for mark in found.iter("mark")}
        assert marks == {str(old): "5 to 12 March", str(new): "6 to 13 March"}

    def test_a_caption_changes_and_its_picture_is_shown_once(self, client, agent_client):
        take_in(client, "image__caption", "edit__image_caption")
        found = bubble(agent_client, "image__caption")
        assert len(found.xpath(".//*[starts-with(@id, 'f-')]")) == 1
        assert "Bath window" in words(found.find_class("hub-words")[0])

    def test_nobody_edits_or_deletes_what_the_other_side_wrote(self, client, agent_client):
        take_in(client, "echo__from_phone_app")
        ours = Message.objects.get()
        edit = {"original_message_id": ours.external_id, "message": {"type": "text", "text": {"body": "I am a fool"}}}
        chat(client, 5, {"type": "edit", "edit": edit}, wamid="wamid.e")
        chat(client, 4, {"type": "revoke", "revoke": {"original_message_id": ours.external_id}}, wamid="wamid.v")
        found = page(agent_client).get_element_by_id(f"m-{ours.pk}")
        assert words(found.find_class("hub-bubble")[0]) == ours.text

    def test_a_link_to_the_edit_reaches_back_to_its_message(self, client, agent_client):
        take_in(client, "text__plain")
        for number in range(conversation.PAGE):
            chat(
                client,
                400 - number,
                {"type": "text", "text": {"body": f"m {number}"}, "from": "447700900301"},
                wamid=f"wamid.{number}",
            )
        take_in(client, "edit__text")
        first, edit = (Message.objects.get(external_id=wamid(name)) for name in ("text__plain", "edit__text"))
        Message.objects.filter(pk=edit.pk).update(sent_at=Message.objects.latest("pk").sent_at)
        assert "6 to 13 March" in words(page(agent_client, to=edit.pk).get_element_by_id(f"m-{first.pk}"))


class TestDeletions:
    def test_our_copy_stays_a_click_away(self, client, agent_client):
        take_in(client, "text__plain", "edit__text", "revoke__message")
        found = bubble(agent_client, "text__plain")
        head = words(found.find_class("hub-gone")[0])
        assert head.startswith("Deleted by the sender, ")
        copy = found.find_class("hub-before")[0]
        assert (copy.tag, copy.get("open")) == ("details", None)
        assert "6 to 13 March" in words(copy)
        outside = [node for node in found.find_class("hub-words") if not node.xpath("ancestor::details")]
        assert outside == []


class TestQuotes:
    def test_a_quote_leads_to_a_message_of_an_older_page(self, client, agent_client):
        take_in(client, "text__plain")
        for number in range(conversation.PAGE):
            chat(
                client,
                400 - number,
                {"type": "text", "text": {"body": f"m {number}"}, "from": "447700900301"},
                wamid=f"wamid.{number}",
            )
        chat(
            client,
            3,
            {
                "type": "text",
                "text": {"body": "That one"},
                "context": {"id": wamid("text__plain")},
                "from": "447700900301",
            },
            wamid="wamid.q",
        )
        (quote,) = page(agent_client).find_class("hub-quote")[-1:]
        first = Message.objects.get(external_id=wamid("text__plain"))
        assert quote.get("href") == f"{first.inquiry.get_absolute_url()}?to={first.pk}#m-{first.pk}"
        there = tree(agent_client.get(quote.get("href")))
        assert there.get_element_by_id(f"m-{first.pk}") is not None

    def test_a_quote_of_what_comes_later_finds_it(self, client, agent_client):
        take_in(client, "text__reply", "text__plain")
        found = bubble(agent_client, "text__reply")
        (quote,) = found.find_class("hub-quote")
        assert "Hello, two adults" in words(quote)

    def test_an_answer_to_it_can_still_be_written(self, client, agent):
        take_in(client, "text__plain", "reaction__thumbs_up")
        row = replies.add_note(Inquiry.objects.get(), author=agent, text="She likes it")
        assert row.inquiry.messages.count() == 3
