"""Broken files: a reader refuses them in words or takes what can be taken, in bounded time; nothing partial stays."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core.errors import FormatError, MissingExtra, PathTrouble
from annotator.formats import FORMATS, by_name
from annotator.formats.base import Incoming, ReadOptions, Refusal, Remark, Source
from annotator.store.check import problems
from annotator.store.project import Project
from tests.formats.mutants import TEXT, mutant, seeds
from tests.work.helpers import dump, new_project, take

SEED = int(os.environ.get("FUZZ_SEED", "20261125"))
SECONDS = 5.0  # for one file of a few kilobytes, on a busy machine
READERS = [form.name for form in FORMATS if form.reads and form.available]
SEEDS = seeds()


def source_of(name: str, data: bytes, place: Path) -> Source:
    """The file as its format wants it: brat's needs its text beside it."""
    if name != "brat":
        return Source(f"a{by_name(name).endings[0]}", data=data)
    (place / "a.txt").write_text(TEXT, encoding="utf-8")
    (place / "a.ann").write_bytes(data)
    return Source("a.ann", path=place / "a.ann")


def outcome(name: str, source: Source) -> str:
    """What a reader makes of a file; anything but an item or its own errors is a fault of it."""
    try:
        for item in by_name(name, reads=True).read(source, ReadOptions()):
            if isinstance(item, Incoming):
                size = len(item.text)
                assert all(0 <= span.start < span.end <= size for span in item.spans), item
                assert all(0 <= a < b <= size for span in item.spans for a, b in span.fragments), item
                assert all(0 <= end < len(item.spans) for tie in item.relations for end in (tie.head, tie.tail)), item
            else:
                assert isinstance(item, Refusal | Remark)
    except (FormatError, PathTrouble, MissingExtra):
        return "refused"
    return "read"


def test_every_reader_has_a_seed_that_it_reads(tmp_path: Path) -> None:
    for name in READERS:
        assert outcome(name, source_of(name, SEEDS[name], tmp_path)) == "read", name


@pytest.mark.parametrize("name", [form.name for form in FORMATS if form.reads and not form.available])
def test_what_is_not_installed_is_said(name: str) -> None:
    with pytest.raises(MissingExtra):
        list(by_name(name).read(Source("a", data=b"a"), ReadOptions()))


def fuzz(name: str, count: int, place: Path) -> None:
    print(f"FUZZ_SEED={SEED}")
    slowest = 0.0
    for number in range(count):
        dice = random.Random(f"{SEED} {name} {number}")
        data = mutant(SEEDS[name], dice)
        begun = time.perf_counter()
        try:
            outcome(name, source_of(name, data, place))
        except Exception:
            (place / "mutant").write_bytes(data)
            print(f"file {number} of {name}, seed {SEED}, kept as {place / 'mutant'}: {data[:300]!r}")
            raise
        slowest = max(slowest, time.perf_counter() - begun)
    assert slowest < SECONDS


@pytest.mark.parametrize("name", READERS)
def test_broken_files(name: str, tmp_path: Path) -> None:
    fuzz(name, 300, tmp_path)


@pytest.mark.nightly
@pytest.mark.parametrize("name", READERS)
def test_ten_thousand_broken_files(name: str, tmp_path: Path) -> None:
    fuzz(name, 10_000, tmp_path)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with new_project(tmp_path / "p.annotator") as made:
        yield made


@pytest.mark.parametrize("unknown", ["stop", "add", "skip"])
def test_broken_files_leave_a_sound_project(project: Project, tmp_path: Path, unknown: str) -> None:
    for number in range(4):
        folder = tmp_path / f"in{number}"
        folder.mkdir()
        for name in READERS:
            data = mutant(SEEDS[name], random.Random(f"{SEED} {name} {number} {unknown}"))
            (folder / f"{name}{by_name(name).endings[0]}").write_bytes(data)
        (folder / "brat.txt").write_text(TEXT, encoding="utf-8")
        before = (project.read.article_count(), len(project.history()))
        report = take(project, folder, unknown_labels=unknown)
        after = (project.read.article_count(), len(project.history()))
        assert after[0] == before[0] + report.taken
        if report.stopped or not (report.taken or report.spans_taken):
            assert after == before
        assert list(problems(project)) == []


def test_nothing_is_left_of_an_import_that_failed(project: Project, tmp_path: Path) -> None:
    before = dump(project.path)
    for name in READERS:
        whole = SEEDS[name]
        path = tmp_path / f"torn{by_name(name).endings[0]}"
        path.write_bytes(whole[:5] if name not in ("txt", "brat", "conll") else b"\0" * 90)
        report = take(project, path, format=name)
        assert report.taken == 0, name
        assert report.errors, name
        path.unlink()
    line = b'{"text": "Ana spoke.", "spans": [{"start": 0, "end": 3, "label": "NEVER_HEARD_OF"}]}\n'
    assert take(project, Source("a.jsonl", data=b'{"text": "Ben went."}\n' + line)).stopped
    assert dump(project.path) == before
