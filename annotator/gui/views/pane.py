"""A scrolling pane that tells how high it would like to be, and when that changes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from annotator.gui.widgets import know_viewport


class Pane(QScrollArea):
    """Holds a column of widgets."""

    grown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known = know_viewport(self)
        self.setWidgetResizable(True)
        self.setAccessibleName(self.tr("Page that scrolls"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body = QWidget()
        self.body.setObjectName("clear")
        self.column = QVBoxLayout(self.body)
        self.setWidget(self.body)
        self.body.installEventFilter(self)

    def content_height(self) -> int:
        """How high its content is at the present width."""
        self._reveal()
        width = self.viewport().width() or 320
        wanted = self.column.heightForWidth(width) if self.column.hasHeightForWidth() else 0
        return max(wanted, self.column.minimumSize().height())

    def _reveal(self) -> None:
        """Qt shows new children only in its next round, and layouts leave out what is not shown."""
        for child in self.body.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if child.isHidden() and not child.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
                child.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Widgets that came, went or grew."""
        if event.type() == QEvent.Type.LayoutRequest and watched is self.body:
            self.grown.emit()
        return super().eventFilter(watched, event)
