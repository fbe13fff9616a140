"""The local engine: general rules of travel language in seven languages. No network, no model download, no Django."""

from collections.abc import Mapping
from typing import Any

from inquiries.extraction.document import Document, Reading
from inquiries.extraction.rules import fingerprint


class RulesEngine:
    """Reads with rules alone. A value that is not plain in the text is left out: wrong is worse than empty."""

    name = "rules"
    leaves_house = False

    @property
    def version(self) -> str:
        return fingerprint.of_folder()

    def read(self, document: Document) -> Reading:
        """Never raises, whatever the text is; the time is bounded, since only its first part is read."""
        from inquiries.extraction.rules import reading  # its patterns cost a tenth of a second: on first use

        kind, language, values = reading.read(document)
        return Reading(engine=self.name, version=self.version, kind=kind, language=language, values=values)

    def recall(self, document: Document, answer: Mapping[str, Any]) -> Reading | None:  # noqa: ARG002
        """None: to read anew costs milliseconds."""
        return None

    def probe(self) -> str:
        return f"Version {self.version}, on this machine; it needs nothing."


__all__ = ["RulesEngine"]
