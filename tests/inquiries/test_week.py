"""Opening hours: read as people write them, and asked by the clock, through days off and changes of the clocks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from inquiries import hours, opens_words, week
from inquiries.models import OpeningHours

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = (week.read_day("09:00-12:30, 14:00-18:00"),) * 5 + ((), ())
HOUR = 3600


def at(text: str) -> datetime:
    """A moment by the clock on the wall in Berlin."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def office(days_off: str = "") -> week.Week:
    return week.Week(zone=BERLIN, days=OFFICE, off=week.read_days_off(days_off))


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("", ""),
        ("9-18", "09:00-18:00"),
        ("9.30 – 12, 14:00 to 24:00", "09:30-12:00, 14:00-24:00"),
        ("14:00-18:00; 09:00-12:30", "09:00-12:30, 14:00-18:00"),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str, tidy: str):
    assert week.write_day(week.read_day(text)) == tidy
    assert week.read_day(tidy) == week.read_day(text)


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2026-11-26T09:00", 2, "2026-11-26T11:00"),  # a Thursday
        ("2026-11-26T07:00", 3.5, "2026-11-26T12:30"),  # what ends at closing time is due then
        ("2026-11-26T11:30", 2, "2026-11-26T15:00"),  # over noon
        ("2026-11-26T17:30", 4, "2026-11-27T12:30"),
        ("2026-11-27T17:00", 4, "2026-11-30T12:00"),  # over a weekend
        ("2026-11-28T10:00", 0.5, "2026-11-30T09:30"),  # on a Saturday
        ("2026-12-23T17:00", 4, "2026-12-29T12:00"),  # over the days off below
    ],
)
def test_open_hours_are_counted_from_a_moment(start: str, length: float, end: str):
    found = office("2026-12-24 to 2026-12-28 Christmas").after(at(start), timedelta(hours=length))
    assert found == at(end)


def test_a_night_with_a_change_of_the_clocks_has_the_hours_that_it_has():
    always = week.Week(zone=BERLIN, days=(week.read_day("0-24"),) * 7)
    for day in ("2026-03-28T20:00", "2026-10-24T20:00"):
        assert always.after(at(day), timedelta(hours=10)) == at(day).astimezone(UTC) + timedelta(hours=10)
    nights = week.Week(zone=BERLIN, days=(week.read_day("0-6"),) * 7)
    assert nights.after(at("2026-03-29T00:00"), timedelta(hours=6)) == at("2026-03-30T01:00")  # 5 hours that night


def test_where_nobody_keeps_hours_the_clock_counts():
    never = week.Week(zone=BERLIN, days=((),) * 7)
    assert never.after(at("2026-11-26T09:00"), timedelta(hours=4)) == at("2026-11-26T13:00")


@pytest.mark.parametrize("text", ["nine to five", "9-", "18-9", "9:00-9:00", "9:61-10", "9-25", "9-12, 11-13"])
def test_a_day_that_makes_no_sense_is_refused_in_words(text: str):
    with pytest.raises(ValueError, match=r"\w{3}"):
        week.read_day(text)


@pytest.mark.parametrize("text", ["Christmas", "2026-02-30", "2027-01-02 to 2026-12-24", "12-24 to 12-26", "1-1-1-1"])
def test_a_day_off_that_is_none_is_refused_in_words(text: str):
    with pytest.raises(ValueError, match=text[:4]):
        week.read_days_off(text)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-26T08:59", False),  # a Thursday
        ("2026-11-26T09:00", True),
        ("2026-11-26T12:30", False),
        ("2026-11-26T17:59", True),
        ("2026-11-26T18:00", False),
        ("2026-11-28T10:00", False),  # a Saturday
    ],
)
def test_open_is_by_the_clock_on_the_wall(moment: str, is_open: bool):
    assert office().is_open(at(moment)) is is_open
    assert office().is_open(at(moment).astimezone(UTC)) is is_open


@pytest.mark.parametrize(
    ("after", "opens"),
    [
        ("2026-11-26T10:00", "2026-11-26T10:00"),
        ("2026-11-26T13:00", "2026-11-26T14:00"),
        ("2026-11-26T18:00", "2026-11-27T09:00"),
        ("2026-11-27T18:00", "2026-11-30T09:00"),  # over the weekend
    ],
)
def test_when_it_opens_next(after: str, opens: str):
    assert office().opens_at(at(after)) == at(opens)


def test_days_off_are_closed_and_those_of_every_year_each_year():
    closed = office("2026-11-26\n12-25 Christmas\n2026-12-28 to 2027-01-03 Winter break\n")
    assert closed.opens_at(at("2026-11-26T10:00")) == at("2026-11-27T09:00")
    assert closed.opens_at(at("2026-12-24T19:00")) == at("2027-01-04T09:00")
    assert not closed.is_open(at("2028-12-25T10:00"))
    assert closed.is_open(at("2027-12-28T10:00"))


