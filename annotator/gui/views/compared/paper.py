"""The article of a review on its paper: title, whose layers these are, the text, what its lanes mean."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from annotator.core.model import Article, Fragment
from annotator.gui import keymap
from annotator.gui.action_table import BY_ID
from annotator.gui.actions import hint, written
from annotator.gui.keys import ArticleKeys
from annotator.gui.views.article.document import Measures, has_headline
from annotator.gui.views.compared.text import CompareText, SmallHead
from annotator.gui.views.header import Headline
from annotator.gui.views.panes import Edge
from annotator.gui.widgets import Elided, IconLabel, KeyCap, boxed, button, column, hline, label, row


class ComparePaper(QWidget):
    """Answers what a session asks of its text; `left` when Escape has nothing more to let go of."""

    left = Signal()
    let_go = Signal()  # the active gold span
    names_requested = Signal()
    zoomed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._narrow = False
        self._measures, self._measured = Measures(), False
        self.active = False  # a gold span is
        self.headline = Headline()
        self.headline.set_pixels(18)
        self.count, self.legend = label("", "capb"), Elided("", "cap")
        self.names = button("", "quiet", "eye-off")
        self.names.setToolTip(hint(BY_ID["reveal_names"]))
        self.names.clicked.connect(self.names_requested)
        self.edge = Edge(quiet="line")
        self.text = CompareText()
        self.keys = ArticleKeys(self.text)
        self.meaning = Elided("", "cap")
        next_key = keymap.keys_of(BY_ID["next_difference"])
        self._head = column(
            self.headline, row(self.count, (self.legend, 1), self.names, gap=10), gap=4, margins=(36, 12, 16, 6)
        )
        self._foot = row(
            IconLabel("info", "text3", 14),
            (self.meaning, 1),
            KeyCap(written(next_key[0]) if next_key else ""),
            label(self.tr("next difference"), "cap"),
            gap=8,
            margins=(36, 6, 16, 6),
        )
        self._whole = column(boxed(self._head), self.edge, (self.text, 1), hline(), boxed(self._foot), gap=0)
        self.setLayout(self._whole)
        self.setFocusProxy(self.text)

    # --- what is shown ------------------------------------------------------------------------------

    def show_head(self, article: Article, layers: Sequence[tuple[str, int]], agreed: int, *, revealed: bool) -> None:
        """Title where the text has none, each layer's name with its spans, and how many are the same in all."""
        self.headline.setVisible(not has_headline(article))
        self.headline.show_text(article.title)
        self.count.setText(self.tr("{count} layers").format(count=len(layers)))
        self.count.setVisible(not self._narrow)
        spans = [self.tr("{name}  {count} spans").format(name=name, count=f"{count:,}") for name, count in layers]
        if self._narrow:
            spans = [f"{name}  {count:,}" for name, count in layers]
        same = self.tr("{count} the same in all").format(count=f"{agreed:,}")
        self.legend.setText("   ·   ".join([*spans, same]))
        words = self.tr("Hide names") if revealed else self.tr("Names hidden")
        self.names.setText(f" {words}")
        self.names.setAccessibleName(self.tr("Hide who made what") if revealed else self.tr("Show who made what"))
        many = self.tr("Thin grey: all {count} agree.").format(count=len(layers))
        more = self.tr("Lanes open only where they differ; the ticked lane is gold.")
        self.meaning.setText(many if self._narrow else f"{many} {more}")

    def set_measures(self, measures: Measures, *, narrow: bool) -> None:
        """Size, width and line spacing of the text, as the reader set them for all articles."""
        if (measures, narrow) != (self._measures, self._narrow) or not self._measured:
            self._measures, self._narrow, self._measured = measures, narrow, True
            side = 24 if narrow else 36
            self._head.setContentsMargins(side, 12, 16, 6)
            self._foot.setContentsMargins(side, 6, 16, 6)
            self.text.set_measures(SmallHead(*measures), narrow=narrow)

    def put_below(self, line: QWidget) -> None:
        """A line between the text and its foot."""
        self._whole.insertWidget(self._whole.indexOf(self.text) + 1, line)

    # --- what a session asks ------------------------------------------------------------------------

    def selected(self) -> list[Fragment]:
        """The selection in code points, or nothing."""
        chosen = self.text.selected()
        return [] if chosen is None else [chosen]

    def caret(self) -> int:
        """The caret in code points."""
        return self.text.caret()

    def top(self) -> int:
        """The first position in sight."""
        return self.text.place()[0]

    def go(self, position: int, *, end: int | None = None, flash: bool = False) -> None:
        """Puts the caret there without a selection, and brings the stretch to `end` into sight."""
        self.text.set_caret(position)
        if end is not None:
            self.text.ensure_visible(position, end)
            if flash:
                self.text.flash(position, end)

    def restore(self, caret: int, top: int) -> None:
        """Puts caret and scroll back."""
        self.text.restore_place((top, caret))

    # --- the user -----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape lets go of the selection, then of the gold span, then of the text."""
        if event.key() != Qt.Key.Key_Escape or not self.text.hasFocus():
            super().keyPressEvent(event)
        elif self.text.selected() is not None:
            self.go(self.text.caret())
        elif self.active:
            self.let_go.emit()
        else:
            self.left.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel make the text larger or smaller."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)
