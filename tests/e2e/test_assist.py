"""A draft in the composer: there where nothing is typed, else only offered; one click takes it back. A summary."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import sign_in
from tests.e2e.test_desk import open_inquiry, pytestmark

__all__ = ["pytestmark"]


def test_a_draft_never_replaces_what_somebody_typed(page: Page):
    sign_in(page, "agent")
    open_inquiry(page, "Helena Prado")
    box, strip = page.get_by_label("Your message"), page.locator("#assist")
    draft = re.compile("^Olá Helena,")

    page.wait_for_load_state("domcontentloaded")
    page.keyboard.press("d")
    expect(box).to_have_value(draft)
    expect(strip).to_contain_text("Draft, Portuguese. Read it before you send it.")
    strip.get_by_role("button", name="Take it back").click()
    expect(box).to_have_value("")
    strip.get_by_role("link", name="Dismiss").click()

    box.fill("I am typing")
    page.get_by_role("button", name="Draft").click()
    expect(strip).to_contain_text("Olá Helena,")
    expect(box).to_have_value("I am typing")
    strip.get_by_role("link", name="Use it").click()
    expect(box).to_have_value(draft)
    strip.get_by_role("button", name="Take it back").click()
    expect(box).to_have_value("I am typing")
    strip.get_by_role("link", name="Use it").click()
    box.press_sequentially("!")
    expect(strip).to_be_empty()
    expect(box).to_have_value(re.compile("^Olá Helena,.*!$", re.DOTALL))


def test_a_summary_is_kept_as_a_note(page: Page):
    sign_in(page, "manager")
    open_inquiry(page, "Helena Prado")
    page.wait_for_load_state("domcontentloaded")
    page.keyboard.press("a")
    page.get_by_role("button", name="Summary for hand-over").click()
    panel = page.locator("#summary-panel")
    expect(panel).to_contain_text("Next:")
    panel.get_by_role("button", name="Copy into a note").click()
    expect(panel).to_contain_text("Kept as a note.")
    expect(page.locator("#thread .hub-note").last).to_contain_text("Next:")
