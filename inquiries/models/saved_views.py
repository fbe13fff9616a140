"""Lists of the queue that people keep under a name."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A tab with its filters and its order, one person's own or, where it has no owner, the team's.

    `query` is the queue's own address, so that whoever gets the link sees the same list; in it "me" is who looks.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="saved_views",
        help_text=_("Empty: everybody sees it."),
    )
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=1000, help_text=_("As in the queue's address, without the question mark."))
    position = models.PositiveSmallIntegerField(default=0, help_text=_("The smallest stands first."))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="saved_view_own_name"),
            models.UniqueConstraint(fields=["name"], condition=models.Q(owner=None), name="saved_view_team_name"),
        ]

    def __str__(self) -> str:
        return self.name
