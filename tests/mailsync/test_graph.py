"""The client of Graph: how it signs in, what it tells people when it may not, and where its token never goes."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from structlog.testing import capture_logs

from inquiries.errors import WorkError
from mailsync import graph, graph_ids
from mailsync.graph_errors import GONE, RESYNC
from tests.mailsync.letters import letter
from tests.servers.graph import ADDRESS, Fault, Graph, RefusalError

pytestmark = pytest.mark.django_db  # each call looks at the mailbox's row first


def refused() -> WorkError:
    with pytest.raises(WorkError) as caught:
        graph.folder(ADDRESS, "inbox")
    return caught.value


# Sign-in


def test_one_token_serves_many_calls(microsoft: Graph):
    for _ in range(3):
        assert graph.folder(ADDRESS, "inbox").name == "Inbox"
    assert microsoft.tokens == ["token-1"]
    assert microsoft.count("openid-configuration") == 1


def test_wrong_secret_is_said_without_it(microsoft: Graph, settings):
    settings.GRAPH_CLIENT_SECRET = "another secret"
    error = refused()
    assert error.permanent
    assert "GRAPH_CLIENT_ID" in error.message
    assert "AADSTS7000215" in error.message
    assert "another secret" not in error.message


def test_unknown_tenant(microsoft: Graph, settings):
    settings.GRAPH_TENANT_ID = "nobody"
    error = refused()
    assert error.permanent
    assert "GRAPH_TENANT_ID" in error.message


@pytest.mark.parametrize("on", ["openid-configuration", "oauth2/v2.0/token"])
def test_sign_in_host_with_a_fault_is_tried_again(microsoft: Graph, on: str):
    microsoft.faults.append(Fault(on=on, page=503))
    assert not refused().permanent
    assert graph.folder(ADDRESS, "inbox").name == "Inbox"


@pytest.mark.parametrize("on", ["openid-configuration", "oauth2/v2.0/token"])
def test_sign_in_host_that_asks_us_to_wait(microsoft: Graph, on: str):
    """To MSAL it is one 4xx like any other; to us it is neither permanent nor the end of its application object."""
    microsoft.faults.append(Fault(on=on, refusal=RefusalError(429, "TooManyRequests", Retry_After="7")))
    error = refused()
    assert (error.permanent, error.retry_after) == (False, timedelta(seconds=7))
    assert graph.folder(ADDRESS, "inbox").name == "Inbox"


def test_an_answer_of_the_sign_in_host_that_breaks_msal(microsoft: Graph):
    """Its note of the last error is a text by assumption; a gateway's JSON makes every later call fail."""
    microsoft.faults.append(Fault(on="oauth2/v2.0/token", refusal=RefusalError(400, "GatewayDenied")))
    assert not refused().permanent
    assert not refused().permanent
    assert graph.folder(ADDRESS, "inbox").name == "Inbox"


def test_sign_in_host_out_of_reach(microsoft: Graph, settings):
    settings.GRAPH_AUTHORITY = "https://127.0.0.1:9"
    error = refused()
    assert (error.permanent, error.outcome_unknown) == (False, False)
    assert "could not be reached" in error.message


def test_a_certificate_signs_in(microsoft: Graph, settings, rsa_pem: str):
    settings.GRAPH_CLIENT_SECRET = ""
    settings.GRAPH_CLIENT_CERTIFICATE = rsa_pem
    assert graph.folder(ADDRESS, "inbox").name == "Inbox"
    assert len(microsoft.assertions) == 1
    assert microsoft.assertions[0].count(".") == 2


def test_half_a_certificate_is_said(microsoft: Graph, settings, rsa_pem: str):
    settings.GRAPH_CLIENT_CERTIFICATE = rsa_pem.partition("-----BEGIN CERTIFICATE")[0]
    error = refused()
    assert error.permanent
    assert "GRAPH_CLIENT_CERTIFICATE" in error.message


@pytest.fixture(scope="module")
def rsa_pem() -> str:
    from datetime import UTC, datetime

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.x509.oid import NameOID

    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "halden.example")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2046, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return (private + certificate.public_bytes(Encoding.PEM)).decode()


def test_a_token_that_is_refused_twice_is_a_fault_of_the_sign_in(microsoft: Graph):
    microsoft.faults.append(Fault(on="mailFolders", refusal=RefusalError(401, "InvalidAuthenticationToken"), times=2))
    error = refused()
    assert not error.permanent  # the sign-in host knows us, so a little time may do
    assert "sign-in" in error.message
    assert microsoft.tokens == ["token-1", "token-2"]


