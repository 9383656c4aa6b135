"""The command line through the real main: every verb, its JSON, and one clear message for every bad input."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from annotator.__main__ import main
from tests.work.helpers import dump, write_lines

PROSE = "The harbour council of Velmora voted on Monday to close the eastern quay for repairs."
ROW = {"text": "Ana spoke.", "spans": [{"start": 0, "end": 3, "label": "ACTOR", "attributes": {"type": "person"}}]}

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def project(tmp_path: Path, capsys: Capture) -> Path:
    path = tmp_path / "p.annotator"
    assert main(["new", str(path), "--as", "Ana"]) == 0
    capsys.readouterr()
    return path


def said(capsys: Capture, *words: str | Path, code: int = 0) -> Any:
    """The JSON that a verb prints."""
    assert main([str(word) for word in (*words, "--json")]) == code
    return json.loads(capsys.readouterr().out)


def complaint(capsys: Capture, *words: str | Path, code: int = 1) -> str:
    """The one line on stderr of a verb that fails."""
    assert main([str(word) for word in words]) == code
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1, lines
    assert lines[0].startswith("annotator: ")
    assert "Traceback" not in lines[0]
    return lines[0]


def test_the_whole_way(project: Path, tmp_path: Path, capsys: Capture) -> None:
    report = said(capsys, "import", project, write_lines(tmp_path / "a.jsonl", ROW, "{bad"))
    assert (report["taken"], report["already_there"], report["skipped"], report["spans_taken"]) == (1, 0, 1, 1)
    assert report["errors"][0]["line"] == 2
    assert set(report["errors"][0]) == {"file", "line", "reason"}
    info = said(capsys, "info", project)
    assert (info["articles"], info["spans_by_label"]["ACTOR"], info["spans_by_annotator"]) == (1, 1, {"Ana": 1})
    assert info["states"] == {"Ana": {"todo": 0, "doing": 0, "done": 1, "skipped": 0}}
    assert said(capsys, "check", project) == {"problems": [], "repaired": []}
    exported = said(capsys, "export", project, tmp_path / "o.jsonl", "--format", "jsonl", "--loss-report")
    assert [Path(name).name for name in exported["files"]] == ["o.jsonl", "o.jsonl.project.json", "o.jsonl.losses.json"]
    assert json.loads((tmp_path / "o.jsonl").read_text())["spans"][0]["text"] == "Ana"
    backup = said(capsys, "backup", project)
    assert Path(backup["out"]).stat().st_size == backup["bytes"]
    assert [line["title"] for line in said(capsys, "undo", project, "--list")["lines"]] == ["Import 1 article"]
    assert said(capsys, "undo", project)["undone"] == "Import 1 article"
    assert said(capsys, "info", project)["articles"] == 0
    assert said(capsys, "info", backup["out"])["articles"] == 1
    assert "Nothing to undo" in complaint(capsys, "undo", project)
    names = [form["name"] for form in said(capsys, "formats")]
    assert {"jsonl", "html", "brat", "txt", "csv", "tsv", "hf"} <= set(names)


def test_columns_of_tables(project: Path, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'Kopf,"Rumpf, lang",Text\nEins,"{PROSE}",no\nZwei,,no\n', encoding="utf-8")
    columns = '"text=Rumpf, lang", title=1'
    report = said(capsys, "import", project, path, "--columns", columns)
    assert (report["taken"], [error["line"] for error in report["errors"]]) == (1, [3])
    assert "no column “Rumpf”" in complaint(capsys, "import", project, path, "--columns", "text=Rumpf")
    assert main(["import", str(project), str(path), "--columns", "body=Rumpf"]) == 2
    assert "“body=Rumpf” is not FIELD=NAME" in capsys.readouterr().err


def test_in_words(project: Path, tmp_path: Path, capsys: Capture) -> None:
    for words in (
        ["import", project, write_lines(tmp_path / "a.jsonl", ROW)],
        ["info", project],
        ["check", project, "--repair"],
        ["undo", project, "--list"],
        ["export", project, tmp_path / "o.csv"],
        ["backup", project, tmp_path / "b.annotator"],
        ["formats"],
        ["undo", project],
    ):
        assert main([str(word) for word in words]) == 0
        assert capsys.readouterr().out.strip()


def test_new(tmp_path: Path, capsys: Capture) -> None:
    made = said(capsys, "new", tmp_path / "a.annotator", "--as", " Ben ")
    assert (made["codebook"], made["annotator"]) == ("News", "Ben")
    before = (tmp_path / "a.annotator").read_bytes()
    assert "already there" in complaint(capsys, "new", tmp_path / "a.annotator")
    assert (tmp_path / "a.annotator").read_bytes() == before
    assert "news" in complaint(capsys, "new", tmp_path / "b.annotator", "--codebook", "olds")
    (tmp_path / "c.json").write_text('{"name": "C", "labels": [{"key": "X", "name": "X"}]}')
    assert said(capsys, "new", tmp_path / "c.annotator", "--codebook", tmp_path / "c.json")["codebook"] == "C"
    (tmp_path / "d.json").write_text('{"name": "D", "labels": []}')
    assert "no label" in complaint(capsys, "new", tmp_path / "d.annotator", "--codebook", tmp_path / "d.json")
    complaint(capsys, "new", tmp_path / "no" / "e.annotator")
    assert sorted(path.name for path in tmp_path.glob("*.annotator")) == ["a.annotator", "c.annotator"]


BAD: dict[str, tuple[str, bytes, str]] = {
    "span across the end": ("a.jsonl", b'{"text": "Ana", "spans": [[0, 9, "ACTOR"]]}', "outside the text"),
    "empty span": ("a.jsonl", b'{"text": "Ana", "spans": [[1, 1, "ACTOR"]]}', "is empty"),
    "other words": ("a.jsonl", b'{"text": "Ana", "spans": [{"start":0,"end":3,"label":"ACTOR","text":"Ben"}]}', "says"),
    "forbidden value": (
        "a.jsonl",
        b'{"text": "Ana", "spans": [{"start":0,"end":3,"label":"ACTOR","attributes":{"type":"robot"}}]}',
        "robot",
    ),
    "no JSON": ("a.jsonl", b"{bad", "not JSON"),
    "binary": ("a.txt", b"ab\0\1\2" * 99, "binary"),
    "too large": ("a.txt", b"x" * 20_000_010, "split it"),
    "too large in a line": ("a.jsonl", b'{"text": "' + b"x" * 20_000_010 + b'"}', "20 MB"),
    "no article": ("a.html", b"<html><body><nav>Home</nav></body></html>", "no article"),
    "empty": ("a.txt", b"", "empty"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_changes_nothing(project: Path, tmp_path: Path, capsys: Capture, case: str) -> None:
    name, data, reason = BAD[case]
    (tmp_path / name).write_bytes(data)
    before = dump(project)
    report = said(capsys, "import", project, tmp_path / name, code=1)
    assert (report["taken"], report["skipped"]) == (0, 1)
    assert reason in report["errors"][0]["reason"]
    assert reason in complaint_lines(capsys, project, tmp_path / name)
    assert dump(project) == before
    (tmp_path / "good.txt").write_text(PROSE)  # the others are taken
    report = said(capsys, "import", project, tmp_path / name, tmp_path / "good.txt")
    assert (report["taken"], report["skipped"]) == (1, 1)


def complaint_lines(capsys: Capture, project: Path, path: Path) -> str:
    assert main(["import", str(project), str(path)]) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    return err


def test_unknown_labels(project: Path, tmp_path: Path, capsys: Capture) -> None:
    path = write_lines(tmp_path / "a.jsonl", {"text": "Ana spoke.", "label": [[0, 3, "PER"]]})
    before = dump(project)
    report = said(capsys, "import", project, path, code=1)
    assert report["unknown_labels"] == {"PER": 1}
    assert "PER" in report["errors"][0]["reason"]
    assert dump(project) == before
    assert said(capsys, "import", project, path, "--unknown-labels", "add")["labels_added"] == ["PER"]


def test_paths_and_projects(project: Path, tmp_path: Path, capsys: Capture) -> None:
    before = dump(project)
    assert "no such file" in complaint_lines(capsys, project, tmp_path / "none.txt")
    write_lines(tmp_path / "a.jsonl", ROW)
    (tmp_path / "other.annotator").write_bytes(b"something else entirely")
    complaint(capsys, "import", tmp_path / "none.annotator", tmp_path / "a.jsonl")
    for verb in ("info", "check", "undo", "backup"):
        complaint(capsys, verb, tmp_path / "none.annotator")
        complaint(capsys, verb, tmp_path / "other.annotator")
    complaint(capsys, "export", project, tmp_path / "none" / "o.csv")
    complaint(capsys, "export", project, tmp_path)
    complaint(capsys, "export", project, tmp_path / "o.docx")
    complaint(capsys, "export", project, tmp_path / "o.csv", "--format", "zip")
    complaint(capsys, "import", project, tmp_path / "a.jsonl", "--format", "csv")
    assert (tmp_path / "other.annotator").read_bytes() == b"something else entirely"
    assert not (tmp_path / "none.annotator").exists()
    assert dump(project) == before


@pytest.mark.parametrize(
    "words",
    [["import"], ["export", "p"], ["check"], ["import", "p", "q", "--unknown-labels", "maybe"], ["undo", "--no"]],
)
def test_wrong_usage(words: list[str], capsys: Capture) -> None:
    assert main(words) == 2
    assert "usage" in capsys.readouterr().err


def test_a_damaged_project(project: Path, capsys: Capture) -> None:
    data = project.read_bytes()
    project.write_bytes(data[: len(data) // 2])
    damaged = project.read_bytes()
    complaint(capsys, "info", project)
    assert main(["check", str(project), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["problems"]
    assert project.read_bytes() == damaged


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user who may not write everywhere")
def test_a_place_that_may_not_be_written(project: Path, tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o500)
    complaint(capsys, "export", project, folder / "o.csv")
    complaint(capsys, "backup", project, folder / "b.annotator")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGINT")
def test_interrupting_an_import_keeps_nothing(project: Path, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", *({"text": f"Ana spoke {n}. " + PROSE} for n in range(30_000)))
    before = dump(project)
    child = subprocess.Popen(
        [sys.executable, "-m", "annotator", "import", str(project), str(path)],
        stderr=subprocess.PIPE,
        text=True,
        # a shell's background jobs, and all they start, ignore Ctrl+C from birth
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    deadline = time.monotonic() + 60
    while not Path(f"{project}-wal").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.4)
    child.send_signal(signal.SIGINT)
    _, err = child.communicate(timeout=60)
    assert child.returncode == 130, err
    assert err.splitlines()[-1] == "annotator: import was cancelled; nothing of it was kept"
    assert dump(project) == before


def test_search_in_words_and_json(project: Path, tmp_path: Path, capsys: Capture) -> None:
    quote = {"start": 0, "end": 21, "label": "QUOTE", "annotator": "Ben"}
    rows = (
        {"text": "Café by the ferry. Ana spoke.", "outlet": "Courier", "published": "2031-03-02", "spans": [quote]},
        {"text": "The ferry 🌊 ferry waits.", "title": "Waves", "published": "2031-03-05", "spans": []},
    )
    said(capsys, "import", project, write_lines(tmp_path / "a.jsonl", *rows))
    found = said(capsys, "search", project, "FERRY")
    places = [(hit["title"], hit["start"], hit["text"], hit["label"]) for hit in found["hits"]]
    assert places == [("Waves", 4, "ferry", None), ("Waves", 12, "ferry", None), (places[2][0], 12, "ferry", "QUOTE")]
    assert found["cut"] is False
    assert (found["hits"][2]["left"], found["hits"][2]["right"]) == ("Café by the ", ". Ana spoke.")

    def count(*words: str) -> int:
        return len(said(capsys, "search", project, *words)["hits"])

    assert count("cafe") == count("ferry", "--label", "QUOTE") == count("ferry", "--outlet", "courier") == 1
    assert count("ferry", "--from", "2031-03-03") == count("ferry", "--limit", "2") == 2
    assert count("ferry", "--to", "2031-03-02") == count("--spans", "--annotator", "ben") == count() == 1
    assert count("CAFE", "--case") == count("ferry", "--state", "skipped") == count("err") == 0
    assert count("err", "--parts") == 3
    assert count('"((( OR NEAR* -') == count("\udcff") == count("ferry", "--outlet", "\udcff") == 0
    assert main(["search", str(project), "ferry"]) == 0
    out = capsys.readouterr().out
    assert "Waves  ·  2031-03-05" in out
    assert "[ferry] 🌊 ferry waits." in out
    assert "QUOTE" in out
    assert out.endswith("3 hits.\n")
    assert main(["search", str(project), "nowhere"]) == 0
    assert "Nothing found." in capsys.readouterr().out
    assert "no label NOPE" in complaint(capsys, "search", project, "ferry", "--label", "NOPE")
    assert "no annotator Zed" in complaint(capsys, "search", project, "ferry", "--annotator", "Zed")
    assert main(["search", str(project), "ferry", "--from", "March"]) == 2


def test_actors_out_and_in(project: Path, tmp_path: Path, capsys: Capture) -> None:
    source = tmp_path / "in.csv"
    source.write_text("name,type,parent\nAna Reyes,person,Office\nOffice,,\nBad,,Nobody\n", encoding="utf-8")
    report = said(capsys, "actors", project, "--import", source)
    assert (report["added"], report["changed"], report["unchanged"]) == (2, 0, 0)
    assert (report["errors"][0]["file"], report["errors"][0]["line"]) == ("in.csv", 4)
    listed = said(capsys, "actors", project)
    assert [(one["name"], one["mentions"]) for one in listed["actors"]] == [("Ana Reyes", 0), ("Office", 0)]
    assert said(capsys, "actors", project, "--export", tmp_path / "out.csv")["actors"] == 2
    assert main(["actors", str(project)]) == 0
    assert "Ana Reyes" in capsys.readouterr().out
    assert main(["actors", str(project), "--import", str(tmp_path / "out.csv")]) == 0
    assert "2 stood so already" in capsys.readouterr().out
    assert said(capsys, "undo", project)["undone"] == "Import 2 actors"
    assert "no such folder" in complaint(capsys, "actors", project, "--export", tmp_path / "no" / "a.csv")
    assert "the project itself" in complaint(capsys, "actors", project, "--export", project)
    assert "There is no annotator Zoe" in complaint(capsys, "actors", project, "--import", source, "--as", "Zoe")
    source.write_text("colour\n", encoding="utf-8")
    assert "name is needed" in complaint(capsys, "actors", project, "--import", source)
    source.write_text("id,name,type\n", encoding="utf-8")
    assert main(["actors", str(project), "--import", str(source)]) == 1
    assert "in.csv has no row below its header: there is no actor in it" in capsys.readouterr().out
    assert main(["actors", str(project), "--import", "a", "--export", "b"]) == 2
