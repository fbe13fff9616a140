"""Many rows as one value of a statement that asks for something else as well."""

import json
from datetime import UTC, datetime
from typing import Any

from django.db.models import DateTimeField, Field, Func, JSONField, Model, QuerySet, TextField
from django.db.models.functions import JSONObject


class AsJson(Func):
    """All rows of a sub-select as one JSON text. A plain function to Django, so that it groups by nothing."""

    function = "JSON_GROUP_ARRAY"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "(%(function)s(%(expressions)s))::text"
        return self.as_sql(compiler, connection, function="JSONB_AGG", template=template, **context)


def whole(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    """One value: these rows with all their columns, which `read` makes rows of again. For small tables."""
    columns = JSONObject(**{field.attname: field.attname for field in rows.model._meta.concrete_fields})
    return rows.order_by().values_list(AsJson(columns), flat=True)


def read[M: Model](model: type[M], text: str | None) -> list[M]:
    """The rows that `whole` found, in the order of their keys."""
    fields = model._meta.concrete_fields
    rows = [
        model(**{field.attname: _value(field, row[field.attname]) for field in fields})
        for row in json.loads(text or "[]")
    ]
    return sorted(rows, key=lambda row: row.pk)


def _value(field: "Field[Any, Any]", value: Any) -> Any:
    if isinstance(field, DateTimeField) and value is not None:
        moment = datetime.fromisoformat(value)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)  # SQLite keeps UTC and does not say so
    if isinstance(field, JSONField) and isinstance(value, str):
        return json.loads(value)  # SQLite keeps text
    return field.to_python(value)
