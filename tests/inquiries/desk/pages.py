"""What a browser would see of a page: rows of the queue, links, fields with their errors."""

from dataclasses import dataclass
from typing import Any

from django.test import Client
from lxml import html


@dataclass(frozen=True)
class Line:
    """A row of the queue as it is read."""

    pk: int
    who: str
    what: str
    why: str
    known: str
    channels: list[str]
    owner: str
    time: str
    status: str


def tree(response: Any) -> Any:
    return html.fromstring(response.content.decode())


def words(element: Any) -> str:
    """The text as it is read; parts that stand apart are one space apart."""
    return " ".join(" ".join(element.itertext()).split())


def lines(response: Any) -> list[Line]:
    return [_line(row) for row in tree(response).find_class("hub-row")]


def _line(row: Any) -> Line:
    def part(name: str) -> str:
        return words(row.find_class(name)[0])

    return Line(
        pk=int(row.find("input").get("value")),
        who=part("who"),
        what=part("what"),
        why=part("why"),
        known=part("need"),
        channels=[sign.get("aria-label") for sign in row.find_class("chan")[0]],
        owner=row.find_class("hub-av")[0].get("title"),
        time=words(row.find_class("end")[0].find("time")),
        status=words(row.find_class("end")[0].find("small")),
    )


def pks(response: Any) -> list[int]:
    return [line.pk for line in lines(response)]


def link(response: Any, label: str) -> str:
    """The address of the link that reads so; AssertionError where there is none, or more than one."""
    found = [anchor.get("href") for anchor in tree(response).xpath("//a[@href]") if words(anchor) == label]
    assert len(found) == 1, f"{label}: {found}"
    return str(found[0])


def has_link(response: Any, label: str) -> bool:
    return any(words(anchor) == label for anchor in tree(response).xpath("//a[@href]"))


def tab_counts(response: Any) -> dict[str, str]:
    return {words(tab).rpartition(" ")[0]: words(tab.find("span")) for tab in element(response, "tabs").iter("a")}


def element(response: Any, name: str) -> Any:
    """The element with this id; KeyError where there is none."""
    return tree(response).get_element_by_id(name)


def error_beside(response: Any, field: str) -> str:
    """What is said beside the field, "" where nothing is."""
    found = tree(response).xpath("//*[@id=$name]", name=f"id_{field}_error")
    return words(found[0]) if found else ""


def said(client: Client, response: Any) -> str:
    """What the page that an action leads back to says about it, without the buttons beside it."""
    assert response.status_code == 302, response.status_code
    bar = element(client.get(response["Location"]), "said")
    for button in bar.xpath(".//button"):
        button.drop_tree()
    return words(bar)
