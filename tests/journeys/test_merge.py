"""Colleagues' files come back: looked at, merged as one step each, refused in words; what both changed is settled."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtWidgets import QFileDialog

from annotator.core import codebook as codebooks
from annotator.core import correction, edit
from annotator.core.edit import Edit
from annotator.core.model import CodebookVersion, new_id
from annotator.store.project import Project
from tests.journeys.conftest import ME, Make, Sit
from tests.journeys.desk import Desk, words_of
from tests.journeys.pages import PLAIN

BO = "Bo <b>Lind</b>"


@pytest.fixture
def path(make: Make) -> Path:
    """The supervisor's project, of two articles; Bo is known in it."""
    made = make("study", PLAIN, "Überraschung 👩‍🚀\n\nNiemand sprach.")
    with Project.open(made) as project:
        project.add_annotator(BO)
    return made


def tag(project: Project, words: str, *, who: str, label: str = "ACTOR") -> None:
    """Somebody tags words of the first article."""
    article, found = project.read.article_by_n(1), project.read.annotator_named(who)
    assert found is not None
    start = article.text.index(words)
    made = edit.tag(
        article,
        [(start, start + len(words))],
        label=label,
        annotator=found.id,
        codebook=project.codebook,
        version=project.codebook_id,
        trimmed=False,
    )
    project.apply(made, who=found.id)


def returned(path: Path, name: str, work: Callable[[Project], object], site: str = "bbbbbbbb") -> Path:
    """A copy of the project in which somebody worked on another computer."""
    copy = path.with_name(f"{name}.annotator")
    shutil.copy(path, copy)
    with Project.open(copy, site=site) as project:
        work(project)
    return copy


def look(desk: Desk, dialog: Any) -> None:
    """Waits until every file was looked at."""
    desk.until(lambda: dialog._job is None and all(one.standing != "waiting" for one in dialog.files.files))


def merge(desk: Desk, dialog: Any) -> None:
    """Presses the button and waits for the report."""
    look(desk, dialog)
    assert dialog.primary.isEnabled()
    dialog.primary.click()
    desk.until(lambda: dialog.pages.currentWidget() is dialog.outcome)


def choosing(monkeypatch: pytest.MonkeyPatch, *files: Path) -> None:
    """The dialog of the system answers with these files."""
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(file) for file in files], ""))


def test_a_return_is_looked_at_then_merged_as_one_step(
    sit: Sit, path: Path, monkeypatch: pytest.MonkeyPatch, check: Callable[[Path], None]
) -> None:
    def work(project: Project) -> None:
        tag(project, "Ilse Brandt", who=BO)
        tag(project, "Norrholm Lines", who=BO)

    copy = returned(path, "study - Bo", work)
    choosing(monkeypatch, copy)

    def answer(dialog: Any) -> None:
        look(desk, dialog)
        assert dialog.plan.table.texts()[0][1:3] == (BO, "2")
        assert "2 new" in dialog.plan.facts.text()
        assert desk.rows("SELECT count(*) FROM span") == [(0,)], "nothing is taken yet"
        merge(desk, dialog)
        assert dialog.outcome.title.text() == "Merged 1 file"
        assert "2 new" in words_of(dialog.outcome)
        dialog.primary.click()

    desk: Desk

    def day(one: Desk) -> None:
        nonlocal desk
        desk = one
        desk.dialog(lambda: desk.press("Ctrl+Shift+I"), answer)
        assert desk.said == "Merged 1 file"
        assert sorted(desk.rows("SELECT words FROM span")) == [("Ilse Brandt",), ("Norrholm Lines",)]
        assert "Merge “study - Bo.annotator”" in desk.action("undo")
        desk.press("Ctrl+Z")
        assert desk.rows("SELECT count(*) FROM span") == [(0,)]

    sit(path, day=day)
    check(path)


