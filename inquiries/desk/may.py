"""What a view asks of a role. Whoever is refused reads whose it is (403.html)."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.auth.decorators import user_passes_test
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from inquiries import roles


def permission_required[View: Callable[..., HttpResponseBase]](*names: str) -> Callable[[View], View]:
    """A decorator: all of these permissions, or a 403 that says who has them."""

    def may(user: Any) -> bool:
        if user.has_perms(names):
            return True
        raise PermissionDenied(whose(names))

    return user_passes_test(may)


def whose(names: Sequence[str]) -> str:
    """Which roles have all of these permissions, as a sentence; each role may what the one before it may."""
    wanted = {name.partition(".")[2] for name in names}
    if wanted <= roles.codenames(roles.AGENT):
        return _("It is for agents, managers and admins.")
    return _("It is for managers and admins.") if wanted <= roles.codenames(roles.MANAGER) else _("It is for admins.")
