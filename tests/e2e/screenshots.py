"""The README's pictures, anew: `python -m tests.e2e.screenshots` starts the product with its sample inbox."""

import os
import tempfile
from pathlib import Path

import django
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.product import ROOT, Product, wait_for

IMAGES = ROOT / "docs" / "images"
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def shoot(browser: Browser, url: str, scheme: str, size: dict[str, int], name: str) -> None:
    from inquiries.desk.sign_in import SAMPLE_PASSWORD

    context = browser.new_context(base_url=url, viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Name", exact=True).fill("manager")
    page.get_by_label("Password", exact=True).fill(SAMPLE_PASSWORD)
    page.keyboard.press("Enter")
    page.locator(".hub-row").first.wait_for()
    page.screenshot(path=IMAGES / f"queue-{name}.png")
    page.locator(".hub-row", has_text="Eleanor").locator("a").first.click()
    page.locator("#reply-text").wait_for()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / f"inquiry-{name}.png")
    page.goto("/work/")
    page.screenshot(path=IMAGES / f"work-{name}.png")
    page.goto("/figures/")
    page.screenshot(path=IMAGES / f"figures-{name}.png")
    context.close()


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        product = Product(Path(folder), DEMO="yes")
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        try:
            product.wait_until_ready()
            wait_for(lambda: "RECEIVED" not in str(product.counts()["messages"]), "the worker to have read all", 60)
            shoot(browser, product.url, "light", DESKTOP, "light")
            shoot(browser, product.url, "dark", DESKTOP, "dark")
            shoot(browser, product.url, "light", PHONE, "phone")
        finally:
            browser.close()
            product.stop()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main()
