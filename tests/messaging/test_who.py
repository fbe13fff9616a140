"""Who writes on WhatsApp: user ids, numbers that are hidden, shown, changed and passed on, in whatever order."""

from itertools import permutations

import pytest
from django.test import Client

from inquiries import replies, search
from inquiries.models import Contact, Event, Identity, Inquiry, Message
from inquiries.work import delivery
from tests.factories import UserFactory
from tests.inquiries.desk import pages
from tests.messaging.payloads import body_of, ingest_all, post, take_in

pytestmark = pytest.mark.django_db

USER_ID, NEW_USER_ID = "GB.1349120865530274", "GB.1349120865530999"
NUMBER, NEW_NUMBER = "447700900301", "447700900399"


def addresses(contact: Contact) -> set[tuple[str, bool]]:
    """Each address of a contact, and whether it is theirs still."""
    rows = contact.identities.all()
    return {(row.value, row.former_at is None) for row in rows}


def people() -> list[Contact]:
    return list(Contact.objects.filter(joined_into=None).order_by("pk"))


def links() -> list[str]:
    return [event.data["link"] for event in Event.objects.filter(kind="contact").order_by("pk")]


def route(inquiry: Inquiry) -> replies.Route:
    return next(route for route in replies.routes(inquiry) if route.channel == "whatsapp")


def test_user_name_and_parent_are_kept_and_are_no_keys(client: Client) -> None:
    take_in(client, "text__hidden_number", "text__parent_user_id")
    identity = Identity.objects.get()
    assert (identity.kind, identity.parent) == ("bsuid", "ES.ENT.77001234567890123")
    assert identity.contact.username == "marisol.vega"
    assert Inquiry.objects.get().messages.count() == 2
    assert search.matching(Inquiry.objects.all(), "@marisol.vega").exists() is False  # the sign is not part of it
    assert search.matching(Inquiry.objects.all(), "marisol.vega").exists()


def test_two_people_with_one_user_name_are_two(client: Client) -> None:
    profile = {"name": "Sam", "username": "sam"}
    for number in (1, 2):
        message = {"id": f"wamid.{number}", "from": None, "from_user_id": f"GB.{number}", "text": {"body": "Hi"}}
        post(client, body_of(message, contacts=[{"user_id": f"GB.{number}", "profile": profile}]))
    ingest_all()
    assert [contact.username for contact in people()] == ["sam", "sam"]


def test_who_hides_the_number_is_listed_found_exported_and_answered(manager_client: Client, meta) -> None:
    take_in(manager_client, "text__hidden_number")
    inquiry = Inquiry.objects.get()
    assert [line.who for line in pages.lines(manager_client.get("/?tab=all"))] == ["Marisol"]
    for query in ("q=marisol.travels", "who=%40marisol.travels", "who=ES.88123456789012345"):
        assert pages.pks(manager_client.get(f"/?tab=all&{query}")) == [inquiry.pk], query
    exported = b"".join(manager_client.get("/export/?tab=all&format=csv").streaming_content).decode()
    assert "ES.88123456789012345, @marisol.travels" in exported
    Message.objects.update(sent_at=inquiry.created_at)  # today
    sent = replies.queue(inquiry, author=UserFactory(), channel="whatsapp", text="Malta in May is lovely.")
    delivery.deliver(sent.pk)
    assert meta.messages[-1]["recipient"] == "ES.88123456789012345"
    assert "to" not in meta.messages[-1]


@pytest.mark.parametrize(
    "order", list(permutations(["text__hidden_number", "text__number_only", "text__number_shown"]))
)
def test_a_message_with_user_id_and_number_is_metas_word_that_they_are_one(
    client: Client, order: tuple[str, ...]
) -> None:
    take_in(client, *order)
    if order[-1] != "text__number_shown" and order[0] != "text__number_shown":
        take_in(client, "text__number_shown")
    contact = people()[0]
    assert len(people()) == 1
    assert addresses(contact) == {("ES.88123456789012345", True), ("34600000417", True)}
    assert Message.objects.filter(contact=contact).count() == 3
    assert set(Inquiry.objects.values_list("contact", flat=True)) == {contact.pk}


def test_contacts_that_are_joined_say_so_and_can_be_told_apart_again(client: Client) -> None:
    take_in(client, "text__hidden_number", "text__number_only")
    other = people()[1]
    theirs = list(other.inquiries.values_list("pk", flat=True))
    take_in(client, "text__number_shown")
    event = Event.objects.get(kind="contact")
    assert (event.data["link"], event.data["contact"], event.data["inquiries"]) == ("joined", other.pk, theirs)
    other.refresh_from_db()
    assert other.joined_into == people()[0]
    take_in(client, "text__hidden_number")
    assert len(people()) == 1


