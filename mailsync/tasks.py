"""Mail's tasks: one id in, one function called."""

from datetime import timedelta

from celery import shared_task

_TURN = timedelta(minutes=2)  # then another mailbox may have its turn


@shared_task(name="mailsync.poll")
def poll() -> None:
    """Asked for by beat: every source looks for what is new, and somebody looks how the mailboxes are."""
    from mailsync import alarms, sources, subscriptions

    for source in sources.every():
        source.poll()
    subscriptions.ensure()
    alarms.look()


@shared_task(name="mailsync.sync_mailbox")
def sync_mailbox(pk: int) -> None:
    from inquiries.doorbell import ring_now
    from mailsync import sync

    if sync.run(pk, budget=_TURN).unfinished:
        ring_now("mailsync.sync_mailbox", pk)


@shared_task(name="mailsync.keep_subscription")
def keep_subscription(pk: int) -> None:
    from mailsync import subscriptions

    subscriptions.keep(pk)
