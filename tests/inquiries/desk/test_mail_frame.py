"""The original of a mail: in a frame of its own that can do nothing, with remote pictures only when asked for."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.signing import TimestampSigner, b62_encode
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inquiries.envelope import InboundFile
from inquiries.intake import receive
from inquiries.models import Message
from tests.factories import inbound
from tests.inquiries.desk.pages import element, tree, words

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100
HTML = (
    '<p style="color:#333">Dear Nora <img src="cid:logo"><img src="https://track.example/pixel"></p>'
    '<script>alert(1)</script><a href="https://hotel.example/" onclick="alert(2)">the hotel</a>'
)


@pytest.fixture
def mail() -> Message:
    logo = InboundFile(filename="logo.png", content_type="image/png", content=PNG, content_id="logo", inline=True)
    raw = b"From: anna@post.example\r\nSubject: Crete\r\n\r\nHello"
    return receive(inbound(html=HTML, raw=raw, raw_content_type="message/rfc822", files=(logo,))).message


def original(client: Client, message: Message, **query: str) -> Any:
    return client.get(reverse("message_html", args=[message.pk]), query)


def test_the_frame_can_do_nothing(agent_client: Client, mail: Message) -> None:
    response = original(agent_client, mail)
    policy = {part.split()[0]: part.split()[1:] for part in response["Content-Security-Policy"].split("; ")}
    assert policy["default-src"] == ["'none'"]
    assert policy["img-src"] == ["'self'", "data:"]
    assert "allow-scripts" not in policy["sandbox"]
    assert "allow-same-origin" not in policy["sandbox"]
    assert policy["frame-ancestors"] == ["'self'"]
    assert (response["X-Content-Type-Options"], response["Referrer-Policy"]) == ("nosniff", "no-referrer")
    text = response.content.decode()
    assert ("alert" in text, "the hotel" in text, "track.example" in text) == (False, True, False)


def test_remote_pictures_load_when_asked_for(agent_client: Client, mail: Message) -> None:
    shut = tree(agent_client.get(reverse("message_frame", args=[mail.pk]), headers=HTMX))
    assert "1 remote picture not loaded." in words(shut)
    show = shut.xpath("//a[text()='Show them']")[0]
    opened = tree(agent_client.get(show.get("hx-get"), headers=HTMX))
    assert "the sender may see that the mail was opened" in words(opened)
    response = agent_client.get(opened.xpath("//iframe/@src")[0])
    assert "https://track.example/pixel" in response.content.decode()
    assert "img-src 'self' data: https:" in response["Content-Security-Policy"]


def test_the_page_frames_it_by_its_address(agent_client: Client, mail: Message) -> None:
    html = agent_client.get(reverse("inquiry", args=[mail.inquiry_id]))
    assert "Dear Nora" not in html.content.decode()
    link = element(html, f"m-{mail.pk}").xpath(".//a[text()='Original']")[0]
    assert link.get("href") == reverse("message_html", args=[mail.pk])
    frame = tree(agent_client.get(link.get("hx-get"), headers=HTMX)).xpath("//iframe")[0]
    assert (frame.get("src"), frame.get("srcdoc")) == (reverse("message_html", args=[mail.pk]), None)
    assert set(frame.get("sandbox").split()) == {"allow-popups", "allow-popups-to-escape-sandbox"}
    assert html["X-Frame-Options"] == "SAMEORIGIN"
    # Without scripts, or in a window of its own.
    assert agent_client.get(link.get("hx-get"))["Location"] == link.get("href")


class TestPicturesOfTheFrame:
    """A sandboxed frame has no session: the key in the address stands for it."""

    def address(self, client: Client, mail: Message) -> str:
        return str(tree(original(client, mail)).xpath("//img/@src")[0])

    def test_they_load_without_a_session(self, agent_client: Client, client: Client, mail: Message) -> None:
        response = client.get(self.address(agent_client, mail))
        assert (response.status_code, response.getvalue()) == (200, PNG)

    def test_only_with_their_own_key_and_for_an_hour(self, agent_client: Client, client: Client, mail: Message) -> None:
        address = self.address(agent_client, mail)
        path, _, key = address.partition("?key=")
        other = receive(
            inbound(files=(InboundFile(filename="a.png", content_type="image/png", content=PNG),))
        ).message.attachments.get()
        stolen = reverse("framed_picture", args=[other.pk])
        for wrong in (path, f"{path}?key=", f"{address}x", f"{stolen}?key={key}"):
            assert client.get(wrong).status_code == 404
        old = TimestampSigner(salt="framed-picture")
        two_hours_ago = b62_encode(int((timezone.now() - timedelta(hours=2)).timestamp()))
        old.timestamp = lambda: two_hours_ago  # type: ignore[method-assign]
        assert client.get(path, {"key": old.sign(str(mail.attachments.get().pk))}).status_code == 404

    def test_only_pictures(self, agent_client: Client, client: Client, mail: Message) -> None:
        address = self.address(agent_client, mail)
        mail.attachments.update(content_type="application/pdf")
        assert client.get(address).status_code == 404


def test_the_raw_mail_is_saved_as_it_came(agent_client: Client, mail: Message) -> None:
    response = agent_client.get(reverse("message_raw", args=[mail.pk]))
    assert response.getvalue().startswith(b"From: anna@post.example")
    assert response["Content-Disposition"] == f'attachment; filename="TH-{mail.inquiry_id}-{mail.pk}.eml"'
    assert response["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize("name", ["message_html", "message_raw"])
def test_where_there_is_none(agent_client: Client, name: str) -> None:
    plain = receive(inbound()).message
    assert agent_client.get(reverse(name, args=[plain.pk])).status_code == 404
    links = element(agent_client.get(reverse("inquiry", args=[plain.inquiry_id])), f"m-{plain.pk}").xpath(".//a/@href")
    assert not [link for link in links if "/html/" in link or "/raw/" in link]
