"""Secrets from Vault: each way to log in, a token that lives on, and a server that is away."""

import json

import pytest

from tests.project.vault_room import PLACE, Room, room
from tests.servers import vault as server
from travelhub import env, secret_sources
from travelhub.secret_sources import Sources
from travelhub.vault import Token, Vault, VaultError

__all__ = ["room"]  # a fixture


def by_approle(room: Room) -> None:
    room.set("VAULT_ROLE_ID", server.ROLE_ID)
    (room.folder / "secret_id").write_text(f"{server.SECRET_ID}\n")
    room.set("VAULT_SECRET_ID_FILE", str(room.folder / "secret_id"))


def by_kubernetes(room: Room) -> None:
    (room.folder / "jwt").write_text(server.SERVICE_ACCOUNT)
    room.set("VAULT_KUBERNETES_ROLE", server.KUBERNETES_ROLE)
    room.set("VAULT_KUBERNETES_TOKEN_FILE", str(room.folder / "jwt"))


def by_token(room: Room) -> None:
    room.set("VAULT_TOKEN", room.vault.new_token())


@pytest.mark.parametrize("log_in", [by_token, by_approle, by_kubernetes])
def test_secrets_come_from_vault_after_the_environment_and_files(room: Room, log_in):
    log_in(room)
    room.rotate(OPENAI_API_KEY="of vault\n", WHATSAPP_TOKEN="of vault", SENTRY_DSN="of vault")
    room.set("WHATSAPP_TOKEN", "of the environment")
    (room.folder / "dsn").write_text("of a file\n")
    room.set("SENTRY_DSN_FILE", str(room.folder / "dsn"))
    room.start()

    assert env.secret("OPENAI_API_KEY") == "of vault"
    assert env.secret("WHATSAPP_TOKEN") == "of the environment"
    assert env.secret("SENTRY_DSN") == "of a file"
    assert env.secret("METRICS_TOKEN", "none") == "none"
    assert room.vault.calls.count("secret/data/travelhub") == 1


def test_another_mount_path_and_namespace(room: Room):
    by_token(room)
    room.vault.namespace = "agency/desk"
    room.vault.values["kv/apps/hub"] = {"OPENAI_API_KEY": "there"}
    for name, value in {"MOUNT": "kv", "PATH": "/apps/hub/", "NAMESPACE": "agency/desk"}.items():
        room.set(f"VAULT_{name}", value)
    room.start()
    assert env.secret("OPENAI_API_KEY") == "there"


def test_a_token_is_renewed_and_where_that_is_refused_made_anew(room: Room):
    by_approle(room)
    room.vault.ttl = 900
    room.rotate(OPENAI_API_KEY="1")
    room.start("OPENAI_API_KEY")

    for _minute in range(60):  # four lives of the token, with nobody who asks for a secret: the worker's tasks tend it
        room.later()
        secret_sources.process.tend()
    assert room.vault.calls.count("auth/approle/login") == 1
    assert room.vault.calls.count("auth/token/renew-self") == 6

    room.vault.renews = False
    room.later(700)
    room.rotate(OPENAI_API_KEY="2")
    assert secret_sources.current("OPENAI_API_KEY") == "2"
    assert room.vault.calls.count("auth/approle/login") == 2

    room.vault.tokens.clear()  # revoked by hand
    room.rotate(OPENAI_API_KEY="3")
    room.later()
    assert secret_sources.current("OPENAI_API_KEY") == "3"
    assert room.vault.calls.count("auth/approle/login") == 3


def test_a_token_that_an_agent_replaces_in_its_file_is_taken(room: Room):
    sink = room.folder / "token"
    sink.write_text(room.vault.new_token(ttl=600, renewable=False))
    room.set("VAULT_TOKEN_FILE", str(sink))
    room.rotate(OPENAI_API_KEY="1")
    room.start("OPENAI_API_KEY")

    room.later(601)
    sink.write_text(room.vault.new_token(ttl=600, renewable=False))
    room.rotate(OPENAI_API_KEY="2")
    assert secret_sources.current("OPENAI_API_KEY") == "2"


def test_a_token_without_end_and_a_policy_that_allows_reading_alone(room: Room):
    room.set("VAULT_TOKEN", room.vault.new_token(ttl=0))
    room.vault.policy = {"kv"}
    room.rotate(OPENAI_API_KEY="1")
    room.start("OPENAI_API_KEY")
    room.later(10**6)
    assert secret_sources.current("OPENAI_API_KEY") == "1"
    assert "auth/token/renew-self" not in room.vault.calls


def test_while_vault_is_away_the_last_good_values_stay_and_nobody_waits_for_it(room: Room):
    by_token(room)
    room.rotate(OPENAI_API_KEY="1", WHATSAPP_TOKEN="1")
    room.start("OPENAI_API_KEY", "WHATSAPP_TOKEN")

    room.vault.sealed = True
    room.later()
    assert secret_sources.current("OPENAI_API_KEY") == "1"
    asked = len(room.vault.calls)
    for _ in range(20):
        assert secret_sources.current("WHATSAPP_TOKEN", refused="1") == "1"
    assert len(room.vault.calls) == asked

    room.vault.sealed, room.vault.values[PLACE] = False, {"OPENAI_API_KEY": "2"}
    room.later()
    assert secret_sources.current("OPENAI_API_KEY") == "2"
    assert secret_sources.current("WHATSAPP_TOKEN") == "1"  # to take one away needs a restart


def sealed(vault: server.Vault) -> None:
    vault.sealed = True


def slow(vault: server.Vault) -> None:
    vault.hang = 1


