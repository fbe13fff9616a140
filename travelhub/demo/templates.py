"""WhatsApp templates of the sample agency, in the form in which Meta lists them, through the real sync."""

import json

from django.utils import timezone

from messaging import templates_sync
from messaging.models import WhatsAppTemplate
from messaging.template_schemas import TemplatesAnswer
from travelhub.demo.manifest import DATA

BUSINESS_ACCOUNT = "102290129340377"  # that of the sample webhooks


def load() -> None:
    """Write them down as if Meta had just listed them; the file also has what staff call them."""
    tree = json.loads((DATA / "templates.json").read_text("utf-8"))
    answers = TemplatesAnswer.model_validate(tree).templates()
    templates_sync.keep(BUSINESS_ACCOUNT, answers, asked_at=timezone.now())
    for row in tree["data"]:
        named = WhatsAppTemplate.objects.filter(business_account_id=BUSINESS_ACCOUNT, name=row["name"])
        named.filter(language=row["language"]).update(title=row["title"])
