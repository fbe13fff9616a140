"""What a mail from here reads like: words, signature and quoted original, as HTML and as plain text."""

import email
import email.policy
import hashlib
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from inquiries import channels
from inquiries.envelope import Address, Outbound, OutboundFile, Quoted
from inquiries.models import Message
from mailsync import letters, mime_quotes, signature
from mailsync.models import Mailbox
from tests.factories import MessageFactory
from tests.mailsync.outgoing import answered, draft_id, refused, send
from tests.servers.graph import ADDRESS, QUOTED, Fault, Graph

ASKED = Quoted(
    author="Anna Berg",
    address="anna.berg@post.example",
    sent_at=datetime(2026, 5, 4, 8, 0, tzinfo=UTC),
    text="Ten days on Crete?\n\nAnna <3",
)


@pytest.fixture
def message(db) -> Message:
    return MessageFactory.create(direction="OUT", state="SENDING", external_id=None)


def outbound(text: str = "Yes & gladly:\n  two rooms <sea view>", **columns: Any) -> Outbound:
    fields: dict[str, Any] = {
        "key": "th-17",
        "account": ADDRESS,
        "recipients": (Address(kind="email", value="anna.berg@post.example"),),
        "recipient_name": "Anna Berg",
        "subject": "Re: Crete",
        "author_name": "Nora Lindqvist",
    }
    return Outbound(text=text, **(fields | columns))


def letter(**columns: Any) -> letters.Letter:
    return letters.letter(outbound(**columns), closing="Nora\nHalden Travel")


class TestWords:
    def test_as_plain_text_with_the_original_marked(self):
        assert letter(quoted=ASKED).as_text() == (
            "Yes & gladly:\n  two rooms <sea view>\n\nNora\nHalden Travel\n\n"
            "On Mon, 4 May 2026 at 08:00, Anna Berg <anna.berg@post.example> wrote:\n"
            "> Ten days on Crete?\n>\n> Anna <3\n"
        )

    def test_our_own_reader_finds_where_the_original_begins(self):
        split = mime_quotes.split(letter(quoted=ASKED).as_text(), subject="Re: Crete")
        assert split.own.rstrip().endswith("Halden Travel")
        assert "Ten days" in split.quoted

    def test_as_html_nothing_of_it_acts(self):
        html = letter(quoted=ASKED).as_html()
        assert "Yes &amp; gladly:<br>\n &nbsp;two rooms &lt;sea view&gt;<br>" in html
        assert "Anna &lt;3</blockquote>" in html
        assert "Anna Berg &lt;anna.berg@post.example&gt; wrote:" in html

    def test_addresses_of_pages_can_be_clicked(self):
        html = letters.letter(outbound("See https://halden.example/crete?a=1&b=2."), closing="").as_html()
        assert '<a href="https://halden.example/crete?a=1&amp;b=2">' in html

    def test_a_new_mail_quotes_nothing(self):
        assert letter().as_text() == "Yes & gladly:\n  two rooms <sea view>\n\nNora\nHalden Travel"
        assert "blockquote" not in letter().as_html()

    def test_above_what_microsoft_quotes(self):
        html = letter().above_html(QUOTED)
        assert html.startswith("<html><head><style>")
        assert html.index("<body dir='ltr'>") < html.index("Yes &amp;") < html.index("divRplyFwdMsg")
        assert letter().above_text("\n\n____\nFrom: Anna").endswith("Halden Travel\n\n____\nFrom: Anna")

    @pytest.mark.parametrize(
        "change",
        [
            lambda html: html,
            lambda html: html.replace('id="th-17"', 'id="x_th-17"'),
            lambda html: html.replace('id="th-17" ', ""),
            lambda html: html.replace("<br>\n", "<br>\r\n  "),
        ],
    )
    def test_what_an_earlier_attempt_wrote_is_known_again(self, change):
        assert letter().is_in(change(letter().above_html(QUOTED)))
        assert letter().is_in(letter().above_text("From: Anna"))

    def test_what_is_only_like_it_is_not_ours(self):
        assert not letter().is_in(QUOTED)
        assert not letter().is_in(letter(key="th-171", text="Something else").above_html(QUOTED))


class TestSignature:
    def test_names_are_filled_in(self):
        text = "{agent}, {agency}\n{mailbox}"
        filled = signature.filled(text, agent="Nora", agency="Halden", mailbox="desk@halden.example")
        assert filled == "Nora, Halden\ndesk@halden.example"

    def test_an_automatic_answer_has_no_agent(self):
        assert signature.filled("{agent}\n{agency}", agent="", agency="Halden", mailbox="") == "Halden"

    def test_a_brace_that_means_nothing_stays(self):
        assert signature.filled("{ } {agent}", agent="{agency}", agency="Halden", mailbox="") == "{ } {agency}"

    def test_an_unknown_name_is_refused_where_it_is_typed(self, mailbox: Mailbox):
        mailbox.signature = "{agnet}"
        with pytest.raises(ValidationError, match=r"{agnet} is not known here. There are {agent}, {agency}, {mailbox}"):
            mailbox.full_clean()

    def test_each_mailbox_has_its_own(self, microsoft: Graph, mailbox: Mailbox):
        Mailbox.objects.create(address="spain@halden.example", signature="Halden España\n{agent}")
        channel = channels.get("email")
        assert channel.closing("spain@halden.example", author_name="Lucía") == "Halden España\nLucía"
        assert channel.closing(ADDRESS, author_name="Nora") == "Nora\nHalden Travel"


