"""A travel agent's day, counted: what each task takes in keys and clicks at a desk, and in taps on a phone.

A chord (Ctrl Enter) is one, a click or a tap is one; the text that somebody types is not counted, and neither is the
way to the inquiry where a task begins. What sends counts its sending. A task above its target fails.
"""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import PATIENCE_MS, sign_in
from tests.e2e.product import Product

pytestmark = pytest.mark.e2e

DESKTOP: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


class Hand:
    """Somebody at a page, who counts. On a phone there are no keys: `use` taps what stands for one."""

    def __init__(self, page: Page, *, phone: bool) -> None:
        self.page, self.phone, self.count = page, phone, 0

    def use(self, key: str, button: Locator) -> None:
        if self.phone:
            self.click(button)
            return
        self.count += 1
        self.settle()
        self.page.locator("body").press(key)

    def click(self, target: Locator) -> None:
        self.count += 1
        self.settle()
        expect(target).to_be_visible()
        target.tap() if self.phone else target.click()

    def settle(self) -> None:
        """What the last step asked for is drawn, and listens."""
        busy = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added"
        expect(self.page.locator(busy)).to_have_count(0)

    def write(self, words: str) -> None:
        self.page.keyboard.type(words)

    def send(self) -> None:
        if self.phone:
            self.click(self.page.locator("#comp-send"))
            return
        self.count += 1
        self.page.keyboard.press("Control+Enter")

    def box(self) -> Locator:
        return self.page.locator("#reply-text")

    def which(self, desktop: str, phone: str) -> str:
        """What a task uses up is another inquiry's on the phone."""
        return phone if self.phone else desktop

    def open(self, name: str, zone: str = "") -> None:
        self.page.goto(f"/?tab=all&q={name}")
        address = self.page.locator(".hub-row a", has_text=name).first.get_attribute("href")
        self.page.goto(f"{str(address).partition('?')[0]}{zone}")  # in the whole queue, not in what was searched for
        expect(self.page.locator("#who")).to_have_text(name)

    def said(self, words: str) -> None:
        """It stands in the conversation, and the box is free again."""
        expect(self.page.locator("#thread > *").filter(has_text=words).last).to_be_visible()
        expect(self.box()).to_have_value("")


def see_what_comes_first(hand: Hand) -> None:
    hand.page.goto("/")
    first = hand.page.locator(".hub-row").first
    expect(first).to_be_in_viewport()
    expect(first.locator(".why b")).to_have_text(re.compile("WhatsApp|late|due|promised|not delivered", re.IGNORECASE))


def open_the_next_and_grasp_it(hand: Hand) -> None:
    hand.page.goto("/")
    hand.page.goto(str(hand.page.locator(".hub-row a").first.get_attribute("href")))
    before = hand.page.locator("#who").inner_text()
    hand.use("j", hand.page.get_by_role("link", name="Next inquiry", exact=True))
    expect(hand.page.locator("#who")).not_to_have_text(before)
    expect(hand.page.locator(".hub-brief__trip")).to_be_in_viewport()
    expect(hand.page.locator("#thread > *").last).to_be_in_viewport()


def check_and_correct(hand: Hand) -> None:
    """One reading is wrong, the others are right. On a phone the trip stays open from one inquiry to the next."""
    hand.open(hand.which("Eleanor Whitcombe", "Priya Raman"), "#trip")
    rows = hand.page.locator("#trip .hub-pick")
    before = rows.count()
    hand.click(rows.first.get_by_role("button").first)
    expect(rows).to_have_count(before - 1)
    hand.use("c", hand.page.locator("[data-confirm]"))
    expect(hand.page.locator("[data-confirm]")).to_have_count(0)


def ask_for_what_is_missing(hand: Hand) -> None:
    hand.open(hand.which("Margaret Ellison", "Marc Delattre"))
    hand.use("q", hand.page.locator("#brief").get_by_role("link", name="Ask for"))
    expect(hand.box()).to_have_value(re.compile(r"\?"))
    expect(hand.box()).to_be_focused()
    hand.write(" Warm regards from the desk")
    hand.send()
    hand.said("Warm regards from the desk")


def reply_on_the_same_channel(hand: Hand) -> None:
    hand.open("Thandi Mokoena")
    words = hand.which("October it is, then.", "October, by phone.")
    hand.use("r", hand.box())
    expect(hand.box()).to_be_focused()
    hand.write(words)
    hand.send()
    hand.said(words)


def reply_on_the_other_channel(hand: Hand) -> None:
    hand.open("Eleanor Whitcombe")
    other = hand.page.locator(
        "#composer .hub-seg label:has([value=whatsapp]:not(:checked), [value=email]:not(:checked))"
    )
    words = hand.which("The other way round.", "The other way, by phone.")
    hand.click(other)
    expect(hand.box()).to_be_focused()
    hand.write(words)
    hand.send()
    hand.said(words)


def reopen_by_a_template(hand: Hand) -> None:
    hand.open("Andrew Kerr")
    form = hand.page.locator("form#template-picker")
    sent = hand.page.locator("#thread .hub-msg--out")
    before = sent.count()
    hand.click(form.locator(".hub-tpl__item:not(.is-off)").first)
    expect(hand.page.locator("#template-preview")).to_contain_text("Andrew")
    send = form.get_by_role("button", name="Send template")
    expect(send).to_be_in_viewport(ratio=1)
    hand.click(send)
    expect(sent).to_have_count(before + 1)


def join_the_same_family(hand: Hand) -> None:
    hand.open("Dan Whitcombe")
    join = hand.page.locator("#same .hub-acts button").first
    hand.click(join)
    undo = hand.page.locator("#same").get_by_role("button", name="Undo").first
    hand.click(undo)
    expect(hand.page.locator("#said")).to_contain_text("Undone")


