"""The three roles as groups, and what each may do. Checked on the server at every address and action."""

from typing import Any

AGENT, MANAGER, ADMIN = "agent", "manager", "admin"

_DESK = {
    "view": [
        "contact",
        "identity",
        "inquiry",
        "destination",
        "message",
        "attachment",
        "fact",
        "event",
        "blockedsender",
    ],
    "change": ["contact", "inquiry", "fact"],
    "add": ["inquiry", "message", "fact"],
}
_MANAGER_ALSO = {
    "view": [
        "extraction",
        "deadletter",
        "user",
        "mailbox",
        "mailfolder",
        "subscription",
        "emailmessage",
        "whatsappnumber",
        "whatsappmessage",
        "whatsapptemplate",
        "webhookevent",
        "signal",
        "periodictask",
        "acknowledgment",
        "acknowledgmenttext",
        "earlyreport",
        "openinghours",
        "answertarget",
        "correction",
        "rerun",
        "rerunchange",
        "questiontext",
        "suggestion",
        "promise",
        "assist",
        "regrouping",
        "mention",
        "savedreply",
        "savedreplyfile",
        "notice",
        "assignmentrule",
        "lostreason",
        "savedview",
    ],
    "change": [
        "identity",
        "destination",
        "blockedsender",
        "acknowledgmenttext",
        "openinghours",
        "answertarget",
        "whatsapptemplate",
        "questiontext",
        "savedreply",
        "assignmentrule",
        "lostreason",
        "savedview",
    ],
    "add": [
        "rerun",
        "blockedsender",
        "acknowledgmenttext",
        "openinghours",
        "answertarget",
        "questiontext",
        "assignmentrule",
        "lostreason",
        "savedview",
    ],
    "delete": [
        "blockedsender",
        "acknowledgmenttext",
        "openinghours",
        "answertarget",
        "questiontext",
        "assignmentrule",
        "lostreason",
        "savedview",
    ],
}
_MANAGER_CUSTOM = ["export_inquiries", "view_figures", "reveal_numbers"]


def _codenames(table: dict[str, list[str]]) -> set[str]:
    return {f"{verb}_{model}" for verb, models in table.items() for model in models}


def codenames(role: str) -> set[str]:
    """Permission codenames of a role. The admin role holds every permission there is and is not listed here."""
    names = _codenames(_DESK)
    if role == MANAGER:
        names |= _codenames(_MANAGER_ALSO) | set(_MANAGER_CUSTOM)
    return names


def ensure_groups(using: str = "default", **_: Any) -> None:
    """Make the groups and give them their permissions; idempotent, run after every migrate.

    Other apps' permissions may appear later in the same migrate, so the other apps' signals call this again.
    """
    from django.apps import apps
    from django.contrib.auth.management import create_permissions
    from django.contrib.auth.models import Group, Permission

    for config in apps.get_app_configs():
        create_permissions(config, verbosity=0, using=using)
    permissions = Permission.objects.using(using)
    for role in (AGENT, MANAGER, ADMIN):
        group, _created = Group.objects.using(using).get_or_create(name=role)
        wanted = permissions.all() if role == ADMIN else permissions.filter(codename__in=codenames(role))
        group.permissions.set(wanted)
