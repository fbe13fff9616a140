"""What models cost: the one table of prices. Pure.

A model that is not in it costs an unknown sum (None), never nothing. To add one is to add its line.
"""

from collections.abc import Mapping
from typing import NamedTuple

# The public price list of June 2026: https://platform.openai.com/docs/pricing


class Price(NamedTuple):
    """US dollars for a million tokens in and out."""

    into: float
    out: float


PRICES: Mapping[str, Price] = {
    "gpt-4o-mini": Price(0.15, 0.60),
    "gpt-4o": Price(2.50, 10.00),
    "gpt-4.1-nano": Price(0.10, 0.40),
    "gpt-4.1-mini": Price(0.40, 1.60),
    "gpt-4.1": Price(2.00, 8.00),
    "gpt-5-nano": Price(0.05, 0.40),
    "gpt-5-mini": Price(0.25, 2.00),
    "gpt-5": Price(1.25, 10.00),
    # Sound as it is heard, which costs more than words do.
    "gpt-4o-mini-transcribe": Price(3.00, 5.00),
    "gpt-4o-transcribe": Price(6.00, 10.00),
}
MINUTES: Mapping[str, float] = {"whisper-1": 0.006}  # US dollars for a minute of sound, where no tokens are counted


def price_of(model: str) -> Price | None:
    """By a model's name, with or without its date ("gpt-4o-mini-2024-07-18"); None: not known."""
    return PRICES.get(model.partition("-20")[0])


def cost(model: str, tokens_in: int, tokens_out: int) -> float | None:
    """US dollars; None where the price is not known. Cached input counts in full: the sum is an upper one."""
    price = price_of(model)
    return (tokens_in * price.into + tokens_out * price.out) / 1_000_000 if price else None


def heard(model: str, seconds: float) -> float | None:
    """US dollars for so much sound, of a model that is paid by time; None where the price is not known."""
    price = MINUTES.get(model)
    return price * seconds / 60 if price is not None else None
