"""The admin: every row of the core, arranged by what it is about. Its actions call the functions of the pages."""

from inquiries.admin import conversations, inquiry, people, schedules, staff, system, understanding

__all__ = ["conversations", "inquiry", "people", "schedules", "staff", "system", "understanding"]
