"""What staff do all day, in a real browser against the running product with its sample inbox."""

import csv
import io
import re
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import laid, outbox, sign_in
from tests.e2e.product import PATIENCE, Product, wait_for

pytestmark = pytest.mark.e2e


def open_inquiry(page: Page, name: str) -> None:
    page.goto(f"/?tab=all&q={name}")
    page.locator(".hub-row a").first.click()
    expect(page.locator("#who")).to_have_text(name)
    page.wait_for_load_state("domcontentloaded")


def test_the_first_page_is_full_of_life(page: Page, desk: Product):
    sign_in(page, "agent")

    expect(page.locator(".hub-row").nth(11)).to_be_visible()
    counts = desk.counts()["messages"]
    inbound = {channel: sum(counts[channel]["IN"].values()) for channel in ("email", "whatsapp")}
    assert sum(inbound.values()) >= 40
    assert min(inbound.values()) >= 15
    expect(page.get_by_role("link", name="Failed")).to_be_visible()
    expect(page.get_by_role("link", name="Parked mail")).to_be_visible()


def test_filters_stand_in_the_address_and_narrow_the_list(page: Page):
    sign_in(page, "manager")
    page.goto("/?tab=all")
    everything = page.locator(".hub-row").count()
    page.get_by_role("link", name="Filter", exact=True).click()
    page.get_by_label("Destination").fill("Crete")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**destination=Crete**")

    rows = page.locator(".hub-row")
    assert 0 < rows.count() < everything
    titles = rows.locator(".what b").all_inner_texts()
    assert all("Crete" in title or "Chania" in title for title in titles)  # a place finds what lies in it
    assert any("Chania" in title for title in titles)
    page.get_by_role("link", name="Remove filter").click()
    expect(rows).to_have_count(everything)


def test_a_view_is_named_where_it_is_saved(page: Page):
    """The name is typed at once: none of its letters is a key of the queue."""
    sign_in(page, "agent")
    page.goto("/?destination=Crete")
    page.get_by_text("Save view").click()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.keyboard.type("crete families")
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="crete families")).to_be_visible()


def test_words_for_the_customer_stay_out_of_a_note(page: Page):
    sign_in(page, "agent")
    open_inquiry(page, "Callum Reid")
    box = page.locator("#reply-text")
    box.fill("Dear Callum, the price is")
    page.locator(".hub-seg label", has_text="Note").click()
    expect(box).to_have_value("")
    box.fill("He is in a hurry")
    expect(page.locator("#draft-state")).to_contain_text("Draft saved")

    page.reload()
    expect(box).to_have_value("He is in a hurry")
    page.locator(".hub-seg label", has_text="Mail").click()
    expect(box).to_have_value("Dear Callum, the price is")
    expect(page.locator("#comp-draft")).to_be_empty()


def test_a_trip_value_is_edited_in_place_and_a_wrong_one_comes_back(page: Page):
    sign_in(page, "agent")
    open_inquiry(page, "Giulia Marchetti")

    page.locator("#fact-budget a").click()
    field = page.locator("#edit-budget")
    field.fill("a lot")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#error-budget")).to_be_visible()
    expect(field).to_have_value("a lot")

    field.fill("4200 EUR")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#row-budget")).to_contain_text("4,200 EUR")
    expect(page.locator("#row-budget")).to_contain_text("set by you")
    page.reload()
    expect(page.locator("#row-budget")).to_contain_text("4,200 EUR")
    expect(page.locator("#row-budget")).to_contain_text("set by you")


def test_a_value_that_is_opened_on_a_page_of_its_own_is_saved_there(page: Page):
    sign_in(page, "agent")
    open_inquiry(page, "Giulia Marchetti")
    address = page.locator("#fact-budget a").get_attribute("href")
    page.goto(address or "")  # as by "open in a new tab"
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#trip-card")).to_be_visible()


