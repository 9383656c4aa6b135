"""Training exports: done layers, one an article, gold before all; splits, pseudonyms, and the record of it all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from annotator.core.codebook import Attribute, Label, RelationKind
from annotator.core.errors import BadSplit, PathTrouble
from annotator.core.model import Annotator, Progress, gold_id
from annotator.formats import by_name
from annotator.store.bulk import Bulk
from annotator.store.project import Project
from annotator.work import exports
from annotator.work.exports import ExportOptions
from annotator.work.selection import Extras, Selection
from tests.builders import NEWS, make_annotator, make_article, span_on
from tests.work.helpers import done, new_project, put, take, write_lines

FORM = "doccano"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Article 0: Ana's; 1: Ana's and Bo's; 2: also gold; 3: read, nothing found; 4: in progress; 5: untouched."""
    with new_project(tmp_path / "here.annotator") as made:
        ana = made.owner
        assert ana is not None
        bo, gold = make_annotator("Bo"), Annotator(id=gold_id(made.id), name="Gold", kind="gold")
        articles = [make_article(f"Number {n} speaks.", title=f"T{n}", outlet=f"O{n % 2}") for n in range(6)]
        layers = {0: [ana], 1: [ana, bo], 2: [ana, bo, gold], 3: [ana], 4: [ana]}
        spans = [
            span_on(articles[n], f"Number {n}" if who is ana else "Number", annotator=who.id)
            for n, people in layers.items()
            for who in people
            if n != 3
        ]
        progress = [
            Progress(article=articles[n].id, annotator=who.id, state="doing" if n == 4 else "done")
            for n, people in layers.items()
            for who in people
        ]
        with Bulk(made, act="import", title="Import", who=ana.id) as bulk:
            bulk.add(annotators=[bo, gold], articles=articles, spans=spans, progress=progress)
            bulk.finish({})
        yield made


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_one_layer_an_article_and_gold_before_all(project: Project, tmp_path: Path) -> None:
    report = put(project, tmp_path / "out.jsonl", FORM)
    assert [(line["text"], line["label"]) for line in lines(tmp_path / "out.jsonl")] == [
        ("Number 0 speaks.", [[0, 8, "ACTOR"]]),
        ("Number 2 speaks.", [[0, 6, "ACTOR"]]),
        ("Number 3 speaks.", []),
    ]
    lost = {one.what: one for one in report.losses}
    assert lost["articles_without_gold"].count == 1
    assert lost["articles_not_done"].count == 2
    assert lost["articles_without_gold"].articles == [project.read.article_by_n(2).id]


def test_layers_by_name_or_all(project: Project, tmp_path: Path) -> None:
    put(project, tmp_path / "bo.jsonl", FORM, annotators=("Bo",))
    assert [line["text"] for line in lines(tmp_path / "bo.jsonl")] == ["Number 1 speaks.", "Number 2 speaks."]
    report = put(project, tmp_path / "all.jsonl", FORM, all_layers=True)
    assert report.articles == 7
    assert "articles_without_gold" not in {one.what for one in report.losses}


def test_lossless_formats_take_everything(project: Project, tmp_path: Path) -> None:
    assert put(project, tmp_path / "o.jsonl", "jsonl").articles == 6
    assert put(project, tmp_path / "o.csv", "csv").spans == 7


@pytest.mark.parametrize("name", ["hf", "jsonl", "csv"])
def test_other_formats_take_the_same_when_asked(project: Project, tmp_path: Path, name: str) -> None:
    assert put(project, tmp_path / "all.out", name).articles == 6
    report = put(project, tmp_path / "some.out", name, training=True)
    assert (report.articles, report.spans) == (3, 2)
    assert {one.what: one.count for one in report.losses}["articles_without_gold"] == 1
    assert (tmp_path / "some.out.export.json").exists()


def test_the_record_lies_beside_and_repeats(project: Project, tmp_path: Path) -> None:
    first = put(project, tmp_path / "a.jsonl", FORM)
    assert [Path(name).name for name in first.files] == ["a.jsonl", "a.jsonl.export.json"]
    record = json.loads((tmp_path / "a.jsonl.export.json").read_text(encoding="utf-8"))
    assert (record["articles"], record["spans"], record["format"]) == (3, 2, FORM)
    assert record["codebook"] == project.codebook_id
    put(project, tmp_path / "b.jsonl", FORM)
    again = json.loads((tmp_path / "b.jsonl.export.json").read_text(encoding="utf-8"))
    assert again["files"]["b.jsonl"] == record["files"]["a.jsonl"]
    assert again | {"files": {}} == record | {"files": {}}


