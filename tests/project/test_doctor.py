"""doctor tries every connection for real, and says in one line each how it is and what to do."""

import io
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from inquiries.extraction.runs import engine_of
from inquiries.models import DeadLetter, Heartbeat
from mailsync import graph_token
from messaging.models import WhatsAppNumber
from tests.factories import MessageFactory
from tests.mailsync.conftest import mailbox, microsoft
from tests.messaging.conftest import meta, whatsapp_secrets
from tests.project.vault_room import Room, room
from tests.servers import cloud_api, graph, microsoft_people
from tests.servers import openai as openai_server
from travelhub.demo import staff

__all__ = ["mailbox", "meta", "microsoft", "room", "whatsapp_secrets"]  # fixtures


@pytest.fixture(autouse=True)
def living(db, agent):
    """A worker and a scheduler that were seen just now, and somebody who can sign in."""
    for name in Heartbeat.Name.values:
        Heartbeat.objects.create(name=name, at=timezone.now())


def run() -> tuple[int, str]:
    """Exit code, and what was printed."""
    out = io.StringIO()
    try:
        call_command("doctor", stdout=out, no_color=True)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def line(output: str, name: str) -> str:
    return next(line.strip() for line in output.splitlines() if f"{name}:" in line)


def test_an_installation_without_credentials_is_well_and_says_that_nothing_is_sent(settings):
    settings.WHATSAPP_APP_SECRET = settings.WHATSAPP_VERIFY_TOKEN = ""
    code, output = run()

    assert code == 0, output
    assert "Sandbox" in line(output, "Mail")
    assert "Sandbox" in line(output, "WhatsApp")
    assert line(output, "Webhook").startswith("ok")
    assert line(output, "rules").startswith("ok")
    assert output.rstrip().endswith("All is well.")


def test_what_waits_on_the_work_page_is_a_warning_and_the_installation_is_no_worse_for_it(settings, client):
    settings.WHATSAPP_APP_SECRET = settings.WHATSAPP_VERIFY_TOKEN = ""
    settings.PUBLIC_URL = "http://desk.halden.example"
    assert line(run()[1], "Needs a person").startswith("ok")

    MessageFactory(state="PERMANENTLY_FAILED", last_error="It could not be read.")
    MessageFactory(direction="OUT", state="UNCONFIRMED", last_error="The answer was lost.")
    DeadLetter.objects.create(source="email", raw="letters/1", error="It broke.")
    code, output = run()

    assert line(output, "Needs a person") == (
        "warn Needs a person: 3 wait on the work page. 1 of them is an input that no parser could take. "
        "See http://desk.halden.example/work/"
    )
    assert output.rstrip().endswith("Nothing to mend here, 1 warning.")
    assert code == 0
    assert client.get("/health/ready").status_code == 200


def test_all_is_well_on_a_server_where_every_vendor_answers(settings, monkeypatch, tmp_path, mailbox, whatsapp_secrets):
    """What an agency wants to see once it is set up: no line to look at, with all of them connected at once."""
    settings.PUBLIC_URL, settings.HTTPS = "https://desk.halden.example", True
    with ExitStack() as stack:
        meta, meta_ca = stack.enter_context(cloud_api.serving())
        microsoft, microsoft_ca = stack.enter_context(graph.serving())
        openai, openai_ca = stack.enter_context(openai_server.serving())
        trusted = tmp_path / "authorities.pem"
        trusted.write_text("".join(path.read_text() for path in (meta_ca, microsoft_ca, openai_ca)))
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(trusted))
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        settings.WHATSAPP_TOKEN, settings.WHATSAPP_BASE_URL = cloud_api.TOKEN, meta.url
        settings.GRAPH_TENANT_ID, settings.GRAPH_CLIENT_ID = graph.TENANT, graph.CLIENT_ID
        settings.GRAPH_CLIENT_SECRET, settings.GRAPH_AUTHORITY = graph.SECRET, microsoft.url
        settings.GRAPH_BASE_URL = f"{microsoft.url}/v1.0"
        settings.OPENAI_API_KEY, settings.OPENAI_BASE_URL = openai_server.KEY, openai.url
        settings.EXTRACTION_ENGINES = ["openai", "rules"]
        engine_of.cache_clear()
        WhatsAppNumber.objects.create(
            phone_number_id=cloud_api.NUMBER_ID, business_account_id=cloud_api.ACCOUNT_ID, name="Main number"
        )
        code, output = run()

    assert "LOOK" not in output, output
    assert code == 0
    assert "Sandbox" not in output
    for name in (f"{mailbox} / inbox", "Main number", "openai"):
        assert line(output, name).startswith("ok")


def test_microsoft_is_asked_for_each_folder(microsoft, mailbox):
    _, output = run()
    assert line(output, f"{mailbox} / inbox").startswith("ok")

    mailbox.folders.update(name="no-such-folder")
    code, output = run()
    assert code == 1
    assert line(output, f"{mailbox} / no-such-folder").startswith("LOOK")


