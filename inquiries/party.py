"""How many travel, where two numbers say it: all travellers, and the adults and children that were named. Pure."""

from collections.abc import Mapping
from typing import Any


def differs(values: Mapping[str, Any]) -> bool:
    """Whether the travellers are not as many as the adults and children: one number is old, or somebody is not named.

    `values` by field.
    """
    travellers, adults = values.get("travellers") or 0, values.get("adults") or 0
    return bool(travellers and adults) and travellers != adults + (values.get("children") or 0)


__all__ = ["differs"]
