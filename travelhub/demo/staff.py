"""The people of the sample agency: three who can sign in, and two colleagues whose names stand on inquiries."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
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


@dataclass(frozen=True)
class Hired:
    """`users` by user name, new or not; `logins`: user names whose sample password was set now."""

    users: dict[str, User]
    logins: list[str]


def hire(*, passwords: bool) -> Hired:
    """The sample people; who exists already is left as they are. Without `passwords` nobody can sign in."""
    users: dict[str, User] = {}
    logins = []
    for person in PEOPLE:
        users[person.username], created = _hire(person, passwords=passwords)
        if created and passwords and person.password:
            logins.append(person.username)
    return Hired(users, logins)


def sample_logins() -> list[str]:
    """User names that can sign in with the password that stands in this file: never where others can reach it."""
    known = {person.username: person.password for person in PEOPLE if person.password}
    users = User.objects.filter(username__in=known, is_active=True).order_by("pk")
    return [user.username for user in users if user.check_password(known[user.username])]


def login_lines(usernames: Collection[str]) -> list[str]:
    """One line for each of these log-ins: user name, password, who it is."""
    rows = [person for person in PEOPLE if person.username in usernames]
    return [
        f"{person.username:<8}  {person.password:<18}  {person.first_name} {person.last_name}, {person.role}"
        for person in rows
    ]


def _hire(person: Person, *, passwords: bool) -> tuple[User, bool]:
    user, created = User.objects.get_or_create(
        username=person.username,
        defaults={
            "first_name": person.first_name,
            "last_name": person.last_name,
            "is_staff": True,
            "password": make_password(person.password if passwords and person.password else None),
        },
    )
    if created:
        user.groups.add(Group.objects.get(name=person.role))
    return user, created
