"""Small widgets that every view shares; all take their colours from the theme when they are painted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.gui import icons
from annotator.gui.text import caption, elide, one_line, plain, tooltip
from annotator.gui.theme import color, font

Part = QWidget | QLayout | int | None | tuple[QWidget | QLayout, int]
Margins = tuple[int, int, int, int]  # left, top, right, bottom
FIXED = QSizePolicy.Policy.Fixed
_BUTTON_ICONS = {"primary": "on_accent", "danger": "danger", "link": "accent_ink"}


# --- words -------------------------------------------------------------------------------------------


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """A plain-text label; `role` names its type in the stylesheet (h2, h3, sub, cap, pill, warn ...)."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if role in ("pill", "key"):
        made.setSizePolicy(FIXED, FIXED)
    return made


class Elided(QLabel):
    """One line that ends in an ellipsis when room is short; the whole stands in tooltip and accessible name."""

    def __init__(self, text: str = "", role: str = "", *, middle: bool = False) -> None:
        super().__init__()
        self._middle = middle
        self.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            self.setProperty("role", role)
        self.setMinimumWidth(20)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Shows another text."""
        super().setText(one_line(text))
        self.setAccessibleName(self.text())
        self._hint()

    def minimumSizeHint(self) -> QSize:
        """It may become very narrow."""
        return QSize(20, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The tooltip shows only what the line cannot."""
        super().resizeEvent(event)
        self._hint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws what there is room for."""
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = elide(self.text(), self.fontMetrics(), self.width(), middle=self._middle)
        side = self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
        painter.drawText(self.rect(), side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)

    def _hint(self) -> None:
        cut = self.fontMetrics().horizontalAdvance(self.text()) > self.width()
        self.setToolTip(tooltip(self.text()) if cut else "")


class KeyCap(QLabel):
    """A key as it is printed on the keyboard."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "key")
        self.setSizePolicy(FIXED, FIXED)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)


# --- colours of labels -------------------------------------------------------------------------------


class Badge(QWidget):
    """A label's letter on its colour: colour is never the only sign."""

    def __init__(self, letter: str = "", fill: str = "", size: int = 18) -> None:
        super().__init__()
        self._letter, self._fill = letter, fill
        self.setFixedSize(size, size)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_label(self, letter: str, fill: str) -> None:
        """Shows another label."""
        self._letter, self._fill = letter, fill
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the badge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_badge(painter, QRectF(self.rect()), self._letter, self._fill)


def paint_badge(painter: QPainter, box: QRectF, letter: str, fill: str) -> None:
    """A badge inside a delegate or another painter."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color(fill or "text2"))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(color("#FFFFFF"))
    painter.setFont(font(10, 700))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter[:2])


class Chip(QWidget):
    """A label's name in capitals on its colour."""

    def __init__(self, text: str = "", fill: str = "", px: int = 11, *, widest: int = 180) -> None:
        super().__init__()
        self._px, self._widest = px, widest
        self.show_label(text, fill)

    def show_label(self, text: str, fill: str) -> None:
        """Shows another label; a name too long for a chip is cut."""
        self._fill = fill
        metrics = QFontMetrics(self._font())
        self._text = elide(plain(text), metrics, self._widest)
        self.setToolTip(tooltip(text) if self._text != plain(text) else "")
        self.setFixedSize(metrics.horizontalAdvance(self._text) + 14, self._px + 8)
        self.setAccessibleName(plain(text))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the chip."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(self._fill or "text2"))
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        painter.setPen(color("#FFFFFF"))
        painter.setFont(self._font())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)

    def _font(self) -> QFont:
        return font(self._px, 700, spacing=0.3)


class Bar(QWidget):
    """A thin bar of how much is done; the figure always stands beside it."""

    def __init__(self, width: int = 0, height: int = 4) -> None:
        super().__init__()
        self._fraction = 0.0
        self.setFixedHeight(height)
        if width:
            self.setFixedWidth(width)

    def set_fraction(self, fraction: float) -> None:
        """How much is done, 0 to 1."""
        self._fraction = min(1.0, max(0.0, fraction))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box = QRectF(self.rect())
        radius = box.height() / 2
        painter.setBrush(color("line"))
        painter.drawRoundedRect(box, radius, radius)
        if self._fraction > 0:
            box.setWidth(max(box.height(), box.width() * self._fraction))
            painter.setBrush(color("accent_ink"))
            painter.drawRoundedRect(box, radius, radius)


# --- buttons and icons -------------------------------------------------------------------------------


def button(text: str, kind: str = "", icon: str = "") -> QPushButton:
    """A push button: primary, quiet, danger, link, or the ordinary kind."""
    made = QPushButton()
    if kind:
        made.setProperty("kind", kind)
    if icon:
        made.setIcon(icons.icon(icon, _BUTTON_ICONS.get(kind, "text2")))
    # Icon and text stand too close and a stylesheet cannot space them.
    made.setText(f" {caption(text)}" if icon and text else caption(text))
    made.setAccessibleName(plain(text))
    return made


