"""The inquiry page: one conversation in time order, and what its header does."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inquiries import replies, roles
from inquiries.desk import conversation
from inquiries.envelope import InboundFile
from inquiries.intake import receive
from inquiries.models import Event, Inquiry, Message, User
from tests.conftest import person
from tests.factories import FactFactory, IdentityFactory, InquiryFactory, MessageFactory, UserFactory, inbound
from tests.inquiries.desk.pages import element, tree, words

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
MAIL = "Hello, we would like to go to Crete, 3 to 10 May. Best, Anna"


@pytest.fixture
def mail() -> Message:
    return receive(inbound(text=MAIL, sent_at=timezone.now() - timedelta(hours=3))).message


@pytest.fixture
def inquiry(mail: Message) -> Inquiry:
    return mail.inquiry


def address(name: str, *args: Any, **query: Any) -> str:
    return reverse(name, args=args, query=query or None)


def page(client: Client, inquiry: Inquiry, **query: Any) -> Any:
    response = client.get(address("inquiry", inquiry.pk, **query))
    assert response.status_code == 200
    return response


def messages(response: Any) -> list[str]:
    return [node.get("id") for node in tree(response).xpath("//*[@id='thread']//*[starts-with(@id, 'm-')]")]


def act(client: Client, name: str, inquiry: Inquiry, **data: Any) -> Any:
    """As the page's own scripts ask."""
    return client.post(address(name, inquiry.pk), data, headers=HTMX)


