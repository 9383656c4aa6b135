"""The choosing strip below the text: numbered offers, a field that filters, and the keys that choose.

It knows nothing of what is chosen: whoever begins it hands over the offers and hears which was taken. Nine have a
digit; the strip stays low, so of those only the first lines are seen until Down leads to the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from annotator.gui.keys import place_of
from annotator.gui.text import is_right_to_left, plain
from annotator.gui.theme import color, font
from annotator.gui.views.writing import advance, elided
from annotator.gui.widgets import KeyCap, boxed, column, icon_action, icon_label, label, paint_badge, row

MOST = 9  # offers: each has a digit
CELL, GAP = 30, 8
_LINES = {3: 2, 2: 3}  # of cells that are seen, by the cells in a line
_NARROW = 620  # px; below it two cells stand side by side
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_ANY = _SHIFT | _CONTROL | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """One offer: what it stands for, its words, and what stands small beside them."""

    key: str
    words: str
    beside: str = ""


class Extra(msgspec.Struct, frozen=True, kw_only=True):
    """A further thing that can be done here: its keys as the strip shows them, and what they do."""

    keys: str
    words: str


class Chooser(QWidget):
    """Digits take while the filter is empty, letters filter, arrows and Tab highlight, Enter takes, Escape leaves."""

    taken = Signal(str, bool)  # the key of an offer; whether Shift was held
    made = Signal()  # Ctrl+Enter
    removed = Signal()  # Delete, while the filter is empty
    filtered = Signal(str)  # other words in the filter
    turned = Signal(int)  # Left (-1) or Right (1), while the filter is empty
    highlighted = Signal(str)  # the key of the offer that Enter would take, or nothing
    refused = Signal(str)  # why there is nothing to take
    left = Signal()  # Escape, or the keyboard went elsewhere

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.icon = icon_label("person", "accent_ink")
        self.title = label("", "h3")
        self.about = label("", "pill")
        self.filter = QLineEdit()
        self.filter.addAction(icon_action(self.filter, "search"), QLineEdit.ActionPosition.LeadingPosition)
        self.filter.installEventFilter(self)
        self.filter.textChanged.connect(self.filtered)
        self.grid = OfferGrid()
        self.grid.clicked.connect(self._clicked)
        self._extras: list[Extra] = []
        self._keys = QHBoxLayout()
        self._keys.setSpacing(6)
        head = row(self.icon, self.title, self.about, None, self.filter, gap=8)
        body = column(head, self.grid, self._keys, gap=8, margins=(24, 10, 24, 10))
        self.setLayout(column(_Rule(), boxed(body), gap=0))
        self.setFocusProxy(self.filter)
        self.hide()

    def begin(self, title: str, about: str, *, hint: str, icon: str = "person", extras: Sequence[Extra] = ()) -> None:
        """Comes up with an empty filter and the keyboard; the offers are shown by `show_offers`."""
        self.title.setText(plain(title))
        self.about.setText(elided(plain(about), 320, 11))
        self.about.setVisible(bool(about) and self.width() >= _NARROW)
        self.icon.show_icon(icon, "accent_ink")
        self.filter.blockSignals(True)
        self.filter.clear()
        self.filter.blockSignals(False)
        self.filter.setPlaceholderText(hint)
        self.filter.setAccessibleName(f"{plain(title)}: {plain(about)}")
        self._show_extras(extras)
        self.show()
        self.filter.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow strip the field keeps its room, and what it is about gives way."""
        super().resizeEvent(event)
        narrow = event.size().width() < _NARROW
        self.filter.setFixedWidth(200 if narrow else 250)
        self.about.setVisible(bool(self.about.text()) and not narrow)

    def _show_extras(self, extras: Sequence[Extra]) -> None:
        if list(extras) == self._extras:
            return
        self._extras = list(extras)
        while self._keys.count():
            item = self._keys.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for extra in extras:
            self._keys.addWidget(KeyCap(extra.keys))
            self._keys.addWidget(label(plain(extra.words), "cap"))
            self._keys.addSpacing(10)
        self._keys.addStretch(1)

    def show_offers(self, offers: Sequence[Offered], *, nothing: str = "") -> None:
        """Shows these, the first one highlighted; `nothing` stands there when there are none."""
        self.grid.show_offers(list(offers[:MOST]), nothing)
        self._highlight(0)

    @property
    def offers(self) -> list[Offered]:
        """What is offered."""
        return self.grid.offers

    def _highlight(self, place: int) -> None:
        self.grid.highlight(place)
        now = self.grid.current
        spoken = f"{self.grid.place + 1}, {plain(now.words)}, {now.beside}" if now else ""
        self.filter.setAccessibleDescription(spoken)
        self.highlighted.emit(now.key if now else "")

    def _clicked(self, place: int) -> None:
        self._take(place, stay=False)

    def _take(self, place: int, *, stay: bool) -> None:
        if 0 <= place < len(self.offers):
            self.taken.emit(self.offers[place].key, stay)
        elif self.offers:
            self.refused.emit(self.tr("There are only {count} offers").format(count=len(self.offers)))
        else:
            self.refused.emit(self.grid.nothing or self.tr("There is nothing to take"))

    # --- keys ----------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field types; what chooses is taken from it first."""
        kind = event.type()
        if isinstance(event, QKeyEvent) and kind == QEvent.Type.ShortcutOverride:
            if event.key() in _ENTER:  # Ctrl+Enter means something else everywhere else
                event.accept()
                return True
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress:
            return self._key(event)
        elif isinstance(event, QFocusEvent) and kind == QEvent.Type.FocusOut:
            elsewhere = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ShortcutFocusReason)
            if event.reason() in elsewhere and self.isVisible():
                self.left.emit()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key, held, empty = event.key(), event.modifiers() & _ANY, not self.filter.text()
        place = place_of(event.nativeScanCode())  # AZERTY has its digits behind Shift
        digit = int(place) if place.isdigit() else key - Qt.Key.Key_0
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
        if key in _ENTER and held == _CONTROL:
            self.made.emit()
        elif key in _ENTER:
            self._take(self.grid.place, stay=held == _SHIFT)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in steps and self.offers:
            step = -1 if key == Qt.Key.Key_Tab and held == _SHIFT else steps[Qt.Key(key)]
            self._highlight((self.grid.place + step) % len(self.offers))
        elif empty and 1 <= digit <= 9 and held in (_SHIFT, Qt.KeyboardModifier.NoModifier):
            self._take(digit - 1, stay=held == _SHIFT)
        elif empty and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif empty and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.turned.emit(1 if key == Qt.Key.Key_Right else -1)
        else:
            return False
        return True