class TestOwnNumber:
    """The button that asks for the number gives it; any other card is anybody's."""

    def test_joins_the_contact_and_is_not_sent_to_before_whatsapp_shows_it(self, client: Client) -> None:
        take_in(client, "text__hidden_number", "contacts__own_number")
        assert addresses(people()[0]) == {("ES.88123456789012345", True), ("34600000417", True)}
        assert route(Inquiry.objects.get()).address == "ES.88123456789012345"
        assert links() == ["number"]
        take_in(client, "text__number_only")
        assert Inquiry.objects.get().messages.count() == 3
        take_in(client, "text__number_shown")
        assert route(Inquiry.objects.get()).address == "34600000417"

    def test_of_another_contact_is_told_of_and_nobody_is_merged(self, client: Client) -> None:
        take_in(client, "text__hidden_number", "text__number_only", "contacts__own_number")
        assert len(people()) == 2
        assert links() == ["claimed"]

    def test_a_card_of_somebody_else_is_no_address(self, client: Client) -> None:
        take_in(client, "contacts__two")
        assert addresses(people()[0]) == {(NUMBER, True)}


class TestNumberChanged:
    @pytest.mark.parametrize("order", list(permutations(["system__number_changed", "text__from_new_number"])))
    def test_history_goes_on_at_the_new_number_whichever_comes_first(
        self, client: Client, order: tuple[str, ...]
    ) -> None:
        take_in(client, "text__with_user_id", *order)
        contact = people()[0]
        assert len(people()) == 1
        wanted = {(USER_ID, False), (NUMBER, False), (NEW_USER_ID, True), (NEW_NUMBER, True)}
        assert addresses(contact) == wanted
        assert "moved" in links()
        assert {row.contact for row in Inquiry.objects.all()} == {contact}
        inquiry = Message.objects.get(external_id="wamid.HBgMfromTheNewNumber01").inquiry
        assert route(inquiry).address == NEW_NUMBER

    def test_by_the_old_names_too(self, client: Client) -> None:
        take_in(client, "text__plain", "system__number_changed_old_names")
        assert addresses(people()[0]) == {(NUMBER, False), ("447700900398", True)}
        assert route(Inquiry.objects.get()).address == "447700900398"

    def test_what_is_queued_for_the_old_number_goes_to_the_new(self, client: Client, meta) -> None:
        take_in(client, "text__plain")
        Message.objects.update(sent_at=Inquiry.objects.get().created_at)
        sent = replies.queue(Inquiry.objects.get(), author=UserFactory(), channel="whatsapp", text="Madeira it is.")
        failed = replies.queue(Inquiry.objects.get(), author=UserFactory(), channel="whatsapp", text="More soon.")
        Message.objects.filter(pk=failed.pk).update(state="PERMANENTLY_FAILED", due_at=None)
        take_in(client, "system__number_changed")
        sent.refresh_from_db()
        assert sent.identity is not None
        assert sent.identity.value == NEW_NUMBER
        delivery.deliver(sent.pk)
        assert meta.messages[-1]["to"] == NEW_NUMBER
        assert [address.value for address in delivery.build(failed.pk).recipients] == [NEW_NUMBER]

    def test_the_window_of_the_new_number_is_shut_until_they_write_from_it(self, client: Client) -> None:
        take_in(client, "text__with_user_id")
        Message.objects.update(sent_at=Inquiry.objects.get().created_at)
        assert route(Inquiry.objects.get()).open
        take_in(client, "system__number_changed")
        shut = route(Inquiry.objects.get())
        assert (shut.open, shut.closes_at, Inquiry.objects.get().window_closes_at) == (False, None, None)
        take_in(client, "text__from_new_number")
        assert Inquiry.objects.get().window_closes_at == route(Inquiry.objects.get()).closes_at
        assert Inquiry.objects.get().window_closes_at is not None

    @pytest.mark.parametrize("change", ["system__number_changed", "system__number_changed_old_names"])
    def test_a_number_of_somebody_who_wrote_before_merges_nobody(self, client: Client, change: str) -> None:
        number = NEW_NUMBER if change == "system__number_changed" else "447700900398"
        theirs = {"id": "wamid.otto", "from": number, "timestamp": "1795430030", "text": {"body": "Rome, please"}}
        post(client, body_of(theirs))
        take_in(client, "text__with_user_id", change)
        otto, ann = people()
        assert (addresses(otto), otto.inquiries.count()) == ({(number, False)}, 1)
        assert (number, True) in addresses(ann)
        assert set(links()) == {"moved", "passed", "lost"}
        assert Event.objects.get(data__link="lost").inquiry == otto.inquiries.get()
        assert route(otto.inquiries.get()).identity is None

    def test_told_of_by_number_and_by_user_id_is_one_change(self, client: Client) -> None:
        take_in(client, "text__with_user_id", "system__number_changed")
        again = {"type": "user_changed_user_id", "user_id": NEW_USER_ID, "previous_user_id": USER_ID}
        body = {"id": "wamid.again", "type": "system", "system": again, "timestamp": "1795432401", "from": None}
        post(client, body_of(body | {"from_user_id": USER_ID}))
        ingest_all()
        assert len(people()) == 1
        assert links() == ["moved"]

    def test_two_changes_told_of_in_the_wrong_order_end_at_the_last_number(self, client: Client) -> None:
        take_in(client, "text__plain")
        for old, new, at in (("447700900302", "447700900303", "1795500000"), (NUMBER, "447700900302", "1795440000")):
            system = {"type": "user_changed_number", "wa_id": new, "body": f"Ann changed from {old} to {new}"}
            post(
                client, body_of({"id": f"wamid.{at}", "from": old, "timestamp": at, "type": "system", "system": system})
            )
            ingest_all()
        contact = people()[0]
        assert len(people()) == 1
        assert addresses(contact) == {(NUMBER, False), ("447700900302", False), ("447700900303", True)}
        first = Message.objects.get(text__startswith="Hello, two adults")
        assert route(first.inquiry).address == "447700900303"

    def test_back_to_the_number_of_before(self, client: Client) -> None:
        take_in(client, "text__plain", "system__number_changed_old_names")
        system = {"type": "user_changed_number", "wa_id": NUMBER, "body": "Ann changed"}
        back = {"id": "wamid.b", "from": "447700900398", "timestamp": "1795500000", "type": "system", "system": system}
        post(client, body_of(back))
        ingest_all()
        assert addresses(people()[0]) == {("447700900398", False), (NUMBER, True)}