class TestConversation:
    def test_mail_whatsapp_and_notes_in_the_order_they_were_written(
        self, agent_client: Client, agent, inquiry: Inquiry, mail: Message
    ) -> None:
        IdentityFactory(contact=inquiry.contact, kind="wa_id", value="447700900417", display="+44 7700 900417")
        chat = MessageFactory(inquiry=inquiry, channel="whatsapp", text="The 10th rather", sent_at=timezone.now())
        between = timezone.now() - timedelta(hours=1)
        late = MessageFactory(inquiry=inquiry, text="This mail came late", sent_at=between)
        note = replies.add_note(inquiry, author=agent, text="Call her after six")
        response = page(agent_client, inquiry)
        assert messages(response) == [f"m-{row.pk}" for row in (mail, late, chat, note)]
        assert "You Call her after six" in words(element(response, f"m-{note.pk}"))
        assert element(response, f"m-{chat.pk}").get("aria-label").startswith("WhatsApp from Anna Berg, ")

    def test_what_was_done_stands_between_the_messages(
        self, agent_client: Client, agent, manager, inquiry: Inquiry
    ) -> None:
        act(agent_client, "inquiry_status", inquiry, status="QUOTED")
        act(agent_client, "inquiry_assign", inquiry, assignee=manager.pk)
        lines = [words(node) for node in tree(page(agent_client, inquiry)).find_class("hub-event")]
        assert [line.rpartition(" ")[0] for line in lines] == [
            "You set the status to Quoted",
            "You assigned this to Malik Adeyemi",
        ]

    def test_a_proof_is_marked_in_the_words_of_the_customer(
        self, agent_client: Client, inquiry: Inquiry, mail: Message
    ) -> None:
        start = MAIL.index("Crete")
        proof = {"message": mail.pk, "part": "text", "start": start, "end": start + 5, "quote": "Crete"}
        place = [{"name": "Crete", "country": "GR", "aliases": []}]
        FactFactory(inquiry=inquiry, field="destinations", value=place, evidence=[proof], message=mail)
        response = page(agent_client, inquiry)
        quote = element(response, "row-where").xpath(".//a[starts-with(@href, '#ev-')]")[0]
        mark = element(response, quote.get("href")[1:])
        assert (mark.tag, words(mark), words(quote.find("q"))) == ("mark", "Crete", "Crete")
        assert mark.xpath("ancestor::*[@id=$name]", name=f"m-{mail.pk}")

    def test_markup_of_a_stranger_is_words(self, agent_client: Client) -> None:
        row = receive(
            inbound(subject="<b>Hi</b>", text="<script>alert(1)</script><img src=x onerror=alert(2)>")
        ).message
        response = page(agent_client, row.inquiry)
        text = response.content.decode()
        assert ("<script>alert" in text, "<img src=x" in text, "<b>Hi" in text) == (False, False, False)
        assert "<script>alert(1)</script>" in words(element(response, f"m-{row.pk}"))

    def test_a_mail_without_a_text_says_so(self, agent_client: Client, mail: Message) -> None:
        row = receive(inbound(text="", subject="Our passports")).message
        response = page(agent_client, row.inquiry)
        assert "Our passports" in words(element(response, f"m-{row.pk}"))
        assert "No text of its own" in words(element(response, f"m-{row.pk}"))
        assert row.inquiry_id == mail.inquiry_id
        assert "No text of its own" not in words(element(response, f"m-{mail.pk}"))

    def test_the_older_part_of_a_long_one_is_a_click_away(self, agent_client: Client) -> None:
        inquiry = InquiryFactory()
        start = timezone.now() - timedelta(days=90)
        rows = [
            MessageFactory(
                inquiry=inquiry, channel="whatsapp", text=f"{number}", sent_at=start + timedelta(hours=number)
            )
            for number in range(conversation.PAGE + 15)
        ]
        response = page(agent_client, inquiry)
        assert messages(response) == [f"m-{row.pk}" for row in rows[15:]]
        more = element(response, "earlier").find("a")
        older = agent_client.get(more.get("hx-get"), headers=HTMX).content.decode()
        assert re.findall(r'id="m-(\d+)"', older) == [str(row.pk) for row in rows[:15]]
        assert "Show earlier" not in older
        assert "Show earlier" not in page(agent_client, inquiry, to=rows[0].pk).content.decode()
        # Without scripts the same link reaches back, and so does a quote in an old message.
        assert messages(agent_client.get(more.get("href")))[0] == f"m-{rows[15].pk}"
        assert f"m-{rows[3].pk}" in messages(page(agent_client, inquiry, to=rows[3].pk))

    def test_a_page_that_is_just_full_offers_nothing_earlier(self, agent_client: Client) -> None:
        inquiry = InquiryFactory()
        start = timezone.now() - timedelta(days=90)
        for number in range(conversation.PAGE):
            MessageFactory(inquiry=inquiry, channel="note", text=f"{number}", sent_at=start + timedelta(hours=number))
        response = page(agent_client, inquiry)
        assert len(messages(response)) == conversation.PAGE
        assert "Show earlier" not in response.content.decode()
        MessageFactory(inquiry=inquiry, channel="note", text="before", sent_at=start - timedelta(hours=1))
        assert "Show earlier" in page(agent_client, inquiry).content.decode()

    def test_of_long_letters_fewer_are_shown_at_first_and_none_is_lost(self, agent_client: Client) -> None:
        inquiry = InquiryFactory()
        start = timezone.now() - timedelta(days=90)
        letters = [
            MessageFactory(
                inquiry=inquiry, text="We would like a room. " * 130, sent_at=start + timedelta(hours=number)
            )
            for number in range(9)
        ]
        response = page(agent_client, inquiry)
        assert len(response.content) <= 40_000
        shown = messages(response)
        assert 1 < len(shown) < len(letters)
        while more := tree(response).xpath("//*[@id='earlier']/a/@hx-get"):
            response = agent_client.get(more[0], headers=HTMX)
            shown = [f"m-{pk}" for pk in re.findall(r'<article[^>]* id="m-(\d+)"', response.content.decode())] + shown
        assert shown == [f"m-{row.pk}" for row in letters]

    def test_one_endless_letter_is_still_shown(self, agent_client: Client, inquiry: Inquiry) -> None:
        row = MessageFactory(inquiry=inquiry, text="word " * 9000)
        assert messages(page(agent_client, inquiry))[-1] == f"m-{row.pk}"

    def test_a_very_long_text_is_cut_and_can_be_had_whole(self, agent_client: Client) -> None:
        row = receive(inbound(text="Portugal " * 2000 + "the end")).message
        shown = words(element(page(agent_client, row.inquiry), f"m-{row.pk}"))
        assert "the end" not in shown
        assert "Portugal Show 12,013 more characters" in shown  # no word is cut
        for headers in ({}, HTMX):
            whole = agent_client.get(address("message", row.pk, whole=1), headers=headers)
            assert "the end" in whole.content.decode()

    def test_the_number_of_the_sender_is_lit_where_it_proves_the_phone(self, agent_client: Client) -> None:
        row = receive(inbound(wa_id="447700900417", text="We land at noon")).message
        proof = {"message": row.pk, "part": "sender", "start": 0, "end": 13, "quote": "+447700900417"}
        FactFactory(inquiry=row.inquiry, message=row, field="contact_phone", value="+447700900417", evidence=[proof])
        lit = element(page(agent_client, row.inquiry), f"m-{row.pk}").xpath(".//mark")
        assert [(words(mark), mark.get("id")) for mark in lit] == [("+44 7700 900417", f"ev-{row.pk}-sender-0-13")]

    def test_a_reaction_stands_on_its_message(self, agent_client: Client) -> None:
        first = receive(inbound(wa_id="447700900417", text="We land at noon")).message
        reaction = inbound(wa_id="447700900417", kind="reaction", text="👍", reply_to=first.external_id)
        second = receive(reaction).message
        response = page(agent_client, first.inquiry)
        assert messages(response) == [f"m-{first.pk}"]
        assert "👍" in words(element(response, f"m-{first.pk}"))
        back = inbound(wa_id="447700900417", kind="reaction", text="[Reaction taken back]", reply_to=first.external_id)
        assert receive(back).message.inquiry_id == second.inquiry_id
        assert "👍" not in words(element(page(agent_client, first.inquiry), f"m-{first.pk}"))


