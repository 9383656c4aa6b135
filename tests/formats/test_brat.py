"""brat standoff: what other people's files hold, what ours say, and that both come back the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core.errors import FormatError
from annotator.formats.base import Incoming, ReadOptions, Refusal, Remark, Source
from annotator.formats.brat import BRAT
from annotator.formats.brat_conf import configuration
from annotator.store.project import Project
from tests.builders import NEWS
from tests.work.helpers import new_project, take, write_lines

TUTORIAL = Path(__file__).parents[3] / "shared" / "data" / "brat"
TEXT = "Ana Ruiz, 🚢 chair of\nVelmora Ports, said: “We wait.” Ana left."


def read(folder: Path, text: str, ann: str) -> tuple[Incoming, list[str]]:
    """What the reader makes of two files."""
    (folder / "a.txt").write_text(text, encoding="utf-8")
    (folder / "a.ann").write_text(ann, encoding="utf-8")
    items = list(BRAT.read(Source("a.ann", path=folder / "a.ann"), ReadOptions()))
    assert not any(isinstance(item, Refusal) for item in items)
    remarks = [item.text for item in items if isinstance(item, Remark)]
    (article,) = [item for item in items if isinstance(item, Incoming)]
    return article, remarks


def test_every_kind_of_line(tmp_path: Path) -> None:
    article, remarks = read(
        tmp_path,
        TEXT,
        "T1\tPerson 0 8\tAna Ruiz\n"
        "T2\tOrg 21 34\tVelmora Ports\n"
        "T3\tSay 36 40\tsaid\n"
        "T4\tQuote 42 45;46 51\t“We wait.\n"
        "R1\tWorks Arg1:T1 Arg2:T2\t\n"
        "E1\tSay:T3 Speaker:T1 What:T4\n"
        "A1\tMention T1 Name\nM1\tCertain E1\nA2\tSure R1\n"
        "N1\tReference T1 Registry:7\tAna Ruiz\n"
        "#1\tAnnotatorNotes T1\tthe chair\\nof the ports\n"
        "#2\tunit T2\ttwo words\n"
        "*\tAlias T1 T2\n"
        "\n",
    )
    person, org, say, quote = article.spans
    assert (person.label, person.start, person.end) == ("Person", 0, 8)
    assert TEXT[org.start : org.end] == "Velmora Ports"
    assert quote.fragments == [(42, 45), (46, 51)]
    assert person.attributes == {"Mention": "Name"}
    assert say.attributes == {"Certain": True}
    assert (person.actor, person.note) == ("Ana Ruiz", "the chair\nof the ports")
    assert org.attributes == {"unit": "two words"}
    ties = [(tie.kind, tie.head, tie.tail) for tie in article.relations]
    assert ties == [("Works", 0, 1), ("Speaker", 2, 0), ("What", 2, 3), ("Alias", 0, 1)]
    assert article.relations[0].attributes == {"Sure": True}
    assert remarks == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("T1\tPerson 0 900\tAna", "900"),
        ("T1\tPerson 3 3\t", "3 to 3"),
        ("T1\tPerson 0 3\tEva", "the text has “Ana” there"),
    ],
)
def test_a_span_that_does_not_fit_refuses_the_file(tmp_path: Path, line: str, reason: str) -> None:
    with pytest.raises(FormatError, match=reason) as caught:
        read(tmp_path, TEXT, f"\n{line}\n")
    assert caught.value.fields["line"] == 2


STRANGE = ("hello", "T1\tPerson", "T1\tPerson x y\tAna", "R1\tWorks", "A1\tx", "E1\tSay", "?1\tx y")


@pytest.mark.parametrize("line", STRANGE)
def test_a_line_that_is_none_is_said_and_the_rest_goes_on(tmp_path: Path, line: str) -> None:
    article, remarks = read(tmp_path, TEXT, f"{line}\nT9\tPerson 0 3\tAna\n")
    assert len(article.spans) == 1
    assert len(remarks) == 1


def test_a_relation_without_its_ends_is_said(tmp_path: Path) -> None:
    lines = "T1\tPerson 0 3\tAna\nR1\tWorks Arg1:T1 Arg2:T7\n#1\tAnnotatorNotes T9\tx\n"
    article, remarks = read(tmp_path, TEXT, lines)
    assert article.relations == []
    assert len(remarks) == 2


def test_a_text_that_is_missing_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.ann").write_text("T1\tPerson 0 3\tAna\n", encoding="utf-8")
    with pytest.raises(FormatError, match=r"a\.txt is not beside it"):
        list(BRAT.read(Source("a.ann", path=tmp_path / "a.ann"), ReadOptions()))


def test_the_configuration_names_everything() -> None:
    text = configuration(NEWS)
    assert text.startswith("[entities]\nACTOR\n")
    assert "speaker\tArg1:QUOTE, Arg2:ACTOR\n" in text
    assert "form\tArg:QUOTE, Value:direct|indirect|mixed|reported\n" in text
    assert text.count("[") == 4


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """An empty project."""
    with new_project(tmp_path / "here.annotator") as made:
        yield made


def test_out_and_in_again_is_the_same(project: Project, tmp_path: Path) -> None:
    row = {
        "text": TEXT,
        "states": {"Ann": "done", "Bo Ek": "done"},
        "spans": [
            {"start": 0, "end": 8, "label": "ACTOR", "annotator": "Ann", "actor": "Ana Ruiz", "note": "a\nb \\ c"},
            {
                "start": 42,
                "end": 51,
                "fragments": [[42, 45], [46, 51]],
                "label": "QUOTE",
                "annotator": "Ann",
                "attributes": {"form": "direct"},
            },
            {
                "start": 9,
                "end": 20,
                "label": "STATISTIC",
                "annotator": "Bo Ek",
                "attributes": {"value": 2.5, "unit": "a b"},
            },
        ],
        "relations": [{"kind": "speaker", "head": 1, "tail": 0}],
    }
    nothing = {"text": "Nothing to tag here.", "states": {"Ann": "done"}}
    take(project, write_lines(tmp_path / "a.jsonl", row, nothing))
    export(project, tmp_path / "out")
    with new_project(tmp_path / "again.annotator") as again:
        report = take(again, tmp_path / "out")
        assert (report.taken, report.errors) == (2, [])
        assert told(again) == told(project)


def export(project: Project, out: Path) -> None:
    from annotator.work.exports import ExportOptions, run

    for _ in run(project, out, BRAT, options=ExportOptions(all_layers=True)):
        pass


def told(project: Project) -> list[object]:
    """What brat can carry of a project, without ids."""
    people = {one.id: one.name.replace(" ", "_") for one in project.read.annotators()}
    actors = {one.id: one.name for one in project.read.actors()}
    found: list[object] = []
    for number in sorted(project.read.article_ns(annotator_id=next(iter(people)))):
        article = project.read.article_by_n(number)
        spans = {one.id: one for one in project.read.spans(article.id)}
        ties = project.read.relations(article.id)
        whose = []
        for one in spans.values():
            linked, values = actors.get(one.actor or ""), sorted(one.attributes.items())
            whose.append((people[one.annotator], one.label, one.fragments, values, linked, one.note))
        tied = [(one.kind, spans[one.head].words, spans[one.tail].words) for one in ties]
        states = [(people[one.annotator], one.state) for one in project.read.states(article.id)]
        found.append([article.text, sorted(whose, key=repr), sorted(tied), sorted(states)])
    return sorted(found, key=repr)


@pytest.mark.skipif(not TUTORIAL.exists(), reason="the shared material is not here")
def test_the_tutorial_comes_in_and_goes_out_the_same(project: Project, tmp_path: Path) -> None:
    report = take(project, TUTORIAL, unknown_labels="add")
    assert (report.taken, report.errors) == (13, [])
    assert (report.spans_taken, report.relations_taken) == (119, 63)
    export(project, tmp_path / "out")
    with new_project(tmp_path / "again.annotator") as again:
        take(again, tmp_path / "out", unknown_labels="add")
        tagged = [part for part in told(project) if part[1]]  # type: ignore[index]
        assert [part[:3] for part in told(again)] == [part[:3] for part in tagged]  # type: ignore[index]
