"""Outgoing calls: always named and timed, never endless, and every failure says whether it may be repeated."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
from structlog.testing import capture_logs

from inquiries import http_client
from inquiries.errors import WorkError


class Vendor(BaseHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.rfile.read(length)
        getattr(self, "answer_" + self.path.strip("/").split("?")[0])()

    def do_POST(self) -> None:
        self.do_GET()

    def _head(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def answer_fine(self) -> None:
        self._head(200, Content_Length="2")
        self.wfile.write(b"ok")

    def answer_large(self) -> None:
        self._head(200, Content_Length="5000")
        self.wfile.write(b"x" * 5000)

    def answer_cut(self) -> None:
        self._head(200, Content_Length="5000")
        self.wfile.write(b"x" * 10)
        self.close_connection = True

    def answer_hangup(self) -> None:
        self.close_connection = True

    def answer_slow(self) -> None:
        time.sleep(0.6)
        self.close_connection = True

    def answer_moved(self) -> None:
        self._head(302, Location="/fine", Content_Length="0")


@pytest.fixture(scope="module")
def vendor() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Vendor)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_no_session_without_a_name_and_a_timeout():
    with pytest.raises(ValueError, match="name"):
        http_client.session("")
    with pytest.raises(ValueError, match="timeout"):
        http_client.session("vendor", timeout=(3.05, 0))


def test_one_log_line_a_call_without_query_or_body(vendor):
    with capture_logs() as lines:
        answer = http_client.session("vendor").post(f"{vendor}/fine?token=secret", data="a secret body")
    assert answer.text == "ok"
    (line,) = lines
    assert (line["client"], line["host"], line["method"], line["status"]) == ("vendor", "127.0.0.1", "POST", 200)
    assert "secret" not in str(line)


def test_a_failed_call_is_logged_too(vendor):
    with capture_logs() as lines, pytest.raises(WorkError):
        http_client.session("vendor").get(f"{vendor}/hangup")
    assert lines[0]["status"] is None
    assert lines[0]["error"]


def test_an_answer_over_the_limit_is_refused_for_good(vendor):
    with pytest.raises(WorkError) as caught:
        http_client.session("vendor", max_bytes=1000).get(f"{vendor}/large")
    assert caught.value.permanent


def test_a_streamed_body_has_its_own_limit(vendor):
    answer = http_client.session("vendor", max_bytes=10).get(f"{vendor}/large", stream=True)
    assert len(http_client.read_body(answer, 6000)) == 5000


@pytest.mark.parametrize("path", ["cut", "hangup", "slow"])
@pytest.mark.parametrize(("method", "unknown"), [("GET", False), ("POST", True)])
def test_a_lost_answer_is_retryable_but_unknown_where_the_call_changes_something(vendor, path, method, unknown):
    with pytest.raises(WorkError) as caught:
        http_client.session("vendor", timeout=(1, 0.3)).request(method, f"{vendor}/{path}")
    assert not caught.value.permanent
    assert caught.value.outcome_unknown is unknown


def test_a_call_that_never_left_is_plainly_retryable():
    with pytest.raises(WorkError) as caught:
        http_client.session("vendor").post("http://127.0.0.1:1/")
    assert caught.value.code == "unreachable"
    assert not caught.value.permanent
    assert not caught.value.outcome_unknown


def test_a_wrong_address_is_permanent():
    with pytest.raises(WorkError) as caught:
        http_client.session("vendor").get("no address")
    assert caught.value.permanent


def test_redirects_are_not_followed_unless_asked_for(vendor):
    assert http_client.session("vendor").get(f"{vendor}/moved").status_code == 302
    assert http_client.session("vendor", follow_redirects=True).get(f"{vendor}/moved").text == "ok"


NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("0.5", timedelta(seconds=0.5)),
        ("Mon, 04 May 2026 08:01:00 GMT", timedelta(minutes=1)),
        ("Mon, 04 May 2026 07:00:00 GMT", timedelta(0)),
        ("-5", timedelta(0)),
        ("soon", timedelta(0)),
        ("999999999999", timedelta(hours=24)),
        ("", None),
    ],
)
def test_retry_after_in_both_forms(value, wait):
    headers = requests.structures.CaseInsensitiveDict({"retry-after": value})
    assert http_client.retry_after(headers, now=NOW) == wait
