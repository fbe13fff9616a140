"""When things run by themselves: django-celery-beat's rows, which the scheduler reads while it runs."""

from typing import Any, ClassVar

from celery import current_app
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django_celery_beat import admin as beat
from django_celery_beat.models import ClockedSchedule, CrontabSchedule, IntervalSchedule, PeriodicTask, SolarSchedule
from kombu.exceptions import OperationalError
from kombu.utils.json import loads
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from inquiries.admin_rows import ReadOnlyInline, RowAdmin

for _model in (PeriodicTask, IntervalSchedule, CrontabSchedule, ClockedSchedule, SolarSchedule):
    admin.site.unregister(_model)


class TaskSelect(UnfoldAdminSelectWidget, beat.TaskSelectWidget):  # type: ignore[misc]  # both are untyped
    """The product's tasks by name, in Unfold's look."""


class PeriodicTaskForm(beat.PeriodicTaskForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "task" in self.fields:  # neither is there for those who may only look
            self.fields["task"].widget = UnfoldAdminTextInputWidget()
            self.fields["regtask"].widget = TaskSelect()


@admin.register(PeriodicTask)
class PeriodicTaskAdmin(beat.PeriodicTaskAdmin, RowAdmin):  # type: ignore[misc]
    """A schedule that staff changed stays so: inquiries/schedule.py makes rows, it never writes over one."""

    form = PeriodicTaskForm
    change_form_template = None  # beat's own runs a script inside the page, which the policy forbids
    date_hierarchy = None
    list_display = ["name", "enabled", "how_often", "task", "last_run_at", "total_run_count"]
    list_select_related = ["interval", "crontab", "clocked", "solar"]
    list_filter = ["enabled"]
    list_filter_submit = False
    actions = ["enable_tasks", "disable_tasks", "run_now"]
    ordering = ["name"]

    @display(description=_("How often"))
    def how_often(self, row: PeriodicTask) -> str:
        """ "every 6 hours" instead of 21600 seconds."""
        if row.interval is not None and row.interval.period == IntervalSchedule.SECONDS:
            return _every(row.interval.every)
        return str(row.crontab.human_readable if row.crontab is not None else row.scheduler)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        return actions if self.has_change_permission(request) else {}

    @action(description=_("Run now"), permissions=["change"])
    def run_now(self, request: HttpRequest, schedules: QuerySet[PeriodicTask]) -> None:
        """Ring for each once, beside its schedule. A broker that does not answer is said and breaks nothing."""
        for schedule in schedules:
            try:
                current_app.send_task(schedule.task, loads(schedule.args), loads(schedule.kwargs), retry=False)
            except (OperationalError, OSError) as error:
                messages.error(
                    request,
                    _("%(name)s: the broker does not answer (%(error)s).")
                    % {"name": schedule.name, "error": type(error).__name__},
                )
            else:
                messages.success(request, _("%(name)s is asked for.") % {"name": schedule.name})


_EVERY = (
    (86_400, ngettext_lazy("every day", "every %(count)d days", "count")),
    (3_600, ngettext_lazy("every hour", "every %(count)d hours", "count")),
    (60, ngettext_lazy("every minute", "every %(count)d minutes", "count")),
    (1, ngettext_lazy("every second", "every %(count)d seconds", "count")),
)


def _every(seconds: int) -> str:
    length, words = next((length, words) for length, words in _EVERY if seconds % length == 0)
    return str(words % {"count": seconds // length})


class PeriodicTaskInline(ReadOnlyInline):
    model = PeriodicTask
    fields = readonly_fields = ["name", "task", "enabled"]
    verbose_name_plural = _("Schedules that use it")


class _TimesAdmin(RowAdmin):
    inlines: ClassVar[list[Any]] = [PeriodicTaskInline]


@admin.register(IntervalSchedule)
class IntervalScheduleAdmin(_TimesAdmin):
    list_display = ["__str__", "every", "period"]


@admin.register(CrontabSchedule)
class CrontabScheduleAdmin(_TimesAdmin):
    list_display = ["__str__", "human_readable"]
    fields = beat.CrontabScheduleAdmin.fields
    readonly_fields = beat.CrontabScheduleAdmin.readonly_fields


@admin.register(ClockedSchedule)
class ClockedScheduleAdmin(_TimesAdmin):
    list_display = ["clocked_time"]


@admin.register(SolarSchedule)
class SolarScheduleAdmin(_TimesAdmin):
    list_display = ["__str__", "event"]
