"""One product with the sample inbox for all browser tests, and a page of a browser that must not complain."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from inquiries.desk.sign_in import SAMPLE_PASSWORD
from tests.e2e.product import Product

PATIENCE_MS = 30_000  # ms: a page asks every ten seconds, and a busy machine is no failure
NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product as `make run` starts it, with its sample inbox read."""
    product = Product(tmp_path_factory.mktemp("desk"), DEMO="yes", UNDO_SECONDS="6")
    try:
        product.wait_until_ready()
        yield product
    finally:
        product.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """CHROMIUM, or the one on the path. Without one the tests fail: they are the proof that the pages work."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.fail("No Chromium on the path; on Debian: apt-get install chromium")
    quiet = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=quiet)
        yield launched
        launched.close()


@pytest.fixture
def context(browser: Browser, desk: Product) -> Iterator[BrowserContext]:
    opened = browser.new_context(base_url=desk.url, viewport={"width": 1440, "height": 900}, accept_downloads=True)
    opened.set_default_timeout(PATIENCE_MS)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page; what its console said against us fails the test: a policy broken, a script, a file missing."""
    complaints: list[str] = []
    opened = context.new_page()
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "response", lambda answer: complaints.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None
    )
    yield opened
    # An answer 422 is a form that came back with its errors, which Chromium reports as well.
    assert [words for words in complaints if "422" not in words] == []


def sign_in(page: Page, name: str) -> None:
    page.goto("/")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Password", exact=True).fill(SAMPLE_PASSWORD)
    page.get_by_label("Password", exact=True).press("Enter")
    page.get_by_role("heading", name="Queue", exact=True).wait_for()
    page.wait_for_load_state("domcontentloaded")  # with its scripts: a key before them is lost