def tool_button(icon: str, tip: str, *, color: str = "text2", on: str = "accent_ink") -> QToolButton:
    """An icon alone, 28 high; the tip names it, for screen readers too."""
    made = QToolButton()
    made.setIcon(icons.icon(icon, color, on))
    made.setIconSize(QSize(16, 16))
    made.setFixedSize(28, 28)
    made.setToolTip(tip)
    made.setAccessibleName(tip)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


class IconLabel(QWidget):
    """An icon that says nothing to the mouse."""

    def __init__(self, name: str, color: str = "text2", size: int = 16) -> None:
        super().__init__()
        self._name, self._color = name, color
        self.setFixedSize(size, size)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_icon(self, name: str, color: str = "text2") -> None:
        """Shows another icon."""
        self._name, self._color = name, color
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the icon."""
        painter = QPainter(self)
        icons.draw(painter, QRectF(self.rect()), self._name, self._color)


def icon_label(name: str, color: str = "text2", size: int = 16) -> IconLabel:
    """An icon beside words."""
    return IconLabel(name, color, size)


def icon_action(owner: QWidget, name: str) -> QAction:
    """An action that only shows an icon, for the front of a line edit."""
    return QAction(icons.icon(name, "text3"), "", owner)


class Segmented(QFrame):
    """A few choices of which one is on; `chosen` says which the user took."""

    chosen = Signal(int)

    def __init__(self, options: Sequence[str], *, icon_names: Sequence[str] = ()) -> None:
        super().__init__()
        self.setObjectName("seg")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, FIXED)
        self._group = QButtonGroup(self)
        line = row(gap=2, margins=(2, 2, 2, 2))
        for place, option in enumerate(options):
            made = button(option, icon=icon_names[place] if icon_names else "")
            made.setCheckable(True)
            made.setAutoDefault(False)  # Enter in a dialog is its primary button
            made.setChecked(place == 0)
            # The chosen one is heavier: each has room for that.
            wide = QFontMetrics(font(12, 600)).horizontalAdvance(caption(option))
            made.setMinimumWidth(wide + 24 + (28 if icon_names else 0))
            self._group.addButton(made, place)
            line.addWidget(made)
        self._group.idClicked.connect(self.chosen)
        self.setLayout(line)

    def name(self, whole: str, tips: Sequence[str]) -> None:
        """What the choice is about, for screen readers, and what each says to the mouse."""
        self.setAccessibleName(whole)
        for place, tip in enumerate(tips):
            self._group.button(place).setToolTip(tip)

    def set_words(self, place: int, words: str) -> None:
        """Calls one of them otherwise."""
        self._group.button(place).setText(caption(words))
        self._group.button(place).setAccessibleName(plain(words))

    def choice(self) -> int:
        """Which one is on, from 0."""
        return self._group.checkedId()

    def set_choice(self, place: int) -> None:
        """Puts one on without saying so."""
        self._group.button(place).setChecked(True)


def know_viewport(area: QAbstractScrollArea) -> QWidget | None:
    """Makes the viewport of an area known to Python; whoever asks must keep the answer as long as the area lives.

    `viewport()` alone makes PySide look through every kind of widget there is, 30 ms at the start; when it
    knows the object already it does not look.
    """
    return area.findChild(QWidget, "qt_scrollarea_viewport")


# --- boxes -------------------------------------------------------------------------------------------


def hline() -> QFrame:
    """A hairline across."""
    made = QFrame()
    made.setObjectName("hline")
    return made


def vline(height: int = 0) -> QFrame:
    """A hairline from top to bottom, or of a height."""
    made = QFrame()
    made.setObjectName("vline")
    if height:
        made.setFixedHeight(height)
    return made


def row(*parts: Part, gap: int = 8, margins: Margins = (0, 0, 0, 0)) -> QHBoxLayout:
    """Parts side by side: widgets, layouts, (part, stretch), a number of pixels, or None for spare room."""
    made = QHBoxLayout()
    _fill(made, parts, gap, margins)
    return made


def column(*parts: Part, gap: int = 8, margins: Margins = (0, 0, 0, 0)) -> QVBoxLayout:
    """Parts one below the other; see `row`."""
    made = QVBoxLayout()
    _fill(made, parts, gap, margins)
    return made


def boxed(layout: QLayout, name: str = "clear") -> QFrame:
    """A frame around a layout: clear, card, inner, panel, paper."""
    made = QFrame()
    made.setObjectName(name)
    made.setLayout(layout)
    return made


def _fill(box: QBoxLayout, parts: Sequence[Part], gap: int, margins: Margins) -> None:
    box.setSpacing(gap)
    box.setContentsMargins(*margins)
    for part in parts:
        stretch = 0
        if isinstance(part, tuple):
            part, stretch = part
        if part is None:
            box.addStretch(1)
        elif isinstance(part, int):
            box.addSpacing(part)
        elif isinstance(part, QLayout):
            box.addLayout(part, stretch)
        else:
            box.addWidget(part, stretch)


def clear(layout: QVBoxLayout | QHBoxLayout) -> None:
    """Takes everything out of a layout and lets it go."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            return
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, QVBoxLayout | QHBoxLayout):
            clear(inner)
            inner.deleteLater()
