"""Who really wrote, where a website's contact form sent the mail. Pure."""

import re
from email.message import Message

from mailsync.mime_addresses import NO_REPLY, Ours
from mailsync.mime_headers import Mailbox

_SITE_NAMES = re.compile(
    r"(?:wordpress|webmaster|website|webform|form|forms|formular|formulaire|www|www-data|apache|mailer|cgi)"
)
SITE_MAILERS = re.compile(
    r"phpmailer|wordpress|drupal|joomla|typo3|swiftmailer|symfony|formmail|wpforms|laravel", re.IGNORECASE
)
_FORM_LABELS = {
    "email": r"e-?mail(?:[- ]?(?:address|adresse|adres))?|your e-?mail|ihre e-?mail(?:-adresse)?|mail"
    r"|correo(?: electr[oó]nico)?"
    r"|courriel|adresse (?:e-?mail|courriel|mail)|votre e-?mail|posta elettronica|indirizzo e-?mail"
    r"|endereço de e-?mail"
    r"|seu e-?mail|uw e-?mail(?:adres)?|e-?mailadres",
    "name": r"name|full name|your name|ihr name|vor- und nachname|name, vorname|nombre(?: y apellidos?"
    r"| completo)?|nom(?: et prénom"
    r"| complet)?|votre nom|nome(?: completo| e cognome)?|seu nome|naam|uw naam|ansprechpartner|contact person"
    r"|kontaktperson",
    "first": r"first name|vorname|prénom|prenom|voornaam",
    "last": r"last name|surname|nachname|familienname|nom de famille|apellidos?|cognome|apelido|sobrenome|achternaam",
    "phone": r"phone(?: number)?|telephone|mobile|telefon(?:nummer)?|handy|mobil|téléphone|tél|teléfono|móvil"
    r"|telefono|cellulare"
    r"|telefone|telemóvel|celular|telefoon(?:nummer)?|tel",
    "message": r"(?:your |ihre |votre |su |il suo )?(?:message|nachricht|mensaje|messaggio|mensagem|bericht"
    r"|comments?|bemerkungen?"
    r"|wünsche|anmerkungen?|consulta|richiesta|pedido|demande|enquiry|anfrage)",
    "trip": r"(?:travel )?destination|reiseziel|destino|destinazione|bestemming|departure(?: date)?"
    r"|return(?: date)?|anreise|abreise"
    r"|reisezeit|travel dates?|adults|erwachsene|adultes|adultos|adulti|volwassenen|children|kinder|enfants"
    r"|niños|budget|personen",
}
_FORM_LINE = {
    kind: re.compile(rf"^[\s*_•-]*(?:{words})[*_]*\s*[:：]?[*_]*(?:[ \t]+(.*)|[ \t]*)$", re.IGNORECASE)
    for kind, words in _FORM_LABELS.items()
}
_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_FORM_LINES = 60


def form_fields(text: str) -> dict[str, str]:
    """The labelled lines of a form, each kind once: "Name: Jo" or, as some programs write, "Name" and "Jo" below it."""
    lines = [line.strip() for line in text.split("\n")[:_FORM_LINES]]
    found: dict[str, str] = {}
    for at, line in enumerate(lines):
        if len(line) > 200:
            continue
        for kind, pattern in _FORM_LINE.items():
            match = pattern.match(line)
            if match and kind not in found and (":" in line or not match[1]):
                found[kind] = (match[1] or "").strip() or next((below for below in lines[at + 1 : at + 3] if below), "")
                break
    return found


def form_writer(
    message: Message, *, sender: Mailbox | None, reply_to: tuple[Mailbox, ...], text: str, ours: Ours
) -> Mailbox | None:
    """The customer behind a website's contact form; None where the mail is no form's.

    The form's sender is the site itself. The customer is the Reply-To, else the form's own e-mail line.
    """
    if sender is None:
        return None
    local = sender.address.lower().partition("@")[0]
    our_site = ours.holds(sender.address)
    a_site = our_site or bool(NO_REPLY.search(local) or _SITE_NAMES.fullmatch(local))
    a_site = a_site or bool(SITE_MAILERS.search(str(message.get("X-Mailer") or "")))
    if not a_site:
        return None
    fields = form_fields(text)
    is_form = our_site or len(fields.keys() & {"email", "name", "first", "last", "phone", "message", "trip"}) >= 2
    stranger = next((box for box in reply_to if _may_be_customer(box.address, sender, ours)), None)
    in_form = _ADDRESS.search(fields.get("email", ""))
    if stranger is not None and is_form:
        return Mailbox(address=stranger.address, name=stranger.name or _form_name(fields))
    if in_form and len(fields) >= 2 and _may_be_customer(in_form[0], sender, ours):
        return Mailbox(address=in_form[0], name=_form_name(fields))
    return None


def _may_be_customer(address: str, sender: Mailbox, ours: Ours) -> bool:
    same = address.lower() == sender.address.lower()
    return not (same or ours.holds(address) or NO_REPLY.search(address.lower().partition("@")[0]))


def _form_name(fields: dict[str, str]) -> str:
    name = fields.get("name") or " ".join(filter(None, [fields.get("first"), fields.get("last")]))
    if fields.get("name") and fields.get("first") and fields["first"] not in fields["name"]:
        name = f"{fields['first']} {fields['name']}"  # French forms: Prénom and Nom
    return "" if "@" in name else name[:200]
