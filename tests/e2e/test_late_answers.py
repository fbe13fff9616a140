"""What the server answers late takes neither words nor the focus from where somebody is by then."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import sign_in
from tests.e2e.product import Product
from tests.e2e.test_chat import theirs
from tests.e2e.test_desk import open_inquiry
from tests.e2e.test_off_the_path import mail
from tests.e2e.test_two_agents import box

pytestmark = pytest.mark.e2e


@contextmanager
def late(page: Page, address: str, method: str = "GET") -> Iterator[None]:
    """The first answer from there comes at the end of the block."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method == method and not held:
            held.append(route)
        else:
            route.continue_()

    page.route(address, hold)
    yield
    while not held:
        page.wait_for_timeout(50)
    with page.expect_response(lambda answer: answer.request == held[0].request):
        held[0].continue_()
    page.unroute(address)


def emptied(page: Page) -> None:
    """Here and at the server: other tests open the same inquiries."""
    expect(page.locator("#draft-state")).to_contain_text("Draft saved")
    box(page).fill("")
    expect(page.locator("#draft-state")).to_have_text("")


def test_a_saved_reply_comes_before_what_was_typed_behind_it(page: Page):
    sign_in(page, "agent")
    open_inquiry(page, "Eleanor Whitcombe")
    page.locator(".hub-seg label", has_text="Mail").click()
    box(page).press("/")
    option = page.locator("#canned [role=option]").first
    expect(option).to_be_visible()
    with late(page, f"**{str(option.get_attribute('data-href')).partition('?')[0]}*"):
        option.click()
        page.keyboard.type(" See you")
    expect(box(page)).to_have_value(re.compile("[^/]+ See you$", re.DOTALL))
    page.keyboard.type(" soon")
    expect(box(page)).to_have_value(re.compile("^[^/]+ See you soon$", re.DOTALL))
    emptied(page)


def test_a_draft_leaves_the_cursor_in_another_field(page: Page):
    sign_in(page, "agent")
    open_inquiry(page, "Helena Prado")
    with late(page, "**/suggest/", "POST"):
        page.keyboard.press("d")
        page.locator("#fact-budget a").click()
        field = page.locator("#edit-budget")
        expect(field).to_be_focused()
        field.fill("4200")
    expect(box(page)).to_have_value(re.compile("^Olá Helena,"))
    page.keyboard.type(" EUR")
    expect(field).to_have_value("4200 EUR")
    page.keyboard.press("Escape")
    expect(page.locator("#draft-state")).to_contain_text("Draft saved")
    page.locator("#assist").get_by_role("button", name="Take it back").click()
    expect(box(page)).to_have_value("")
    expect(page.locator("#draft-state")).to_have_text("")


def test_a_reaction_leaves_the_cursor_in_the_box(page: Page):
    sign_in(page, "agent")
    open_inquiry(page, "Thandi Mokoena")
    address = page.url
    bubble = theirs(page)
    with late(page, "**/react/", "POST"):
        bubble.hover()
        bubble.get_by_role("link", name="React").click()
        page.get_by_role("button", name="Heart").click()
        box(page).click()
        page.keyboard.type("Just a ")
    expect(bubble.locator(".hub-react")).to_contain_text("❤")
    page.keyboard.type("joke")
    expect(box(page)).to_have_value("Just a joke")
    assert page.url == address
    emptied(page)
    bubble.hover()
    bubble.get_by_role("link", name="React").click()
    page.get_by_role("button", name="Heart").click()
    expect(bubble.locator(".hub-react")).to_have_count(0)


def test_a_new_mail_leaves_the_addresses_that_somebody_has_begun(page: Page, desk: Product, tmp_path: Path):
    mail(desk, tmp_path, "Lara Lately", "We would like a week on Malta in May, 2 adults.")
    sign_in(page, "agent")
    open_inquiry(page, "Lara Lately")
    page.get_by_label("Cc", exact=True).fill("Pia Holt <pia@hotel-porto.example>")
    box(page).focus()
    fetched: list[str] = []
    # What was typed is judged by a POST, which may still be on its way.
    page.on("request", lambda request: fetched.append(request.url) if request.method == "GET" else None)
    mail(desk, tmp_path, "Lara Lately", "We would rather have two rooms.")
    expect(page.locator("#thread")).to_contain_text("We would rather have two rooms.")
    assert not [address for address in fetched if "/recipients/" in address]
    expect(page.get_by_label("Cc", exact=True)).to_have_value("Pia Holt <pia@hotel-porto.example>")
