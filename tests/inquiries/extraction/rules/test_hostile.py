"""Any text is read: nothing raises, each quote is what stands there, and the time stays bounded."""

import random
import time

import pytest

from inquiries.extraction.document import Reading
from tests.inquiries.extraction.rules.reading import read

MANY = 500_000
BOUND = 5.0  # seconds of CPU: a pattern that tries every way takes minutes; a busy machine must not fail
HELLO = "Wir möchten mit "

TEXTS = {
    "nothing": "",
    "blanks": HELLO + " " * MANY,
    "tabs": HELLO + "\t" * MANY,
    "lines": HELLO + "\n" * MANY,
    "one word": "a" * MANY,
    "dashes": "x-" * (MANY // 2),
    "apostrophes": "d'" * (MANY // 2),
    "digits": "1" * MANY,
    "numbers": "1 " * (MANY // 2),
    "dates": "1.1.2027 " * (MANY // 9),
    "children": "child 5, " * (MANY // 9),
    "sums": "€1.000," * (MANY // 7),
    "names": "Anna Berg " * (MANY // 10),
    "numbers to call": "+44 7700 900588 " * (MANY // 16),
    "brackets": "(" * MANY,
    "refusals": "not a " * (MANY // 6),
    "emoji": "🎉👨‍👩‍👧‍👦" * (MANY // 20),
    "right to left": "אנחנו רוצים לטוס לכרתים ב-5 ביוני. نريد السفر إلى دبي " * 4000,
    "combining marks": "Crète e\u0301 " * (MANY // 20),
    "only marks": "\u0301" * 10_000,
    "invisible": "\u200b\u200d\u2060" * 10_000,
    "lone surrogates": "\ud800abc " * 5000,
    "NUL": "\x00" * 10_000,
    "binary": "".join(chr(code) for code in random.Random(7).choices(range(0x3000), k=50_000)),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_no_text_raises_lies_or_hangs(text: str) -> None:
    subject, sender = text[:998], text[:200]
    started = time.process_time()
    reading = read(text, subject=subject, sender_name=sender)
    assert time.process_time() - started < BOUND
    assert_quotes_are_exact(reading, {"text": text, "subject": subject, "sender": sender})


def test_quotes_are_code_points_of_the_text_as_it_came() -> None:
    text = "🎉 Wir möchten nach Me\u0301ribel, vom 3. bis 10. März, 2 Erwachsene"
    reading = read(text)
    quotes = {name: [span.quote for span in value.evidence] for name, value in reading.values.items()}
    assert quotes["destinations"] == ["Me\u0301ribel"]
    assert_quotes_are_exact(reading, {"text": text})


def assert_quotes_are_exact(reading: Reading, parts: dict[str, str]) -> None:
    for value in reading.values.values():
        for span in value.evidence:
            assert span.quote
            assert parts[span.part][span.start : span.end] == span.quote
