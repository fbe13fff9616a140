"""Which task waits in which queue of the broker, and whose id it takes: one table for Celery, the logs and the docs.

A queue is only where rings wait; the work itself stands in rows. A worker without `--queues` takes from all of them;
one with `--queues outbound` keeps replies going while thousands of messages wait to be read.
"""

from kombu import Queue

UPKEEP = "upkeep"  # the default: sweeps, watching, forgetting

# task: what its one id is called in the log; "" for a task without one
INBOUND = {
    "inquiries.fetch_attachment": "attachment",
    "mailsync.keep_subscription": "subscription",
    "mailsync.poll": "",
    "mailsync.sync_mailbox": "mailbox",
    "messaging.ingest_event": "",  # it takes all that is due, whichever it was rung for
}
OUTBOUND = {
    "inquiries.acknowledge": "acknowledgment",
    "inquiries.deliver_message": "message",
    "inquiries.mail_notice": "notice",
    "inquiries.send_password_letter": "letter",
    "inquiries.settle_message": "message",
    "messaging.send_signal": "signal",
}
EXTRACTION = {
    "inquiries.assist": "assist",
    "inquiries.process_message": "message",
    "inquiries.read_again": "rerun",
}
EXPORTS = {
    "inquiries.expire_export": "export",
    "inquiries.write_export": "export",
}
QUEUES = {"inbound": INBOUND, "outbound": OUTBOUND, "extraction": EXTRACTION, "exports": EXPORTS}
IDS = {task: name for tasks in QUEUES.values() for task, name in tasks.items() if name} | {
    "messaging.sync_templates": "number"
}


def declared() -> list[Queue]:
    """Celery's task_queues: what a worker takes from where nobody says otherwise."""
    return [Queue(name, routing_key=name) for name in (UPKEEP, *QUEUES)]


def routes() -> dict[str, dict[str, str]]:
    """Celery's task_routes; whatever is not named goes to the default queue."""
    return {task: {"queue": queue} for queue, tasks in QUEUES.items() for task in tasks}
