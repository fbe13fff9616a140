"""The configuration says what is wrong with it, and what to do."""

import os
import re
import subprocess
import sys

import pytest
from django.core import checks

from tests.e2e.product import PATIENCE, ROOT
from tests.servers import vault


def found(*, deploy: bool = False) -> dict[str, checks.CheckMessage]:
    messages = checks.run_checks(include_deployment_checks=deploy)
    return {message.id: message for message in messages if message.id and message.id.startswith("travelhub.")}


def test_nothing_is_wrong_with_nothing_configured():
    assert found() == {}


@pytest.mark.django_db
def test_a_migrate_warns_of_nothing():
    assert [message for message in checks.run_checks(databases=["default"]) if not message.is_silenced()] == []


@pytest.mark.parametrize(
    ("code", "values", "words"),
    [
        ("travelhub.E001", {"CHANNELS": {"email": "mailsync.nowhere.Channel"}}, "mailsync.nowhere"),
        ("travelhub.E001", {"CHANNELS": {"email": "inquiries.channels.HealthLine"}}, "lacks"),
        ("travelhub.E002", {"ENGINES": {"rules": "inquiries.nothing"}}, "inquiries.nothing"),
        ("travelhub.E003", {"WHATSAPP_API_VERSION": "25"}, "25"),
        ("travelhub.E004", {"DEFAULT_PHONE_REGION": "XX"}, "XX"),
        ("travelhub.W001", {"WHATSAPP_APP_SECRET": "s"}, "outbox"),
        ("travelhub.W014", {"WHATSAPP_TOKEN": "t", "AGENCY_UNSET": ["TIME_ZONE"]}, "TIME_ZONE not set"),
        ("travelhub.W014", {"GRAPH_CLIENT_ID": "c", "AGENCY_UNSET": ["AGENCY_NAME"]}, "AGENCY_NAME not set"),
        ("travelhub.W002", {"WHATSAPP_TOKEN": "t", "WHATSAPP_MEDIA_HOSTS": []}, "WHATSAPP_MEDIA_HOSTS"),
        (
            "travelhub.W008",
            {"MICROSOFT_SIGN_IN": True, "PUBLIC_URL": "http://desk.halden.example"},
            "sends nobody back",
        ),
        ("travelhub.W009", {"MICROSOFT_SIGN_IN": True, "GRAPH_TENANT_ID": "halden.example"}, "is no id"),
        (
            "travelhub.W003",
            {
                "ALERT_RECIPIENTS": ["tech@halden.example"],
                "EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend",
            },
            "printed",
        ),
    ],
)
def test_each_fault_has_its_id_and_a_hint(settings, code, values, words):
    for name, value in values.items():
        setattr(settings, name, value)

    message = found()[code]
    assert words in message.msg
    assert message.hint


def test_a_server_is_told_what_it_goes_without(settings):
    settings.EMBEDDED = True
    assert set(found(deploy=True)) == {"travelhub.W004", "travelhub.W005", "travelhub.W006", "travelhub.W007"}
    settings.EMBEDDED, settings.HTTPS = False, True
    assert {"travelhub.W010", "travelhub.W011"} <= set(found(deploy=True))
    settings.TRUSTED_PROXIES, settings.CACHE_URL = 1, "redis://127.0.0.1:6379/1"
    assert not {"travelhub.W010", "travelhub.W011"} & set(found(deploy=True))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"DATABASE_URL": "postgres://x@127.0.0.1/x"}, "DATABASE_URL is set, but SECRET_KEY is not."),
        ({"DATABASE_URL": "what"}, "SECRET_KEY"),
        ({"ENV_FILE": "/nowhere/travelhub.env"}, "settings in /nowhere/travelhub.env cannot be read (No such file"),
        ({"GRAPH_TENANT_ID": "t"}, "GRAPH_TENANT_ID is set, but GRAPH_CLIENT_ID is not."),
        ({"GRAPH_TENANT_ID": "t", "GRAPH_CLIENT_ID": "c"}, "neither GRAPH_CLIENT_SECRET nor GRAPH_CLIENT_CERTIFICATE"),
        ({"GRAPH_CLIENT_SECRET": "s"}, "GRAPH_CLIENT_ID is not"),
        ({"WHATSAPP_TOKEN": "t"}, "WHATSAPP_PHONE_NUMBER_ID is not"),
        ({"WHATSAPP_APP_SECRET": "s"}, "WHATSAPP_VERIFY_TOKEN is not"),
        ({"EXTRACTION_ENGINES": "openai"}, "OPENAI_API_KEY is not set"),
        ({"EXTRACTION_ENGINES": "magic"}, "'magic'"),
        ({"SECRET_KEY_FILE": "/nowhere/key"}, "SECRET_KEY_FILE=/nowhere/key cannot be read"),
        ({"SECRET_KEY_FILE": __file__, "SECRET_KEY": "s"}, "SECRET_KEY and SECRET_KEY_FILE are both set"),
        ({"PORT": "eight"}, "PORT=eight is not a whole number"),
        ({"PUBLIC_URL": "desk.halden.example"}, "PUBLIC_URL=desk.halden.example is not an http(s) address"),
        ({"TIME_ZONE": "London"}, "TIME_ZONE=London is no time zone. Example: Europe/London"),
        ({"TIME_ZONE": "Europe"}, "TIME_ZONE=Europe is no time zone"),
        ({"EMAIL_URL": "nonsense"}, "EMAIL_URL is not a mail server's address"),
        ({"EMAIL_URL": "smtp://user:password@mail.agency.example:port"}, "Example: smtp+tls://user:password@mail."),
        ({"EMAIL_URL": "smtp://"}, "EMAIL_URL names no mail server"),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT=xml"),
        ({"REQUIRE_SECOND_FACTOR": "boss"}, "none of admin, manager, all"),
        ({"MICROSOFT_SIGN_IN": "yes"}, "GRAPH_TENANT_ID is not set"),
    ],
)
def test_half_set_configuration_stops_the_start_with_one_line(tmp_path, values, words):
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "ENV_FILE": "", **values}
    command = [sys.executable, "-c", "import travelhub.settings"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=PATIENCE)

    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("travelhub: ")
    assert words in line


