"""An OpenAI of ours in the product's settings, with a mail and what a good model answers about it."""

from collections.abc import Iterator
from typing import Any

import pytest

from inquiries.extraction import openai_forms
from inquiries.extraction.runs import engine_of
from inquiries.models import Fact
from tests.servers import openai as vendor

TEXT = "Hello,\nwe are 2 adults and would\nlike a week on Crete from 3 May,\nabout €3k.\n-- \nAnna Berg"
NOTHING: dict[str, Any] = dict.fromkeys(Fact.Field.values)
WEEK: dict[str, Any] = {
    **NOTHING,
    "kind": "inquiry",
    "language": "en",
    "destinations": {
        "quotes": ["Crete"],
        "value": [{"name": "Crete", "country": "GR", "aliases": ["Kreta"]}],
    },
    "depart_on": {"quotes": ["3 May"], "value": "2027-05-03", "options": []},
    "return_on": {"quotes": ["3 May", "a week"], "value": "2027-05-10", "options": []},
    "travel_month": {"quotes": ["3 May"], "value": "2027-05", "options": []},
    "nights": {"quotes": ["a  week"], "value": 7, "options": []},
    "adults": {"quotes": ["we are 2 adults and would like"], "value": 2, "options": []},
    "budget": {
        "quotes": ["about €3k"],
        "value": {"amount": 3000, "currency": "EUR", "per": "total"},
        "options": [],
    },
    "rooms": {"quotes": ["two double rooms"], "value": 2, "options": []},
    "contact_name": {"quotes": ["Anna Berg"], "value": "Anna Berg"},
}


@pytest.fixture
def server(settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[vendor.OpenAI]:
    with vendor.serving() as (state, certificate):
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        settings.OPENAI_API_KEY = vendor.KEY
        settings.OPENAI_BASE_URL = state.url
        settings.OPENAI_MODEL = "gpt-4o-mini"
        settings.EXTRACTION_ENGINES = ["openai", "rules"]
        engine_of.cache_clear()
        openai_forms._refused.clear()
        state.answers = [vendor.completion(WEEK)]
        yield state
