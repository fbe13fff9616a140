"""The template picker: what is offered and in what order, blanks from the facts, and no send while one is empty."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inquiries import replies, windows
from inquiries.errors import InvalidInput
from inquiries.intake import receive
from inquiries.models import Contact, Fact, Identity, Inquiry, Message
from inquiries.work import delivery
from messaging.models import WhatsAppTemplate
from tests.factories import FactFactory, inbound
from tests.inquiries.desk.pages import element, tree, words
from tests.messaging.sample_templates import DOCUMENT, NAMED, PROPOSAL, body, known, number, template

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
TEXT = "Buscamos una semana en Creta, en julio, del 12 al 19."
GERMAN = template("proposal_ready", "de", body("Hallo {{1}}, Ihr Angebot ist da.", "Anna"))
PAUSED = template("gone_quiet", "es", body("Hola {{1}}, ¿sigue ahí?", "Marta"), status="PAUSED")
FLOW = template(
    "form", "es", body("Hola"), {"type": "BUTTONS", "buttons": [{"type": "FLOW", "text": "Abrir", "flow_id": "1"}]}
)


@pytest.fixture
def chat() -> Inquiry:
    """Lucía wrote in Spanish, 30 hours ago."""
    number()
    message = receive(inbound(wa_id="34600000417", text=TEXT, sent_at=timezone.now() - timedelta(hours=30))).message
    inquiry = message.inquiry
    Contact.objects.filter(pk=inquiry.contact_id).update(name="Lucía Fernández Prado")
    Inquiry.objects.filter(pk=inquiry.pk).update(language="es")
    place = {"name": "Crete", "country": "GR", "aliases": ["Creta", "Kreta"]}
    for field, value, quote in (
        (Fact.Field.DESTINATIONS, [place], "Creta, en julio"),
        (Fact.Field.DEPART_ON, "2027-07-12", "del 12"),
        (Fact.Field.RETURN_ON, "2027-07-19", "al 19"),
    ):
        start = TEXT.index(quote)
        proof = {"message": message.pk, "part": "text", "start": start, "end": start + len(quote), "quote": quote}
        FactFactory.create(inquiry=inquiry, message=message, field=field, value=value, evidence=[proof])
    return Inquiry.objects.get(pk=inquiry.pk)


def picker(client: Client, inquiry: Inquiry, *, htmx: bool = True, **query: str) -> Any:
    address = reverse("inquiry_template", args=[inquiry.pk])
    return client.get(address, query, headers=HTMX if htmx else None)


def send(client: Client, inquiry: Inquiry, row: WhatsAppTemplate, *, htmx: bool = True, **data: Any) -> Any:
    address = reverse("inquiry_template", args=[inquiry.pk])
    return client.post(address, {"template": row.pk} | data, headers=HTMX if htmx else None)


def blanks(*values: str) -> Any:
    return {f"blank.body.{index}": value for index, value in enumerate(values, start=1)}


def listed(response: Any) -> list[str]:
    return [words(item) for item in tree(response).xpath("//label[contains(@class,'hub-tpl__item')]")]


def fields(response: Any) -> list[tuple[str, str, str]]:
    """Label, value, and where it comes from."""
    found = tree(response).xpath("//div[@class='hub-tpl__var']")
    return [(words(row.find("label")), row.find("input").get("value"), words(row.find("small"))) for row in found]


def sent(inquiry: Inquiry) -> Message:
    return inquiry.messages.get(direction="OUT")


class TestWhatIsOffered:
    def test_the_customers_language_first_and_what_cannot_go_last(self, agent_client: Client, chat: Inquiry) -> None:
        known(NAMED, GERMAN, PAUSED, FLOW, PROPOSAL)
        response = picker(agent_client, chat)
        assert [line.removesuffix(" Choose") for line in listed(response)] == [
            "Proposal ready Spanish · approved",
            "Still with you English · approved",
            "Proposal ready German · approved",
            "Form Spanish · approved · It cannot be sent from here: of its button “Abrir”, it opens a form inside "
            "WhatsApp.",
            "Gone quiet Spanish · paused by Meta",
        ]
        radios = tree(response).xpath("//input[@name='template']")
        assert [radio.get("disabled") is not None for radio in radios] == [False, False, False, True, True]
        assert [radio.get("checked") is not None for radio in radios] == [True, False, False, False, False]

    def test_the_chosen_one_is_the_first_that_needs_nothing_more(self, agent_client: Client, chat: Inquiry) -> None:
        odd = template("ask", "es", body("Sobre {{1}}: ¿sí?", "algo"))
        known(odd, PROPOSAL)
        chosen = tree(picker(agent_client, chat)).xpath("//label[.//input[@checked]]")
        assert words(chosen[0]).startswith("Proposal ready")

    def test_without_any_it_is_said(self, agent_client: Client, chat: Inquiry) -> None:
        assert "No templates are known for this number." in words(tree(picker(agent_client, chat)))

    def test_those_of_another_account_are_not_offered(self, agent_client: Client, chat: Inquiry) -> None:
        known(PROPOSAL)
        WhatsAppTemplate.objects.update(business_account_id="777")
        assert listed(picker(agent_client, chat)) == []

    def test_a_mail_customer_has_none(self, agent_client: Client) -> None:
        mail = receive(inbound(email="anna@post.example")).message.inquiry
        assert "No WhatsApp address is known." in words(tree(picker(agent_client, mail)))

    def test_few_queries(self, agent_client: Client, chat: Inquiry, django_assert_max_num_queries) -> None:
        known(NAMED, GERMAN, PAUSED, FLOW, PROPOSAL)
        with django_assert_max_num_queries(11):
            picker(agent_client, chat)

    def test_without_the_right_to_write_nothing_is_shown(self, agent_client: Client, agent, chat: Inquiry) -> None:
        agent.groups.clear()
        assert picker(agent_client, chat).status_code == 403
        assert send(agent_client, chat, known(PROPOSAL)[0]).status_code == 403


class TestBlanks:
    def test_they_come_with_their_proof(self, agent_client: Client, chat: Inquiry) -> None:
        known(PROPOSAL)
        at = timezone.localtime(chat.messages.get().sent_at)
        name, trip, dates = fields(picker(agent_client, chat))
        assert name == ("Name", "Lucía", "from the contact")
        assert trip[:2] == ("Trip", "Creta")
        assert dates[:2] == ("Dates", "12 al 19 de julio")
        assert (trip[2].split(",")[0], dates[2].split(",")[0]) == ("from “Creta", "from “del 12” and “al 19”")
        assert trip[2].endswith(f"{at:%H:%M}")

    def test_the_same_words_prove_it_once(self, agent_client: Client, chat: Inquiry) -> None:
        known(PROPOSAL)
        start = TEXT.index("del 12")
        quote = {"part": "text", "start": start, "end": start + 6, "quote": "del 12"}
        for fact in Fact.objects.filter(field__in=[Fact.Field.DEPART_ON, Fact.Field.RETURN_ON]):
            fact.evidence = [{"message": fact.message_id, **quote}]
            fact.save(update_fields=["evidence"])
        assert fields(picker(agent_client, chat))[2][2].startswith("from “del 12”,")

    def test_the_preview_shows_what_she_will_see(self, agent_client: Client, chat: Inquiry) -> None:
        known(PROPOSAL)
        response = picker(agent_client, chat)
        seen = words(element(response, "template-preview"))
        text = "Hola Lucía , su propuesta para Creta , del 12 al 19 de julio , ya está lista."
        assert seen == f"Lucía will see {text} Sí, por favor"
        standing = words(element(response, "template-standing"))
        assert standing == "All 3 blanks filled. The answer opens the window for 24 h."

    def test_it_follows_the_typing(self, agent_client: Client, chat: Inquiry) -> None:
        [row] = known(PROPOSAL)
        address = reverse("inquiry_template_preview", args=[chat.pk])
        data = {"template": row.pk} | blanks("Lucía", " ", "<b>mañana</b>")
        response = agent_client.post(address, data, headers=HTMX)
        assert "Hola Lucía , su propuesta para Trip , del <b>mañana</b> ," in words(
            element(response, "template-preview")
        )
        assert words(element(response, "template-standing")) == "1 blank to fill: Trip."

    def test_another_template_has_a_form_of_its_own(self, agent_client: Client, chat: Inquiry) -> None:
        [row] = known(NAMED)
        address = reverse("inquiry_template_form", args=[chat.pk, row.pk])
        response = agent_client.get(address, headers=HTMX)
        assert fields(response)[0][:2] == ("Name", "Lucía")
        gone = reverse("inquiry_template_form", args=[chat.pk, "999"])
        assert agent_client.get(gone, headers=HTMX).status_code == 404

    def test_what_an_administrator_said_counts(self, agent_client: Client, agent, chat: Inquiry) -> None:
        [row] = known(PROPOSAL)
        row.blanks = {"body.1": {"label": "Signed", "source": "agent"}, "body.2": {"label": "Extra", "source": ""}}
        row.save()
        name, extra, _ = fields(picker(agent_client, chat))
        assert name == ("Signed", agent.first_name, "your name")
        assert extra == ("Extra", "", "not known: write it")

    def test_a_change_that_waits_is_said(self, agent_client: Client, chat: Inquiry) -> None:
        FactFactory.create(inquiry=chat, field=Fact.Field.DEPART_ON, value="2027-07-15", state=Fact.State.PROPOSED)
        known(PROPOSAL)
        assert fields(picker(agent_client, chat))[2][2].endswith("a newer value waits in the trip card")

    @pytest.mark.parametrize(
        ("language", "dates"),
        [
            ("es", "12 al 19 de julio"),
            ("de", "12. bis 19. Juli"),
            ("fr", "12 au 19 juillet"),
            ("pt_BR", "12 a 19 de julho"),
            ("en_GB", "12 to 19 July"),
            ("pl", "12.7.–19.7."),
        ],
    )
    def test_days_are_written_in_the_templates_language(
        self, agent_client: Client, chat: Inquiry, language: str, dates: str
    ) -> None:
        known(template("when", language, body("… {{dates}} !", dates="x"), parameter_format="NAMED"))
        assert fields(picker(agent_client, chat))[0][1] == dates


class TestSending:
    def test_it_is_queued_as_people_read_it(self, agent_client: Client, agent, chat: Inquiry) -> None:
        [row] = known(PROPOSAL)
        response = send(agent_client, chat, row, **blanks("Lucía", "Creta\n", "12 al 19 de julio"))
        assert (response.status_code, "thread-changed" in response["HX-Trigger"]) == (200, True)
        assert "answer opens the window for 24 h." in words(element(response, "template-picker"))
        message = sent(chat)
        assert (message.kind, message.state, message.author) == ("template", "QUEUED", agent)
        assert message.text.startswith("Hola Lucía, su propuesta para Creta, del 12 al 19 de julio")
        chat.refresh_from_db()
        assert (chat.needs_reply_since, chat.status) == (None, "OPEN")

    @pytest.mark.parametrize("values", [("Lucía", "", "12"), ("Lucía", " \t", "12"), ("Lucía",)])
    def test_never_while_a_blank_is_empty(self, agent_client: Client, chat: Inquiry, values: tuple[str, ...]) -> None:
        [row] = known(PROPOSAL)
        response = send(agent_client, chat, row, **blanks(*values))
        assert response.status_code == 422
        assert "“Trip” is empty. Nothing was sent." in words(element(response, "template-error"))
        assert not chat.messages.filter(direction="OUT").exists()

    def test_the_page_holds_it_back_as_well(self, agent_client: Client, chat: Inquiry) -> None:
        known(PROPOSAL)
        inputs = tree(picker(agent_client, chat)).xpath("//div[@class='hub-tpl__var']/input")
        assert all(field.get("required") is not None and field.get("pattern") for field in inputs)

    def test_one_that_was_paused_meanwhile_is_refused(self, agent_client: Client, chat: Inquiry) -> None:
        [row] = known(PROPOSAL)
        WhatsAppTemplate.objects.update(status="PAUSED")
        response = send(agent_client, chat, row, **blanks("Lucía", "Creta", "12"))
        assert "Meta has paused it" in words(tree(response))

    def test_the_same_form_sends_once(self, agent_client: Client, chat: Inquiry) -> None:
        [row] = known(PROPOSAL)
        values = blanks("Lucía", "Creta", "12") | {"once": "one-form"}
        assert send(agent_client, chat, row, **values).status_code == 200
        again = send(agent_client, chat, row, **values)
        assert "This was sent already." in words(tree(again))
        assert sent(chat).shape["once"] == "one-form"
        assert send(agent_client, chat, row, **values | {"once": "another"}).status_code == 200

    def test_a_parked_inquiry_answers_nobody(self, agent_client: Client, chat: Inquiry) -> None:
        [row] = known(PROPOSAL)
        Inquiry.objects.update(parked_reason="bulk")
        assert "parked" in words(tree(send(agent_client, chat, row, **blanks("L", "C", "12"))))

    def test_with_its_file(self, agent_client: Client, chat: Inquiry) -> None:
        from django.core.files.uploadedfile import SimpleUploadedFile

        [row] = known(DOCUMENT)
        picture = SimpleUploadedFile("a.jpg", b"\xff\xd8", "image/jpeg")
        assert "a.jpg is none." in words(tree(send(agent_client, chat, row, **blanks("Ann"), file=picture)))
        pdf = SimpleUploadedFile("v.pdf", b"%PDF-1.4", "application/pdf")
        assert send(agent_client, chat, row, **blanks("Ann"), file=pdf).status_code == 200
        assert sent(chat).attachments.get().filename == "v.pdf"

    def test_without_scripts(self, agent_client: Client, chat: Inquiry) -> None:
        [row] = known(PROPOSAL)
        page = picker(agent_client, chat, htmx=False)
        assert element(page, "template-picker").get("action") == reverse("inquiry_template", args=[chat.pk])
        refused = send(agent_client, chat, row, htmx=False)
        assert (refused.status_code, "is empty" in words(tree(refused))) == (422, True)
        response = send(agent_client, chat, row, htmx=False, **blanks("Lucía", "Creta", "12"))
        assert response["Location"] == f"/inquiries/{chat.pk}/#m-{sent(chat).pk}"

    def test_in_the_sandbox_it_says_so(self, agent_client: Client, chat: Inquiry) -> None:
        [row] = known(PROPOSAL)
        send(agent_client, chat, row, **blanks("Lucía", "Creta", "12"))
        delivery.deliver(sent(chat).pk)
        assert sent(chat).state == "SANDBOXED"
        assert list(settings.OUTBOX_DIR.glob("whatsapp-*.json"))


class TestThePage:
    def test_a_shut_window_has_the_picker_in_the_boxs_place(self, agent_client: Client, chat: Inquiry) -> None:
        page = agent_client.get(reverse("inquiry", args=[chat.pk]))
        place = element(page, "template-picker")
        assert (place.get("hx-get"), place.get("hx-trigger")) == (
            reverse("inquiry_template", args=[chat.pk]),
            "intersect once",
        )
        assert "Only a template reaches Lucía there." in words(element(page, "composer"))
        assert element(page, "channel-whatsapp").get("checked") is not None

    def test_with_mail_it_is_a_click_away(self, agent_client: Client, chat: Inquiry) -> None:
        Identity.objects.create(contact=chat.contact, kind="email", value="l@x.example", display="l@x.example")
        composer = element(agent_client.get(reverse("inquiry", args=[chat.pk])), "composer")
        assert "Mail is open and free." in words(composer)
        assert [words(label) for label in composer.xpath("//label[@for='channel-email']")] == ["Write mail"]

    def test_an_open_window_has_a_button_for_it(self, agent_client: Client, chat: Inquiry) -> None:
        Message.objects.update(sent_at=timezone.now() - timedelta(hours=1))
        windows.settle(chat.contact)
        known(PROPOSAL)
        page = agent_client.get(reverse("inquiry", args=[chat.pk]))
        assert element(page, "template-picker").get("hx-get") is None
        assert [words(link) for link in element(page, "composer").xpath(".//a[@hx-get]")] == ["Template"]
        assert "Back" in words(element(picker(agent_client, chat), "template-picker"))

    def test_a_sent_one_looks_as_she_sees_it(self, agent_client: Client, chat: Inquiry) -> None:
        [row] = known(PROPOSAL)
        send(agent_client, chat, row, **blanks("<i>Lucía</i>", "Creta", "12"))
        page = agent_client.get(reverse("inquiry", args=[chat.pk]))
        bubble = element(page, f"m-{sent(chat).pk}")
        assert words(bubble.find_class("hub-words")[0]).startswith("Hola <i>Lucía</i>, su propuesta para Creta")
        assert words(bubble.find_class("hub-phone__btn")[0]) == "Sí, por favor"
        assert "template" in words(bubble.find_class("hub-meta")[0])

    def test_one_that_failed_can_be_tried_again_outside_the_window(
        self, agent_client: Client, agent, chat: Inquiry
    ) -> None:
        [row] = known(PROPOSAL)
        send(agent_client, chat, row, **blanks("Lucía", "Creta", "12"))
        Message.objects.filter(direction="OUT").update(state="PERMANENTLY_FAILED", due_at=None)
        replies.retry(sent(chat), actor=agent)
        assert sent(chat).state == "QUEUED"
        Message.objects.filter(direction="OUT").update(state="PERMANENTLY_FAILED", due_at=None, kind="text")
        with pytest.raises(InvalidInput):
            replies.retry(sent(chat), actor=agent)

    def test_the_clock_of_the_window_is_the_accounts(self, agent_client: Client, chat: Inquiry) -> None:
        """Somebody else's message does not open it."""
        Message.objects.update(sent_at=F("sent_at") - timedelta(days=8))
        assert "WhatsApp closed" in words(element(agent_client.get(reverse("inquiry", args=[chat.pk])), "composer"))

    def test_who_answers_meanwhile_can_be_answered_freely(self, agent_client: Client, chat: Inquiry) -> None:
        last = chat.messages.get().pk
        receive(inbound(wa_id="34600000417", text="¡Sí!"))
        response = agent_client.get(reverse("inquiry_live", args=[chat.pk]), {"after": last}, headers=HTMX)
        [link] = [link for link in tree(response).xpath("//a") if words(link) == "Answer freely"]
        assert link.get("href") == reverse("inquiry", args=[chat.pk])
