"""The words of scripts in another language, which scripts ask for by gettext() (trouble.js)."""

from django.conf import settings
from django.http import Http404, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django.views.i18n import JavaScriptCatalog

from inquiries.desk.http import DeskRequest

_YEAR = 365 * 24 * 60 * 60


@require_safe
def words(request: DeskRequest, language: str, version: str) -> HttpResponseBase:
    """Language and version stand in the address, so that a browser asks once for each. `version` is read by nobody."""
    del version
    if language not in dict(settings.LANGUAGES):
        raise Http404
    with translation.override(language):
        # Of the apps none has scripts with words but ours, whose catalogue is the project's.
        response: HttpResponseBase = JavaScriptCatalog.as_view(packages=["inquiries"])(request)
    patch_cache_control(response, private=True, max_age=_YEAR, immutable=True)
    return response
