"""One made-up inquiry from its first message to its last: pure, the same for the same random numbers and time."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from inquiries.synthetic import words

DAY = timedelta(days=1)
# Age of an inquiry in days up to, weight, and how its status is spread at that age.
AGES: tuple[tuple[float, float, int, dict[str, int]], ...] = (
    (0, 1, 6, {"NEW": 55, "OPEN": 35, "QUOTED": 6, "CLOSED": 4}),
    (1, 30, 54, {"NEW": 5, "OPEN": 38, "QUOTED": 30, "BOOKED": 12, "LOST": 8, "CLOSED": 7}),
    (30, 1000, 940, {"OPEN": 3, "QUOTED": 3, "BOOKED": 32, "LOST": 27, "CLOSED": 35}),
)
ACTIVE = ("NEW", "OPEN", "QUOTED")
FIELDS = ("destinations", "depart_on", "nights", "travellers", "budget", "origin")
MENTIONED = {"destinations": 0.96, "depart_on": 0.7, "nights": 0.6, "travellers": 0.85, "budget": 0.45, "origin": 0.5}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One message. `out`: ours."""

    channel: str
    out: bool
    text: str
    sent_at: datetime
    state: str
    file: bool = False


@dataclass(frozen=True, kw_only=True)
class Known:
    """A value that the first message says, and the words in it that prove it. `proven`: an engine gave those words."""

    field: str
    value: Any
    start: int
    quote: str
    proven: bool


@dataclass(kw_only=True)
class Plot:
    name: str
    language: str
    subject: str
    status: str
    parked: str = ""
    kind: str = "inquiry"
    lost_reason: str = ""
    assigned: bool = False
    snoozed_until: datetime | None = None
    answered: bool = True
    lines: list[Line] = field(default_factory=list)
    known: list[Known] = field(default_factory=list)


def plot(random: Random, now: datetime, *, messages: int | None = None) -> Plot:
    """`messages`: how long the conversation is; about four if it does not matter."""
    language = random.choices(words.LANGUAGES, words.LANGUAGE_WEIGHTS)[0]
    name = f"{random.choice(words.FIRST)} {random.choice(words.LAST)}"
    if messages is None and random.random() < 0.07:
        return _parked(random, now, name)
    low, high, _, spread = random.choices(AGES, [weight for _, _, weight, _ in AGES])[0]
    created = now - DAY * random.uniform(low, high) - timedelta(minutes=1)
    status = random.choices(list(spread), list(spread.values()))[0]
    if messages is not None:
        created, status = now - 20 * DAY, "OPEN"
    made = Plot(name=name, language=language.code, subject="", status=status)
    text, values = _request(random, language, name, created.date())
    made.subject = language.subject.format(values.pop("_title"))
    made.known = [_known(random, text, key, *value) for key, value in values.items()]
    made.assigned = status != "NEW" and random.random() < 0.9
    if status == "LOST":
        made.lost_reason = random.choice(words.LOST_REASONS)
    if status in ACTIVE:
        made.snoozed_until = now + DAY * random.uniform(0.1, 6) if random.random() < 0.05 else None
        made.kind = "other" if random.random() < 0.05 else "inquiry"
    _talk(random, made, language, text, now, created=created, messages=messages)
    return made


def _parked(random: Random, now: datetime, name: str) -> Plot:
    reason = random.choices(list(words.PARKED_TEXTS), [35, 15, 45, 5])[0]
    subject, text = words.PARKED_TEXTS[reason]
    sent = now - DAY * random.uniform(0, 900)
    line = Line(channel="email", out=False, text=text, sent_at=sent, state="PROCESSED")
    return Plot(name=name, language="en", subject=subject, status="NEW", parked=reason, kind="other", lines=[line])


def _request(random: Random, language: words.Language, name: str, day: date) -> tuple[str, dict[str, Any]]:
    """The first message, and of each field that it mentions the value and the words for it."""
    weights = [weight for _, _, weight in words.PLACES]
    places = list(dict.fromkeys(random.choices(words.PLACES, weights, k=random.choices((1, 2, 3), (78, 18, 4))[0])))
    depart = day + DAY * random.randint(9, 320)
    nights = random.choice((3, 5, 7, 7, 7, 10, 14, 14, 21))
    travellers = random.choices((1, 2, 3, 4, 5, 8), (8, 45, 12, 25, 7, 3))[0]
    amount = random.randint(6, 120) * 100
    origin, country = random.choice(words.ORIGINS)
    names = ", ".join(place[0] for place in places)
    told: dict[str, tuple[Any, str]] = {
        "destinations": ([{"name": place[0], "country": place[1], "aliases": []} for place in places], names),
        "depart_on": (depart.isoformat(), f"{depart.day}.{depart.month}.{depart.year}"),
        "nights": (nights, str(nights)),
        "travellers": (travellers, str(travellers)),
        "budget": ({"amount": amount, "currency": "EUR", "per": "total"}, f"{amount} EUR"),
        "origin": ({"name": origin, "country": country, "aliases": []}, origin),
    }
    values: dict[str, Any] = {key: told[key] for key in FIELDS if random.random() < MENTIONED[key]}
    sentences = [getattr(language, key).format(quote) for key, (_, quote) in values.items()]
    text = f"{language.hello}\n\n{' '.join(sentences) or random.choice(language.more)}\n\n{language.bye}\n{name}"
    spoken = {key: (value, getattr(language, key).format(quote), quote) for key, (value, quote) in values.items()}
    return text, spoken | {"_title": names}


def _known(random: Random, text: str, key: str, value: Any, sentence: str, quote: str) -> Known:
    start = text.index(sentence) + sentence.index(quote)
    return Known(field=key, value=value, start=start, quote=quote, proven=random.random() < 0.93)


def _talk(
    random: Random,
    made: Plot,
    language: words.Language,
    first: str,
    now: datetime,
    *,
    created: datetime,
    messages: int | None,
) -> None:
    """The conversation: they and we in turns, never later than now. An active one may wait for our answer."""
    channels = random.choices((("email",), ("whatsapp",), ("email", "whatsapp")), (55, 36, 9))[0]
    length = messages or (
        1 if made.status == "NEW" else random.choices((1, 2, 3, 4, 6, 9, 14), (4, 22, 20, 22, 18, 10, 4))[0]
    )
    waits = made.status == "NEW" or (
        made.status in ACTIVE and random.random() < (0.35 if now - created < 30 * DAY else 0.03)
    )
    made.answered = not waits
    if messages is None and waits != (length % 2 == 1):  # they begin, so an odd one ends with them
        length += 1
    step = min((now - created) / (length + 1), 1.5 * DAY)
    fails = made.status in ACTIVE and not waits and random.random() < 0.03
    for number in range(length):
        out = number % 2 == 1
        last = number == length - 1
        state = "PROCESSED" if not out else "PERMANENTLY_FAILED" if fails and last else random.choice(("SENT", "READ"))
        made.lines.append(
            Line(
                channel=random.choice(channels) if number else channels[0],
                out=out,
                text=first if not number else random.choice(language.ours if out else language.more),
                sent_at=created + step * (number + random.uniform(0, 0.8)),
                state=state,
                file=random.random() < 0.07,
            )
        )