class TestWhatsApp:
    @pytest.fixture
    def number(self, settings, meta) -> WhatsAppNumber:
        settings.PUBLIC_URL, settings.HTTPS = "https://desk.halden.example", True
        return WhatsAppNumber.objects.create(
            phone_number_id=cloud_api.NUMBER_ID, business_account_id=cloud_api.ACCOUNT_ID, name="Main number"
        )

    def test_the_webhook_and_its_fields_are_spelled_out_and_no_secret_is(self, number, settings):
        _, output = run()
        for words in ("https://desk.halden.example/webhooks/whatsapp/", "WHATSAPP_VERIFY_TOKEN"):
            assert words in line(output, "Webhook")
        for name in ("messages", "smb_message_echoes", "message_template_status_update"):
            assert name in line(output, "Fields")
        for secret in (settings.WHATSAPP_VERIFY_TOKEN, settings.WHATSAPP_APP_SECRET, settings.WHATSAPP_TOKEN):
            assert secret not in output

    def test_all_is_well(self, number):
        _, output = run()
        said = line(output, "Main number")
        assert said.startswith("ok")
        assert "+44 7700 900500 (Halden Travel), quality green" in said
        assert line(output, "Webhooks of Main number").startswith("ok")
        assert "of the app travelhub that does not end" in line(output, "Token")
        assert WhatsAppNumber.objects.get().checked_at is None  # doctor writes nothing

    def test_an_address_by_http(self, number, settings):
        settings.PUBLIC_URL, settings.HTTPS = "http://127.0.0.1:8000", False
        code, output = run()
        assert (code, line(output, "Webhook").startswith("LOOK")) == (1, True)
        assert "http://127.0.0.1:8000/webhooks/whatsapp/" in line(output, "Webhook")
        assert "Meta needs https" in line(output, "Webhook")

    def test_no_token(self, number, settings):
        settings.WHATSAPP_TOKEN = ""
        _, output = run()
        assert "outbox" in line(output, "Token here")
        assert "Sandbox" in line(output, "Main number")

    def test_no_app_secret(self, number, settings):
        settings.WHATSAPP_APP_SECRET = ""
        code, output = run()
        assert (code, line(output, "Secrets").startswith("LOOK")) == (1, True)
        assert "WHATSAPP_APP_SECRET" in line(output, "Secrets")

    @pytest.mark.parametrize(
        ("code", "status", "words"),
        [
            (190, 401, "Meta does not accept our access token"),
            (33, 400, "does not know the phone number id 106540352242922"),
            (100, 400, "does not know the phone number id 106540352242922"),
            (10, 403, "whatsapp_business_messaging and whatsapp_business_management"),
            (200, 403, "whatsapp_business_messaging and whatsapp_business_management"),
        ],
    )
    def test_what_meta_refuses(self, number, meta, code, status, words):
        meta.faults.extend([cloud_api.Fault(refusal=cloud_api.RefusalError(code, "No.", status=status))] * 2)
        exit_code, output = run()
        assert exit_code == 1
        assert line(output, "Main number").startswith("LOOK")
        assert words in line(output, "Main number")

    def test_a_token_that_is_worn_out(self, number, settings):
        settings.WHATSAPP_TOKEN = "worn out"
        assert "Meta does not accept our access token" in line(run()[1], "Main number")

    def test_a_token_that_ends_soon(self, number, meta):
        meta.expires_at = int(timezone.now().timestamp()) + 3600
        said = line(run()[1], "Token")
        assert said.startswith("LOOK")
        assert "system user" in said

    def test_a_token_without_a_permission(self, number, meta):
        meta.scopes = ["whatsapp_business_management"]
        assert "lacks whatsapp_business_messaging." in line(run()[1], "Main number")

    def test_an_app_that_is_not_subscribed(self, number, meta):
        meta.subscribed = []
        code, output = run()
        assert code == 1
        assert "not subscribed to the webhooks of account 102290129340398" in line(output, "Main number")

    def test_a_wrong_account_id(self, number):
        WhatsAppNumber.objects.update(business_account_id="1")
        assert "could not be asked" in line(run()[1], "Also Main number")

    def test_a_number_that_is_paused(self, number):
        until = timezone.now() + timedelta(hours=1)
        WhatsAppNumber.objects.update(paused_until=until, paused_reason="Meta has locked us.")
        said = line(run()[1], "Sending from Main number")
        assert said.startswith("LOOK")
        assert "Meta has locked us." in said

    def test_a_network_that_is_away(self, number, settings):
        settings.WHATSAPP_BASE_URL = "https://127.0.0.1:9"
        said = line(run()[1], "Main number")
        assert said.startswith("LOOK")
        assert "could not be reached" in said


