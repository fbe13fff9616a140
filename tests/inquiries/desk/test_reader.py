"""Times in the zone of who reads them, days as the agency counts them."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone, translation

from inquiries import agency_days
from inquiries.models import Notice, User
from inquiries.work import noticing
from tests.factories import InquiryFactory, MessageFactory
from tests.inquiries.desk.pages import pks, tree, words
from travelhub import languages

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 2, 23, 30, tzinfo=UTC)


@pytest.fixture
def inquiry(agent: User):
    inquiry = InquiryFactory.create(assignee=agent, last_message_at=AT)
    MessageFactory.create(inquiry=inquiry, sent_at=AT)
    return inquiry


def live_in(person: User, zone: str) -> None:
    User.objects.filter(pk=person.pk).update(time_zone=zone)


def test_two_people_in_two_zones_see_one_message_at_two_times(inquiry, agent, agent_client, manager, manager_client):
    live_in(agent, "Asia/Tokyo")
    live_in(manager, "America/New_York")
    address = inquiry.get_absolute_url()
    there, here = agent_client.get(address).content.decode(), manager_client.get(address).content.decode()
    assert ("08:30" in there, "Tuesday 3 November" in there) == (True, True)
    assert ("18:30" in here, "Monday 2 November" in here) == (True, True)


def test_nothing_of_a_reader_is_left_for_the_next(inquiry, agent, agent_client, manager_client):
    live_in(agent, "Asia/Tokyo")
    agent_client.get(inquiry.get_absolute_url())
    assert (timezone.get_current_timezone_name(), translation.get_language()) == ("UTC", "en-gb")
    assert "23:30" in manager_client.get(inquiry.get_absolute_url()).content.decode()


def test_after_a_page_that_is_not_there_neither(agent, agent_client):
    live_in(agent, "Asia/Tokyo")
    assert agent_client.get("/nowhere/").status_code == 404
    assert timezone.get_current_timezone_name() == "UTC"


def test_a_zone_is_chosen_on_ones_own_page(agent, agent_client):
    page = agent_client.get("/me/")
    options = tree(page).xpath("//select[@name='time_zone']/option")
    assert words(options[0]) == "As the desk: UTC"
    assert "America/Argentina/Buenos_Aires" in {option.get("value") for option in options}
    assert agent_client.post("/me/", {"do": "place", "time_zone": "Asia/Tokyo"}).status_code == 302
    agent.refresh_from_db()
    assert agent.time_zone == "Asia/Tokyo"
    agent_client.post("/me/", {"do": "place", "time_zone": ""})
    agent.refresh_from_db()
    assert agent.time_zone == ""


def test_what_is_no_zone_is_refused_beside_the_field(agent, agent_client):
    page = agent_client.post("/me/", {"do": "place", "time_zone": "Europe/Atlantis"})
    assert page.status_code == 422
    assert "Europe/Atlantis" in words(tree(page).xpath("//p[@role='alert']")[0])
    agent.refresh_from_db()
    assert agent.time_zone == ""


def test_a_zone_that_the_machine_does_not_know_any_more_breaks_no_page(agent, agent_client):
    live_in(agent, "Europe/Atlantis")
    assert agent_client.get("/me/").status_code == 200


def test_a_time_that_is_typed_is_the_readers(agent, agent_client):
    live_in(agent, "Asia/Tokyo")
    agent_client.post("/me/", {"do": "away", "until": "2030-01-05T09:00"})
    agent.refresh_from_db()
    assert agent.away_until == datetime(2030, 1, 5, 0, 0, tzinfo=UTC)


def test_filters_by_day_find_the_same_for_everybody(inquiry, agent, agent_client, manager_client):
    """A link or a saved view is one list; a figure that leads to it was counted by the agency's days."""
    live_in(agent, "Asia/Tokyo")
    for client in (agent_client, manager_client):
        assert pks(client.get("/?tab=all&until=2026-11-02")) == [inquiry.pk]
        assert pks(client.get("/?tab=all&since=2026-11-03")) == []