class TestThePageItself:
    def test_fifty_messages_take_few_queries(self, agent_client: Client, agent, django_assert_max_num_queries) -> None:
        inquiry = InquiryFactory()
        by_mail = IdentityFactory(contact=inquiry.contact)
        by_chat = IdentityFactory(contact=inquiry.contact, kind="wa_id", value="447700900417")
        start = timezone.now() - timedelta(hours=20)
        for number in range(50):
            channel = "whatsapp" if number % 2 else "email"
            out = {"direction": "OUT", "author": agent} if number % 3 == 0 else {}
            row = MessageFactory(
                inquiry=inquiry,
                channel=channel,
                identity=by_chat if number % 2 else by_mail,
                text=MAIL,
                sent_at=start + timedelta(minutes=number),
                **out,
            )
            row.attachments.create(filename="a.pdf", state="STORED", blob="blobs/aa/aa", sha256="a" * 64, size=3)
            proof = {"message": row.pk, "start": 0, "end": 5, "quote": MAIL[:5]}
            FactFactory(inquiry=inquiry, message=row, state="SUPERSEDED" if number else "CURRENT", evidence=[proof])
            Event.objects.create(kind="assigned", inquiry=inquiry, actor=agent, data={"to": "Nora"})
        with django_assert_max_num_queries(12):
            response = page(agent_client, inquiry)
        assert len(messages(response)) > 10
        assert len(response.content) <= 40_000
        done = tree(response).find_class("hub-event")
        every = tree(page(agent_client, inquiry, steps="all")).find_class("hub-event")
        assert len(done) == conversation.STEPS + 2  # and the two ways further back
        assert len(every) == 50 + 1

    def test_an_ordinary_one_is_small(self, agent_client: Client, agent, inquiry: Inquiry) -> None:
        for number in range(6):
            out = {"direction": "OUT", "author": agent} if number % 2 else {}
            MessageFactory(inquiry=inquiry, text="We would like half board, and a view of the sea. " * 4, **out)
        for name, value in (("nights", 7), ("adults", 2), ("children", 1), ("child_ages", [4]), ("hotel_stars", 4)):
            FactFactory(inquiry=inquiry, field=name, value=value)
        assert len(page(agent_client, inquiry).content) <= 40_000

    def test_nothing_on_it_breaks_the_strict_policy(self, agent_client: Client, inquiry: Inquiry) -> None:
        response = page(agent_client, inquiry)
        policy = response["Content-Security-Policy"]
        assert ("unsafe" in policy, "script-src 'self'" in policy) == (False, True)
        html = tree(response)
        assert html.xpath("//@style | //style | //script[not(@src)] | //@*[starts-with(name(), 'on')]") == []
        assert html.xpath("//@*[starts-with(name(), 'hx-on') or starts-with(., 'js:') or name() = 'hx-vars']") == []

    def test_each_part_fetched_by_script_is_also_a_link(self, agent_client: Client, inquiry: Inquiry) -> None:
        FactFactory(inquiry=inquiry)
        for node in tree(page(agent_client, inquiry)).xpath("//a[@hx-get]"):
            assert agent_client.get(node.get("href").partition("#")[0]).status_code == 200

    def test_an_unknown_number_is_the_products_own_404(self, agent_client: Client) -> None:
        response = agent_client.get(address("inquiry", 999_999))
        assert (response.status_code, "There is nothing here" in response.content.decode()) == (404, True)

    def test_a_merged_one_leads_on(self, agent_client: Client, inquiry: Inquiry) -> None:
        old = InquiryFactory(contact=inquiry.contact, merged_into=inquiry)
        assert agent_client.get(address("inquiry", old.pk))["Location"] == address("inquiry", inquiry.pk)

    def test_looking_changes_nothing_until_the_page_says_it_is_open(
        self, agent_client: Client, inquiry: Inquiry
    ) -> None:
        form = tree(page(agent_client, inquiry)).xpath("//form[@hidden]")[0]
        inquiry.refresh_from_db()
        assert inquiry.unread
        assert agent_client.post(form.get("hx-post")).status_code == 204
        inquiry.refresh_from_db()
        assert not inquiry.unread
        assert not tree(page(agent_client, inquiry)).xpath("//form[@hidden]")


