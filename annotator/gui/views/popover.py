"""A floating card: rounded, with a painted shadow and a pointer to what it speaks of."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from annotator.gui.theme import Theme, color

SHADOW = 20  # px around the card in which its shadow lies
_RADIUS, _POINTER, _HALF = 10, 7, 8


class Popover(QFrame):
    """Its geometry takes the shadow in; `place` and `body_height` speak of the card itself."""

    grown = Signal()  # its height may be another one

    def __init__(self, parent: QWidget, width: int) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        self._pointer: tuple[int, bool] | None = None  # x in the card, and whether it points up
        self.body = QWidget()
        self.body.setObjectName("clear")
        box = QVBoxLayout(self)
        box.setContentsMargins(SHADOW + 1, SHADOW + 1, SHADOW + 1, SHADOW + 1)
        box.addWidget(self.body)
        box.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)  # what comes and goes in it changes its height
        self.body.setFixedWidth(width - 2)
        self.hide()

    def fill(self, layout: QLayout) -> None:
        """What stands in the card."""
        self.body.setLayout(layout)

    def body_height(self) -> int:
        """How high the card wants to be."""
        for part in (self, *self.findChildren(QWidget)):
            part.ensurePolished()  # before they are seen their heights are those of another style
        for part in (self.body, self):
            layout = part.layout()
            if layout is not None:
                layout.activate()
        return max(0, self.sizeHint().height() - 2 * SHADOW)

    def place(self, x: int, y: int, *, pointer: int, up: bool) -> None:
        """Puts the card's corner there (in the parent), pointing from `pointer` px within it up or down."""
        self._pointer = pointer, up
        self.resize(self.width(), self.body_height() + 2 * SHADOW)
        self.move(x - SHADOW, y - SHADOW)
        self.update()

    def event(self, event: QEvent) -> bool:
        """What came, went or grew in it."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.grown.emit()
        return done

    def paintEvent(self, event: QPaintEvent) -> None:
        """Shadow, then the card with its pointer."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("shadow", 12 if Theme.worn.dark else 5))
        for out in range(SHADOW - 4, 0, -2):
            painter.drawRoundedRect(box.adjusted(-out, -out + 4, out, out + 3), _RADIUS + out, _RADIUS + out)
        painter.setPen(QPen(color("edge"), 1) if Theme.worn.dark or Theme.worn.tint == 0 else QPen(color("line"), 1))
        painter.setBrush(color("raised"))
        painter.drawPath(self._outline(box.adjusted(0.5, 0.5, -0.5, -0.5)))

    def _outline(self, box: QRectF) -> QPainterPath:
        path = QPainterPath()
        path.addRoundedRect(box, _RADIUS, _RADIUS)
        if self._pointer is None:
            return path
        x, up = self._pointer[0] + SHADOW, self._pointer[1]
        edge, tip = (box.top() + 1, box.top() - _POINTER) if up else (box.bottom() - 1, box.bottom() + _POINTER)
        mark = QPainterPath(QPointF(x - _HALF, edge))
        mark.lineTo(x, tip)
        mark.lineTo(x + _HALF, edge)
        mark.closeSubpath()
        return path.united(mark)
