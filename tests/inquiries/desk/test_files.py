"""Files that strangers sent: pictures and papers open safely, everything else is saved, and nothing acts."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from inquiries import attachments
from inquiries.envelope import InboundFile
from inquiries.intake import receive
from inquiries.models import Attachment, Message
from tests.factories import AttachmentFactory, MessageFactory, inbound
from tests.inquiries.desk.pages import element, tree, words

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 30_000


def attach(content: bytes = PNG, *, name: str = "terrace.png", kind: str = "image/png", **more: Any) -> Attachment:
    file = InboundFile(filename=name, content_type=kind, content=content, **more)
    return receive(inbound(files=(file,))).message.attachments.get()


def fetch(client: Client, file: Attachment, **headers: str) -> Any:
    return client.get(reverse("attachment", args=[file.pk]), headers=headers)


def bubble(client: Client, message: Message) -> Any:
    return element(client.get(reverse("inquiry", args=[message.inquiry_id])), f"m-{message.pk}")


class TestOpening:
    @pytest.mark.parametrize(
        ("kind", "content"),
        [
            ("image/png", PNG),
            ("image/jpeg", b"\xff\xd8\xff\xe0 beach"),
            ("image/webp", b"RIFF\x24\x00\x00\x00WEBPVP8 "),
            ("application/pdf", b"%PDF-1.7 offer"),
            ("audio/ogg; codecs=opus", b"OggS\x00\x02"),
            ("audio/mpeg", b"\xff\xfb\x90\x00"),
            ("audio/aac", b"\xff\xf1\x50\x80"),
            ("audio/amr", b"#!AMR\n"),
            ("audio/mp4", b"\x00\x00\x00\x20ftypM4A "),
            ("video/mp4", b"\x00\x00\x00\x20ftypisom"),
            ("video/3gpp", b"\x00\x00\x00\x20ftyp3gp4"),
        ],
    )
    def test_what_a_browser_shows_is_shown(self, agent_client: Client, kind: str, content: bytes) -> None:
        response = fetch(agent_client, attach(content, kind=kind))
        assert response.getvalue() == content
        assert response["Content-Type"] == kind.partition(";")[0]
        assert response["Content-Disposition"] == 'inline; filename="terrace.png"'

    @pytest.mark.parametrize(
        ("kind", "name"),
        [
            ("text/html", "offer.html"),
            ("image/svg+xml", "logo.svg"),
            ("application/xhtml+xml", "x.xhtml"),
            ("text/xml", "x.xml"),
            ("application/javascript", "x.js"),
            ("application/octet-stream", "x.png"),
            ("application/vnd.ms-excel", "rooms.xls"),
            ("image/png\r\nX-Evil: 1", "x.png"),
        ],
    )
    def test_everything_else_is_only_saved(self, agent_client: Client, kind: str, name: str) -> None:
        response = fetch(agent_client, attach(b"<script>alert(1)</script>", name=name, kind=kind))
        assert response["Content-Type"] == "application/octet-stream"
        assert response["Content-Disposition"].startswith("attachment;")
        assert "X-Evil" not in response

    @pytest.mark.parametrize(
        ("kind", "content", "served"),
        [
            ("image/png", b"<html><script>alert(1)</script>", "application/octet-stream"),
            ("application/pdf", b"MZ\x90\x00 program", "application/octet-stream"),
            ("image/jpeg", PNG, "image/png"),
            ("audio/mpeg", b"OggS\x00\x02", "audio/ogg"),
            ("image/png", b"\x00\x00\x00\x20ftypheic", "application/octet-stream"),
        ],
    )
    def test_the_bytes_count_and_not_what_the_sender_calls_them(
        self, agent_client: Client, kind: str, content: bytes, served: str
    ) -> None:
        response = fetch(agent_client, attach(content, kind=kind))
        assert response["Content-Type"] == served
        assert response["Content-Disposition"].startswith("inline" if served != "application/octet-stream" else "att")

    def test_every_lock_is_on(self, agent_client: Client) -> None:
        for file in (attach(), attach(kind="application/pdf"), attach(kind="text/html")):
            response = fetch(agent_client, file)
            policy = response["Content-Security-Policy"]
            assert (response["X-Content-Type-Options"], "default-src 'none'" in policy) == ("nosniff", True)
            assert ("script-src" in policy, "private" in response["Cache-Control"]) == (False, True)

    def test_it_can_be_saved_all_the_same(self, agent_client: Client) -> None:
        response = agent_client.get(reverse("attachment", args=[attach().pk]), {"save": "1"})
        assert response["Content-Disposition"] == 'attachment; filename="terrace.png"'

    @pytest.mark.parametrize(
        ("name", "header"),
        [
            ("../../etc/passwd", "_.._etc_passwd"),
            ('a"b.png', 'a\\"b.png'),
            ("a\r\nSet-Cookie: x.png", "a__Set-Cookie: x.png"),
            ("", "file-"),
        ],
    )
    def test_its_name_is_only_a_name(self, agent_client: Client, name: str, header: str) -> None:
        response = fetch(agent_client, attach(name=name))
        assert f'filename="{header}' in response["Content-Disposition"]
        assert "Set-Cookie" not in response.headers

    def test_a_name_in_any_letters(self, agent_client: Client) -> None:
        assert (
            "filename*=utf-8''%D0%BA%D1%80%D0%B8%D1%82.png"
            in fetch(agent_client, attach(name="крит.png"))["Content-Disposition"]
        )

    @pytest.mark.parametrize(
        ("asked", "status", "content", "told"),
        [
            ("bytes=0-3", 206, PNG[:4], "bytes 0-3/30008"),
            ("bytes=30000-", 206, PNG[30000:], "bytes 30000-30007/30008"),
            ("bytes=-8", 206, PNG[-8:], "bytes 30000-30007/30008"),
            ("bytes=0-99999", 200, PNG, None),
            ("furlongs=1-2", 200, PNG, None),
        ],
    )
    def test_a_player_asks_for_a_part(
        self, agent_client: Client, asked: str, status: int, content: bytes, told: str | None
    ) -> None:
        response = fetch(agent_client, attach(), Range=asked)
        assert (response.status_code, response.getvalue()) == (status, content)
        assert (response.get("Content-Range"), response["Content-Length"]) == (told, str(len(content)))

    def test_a_part_that_is_not_there(self, agent_client: Client) -> None:
        response = fetch(agent_client, attach(), Range="bytes=40000-")
        assert (response.status_code, response["Content-Range"]) == (416, "bytes */30008")

    def test_an_empty_file(self, agent_client: Client) -> None:
        response = fetch(agent_client, attach(b""), Range="bytes=0-")
        assert (response.status_code, response.getvalue()) == (200, b"")

    def test_bytes_that_are_gone_or_never_were(self, agent_client: Client) -> None:
        file = attach()
        Attachment.objects.update(blob="blobs/ff/" + "f" * 64)
        assert fetch(agent_client, file).status_code == 404
        assert agent_client.get(reverse("attachment", args=[999_999])).status_code == 404


class TestInTheConversation:
    def test_a_picture_is_seen_and_a_paper_is_named(self, agent_client: Client) -> None:
        picture, paper = attach(), attach(b"%PDF-1.4" * 40, name="Booking.pdf", kind="application/pdf")
        image = bubble(agent_client, picture.message).find(".//img")
        assert (image.get("src"), image.get("alt")) == (reverse("attachment", args=[picture.pk]), "terrace.png")
        assert "PDF Booking.pdf 320 B" in words(bubble(agent_client, paper.message))

    def test_a_voice_note_plays(self, agent_client: Client) -> None:
        audio = bubble(agent_client, attach(kind="audio/ogg", name="").message).find(".//audio")
        assert audio.get("aria-label") == "Voice note"

    @pytest.mark.parametrize(("text", "shown"), [("[Voice note]", False), ("[Voice note] at last", True)])
    def test_what_only_stands_for_a_file_is_not_said_beside_it(
        self, agent_client: Client, text: str, shown: bool
    ) -> None:
        message = MessageFactory(channel="whatsapp", text=text)
        assert "[Voice note]" in words(bubble(agent_client, message)), "without the file it is all there is"
        AttachmentFactory(message=message)
        assert ("[Voice note]" in words(bubble(agent_client, message))) is shown

    def test_the_logo_of_a_signature_stays_in_the_original(self, agent_client: Client) -> None:
        logo = attach(b"\x89PNG", content_id="logo", inline=True)
        assert bubble(agent_client, logo.message).find(".//img") is None


class TestNotHereYet:
    @pytest.fixture
    def waiting(self) -> Attachment:
        made: Attachment = AttachmentFactory(message=MessageFactory(channel="whatsapp"), state="PENDING")
        return made

    @pytest.fixture
    def failed(self, waiting: Attachment) -> Attachment:
        Attachment.objects.update(state="PERMANENTLY_FAILED", due_at=None, last_error="WhatsApp has deleted it.")
        waiting.refresh_from_db()
        return waiting

    def test_it_says_so_and_looks_again(self, agent_client: Client, waiting: Attachment) -> None:
        spot = bubble(agent_client, waiting.message).xpath(".//*[@id=$name]", name=f"f-{waiting.pk}")[0]
        assert "passport.pdf being fetched" in words(spot)
        blob, sha256 = attachments.store(b"%PDF-1.4")
        Attachment.objects.update(state="STORED", blob=blob, sha256=sha256, size=8, due_at=None)
        there = tree(agent_client.get(spot.get("hx-get"), headers=HTMX))
        assert (there.get("href"), there.get("hx-trigger")) == (reverse("attachment", args=[waiting.pk]), None)

    def test_its_address_says_why_it_is_not_there(self, agent_client: Client, failed: Attachment) -> None:
        response = fetch(agent_client, failed)
        assert (response.status_code, "WhatsApp has deleted it." in response.content.decode()) == (409, True)

    def test_a_failed_one_is_tried_again(self, agent_client: Client, agent, failed: Attachment) -> None:
        spot = bubble(agent_client, failed.message).xpath(".//*[@id=$name]", name=f"f-{failed.pk}")[0]
        assert "could not be fetched. WhatsApp has deleted it." in words(spot)
        again = agent_client.post(spot.get("hx-post"), headers=HTMX)
        assert "being fetched" in words(tree(again))
        failed.refresh_from_db()
        assert (failed.state, failed.attempts) == ("PENDING", 0)
        assert failed.message.inquiry.events.get(kind="retried").actor == agent
        # Pressed again, by a colleague and without scripts: it is on its way already.
        assert agent_client.post(spot.get("action"))["Location"].endswith(f"#m-{failed.message_id}")
        assert failed.message.inquiry.events.filter(kind="retried").count() == 1
