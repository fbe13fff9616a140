"""Work that staff ask for on the desk and that reads its lists: one id in, one function called."""

from celery import shared_task

from inquiries.desk import export_jobs


@shared_task(name="inquiries.write_export")
def write_export(pk: int) -> None:
    export_jobs.write(pk)
