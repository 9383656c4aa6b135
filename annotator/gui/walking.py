"""Going about in a review: from difference to difference across articles, by keys, by the list, by clicks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.core.text import quoted
from annotator.work.review import Row

if TYPE_CHECKING:
    from annotator.gui.reviewing import Reviewing


class Walking(QObject):
    """Knows what comes next under the filters that are set."""

    def __init__(self, room: Reviewing) -> None:
        super().__init__(room)
        self._room, self._session = room, room.session

    def go(self, row: Row) -> None:
        """To a line of the queue."""
        self._room.open(row.article, row.difference)
        self._room.showing.say()

    def rows(self) -> list[Row]:
        """What the filters want, in order."""
        queue = self._room.comparing.queue
        return queue.rows(self._room.page.queue.wanted()) if queue is not None else []

    def picked(self, article: str, difference: str) -> None:
        """A row of the list was chosen."""
        self._room.open(article, difference)
        self._room.showing.say()

    def clicked(self, span: str) -> None:
        """A click on words or a lane chooses their difference; one on gold the gold span as well."""
        room, review = self._room, self._room.review
        if review is None:
            return
        found = review.case_of(span) or next((one for one in review.cases if span in one.gold), None)
        if found is not None and found.difference.kinds:
            room.choose(found)
            room.showing.say()
        if span in room.gold.session.layer.by_id:
            room.gold.session.set_active(span)

    def first(self) -> None:
        """The first difference that waits, in whatever article."""
        queue = self._room.comparing.queue
        row = queue.next(wanted=self._room.page.queue.wanted()) if queue is not None else None
        if row is not None:
            self.go(row)

    def next(self) -> None:
        """The next difference that waits."""
        self._step(back=False)

    def previous(self) -> None:
        """The one before."""
        self._step(back=True)

    def _step(self, *, back: bool) -> None:
        row = self._beside(back=back)
        if row is not None:
            self.go(row)
            return
        last, first = self.tr("No difference waits after this one"), self.tr("No difference waits before this one")
        self._session.say(first if back else last, "info")

    def _beside(self, *, back: bool) -> Row | None:
        room, queue = self._room, self._room.comparing.queue
        if queue is None:
            return None
        article = room.review.article.id if room.review is not None else ""
        difference = room.case.difference.id if room.case is not None else ""
        return queue.next(article, difference, wanted=room.page.queue.wanted(), back=back)

    def go_on(self) -> None:
        """After a decision: the next difference; what was done stays to be read."""
        row = self._beside(back=False)
        if row is not None:
            self._room.open(row.article, row.difference)
        self._room.read()

    def next_article(self) -> None:
        """The next article in which something waits; says what is still open in this one."""
        room, queue, review = self._room, self._room.comparing.queue, self._room.review
        if queue is None or review is None:
            return
        done = room.settling.finish()
        rows = queue.of(review.article.id)
        last = rows[-1].difference if rows else ""
        row = queue.next(review.article.id, last, wanted=room.page.queue.wanted())
        said = room.showing.left_open(review, done=done)
        if row is None:
            self._session.say(self.tr("{said}. No article after it waits").format(said=said), "info")
            return
        room.open(row.article, row.difference)
        title = quoted(queue.titles.get(row.article, ""), 60)
        self._session.say(self.tr("{said}. Next: {title}").format(said=said, title=title), "info")
        room.read()

    def neighbour(self, step: int) -> None:
        """The next article of the queue, or the one before, whatever waits in it."""
        queue, review = self._room.comparing.queue, self._room.review
        if queue is None or review is None:
            return
        keys = list(queue.titles)
        place = keys.index(review.article.id) + step if review.article.id in queue.titles else 0
        if 0 <= place < len(keys):
            self._room.open(keys[place])
            self._room.showing.say()
        else:
            words = self.tr("This is the last article to review"), self.tr("This is the first article to review")
            self._session.say(words[step < 0], "info")
