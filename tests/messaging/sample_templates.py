"""Templates as Meta lists them, and the rows of our number and its business account."""

from typing import Any

from django.utils import timezone

from messaging import templates_sync
from messaging.models import WhatsAppNumber, WhatsAppTemplate
from messaging.template_schemas import TemplateAnswer
from tests.servers.cloud_api import BUSINESS_ACCOUNT, NUMBER_ID

Json = dict[str, Any]


def body(text: str, *examples: str, **named: str) -> Json:
    part: Json = {"type": "BODY", "text": text}
    if examples:
        part["example"] = {"body_text": [list(examples)]}
    if named:
        rows = [{"param_name": name, "example": example} for name, example in named.items()]
        part["example"] = {"body_text_named_params": rows}
    return part


def quick(*texts: str) -> Json:
    return {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": text} for text in texts]}


def template(name: str, language: str, *components: Json, **columns: Any) -> Json:
    fields = {"status": "APPROVED", "category": "UTILITY", "parameter_format": "POSITIONAL", "id": f"{name}-{language}"}
    return {"name": name, "language": language, "components": list(components)} | fields | columns


PROPOSAL = template(
    "proposal_ready",
    "es",
    body("Hola {{1}}, su propuesta para {{2}}, del {{3}}, ya está lista.", "Marta", "Menorca", "3 al 10 de mayo"),
    quick("Sí, por favor"),
)
NAMED = template(
    "still_with_you",
    "en",
    body("Hello {{customer_name}}, about {{destination}}: may we ask?", customer_name="Ann", destination="Madeira"),
    {"type": "FOOTER", "text": "Halden Travel"},
    parameter_format="NAMED",
)
DOCUMENT = template(
    "travel_documents",
    "en",
    {"type": "HEADER", "format": "DOCUMENT", "example": {"header_handle": ["https://scontent.example/x.pdf"]}},
    body("Hello {{1}}, here are your documents.", "Ann"),
)
BUTTONS = template(
    "offer_online",
    "en",
    {"type": "HEADER", "format": "TEXT", "text": "Your trip to {{1}}", "example": {"header_text": ["Madeira"]}},
    body("Hello {{1}}, see it here.", "Ann"),
    {
        "type": "BUTTONS",
        "buttons": [
            {
                "type": "URL",
                "text": "See it",
                "url": "https://offers.halden.example/{{1}}",
                "example": ["https://offers.halden.example/th-1"],
            },
            {"type": "COPY_CODE", "text": "Copy code", "example": "SUN10"},
            {"type": "PHONE_NUMBER", "text": "Call us", "phone_number": "+442079460177"},
            {"type": "QUICK_REPLY", "text": "Not now"},
        ],
    },
)


def number(**columns: Any) -> WhatsAppNumber:
    fields: Json = {"phone_number_id": NUMBER_ID, "business_account_id": BUSINESS_ACCOUNT, "name": "Halden Spain"}
    return WhatsAppNumber.objects.create(**(fields | columns))


def known(*listed: Json) -> list[WhatsAppTemplate]:
    """These templates as an earlier round has written them down."""
    answers = [TemplateAnswer.model_validate(row) for row in listed]
    templates_sync.keep(BUSINESS_ACCOUNT, answers, asked_at=timezone.now())
    return [WhatsAppTemplate.objects.get(name=row["name"], language=row["language"]) for row in listed]
