"""How signing in is: lines for `doctor`, each with what to do."""

import re

from django.conf import settings

from inquiries import http_client, password_letters, roles, second_factor
from inquiries.channels import HealthLine
from inquiries.errors import WorkError
from inquiries.models import User


def second_factors() -> HealthLine:
    people = list(User.objects.filter(is_active=True).prefetch_related("groups"))
    without = [user for user in people if not second_factor.has(user)]
    missing = [user.username for user in without if second_factor.required_of(user)]
    words = f"Set up: {len(people) - len(without)} of {len(people)}."
    if missing:
        return HealthLine("Second factor", True, f"{words} Asked for it at their next sign-in: {', '.join(missing)}.")
    admins = [user.username for user in without if roles.ADMIN in {group.name for group in user.groups.all()}]
    if settings.HTTPS and admins and not settings.REQUIRE_SECOND_FACTOR:
        words = f"{words} Admins without: {', '.join(admins)}. REQUIRE_SECOND_FACTOR=admin asks them for it."
        return HealthLine("Second factor", False, words)
    return HealthLine("Second factor", True, words)


def forgotten_passwords() -> HealthLine:
    if not password_letters.can_be_sent():
        return HealthLine("Forgotten passwords", True, "An admin sets a new one. EMAIL_URL would let people do it.")
    without = User.objects.filter(is_active=True, email="").count()
    words = f" {without} people have no mail address here and need an admin." if without else ""
    return HealthLine("Forgotten passwords", True, f"A mail leads to a new one.{words}")


def microsoft() -> HealthLine:
    """Whether the tenant is there and its sign-in host answers; the secret shows only when somebody signs in."""
    if not settings.MICROSOFT_SIGN_IN:
        return HealthLine("Sign-in with Microsoft", True, "Off: MICROSOFT_SIGN_IN=yes switches it on.")
    address = f"{settings.GRAPH_AUTHORITY}/{settings.GRAPH_TENANT_ID}/v2.0/.well-known/openid-configuration"
    try:
        answer = http_client.session("microsoft-sign-in").get(address)
    except WorkError as error:
        return HealthLine("Sign-in with Microsoft", False, error.message)
    if not answer.ok:
        words = f"{settings.GRAPH_AUTHORITY} knows no tenant {settings.GRAPH_TENANT_ID}: see GRAPH_TENANT_ID."
        return HealthLine("Sign-in with Microsoft", False, words)
    without = User.objects.filter(is_active=True, email="").count()
    more = f" {without} people have no mail address here and cannot use it." if without else ""
    back = f"{settings.PUBLIC_URL}/sign-in/microsoft/callback/"
    return HealthLine(
        "Sign-in with Microsoft", True, f"On. The app registration must name {back} as redirect URI.{more}"
    )


def is_guid(tenant: str) -> bool:
    return bool(re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", tenant))
