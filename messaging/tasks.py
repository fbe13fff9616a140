"""WhatsApp's tasks: one id in, one function called."""

from celery import shared_task


@shared_task(name="messaging.ingest_event")
def ingest_event(pk: int) -> None:
    from messaging import backlog

    backlog.take_in(pk)


@shared_task(name="messaging.forget")
def forget() -> None:
    """Asked for by beat."""
    from messaging import retention

    retention.forget()
