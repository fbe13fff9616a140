"""What staff corrected leaves as a corpus that the corpus' own score.py reads, and without its people where asked."""

import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from inquiries import facts
from inquiries.models import Correction, Event, Fact, Message
from inquiries.redaction import Redactor
from tests.conftest import person
from tests.project.test_corpus_intake import CASES, message_of

pytestmark = pytest.mark.django_db

SCORE = CASES.parent / "score.py"
NAMES = ("en-family-bali-01.eml", "de-kreta-kos-01.eml", "it-sharm-04.wa.json", "en-turkey-ai-23.wa.json")
PATHS = [CASES / name for name in NAMES]


def run(command: str, *args: Any, **options: Any) -> str:
    out = io.StringIO()
    call_command(command, *map(str, args), stdout=out, **options)
    return out.getvalue()


def label_of(path: Path) -> dict[str, Any]:
    name = path.name.removesuffix(".eml").removesuffix(".wa.json")
    found: dict[str, Any] = json.loads((CASES / f"{name}.label.json").read_text())
    return found


def wanted(label: dict[str, Any], field: str) -> Any:
    if field == "budget":
        parts = {key: label[f"budget_{key}"] for key in ("amount", "currency", "per")}
        return parts if parts["amount"] else None
    found = label.get(field)  # the corpus tells nothing of papers
    return found or (found if found == 0 else None)


@pytest.fixture
def corrected(db) -> list[Message]:
    """Messages of the corpus, read by the rules, and each value put right by an agent as their labels say."""
    agent = person("agent")
    for path in PATHS:
        run("import_mail" if path.suffix == ".eml" else "import_whatsapp", path)
    run("sweep", run=True)
    found = [message_of(path) for path in PATHS]
    for path, message in zip(PATHS, found, strict=True):
        label = label_of(path)
        for field in sorted(Fact.Field.values, key=lambda name: name == "return_on"):
            known = message.inquiry.facts.filter(field=field, state="CURRENT").first()
            value = wanted(label, field)
            if known is not None or value is not None:
                facts.set_value(message.inquiry, field, value, actor=agent)
    return found


def score(cases: Path, predictions: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(SCORE), str(cases), "--json"],
        input=predictions,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_what_was_put_right_scores_as_the_labels_that_it_was_taken_from(corrected, tmp_path) -> None:
    said = run("export_corrections", tmp_path / "out")
    assert said.startswith("4 cases in")
    case = {message.pk: next((tmp_path / "out").glob(f"*-{message.pk}.label.json")).name for message in corrected}
    lines = [
        json.dumps(label_of(path) | {"case": case[message.pk].removesuffix(".label.json")})
        for path, message in zip(PATHS, corrected, strict=True)
    ]
    report = score(tmp_path / "out", "\n".join(lines))
    assert (report["cases"], report["predicted"]) == (4, 4)
    assert (report["headline"]["f1"], report["soft"]["f1"], report["kind_accuracy"]) == (1.0, 1.0, 1.0)
    assert report["headline"]["labels"] > 25
    event = Event.objects.get(kind=Event.Kind.EXPORTED)
    assert event.data == {"format": "corpus", "rows": 4, "redacted": False}


def test_the_messages_are_read_again_out_of_the_folder_as_they_were_here(corrected, tmp_path) -> None:
    run("export_corrections", tmp_path / "plain")
    run("export_corrections", tmp_path / "redacted", redact=True)
    plain = score(tmp_path / "plain", run("extract", tmp_path / "plain", engine="rules"))
    redacted = score(tmp_path / "redacted", run("extract", tmp_path / "redacted", engine="rules"))
    assert plain["headline"]["f1"] > 0.9
    assert (redacted["predicted"], redacted["cases"]) == (4, 4)
    assert redacted["headline"]["f1"] >= plain["headline"]["f1"] - 0.02


def test_redacted_nothing_of_the_person_is_left(corrected, tmp_path) -> None:
    run("export_corrections", tmp_path / "out", redact=True)
    whole = "\n".join(path.read_text() for path in (tmp_path / "out").iterdir())
    for message in corrected:
        for word in message.contact.name.split():
            assert word not in whole
        for identity in message.contact.identities.all():
            assert identity.value not in whole
    assert "Robin Sample" in whole


def test_only_what_a_person_has_decided_about_is_a_case(corrected, tmp_path) -> None:
    Correction.objects.exclude(message=corrected[0]).update(message=None)
    assert run("export_corrections", tmp_path).startswith("1 case in")
    assert run("export_corrections", tmp_path / "later", since=date(2099, 1, 1)).startswith("0 ")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Anna Berg, call me: +49 170 1234567", "Robin Sample, call me: +442079460958"),
        ("kind regards, anna", "kind regards, Robin"),
        ("write to a.berg@post.example today", "write to robin@redacted.example today"),
        ("IBAN DE89 3704 0044 0532 0130 00 please", "IBAN (account) please"),
        ("03/05/2027 - 10/05/2027, 3000 EUR, room 12", "03/05/2027 - 10/05/2027, 3000 EUR, room 12"),
        ("Bergen in Norway", "Bergen in Norway"),
        ("my passport no. 533380006", "my passport no. •••••••••"),
        ("cvv 737", "cvv •••"),
        ("0170 / 123 45 67", "+442079460958"),
    ],
)
def test_redaction(text: str, left: str) -> None:
    assert Redactor(names={"Anna Berg"}, known={"a.berg@post.example"})(text) == left
