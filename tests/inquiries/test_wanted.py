"""What is asked for, by the kind of trip."""

import pytest

from inquiries import wanted

BASE = {
    "destinations": [{"country": "GR"}],
    "travel_month": "2027-05",
    "nights": 7,
    "adults": 2,
    "budget": {"amount": 1},
}


def missing(**known) -> list[str]:
    return wanted.missing(BASE | known)


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ({}, ["origin"]),
        ({"children": 2}, ["child_ages", "origin", "rooms"]),
        ({"interests": ["beach"]}, ["origin", "board"]),
        ({"interests": ["family"], "adults": 2, "children": 2}, ["child_ages", "origin", "board", "rooms"]),
        ({"interests": ["city"], "origin": {}}, []),
        ({"interests": ["group"], "origin": {}, "travellers": 30}, ["rooms"]),
        ({"interests": ["cruise"], "origin": {}}, ["flexible_days"]),
        ({"interests": ["business"], "origin": {}}, []),
        ({"services": ["villa", "car"]}, ["licence"]),
        ({"services": ["flight", "car"]}, ["origin", "licence"]),
        ({"destinations": [{"country": "EG"}], "origin": {}}, ["passport"]),
        ({"interests": ["honeymoon"], "origin": {}, "board": "breakfast"}, []),
    ],
)
def test_each_kind_of_trip_asks_for_its_own(known, asked) -> None:
    assert missing(**known) == asked


def test_what_is_marked_as_not_needed_is_not_asked_again() -> None:
    assert missing(origin=None) == []
    assert "budget" not in missing(interests=["business"], budget=None)


def test_nothing_known_asks_for_the_six() -> None:
    assert wanted.missing({}) == ["destinations", "depart_on", "nights", "adults", "origin", "budget"]


def test_one_message_asks_for_few() -> None:
    assert wanted.to_ask(["depart_on"], ["nights", "adults", "origin", "budget"]) == [
        "nights",
        "adults",
        "origin",
        "budget",
    ]
    assert wanted.to_ask(["depart_on"], ["nights"]) == ["nights", "depart_on"]


def test_a_row_has_room_for_all() -> None:
    everything = {
        "children": 2, "travellers": 4, "interests": ["beach", "cruise"], "services": ["car", "flight"],
        "destinations": [{"country": "EG"}], "travel_month": "2027-05",
    }  # fmt: skip
    assert len(wanted.of(everything)) <= wanted.MOST
