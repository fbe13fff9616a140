"""What people do beside the straight way: back from an inquiry, two windows, paper, twice the size, other colours,
names and addresses without an end, lines from right to left."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from inquiries.desk.sign_in import SAMPLE_PASSWORD
from tests.e2e.conftest import PATIENCE_MS, sign_in
from tests.e2e.product import Product
from tests.e2e.test_desk import open_inquiry
from tests.e2e.test_two_agents import box

pytestmark = pytest.mark.e2e

FILL = "it => getComputedStyle(it).backgroundColor.replace(/^rgba.*, 0\\)$/, 'none')"
LEFT = """(it, words) => {
  const walk = document.createTreeWalker(it, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    return range.getBoundingClientRect().left;
  }
  return null;
}"""
# A page asks again when it is shown, but never because some seconds have passed.
NO_POLLS = """const wait = window.setTimeout;
window.setTimeout = (work, pause, ...more) => (pause >= 5000 ? 0 : wait(work, pause, ...more));"""


def mail(desk: Product, folder: Path, name: str, text: str, *files: str) -> None:
    """A mail of somebody new, taken in and read."""
    letter = EmailMessage()
    letter["From"] = f"{name} <{abs(hash(name))}@post.example>"
    letter["To"] = "desk@halden.example"
    letter["Subject"] = "A week on Malta"
    letter["Message-ID"] = f"<{abs(hash((name, text)))}@post.example>"
    letter.set_content(text)
    for file in files:
        letter.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename=file)
    path = folder / "new.eml"
    path.write_bytes(letter.as_bytes())
    desk.manage("import_mail", str(path))


def write_by_mail(page: Page, text: str) -> None:
    page.locator(".hub-seg label", has_text="Mail").click()
    box(page).fill(text)


def test_back_on_the_queue_what_was_answered_waits_no_longer(page: Page, desk: Product, tmp_path: Path):
    mail(desk, tmp_path, "Bea Backward", "We would like a week on Malta in May, 2 adults.")
    page.add_init_script(NO_POLLS)
    sign_in(page, "agent")
    page.goto("/?q=Backward")
    row = page.locator(".hub-row", has_text="Bea Backward")
    row.locator("a").first.click()
    page.wait_for_url("**/inquiries/**")
    write_by_mail(page, "Gladly.")
    box(page).press("Control+Enter")
    expect(page.locator("#thread")).to_contain_text("Gladly.")
    page.go_back()
    page.mouse.move(700, 175)  # the pointer lies where the row was, which keeps the list still
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()

    page.go_forward()  # and the inquiry has the answer at once, not with its next question to the server
    expect(page.locator("#thread")).to_contain_text("Gladly.")


def test_back_on_the_queue_what_was_picked_is_picked_still(page: Page):
    sign_in(page, "agent")
    page.goto("/?tab=all")
    boxes = page.locator("#list input[name=pk]")
    boxes.nth(1).check()
    boxes.nth(2).check()
    picked = page.locator("#list input[name=pk]:checked")
    values = [box.get_attribute("value") for box in picked.all()]
    page.locator("#list .who a").nth(1).click()  # to look at it first
    page.locator("#who").wait_for()
    drawn = "addEventListener('htmx:afterSettle', (event) => document.documentElement.dataset.drawn = event.target.id)"
    page.add_init_script(drawn)
    page.go_back()
    page.locator("html[data-drawn=list]").wait_for(state="attached")
    assert [box.get_attribute("value") for box in picked.all()] == values
    page.keyboard.press("Escape")
    expect(picked).to_have_count(0)


def test_a_draft_that_its_window_has_sent_is_not_offered_in_the_other(
    context: BrowserContext, desk: Product, tmp_path: Path
):
    mail(desk, tmp_path, "Wim Windows", "We would like a week on Malta in May, 2 adults.")
    first = context.new_page()  # whose console may tell of refused saves
    sign_in(first, "agent")
    open_inquiry(first, "Wim Windows")
    second = context.new_page()
    second.goto(first.url)
    write_by_mail(first, "From the first window.")
    expect(first.locator("#draft-state")).to_contain_text("Draft saved")
    write_by_mail(second, "From the second window.")
    expect(second.locator("#comp-draft")).to_contain_text("A newer draft")

    box(first).press("Control+Enter")
    expect(first.locator("#thread")).to_contain_text("From the first window.")
    second.bring_to_front()
    expect(second.locator("#thread")).to_contain_text("From the first window.")
    expect(second.locator("#comp-draft")).to_be_empty()
    expect(box(second)).to_have_value("From the second window.")
    expect(second.locator("#draft-state")).to_contain_text("Draft saved")
    box(second).fill("")
    expect(second.locator("#draft-state")).to_have_text("")


def test_no_address_and_no_name_of_a_file_is_wider_than_the_conversation(page: Page, desk: Product, tmp_path: Path):
    link = f"https://post.example/{'x' * 400}"
    mail(desk, tmp_path, "Lena Long", f"A week on Malta, as here: {link}", f"passport-{'long-' * 20}1.png")
    sign_in(page, "agent")
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 844})
        open_inquiry(page, "Lena Long")
        expect(page.locator(".hub-filing")).to_be_visible()
        assert page.locator("#thread").evaluate("it => it.scrollWidth - it.clientWidth") == 0, width


def test_a_number_in_arabic_is_read_from_left_to_right(page: Page, desk: Product, tmp_path: Path):
    text = "السلام عليكم،\n\nنرغب في السفر إلى Malta. رقم هاتفي +44 7700 900456.\n\nشكراً\nليلى"
    mail(desk, tmp_path, "ليلى حداد", text)
    sign_in(page, "agent")
    page.goto("/?tab=all&q=ليلى")
    row = page.locator(".hub-row", has_text="السلام")
    assert row.locator(".what small").evaluate("it => getComputedStyle(it).direction") == "rtl"
    row.locator("a").first.click()
    words = page.locator("#thread .hub-mail__text")
    expect(words).to_contain_text("900456")
    assert words.evaluate(LEFT, "+44") < words.evaluate(LEFT, "900456")
    assert page.locator("#thread .hub-mail__sign").evaluate("it => getComputedStyle(it).direction") == "rtl"


def test_at_twice_the_size_the_conversation_is_there_to_be_read(page: Page):
    page.set_viewport_size({"width": 720, "height": 450})
    sign_in(page, "agent")
    open_inquiry(page, "Eleanor Whitcombe")
    expect(page.locator("#same .hub-same").first).to_be_attached()
    room = page.locator(".hub-thread").bounding_box()
    assert room
    assert room["height"] >= 160
    page.locator(".hub-switch").get_by_text("Trip").click()
    expect(page.locator("#same .hub-same").first).to_be_visible()  # one tap away


def test_in_the_colours_of_the_system_it_is_seen_how_it_goes_out(browser: Browser, desk: Product):
    context = browser.new_context(base_url=desk.url, forced_colors="active")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    sign_in(page, "agent")
    plain = [page.locator("body").evaluate(FILL), "none"]
    assert page.locator(".hub-nav [aria-current]").evaluate(FILL) not in plain
    open_inquiry(page, "Eleanor Whitcombe")
    for chosen, other in (("Mail", "Note"), ("Note", "Mail")):
        labels = page.locator("#composer .hub-seg label")
        labels.filter(has_text=chosen).click()
        assert labels.filter(has_text=chosen).evaluate(FILL) not in plain
        assert labels.filter(has_text=other).evaluate(FILL) in plain
    parts = page.locator(".hub-meter--l i")
    assert parts.first.evaluate(FILL) not in plain  # sure
    assert parts.last.evaluate(FILL) in plain  # to check: hatched
    context.close()


def test_on_paper_there_is_all_that_was_said_and_nothing_to_click(page: Page):
    sign_in(page, "agent")
    open_inquiry(page, "Eleanor Whitcombe")
    expect(page.locator("#contact dd").first).to_be_attached()
    page.set_viewport_size({"width": 794, "height": 1123})  # A4
    page.emulate_media(media="print", color_scheme="dark")
    for part in ("#who", "#facts-h", "#contact", ".hub-head .hub-num"):
        expect(page.locator(part).first).to_be_visible()
    for part in (".hub-side", "#composer", ".hub-switch", "#contact .hub-btn"):
        expect(page.locator(part).first).to_be_hidden()
    expect(page.locator(".hub-btn:visible")).to_have_count(0)
    assert page.locator(".hub-thread").evaluate("it => it.scrollHeight - it.clientHeight") <= 1
    assert page.locator("html").evaluate("it => getComputedStyle(it).colorScheme") == "light"


def test_the_narrowest_phone_shows_a_name_whole_or_not_at_all(page: Page):
    page.set_viewport_size({"width": 320, "height": 640})
    sign_in(page, "agent")
    heading = page.get_by_role("heading", name="Queue", exact=True)
    apart = heading.evaluate("it => getComputedStyle(it).position === 'absolute'")  # read out, and not cut to "Que…"
    assert apart or heading.evaluate("it => it.scrollWidth <= it.clientWidth")


def test_a_key_with_nothing_to_undo_says_so_and_goes_away(page: Page):
    sign_in(page, "agent")
    said = page.locator("#said")
    page.keyboard.press("z")
    expect(said).to_have_text("Nothing to undo here.")
    expect(said).to_be_empty()
    open_inquiry(page, "Oliver Nkemelu")
    page.locator("body").press("z")
    expect(said).to_contain_text("Nothing to undo here.")


def test_what_was_snoozed_at_once_comes_back_by_a_key(page: Page):
    sign_in(page, "agent")
    page.goto("/?tab=all&destination=Lofoten")
    for key in ("j", "x", "h"):
        page.keyboard.press(key)
    page.locator("[name=snooze][value='3d']").click()
    expect(page.locator("#said")).to_contain_text("1 inquiry changed.")
    expect(page.locator(".hub-row .why")).to_contain_text("Snoozed until")
    page.keyboard.press("z")
    expect(page.locator("#said")).to_contain_text("1 inquiry is as before.")
    expect(page.locator(".hub-row .why")).not_to_contain_text("Snoozed until")


def test_a_click_on_the_chosen_way_goes_on_in_the_box(page: Page):
    sign_in(page, "agent")
    open_inquiry(page, "Oliver Nkemelu")
    mail_way = page.locator("#composer .hub-seg label", has_text="Mail")
    for words in ("One ", "two"):
        mail_way.click()
        expect(box(page)).to_be_focused()
        page.keyboard.type(words)
    expect(box(page)).to_have_value("One two")
    box(page).fill("")
    expect(page.locator("#draft-state")).to_have_text("")


def test_a_second_tap_on_send_refuses_nothing(page: Page):
    sign_in(page, "agent")
    open_inquiry(page, "Jonas Brandt")
    write_by_mail(page, "Gladly, in June.")
    page.locator("#comp-send").click()
    expect(page.locator("#thread")).to_contain_text("Gladly, in June.")
    expect(box(page)).to_have_value("")
    page.locator("#comp-send").click()
    page.locator("[data-undo]").last.click()
    expect(box(page)).to_have_value("Gladly, in June.")  # asked for after the tap: a refusal would be here by now
    expect(page.locator("#comp-error")).to_be_empty()
    box(page).fill("")
    expect(page.locator("#draft-state")).to_have_text("")


def test_a_note_that_names_nobody_says_that_nobody_was_told(page: Page):
    sign_in(page, "agent")
    open_inquiry(page, "Oliver Nkemelu")
    page.locator("#composer .hub-seg label", has_text="Note").click()
    page.keyboard.type("@inez knows the lodge ")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#thread")).to_contain_text("@inez knows the lodge")
    expect(page.locator("#said")).to_have_text("No colleague is called @inez, so nobody was told under that name.")


def test_search_everything_where_the_side_is_narrow(page: Page):
    page.set_viewport_size({"width": 1024, "height": 768})
    sign_in(page, "agent")
    page.keyboard.press("Control+k")
    page.wait_for_url("**/?tab=all#search")
    expect(page.locator("[data-search]")).to_be_focused()
    page.set_viewport_size({"width": 1440, "height": 900})
    page.keyboard.press("Control+k")
    page.keyboard.type("th-9")
    page.keyboard.press("Enter")
    expect(page.locator(".hub-crumb, #inquiry-head").first).to_contain_text("TH-9")


def test_a_session_that_ends_takes_no_page_from_under_somebody_who_types(context: BrowserContext):
    page = context.new_page()
    sign_in(page, "agent")
    open_inquiry(page, "Thandi Mokoena")
    box(page).fill("A lodge")
    expect(page.locator("#draft-state")).to_contain_text("Draft saved")
    other = context.new_page()
    other.goto("/account/")
    other.get_by_role("button", name="Sign out").first.click()
    other.wait_for_url("**/sign-in/**")
    page.bring_to_front()
    box(page).press("End")
    page.keyboard.type(" with a pool")
    expect(page.locator("#said")).to_contain_text("You are signed out")
    page.keyboard.type(", and leopards.")
    page.locator("#said").get_by_role("link", name="Sign in").click()
    page.get_by_label("Name", exact=True).fill("agent")
    page.get_by_label("Password", exact=True).fill(SAMPLE_PASSWORD)
    page.get_by_label("Password", exact=True).press("Enter")
    expect(box(page)).to_have_value("A lodge with a pool, and leopards.")
    box(page).fill("")
    expect(page.locator("#draft-state")).to_have_text("")


def test_words_of_a_call_outlive_a_session_that_ended_meanwhile(context: BrowserContext):
    page = context.new_page()
    sign_in(page, "agent")
    page.keyboard.press("n")
    said = page.get_by_label("What they said")
    said.fill("A lodge by the sea, two adults, in May.")
    page.locator(".team-how label", has_text="Walk-in").click()
    other = context.new_page()
    other.goto("/account/")
    other.get_by_role("button", name="Sign out").first.click()
    other.wait_for_url("**/sign-in/**")
    page.get_by_role("button", name="Open it").click()
    page.get_by_label("Name", exact=True).fill("agent")
    page.get_by_label("Password", exact=True).fill(SAMPLE_PASSWORD)
    page.get_by_label("Password", exact=True).press("Enter")
    expect(said).to_have_value("A lodge by the sea, two adults, in May.")
    expect(page.get_by_label("Walk-in")).to_be_checked()
    page.get_by_role("link", name="Cancel").click()
    page.get_by_role("link", name="New inquiry").click()
    expect(said).to_have_value("")