def behind_a_proxy(vault: server.Vault) -> None:
    vault.page = "<h1>Welcome to nginx</h1>"


def without_policy(vault: server.Vault) -> None:
    vault.policy = {"lookup-self"}


def empty(vault: server.Vault) -> None:
    vault.values.clear()


def with_a_number(vault: server.Vault) -> None:
    vault.values[PLACE] = {"WHATSAPP_TOKEN": 17}


@pytest.mark.parametrize(
    ("fault", "words", "away"),
    [
        (sealed, "is sealed or not ready", True),
        (slow, "gave no answer within 0.3 seconds", True),
        (behind_a_proxy, "was not readable", True),
        (without_policy, "The policy needs read on secret/data/travelhub", False),
        (empty, "has nothing at secret/travelhub", False),
        (with_a_number, "WHATSAPP_TOKEN at secret/travelhub", False),
    ],
)
def test_what_is_wrong_is_said_in_words(room: Room, fault, words, away):
    token = room.vault.new_token()
    room.rotate(OPENAI_API_KEY="1")
    fault(room.vault)
    patience = 0.3 if fault is slow else 10
    vault = Vault(room.vault.url, log_in=Token(lambda: token), mount="secret", path="travelhub", timeout=patience)

    with pytest.raises(VaultError, match=words) as caught:
        vault.read()
    assert caught.value.away is away
    assert token not in str(caught.value)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "VAULT_ADDR needs one way to log in"),
        ({"VAULT_TOKEN": "t", "VAULT_KUBERNETES_ROLE": "r"}, "2 of them"),
        ({"VAULT_ROLE_ID": "r"}, "VAULT_ROLE_ID is set, but VAULT_SECRET_ID is not"),
        ({"VAULT_TOKEN": "t", "VAULT_ADDR": ""}, "VAULT_TOKEN is set, but VAULT_ADDR is not"),
        ({"VAULT_TOKEN": "t", "VAULT_ADDR": "vault.example"}, "VAULT_ADDR=vault.example is not an http(s) address"),
        ({"VAULT_TOKEN": "wrong"}, "Vault does not let us read secret/travelhub"),
        ({"VAULT_ROLE_ID": "r", "VAULT_SECRET_ID": "s"}, "does not accept VAULT_ROLE_ID and VAULT_SECRET_ID"),
        ({"VAULT_KUBERNETES_ROLE": "r", "VAULT_KUBERNETES_TOKEN_FILE": __file__}, "does not accept VAULT_KUBERNETES"),
        ({"VAULT_KUBERNETES_ROLE": "r", "VAULT_KUBERNETES_TOKEN_FILE": "/nowhere"}, "/nowhere cannot be read"),
        ({"VAULT_TOKEN": "t", "VAULT_ADDR": "https://127.0.0.1:9"}, "could not be reached"),
        ({"VAULT_TOKEN": "t", "REQUESTS_CA_BUNDLE": ""}, "is not trusted: see REQUESTS_CA_BUNDLE"),
    ],
)
def test_half_a_configuration_stops_the_start_with_one_line(room: Room, values, words):
    for name, value in values.items():
        room.set(name, value)
    with pytest.raises(SystemExit) as caught:
        room.start()
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_last_good_values_serve_a_start_without_vault_only_where_that_is_asked_for(room: Room):
    by_token(room)
    room.set("VAULT_KEEP_LAST_GOOD", "yes")
    room.rotate(OPENAI_API_KEY="1")
    room.start("OPENAI_API_KEY")
    kept = room.folder / "vault-last-good.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert json.loads(kept.read_text())["values"] == {"OPENAI_API_KEY": "1"}

    room.vault.sealed = True
    room.start()
    assert env.secret("OPENAI_API_KEY") == "1"
    assert "is sealed" in secret_sources.process.trouble_at_start
    room.vault.sealed = False
    room.rotate(OPENAI_API_KEY="2")
    room.later()
    assert secret_sources.current("OPENAI_API_KEY") == "2"
    assert secret_sources.process.trouble_at_start == ""

    room.vault.policy = set()  # access was taken away: not the same as being away
    with pytest.raises(SystemExit, match="does not let us read"):
        room.start()
    room.vault.policy, room.vault.sealed = {"kv"}, True
    room.set("VAULT_PATH", "elsewhere")  # what is kept is of another place
    with pytest.raises(SystemExit, match="is sealed"):
        room.start()

    room.set("VAULT_PATH", "travelhub")
    room.set("VAULT_KEEP_LAST_GOOD", "no")
    with pytest.raises(SystemExit, match="is sealed"):
        room.start()
    assert not kept.exists()


def test_a_file_that_is_gone_or_half_written_changes_nothing(room: Room):
    room.set("VAULT_ADDR", "")
    file = room.folder / "key"
    file.write_text("1\n")
    room.set("OPENAI_API_KEY_FILE", str(file))
    secret_sources.process = Sources(clock=lambda: room.now)
    assert env.secret("OPENAI_API_KEY") == "1"

    file.write_text("")
    room.later()
    assert secret_sources.current("OPENAI_API_KEY") == "1"
    assert secret_sources.process.trouble_of_files() == ["OPENAI_API_KEY_FILE is empty now."]
    file.unlink()
    room.later()
    assert secret_sources.current("OPENAI_API_KEY") == "1"
    file.write_text("2")
    assert secret_sources.current("OPENAI_API_KEY") == "1"
    assert secret_sources.current("OPENAI_API_KEY", refused="1") == "1"  # looked at a moment ago
    room.later(6)
    assert secret_sources.current("OPENAI_API_KEY", refused="1") == "2"
    assert secret_sources.process.trouble_of_files() == []
