"""The article on screen: native text, caret and selection, with its spans as tints, lanes, chips and arrows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QPlainTextEdit, QToolTip, QWidget

from annotator.core.codebook import Codebook, Label
from annotator.core.model import Article, Relation, Span
from annotator.gui.text import tooltip
from annotator.gui.views.article.blocks import Blocks
from annotator.gui.views.article.canvas import Canvas
from annotator.gui.views.article.content import Content
from annotator.gui.views.article.decorations import Decorations
from annotator.gui.views.article.document import Measures, Type, has_headline, make_document, set_headline
from annotator.gui.views.article.keys import belongs_to_text, turned
from annotator.gui.views.article.look import MARGIN, Look
from annotator.gui.views.article.marks import Marks
from annotator.gui.views.article.mouse import Mouse
from annotator.gui.views.article.numbers import Numbered
from annotator.gui.views.article.scrolling import Scrolling
from annotator.gui.views.article.sight import in_sight
from annotator.gui.views.article.spacing import SpacedLayout
from annotator.gui.views.article.stillness import Stillness
from annotator.gui.views.guideline import guideline_tip
from annotator.gui.widgets import know_viewport

_FLASH = 400  # ms
_NOTHING = Codebook(name="none", labels=(Label(key="none", name="none"),))
_KEEP, _MOVE = QTextCursor.MoveMode.KeepAnchor, QTextCursor.MoveMode.MoveAnchor


class ArticleView(QPlainTextEdit):
    """A read-only article. All positions that come in and go out are code points of the stored text."""

    selection_changed = Signal()
    caret_moved = Signal(object)  # code point
    span_clicked = Signal(object)  # span id
    word_clicked = Signal(object)  # code point: a plain click that selected nothing
    menu_requested = Signal(QPoint)  # where on the screen
    digit_clicked = Signal(str)  # of a chip that can be chosen now
    painted = Signal()  # the end of a paint event

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known = know_viewport(self)
        self._kind = Type()
        self._gutter = 16
        self._measures = Measures()
        self._quiet = True
        self._codebook = _NOTHING
        self._headline = False
        self._document: QTextDocument | None = None  # ours; Qt drops only its own
        self._layout: SpacedLayout | None = None
        self._mouse = Mouse(self)
        self._scrolling = Scrolling(self)
        self._still = Stillness(self, self._fit)
        self._take(Blocks(""), _NOTHING, {})
        self._dress()
        self._flash_end = QTimer(self, singleShot=True, interval=_FLASH)
        self._flash_end.timeout.connect(self._end_flash)
        self.cursorPositionChanged.connect(self._say_caret)
        self.selectionChanged.connect(self._say_selection)

    def _dress(self) -> None:
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setCursorWidth(2)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)  # the margins beside the viewport are paper too
        self.setFont(self._kind.text_font())
        self.setAcceptDrops(False)  # files are dropped on the window
        self.viewport().setAcceptDrops(False)
        # An input method would take the letters that are label keys.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAccessibleName(self.tr("Article text"))

    # --- what is shown ------------------------------------------------------------------------------

    def show_article(
        self,
        article: Article,
        spans: Iterable[Span],
        relations: Sequence[Relation],
        codebook: Codebook,
        names: Mapping[str, str] | None = None,
    ) -> None:
        """Shows another article from its start; `names` gives linked spans the short name of their actor."""
        self._quiet = True
        self._still.release()
        self._codebook = codebook
        self._headline = has_headline(article)
        self._take(Blocks(article.text), codebook, names or {})
        self.content.change((), spans, relations)
        before = self._document
        self._document, self._layout = make_document(
            self._blocks, self._decorations.respace, self, kind=self._kind, headline=self._headline
        )
        self.setDocument(self._document)
        if before is not None:
            before.deleteLater()
        self._quiet = False
        self.caret_moved.emit(0)
        self.selection_changed.emit()

    def _take(self, blocks: Blocks, codebook: Codebook, names: Mapping[str, str]) -> None:
        self._blocks = blocks
        self.content = Content(blocks, codebook, names)
        self._decorations, self._canvas = self.decorating(Look(codebook))
        self._decorations.extra_leading = self._measures.extra
        self.marks = Marks(self, self._decorations, self._canvas)

    def decorating(self, look: Look) -> tuple[Decorations, Canvas]:
        """What works out the lanes of the content, and what paints them."""
        decorations = Decorations(self.content, look)
        return decorations, Canvas(self, decorations)

    def apply_changes(
        self,
        removed: Iterable[str],
        spans: Iterable[Span],
        relations: Sequence[Relation],
        names: Mapping[str, str] | None = None,
    ) -> None:
        """Takes spans out, puts new or changed ones in; `relations` are all of the article as they are now."""
        if names is not None:
            self.content.names = names
        touched = self.content.change(removed, spans, relations)
        if self._decorations.active not in self.content.spans:
            self._decorations.active = None
        self._respace(touched)

    def _respace(self, blocks: Iterable[int]) -> None:
        """Makes the decorations of blocks anew; the line of the caret stays where it is if it can."""
        blocks = list(blocks)
        if not blocks:
            return
        before = self._still.caret_top()
        self._decorations.forget(blocks)
        if self._layout is not None:
            self._layout.heights_changed()
        self._still.hold(before, above=self._canvas.room_above(self.caret()))
        self.viewport().update()

    def set_active(self, span: str | None) -> None:
        """Rings the chip of a span, deepens its ground and draws its arrows; None for no span."""
        before = self._decorations.active
        self._decorations.active = span if span in self.content.spans else None
        for key in (before, self._decorations.active):
            if key in self.content.spans:
                hidden = [
                    block
                    for block in self.content.blocks_of(self.content.spans[key])
                    if (made := self._decorations.get(block)) is not None and key in made.hidden
                ]
                self._decorations.forget(hidden)
        self.viewport().update()

    def show_numbers(self, numbers: Iterable[Numbered] = ()) -> None:
        """Gives chips digits by which they can be chosen, the others become outlines; none: as usual again."""
        self._respace(self._decorations.numbers.change(numbers, self.content))
        self.viewport().update()

    def active(self) -> str | None:
        """The id of the active span."""
        return self._decorations.active

    def spans_at(self, position: int) -> list[Span]:
        """The spans that hold the character at a position, the innermost first."""
        return self.content.at(position)

    # --- caret and selection ------------------------------------------------------------------------

    def selected(self) -> tuple[int, int] | None:
        """The selection as code points, or None."""
        cursor = self.textCursor()
        start = self._blocks.from_document(cursor.selectionStart())
        end = self._blocks.from_document(cursor.selectionEnd())
        return (start, end) if start < end else None

    def caret(self) -> int:
        """The position of the caret."""
        return self._blocks.from_document(self.textCursor().position())

    def set_caret(self, position: int, keep_selection: bool = False) -> None:
        """Moves the caret, dropping the selection unless it is to be extended; raises SpanOutsideText."""
        cursor = self.textCursor()
        cursor.setPosition(self._blocks.to_document(position), _KEEP if keep_selection else _MOVE)
        self.setTextCursor(cursor)

    def select(self, start: int, end: int) -> None:
        """Selects from `start` to `end`, where the caret then stands, also backwards; raises SpanOutsideText."""
        cursor = self.textCursor()
        cursor.setPosition(self._blocks.to_document(start))
        cursor.setPosition(self._blocks.to_document(end), _KEEP)
        self.setTextCursor(cursor)

    def createMimeDataFromSelection(self) -> QMimeData:
        """What goes to the clipboard: the stored characters, not those of the display copy."""
        data = QMimeData()
        chosen = self.selected()
        if chosen is not None:
            data.setText(self._blocks.text[chosen[0] : chosen[1]])
        return data

    def _say_caret(self) -> None:
        if not self._quiet:
            self._still.release_for_caret()
            self.caret_moved.emit(self.caret())

    def _say_selection(self) -> None:
        if not self._quiet:
            self.selection_changed.emit()

    # --- place --------------------------------------------------------------------------------------

    def ensure_visible(self, start: int, end: int) -> None:
        """Scrolls, if it must, so that [start, end) is in sight; raises SpanOutsideText."""
        self._scrolling.show(self._blocks, start, end, hidden=self._still.hidden)

    def in_sight(self) -> tuple[int, int]:
        """The stretch of text whose lines can be read on screen."""
        area = (float(self._still.hidden), float(self.viewport().height()))
        return in_sight(self.document(), self._blocks, self._canvas.shown(), area)

    def place(self) -> tuple[int, int]:
        """Where the reader is: the first character on screen, and the caret."""
        return self._scrolling.top(self._blocks), self.caret()

    def restore_place(self, place: tuple[int, int]) -> None:
        """Goes back to a place; what no longer lies in the text is cut to its end."""
        length = len(self._blocks.text)
        top, caret = (min(max(position, 0), length) for position in place)
        self.set_caret(caret)
        self._scrolling.show_at_top(self._blocks, top)

    def flash(self, start: int, end: int) -> None:
        """Lights up [start, end) for 400 ms."""
        self._canvas.flashed = (start, end)
        self._flash_end.start()
        self.viewport().update()

    def _end_flash(self) -> None:
        self._canvas.flashed = None
        self.viewport().update()

    # --- look ---------------------------------------------------------------------------------------

    def set_measures(self, measures: Measures, *, narrow: bool) -> None:
        """Size, width and distance of the lines; smaller type and margins for windows below 1200 px."""
        self._measures, self._gutter, self._kind = measures, 4 if narrow else 16, measures.kind(narrow=narrow)
        self._decorations.extra_leading = measures.extra
        place = self.place()
        self.setFont(self._kind.text_font())
        self.document().setDefaultFont(self._kind.text_font())
        if self._headline:
            set_headline(self.document(), self._kind)
        self._fit()
        self._relook()
        self._scrolling.show_at_top(self._blocks, place[0])

    def _relook(self) -> None:
        """Takes the theme's colours and fonts anew."""
        self._decorations.look = Look(self._codebook)
        self._decorations.forget_all()
        if self._layout is not None:
            self._layout.heights_changed()
        self.viewport().update()

    def _fit(self) -> None:
        """Centres the text in a wide view."""
        bar = self.verticalScrollBar().sizeHint().width()
        spare = (self.width() - bar - self._measures.width - 2 * MARGIN) // 2
        side = max(self._gutter, spare)
        self.setViewportMargins(side, -self._still.hidden, side, 0)

    def text_left(self) -> int:
        """The x in this widget where lines begin, for what stands above the article."""
        return self.viewport().x() + MARGIN

    # --- events -------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, Qt's text with selection and caret, then lanes and chips."""
        clip = QRectF(event.rect())
        shown = self._canvas.shown()
        painter = QPainter(self.viewport())
        self._canvas.under(painter, shown, clip)
        self.marks.under(painter, shown, clip)
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        self._canvas.over(painter, shown, clip)
        self.marks.over(painter, shown, clip)
        painter.end()
        self.painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the column's width."""
        self._fit()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follows the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._layout is not None:
            self._relook()

    def event(self, event: QEvent) -> bool:
        """Leaves to the window's actions every key that is not for reading and selecting."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and not belongs_to_text(event):
            event.ignore()
            return False
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tells over a chip what it stands for."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            hit = self._canvas.chip_at(QPointF(event.pos()))
            if hit is not None and not hit[0].offered:
                tip = self._chip_tip(hit[0].spans[:20])
                QToolTip.showText(event.globalPos(), tip, self.viewport(), hit[1].toRect())
                return True
        return super().viewportEvent(event)

    def _chip_tip(self, keys: Sequence[str]) -> str:
        """What a chip stands for, and of a single span its label's guideline."""
        says = "\n".join(self.content.caption(self.content.spans[key]) for key in keys)
        label = self.content.spans[keys[0]].label
        if len(keys) == 1 and self._codebook.has(label):
            return guideline_tip(says, self._codebook.label(label))
        return tooltip(says)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moves as Qt does, but not twice for the line end that a soft cut puts into the document."""
        before, caret = self.textCursor().position(), self.caret()
        event = turned(event, self.textCursor().block())
        super().keyPressEvent(event)
        if self.textCursor().position() != before and self.caret() == caret:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A chip makes its span active, or is chosen if it has a digit; elsewhere the text answers."""
        if digit := self._canvas.digit_at(event.position()):
            self.digit_clicked.emit(digit)
            return
        if not self._mouse.press(event, self._canvas, self._decorations.active):
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """After a plain click into tagged words their innermost span is active."""
        super().mouseReleaseEvent(event)
        self._mouse.release(event, self._canvas)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Selects the word, except on a chip."""
        if self._canvas.chip_at(event.position()) is None:
            super().mouseDoubleClickEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What the mouse points at is made active; a menu asked for by key opens at the caret."""
        by_mouse = self._mouse.point(event, self._canvas)
        self.menu_requested.emit(
            event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.cursorRect().bottomLeft())
        )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Selects while a button is down."""
        super().mouseMoveEvent(event)
        self._mouse.hover(event, self._canvas)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolls; with Ctrl it is the window's, where Qt would change the font behind our back."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        if self.verticalScrollBar().value() == self.verticalScrollBar().minimum():
            self._still.release()
        super().wheelEvent(event)
