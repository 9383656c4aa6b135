"""The registry as CSV, out and in: alike after a round trip, bad rows named, the rest taken, one step of undo."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core import actors
from annotator.core.edit import Edit, add_record
from annotator.core.errors import FormatError, PathTrouble
from annotator.core.model import Actor, Role
from annotator.formats.cells import guarded, safe, unguarded
from annotator.formats.registry import Row, items, read, roles, write
from annotator.store.project import Project
from annotator.work.registry import RegistryReport, carry_out, read_csv, write_csv
from tests.builders import NEWS, make_actor, make_article, make_span
from tests.store.support import bring, dump
from tests.work.helpers import done

HEADER = "id,name,type,aliases,roles,parent,wikidata,note,mentions\n"


def owner(project: Project) -> str:
    assert project.owner is not None
    return project.owner.id


def take(project: Project, path: Path, text: str) -> RegistryReport:
    path.write_text(text, encoding="utf-8")
    return done(read_csv(project, path, who=owner(project)))


def put(project: Project, *some: Actor) -> None:
    for one in some:
        project.apply(add_record(one, title="Add"), who=owner(project))


def faults(report: RegistryReport) -> list[tuple[int | None, str]]:
    return [(one.line, one.reason) for one in report.errors]


def test_round_trip_into_another_project(project: Project, tmp_path: Path) -> None:
    town = make_actor("Norrholm", id="t")
    some = [
        town,
        make_actor('=HYPERLINK("x")', id="a", aliases=("+1 | 2", "\\", "@b"), note="one\ntwo, “three”", type="person"),
        make_actor("'=already", id="b", roles=(Role(role="Mayor", since="2019-05", to="2021"), Role(role="a [..]"))),
        make_actor("عمر الخطيب", id="c", parent="t", wikidata="Q42", roles=(Role(role="وزير", to="2020"),)),
        make_actor("山田太郎", id="d", parent="b"),
        make_actor("<b>Bold</b>", id="e"),
    ]
    put(project, *some, make_actor("Gone", id="g", merged_into="t"))
    out = tmp_path / "actors.csv"
    assert write_csv(project, out) == 6
    cells = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig"), newline="")))
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in cells for cell in row)
    assert {row[1]: row[5] for row in cells}["عمر الخطيب"] == "Norrholm"
    assert done(read_csv(project, out, who=owner(project))).unchanged == 6
    with Project.create(tmp_path / "q.annotator", codebook=NEWS, annotator="Ana", site="aaaaaaaa") as other:
        report = done(read_csv(other, out, who=owner(other)))
        assert (report.added, report.errors) == (6, [])
        assert {one.id: one for one in other.read.actors()} == {one.id: one for one in some}
        other.undo(who=owner(other))
        assert other.read.actors() == []


def test_rows_meet_known_actors_by_id_or_name(project: Project, tmp_path: Path) -> None:
    put(project, make_actor("Ana Reyes", id="a", note="kept"), make_actor("Office", id="o", aliases=("OPS",)))
    report = take(project, tmp_path / "f.csv", "name,type,parent\nana reyes,person,Office\nNew One,,\n")
    assert (report.added, report.changed, report.errors) == (1, 1, [])
    found = project.read.actor("a")
    assert found is not None
    assert (found.name, found.note, found.parent, found.type) == ("ana reyes", "kept", "o", "person")
    assert project.undo_title(owner(project)) == "Import 2 actors"
    report = take(project, tmp_path / "f.csv", "id;parent;colour\no;;red\na;;\n")
    assert (report.changed, report.unchanged, report.notes) == (1, 1, ["The column colour was not read"])


def test_bad_rows_are_named_and_the_rest_is_taken(project: Project, tmp_path: Path) -> None:
    put(project, make_actor("Twin", id="1"), make_actor("twin", id="2"), make_actor("Old", id="3", merged_into="1"))
    text = HEADER + (
        "x1,Good,,,,,,,\n"
        ",,,,,,,,\n"
        "x2, ,person,,,,,,\n"
        "x3,Bad id,,,,,P9,,\n"
        ',"Two\nlines",,,,Nobody,,,\n'
        ",Child,,,,Two lines,,,\n"
        ",Twin,,,,,,,\n"
        "3,Old,,,,,,,\n"
        "x1,Again,,,,,,,\n"
        "x y,Spaces,,,,,,,\n"
        ",Dates,,,Mayor [May..June],,,,\n"
        ",Many,,,,,,,,,\n"
        ",Last,,,,Good,,,7\n"
    )
    report = take(project, tmp_path / "f.csv", text)
    assert [line for line, _ in faults(report)] == [4, 5, 6, 8, 9, 10, 11, 12, 13, 14]
    words = "\n".join(reason for _, reason in faults(report))
    for part in ("needs a name", "no Wikidata id", "no actor has this name or id", "2 actors have this name"):
        assert part in words
    for part in ("was merged into “Twin”", "line 2 is about the same actor", "cannot be the id", "no date", "11 cells"):
        assert part in words
    assert report.added == 2
    assert {one.name for one in project.read.actors()} == {"Twin", "twin", "Old", "Good", "Last"}


def test_a_circle_of_parents_is_refused_once(project: Project, tmp_path: Path) -> None:
    report = take(project, tmp_path / "f.csv", "name,parent\nA,B\nB,C\nC,A\nD,A\n")
    assert len(report.errors) >= 1
    assert all("part of it" in one.reason or "no actor" in one.reason for one in report.errors)
    names = {one.name for one in project.read.actors()}
    assert names | {f"{'ABCD'[(one.line or 2) - 2]}" for one in report.errors} == set("ABCD")


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "must name the columns"), (b"colour\nred\n", "name is needed"), (b"name,name\n", "stands twice")],
)
def test_what_is_no_such_table_is_refused(project: Project, tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(content)
    before = dump(project)
    with pytest.raises(FormatError, match=reason):
        done(read_csv(project, path, who=owner(project)))
    assert dump(project) == before
    with pytest.raises(PathTrouble):
        done(read_csv(project, tmp_path / "none.csv", who=owner(project)))


def test_other_encodings(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    for place, encoding in enumerate(("utf-16", "utf-8-sig", "cp1252")):
        name = f"José Núñez {place}"
        path.write_bytes(f"name,note\n{name},año señor qué más él día mañana corazón\n".encode(encoding))
        assert done(read_csv(project, path, who=owner(project))).added == 1
        assert name in {one.name for one in project.read.actors()}


def test_a_large_merge_is_one_bulk_act(project: Project, tmp_path: Path) -> None:
    article = make_article("x " * 6_000)
    one, two = make_actor("One"), make_actor("Two")
    places, me = range(0, 10_200, 2), owner(project)
    spans = [make_span(article, place, place + 1, annotator=me, actor=two.id) for place in places]
    assert project.owner is not None
    bring(project, project.owner, [article], spans=spans, actors=[one, two])
    before = dump(project)
    registry = {actor.id: actor for actor in project.read.actors()}
    for made in (
        actors.merge(one, [two], registry, spans=spans),
        actors.split(two, spans[:5_050], registry, name="Three", of=5_100),
    ):
        assert isinstance(made, Edit)
        done(carry_out(project, made, who=owner(project)))
        assert project.history(1)[0].bulk
        assert sum(project.read.mention_counts(project.read.actors()).values()) == 5_100
        assert len(project.read.mention_counts(project.read.actors())) == (1 if made.act == "merge_actors" else 2)
        project.undo(who=owner(project))
        assert dump(project) == before


CELL = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20)


@given(CELL)
def test_guards_come_off_as_they_went_on(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert safe(guarded(cell)) == guarded(cell)  # nothing is left that a spreadsheet would run


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(CELL, st.lists(CELL, max_size=3), CELL), min_size=1, max_size=5))
def test_what_was_written_is_read(some: list[tuple[str, list[str], str]]) -> None:
    made = []
    for place, (name, aliases, role) in enumerate(some):
        held = (Role(role=role, to="2020"),) if role.split() else ()
        made.append(actors.checked(Actor(id=str(place), name=f"n{name}", aliases=tuple(aliases), roles=held), {}))
    rows = [row for row in read(write(made, parents={}, mentions={}).decode("utf-8-sig"), "f") if isinstance(row, Row)]
    assert [row.cells["name"] for row in rows] == [one.name for one in made]
    assert [actors._joined(one.name, items(row.cells["aliases"])) for row, one in zip(rows, made, strict=True)] == [
        one.aliases for one in made
    ]
    assert [roles(row.cells["roles"]) for row in rows] == [one.roles for one in made]


@given(st.text(max_size=300))
def test_no_file_raises_anything_else(text: str) -> None:
    try:
        list(read("name,note\n" + text, "f"))
        list(read(text, "f"))
    except FormatError:
        pass
