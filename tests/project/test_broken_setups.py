"""doctor says the right thing, in words and with what to do, for each of fifteen broken set-ups."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from celery import current_app
from django.core.cache import caches
from django.utils import timezone

from inquiries.extraction.runs import engine_of
from inquiries.models import Heartbeat, User
from mailsync.models import Mailbox
from messaging.models import WhatsAppNumber
from tests.mailsync.conftest import microsoft
from tests.messaging.conftest import meta
from tests.project.test_doctor import line, run
from tests.servers import cloud_api, graph
from travelhub.demo import staff

__all__ = ["meta", "microsoft"]  # fixtures

pytestmark = pytest.mark.django_db


class World(NamedTuple):
    """What a set-up is made of. `vendor`: starts a server of ours by its fixture's name."""

    settings: Any
    monkeypatch: pytest.MonkeyPatch
    vendor: Callable[[str], Any]


def no_worker(world: World) -> None:
    Heartbeat.objects.filter(name="worker").delete()


def scheduler_stopped(world: World) -> None:
    Heartbeat.objects.filter(name="beat").update(at=timezone.now() - timedelta(hours=3))


def broker_away(world: World) -> None:
    world.monkeypatch.setattr(current_app, "connection_for_write", lambda: current_app.connection(REDIS))


REDIS = "redis://:secret@127.0.0.1:9/0"


def cache_away(world: World) -> None:
    backend = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS}
    world.settings.CACHES = {"default": backend}


def files_read_only(world: World) -> None:
    file = world.settings.MEDIA_ROOT / "a file where a folder should be"
    file.touch()
    world.settings.MEDIA_ROOT = file


def disk_full(world: World) -> None:
    world.monkeypatch.setattr("inquiries.blobs.free_bytes", lambda: 300 * 1024**2)


def nobody_can_sign_in(world: World) -> None:
    User.objects.all().delete()


def sample_log_ins_on_the_net(world: World) -> None:
    staff.hire(passwords=True)
    world.settings.HTTPS = True


def no_such_country(world: World) -> None:
    world.settings.DEFAULT_PHONE_REGION = "XX"


def no_such_version_of_meta(world: World) -> None:
    world.settings.WHATSAPP_API_VERSION = "25"


def no_such_channel(world: World) -> None:
    world.settings.CHANNELS = {**world.settings.CHANNELS, "fax": "faxing.channel.FaxChannel"}


def no_mailbox(world: World) -> None:
    world.vendor("microsoft")


def no_such_folder(world: World) -> None:
    world.vendor("microsoft")
    Mailbox.objects.create(address=graph.ADDRESS).folders.create(name="no-such-folder")


def microsoft_refuses_the_secret(world: World) -> None:
    world.vendor("microsoft")
    Mailbox.objects.create(address=graph.ADDRESS).folders.create(name="inbox")
    world.settings.GRAPH_CLIENT_SECRET = "worn out"


def meta_refuses_the_token(world: World) -> None:
    world.vendor("meta")
    WhatsAppNumber.objects.create(phone_number_id=cloud_api.NUMBER_ID, name="Main number")
    world.settings.WHATSAPP_TOKEN = "worn out"


def openai_away(world: World) -> None:
    world.settings.OPENAI_API_KEY, world.settings.OPENAI_BASE_URL = "sk-tests", "https://127.0.0.1:9/v1"
    world.settings.EXTRACTION_ENGINES = ["openai"]
    engine_of.cache_clear()


SET_UPS: list[tuple[Callable[[World], None], str, str]] = [
    (no_worker, "Worker", "Never seen. Is make run, or the worker, running?"),
    (scheduler_stopped, "Scheduler", "No sign for 3 h: is make run, or the scheduler, running?"),
    (broker_away, "Broker", "Nothing is lost, but work waits until it does."),
    (cache_away, "Cache", "Is it running, and CACHE_URL right?"),
    (files_read_only, "Files", "see MEDIA_ROOT, and who owns the folder"),
    (disk_full, "Files", "0.3 GB are free. Make room"),
    (nobody_can_sign_in, "Log-ins", "manage.py createsuperuser makes the first"),
    (sample_log_ins_on_the_net, "Log-ins", "Sample log-ins with known passwords are open to the world"),
    (no_such_country, "travelhub.E004", "Two letters of ISO 3166, like GB, DE or US."),
    (no_such_version_of_meta, "travelhub.E003", "It looks like v25.0."),
    (no_such_channel, "travelhub.E001", "Correct the dotted path in settings.CHANNELS."),
    (no_mailbox, "Mail", "Add one: manage.py add_mailbox ADDRESS."),
    (no_such_folder, f"{graph.ADDRESS} / no-such-folder", "folder"),
    (microsoft_refuses_the_secret, "Sign-in", "does not accept our sign-in"),
    (meta_refuses_the_token, "Main number", "Meta does not accept our access token"),
    (openai_away, "openai", "OpenAI could not be reached."),
]


@pytest.mark.parametrize(("break_it", "name", "words"), SET_UPS, ids=[row[0].__name__ for row in SET_UPS])
def test_doctor_names_what_is_broken(break_it, name, words, settings, monkeypatch, request, agent):
    for process in Heartbeat.Name.values:
        Heartbeat.objects.create(name=process, at=timezone.now())
    assert run()[0] == 0, "it is well before it is broken"
    caches.close_all()

    break_it(World(settings, monkeypatch, request.getfixturevalue))
    code, output = run()
    engine_of.cache_clear()

    assert code == 1
    said = line(output, name)
    assert said.startswith("LOOK"), output
    assert words in said
    assert "secret@" not in output
    assert "Could not be looked at" not in output
    assert "Traceback" not in output
