"""Times in few words."""

from datetime import UTC, datetime

import pytest

from inquiries.desk import words

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 27, 9, tzinfo=UTC), "09:00"),
        (datetime(2026, 11, 30, 9, tzinfo=UTC), "Mon 09:00"),
        (datetime(2027, 1, 1, 9, tzinfo=UTC), "1 Jan 09:00"),
        (datetime(2027, 11, 20, 9, tzinfo=UTC), "20 Nov 2027 09:00"),
        (datetime(2025, 11, 20, 9, tzinfo=UTC), "20 Nov 2025 09:00"),
    ],
)
def test_a_time_far_away_has_its_year(moment: datetime, said: str) -> None:
    assert words.clock(moment, now=NOW) == said
