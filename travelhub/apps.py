from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin import apps as admin
from django.utils.translation import gettext_lazy as _


class AdminConfig(admin.AdminConfig):
    default = False  # of django.contrib.admin, not of travelhub
    default_site = "travelhub.admin_site.Site"


class TravelhubConfig(AppConfig):
    name = "travelhub"
    verbose_name = _("System")

    def ready(self) -> None:
        from travelhub import checks, sentry  # noqa: F401  registers the system checks

        if settings.SENTRY_DSN:
            host = str(urlsplit(settings.PUBLIC_URL).hostname)
            sentry.start(dsn=settings.SENTRY_DSN, release=settings.VERSION, environment=host)
