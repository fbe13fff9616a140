"""What waits for somebody on the work page, in one line: the same on the status page and from `doctor`."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inquiries import stats
from inquiries.channels import HealthLine
from inquiries.models import DeadLetter


def line() -> HealthLine:
    """A warning, not a fault: the installation runs, and no restart would mend it."""
    found = stats.failures()
    count = sum(failure.count for failure in found)
    letters = sum(failure.count for failure in found if failure.model is DeadLetter)
    if not count:
        return HealthLine(_("Needs a person"), True, _("Nothing on the work page waits for somebody."))
    words = ngettext("%(count)s waits on the work page.", "%(count)s wait on the work page.", count)
    text = words % {"count": count}
    if letters:
        words = ngettext(
            "%(count)s of them is an input that no parser could take.",
            "%(count)s of them are inputs that no parser could take.",
            letters,
        )
        text += f" {words % {'count': letters}}"
    return HealthLine(_("Needs a person"), True, text, warns=True)


__all__ = ["line"]
