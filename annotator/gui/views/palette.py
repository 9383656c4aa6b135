"""The command palette: a field and what answers it, floating over the darkened window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListView, QStackedWidget, QWidget

from annotator.gui.entries import Entry, Group
from annotator.gui.speech import speak
from annotator.gui.theme import color, font
from annotator.gui.views.palette_rows import HEAD, ROW, Rows
from annotator.gui.widgets import IconLabel, KeyCap, boxed, column, hline, know_viewport, label, row

WIDTH, TOP, MARGIN = 640, 84, 24
SHADOW, CORNER = 8, 10
FEWEST = 3  # rows that a low window still shows
Index = QModelIndex | QPersistentModelIndex
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EntryModel(QAbstractListModel):
    """Headings (strings) and entries one below the other."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[str | Entry] = []

    def show(self, groups: Sequence[Group]) -> None:
        """Shows other rows."""
        self.beginResetModel()
        self.lines = []
        for group in groups:
            self.lines += [*([group.title] if group.title else []), *group.entries]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Headings and entries."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The line itself for who paints it, words for screen readers."""
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line if isinstance(line, str) else line.spoken
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if isinstance(self.lines[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


class PaletteView(QWidget):
    """Covers its window; the field keeps the keyboard, arrows choose, Enter runs, Escape leaves."""

    asked = Signal(str)
    taken = Signal(object)  # Entry
    left = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.model = EntryModel(self)
        self.words = QLineEdit()
        self.words.setObjectName("palette")
        self.words.setFont(font(17))
        self.words.setPlaceholderText(self.tr("Find an action, label or article"))
        self.words.setAccessibleName(self.tr("Command palette"))
        self.words.textChanged.connect(self.asked)
        self.words.installEventFilter(self)
        self.view = self._list()
        self.nothing = label("", "sub", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setContentsMargins(24, 20, 24, 20)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.nothing)
        self.card = QFrame(self)
        self.card.setObjectName("floating")
        head = row(IconLabel("search", "text2", 20), (self.words, 1), KeyCap("Esc"), gap=12, margins=(18, 10, 18, 10))
        inside = column(head, hline(), (self.stack, 1), hline(), self._foot(), gap=0, margins=(1, 1, 1, 1))
        self.card.setLayout(inside)
        self.setFocusProxy(self.words)
        window.installEventFilter(self)
        self.hide()

    def _list(self) -> QListView:
        made = QListView()
        self._known = know_viewport(made)
        made.setModel(self.model)
        made.setItemDelegate(Rows(made))
        made.setFrameShape(QFrame.Shape.NoFrame)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setMouseTracking(True)
        made.setAccessibleName(self.tr("What was found"))
        made.clicked.connect(self._clicked)
        return made

    def _foot(self) -> QWidget:
        signs = ((">", self.tr("actions only")), ("#", self.tr("labels")), ("@", self.tr("actors")))
        line = row(gap=8, margins=(18, 6, 18, 6))
        for sign, words in signs:
            line.addWidget(KeyCap(sign))
            line.addWidget(label(words, "cap"))
            line.addSpacing(6)
        line.addStretch(1)
        self.about: QLabel = label(self.tr("Each action shows its key"), "cap")
        line.addWidget(self.about)
        return boxed(line)

    # --- what is shown ------------------------------------------------------------------------------

    def open(self) -> None:
        """Comes up empty, with the keyboard."""
        self.words.blockSignals(True)
        self.words.clear()
        self.words.blockSignals(False)
        self.raise_()
        self.show()
        self._fit()
        self.words.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_groups(self, groups: Sequence[Group], *, nothing: str = "", keep: bool = False) -> None:
        """Shows these, the first highlighted, or the one that was if it is to be kept; else says that there is none."""
        before = self.current() if keep else None
        self.model.show(groups)
        places = [place for place, line in enumerate(self.model.lines) if isinstance(line, Entry)]
        same = (place for place in places if before is not None and self._key(place) == before.key)
        self._highlight(next(same, places[0] if places else -1))
        if not before:
            self.view.scrollToTop()
        self.nothing.setText(nothing)
        self.stack.setCurrentWidget(self.view if places else self.nothing)
        self._fit()

    def _key(self, place: int) -> str:
        line = self.model.lines[place]
        return line.key if isinstance(line, Entry) else ""

    def current(self) -> Entry | None:
        """The entry that Enter runs."""
        place = self.view.currentIndex().row()
        line = self.model.lines[place] if 0 <= place < len(self.model.lines) else None
        return line if isinstance(line, Entry) else None

    def _highlight(self, place: int) -> None:
        self.view.setCurrentIndex(self.model.index(place, 0) if place >= 0 else QModelIndex())
        now = self.current()
        said = now.spoken if now is not None else ""
        if said != self.words.accessibleDescription():
            self.words.setAccessibleDescription(said)
            speak(self.words, said)

    def _step(self, by: int) -> None:
        """On by so many entries, round the ends when it is one."""
        places = [place for place, line in enumerate(self.model.lines) if isinstance(line, Entry)]
        if not places:
            return
        here = self.view.currentIndex().row()
        now = places.index(here) if here in places else 0
        then = (now + by) % len(places) if abs(by) == 1 else max(0, min(len(places) - 1, now + by))
        self._highlight(places[then])
        if then == 0:
            self.view.scrollToTop()  # its heading too

    # --- keys and mouse -----------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field types; the window's own keys wait, and the card keeps its place in the window."""
        kind = event.type()
        if watched is self._window and kind == QEvent.Type.Resize and self.isVisible():
            self._fit()
        elif watched is self.words and isinstance(event, QKeyEvent):
            if kind == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if kind == QEvent.Type.KeyPress:
                return self._key_pressed(event)
        elif watched is self.words and kind == QEvent.Type.FocusOut and self.isVisible():
            self._lost()
        return super().eventFilter(watched, event)

    def _lost(self) -> None:
        """Another widget of the window took the keyboard: the palette is over; another window may lend it."""
        from PySide6.QtWidgets import QApplication

        if QApplication.activeWindow() is self.window() and QApplication.activePopupWidget() is None:
            self.left.emit()

    def _key_pressed(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        again = key == Qt.Key.Key_P and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if key in _STEPS:
            self._step(_STEPS[key])
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._step(1 if key == Qt.Key.Key_Tab else -1)
        elif key in _ENTER:
            now = self.current()
            if now is not None and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.taken.emit(now)
        elif key == Qt.Key.Key_Escape or again:
            self.left.emit()
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the field leaves is not the window's."""
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the card leaves."""
        event.accept()
        if not self.card.geometry().contains(event.position().toPoint()):
            self.left.emit()

    def _clicked(self, index: QModelIndex) -> None:
        line = self.model.lines[index.row()]
        if isinstance(line, Entry):
            self.taken.emit(line)

    # --- how it looks -------------------------------------------------------------------------------

    def _fit(self) -> None:
        """The card is as high as what it shows, as long as the window has room."""
        window = self._window
        self.setGeometry(window.rect())
        lines = self.model.lines
        wanted = sum(HEAD if isinstance(line, str) else ROW for line in lines) + 12 if lines else 96
        layout = self.card.layout()
        if layout is None:
            return
        self.stack.setMinimumHeight(0)
        around = sum(
            item.sizeHint().height() for place in range(layout.count()) if (item := layout.itemAt(place)) and place != 2
        )
        top = min(TOP, max(MARGIN, window.height() // 8))
        room = max(FEWEST * ROW, min(wanted, window.height() - top - MARGIN - around - 2))
        width = min(WIDTH, window.width() - 2 * MARGIN)
        self.card.setGeometry((window.width() - width) // 2, top, width, around + room + 2)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The shadow lies elsewhere now."""
        super().resizeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The scrim, and the shadow of the card."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("scrim"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box = QRectF(self.card.geometry())
        for step in range(SHADOW, 0, -1):
            painter.setBrush(color("shadow", 7))
            painter.drawRoundedRect(box.adjusted(-step, 2 - step, step, 4 + step), CORNER + step, CORNER + step)
