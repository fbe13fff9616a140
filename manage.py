#!/usr/bin/env python
"""Django's command line for travelhub."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "travelhub.settings")
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError

    try:
        execute_from_command_line(sys.argv)
    except DatabaseError:
        if _has_tables():
            raise
        sys.exit("The database has no tables yet. Make them: manage.py migrate.")


def _has_tables() -> bool:
    """True also where the database cannot say: then its own error tells more."""
    from django.db import DatabaseError, connection

    try:
        return bool(connection.introspection.table_names())
    except DatabaseError:
        return True


if __name__ == "__main__":
    main()
