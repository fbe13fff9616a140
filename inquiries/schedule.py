"""What beat asks for: rows of django-celery-beat that staff can see and change. A door for channels too.

Each app makes its rows after migrating, once; an interval that staff changed, or a task they switched off, stays so.
"""

from datetime import timedelta

from django.db import DEFAULT_DB_ALIAS, connections

SWEEPER = "Sweeper"


def ensure(name: str, task: str, every: timedelta, *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Have beat ask for `task` (its registered name, no arguments) at this interval, unless a row `name` exists.

    A request that nobody took up within its interval is dropped, so that a stopped worker finds one and not a heap.
    Called by post_migrate, where the tables may not be there yet: then the next migrate does it.
    """
    from django_celery_beat.models import IntervalSchedule, PeriodicTask

    if PeriodicTask._meta.db_table not in connections[using].introspection.table_names():
        return
    if PeriodicTask.objects.using(using).filter(name=name).exists():
        return
    seconds = max(int(every.total_seconds()), 1)
    intervals = IntervalSchedule.objects.using(using)
    interval = intervals.filter(every=seconds, period=IntervalSchedule.SECONDS).first() or intervals.create(
        every=seconds, period=IntervalSchedule.SECONDS
    )
    PeriodicTask.objects.using(using).get_or_create(
        name=name, defaults={"task": task, "interval": interval, "expire_seconds": seconds}
    )