def test_a_refused_value_left_for_another_one_stays_with_its_reason(page: Page):
    sign_in(page, "agent")
    open_inquiry(page, "Giulia Marchetti")
    here = page.url
    page.locator("#fact-budget a").click()
    page.locator("#edit-budget").fill("a lot")
    page.locator("#edit-budget").press("Enter")
    expect(page.locator("#error-budget")).to_be_visible()

    page.locator("#fact-destinations a").click()
    expect(page.locator("#edit-destinations")).to_be_focused()
    expect(page.locator("#error-budget")).to_be_visible()
    expect(page.locator("#edit-budget")).to_have_value("a lot")
    assert page.url == here
    page.keyboard.press("Escape")
    expect(page.locator("#row-budget a").first).to_be_visible()


def test_a_click_on_a_value_lights_the_words_that_prove_it(page: Page):
    sign_in(page, "agent")
    open_inquiry(page, "Giulia Marchetti")
    proof = page.locator("#row-where a[href^='#ev-']").first
    target = proof.get_attribute("href")
    proof.click()

    assert target
    expect(page.locator(target)).to_be_in_viewport()
    expect(page.locator(target)).to_have_class(re.compile("is-lit"))


def test_somebody_new_in_cc_is_asked_about_before_they_read_it(page: Page, desk: Product):
    sign_in(page, "agent")
    open_inquiry(page, "Helena Prado")
    page.locator(".hub-seg label", has_text="Mail").click()
    page.get_by_label("Cc", exact=True).fill("nonsense")
    page.get_by_label("Cc", exact=True).press("Tab")
    expect(page.locator("#rcpt-cc-bad")).to_have_text("“nonsense” is not a mail address.")
    page.get_by_label("Cc", exact=True).fill("Pia Holt <pia@hotel-porto.example>")
    page.get_by_label("Your message").fill("Both weeks still have rooms.")
    page.locator("#comp-send").click()
    expect(page.locator("#comp-error")).to_contain_text("Somebody new would get this mail.")

    page.get_by_role("checkbox").check()
    page.locator("#comp-send").click()
    expect(page.get_by_label("Your message")).to_have_value("")
    expect(page.get_by_label("Cc", exact=True)).not_to_have_value("nonsense")
    reply = laid(desk, "Both weeks still have rooms.")
    assert "Cc: Pia Holt <pia@hotel-porto.example>" in reply.read_text()


@pytest.mark.parametrize(("name", "channel"), [("Giulia Marchetti", "Mail"), ("Thandi Mokoena", "WhatsApp")])
def test_a_reply_without_credentials_is_laid_in_the_outbox_and_says_so(
    page: Page, desk: Product, name: str, channel: str
):
    sign_in(page, "agent")
    open_inquiry(page, name)
    page.locator(".hub-seg label", has_text=channel).click()
    expect(page.locator(".hub-bar:visible")).to_contain_text("not sent")
    words = f"Hello from the desk, by {channel}"
    page.get_by_label("Your message").fill(words)
    page.keyboard.press("Control+Enter")

    bubble = page.get_by_role("article").filter(has_text=words)
    expect(bubble).to_be_visible()
    expect(page.get_by_label("Your message")).to_have_value("")
    laid(desk, words)
    expect(bubble).to_contain_text("Not sent")


def test_an_empty_reply_comes_back_with_the_reason(page: Page):
    sign_in(page, "agent")
    open_inquiry(page, "Giulia Marchetti")
    page.get_by_label("Your message").fill("   ")
    page.locator("#comp-send").click()

    expect(page.locator("#comp-error")).to_contain_text("Write something first")


def test_a_note_is_kept_for_colleagues(page: Page, desk: Product):
    sign_in(page, "agent")
    open_inquiry(page, "Giulia Marchetti")
    page.locator(".hub-seg label", has_text="Note").click()
    page.get_by_label("Your message").fill("She always flies from Bologna")
    page.get_by_role("button", name="Keep note").click()

    expect(page.get_by_text("She always flies from Bologna").first).to_be_visible()
    assert outbox(desk, "always flies from Bologna") == []


def test_an_export_has_exactly_the_filtered_rows_and_is_for_managers(page: Page):
    sign_in(page, "manager")
    page.goto("/?tab=all&destination=Crete")
    names = page.locator(".hub-row .who a").all_inner_texts()
    page.get_by_label("Export otherwise").click()
    with page.expect_download() as download:
        page.locator("a[href*='format=csv']").click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))

    assert sorted(row["Contact"] for row in rows) == sorted(names)
    with page.expect_download() as download:
        page.locator("a[href*='format=xlsx']").click()
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"


