"""`manage.py rebuild`: all trip columns anew from the facts, in batches."""

from io import StringIO

import pytest
from django.core.management import call_command

from inquiries import projection
from inquiries.management.commands import rebuild
from inquiries.models import Destination, Inquiry
from tests.factories import FactFactory, InquiryFactory

pytestmark = pytest.mark.django_db

PROOF = [{"message": 1, "part": "text", "start": 0, "end": 3, "quote": "3 M"}]
CRETE = {"name": "Crete", "country": "GR", "aliases": []}


def test_rebuild_heals_every_row_and_then_finds_nothing_to_do(monkeypatch) -> None:
    monkeypatch.setattr(rebuild, "BATCH", 2)
    rows = [InquiryFactory.create() for _ in range(5)]
    for row in rows:
        FactFactory.create(inquiry=row, field="destinations", value=[CRETE], evidence=PROOF)
        FactFactory.create(inquiry=row, field="nights", value=7, evidence=PROOF)
        projection.project(row)
    Inquiry.objects.update(trip="wrong", nights=99, sure_count=0)
    Destination.objects.all().delete()
    assert _rebuild() == "Rebuilt 5 inquiries; 5 had changed."
    assert _rebuild() == "Rebuilt 5 inquiries; 0 had changed."
    assert _rebuild(rows[0].pk) == "Rebuilt 1 inquiries; 0 had changed."
    for row in rows:
        row.refresh_from_db()
        assert (row.trip, row.nights, row.sure_count) == ("Crete · 7 nights", 7, 2)
        assert [destination.name for destination in row.destinations.all()] == ["Crete"]


def _rebuild(*ids: int) -> str:
    out = StringIO()
    call_command("rebuild", *ids, stdout=out)
    return out.getvalue().strip()
