"""The pictures of docs/staff-guide.md: parts of the pages, at the moment that the guide tells of."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.doc_commands import ROOT

IMAGES = ROOT / "docs" / "images" / "guide"
type Shot = Callable[[Page], None]


def _open(page: Page, name: str) -> None:
    page.goto(f"/?tab=all&q={name}")
    address = page.locator(".hub-row a", has_text=name).first.get_attribute("href")
    page.goto(str(address).partition("?")[0])
    page.locator("#composer").wait_for()
    _settle(page)


def _settle(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(400)  # what slides in has come to rest


def _take(page: Page, name: str, *parts: str, margin: int = 12) -> None:
    """What lies around these parts of the page, and nothing else of it."""
    every = [found for part in parts for found in page.locator(part).all()]
    boxes = [box for found in every if (box := found.bounding_box())]
    left, top = min(box["x"] for box in boxes) - margin, min(box["y"] for box in boxes) - margin
    right = max(box["x"] + box["width"] for box in boxes) + margin
    bottom = max(box["y"] + box["height"] for box in boxes) + margin
    size = page.viewport_size or {"width": 1440, "height": 900}
    left, top = max(left, 0), max(top, 0)
    clip = {"x": left, "y": top, "width": min(right, size["width"]) - left, "height": min(bottom, size["height"]) - top}
    page.screenshot(path=IMAGES / f"{name}.png", clip=clip)  # type: ignore[arg-type]


def start_of_day(page: Page) -> None:
    page.goto("/")
    _settle(page)
    page.screenshot(path=IMAGES / "start.png", clip={"x": 0, "y": 0, "width": 1440, "height": 460})


def filters(page: Page) -> None:
    page.goto("/")
    _settle(page)
    page.locator("body").press("f")
    page.locator("#panel").wait_for()
    _settle(page)
    _take(page, "filters", "#panel")


def conversation(page: Page) -> None:
    """What changed, the trip with its proofs, the same trip of somebody else."""
    _open(page, "Eleanor Whitcombe")
    page.screenshot(path=IMAGES / "inquiry.png")
    page.locator("#trip").scroll_into_view_if_needed()
    _take(page, "trip", "#trip")
    page.locator("#same").scroll_into_view_if_needed()
    _settle(page)
    _take(page, "same", "#same")


def menus(page: Page) -> None:
    _open(page, "Eleanor Whitcombe")
    for key, name in (("a", "assign"), ("h", "snooze"), ("e", "status")):
        page.locator("body").press(key)
        page.locator(f"#{name}-menu").wait_for()
        _settle(page)
        _take(page, name, f"#{name}-menu", margin=2)
        page.keyboard.press("Escape")


def asking(page: Page) -> None:
    _open(page, "Jonas Brandt")
    page.locator("body").press("q")
    _settle(page)
    _take(page, "ask", "#composer")


def template(page: Page) -> None:
    _open(page, "Andrew Kerr")
    page.locator("#template-picker").wait_for()
    _settle(page)
    _take(page, "template", "#template-picker", "#composer")


def later(page: Page) -> None:
    _open(page, "Eleanor Whitcombe")
    page.locator("#reply-text").fill("Both family rooms are held until Thursday. Shall I book the week of the 10th?")
    page.locator("#comp-later").click()
    page.locator("#later-menu").wait_for()
    _settle(page)
    _take(page, "later", "#composer", "#later-menu")
    page.keyboard.press("Escape")
    page.locator("#reply-text").fill("")
    _settle(page)


def own(page: Page) -> None:
    for address, name, parts in (
        ("/me/", "me", "main .hub-card"),
        ("/account/", "account", "main section:nth-of-type(-n+2)"),
    ):
        page.goto(address)
        _settle(page)
        _take(page, name, parts)


def exports(page: Page) -> None:
    page.goto("/export/new/?tab=all")
    _settle(page)
    _take(page, "export", "main form")


AGENT: tuple[Shot, ...] = (start_of_day, filters, conversation, menus, asking, template, later, own)
MANAGER: tuple[Shot, ...] = (exports,)


def shoot(page: Page, shots: tuple[Shot, ...]) -> None:
    Path(IMAGES).mkdir(parents=True, exist_ok=True)
    for shot in shots:
        shot(page)
