"""Reading again in a real browser, and a job whose worker is killed again and again."""

import json
import time
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import sign_in
from tests.e2e.product import PATIENCE, Product, wait_for
from tests.e2e.test_processes import MAILS, inbound, is_there, mails


@pytest.mark.e2e
def test_an_inquiry_is_read_again_and_a_trial_shows_its_progress(page: Page) -> None:
    sign_in(page, "manager")
    page.goto("/inquiries/4/")
    page.get_by_role("button", name="Read again").click()
    expect(page.locator("#read-again")).to_contain_text("Nothing changed.", timeout=30_000)
    page.goto("/reading/again/")
    page.get_by_role("button", name="Try it first").click()
    expect(page.locator("#progress:not([hx-get])")).to_contain_text("Done", timeout=60_000)
    page.goto("/reading/")
    page.locator("tr", has_text="Nights").locator("a").nth(2).click()
    expect(page.locator("h1")).to_have_text("Right")


@pytest.mark.processes
def test_kill_9_of_the_worker_while_all_is_read_again_counts_nothing_twice(tmp_path: Path) -> None:
    product = Product(tmp_path, DEMO="no", WORK_LEASE_SECONDS="5", WORK_BACKOFF_SECONDS="1")
    try:
        product.wait_until_ready()
        product.manage("import_mail", str(mails(tmp_path / "mails")))
        wait_for(lambda: inbound(product) == {"PROCESSED": MAILS}, "all to be read", PATIENCE)
        age = "from inquiries.models import Extraction; Extraction.objects.update(version='old')"
        product.manage("shell", "-v", "0", "-c", age)
        product.manage("extract_again")
        for _ in range(3):
            wait_for(partial(is_there, product, "worker"), "the worker to be there", PATIENCE)
            time.sleep(1.5)  # in the middle of its work
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
