"""Our schema against each rule of strict ones, and a server of ours that refuses what breaks one, as the vendor."""

import copy
from typing import Any

import openai
import pytest

from inquiries.extraction import schema
from tests.servers import openai as vendor
from tests.servers import openai_schema

Json = dict[str, Any]


def ours() -> Json:
    return copy.deepcopy(schema.response_format())


def test_ours_breaks_no_rule() -> None:
    assert openai_schema.problem(ours()) == ""


def test_ours_is_far_from_the_limits() -> None:
    root = ours()["json_schema"]["schema"]
    nodes = list(openai_schema._every(root))
    assert sum(len(node.get("properties", {})) for node in nodes) < 200
    assert openai_schema._depth(root, root["$defs"], ()) <= 6
    assert sum(len(node.get("enum", ())) for node in nodes) < 200


def _number(root: Json) -> Json:
    number: Json = root["$defs"]["Number"]
    return number


def _any_of_root(root: Json) -> None:
    copied = dict(root)
    root.clear()
    root |= {"anyOf": [copied]}


def _long_names(root: Json) -> None:
    root["properties"] |= {f"{'x' * 1300}{n}": {"type": "string"} for n in range(100)}
    root["required"] = list(root["properties"])


def _many(root: Json) -> None:
    root["properties"] |= {f"p{n}": {"type": "string"} for n in range(5001)}
    root["required"] = list(root["properties"])


def _deep(root: Json) -> None:
    node: Json = {"type": "string"}
    for _ in range(11):
        node = {"type": "object", "properties": {"a": node}, "required": ["a"], "additionalProperties": False}
    root["properties"]["kind"] = node


BROKEN = {
    "root is anyOf": (_any_of_root, "JSON Schema of 'type: \"object\"'"),
    "root is an array": (lambda root: root.update(type="array"), "got 'type: \"array\"'"),
    "open object": (lambda root: root.pop("additionalProperties"), "In context=(), 'additionalProperties' is required"),
    "open definition": (lambda root: _number(root).update(additionalProperties=True), "('$defs', 'Number')"),
    "optional key": (lambda root: root["required"].remove("nights"), "Missing 'nights'."),
    "no required": (lambda root: _number(root).pop("required"), "'required' is required"),
    "required but not there": (lambda root: root["required"].append("ghost"), "Extra required key"),
    "unknown type": (lambda root: root["properties"].update(kind={"type": "date"}), "is not a type"),
    "no type": (lambda root: root["properties"].update(kind={}), "must have a 'type' key"),
    "array without items": (lambda root: root["properties"].update(kind={"type": "array"}), "missing items"),
    "ref beside a key": (lambda root: root["properties"].update(kind={"$ref": "#/$defs/Day", "title": "x"}), "$ref"),
    "unknown format": (lambda r: r["properties"].update(kind={"type": "string", "format": "uri"}), "valid format"),
    "11 levels": (_deep, "levels of nesting"),
    "5001 properties": (_many, "object properties"),
    "120000 characters": (_long_names, "characters in names"),
    "1001 enum values": (
        lambda root: root["properties"].update(kind={"type": "string", "enum": [str(n) for n in range(1001)]}),
        "enum values in total",
    ),
    "a long enum": (
        lambda root: root["properties"].update(kind={"type": "string", "enum": [f"{n:0100}" for n in range(251)]}),
        "characters in an enum",
    ),
} | {
    f"keyword {word}": (lambda root, new={"type": "string", word: value}: root["properties"].update(kind=new), word)
    for word, value in {
        "allOf": [], "not": {}, "dependentRequired": {}, "dependentSchemas": {}, "if": {}, "then": {}, "else": {},
        "oneOf": [], "minLength": 1, "maxLength": 9, "uniqueItems": True, "patternProperties": {}, "minProperties": 1,
        "maxProperties": 1, "default": "x", "propertyNames": {},
    }.items()
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_each_broken_rule_is_refused_in_the_vendors_words(name) -> None:
    break_it, words = BROKEN[name]
    form = ours()
    break_it(form["json_schema"]["schema"])
    message = openai_schema.problem(form)
    assert message.startswith("Invalid schema for response_format 'trip_request': ")
    assert words in message


def test_the_server_answers_such_a_schema_as_the_vendor_does(monkeypatch) -> None:
    form = ours()
    form["json_schema"]["schema"]["required"].remove("nights")
    with vendor.serving() as (state, certificate):
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        client = openai.OpenAI(api_key=vendor.KEY, base_url=state.url, max_retries=0)
        with pytest.raises(openai.BadRequestError) as caught:
            client.chat.completions.create(
                model="gpt-4o-mini", messages=[{"role": "user", "content": "x"}], response_format=form
            )  # type: ignore[call-overload]
    assert (caught.value.type, caught.value.param, caught.value.code) == (
        "invalid_request_error",
        "response_format",
        None,
    )
    assert "Missing 'nights'" in caught.value.message


@pytest.mark.parametrize("name", ["", "trip request", "x" * 65, "reise-ä"])
def test_a_name_that_the_vendor_does_not_take(name) -> None:
    form = ours()
    form["json_schema"]["name"] = name
    assert "json_schema.name" in openai_schema.problem(form)
