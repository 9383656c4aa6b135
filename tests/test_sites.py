"""One site an installation on one machine; copies of settings and of projects get another."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from annotator import settings, sites
from annotator.__main__ import main
from annotator.core import edit
from annotator.core.errors import NothingToUndo
from annotator.store import homes
from annotator.store.project import Project
from tests.builders import NEWS, make_article
from tests.store.support import bring, tag


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """`at("m2")`: we sit at another machine from now on."""

    def sit(name: str) -> None:
        monkeypatch.setattr(sites, "_machine_id", lambda: name)
        sites.machine.cache_clear()

    yield sit
    sites.machine.cache_clear()


def made(path: Path) -> Path:
    """A project whose article has one tag."""
    with Project.create(path, codebook=NEWS, annotator="Ann") as project:
        me = project.owner
        assert me is not None
        article = make_article()
        bring(project, me, [article])
    return path


def work(path: Path, words: str = "") -> str:
    """Opens it as everybody does, tags some words if told, and gives the site."""
    with Project.open(path) as project:
        me = project.owner
        assert me is not None
        if words:
            tag(project, project.read.article_by_n(1), words, who=me)
        return project.site


# --- installations -----------------------------------------------------------------------------------


def test_the_site_is_drawn_once(tmp_path: Path) -> None:
    first = sites.installation(tmp_path)
    assert len(first) == 8
    assert int(first, 16) >= 0
    assert sites.installation(tmp_path) == first
    assert sites.installation(tmp_path / "other") != first


def test_the_site_is_steady_where_nothing_may_be_written(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert sites.installation(blocked / "x") == sites.installation(blocked / "x")
    assert sites.site_of("p", tmp_path / "a", holds=Path.exists, folder=blocked / "x") == sites.installation(
        blocked / "x"
    )


def test_a_home_folder_copied_to_another_machine_draws_its_own(tmp_path: Path, at: Callable[[str], None]) -> None:
    at("one")
    first = sites.installation(tmp_path / "home")
    shutil.copytree(tmp_path / "home", tmp_path / "copied")
    at("two")
    second = sites.installation(tmp_path / "copied")
    assert second != first
    assert sites.installation(tmp_path / "home") not in (first, second), "one folder for two machines: one each"
    at("one")
    assert sites.installation(tmp_path / "home") == first
    assert sites.installation(tmp_path / "copied") == first


def test_a_machine_without_an_id_has_a_site_too(tmp_path: Path, at: Callable[[str], None]) -> None:
    at(" \n")
    assert sites.machine() == ""
    assert sites.installation(tmp_path) == sites.installation(tmp_path)


def test_this_machine_is_told_from_others(at: Callable[[str], None]) -> None:
    sites.machine.cache_clear()
    assert sites.machine() in ("", f"{int(sites.machine() or '0', 16):08x}")
    at("ünïcode\n")
    assert len(sites.machine()) == 8


# --- projects ----------------------------------------------------------------------------------------


def test_a_project_keeps_its_site_and_so_does_a_moved_one(tmp_path: Path) -> None:
    path = made(tmp_path / "a.annotator")
    first = work(path)
    assert first == work(path) == sites.installation()
    moved = path.rename(tmp_path / "b.annotator")
    assert work(moved) == first
    with Project.open(moved) as project:
        assert project.undo(who=project.owner.id).title == "Import 1 articles"


def test_a_copy_beside_its_original_has_a_site_of_its_own(tmp_path: Path) -> None:
    path = made(tmp_path / "a.annotator")
    first = work(path, "Ilse Brandt")
    copy = Path(shutil.copy(path, tmp_path / "copy.annotator"))
    second = work(copy)
    assert second != first
    assert (work(path), work(copy)) == (first, second), "each keeps its own"
    with Project.open(copy) as project:
        assert project.made_here(), "its owner still sits here"
        with pytest.raises(NothingToUndo):
            project.undo(who=project.owner.id)  # what the original did is history in the copy
    third = work(Path(shutil.copy(copy, tmp_path / "third.annotator")))
    assert len({first, second, third}) == 3
    copy.unlink()
    assert work(Path(shutil.copy(path, tmp_path / "fourth.annotator"))) not in (first, second, third)


def test_two_copies_never_give_two_changes_one_stamp(tmp_path: Path) -> None:
    path = made(tmp_path / "a.annotator")
    work(path, "Ilse Brandt")
    copy = Path(shutil.copy(path, tmp_path / "copy.annotator"))
    stamps = []
    for one, note in ((path, "here"), (copy, "there")):
        with Project.open(one) as project:
            span = project.read.spans(project.read.article_by_n(1).id)[0]
            project.apply(edit.describe(span, codebook=NEWS, note=note), who=project.owner.id)
        with closing(sqlite3.connect(one)) as connection:
            stamps.append(connection.execute("SELECT rev, site FROM span").fetchone())
    assert stamps[0][0] == stamps[1][0]
    assert stamps[0][1] != stamps[1][1]


def test_one_file_under_two_names_is_one(tmp_path: Path) -> None:
    path = made(tmp_path / "a.annotator")
    first = work(path)
    link = tmp_path / "link.annotator"
    link.symlink_to(path)
    assert work(link) == first


def test_what_lies_in_the_old_place_now_is_looked_at(tmp_path: Path) -> None:
    path = made(tmp_path / "a.annotator")
    first = work(path)
    moved = path.rename(tmp_path / "b.annotator")
    made(path)  # another project under the old name
    assert work(moved) == first
    damaged = moved.rename(tmp_path / "c.annotator")
    moved.write_bytes(b"SQLite format 3\0" + b"\xa5" * 9_000)  # who knows what that was
    assert work(damaged) != first


def test_a_file_that_no_project_can_be_tells_no_project(tmp_path: Path) -> None:
    path = made(tmp_path / "a.annotator")
    with Project.open(path) as project:
        known = project.id
    assert homes.project_in(path) == known
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE VIEW v AS SELECT * FROM project")
        connection.commit()
    letter = tmp_path / "letter.annotator"
    letter.write_text("no database")
    for other in (path, letter, tmp_path, tmp_path / "gone"):
        assert homes.project_in(other) is None


def test_reading_remembers_nothing(tmp_path: Path) -> None:
    path = made(tmp_path / "a.annotator")
    with Project.open(path, read_only=True) as project:
        assert project.site == sites.installation()
    assert settings.load().settings.homes == {}


def test_the_command_line_works_in_a_copy_as_its_own_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = made(tmp_path / "a.annotator")
    work(path)
    assert main(["backup", str(path), str(tmp_path / "copy.annotator")]) == 0
    assert main(["undo", str(tmp_path / "copy.annotator"), "--as", "Ann"]) == 1
    assert "Nothing to undo" in capsys.readouterr().err
    assert main(["undo", str(path), "--as", "Ann"]) == 0


def test_places_are_not_remembered_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sites, "MOST", 3)
    for number in range(5):
        sites.site_of(f"p{number}", tmp_path / f"{number}", holds=Path.exists)
    assert len(settings.load().settings.homes) == 3
    assert any(key.endswith("/p4") for key in settings.load().settings.homes)