def test_the_history_tells_what_a_merge_did_and_whose_steps_came_with_it(
    sit: Sit, path: Path, monkeypatch: pytest.MonkeyPatch, check: Callable[[Path], None]
) -> None:
    with Project.open(path) as project:
        tag(project, "Ilse Brandt", who=ME)

    def work(project: Project) -> None:
        span = project.read.spans(project.read.article_by_n(1).id)[0]
        tag(project, "Norrholm Lines", who=BO)
        assert project.owner is not None
        project.apply(edit.describe(span, codebook=project.codebook, note="the mayor"), who=project.owner.id)

    choosing(monkeypatch, returned(path, "study - Bo", work))

    def past(dialog: Any) -> None:
        titles = [dialog.model.data(dialog.model.index(row, 0)) for row in range(dialog.model.rowCount())]
        assert titles[0] == "Merge “study - Bo.annotator”"
        assert "nothing → \u2068the mayor\u2069" in words_of(dialog.step).replace("\u2068nothing\u2069", "nothing")
        assert dialog.back.isEnabled()
        theirs = titles.index("Tag ACTOR “Norrholm Lines”")
        dialog.view.show_row(theirs)
        dialog._show()
        assert BO in words_of(dialog.step)
        assert "Made in another copy of this project" in words_of(dialog.step)
        assert not dialog.back.isEnabled()
        dialog.narrow.click()
        assert dialog.model.rowCount() == 2, "their step, and the merge that brought it"
        dialog.all.click()
        dialog.view.show_row(0)
        dialog._show()
        dialog.back.click()
        assert "Taken back" in dialog.told.text()

    desk: Desk

    def day(one: Desk) -> None:
        nonlocal desk
        desk = one
        desk.dialog(lambda: desk.menu("merge"), lambda dialog: merge(desk, dialog))
        desk.dialog(lambda: desk.menu("history"), past)
        assert desk.rows("SELECT words, note FROM span") == [("Ilse Brandt", "")]

    sit(path, day=day)
    check(path)


def spoiled(path: Path) -> dict[str, Path]:
    """Files that are refused, each for its own reason."""
    made = {}
    made["newer"] = returned(path, "newer", lambda _: None)
    with closing(sqlite3.connect(made["newer"])) as connection:
        connection.execute("PRAGMA user_version=99")
        connection.commit()
    made["is not as in every project"] = returned(path, "trigger", lambda _: None)
    with closing(sqlite3.connect(made["is not as in every project"])) as connection:
        connection.execute("CREATE TRIGGER t AFTER INSERT ON span BEGIN DELETE FROM article; END")
        connection.commit()
    made["damaged"] = returned(path, "torn", lambda _: None)
    made["damaged"].write_bytes(made["damaged"].read_bytes()[:9_000])
    made["no SQLite file"] = path.with_name("letter.annotator")
    made["no SQLite file"].write_text("Dear diary", encoding="utf-8")
    made["no such file"] = path.with_name("gone.annotator")
    return made


def test_bad_files_are_refused_in_words_and_the_good_one_is_merged(
    sit: Sit, path: Path, make: Make, monkeypatch: pytest.MonkeyPatch, check: Callable[[Path], None]
) -> None:
    good = returned(path, "good", lambda project: tag(project, "Ilse Brandt", who=BO))
    bad = spoiled(path) | {"another project": make("other", PLAIN)}
    before = {file: file.read_bytes() for file in (good, *bad.values()) if file.exists()}
    choosing(monkeypatch, *bad.values(), good)

    def answer(dialog: Any) -> None:
        look(desk, dialog)
        for row, (reason, _) in enumerate(bad.items()):
            dialog.view.show_row(row)
            dialog._show()
            assert dialog.files.files[row].standing == "refused", reason
            assert reason in words_of(dialog.plan), words_of(dialog.plan)
        assert dialog.primary.text().strip() == "Merge 1 file"
        merge(desk, dialog)
        assert all(reason in words_of(dialog.outcome) for reason in bad)

    desk: Desk

    def day(one: Desk) -> None:
        nonlocal desk
        desk = one
        desk.dialog(lambda: desk.menu("merge"), answer)
        assert desk.rows("SELECT words FROM span") == [("Ilse Brandt",)]

    sit(path, day=day)
    assert {file: file.read_bytes() for file in before} == before, "what came in is left as it was"
    check(path)


@pytest.mark.parametrize(("answer", "people"), [(1, 3), (2, 4)], ids=["one person", "two people"])
def test_the_same_name_under_another_id_is_asked_first(
    sit: Sit, path: Path, monkeypatch: pytest.MonkeyPatch, answer: int, people: int
) -> None:
    with Project.open(path) as project:
        project.add_annotator("Cleo")

    def work(project: Project) -> None:
        project.connection.execute("UPDATE annotator SET id=? WHERE name='Cleo'", (new_id(),))
        tag(project, "Ilse Brandt", who="Cleo")

    choosing(monkeypatch, returned(path, "cleo", work))

    def ask(dialog: Any) -> None:
        look(desk, dialog)
        assert dialog.files.files[0].standing == "look"
        assert not dialog.primary.isEnabled()
        assert "Cleo" in words_of(dialog.plan)
        dialog.plan._names(answer)
        merge(desk, dialog)

    desk: Desk

    def day(one: Desk) -> None:
        nonlocal desk
        desk = one
        desk.dialog(lambda: desk.menu("merge"), ask)
        assert desk.rows("SELECT count(*) FROM annotator") == [(people,)]
        assert desk.rows("SELECT words FROM span") == [("Ilse Brandt",)]

    sit(path, day=day)


