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


@shared_task(name="messaging.sync_templates")
def sync_templates(pk: int | None = None) -> None:
    """Asked for by beat, for all business accounts, or by a ring, for the one of the number `pk`."""
    from messaging import templates_sync

    templates_sync.sync(pk)


@shared_task(name="messaging.send_signal")
def send_signal(pk: int) -> None:
    from messaging import signs

    signs.send(pk)


@shared_task(name="messaging.watch")
def watch() -> None:
    """Asked for by beat: Meta is asked how our numbers are, and somebody looks whether that is an alarm."""
    from messaging import alarms, checkup

    checkup.watch()
    alarms.look()
