"""Making and opening projects; what is refused stays as it was, byte for byte."""

import os
import shutil
import sqlite3
import struct
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from annotator.core.errors import (
    BadCodebook,
    DamagedProject,
    NewerProject,
    NotAProject,
    PathTrouble,
    ProjectExists,
    ProjectGone,
    ReadOnlyProject,
)
from annotator.store import schema
from annotator.store.connection import APPLICATION_ID
from annotator.store.project import Project
from tests.builders import NEWS
from tests.store.conftest import SITE
from tests.store.support import dump, on_disk, sound, tag, with_articles


@pytest.fixture
def closed(path):
    """A closed project with three articles and a tag."""
    with Project.create(path, codebook=NEWS, annotator="Ann", site=SITE) as project:
        articles = with_articles(project, project.owner, 3)
        tag(project, articles[0], "Ilse Brandt", who=project.owner)
    return path


# --- making ------------------------------------------------------------------------------------------


def test_a_new_project_is_whole_and_alone_in_its_folder(path):
    with Project.create(path, codebook=NEWS, annotator=" Ann ", site=SITE) as project:
        assert (project.owner.name, project.codebook, project.name) == ("Ann", NEWS, "ferries")
        assert project.connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert project.connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
        assert project.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert project.connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert project.connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
        sound(project)
    assert list(on_disk(path.parent)) == [path.name]


def test_the_schema_is_strict_and_runs_nothing(path):
    with Project.create(path, codebook=NEWS, annotator="Ann", site=SITE) as project:
        rows = project.connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    assert {kind for kind, _, _ in rows} == {"table", "index"}
    for kind, name, sql in rows:
        if kind == "table" and not name.startswith(("search", "sqlite_")):
            assert "STRICT" in sql
            assert "GENERATED" not in sql.upper()


def test_a_project_is_never_made_over_another_file(path):
    path.write_text("mine")
    before = on_disk(path.parent)
    with pytest.raises(ProjectExists, match="nothing was overwritten"):
        Project.create(path, codebook=NEWS, annotator="Ann", site=SITE)
    assert on_disk(path.parent) == before


@pytest.mark.parametrize("name", ["missing/x.annotator", "a-file/x.annotator", "x" * 300])
def test_a_place_that_cannot_be_is_named(tmp_path, name):
    (tmp_path / "a-file").write_text("")
    before = on_disk(tmp_path)
    with pytest.raises(PathTrouble):
        Project.create(tmp_path / name, codebook=NEWS, annotator="Ann", site=SITE)
    with pytest.raises(PathTrouble):
        Project.open(tmp_path / name, site=SITE)
    assert on_disk(tmp_path) == before


def test_a_bad_codebook_makes_no_file(path):
    with pytest.raises(BadCodebook):
        Project.create(path, codebook=msgspec.structs.replace(NEWS, labels=()), annotator="Ann", site=SITE)
    assert on_disk(path.parent) == {}


def test_the_log_of_a_lost_project_never_gets_into_a_new_one(closed):
    """SQLite would read a write-ahead log that lies beside a new file of the same name."""
    project = Project.open(closed, site=SITE)
    with_articles(project, project.owner, 2)
    log = Path(f"{closed}-wal").read_bytes()
    project.close()
    closed.unlink()
    Path(f"{closed}-wal").write_bytes(log)
    with pytest.raises(PathTrouble, match=r"ferries\.annotator-wal"):
        Project.create(closed, codebook=NEWS, annotator="Ann", site=SITE)
    other = closed.with_name("other.annotator")
    with (
        Project.create(other, codebook=NEWS, annotator="Ann", site=SITE) as project,
        pytest.raises(PathTrouble, match="log"),
    ):
        project.backup(closed)


def test_a_closed_project_closes_again(project):
    project.close()
    project.close()


# --- refusing ----------------------------------------------------------------------------------------


