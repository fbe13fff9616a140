"""A secret as it is now. `settings.NAME` has it as it was at the start, which tells whether a part is switched on; what
is handed to a vendor, or compared with what a caller gives, is asked for here, so that it may be rotated.
"""

from django.conf import settings
from django.utils.module_loading import import_string


def current(name: str, *, refused: str = "") -> str:
    """The value of the secret `name`, at most a minute old. "" where it is not set.

    `refused`: the value that has just been refused. It is looked up anew, at its source; the same one comes back where
    there is no other. A look at Vault may take some seconds, so not in a transaction.
    """
    value: str | None = import_string(settings.CREDENTIALS_READER)(name, refused=refused)
    return str(getattr(settings, name)) if value is None else value
