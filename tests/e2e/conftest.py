"""One product with the sample inbox for all browser tests, and a page of a browser that must not complain."""

import json
import os
import re
import shutil
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from inquiries.desk.sign_in import SAMPLE_PASSWORD
from tests.e2e.product import PATIENCE, Product, wait_for

PATIENCE_MS = 60_000  # ms: a page asks every ten or fifteen seconds, and a busy machine is no failure
NAMES = ("chromium", "chromium-browser", "google-chrome")
# An answer 422 is a form that came back with its errors, which Chromium reports as well. A page that is left while it
# asks for news lets go of that: htmx says so twice. Where nothing answered, it says "htmx:sendError" instead.
_EXPECTED = re.compile(r"422|^htmx:(afterRequest|sendAbort),")
# The time in which a reply can be taken back is over for all that wait; the worker is told.
_LEAVE = """
from django.utils import timezone
from inquiries import doorbell
from inquiries.models import Message
for row in Message.objects.filter(state="QUEUED", scheduled=False, hold_until__gt=timezone.now()):
    Message.objects.filter(pk=row.pk).update(hold_until=timezone.now(), due_at=timezone.now())
    doorbell.ring_now("inquiries.deliver_message", row.pk)
"""


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product as `make run` starts it, with its sample inbox read.

    Replies wait to be taken back for as long as any test can take; one that has to leave says so (`let_leave`).
    """
    product = Product(tmp_path_factory.mktemp("desk"), DEMO="yes", UNDO_SECONDS=str(2 * int(PATIENCE)))
    try:
        product.wait_until_ready()
        wait_for(lambda: is_read(product), "the newest of the sample inbox to be read", PATIENCE)
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
    assert [words for words in complaints if not _EXPECTED.search(words)] == []


def is_read(product: Product) -> bool:
    """What came last is the worker's, which may be at it still when the web answers."""
    counts = product.counts()
    inbound = [states for channel in counts["messages"].values() for states in channel.get("IN", {})]
    return "RECEIVED" not in inbound and "PENDING" not in counts["attachments"]


def outbox(product: Product, words: str) -> list[Path]:
    """The replies with these words that were laid there; not any other, which a test before may have left."""
    files = sorted((product.folder / "outbox").glob("[!.]*"))  # one that is still being written begins with a dot
    return [file for file in files if words in _text(file)]


def _text(file: Path) -> str:
    if file.suffix == ".json":
        return str(json.loads(file.read_text())["text"])
    body = message_from_bytes(file.read_bytes(), policy=policy.default).get_body(("plain",))
    assert body is not None, file
    return str(body.get_content())


def let_leave(product: Product) -> None:
    """Whatever was sent cannot be taken back any more, and leaves."""
    product.manage("shell", "--no-imports", "-v", "0", "-c", _LEAVE)


def laid(product: Product, words: str) -> Path:
    """The one reply with these words, once it is in the outbox."""
    let_leave(product)
    wait_for(lambda: outbox(product, words), f"{words!r} in the outbox", PATIENCE)
    (one,) = outbox(product, words)
    return one


def sign_in(page: Page, name: str) -> None:
    page.goto("/")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Password", exact=True).fill(SAMPLE_PASSWORD)
    page.get_by_label("Password", exact=True).press("Enter")
    page.get_by_role("heading", name="Queue", exact=True).wait_for()
    page.wait_for_load_state("domcontentloaded")  # with its scripts: a key before them is lost
