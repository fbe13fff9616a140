"""Senders whom nobody wants to hear from: parked by a person's word, counted, and brought back by one."""

import pytest
from django.test import Client
from django.urls import reverse

from inquiries import blocking
from inquiries.errors import InvalidInput
from inquiries.intake import receive
from inquiries.models import BlockedSender, Contact, Event, Inquiry, User
from tests.factories import MessageFactory, inbound
from tests.inquiries.desk.pages import tree, words

pytestmark = pytest.mark.django_db

PUSHY = "sales@offers.example"


def wrote(email: str = PUSHY, **fields) -> Inquiry:
    return receive(inbound(email=email, **fields)).message.inquiry


class TestContact:
    def test_what_was_not_answered_is_parked_and_comes_back(self, agent: User):
        inquiry = wrote()
        blocking.block(inquiry.contact, actor=agent, inquiry=inquiry)
        inquiry.refresh_from_db()
        assert (inquiry.parked_reason, inquiry.needs_reply_since) == ("blocked", None)
        assert wrote().parked_reason == "blocked"
        blocking.unblock(inquiry.contact, actor=agent, inquiry=inquiry)
        inquiry.refresh_from_db()
        assert inquiry.parked_reason == ""
        assert inquiry.needs_reply_since is not None
        did = inquiry.events.filter(kind=Event.Kind.CONTACT).order_by("pk")
        assert [(event.data["blocked"], event.actor) for event in did] == [(True, agent), (False, agent)]

    def test_a_conversation_that_staff_lead_is_left_alone(self, agent: User):
        inquiry = wrote(message_id="asked@offers.example")
        MessageFactory.create(inquiry=inquiry, direction="OUT", author=agent, message_id="ours@halden.example")
        blocking.block(inquiry.contact, actor=agent)
        inquiry.refresh_from_db()
        assert inquiry.parked_reason == ""
        answer = receive(inbound(email=PUSHY, references=("ours@halden.example",))).message
        assert (answer.inquiry, answer.inquiry.parked_reason) == (inquiry, "")
        # A fresh mail of theirs, that answers nothing, does not get in.
        assert wrote().parked_reason == "blocked"

    def test_twice_is_once(self, agent: User):
        inquiry = wrote()
        for _ in range(2):
            blocking.block(inquiry.contact, actor=agent, inquiry=inquiry)
        assert inquiry.events.filter(kind=Event.Kind.CONTACT).count() == 1


class TestSender:
    def test_an_address_and_a_whole_domain(self, agent: User):
        blocking.block_sender("Sales@Offers.example", actor=agent)
        assert wrote().parked_reason == "blocked"
        assert wrote("other@offers.example").parked_reason == ""
        blocking.block_sender("@offers.example", actor=agent)
        assert wrote("third@mail.offers.example").parked_reason == "blocked"
        assert wrote("fourth@myoffers.example").parked_reason == ""
        assert (
            Inquiry.objects.filter(contact__identities__value="other@offers.example").get().parked_reason == "blocked"
        )

    def test_undo_brings_back_what_nothing_else_blocks(self, agent: User):
        by_contact, by_both, plain = wrote("a@offers.example"), wrote("b@offers.example"), wrote("c@offers.example")
        blocking.block(by_contact.contact, actor=agent)
        own = blocking.block_sender("b@offers.example", actor=agent)
        domain = blocking.block_sender("offers.example", actor=agent)
        blocking.unblock_sender(domain, actor=agent)
        parked = {row.pk: row.parked_reason for row in Inquiry.objects.all()}
        assert parked == {by_contact.pk: "blocked", by_both.pk: "blocked", plain.pk: ""}
        blocking.unblock_sender(own, actor=agent)
        assert Inquiry.objects.get(pk=by_both.pk).parked_reason == ""
        told = Event.objects.filter(kind=Event.Kind.CONTACT, data__what="offers.example").order_by("pk")
        assert [event.data["blocked"] for event in told] == [True, False]

    def test_a_blocked_sender_is_never_acknowledged_and_stays_on_whatsapp(self, agent: User):
        """A domain says nothing of a telephone number."""
        blocking.block_sender("offers.example", actor=agent)
        assert receive(inbound(wa_id="393331234567")).message.inquiry.parked_reason == ""

    @pytest.mark.parametrize(
        "value", ["", "offers", "no address@", "gmail.com", "@GMX.de", "http://offers.example", "a b.example"]
    )
    def test_what_cannot_or_must_not_be_blocked(self, value: str, agent: User):
        with pytest.raises(InvalidInput):
            blocking.block_sender(value, actor=agent)
        assert not BlockedSender.objects.exists()