READ = [
    "inquiry",
    "inquiry_next",
    "inquiry_previous",
    "inquiry_earlier",
    "inquiry_live",
    "inquiry_trip",
    "inquiry_contact",
]
ROW = [*READ, "inquiry_assign"]
WRITE = [
    "inquiry_read",
    "inquiry_status",
    "inquiry_assign",
    "inquiry_snooze",
    "inquiry_remind",
    "inquiry_unpark",
    "inquiry_reply",
]
OF_MESSAGES = ["message", "message_quoted", "message_html", "message_frame", "message_raw"]
OF_FILES = ["attachment", "attachment_state"]
POSTED = ["message_retry", "message_settle", "attachment_retry"]


class TestWhoMay:
    @pytest.fixture
    def row(self) -> Message:
        file = InboundFile(filename="a.txt", content_type="text/plain", content=b"a")
        return receive(inbound(html="<p>Hello</p>", quoted_text="> Hi", raw=b"From: a", files=(file,))).message

    def addresses(self, row: Message) -> list[tuple[str, str]]:
        fact = FactFactory(inquiry=row.inquiry, state="PROPOSED").pk
        file = row.attachments.get().pk
        found = [("GET", address(name, row.inquiry_id)) for name in ROW]
        found += [("POST", address(name, row.inquiry_id)) for name in WRITE]
        found += [("GET", address(name, row.pk)) for name in OF_MESSAGES]
        found += [("GET", address(name, file)) for name in OF_FILES]
        found += [("POST", address(name, file if "attachment" in name else row.pk)) for name in POSTED]
        found += [("POST", address(f"fact_{verb}", fact)) for verb in ("accept", "reject", "choose")]
        found += [(verb, address("inquiry_fact", row.inquiry_id, "nights")) for verb in ("GET", "POST")]
        found += [("POST", address("inquiry_contact", row.inquiry_id))]
        return found

    def test_strangers_are_asked_to_sign_in(self, client: Client, row: Message) -> None:
        for verb, path in self.addresses(row):
            response = client.generic(verb, path)
            assert (path, response.status_code) == (path, 302)
            assert response["Location"].startswith(reverse("sign_in"))

    def test_people_without_a_role_see_and_change_nothing(self, client: Client, row: Message) -> None:
        client.force_login(UserFactory(is_staff=False))
        for verb, path in self.addresses(row):
            assert (path, client.generic(verb, path).status_code) == (path, 403)
        assert not Event.objects.exclude(kind="created").exists()

    def test_an_agent_may_all_of_it(self, agent_client: Client, row: Message) -> None:
        for verb, path in self.addresses(row):
            assert agent_client.generic(verb, path).status_code not in {403, 404, 405, 500}, path

    def test_who_may_only_look_gets_no_buttons(self, client: Client, inquiry: Inquiry) -> None:
        looker = person(roles.AGENT)
        looker.groups.clear()
        from django.contrib.auth.models import Permission

        looker.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
        client.force_login(looker)
        FactFactory(inquiry=inquiry)
        html = tree(page(client, inquiry))
        own = html.xpath("//*[@class='hub-body']//form[not(@hidden)]/@action")
        assert (own, html.xpath("//*[@id='trip']//a[contains(@href, '/trip/')]")) == ([], [])


