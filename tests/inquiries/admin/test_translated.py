"""The admin in another language: its columns, filters, labels and links are all marked for translation."""

import re

import pytest
from django.apps import apps
from django.contrib import admin as admin_site
from django.test import Client
from django.urls import reverse

from inquiries import column_words
from inquiries.models import Inquiry
from tests.bracketed import spoken
from tests.inquiries.desk.pages import tree

pytestmark = pytest.mark.django_db
OWN = ("inquiries", "mailsync", "messaging")
METAS = [model._meta for model in admin_site.site._registry if model._meta.app_label in OWN]
NO_ICON = "[not(ancestor::*[contains(@class, 'material-symbols')])]"
# Django's own of a key, and a value of the rows.
NOT_WORDS = {"ID", "email"}


def holes(client: Client, address: str, *places: str) -> list[str]:
    """Words of ours that stand outside brackets at these places of a page."""
    with spoken():
        page = tree(client.get(address))
    texts = [" ".join(str(text).split()) for place in places for text in page.xpath(f"{place}{NO_ICON}")]
    return [text for text in texts if re.search(r"[A-Za-z]{2}", text) and "⟦" not in text and text not in NOT_WORDS]


def test_each_row_and_column_has_a_marked_name() -> None:
    for label in OWN:
        for model in apps.get_app_config(label).get_models():
            meta = model._meta
            named = [meta] if "verbose_name" not in meta.original_attrs else []
            named += [field for field in meta.local_fields if field._verbose_name is None]
            names = {str(one.verbose_name) for one in named}
            if "verbose_name_plural" not in meta.original_attrs:
                names.add(str(meta.verbose_name_plural))
            assert names <= column_words.WORDS, model


def test_change_lists(admin_client: Client, rows: Inquiry) -> None:
    found = {}
    for meta in METAS:
        places = ["//thead//text()", "//nav//li//a//text()"]
        if meta.model is not Inquiry:  # whose filters are the desk's
            places.append("//form[@id='filter-form']//text()")
        address = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
        found[meta.label] = holes(admin_client, address, *places)
    assert {label: words for label, words in found.items() if words} == {}


def test_pages_of_rows(admin_client: Client, rows: Inquiry) -> None:
    places = ("//form//label//text()", "//fieldset//h2//text()", "//*[contains(@class, 'help')]//text()")
    found = {}
    for meta in METAS:
        row = meta.default_manager.first()
        if row is not None:
            address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
            found[meta.label] = holes(admin_client, address, *places)
    assert {label: words for label, words in found.items() if words} == {}