def test_a_process_starts_with_the_secrets_of_vault_or_says_why_not(tmp_path):
    with vault.serving() as (state, certificate):
        state.values["secret/travelhub"] = {"SECRET_KEY": "of vault", "WHATSAPP_TOKEN": "t"}
        environment = {
            "PATH": os.environ["PATH"],
            "VAR_DIR": str(tmp_path),
            "ENV_FILE": "",
            "REQUESTS_CA_BUNDLE": str(certificate),
            "VAULT_ADDR": state.url,
            "VAULT_TOKEN": state.new_token(),
            "SECRET_KEY_FALLBACKS": "older, oldest",
        }
        code = "from travelhub import settings; print(settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS)"

        def start() -> subprocess.CompletedProcess[str]:
            command = [sys.executable, "-c", code]
            return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=PATIENCE)

        assert start().stderr == "travelhub: WHATSAPP_TOKEN is set, but WHATSAPP_PHONE_NUMBER_ID is not.\n"
        del state.values["secret/travelhub"]["WHATSAPP_TOKEN"]
        assert start().stdout == "of vault ['older', 'oldest']\n"
        state.sealed = True
        (line,) = start().stderr.splitlines()
        assert line == f"travelhub: Vault at {state.url} is sealed or not ready (HTTP 503)."


def test_a_file_of_variables_is_read_and_the_environment_wins(tmp_path):
    (tmp_path / "desk.env").write_text("AGENCY_NAME='Fjord Journeys'\nTIME_ZONE=Europe/Oslo\n")
    environment = {
        "PATH": os.environ["PATH"],
        "VAR_DIR": str(tmp_path),
        "ENV_FILE": str(tmp_path / "desk.env"),
        "TIME_ZONE": "Europe/Rome",
    }
    code = "from travelhub import settings; print(settings.AGENCY_NAME, settings.TIME_ZONE)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)

    assert done.stdout == "Fjord Journeys Europe/Rome\n", done.stderr


READERS = r"env\.(text|secret|flag|number|money|words|url|time_zone|database|email_config)\(\s*\"([A-Z0-9_]+)\""
SECRET_READERS = {"secret", "database", "email_config"}


def test_what_is_read_is_what_the_example_and_the_documentation_name():
    code = "".join(path.read_text() for path in (ROOT / "travelhub").rglob("*.py"))
    found = re.findall(READERS, code)
    read, secrets = {name for _, name in found}, {name for reader, name in found if reader in SECRET_READERS}

    example = (ROOT / ".env.example").read_text()
    assert set(re.findall(r"^#([A-Z0-9_]+)=", example, re.MULTILINE)) == read
    head = example[example.index("# Secrets") : example.index("# ---")].partition("name:")[2]
    assert set(re.findall(r"\b[A-Z][A-Z0-9_]+\b", head)) == secrets

    rows = re.findall(r"^\| (`[A-Z][^|]*) \|", (ROOT / "docs" / "configuration.md").read_text(), re.MULTILINE)
    assert set(re.findall(r"`([A-Z0-9_]+)`", " ".join(rows))) == read
    assert set(re.findall(r"`([A-Z0-9_]+)` \*\*S\*\*", " ".join(rows))) == secrets
