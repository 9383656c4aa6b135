"""Exports: golden files, selections, losses, round trips, and nothing half done."""

from __future__ import annotations

import csv
import json
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.errors import AnnotatorError, PathTrouble, UnknownRecord
from annotator.core.model import Actor, Annotator, Comment, Decision, gold_id, new_id
from annotator.formats import by_name
from annotator.formats import hf as hf_module
from annotator.formats.cells import safe
from annotator.store.bulk import Bulk
from annotator.store.check import problems
from annotator.store.project import Project
from annotator.work import exports
from tests.work.helpers import done, dump, new_project, put, take, write_lines

GOLDEN = Path(__file__).parents[1] / "golden"
ROWS: list[dict[str, Any]] = [
    {
        "text": "Ferry fares rise\n\nMayor Ilse Tarn said: “We had no choice.” Fares rise 😀 by 12 percent.",
        "title": "Ferry fares rise",
        "outlet": "=Velmora Courier",
        "published": "2021-11-09",
        "url": "https://example.org/1",
        "language": "en",
        "meta": {"pages": [1, 2]},
        "states": {"Ana": "done", "Ben": "doing"},
        "spans": [
            {"start": 18, "end": 33, "label": "ACTOR", "annotator": "Ana", "attributes": {"type": "person"}},
            {"start": 40, "end": 59, "label": "QUOTE", "annotator": "Ana", "attributes": {"form": "direct"}},
            {
                "start": 73,
                "end": 86,
                "label": "STATISTIC",
                "annotator": "Ben",
                "attributes": {"value": 12, "unit": "%"},
            },
            {"fragments": [[18, 23], [29, 33]], "label": "ACTOR", "annotator": "Ben", "note": "+1, “sure”\nyes"},
        ],
        "relations": [{"kind": "speaker", "head": 1, "tail": 0}],
    },
    {"text": "Nothing was tagged here.", "title": "Quiet", "author": "@marta"},
]


def numbered(path: Path) -> str:
    """A file with its ids replaced by numbers, in the order they come."""
    text = path.read_bytes().decode("utf-8-sig")
    known: dict[str, str] = {}
    return re.sub(
        r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b",
        lambda m: known.setdefault(m[0], f"id-{len(known) + 1}"),
        text,
    )


@pytest.mark.parametrize("name", ["jsonl", "csv", "tsv", "hf"])
def test_golden(project: Project, tmp_path: Path, name: str) -> None:
    take(project, write_lines(tmp_path / "in.jsonl", *ROWS))
    put(project, tmp_path / "out", name)
    golden = GOLDEN / f"export.{name}"
    assert numbered(tmp_path / "out") == golden.read_bytes().decode("utf-8")


