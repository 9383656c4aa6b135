"""The bar under the menus: the project, what the window shows, undo and redo, import and export, panes."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from annotator.gui.action_table import BAR, BY_ID, SEPARATOR
from annotator.gui.actions import Actions, hint, translated
from annotator.gui.pages import PAGES
from annotator.gui.text import isolate
from annotator.gui.widgets import Elided, IconLabel, Segmented, boxed, icon_action, row, vline

HEIGHT = 44
NARROW = 1200


class TopBar(QWidget):
    """Its buttons are the actions of the table; Enter in its field searches the whole project."""

    searched = Signal(str)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.name = Elided("", "h3")
        self._left = boxed(row(IconLabel("file"), (self.name, 1), gap=8))
        self.switch = self._switch(actions)
        self.words = QLineEdit()
        self.words.setPlaceholderText(self.tr("Search the project"))
        self.words.setAccessibleName(self.words.placeholderText())
        self.words.setToolTip(hint(BY_ID["search"]))
        self.words.addAction(icon_action(self.words, "search"), QLineEdit.ActionPosition.LeadingPosition)
        self.words.returnPressed.connect(self._search)
        line = row(self._left, self.switch, None, self.words, None, gap=8, margins=(16, 0, 12, 0))
        for key in BAR:
            line.addWidget(vline(20) if key == SEPARATOR else ActionButton(actions.by_id[key]))
        self.setLayout(line)
        self.switch.setVisible(len(PAGES) > 1)  # one page alone is no choice

    def _switch(self, actions: Actions) -> Segmented:
        rows = [BY_ID[key] for key in PAGES]
        words = [translated(one.text).replace("&", "") for one in rows]
        made = Segmented(words, icon_names=[one.icon for one in rows])
        made.name(self.tr("Page"), [hint(one) for one in rows])
        self._turns = [actions.by_id[one.id] for one in rows]
        made.chosen.connect(self._turn)
        return made

    def _turn(self, place: int) -> None:
        self._turns[place].trigger()

    def show_page(self, key: str) -> None:
        """Marks the page that is shown."""
        self.switch.set_choice(list(PAGES).index(key))

    def _search(self) -> None:
        """The page that opens has its own field: this one is free for the next words."""
        words = self.words.text().strip()
        self.words.clear()
        if words:
            self.searched.emit(words)

    def show_project(self, name: str) -> None:
        """Shows the name of the open project."""
        self.words.clear()
        self.name.setText(isolate(name))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow bar gives the name less room."""
        super().resizeEvent(event)
        wide = event.size().width() >= NARROW
        self._left.setFixedWidth(256 if wide else 168)
        self.words.setFixedWidth(300 if wide else 190)


class ActionButton(QToolButton):
    """The icon of an action, 28 high; it says what the action is called and whether it is possible."""

    def __init__(self, action: QAction) -> None:
        super().__init__()
        self.setDefaultAction(action)
        self.setIconSize(QSize(16, 16))
        self.setFixedSize(28, 28)
        action.changed.connect(self._name)
        self._name()

    def _name(self) -> None:
        self.setAccessibleName(self.defaultAction().toolTip())
