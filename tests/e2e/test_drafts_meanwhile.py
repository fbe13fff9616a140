"""What is typed while a save, a send or an undo of the same text is on its way: nothing is lost, and nothing twice."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, Route, expect

from tests.e2e.conftest import sign_in
from tests.e2e.product import PATIENCE, Product
from tests.e2e.test_desk import open_inquiry
from tests.e2e.test_two_agents import box, ours, write

pytestmark = pytest.mark.e2e

WHO = "Eleanor Whitcombe"
SAVED = "Draft saved"


@pytest.fixture
def elsewhere(browser: Browser, desk: Product) -> Iterator[Page]:
    """The same person's other device."""
    context = browser.new_context(base_url=desk.url)
    opened = context.new_page()
    sign_in(opened, "agent")
    yield opened
    context.close()


def emptied(page: Page) -> None:
    box(page).fill("")
    expect(page.locator("#draft-state")).to_have_text("")
    page.goto("/work/")


def half_saved(page: Page, first: str, then: str) -> None:
    """`first` is at the server, which this page has not heard; `then` is typed."""
    kept: list[Route] = []

    def unanswered(route: Route) -> None:
        if route.request.method != "POST" or kept:
            route.continue_()
        else:
            kept.append(route)
            route.fetch()

    page.route("**/draft/", unanswered)
    page.locator(".hub-seg label", has_text="Mail").click()
    box(page).fill(first)
    while not kept:
        page.wait_for_timeout(50)
    box(page).fill(then)


def test_a_reload_in_the_middle_of_a_save_goes_on_with_all_that_was_typed(context: BrowserContext):
    page = context.new_page()
    sign_in(page, "agent")
    open_inquiry(page, WHO)
    half_saved(page, "Reloaded", "Reloaded with\ntwo lines")
    page.reload()
    expect(box(page)).to_have_value("Reloaded with\ntwo lines")
    expect(page.locator("#draft-state")).to_contain_text(SAVED)
    box(page).fill("Reloaded with\ntwo lines, or three")
    page.wait_for_timeout(100)
    expect(page.locator("#draft-state")).to_contain_text(SAVED)
    expect(page.locator("#comp-draft")).to_be_empty()
    emptied(page)


def test_the_last_letters_before_one_leaves_are_at_the_server(context: BrowserContext, elsewhere: Page):
    page = context.new_page()
    sign_in(page, "agent")
    open_inquiry(page, WHO)
    here = page.url
    half_saved(page, "Left", "Left in a hurry")
    page.goto("/work/")
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        elsewhere.goto(here)
        expect(box(elsewhere)).not_to_have_value("")
        if box(elsewhere).input_value() == "Left in a hurry":
            break
    expect(box(elsewhere)).to_have_value("Left in a hurry")
    emptied(elsewhere)


def test_a_send_waits_for_saves_that_wait_for_each_other(page: Page, desk: Product):
    sign_in(page, "agent")
    open_inquiry(page, WHO)
    first: list[Route] = []
    done: list[str] = []

    def slow(route: Route) -> None:
        if route.request.method == "POST" and not first:
            first.append(route)
        else:
            route.continue_()

    def note(answer: Response) -> None:
        if answer.request.method == "POST" and ("/draft/" in answer.url or "/reply/" in answer.url):
            done.append(answer.url.rstrip("/").rpartition("/")[2])

    page.route("**/draft/", slow)
    page.on("response", note)
    page.locator(".hub-seg label", has_text="Mail").click()
    box(page).fill("Saved slowly")
    while not first:
        page.wait_for_timeout(50)
    box(page).fill("Saved slowly, sent at once")
    # By the page's own clock, in which its save comes half a second after the last letter: it waits behind the first.
    page.evaluate("new Promise((over) => setTimeout(over, 700))")
    page.keyboard.press("Control+Enter")
    first[0].continue_()
    expect(ours(page, "Saved slowly, sent at once")).to_have_count(1)
    assert done == ["draft", "draft", "reply"]
    expect(page.locator("#draft-state")).to_have_text("")
    page.reload()
    expect(box(page)).to_have_value("")


def test_a_ready_question_that_is_kept_instead_of_a_draft_is_saved(page: Page):
    sign_in(page, "agent")
    open_inquiry(page, WHO)
    write(page, "Begun before")
    here = page.url.partition("?")[0]
    page.goto("/work/")
    page.evaluate("localStorage.clear()")
    page.goto(f"{here}?ask=missing")
    page.locator("#comp-draft").get_by_role("button", name="Keep this one").click()
    expect(page.locator("#draft-state")).to_contain_text(SAVED)
    question = box(page).input_value()
    page.goto(here)
    expect(box(page)).to_have_value(question)
    emptied(page)