class TestStatus:
    def test_a_lost_one_says_why(self, agent_client: Client, inquiry: Inquiry) -> None:
        response = act(agent_client, "inquiry_status", inquiry, status="LOST", lost_reason="  ")
        assert (response.status_code, response["HX-Retarget"], response["HX-Reswap"]) == (
            422,
            "#status-error",
            "innerHTML",
        )
        assert response.content.decode().strip() == "Say in a few words why it was lost."
        done = act(agent_client, "inquiry_status", inquiry, status="LOST", lost_reason="Too expensive")
        assert "Lost. Too expensive" in words(element(done, "strips"))
        inquiry.refresh_from_db()
        assert (inquiry.status, inquiry.lost_reason) == ("LOST", "Too expensive")

    def test_without_scripts_the_error_is_on_the_page(self, agent_client: Client, inquiry: Inquiry) -> None:
        path = address("inquiry_status", inquiry.pk)
        response = agent_client.post(path, {"status": "LOST"})
        assert response.status_code == 422
        assert "Say in a few words why it was lost." in words(element(response, "said"))
        assert agent_client.post(path, {"status": "CLOSED"})["Location"] == address("inquiry", inquiry.pk)

    @pytest.mark.parametrize("status", ["NEW", "DONE", ""])
    def test_no_such_move(self, agent_client: Client, inquiry: Inquiry, status: str) -> None:
        Inquiry.objects.update(status="OPEN")
        assert act(agent_client, "inquiry_status", inquiry, status=status).status_code == 422
        inquiry.refresh_from_db()
        assert inquiry.status == "OPEN"


class TestAssignee:
    def test_to_a_colleague_to_me_and_back(self, agent_client: Client, agent, manager, inquiry: Inquiry) -> None:
        menu = agent_client.get(address("inquiry_assign", inquiry.pk), headers=HTMX)
        assert [words(button).removeprefix("MA ") for button in tree(menu).iter("button")] == ["Malik Adeyemi"]
        for chosen in (manager, agent, None):
            response = act(agent_client, "inquiry_assign", inquiry, assignee=chosen.pk if chosen else "")
            inquiry.refresh_from_db()
            assert (response.status_code, inquiry.assignee) == (200, chosen)

    def test_nobody_who_has_left(self, agent_client: Client, inquiry: Inquiry) -> None:
        gone = UserFactory(is_active=False)
        for value in (gone.pk, 999_999, "x"):
            assert act(agent_client, "inquiry_assign", inquiry, assignee=value).status_code == 422
        assert "Nora Lindqvist" not in str(inquiry.assignee)


