"""The claim about outgoing messages in short; `make faults` measures the long form (tests/faults/whatsapp_send.py)."""

import pytest
from django.db import connection
from django.test import Client

from messaging.models import WhatsAppNumber
from tests.faults.whatsapp_send import send_replies
from tests.messaging import payloads
from tests.servers.cloud_api import NUMBER_ID, CloudApi


@pytest.mark.django_db(transaction=True)
def test_replies_under_faults_arrive_once_and_in_order(meta: CloudApi):
    WhatsAppNumber.objects.create(phone_number_id=NUMBER_ID)

    def post(body: bytes, header: str) -> None:
        """The webhook and the worker behind it, in the thread of Meta's server."""
        try:
            assert payloads.post(Client(), body, header=header).status_code == 200
            payloads.ingest_all()
        finally:
            connection.close()

    figures = send_replies(meta, post, secret=payloads.SECRET, count=60, people=6)
    assert sum(figures.faults.values()) >= 10
    assert figures.true, str(figures)
