"""Every format's writer and reader beside the format's own library, or the barest loop that does the same."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from annotator.formats import by_name
from tests.benchmarks import corpus, format_reading, measure
from tests.benchmarks.format_floors import WRITERS
from tests.benchmarks.measure import Cost, Figure, Record, Scale, median

MEMORY = 300e6 / 2**20  # MiB
WRITING, READING = 2.0, 3.0
ENDINGS = {"brat": "", "nexis": ".docx", "hf": ".jsonl"}
SLOW = ("xlsx", "spacy")  # measured once: their libraries take most of the time
TABLES, DOWNLOADS = ("csv", "tsv", "xlsx"), ("factiva", "lexisnexis", "nexis")
FILES = ("txt", "html", "docx", "odt", "rtf", "pdf")
# What has been written is read; `csv`, `tsv` and `xlsx` bring other tables in than they take out.
BACK = ("brat", "conll", "doccano", "label_studio", "prodigy", "spacy")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all files of these benchmarks are."""
    return tmp_path_factory.mktemp("formats")


@pytest.fixture(scope="module")
def project(folder: Path) -> Callable[[int], Path]:
    """Gives a project with so many articles of the corpus in it."""

    @cache
    def of(count: int) -> Path:
        path, lines = folder / f"corpus-{count}.annotator", folder / f"corpus-{count}.jsonl"
        corpus.write_jsonl(lines, count)
        corpus.new_project(path).close()
        measure.run("annotator", "import", str(path), str(lines), "--as", corpus.WHO)
        return path

    return of


def needs(name: str) -> None:
    """Skips a format whose extra is nowhere."""
    there = measure.extras()
    missing = [one for one in by_name(name).needs if find_spec(one) is None and not (there and (there / one).exists())]
    if missing:
        pytest.skip(f"{missing[0]} is not installed: make validate brings it")


def ending(name: str) -> str:
    """The usual ending of a format's files."""
    return ENDINGS.get(name, by_name(name).endings[0])


def clear(path: Path) -> None:
    """Takes a file or folder away."""
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)


def size(path: Path) -> int:
    """Bytes of a file, or of all in a folder."""
    return sum(one.stat().st_size for one in ([path] if path.is_file() else path.rglob("*")) if one.is_file())


def figures(act: str, goal: float, costs: list[Cost], floors: list[Cost]) -> list[Figure]:
    """Time and memory of an act beside its floor; processor seconds in the note, for a machine that is not quiet."""
    walls, floor_walls = [cost.wall for cost in costs], [cost.wall for cost in floors]
    cpu, floor_cpu = median([cost.cpu for cost in costs]), median([cost.cpu for cost in floors])
    speed = Figure(
        act=act,
        unit="s",
        measured=median(walls),
        floor=median(floor_walls),
        goal=goal,
        relative=True,
        all_measured=walls,
        all_floors=floor_walls,
        note=f"processor seconds {cpu:.2f}, floor {floor_cpu:.2f}, ratio {cpu / floor_cpu:.2f}",
    )
    peak = Figure(
        act=f"{act}: peak memory",
        unit="MiB",
        what="largest",
        measured=max(one.peak_memory for one in costs),
        floor=max(one.peak_memory for one in floors),
        goal=MEMORY,
    )
    return [speed, peak]


@pytest.mark.parametrize("name", WRITERS)
def test_write(name: str, record: Record, scale: Scale, folder: Path, project: Callable[[int], Path]) -> None:
    needs(name)
    count = scale.slow if name in SLOW else scale.formats
    corpus_project = project(count)
    ours, plain = folder / f"ours-{name}{ending(name)}", folder / f"plain-{name}{ending(name)}"

    def turned(path: Path, turn: int) -> Path:
        """Each turn writes elsewhere: where thousands of files were just taken away, new ones are slow for a minute."""
        return path.with_stem(f"{path.stem}-{turn}") if turn else path

    def write(turn: int) -> Cost:
        words = str(corpus_project), str(turned(ours, turn)), "--format", name, "--json"
        return measure.run("annotator", "export", *words)

    def floor(turn: int) -> Cost:
        return measure.run("floor_write", name, str(corpus_project), str(turned(plain, turn)))

    costs, floors = measure.in_turn(write, floor, 1 if name in SLOW else scale.rounds)
    assert 0.7 < size(plain) / size(ours) < 1.25, "the floor does not write the same"
    if name in ("doccano", "prodigy", "label_studio", "hf", "conll"):
        assert ours.read_bytes() == plain.read_bytes()
    for figure in figures(f"write {name}, {count:,} articles", WRITING, costs, floors):
        record(figure)


@pytest.mark.parametrize("name", [*BACK, *TABLES, *DOWNLOADS, *FILES])
def test_read(name: str, record: Record, scale: Scale, folder: Path, request: pytest.FixtureRequest) -> None:
    needs(name)
    count = scale.slow if name in SLOW else scale.files if name in (*FILES, *DOWNLOADS) else scale.formats
    path = folder / (f"ours-{name}{ending(name)}" if name in BACK else f"in-{name}{ending(name)}")
    if name in BACK and not path.exists():
        project = request.getfixturevalue("project")
        measure.run("annotator", "export", str(project(count)), str(path), "--format", name)
    elif name in TABLES:
        format_reading.make_table(path, count)
    elif name in DOWNLOADS:
        format_reading.make_download(path, count)
    elif name in FILES:
        path = folder / f"in-{name}"
        format_reading.make_files(path, name, count)
    costs, floors = measure.in_turn(
        lambda _: measure.run("read", name, str(path)),
        lambda _: measure.run("floor_read", name, str(path)),
        1 if name in SLOW else scale.rounds,
    )
    assert {cost.count for cost in (*costs, *floors)} == {count}
    clear(path)
    for figure in figures(f"read {name}, {count:,} articles", READING, costs, floors):
        record(figure)
