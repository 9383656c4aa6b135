"""Icons from `resources/icons`: drawn at paint time in a colour of the current theme, sharp at any scale."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap

from annotator import assets
from annotator.gui import theme

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

APPLICATION = "annotator"  # the program's own mark; it keeps its colours


class Engine(QIconEngine):
    """Draws one icon; knows colours by token, so that a change of theme needs no reload."""

    def __init__(self, name: str, color: str, on: str) -> None:
        super().__init__()
        self._name, self._color, self._on = name, color, on

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draws the icon into the rectangle, as large as fits and square."""
        side = min(rect.width(), rect.height())
        box = QRectF(rect.center().x() + 0.5 - side / 2, rect.center().y() + 0.5 - side / 2, side, side)
        draw(painter, box, self._name, self._token(mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The icon in device pixels."""
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        """The same icon again."""
        return _engine(self._name, self._color, self._on)

    def _token(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        if mode == QIcon.Mode.Disabled:
            return "edge"
        return self._on if state == QIcon.State.On else self._color


_engines: list[Engine] = []  # Qt holds them without telling Python


def _engine(name: str, color: str, on: str) -> Engine:
    made = Engine(name, color, on)
    _engines.append(made)
    return made


@cache
def icon(name: str, color: str = "text2", on: str = "") -> QIcon:
    """An icon in a colour token; `on` is its colour while its button or action is checked."""
    return QIcon(_engine(name, color, on or color))


def draw(painter: QPainter, box: QRectF, name: str, color: str = "text2") -> None:
    """Draws an icon into a box, for delegates and other painters."""
    value = "" if name == APPLICATION else theme.color(color).name()
    _renderer(name, value).render(painter, box)


@cache
def _renderer(name: str, value: str) -> QSvgRenderer:
    from PySide6.QtSvg import QSvgRenderer

    source = assets.read_text(f"icons/{name}.svg").replace("currentColor", value)
    return QSvgRenderer(QByteArray(source.encode()))
