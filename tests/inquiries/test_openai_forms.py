"""Servers that speak most of OpenAI's protocol: what they refuse by name is left out, and remembered."""

import json

import pytest

from inquiries.errors import WorkError
from inquiries.extraction import openai_client
from tests.inquiries.openai_room import WEEK, server
from tests.inquiries.test_openai_engine import read
from tests.servers import openai as vendor

__all__ = ["server"]  # a fixture


def test_a_server_without_strict_schemas_gets_the_schema_as_words(server) -> None:
    server.lacks = {"response_format"}
    first = read()
    assert first.values["nights"].value == 7
    asked, again = server.requests
    assert asked["response_format"]["type"] == "json_schema"
    assert "response_format" not in again
    assert '"depart_on"' in again["messages"][0]["content"]
    read()
    assert len(server.requests) == 3, "it is remembered"


def test_what_such_a_model_leaves_out_counts_as_not_said(server) -> None:
    server.lacks = {"response_format"}
    plain = {"kind": "inquiry", "nights": {"value": 7}, "notes": "a nice family", "adults": None}
    server.answers = [vendor.completion(f"```json\n{json.dumps(plain)}\n```")]
    reading = read()
    assert {name: value.value for name, value in reading.values.items()} == {"nights": 7}
    assert reading.values["nights"].evidence == ()


@pytest.mark.parametrize("content", ["no json", "[1]", "null", '{"nights": {"value": 7}}', '{"kind": "order"}'])
def test_what_is_no_answer_stays_none(server, content) -> None:
    server.lacks = {"response_format"}
    server.answers = [vendor.completion(content)]
    with pytest.raises(WorkError) as caught:
        read()
    assert caught.value.code == "bad_answer"


def test_each_part_that_a_server_lacks_is_left_out(server) -> None:
    server.lacks = {"response_format", "store", "max_completion_tokens", "temperature"}
    assert read().values["nights"].value == 7
    last = server.requests[-1]
    assert set(last) == {"model", "messages", "max_tokens"}
    assert len(server.requests) == 5
    read()
    assert len(server.requests) == 6


def test_at_openai_itself_nothing_is_left_out(server, monkeypatch) -> None:
    monkeypatch.setattr(openai_client, "is_openai_itself", lambda: True)
    server.lacks = {"store"}
    with pytest.raises(WorkError) as caught:
        read()
    assert caught.value.permanent
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("address", "itself"),
    [
        ("https://api.openai.com/v1", True),
        ("https://api.openai.com.evil.example/v1", False),
        ("http://127.0.0.1:11434/v1", False),
    ],
)
def test_who_is_openai(settings, address, itself) -> None:
    settings.OPENAI_BASE_URL = address
    assert openai_client.is_openai_itself() is itself


def test_a_schema_of_ours_that_is_wrong_is_a_fault_and_no_reason_to_do_without(server) -> None:
    words = "Invalid schema for response_format 'trip_request': In context=(), 'required' is required."
    server.answers = [vendor.error(400, words, param="response_format"), vendor.completion(WEEK)]
    with pytest.raises(WorkError) as caught:
        read()
    assert (caught.value.permanent, len(server.requests)) == (True, 1)
