"""Whether a table is there as this code knows it: asked after a migrate, which may have gone half the way, or back."""

from django.db import connections
from django.db.models import Model


def complete(model: type[Model], *, using: str) -> bool:
    """False where the table or one of its columns is missing: who lays rows there waits for the next migrate then."""
    connection, table = connections[using], model._meta.db_table
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return False
        there = {column.name for column in connection.introspection.get_table_description(cursor, table)}
    return {field.column for field in model._meta.local_concrete_fields} <= there
