"""The areas of the window in their order: F6 goes round them, and the one with the keyboard has a line at its top."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from annotator.gui.theme import color

EDGE = 2


class Edge(QWidget):
    """The line at the top of an area: accent while it has the keyboard, else a hairline or nothing."""

    def __init__(self, parent: QWidget | None = None, *, quiet: str = "") -> None:
        super().__init__(parent)
        self._quiet = quiet
        self._on = False
        self.setFixedHeight(EDGE)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_on(self, on: bool) -> None:
        """Whether its area has the keyboard."""
        if on != self._on:
            self._on = on
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the line."""
        painter = QPainter(self)
        if self._on:
            painter.fillRect(self.rect(), color("accent_ink"))
        elif self._quiet:
            painter.fillRect(0, self.height() - 1, self.width(), 1, color(self._quiet))


class Panes(QObject):
    """Knows each area, what in it takes the keyboard, and its line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._areas: list[tuple[QWidget, QWidget, Edge | None]] = []
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_changed)

    def add(self, area: QWidget, target: QWidget, edge: Edge | None = None) -> None:
        """An area, the widget in it that takes the keyboard, and its line if it does not lie on top."""
        if edge is None:
            edge = Edge(area)
            area.installEventFilter(self)
        self._areas.append((area, target, edge))

    def add_stop(self, target: QWidget) -> None:
        """A further stop inside an area that is there already."""
        self._areas.append((target, target, None))

    def go(self, step: int) -> None:
        """To the next area that can be seen, or the one before."""
        stops = [
            (area, target)
            for area, target, _ in self._areas
            if area.isVisible() and target.isVisible() and target.isEnabled()
        ]
        if not stops:
            return
        # The innermost stop that holds the focus: a list inside its panel, not the panel's filter.
        inside = [place for place, (area, _) in enumerate(stops) if _holds(area, QApplication.focusWidget())]
        here = inside[-1] if inside else (-1 if step > 0 else 0)
        stops[(here + step) % len(stops)][1].setFocus(Qt.FocusReason.TabFocusReason)

    def _focus_changed(self, _: QWidget | None, now: QWidget | None) -> None:
        for area, _target, edge in self._areas:
            if edge is not None:
                edge.set_on(_holds(area, now))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A line that lies on its area is as wide as it."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            for area, _target, edge in self._areas:
                if area is watched and edge is not None:
                    edge.setGeometry(0, 0, area.width(), EDGE)
                    edge.raise_()
        return False


def _holds(area: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and (widget is area or area.isAncestorOf(widget))
