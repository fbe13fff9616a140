"""A chat in a real browser: a reaction and a quoted answer, by mouse, by keyboard and by thumb."""

import json

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import let_leave, outbox, sign_in
from tests.e2e.product import PATIENCE, Product, wait_for
from tests.e2e.test_desk import open_inquiry

pytestmark = pytest.mark.e2e


def theirs(page: Page) -> Locator:
    """The customer's last chat message, found by its id, since its bubble is drawn anew now and then."""
    name = page.locator(".hub-msg:not(.hub-msg--out)").last.get_attribute("id")
    return page.locator(f"#{name}")


def laid(desk: Product, **wanted: object) -> None:
    """One chat message of this kind comes into the outbox. What a test before has sent may still come as well."""

    def found() -> list[dict[str, object]]:
        messages = [json.loads(file.read_text()) for file in outbox(desk, "") if file.suffix == ".json"]
        return [message for message in messages if wanted.items() <= message.items()]

    wait_for(found, f"{wanted} in the outbox", PATIENCE)
    assert len(found()) == 1


def test_a_reaction_by_keyboard_and_taken_back_by_mouse(page: Page, desk: Product):
    sign_in(page, "agent")
    open_inquiry(page, "Thandi Mokoena")
    bubble = theirs(page)
    bubble.get_by_role("link", name="React").focus()
    page.keyboard.press("Enter")
    choice = page.get_by_role("group", name="Reaction", exact=True)
    expect(choice.get_by_role("button", name="Thumbs up")).to_be_focused()
    page.keyboard.press("Escape")
    expect(choice).to_have_count(0)
    expect(bubble.get_by_role("link", name="React")).to_be_focused()

    page.keyboard.press("Enter")
    expect(choice.get_by_role("button", name="Thumbs up")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(bubble.locator(".hub-react")).to_contain_text("✅")
    expect(bubble.get_by_role("link", name="React")).to_be_focused()
    laid(desk, shape={"target": _wamid(bubble, desk), "emoji": "✅"})
    expect(bubble.locator(".hub-react")).to_contain_text("not sent: sandbox")
    page.keyboard.press("r")
    expect(page.get_by_label("Your message")).to_be_focused()

    bubble.hover()
    bubble.get_by_role("link", name="React").click()
    expect(choice.get_by_role("button", name="Done")).to_have_attribute("aria-pressed", "true")
    page.get_by_label("Your message").click()
    expect(choice).to_have_count(0)
    bubble.get_by_role("link", name="React").click()
    choice.get_by_role("button", name="Done").click()
    expect(bubble.locator(".hub-react")).to_have_count(0)


def _wamid(bubble: Locator, desk: Product) -> str:
    pk = str(bubble.get_attribute("id")).removeprefix("m-")
    words = f"from inquiries.models import Message; print(Message.objects.get(pk={pk}).external_id)"
    return desk.manage("shell", "--no-imports", "-c", words).strip().splitlines()[-1]


def test_an_answer_quotes_the_message_that_it_answers(page: Page, desk: Product):
    sign_in(page, "agent")
    open_inquiry(page, "Thandi Mokoena")
    bubble = theirs(page)
    page.locator(".hub-seg label", has_text="Note").click()
    bubble.hover()
    bubble.get_by_role("link", name="Reply").click()
    strip = page.locator("#comp-quote")
    expect(strip).to_contain_text("Thandi Mokoena")
    expect(page.locator("[name=channel][value=whatsapp]")).to_be_checked()
    expect(page.get_by_label("Your message")).to_be_focused()
    strip.get_by_role("link", name="Do not quote it").click()
    expect(strip).to_be_empty()

    bubble.get_by_role("link", name="Reply").click()
    expect(strip).to_contain_text("Thandi Mokoena")
    page.keyboard.type("October is the best month for leopards.")
    page.keyboard.press("Control+Enter")
    ours = page.get_by_role("article").filter(has_text="best month for leopards").last
    expect(ours.locator(".hub-quote")).to_contain_text("Thandi Mokoena")
    expect(strip).to_be_empty()
    let_leave(desk)
    laid(desk, reply_to=_wamid(bubble, desk), text="October is the best month for leopards.")


def press_long(page: Page, words: Locator, *, until: Locator) -> None:
    place = words.bounding_box()
    assert place is not None
    finger = page.context.new_cdp_session(page)
    point = {"x": place["x"] + 20, "y": place["y"] + place["height"] - 10}
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    expect(until).to_be_visible()
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_both_are_there_for_a_thumb(browser: Browser, desk: Product):
    context = browser.new_context(
        base_url=desk.url, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    sign_in(page, "agent")
    open_inquiry(page, "Thandi Mokoena")
    link = theirs(page).get_by_role("link", name="React")
    expect(link).to_have_css("opacity", "1")
    link.tap()
    button = page.get_by_role("button", name="Heart")
    size = button.bounding_box()
    assert size is not None
    assert min(size["width"], size["height"]) >= 44
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wide)
    page.locator(".hub-brief").first.tap()
    expect(button).to_have_count(0)
    press_long(page, theirs(page).locator(".hub-bubble"), until=button)
    expect(button).to_be_visible()
    context.close()
