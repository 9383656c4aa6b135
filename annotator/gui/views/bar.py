"""The bar under the menus: the project, what the window shows, undo and redo, import and export, panes."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from annotator.gui.action_table import BAR, SEPARATOR
from annotator.gui.actions import Actions
from annotator.gui.text import isolate
from annotator.gui.widgets import Elided, IconLabel, Segmented, boxed, row, vline

HEIGHT = 44
NARROW = 1200


class TopBar(QWidget):
    """Its buttons are the actions of the table."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.name = Elided("", "h3")
        self._left = boxed(row(IconLabel("file"), (self.name, 1), gap=8))
        self.views = Segmented([self.tr("Label")], icon_names=["tag"])
        line = row(self._left, self.views, None, gap=8, margins=(16, 0, 12, 0))
        for key in BAR:
            line.addWidget(vline(20) if key == SEPARATOR else ActionButton(actions.by_id[key]))
        self.setLayout(line)
        # One view alone is no choice: the others bring the switch with them.
        self.views.hide()

    def show_project(self, name: str) -> None:
        """Shows the name of the open project."""
        self.name.setText(isolate(name))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow bar gives the name less room."""
        super().resizeEvent(event)
        self._left.setFixedWidth(256 if event.size().width() >= NARROW else 168)


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