def test_formulas_are_neutralised(project: Project, tmp_path: Path) -> None:
    for cell in ("=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "  =x", "＝x"):
        assert safe(cell) == "'" + cell
    for cell in ("", "x=1", "“-1”", "5 - 1"):
        assert safe(cell) == cell
    row = {"text": "=cmd() and -5", "title": "@x", "spans": [[0, 6, "ACTOR"]], "meta": {}}
    row |= {"spans": [{"start": 0, "end": 6, "label": "STATISTIC", "note": "-n", "attributes": {"value": -5}}]}
    take(project, write_lines(tmp_path / "in.jsonl", row))
    put(project, tmp_path / "out.csv", "csv", bom=True)
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfarticle_id,")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
        cells = next(csv.DictReader(stream))
    assert (cells["words"], cells["title"], cells["note"]) == ("'=cmd()", "'@x", "'-n")
    assert cells["attr_STATISTIC_value"] == "-5"  # a number stays one


def test_selections(project: Project, tmp_path: Path) -> None:
    take(project, write_lines(tmp_path / "in.jsonl", *ROWS))

    def rows(**options: Any) -> list[dict[str, Any]]:
        put(project, tmp_path / "o.jsonl", **options)
        return [json.loads(line) for line in (tmp_path / "o.jsonl").read_text(encoding="utf-8").split("\n") if line]

    assert [len(row["spans"]) for row in rows()] == [4, 0]
    ben = rows(annotators=("ben",))[0]
    assert ({span["annotator"] for span in ben["spans"]}, ben["states"], ben["relations"]) == (
        {"Ben"},
        {"Ben": "doing"},
        [],
    )
    assert [span["label"] for span in rows(labels=("QUOTE",))[0]["spans"]] == ["QUOTE"]
    assert [row["title"] for row in rows(states=("done",))] == ["Ferry fares rise"]
    assert [row["title"] for row in rows(states=("todo",), annotators=("Ana",))] == ["Quiet"]
    assert [row["title"] for row in rows(query="quiet")] == ["Quiet"]
    assert [row["title"] for row in rows(articles=(project.read.article_by_n(2).id,))] == ["Quiet"]
    for wrong in ({"annotators": ("Zoe",)}, {"labels": ("NOPE",)}, {"articles": ("x",)}, {"states": ("lost",)}):
        with pytest.raises(UnknownRecord):
            rows(**wrong)


def test_losses_are_counted_before(project: Project, tmp_path: Path) -> None:
    take(project, write_lines(tmp_path / "in.jsonl", *ROWS))

    def lost(name: str, **options: Any) -> dict[str, int]:
        found = exports.losses(project, by_name(name), exports.ExportOptions(**options))
        return {one.what: one.count for one in found}

    assert lost("jsonl") == {}
    assert lost("csv") == {"texts": 2, "articles_without_spans": 1, "relations": 1, "meta": 1, "codebook": 1}
    assert lost("csv", annotators=("Ben",), query="ferry") == {"texts": 1, "meta": 1, "codebook": 1}
    job = exports.run(project, tmp_path / "o.csv", by_name("csv"), options=exports.ExportOptions(), loss_report=True)
    report = done(job)
    beside = json.loads((tmp_path / "o.csv.losses.json").read_text())
    assert {one["what"]: one["count"] for one in beside["losses"]} == {one.what: one.count for one in report.losses}


def test_nothing_is_replaced_until_whole(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take(project, write_lines(tmp_path / "in.jsonl", *({"text": f"Note {n}."} for n in range(300))))
    folder = tmp_path / "o"
    folder.mkdir()
    out = folder / "o.jsonl"
    out.write_text("former")
    job = exports.run(project, out, by_name("jsonl"), options=exports.ExportOptions())
    next(job)
    next(job)
    job.close()
    assert [path.name for path in folder.iterdir()] == ["o.jsonl"]
    assert out.read_text() == "former"

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("annotator.work.targets.os.fsync", full)
    with pytest.raises(AnnotatorError, match="disk is full"):
        put(project, out)
    assert [path.name for path in folder.iterdir()] == ["o.jsonl"]
    assert out.read_text() == "former"


def test_targets_that_cannot_be(project: Project, tmp_path: Path) -> None:
    before = dump(project.path)
    for out in (tmp_path, tmp_path / "no" / "o.csv", project.path):
        with pytest.raises(PathTrouble):
            put(project, out)
    assert dump(project.path) == before


def test_types_show_early_in_hf(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hf_module, "SEEN_BYTES", 2000)
    rows: list[Any] = [{"text": f"Note {n} of many."} for n in range(60)]
    spans = [{"start": 0, "end": 4, "label": "STATISTIC", "attributes": {"value": 3, "period": "2021"}}]
    rows.append({"text": "Last one.", "author": "Ana", "spans": spans, "published": "2021-11"})
    take(project, write_lines(tmp_path / "in.jsonl", *rows))
    put(project, tmp_path / "o.jsonl", "hf")
    lines = [json.loads(line) for line in (tmp_path / "o.jsonl").read_text().split("\n") if line]
    assert [line["text"] for line in lines] == ["Last one.", *(f"Note {n} of many." for n in range(60))]
    span = lines[0]["spans"][0]
    assert isinstance(span["attr_STATISTIC_value"], float)
    assert (span["attributes"], span["attr_ACTOR_type"]) == ('{"value":3,"period":"2021"}', None)
    assert lines[1]["states"] == {"Ana": None}
    with new_project(tmp_path / "q.annotator") as other:  # and it comes back as jsonl
        assert take(other, tmp_path / "o.jsonl").taken == 61
        assert other.read.stats().spans_by_label == {"STATISTIC": 1}


def full_project(path: Path, rows: list[dict[str, Any]]) -> Project:
    """A project with a bit of everything."""
    project = new_project(path)
    take(project, write_lines(path.with_suffix(".jsonl"), *rows))
    key = project.read.article_by_n(1).id
    ben = Annotator(id=new_id(), name="Ben", kind="model")
    known = {one.name: one for one in project.read.annotators()}
    ana, ben = known["Ana"], known.get("Ben", ben)
    gold = Annotator(id=gold_id(project.id), name="Gold", kind="gold")
    spans = [span.id for span in project.read.spans(key)]
    decision = Decision(
        id=new_id(),
        article=key,
        difference="d" * 64,
        reviewer=ana.id,
        outcome="later",
        sources=tuple((s, 1) for s in spans),
    )
    with Bulk(project, act="import", title="More", who=ana.id) as bulk:
        bulk.add(
            annotators=[ben, gold],
            actors=[Actor(id=new_id(), name="Ilse Tarn", aliases=("Tarn",), note="mayor")],
            comments=[Comment(id=new_id(), article=key, annotator=ben.id, text="Why?", question=True)],
            decisions=[decision],
            worktime=[(key, ana.id, "aaaaaaaa", "2021-11-09", 61)],
        )
        bulk.finish({})
    return project


def exported(project: Project, out: Path) -> tuple[bytes, dict[str, Any]]:
    put(project, out)
    beside = json.loads(out.with_name(out.name + ".project.json").read_text(encoding="utf-8"))
    del beside["project"]
    return out.read_bytes(), beside


def test_reading_both_files_gives_the_same_project(tmp_path: Path) -> None:
    with full_project(tmp_path / "a.annotator", ROWS) as first, new_project(tmp_path / "b.annotator") as second:
        lines, beside = exported(first, tmp_path / "out.jsonl")
        (tmp_path / "out.jsonl.project.json").rename(tmp_path / "out.project.json")
        report = take(second, tmp_path / "out.jsonl")
        assert (report.taken, report.errors) == (2, [])
        assert second.codebook_id == first.codebook_id
        lines_again, beside_again = exported(second, tmp_path / "again.jsonl")
        assert lines_again == lines
        people = {one["id"]: one["key"] for one in beside["annotators"]}
        people_again = {one["id"]: one["key"] for one in beside_again["annotators"]}
        assert sorted(people.values()) == sorted(people_again.values())
        assert _named(beside, people) == _named(beside_again, people_again)
        assert not list(problems(second))
        assert take(second, tmp_path / "out.jsonl").spans_taken == 0


def _named(beside: dict[str, Any], people: dict[str, str]) -> str:
    """A project file with names for annotators' ids, which match by name."""
    text = json.dumps({key: value for key, value in beside.items() if key != "annotators"}, sort_keys=True)
    for key, name in people.items():
        text = text.replace(key, name)
    return text


TEXTS = st.text(st.sampled_from("ab é😀\n\u2028\x85\t漢ا\"\\'=,;"), min_size=3, max_size=40).filter(str.strip)


@st.composite
def articles(draw: st.DrawFn) -> dict[str, Any]:
    text = draw(TEXTS)
    spans = []
    for _ in range(draw(st.integers(0, 4))):
        edges = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=4)))
        edges = edges[: len(edges) // 2 * 2]
        pieces = [[edges[n], edges[n + 1]] for n in range(0, len(edges), 2)]
        spans.append(
            {
                "fragments": pieces,
                "label": draw(st.sampled_from(["ACTOR", "QUOTE"])),
                "annotator": draw(st.sampled_from(["Ana", "Ben", "漢"])),
                "note": draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=5)),
                "attributes": {},
            }
        )
    fields = draw(st.dictionaries(st.sampled_from(["title", "outlet", "author", "section"]), TEXTS))
    states = draw(
        st.dictionaries(st.sampled_from(["Ana", "Ben"]), st.sampled_from(["todo", "doing", "done", "skipped"]))
    )
    return {
        "text": text,
        "spans": spans,
        "meta": draw(st.dictionaries(TEXTS, TEXTS, max_size=2)),
        "states": states,
    } | fields


@settings(max_examples=40)
@given(st.lists(articles(), min_size=1, max_size=4))
def test_round_trips(rows: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with new_project(place / "a.annotator") as first, new_project(place / "b.annotator") as second:
            report = take(first, write_lines(place / "in.jsonl", *rows))
            assert not report.errors
            lines, _ = exported(first, place / "out.jsonl")
            assert not take(second, place / "out.jsonl").errors
            assert exported(second, place / "again.jsonl")[0] == lines
            assert not list(problems(second))
