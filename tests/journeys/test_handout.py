"""Monday morning of a supervisor: who labels what, planned and looked at, handed out, and a file made for each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog

from annotator import settings
from annotator.__main__ import main
from annotator.store.project import Project
from annotator.work import assign, packets
from annotator.work.assign import AssignOptions
from annotator.work.packets import PacketOptions
from tests.journeys.conftest import ME, Make, Sit
from tests.journeys.desk import Desk, words_of
from tests.journeys.dialogs import is_open

TEXTS = [f"Ferry news {number}\n\nMayor Ilse Brandt spoke of pier {number}." for number in range(10)]
PEOPLE = ["Bo Lind", "Cleo Ünal", "<b>Dara</b>"]


@pytest.fixture
def path(make: Make) -> Path:
    """A project of ten articles that nobody has been given."""
    return make("study", *TEXTS)


def planned(desk: Desk, dialog: Any) -> None:
    """Waits until the plan is as the form says."""
    dialog._later.stop()
    dialog._replan()
    desk.until(lambda: dialog._planning is None)


def press(desk: Desk, dialog: Any) -> None:
    """Presses the button and waits until all is done."""
    assert dialog.primary.isEnabled()
    dialog.primary.click()
    desk.until(lambda: not is_open(dialog) or dialog._job is None)


def test_work_is_planned_handed_out_and_taken_back(sit: Sit, path: Path, check: Callable[[Path], None]) -> None:
    def answer(dialog: Any) -> None:
        desk.until(lambda: dialog._planning is None)
        assert not dialog.primary.isEnabled()
        assert "Name the people" in dialog.note.text()
        dialog.form.people.setPlainText("\n".join([*PEOPLE, "", PEOPLE[0]]))
        dialog.form.double.setValue(20)
        planned(desk, dialog)
        shown = dialog.table.texts()
        assert [row[0] for row in shown] == PEOPLE
        assert sum(int(row[1]) for row in shown) == 12, "ten articles, two of them twice"
        assert "10 articles, 2 of them labelled twice, seed 0" in dialog.totals.text()
        assert desk.rows("SELECT count(*) FROM progress WHERE assigned=1") == [(0,)], "nothing is handed out yet"
        press(desk, dialog)
        desk.until(lambda: dialog.pages.currentIndex() == 1)
        assert "Handed out 10 articles to 3 people" in words_of(dialog.files)

    desk: Desk

    def day(one: Desk) -> None:
        nonlocal desk
        desk = one
        desk.dialog(lambda: desk.menu("hand_out"), answer)
        assert desk.rows("SELECT count(*) FROM progress WHERE assigned=1") == [(12,)]
        names = [row[0] for row in desk.rows("SELECT name FROM annotator ORDER BY n")]
        assert names == [ME, *PEOPLE]
        assert "Assign 10 articles" in desk.action("undo")
        desk.press("Ctrl+Z")
        assert desk.rows("SELECT count(*) FROM progress WHERE assigned=1") == [(0,)]

    sit(path, day=day)
    check(path)


def test_a_file_is_made_for_each_and_can_be_opened(
    sit: Sit, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "for all"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))

    def answer(dialog: Any) -> None:
        dialog.form.people.setPlainText("\n".join(PEOPLE))
        planned(desk, dialog)
        press(desk, dialog)
        desk.until(lambda: dialog.pages.currentIndex() == 1 and dialog._job is None)
        dialog.files.choose.click()
        assert dialog.primary.text() == "Make 3 files"
        dialog.primary.click()
        desk.until(lambda: "Made 3 files" in words_of(dialog.files))
        assert not dialog.primary.isEnabled()

    desk: Desk

    def day(one: Desk) -> None:
        nonlocal desk
        desk = one
        desk.dialog(lambda: desk.menu("hand_out"), answer)

    sit(path, day=day)
    files = sorted(folder.iterdir())
    assert len(files) == 3
    counts = []
    for file in files:
        with Project.open(file) as packet:
            assert packet.id
            counts.append(packet.read.article_count())
    assert sum(counts) == 10


def test_a_file_that_is_there_is_not_overwritten(
    sit: Sit, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "there"
    folder.mkdir()
    heard: list[str] = []

    def answer(dialog: Any) -> None:
        dialog.form.people.setPlainText("Bo Lind")
        planned(desk, dialog)
        press(desk, dialog)
        desk.until(lambda: dialog.pages.currentIndex() == 1 and dialog._job is None)
        dialog.files.folder = folder
        wanted = dialog.files._file(dialog.files._people[0])
        wanted.write_text("mine")
        desk.watcher.expect(lambda notice: heard.append(words_of(notice)))
        dialog.primary.click()
        desk.until(lambda: heard)
        assert "exist" in heard[0] or "there" in heard[0]
        assert wanted.read_text() == "mine"
        desk.until(lambda: dialog._job is None)
        assert dialog.files.count() == 1

    desk: Desk

    def day(one: Desk) -> None:
        nonlocal desk
        desk = one
        desk.dialog(lambda: desk.menu("hand_out"), answer)

    sit(path, day=day)


def test_what_cannot_be_handed_out_is_said(sit: Sit, path: Path) -> None:
    def answer(dialog: Any) -> None:
        dialog.form.people.setPlainText("Bo Lind")
        dialog.form.double.setValue(50)
        planned(desk, dialog)
        assert "there must be two people" in dialog.note.text()
        assert not dialog.primary.isEnabled()
        dialog.form.double.setValue(0)
        dialog.form.training.setValue(3)
        planned(desk, dialog)
        assert "have gold" in dialog.note.text()
        dialog.form.training.setValue(0)
        dialog.form.query.setText("no such article")
        planned(desk, dialog)
        assert dialog.note.text()
        assert not dialog.primary.isEnabled()
        dialog.form.query.setText("news 3")
        planned(desk, dialog)
        assert dialog.table.texts()[0][1] == "1"

    desk: Desk

    def day(one: Desk) -> None:
        nonlocal desk
        desk = one
        desk.dialog(lambda: desk.menu("hand_out"), answer)
        assert desk.rows("SELECT count(*) FROM progress WHERE assigned=1") == [(0,)]

    sit(path, day=day)


def test_what_somebody_leaves_goes_to_others(sit: Sit, path: Path) -> None:
    def first(dialog: Any) -> None:
        dialog.form.people.setPlainText("Bo Lind")
        planned(desk, dialog)
        press(desk, dialog)
        desk.until(lambda: dialog.pages.currentIndex() == 1)

    def then(dialog: Any) -> None:
        assert dialog.form.people.toPlainText() == "Bo Lind", "who has work already"
        dialog.form.people.setPlainText("Cleo Ünal")
        dialog.form.leaving.show_key("Bo Lind")
        planned(desk, dialog)
        assert dialog.table.texts()[0][:2] == ("Cleo Ünal", "10")
        press(desk, dialog)
        desk.until(lambda: dialog.pages.currentIndex() == 1)

    desk: Desk

    def day(one: Desk) -> None:
        nonlocal desk
        desk = one
        desk.dialog(lambda: desk.menu("hand_out"), first)
        desk.dialog(lambda: desk.menu("hand_out"), then)
        query = "SELECT name FROM progress JOIN annotator ON annotator.n=annotator WHERE assigned=1"
        assert set(desk.rows(query)) == {("Cleo Ünal",)}

    sit(path, day=day)


def give(path: Path, query: str) -> None:
    """The supervisor gives Bo the articles that a filter finds."""
    with Project.open(path) as project:
        plan = assign.plan(project, AssignOptions(people=("Bo Lind",), query=query))
        assert project.owner is not None
        for _ in assign.run(project, plan, who=project.owner.id):
            pass


def test_a_coder_takes_the_supervisors_update_in_and_keeps_what_is_their_own(
    sit: Sit, path: Path, tmp_path: Path, check: Callable[[Path], None]
) -> None:
    packet = tmp_path / "study-Bo.annotator"
    give(path, "news 3")
    with Project.open(path) as project:
        bo = project.read.annotator_named("Bo Lind")
        assert bo is not None
        for _ in packets.run(project, packet, bo.id, PacketOptions(blind=True)):
            pass
    late = tmp_path / "late.txt"
    late.write_text("Late news\n\nThe pier was closed.", encoding="utf-8")
    assert main(["import", str(path), str(late), "--as", ME]) == 0
    give(path, "Late")
    settings.update(annotator="Bo Lind")

    def answer(dialog: Any) -> None:
        desk.until(lambda: dialog._job is None and dialog.files.files[0].standing != "waiting")
        assert dialog.files.files[0].plan.articles_new
        dialog.primary.click()
        desk.until(lambda: dialog.pages.currentWidget() is dialog.outcome)

    desk: Desk

    def day(one: Desk) -> None:
        nonlocal desk
        desk = one
        assert desk.session.me.name == "Bo Lind"
        assert desk.titles() == ["Ferry news 3"]
        desk.tag("Ilse Brandt", "A")
        desk.dialog(lambda: desk.drop(path), answer)
        assert "Late news" in desk.titles()
        assert desk.stored() == [("ACTOR", "Ilse Brandt")]
        assert desk.session.me.name == "Bo Lind"

    sit(packet, day=day)
    check(packet)
