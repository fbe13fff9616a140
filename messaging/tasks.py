"""WhatsApp's tasks: one id in, one function called."""

from celery import shared_task


@shared_task(name="messaging.ingest_event")
def ingest_event(pk: int) -> None:
    from messaging import ingest

    ingest.ingest_event(pk)


@shared_task(name="messaging.watch")
def watch() -> None:
    """Asked for by beat: Meta is asked how our numbers are, and somebody looks whether that is an alarm."""
    from messaging import alarms, checkup

    checkup.watch()
    alarms.look()