def test_columns_of_an_export_are_chosen_from_none_at_all(page: Page):
    sign_in(page, "manager")
    page.goto("/export/new/?tab=all")
    page.get_by_role("button", name="None", exact=True).click()
    page.get_by_role("checkbox", name="Contact", exact=True).check()
    page.get_by_role("radio", name="CSV, .csv").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export", exact=True).click()
    assert Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()[0] == "Contact"


def test_an_agent_has_no_export(page: Page):
    sign_in(page, "agent")

    expect(page.get_by_role("link", name="Export")).to_have_count(0)
    assert page.request.get("/export/?format=csv").status == 403


def test_what_failed_is_retried_on_the_work_page(page: Page, desk: Product):
    sign_in(page, "agent")
    page.goto("/work/")
    failed = desk.counts()["attachments"]["PERMANENTLY_FAILED"]
    assert failed
    cause = page.locator(".hub-cause", has_text="No WhatsApp token")
    cause.get_by_role("button", name="Retry").first.click()
    expect(page.get_by_text("1 tried again")).to_be_visible()

    # It was really tried: without a token it fails again, and says so again.
    wait_for(lambda: desk.counts()["attachments"].get("PERMANENTLY_FAILED") == failed, "the second try", PATIENCE)
    expect(page.locator(".hub-cause", has_text="No WhatsApp token")).to_be_visible()


def test_a_failed_reply_is_retried_from_its_bubble(page: Page):
    sign_in(page, "agent")
    page.goto("/?tab=failed")
    page.locator(".hub-row", has_text="Eleanor").locator("a").first.click()
    bubble = page.locator(".hub-msg.is-failed").last
    expect(bubble).to_contain_text("Not delivered")
    name = bubble.get_attribute("id")
    bubble.get_by_role("button", name="Retry").click()

    # Without a token it is now laid in the outbox, and not shown as sent.
    expect(page.locator(f"#{name}")).to_contain_text("Not sent")


def test_a_new_message_waits_until_the_pointer_has_left_the_list(page: Page, desk: Product, tmp_path: Path):
    sign_in(page, "agent")
    page.goto("/?tab=all")
    first = page.locator(".hub-row a").first
    first.hover()
    name = first.inner_text()
    (tmp_path / "new.eml").write_text(
        f"From: Zora Neumann <zora@neumann.example>\nTo: desk@halden.example\nSubject: Lisbon\n"
        f"Date: {format_datetime(datetime.now(UTC))}\nMessage-ID: <zora@neumann.example>\n\n"
        f"Hello, two adults to Lisbon from 4 to 9 June, please.\n"
    )
    desk.manage("import_mail", str(tmp_path / "new.eml"))

    expect(page.locator("#news a")).to_contain_text("1 new", timeout=PATIENCE * 1000)
    expect(first).to_have_text(name)
    page.locator("#news a").click()
    expect(page.locator(".hub-row", has_text="Zora Neumann")).to_be_visible()


def test_the_queue_is_worked_with_the_keyboard(page: Page):
    sign_in(page, "agent")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".hub-row.is-cursor a")).to_be_focused()
    expect(page.locator(".hub-row.is-cursor")).to_have_count(1)
    page.keyboard.press("x")
    expect(page.get_by_role("toolbar")).to_be_visible()
    page.keyboard.press("s")
    page.get_by_role("button", name="Quoted").click()
    expect(page.get_by_text("1 inquiry changed.")).to_be_visible()
    page.wait_for_load_state("domcontentloaded")
    page.keyboard.press("z")
    expect(page.get_by_text("1 inquiry is as before.")).to_be_visible()
    page.wait_for_load_state("domcontentloaded")
    page.keyboard.press("?")
    listed = page.get_by_role("dialog").locator("kbd").all_inner_texts()
    assert {*"jkorxfahsem", "/", "?", "Enter", "Esc"} <= set(listed)
    assert not {"v", "z"} & set(listed)  # nothing is filtered, nothing to undo
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()


