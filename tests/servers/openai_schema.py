"""What OpenAI refuses in a strict schema, in its words as far as they were seen (guide "Structured model outputs").

Rules by the wire sheet: roots, objects, references, keywords and limits. A keyword that is not known to work is
refused: the vendor is no more lenient than that.
"""

import re
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

PROPERTIES, LEVELS, CHARACTERS, ENUMS, LONG_ENUM, LONG_ENUM_CHARACTERS = 5_000, 10, 120_000, 1_000, 250, 15_000
TYPES = {"string", "number", "boolean", "integer", "object", "array", "null"}
FORMATS = {"date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"}
KEYWORDS = {
    "type", "properties", "required", "additionalProperties", "items", "enum", "const", "anyOf", "$ref", "$defs",
    "pattern", "format", "multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minItems",
    "maxItems", "description", "title",
}  # fmt: skip


def problem(response_format: Json) -> str:
    """The vendor's message about a response_format; empty where it takes it."""
    if response_format["type"] != "json_schema":
        return ""
    wrapped = response_format["json_schema"]
    name = wrapped.get("name", "")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", name):
        return "Invalid 'response_format.json_schema.name': string does not match pattern."
    if not wrapped.get("strict"):
        return ""  # it may have any form, and the answer too
    wrong = _root(wrapped["schema"]) or next(_objects(wrapped["schema"], ()), "") or _limits(wrapped["schema"])
    return f"Invalid schema for response_format '{name}': {wrong}" if wrong else ""


def _root(schema: Json) -> str:
    if "anyOf" in schema or schema.get("type") != "object":
        return f"schema must be a JSON Schema of 'type: \"object\"', got 'type: \"{schema.get('type')}\"'."
    return ""


def _objects(node: Any, context: tuple[str, ...]) -> Iterator[str]:
    where = f"In context={context}, "
    for keyword in node.keys() - KEYWORDS:
        yield f"{where}'{keyword}' is not permitted."
    if "$ref" in node and len(node) > 1:
        yield f"{where}$ref cannot have keywords {sorted(node.keys() - {'$ref'})}."
    types = node.get("type", [])
    if not {types} <= TYPES if isinstance(types, str) else not set(types) <= TYPES:
        yield f"{where}{types!r} is not a type."
    if not node.keys() & {"type", "anyOf", "$ref", "enum", "const"}:
        yield f"{where}schema must have a 'type' key."
    if node.get("format", "email") not in FORMATS:
        yield f"{where}{node['format']!r} is not a valid format."
    if types == "array" and "items" not in node:
        yield f"{where}array schema missing items."
    if types == "object":
        yield from _closed(node, where)
    for name, child in _children(node):
        yield from _objects(child, (*context, *name))


def _closed(node: Json, where: str) -> Iterator[str]:
    if node.get("additionalProperties") is not False:
        yield f"{where}'additionalProperties' is required to be supplied and to be false."
    properties = node.get("properties", {})
    missing = [name for name in properties if name not in node.get("required", ())]
    if missing or "required" not in node:
        last = f" Missing '{missing[0]}'." if missing else ""
        words = "'required' is required to be supplied and to be an array including every key in properties."
        yield f"{where}{words}{last}"
    if set(node.get("required", ())) - set(properties):
        yield f"{where}Extra required key supplied."


def _children(node: Json) -> Iterator[tuple[tuple[str, ...], Json]]:
    for group in ("properties", "$defs"):
        for name, child in node.get(group, {}).items():
            yield (group, name), child
    if "items" in node:
        yield ("items",), node["items"]
    for position, child in enumerate(node.get("anyOf", ())):
        yield ("anyOf", str(position)), child


def _limits(schema: Json) -> str:
    nodes = list(_every(schema))
    names = [name for node in nodes for group in ("properties", "$defs") for name in node.get(group, {})]
    enums = [node["enum"] for node in nodes if "enum" in node]
    words = [str(word) for enum in enums for word in enum] + [str(node["const"]) for node in nodes if "const" in node]
    if sum(len(node.get("properties", {})) for node in nodes) > PROPERTIES:
        return f"Expected at most {PROPERTIES} object properties."
    if _depth(schema, schema.get("$defs", {}), ()) > LEVELS:
        return f"Expected at most {LEVELS} levels of nesting."
    if sum(map(len, [*names, *words])) > CHARACTERS:
        return f"Expected at most {CHARACTERS} characters in names and values."
    if sum(map(len, enums)) > ENUMS:
        return f"Expected at most {ENUMS} enum values in total."
    if any(len(enum) > LONG_ENUM and sum(map(len, map(str, enum))) > LONG_ENUM_CHARACTERS for enum in enums):
        return f"Expected at most {LONG_ENUM_CHARACTERS} characters in an enum of more than {LONG_ENUM} values."
    return ""


def _every(node: Json) -> Iterator[Json]:
    yield node
    for _, child in _children(node):
        yield from _every(child)


def _depth(node: Json, definitions: Json, seen: tuple[str, ...]) -> int:
    """Levels of objects and arrays; whether the vendor counts an array is not known, so it counts here."""
    reference = node.get("$ref", "")
    if reference:
        name = reference.rpartition("/")[2]
        return 0 if name in seen or name not in definitions else _depth(definitions[name], definitions, (*seen, name))
    below = [_depth(child, definitions, seen) for name, child in _children(node) if name[0] != "$defs"]
    return int(node.get("type") in {"object", "array"}) + max(below, default=0)
