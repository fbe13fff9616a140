"""Saved views: which there are for somebody, and saving, naming, ordering and deleting them.

Their names come with the statement that counts for the frame, so no page pays for them; how much is in each is counted
by a request of its own (views_saved.py), since a view may hold any filter.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Q, QuerySet
from django.db.models.functions import JSONObject
from django.http import QueryDict
from django.utils.translation import gettext as _

from inquiries.desk.listing import kept
from inquiries.errors import InvalidInput
from inquiries.json_lists import AsJson
from inquiries.models import SavedView, User

LIMIT = 6  # a person's own, and as many of the team: what a sidebar can show


@dataclass(frozen=True)
class Shown:
    """A view as the sidebar draws it. `here`: the page shows this very list."""

    pk: int
    name: str
    query: str
    team: bool
    here: bool = False

    @property
    def mark(self) -> str:
        """Two letters for a sidebar that is too narrow for the name."""
        words = self.name.split()
        return (words[0][:1] + words[1][:1] if len(words) > 1 else self.name[:2]).upper()


def visible(user: User) -> QuerySet[SavedView]:
    """One's own and the team's."""
    return SavedView.objects.filter(Q(owner=user) | Q(owner=None))


def as_json(user: User) -> QuerySet[SavedView, Any]:
    """One value: what `shown` reads. For a statement that asks for something else as well."""
    columns = JSONObject(pk="pk", name="name", query="query", owner="owner_id", position="position")
    return visible(user).order_by().values_list(AsJson(columns))


def shown(text: str | None, *, here: str) -> list[Shown]:
    """The views that `as_json` found, one's own first. `here`: the query of the page's list."""
    rows = json.loads(text or "[]")
    rows.sort(key=lambda row: (row["owner"] is None, row["position"], row["pk"]))
    return [Shown(row["pk"], row["name"], row["query"], row["owner"] is None, row["query"] == here) for row in rows]


def save(user: User, *, name: str, query: str, team: bool, replace: bool = False) -> SavedView:
    """Keep a list under a name, for oneself or (`team`) for everybody. InvalidInput, in words, where that cannot be."""
    name, query = _named(name), kept(QueryDict(query))
    if not query:
        raise InvalidInput(_("This is the plain queue. Choose a tab or a filter first."))
    if len(query) > 1000:
        raise InvalidInput(_("These are too many filters for one view."))
    rows = SavedView.objects.filter(owner=None if team else user)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)  # two tabs of one browser save one after the other
        known = rows.filter(name=name).first()
        if known is not None:
            if not replace:
                said = _("There is a view “%(name)s” already. Choose another name, or replace it.")
                raise InvalidInput(said % {"name": name})
            known.query = query
            known.save(update_fields=["query"])
            return known
        if rows.count() >= LIMIT:
            said = _("There are %(most)s views already, as many as the sidebar shows. Delete one first.")
            raise InvalidInput(said % {"most": LIMIT})
        last = rows.aggregate(last=Max("position"))["last"] or 0
        return SavedView.objects.create(owner=None if team else user, name=name, query=query, position=last + 1)


def rename(view: SavedView, name: str) -> None:
    view.name = _named(name)
    try:
        with transaction.atomic():
            view.save(update_fields=["name"])
    except IntegrityError:
        said = _("There is a view “%(name)s” already. Choose another name.")
        raise InvalidInput(said % {"name": view.name}) from None


def move(view: SavedView, *, up: bool) -> None:
    """One place up or down among its own kind."""
    rows = list(SavedView.objects.filter(owner=view.owner_id).order_by("position", "id"))
    at = rows.index(view)
    rows.insert(max(at - 1, 0) if up else at + 1, rows.pop(at))
    for position, row in enumerate(rows, start=1):
        row.position = position
    SavedView.objects.bulk_update(rows, ["position"])


def may_change(view: SavedView, user: User) -> bool:
    """Everybody their own; the team's are the managers'."""
    return view.owner_id == user.pk or (view.owner_id is None and user.has_perm("inquiries.change_savedview"))


def split(views: Iterable[SavedView]) -> tuple[list[SavedView], list[SavedView]]:
    """One's own, and the team's."""
    rows = list(views)
    return [row for row in rows if row.owner_id], [row for row in rows if not row.owner_id]


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise InvalidInput(_("Give the view a name."))
    if len(name) > 40:
        raise InvalidInput(_("A name has 40 characters at most."))
    return name