class TestAtMicrosoft:
    def test_words_and_signature_stand_above_the_original(self, microsoft: Graph, mailbox: Mailbox):
        send(reply_to=answered(microsoft), quoted=ASKED)
        body = microsoft.sent[0].fields["body"]["content"]
        assert "Nora<br>\n<br>\nNora Lindqvist<br>\nHalden Travel</div>" in body
        assert body.count("divRplyFwdMsg") == 1
        assert "blockquote" not in body  # Microsoft has quoted it already

    def test_a_plain_draft_stays_plain(self, microsoft: Graph, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr("tests.servers.graph.QUOTED", "____\nFrom: Anna Berg")
        monkeypatch.setattr("tests.servers.graph.QUOTED_KIND", "text")
        send(reply_to=answered(microsoft), quoted=ASKED)
        body = microsoft.sent[0].fields["body"]
        assert body["contentType"] == "Text"
        assert body["content"].endswith("Nora Lindqvist\nHalden Travel\n\n____\nFrom: Anna Berg")

    def test_an_answer_to_a_mail_that_is_gone_quotes_it_all_the_same(self, microsoft: Graph, mailbox: Mailbox):
        send(reply_to=f"{ADDRESS}:AAkDeleted", quoted=ASKED)
        body = microsoft.sent[0].fields["body"]["content"]
        assert body.index("Nora Lindqvist<br>") < body.index("wrote:") < body.index("Ten days on Crete?")

    def test_a_second_attempt_writes_it_once(self, microsoft: Graph, mailbox: Mailbox, message: Message):
        to = answered(microsoft)
        microsoft.faults.append(Fault(on="PATCH", taken=True, lost=True))
        refused(key=message.key, reply_to=to)
        send(key=message.key, draft_id=draft_id(message), reply_to=to)
        assert microsoft.sent[0].fields["body"]["content"].count("Hotel Porto") == 1
        assert microsoft.count("PATCH") == 1

    def test_copies_are_said_and_a_picture_of_the_original_is_no_file(
        self,
        microsoft: Graph,
        mailbox: Mailbox,
        message,
    ):
        """Microsoft takes the pictures of the quoted mail along; one of them has the name of our file."""
        ben = Address(kind="email", value="ben@post.example", name="Ben")
        photo = OutboundFile(filename="image001.png", content_type="image/png", content=b"ours")
        to = answered(microsoft)
        microsoft.faults.append(Fault(on="PATCH", lost=True))
        refused(key=message.key, reply_to=to)
        draft = microsoft.mails[draft_id(message).partition(":")[2]]
        draft.files.append({"id": "file-x", "name": "image001.png", "isInline": True})
        send(key=message.key, draft_id=draft_id(message), reply_to=to, cc=(ben,), files=(photo,))
        [mail] = microsoft.sent
        assert mail.fields["ccRecipients"] == [{"emailAddress": {"address": "ben@post.example", "name": "Ben"}}]
        assert [file.get("isInline", False) for file in mail.files] == [True, False]


def test_the_sandbox_lays_the_same_mail(settings, db, tmp_path):
    """Both forms of the letter, everybody who gets it, and a file that is written piece by piece."""
    path = tmp_path / "brochure"
    path.write_bytes(bytes(range(256)) * 4000)
    file = OutboundFile(filename="Größe & Preis.pdf", content_type="application/pdf", path=path)
    empty = OutboundFile(filename="empty.txt", content_type="text/plain", content=b"")
    people = (Address(kind="email", value="anna.berg@post.example", name="Anna Berg, Oslo"),)
    ben = Address(kind="email", value="ben@post.example", name="Ben Ødegård")
    channels.get("email").send(outbound(recipients=people, cc=(ben,), quoted=ASKED, files=(file, empty)))
    [laid] = settings.OUTBOX_DIR.iterdir()
    mail = email.message_from_bytes(laid.read_bytes(), policy=email.policy.default)
    assert [address.addr_spec for address in mail["To"].addresses] == ["anna.berg@post.example"]
    assert [(address.display_name, address.addr_spec) for address in mail["Cc"].addresses] == [
        ("Ben Ødegård", "ben@post.example")
    ]
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert "Nora Lindqvist\nHalden Travel\n\nOn Mon, 4 May 2026" in plain.get_content().replace("\r\n", "\n")
    assert "<blockquote" in html.get_content()
    first, second = mail.iter_attachments()
    assert (first.get_filename(), first.get_content_type()) == ("Größe & Preis.pdf", "application/pdf")
    assert hashlib.sha256(first.get_content()).digest() == hashlib.sha256(path.read_bytes()).digest()
    assert (second.get_filename(), second.get_content()) == ("empty.txt", "")
    assert mail.defects == []
