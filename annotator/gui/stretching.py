"""Longer and shorter by whole rungs (E, W), and a span as a selection that is stretched and put back (X)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

from annotator.core import edit as acts
from annotator.core.candidates import Candidate
from annotator.core.model import Fragment, Span
from annotator.core.text import quoted, word_at
from annotator.gui.landing import Landing
from annotator.gui.session import Session
from annotator.gui.views.article.view import ArticleView

Fragments = tuple[Fragment, ...]
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class Stretching(QObject):
    """What grows or shrinks is what stands selected, else the named start, else the active span, else the word."""

    def __init__(self, session: Session, text: ArticleView, landing: Landing) -> None:
        super().__init__(session)
        self._session, self._text, self._landing = session, text, landing
        self._held = False  # Shift, at the last key or click
        text.installEventFilter(self)
        text.viewport().installEventFilter(self)
        text.selection_changed.connect(self._selected)

    # --- E and W ------------------------------------------------------------------------------------

    def grow(self) -> None:
        """One rung up."""
        self._step(larger=True)

    def shrink(self) -> None:
        """One rung down."""
        self._step(larger=False)

    def _step(self, *, larger: bool) -> None:
        session, landing = self._session, self._landing
        if session.article is None:
            return
        pick, selected, span = landing.picked(), self._text.selected(), session.active_span
        if pick is not None:
            label, fragments = pick.candidate
            self._select(label, self._rung(label, fragments, larger), larger)
        elif selected is not None:
            self._select(None, self._rung(None, (selected,), larger), larger)
        elif span is not None and not landing.named:
            self._resize(span, self._rung(span.label, span.fragments, larger), larger)
        else:
            self._word(larger=larger)

    def _rung(self, label: str | None, fragments: Fragments, larger: bool) -> Fragments | None:
        found = self._landing.found
        if found is None:
            return None
        return found.grown(label, fragments) if larger else found.shrunk(label, fragments)

    def _word(self, *, larger: bool) -> None:
        """Nothing is selected or active: the word at the caret, or at the named start, is the first rung."""
        article, pin = self._session.article, self._landing.pin
        place = self._text.caret() if pin is None else pin
        word = word_at(article.text, place) if article else None
        if word is None:
            self._session.say(self.tr("No word at the caret to begin with"), "info")
        elif larger:
            self._select(None, ((min(place, word[0]) if pin is not None else word[0], word[1]),), larger)
        else:
            self._end(larger)

    def _end(self, larger: bool) -> None:
        words = self.tr("Nothing larger: that is the whole paragraph") if larger else self.tr("Nothing smaller here")
        self._session.say(words, "info")

    def _select(self, label: str | None, fragments: Fragments | None, larger: bool) -> None:
        if fragments is None:
            self._end(larger)
        elif label is not None:
            self._landing.pick(Candidate(label, fragments))
        else:
            start, end = fragments[0][0], fragments[-1][1]
            self._text.select(start, end)
            self._text.ensure_visible(start, end)
            if self._session.article is not None:
                self._session.say(quoted(self._session.article.text[start:end]), "info")

    def _resize(self, span: Span, fragments: Fragments | None, larger: bool) -> None:
        session, article, project = self._session, self._session.article, self._session.project
        if fragments is None or article is None or project is None:
            self._end(larger)
            return
        twins = [one for one in session.layer.by_id.values() if one.label == span.label]
        at_start = self._text.caret() == span.start
        done = session.change(
            lambda: acts.resize(span, fragments, article=article, codebook=project.codebook, existing=twins)
        )
        if done and session.view is not None:
            start, end = fragments[0][0], fragments[-1][1]
            if at_start:
                session.view.go(start)
            self._text.ensure_visible(start, end)

    # --- X ------------------------------------------------------------------------------------------

    def stretch(self) -> None:
        """The active span as a selection; pressed again, the other end moves."""
        session, selected = self._session, self._text.selected()
        if session.mode == "stretching" and selected is not None:
            start, end = selected
            at_end = self._text.caret() == end
            self._text.select(*((end, start) if at_end else (start, end)))
            words = self.tr("Now the start moves") if at_end else self.tr("Now the end moves")
            session.say(words, "info")
            return
        span = session.span_or_why(self.tr("stretch"))
        if span is not None:
            session.set_mode("stretching")
            self._text.select(span.start, span.end)
            self._text.ensure_visible(span.start, span.end)
            session.say(self.tr("Stretch it with Shift and the arrows"), "info")

    def _apply(self) -> None:
        session, span, selected = self._session, self._session.active_span, self._text.selected()
        session.set_mode("reading")
        article, project = session.article, session.project
        if span is None or selected is None or article is None or project is None:
            return
        if session.view is not None:
            session.view.go(span.start)
        if selected == (span.start, span.end):
            session.say(self.tr("It is as it was"), "info")
            return
        fragments = stretched(span.fragments, selected)
        twins = [one for one in session.layer.by_id.values() if one.label == span.label]
        if (
            session.change(
                lambda: acts.resize(span, fragments, article=article, codebook=project.codebook, existing=twins)
            )
            and session.view is not None
        ):
            session.view.go(fragments[0][0])

    def _leave(self) -> None:
        span, session = self._session.active_span, self._session
        session.set_mode("reading")
        if session.view is not None:
            session.view.go(span.start if span is not None else self._text.caret())
        session.say(self.tr("The span is as it was"), "info")

    def _selected(self) -> None:
        """A caret that is moved without Shift leaves the span as it is; with Shift it may pass through nothing."""
        if self._session.mode == "stretching" and self._text.selected() is None and not self._held:
            self._session.set_mode("reading")
            self._session.say(self.tr("The span is as it was"), "info")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Escape, while a span is stretched."""
        if isinstance(event, QKeyEvent | QMouseEvent):
            self._held = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self._session.mode != "stretching" or not isinstance(event, QKeyEvent):
            return False
        if event.key() not in (*_ENTER, Qt.Key.Key_Escape) or event.modifiers() not in _PLAIN:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            self._leave() if event.key() == Qt.Key.Key_Escape else self._apply()
            return True
        return False


def stretched(fragments: Fragments, selected: Fragment) -> Fragments:
    """A span's fragments with their outer edges moved; pieces that are left outside fall away."""
    start, end = selected
    kept = [(max(start, opening), min(end, closing)) for opening, closing in fragments]
    kept = [piece for piece in kept if piece[0] < piece[1]] or [selected]
    kept[0] = (start, kept[0][1])
    kept[-1] = (kept[-1][0], end)
    return tuple(kept)
