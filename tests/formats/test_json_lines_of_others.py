"""doccano and Prodigy: out and in again, what their own files hold, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.formats import for_file, for_target
from annotator.formats.base import Form, Incoming, ReadOptions, Refusal, Source
from annotator.formats.doccano import DOCCANO
from annotator.formats.prodigy import PRODIGY
from annotator.store.project import Project
from tests.work.helpers import new_project, put, take, write_lines

SHARED = Path(__file__).parents[3] / "shared" / "data" / "doccano"
TEXT = "Ana Ruiz, 🚢 chair of\nVelmora Ports: “We wait.” Ana’s boats left."


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with new_project(tmp_path / "here.annotator") as made:
        quote = {"start": TEXT.index("“"), "end": TEXT.index("”") + 1, "label": "QUOTE"}
        row = {
            "text": TEXT,
            "title": "Ports",
            "outlet": "Courier",
            "states": {"Ana": "done"},
            "meta": {"desk": "sea"},
            "spans": [
                {"start": 0, "end": 8, "label": "ACTOR", "actor": "Ana Ruiz", "note": "the chair"},
                {**quote, "attributes": {"form": "direct"}},
                {"start": TEXT.index("na’"), "end": TEXT.index("’s"), "label": "ACTOR"},
            ],
            "relations": [{"kind": "speaker", "head": 1, "tail": 0}],
        }
        take(made, write_lines(tmp_path / "a.jsonl", row, {"text": "Nothing here.", "states": {"Ana": "done"}}))
        yield made


def told(project: Project) -> list[object]:
    """Texts, spans and relations without ids."""
    found: list[object] = []
    for number in project.read.article_ns(annotator_id=project.read.annotators()[0].id):
        article = project.read.article_by_n(number)
        spans = {one.id: one for one in project.read.spans(article.id)}
        ties = [(tie.kind, spans[tie.head].words, spans[tie.tail].words) for tie in project.read.relations(article.id)]
        found.append((article.text, sorted((one.start, one.end, one.label) for one in spans.values()), ties))
    return sorted(found, key=repr)


@pytest.mark.parametrize("form", [DOCCANO, PRODIGY], ids=lambda form: form.name)
def test_out_and_in_again(project: Project, tmp_path: Path, form: Form) -> None:
    out = tmp_path / "out.jsonl"
    put(project, out, form.name)
    with new_project(tmp_path / "again.annotator") as again:
        report = take(again, out, format=form.name)
        assert (report.taken, report.errors) == (2, [])
        assert told(again) == told(project)
        first = again.read.article_by_n(1)
        assert (first.outlet, first.meta["desk"]) == ("Courier", "sea")


def test_prodigy_keeps_who_what_and_links(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    put(project, out, "prodigy")
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        for span in line["spans"]:
            first, last = line["tokens"][span["token_start"]], line["tokens"][span["token_end"]]
            assert (first["start"], last["end"]) == (span["start"], span["end"])
        assert [token["id"] for token in line["tokens"]] == list(range(len(line["tokens"])))
        assert all(line["text"][one["start"] : one["end"]] == one["text"] for one in line["tokens"])
    assert {line["_annotator_id"] for line in lines} == {"Ana"}
    assert for_file(Source("out.jsonl", path=out)) is PRODIGY
    with new_project(tmp_path / "again.annotator") as again:
        take(again, out)
        spans = again.read.spans(again.read.article_by_n(1).id)
        assert [one.note for one in spans if one.note] == ["the chair"]
        assert [again.read.actor(one.actor).name for one in spans if one.actor] == ["Ana Ruiz"]  # type: ignore[union-attr]
        assert [one.attributes for one in spans if one.attributes] == [{"form": "direct"}]


def test_doccano_numbers_go_on_through_the_file(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    put(project, out, "doccano")
    first, second = (json.loads(line) for line in out.read_text(encoding="utf-8").splitlines())
    assert [entity["id"] for entity in first["entities"]] == [1, 2, 3]
    assert first["relations"] == [{"id": 1, "from_id": 2, "to_id": 1, "type": "speaker"}]
    assert first["label"][0] == [0, 8, "ACTOR"]
    assert (second["id"], second["entities"], second["label"]) == (2, [], [])


@pytest.mark.skipif(not SHARED.exists(), reason="the shared material is not here")
def test_doccanos_own_files() -> None:
    path = SHARED / "relation_extraction" / "example.jsonl"
    articles = [one for one in DOCCANO.read(Source(str(path), path=path), ReadOptions()) if isinstance(one, Incoming)]
    assert [span.label for span in articles[0].spans] == ["ORG", "DATE", "PERSON", "PERSON"]
    first = articles[0].relations[0]
    assert (first.kind, first.head, first.tail) == ("foundedAt", 0, 1)


PRODIGY_LINE = {
    "text": "Ana met Bo.",
    "tokens": [{"text": "Ana", "start": 0, "end": 3, "id": 0}, {"text": "met", "start": 4, "end": 7, "id": 1},
               {"text": "Bo", "start": 8, "end": 10, "id": 2}],
    "spans": [{"start": 0, "end": 3, "label": "PER"}, {"start": 8, "end": 10, "label": "PER"}],
    "relations": [{"head": 0, "child": 2, "label": "MET"}],
    "answer": "accept",
}  # fmt: skip


def read(line: object) -> Incoming | Refusal:
    data = line if isinstance(line, bytes) else json.dumps(line).encode()
    (item,) = PRODIGY.read(Source("a.jsonl", data=data), ReadOptions())
    assert isinstance(item, Incoming | Refusal)
    return item


def test_relations_by_their_tokens() -> None:
    article = read({**PRODIGY_LINE, "_session_id": "set-ana"})
    assert isinstance(article, Incoming)
    assert [(tie.kind, tie.head, tie.tail) for tie in article.relations] == [("MET", 0, 1)]
    assert article.states == {"set-ana": "done"}
    assert article.spans[0].annotator == "set-ana"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"text": 3}, "no “text”"),
        ({"spans": {}}, "not a list"),
        ({"spans": [{"start": 0, "end": 99, "label": "PER"}]}, "outside the text"),
        ({"spans": [{"start": 0, "end": 2.5, "label": "PER"}]}, "no whole number"),
        ({"spans": [{"start": 0, "end": 3}]}, "no label"),
        ({"relations": [{"head": 1, "child": 2, "label": "MET"}]}, "none of the spans"),
        ({"relations": [{"head": 0, "child": 0, "label": "MET"}]}, "itself"),
    ],
)
def test_what_is_refused(change: dict[str, object], reason: str) -> None:
    item = read({**PRODIGY_LINE, **change})
    assert isinstance(item, Refusal)
    assert reason in item.reason
    assert isinstance(read(b"{nope"), Refusal)


def test_a_target_that_ends_in_jsonl_is_ours() -> None:
    assert for_target(Path("a.jsonl")).name == "jsonl"
