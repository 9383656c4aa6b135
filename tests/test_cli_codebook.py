"""`annotator codebook`: shown, written, replaced; what would be lost is refused, and nothing has changed then."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator import assets
from annotator.__main__ import main
from tests.test_cli import complaint, said
from tests.work.helpers import dump, write_lines

Capture = pytest.CaptureFixture[str]
TEXT = "Ilse Brandt said that the ferries will run."


@pytest.fixture
def project(tmp_path: Path, capsys: Capture) -> Path:
    path = tmp_path / "p.annotator"
    said(capsys, "new", path, "--as", "Ann")
    spans = [
        {"start": 0, "end": 11, "label": "ACTOR", "attributes": {"type": "person"}},
        {"start": 17, "end": 42, "label": "QUOTE", "annotator": "Ben"},
    ]
    lines = write_lines(tmp_path / "a.jsonl", {"text": TEXT, "spans": spans})
    said(capsys, "import", path, lines)
    return path


def book() -> dict[str, Any]:
    return dict(json.loads(assets.read_bytes("codebooks/news.json")))


def write(path: Path, data: Any) -> Path:
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


def test_it_is_shown_and_written_and_comes_back_the_same(project: Path, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "out.json"
    facts = said(capsys, "codebook", project, "--export", out)
    assert (facts["name"], len(facts["versions"]), facts["older_spans"], facts["held"]) == ("News", 1, 0, 0)
    assert {one["key"]: one["spans"] for one in facts["labels"]}["ACTOR"] == 1
    assert "counter_examples" in out.read_text(encoding="utf-8")
    before = dump(project)
    report = said(capsys, "codebook", project, "--import", out)
    assert (report["changes"], report["applied"]) == ([], None)
    assert dump(project) == before
    other = tmp_path / "other.annotator"
    said(capsys, "new", other, "--codebook", out)
    assert said(capsys, "codebook", other)["version"] == facts["version"]
    assert main(["codebook", str(project)]) == 0
    assert "Quote" in capsys.readouterr().out


def test_a_change_is_counted_first_and_then_made(project: Path, tmp_path: Path, capsys: Capture) -> None:
    data = book()
    data["labels"][0]["name"] = "Akteur"
    data["labels"][1]["color"] = "#123456"
    file = write(tmp_path / "new.json", data)
    before = dump(project)
    report = said(capsys, "codebook", project, "--import", file, "--dry-run")
    assert [(one["path"], one["what"]) for one in report["changes"]] == [("ACTOR", "renamed"), ("QUOTE", "changed")]
    assert dump(project) == before
    assert main(["codebook", str(project), "--import", str(file), "--as", "Ann"]) == 0
    assert "renamed ACTOR" in capsys.readouterr().out
    facts = said(capsys, "codebook", project)
    assert [len(facts["versions"]), facts["older_spans"]] == [2, 2]
    assert said(capsys, "undo", project)["undone"] == "Change the codebook: rename “Actor” to “Akteur” and 1 more"
    assert said(capsys, "codebook", project)["labels"][0]["name"] == "Actor"


def test_labels_in_use_are_not_lost(project: Path, tmp_path: Path, capsys: Capture) -> None:
    data = book()
    data["labels"] = [one for one in data["labels"] if one["key"] != "ACTOR"]
    data["relations"] = []
    file = write(tmp_path / "new.json", data)
    before = dump(project)
    assert "ACTOR (1 span of 1 annotator)" in complaint(capsys, "codebook", project, "--import", file)
    report = said(capsys, "codebook", project, "--import", file, "--dry-run", code=1)
    assert {"path": "ACTOR", "count": 1, "answered": False}.items() <= report["impact"][0].items()
    assert "called ACTR" in complaint(capsys, "codebook", project, "--import", file, "--replace", "ACTR=QUOTE")
    assert "not OLD=NEW" in complaint(capsys, "codebook", project, "--import", file, "--replace", "ACTOR")
    merge = ["codebook", project, "--import", file, "--replace", "ACTOR=QUOTE"]
    assert "ACTOR/type (1 span" in complaint(capsys, *merge)
    assert dump(project) == before
    done = said(capsys, *merge, "--replace", "ACTOR/type=", "--replace", "ACTOR/mention=")["applied"]
    assert (done["changed"], done["held"]) == (1, 0)
    assert said(capsys, "info", project)["spans_by_label"] == {"QUOTE": 2, "STATISTIC": 0}
    said(capsys, "check", project)
    said(capsys, "undo", project)
    held = said(capsys, "codebook", project, "--import", file, "--replace", "ACTOR=")["applied"]
    assert (held["changed"], held["held"]) == (0, 1)
    assert said(capsys, "codebook", project)["held"] == 1
    said(capsys, "undo", project)
    assert said(capsys, "codebook", project)["held"] == 0
    said(capsys, "check", project)


def test_a_codebook_of_ours_by_name(project: Path, capsys: Capture) -> None:
    lost = complaint(capsys, "codebook", project, "--import", "conll-2003")
    assert "ACTOR" in lost
    assert "QUOTE" in lost
    every = ["ACTOR=PER", "ACTOR/type=", "QUOTE=MISC"]
    words = [part for one in every for part in ("--replace", one)]
    said(capsys, "codebook", project, "--import", "conll-2003", *words)
    assert said(capsys, "info", project)["spans_by_label"] == {"PER": 1, "ORG": 0, "LOC": 0, "MISC": 1}


def one(**fields: Any) -> dict[str, Any]:
    """A codebook's one label."""
    return {"labels": [{"key": "A", "name": "A", **fields}]}


TWINS = [{"key": key, "name": key, "shortcut": "A"} for key in "AB"]
BAD: dict[str, tuple[Any, str]] = {
    "clashing keys": ({"labels": TWINS}, "share the key A"),
    "unknown type": (one(attributes=[{"key": "x", "name": "X", "kind": "hue"}]), "hue"),
    "unknown field": (one(colour="#000000"), "colour"),
    "unreadable colour": (one(color="#FFEE00"), "cannot be read"),
    "an end that is no label": (one() | {"relations": [{"key": "r", "name": "R", "head": ["Z"]}]}, "no label"),
    "a default that is not allowed": (
        one(attributes=[{"key": "n", "name": "N", "kind": "number", "default": "x"}]),
        "not a number",
    ),
    "no label": ({"labels": []}, "no label"),
    "a reserved key": (one(shortcut="H"), "are free"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_by_name_and_reason(project: Path, tmp_path: Path, capsys: Capture, case: str) -> None:
    data, reason = BAD[case]
    file = write(tmp_path / "bad.json", {"name": "Bad", **data})
    before = dump(project)
    message = complaint(capsys, "codebook", project, "--import", file)
    assert reason in message
    assert "ad" in message
    assert dump(project) == before


def test_no_file_and_no_place_to_write(project: Path, tmp_path: Path, capsys: Capture) -> None:
    complaint(capsys, "codebook", project, "--import", tmp_path / "gone.json")
    complaint(capsys, "codebook", project, "--export", tmp_path / "no" / "out.json")
    write(tmp_path / "broken.json", "")
    (tmp_path / "broken.json").write_bytes(b"{\xff")
    assert "broken.json" in complaint(capsys, "codebook", project, "--import", tmp_path / "broken.json")
