"""A customer's file is fetched from Meta's hosts only, whole, and its failure is told."""

import time
from base64 import b64encode
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.cache import cache
from django.utils import timezone

from inquiries import attachments, channels
from inquiries.errors import WorkError
from inquiries.models import Attachment
from messaging import media_brake
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


def test_file_with_another_checksum_than_announced_is_tried_again(meta: CloudApi, photo):
    answer = {"url": f"{meta.url}/files/{photo}", "mime_type": "image/jpeg", "sha256": sha256(b"other").hexdigest()}
    meta.faults.append(Fault(body=dump(answer)))
    error = refused(photo)
    assert (error.permanent, error.code) == (False, "checksum")
    meta.faults.append(Fault(body=dump(answer | {"sha256": b64encode(sha256(JPEG).digest()).decode()})))
    assert fetch(photo) == JPEG  # base64, as webhooks write it


def test_file_that_does_not_fit_the_webhook_is_not_stored_and_says_so(client, meta: CloudApi, photo, settings):
    settings.WORK_MAX_ATTEMPTS = 2
    settings.WORK_BACKOFF_BASE = timedelta(0)
    image = {"id": photo, "mime_type": "image/jpeg", "sha256": b64encode(sha256(b"other").digest()).decode()}
    post(client, body_of({"type": "image", "image": image, "timestamp": str(int(time.time()))}))
    ingest_all()
    for _ in range(2):
        attachments.fetch(Attachment.objects.get().pk)
    attachment = Attachment.objects.get()
    assert (attachment.state, attachment.blob) == ("PERMANENTLY_FAILED", "")
    assert "checksum differs" in attachment.last_error


def test_picture_is_what_its_bytes_are(client, meta: CloudApi, photo):
    meta.media[photo] = ("image/jpeg", b"<html><script>alert(1)</script></html>")
    image = {"id": photo, "mime_type": "image/jpeg"}
    post(client, body_of({"type": "image", "image": image, "timestamp": str(int(time.time()))}))
    ingest_all()
    attachments.fetch(Attachment.objects.get().pk)
    assert Attachment.objects.get().content_type == "application/octet-stream"


def test_file_older_than_a_week_is_gone_without_a_call(meta: CloudApi, photo):
    sent_at = timezone.now() - timedelta(days=7, minutes=1)
    AttachmentFactory(
        remote_id=photo, message__channel="whatsapp", message__account=NUMBER_ID, message__sent_at=sent_at
    )
    attachments.fetch(Attachment.objects.get().pk)
    attachment = Attachment.objects.get()
    assert (attachment.state, meta.calls) == ("PERMANENTLY_FAILED", [])
    assert "keeps it for 7 days" in attachment.last_error


def test_after_many_failures_nothing_is_asked_for_a_while(meta: CloudApi, photo):
    for number in range(media_brake.LIMIT):
        refused(f"gone-{number}")
    asked = len(meta.calls)
    error = refused(photo)
    assert (error.code, error.postponed, error.permanent) == ("brake", True, False)
    assert error.retry_after is not None
    assert len(meta.calls) == asked < 20
    # It waits, is not given up, and goes on by itself.
    AttachmentFactory(remote_id=photo, message__channel="whatsapp", message__account=NUMBER_ID)
    pk = Attachment.objects.get().pk
    for _ in range(3):
        Attachment.objects.update(due_at=timezone.now())
        attachments.fetch(pk)
    waiting = Attachment.objects.get()
    assert (waiting.state, waiting.attempts) == ("PENDING", 0)
    cache.clear()  # as an hour later
    Attachment.objects.update(due_at=timezone.now())
    attachments.fetch(pk)
    assert Attachment.objects.get().state == "STORED"


def test_what_we_refuse_ourselves_is_no_failed_look_up(meta: CloudApi, photo, settings):
    settings.WHATSAPP_MEDIA_MAX_BYTES = len(JPEG) - 1
    for _ in range(media_brake.LIMIT):
        assert refused(photo).code == "too_large"
    settings.WHATSAPP_MEDIA_MAX_BYTES = len(JPEG)
    assert fetch(photo) == JPEG


def test_failures_of_another_number_do_not_count(meta: CloudApi, photo):
    for _ in range(media_brake.LIMIT):
        media_brake.failed("another number")
    assert fetch(photo) == JPEG


def test_without_a_token_the_file_stays_at_meta():
    error = refused("1003")
    assert error.permanent
    assert "No WhatsApp token" in error.message
