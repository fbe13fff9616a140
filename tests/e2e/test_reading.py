"""Reading again in a real browser, and a job whose worker is killed again and again."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import sign_in
from tests.e2e.product import PATIENCE, Product, wait_for
from tests.e2e.test_processes import MAILS, inbound, mails

# Holds the job's row, by which no worker comes further, as soon as more is done than the last time; until a line comes.
HOLD = """
import json, sys, time
from django.db import transaction
from inquiries.models import Rerun
print("looking", flush=True)
before = 0
while True:
    with transaction.atomic():
        job = Rerun.objects.select_for_update().first()
        if job and (job.done > before or job.state != "RUNNING"):
            print(json.dumps([job.state, job.done]), flush=True)
            sys.stdin.readline()
            before = job.done
    time.sleep(0.02)
"""


@pytest.mark.e2e
def test_an_inquiry_is_read_again_and_a_trial_shows_its_progress(page: Page) -> None:
    sign_in(page, "manager")
    page.goto("/inquiries/4/")
    page.get_by_role("button", name="Read again").click()
    expect(page.locator("#read-again")).to_contain_text("Nothing changed.")
    page.goto("/reading/again/")
    page.get_by_role("button", name="Try it first").click()
    expect(page.locator("#progress:not([hx-get])")).to_contain_text("Done", timeout=PATIENCE * 1000)
    page.goto("/reading/")
    page.locator("tr", has_text="Nights").locator("a").nth(2).click()
    expect(page.locator("h1")).to_have_text("Right")


@contextmanager
def held_in_its_work(product: Product) -> Iterator[Iterator[tuple[str, int]]]:
    """State and progress of the job each time that it is held; the next one lets it go before."""
    holder = product.start("shell", "-v", "0", "-c", HOLD)
    assert holder.stdin
    assert holder.stdout
    # A job that began before somebody looks could be done by then.
    assert holder.stdout.readline() == "looking\n"

    def holding() -> Iterator[tuple[str, int]]:
        for line in holder.stdout:
            assert line.startswith("["), line
            yield tuple(json.loads(line))
            holder.stdin.write("\n")
            holder.stdin.flush()

    try:
        yield holding()
    finally:
        holder.kill()
        holder.communicate()


@pytest.mark.processes
def test_kill_9_of_the_worker_while_all_is_read_again_counts_nothing_twice(tmp_path: Path) -> None:
    product = Product(tmp_path, DEMO="no", WORK_LEASE_SECONDS="5", WORK_BACKOFF_SECONDS="1")
    try:
        product.wait_until_ready()
        product.manage("import_mail", str(mails(tmp_path / "mails")))
        wait_for(lambda: inbound(product) == {"PROCESSED": MAILS}, "all to be read", PATIENCE)
        age = "from inquiries.models import Extraction; Extraction.objects.update(version='old')"
        product.manage("shell", "-v", "0", "-c", age)
        with held_in_its_work(product) as holding:
            product.manage("extract_again")
            for _ in range(3):
                state, done = next(holding)
                assert state == "RUNNING"
                assert done < MAILS
                product.kill("worker")
        show = (
            "import json; from django.db.models import Count; from inquiries.models import Extraction, Rerun; "
            "job = Rerun.objects.get(); twice = Extraction.objects.values('message').annotate(n=Count('pk')); "
            "print(json.dumps([job.state, job.done, job.failed, sorted({row['n'] for row in twice})]))"
        )

        def standing() -> list[object]:
            found: list[object] = json.loads(product.manage("shell", "-v", "0", "-c", show).strip().splitlines()[-1])
            return found

        wait_for(lambda: standing() == ["DONE", MAILS, 0, [2]], "the job to be done once", PATIENCE)
    finally:
        product.stop()