def test_what_is_typed_where_only_templates_go_out_is_no_key(page: Page):
    sign_in(page, "agent")
    page.locator(".hub-row", has_text="Andrew Kerr").locator("a").first.focus()
    page.keyboard.press("r")
    page.locator("form#template-picker").wait_for()
    expect(page.locator("#template-picker :focus, #composer :focus")).to_have_count(1)
    address = page.url
    page.keyboard.type("Thank you, jack. We look into those every Monday and ask him again? No")
    page.locator("h1, #who").first.click()
    page.keyboard.press("r")
    expect(page.locator("#template-picker :focus, #composer :focus")).to_have_count(1)
    page.keyboard.type("czech")
    assert page.url == address
    expect(page.locator(".hub-pop:popover-open, dialog[open]")).to_have_count(0)
    expect(page.locator("[popovertarget=status-menu]")).to_contain_text("New")


def test_a_menu_of_the_inquiry_is_worked_with_the_keyboard(page: Page):
    sign_in(page, "agent")
    open_inquiry(page, "Callum Reid")
    address = page.url
    rest: list[Route] = []
    page.route("**/snooze/", lambda route: rest.append(route))  # noqa: PLW0108  playwright marks what it is given
    page.keyboard.press("H")  # as its button shows it
    expect(page.locator("#snooze-menu button:focus")).to_have_count(1)
    page.keyboard.type("junk")  # of people and places, not keys of the page under it
    assert page.url == address
    page.keyboard.press("ArrowDown")
    expect(page.locator("#snooze-more a")).to_be_focused()
    while not rest:
        page.wait_for_timeout(50)
    rest[0].continue_()
    page.unroute("**/snooze/")
    expect(page.locator("#snooze-more button").first).to_be_focused()  # what came in its place
    page.keyboard.press("ArrowUp")
    expect(page.locator("#snooze-menu button").first).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator("#assign-menu :focus")).to_have_count(1)
    page.keyboard.press("h")
    with page.expect_response("**/live/**"):  # which draws the strip once more
        page.keyboard.press("Enter")
    expect(page.locator("#strips")).to_contain_text("Snoozed until")
    page.locator("#strips").get_by_role("button", name="Wake it now").click()
    expect(page.locator("#strips")).not_to_contain_text("Snoozed until")


def test_filters_have_the_cursor_once_they_open(page: Page):
    sign_in(page, "agent")
    page.keyboard.press("f")
    expect(page.locator("#panel :focus")).to_have_count(1)
    page.keyboard.type("crete, or rhodes")
    expect(page.locator("#panel :focus")).to_have_count(1)
    assert "/inquiries/" not in page.url
    page.goto("/?filter=open")
    expect(page.locator("#panel :focus")).to_have_count(1)


def test_a_slip_of_the_hand_that_closes_an_inquiry_is_undone_by_a_key(page: Page):
    sign_in(page, "agent")
    open_inquiry(page, "Callum Reid")
    page.keyboard.press("e")
    expect(page.locator("[data-outcome=s]")).to_be_visible()
    page.keyboard.press("s")
    expect(page.locator("#said")).to_contain_text("Callum Reid")
    expect(page.locator("#said")).to_contain_text("Their new messages are parked.")

    page.wait_for_load_state("domcontentloaded")
    page.keyboard.press("z")
    expect(page.locator("#who")).to_have_text("Callum Reid")
    expect(page.locator("#said")).to_contain_text("1 inquiry is as before.")
    expect(page.locator("[popovertarget=status-menu]")).to_contain_text("New")


def test_the_status_menu_is_left_by_the_keys_of_menus(page: Page):
    sign_in(page, "agent")
    open_inquiry(page, "Callum Reid")
    status, snooze = page.locator("#status-menu"), page.locator("#snooze-menu")
    page.keyboard.press("e")
    expect(page.locator("[data-outcome=s]")).to_be_visible()
    page.keyboard.press("e")
    expect(status).to_be_hidden()
    page.keyboard.press("e")
    expect(status).to_be_visible()
    page.keyboard.press("h")
    expect(snooze).to_be_visible()
    expect(status).to_be_hidden()


