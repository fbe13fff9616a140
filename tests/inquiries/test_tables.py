"""Rows that are laid after migrating wait where the tables are not (or no more) as the code knows them."""

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from inquiries import tables
from inquiries.models import OpeningHours

pytestmark = pytest.mark.django_db


def test_a_table_with_all_its_columns():
    assert tables.complete(OpeningHours, using="default")


@isolate_apps("inquiries")
def test_one_that_lacks_a_column_or_is_not_there():
    class Wider(models.Model):  # noqa: DJ008
        account = models.CharField(max_length=255)
        colour = models.CharField(max_length=10)

        class Meta:
            app_label = "inquiries"
            db_table = OpeningHours._meta.db_table

    class Nowhere(models.Model):  # noqa: DJ008
        class Meta:
            app_label = "inquiries"

    assert connection.introspection.table_names()
    assert not tables.complete(Wider, using="default")
    assert not tables.complete(Nowhere, using="default")
