from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A member of staff. Own model from the first migration on, since it cannot be swapped in later."""

    single_keys = models.BooleanField(
        default=True,
        help_text="Keys such as j or a act by themselves; off for who speaks to the computer (WCAG 2.1.4).",
    )

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def initials(self) -> str:
        """One or two letters for the avatar."""
        names = [self.first_name, self.last_name] if self.first_name and self.last_name else [str(self)]
        return "".join(name[:1] for name in names).upper()