# A key that waits for the outcomes is pressed when they have settled; then it has had its time.
SETTLED = """() => { window.settled = new Promise((over) => document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "lost-list") setTimeout(over, 200);
})); }"""


def test_an_outcome_that_was_pressed_too_early_is_taken_back_by_escape(page: Page):
    sign_in(page, "agent")
    open_inquiry(page, "Callum Reid")
    held: list[Route] = []
    page.route("**/outcome/**", lambda route: held.append(route))  # noqa: PLW0108  playwright marks what it is given
    page.keyboard.press("e")
    while not held:
        page.wait_for_timeout(50)
    page.keyboard.press("w")
    page.keyboard.press("Escape")
    page.keyboard.press("e")  # open again, and the outcomes are not there yet
    closed: list[str] = []
    page.on("request", lambda request: closed.append(request.url) if request.method == "POST" else None)
    page.evaluate(SETTLED)
    held[0].continue_()
    page.unroute("**/outcome/**")
    expect(page.locator("[data-outcome=w]")).to_be_visible()
    page.evaluate("settled")
    assert not closed


def test_the_open_bell_of_an_inquiry_lets_no_key_through_but_those_of_menus(page: Page):
    sign_in(page, "agent")
    open_inquiry(page, "Callum Reid")
    address = page.url
    page.locator(".hub-bell summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".hub-bell[open]")).to_be_visible()
    page.keyboard.press("r")
    expect(page.locator(".hub-bell summary")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("h")
    expect(page.locator("#snooze-menu")).to_be_visible()
    expect(page.locator(".hub-bell[open]")).to_have_count(0)
    assert page.url == address


def test_a_menu_gives_its_keys_to_another_menu_and_all_once_it_is_left(page: Page):
    sign_in(page, "agent")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("a")
    opened = page.locator("details.hub-menu[open] > summary")
    expect(opened).to_contain_text("Assign")
    page.keyboard.press("j")
    expect(page.locator("details.hub-menu[open] :focus")).to_have_count(1)  # no row under it
    page.keyboard.press("h")
    expect(opened).to_have_count(1)
    expect(opened).to_contain_text("Snooze")
    page.keyboard.press("s")
    expect(opened).to_contain_text("Status")
    page.locator(".hub-row a").nth(2).focus()  # as by Tab, which leaves it open
    page.keyboard.press("j")
    expect(page.locator(".hub-row a").nth(3)).to_be_focused()


def test_single_keys_can_be_turned_off(page: Page):
    sign_in(page, "agent")
    page.keyboard.press("?")
    page.get_by_role("button", name="Turn them off").click()
    page.get_by_role("button", name="Keys are off").wait_for()
    page.keyboard.press("j")
    expect(page.locator(".hub-row.is-cursor")).to_have_count(0)
    page.get_by_role("button", name="Keys are off").click()
    page.get_by_role("button", name="Turn them on").click()
    page.get_by_role("button", name="all keys").wait_for()
    page.keyboard.press("j")
    expect(page.locator(".hub-row.is-cursor")).to_have_count(1)


def test_who_has_turned_single_keys_off_closes_nothing_by_a_letter(page: Page):
    sign_in(page, "agent")
    page.keyboard.press("?")
    page.get_by_role("button", name="Turn them off").click()
    page.get_by_role("button", name="Keys are off").wait_for()
    open_inquiry(page, "Callum Reid")
    closed: list[str] = []
    page.on("request", lambda request: closed.append(request.url) if request.method == "POST" else None)
    page.locator("[popovertarget=status-menu]").click()
    expect(page.locator("[data-outcome=w]")).to_be_visible()
    page.keyboard.press("w")
    page.keyboard.press("Escape")
    expect(page.locator("#status-menu")).to_be_hidden()
    page.goto("/")
    page.get_by_role("button", name="Keys are off").click()
    page.get_by_role("button", name="Turn them on").click()
    page.get_by_role("button", name="all keys").wait_for()
    assert not [address for address in closed if "outcome" in address]


def test_the_list_stays_beside_the_inquiry_on_a_wide_screen(page: Page):
    sign_in(page, "agent")
    page.goto("/?tab=all&language=en&order=newest")
    names = page.locator(".hub-row .who a").all_inner_texts()
    page.locator(".hub-row .who a").first.click()
    page.locator("#who").wait_for()
    assert page.locator(".hub-beside li").count() == 0  # too narrow: it is not asked for
    page.set_viewport_size({"width": 1680, "height": 900})
    expect(page.locator(".hub-beside [aria-current] b")).to_have_text(names[0])
    page.keyboard.press("j")
    expect(page.locator(".hub-beside [aria-current] b")).to_have_text(names[1])
    page.locator(".hub-beside li b", has_text=names[2]).first.click()
    expect(page.locator("#who")).to_have_text(names[2])
    assert "language=en" in page.url


def test_a_phone_has_both_pages_without_scrolling_sideways(page: Page):
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, "agent")
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wide)
    page.locator(".hub-row a").first.click()
    page.get_by_label("Your message").wait_for(state="attached")
    assert not page.evaluate(wide)


