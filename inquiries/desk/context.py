"""What the frame around every page shows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    return {"agency_name": settings.AGENCY_NAME, "version": settings.VERSION}