def changed(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def at(path: Path, place: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        file.write(content)


SPOILT = {
    "empty": (lambda path: path.write_bytes(b""), NotAProject, "empty"),
    "text": (lambda path: path.write_text("SQLite, I promise" * 99), NotAProject, "no SQLite file"),
    "short": (lambda path: path.write_bytes(b"SQLite format 3\0"), NotAProject, "no SQLite file"),
    "other program": (lambda path: at(path, 68, b"\0\0\0\7"), NotAProject, "another program"),
    "newer": (lambda path: at(path, 60, struct.pack(">I", schema.VERSION + 1)), NewerProject, "newer"),
    "cut off": (lambda path: os.truncate(path, 8192), DamagedProject, "should have"),
    "trigger": (
        lambda path: changed(path, "CREATE TRIGGER evil AFTER INSERT ON span BEGIN DELETE FROM article; END"),
        NotAProject,
        "evil",
    ),
    "view": (lambda path: changed(path, "CREATE VIEW sly AS SELECT * FROM article"), NotAProject, "sly"),
    "table lost": (lambda path: changed(path, "DROP TABLE held"), DamagedProject, "held"),
    "other columns": (lambda path: changed(path, "ALTER TABLE held ADD extra TEXT"), DamagedProject, "held"),
    "generated": (
        lambda path: changed(path, "ALTER TABLE actor ADD evil TEXT AS (upper(name))"),
        DamagedProject,
        "actor",
    ),
    "old journal mode": (
        lambda path: changed(path, "PRAGMA journal_mode=DELETE", "CREATE VIEW sly AS SELECT 1"),
        NotAProject,
        "sly",
    ),
    "id lost": (lambda path: changed(path, "DELETE FROM project WHERE key='id'"), DamagedProject, "lost its id"),
    "codebook lost": (lambda path: changed(path, "DELETE FROM codebook"), DamagedProject, "codebook"),
    "codebook broken": (lambda path: changed(path, "UPDATE codebook SET body='{'"), DamagedProject, "codebook"),
    "schema page damaged": (lambda path: at(path, 100, b"\xff" * 3000), DamagedProject, "SQLite says"),
}


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("kind", SPOILT)
def test_a_refused_file_is_left_as_it_is(closed, kind, read_only):
    spoil, error, message = SPOILT[kind]
    spoil(closed)
    for leftover in ("-wal", "-shm"):
        Path(f"{closed}{leftover}").unlink(missing_ok=True)
    before = on_disk(closed.parent)
    with pytest.raises(error, match=message):
        Project.open(closed, site=SITE, read_only=read_only)
    content = {name: hash_ for name, hash_ in on_disk(closed.parent).items() if not name.endswith(("-wal", "-shm"))}
    assert content == before
    if not read_only:
        assert on_disk(closed.parent) == before


def test_a_folder_and_a_missing_file_are_refused(tmp_path):
    with pytest.raises(NotAProject, match="folder"):
        Project.open(tmp_path, site=SITE)
    with pytest.raises(PathTrouble, match="no such file"):
        Project.open(tmp_path / "none.annotator", site=SITE)
    assert on_disk(tmp_path) == {}


def test_a_damaged_page_is_named_when_it_is_read(closed):
    """A page of an article's text, deep in the file: opening does not read it."""
    with Project.open(closed, site=SITE) as project:
        article = project.read.article_by_n(2)
        page = project.connection.execute("SELECT rootpage FROM sqlite_master WHERE name='article'").fetchone()[0]
    at(closed, (page - 1) * 4096, b"\xff" * 4096)
    with Project.open(closed, site=SITE) as project:
        with pytest.raises(DamagedProject, match=r"[Rr]estore a backup"):
            project.read.article(article.id)
        with pytest.raises(DamagedProject):
            project.read.article_ns(annotator_id=project.owner.id)
        from annotator.store.check import problems

        assert {problem.kind for problem in problems(project)} == {"file"}


def test_nothing_in_a_newer_file_s_log_is_overlooked(closed):
    """The version may stand in the log only, when the newer program was killed."""
    copy = closed.with_name("newer.annotator")
    connection = sqlite3.connect(closed)
    connection.execute(f"PRAGMA user_version={schema.VERSION + 1}")
    shutil.copy(closed, copy)
    shutil.copy(f"{closed}-wal", f"{copy}-wal")
    connection.close()
    with pytest.raises(NewerProject):
        Project.open(copy, site=SITE)


# --- reading only ------------------------------------------------------------------------------------


def test_a_project_can_be_opened_for_reading_only(closed):
    with Project.open(closed, site=SITE, read_only=True) as project:
        assert project.read_only
        assert project.read.stats().articles == 3
        with pytest.raises(ReadOnlyProject):
            project.undo(who=project.owner.id)
        with pytest.raises(ReadOnlyProject):
            with_articles(project, project.owner)
        with pytest.raises(ReadOnlyProject):
            project.add_worktime("a", "b", 1)
        project.rest()
        sound(project)


READ_ONLY_PLACE = """
import sys
from pathlib import Path
from annotator.store.project import Project
from annotator.store.check import problems
from annotator.core.errors import AnnotatorError, ReadOnlyProject, PathTrouble
path = Path(sys.argv[1])
project = Project.open(path, site="aaaaaaaa")
assert project.read_only
assert project.read.stats().articles == int(sys.argv[2]), project.read.stats()
try:
    project.undo(who=project.owner.id)
except ReadOnlyProject as error:
    print(error)
assert list(problems(project)) == []
with project.snapshot() as reader:
    assert reader.article_count() == int(sys.argv[2])
try:
    Project.create(path.with_name("new.annotator"), codebook=project.codebook, annotator="x", site="aaaaaaaa")
except PathTrouble as error:
    print(error)
try:
    project.backup(path.with_name("copy.annotator"))
except PathTrouble as error:
    print(error)
project.close()
print("read it")
"""


def in_read_only_place(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    """Runs Python where `folder` is mounted read-only; skips where that is not permitted."""
    mount = f"mount --bind '{folder}' '{folder}' && mount -o remount,ro,bind '{folder}'"
    if sys.platform != "linux" or subprocess.run(["unshare", "-m", "sh", "-c", mount], capture_output=True).returncode:
        pytest.skip("a read-only mount is not permitted here")
    command = f'{mount} && exec "$0" "$@"'
    return subprocess.run(
        ["unshare", "-m", "sh", "-c", command, sys.executable, *arguments], capture_output=True, text=True, timeout=60
    )


def test_a_read_only_place_is_opened_for_reading(closed):
    done = in_read_only_place(closed.parent, "-c", READ_ONLY_PLACE, str(closed), "3")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert "may not be written" in lines[0]
    assert "Read-only file system" in lines[1]
    assert "Read-only file system" in lines[2]
    assert lines[-1] == "read it"
    assert list(on_disk(closed.parent)) == [closed.name]


def test_a_log_in_a_read_only_place_is_read(closed):
    """Copied with its log from a program that still had it open."""
    folder = closed.parent / "medium"
    folder.mkdir()
    with Project.open(closed, site=SITE) as project:
        with_articles(project, project.owner)
        for ending in ("", "-wal", "-shm"):
            shutil.copy(f"{closed}{ending}", folder / f"{closed.name}{ending}")
    done = in_read_only_place(folder, "-c", READ_ONLY_PLACE, str(folder / closed.name), "4")
    assert done.returncode == 0, done.stderr
    # Without its index the log cannot be read there: showing what the file held before would be a lie.
    (folder / f"{closed.name}-shm").unlink()
    done = in_read_only_place(folder, "-c", READ_ONLY_PLACE, str(folder / closed.name), "3")
    assert "PathTrouble" in done.stderr
    assert "Copy both files" in done.stderr


def test_a_file_without_write_permission_is_opened_for_reading(closed):
    if os.geteuid() == 0:
        pytest.skip("root may write everything; the read-only mount tests it")
    closed.chmod(0o444)
    with Project.open(closed, site=SITE) as project:
        assert project.read_only
        assert project.read.stats().articles == 3


# --- the file goes away ------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["deleted", "moved", "replaced"])
def test_nothing_is_written_to_a_file_that_went_away(closed, how):
    project = Project.open(closed, site=SITE)
    me = project.owner
    article = project.read.article_by_n(1)
    if how == "deleted":
        closed.unlink()
    elif how == "moved":
        closed.rename(closed.with_name("moved.annotator"))
    else:
        other = closed.with_name("other.annotator")
        Project.create(other, codebook=NEWS, annotator="Bo", site=SITE).close()
        closed.unlink()
        other.rename(closed)
    before = on_disk(closed.parent)
    with pytest.raises(ProjectGone, match="nothing was written"):
        tag(project, article, "ferries", who=me)
    with pytest.raises(ProjectGone):
        project.undo(who=me.id)
    with pytest.raises(ProjectGone):
        with_articles(project, me, 1)
    with pytest.raises(ProjectGone):
        project.add_annotator("Cy")
    assert on_disk(closed.parent) == before
    copy = project.backup(closed.with_name("saved.annotator"))
    project.close()
    with Project.open(copy, site=SITE) as saved:
        assert saved.read.stats().articles == 3
        sound(saved)
    if how == "replaced":
        with Project.open(closed, site=SITE) as other:
            assert other.owner.name == "Bo"
            sound(other)


def test_a_file_put_back_takes_changes_again(closed):
    with Project.open(closed, site=SITE) as project:
        away = closed.rename(closed.with_name("away.annotator"))
        with pytest.raises(ProjectGone):
            project.undo(who=project.owner.id)
        away.rename(closed)
        project.undo(who=project.owner.id)
    with Project.open(closed, site=SITE) as project:
        assert dump(project)["span"] == []