# What a refusal means


@pytest.mark.parametrize(
    ("status", "code", "words", "permanent"),
    [
        (403, "ErrorAccessDenied", "Mail.ReadWrite", True),
        (404, "MailboxNotEnabledForRESTAPI", "no such mailbox", True),
        (404, "ErrorInvalidUser", "no such mailbox", True),
        (404, "ErrorFolderNotFound", "no such folder", True),
        (400, "ErrorInvalidUrlQuery", "did not understand", True),
        (429, "TooManyRequests", "Too many calls", False),
        (507, "quotaLimitReached", "mailbox is full", False),
        (500, "", "fault of its own", False),
        (418, "SomethingNew", "did not understand", True),
    ],
)
def test_refusals_in_plain_words(microsoft: Graph, status: int, code: str, words: str, permanent: bool):
    microsoft.faults.append(Fault(on="mailFolders", refusal=RefusalError(status, code)))
    error = refused()
    assert words in error.message
    assert (error.permanent, error.outcome_unknown) == (permanent, False)


def test_the_wait_that_is_asked_for_is_kept(microsoft: Graph):
    microsoft.faults.append(Fault(on="mailFolders", refusal=RefusalError(503, "x", Retry_After="17")))
    assert refused().retry_after == timedelta(seconds=17)


def test_a_gateways_page_is_no_answer(microsoft: Graph):
    microsoft.faults.append(Fault(on="mailFolders", page=502))
    assert not refused().permanent


def test_a_refusal_is_logged_with_its_request_id_and_no_words(microsoft: Graph):
    microsoft.faults.append(
        Fault(on="mailFolders", refusal=RefusalError(403, "ErrorAccessDenied", "of anna@b.example"))
    )
    with capture_logs() as logs:
        refused()
    [line] = [line for line in logs if line["event"] == "graph_refused"]
    assert (line["code"], line["graph_request_id"]) == ("ErrorAccessDenied", "b7c0")
    assert not any("anna" in str(line) or "token-" in str(line) for line in logs)


def test_a_lost_place_and_a_lost_item_are_told_apart(microsoft: Graph):
    link = graph.first_page(ADDRESS, "inbox").delta_link
    microsoft.forget()
    with pytest.raises(WorkError) as lost:
        graph.page(link)
    assert lost.value.code == RESYNC
    with pytest.raises(WorkError) as gone:
        graph.mime(ADDRESS, "AAkNever", limit=1000)
    assert gone.value.code == GONE


# Where the token goes, and how ids travel


@pytest.mark.parametrize(
    "link",
    [
        "https://graph.elsewhere.example/v1.0/users/a/messages/delta?$skiptoken=1",
        # A backslash ends the host for what sends it.
        "https://graph.elsewhere.example\\@127.0.0.1/v1.0/users/a/messages/delta?$skiptoken=1",
        "http://127.0.0.1/v1.0/users",
        "https://user@[broken",
        "//no-scheme.example/",
    ],
)
def test_no_other_host_is_called(microsoft: Graph, link: str):
    with pytest.raises(WorkError) as caught:
        graph.page(link)
    assert caught.value.permanent
    assert microsoft.calls == []


def test_ids_with_slashes_are_one_step_of_the_path(microsoft: Graph):
    mail = microsoft.receive(letter())
    assert "/" in mail.id
    assert graph.mime(ADDRESS, mail.id, limit=10_000) == mail.raw
    assert microsoft.calls[-1].path.endswith("/messages/AAk%2F1%2Ba%3D/$value")


def test_a_mail_over_the_limit_is_not_read_to_its_end(microsoft: Graph):
    mail = microsoft.receive(letter(padding=300_000))
    with pytest.raises(WorkError) as caught:
        graph.mime(ADDRESS, mail.id, limit=50_000)
    assert caught.value.code == "answer_too_large"
    head, size = graph.mime_head(ADDRESS, mail.id)
    assert head.startswith(b"From: Anna Berg")
    assert b"xxxx" not in head
    assert size == len(mail.raw)


def test_external_ids_name_the_mailbox():
    name = graph_ids.external_id("Desk@Halden.example", "AAk/1:x=")
    assert name == "desk@halden.example:AAk/1:x="
    assert graph_ids.graph_id(name, address="desk@halden.example") == "AAk/1:x="
    assert graph_ids.graph_id(name, address="other@halden.example") == ""
    assert graph_ids.graph_id("sha256:abc", address="desk@halden.example") == ""
