"""Who may sign in, and what each role may do."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action, display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from inquiries import accounts, roles, second_factor
from inquiries.admin_rows import ReadOnlyAdmin, RowAdmin, Tones, staff
from inquiries.desk import browsers
from inquiries.models import PasswordLetter, SavedView, User

# django-allauth's own: one holds secrets, the others stay empty here.
admin.site.unregister([Group, EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken, UserSession])


@admin.register(User)
class UserAdmin(DjangoUserAdmin, RowAdmin):  # type: ignore[misc, type-arg]  # two bases, two stubs
    """People get their rights by role alone, so that two agents may always do the same."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ["username", "full_name", "email", "roles", "active", "second_factor", "last_login"]
    list_filter = ["groups", "is_active"]
    list_filter_submit = False
    ordering = ["username"]
    filter_horizontal = ()
    readonly_fields = ["last_login", "date_joined", "second_factor"]
    actions = ["reset_second_factor", "sign_out"]
    fieldsets = (
        (None, {"fields": ("username", "password", "second_factor")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (
            _("Role"),
            {
                "fields": ("groups", "is_active", "is_staff"),
                "description": _("Agent, manager or admin; without one they see nothing."),
            },
        ),
        (_("Away"), {"fields": ("away", "away_until", "mail_notices")}),
        (_("Times"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "usable_password", "password1", "password2")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (
            _("Role"),
            {
                "fields": ("groups", "is_staff"),
                "description": _("Agent, manager or admin; without one they see nothing."),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        people: QuerySet[User] = super().get_queryset(request)
        app = Authenticator.objects.filter(user=OuterRef("pk"), type__in=second_factor.OPENERS)
        return people.prefetch_related("groups").annotate(has_app=Exists(app))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """A role that needs a second factor: whoever has none yet is asked for it at the door, so out they go."""
        super().save_related(request, form, formsets, change)
        if change and second_factor.lacks(form.instance):
            accounts.end_sessions(form.instance)

    @action(description=_("Reset the second factor (and sign out)"), permissions=["change"])
    def reset_second_factor(self, request: HttpRequest, people: QuerySet[User]) -> None:
        done = sum(second_factor.reset(user, actor=staff(request)) for user in people)
        messages.success(
            request,
            ngettext(
                "%(count)d reset. Who has none left sets up a new one in My account.",
                "%(count)d reset. Who has none left sets up a new one in My account.",
                done,
            )
            % {"count": done},
        )

    @action(description=_("Sign out everywhere"), permissions=["change"])
    def sign_out(self, request: HttpRequest, people: QuerySet[User]) -> None:
        ended = 0
        for user in people:
            ended += accounts.end_sessions(user)
            accounts.note(user, "signed_out_everywhere", actor=staff(request))
        messages.success(
            request, ngettext("%(count)d session ended.", "%(count)d sessions ended.", ended) % {"count": ended}
        )

    def get_changeform_initial_data(self, _request: HttpRequest) -> dict[str, Any]:
        """An agent, unless another role is chosen: without one somebody may sign in and see nothing."""
        return {"is_staff": True, "groups": list(Group.objects.filter(name=roles.AGENT))}

    def has_delete_permission(self, _request: HttpRequest, _row: Model | None = None) -> bool:
        return False  # who did what must stay readable: somebody who leaves is made inactive

    @display(description=_("Name"))
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @display(description=_("Can sign in"), ordering="is_active", boolean=True)
    def active(self, user: User) -> bool:
        return user.is_active

    @display(description=_("Second factor"), boolean=True)
    def second_factor(self, user: Any) -> bool:
        return bool(getattr(user, "has_app", False))

    @display(description=_("Role"), label=Tones(admin="primary", manager="info", none="danger"))
    def roles(self, user: User) -> tuple[str, str]:
        if names := ", ".join(group.name for group in user.groups.all()):
            return names, names
        return ("superuser", str(_("superuser"))) if user.is_superuser else ("none", str(_("none")))


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

    @display(description=_("Whose"), ordering="owner")
    def whose(self, view: SavedView) -> str:
        return str(view.owner or _("The team's"))


@admin.register(Group)
class RoleAdmin(ReadOnlyAdmin):
    """What a role may do is written in inquiries/roles.py and set anew after every migrate; who has it, on a person."""

    list_display = ["name", "people"]
    fields = readonly_fields = ["name", "people", "may"]
    ordering = ["id"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        return super().get_queryset(request).prefetch_related("user_set", "permissions__content_type")

    @display(description=_("People"))
    def people(self, group: Any) -> str:
        return ", ".join(str(user) for user in group.user_set.all())

    @display(description=_("May"))
    def may(self, group: Any) -> SafeString:
        names: Iterable[str] = sorted(permission.name.removeprefix("Can ") for permission in group.permissions.all())
        return format_html_join("", "<div>{}</div>", ((name,) for name in names))


@admin.register(UserSession)
class SessionAdmin(ReadOnlyAdmin):
    """Who is signed in, and where. Its key opens the account, so it is shown to nobody."""

    list_display = ["user", "browser", "ip", "created_at"]
    fields = readonly_fields = ["user", "browser", "ip", "created_at"]
    list_select_related = ["user"]
    search_fields = ["user__username"]
    search_help_text = _("User name")
    ordering = ["-id"]
    actions = ["end"]

    @display(description=_("Browser"))
    def browser(self, session: UserSession) -> str:
        return browsers.name(session.user_agent)

    def has_end_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("inquiries.change_user")

    @action(description=_("Sign out there"), permissions=["end"])
    def end(self, request: HttpRequest, sessions: QuerySet[UserSession]) -> None:
        ended = list(sessions)
        for session in ended:
            session.end()
        messages.success(
            request, ngettext("%(count)d signed out.", "%(count)d signed out.", len(ended)) % {"count": len(ended)}
        )


@admin.register(SocialAccount)
class MicrosoftAdmin(ReadOnlyAdmin):
    """Which account of Microsoft's opens which of ours. One that was removed is linked anew by the mail address."""

    list_display = ["user", "name", "date_joined", "last_login"]
    fields = readonly_fields = ["user", "name", "date_joined", "last_login"]
    list_select_related = ["user"]
    search_fields = ["user__username"]
    search_help_text = _("User name")
    ordering = ["-id"]

    def has_delete_permission(self, request: HttpRequest, _row: Model | None = None) -> bool:
        return request.user.has_perm("inquiries.change_user")

    @display(description=_("Name at Microsoft"))
    def name(self, account: SocialAccount) -> str:
        return str(account.extra_data.get("userPrincipalName", ""))


@admin.register(PasswordLetter)
class PasswordLetterAdmin(ReadOnlyAdmin):
    list_display = ["user", "state", "attempts", "last_error", "created_at"]
    list_filter = ["state"]
    list_select_related = ["user"]
    search_fields = ["user__username"]
    search_help_text = _("User name")
    ordering = ["-id"]
