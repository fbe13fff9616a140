"""A passkey in a real browser: the product's policy lets the scripts run, and the key opens the door."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import PATIENCE_MS
from tests.e2e.product import Product

pytestmark = pytest.mark.e2e

_DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def sign_in(page: Page) -> None:
    page.get_by_label("Name", exact=True).fill("agent")
    page.get_by_label("Password", exact=True).fill("travelhub-demo")
    page.keyboard.press("Enter")


def test_a_passkey_is_added_asked_for_and_taken_away(browser: Browser, desk: Product) -> None:
    # Browsers know no keys of a bare address; over http they know those of localhost.
    context = browser.new_context(base_url=desk.url.replace("127.0.0.1", "localhost"))
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": _DEVICE})
    page.goto("/")
    sign_in(page)
    expect(page.locator(".hub-row").first).to_be_visible()
    page.goto("/account/key/")
    page.get_by_role("button", name="Add the key").click()
    page.wait_for_url("**/account/codes/")

    page.goto("/account/")
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url("**/sign-in/**")
    sign_in(page)
    page.get_by_role("button", name="Use my security key").click()
    expect(page.locator(".hub-row").first).to_be_visible()

    page.goto("/account/")  # the next test signs in by the password alone
    page.get_by_role("link", name="Remove My key").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("It opens nothing here any more")).to_be_visible()
    context.close()
