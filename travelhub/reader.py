"""Each page in the zone and the language of who reads it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from inquiries import readers
from inquiries.models import User


class ReaderMiddleware:
    """Stands inside AuthenticationMiddleware: the person's row is read for each page anyway, so this asks nothing more.

    Not Django's LocaleMiddleware: a person's choice is a column, and a cookie or a prefix of the address would be a
    second place for it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        zone, chosen = (readers.zone(person), readers.language(person)) if isinstance(person, User) else (None, "")
        if zone:
            timezone.activate(zone)
        try:
            return self._answer(request, chosen)
        finally:  # the thread serves somebody else next
            timezone.deactivate()
            translation.deactivate()

    def _answer(self, request: HttpRequest, chosen: str) -> HttpResponse:
        if len(settings.LANGUAGES) == 1:
            return self.get_response(request)
        translation.activate(chosen or translation.get_language_from_request(request))
        response = self.get_response(request)
        if not chosen:
            patch_vary_headers(response, ("Accept-Language",))
        return response