class TestSnooze:
    def test_until_a_time_and_awake_again(self, agent_client: Client, inquiry: Inquiry) -> None:
        until = timezone.localtime() + timedelta(days=2)
        response = act(agent_client, "inquiry_snooze", inquiry, until=f"{until:%Y-%m-%dT%H:%M}")
        assert f"Snoozed until {until:%a} {until.day} {until:%b, %H:%M}" in words(element(response, "strips"))
        assert "Snoozed" not in words(element(act(agent_client, "inquiry_snooze", inquiry, until=""), "strips"))

    @pytest.mark.parametrize("until", ["2020-01-01T10:00", "soon", "2999-01-01T10:00"])
    def test_not_into_the_past_and_no_further_than_a_year(
        self, agent_client: Client, inquiry: Inquiry, until: str
    ) -> None:
        response = act(agent_client, "inquiry_snooze", inquiry, until=until)
        assert (response.status_code, response["HX-Retarget"]) == (422, "#snooze-error")
        inquiry.refresh_from_db()
        assert inquiry.snoozed_until is None

    def test_each_time_it_offers_is_taken(self, agent_client: Client, inquiry: Inquiry) -> None:
        menu = element(agent_client.get(address("inquiry_snooze", inquiry.pk)), "snooze-more")
        offered = [menu, element(page(agent_client, inquiry), "snooze-menu")]
        values = [value for place in offered for value in place.xpath(".//button[@name='until']/@value")]
        assert len(values) >= 3
        for value in values:
            assert act(agent_client, "inquiry_snooze", inquiry, until=value).status_code == 200


def test_a_parked_one_is_made_an_inquiry(agent_client: Client) -> None:
    row = receive(inbound(parked_reason="bulk")).message
    before = page(agent_client, row.inquiry)
    strips = element(before, "strips")
    assert "Parked: newsletter or bulk mail." in words(strips)
    assert tree(before).xpath("//a[@data-ask]") == []  # nobody asks a newsletter where it would go
    response = agent_client.post(strips.find(".//form").get("action"), headers=HTMX)
    assert "Parked" not in words(element(response, "strips"))
    assert Inquiry.objects.get(pk=row.inquiry_id).parked_reason == ""
    asked = agent_client.get(element(before, "poll").get("hx-get"), headers=HTMX)
    assert "trip-changed" in asked.headers["HX-Trigger"]  # so the page that was open asks too
    assert len(tree(page(agent_client, row.inquiry)).xpath("//a[@data-ask]")) == 1


