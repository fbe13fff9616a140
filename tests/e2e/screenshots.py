"""The pictures of README and staff guide, anew: `python -m tests.e2e.screenshots` starts the product with samples."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e import screenshots_guide
from tests.e2e.product import ROOT, Product, wait_for

IMAGES = ROOT / "docs" / "images"
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@contextmanager
def signed_in(browser: Browser, url: str, name: str, scheme: str, size: dict[str, int]) -> Iterator[Page]:
    from inquiries.desk.sign_in import SAMPLE_PASSWORD

    context = browser.new_context(base_url=url, viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Password", exact=True).fill(SAMPLE_PASSWORD)
    page.keyboard.press("Enter")
    page.locator(".hub-row").first.wait_for()
    yield page
    context.close()


def shoot(page: Page, name: str) -> None:
    page.screenshot(path=IMAGES / f"queue-{name}.png")
    page.locator(".hub-row", has_text="Eleanor").locator("a").first.click()
    page.locator("#reply-text").wait_for()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / f"inquiry-{name}.png")
    page.goto("/work/")
    page.screenshot(path=IMAGES / f"work-{name}.png")
    page.goto("/figures/")
    page.screenshot(path=IMAGES / f"figures-{name}.png")


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        product = Product(Path(folder), DEMO="yes")
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        try:
            product.wait_until_ready()
            wait_for(lambda: "RECEIVED" not in str(product.counts()["messages"]), "the worker to have read all", 60)
            for name, scheme, size in (
                ("light", "light", DESKTOP),
                ("dark", "dark", DESKTOP),
                ("phone", "light", PHONE),
            ):
                with signed_in(browser, product.url, "manager", scheme, size) as page:
                    shoot(page, name)
            for person, shots in (("agent", screenshots_guide.AGENT), ("manager", screenshots_guide.MANAGER)):
                with signed_in(browser, product.url, person, "light", DESKTOP) as page:
                    screenshots_guide.shoot(page, shots)
        finally:
            browser.close()
            product.stop()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main()
