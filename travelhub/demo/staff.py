"""The people of the sample agency: three who can sign in, and two colleagues whose names stand on inquiries."""

from dataclasses import dataclass

from django.contrib.auth.models import Group

from inquiries import roles
from inquiries.models import User


@dataclass(frozen=True)
class Person:
    """`password` empty: a colleague who cannot sign in."""

    username: str
    first_name: str
    last_name: str
    role: str
    password: str = ""


PEOPLE = (
    Person("agent", "Nora", "Lindqvist", roles.AGENT, "agent-at-halden"),
    Person("manager", "Malik", "Adeyemi", roles.MANAGER, "manager-at-halden"),
    Person("admin", "Astrid", "Kvale", roles.ADMIN, "admin-at-halden"),
    Person("jun", "Jun", "Watanabe", roles.AGENT),
    Person("ines", "Inês", "Cardoso", roles.AGENT),
)


def hire(*, passwords: bool) -> dict[str, User]:
    """The sample people by user name; who exists already is left as they are. Without `passwords` nobody can sign in."""
    return {person.username: _hire(person, passwords=passwords) for person in PEOPLE}


def sample_logins() -> list[str]:
    """User names that can sign in with the password that stands in this file: never where others can reach it."""
    known = {person.username: person.password for person in PEOPLE if person.password}
    users = User.objects.filter(username__in=known, is_active=True).order_by("pk")
    return [user.username for user in users if user.check_password(known[user.username])]


def login_lines() -> list[str]:
    """One line for each sample log-in that still works: role, user name, password, name."""
    working = set(sample_logins())
    rows = [person for person in PEOPLE if person.username in working]
    return [
        f"{person.username:<8}  {person.password:<18}  {person.first_name} {person.last_name}, {person.role}"
        for person in rows
    ]


def _hire(person: Person, *, passwords: bool) -> User:
    user, created = User.objects.get_or_create(
        username=person.username,
        defaults={"first_name": person.first_name, "last_name": person.last_name, "is_staff": True},
    )
    if created:
        user.set_password(person.password if passwords and person.password else None)
        user.save(update_fields=["password"])
        user.groups.add(Group.objects.get(name=person.role))
    return user
