"""Indexes for filters by a part of a contact's name or address and by the beginning of a place, as Django's `icontains`
and `istartswith` ask on PostgreSQL; on SQLite the columns are read."""

from django.db import migrations

INDEXES = {
    "contact_name_trgm": "inquiries_contact USING gin (UPPER(name::text) gin_trgm_ops)",
    "identity_value_trgm": "inquiries_identity USING gin (UPPER(value::text) gin_trgm_ops)",
    "destination_name_upper": "inquiries_destination (UPPER(name::text) text_pattern_ops, inquiry_id)",
}


def create(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for name, index in INDEXES.items():
        schema_editor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {index}")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for name in INDEXES:
        schema_editor.execute(f"DROP INDEX IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0006_counting_indexes")]

    operations = [migrations.RunPython(create, drop)]