def test_pseudonyms_stay_the_same_and_tell_nothing(project: Project, tmp_path: Path) -> None:
    put(project, tmp_path / "a.jsonl", "prodigy", all_layers=True, names="pseudonyms")
    put(project, tmp_path / "b.jsonl", "prodigy", all_layers=True, names="pseudonyms")
    words = (tmp_path / "a.jsonl").read_bytes()
    assert words == (tmp_path / "b.jsonl").read_bytes()
    assert len({line["_annotator_id"] for line in lines(tmp_path / "a.jsonl")}) == 3
    for one in project.read.annotators():
        assert one.name.encode() not in words
        assert one.id.encode() not in words
    secret = project.connection.execute("SELECT value FROM project WHERE key='pseudonyms'").fetchone()[0]
    assert all(secret.encode() not in path.read_bytes() for path in tmp_path.glob("*.json*"))
    put(project, tmp_path / "c.jsonl", "jsonl", names="drop")
    assert not (tmp_path / "c.jsonl.project.json").exists()
    assert b"Ana" not in (tmp_path / "c.jsonl").read_bytes()


def many(tmp_path: Path) -> Project:
    """Sixty articles, every third of them nearly the one before."""
    made = new_project(tmp_path / "many.annotator")
    ana = made.owner
    assert ana is not None
    copy = "The agency's own paragraph number {}, which is long enough to be compared with others."
    texts = [f"Head {n}\n\n{copy.format(n - (n % 3 == 2))}" for n in range(60)]
    articles = [make_article(text, title=f"T{n}", outlet=f"O{n % 2}") for n, text in enumerate(texts)]
    progress = [Progress(article=one.id, annotator=ana.id, state="done") for one in articles]
    with Bulk(made, act="import", title="Import", who=ana.id) as bulk:
        bulk.add(articles=articles, progress=progress)
        bulk.finish({})
    return made


def test_a_split_keeps_near_duplicates_together_and_repeats(tmp_path: Path) -> None:
    with many(tmp_path) as project:
        report = put(project, tmp_path / "out", FORM, split="60/20/20", seed=7)
        names = ("train", "dev", "test")
        sides = {name: {str(line["text"]) for line in lines(tmp_path / "out" / f"{name}.jsonl")} for name in names}
        assert sum(len(side) for side in sides.values()) == 60
        assert [part.articles for part in report.split] == [len(sides[name]) for name in names]
        assert sum(part.near_duplicates for part in report.split) == 20
        assert sum(sum(part.outlets.values()) for part in report.split) == 60
        for side in sides.values():
            numbers = {text.split("\n\n")[1] for text in side}
            others = {text.split("\n\n")[1] for other in sides.values() if other is not side for text in other}
            assert not numbers & others
        again = put(project, tmp_path / "again", FORM, split="60/20/20", seed=7)
        record, repeated = (json.loads((tmp_path / name / "export.json").read_bytes()) for name in ("out", "again"))
        assert record == repeated
        assert again.split == report.split
        other = put(project, tmp_path / "other", FORM, split="60/20/20", seed=8)
        assert other.split != report.split


def test_a_folder_format_is_split_into_folders(tmp_path: Path) -> None:
    with many(tmp_path) as project:
        put(project, tmp_path / "out", "brat", split="50/50")
        assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["export.json", "test", "train"]
        assert (tmp_path / "out" / "train" / "annotation.conf").is_file()


@pytest.mark.parametrize("shares", ["80", "80/30", "a/b", "120/-20", "80/10/5/5"])
def test_shares_that_are_none(project: Project, tmp_path: Path, shares: str) -> None:
    with pytest.raises(BadSplit):
        put(project, tmp_path / "out", FORM, split=shares)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x")
    with pytest.raises(PathTrouble):
        put(project, tmp_path / "full", FORM, split="50/50")


def counted_in_rows(project: Project, options: ExportOptions) -> dict[str, int]:
    """What hangs on the layers taken, counted in the rows themselves."""
    with project.snapshot() as reader:
        rows = [one.row for one in Selection(reader, options, training=True).rows(Extras())]
    spans = [span for row in rows for span in row.spans]
    found = {
        "fragments": sum(len(msgspec.json.decode(span.fragments)) > 1 for span in spans),
        "attributes": sum(bytes(span.attributes) != b"{}" for span in spans),
        "notes": sum(bool(span.note) for span in spans),
        "links": sum(bool(span.actor) for span in spans),
        "relations": sum(len(row.relations) for row in rows),
        "annotators": sum(bool(row.spans) for row in rows),
        "spacing": len(rows),
    }
    return {what: count for what, count in found.items() if count}