class TestUserIdChanged:
    def test_history_goes_on(self, client: Client) -> None:
        take_in(client, "text__hidden_number", "system__user_id_changed")
        assert addresses(people()[0]) == {("ES.88123456789012345", False), ("ES.99123456789012345", True)}
        assert route(Inquiry.objects.get()).address == "ES.99123456789012345"

    def test_the_number_of_before_is_written_to_again_once_it_shows(self, client: Client) -> None:
        take_in(client, "text__number_shown", "system__user_id_changed")
        assert route(Inquiry.objects.get()).address == "ES.99123456789012345"
        message = {"id": "wamid.z", "from": "34600000417", "from_user_id": "ES.99123456789012345"}
        post(client, body_of(message | {"timestamp": "1795500000", "text": {"body": "Me again"}}))
        ingest_all()
        assert route(Inquiry.objects.get()).address == "34600000417"

    def test_a_new_security_code_changes_nothing(self, client: Client) -> None:
        take_in(client, "text__plain", "system__identity_changed")
        assert addresses(people()[0]) == {(NUMBER, True)}
        assert Inquiry.objects.get().messages.count() == 2


class TestRecycledNumber:
    """Another account at a number that we know: somebody else has it now."""

    def test_is_a_new_contact_with_a_visible_note(self, client: Client) -> None:
        take_in(client, "text__with_user_id", "text__recycled_number")
        ann, otto = people()
        assert addresses(ann) == {(USER_ID, True), (NUMBER, False)}
        assert addresses(otto) == {("GB.7777120865530274", True), (NUMBER, True)}
        assert links() == ["passed", "lost"]
        assert route(ann.inquiries.get()).address == USER_ID
        assert route(otto.inquiries.get()).address == NUMBER

    def test_the_pages_of_both_say_so(self, client: Client, agent_client: Client) -> None:
        take_in(client, "text__with_user_id", "text__recycled_number")
        ann, otto = people()
        for one, other in ((ann, otto), (otto, ann)):
            page = agent_client.get(one.inquiries.get().get_absolute_url())
            assert f"number of {other.name} . The same person?" in pages.words(pages.tree(page))
            card = agent_client.get(f"/inquiries/{one.inquiries.get().pk}/contact/", headers={"HX-Request": "true"})
            assert pages.link(card, other.name) == other.inquiries.get().get_absolute_url()

    def test_a_late_message_of_the_old_owner_is_theirs(self, client: Client) -> None:
        take_in(client, "text__with_user_id", "text__recycled_number", "text__plain")
        late = Message.objects.get(text__startswith="Hello, two adults")
        assert late.contact == people()[0]
        assert addresses(people()[0]) == {(USER_ID, True), (NUMBER, False)}
