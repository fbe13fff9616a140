"""The work page: what needs a person, with the means to mend it; and the status page: how everything is, in words."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBadRequest, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy
from django.views.decorators.http import require_POST, require_safe

from inquiries import dead_letters, replies
from inquiries.desk import board, context, panels, status
from inquiries.desk.again import retry_all
from inquiries.desk.board import Cause
from inquiries.desk.http import DeskRequest, number
from inquiries.desk.may import permission_required
from inquiries.doorbell import ring
from inquiries.errors import InvalidInput
from inquiries.models import Message, User

ROUNDS = 40  # of fifty rows that "all" goes through at most in one request


@require_safe
@permission_required("inquiries.view_message")
def work(request: DeskRequest) -> HttpResponse:
    """The whole page; for htmx only its live part. `open` and `all` name the causes that are folded out."""
    template = "inquiries/partials/work_live.html" if request.htmx else "inquiries/work.html"
    return render(request, template, _page(request, request.GET))


def _page(request: DeskRequest, query: QueryDict) -> dict[str, Any]:
    causes = board.needs_person()
    counts = context.counted(request, board.parked_rows())
    waits = [*board.mends_itself(), *board.parked(counts)]
    if causes:
        causes[0].main = True
    opened = set(query.getlist("open")) or ({causes[0].key} if causes and "shut" not in query else set())
    for cause in [*causes, *waits]:
        cause.open = cause.key in opened and cause.model is not None
        cause.every = cause.key in query.getlist("all")
        cause.links = board.may_open(cause, request.user)
    return {
        "causes": [(cause, _toggled(cause, opened)) for cause in causes],
        "waits": [(cause, _toggled(cause, opened)) for cause in waits],
        "needing": sum(cause.count for cause in causes),
        "panels": panels.panels(),
        "counts": counts,
        "here": _address(query),
        "back": query.urlencode(),
        "now": timezone.localtime(),
        "may_replay": may_replay(request.user),
    }


def _toggled(cause: Cause, opened: set[str]) -> str:
    """The query of the page with this cause opened or shut; `shut` where nothing is open any more."""
    query = QueryDict(mutable=True)
    query.setlist("open", sorted(opened ^ {cause.key}))
    return query.urlencode() or "shut"


def may_replay(user: User) -> bool:
    """Dead letters may hold anything, so they are for those who may see them whole."""
    return user.has_perm("inquiries.view_deadletter")


@require_safe
@permission_required("inquiries.view_inquiry")
def alarms(request: DeskRequest) -> HttpResponse:
    """The bar that every page has; asked for once a minute, so that a page left open learns of it too."""
    return render(request, "inquiries/partials/alarms.html")


@require_safe
@permission_required("inquiries.view_message")
def how_it_is(request: DeskRequest) -> HttpResponse:
    """The status page; for htmx only its live part."""
    sections = status.sections()
    tone, sentence = status.summary(sections)
    template = "inquiries/partials/status_live.html" if request.htmx else "inquiries/status.html"
    about = {"sections": sections, "tone": tone, "sentence": sentence, "now": timezone.localtime()}
    return render(request, template, about)


@require_POST
@permission_required("inquiries.change_inquiry")
def act(request: DeskRequest) -> HttpResponse:
    """`act` on all rows of the cause `key`, or on its row `pk`; then the page as it was (`back`: its query)."""
    name = request.POST.get("act", "")
    if name not in ACTS:
        return HttpResponseBadRequest(_("There is no such action."))
    cause = _find(request.POST.get("key", ""))
    if cause is None or name not in cause.acts:
        messages.info(request, _("Somebody has seen to it already."))
    else:
        _do(request, cause, name)
    query = QueryDict(request.POST.get("back", ""))
    if not request.htmx:
        return redirect(_address(query))
    return render(request, "inquiries/partials/work_live.html", _page(request, query))


def _address(query: QueryDict) -> str:
    return f"{reverse('work')}?{query.urlencode()}" if query else reverse("work")


def _find(key: str) -> Cause | None:
    return next((cause for cause in [*board.needs_person(), *board.mends_itself()] if cause.key == key), None)


def _do(request: DeskRequest, cause: Cause, name: str) -> None:
    action, words = ACTS[name]
    pk = number(request.POST.get("pk", ""))
    batches = [[pk]] if pk is not None and pk in cause.pks else _batches(cause, many=name == "retry")
    taken, refused = 0, dict[str, None]()
    for pks in batches:
        done, said = action(request.user, cause, pks)
        taken += done
        refused |= dict.fromkeys(said)
        if not done:
            break
    if taken:
        messages.success(request, words % {"count": taken})
    for problem in refused:
        messages.warning(request, problem)


def _batches(cause: Cause, *, many: bool) -> Iterator[list[int]]:
    """The rows of a cause, fifty at a time, since the page names no more; `many`: until there are none."""
    seen = set(cause.pks)
    yield cause.pks
    for _round in range(ROUNDS if many else 0):
        again = _find(cause.key)
        pks = [pk for pk in again.pks if pk not in seen] if again else []
        if not pks:
            return
        seen |= set(pks)
        yield pks


def _retry(user: User, cause: Cause, pks: list[int]) -> tuple[int, list[str]]:
    return retry_all(cause.objects().filter(pk__in=pks), actor=user)


def _arrived(user: User, _cause: Cause, pks: list[int]) -> tuple[int, list[str]]:
    return _each(pks, lambda message: replies.settle_by_hand(message, actor=user, arrived=True))


def _leave(user: User, _cause: Cause, pks: list[int]) -> tuple[int, list[str]]:
    return _each(pks, lambda message: replies.leave(message, actor=user))


def _each(pks: list[int], act: Callable[[Message], None]) -> tuple[int, list[str]]:
    taken, refused = 0, []
    for message in Message.objects.filter(pk__in=pks):
        try:
            act(message)
            taken += 1
        except InvalidInput as problem:
            refused.append(str(problem))
    return taken, refused


def _now(_user: User, cause: Cause, pks: list[int]) -> tuple[int, list[str]]:
    """What waits for its next try is due at once; not a send under way, which would be taken for one that died."""
    rows = cause.objects().filter(pk__in=pks, due_at__isnull=False).exclude(state=Message.State.SENDING)
    found = list(rows.values_list("pk", "state"))
    rows.update(due_at=timezone.now())
    for pk, state in found:
        ring(cause.objects().model.TASKS[state], pk)
    return len(found), []


def _replay(user: User, _cause: Cause, pks: list[int]) -> tuple[int, list[str]]:
    if not may_replay(user):
        raise PermissionDenied
    results = [dead_letters.replay(pk) for pk in pks]
    left = len(results) - sum(results)
    said = ngettext("%(count)s still cannot be read.", "%(count)s still cannot be read.", left) % {"count": left}
    return sum(results), [said] if left else []


def _handled(user: User, _cause: Cause, pks: list[int]) -> tuple[int, list[str]]:
    if not may_replay(user):
        raise PermissionDenied
    return sum(dead_letters.handle(pk) for pk in pks), []


type Action = Callable[[User, Cause, list[int]], tuple[int, list[str]]]  # how many were taken, and what was refused

ACTS: dict[str, tuple[Action, Promise]] = {
    "retry": (_retry, ngettext_lazy("%(count)s tried again.", "%(count)s tried again.", "count")),
    "arrived": (_arrived, ngettext_lazy("%(count)s marked as arrived.", "%(count)s marked as arrived.", "count")),
    "leave": (_leave, ngettext_lazy("%(count)s left at that.", "%(count)s left at that.", "count")),
    "now": (_now, ngettext_lazy("%(count)s tried now.", "%(count)s tried now.", "count")),
    "replay": (_replay, ngettext_lazy("%(count)s taken this time.", "%(count)s taken this time.", "count")),
    "handled": (_handled, ngettext_lazy("%(count)s marked as handled.", "%(count)s marked as handled.", "count")),
}
