"""The page without a project: begin one, open one, try the sample, go on with a recent one."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLayout, QPushButton, QWidget

from annotator import settings
from annotator.core.errors import AnnotatorError
from annotator.gui import icons
from annotator.gui.actions import keycap
from annotator.gui.views.hero import Hero
from annotator.gui.views.lists import ListView
from annotator.gui.views.recent import MOST, ROW, RecentDelegate, RecentModel
from annotator.gui.widgets import KeyCap, boxed, button, column, icon_label, label, row

WIDE = 1200
WIDE_SIZES, NARROW_SIZES = (440, 560, 72), (392, 500, 40)  # left, right, between


class BigButton(QPushButton):
    """A way to begin: icon, what, a word on it, its key."""

    def __init__(self, icon: str, text: str, detail: str, *, keys: str, primary: bool = False) -> None:
        super().__init__()
        self.setProperty("kind", "big-primary" if primary else "big")
        self.setFixedHeight(60)
        self.setAccessibleName(text)
        self.setAccessibleDescription(detail)
        tone = "on_accent" if primary else "text"
        words = column(None, label(text, "big"), label(detail, "sub"), None, gap=1)
        line = row(icon_label(icon, tone, 20), words, None, KeyCap(keys), gap=14, margins=(16, 0, 14, 0))
        self.setLayout(line)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


class Mark(QWidget):
    """The program's mark."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(44, 44)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        icons.draw(QPainter(self), self.rect().toRectF(), icons.APPLICATION)


class Welcome(QWidget):
    """Asks; the window does."""

    new_requested = Signal()
    open_requested = Signal()
    sample_requested = Signal()
    project_requested = Signal(str)  # a path

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = RecentModel(self)
        self.list = ListView(RecentDelegate(), height=ROW, name=self.tr("Recent projects"))
        self.list.setModel(self.model)
        self.list.picked.connect(self._picked)
        self._begin = boxed(self._left())
        self._go_on = boxed(self._right())
        self._body = row(None, self._begin, self._go_on, None, gap=WIDE_SIZES[2])
        whole = column(gap=0)
        whole.addStretch(2)
        whole.addLayout(self._body)
        whole.addStretch(3)
        self.setLayout(whole)

    def _left(self) -> QLayout:
        new = BigButton(
            "plus",
            self.tr("New project"),
            self.tr("One file holds articles, codebook and spans"),
            keys=keycap("Ctrl+N"),
            primary=True,
        )
        old = BigButton(
            "folder",
            self.tr("Open a project"),
            self.tr("or drop a .annotator file anywhere here"),
            keys=keycap("Ctrl+O"),
        )
        sample = BigButton(
            "spark", self.tr("Try the sample"), self.tr("Six invented articles, ten minutes"), keys=keycap("Ctrl+T")
        )
        new.clicked.connect(self.new_requested)
        old.clicked.connect(self.open_requested)
        sample.clicked.connect(self.sample_requested)
        self.first = new
        lead = self.tr(
            "Mark who is named, who is quoted and which figures are given, "
            "and hand the result to science or to a model."
        )
        name = row(Mark(), label(self.tr("Article Annotator"), "name"), None, gap=14)
        return column(name, label(lead, "lead", wrap=True), Hero(), new, old, sample, None, gap=12)

    def _right(self) -> QLayout:
        self._clear = button(self.tr("Clear list"), "link")
        self._clear.clicked.connect(self._forget)
        self._head = boxed(row(label(self.tr("Recent"), "h2"), None, self._clear))
        self._card = boxed(column(self.list, gap=0, margins=(2, 6, 2, 6)), "card")
        keys = (
            (keycap("Shift+Right"), self.tr("Select"), self.tr("with mouse or keys")),
            ("A Q S", self.tr("Tag"), self.tr("actor, quote, statistic")),
            (keycap("Ctrl+Return"), self.tr("Done"), self.tr("and the next article")),
        )
        columns = [
            boxed(column(row(KeyCap(cap), label(act, "h3"), None, gap=8), label(words, "sub", wrap=True), gap=4))
            for cap, act, words in keys
        ]
        three = row(*((part, 1) for part in columns), gap=16, margins=(16, 14, 16, 14))
        in_keys = column(label(self.tr("In three keys"), "h2"), boxed(three, "card"), gap=10)
        return column(self._head, self._card, 12, in_keys, None, gap=10)

    def reload(self) -> None:
        """Reads the list of recent projects again."""
        rows = list(settings.load().settings.recent[:MOST])
        self.model.show_rows(rows)
        self.list.setFixedHeight(ROW * len(rows) + 2)
        self._head.setVisible(bool(rows))
        self._card.setVisible(bool(rows))
        if rows:
            self.list.show_row(0)

    def start(self) -> None:
        """Takes the keyboard: the last project is one Enter away."""
        (self.list if self.model.rows else self.first).setFocus(Qt.FocusReason.OtherFocusReason)

    def _picked(self, index: QModelIndex) -> None:
        self.project_requested.emit(self.model.rows[index.row()].path)

    def _forget(self) -> None:
        try:
            settings.update(recent=())
        except AnnotatorError:
            return
        self.reload()
        self.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns, narrower in a narrow window."""
        super().resizeEvent(event)
        left, right, gap = WIDE_SIZES if event.size().width() >= WIDE else NARROW_SIZES
        self._begin.setFixedWidth(left)
        self._go_on.setFixedWidth(right)
        self._body.setSpacing(gap)
