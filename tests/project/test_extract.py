"""extract PATH...: one JSON line a file with the label keys of the corpus; and how well the rules read the corpus."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from inquiries.envelope import Inbound
from inquiries.extraction import labels
from inquiries.extraction.rules import RulesEngine
from travelhub.management.commands import extract

CORPUS = Path(__file__).parent.parent / "data" / "corpus"
CASES = CORPUS / "cases"
FLOOR = 0.979  # of the headline: 0.02 under what is reached


def run(*paths: Path, engine: str = "rules") -> list[dict[str, Any]]:
    out = io.StringIO()
    call_command("extract", *map(str, paths), engine=engine, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return run(CASES)


def test_a_line_has_the_keys_of_a_label_and_its_case(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        label = json.loads((CASES / f"{row['case']}.label.json").read_text(encoding="utf-8"))
        assert row.keys() == label.keys() | {"case"}
        assert [type(row[key]) for key in labels.LISTS] == [list] * len(labels.LISTS)


def test_the_corpus_is_read_at_least_this_well(rows: list[dict[str, Any]]) -> None:
    """A fall below the floor is a rule that broke; raise the floor when the rules get better."""
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    command = [sys.executable, str(CORPUS / "score.py"), str(CASES), "--json"]
    report = json.loads(subprocess.run(command, input=lines, capture_output=True, text=True, check=True).stdout)
    assert report["predicted"] == report["cases"] == 72
    assert report["headline"]["f1"] >= FLOOR
    assert report["soft"]["f1"] >= 0.95
    assert min(report["kind_accuracy"], report["language_accuracy"]) >= 0.95


def test_each_value_of_the_corpus_has_the_words_that_prove_it() -> None:
    engine = RulesEngine()
    for path in extract.cases([CASES]):
        inbound = extract.message(path)
        document = extract.document(inbound)
        sender = (document.sender_name, document.sender_phone)
        for field, value in engine.read(document).values.items():
            assert value.evidence, (path.name, field)
            for span in value.evidence:
                texts = sender if span.part == "sender" else (_part(inbound, span.part),)
                assert span.quote in {text[span.start : span.end] for text in texts}, (path.name, field)


def _part(inbound: Inbound, part: str) -> str:
    return {"text": inbound.text, "subject": inbound.subject}[part]


def test_a_single_file_of_each_channel(rows: list[dict[str, Any]]) -> None:
    mail, whatsapp = run(CASES / "en-terse-prague-04.eml", CASES / "it-sharm-04.wa.json")
    assert [mail, whatsapp] == [row for row in rows if row["case"] in {"en-terse-prague-04", "it-sharm-04"}]
    assert mail["depart_on"] == "2026-06-11"
    assert whatsapp["contact_phone"] == "+393200000077"


def test_what_cannot_be_read_is_named_and_the_rest_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.wa.json"
    broken.write_text("{")
    with pytest.raises(CommandError, match="2 could not be read"):
        call_command("extract", str(broken), str(tmp_path / "gone.eml"), str(CASES / "nl-lapland-03.wa.json"))
    out, err = capsys.readouterr()
    assert json.loads(out)["case"] == "nl-lapland-03"
    assert "broken.wa.json: The body is not JSON" in err
