"""Trigram indexes for search on PostgreSQL; on SQLite the columns are read, which is enough there.

pg_trgm is a trusted extension since PostgreSQL 13: the owner of the database may create it.
"""

from django.db import migrations

INDEXES = {
    "message_search_trgm": "inquiries_message",
    "inquiry_search_trgm": "inquiries_inquiry",
}


def create(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for name, table in INDEXES.items():
        schema_editor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {table} USING gin (search_text gin_trgm_ops)")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for name in INDEXES:
        schema_editor.execute(f"DROP INDEX IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0003_answer_by")]

    operations = [migrations.RunPython(create, drop)]
