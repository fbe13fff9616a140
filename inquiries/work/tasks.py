"""The tasks: one id in, one function called. What is due and what was tried stands in the rows, never here."""

from typing import Any

from celery import shared_task

from inquiries import accounts, attachments, drafts, password_letters, receipts
from inquiries.work import acknowledging, assisting, delivery, expiring, noticing, processing, rereading, sweeper


@shared_task(name="inquiries.process_message")
def process_message(pk: int) -> None:
    processing.process(pk)


@shared_task(name="inquiries.deliver_message")
def deliver_message(pk: int) -> None:
    delivery.deliver(pk)


@shared_task(name="inquiries.settle_message")
def settle_message(pk: int) -> None:
    delivery.settle(pk)


@shared_task(name="inquiries.fetch_attachment")
def fetch_attachment(pk: int) -> None:
    attachments.fetch(pk)


@shared_task(name="inquiries.acknowledge")
def acknowledge(pk: int) -> None:
    acknowledging.acknowledge(pk)


@shared_task(name="inquiries.mail_notice")
def mail_notice(pk: int) -> None:
    noticing.mail(pk)


@shared_task(name="inquiries.forget_early_reports")
def forget_early_reports() -> None:
    receipts.forget_early()


@shared_task(name="inquiries.send_password_letter")
def send_password_letter(pk: int) -> None:
    password_letters.send(pk)


@shared_task(name="inquiries.forget_sign_ins")
def forget_sign_ins() -> None:
    accounts.forget()


@shared_task(name="inquiries.expire_files")
def expire_files() -> None:
    expiring.expire()


@shared_task(name="inquiries.expire_export")
def expire_export(pk: int) -> None:
    expiring.expire_export(pk)


@shared_task(name="inquiries.assist")
def assist(pk: int) -> None:
    assisting.assist(pk)


@shared_task(name="inquiries.expire_drafts")
def expire_drafts() -> None:
    drafts.expire()


@shared_task(name="inquiries.read_again")
def read_again(pk: int) -> None:
    rereading.read_again(pk)


@shared_task(name="inquiries.sweep", bind=True)
def sweep(self: Any) -> None:
    # beat puts the name of its row into the headers; a sweep asked for by hand is no sign of life of beat.
    sweeper.beat(by_beat=bool(getattr(self.request, "periodic_task_name", None)))
    sweeper.sweep()
