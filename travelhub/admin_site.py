"""The site that the admin's pages belong to."""

from typing import Any

from django.http import HttpRequest
from unfold.sites import UnfoldAdminSite


class Site(UnfoldAdminSite):  # type: ignore[misc]
    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Of one app, for its page. Every page would list all models, in the order of their translated names, for a
        sidebar that nobody sees: ours is travelhub.unfold.navigation."""
        return super().get_app_list(request, app_label) if app_label else []
