"""Formats: every old one opens, and a migration that fails after any statement leaves no trace."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from annotator.core.errors import DamagedProject, NewerProject, NotAProject, PathTrouble
from annotator.store import schema
from annotator.store.connection import connect, path_of
from annotator.store.project import Project
from annotator.store.schema import Migration
from tests.builders import NEWS
from tests.store.conftest import SITE
from tests.store.support import dump, on_disk, sound, tag, with_articles

KEPT = sorted((Path(__file__).parents[1] / "data" / "projects").glob("format-*.annotator"))

# Rebuilds a table that others refer to, as a change of a column must.
STATEMENTS = (
    "ALTER TABLE actor ADD COLUMN born TEXT",
    "UPDATE actor SET born='1970'",
    "CREATE TABLE badge(n INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT",
    "INSERT INTO badge(name) VALUES('a')",
    "CREATE TABLE new_annotator(n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL,"
    " site TEXT NOT NULL DEFAULT '', at INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, team TEXT) STRICT",
    "INSERT INTO new_annotator SELECT n, id, rev, site, at, name, kind, NULL FROM annotator",
    "DROP TABLE annotator",
    "ALTER TABLE new_annotator RENAME TO annotator",
)


@pytest.fixture
def old(path):
    """A closed project of the present format, which the tests take for an old one."""
    with Project.create(path, codebook=NEWS, annotator="Ann", site=SITE) as project:
        article = with_articles(project, project.owner, 2)[0]
        tag(project, article, "Ilse Brandt", who=project.owner)
    return path


def everything(path: Path) -> str:
    """The whole file as SQL, its format included."""
    connection = sqlite3.connect(path)
    try:
        return "\n".join([*connection.iterdump(), str(schema.version_of(connection))])
    finally:
        connection.close()


def test_there_is_a_kept_project_of_every_format():
    assert [path.stem for path in KEPT] == [f"format-{number}" for number in range(1, schema.VERSION + 1)]


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.stem)
def test_every_old_project_opens_and_works(kept, tmp_path):
    path = Path(shutil.copy(kept, tmp_path))
    with Project.open(path, site=SITE) as project:
        assert schema.version_of(project.connection) == schema.VERSION
        sound(project)
        stats = project.read.stats()
        assert (stats.articles, stats.relations, stats.spans_by_annotator) == (2, 1, {"Ann": 5})
        assert stats.states == {"Ann": {"done": 1}}
        assert len(project.read.comments()) == len(project.read.decisions()) == len(project.read.actors()) == 1
        who = project.owner.id
        for step in (project.undo, project.undo, project.redo, project.redo):
            step(who=who)
        assert project.read.stats() == stats
        sound(project)


@pytest.mark.parametrize("good", range(len(STATEMENTS) + 1))
def test_a_migration_that_fails_after_any_statement_leaves_no_trace(old, good):
    before = everything(old)
    bad = Migration(to=schema.VERSION + 1, statements=(*STATEMENTS[:good], "INSERT INTO nowhere VALUES(1)"))
    connection = connect(old)
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        schema.migrate(connection, old, migrations=(bad,), target=schema.VERSION + 1)
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    connection.close()
    assert everything(old) == before
    with Project.open(old, site=SITE) as project:
        sound(project)


def test_steps_that_were_whole_stay_when_a_later_one_fails(old):
    steps = (
        Migration(to=schema.VERSION + 2, statements=("INSERT INTO nowhere VALUES(1)",)),
        Migration(to=schema.VERSION + 1, statements=STATEMENTS),
    )
    connection = connect(old)
    with pytest.raises(sqlite3.OperationalError):
        schema.migrate(connection, old, migrations=steps, target=schema.VERSION + 2)
    assert schema.version_of(connection) == schema.VERSION + 1
    schema.migrate(connection, old, migrations=steps[1:], target=schema.VERSION + 1)
    connection.close()


def test_a_rebuilt_table_loses_nothing_that_refers_to_it(old):
    connection = connect(old)
    before = dump(connection)
    schema.migrate(connection, old, migrations=(Migration(to=2, statements=STATEMENTS),), target=2)
    after = dump(connection)
    assert (after["span"], after["article"]) == (before["span"], before["article"])
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


def test_a_migration_that_leaves_a_dangling_row_is_taken_back(old):
    before = everything(old)
    connection = connect(old)
    step = Migration(to=2, statements=("DELETE FROM annotator",))
    with pytest.raises(DamagedProject, match="span"):
        schema.migrate(connection, old, migrations=(step,), target=2)
    connection.close()
    assert everything(old) == before


@pytest.fixture
def next_format(monkeypatch):
    """The program as it will be with one more format."""
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    monkeypatch.setattr(schema, "MIGRATIONS", (Migration(to=schema.VERSION, statements=STATEMENTS[:2]),))
    monkeypatch.setattr(schema, "_expected", lambda: {"actor": [*_columns_of_actor(), ("born", 0)]})


def _columns_of_actor() -> list[tuple[str, int]]:
    names = (
        "n",
        "id",
        "rev",
        "site",
        "at",
        "batch",
        "name",
        "type",
        "parent",
        "wikidata",
        "note",
        "body",
        "merged_into",
    )
    return [(name, 0) for name in names]


def test_a_copy_is_kept_before_a_migration(old, next_format, monkeypatch):
    monkeypatch.setattr(schema, "_columns", lambda connection: schema._expected())
    before = everything(old)
    with Project.open(old, site=SITE) as project:
        assert schema.version_of(project.connection) == schema.VERSION
        assert project.read.stats().articles == 2
    (copy,) = (path for path in old.parent.glob("*.annotator") if path != old)
    assert "before-update" in copy.name
    assert everything(copy) == before
    with Project.open(old, site=SITE):
        assert len(list(old.parent.glob("*.annotator"))) == 2


def test_a_failed_migration_keeps_the_old_project(old, next_format, monkeypatch):
    before = everything(old)
    monkeypatch.setattr(schema, "MIGRATIONS", (Migration(to=schema.VERSION, statements=("DROP TABLE nowhere",)),))
    with pytest.raises(sqlite3.OperationalError):
        Project.open(old, site=SITE)
    assert everything(old) == before


def test_a_format_nobody_can_bring_up_is_refused(old, next_format, monkeypatch):
    monkeypatch.setattr(schema, "MIGRATIONS", ())
    before = everything(old)
    with pytest.raises(DamagedProject, match="none that was ever used"):
        Project.open(old, site=SITE)
    assert everything(old) == before


def test_an_older_format_is_not_opened_for_reading_only(old, next_format):
    before = on_disk(old.parent)
    with pytest.raises(PathTrouble, match="older format"):
        Project.open(old, site=SITE, read_only=True)
    assert on_disk(old.parent)[old.name] == before[old.name]


def test_a_newer_format_is_refused_by_migrate_too(old):
    connection = connect(old)
    assert path_of(connection) == old
    with pytest.raises(NewerProject):
        schema.migrate(connection, old, migrations=(), target=0)
    connection.close()


def test_a_view_in_the_log_is_found(old):
    copy = old.with_name("sly.annotator")
    connection = sqlite3.connect(old)
    connection.execute("CREATE VIEW sly AS SELECT 1")
    for ending in ("", "-wal"):
        shutil.copy(f"{old}{ending}", f"{copy}{ending}")
    connection.close()
    with pytest.raises(NotAProject, match="sly"):
        Project.open(copy, site=SITE)