def test_a_question_that_was_sent_is_not_in_the_box_again_after_a_reload(page: Page):
    sign_in(page, "agent")
    open_inquiry(page, WHO)
    page.goto(f"{page.url.partition('?')[0]}?tab=all&ask=missing")
    expect(box(page)).not_to_have_value("")
    page.locator(".hub-seg label", has_text="Mail").click()
    page.locator("#comp-send").click()
    expect(box(page)).to_have_value("")
    page.reload()
    assert page.url.endswith("?tab=all")
    page.wait_for_timeout(500)
    expect(box(page)).to_have_value("")


def test_whoever_chooses_before_the_drafts_have_come_stays_there(page: Page):
    sign_in(page, "agent")
    open_inquiry(page, WHO)
    note, mail = (page.locator(".hub-seg label", has_text=words) for words in ("Note", "Mail"))
    write(page, "A letter")
    note.click()
    box(page).fill("A note")
    expect(page.locator("#draft-state")).to_contain_text(SAVED)
    here = page.url
    page.goto("/work/")

    held: list[Route] = []

    def hold(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/draft/", hold)
    page.goto(here)
    note.click()
    mail.click()
    while not held:
        page.wait_for_timeout(50)
    held[0].continue_()
    expect(box(page)).to_have_value("A letter")
    note.click()
    expect(box(page)).to_have_value("A note")
    box(page).fill("")
    mail.click()
    emptied(page)


def test_what_is_typed_meanwhile_is_not_doubled_by_an_undo_or_by_send_now(context: BrowserContext):
    page = context.new_page()  # whose console may tell of a save that the send has overtaken
    sign_in(page, "agent")
    open_inquiry(page, WHO)
    write(page, "Taken back soon.")
    page.keyboard.press("Control+Enter")
    undo = ours(page, "Taken back soon.").get_by_role("button", name="Undo")
    write(page, "Begun")
    box(page).fill("Begun, and more")
    undo.click()
    expect(box(page)).to_have_value("Taken back soon.\n\nBegun, and more")
    expect(page.locator("#draft-state")).to_contain_text(SAVED)

    box(page).fill("For the day after.")
    page.get_by_role("button", name="Send later").click()
    page.locator("#later-menu").get_by_role("button", name="Tomorrow").click()
    waiting = ours(page, "For the day after.")
    write(page, "Another")
    box(page).fill("Another, and more")
    waiting.get_by_role("button", name="Send now").click()
    expect(waiting).not_to_contain_text("Goes out tomorrow")
    expect(page.locator("#draft-state")).to_contain_text(SAVED)
    expect(box(page)).to_have_value("Another, and more")
    emptied(page)


def test_whoever_types_on_while_a_reply_is_sent_types_on_where_they_are(context: BrowserContext):
    page = context.new_page()
    sign_in(page, "agent")
    open_inquiry(page, WHO)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/reply/", hold)
    write(page, "The first of two.")
    page.keyboard.press("Control+Enter")
    while not held:
        page.wait_for_timeout(50)
    box(page).fill("The second")
    page.keyboard.press("Home")
    page.keyboard.type("Now ")
    held.pop().continue_()
    expect(ours(page, "The first of two.")).to_have_count(1)
    page.keyboard.type("comes ")
    expect(box(page)).to_have_value("Now comes The second")

    page.keyboard.press("Control+Enter")
    while not held:
        page.wait_for_timeout(50)
    box(page).fill("Away with this")
    page.keyboard.press("Control+a")
    held.pop().continue_()
    expect(ours(page, "Now comes The second")).to_have_count(1)
    page.keyboard.type("Rather this")
    expect(box(page)).to_have_value("Rather this")
    emptied(page)


def test_what_is_sent_is_what_stood_there_when_send_was_pressed(context: BrowserContext):
    page = context.new_page()
    sign_in(page, "agent")
    open_inquiry(page, WHO)
    saves: list[Route] = []

    def hold_one(route: Route) -> None:
        if route.request.method == "POST" and not saves:
            saves.append(route)
        else:
            route.continue_()

    page.route("**/draft/", hold_one)
    page.locator(".hub-seg label", has_text="Mail").click()
    box(page).fill("Pressed\nhere.")
    while not saves:
        page.wait_for_timeout(50)
    page.keyboard.press("Control+Enter")  # it waits for the save
    page.keyboard.type(" And then")
    saves[0].continue_()
    expect(ours(page, re.compile(r"Pressed\s+here\."))).to_have_count(1)
    expect(ours(page, "And then")).to_have_count(0)
    expect(box(page)).to_have_value("And then")
    page.keyboard.type(" more")
    expect(box(page)).to_have_value("And then more")

    saves.clear()
    box(page).fill("For the customer")
    while not saves:
        page.wait_for_timeout(50)
    page.keyboard.press("Control+Enter")
    page.locator(".hub-seg label", has_text="Note").click()
    box(page).fill("For colleagues")
    saves[0].continue_()
    expect(page.locator("#comp-error")).to_contain_text("Not sent: the channel was changed")
    expect(ours(page, "For the customer")).to_have_count(0)
    expect(ours(page, "For colleagues")).to_have_count(0)
    expect(box(page)).to_have_value("For colleagues")
    box(page).fill("")
    page.locator(".hub-seg label", has_text="Mail").click()
    expect(box(page)).to_have_value("For the customer")
    emptied(page)


def test_a_note_that_another_window_changed_is_settled_from_the_reply_beside_it(context: BrowserContext):
    page = context.new_page()
    sign_in(page, "agent")
    open_inquiry(page, WHO)
    note, mail = (page.locator(".hub-seg label", has_text=words) for words in ("Note", "Mail"))
    note.click()
    box(page).fill("A note here")
    expect(page.locator("#draft-state")).to_contain_text(SAVED)
    second = context.new_page()
    second.goto(page.url)
    second.locator(".hub-seg label", has_text="Note").click()
    expect(box(second)).to_have_value("A note here")
    box(second).fill("A note there")
    expect(second.locator("#draft-state")).to_contain_text(SAVED)
    second.close()

    box(page).fill("A note here, longer")
    mail.click()
    box(page).fill("A letter")
    bar = page.locator("#comp-draft")
    expect(bar).to_contain_text("A note there")
    bar.get_by_role("button", name="See it").click()
    expect(box(page)).to_have_value("A note there")
    bar.get_by_role("button", name="Back to the text").click()
    expect(box(page)).to_have_value("A note here, longer")
    page.reload()
    expect(page.locator("#comp-draft")).to_be_empty()
    note.click()
    expect(box(page)).to_have_value("A note here, longer")
    box(page).fill("")
    mail.click()
    expect(box(page)).to_have_value("A letter")
    emptied(page)


def test_a_file_that_comes_after_the_other_window_has_sent_is_kept_for_the_next_reply(context: BrowserContext):
    page = context.new_page()
    sign_in(page, "agent")
    open_inquiry(page, WHO)
    write(page, "Sent by the other window")
    second = context.new_page()
    second.goto(page.url)
    expect(box(second)).to_have_value("Sent by the other window")
    second.locator("#comp-send").click()
    expect(ours(second, "Sent by the other window")).to_have_count(1)
    second.close()

    page.locator("#composer input[type=file]").set_input_files(
        {"name": "prices.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    )
    expect(page.locator("#comp-error")).to_contain_text("It is kept for your next one.")
    expect(box(page)).to_have_value("")
    expect(page.locator("#comp-files")).to_contain_text("prices.pdf")
    write(page, "Here are the prices")
    page.keyboard.press("Control+Enter")
    expect(ours(page, "Here are the prices")).to_contain_text("prices.pdf")
    expect(ours(page, "Sent by the other window")).to_have_count(1)
    page.reload()
    expect(page.locator("#comp-files")).to_be_empty()


def test_a_file_that_another_window_has_added_is_shown_by_the_one_that_sends_without_it(context: BrowserContext):
    page = context.new_page()
    sign_in(page, "agent")
    open_inquiry(page, WHO)
    write(page, "Sent without that file")
    expect(page.locator("#draft-state")).to_contain_text("Draft saved")
    second = context.new_page()
    second.goto(page.url)
    expect(box(second)).to_have_value("Sent without that file")
    second.locator("#composer input[type=file]").set_input_files(
        {"name": "rooms.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    )
    expect(second.locator("#comp-files")).to_contain_text("rooms.pdf")
    second.close()

    page.locator("#comp-send").click()
    expect(ours(page, "Sent without that file")).to_have_count(1)
    expect(box(page)).to_have_value("")
    expect(page.locator("#comp-files")).to_contain_text("rooms.pdf")
    write(page, "Here are the rooms")
    page.keyboard.press("Control+Enter")
    expect(ours(page, "Here are the rooms")).to_contain_text("rooms.pdf")
    expect(page.locator("#comp-files")).to_be_empty()
