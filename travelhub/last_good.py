"""The last good values of Vault in a file for its owner alone, so that a start does not need Vault.

Only where the operator asks for it (VAULT_KEEP_LAST_GOOD): then the secrets are on this disk, which Vault was to avoid.
"""

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class LastGood:
    """`place`: where the values are from; those of another place are not taken."""

    path: Path
    place: str

    def keep(self, values: dict[str, str]) -> None:
        """Written whole or not at all, and only when something changed. Where it cannot be, an older one stays."""
        if self.load() == values:
            return
        try:
            handle, draft = tempfile.mkstemp(
                dir=self.path.parent, prefix=".last-good-"
            )  # mode 0600 from the first byte
        except OSError:
            return
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump({"place": self.place, "values": values}, file)
            os.replace(draft, self.path)
        except OSError:
            Path(draft).unlink(missing_ok=True)

    def load(self) -> dict[str, str] | None:
        """None where there are none of this place, or they cannot be read."""
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
            if found["place"] == self.place:
                return {str(name): str(value) for name, value in found["values"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            pass
        return None

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)
