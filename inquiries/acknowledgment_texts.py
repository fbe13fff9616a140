"""The texts of acknowledgments: those that are shipped, and how the one for a language is found and filled in."""

from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from inquiries.models import AcknowledgmentText, Inquiry

FALLBACK = "en"

SHIPPED: dict[str, tuple[str, str]] = {
    "en": (
        "We have your message",
        "Hello {name},\n\nthank you for writing to us. Your message has arrived, and one of us is going to read it and "
        "answer you personally. If something is missing, just reply to this mail.\n\n"
        "Your reference is {reference}.\n\n{agency}\n\nThis mail was sent automatically.",
    ),
    "de": (
        "Ihre Nachricht ist angekommen",
        "Guten Tag {name},\n\nvielen Dank für Ihre Nachricht. Sie ist bei uns angekommen; jemand aus unserem Team "
        "liest sie und antwortet Ihnen persönlich. Wenn Ihnen noch etwas einfällt, antworten Sie einfach auf diese "
        "E-Mail.\n\nIhr Zeichen ist {reference}.\n\n{agency}\n\nDiese E-Mail wurde automatisch verschickt.",
    ),
    "fr": (
        "Nous avons bien reçu votre message",
        "Bonjour {name},\n\nmerci de nous avoir écrit. Votre message est bien arrivé ; l’un de nos conseillers va le "
        "lire et vous répondra personnellement. Si vous souhaitez ajouter quelque chose, répondez simplement "
        "à ce courriel.\n\nVotre référence est {reference}.\n\n{agency}\n\nCe courriel a été envoyé automatiquement.",
    ),
    "es": (
        "Hemos recibido su mensaje",
        "Hola {name}:\n\nGracias por escribirnos. Su mensaje ha llegado y una persona de nuestro equipo lo leerá y le "
        "responderá personalmente. Si desea añadir algo, basta con responder a este correo.\n\n"
        "Su referencia es {reference}.\n\n{agency}\n\nEste correo se ha enviado automáticamente.",
    ),
    "it": (
        "Abbiamo ricevuto il Suo messaggio",
        "Buongiorno {name},\n\ngrazie per averci scritto. Il Suo messaggio è arrivato; uno di noi lo leggerà e Le "
        "risponderà personalmente. Se desidera aggiungere qualcosa, basta rispondere a questa e-mail.\n\n"
        "Il Suo riferimento è {reference}.\n\n{agency}\n\nQuesta e-mail è stata inviata automaticamente.",
    ),
    "pt": (
        "Recebemos a sua mensagem",
        "Olá {name},\n\nobrigado por nos escrever. A sua mensagem chegou; alguém da nossa equipa vai lê-la e "
        "responder-lhe pessoalmente. Se quiser acrescentar alguma coisa, basta responder a este e-mail.\n\n"
        "A sua referência é {reference}.\n\n{agency}\n\nEste e-mail foi enviado automaticamente.",
    ),
    "nl": (
        "Wij hebben uw bericht ontvangen",
        "Beste {name},\n\ndank u wel voor uw bericht. Het is goed aangekomen; een van ons leest het en antwoordt u "
        "persoonlijk. Wilt u nog iets toevoegen, antwoord dan gewoon op deze e-mail.\n\n"
        "Uw kenmerk is {reference}.\n\n{agency}\n\nDeze e-mail is automatisch verstuurd.",
    ),
}


def ensure_texts(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Lay the shipped texts, once each: what staff changed or switched off stays. Run after every migrate."""
    if AcknowledgmentText._meta.db_table not in connections[using].introspection.table_names():
        return
    for language, (subject, text) in SHIPPED.items():
        AcknowledgmentText.objects.using(using).get_or_create(
            language=language, account="", defaults={"subject": subject, "text": text}
        )


def find(language: str, *, account: str) -> AcknowledgmentText | None:
    """The mailbox's own text before the common one, then English; None where the language's is switched off."""
    code = language.replace("_", "-").partition("-")[0].lower()
    for wanted in dict.fromkeys((language.lower(), code, FALLBACK)):
        rows = {
            row.account: row for row in AcknowledgmentText.objects.filter(language=wanted, account__in=["", account])
        }
        row = rows.get(account.lower()) or rows.get("")
        if row is not None:
            return row if row.enabled else None
    return None


def filled(text: AcknowledgmentText, *, inquiry: Inquiry) -> tuple[str, str]:
    """(subject, text) with the placeholders filled in; a greeting without a name closes up."""
    values = {"{name}": inquiry.contact.name, "{reference}": inquiry.reference, "{agency}": settings.AGENCY_NAME}
    return _fill(text.subject, values), _fill(text.text, values)


def _fill(template: str, values: dict[str, str]) -> str:
    if not values["{name}"]:
        template = template.replace(" {name}", "{name}")
    for placeholder, value in values.items():
        template = template.replace(placeholder, value)
    return template
