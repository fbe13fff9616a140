"""What every change list of the admin has in common: cheap at any size, and read-only where code alone writes."""

from typing import Any, ClassVar, cast

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin, TabularInline
from unfold.paginator import InfinitePaginator

from inquiries import care
from inquiries.models import User

# Of a message: kilobytes a row that no list shows.
HEAVY = ("text", "html", "quoted_text", "search_text")
LINK = "font-medium text-primary-600 hover:underline dark:text-primary-500"


class Tones(dict[str, str]):
    """What states look like in a list. Unfold shows the bare value of one without a tone: here each has one."""

    def __missing__(self, _state: str) -> str:
        return "default"


def link(href: str, words: object) -> SafeString:
    return format_html('<a class="{}" href="{}">{}</a>', LINK, href, words)


def staff(request: HttpRequest) -> User:
    """Who acts: the admin's own check has let nobody else in."""
    return cast("User", request.user)


def say(request: HttpRequest, done: int, refused: list[str]) -> None:
    """What an action over several rows came to, above the list."""
    if done or not refused:
        messages.success(request, ngettext("%(count)d tried again.", "%(count)d tried again.", done) % {"count": done})
    for problem in refused:
        messages.error(request, problem)


def desk_address(row: Any) -> str | None:
    """Where the desk shows a row, or the message or inquiry that it belongs to; None where it shows neither."""
    for owner in (row, *(getattr(row, name, None) for name in ("message", "inquiry", "target", "one"))):
        if hasattr(owner, "get_absolute_url"):
            return str(owner.get_absolute_url())
    return None


def covered[M: Model](row: M) -> M:
    """The row with what care.py covers covered, in the columns that were read; not to be saved."""
    for field in row._meta.concrete_fields:
        value = row.__dict__.get(field.attname)
        if isinstance(value, str | list | dict):
            setattr(row, field.attname, care.deep(value))
    return row


class RowAdmin(ModelAdmin):  # type: ignore[misc]  # Unfold is untyped
    """Fifty rows a page, no count over the whole table, heavy columns left out of lists."""

    list_per_page = 50
    paginator = InfinitePaginator
    show_full_result_count = False
    list_disable_select_all = True  # "all pages" would be all that match: a job for the desk's own bulk actions
    list_fullwidth = True
    list_filter_submit = True
    show_facets = False
    compressed_fields = True
    defer_in_lists: ClassVar[tuple[str, ...]] = ()

    def get_view_on_site_url(self, obj: Model | None = None) -> str | None:
        """The desk, without the detour over Django's own redirect."""
        return desk_address(obj) if obj is not None and self.view_on_site else None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        queryset: QuerySet[Model] = super().get_queryset(request)
        match = request.resolver_match
        if self.defer_in_lists and match and str(match.url_name).endswith("_changelist"):
            return queryset.defer(*self.defer_in_lists)
        return queryset


class ReadOnlyAdmin(RowAdmin):
    """Rows that only code writes: an edit here would make the record lie.

    Numbers of cards, accounts and passports are covered in the rows themselves: none of them is ever saved from here.
    """

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Model | None:
        row: Model | None = super().get_object(request, object_id, from_field)
        return covered(row) if row is not None else None

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        rows = super().get_changelist_instance(request)
        rows.result_list = [covered(row) for row in rows.result_list]
        return rows

    def has_add_permission(self, _request: HttpRequest, *_args: Any) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _row: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _row: Model | None = None) -> bool:
        return False


class ReadOnlyInline(TabularInline):  # type: ignore[misc]
    """The same, inside another row's page."""

    extra = 0
    max_num = 0
    can_delete = False
    show_change_link = True
    tab = True

    def has_add_permission(self, _request: HttpRequest, *_args: Any) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _row: Model | None = None) -> bool:
        return False