@pytest.mark.parametrize(
    ("key", "model", "words"),
    [
        (openai_server.KEY, "gpt-4o-mini", "ok   openai: The key is accepted, and gpt-4o-mini is there."),
        ("wrong", "gpt-4o-mini", "LOOK openai: OpenAI does not accept OPENAI_API_KEY."),
        (openai_server.KEY, "gpt-9", "LOOK openai: OpenAI does not know the model gpt-9 (OPENAI_MODEL)."),
    ],
)
def test_openai_is_asked_for_the_model(settings, monkeypatch, key, model, words):
    with openai_server.serving() as (state, certificate):
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        settings.OPENAI_API_KEY, settings.OPENAI_MODEL = key, model
        settings.OPENAI_BASE_URL, settings.EXTRACTION_ENGINES = state.url, ["openai"]
        engine_of.cache_clear()
        _, output = run()

    assert line(output, "openai") == words


def test_sample_log_ins_on_the_open_net_are_a_fault(settings):
    staff.hire(passwords=True)
    assert "Sample log-ins among them" in line(run()[1], "Log-ins")

    settings.HTTPS = True
    code, output = run()
    assert code == 1
    assert line(output, "Log-ins").startswith("LOOK")


def test_a_stopped_worker_is_named(settings):
    Heartbeat.objects.all().delete()
    code, output = run()

    assert code == 1
    assert "Never seen" in line(output, "Worker")


def test_what_microsoft_lets_us_do_is_said(microsoft, mailbox):
    _, output = run()
    assert line(output, "Sign-in").startswith("ok")
    assert "Mail.Send cannot be proven without sending" in line(output, "Sign-in")
    assert line(output, "Clock").startswith("ok")
    assert "PUBLIC_URL is not https" in line(output, f"Notifications of {mailbox} / inbox")

    # Exchange's own permissions are not in the token: no fault. Those of Entra reach every mailbox: a warning.
    microsoft.roles = []
    graph_token.renew(graph_token.get())
    assert "names no mail permission" in line(run()[1], "Permissions")
    microsoft.roles = ["Mail.ReadWrite", "Mail.Send"]
    graph_token.renew(graph_token.get())
    words = line(run()[1], "Permissions")
    assert words.startswith("ok")
    assert "Warning: the token has Mail.ReadWrite, Mail.Send for every mailbox" in words


def test_a_wrong_secret_and_a_wrong_clock_are_named(microsoft, mailbox, settings):
    microsoft.clock_ahead = 400.0
    assert "behind Microsoft's clock" in line(run()[1], "Clock")
    settings.GRAPH_CLIENT_SECRET = "worn out"
    code, output = run()
    assert code == 1
    assert line(output, "Sign-in").startswith("LOOK")


def test_signing_in_is_looked_at_too(settings, monkeypatch, agent):
    """Who lacks a second factor on a server, and whether Microsoft knows the tenant."""
    assert "Off" in line(run()[1], "Sign-in with Microsoft")
    settings.REQUIRE_SECOND_FACTOR = "all"
    with microsoft_people.serving() as (host, certificate):
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
        settings.MICROSOFT_SIGN_IN, settings.GRAPH_AUTHORITY = True, host.url
        settings.GRAPH_TENANT_ID = microsoft_people.TENANT
        output = run()[1]
        assert line(output, "Sign-in with Microsoft").startswith("ok")
        assert "/sign-in/microsoft/callback/ as redirect URI" in line(output, "Sign-in with Microsoft")
        assert "Asked for it at their next sign-in: agent" in line(output, "Second factor")
        settings.GRAPH_TENANT_ID = microsoft_people.OTHER_TENANT
        code, output = run()
        assert code == 1
        assert "knows no tenant" in line(output, "Sign-in with Microsoft")


def test_vault_is_asked_and_what_has_no_effect_there_is_named(room: Room):
    room.set("VAULT_TOKEN", room.vault.new_token())
    room.set("VAULT_KEEP_LAST_GOOD", "yes")
    room.rotate(METRICS_TOKEN="m", SENTRY_DSN="s", GRAPH_TENANT_ID="t")
    room.set("SENTRY_DSN", "here")
    room.start("METRICS_TOKEN", "SENTRY_DSN")
    _, output = run()
    words = line(output, "Vault")
    assert words.startswith("ok")
    assert "gives METRICS_TOKEN, SENTRY_DSN." in words
    assert "Nobody reads GRAPH_TENANT_ID there" in words
    assert "what is set here wins: SENTRY_DSN" in line(output, "travelhub.W013")

    room.vault.sealed = True
    room.start("METRICS_TOKEN")
    code, output = run()
    assert code == 1
    assert line(output, "Vault").startswith("LOOK")
    assert "is sealed" in line(output, "Vault")
    assert "last good ones" in line(output, "travelhub.W012")