def test_whose_days_they_are_is_said_where_they_are_others(agent, agent_client, manager, manager_client):
    address = "/?tab=all&filter=open"
    live_in(agent, "Asia/Tokyo")
    assert "Days are those of the agency (UTC)." in words(tree(agent_client.get(address)))
    assert "Days are those of" not in words(tree(manager_client.get(address)))
    live_in(manager, "Asia/Tokyo")
    for address in ("/figures/", "/reading/"):
        assert "Days are those of the agency (UTC)." in words(tree(manager_client.get(address)))
    assert "Times in the file are those of the agency (UTC)." in words(tree(manager_client.get("/export/new/?tab=all")))


def test_a_file_has_the_agencys_times_whoever_asks_for_it(inquiry, manager, manager_client):
    live_in(manager, "Asia/Tokyo")
    page = manager_client.get("/export/?tab=all&format=csv")
    assert "2026-11-02 23:30" in b"".join(page.streaming_content).decode()
    assert timezone.get_current_timezone_name() == "UTC"


def test_figures_are_by_the_agencys_days(inquiry, manager, manager_client):
    live_in(manager, "Asia/Tokyo")
    with timezone.override(ZoneInfo("Asia/Tokyo")):
        assert agency_days.midnight(AT.date()) == datetime(2026, 11, 2, tzinfo=UTC)
    type(inquiry).objects.filter(pk=inquiry.pk).update(came_at=AT, came_by="email")
    page = manager_client.get("/figures/?came_from=2026-11-01&came_to=2026-11-03")
    bars = [words(title) for title in tree(page).xpath("//svg//title")]
    assert len(bars) == 1
    assert "2 Nov" in bars[0]
    nothing = manager_client.get("/figures/?came_from=2026-11-03&came_to=2026-11-03")
    assert "Nothing came in from 3 Nov 2026" in words(tree(nothing))


def test_a_mail_about_a_notice_is_written_in_its_readers_zone_and_leaves_nothing(inquiry, agent):
    agent.email = "nora@halden.example"
    agent.time_zone = "Asia/Tokyo"
    agent.save()
    notice = Notice.objects.create(kind=Notice.Kind.ASSIGNED, person=agent, inquiry=inquiry, due_at=timezone.now())
    noticing.mail(notice.pk)
    assert len(mail.outbox) == 1
    assert timezone.get_current_timezone_name() == "UTC"


def test_no_language_is_offered_while_there_is_one(agent_client):
    assert tree(agent_client.get("/me/")).xpath("//select[@name='language']") == []


def test_languages_are_those_with_a_catalogue(tmp_path: Path):
    for name in ("de", "pt_BR", "xx"):
        (tmp_path / name / "LC_MESSAGES").mkdir(parents=True)
        (tmp_path / name / "LC_MESSAGES/django.po").touch()
    for name in ("de", "pt_BR"):
        (tmp_path / name / "LC_MESSAGES/django.mo").touch()
    assert languages.shipped(tmp_path) == [
        ("en-gb", "English"),
        ("de", "Deutsch"),
        ("pt-br", "Português Brasileiro"),
    ]


@pytest.fixture
def german(settings) -> None:
    """As if a catalogue of it were there; Django's own words are enough to see that it is read."""
    settings.LANGUAGES = [("en-gb", "English"), ("de", "Deutsch")]


def test_a_language_is_chosen_and_read(german, agent, agent_client):
    assert [words(option) for option in tree(agent_client.get("/me/")).xpath("//select[@name='language']/option")] == [
        "As the browser asks",
        "English",
        "Deutsch",
    ]
    agent_client.post("/me/", {"do": "place", "time_zone": "", "language": "de"})
    page = agent_client.get("/me/")
    assert tree(page).get("lang") == "de"
    assert "Accept-Language" not in page.headers.get("Vary", "")
    assert translation.get_language() == "en-gb"


def test_strangers_read_what_their_browser_asks_for(german, client):
    page = client.get("/sign-in/", headers={"accept-language": "de-CH,de;q=0.9"})
    assert tree(page).get("lang") == "de"
    assert "Accept-Language" in page.headers["Vary"]
    assert tree(client.get("/sign-in/", headers={"accept-language": "fr"})).get("lang") == "en-gb"
