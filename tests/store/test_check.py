"""check finds what is off and nothing else; repair mends the search index; backups are whole."""

import re
import sqlite3
import threading

import pytest

from annotator.core import edit
from annotator.core.errors import PathTrouble, ProjectBusy, ProjectExists
from annotator.store import backup
from annotator.store import connection as connections
from annotator.store.bulk import Bulk
from annotator.store.check import problems, repair
from annotator.store.project import Project
from tests.builders import NEWS, make_article, make_relation
from tests.store.conftest import SITE
from tests.store.support import dump, hits, on_disk, relate, tag, with_articles


@pytest.fixture
def article(project, me):
    """An article with a quote, its speaker, their relation and a span in two pieces."""
    article = with_articles(project, me, 2)[0]
    quote = tag(project, article, "We will not cut", who=me, label="QUOTE")
    actor = tag(project, article, "Ilse Brandt", who=me)
    project.apply(relate(make_relation(quote, actor)), who=me.id)
    figure = tag(project, article, "12 percent", who=me, label="STATISTIC")
    start, end = figure.start, figure.end
    pieces = [(start, end), (end + 1, end + 5)]
    project.apply(edit.resize(figure, pieces, article=article, codebook=NEWS), who=me.id)
    return article


def found(project) -> list[tuple[str, str]]:
    return [(problem.kind, problem.message) for problem in problems(project)]


def test_nothing_is_wrong_with_a_sound_project(project, me, article):
    assert found(project) == []
    project.undo(who=me.id)
    assert found(project) == []


SPOILS = {
    "text": ("UPDATE article SET text=text||'x' WHERE n=2", "article", "hash"),
    "words": ("UPDATE span SET words='other' WHERE label='QUOTE'", "span", "“other” are not what the text has"),
    "moved": (
        'UPDATE span SET start=start+1, "end"="end"+1 WHERE label=\'QUOTE\'',
        "span",
        "are not what the text has",
    ),
    "outside": ("UPDATE span SET start=0, \"end\"=99999 WHERE label='QUOTE'", "span", "not in order"),
    "fragments": ("UPDATE span SET fragments='[[5,9],[2,3]]' WHERE label='STATISTIC'", "span", "not in order"),
    "touching": ("UPDATE span SET fragments='[[2,3],[3,9]]' WHERE label='STATISTIC'", "span", "not in order"),
    "no fragments": ("UPDATE span SET fragments='[]' WHERE label='STATISTIC'", "span", "cannot be read|not in order"),
    "broken fragments": ("UPDATE span SET fragments='[[2' WHERE label='STATISTIC'", "span", "cannot be read"),
    "hull": ("UPDATE span SET start=start-1 WHERE label='STATISTIC'", "span", "its fragments reach from"),
    "label": ("UPDATE span SET label='PLACE' WHERE label='STATISTIC'", "span", "no label PLACE"),
    "attribute": ("UPDATE span SET attributes='{\"x\":1}' WHERE label='QUOTE'", "span", "x"),
    "null": ("UPDATE span SET attributes='{\"form\":null}' WHERE label='QUOTE'", "span", "form|Form"),
    "broken attributes": ("UPDATE span SET attributes='{' WHERE label='QUOTE'", "span", "cannot be read"),
    "relation kind": ("UPDATE relation SET kind='about'", "relation", "cannot be made"),
    "relation unknown": ("UPDATE relation SET kind='likes'", "relation", "no relation of that kind"),
    "relation attribute": ("UPDATE relation SET attributes='{\"x\":1}'", "relation", "x"),
    "codebook": ("UPDATE codebook SET body=replace(body,'Actor','Agent')", "codebook", "not the hash"),
    "held": ("INSERT INTO held VALUES('i','span',1,'s','its article was corrected','{}')", "span", "corrected"),
    "search": ("INSERT INTO search(search,rowid,title,text) VALUES('delete',1,'','ferries')", "search", "--repair"),
    "search lost": ("INSERT INTO search(search) VALUES('delete-all')", "search", "--repair"),
    "foreign key": ("DELETE FROM annotator", "span", "not there"),
}


@pytest.mark.parametrize("spoil", SPOILS)
def test_what_is_off_is_found_and_named(project, path, me, article, spoil):
    statement, kind, message = SPOILS[spoil]
    other = sqlite3.connect(path)
    other.execute(statement)
    other.commit()
    other.close()
    faults = found(project)
    assert faults
    assert {fault[0] for fault in faults} <= {kind, "search", "relation", "progress"}
    assert any(fault == kind and re.search(message, text) for fault, text in faults)


