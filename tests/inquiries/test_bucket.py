"""Files in a bucket: taken in, shown by the piece, sent and deleted as from a folder, and no page gives its address."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inquiries import attachments, replies
from inquiries.blobs import StorageError
from inquiries.envelope import InboundFile, OutboundFile
from inquiries.errors import InvalidInput
from inquiries.intake import prepared, receive
from inquiries.models import Inquiry, Message
from inquiries.work import delivery, expiring
from tests.factories import inbound
from tests.servers import s3 as server
from travelhub import s3

pytestmark = pytest.mark.django_db

FILM = b"\x00\x00\x00\x20ftypisom" + bytes(range(256)) * 8_000  # 2 MB: in pieces


@pytest.fixture
def bucket(settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with server.serving() as url:
        named = {"ENDPOINT_URL": url, "REGION": server.REGION, "PREFIX": "/desk/"}
        for name, value in {**named, "ACCESS_KEY_ID": server.KEY, "SECRET_ACCESS_KEY": server.SECRET}.items():
            monkeypatch.setenv(f"S3_{name}", value)
        settings.S3_BUCKET = server.BUCKET
        settings.STORAGES = {**settings.STORAGES, "default": s3.storage(server.BUCKET)}
        client = server.client(url)
        client.url = url
        yield client


def names(bucket: Any) -> list[str]:
    return [item["Key"] for item in bucket.list_objects_v2(Bucket=server.BUCKET).get("Contents", [])]


def test_a_film_comes_in_is_played_sent_and_deleted(bucket, settings, agent, agent_client: Client) -> None:
    file = InboundFile(filename="film.mp4", content_type="video/mp4", content=FILM)
    laid = prepared(inbound(files=(file,), raw=b"Subject: our film\r\n\r\n"))
    stored = names(bucket)
    row = receive(laid).message.attachments.get()
    assert names(bucket) == stored == sorted([f"desk/{row.blob}", f"desk/{row.message.raw}"])
    assert not settings.MEDIA_ROOT.exists()

    address = reverse("attachment", args=[row.pk])
    whole = agent_client.get(address)
    assert (whole.status_code, whole.getvalue() == FILM) == (200, True)
    part = agent_client.get(address, headers={"Range": "bytes=1000000-1000009"})
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 1000000-1000009/{len(FILM)}")
    assert part.getvalue() == FILM[1_000_000:1_000_010]
    raw = agent_client.get(reverse("message_raw", args=[row.message_id]))
    assert raw.getvalue() == b"Subject: our film\r\n\r\n"

    brochure = OutboundFile(filename="Film.mp4", content_type="video/mp4", content=FILM)
    answer = replies.queue(row.message.inquiry, author=agent, channel="email", text="Yours", attachments=[brochure])
    (sent,) = delivery.build(answer.pk).files
    with sent.open() as source:
        source.seek(1_900_000)
        assert (sent.size, source.read(10)) == (len(FILM), FILM[1_900_000:1_900_010])
    assert len(names(bucket)) == 2  # the same bytes

    page = agent_client.get(reverse("inquiry", args=[row.message.inquiry_id])).content.decode()
    assert bucket.url not in page
    assert server.BUCKET not in page


def test_bytes_that_nobody_needs_go_from_the_bucket_once_they_are_old_enough(bucket, monkeypatch) -> None:
    file = InboundFile(filename="passport.jpg", content_type="image/jpeg", content=b"passport")
    row = receive(inbound(files=(file,))).message.attachments.get()
    Inquiry.objects.update(status="LOST", last_message_at=timezone.now() - timedelta(days=91))
    assert expiring.expire() == 1
    assert names(bucket) == [f"desk/{row.blob}"]  # stored a moment ago: somebody may be about to name it in a row
    monkeypatch.setattr(attachments, "_FRESH", 0)
    expiring.expire()
    assert names(bucket) == []
    with pytest.raises(FileNotFoundError):
        attachments.read(row.blob)


def test_what_is_wrong_with_the_bucket_is_said_in_words(bucket, settings, agent, agent_client: Client) -> None:
    file = InboundFile(filename="beach.jpg", content_type="image/jpeg", content=b"\xff\xd8\xff")
    row = receive(inbound(files=(file,))).message.attachments.get()
    assert attachments.probe() == f"The bucket {server.BUCKET} takes, gives and deletes."
    brochure = OutboundFile(filename="Offer.pdf", content_type="application/pdf", content=b"%PDF")

    settings.S3_BUCKET = "elsewhere"
    settings.STORAGES = {**settings.STORAGES, "default": s3.storage("elsewhere")}
    with pytest.raises(StorageError, match="There is no bucket elsewhere"):
        attachments.probe()

    settings.STORAGES = {**settings.STORAGES, "default": s3.storage(server.BUCKET)}
    server.check_keys(bucket.url)
    with pytest.raises(StorageError, match="refuses our key"):
        attachments.probe()
    page = agent_client.get(reverse("attachment", args=[row.pk]))
    assert page.status_code == 503
    assert "The files are out of reach" in page.content.decode()
    with pytest.raises(InvalidInput, match=r"Offer\.pdf could not be stored, so nothing was sent"):
        replies.queue(row.message.inquiry, author=agent, channel="email", text="Yours", attachments=[brochure])
    assert Message.objects.filter(direction="OUT").count() == 0


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"S3_REGION": "eu-central-1"}, "S3_REGION is set, but S3_BUCKET is not"),
        ({"S3_BUCKET": "b", "S3_ACCESS_KEY_ID": "k"}, "S3_ACCESS_KEY_ID is set, but S3_SECRET_ACCESS_KEY is not"),
        ({"S3_BUCKET": "b", "S3_ENDPOINT_URL": "minio"}, "S3_ENDPOINT_URL=minio is not an http"),
    ],
)
def test_half_a_configuration_stops_the_start(monkeypatch, values, words) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit, match=words):
        s3.storage(values.get("S3_BUCKET", ""))
