"""Each list and each row of the admin opens, searches and stays cheap, whatever model it is of."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inquiries.models import Message
from tests.factories import MessageFactory

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
LIST_QUERIES, ROW_QUERIES = 12, 20
# Django's own bookkeeping: one row a session or a type, and beat's mark that something changed.
UNSHOWN = {"auth.Permission", "contenttypes.ContentType", "sessions.Session", "admin.LogEntry",
           "django_celery_beat.PeriodicTasks"}  # fmt: skip
# django-allauth's: the secrets of the second factor, and what stays empty here.
UNSHOWN |= {"mfa.Authenticator", "account.EmailAddress", "account.EmailConfirmation", "socialaccount.SocialApp",
            "socialaccount.SocialToken"}  # fmt: skip
# What somebody is still writing is theirs alone.
UNSHOWN |= {"inquiries.Draft", "inquiries.DraftFile"}
by_name = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)


def names(model) -> tuple[str, str]:
    return f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist", model._meta.label


def test_every_model_of_the_product_is_there():
    shown = {model._meta.label for model in MODELS}
    assert {model._meta.label for model in apps.get_models()} - UNSHOWN == shown


def test_the_sidebar_leads_to_every_list(admin_client, rows):
    page = admin_client.get(reverse("admin:index")).content.decode()
    rare = {"django_celery_beat.ClockedSchedule", "django_celery_beat.SolarSchedule"}
    for model in MODELS:
        assert (reverse(names(model)[0]) in page) == (names(model)[1] not in rare), model


@by_name
def test_a_list_opens_with_rows_and_few_queries(admin_client, rows, model):
    with CaptureQueriesContext(connection) as queries:
        response = admin_client.get(reverse(names(model)[0]))
    assert response.status_code == 200
    assert response.context["cl"].result_list
    assert len(queries) <= LIST_QUERIES, [query["sql"][:150] for query in queries]
    assert not [query["sql"] for query in queries if "COUNT(*)" in query["sql"] and "LIMIT" not in query["sql"]]


@by_name
def test_a_list_can_be_searched(admin_client, rows, model):
    """Every one has a search or is so short that none is needed."""
    response = admin_client.get(reverse(names(model)[0]), {"q": "zzz 1"})
    assert response.status_code == 200
    if response.context["cl"].search_fields:
        assert not response.context["cl"].result_list


@by_name
def test_a_row_opens_with_few_queries(admin_client, rows, model):
    pk = model._default_manager.order_by("pk").values_list("pk", flat=True).first()
    with CaptureQueriesContext(connection) as queries:
        response = admin_client.get(reverse(names(model)[0].replace("changelist", "change"), args=[pk]))
    assert response.status_code == 200
    assert len(queries) <= ROW_QUERIES, [query["sql"][:150] for query in queries]


def test_a_list_costs_the_same_with_more_rows(admin_client, rows):
    address = reverse("admin:inquiries_message_changelist")
    admin_client.get(address)
    with CaptureQueriesContext(connection) as few:
        admin_client.get(address)
    for _ in range(20):
        MessageFactory.create()
    with CaptureQueriesContext(connection) as many:
        response = admin_client.get(address)
    assert len(response.context["cl"].result_list) == Message.objects.count()
    assert len(many) == len(few)


def test_heavy_columns_stay_out_of_lists(admin_client, rows):
    with CaptureQueriesContext(connection) as queries:
        admin_client.get(reverse("admin:inquiries_message_changelist"))
    assert not [query for query in queries if '"html"' in query["sql"] or '"search_text"' in query["sql"]]
