"""Many rows as one value of a statement that asks for something else as well."""

from typing import Any

from django.db.models import Func, TextField


class AsJson(Func):
    """All rows of a sub-select as one JSON text. A plain function to Django, so that it groups by nothing."""

    function = "JSON_GROUP_ARRAY"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "(%(function)s(%(expressions)s))::text"
        return self.as_sql(compiler, connection, function="JSONB_AGG", template=template, **context)
