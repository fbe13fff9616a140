"""Marks stand exactly on the words that prove a value, whatever the words are."""

import pytest

from inquiries.desk.evidence import Span, anchor, render, spans


def span(text: str, quote: str, message: int = 7) -> Span:
    start = text.index(quote)
    return Span(start, start + len(quote), anchor(message, start, start + len(quote)))


def test_one_quote() -> None:
    assert render("We go to Crete in May", [Span(9, 14, "ev-7-9-14")]) == (
        'We go to <mark class="hub-ev" id="ev-7-9-14">Crete</mark> in May'
    )


def test_offsets_are_code_points_and_words_are_escaped() -> None:
    text = "😍 <b>Crète</b> & Co"
    assert render(text, [span(text, "Crète</b>")]) == (
        '😍 &lt;b&gt;<mark class="hub-ev" id="ev-7-5-14">Crète&lt;/b&gt;</mark> &amp; Co'
    )


def test_marks_that_overlap_never_cross_and_each_can_be_lit_whole() -> None:
    text = "me, Dan and the kids (4 and 7), all of us"
    long, short, late = span(text, "me, Dan and the kids (4 and 7)"), span(text, "(4 and 7)"), span(text, "7), all")
    html = render(text, [short, late, long])
    assert html.count("<mark") == html.count("</mark>") == 4
    assert "<mark" not in html.split("<mark", 1)[1].split("</mark>")[0]
    for one in (long, short, late):
        assert html.count(f'id="{one.anchor}"') == 1
    lit = [piece.split("</mark>")[0] for piece in html.split("<mark")[1:] if long.anchor in piece.split(">")[0]]
    assert "".join(piece.split(">", 1)[1] for piece in lit) == "me, Dan and the kids (4 and 7)"


def test_two_facts_proven_by_the_same_words_share_a_mark() -> None:
    evidence = [{"message": 7, "start": 0, "end": 5}, {"message": 7, "part": "text", "start": 0, "end": 5}]
    assert spans(7, evidence) == [Span(0, 5, "ev-7-0-5")]


def test_parts_and_messages_are_kept_apart() -> None:
    evidence = [{"message": 7, "part": "subject", "start": 0, "end": 3}, {"message": 8, "start": 0, "end": 3}]
    assert spans(7, evidence) == []
    assert spans(7, evidence, "subject") == [Span(0, 3, "ev-7-subject-0-3")]


@pytest.mark.parametrize(
    "item",
    [None, "x", {}, {"message": 7}, {"message": 7, "start": 5, "end": 2}, {"message": 7, "start": "0", "end": 3}],
)
def test_what_is_no_evidence_marks_nothing(item: object) -> None:
    assert spans(7, [item]) == []


def test_a_mark_beyond_the_text_is_cut() -> None:
    assert render("Crete", [Span(2, 99, "a")]) == 'Cr<mark class="hub-ev" id="a">ete</mark>'
    assert render("Crete", [Span(50, 99, "a")]) == "Crete"


def test_an_address_in_the_text_is_a_link() -> None:
    html = render('See https://hotel.example/?a=1&b=2, or "https://x.example".', [])
    assert 'href="https://hotel.example/?a=1&amp;b=2"' in html
    assert html.count("<a ") == 2
    odd = render("javascript:alert(1) https://x.example/'onmouseover=1", [])
    assert odd.count("href=") == 1
    assert 'href="https://x.example/"' in odd
