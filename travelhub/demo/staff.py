"""The people of the sample agency: three who can sign in, and two colleagues whose names stand on inquiries."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from inquiries import roles
from inquiries.desk.sign_in import SAMPLE_PASSWORD
from inquiries.models import User


@dataclass(frozen=True)
class Person:
    """`signs_in`: with the sample password, which the sign-in page shows; a colleague does not."""

    username: str
    first_name: str
    last_name: str
    role: str
    signs_in: bool = False


PEOPLE = (
    Person("agent", "Nora", "Lindqvist", roles.AGENT, True),
    Person("manager", "Malik", "Adeyemi", roles.MANAGER, True),
    Person("admin", "Astrid", "Kvale", roles.ADMIN, True),
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
        if created and passwords and person.signs_in:
            logins.append(person.username)
    return Hired(users, logins)


def sample_logins() -> list[str]:
    """User names that can sign in with the sample password: never where others can reach the desk."""
    names = [person.username for person in PEOPLE if person.signs_in]
    users = User.objects.filter(username__in=names, is_active=True).order_by("pk")
    return [user.username for user in users if user.check_password(SAMPLE_PASSWORD)]


def login_lines(usernames: Collection[str] | None = None) -> list[str]:
    """One line for each of these log-ins, or of those that still work: user name, password, who it is."""
    known = sample_logins() if usernames is None else usernames
    return [
        f"{person.username:<8}  {SAMPLE_PASSWORD}  {person.first_name} {person.last_name}, {person.role}"
        for person in PEOPLE
        if person.username in known
    ]


def _hire(person: Person, *, passwords: bool) -> tuple[User, bool]:
    user, created = User.objects.get_or_create(
        username=person.username,
        defaults={
            "first_name": person.first_name,
            "last_name": person.last_name,
            "is_staff": True,
            "password": make_password(SAMPLE_PASSWORD if passwords and person.signs_in else None),
        },
    )
    if created:
        user.groups.add(Group.objects.get(name=person.role))
    return user, created
