"""The card "Same trip?" and the page for joining and moving by hand: one click does it, one undoes it."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from inquiries.models import Inquiry, Message, Regrouping, Suggestion
from inquiries.work import processing
from tests.factories import MessageFactory, UserFactory
from tests.inquiries.desk.pages import element, tree, words
from tests.inquiries.test_suggestions import SIGNED, chat, mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(post_office) -> tuple[Inquiry, Inquiry]:
    """Whose page it is, and the other one."""
    spoken, written = chat("Hello, are you open today?"), mail(SIGNED)
    return written.inquiry, spoken.inquiry


def answer(client: Client, inquiry: Inquiry, chosen: str) -> str:
    address = reverse("inquiry_same_answer", args=[inquiry.pk, Suggestion.objects.get().pk])
    response = client.post(address, {"answer": chosen}, follow=True)
    return words(element(response, "said"))


def card(client: Client, inquiry: Inquiry) -> str:
    response = client.get(reverse("inquiry_same", args=[inquiry.pk]), headers={"HX-Request": "true"})
    assert response.status_code == 200
    return words(element(response, "same"))


def test_the_card_says_who_and_why(agent_client: Client, two) -> None:
    here, other = two
    said = card(agent_client, here)
    assert "Same person? Dan" in said
    assert "+44 7700 900582 stands in what Maria wrote" in said
    assert other.reference in said
    assert f'id="same" hx-get="{reverse("inquiry_same", args=[here.pk])}"' in (
        agent_client.get(here.get_absolute_url()).content.decode()
    )


def test_one_click_joins_and_one_undoes(agent_client: Client, agent, two) -> None:
    here, other = two
    assert answer(agent_client, here, "both").startswith("Put together")
    assert here.messages.count() == 2
    assert agent_client.get(other.get_absolute_url()).headers["Location"] == here.get_absolute_url()
    page = agent_client.get(here.get_absolute_url()).content.decode()
    assert "joined to this trip:" in page
    assert f"{other.reference} was joined to this trip, by {agent}" in card(agent_client, here)
    act = Regrouping.objects.order_by("-pk")[0]
    undo = reverse("inquiry_same_undo", args=[here.pk, act.pk])
    assert "as it was before" in words(element(agent_client.post(undo, follow=True), "said"))
    assert here.messages.count() == 1
    assert "A colleague" in words(element(agent_client.post(undo, follow=True), "said"))


def test_a_colleague_was_faster(agent_client: Client, two) -> None:
    here = two[0]
    answer(agent_client, here, "no")
    assert "A colleague has answered" in answer(agent_client, here, "person")
    assert not Regrouping.objects.exists()


def test_the_queue_counts_them_and_says_so_on_the_row(agent_client: Client, two) -> None:
    page = agent_client.get("/", {"tab": "same"})
    rows = [words(row) for row in tree(page).find_class("hub-row")]
    assert len(rows) == 2
    assert all("same trip?" in row for row in rows)
    answer(agent_client, two[0], "no")
    assert not tree(agent_client.get("/", {"tab": "same"})).find_class("hub-row")


def test_joined_by_hand_after_a_search(agent_client: Client, two) -> None:
    here, other = two
    page = agent_client.get(reverse("inquiry_by_hand", args=[here.pk]), {"q": other.reference})
    assert "Join it to" in page.content.decode()
    agent_client.post(reverse("inquiry_group", args=[here.pk]), {"do": f"trip:{other.pk}"})
    other.refresh_from_db()
    assert other.merged_into_id == here.pk


def test_ticked_messages_become_an_inquiry_of_their_own(agent_client: Client, two) -> None:
    here = two[0]
    extra = MessageFactory.create(inquiry=here, text="And Rome in June?", state="RECEIVED")
    processing.process(extra.pk)
    group = reverse("inquiry_group", args=[here.pk])
    agent_client.post(group, {"do": "split"})
    assert Message.objects.get(pk=extra.pk).inquiry_id == here.pk
    agent_client.post(group, {"do": "split", "message": [extra.pk]})
    assert Message.objects.get(pk=extra.pk).inquiry_id != here.pk
    whole = agent_client.post(group, {"do": "split", "message": list(here.messages.values_list("pk", flat=True))})
    assert "Nothing would be left" in words(element(agent_client.get(whole.headers["Location"]), "said"))


@pytest.mark.parametrize("data", [{}, {"do": "trip"}, {"do": "trip:x"}, {"do": "trip:99999"}, {"do": "eat:1"}])
def test_what_makes_no_sense_is_refused(agent_client: Client, two, data: dict[str, str]) -> None:
    assert agent_client.post(reverse("inquiry_group", args=[two[0].pk]), data).status_code == 400
    row = Suggestion.objects.get()
    odd = reverse("inquiry_same_answer", args=[two[0].pk, row.pk])
    assert agent_client.post(odd, {"answer": "maybe"}).status_code == 400


def test_who_may_only_look_cannot_join(two) -> None:
    user = UserFactory.create()
    user.user_permissions.add(Permission.objects.get(codename="view_inquiry"))
    client = Client()
    client.force_login(user)
    here = two[0]
    assert client.get(reverse("inquiry_same", args=[here.pk])).status_code == 200
    assert "Undo" not in card(client, here)
    row = Suggestion.objects.get()
    assert client.post(reverse("inquiry_same_answer", args=[here.pk, row.pk]), {"answer": "no"}).status_code == 403
    assert client.post(reverse("inquiry_group", args=[here.pk]), {"do": "split"}).status_code == 403
    assert client.get(reverse("inquiry_by_hand", args=[here.pk])).status_code == 403


def test_of_two_people_in_one_conversation_each_has_their_own_name(agent_client: Client, two) -> None:
    here, other = two
    answer(agent_client, here, "trip")
    row = other.messages.model.objects.get(text="Hello, are you open today?")
    assert row.inquiry == here
    response = agent_client.get(here.get_absolute_url())
    bubble = tree(response).get_element_by_id(f"m-{row.pk}")
    assert bubble.get("aria-label").startswith("WhatsApp from Dan")
    assert words(bubble.find_class("hub-meta")[0]).startswith("Dan +44 7700 900582")
    quoted = agent_client.get(here.get_absolute_url(), {"quote": row.pk})
    assert "Dan" in words(element(quoted, "comp-quote"))
    assert "Maria" not in words(element(quoted, "comp-quote"))
