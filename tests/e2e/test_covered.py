"""A card's number in a real browser: covered everywhere, seen for a minute by whoever may, and noted."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import sign_in
from tests.e2e.product import Product
from tests.e2e.test_desk import open_inquiry

pytestmark = pytest.mark.e2e

CARD, SHOWN = "4242 4242 4242 4242", "•••• •••• •••• 4242"


def shot(page: Page, name: str) -> None:
    """For whoever looks at what was drawn: SHOTS names a folder."""
    if os.environ.get("SHOTS"):
        page.screenshot(path=Path(os.environ["SHOTS"]) / f"{name}.png")


def test_a_card_is_covered_until_somebody_asks(page: Page, desk: Product):
    sign_in(page, "manager")
    expect(page.get_by_text(CARD)).to_have_count(0)
    open_inquiry(page, "Hélène Tremblay")
    talk = page.locator("#talk")
    mail = talk.locator(".hub-mail", has_text="cryptogramme")
    expect(mail).to_contain_text(f"{SHOWN}, ••/••, cryptogramme •••")
    expect(mail).to_contain_text("Card number, card expiry date, card security code covered.")
    shot(page, "covered")
    mail.get_by_role("link", name="Original").click()
    expect(mail.frame_locator("iframe").locator("body")).to_contain_text(SHOWN)

    mail.get_by_role("button", name="Reveal").click()
    expect(mail).to_contain_text(f"{CARD}, 12/29, cryptogramme 737")
    expect(mail).to_contain_text("Shown for a minute, and noted.")
    expect(talk.locator(".hub-event", has_text="looked at the")).to_contain_text("card number")
    shot(page, "revealed")
    mail.get_by_role("link", name="Cover it").click()
    expect(mail).to_contain_text(SHOWN)

    mail.get_by_role("button", name="Reveal").click()
    expect(mail).to_contain_text(CARD)
    page.reload()
    expect(mail).to_contain_text(SHOWN)
    expect(page.get_by_text(CARD)).to_have_count(0)


def test_it_is_covered_again_after_a_minute(page: Page, desk: Product):
    page.clock.install()
    sign_in(page, "manager")
    open_inquiry(page, "Hélène Tremblay")
    mail = page.locator("#talk .hub-mail", has_text="cryptogramme")
    mail.get_by_role("button", name="Reveal").click()
    expect(mail).to_contain_text(CARD)
    for _ in range(6):  # in steps: the timer is set a moment after the words are there
        page.clock.run_for(21_000)
    expect(mail).to_contain_text(SHOWN)


def test_an_agent_is_told_who_can_see_it(page: Page, desk: Product):
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, "agent")
    open_inquiry(page, "Hélène Tremblay")
    mail = page.locator("#talk .hub-mail", has_text="cryptogramme")
    expect(mail).to_contain_text("A manager can see it.")
    expect(mail.get_by_role("button", name="Reveal")).to_have_count(0)
    mail.scroll_into_view_if_needed()
    shot(page, "phone-dark")
