from django.apps import AppConfig


class TravelhubConfig(AppConfig):
    name = "travelhub"
    verbose_name = "System"

    def ready(self) -> None:
        from travelhub import checks  # noqa: F401  registers the system checks
