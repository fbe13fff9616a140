"""What is to be seen stays in sight on a phone: the end of a conversation, Send, and how a page stands."""

import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.e2e.conftest import let_leave, sign_in
from tests.e2e.product import Product
from tests.e2e.test_desk import open_inquiry
from tests.messaging.bodies import body_of

pytestmark = pytest.mark.e2e

# What an ancestor clips is "visible" to the browser all the same: asked is what a finger would hit.
HIT = """it => {
  const { x, y, width, height } = it.getBoundingClientRect();
  return it.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""
BELOW = "it => it.scrollHeight - it.scrollTop - it.clientHeight"


def test_a_question_that_comes_above_leaves_the_end_of_the_conversation_in_sight(page: Page):
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, "agent")
    open_inquiry(page, "Eleanor Whitcombe")
    expect(page.locator("#same .hub-same").first).to_be_visible()
    expect(page.locator("#thread > *").last).to_be_in_viewport(ratio=0.9)
    assert page.locator(".hub-thread").evaluate(BELOW) < 2


@pytest.mark.parametrize("size", [(320, 568), (360, 640)])
def test_every_answer_to_same_trip_is_under_a_finger_on_the_smallest_phones(page: Page, size: tuple[int, int]):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    sign_in(page, "agent")
    open_inquiry(page, "Eleanor Whitcombe")
    answers = page.locator("#same .hub-same").first.get_by_role("button")
    expect(answers.first).to_be_visible()
    assert {button.inner_text(): button.evaluate(HIT) for button in answers.all()} == {
        "Join to this trip": True,
        "Same person too": True,
        "Another trip": True,
    }


def test_a_list_over_the_box_is_in_sight(page: Page):
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, "agent")
    open_inquiry(page, "Giulia Marchetti")
    for channel, sign in (("Mail", "/"), ("Note", "@")):
        page.locator(".hub-seg label", has_text=channel).click()
        page.get_by_label("Your message").press_sequentially(sign)
        option = page.locator("#composer .sug:visible [role=option]:visible").first
        expect(option).to_be_visible()
        assert option.evaluate(HIT), sign
        page.get_by_label("Your message").fill("")


def test_every_button_below_a_chat_is_beside_send_and_not_under_it(page: Page):
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, "agent")
    open_inquiry(page, "Sanne Bakker")
    page.locator(".hub-seg label", has_text="WhatsApp").click()
    page.get_by_label("Your message").fill("Good news")
    bar = page.locator("#composer .hub-comp__bar")
    expect(bar.get_by_text("Template")).to_be_visible()
    assert bar.evaluate("it => it.scrollWidth - it.clientWidth") == 0
    remind, send = (bar.locator(part).bounding_box() for part in (".hub-remind", "#comp-send"))
    assert remind
    assert send
    assert remind["x"] + remind["width"] <= send["x"]
    page.get_by_label("Your message").fill("")


def test_whoever_reads_above_hears_of_a_new_message_and_is_not_moved(page: Page, desk: Product, tmp_path: Path):
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, "agent")
    open_inquiry(page, "Eleanor Whitcombe")
    expect(page.locator("#same .hub-same").first).to_be_visible()
    newer, thread = page.locator("#newer"), page.locator(".hub-thread")
    thread.evaluate("it => { it.scrollTop = 200; }")
    expect(newer).to_be_hidden()

    said = "Is there a cot for the little one?"
    told = {"from": "447700900417", "id": "wamid.cot", "timestamp": str(int(time.time()))}
    contact = {"profile": {"name": "Eleanor Whitcombe"}, "wa_id": "447700900417"}
    number = {"phone_number_id": "106540352242977"}  # the samples'
    body = body_of(told | {"type": "text", "text": {"body": said}}, contacts=[contact], metadata=number)
    (tmp_path / "new.json").write_bytes(body)
    desk.manage("import_whatsapp", str(tmp_path / "new.json"))

    expect(newer).to_be_visible()
    assert thread.evaluate("it => it.scrollTop") == 200
    newer.click()
    expect(page.get_by_role("article").filter(has_text=said)).to_be_in_viewport()
    expect(newer).to_be_hidden()


def test_whoever_reads_above_hears_of_a_note_with_a_step_after_it(page: Page, browser: Browser, desk: Product):
    page.set_viewport_size({"width": 390, "height": 640})
    sign_in(page, "agent")
    open_inquiry(page, "Eleanor Whitcombe")
    expect(page.locator("#same .hub-same").first).to_be_visible()
    page.route("**/live/**", lambda route: route.fulfill(status=204))  # until both are there
    newer, thread = page.locator("#newer"), page.locator(".hub-thread")
    thread.evaluate("it => { it.scrollTop = 200; }")

    context = browser.new_context(base_url=desk.url)
    other = context.new_page()
    sign_in(other, "manager")
    open_inquiry(other, "Eleanor Whitcombe")
    other.locator(".hub-seg label", has_text="Note").click()
    other.get_by_label("Your message").fill("She rang: a cot is needed.")
    other.locator("#comp-send").click()
    expect(other.locator(".hub-note", has_text="a cot is needed")).to_be_visible()
    other.locator("[popovertarget=status-menu]").click()
    other.locator("#status-menu [name=status]:not([aria-current])").first.click()
    expect(other.locator("#thread > .hub-event, #thread > p, #thread > div").last).to_be_visible()
    context.close()

    expect(newer).to_be_hidden()
    page.unroute("**/live/**")
    expect(newer).to_be_visible()
    assert not page.locator("#thread > *").last.evaluate("it => it.matches('aside, article')")
    assert thread.evaluate("it => it.scrollTop") == 200


def test_a_tick_on_ones_own_message_neither_pulls_down_nor_counts_as_new(page: Page, desk: Product):
    page.set_viewport_size({"width": 390, "height": 640})
    sign_in(page, "agent")
    open_inquiry(page, "Eleanor Whitcombe")
    expect(page.locator("#same .hub-same").first).to_be_visible()
    page.locator(".hub-seg label", has_text="Mail").click()
    page.get_by_label("Your message").fill("The villa has a cot.")
    page.keyboard.press("Control+Enter")
    bubble = page.locator("#thread > article").filter(has_text="The villa has a cot.")
    expect(bubble).to_contain_text("Goes out in")
    assert bubble.evaluate("it => it.nextElementSibling === null")
    thread = page.locator(".hub-thread")
    thread.evaluate("it => { it.scrollTop = 200; }")
    let_leave(desk)
    expect(bubble).not_to_contain_text("Goes out in")
    assert thread.evaluate("it => it.scrollTop") == 200
    expect(page.locator("#newer")).to_be_hidden()


def test_sending_a_template_is_in_sight_beside_what_it_does(page: Page):
    page.set_viewport_size({"width": 320, "height": 640})
    sign_in(page, "agent")
    open_inquiry(page, "Andrew Kerr")
    standing = page.locator("#template-standing")
    standing.scroll_into_view_if_needed()
    expect(standing).to_contain_text("The answer opens the window for 24 h.")
    expect(page.get_by_role("button", name="Send template")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("address", ["/figures/", "/reading/", "/reading/again/", "/exports/", "/export/new/?tab=all"])
def test_how_a_page_stands_is_said_whole(page: Page, address: str):
    page.set_viewport_size({"width": 320, "height": 640})
    sign_in(page, "manager")
    page.goto(address)
    lead = page.locator(".hub-top > .hub-lead:visible")
    expect(lead).to_have_count(1)
    assert lead.evaluate("it => it.scrollWidth <= it.clientWidth && it.scrollHeight <= it.clientHeight + 1")


def test_a_list_of_exports_is_no_wider_than_the_page(page: Page):
    page.set_viewport_size({"width": 320, "height": 640})
    sign_in(page, "manager")
    page.goto("/export/new/?tab=all")
    page.get_by_label("Prepare it while I do something else").check()
    page.get_by_role("button", name="Export", exact=True).click()
    expect(page.get_by_role("link", name="Save the file")).to_be_visible()
    page.goto("/exports/")
    expect(page.get_by_role("link", name="Save")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_without_a_network_it_is_said_where_it_was_typed_and_nothing_is_lost(context: BrowserContext):
    page = context.new_page()  # whose console may tell of requests that failed
    sign_in(page, "agent")
    open_inquiry(page, "Giulia Marchetti")
    page.locator("#fact-budget a").click()
    field = page.locator("#edit-budget")
    expect(field).to_be_focused()
    context.set_offline(True)
    field.fill("4100 EUR")
    field.press("Enter")
    expect(page.locator("form.hub-edit [role=alert]")).to_contain_text("was not kept")
    expect(field).to_have_value("4100 EUR")
    page.get_by_label("Your message").fill("Buongiorno Giulia")
    page.locator("#comp-send").click()
    expect(page.locator("#comp-error .hub-bar")).to_contain_text("Your text is kept")
    expect(page.get_by_label("Your message")).to_have_value("Buongiorno Giulia")

    context.set_offline(False)
    expect(page.locator("#said")).to_contain_text("was not kept")
    page.locator("form.hub-edit").get_by_role("button", name="Save").click()
    expect(page.locator("#row-budget")).to_contain_text("4,100 EUR")
    expect(page.locator("#said")).to_be_empty()


def test_an_answer_asked_for_before_the_line_broke_does_not_say_it_is_back(context: BrowserContext):
    page = context.new_page()  # whose console may tell of requests that failed
    sign_in(page, "agent")
    held: list[Route] = []

    def held_back(route: Route) -> None:  # a builtin as a handler is refused
        held.append(route)

    page.route("**/same/", held_back)
    open_inquiry(page, "Giulia Marchetti")
    expect(page.locator("#same")).to_be_attached()
    said = page.locator("#said")
    page.locator(".hub-seg label", has_text="Mail").click()
    while not held:
        page.wait_for_timeout(50)
    context.set_offline(True)
    page.locator("#rcpt-cc").fill("anna@example.it")  # not what the next test types: a draft may hold it
    page.locator("#rcpt-cc").press("Tab")
    expect(said).to_contain_text("may be old")
    with page.expect_response("**/same/"):
        held[0].fulfill(status=200, content_type="text/html", body="")
    page.wait_for_timeout(300)
    expect(said).to_contain_text("may be old")
    context.set_offline(False)
    page.locator("#rcpt-cc").fill("")
    page.locator("#rcpt-cc").press("Tab")
    expect(said).to_be_empty()


def test_what_goes_by_itself_is_no_loss_and_a_loss_is_over_once_something_was_done(context: BrowserContext):
    page = context.new_page()  # whose console may tell of requests that failed
    sign_in(page, "agent")
    open_inquiry(page, "Giulia Marchetti")
    said = page.locator("#said")
    page.locator(".hub-seg label", has_text="Mail").click()
    context.set_offline(True)
    page.locator("#rcpt-cc").fill("luca@example.it")
    page.locator("#rcpt-cc").press("Tab")  # looked up at the server; what was typed stays
    expect(said).to_contain_text("may be old")
    page.locator("#rcpt-cc").fill("")
    page.locator("[popovertarget=status-menu]").click()
    page.locator("#status-menu [name=status]:not([aria-current])").first.click()
    expect(said).to_contain_text("was not kept")

    context.set_offline(False)
    page.locator(".hub-seg label", has_text="Note").click()
    page.get_by_label("Your message").fill("She called.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".hub-note", has_text="She called.")).to_be_visible()
    expect(said).not_to_contain_text("was not kept")