def test_two_codebooks_apart_are_asked_first(sit: Sit, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def rename(name: str) -> Callable[[Project], None]:
        def work(project: Project) -> None:
            book = project.codebook
            labels = (msgspec.structs.replace(book.labels[0], name=name), *book.labels[1:])
            fresh = msgspec.structs.replace(book, labels=labels)
            version = CodebookVersion(
                id=codebooks.identity(fresh), body=codebooks.canonical(fresh), parent=project.codebook_id, seq=2, by=ME
            )
            assert project.owner is not None
            project.apply(Edit(act="codebook", title="Rename", after={version.id: version}), who=project.owner.id)

        return work

    copy = returned(path, "theirs", rename("Speaker"))
    with Project.open(path) as project:
        rename("Person")(project)
    choosing(monkeypatch, copy)

    def ask(dialog: Any) -> None:
        look(desk, dialog)
        assert not dialog.primary.isEnabled()
        assert "Which one shall hold?" in words_of(dialog.plan)
        dialog.plan._codebook(2)
        merge(desk, dialog)

    desk: Desk

    def day(one: Desk) -> None:
        nonlocal desk
        desk = one
        desk.dialog(lambda: desk.menu("merge"), ask)
        assert desk.session.codebook is not None
        assert desk.session.codebook.labels[0].name == "Speaker"

    sit(path, day=day)


def test_a_dropped_copy_is_offered_for_merging_and_another_project_is_opened(sit: Sit, path: Path, make: Make) -> None:
    copy = returned(path, "copy", lambda project: tag(project, "Ilse Brandt", who=BO))
    other = make("other", PLAIN)

    def answer(dialog: Any) -> None:
        look(desk, dialog)
        assert [one.path for one in dialog.files.files] == [copy]
        dialog.reject()

    desk: Desk

    def day(one: Desk) -> None:
        nonlocal desk
        desk = one
        desk.drop(path)
        desk.settle()
        assert desk.path == path, "the open file itself stays open"
        desk.dialog(lambda: desk.drop(copy), answer)
        assert desk.path == path
        assert desk.rows("SELECT count(*) FROM span") == [(0,)], "only looked at"
        desk.drop(other)
        desk.until(lambda: desk.path == other)

    sit(path, day=day)


def test_a_file_left_out_is_not_taken_and_a_folder_brings_its_projects(sit: Sit, path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "returns"
    folder.mkdir()
    for name, words in (("a", "Ilse Brandt"), ("b", "Norrholm Lines")):
        copy = returned(path, name, lambda project, words=words: tag(project, words, who=BO), site=name * 8)
        shutil.move(copy, folder / copy.name)
    (folder / "notes.txt").write_text("not a project")

    def answer(dialog: Any) -> None:
        dialog.add([folder])
        look(desk, dialog)
        assert [one.path.name for one in dialog.files.files] == ["a.annotator", "b.annotator"]
        dialog.view.show_row(0)
        dialog._show()
        dialog.plan.leave.click()
        merge(desk, dialog)
        assert "left out" in words_of(dialog.outcome)

    desk: Desk

    def day(one: Desk) -> None:
        nonlocal desk
        desk = one
        desk.dialog(lambda: desk.window.commands.hands.merging.merge_files([]), answer)
        assert desk.rows("SELECT words FROM span") == [("Norrholm Lines",)]

    sit(path, day=day)


def test_closing_in_the_middle_changes_nothing(sit: Sit, path: Path) -> None:
    copy = returned(path, "copy", lambda project: tag(project, "Ilse Brandt", who=BO))

    def day(desk: Desk) -> None:
        desk.dialog(lambda: desk.window.commands.hands.merging.merge_files([copy]), lambda dialog: dialog.reject())
        assert desk.rows("SELECT count(*) FROM span") == [(0,)]
        assert desk.rows("SELECT count(*) FROM journal WHERE act='merge'") == [(0,)]

    sit(path, day=day)


def test_read_only_merges_nothing(sit: Sit, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = returned(path, "copy", lambda project: tag(project, "Ilse Brandt", who=BO))
    path.chmod(0o444)
    monkeypatch.setattr("annotator.store.project.may_write", lambda _: False)

    def day(desk: Desk) -> None:
        assert not desk.window.commands.actions.by_id["merge"].isEnabled()
        desk.drop(copy)
        desk.until(lambda: "may not be written" in desk.said)

    sit(path, day=day)


# --- settling ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("side", [0, 1], ids=["ours", "theirs"])
def test_what_both_sides_changed_is_settled_in_context(
    sit: Sit, path: Path, monkeypatch: pytest.MonkeyPatch, side: int, check: Callable[[Path], None]
) -> None:
    with Project.open(path) as project:
        tag(project, "Ilse Brandt", who=ME)

    def note(words: str) -> Callable[[Project], None]:
        def work(project: Project) -> None:
            span = project.read.spans(project.read.article_by_n(1).id)[0]
            assert project.owner is not None
            project.apply(edit.describe(span, codebook=project.codebook, note=words), who=project.owner.id)

        return work

    copy = returned(path, "theirs", note("their <i>note</i>"), site="ffffffff")
    with Project.open(path) as project:
        note("our note")(project)
    choosing(monkeypatch, copy)

    def answer(dialog: Any) -> None:
        merge(desk, dialog)
        assert "1 changed on both sides" in words_of(dialog.outcome)
        assert dialog.outcome.settle.text().strip() == "Settle 1 record …"
        desk.watcher.expect(settle)
        dialog.outcome.settle.click()

    def settle(dialog: Any) -> None:
        assert dialog.list.count() == 1
        assert "<b>Ilse Brandt</b>" in dialog.context.text()
        assert "our note" in words_of(dialog.sides.mine)
        assert "their <i>note</i>" in words_of(dialog.sides.theirs)
        desk.press(str(side + 1))
        assert dialog.list.count() == 0
        assert "Nothing is left to settle" in dialog.about.text()

    desk: Desk

    def day(one: Desk) -> None:
        nonlocal desk
        desk = one
        desk.dialog(lambda: desk.menu("merge"), answer)
        desk.until(lambda: desk.watcher.answered)
        assert desk.rows("SELECT note FROM span") == [(("our note", "their <i>note</i>")[side],)]
        desk.menu("settle")
        assert desk.said == "Nothing is left to settle"

    sit(path, day=day)
    check(path)


@pytest.mark.parametrize("side", [0, 1], ids=["ours", "theirs"])
def test_a_text_corrected_on_both_sides_is_chosen_and_what_was_held_stands_again(
    sit: Sit, path: Path, monkeypatch: pytest.MonkeyPatch, side: int, check: Callable[[Path], None]
) -> None:
    with Project.open(path) as project:
        tag(project, "Norrholm Lines", who=ME)

    def corrected(words: str) -> Callable[[Project], None]:
        def work(project: Project) -> None:
            article = project.read.article_by_n(1)
            start = article.text.index("Ilse Brandt")
            splices = [(start, start + len("Ilse Brandt"), words)]
            spans, ties = project.read.spans(article.id), project.read.relations(article.id)
            made = correction.correct(article, splices, spans=spans, relations=ties).edit
            assert project.owner is not None
            project.apply(made, who=project.owner.id)

        return work

    def work(project: Project) -> None:
        corrected("Ilse Maria Brandt")(project)
        tag(project, "Ilse Maria Brandt", who=BO)

    copy = returned(path, "theirs", work, site="ffffffff")
    with Project.open(path) as project:
        corrected("Ilse-Marie Brandt")(project)
    choosing(monkeypatch, copy)

    def answer(dialog: Any) -> None:
        look(desk, dialog)
        assert "corrected on both sides" in words_of(dialog.plan)
        merge(desk, dialog)
        desk.watcher.expect(settle)
        dialog.outcome.settle.click()

    def settle(dialog: Any) -> None:
        assert "Both sides have corrected this text" in dialog.about.text()
        assert "Ilse-Marie Brandt" in words_of(dialog.sides.mine)
        assert "Ilse Maria Brandt" in words_of(dialog.sides.theirs)
        (dialog.sides.mine, dialog.sides.theirs)[side].keep.click()
        assert dialog.list.count() == 0

    desk: Desk

    def day(one: Desk) -> None:
        nonlocal desk
        desk = one
        desk.dialog(lambda: desk.menu("merge"), answer)
        desk.until(lambda: desk.watcher.answered)
        wanted = ("Ilse-Marie Brandt", "Ilse Maria Brandt")[side]
        assert wanted in desk.article
        words = {row[0] for row in desk.rows("SELECT words FROM span")}
        assert words == {"Norrholm Lines", wanted}

    sit(path, day=day)
    if side:
        check(path)