def test_hours_that_never_come():
    never = week.Week(zone=BERLIN, days=((),) * 7)
    assert never.opens_at(at("2026-11-26T10:00")) is None
    assert never.open_seconds(at("2026-01-01T00:00"), at("2027-01-01T00:00")) == 0


@pytest.mark.parametrize(
    ("start", "end", "open_hours"),
    [
        ("2026-11-26T10:00", "2026-11-26T11:00", 1),
        ("2026-11-26T12:00", "2026-11-26T15:00", 1.5),  # the break
        ("2026-11-26T17:00", "2026-11-27T10:00", 2),  # the night
        ("2026-11-20T17:00", "2026-11-23T10:00", 2),  # the weekend
        ("2026-11-26T11:00", "2026-11-26T10:00", 0),
    ],
)
def test_how_long_it_was_open(start: str, end: str, open_hours: float):
    assert office().open_seconds(at(start), at(end)) == open_hours * HOUR


def test_a_night_in_which_the_clocks_change():
    always = week.Week(zone=BERLIN, days=(week.read_day("00:00-24:00"),) * 7)
    spring = always.open_seconds(at("2026-03-29T00:00"), at("2026-03-30T00:00"))
    autumn = always.open_seconds(at("2026-10-25T00:00"), at("2026-10-26T00:00"))
    assert (spring, autumn) == (23 * HOUR, 25 * HOUR)
    assert always.is_open(datetime(2026, 10, 25, 0, 30, tzinfo=UTC))


def test_long_spans_add_up():
    year = office().open_seconds(at("2026-01-01T00:00"), at("2027-01-01T00:00"))
    assert year == 261 * 7.5 * HOUR  # the weekdays of 2026


class TestRows:
    pytestmark = pytest.mark.django_db

    def test_the_agency_works_from_monday_to_friday_until_somebody_says_otherwise(self, settings):
        settings.TIME_ZONE = "Europe/Berlin"
        found = hours.of("desk@halden.example")
        assert found.is_open(at("2026-11-26T09:00"))
        assert not found.is_open(at("2026-11-28T10:00"))

    def test_an_account_with_a_row_goes_by_it_and_others_by_the_agency(self):
        OpeningHours.objects.create(account="desk@halden.example", time_zone="Asia/Tokyo", thursday="10:00-11:00")
        found = hours.of_each(["Desk@Halden.example", "106540352242922"])
        tokyo = datetime(2026, 11, 26, 10, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
        assert found["Desk@Halden.example"].is_open(tokyo)
        assert not found["106540352242922"].is_open(tokyo)

    def test_what_staff_changed_stays(self):
        OpeningHours.objects.filter(account="").update(monday="")
        hours.ensure_default()
        assert OpeningHours.objects.get().monday == ""

    @pytest.mark.parametrize(
        ("field", "value"), [("monday", "18-9"), ("time_zone", "Europe/Atlantis"), ("days_off", "Easter")]
    )
    def test_nonsense_is_refused_beside_its_field(self, field: str, value: str):
        with pytest.raises(ValidationError) as refusal:
            OpeningHours(account="x@halden.example", **{field: value}).full_clean()
        assert set(refusal.value.message_dict) == {field}

    def test_a_row_that_no_form_has_seen_breaks_nothing(self):
        row = OpeningHours(monday="?", time_zone="Nowhere", days_off="??")
        assert row.as_week().days[0] == ()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Monday, 30 November, 09:00 (our time, UTC+1)"),
        ("de-AT", "Montag, 30. November, 09:00 Uhr (unsere Zeit, UTC+1)"),
        ("fr", "lundi 30 novembre à 09:00 (notre heure locale, UTC+1)"),
        ("es", "lunes 30 de noviembre, 09:00 h (nuestra hora local, UTC+1)"),
        ("it", "lunedì 30 novembre, ore 09:00 (ora locale nostra, UTC+1)"),
        ("pt", "segunda-feira, 30 de novembro, às 09:00 (nossa hora local, UTC+1)"),
        ("nl", "maandag 30 november, 09:00 uur (onze tijd, UTC+1)"),
        ("sv", "Monday, 30 November, 09:00 (our time, UTC+1)"),
    ],
)
def test_when_we_open_in_the_customers_words(language: str, said: str):
    moment = at("2026-11-30T09:00").astimezone(UTC)
    assert opens_words.opens(moment, zone=BERLIN, language=language) == said


@pytest.mark.parametrize(
    ("zone", "offset"),
    [("UTC", "UTC"), ("Asia/Kolkata", "UTC+5:30"), ("America/St_Johns", "UTC-3:30"), ("America/New_York", "UTC-5")],
)
def test_the_distance_to_utc(zone: str, offset: str):
    moment = datetime(2026, 11, 30, 12, tzinfo=UTC) + timedelta(minutes=30)
    assert f"{offset})" in opens_words.opens(moment, zone=ZoneInfo(zone), language="en")
