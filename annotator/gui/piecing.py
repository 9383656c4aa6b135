"""Spans in pieces by key: a piece added or taken away, two spans joined, one split, the gaps closed."""

from __future__ import annotations

from PySide6.QtCore import QObject

from annotator.core import pieces
from annotator.core.model import Article, Span
from annotator.core.text import quoted
from annotator.gui.session import Session
from annotator.store.project import Project


class Piecing(QObject):
    """Acts on the active span; each is one undo step."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session

    def add_or_join(self) -> None:
        """The selection becomes a piece of the active span; without one, the next span of its label is joined to it."""
        session, selected = self._session, self._session.view.selected() if self._session.view else []
        what = self._what(self.tr("add to"))
        if what is None:
            return
        span, article, project = what
        if not selected:
            self._join(span, article, project)
            return
        made = session.change(
            lambda: pieces.add_piece(
                span, selected[0], article=article, codebook=project.codebook, existing=self._twins(span)
            )
        )
        if made and session.view is not None:
            session.view.go(span.start)

    def _join(self, span: Span, article: Article, project: Project) -> None:
        other = self._neighbour(span)
        if other is None:
            name = project.codebook.label(span.label).name if project.codebook.has(span.label) else span.label
            words = self.tr("Select the words to add to {span}; there is no other {label} to join with it")
            self._session.say(words.format(span=quoted(span.words), label=name.upper()), "info")
            return
        layer = self._session.layer
        ties = [*layer.ties_of(span.id), *layer.ties_of(other.id)]
        relations = list({tie.id: tie for tie in ties}.values())
        self._session.change(
            lambda: pieces.join(
                span,
                other,
                article=article,
                codebook=project.codebook,
                relations=relations,
                existing=self._twins(span),
            )
        )

    def _neighbour(self, span: Span) -> Span | None:
        """The span of the same label that follows in the text, else the one before."""
        alike = [one for one in self._session.spans if one.label == span.label]
        place = next(number for number, one in enumerate(alike) if one.id == span.id)
        return alike[place + 1] if place + 1 < len(alike) else alike[place - 1] if place else None

    def split(self) -> None:
        """The active span becomes two, cut at the caret, or its first piece is set apart."""
        what = self._what(self.tr("split"))
        if what is not None:
            span, article, project = what
            self._session.change(
                lambda: pieces.split(
                    span,
                    self._caret(),
                    article=article,
                    codebook=project.codebook,
                    relations=self._session.layer.ties_of(span.id),
                    existing=self._twins(span),
                )
            )

    def remove(self) -> None:
        """Takes the piece at the caret from the active span."""
        what = self._what(self.tr("take a piece from"))
        if what is not None:
            span, article, project = what
            self._session.change(
                lambda: pieces.remove_piece(
                    span, self._caret(), article=article, codebook=project.codebook, existing=self._twins(span)
                )
            )

    def close_gaps(self) -> None:
        """Makes the active span one stretch."""
        what = self._what(self.tr("close"))
        if what is not None:
            span, article, project = what
            self._session.change(
                lambda: pieces.close_gaps(span, article=article, codebook=project.codebook, existing=self._twins(span))
            )

    def _what(self, verb: str) -> tuple[Span, Article, Project] | None:
        session = self._session
        span = session.span_or_why(verb)
        if span is None or session.article is None or session.project is None:
            return None
        return span, session.article, session.project

    def _twins(self, span: Span) -> list[Span]:
        return [one for one in self._session.layer.by_id.values() if one.label == span.label]

    def _caret(self) -> int:
        return self._session.view.caret() if self._session.view else 0