class TestLive:
    def poll(self, client: Client, response: Any) -> Any:
        return client.get(element(response, "poll").get("hx-get"), headers=HTMX)

    def test_nothing_new_touches_nothing(self, agent_client: Client, inquiry: Inquiry) -> None:
        assert self.poll(agent_client, page(agent_client, inquiry)).status_code == 204

    def test_a_new_message_comes_by_itself_once(self, agent_client: Client, inquiry: Inquiry) -> None:
        before = page(agent_client, inquiry)
        row = receive(inbound(text="One more thing")).message
        assert row.inquiry_id == inquiry.pk
        news = self.poll(agent_client, before)
        assert "One more thing" in words(element(news, "thread"))
        assert "Anna Berg wrote while you were typing." in words(element(news, "comp-arrived"))
        assert self.poll(agent_client, news).status_code == 204

    def test_an_event_of_a_colleague_comes_too(
        self, agent_client: Client, manager_client: Client, inquiry: Inquiry
    ) -> None:
        before = page(agent_client, inquiry)
        act(manager_client, "inquiry_status", inquiry, status="QUOTED")
        assert "Malik Adeyemi set the status to Quoted" in words(element(self.poll(agent_client, before), "thread"))

    def test_the_head_says_what_an_event_changed(
        self, agent_client: Client, manager_client: Client, manager: User, inquiry: Inquiry
    ) -> None:
        before = page(agent_client, inquiry)
        assert words(element(before, "head-status")) == "New"
        act(manager_client, "inquiry_status", inquiry, status="QUOTED")
        act(manager_client, "inquiry_assign", inquiry, assignee=manager.pk)
        news = self.poll(agent_client, before)
        assert words(element(news, "head-status")) == "Quoted"
        assert "Malik" in words(element(news, "head-assignee"))
        assert words(element(news, "assign-own")) == "NL Take it myself – Back to everybody"

    def test_a_message_that_was_read_meanwhile_gets_its_marks(
        self, agent_client: Client, inquiry: Inquiry, mail: Message
    ) -> None:
        before = page(agent_client, inquiry)
        proof = {"message": mail.pk, "part": "text", "start": 0, "end": 5, "quote": "Hello"}
        FactFactory(inquiry=inquiry, message=mail, evidence=[proof])
        Message.objects.filter(pk=mail.pk).update(state="PROCESSED", due_at=None)
        news = self.poll(agent_client, before)
        assert words(element(news, f"ev-{mail.pk}-0-5")) == "Hello"
        assert "trip-changed" in news["HX-Trigger"]

    @pytest.mark.parametrize("change", [{"failed_count": 1}, {"needs_reply_since": None}, {"status": "LOST"}])
    def test_what_stands_above_the_conversation_is_drawn_anew(
        self, agent_client: Client, inquiry: Inquiry, mail: Message, change: dict[str, Any]
    ) -> None:
        """What failed, "Remind me in 3 days", and what is asked: after a retry, an answer, a loss."""
        Inquiry.objects.filter(pk=inquiry.pk).update(needs_reply_since=mail.sent_at)
        before = page(agent_client, inquiry)
        Inquiry.objects.filter(pk=inquiry.pk).update(**change)
        assert "trip-changed" in self.poll(agent_client, before)["HX-Trigger"]

    @pytest.mark.parametrize("query", ["after=x&event=-1&seen=,:,1:&trip=&day=z", ""])
    def test_whatever_it_is_asked(self, agent_client: Client, inquiry: Inquiry, query: str) -> None:
        assert agent_client.get(f"{address('inquiry_live', inquiry.pk)}?{query}", headers=HTMX).status_code == 200


