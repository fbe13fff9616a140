"""What a message is: a new inquiry, more about one, about a booking that stands, or no request at all."""

import re
from collections.abc import Mapping

from inquiries.extraction.document import Value
from inquiries.extraction.rules import booking_words, follow_words, other_words
from inquiries.extraction.rules.language import LANGUAGES
from inquiries.extraction.rules.page import Page

# Each a thing that a request tells of its journey.
_TOLD = (
    {"destinations"}, {"origin"}, {"depart_on", "travel_month"}, {"nights", "return_on"},
    {"travellers", "adults", "children"}, {"budget"}, {"board", "hotel_stars"}, {"rooms"},
)  # fmt: skip
# Fields that only a journey has, where a message names no word of travel but its places and times.
_TELLING = frozenset(
    {"destinations", "origin", "nights", "travel_month", "depart_on", "return_on", "board", "hotel_stars"}
    | {"travellers", "adults", "children", "budget"}
)
WITH_A_TRIP = frozenset({"inquiry", "followup"})

_REFERENCE = re.compile(
    r"(?<![\w-])(?:[A-Z]{2,4}[- ]?\d{2,4}-\d{2,6}|[A-Z]{2,4}-?\d{5,8}|[A-Z0-9]{0,6}\d[A-Z][A-Z0-9]{0,6})(?![\w-])"
)
_BOOKING_WORD = re.compile(
    r"\b(?:bookings?|bkg|reservations?|reservas?|resa|buchung\w*|vorgang\w*|auftrags?\w*|prenotazion\w|pratica|"
    r"boeking\w*|"
    r"reservering\w*|ref\w{0,9}|dossier|dossiernr|expediente|localizador|pnr|processo|codice|ticket|e-?tickets?|"
    r"voucher|"
    r"confirmation|booked|gebucht|reserve|reservad[oa]|prenotat[oaie]|geboekt|comprad[oa])\b"
)
# A number alone is one only right behind such a word: "dossier 27-3902", "Buchungsnr. 55 120".
_NUMBERED = re.compile(
    _BOOKING_WORD.pattern + r"(?:\W{0,3}(?:no|nr|num|number|nummer|numero|n|code|id)\b)?\W{0,4}"
    r"(?:[a-z]{1,4}[- ]?)?(?:\d{1,4}[-/]\d{3,6}|\d{4,10})(?![\w/-]|[.,]\d|\s?(?:€|£|\$|eur|euros?|pounds?|nights?))"
)
_ONE_LINE = 120  # characters
_CHAT = 200
_FAR = 120
_LINE = 80
_LETTER = 1500


def read(page: Page, trip: Mapping[str, Value]) -> str:
    """One of inquiry, followup, booking, other. Without words (a voice note, a place): part of the conversation."""
    document = page.document
    if document.parked_reason in {"auto_reply", "bounce", "bulk"}:
        return "other"
    if not page.spoken:
        return "followup"
    if _other(page, trip) or _thanks_for_past(page):
        return "other"
    if _about_booking(page, trip):
        return "booking"
    if _only_thanks(page, trip) or _aside(page, trip):
        return "other"
    return "followup" if _follows(page, trip) else _first_letter(page, trip)


def _first_letter(page: Page, trip: Mapping[str, Value]) -> str:
    asks = not _wants_something_else(page, trip) and _asks_for_a_trip(page, trip)
    return "inquiry" if asks else "other"


def _wants_something_else(page: Page, trip: Mapping[str, Value]) -> bool:
    """More speaks of trade, studies, praise or lost umbrellas than of a journey that somebody wants."""
    told = sum(bool(fields & trip.keys()) for fields in _TOLD)
    if told > 3:
        return False
    from inquiries.extraction.rules import deal_words, hint_words

    flat = page.own.flat
    hints = _count(hint_words.HINTS, page.subject.flat, flat) + 2 * _count(hint_words.PLAIN, page.subject.flat, flat)
    thanks = bool(other_words.THANKS.search(flat)) + _count(hint_words.PRAISE, flat)
    thanks += bool(deal_words.HOME_AGAIN.search(flat))
    hints += 2 * (thanks > 1 and "?" not in flat)
    if not hints:
        return False
    wished = any(True for _ in booking_words.near(hint_words.WISHED, page.body.flat))
    return 2 * hints > told + 2 * wished


def _asks_for_a_trip(page: Page, trip: Mapping[str, Value]) -> bool:
    """A word of travel, or places and times. "Is that the dentist?" has neither; what we cannot read may have both."""
    if not any(char.isalpha() for char in page.body.flat):
        return False
    if page.language not in LANGUAGES or _TELLING & trip.keys():
        return True
    from inquiries.extraction.rules import trip_words  # this and its like cost milliseconds: where they are needed

    texts = (page.body.flat, page.subject.flat) if page.first_letter else (page.body.flat,)
    return any(trip_words.TRAVEL.search(text) for text in texts)


