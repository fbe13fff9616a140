"""Now and then all of a folder is compared with our rows, beside the delta and without disturbing it.

Delta is Microsoft's promise, and there are reports of mails it never told of; what is missing then comes in a week late
instead of never. A few pages a round, so that new mail never waits for it.
https://github.com/microsoftgraph/microsoft-graph-docs/issues/21752
"""

from datetime import timedelta
from functools import partial

import structlog
from django.utils import timezone

from inquiries.errors import WorkError
from mailsync import graph, graph_errors, pages
from mailsync.models import MailFolder
from mailsync.patience import again
from mailsync.turn import Turn

logger = structlog.get_logger(__name__)

_EVERY = timedelta(days=7)
_PAGES = 4  # a round


def go_on(turn: Turn, folder: MailFolder) -> None:
    """Called where a delta round has ended. The first such round has read everything itself."""
    if folder.passed_at is None:
        _save(folder, link="", ended=True)
    elif not folder.pass_link and timezone.now() - folder.passed_at < _EVERY:
        return
    else:
        _read(turn, folder)


def _read(turn: Turn, folder: MailFolder) -> None:
    address, before = turn.mailbox.address, turn.outcome.new
    for _ in range(_PAGES):
        link = folder.pass_link
        call = partial(graph.page, link, address=address) if link else partial(graph.first_page, address, folder.name)
        try:
            page = again(call, keep=turn.keep)
        except WorkError as error:
            if error.code != graph_errors.RESYNC:
                raise
            _save(folder, link="", ended=False)  # our place in the pass is lost, not the one of delta
            return
        pages.take(turn, folder, page)
        turn.keep(page=True)
        _save(folder, link=page.next_link, ended=not page.next_link)
        if not page.next_link:
            break
    if turn.outcome.new > before:
        logger.warning("delta_missed_mails", folder=folder.pk, mails=turn.outcome.new - before)


def _save(folder: MailFolder, *, link: str, ended: bool) -> None:
    folder.pass_link = link
    if ended:
        folder.passed_at = timezone.now()
    folder.save(update_fields=["pass_link", "passed_at"])
