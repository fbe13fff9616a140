"""The admin as one product: each row stands in a section, is found, cannot be falsified, and leads to the desk."""

from typing import Any

from django.contrib import admin
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from inquiries.due import Due
from inquiries.models import Fact, Inquiry, Message, User
from tests.factories import FactFactory
from tests.inquiries.desk.pages import tree, words

REGISTERED = sorted(admin.site._registry.items(), key=lambda pair: pair[0]._meta.label)
RARE = {"django_celery_beat.ClockedSchedule", "django_celery_beat.SolarSchedule"}  # a link on the schedule's own page
HEAVY = {"search_text", "html", "quoted_text", "body", "headers", "payload", "answer", "delta_link", "pass_link"}
# What code moves: a person who typed it would make the record lie.
MOVED = {field.name for field in Due._meta.get_fields()} | {"state", "last_error", "failing_since", "checked_at"}


def address(model: Any, page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def owners(model: Any) -> list[str]:
    """Its columns that say to which message or inquiry a row belongs."""
    return [field.name for field in model._meta.fields if field.related_model in (Inquiry, Message)]


def test_each_list_stands_in_a_section(admin_client: Client, rows: Inquiry) -> None:
    page = tree(admin_client.get(reverse("admin:index")))
    listed = [link.get("href") for link in page.xpath("//nav//a | //aside//a | //*[@id='nav-sidebar']//a")]
    for model, _ in REGISTERED:
        assert (address(model, "changelist") in listed) != (model._meta.label in RARE), model


def test_what_is_wide_or_long_can_be_searched_or_filtered() -> None:
    for model, rows in REGISTERED:
        if len(rows.list_display) > 5 or owners(model):
            assert rows.search_fields or rows.list_filter, model


def test_nobody_can_type_a_state(admin: User) -> None:
    request = RequestFactory().get("/")
    request.user = admin
    for model, rows in REGISTERED:
        assert not rows.list_editable, model
        typed = set(rows.get_form(request, rows.model()).base_fields) if rows.has_change_permission(request) else set()
        assert not typed & MOVED, (model, typed & MOVED)


def test_what_belongs_to_an_inquiry_leads_to_it(admin_client: Client, rows: Inquiry) -> None:
    lost = []
    for model, _ in REGISTERED:
        named = owners(model)
        row = model._default_manager.order_by("pk").first()
        if model is not Message and (not named or getattr(row, named[0]) is None):
            continue
        for page in (address(model, "changelist"), address(model, "change", row.pk)):
            links = tree(admin_client.get(page)).xpath("//a/@href")
            lost += [] if any(link.startswith("/inquiries/") for link in links) else [page]
    assert lost == []


def test_heavy_columns_stay_out_of_every_list(admin_client: Client, rows: Inquiry) -> None:
    found = {}
    for model, _ in REGISTERED:
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(address(model, "changelist"))
        read = [query["sql"].partition(" FROM ")[0] for query in queries if "_celery_" not in query["sql"]]
        found[model._meta.label] = {name for columns in read for name in HEAVY if f'"{name}"' in columns}
    assert {label: names for label, names in found.items() if names} == {}


def test_a_message_opens_at_its_place(admin_client: Client, rows: Inquiry) -> None:
    message = rows.messages.order_by("pk")[0]
    page = admin_client.get(address(Message, "changelist"))
    assert f"/inquiries/{rows.pk}/?to={message.pk}#m-{message.pk}" in tree(page).xpath("//a/@href")


def test_a_row_of_a_message_opens_on_the_desk(admin_client: Client, rows: Inquiry) -> None:
    fact = Fact.objects.order_by("pk")[0]
    page = tree(admin_client.get(address(Fact, "change", fact.pk)))
    (way,) = page.xpath("//a[contains(normalize-space(.), 'Open on the desk')]/@href")
    assert way == f"/inquiries/{rows.pk}/?to={fact.message_id}#m-{fact.message_id}"
    assert "View on site" not in words(page)


def test_values_and_times_are_in_words(admin_client: Client, rows: Inquiry) -> None:
    value = {"amount": 3600, "currency": "EUR", "per": "total"}
    FactFactory.create(inquiry=rows, field="budget", value=value)
    FactFactory.create(inquiry=rows, field="board", value={"odd": 1})
    page = words(tree(admin_client.get(address(Fact, "changelist"))))
    assert "3,600 EUR" in page
    assert "{'odd': 1}" in page
    assert "3,600 EUR" in words(tree(admin_client.get(address(Inquiry, "change", rows.pk))))
    for seconds in (86_400, 21_600, 60, 90):
        every = IntervalSchedule.objects.get_or_create(every=seconds, period=IntervalSchedule.SECONDS)[0]
        PeriodicTask.objects.create(name=f"of {seconds}", task="inquiries.sweep", interval=every)
    page = words(tree(admin_client.get(address(PeriodicTask, "changelist"))))
    for said in ("every day", "every 6 hours", "every minute", "every 90 seconds"):
        assert said in page
