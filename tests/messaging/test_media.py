"""A customer's file is fetched from Meta's hosts only, whole, and its failure is told."""

import time

import pytest

from inquiries import attachments, channels
from inquiries.errors import WorkError
from inquiries.models import Attachment
from messaging.foreign import dump
from tests.factories import AttachmentFactory
from tests.messaging.payloads import body_of, ingest_all, post
from tests.servers.cloud_api import NUMBER_ID, TOKEN, CloudApi, Fault, RefusalError

pytestmark = pytest.mark.django_db

JPEG = b"\xff\xd8\xff\xe0 beach" * 50_000


@pytest.fixture
def photo(meta: CloudApi) -> str:
    meta.media["1003"] = ("image/jpeg", JPEG)
    return "1003"


def fetch(media_id: str) -> bytes:
    return channels.get("whatsapp").fetch(media_id, account=NUMBER_ID)


def refused(media_id: str) -> WorkError:
    with pytest.raises(WorkError) as caught:
        fetch(media_id)
    return caught.value


def shown_the_token(meta: CloudApi) -> set[str]:
    return {path for path, bearer in meta.bearers if TOKEN in bearer}


def test_file_is_looked_up_and_fetched_with_the_token(meta: CloudApi, photo):
    assert fetch(photo) == JPEG
    assert [call.path for call in meta.calls] == [f"/v25.0/{photo}", f"/files/{photo}"]
    assert meta.calls[0].query == {"phone_number_id": [NUMBER_ID]}


def test_attachment_of_a_posted_message_is_stored(client, meta: CloudApi, photo):
    image = {"id": photo, "mime_type": "image/jpeg"}
    post(client, body_of({"type": "image", "image": image, "timestamp": str(int(time.time()))}))
    ingest_all()
    attachment = Attachment.objects.get()
    attachments.fetch(attachment.pk)
    attachment.refresh_from_db()
    assert (attachment.state, attachment.size) == ("STORED", len(JPEG))
    assert attachments.read(attachment.blob) == JPEG


def test_failed_fetch_keeps_the_message_and_says_why(meta: CloudApi):
    AttachmentFactory(remote_id="gone", message__channel="whatsapp", message__account=NUMBER_ID)
    attachments.fetch(Attachment.objects.get().pk)
    attachment = Attachment.objects.get()
    assert attachment.state == "PERMANENTLY_FAILED"
    assert "7 days" in attachment.last_error


@pytest.mark.parametrize("times", [1, 2])
def test_expired_address_is_looked_up_once_more(meta: CloudApi, photo, times):
    meta.expired = times
    if times == 1:
        assert fetch(photo) == JPEG
    else:
        error = refused(photo)
        assert (error.permanent, error.code) == (False, "404")
    assert len(meta.calls) == 4


def test_file_that_meta_no_longer_has_is_gone_for_good(meta: CloudApi):
    error = refused("unknown")
    assert error.permanent
    assert "7 days" in error.message


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/files/1003",
        "https://127.0.0.1.evil.example/",
        "http://127.0.0.1/files/1003",
        "file:///etc/passwd",
        "//127.0.0.1/",
        "nonsense",
    ],
)
def test_token_goes_to_no_other_host(meta: CloudApi, photo, link):
    meta.links[photo] = link
    error = refused(photo)
    assert (error.permanent, error.code) == (True, "host")
    assert shown_the_token(meta) == {f"/v25.0/{photo}"}


def test_backslash_in_an_address_misleads_nobody(meta: CloudApi, photo):
    """Some readers of addresses take it for a part of the host's name, requests for the end of it."""
    meta.links[photo] = f"{meta.url.replace('127.0.0.1', 'localhost')}\\@127.0.0.1/files/{photo}"
    assert refused(photo).code == "host"
    assert shown_the_token(meta) == {f"/v25.0/{photo}"}


def test_redirect_within_the_hosts_is_followed(meta: CloudApi, photo):
    meta.links[photo] = f"{meta.url}/moved/{photo}"
    assert fetch(photo) == JPEG


def test_redirect_out_of_the_hosts_is_not(meta: CloudApi, photo):
    meta.links[photo] = f"{meta.url}/away/{photo}"
    assert refused(photo).code == "host"
    assert f"/files/{photo}" not in shown_the_token(meta)


def test_redirect_in_a_circle_ends(meta: CloudApi, photo):
    meta.links[photo] = f"{meta.url}/circle/{photo}"
    assert refused(photo).code == "redirects"


def test_host_may_be_named_with_its_port(meta: CloudApi, photo, settings):
    settings.WHATSAPP_MEDIA_HOSTS = [meta.url.removeprefix("https://")]
    assert fetch(photo) == JPEG


def test_page_instead_of_the_file_is_tried_again(meta: CloudApi, photo):
    meta.pages = 1
    error = refused(photo)
    assert (error.permanent, error.code) == (False, "page")


def test_too_large_a_file_is_refused_before_it_is_fetched(meta: CloudApi, photo, settings):
    settings.WHATSAPP_MEDIA_MAX_BYTES = 1000
    assert refused(photo).permanent
    assert [call.path for call in meta.calls] == [f"/v25.0/{photo}"]


def test_file_larger_than_announced_is_not_read_to_its_end(meta: CloudApi, photo, settings):
    settings.WHATSAPP_MEDIA_MAX_BYTES = 1000
    answer = {"url": f"{meta.url}/files/{photo}", "mime_type": "image/jpeg", "file_size": 10}
    meta.faults.append(Fault(body=dump(answer)))
    error = refused(photo)
    assert (error.permanent, error.code) == (True, "answer_too_large")


def test_file_cut_short_is_tried_again(meta: CloudApi, photo):
    answer = {"url": f"{meta.url}/files/{photo}", "mime_type": "image/jpeg", "file_size": len(JPEG) + 1}
    meta.faults.append(Fault(body=dump(answer)))
    error = refused(photo)
    assert (error.permanent, error.code) == (False, "size")


@pytest.mark.parametrize(
    "fault", [Fault(page=502), Fault(lost=True), Fault(refusal=RefusalError(131052, "x", status=500))]
)
def test_failing_look_up_is_tried_again(meta: CloudApi, photo, fault):
    meta.faults.append(fault)
    error = refused(photo)
    assert (error.permanent, error.outcome_unknown) == (False, False)


def test_id_of_a_stranger_stays_one_part_of_the_address(meta: CloudApi):
    assert refused("../../v25.0/me?fields=token").permanent
    assert meta.calls[0].path == "/v25.0/..%2F..%2Fv25.0%2Fme%3Ffields%3Dtoken"


def test_without_a_token_the_file_stays_at_meta():
    error = refused("1003")
    assert error.permanent
    assert "No WhatsApp token" in error.message
