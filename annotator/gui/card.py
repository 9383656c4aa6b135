"""The card in the window: opened by a key or by tagging a figure, placed beside its line, its values committed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from annotator import settings
from annotator.core import filled
from annotator.core.codebook import Label
from annotator.core.errors import AnnotatorError
from annotator.core.model import UNCONFIRMED, Span, Value
from annotator.core.quantity import read
from annotator.core.text import quoted
from annotator.gui.models.summary import summary
from annotator.gui.text import plain
from annotator.gui.views.article.scrolling import Scrolling
from annotator.gui.views.card import WIDTH, Card
from annotator.store.journal import Applied

if TYPE_CHECKING:
    from annotator.gui.gold import GoldDesk
    from annotator.gui.window import MainWindow

LATE_MS = 10  # after a tag the article is painted first, then its card
EDGE = 16  # px that the card keeps from the article's edge
_POINT = 30  # px from the card's left to the start of the words, where there is room
_MOST_LINES = 60  # that the text is scrolled to make room
_GAP_BELOW, _GAP_ABOVE = 16, 30  # px from the words: their lane below them, their chip above


class CardRoom(QObject):
    """One card, shown for the active span; it goes when another span, another state or another place takes over."""

    def __init__(self, window: MainWindow | GoldDesk) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self._span: str | None = None
        self._waiting: str | None = None  # tagged, and its card comes once the text is painted
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LATE_MS)
        self._later.timeout.connect(self._show_waiting)
        self._scrolling = Scrolling(window.reading.text)
        self.card = Card(window.reading)
        self.card.settled.connect(self._describe)
        self.card.accepted.connect(self._confirm)
        self.card.left.connect(self.leave)
        self.card.grown.connect(self._place)
        session = self._session
        session.mode_changed.connect(self._mode_changed)
        session.active_changed.connect(self._active_changed)
        session.article_opened.connect(self._gone)
        session.closed.connect(self._gone)
        session.leaving.connect(self._gone)
        session.changed.connect(self._changed)
        window.reading.installEventFilter(self)
        window.reading.text.installEventFilter(self)
        window.reading.text.verticalScrollBar().valueChanged.connect(self._place)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_changed)

    # --- opening ------------------------------------------------------------------------------------

    def open(self) -> None:
        """Shows the card of the active span, or says why there is none."""
        if self._session.mode not in ("reading", "card"):
            return
        span = self._session.span_or_why(self.tr("open the card of"))
        if span is not None:
            self._show(span)

    def tagged(self, span: Span) -> None:
        """Shows the card of a figure that was tagged just now, where the user wants it."""
        rule, session = self._rule(span), self._session
        if rule is None or session.codebook is None:
            return
        value = summary(session.codebook, span, ties=(), find=session.layer.by_id.get)
        if value and span.attributes.get(UNCONFIRMED):
            name = f"{rule.name.upper()} {quoted(span.words)}"
            session.say(self.tr("Tagged {span}, read as {value}").format(span=name, value=value))
        if self._window.commands.actions.by_id["open_card"].isChecked() and rule.attributes:
            self._waiting = span.id
            session.set_mode("card")
            self._later.start()

    def warming(self) -> Iterator[None]:
        """Makes ready what the first card needs, a little each step: the tables of the language, the fields."""
        codebook, article = self._session.codebook, self._session.article
        if self._span is None and codebook is not None and article is not None:
            read("1", 0, 1, article.language)
            yield
            yield from self.card.preparing(codebook.with_role("quantity")[0])

    def _show_waiting(self) -> None:
        """The text is painted, or a key is on its way: the card comes now."""
        self._later.stop()
        waiting, self._waiting = self._waiting, None
        span = self._session.active_span
        if span is not None and span.id == waiting and self._session.mode == "card":
            self._show(span)

    def toggle(self) -> None:
        """Whether the card opens by itself after a figure is tagged, for later starts too."""
        action = self._window.commands.actions.by_id["open_card"]
        try:
            settings.update(open_card=action.isChecked())
        except AnnotatorError as error:
            self._session.fail(error)
        else:
            words = self.tr("The card opens after a figure is tagged")
            never = self.tr("The card opens when you press V")
            self._session.say(words if action.isChecked() else never, "info")

    def _show(self, span: Span) -> None:
        rule, session = self._rule(span), self._session
        if rule is None or session.article is None:
            session.say(self.tr("The codebook has no label {label} any more").format(label=span.label), "info")
            return
        if not rule.attributes:
            session.say(self.tr("{label} has no attributes").format(label=rule.name.upper()), "info")
            return
        self._span = span.id
        self.card.show_span(plain(span.words[:300]), rule, span.attributes, remark=self._remark(span, rule))
        self._make_room()
        self._place()
        session.set_mode("card")
        self.card.begin()

    def _rule(self, span: Span) -> Label | None:
        codebook = self._session.codebook
        return codebook.label(span.label) if codebook is not None and codebook.has(span.label) else None

    def _remark(self, span: Span, rule: Label) -> str:
        """What was read and the codebook does not list."""
        article = self._session.article
        listed = any(part.key == "unit" and part.kind == "choice" for part in rule.attributes)
        if rule.role != "quantity" or article is None or not listed:
            return ""
        names = {part.key: part.name for part in rule.attributes}
        refused = filled.forbidden(rule, filled.reading(article, span))
        parts = [
            self.tr("The words say {name} “{value}”, which the codebook does not list").format(
                name=names[key], value=value
            )
            for key, value in refused.items()
            if key not in span.attributes
        ]
        return ". ".join(parts)

    # --- place --------------------------------------------------------------------------------------

    def _words(self) -> QRect:
        """The lines of the span's words on the paper."""
        span, text = self._current(), self._window.reading.text
        if span is None:
            return QRect()
        box = self._scrolling.box(text.content.blocks, span.start, span.end)
        return box.translated(text.viewport().mapTo(self._window.reading, box.topLeft()) - box.topLeft())

    def _make_room(self) -> None:
        """Scrolls the line into the upper third where the card does not fit under it, or down for room above."""
        span, text = self._current(), self._window.reading.text
        if span is None:
            return
        text.ensure_visible(span.start, span.end)
        height, bar = self.card.body_height(), text.verticalScrollBar()
        if not self._fits(height, above=False):
            room = height + self._words().height() + _GAP_BELOW + EDGE
            self._scrolling.lift(text.content.blocks, span.start, room=room)
        for step in (1, -1):
            for _ in range(_MOST_LINES):
                value = bar.value()
                if self._fits(height) or (step > 0 and self._words().top() - _GAP_ABOVE < text.y()):
                    return
                bar.setValue(value + step)
                if bar.value() == value:
                    break

    def _fits(self, height: int, *, above: bool = True) -> bool:
        """Whether a card so high has room under the words, or above them."""
        words, area = self._words(), self._window.reading.height()
        under = words.bottom() + _GAP_BELOW + height + 2 <= area
        return under or (above and words.top() - _GAP_ABOVE - height >= 0)

    def _place(self) -> None:
        """Under the line, or above it where the room below is short; never over the words."""
        if self._span is None:
            return
        area, words, height = self._window.reading.rect(), self._words(), self.card.body_height()
        below, above = words.bottom() + _GAP_BELOW, words.top() - _GAP_ABOVE - height
        up = below + height + 2 <= area.height() or above < 0
        y = min(below, max(area.height() - height - 2, words.top() + 4)) if up else above
        rightmost = area.width() - WIDTH - EDGE
        x = max(EDGE if rightmost >= EDGE else 0, min(words.left() - _POINT, rightmost))
        pointer = max(24, min(words.left() - x + 24, WIDTH - 24))
        self.card.place(x, y, pointer=pointer, up=up)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The article's area has another size; a key that is faster than the card goes to the card."""
        if event.type() == QEvent.Type.Resize and self._span is not None:
            self._place()
        elif event.type() == QEvent.Type.ShortcutOverride and self._waiting is not None:
            self._show_waiting()
        return False

    # --- what the user does -------------------------------------------------------------------------

    def _current(self) -> Span | None:
        return self._session.layer.by_id.get(self._span or "")

    def _describe(self, _key: str, values: Mapping[str, Value]) -> None:
        span = self._current()
        if span is not None:
            self._session.describe(span.id, attributes=dict(values))
            self._refresh()

    def _confirm(self, values: Mapping[str, Value]) -> None:
        """All values are right: one step, and back to the text."""
        span, project = self._current(), self._session.project
        if span is None or project is None:
            return
        try:
            edit = filled.confirm(span, values, codebook=project.codebook)
        except AnnotatorError as error:
            self._session.fail(error)
            return
        if edit is not None and not self._session.change(lambda: edit):
            self._refresh()
            return
        self.leave()

    def leave(self) -> None:
        """Back to the text; what stands in an open field is dropped, the span stays as it is."""
        self._gone()
        self._window.read()

    def _gone(self) -> None:
        """The card is closed without a word."""
        if self._waiting is not None:
            self._waiting = None
            self._later.stop()
            if self._session.mode == "card":
                self._session.set_mode("reading")
        if self._span is None:
            return
        span = self._current()
        if span is not None:
            self.card.show_values(span.attributes)  # or the field would send what it holds as it loses the keyboard
        self._span = None
        if self._holds(QApplication.focusWidget()):
            self._window.read()  # first: Qt would look for the next field in what it hides
        self.card.hide()
        if self._session.mode == "card":
            self._session.set_mode("reading")

    def _refresh(self) -> None:
        span = self._current()
        if span is not None:
            self.card.show_values(span.attributes)

    # --- what the session says ----------------------------------------------------------------------

    def _mode_changed(self, mode: str) -> None:
        if mode != "card":
            self._gone()

    def _active_changed(self, span: str | None) -> None:
        if span != (self._waiting or self._span):
            self._gone()

    def _changed(self, applied: Applied) -> None:
        if self._span is not None and self._span in applied.edit.after:
            self._refresh()
            self._place()

    def _focus_changed(self, _: QWidget | None, now: QWidget | None) -> None:
        """Who clicks elsewhere has left the card; a list that it opened, or another program, is no other place."""
        if self._span is None or now is None or QApplication.activePopupWidget() is not None:
            return
        if not self._holds(now) and self.card.isVisible():
            self._gone()

    def _holds(self, widget: QWidget | None) -> bool:
        return widget is not None and (widget is self.card or self.card.isAncestorOf(widget))
