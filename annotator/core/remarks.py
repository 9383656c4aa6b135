"""Remarks and questions to colleagues on an article or a span: asked, answered, closed, opened again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from annotator.core.edit import Edit
from annotator.core.errors import EmptyRemark
from annotator.core.model import Article, Comment, Span, new_id
from annotator.core.text import quoted, whole


class Thread(msgspec.Struct, frozen=True, kw_only=True):
    """A remark or question with its answers, oldest first."""

    first: Comment
    answers: tuple[Comment, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it is a question that waits for an answer."""
        return self.first.question and not self.first.closed


def threads(comments: Iterable[Comment]) -> list[Thread]:
    """Comments by thread, open questions first, then as they came; an answer without its question stands alone."""
    comments = list(comments)
    answers: dict[str, list[Comment]] = {}
    known = {one.id for one in comments}
    firsts = []
    for one in comments:
        if one.parent in known:
            answers.setdefault(one.parent or "", []).append(one)
        else:
            firsts.append(one)
    found = [Thread(first=one, answers=tuple(answers.get(one.id, ()))) for one in firsts]
    return sorted(found, key=lambda thread: not thread.open)


def ask(article: Article, text: str, *, annotator: str, span: Span | None = None, question: bool = True) -> Edit:
    """A new question (or a remark that needs no answer) on a span or the whole article; raises EmptyRemark."""
    words = _words(text)
    made = Comment(
        id=new_id(),
        article=article.id,
        annotator=annotator,
        text=words,
        span=None if span is None else span.id,
        question=question,
    )
    about = quoted(span.words if span is not None else article.title or article.text[:80])
    title = f"{'Ask' if question else 'Remark'} {quoted(words)} on {about}"
    return Edit(act="comment", title=title, article=article.id, after={made.id: made})


def answer(thread: Thread, text: str, *, annotator: str) -> Edit:
    """An answer; a question that was open is closed by it, in the same step. Raises EmptyRemark."""
    words, first = _words(text), thread.first
    made = Comment(
        id=new_id(), article=first.article, annotator=annotator, text=words, span=first.span, parent=first.id
    )
    before, after = {}, {made.id: made}
    if thread.open:
        before, after = {first.id: first}, {first.id: msgspec.structs.replace(first, closed=True), made.id: made}
    title = f"Answer {quoted(first.text)}: {quoted(words)}"
    return Edit(act="comment", title=title, article=first.article, before=before, after=after)


def set_open(thread: Thread, *, open: bool) -> Edit:
    """A question closed without an answer, or opened again."""
    first = thread.first
    now = msgspec.structs.replace(first, question=first.question or open, closed=not open)
    title = f"{'Reopen' if open else 'Close'} {quoted(first.text)}"
    return Edit(act="comment", title=title, article=first.article, before={first.id: first}, after={first.id: now})


def delete(thread: Thread) -> Edit:
    """A thread deleted with its answers."""
    gone: Sequence[Comment] = (thread.first, *thread.answers)
    title = f"Delete {quoted(thread.first.text)}"
    return Edit(act="comment", title=title, article=thread.first.article, before={one.id: one for one in gone})


def _words(text: str) -> str:
    words = whole(text).strip()
    if not words:
        raise EmptyRemark
    return words
