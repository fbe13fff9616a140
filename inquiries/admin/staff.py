"""Who may sign in, and what each role may do."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from unfold.decorators import display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from inquiries.admin_rows import ReadOnlyAdmin, RowAdmin
from inquiries.models import SavedView, User

admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(DjangoUserAdmin, RowAdmin):  # type: ignore[misc, type-arg]  # two bases, two stubs
    """People get their rights by role alone, so that two agents may always do the same."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ["username", "full_name", "email", "roles", "active", "last_login"]
    list_filter = ["groups", "is_active"]
    list_filter_submit = False
    ordering = ["username"]
    filter_horizontal = ()
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("first_name", "last_name", "email")}),
        ("Role", {"fields": ("groups", "is_active", "is_staff"), "description": "Agent, manager or admin."}),
        ("Times", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "usable_password", "password1", "password2")}),
        ("Person", {"fields": ("first_name", "last_name", "email")}),
        ("Role", {"fields": ("groups", "is_staff"), "description": "Agent, manager or admin."}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        people: QuerySet[User] = super().get_queryset(request)
        return people.prefetch_related("groups")

    def get_changeform_initial_data(self, _request: HttpRequest) -> dict[str, Any]:
        return {"is_staff": True}

    def has_delete_permission(self, _request: HttpRequest, _row: Model | None = None) -> bool:
        return False  # who did what must stay readable: somebody who leaves is made inactive

    @display(description="Name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @display(description="Can sign in", ordering="is_active", boolean=True)
    def active(self, user: User) -> bool:
        return user.is_active

    @display(description="Role", label={"admin": "primary", "manager": "info", "none": "danger"})
    def roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all()) or ("superuser" if user.is_superuser else "none")


@admin.register(SavedView)
class SavedViewAdmin(ReadOnlyAdmin):
    """Views are saved, named and deleted on the desk, by whoever they belong to."""

    list_display = ["name", "whose", "query", "position"]
    list_filter = [("owner", admin.EmptyFieldListFilter)]
    list_filter_submit = False
    list_select_related = ["owner"]
    search_fields = ["name", "owner__username"]
    fields = readonly_fields = ["name", "owner", "query", "position"]
    ordering = ["id"]

    @display(description="Whose", ordering="owner")
    def whose(self, view: SavedView) -> str:
        return str(view.owner or "The team's")


@admin.register(Group)
class RoleAdmin(ReadOnlyAdmin):
    """What a role may do is written in inquiries/roles.py and set anew after every migrate; who has it, on a person."""

    list_display = ["name", "people"]
    fields = readonly_fields = ["name", "people", "may"]
    ordering = ["id"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        return super().get_queryset(request).prefetch_related("user_set", "permissions__content_type")

    @display(description="People")
    def people(self, group: Any) -> str:
        return ", ".join(str(user) for user in group.user_set.all())

    @display(description="May")
    def may(self, group: Any) -> SafeString:
        names: Iterable[str] = sorted(permission.name.removeprefix("Can ") for permission in group.permissions.all())
        return format_html_join("", "<div>{}</div>", ((name,) for name in names))
