"""A WhatsApp conversation with Meta's server of ours, over TLS: what leaves, what it tells of it, what people see."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from messaging import signature
from tests.e2e.conftest import PATIENCE_MS, sign_in
from tests.e2e.product import PATIENCE, Product, wait_for
from tests.messaging.bodies import body_of
from tests.messaging.sample_templates import PROPOSAL, template
from tests.messaging.sample_templates import body as words_of
from tests.servers import cloud_api as server
from tests.servers.cloud_statuses import Statuses, posting_to

pytestmark = pytest.mark.e2e

SECRET = "app secret of the tests"
MARTA = "447700900317"
ASKED = "Hola, somos dos adultos y queremos ir a Menorca del 3 al 10 de mayo de 2027. Gracias, Marta"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
ACCOUNTS = """
from django.contrib.auth.models import Group
from inquiries.desk.sign_in import SAMPLE_PASSWORD
from inquiries.models import User
nora = User.objects.create_user("nora", password=SAMPLE_PASSWORD, first_name="Nora")
nora.groups.add(Group.objects.get(name="agent"))
"""


@dataclass
class Wired:
    """A product that writes to Meta's server of ours, which tells it of each message that it was sent."""

    desk: Product
    meta: server.CloudApi
    statuses: Statuses
    post: Callable[[bytes, str], object]

    def hears(self, text: str, *, wamid: str, ago: timedelta = timedelta()) -> None:
        """Marta writes."""
        told = {"from": MARTA, "id": wamid, "timestamp": str(int(time.time() - ago.total_seconds()))}
        contact = {"profile": {"name": "Marta Ferrer"}, "wa_id": MARTA}
        body = body_of(told | {"type": "text", "text": {"body": text}}, contacts=[contact])
        self.post(body, signature.sign(body, secret=SECRET))

    def sent(self, count: int) -> dict[str, Any]:
        """The last of so many messages, once Meta has taken it."""
        wait_for(lambda: len(self.meta.messages) >= count, f"message {count} at Meta", PATIENCE)
        assert len(self.meta.messages) == count
        return self.meta.messages[-1]


@pytest.fixture(scope="module")
def wired(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wired]:
    folder = tmp_path_factory.mktemp("wired")
    with server.serving() as (meta, certificate):
        other = template("feedback", "en", words_of("Hello {{1}}, how was it?", "Ann"))
        meta.templates = [other, PROPOSAL]
        meta.closed.add(MARTA)
        product = Product(
            folder,
            DEMO="no",
            WHATSAPP_TOKEN=server.TOKEN,
            WHATSAPP_APP_SECRET=SECRET,
            WHATSAPP_VERIFY_TOKEN="verify",
            WHATSAPP_PHONE_NUMBER_ID=server.NUMBER_ID,
            WHATSAPP_BUSINESS_ACCOUNT_ID=server.BUSINESS_ACCOUNT,
            WHATSAPP_BASE_URL=meta.url,
            REQUESTS_CA_BUNDLE=str(certificate),
        )
        post = posting_to(f"{product.url}/webhooks/whatsapp/")
        meta.statuses = Statuses(post, secret=SECRET, number_id=server.NUMBER_ID, states=["sent"])
        try:
            product.wait_until_ready()
            yield Wired(product, meta, meta.statuses, post)
        finally:
            product.stop()


@pytest.fixture
def context(browser: Browser, wired: Wired) -> Iterator[BrowserContext]:
    """In place of the one with the sample inbox."""
    opened = browser.new_context(base_url=wired.desk.url, viewport={"width": 1440, "height": 900})
    opened.set_default_timeout(PATIENCE_MS)
    yield opened
    opened.close()


def bubble(page: Page, words: str) -> Locator:
    return page.get_by_role("article").filter(has_text=words)


