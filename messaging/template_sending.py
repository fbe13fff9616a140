"""A template on its way to WhatsApp: the file of its header first, then the message itself."""

from typing import Any

from inquiries.envelope import Address, Outbound
from inquiries.errors import WorkError
from messaging import numbers, outgoing, templates_sync

# Meta knows better than our list: it is fetched anew, so that the next person is not offered the same.
_CHANGED = {"132000", "132001", "132005", "132007", "132012", "132015", "132016"}


def check(outbound: Outbound) -> None:
    """WorkError, permanent, where it is no template that can go out: checked before any upload."""
    template = outbound.shape.get("template")
    if not isinstance(template, dict) or not template.get("name") or not template.get("language"):
        raise WorkError("This is no template that can be sent.", permanent=True, code="not_allowed")
    if template.get("media") and not outbound.files:
        raise WorkError("The file of the template's header is not there.", permanent=True, code="not_allowed")
    for file in outbound.files:
        outgoing.check_file(file)


def send_template(outbound: Outbound, account: str, to: Address) -> str:
    """Send it and give WhatsApp's id of the message. Raises WorkError; an upload that fails reaches nobody."""
    from messaging import cloud_api

    template = outbound.shape["template"]
    header = _header(outbound, account=account, media=template["media"]) if template.get("media") else []
    payload = {
        "name": template["name"],
        "language": {"code": template["language"]},
        "components": [*header, *template.get("components", [])],
    }
    try:
        return cloud_api.send_template(payload, account=account, to=to, key=outbound.key)
    except WorkError as error:
        if error.code in _CHANGED:
            templates_sync.ring_for(numbers.business_account(account))
        raise


def _header(outbound: Outbound, *, account: str, media: str) -> list[dict[str, Any]]:
    from messaging import cloud_api

    file = outbound.files[0]
    given = {"id": cloud_api.upload(file, account=account)}
    if media == "document":
        given["filename"] = file.filename
    return [{"type": "header", "parameters": [{"type": media, media: given}]}]
