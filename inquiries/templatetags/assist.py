"""Links to what a machine can write for staff: there where an OpenAI is set up and the person may write."""

from typing import Any

from django import template
from django.template.context import RequestContext

from inquiries.assist import requests, translations

register = template.Library()


@register.simple_tag
def openai_there() -> bool:
    return requests.available()


@register.inclusion_tag("inquiries/partials/assist_link.html", takes_context=True)
def translate_link(context: RequestContext, item: Any) -> dict[str, Any]:
    """Under a message in another language than the desk's."""
    offered = _may(context) and bool(item.words) and translations.is_foreign(item.message)
    return {"offered": offered, "pk": item.message.pk}


@register.inclusion_tag("inquiries/partials/assist_voice.html", takes_context=True)
def transcript_link(context: RequestContext, file: Any) -> dict[str, Any]:
    """Under a voice note's player."""
    return {"offered": _may(context), "pk": file.row.pk}


def _may(context: RequestContext) -> bool:
    perms = context.get("perms")
    return requests.available() and perms is not None and "inquiries.add_message" in perms