def _count(pattern: re.Pattern[str], *texts: str) -> int:
    """Different words that match: saying one of them twice proves no more."""
    return len({match[0] for text in texts for match in pattern.finditer(text)})


def _other(page: Page, trip: Mapping[str, Value]) -> bool:
    """Machine mail, traders, spam, bills, applications. One word may stand in an inquiry too, several do not."""
    texts = page.subject.flat, page.own.flat
    if _count(other_words.AWAY, page.subject.flat) or _bill(page, trip):
        return True
    job = _count(other_words.JOB, *texts)
    planned = {"adults", "travellers", "nights", "budget", "board", "rooms"} & trip.keys()
    if job > 1 or (job and not ("destinations" in trip and planned)):
        return True
    wanted = _trip_is_told(trip)
    if not wanted and _sells(*texts):
        return True
    sells = max(_count(pattern, *texts) for pattern in (other_words.TRADE, other_words.SPAM))
    asks = _count(follow_words.ASKS, page.body.flat) > 0
    return sells >= (3 if wanted and asks else 2)


def _trip_is_told(trip: Mapping[str, Value]) -> bool:
    """Where to, and either where from or who."""
    return "destinations" in trip and bool({"origin", "adults", "travellers"} & trip.keys())


def _sells(*texts: str) -> bool:
    """Who they are and what they bring, or a favour that they ask."""
    from inquiries.extraction.rules import seller_words

    if _count(seller_words.FAVOUR, *texts):
        return True
    return any(True for text in texts for _ in booking_words.near(seller_words.SELLS, text, reach=_FAR))


def _bill(page: Page, trip: Mapping[str, Value]) -> bool:
    """Somebody else's invoice: enclosed, numbered, with terms. A customer's question about ours has none of these."""
    subject, body = page.subject.flat, page.own.flat
    enclosed = _count(other_words.BILL_ENCLOSED, subject, body)
    numbered = _count(other_words.NUMBERED_BILL, subject, body)
    terms = _count(other_words.TERMS, body)
    if (enclosed and numbered and terms) or (numbered and terms > 1) or (enclosed and terms > 1):
        return True
    booked = _count(booking_words.BOOKED, subject, body)
    if enclosed and terms and "?" not in body:
        return True
    return bool(enclosed and not booked and not {"destinations", "travellers"} & trip.keys())


def _about_booking(page: Page, trip: Mapping[str, Value]) -> bool:
    """By the number of a booking; else the more it tells of a new trip, the more has to speak for an old one."""
    if _referenced(page):
        return True
    flat = page.body.flat
    texts = page.subject.flat, flat
    score = _count(booking_words.BOOKED, *texts) - _count(booking_words.NOT_BOOKED, *texts)
    fresh = len({"destinations", "travellers", "travel_month", "nights"} & trip.keys())
    score += 2 * bool(_count(booking_words.COMPLAINT, *texts)) + bool(
        _count(booking_words.COMPLAINT, page.subject.flat)
    )
    # What went wrong on an earlier trip is why they want another one.
    wrong = sum(
        not (fresh > 1 and page.clauses.at(start).past)
        for start, _ in booking_words.near(booking_words.GONE_WRONG, flat)
    )
    score += 2 * bool(wrong) + bool(wrong > 1)
    score += 2 * any(True for _ in booking_words.near(booking_words.PAPERS_MISSING, flat))
    needed = 3 if fresh >= 3 else 2
    score += 2 * (score + 2 >= needed and _sold(page, fresh))
    soon = _count(booking_words.SOON, flat) + _count(booking_words.HAVE_BOOKED, flat)
    score += bool(soon) + bool(soon and _count(booking_words.PRACTICAL, flat))
    only_soon = score == bool(soon)
    return score >= needed or (score == 1 and fresh < 2 and not only_soon)


def _sold(page: Page, fresh: int) -> bool:
    """It was bought from us, money for it is under way, or it is called off, moved or put right."""
    from inquiries.extraction.rules import deal_words

    flat = page.body.flat
    for pattern in deal_words.ONE_OF:
        if any(not (fresh > 1 and page.clauses.at(match.start()).past) for match in pattern.finditer(flat)):
            return True
    if deal_words.HOME_AGAIN.search(flat) and deal_words.TROUBLE.search(flat):
        return True
    for pair in deal_words.TWO_OF:
        if any(not (fresh > 1 and page.clauses.at(start).past) for start, _ in booking_words.near(pair, flat)):
            return True
    return False


