"""Imports: what is taken, already there, refused, and what never stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from annotator.core.errors import DamagedProject
from annotator.formats.base import Source
from annotator.store.check import problems
from annotator.store.project import Project
from annotator.work import imports
from annotator.work.prepare import Decided
from annotator.work.preview import preview
from annotator.work.sources import pasted
from tests.work.helpers import done, dump, new_project, take, write_lines

PASTED = Path(__file__).parents[3] / "shared" / "data" / "articles"
PROSE = "The harbour council of Velmora voted on Monday to close the eastern quay for repairs."
PAGE = f"Search\nClose\n\nQuay to close until spring\n\n{PROSE}\n\nSource: Velmora Courier\n"
SPAN = {"start": 0, "end": 3, "label": "ACTOR"}


@pytest.mark.skipif(not PASTED.exists(), reason="the shared material is not here")
def test_a_folder_with_the_real_page(project: Project) -> None:
    report = take(project, PASTED)
    assert (report.taken, report.errors, report.exit_code) == (1, [], 0)
    article = project.read.article_by_n(1)
    assert article.title == "EU reaches out to partner countries to prevent migration from Belarus"
    assert article.outlet == "Anadolu Agency"
    assert article.text.endswith("accompanied by the Belarusian military.")
    assert take(project, PASTED).already_there == 1
    assert take(project, PASTED, keep_boilerplate=True).taken == 1


def test_decisions_of_the_preview(project: Project) -> None:
    source = pasted("clipboard.txt", PAGE)
    shown = done(preview(project, [source], imports.ImportOptions()))
    file = shown.files[0]
    assert file.furniture is not None
    assert [line.text for line in file.furniture.lines if line.verdict != "keep"] == [
        "Search",
        "Close",
        "Source: Velmora Courier",
    ]
    assert file.fields == {"title": "Quay to close until spring", "outlet": "Velmora Courier"}
    decided = Decided(dropped=frozenset({0, 1}), fields={"outlet": "", "author": "Marta Lindqvist"})
    take(project, source, decided={source.name: decided})
    article = project.read.article_by_n(1)
    assert article.text == f"Quay to close until spring\n\n{PROSE}\n\nSource: Velmora Courier"
    assert (article.outlet, article.author, article.source_id) == (None, "Marta Lindqvist", "clipboard.txt")
    assert take(project, source, decided={source.name: Decided(take=False)}).skipped == 1


def test_near_duplicates_are_named(project: Project) -> None:
    other = PROSE.replace("Monday", "Tuesday")
    texts = [f"Quay to close\n\n{PROSE}", f"Quay shut, says council\n\n{PROSE}\n\nMore soon.", f"Other\n\n{other}"]
    report = take(project, *(Source(f"{place}.txt", data=text.encode()) for place, text in enumerate(texts)))
    assert report.near_duplicates == [[project.read.article_by_n(1).id, project.read.article_by_n(2).id]]
    again = take(project, *(Source(f"{place}.txt", data=text.encode()) for place, text in enumerate(texts)))
    assert (again.already_there, again.near_duplicates) == (3, [])


def test_near_duplicates_of_what_was_there_are_named(project: Project) -> None:
    """The same text but for its headline and one of four paragraphs, and one that only shares a paragraph."""
    parts = [f"{part} {PROSE[:150]}" for part in ("One", "Two", "Three", "Four")]
    first = take(
        project, Source("a.txt", data="\n\n".join(["Quay to close until the spring comes back", *parts]).encode())
    )
    assert first.near_duplicates == []
    other = [*parts[:3], f"Changed {PROSE[20:170]}"]
    alone = [parts[0], *(f"{word} {PROSE[::-1][:150]}" for word in ("x", "y", "z"))]
    texts = ["\n\n".join(["Council shuts the quay for the whole winter", *other]), "\n\n".join(alone)]
    report = take(project, *(Source(f"{place}.txt", data=text.encode()) for place, text in enumerate(texts)))
    assert report.near_duplicates == [[project.read.article_by_n(1).id, project.read.article_by_n(2).id]]
    assert take(project, Source("c.txt", data=b"Nothing like it.\n\nAt all, in any way.")).near_duplicates == []


def test_spans_for_a_known_text_are_added_once(project: Project, tmp_path: Path) -> None:
    take(project, write_lines(tmp_path / "a.jsonl", {"text": "Ana spoke."}))
    again = write_lines(
        tmp_path / "b.jsonl", {"text": "Ana spoke.", "spans": [SPAN]}, {"text": "Ana spoke.", "spans": [SPAN]}
    )
    report = take(project, again)
    assert (report.taken, report.already_there, report.spans_taken, report.spans_already_there) == (0, 2, 1, 1)
    report = take(project, again)
    assert (report.spans_taken, report.spans_already_there) == (0, 2)
    assert len(project.history()) == 2  # nothing new, no line


def test_the_same_text_twice_in_one_file(project: Project, tmp_path: Path) -> None:
    rows = [{"text": "Ana spoke.", "spans": [SPAN]}, {"text": "Ana spoke.", "spans": [SPAN, {**SPAN, "end": 9}]}]
    report = take(project, write_lines(tmp_path / "a.jsonl", *rows))
    assert (report.taken, report.already_there, report.spans_taken, report.spans_already_there) == (1, 1, 2, 1)


def test_who_tagged_and_in_which_state(project: Project, tmp_path: Path) -> None:
    rows = [
        {"text": "Ana spoke.", "spans": [SPAN, {**SPAN, "annotator": "Ben"}]},
        {"text": "Eva spoke.", "spans": [{**SPAN, "annotator": "ben "}], "states": {"Ben": "doing"}},
        {"text": "Nobody spoke."},
    ]
    take(project, write_lines(tmp_path / "a.jsonl", *rows))
    people = {one.name: one.id for one in project.read.annotators()}
    assert set(people) == {"Ana", "Ben"}
    states = [
        [(one.annotator, one.state) for one in project.read.states(project.read.article_by_n(n).id)] for n in (1, 2, 3)
    ]
    assert states == [[(people["Ana"], "done"), (people["Ben"], "done")], [(people["Ben"], "doing")], []]
    take(project, write_lines(tmp_path / "b.jsonl", {"text": "x y", "spans": [[0, 1, "ACTOR"]]}), annotator="Cleo")
    assert project.read.annotator_named("Cleo") is not None


def test_ids_become_source_ids_without_a_project_file(project: Project, tmp_path: Path) -> None:
    take(
        project, write_lines(tmp_path / "a.jsonl", {"id": "n-17", "text": "Ana spoke.", "spans": [{**SPAN, "id": "s"}]})
    )
    article = project.read.article_by_n(1)
    assert article.source_id == "n-17" != article.id
    assert project.read.spans(article.id)[0].id != "s"


def test_positions_move_with_the_text(project: Project, tmp_path: Path) -> None:
    raw = "One\r\ntwo\r\nAna\0 spoke."
    row = {"text": raw, "spans": [{"start": 10, "end": 13, "label": "ACTOR", "text": "Ana"}, [5, 13, "QUOTE"]]}
    assert take(project, write_lines(tmp_path / "a.jsonl", row)).spans_taken == 2
    article = project.read.article_by_n(1)
    assert article.text == "One\ntwo\nAna spoke."
    assert [span.words for span in project.read.spans(article.id)] == ["two\nAna", "Ana"]
    assert not list(problems(project))


def test_unknown_labels(project: Project, tmp_path: Path) -> None:
    rows = [
        {"text": "Ana spoke.", "spans": [SPAN, [4, 9, "VERB"]], "relations": [{"kind": "does", "head": 0, "tail": 1}]},
        {"text": "Eva spoke.", "spans": [[4, 9, "VERB"], [0, 3, "動詞"]]},
    ]
    path = write_lines(tmp_path / "a.jsonl", *rows)
    before = dump(project.path)
    report = take(project, path)
    assert report.stopped
    assert (report.taken, report.exit_code) == (0, 1)
    assert report.unknown_labels == {"VERB": 2, "動詞": 1, "relation does": 1}
    assert [(one.line, one.file) for one in report.errors] == [(1, str(path)), (1, str(path)), (2, str(path))]
    assert dump(project.path) == before
    report = take(project, path, unknown_labels="skip", dry_run=True)
    assert (report.taken, report.spans_taken, report.spans_skipped) == (2, 1, 3)
    assert dump(project.path) == before
    report = take(project, path, unknown_labels="add")
    assert (report.taken, report.spans_taken, report.relations_taken) == (2, 4, 1)
    assert report.labels_added == ["VERB", "LABEL", "relation does"]
    assert project.codebook.label("LABEL").name == "動詞"
    assert not list(problems(project))
    project.undo(who=project.history()[0].who)
    assert not project.codebook.has("VERB")


def test_a_refused_line_leaves_nothing(project: Project, tmp_path: Path) -> None:
    rows = [
        {
            "text": "Ana spoke.",
            "spans": [{**SPAN, "annotator": "Ghost", "attributes": {"type": "robot"}, "actor": "Ana"}],
        },
        {"text": "Eva spoke.", "spans": [{**SPAN, "annotator": "Ben", "attributes": {"type": "person"}}]},
        {
            "text": "Ina said.",
            "spans": [SPAN, [4, 8, "QUOTE"]],
            "relations": [{"kind": "speaker", "head": 0, "tail": 1}],
        },
        {"text": "  \n"},
        '{"text": "half',
    ]
    report = take(project, write_lines(tmp_path / "a.jsonl", *rows))
    assert (report.taken, report.skipped, [one.line for one in report.errors]) == (1, 4, [5, 1, 3, 4]) or (
        sorted(one.line or 0 for one in report.errors) == [1, 3, 4, 5]
    )
    assert {one.name for one in project.read.annotators()} == {"Ana", "Ben"}
    assert not project.read.actors()
    assert report.exit_code == 0


def test_nothing_to_take_leaves_nothing(project: Project, tmp_path: Path) -> None:
    before = dump(project.path)
    bad = [tmp_path / "no.txt", write_lines(tmp_path / "a.jsonl", "{bad", {"text": "a", "spans": [[0, 9, "ACTOR"]]})]
    (tmp_path / "b.txt").write_bytes(b"a\0b\0\0c")
    (tmp_path / "c.html").write_text("<html><body>Home</body></html>")
    (tmp_path / "d.bin").write_bytes(b"\0\1\2\3")
    report = take(project, *bad, tmp_path / "b.txt", tmp_path / "c.html", tmp_path / "d.bin")
    assert (report.taken, report.skipped, len(report.errors), report.exit_code) == (0, 6, 6, 1)
    assert dump(project.path) == before


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text elsewhere")
def test_a_name_that_is_no_text_stops_nothing(project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in (b"a.txt", b"bad\xff.txt", b"z.txt"):
        Path(os.fsdecode(os.path.join(os.fsencode(folder), name))).write_text(f"{PROSE} {name!r}")
    report = take(project, folder)
    assert (report.taken, report.errors) == (3, [])
    found = {project.read.article_by_n(number).source_id for number in (1, 2, 3)}
    assert found == {"a.txt", "bad\N{REPLACEMENT CHARACTER}.txt", "z.txt"}


def test_nothing_in_it_is_said(project: Project, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    empty = tmp_path / "empty.jsonl"
    empty.write_bytes(b"\n")
    report = take(project, tmp_path / "none", empty)
    assert report.exit_code == 1
    assert [one.reason for one in report.errors] == ["there is no file in it", "there is no article in it"]


def test_a_damaged_project_takes_nothing(project: Project, tmp_path: Path) -> None:
    for number in range(40):
        take(project, pasted(f"{number}.txt", f"{PROSE} {number}"))
    path = project.path
    project.close()
    data = bytearray(path.read_bytes())
    pages = len(data) // 4096
    for page in range(pages // 2, pages // 2 + 3):
        data[page * 4096 : (page + 1) * 4096] = b"\xa7" * 4096
    path.write_bytes(data)
    with pytest.raises(DamagedProject), Project.open(path) as damaged:
        take(damaged, pasted("new.txt", f"{PROSE} New."))
    assert path.read_bytes() == bytes(data)


def test_a_stray_nul_is_left_out(project: Project) -> None:
    take(project, Source("nul.txt", data=f"Velmora\0 news. {PROSE}".encode()))
    assert project.read.article_by_n(1).text == f"Velmora news. {PROSE}"


def test_cancelling_leaves_nothing(project: Project, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", *({"text": f"Ana spoke {n}.", "spans": [SPAN]} for n in range(300)))
    before = dump(project.path)
    job = imports.run(project, [path], imports.ImportOptions())
    seen = [next(job) for _ in range(4)]
    assert 0 < seen[-1].done < seen[-1].total
    assert project.read.article_count() == 0  # hidden until whole
    job.close()
    assert dump(project.path) == before
    assert take(project, path).taken == 300


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_killed_in_the_middle_leaves_nothing(project: Project, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", *({"text": f"Ana spoke {n}.", "spans": [SPAN]} for n in range(4000)))
    take(project, write_lines(tmp_path / "b.jsonl", {"text": "Eva spoke.", "spans": [SPAN]}))
    before = dump(project.path)
    script = f"""
        import sys
        from pathlib import Path
        from annotator.store.project import Project
        from annotator.work import imports
        job = imports.run(Project.open(Path({str(project.path)!r})), [Path({str(path)!r})], imports.ImportOptions())
        for number, _ in enumerate(job):
            if number == 6:
                print("half", flush=True)
    """
    child = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == b"half\n"
    time.sleep(0.05)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert project.read.article_count() == 1
    with Project.open(project.path, site="aaaaaaaa") as again:
        assert again.read.article_count() == 1
        assert not list(problems(again))
    assert dump(project.path) == before


def test_ten_thousand_files_are_one_step(project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "many" / "deep"
    folder.mkdir(parents=True)
    for number in range(120):
        (folder / f"{number:03}.txt").write_text(f"Harbour note number {number}.")
    (folder / "bad.txt").write_bytes(b"\0" * 50)
    (folder / "notes.xyz").write_bytes(b"PK")
    report = take(project, tmp_path / "many")
    assert (report.taken, report.skipped) == (120, 1)
    assert "1 files" in report.notes[0]
    assert [line.title for line in project.history()] == ["Import 120 articles"]
    assert project.read.article_by_n(1).source_id == "000.txt"


def test_registry_names(project: Project, tmp_path: Path) -> None:
    row = {
        "text": "Ana spoke.",
        "spans": [{**SPAN, "actor": "Ana Torvald"}, {**SPAN, "end": 9, "actor": "Ana Torvald"}],
    }
    take(
        project,
        write_lines(tmp_path / "a.jsonl", row, {"text": "Ana went.", "spans": [{**SPAN, "actor": "Ana Torvald"}]}),
    )
    assert [actor.name for actor in project.read.actors()] == ["Ana Torvald"]
    assert not list(problems(project))


def test_a_source_without_a_file(tmp_path: Path) -> None:
    with new_project(tmp_path / "p.annotator") as project:
        body = f"<article><h1>Quay</h1><p>{PROSE}</p><p>{PROSE}</p></article>"
        html = f"<html><head><title>Quay</title></head><body>{body}</body></html>"
        assert take(project, Source("clipboard.html", data=html.encode())).taken == 1
