"""One proposal as a card that can be chosen: its digit, who made it by letter, its words, what hangs on them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget

from annotator.gui.models.proposals import Card, Fact, Piece
from annotator.gui.text import plain, rich
from annotator.gui.theme import color
from annotator.gui.widgets import Elided, IconLabel, KeyCap, column, label, row


class ProposalCard(QAbstractButton):
    """`clicked` chooses it, `taken` is a double click; with Ctrl or Shift held a click marks it."""

    taken = Signal(int)
    chosen = Signal(int)
    marked = Signal(int)

    def __init__(self, place: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._card: Card | None = None
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.key = KeyCap(str(place + 1) if place < 9 else "")
        self.names, self.beside = Elided("", "capb"), label("", "cap")
        self.tick = IconLabel("check", "accent_ink", 14)
        self.tick.hide()
        self.words, self.facts = _rich("words"), _rich("facts")
        head = row(self.key, (self.names, 1), self.beside, self.tick, gap=8)
        self.setLayout(column(head, self.words, self.facts, gap=5, margins=(10, 8, 10, 9)))
        self.key.setVisible(place < 9)  # not before it has a parent: it would be a window
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(self._clicked)
        self._modifiers = Qt.KeyboardModifier.NoModifier

    def show_card(self, card: Card) -> None:
        """Shows another proposal."""
        self._card = card
        self.names.setText(card.names)
        self.beside.setText(card.beside)
        self._write()
        self.setAccessibleName(
            self.tr("Proposal {place}: {what}").format(place=self._place + 1, what=plain(card.said()))
        )

    def _write(self) -> None:
        """The words in the colours of the theme."""
        if self._card is not None:
            self.words.setText("".join(map(_piece, self._card.words)))
            self.facts.setText("<br/>".join(map(_fact, self._card.facts)))
            self.facts.setVisible(bool(self._card.facts))

    def recolour(self) -> None:
        """The theme is another one."""
        self._write()

    def show_marked(self, marked: bool) -> None:
        """Whether it is one of several that are to be taken."""
        self.tick.setVisible(marked)
        self.setAccessibleDescription(self.tr("marked") if marked else "")

    # --- mouse and keys -----------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remembers what was held."""
        self._modifiers = event.modifiers()
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Takes it."""
        self.taken.emit(self._place)

    def _clicked(self) -> None:
        held, self._modifiers = self._modifiers, Qt.KeyboardModifier.NoModifier
        several = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        (self.marked if held & several else self.chosen).emit(self._place)

    # --- look ---------------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        """Words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as its words in this width."""
        inner = self.layout()
        return inner.totalHeightForWidth(width) if inner is not None else 60

    def sizeHint(self) -> QSize:
        """As its parts."""
        inner = self.layout()
        return inner.totalSizeHint() if inner is not None else QSize(200, 60)

    def minimumSizeHint(self) -> QSize:
        """It may be narrow."""
        return QSize(120, 52)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The chosen one has the accent's ground and edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(color("accent_ink"), 2) if on else QPen(color("line"), 1))
        ground = "accent_soft" if on else "hover" if self.underMouse() else "paper"
        painter.setBrush(color(ground))
        painter.drawRoundedRect(area, 8, 8)
        if self.hasFocus():
            painter.setPen(QPen(color("text" if on else "accent_ink"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(2, 2, -2, -2), 6, 6)


def _rich(role: str) -> QLabel:
    made = label("", role, wrap=True)
    made.setTextFormat(Qt.TextFormat.RichText)
    return made


def _piece(piece: Piece) -> str:
    words = rich(piece.text)
    if piece.weight == "strong":
        return f"<b>{words}</b>"
    tone = "text3" if piece.weight == "faint" else "text"
    return f'<span style="color:{color(tone).name()}">{words}</span>'


def _fact(fact: Fact) -> str:
    return f'<span style="color:{color("text3").name()}">{rich(fact.name)}</span> <b>{rich(fact.value)}</b>'