@pytest.mark.parametrize("options", [{}, {"all_layers": True}, {"annotators": ("Bo",)}, {"labels": ("QUOTE",)}])
def test_losses_of_layers_are_what_their_rows_hold(tmp_path: Path, options: dict[str, Any]) -> None:
    text = "Ana Ruiz, chair of Velmora Ports, said: “We wait.”"
    quote = {"start": text.index("“"), "end": len(text), "label": "QUOTE"}
    layers = [
        [{"start": 0, "end": 8, "label": "ACTOR", "actor": "Ana Ruiz", "note": "chair"}, quote],
        [{"start": 0, "end": 18, "fragments": [[0, 3], [10, 15]], "label": "ACTOR"}, quote],
        [{**quote, "attributes": {"form": "direct"}}, {"start": 19, "end": 32, "label": "ACTOR", "note": "who"}],
    ]
    rows: list[dict[str, Any]] = []
    for number, people in enumerate((["Ana"], ["Ana", "Bo"], ["Bo"], ["Bo", "Ana"])):
        spans = [
            {**span, "annotator": who} for place, who in enumerate(people) for span in layers[(number + place) % 3]
        ]
        ties = [{"kind": "speaker", "head": 1, "tail": 0}] if number != 2 else []
        rows.append({"text": f"{text} {number}", "spans": spans, "relations": ties})
    with new_project(tmp_path / "here.annotator") as project:
        take(project, write_lines(tmp_path / "a.jsonl", *rows))
        expected = counted_in_rows(project, ExportOptions(**options))
        found = {one.what: one.count for one in exports.losses(project, by_name("conll"), ExportOptions(**options))}
    assert expected
    assert {what: found.get(what) for what in expected} == expected
    assert {what for what in found if what in ("notes", "links", "relations", "attributes")} <= set(expected)


ODD = msgspec.structs.replace(
    NEWS,
    labels=(
        *NEWS.labels,
        Label(key="WHO.ELSE", name="Who else", attributes=(Attribute(key="as.what", name="As what", kind="text"),)),
    ),
    relations=(*NEWS.relations, RelationKind(key="tied.to", name="Tied to")),
)


@pytest.mark.parametrize(
    ("options", "names", "breaks"),
    [
        ({}, 11, 3),
        ({"all_layers": True}, 26, 7),
        ({"annotators": ("Bo Ek",)}, 14, 4),
        ({"labels": ("ACTOR",)}, 1, 1),
        ({"labels": ("WHO.ELSE",), "all_layers": True}, 26, 6),
    ],
)
def test_words_lost_are_counted_without_texts_as_with_them(
    tmp_path: Path, options: dict[str, Any], names: int, breaks: int
) -> None:
    other: dict[str, Any] = {"start": 0, "end": 3, "label": "WHO.ELSE"}
    layer = [
        {**other, "attributes": {"as.what": "a\tb"}, "note": "with\ta tab"},
        {**other, "start": 9, "end": 12, "attributes": {"as.what": "chair"}},
        {"start": 4, "end": 8, "label": "ACTOR", "note": "two\nlines"},
        {"start": 13, "end": 18, "label": "ACTOR", "note": "a\u2028b"},
    ]
    rows = [
        {
            "text": f"Ana Ruiz and Velmora Ports wait. {number}",
            "spans": [{**span, "annotator": who} for who in people for span in layer[: 4 - number]],
            "relations": [{"kind": "tied.to", "head": 1, "tail": 0}] if number < 3 else [],
            "states": dict.fromkeys(people, "done"),
        }
        for number, people in enumerate((["Bo Ek"], ["Ana", "Bo Ek"], ["Ana"], ["Ana", "Bo Ek"]))
    ]
    form = by_name("brat", writes=True)
    with new_project(tmp_path / "here.annotator", codebook=ODD) as project:
        take(project, write_lines(tmp_path / "a.jsonl", *rows))
        told = exports.losses(project, form, ExportOptions(**options))
        assert put(project, tmp_path / "out", "brat", **options).losses == told
    found = {one.what: one.count for one in told}
    assert (found.get("names", 0), found.get("breaks", 0)) == (names, breaks)


def test_losses_are_counted_anew_only_when_the_project_changed(project: Project, tmp_path: Path) -> None:
    form, options = by_name(FORM), ExportOptions()
    before = exports.count(project, form, options)
    false = msgspec.structs.replace(before, lost=[])
    assert done(exports.run(project, tmp_path / "a.jsonl", form, options=options, counted=false)).losses == []
    with Project.open(project.path) as other:
        take(other, write_lines(tmp_path / "in.jsonl", {"text": "One more.", "states": {"Ana": "done"}}))
    after = done(exports.run(project, tmp_path / "b.jsonl", form, options=options, counted=false))
    assert after.losses == exports.losses(project, form, options)
    assert after.articles == 4
