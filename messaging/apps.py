from django.apps import AppConfig
from django.db.models.signals import post_migrate


class MessagingConfig(AppConfig):
    name = "messaging"
    verbose_name = "WhatsApp"

    def ready(self) -> None:
        from messaging import numbers

        # The row needs its table, so it is made after the migrations and not in one: settings may change later.
        post_migrate.connect(numbers.seed, sender=self)
