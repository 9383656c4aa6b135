"""What stands around the article list: state buttons with counts and sorting, the foot, the empty page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from annotator.core.model import State
from annotator.gui.text import isolate
from annotator.gui.widgets import Bar, button, label, tool_button
from annotator.store.lists import Counts, Sort


class StateButtons(QWidget):
    """All, To do, Done with their counts, and a menu for the other states and the order."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: State | None = None
        self._group = QButtonGroup(self)
        self.all = self._button(None)
        self.todo = self._button("todo")
        self.done = self._button("done")
        self.more = tool_button("filter", self.tr("More filters and sorting"))
        self.menu = QMenu(self)
        self._sorts = self._sort_actions()
        self.descending = self._toggle(self.tr("Descending"))
        self.descending.triggered.connect(self.chosen)
        self.menu.addSeparator()
        self._states = {state: self._toggle(name) for state, name in self._other_states()}
        for action in self._states.values():
            action.triggered.connect(self._state_toggled)
        self.more.clicked.connect(self._open_menu)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        for widget in (self.all, self.todo, self.done):
            line.addWidget(widget)
        line.addStretch(1)
        line.addWidget(self.more)
        self.show_counts(None)

    def _button(self, state: State | None) -> QPushButton:
        made = button("", "quiet")
        made.setCheckable(True)
        made.setChecked(state is None)
        made.setProperty("state", state or "")
        self._group.addButton(made)
        made.clicked.connect(self._state_clicked)
        return made

    def _sort_actions(self) -> dict[str, QAction]:
        names: dict[Sort, str] = {
            "added": self.tr("Order added"),
            "title": self.tr("Title"),
            "outlet": self.tr("Outlet"),
            "published": self.tr("Date"),
            "state": self.tr("State"),
            "spans": self.tr("Number of my spans"),
        }
        group = QActionGroup(self)
        actions: dict[str, QAction] = {}
        self.menu.addSection(self.tr("Sort by"))
        for key, name in names.items():
            action = self.menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(key == "added")
            action.triggered.connect(self.chosen)
            group.addAction(action)
            actions[key] = action
        return actions

    def _other_states(self) -> list[tuple[State, str]]:
        return [("doing", self.tr("Only those in progress")), ("skipped", self.tr("Only those skipped"))]

    def _toggle(self, name: str) -> QAction:
        action = self.menu.addAction(name)
        action.setCheckable(True)
        return action

    def _open_menu(self) -> None:
        self.menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _state_toggled(self) -> None:
        """One of the states in the menu was ticked or unticked; the newly ticked one counts."""
        ticked = [state for state, action in self._states.items() if action.isChecked()]
        fresh = [state for state in ticked if state != self._state]
        self._set_state(fresh[0] if fresh else None)
        self.chosen.emit()

    def _state_clicked(self) -> None:
        for made in (self.all, self.todo, self.done):
            if made.isChecked():
                self._set_state(made.property("state") or None)
        self.chosen.emit()

    def _set_state(self, state: State | None) -> None:
        self._state = state
        for key, action in self._states.items():
            action.setChecked(key == state)
        self._group.setExclusive(False)
        for made in (self.all, self.todo, self.done):
            made.setChecked((made.property("state") or None) == state)
        self._group.setExclusive(True)

    # --- what the list asks --------------------------------------------------------------------

    def state(self) -> State | None:
        """The one state that is shown, or None for all."""
        return self._state

    def sorting(self) -> tuple[Sort, bool]:
        """By what, and whether from the greatest down."""
        for key in self._sorts:
            if self._sorts[key].isChecked():
                return key, self.descending.isChecked()  # type: ignore[return-value]
        return "added", self.descending.isChecked()

    def show_all(self) -> None:
        """No state is left out."""
        self._set_state(None)

    def reset(self) -> None:
        """Everything in the order added."""
        self._set_state(None)
        self._sorts["added"].setChecked(True)
        self.descending.setChecked(False)

    def show_counts(self, counts: Counts | None) -> None:
        """The figures on the buttons; without articles the buttons go."""
        self.setVisible(counts is not None and counts.articles > 0)
        figures = (counts.articles, counts.todo, counts.done) if counts else (0, 0, 0)
        names = (self.tr("All {count}"), self.tr("To do {count}"), self.tr("Done {count}"))
        for made, name, figure in zip((self.all, self.todo, self.done), names, figures, strict=True):
            made.setText(name.format(count=f"{figure:,}"))
            made.setAccessibleName(made.text())

    def narrow(self, narrow: bool) -> None:
        """In a narrow list "Done" gives way; the menu stays."""
        self.done.setVisible(not narrow or self._state == "done")


class Foot(QWidget):
    """How much is done, as a bar and in figures."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = Bar()
        self.words = label("", "cap")
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 8, 16, 10)
        line.setSpacing(12)
        line.addWidget(self.bar, 1)
        line.addWidget(self.words)
        self.setFixedHeight(32)
        self.show_counts(None)

    def show_counts(self, counts: Counts | None) -> None:
        """The figures; without articles the foot is empty."""
        some = counts is not None and counts.articles > 0
        self.bar.setVisible(some)
        self.words.setVisible(some)
        if counts is not None and some:
            self.bar.set_fraction(counts.done / counts.articles)
            text = self.tr("{done} of {articles} done")
            self.words.setText(text.format(done=f"{counts.done:,}", articles=f"{counts.articles:,}"))


class Nothing(QWidget):
    """What stands in place of rows: no article yet, or none that matches."""

    clear_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words: QLabel = label("", "sub")
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.clear = button(self.tr("Clear filter"), "link")
        self.clear.clicked.connect(self.clear_requested)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 20, 16, 0)
        whole.setSpacing(8)
        whole.addWidget(self.words)
        whole.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(1)

    def show_reason(self, *, wanted: str, any_article: bool) -> None:
        """Says why there is nothing."""
        if not any_article:
            self.words.setText(self.tr("No articles yet"))
        elif wanted:
            self.words.setText(self.tr("No article matches “{filter}”").format(filter=isolate(wanted)))
        else:
            self.words.setText(self.tr("No article is in this state"))
        self.clear.setVisible(any_article)
        self.clear.setText(self.tr("Clear filter") if wanted else self.tr("Show all"))
