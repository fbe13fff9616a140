"""Every page for everybody: no fault that axe calls moderate or worse, light and dark, nothing sideways at 320 px."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.e2e.conftest import PATIENCE_MS, sign_in
from tests.e2e.product import Product

pytestmark = pytest.mark.e2e

LARGE, SMALL = ViewportSize(width=1440, height=900), ViewportSize(width=320, height=640)
_RUN = """async ([part, rules]) => {
    const only = rules ? { runOnly: { type: "rule", values: rules } } : {};
    const found = await axe.run(part, { resultTypes: ["violations"], ...only });
    return found.violations.filter((fault) => ["moderate", "serious", "critical"].includes(fault.impact))
        .map((fault) => `${fault.id}: ${fault.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
}"""
_WIDE = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"

Act = Callable[[Page], str]


def as_it_opens(page: Page) -> str:
    """The whole page."""
    return "html"


def click(selector: str, *, shows: str) -> Act:
    """Opens something; only that is looked at, the page around it was."""

    def act(page: Page) -> str:
        page.locator(selector).first.click()
        expect(page.locator(shows).first).to_be_visible()
        return shows

    return act


def channel(name: str) -> Act:
    return click(f"#composer .hub-seg label:has([value={name}])", shows="#composer")


def draft_saved(page: Page) -> str:
    page.locator("#reply-text").fill("Half a sentence")
    expect(page.locator("#draft-state")).to_contain_text("Draft saved")
    page.locator("#reply-text").fill("")
    expect(page.locator("#draft-state")).to_have_text("")
    return "#composer"


# Pages of an admin, each with what is opened on it. Names stand for the addresses of inquiries.
PAGES: tuple[tuple[str, Act], ...] = (
    ("/", as_it_opens),
    ("/", click("[data-key=f]", shows=".hub-panel")),
    ("/", click("[aria-label='Export otherwise']", shows=".hub-menu[open] .hub-menu__list")),
    ("/", click(".hub-row > input", shows=".hub-foot--bulk")),
    ("/", click("[data-dialog=keys]", shows="dialog[open]")),
    ("/?tab=all&q=nobody-of-this-name", as_it_opens),
    ("/?tab=failed", as_it_opens),
    ("Eleanor Whitcombe", as_it_opens),
    ("Eleanor Whitcombe", channel("whatsapp")),
    ("Eleanor Whitcombe", channel("note")),
    ("Eleanor Whitcombe", draft_saved),
    ("Eleanor Whitcombe", click("[popovertarget=status-menu]", shows="#status-menu:has(#lost-list button)")),
    ("Eleanor Whitcombe", click("[popovertarget=snooze-menu]", shows="#snooze-menu:has(#snooze-more form)")),
    ("Eleanor Whitcombe", click("[popovertarget=assign-menu]", shows="#assign-menu:has(#assign-people button)")),
    ("Eleanor Whitcombe", click("[popovertarget=later-menu]", shows="#later-menu:has(button)")),
    ("Eleanor Whitcombe", click("#row-who .hub-fact__val", shows="#trip-card:has(.hub-edit .hub-field)")),
    ("Eleanor Whitcombe", click("#canned-button", shows="#canned:has([role=option])")),
    ("Andrew Kerr", click("#template-picker .hub-tpl__item", shows="#template-picker:has(#template-preview)")),
    ("Anneke van Dijk", as_it_opens),
    ("/new/", as_it_opens),
    ("/views/", as_it_opens),
    ("/figures/", as_it_opens),
    ("/figures/tables/", as_it_opens),
    ("/exports/", as_it_opens),
    ("/export/new/", as_it_opens),
    ("/reading/", as_it_opens),
    ("/reading/cases/", as_it_opens),
    ("/reading/again/", as_it_opens),
    ("/work/", as_it_opens),
    ("/notices/", as_it_opens),
    ("/me/", as_it_opens),
    ("/saved-replies/", as_it_opens),
    ("/saved-replies/new/", as_it_opens),
    ("/account/", as_it_opens),
    ("/account/password/", as_it_opens),
    ("/nowhere/", as_it_opens),
    ("/admin/", as_it_opens),
    ("/admin/inquiries/inquiry/", as_it_opens),
)


@pytest.fixture
def reader(browser: Browser, desk: Product) -> Iterator[Page]:
    """A page into which axe may be put: the product's own policy would refuse its script."""
    context = browser.new_context(base_url=desk.url, viewport=LARGE, bypass_csp=True, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def faults(page: Page, part: str = "html") -> list[str]:
    """Of a part of it in light, its colours again in dark, and whether the page is too wide for a small phone."""
    page.evaluate(AXE_SCRIPT)
    page.emulate_media(color_scheme="light")
    found = [f"light, {fault}" for fault in page.evaluate(_RUN, [part, None])]
    page.emulate_media(color_scheme="dark")
    found += [f"dark, {fault}" for fault in page.evaluate(_RUN, [part, ["color-contrast"]])]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(SMALL)
    content, window = page.evaluate(_WIDE)
    page.set_viewport_size(LARGE)
    return [*found, *([f"{content} px wide at {window}"] if content > window else [])]


def addresses(page: Page) -> dict[str, str]:
    """Where the inquiries of PAGES are, by the name of their contact."""
    found = {}
    for name in dict.fromkeys(name for name, _ in PAGES if not name.startswith("/")):
        page.goto(f"/?tab=all&q={name}")
        found[name] = str(page.locator(".hub-row a", has_text=name).first.get_attribute("href"))
    return found


def test_every_page_of_the_desk(reader: Page):
    reader.goto("/sign-in/")
    found = {"/sign-in/": faults(reader)}
    reader.goto("/sign-in/forgotten/")
    found["/sign-in/forgotten/"] = faults(reader)
    sign_in(reader, "admin")
    where = addresses(reader)
    for number, (name, act) in enumerate(PAGES):
        reader.goto(where.get(name, name))
        found[f"{number} {name}"] = faults(reader, act(reader))

    assert {page: those for page, those in found.items() if those} == {}


def test_what_an_agent_may_not_see_says_so_to_everybody(reader: Page):
    sign_in(reader, "agent")
    answer = reader.goto("/figures/")

    assert answer is not None
    assert answer.status == 403
    assert faults(reader) == []