def read_an_attachment(hand: Hand) -> None:
    """A voice note plays and a picture shows where it stands; a document opens by one click."""
    hand.open("Eleanor Whitcombe")
    expect(hand.page.locator("#thread audio")).to_have_count(1)
    hand.open("Anneke van Dijk")
    expect(hand.page.locator("#thread img[alt='noorderlicht.jpg']")).to_be_visible()
    hand.open(hand.which("Camille Rousseau-Mbaye", "Diego Salvatierra"))
    document = hand.page.locator("#thread .hub-file", has_text=".pdf").first
    with hand.page.context.expect_event("response", lambda answer: "/attachments/" in answer.url) as answered:
        hand.click(document)
    assert answered.value.status == 200
    for page in hand.page.context.pages[1:]:
        page.close()


def set_a_follow_up(hand: Hand) -> None:
    hand.open(hand.which("Diego Salvatierra", "Marta Iglesias"))
    hand.click(hand.page.get_by_role("button", name="Remind me in 3 days"))
    expect(hand.page.locator("#strips")).to_contain_text("if they do not answer")


def hand_it_over(hand: Hand) -> None:
    hand.open(hand.which("Oliver Nkemelu", "Giulia Marchetti"))
    hand.click(hand.page.locator("#composer .hub-seg label", has_text="Note"))
    expect(hand.box()).to_be_focused()
    hand.write("@nora please take, she knows the place")
    hand.send()
    hand.said("please take, she knows the place")
    hand.page.reload()
    expect(hand.page.locator("[popovertarget=assign-menu]").first).to_contain_text("Nora")


def close_with_its_outcome(hand: Hand) -> None:
    name = hand.which("Pieter de Vries", "Ruth Caldwell")
    hand.open(name)
    hand.use("e", hand.page.locator("[popovertarget=status-menu]"))
    hand.use("w", hand.page.locator("[data-outcome=w]"))
    expect(hand.page.get_by_text(re.compile(f"{name}, TH-\\d+: booked"))).to_be_visible()
    expect(hand.page.locator("#who")).not_to_have_text(name)


def export_the_filtered_list(hand: Hand) -> None:
    hand.page.goto("/?tab=all&destination=Crete")
    with hand.page.expect_download() as download:
        hand.click(hand.page.get_by_role("link", name=re.compile("^Export .* as Excel")))
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"


def see_why_it_failed_and_retry(hand: Hand) -> None:
    hand.open(hand.which("Eleanor Whitcombe", "Graham Poole"))
    failed = hand.page.locator("#thread .is-failed").last
    expect(failed.locator(".hub-fail p").first).not_to_be_empty()
    name = failed.get_attribute("id")
    hand.click(failed.get_by_role("button", name="Retry"))
    expect(hand.page.locator(f"#{name}")).to_contain_text("Not sent")


# The target of a task; its own send, undo or confirmation is in it.
TASKS: tuple[tuple[str, Callable[[Hand], None], int], ...] = (
    ("see what to answer first", see_what_comes_first, 0),
    ("open the next and grasp it", open_the_next_and_grasp_it, 1),
    ("check: one wrong, then all", check_and_correct, 1 + 1),
    ("ask for what is missing, send", ask_for_what_is_missing, 1 + 1),
    ("reply on the same channel, send", reply_on_the_same_channel, 1 + 1),
    ("reply on the other channel, send", reply_on_the_other_channel, 1 + 1),
    ("reopen by a template, sent", reopen_by_a_template, 2),
    ("join the same family, and undo", join_the_same_family, 1 + 1),
    ("read an attachment", read_an_attachment, 1),
    ("set a follow-up", set_a_follow_up, 1),
    ("hand over with a note, keep it", hand_it_over, 1 + 1),
    ("close with its outcome", close_with_its_outcome, 2),
    ("export the filtered list", export_the_filtered_list, 1),
    ("see why it failed, retry", see_why_it_failed_and_retry, 1),
)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A sample inbox of its own, since the day uses it up."""
    product = Product(tmp_path_factory.mktemp("day"), DEMO="yes")
    try:
        product.wait_until_ready()
        yield product
    finally:
        product.stop()


def counted(browser: Browser, product: Product, *, phone: bool) -> list[int]:
    """The tasks of one day on one device, in order."""
    context = browser.new_context(base_url=product.url, accept_downloads=True, **(PHONE if phone else DESKTOP))
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    sign_in(page, "manager")
    counts = []
    for _, task, _ in TASKS:
        hand = Hand(page, phone=phone)
        task(hand)
        counts.append(hand.count)
    context.close()
    assert complaints == []
    return counts


def test_no_task_of_the_day_takes_more_than_it_should(browser: Browser, fresh: Product, capsys):
    desktop = counted(browser, fresh, phone=False)
    # What was joined and undone is not asked about again; on the phone it is asked for the first time.
    asked = "from inquiries.models import Suggestion; Suggestion.objects.filter(state='UNDONE').update(state='OPEN')"
    fresh.manage("shell", "--no-imports", "-v", "0", "-c", asked)
    phone = counted(browser, fresh, phone=True)

    names, _, targets = zip(*TASKS, strict=True)
    table = list(zip(names, desktop, phone, targets, strict=True))
    with capsys.disabled():
        sys.stdout.write(f"\n{'task':<34}desktop  phone  target\n")
        for name, at_desk, on_phone, target in table:
            sys.stdout.write(f"{name:<34}{at_desk:>7}{on_phone:>7}{target:>8}\n")
    assert [row for row in table if max(row[1], row[2]) > row[3]] == []
