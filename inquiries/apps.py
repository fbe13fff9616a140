from django.apps import AppConfig
from django.db.models.signals import post_migrate


class InquiriesConfig(AppConfig):
    name = "inquiries"
    verbose_name = "Inquiries"

    def ready(self) -> None:
        from inquiries import roles

        # Permissions exist only after every app has migrated, so groups are made then and not in a migration.
        post_migrate.connect(roles.ensure_groups, sender=self)
