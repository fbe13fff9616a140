"""What Meta refuses of a template that is sent, by the template as it lists it."""

import re
from collections.abc import Mapping
from typing import Any

from tests.servers.refusals import RefusalError

Json = dict[str, Any]
VARIABLE = re.compile(r"\{\{(\w+)\}\}")


def check(sent: Json, known: list[Json], uploads: Mapping[str, Any]) -> None:
    """RefusalError with Meta's code where it would not go out."""
    name, language = sent.get("name"), sent.get("language", {}).get("code")
    template = next((row for row in known if (row["name"], row["language"]) == (name, language)), None)
    if template is None or template["status"] not in {"APPROVED", "PAUSED", "DISABLED"}:
        raise RefusalError(132001, f"template name ({name}) does not exist in {language}", status=404)
    if template["status"] == "PAUSED":
        raise RefusalError(132015, "Template is paused due to low quality")
    if template["status"] == "DISABLED":
        raise RefusalError(132016, "Template is disabled")
    given = {part["type"]: part["parameters"] for part in sent["components"] if part["type"] != "button"}
    named = template.get("parameter_format") == "NAMED"
    for part in template["components"]:
        if part["type"] in {"HEADER", "BODY"}:
            _check_area(part, given.pop(part["type"].lower(), []), uploads, named=named)
        if part["type"] == "BUTTONS":
            _check_buttons(part["buttons"], [row for row in sent["components"] if row["type"] == "button"])
    if given:
        raise RefusalError(132012, f"Parameter format does not match: {', '.join(given)} takes none")


def _check_area(part: Json, given: list[Json], uploads: Mapping[str, Any], *, named: bool) -> None:
    media = part.get("format", "TEXT").lower()
    if part["type"] == "HEADER" and media != "text":
        if len(given) != 1 or given[0].get("type") != media or given[0][media].get("id") not in uploads:
            raise RefusalError(132012, f"header: Format mismatch, expected {media.upper()}")
        return
    wanted = list(dict.fromkeys(VARIABLE.findall(part["text"])))
    if len(given) != len(wanted):
        raise RefusalError(132000, f"number of parameters ({len(given)}) does not match the expected ({len(wanted)})")
    for parameter in given:
        _check_text(parameter.get("text", ""))
    if named and {parameter.get("parameter_name") for parameter in given} != set(wanted):
        raise RefusalError(100, "Parameter name is missing or empty")
    if not named and any("parameter_name" in parameter for parameter in given):
        raise RefusalError(132012, "Parameter format does not match: the template has numbers")
    words = part["text"]
    for number, parameter in enumerate(given, start=1):
        words = words.replace("{{%s}}" % (parameter.get("parameter_name") or number), parameter["text"])
    if len(words) > {"HEADER": 60, "BODY": 1024}[part["type"]]:
        raise RefusalError(132005, "Translated text too long")


def _check_text(text: str) -> None:
    if not text or "\n" in text or "\t" in text or "     " in text:
        raise RefusalError(132018, "Param text cannot have new-line/tab characters or more than 4 consecutive spaces")


def _check_buttons(buttons: list[Json], given: list[Json]) -> None:
    rows = {row["index"]: row for row in given}
    for index, button in enumerate(buttons):
        row = rows.pop(str(index), None)
        wants = button["type"] == "COPY_CODE" or (button["type"] == "URL" and "{{1}}" in button["url"])
        if row is None and not wants:
            continue
        if row is None or row["sub_type"] != button["type"].lower():
            raise RefusalError(131008, f"Required parameter is missing: button at index {index}")
        kind = {"URL": "text", "COPY_CODE": "coupon_code", "QUICK_REPLY": "payload"}[button["type"]]
        [parameter] = row["parameters"]
        if parameter["type"] != kind or not parameter[kind]:
            raise RefusalError(132012, f"button at index {index}: expected {kind}")
    if rows:
        raise RefusalError(132012, f"there is no button {', '.join(rows)}")