class OfferGrid(QWidget):
    """Paints the offers in cells, three (or two) side by side, one of them highlighted."""

    clicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.offers: list[Offered] = []
        self.place = -1
        self._top = 0  # the first line that is seen
        self.nothing = ""  # why there is no offer
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self._fit()

    @property
    def current(self) -> Offered | None:
        """The highlighted offer."""
        return self.offers[self.place] if 0 <= self.place < len(self.offers) else None

    def show_offers(self, offers: list[Offered], nothing: str) -> None:
        """Shows these offers, or why there are none."""
        self.offers, self.nothing, self._top = offers, plain(nothing), 0
        self._fit()
        self.update()

    def highlight(self, place: int) -> None:
        """The offer that Enter takes."""
        self.place = place if place < len(self.offers) else -1
        self._reach()
        self.update()

    def _reach(self) -> None:
        """Brings the highlighted offer's line among those that are seen."""
        columns = self._columns()
        line = max(self.place, 0) // columns
        self._top = min(max(self._top, line - _LINES[columns] + 1), line)

    def _columns(self) -> int:
        return 2 if self.width() < _NARROW else 3

    def _fit(self) -> None:
        columns = self._columns()
        lines = min(max(1, -(-len(self.offers) // columns)), _LINES[columns])
        self.setFixedHeight(lines * CELL + (lines - 1) * GAP)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(600, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More cells fit into a wide line."""
        super().resizeEvent(event)
        self._fit()
        self._reach()

    def cell(self, place: int) -> QRectF:
        """Where an offer stands."""
        columns = self._columns()
        width = (self.width() - (columns - 1) * GAP) / columns
        across = place % columns
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            across = columns - 1 - across
        return QRectF(across * (width + GAP), (place // columns - self._top) * (CELL + GAP), width, CELL)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click takes."""
        for place in range(len(self.offers)):
            if self.cell(place).contains(event.position()):
                self.clicked.emit(place)
                return

    def paintEvent(self, event: QPaintEvent) -> None:
        """All cells."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.offers:
            painter.setFont(font(12))
            painter.setPen(color("text2"))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(self.rect()), flags, elided(self.nothing, self.width(), 12))
        for place, offered in enumerate(self.offers):
            self._paint(painter, self.cell(place), place, offered)

    def _paint(self, painter: QPainter, box: QRectF, place: int, offered: Offered) -> None:
        current = place == self.place
        painter.setBrush(color("accent_soft" if current else "paper"))
        painter.setPen(QPen(color("accent_ink" if current else "line"), 2 if current else 1))
        edge = 1.0 if current else 0.5
        painter.drawRoundedRect(box.adjusted(edge, edge, -edge, -edge), 6, 6)
        paint_badge(painter, QRectF(box.left() + 6, box.center().y() - 10, 20, 20), str(place + 1), "accent")
        flat = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        beside = min(advance(offered.beside, 11), int(box.width() * 0.4)) if offered.beside else 0
        painter.setFont(font(11))
        painter.setPen(color("text2"))
        at = QRectF(box.right() - 10 - beside, box.top(), beside, box.height())
        painter.drawText(at, flat | Qt.AlignmentFlag.AlignRight, elided(offered.beside, beside, 11))
        words = plain(offered.words)
        room = QRectF(box.left() + 34, box.top(), max(10.0, box.width() - 34 - 18 - beside), box.height())
        weight = 600 if current else 400
        painter.setFont(font(13, weight))
        painter.setPen(color("text"))
        side = Qt.AlignmentFlag.AlignRight if is_right_to_left(words) else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, flat | side, elided(words, int(room.width()), 13, weight))


class _Rule(QWidget):
    """The line at the top of the area that has the keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the line."""
        QPainter(self).fillRect(self.rect(), color("accent_ink"))
