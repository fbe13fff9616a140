"""A note that names colleagues hands the inquiry over and tells them: at the bell at once, by mail where not seen."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inquiries import workflow
from inquiries.models import Assist, Inquiry, Message, Notice, User
from inquiries.work import noticing, sweeper
from tests.factories import InquiryFactory, UserFactory
from tests.inquiries.desk.pages import element, said, tree, words

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def anna() -> User:
    return UserFactory.create(username="anna", first_name="Anna", last_name="Moe", email="anna@halden.example")


@pytest.fixture
def ines(agent: User) -> User:
    user = UserFactory.create(username="ic", first_name="Inês", last_name="Cardoso", email="ines@halden.example")
    user.groups.set(agent.groups.all())
    return user


def note(client: Client, inquiry: Inquiry, text: str) -> Any:
    return client.post(f"/inquiries/{inquiry.pk}/reply/", {"channel": "note", "text": text}, headers=HTMX)


def later(minutes: int) -> None:
    Notice.objects.exclude(due_at=None).update(due_at=timezone.now() - timedelta(minutes=minutes))
    sweeper.run()


def test_the_first_one_named_gets_it_and_all_are_told(agent_client: Client, anna: User, ines: User) -> None:
    inquiry = InquiryFactory.create(contact__name="Eleanor Whitcombe")
    text = "@Anna please take this, @ines.cardoso knows the hotel. Her handle is @eleanor, mail x@anna.example."
    assert note(agent_client, inquiry, text).status_code == 204
    inquiry.refresh_from_db()
    assert inquiry.assignee == anna
    told = {(row.person.username, row.kind, row.message.text) for row in Notice.objects.all()}
    assert told == {("anna", "assigned", text), ("ic", "mentioned", text)}
    thread = words(element(agent_client.get(f"/inquiries/{inquiry.pk}/"), "thread"))
    assert "You assigned this to Anna Moe" in thread

    client = Client()
    client.force_login(ines)
    page = client.get("/")
    assert words(element(page, "bell-n")) == "1 new notice"
    listed = client.get("/notices/", headers=HTMX)
    assert "Nora Lindqvist mentioned you: Eleanor Whitcombe" in words(tree(listed))
    assert Notice.objects.filter(seen_at=None).count() == 2  # to look at an address changes nothing
    keys = tree(listed).xpath("//form//input[@name='pk']/@value")
    assert "nothing new" in client.post("/notices/seen/", {"pk": keys}, headers=HTMX).content.decode()
    later(15)
    assert [letter.to for letter in mail.outbox] == [["anna@halden.example"]]
    assert f"gave you {inquiry.reference}, Eleanor Whitcombe" in mail.outbox[0].subject
    assert text in mail.outbox[0].body
    assert f"/inquiries/{inquiry.pk}/" in mail.outbox[0].body
    assert dict(Notice.objects.values_list("person__username", "state")) == {"anna": "SENT", "ic": "SKIPPED"}


def test_who_opens_the_inquiry_has_seen_it_and_the_bell_costs_no_query(
    agent_client: Client, agent: User, manager: User
) -> None:
    inquiry = InquiryFactory.create()
    address = f"/inquiries/{inquiry.pk}/"
    agent_client.get(address)
    with CaptureQueriesContext(connection) as before:
        agent_client.get(address)
    workflow.assign(inquiry, agent, actor=manager)
    with CaptureQueriesContext(connection) as after:
        page = agent_client.get(address)
    assert len(after) <= len(before) + 1  # the timeline's new line asks for who did it
    assert words(element(page, "bell-n")) == "1 new notice"
    form = tree(page).xpath("//form[@action='/notices/seen/']")[0]
    data = {field.get("name"): field.get("value") for field in form.xpath(".//input")}
    agent_client.post("/notices/seen/", data, headers=HTMX)
    assert Notice.objects.get().seen_at is not None
    assert tree(agent_client.get(address)).xpath("//form[@action='/notices/seen/']") == []


def test_a_name_that_two_people_have_keeps_nothing_and_says_what_to_write(agent_client: Client, anna: User) -> None:
    UserFactory.create(username="anna.k", first_name="Anna", last_name="Kim")
    UserFactory.create(username="annab", first_name="Annabel", last_name="Kim")
    User.objects.filter(pk=anna.pk).update(username="amoe")
    inquiry = InquiryFactory.create()
    refused = note(agent_client, inquiry, "@anna please")
    assert refused.status_code == 422
    assert "Write @amoe (Anna Moe) or @anna.k (Anna Kim)" in words(tree(refused))
    assert (Message.objects.count(), Notice.objects.count()) == (0, 0)
    assert note(agent_client, inquiry, "@amoe. Thanks").status_code == 204
    assert Notice.objects.get().person == anna


def test_a_name_that_nobody_has_is_said_to_who_wrote_it(agent_client: Client, anna: User) -> None:
    inquiry = InquiryFactory.create()
    kept = note(agent_client, inquiry, f"@anna please, @Ánnna knows, and @{'x' * 5000}. Mail me@post.example")
    told = json.loads(kept["HX-Trigger"])["reply-sent"]["said"]
    assert told == f"No colleague is called @annna, @{'x' * 40}, so nobody was told under that name."
    assert Notice.objects.get().person == anna
    assert "said" not in json.loads(note(agent_client, inquiry, "@anna thanks")["HX-Trigger"])["reply-sent"]
    plain = agent_client.post(f"/inquiries/{inquiry.pk}/reply/", {"channel": "note", "text": "@bea?"})  # no scripts
    assert said(agent_client, plain) == "No colleague is called @bea, so nobody was told under that name."


def test_a_mail_that_the_server_refuses_is_tried_again_and_who_wants_none_gets_none(
    agent: User, manager: User, anna: User, settings: Any
) -> None:
    inquiry = InquiryFactory.create()
    workflow.assign(inquiry, anna, actor=manager)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    Notice.objects.update(due_at=timezone.now())
    noticing.mail(Notice.objects.get().pk)
    row = Notice.objects.get()
    assert (row.state, row.attempts) == ("WAITING", 1)
    assert "See EMAIL_URL" in row.last_error

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    User.objects.filter(pk=anna.pk).update(mail_notices=False)
    later(1)
    assert mail.outbox == []
    assert Notice.objects.get().state == "SKIPPED"
    workflow.assign(inquiry, agent, actor=agent)  # what one does oneself is no news
    assert not Notice.objects.filter(person=agent).exists()


def test_the_list_for_the_note_box_says_who_is_away(agent_client: Client, anna: User) -> None:
    User.objects.filter(pk=anna.pk).update(away=True)
    (option,) = tree(agent_client.get("/people/", headers=HTMX)).find_class("sug-item")
    assert (option.get("data-name"), words(option)) == ("anna", "AM Anna Moe @anna away")


def test_a_summary_that_is_kept_tells_whom_it_names_and_hands_nothing_over(
    agent_client: Client, anna: User, ines: User
) -> None:
    UserFactory.create(username="leo.a", first_name="Leo")
    UserFactory.create(username="leo.b", first_name="Leo")
    inquiry = InquiryFactory.create(assignee=ines)
    text = "Trip: Crete. Last note: “@anna please take this, @leo knows”."
    row = Assist.objects.create(inquiry=inquiry, kind="summary", state="DONE", key="s", text=text)
    assert agent_client.post(f"/assists/{row.pk}/note/", headers=HTMX).status_code == 200
    notice = Notice.objects.get()
    assert (notice.person, notice.kind, notice.message.text) == (anna, "mentioned", f"Summary\n{text}")
    inquiry.refresh_from_db()
    assert inquiry.assignee == ines
