"""Archives: their files come in as those of a folder do; what could do harm is refused by name."""

from __future__ import annotations

import gc
import stat
import tempfile
import zipfile
from pathlib import Path

import pytest

from annotator.store.project import Project
from annotator.work.sources import expand
from tests.work.helpers import take

TEXT = "The harbour council of Velmora voted on Monday to close the quay."


def archive(path: Path, parts: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return path


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where archives are unpacked in a test."""
    place = tmp_path / "scratch"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


def test_all_known_files_come_in(project: Project, tmp_path: Path, scratch: Path) -> None:
    parts: dict[str, bytes | str] = {
        "a.txt": TEXT,
        "in/ner/b.csv": f'text\n"{TEXT} Two."\n',
        "in/c.jsonl": '{"text": "Ana spoke."}\n',
        "pairs/d.txt": "Ben went.",
        "pairs/d.ann": "T1\tACTOR 0 3\tBen\n",
        "other.xyz": "?",
        "__MACOSX/._a.txt": "?",
    }
    path = archive(tmp_path / "all.zip", parts)
    found = expand([path])
    assert [source.name for source in found.sources] == [
        f"{path}/{name}" for name in ("a.txt", "in/c.jsonl", "in/ner/b.csv", "pairs/d.txt")
    ]
    assert found.notes == [f"{path}: 1 files of other kinds were left aside"]
    report = take(project, path)
    assert (report.taken, report.spans_taken, report.errors) == (4, 1, [])
    assert project.read.article_by_n(1).source_id == "a.txt"
    assert list(scratch.iterdir()) != []  # `found` still holds its files
    del found
    gc.collect()
    assert list(scratch.iterdir()) == []


def test_what_could_do_harm_is_refused(project: Project, tmp_path: Path, scratch: Path) -> None:
    path = tmp_path / "bad.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("ok.txt", TEXT)
        for name in ("/etc/a.txt", "../b.txt", "x/../../c.txt", "C:\\d.txt", "..\\e.txt"):
            made.writestr(zipfile.ZipInfo(name), TEXT)
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
        made.writestr("more.zip", b"PK")
        with pytest.warns(UserWarning, match="Duplicate"):
            made.writestr("ok.txt", "Another text of that name.")
    report = take(project, path)
    assert report.taken == 1
    assert [(Path(error.file).name, error.reason.split(":")[0]) for error in report.errors] == [
        *[(Path(name).name, "its name leads out of the archive") for name in ("a.txt", "b.txt", "c.txt")],
        *[(f"{name}", "its name leads out of the archive") for name in ("C:\\d.txt", "..\\e.txt")],
        ("link.txt", "it is a link or a device, not a file"),
        ("more.zip", "it is an archive in an archive"),
        ("ok.txt", "a file of this name stands in the archive before it"),
    ]
    gc.collect()
    assert list(scratch.iterdir()) == []


def test_bombs_and_no_archives(project: Project, tmp_path: Path) -> None:
    bomb = archive(tmp_path / "bomb.zip", {"a.txt": b"a" * 30_000_000})
    torn = archive(tmp_path / "torn.zip", {"a.txt": TEXT * 50})
    data = torn.read_bytes()
    torn.write_bytes(data[:40] + b"\x00\xff\x00" + data[43:])
    (tmp_path / "none.zip").write_bytes(b"PK\x03\x04 no archive")
    report = take(project, bomb, torn, tmp_path / "none.zip")
    reasons = [error.reason.split(":")[0] for error in report.errors]
    assert reasons == [
        "a.txt in it is packed as no honest file is",
        "it is damaged",
        "it is no zip archive that can be read",
    ]
    assert (report.taken, project.read.article_count()) == (0, 0)
    assert project.history() == []