def test_a_shut_window_a_template_an_answer_a_picture_and_a_failure(page: Page, wired: Wired, tmp_path: Path):
    wired.hears(ASKED, wamid="wamid.asked", ago=timedelta(days=2))
    wired.desk.manage("shell", "--no-imports", "-c", ACCOUNTS)
    sign_in(page, "nora")
    page.locator(".hub-row", has_text="Marta Ferrer").locator("a").first.click()
    expect(page.locator("#who")).to_have_text("Marta Ferrer")
    page.evaluate("window.sameDocument = true")

    written = send_the_template(page, wired)
    wired.hears("¡Qué bien! Sí, envíela.", wamid="wamid.yes")
    wired.meta.closed.clear()
    wired.statuses.tell(written, "delivered")
    expect(page.locator("#window")).to_have_text(re.compile(r"WhatsApp 2[34] h"))
    expect(bubble(page, "su propuesta para Menorca").locator(".hub-tick")).to_have_text("Delivered")
    photo = send_a_picture(page, wired, tmp_path)
    react(page, wired)
    lost = send_text(page, wired)

    wired.statuses.tell(written, "read")
    wired.statuses.tell(photo, "read")  # without "delivered": Meta may leave it out
    wired.statuses.tell(lost, "failed", errors=[{"code": 131026, "title": "Message undeliverable"}])
    expect(bubble(page, "su propuesta para Menorca").locator(".hub-tick")).to_have_text("Read")
    expect(bubble(page, "La cala de la que le hablé").locator(".hub-tick")).to_have_text("Read")
    failed = bubble(page, "¿Le va bien el 3 de mayo?")
    expect(failed).to_contain_text("Not delivered.")
    expect(failed).to_contain_text("no WhatsApp on this number")
    failed.get_by_role("button", name="Retry").click()
    again = wired.sent(5)
    assert again["text"] == lost["text"]
    assert again["biz_opaque_callback_data"] == lost["biz_opaque_callback_data"]
    expect(failed.locator(".hub-tick")).to_have_text("Sent")
    expect(failed).not_to_contain_text("Not delivered")
    assert page.evaluate("window.sameDocument"), "the page was loaded anew"
    assert wired.statuses.refused == 0


def send_the_template(page: Page, wired: Wired) -> dict[str, Any]:
    """The window is shut: the picker stands in the composer's place, in the customer's language, blanks filled."""
    picker = page.get_by_role("form", name="Reply by template")
    expect(page.locator("#window")).to_have_text("WhatsApp shut")
    expect(page.locator("#comp-bars")).to_contain_text("WhatsApp closed")
    expect(page.get_by_label("Your message")).to_be_hidden()
    expect(picker.get_by_role("radio", name="Proposal ready")).to_be_checked()
    expect(picker.get_by_label("Name", exact=True)).to_have_value("Marta")
    preview = picker.locator("#template-preview")
    expect(preview).to_contain_text("Hola Marta, su propuesta para Menorca, del ")
    expect(picker.get_by_label("Trip")).to_have_value("Menorca")

    when = picker.get_by_label("Dates")
    when.fill("")
    expect(picker.get_by_role("button", name="Send template")).to_be_disabled()
    when.fill("3 al 10 de mayo de 2027")
    expect(preview).to_contain_text("del 3 al 10 de mayo de 2027, ya está lista.")
    picker.get_by_role("button", name="Send template").click()
    message = wired.sent(1)
    assert (message["template"]["name"], message["template"]["language"]["code"]) == ("proposal_ready", "es")
    blanks = [part["text"] for part in message["template"]["components"][0]["parameters"]]
    assert blanks == ["Marta", "Menorca", "3 al 10 de mayo de 2027"]
    expect(bubble(page, "su propuesta para Menorca").locator(".hub-tick")).to_have_text("Sent")
    return message


def send_a_picture(page: Page, wired: Wired, folder: Path) -> dict[str, Any]:
    """The window is open again, without a reload: the composer is back."""
    (folder / "cala.png").write_bytes(PIXEL)
    page.get_by_label("Your message").fill("La cala de la que le hablé")
    page.locator("#composer [name=files]").set_input_files(folder / "cala.png")
    page.locator("#comp-send").click()
    message = wired.sent(2)
    assert message["image"]["caption"] == "La cala de la que le hablé"
    assert wired.meta.uploads[message["image"]["id"]] == ("cala.png", "image/png", PIXEL)
    mine = bubble(page, "La cala de la que le hablé")
    expect(mine.locator(".hub-tick")).to_have_text("Sent")
    expect(mine.locator("img").first).to_be_visible()
    return message


def react(page: Page, wired: Wired) -> None:
    theirs = bubble(page, "¡Qué bien! Sí, envíela.")
    theirs.hover()
    theirs.get_by_role("link", name="React").click()
    page.get_by_role("group", name="Reaction", exact=True).get_by_role("button", name="Heart").click()
    assert wired.sent(3)["reaction"] == {"message_id": "wamid.yes", "emoji": "❤️"}
    expect(theirs.locator(".hub-react")).to_contain_text("❤️")
    wait_for(lambda: "wamid.yes" in wired.meta.read, "Meta to be told that it was read", PATIENCE)


def send_text(page: Page, wired: Wired) -> dict[str, Any]:
    page.get_by_label("Your message").fill("¿Le va bien el 3 de mayo?")
    page.keyboard.press("Control+Enter")
    # The page was opened while nobody could type.
    wait_for(lambda: "wamid.yes" in wired.meta.typing, "Meta to be told that somebody types", PATIENCE)
    message = wired.sent(4)
    assert message["text"]["body"] == "¿Le va bien el 3 de mayo?"
    expect(bubble(page, "¿Le va bien el 3 de mayo?").locator(".hub-tick")).to_have_text("Sent")
    return message
