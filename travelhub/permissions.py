"""Who somebody is and what they may do, in one query: their own permissions and those of their groups come with the
row of the person."""

import json
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from inquiries.json_lists import AsJson
from inquiries.models import User


class OneQueryBackend(ModelBackend):
    """Django's own backend; every page asks it, and the pages of the desk count their queries. Nothing is kept longer
    than the request: a role that is taken away counts with the next click."""

    def get_user(self, user_id: Any) -> User | None:
        user = _WITH_MAY.filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        if not user.is_superuser:
            user._perm_cache = set(json.loads(user.may or "[]"))  # type: ignore[attr-defined]
        return user

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if not user_obj.is_active or user_obj.is_anonymous or user_obj.is_superuser or obj is not None:
            return super().get_all_permissions(user_obj, obj)
        if not hasattr(user_obj, "_perm_cache"):  # where Django's own keeps it, for as long as the request
            user_obj._perm_cache = set(_of(user_obj.pk).values_list(_name(), flat=True))
        found: set[str] = user_obj._perm_cache
        return found


def _of(user: Any) -> QuerySet[Permission]:
    return Permission.objects.filter(Q(user=user) | Q(group__user=user)).order_by()


def _name() -> Concat:
    return Concat(F("content_type__app_label"), Value("."), F("codename"))


# Of anybody, built once: it is asked with every request.
_WITH_MAY = User.objects.annotate(may=Subquery(_of(OuterRef("pk")).values(found=AsJson(_name()))))
