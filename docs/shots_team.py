"""Further pictures for `docs.shots`: history, work handed out, a file merged, what that leaves to settle."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from annotator.core import edit
from annotator.core.model import new_id
from annotator.gui.dialogs.hand_out import HandOut
from annotator.gui.dialogs.history import HistoryDialog
from annotator.gui.dialogs.merge_dialog import MergeDialog
from annotator.gui.dialogs.settle import Settle
from annotator.store.project import Project

if TYPE_CHECKING:
    from docs.shots import Studio

COLLEAGUE, HERE, THERE = "Bo Lind", "aaaaaaaa", "bbbbbbbb"


def team(studio: Studio, end: str) -> None:
    """All that a supervisor does with others' work, in a project of its own."""
    window, session = studio.window, studio.window.session
    before = session.project.path if session.project is not None else studio.project
    session.close_project()
    project, files = _returned(studio.folder / f"team{end}", studio.project)
    session.open_project(project)
    studio.with_dialog(f"history{end}", HistoryDialog(window.commands.hands.histories, window))
    dialog = HandOut(session, window)
    dialog.form.people.setPlainText("Bo Lind\nCleo Ambrose\nDara Nwosu")
    dialog.form.double.setValue(50)
    dialog.form.by.show_key("outlet")
    studio.with_dialog(f"hand-out{end}", dialog, 1.5)
    merging = MergeDialog(session, files, window)
    merging.show()
    studio.settle(3.0)
    studio.take(f"merge{end}", merging)
    merging.primary.click()
    studio.settle(3.0)
    studio.take(f"returns{end}", merging)
    merging.reject()
    studio.with_dialog(f"settle{end}", Settle(window.commands.hands.merging, window))
    session.open_project(before)


def _returned(folder: Path, source: Path) -> tuple[Path, list[Path]]:
    """A project, and what came back: one file with work in it, one that brings nothing, one that is none."""
    folder.mkdir()
    mine = Path(shutil.copy(source, folder / "Water tariffs 2031.annotator"))
    with Project.open(mine, site=HERE) as project:
        project.add_annotator(COLLEAGUE)
    theirs, same = (folder / f"Water tariffs 2031-{name}.annotator" for name in ("Bo-Lind", "Cleo-Ambrose"))
    for file in (theirs, same):
        shutil.copy(mine, file)
    _work(theirs)
    _note(theirs, "As she calls herself", site=THERE)
    _note(mine, "As in the registry", site=HERE)
    letter = folder / "notes.annotator"
    letter.write_text("Dear Mira, here is what I have so far.", encoding="utf-8")
    return mine, [theirs, same, letter]


def _work(path: Path) -> None:
    """Some of the analyst's spans, as a colleague has made them."""
    with Project.open(path, site=THERE) as project:
        owner, colleague = project.owner, project.read.annotator_named(COLLEAGUE)
        assert owner is not None
        assert colleague is not None
        for place in (1, 2, 3):
            article = project.read.article_by_n(place)
            for span in project.read.spans(article.id, owner.id)[:4]:
                copy = msgspec.structs.replace(span, id=new_id(), annotator=colleague.id, actor=None)
                title = f"Tag {copy.label} “{copy.words[:30]}”"
                project.apply(edit.add_record(copy, title=title, article=article.id), who=colleague.id)


def _note(path: Path, words: str, *, site: str) -> None:
    with Project.open(path, site=site) as project:
        owner, article = project.owner, project.read.article_by_n(1)
        assert owner is not None
        span = project.read.spans(article.id, owner.id)[0]
        project.apply(edit.describe(span, codebook=project.codebook, note=words), who=owner.id)
