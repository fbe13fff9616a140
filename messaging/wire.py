"""How Meta's JSON is read: tolerant by intent.

Meta adds fields without a new version, so extra ones are ignored and every one that can be missing is optional. A field
of text may come as a number or null. What breaks a part's shape is an error of that part alone.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict


def _text(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value


def _flag(value: object) -> bool:
    return value is True or value == "true"


def mapping_or_none(value: object) -> object:
    return value if isinstance(value, Mapping | BaseModel) else None


def mappings(value: object) -> list[object]:
    return [item for item in value if isinstance(item, Mapping | BaseModel)] if isinstance(value, list) else []


def _plain(value: object) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}


Text = Annotated[str, BeforeValidator(_text)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Plain = Annotated[dict[str, Any], BeforeValidator(_plain)]  # kept whole, read by nobody but a person


class Wire(BaseModel):
    """Read by the field's name on the wire, or by ours where that is a word of Python."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True, frozen=True)
