"""What every change list of the admin has in common: cheap at any size, and read-only where code alone writes."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, cast

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display
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


def state_column(tones: Tones) -> Any:
    """The column of a list that says a row's state in words, each in its tone."""

    @display(description=gettext_lazy("State"), ordering="state", label=tones)
    def state_shown(_admin: object, row: Any) -> tuple[str, str]:
        return row.state, row.get_state_display()

    return state_shown


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


type Act = tuple[Callable[[HttpRequest, Any], None], bool]  # and whether it changes anything


class StandingAdmin(RowAdmin):
    """What we fetch and send by: above the form how the row is, with buttons that do the named one of `acts`."""

    acts: ClassVar[Mapping[str, Act]]

    def standing(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """What the part above the form shows; `row` is None where one is being added."""
        raise NotImplementedError

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        row = self.get_object(request, unquote(object_id)) if object_id else None
        more = {**(extra_context or {}), **self.standing(request, row)}
        return super().changeform_view(request, object_id, form_url, more)

    def get_urls(self) -> list[URLPattern]:
        meta = self.model._meta
        view = self.admin_site.admin_view(require_POST(self.act))
        return [path("<int:pk>/act/", view, name=f"{meta.app_label}_{meta.model_name}_act"), *super().get_urls()]

    def act(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        name = request.POST.get("act", "")
        if name not in self.acts:
            return HttpResponseBadRequest(_("There is no such action."))
        work, changes = self.acts[name]
        if changes and not self.has_change_permission(request):
            raise PermissionDenied
        work(request, get_object_or_404(self.model, pk=pk))
        return self.page_of(pk)

    def page_of(self, pk: int) -> HttpResponse:
        return redirect(f"admin:{self.model._meta.app_label}_{self.model._meta.model_name}_change", pk)

    def save_model(self, _request: HttpRequest, obj: Any, form: "ModelForm[Any]", change: bool) -> None:
        """Only what was edited: leases, checks and pauses move on while somebody looks at the form."""
        obj.save(update_fields=form.changed_data if change else None)


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
