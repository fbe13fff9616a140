"""Two people at one inquiry in two browsers: no lost draft, no double reply, and each knows of the other."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import PATIENCE_MS, laid, outbox, sign_in
from tests.e2e.product import Product
from tests.e2e.test_desk import open_inquiry

pytestmark = pytest.mark.e2e

WHO = "Helena Prado"


@pytest.fixture
def other(browser: Browser, desk: Product) -> Iterator[Page]:
    """A colleague at another computer."""
    context = browser.new_context(base_url=desk.url, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    opened = context.new_page()
    sign_in(opened, "manager")
    yield opened
    context.close()


def box(page: Page):
    return page.get_by_label("Your message")


def write(page: Page, words: str) -> None:
    """By mail, and kept at the server."""
    page.locator(".hub-seg label", has_text="Mail").click()
    box(page).fill(words)
    expect(page.locator("#draft-state")).to_contain_text("Draft saved")


def ours(page: Page, words: str | re.Pattern[str]):
    return page.get_by_role("article").filter(has_text=words)


def test_presence_a_stop_and_a_double_press(page: Page, other: Page, desk: Product):
    sign_in(page, "agent")
    open_inquiry(page, WHO)
    open_inquiry(other, WHO)
    expect(other.locator("#company abbr")).to_have_count(1)

    words = f"The first answer, pressed twice: {uuid4().hex}"  # the conversation has those of earlier runs
    write(page, words)
    expect(other.locator("#comp-company")).to_contain_text("is writing a reply")
    # What the other page has not shown yet stops it once. It asks for news every ten seconds; here it is kept back.
    other.route("**/live/**", lambda route: route.abort())
    second = f"The second answer, unaware of the first: {uuid4().hex}"
    write(other, second)
    form = "document.getElementById('composer')"
    page.evaluate(f"{form}.requestSubmit(); {form}.requestSubmit()")
    expect(ours(page, words)).to_have_count(1)
    expect(box(page)).to_have_value("")
    expect(page.locator("#comp-error")).to_be_empty()
    other.locator("#comp-send").click()
    expect(other.locator("#comp-error")).to_contain_text("after you began")
    expect(box(other)).to_have_value(second)
    other.unroute("**/live/**")
    other.keyboard.press("Control+Enter")
    expect(box(other)).to_have_value("")
    laid(desk, words)
    laid(desk, second)
    expect(ours(page, words)).to_have_count(1)


def test_undo_puts_the_reply_back_and_nothing_leaves(page: Page, desk: Product):
    sign_in(page, "agent")
    open_inquiry(page, WHO)
    write(page, "Not what I meant to say.")
    page.keyboard.press("Control+Enter")
    bubble = ours(page, "Not what I meant to say.")
    expect(bubble).to_contain_text("Goes out in")
    page.keyboard.press("z")
    expect(box(page)).to_have_value("Not what I meant to say.")
    expect(page.locator(".hub-unsent").last).to_contain_text("Taken back, not sent")
    expect(bubble).to_have_count(0)
    box(page).fill("This is what I meant.")
    page.keyboard.press("Control+Enter")
    expect(box(page)).to_have_value("")
    laid(desk, "This is what I meant.")
    assert outbox(desk, "Not what I meant to say.") == []


def test_a_draft_outlives_a_reload_a_sign_out_and_a_second_window(context: BrowserContext, desk: Product):
    page = context.new_page()  # whose console may tell of refused saves
    sign_in(page, "agent")
    open_inquiry(page, WHO)
    here = page.url
    write(page, "Half a sentence")
    page.locator("#composer input[type=file]").set_input_files(
        {"name": "offer.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    )
    expect(page.locator("#comp-files")).to_contain_text("offer.pdf")
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.items.add(new File(["PNG"], "image.png", { type: "image/png" }));
            document.getElementById("reply-text").dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    expect(page.locator("#comp-files")).to_contain_text("Pasted picture 1.png")
    page.reload()
    expect(box(page)).to_have_value("Half a sentence")
    expect(page.locator("#comp-files")).to_contain_text("offer.pdf")
    page.locator("#comp-files").get_by_role("button", name="Remove").last.click()
    expect(page.locator("#comp-files")).not_to_contain_text("Pasted")

    # A second window saves newer text: the first keeps its own and may look.
    second = page.context.new_page()
    second.goto(here)
    expect(box(second)).to_have_value("Half a sentence")
    box(second).fill("Half a sentence, and the other half")
    expect(second.locator("#draft-state")).to_contain_text("Draft saved")
    second.close()
    box(page).fill("Half a sentence, differently")
    offer = page.locator("#comp-draft")
    expect(offer).to_contain_text("A newer draft from your other window")
    expect(box(page)).to_have_value("Half a sentence, differently")
    offer.get_by_role("button", name="See it").click()
    expect(box(page)).to_have_value("Half a sentence, and the other half")
    offer.get_by_role("button", name="Back to the text").click()
    expect(box(page)).to_have_value("Half a sentence, differently")
    expect(page.locator("#draft-state")).to_contain_text("Draft saved")

    # The session ends while somebody types: the words stay in this browser and come back.
    page.context.clear_cookies()
    box(page).fill("Half a sentence, typed after the session had ended")
    expect(page.locator("#draft-state")).to_contain_text("Kept in this browser")
    sign_in(page, "agent")
    page.goto(here)
    expect(box(page)).to_have_value("Half a sentence, typed after the session had ended")
    expect(page.locator("#draft-state")).to_contain_text("Draft saved")
    box(page).fill("")
    page.locator("#comp-files").get_by_role("button", name="Remove").click()
    expect(page.locator("#comp-files")).to_be_empty()


def test_a_scheduled_reply_waits_in_sight_and_can_be_cancelled(page: Page, desk: Product):
    sign_in(page, "agent")
    open_inquiry(page, WHO)
    write(page, "Good morning, this waits for the day.")
    page.get_by_role("button", name="Send later").click()
    page.locator("#later-menu").get_by_role("button", name="Tomorrow").click()
    bubble = ours(page, "waits for the day")
    expect(bubble).to_contain_text("Goes out tomorrow 09:00")
    expect(bubble).to_contain_text("unless Helena writes first")
    bubble.get_by_role("button", name="Cancel").click()
    expect(box(page)).to_have_value("Good morning, this waits for the day.")
    box(page).fill("")
    expect(page.locator("#draft-state")).to_have_text("")
    assert outbox(desk, "waits for the day") == []
