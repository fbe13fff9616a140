"""User names are searched by a part of them (filters.py), on PostgreSQL by an index; on SQLite the column is read.

On the way back, addresses that were given up go: without the column that says so they would be written to again.
"""

from django.db import migrations

NAME = "contact_username_trgm"


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        on = "inquiries_contact USING gin (UPPER(username::text) gin_trgm_ops)"
        schema_editor.execute(f"CREATE INDEX IF NOT EXISTS {NAME} ON {on}")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {NAME}")
    apps.get_model("inquiries", "Identity").objects.exclude(former_at=None).delete()


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0014_who")]

    operations = [migrations.RunPython(create, drop)]
