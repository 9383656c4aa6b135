"""A project on disk with a session on it, for tests of the views."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from annotator.core.model import Article, Progress, State
from annotator.gui.session import Session
from annotator.store.bulk import Bulk
from annotator.store.project import Project
from tests.builders import NEWS, make_article

TITLES = (
    "Ferry fares rise",
    "Bridge toll vote delayed",
    "وزارة المياه تعلن خطة",
    "<b>Markup</b> & more",
    "Kelp harvest doubles",
)
STATES: tuple[State, ...] = ("doing", "todo", "todo", "skipped", "done")


def articles(count: int = 0) -> list[Article]:
    """The five of TITLES, or so many numbered ones."""
    names = [f"Title {number:06}" for number in range(count)] if count else TITLES
    return [
        make_article(
            f"{name}\n\nMayor Ilse Brandt spoke on Tuesday. “We will not cut a line,” she said. It costs $61 a year.",
            title=name,
            outlet=f"Outlet {place % 3}",
            author="Lena Hoogstraten",
            published=f"2031-03-{14 - place % 10:02}",
        )
        for place, name in enumerate(names)
    ]


def make_project(path: Path, made: Sequence[Article] | None = None, *, states: Sequence[State] = STATES) -> Path:
    """A project of these articles, whose first ones are in these states."""
    made = articles() if made is None else made
    with Project.create(path, codebook=NEWS, annotator="Mira Okafor") as project:
        me = project.owner
        assert me is not None
        with Bulk(project, act="import", title="Import", who=me.id) as bulk:
            for start in range(0, len(made), 500):
                bulk.add(articles=made[start : start + 500])
            progress = [
                Progress(article=one.id, annotator=me.id, state=state)
                for one, state in zip(made, states, strict=False)
                if state != "todo"
            ]
            bulk.add(progress=progress)
            bulk.finish({})
    return path


@contextmanager
def sitting(path: Path) -> Iterator[Session]:
    """A session with the project open, closed at the end."""
    session = Session()
    session.open_project(path)
    try:
        yield session
    finally:
        dialog = vars(session).pop("kept", None)
        if dialog is not None:
            dialog.close()
        session.close_project()


class View:
    """Stands for the article view: a selection and a caret, in code points."""

    def __init__(self) -> None:
        self.selection: list[tuple[int, int]] = []
        self.at = 0
        self.went: list[int] = []

    def selected(self) -> list[tuple[int, int]]:
        return self.selection

    def caret(self) -> int:
        return self.at

    def top(self) -> int:
        return 0

    def go(self, position: int, *, end: int | None = None, flash: bool = False) -> None:
        self.went.append(position)
        self.at = position

    def restore(self, caret: int, top: int) -> None:
        self.at = caret


def tag(session: Session, words: str, label: str) -> str:
    """Tags words of the open article by the session's own way; the new span's id."""
    view = session.view
    assert session.article is not None
    assert isinstance(view, View)
    start = session.article.text.index(words)
    view.selection = [(start, start + len(words))]
    session.tag(label)
    view.selection = []
    assert session.active is not None
    return session.active


def keep(session: Session, dialog: QDialog, qtbot: QtBot) -> None:
    """Closes a dialog after the test and lets it live until then: qtbot alone would not hold it."""
    vars(session)["kept"] = dialog
    qtbot.addWidget(dialog)
