"""The admin: every row of the core, arranged by what it is about. Its actions call the functions of the pages."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from inquiries.admin import (
    acknowledgments,
    answers,
    assists,
    conversations,
    exports,
    hours,
    inquiry,
    learning,
    people,
    promises,
    questions,
    schedules,
    staff,
    system,
    targets,
    team,
    together,
    understanding,
)

admin.site.index_title = _("Today")

__all__ = [
    "acknowledgments",
    "answers",
    "assists",
    "conversations",
    "exports",
    "hours",
    "inquiry",
    "learning",
    "people",
    "promises",
    "questions",
    "schedules",
    "staff",
    "system",
    "targets",
    "team",
    "together",
    "understanding",
]
