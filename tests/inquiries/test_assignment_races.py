"""Two intakes at the same moment give to two people, on whatever database the suite runs on."""

import pytest

from inquiries import roles
from inquiries.intake import receive
from inquiries.models import AssignmentRule, Inquiry
from tests.conftest import person
from tests.factories import inbound
from tests.inquiries.test_intake_races import WORKERS, together

pytestmark = pytest.mark.django_db(transaction=True)


def test_intakes_at_once_go_to_one_person_each() -> None:
    roles.ensure_groups()
    staff = [person(roles.AGENT)]
    for number in range(WORKERS - 1):
        staff.append(type(staff[0]).objects.create(username=f"agent{number}"))
        staff[-1].groups.set(staff[0].groups.all())
    AssignmentRule.objects.update_or_create(account="", defaults={"enabled": True})
    envelopes = [inbound(email=f"guest{number}@post.example") for number in range(WORKERS)]
    together(*[lambda envelope=envelope: receive(envelope) for envelope in envelopes])

    assert set(Inquiry.objects.values_list("assignee", flat=True)) == {user.pk for user in staff}