def test_the_same_twice_is_found(project, me, article):
    project.connection.execute(
        'INSERT INTO span(id,rev,site,at,article,annotator,label,start,"end",fragments,words,codebook)'
        " SELECT 'twin',1,'',0,article,annotator,label,start,\"end\",fragments,words,codebook FROM span"
        " WHERE label='STATISTIC'"
    )
    assert [kind for kind, message in found(project) if "twice" in message] == ["span"]


def test_a_title_changed_behind_our_back_is_found_by_the_index(project, article):
    project.connection.execute("UPDATE article SET title='Zanzibar' WHERE n=1")
    assert [kind for kind, _ in found(project)] == ["search"]
    assert repair(project) == ["The search index was built anew"]
    assert found(project) == []
    assert hits(project, "zanzibar") == 1


def test_a_damaged_index_is_repaired(project, article):
    project.connection.execute("INSERT INTO search(search) VALUES('delete-all')")
    assert hits(project, "ferries") == 0
    repair(project)
    assert (found(project), hits(project, "ferries")) == ([], 2)


def test_repair_changes_no_record(project, article):
    before = dump(project, stamps=True)
    repair(project)
    assert dump(project, stamps=True) == before


def test_rows_of_an_open_batch_are_no_fault(project, me, article):
    with Bulk(project, act="import", title="Import", who=me.id) as bulk:
        bulk.add(articles=[make_article("another one")])
        assert found(project) == []


def test_a_busy_project_is_no_broken_index(project, path, me, article, monkeypatch):
    monkeypatch.setattr(connections, "BUSY_MILLISECONDS", 50)
    with Project.open(path, site=SITE) as other:
        project.connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(ProjectBusy):
            list(problems(other))
        project.connection.execute("ROLLBACK")


def test_check_changes_nothing(project, path, me, article):
    project.close()
    before = on_disk(path.parent)
    with Project.open(path, site=SITE) as again:
        assert found(again) == []
    assert on_disk(path.parent) == before


# --- backups -----------------------------------------------------------------------------------------


def test_a_backup_is_whole_while_others_write(project, path, me, article, tmp_path):
    stop, tags = threading.Event(), []

    def write():
        with Project.open(path, site=SITE) as window:
            while not stop.is_set() or not tags:
                tags.append(tag(window, article, "ferries", who=me))
                window.undo(who=me.id)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(10):
            out = project.backup(tmp_path / f"copy-{number}.annotator")
            with Project.open(out, site=SITE) as copy:
                assert copy.id == project.id
                assert found(copy) == []
                assert len(copy.read.spans(article.id)) in (3, 4)
    finally:
        stop.set()
        thread.join()
    assert tags


def test_a_backup_equals_its_project_and_is_one_file(project, me, article, tmp_path):
    folder = tmp_path / "copies"
    folder.mkdir()
    out = project.backup(folder / "copy.annotator")
    assert list(on_disk(folder)) == ["copy.annotator"]
    with Project.open(out, site=SITE) as copy:
        assert dump(copy, stamps=True) == dump(project, stamps=True)
        copy.undo(who=me.id)


def test_a_backup_never_replaces_unasked(project, article, tmp_path):
    out = tmp_path / "copy.annotator"
    out.write_text("mine")
    with pytest.raises(ProjectExists):
        project.backup(out)
    assert out.read_text() == "mine"
    project.backup(out, overwrite=True)
    with Project.open(out, site=SITE) as copy:
        assert found(copy) == []


@pytest.mark.parametrize("name", ["missing/copy.annotator", "x" * 300])
def test_a_backup_to_a_place_that_cannot_be_says_so(project, article, tmp_path, name):
    before = on_disk(tmp_path)
    with pytest.raises(PathTrouble, match="the project is untouched"):
        project.backup(tmp_path / name)
    assert on_disk(tmp_path) == before


def test_a_free_name_beside_the_project(path):
    first = backup.beside(path, why="before-update")
    first.write_text("")
    second = backup.beside(path, why="before-update")
    assert first.parent == second.parent == path.parent
    assert (first.suffix, second.stem) == (".annotator", f"{first.stem}-2")