class TestNeighbours:
    def test_through_the_list_and_back_to_the_queue(self, agent_client: Client) -> None:
        start = timezone.now() - timedelta(days=1)
        first, second = (InquiryFactory(needs_reply_since=start + timedelta(hours=hours)) for hours in (1, 2))
        forward = agent_client.get(address("inquiry_next", first.pk, tab="to_answer"))
        assert forward["Location"] == address("inquiry", second.pk, tab="to_answer")
        back = agent_client.get(address("inquiry_previous", second.pk))
        assert back["Location"] == address("inquiry", first.pk)
        end = agent_client.get(address("inquiry_next", second.pk, tab="to_answer"))
        assert end["Location"] == reverse("queue", query={"tab": "to_answer"})

    def test_the_place_in_the_list_is_said(self, agent_client: Client, agent) -> None:
        start = timezone.now() - timedelta(days=1)
        due = [InquiryFactory(needs_reply_since=start + timedelta(hours=hours), assignee=agent) for hours in range(3)]
        undated = [InquiryFactory(assignee=agent) for _ in range(2)]
        rows = [*due, *reversed(undated)]
        said = [words(element(agent_client.get(address("inquiry", row.pk, tab="mine")), "place")) for row in rows]
        assert said == ["1 of 5", "2 of 5", "3 of 5", "4 of 5", "5 of 5"]
        assert words(element(page(agent_client, due[1]), "place")) == "2 of 3"
        assert not tree(page(agent_client, undated[0])).xpath("//*[@id='place']"), "nobody waits for an answer there"

    def test_an_action_keeps_the_tab(self, agent_client: Client, agent) -> None:
        row = InquiryFactory(assignee=agent)
        forms = tree(agent_client.get(address("inquiry", row.pk, tab="mine"))).xpath("//*[@id='status-menu']//form")
        for headers in (HTMX, None):
            response = agent_client.post(forms[0].get("action"), {"status": "OPEN"}, headers=headers, follow=True)
            assert element(response, "next-inquiry").get("href").endswith("?tab=mine")
            assert words(element(response, "place")) == "1 of 1"

    def test_an_answered_one_leads_to_the_most_urgent(self, agent_client: Client) -> None:
        answered = InquiryFactory(status="OPEN")
        urgent = InquiryFactory(needs_reply_since=timezone.now())
        assert agent_client.get(address("inquiry_next", answered.pk))["Location"] == address("inquiry", urgent.pk)

    def test_mine_goes_on_below_what_is_due(self, agent_client: Client, agent) -> None:
        due = InquiryFactory(assignee=agent, needs_reply_since=timezone.now())
        older, newer = InquiryFactory(assignee=agent), InquiryFactory(assignee=agent)
        way = [agent_client.get(address("inquiry_next", row.pk, tab="mine"))["Location"] for row in (due, newer, older)]
        assert way == [
            address("inquiry", newer.pk, tab="mine"),
            address("inquiry", older.pk, tab="mine"),
            reverse("queue", query={"tab": "mine"}),
        ]
        back = agent_client.get(address("inquiry_previous", newer.pk, tab="mine"))["Location"]
        assert back == address("inquiry", due.pk, tab="mine")

    def test_the_filters_and_the_order_of_the_list_are_kept(self, agent_client: Client) -> None:
        today = timezone.localdate()
        late, soon, over = (
            InquiryFactory(language="fr", depart_on=today + timedelta(days=days)) for days in (30, 3, -900)
        )
        none = InquiryFactory(language="fr")
        InquiryFactory(language="de", depart_on=today + timedelta(days=4))
        of_list = {"tab": "all", "order": "departure", "language": "fr"}
        order = [soon, late, none, over]  # what is over and what has no day follow, the newest first
        for number, row in enumerate(order):
            beside = tree(agent_client.get(address("inquiry_beside", row.pk, **of_list)))
            assert [link.get("href") for link in beside.xpath("//li/a")] == [
                address("inquiry", other.pk, **of_list) for other in order
            ]
            assert beside.xpath("//li/a[@aria-current]/@href") == [address("inquiry", row.pk, **of_list)]
            forward = agent_client.get(address("inquiry_next", row.pk, **of_list))["Location"]
            back = agent_client.get(address("inquiry_previous", row.pk, **of_list))["Location"]
            queue = reverse("queue", query=of_list)
            assert forward == (address("inquiry", order[number + 1].pk, **of_list) if number < 3 else queue)
            assert back == (address("inquiry", order[number - 1].pk, **of_list) if number else queue)
        page_of_it = agent_client.get(address("inquiry", soon.pk, **of_list))
        assert element(page_of_it, "next-inquiry").get("href").endswith("?tab=all&order=departure&language=fr")
        assert not tree(page_of_it).xpath("//*[@id='place']")
        # One that has left the list stands in the column of its list all the same.
        InquiryFactory(needs_reply_since=timezone.now())
        left = tree(agent_client.get(address("inquiry_beside", late.pk)))
        assert left.xpath("//li/a[@aria-current]/@href") == [address("inquiry", late.pk)]
        assert len(left.xpath("//li")) == 2

    def test_the_newest_first_where_the_tab_says_so(self, agent_client: Client) -> None:
        now = timezone.now()
        old, new = (InquiryFactory(last_message_at=now - timedelta(days=days)) for days in (2, 1))
        assert agent_client.get(address("inquiry_next", new.pk, tab="all"))["Location"] == address(
            "inquiry", old.pk, tab="all"
        )