def _referenced(page: Page) -> bool:
    """The number of a booking stands in it. A number in the subject counts beside a word of one."""
    subject, body = page.subject, page.body
    if _NUMBERED.search(body.flat) or _NUMBERED.search(subject.flat):
        return True
    if any(_near_booking(page, match) for match in _REFERENCE.finditer(body.raw)):
        return True
    named = _BOOKING_WORD.search(subject.flat) or _count(booking_words.BOOKED, subject.flat, body.flat)
    return bool(named and _REFERENCE.search(subject.raw))


def _near_booking(page: Page, match: re.Match[str]) -> bool:
    around = page.body.flat[max(0, match.start() - 60) : match.end() + 40]
    return any(char.isdigit() for char in match[0]) and bool(_BOOKING_WORD.search(around))


def _only_thanks(page: Page, trip: Mapping[str, Value]) -> bool:
    flat = page.own.flat
    plain = not {"depart_on", "travel_month", "budget", "travellers", "board", "rooms"} & trip.keys()
    if not plain or "?" in flat or follow_words.ASKS.search(flat) or _goes_on(flat):
        return False
    if len(flat) < _ONE_LINE and not any(char.isdigit() for char in flat) and not follow_words.CHANGES.search(flat):
        pleased = page.document.answers and other_words.PLEASED.search(flat) and not follow_words.FOLLOWS.search(flat)
        return bool(other_words.THANKS.search(flat) or pleased)
    return len(flat) < 600 and bool(other_words.THANKS.search(flat))


def _thanks_for_past(page: Page) -> bool:
    """Thanks for a journey that is over, or for papers that came: no question, no wish, nothing that went wrong."""
    flat, subject = page.own.flat, page.subject.flat
    if "?" in flat or len(flat) > _LETTER or follow_words.WISHES.search(flat):
        return False
    if other_words.RECEIVED.search(flat) and other_words.THANKS.search(flat) and len(flat) < 2 * _ONE_LINE:
        return not (
            follow_words.CHANGES.search(flat)
            or any(True for _ in booking_words.near(booking_words.PAPERS_MISSING, flat))
        )
    thanks = other_words.ONLY_THANKS
    if not (thanks.search(flat) or thanks.search(subject)) or booking_words.COMPLAINT.search(flat):
        return False
    from inquiries.extraction.rules import going_on_words

    return not going_on_words.TAKEN.search(flat)


def _goes_on(flat: str) -> bool:
    from inquiries.extraction.rules import going_on_words

    return bool(going_on_words.TAKEN.search(flat) or going_on_words.GOES_ON.search(flat))


def _aside(page: Page, trip: Mapping[str, Value]) -> bool:
    told = {"destinations", "travellers", "adults", "nights", "budget"} & trip.keys()
    return not told and bool(other_words.ASIDE.search(page.own.flat))


def _follows(page: Page, trip: Mapping[str, Value]) -> bool:
    """A reply to ours, or words that only make sense after others; a first letter says where, when and who."""
    document = page.document
    said = _count(follow_words.FOLLOWS, page.body.flat)
    complete = "destinations" in trip and len({"travel_month", "nights", "travellers", "origin"} & trip.keys()) >= 3
    if said or not complete:
        from inquiries.extraction.rules import going_on_words

        said += _count(going_on_words.GOES_ON, page.body.flat) - _count(going_on_words.ADVERT_SEEN, page.body.flat)
    if not document.answers and not document.known:
        return said >= 2 or (not complete and (said == 1 or _amends(page, trip)))
    circular = bool(follow_words.CIRCULAR.search(document.quoted_text.lower() + "\n" + page.subject.flat))
    if circular and "destinations" in trip and said < 2:
        return False
    goes_on = said or document.known or _count(follow_words.CHANGES, page.body.flat)
    return not complete or bool(goes_on and not (said < 2 and follow_words.AFRESH.search(page.body.flat)))


def _amends(page: Page, trip: Mapping[str, Value]) -> bool:
    """A line of chat that changes something and names no journey: "doch lieber mit Halbpension"."""
    flat = page.body.flat
    told = {"destinations", "origin", "nights", "depart_on", "travel_month", "budget"} & trip.keys()
    if len(flat) > _CHAT or page.document.channel == "email" or "destinations" in trip or len(told) > 1:
        return False
    from inquiries.extraction.rules import going_on_words, trip_words

    bare = len(flat) < _LINE and not (follow_words.ASKS.search(flat) or trip_words.TRAVEL.search(flat))
    return bool(going_on_words.OPENS.match(flat) or _count(follow_words.CHANGES, flat) or (bare and trip))