def test_an_unknown_address_is_the_products_own_page(page: Page):
    sign_in(page, "agent")
    answer = page.request.get("/inquiries/999999/")

    assert answer.status == 404
    assert "Halden Travel" in answer.text()


def test_the_admin_lists_and_opens_an_inquiry(page: Page):
    sign_in(page, "admin")
    page.goto("/admin/inquiries/inquiry/")
    page.locator("#result_list a").first.wait_for()
    page.goto("/admin/")
    expect(page.locator("body")).to_contain_text("Halden Travel")


def test_an_edited_message_opens_its_first_words_for_the_proof_in_them(page: Page):
    sign_in(page, "agent")
    open_inquiry(page, "Thandi Mokoena")

    fold = page.locator("#thread .hub-before")
    expect(page.locator("#thread .hub-words").first).to_contain_text("It is our first time there.")
    expect(fold.locator("mark").first).to_be_hidden()
    page.locator("#trip a[href^='#ev-']").first.click()

    expect(page.locator("#thread mark.is-lit").first).to_be_visible()
    expect(page.locator("#thread")).to_contain_text("Sipho Mokoena")


def test_two_readings_are_settled_by_a_click_beside_the_trips_line(page: Page):
    sign_in(page, "agent")
    open_inquiry(page, "Eleanor Whitcombe")
    brief = page.locator("#brief")
    expect(brief).to_contain_text("“3k” means")

    brief.get_by_role("button", name="3,000 per person").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#row-budget")).to_contain_text("3,000 per person")
    expect(page.locator("#brief")).not_to_contain_text("means")
    page.reload()
    expect(page.locator("#row-budget")).to_contain_text("3,000 per person")


def test_the_ready_question_is_appended_edited_and_sent(page: Page, desk: Product):
    sign_in(page, "agent")
    open_inquiry(page, "Margaret Ellison")
    text = page.locator("#reply-text")
    text.fill("Lovely to hear from you.")
    text.press("Escape")
    page.keyboard.press("q")

    expect(text).to_have_value(re.compile(r"^Lovely to hear from you\.\n\nHello Margaret,"))
    expect(text).to_have_value(re.compile("How many nights would you like to stay"))
    expect(text).to_be_focused()
    text.press("Escape")
    page.keyboard.press("q")
    expect(text).to_be_focused()
    assert text.input_value().count("Hello Margaret") == 1, "asked twice it stands there once"
    text.press_sequentially(" Nora")
    text.press("Control+Enter")
    expect(text).to_have_value("")
    expect(text).not_to_be_focused()  # a key is a key again, with no Escape between
    laid(desk, "How many nights would you like to stay")
    before_address = page.url
    page.keyboard.press("j")
    page.wait_for_url(lambda address: address != before_address)


def test_confirm_all_by_its_key(page: Page):
    sign_in(page, "agent")
    open_inquiry(page, "Oliver Nkemelu")
    page.locator("body").press("c")
    expect(page.locator("[data-confirm]")).to_have_count(0)