class TestOnTheCard:
    def press(self, client: Client, inquiry: Inquiry, **data: str):
        return client.post(reverse("inquiry_block", args=[inquiry.pk]), data, follow=True)

    def card(self, client: Client, inquiry: Inquiry) -> str:
        return client.get(
            reverse("inquiry_contact", args=[inquiry.pk]), headers={"HX-Request": "true"}
        ).content.decode()

    def test_an_agent_blocks_the_contact_and_undoes_it(self, agent_client: Client):
        inquiry = wrote()
        assert "Block all of" not in self.card(agent_client, inquiry)
        page = self.press(agent_client, inquiry, block="contact")
        assert "Parked: blocked sender." in words(tree(page))
        assert Contact.objects.get().blocked
        assert 'value="contact">Unblock<' in self.card(agent_client, inquiry)
        page = self.press(agent_client, inquiry, unblock="contact")
        assert not Contact.objects.get().blocked
        assert "You unblocked the sender" in words(tree(page))

    def test_a_domain_is_for_managers(self, agent_client: Client, manager_client: Client):
        inquiry = wrote()
        assert self.press(agent_client, inquiry, block="offers.example").status_code == 403
        assert "Block all of offers.example" in self.card(manager_client, inquiry)
        self.press(manager_client, inquiry, block="offers.example")
        assert BlockedSender.objects.get().created_by.username == "manager"
        assert "everybody at offers.example" in self.card(agent_client, inquiry)
        assert self.press(agent_client, inquiry, unblock="offers.example").status_code == 403
        self.press(manager_client, inquiry, unblock="offers.example")
        assert not BlockedSender.objects.exists()

    def test_a_host_that_everybody_uses_is_not_offered_and_not_taken(self, manager_client: Client):
        inquiry = wrote("pushy@gmail.com")
        assert "Block all of" not in self.card(manager_client, inquiry)
        assert self.press(manager_client, inquiry, block="gmail.com").status_code == 400

    def test_htmx_gets_the_card_and_the_strips(self, agent_client: Client):
        inquiry = wrote()
        address = reverse("inquiry_block", args=[inquiry.pk])
        response = agent_client.post(address, {"block": "contact"}, headers={"HX-Request": "true"})
        assert response.headers["HX-Trigger"]
        page = response.content.decode()
        assert page.count("<html") == 0
        assert "Parked: blocked sender." in page
        assert "Unblock" in page

    def test_who_has_no_role_blocks_nobody(self, client: Client):
        inquiry = wrote()
        assert client.post(reverse("inquiry_block", args=[inquiry.pk]), {"block": "contact"}).status_code == 302
        client.force_login(User.objects.create_user("nobody"))
        assert self.press(client, inquiry, block="contact").status_code == 403
        assert not Contact.objects.get().blocked


class TestInTheAdmin:
    def test_the_tick_of_a_contact_does_what_the_button_does(self, manager_client: Client, manager: User):
        inquiry = wrote()
        change = reverse("admin:inquiries_contact_change", args=[inquiry.contact_id])
        page = manager_client.get(change)
        data = {name: value or "" for name, value in page.context["adminform"].form.initial.items()}
        for inline in page.context["inline_admin_formsets"]:
            form = inline.formset.management_form
            data |= {f"{form.prefix}-{name}": value for name, value in form.initial.items()}
        saved = manager_client.post(change, data | {"blocked": "on"})
        assert saved.status_code == 302, saved.context["errors"]
        assert Inquiry.objects.get().parked_reason == "blocked"
        assert Event.objects.get(kind=Event.Kind.CONTACT).actor == manager
        manager_client.post(change, data)
        assert Inquiry.objects.get().parked_reason == ""

    def test_actions_over_several_contacts(self, agent_client: Client):
        first, second = wrote(), wrote("b@other.example")
        pks = [first.contact_id, second.contact_id]
        changelist = reverse("admin:inquiries_contact_changelist")
        agent_client.post(changelist, {"action": "block", "_selected_action": pks})
        assert set(Inquiry.objects.values_list("parked_reason", flat=True)) == {"blocked"}
        agent_client.post(changelist, {"action": "unblock", "_selected_action": pks})
        assert set(Inquiry.objects.values_list("parked_reason", flat=True)) == {""}

    def test_a_sender_is_added_and_deleted_by_managers(
        self, manager_client: Client, agent_client: Client, manager: User
    ):
        inquiry = wrote()
        add = reverse("admin:inquiries_blockedsender_add")
        assert agent_client.post(add, {"value": "offers.example"}).status_code == 403
        response = manager_client.post(add, {"value": "@Offers.example", "reason": "cold calls"})
        assert response.status_code == 302
        row = BlockedSender.objects.get()
        assert (row.value, row.reason, row.created_by) == ("offers.example", "cold calls", manager)
        assert Inquiry.objects.get(pk=inquiry.pk).parked_reason == "blocked"
        refused = manager_client.post(add, {"value": "gmail.com"})
        assert "Many customers write from gmail.com" in refused.content.decode()
        delete = reverse("admin:inquiries_blockedsender_delete", args=[row.pk])
        assert agent_client.post(delete, {"post": "yes"}).status_code == 403
        manager_client.post(delete, {"post": "yes"})
        assert not BlockedSender.objects.exists()
        assert Inquiry.objects.get(pk=inquiry.pk).parked_reason == ""
