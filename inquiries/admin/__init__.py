"""The admin: every row of the core, arranged by what it is about. Its actions call the functions of the pages."""

from django.contrib import admin

from inquiries.admin import (
    acknowledgments,
    assists,
    conversations,
    hours,
    inquiry,
    learning,
    people,
    promises,
    questions,
    schedules,
    staff,
    system,
    together,
    understanding,
)

admin.site.index_title = "Today"

__all__ = [
    "acknowledgments",
    "assists",
    "conversations",
    "hours",
    "inquiry",
    "learning",
    "people",
    "promises",
    "questions",
    "schedules",
    "staff",
    "system",
    "together",
    "understanding",
]
