"""From one likely place to the next by Space: each is selected where it can be seen, for any label's key to take."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import itemgetter

from PySide6.QtCore import QObject

from annotator.core.candidates import Candidate
from annotator.core.lanes import joined
from annotator.core.model import Fragment
from annotator.gui.landing import Landing
from annotator.gui.session import Session
from annotator.gui.views.article.view import ArticleView

_PAGE = 4_000  # code points that are looked through at once
_FAR = 80_000  # code points that one press looks through at most


class Stepping(QObject):
    """Space and Shift+Space; straight after a jump by a letter they repeat it."""

    def __init__(self, session: Session, text: ArticleView, landing: Landing) -> None:
        super().__init__(session)
        self._session, self._text, self._landing = session, text, landing

    def next_candidate(self) -> None:
        """Picks the next likely place of any label, or repeats the last jump by a letter."""
        self._step(forward=True)

    def previous_candidate(self) -> None:
        """Picks the likely place before, or repeats the last jump backwards."""
        self._step(forward=False)

    def _step(self, *, forward: bool) -> None:
        if self._landing.again is not None:
            self._landing.again(forward)
            return
        pick, selected = self._landing.picked(), self._text.selected()
        here = pick.candidate.fragments if pick else ((selected[0], selected[1]),) if selected else None
        place = (here[0][0], -here[-1][1]) if here else (self._text.caret(), -(1 << 40))
        taken = self._taken()
        for candidate in self._onward(place[0]) if forward else self._back(place[0]):
            spot = candidate.start, -candidate.end
            ahead = spot > place if forward else spot < place
            if ahead and candidate.fragments != here and not _meets(candidate, taken.get(candidate.label, ())):
                self._landing.pick(candidate)
                return
        end = self.tr("No likely place after this one") if forward else self.tr("No likely place before this one")
        self._session.say(end, "info")

    def _onward(self, start: int) -> Iterator[Candidate]:
        found, last = self._landing.found, start + _FAR
        while found is not None and start < min(len(found.text), last):
            yield from found.between(start, start + _PAGE)
            start += _PAGE

    def _back(self, end: int) -> Iterator[Candidate]:
        found, end, first = self._landing.found, end + 1, end - _FAR
        while found is not None and end > max(0, first):
            yield from reversed(found.between(max(0, end - _PAGE), end))
            end -= _PAGE

    def _taken(self) -> dict[str, list[Fragment]]:
        """The stretches that are tagged already, by label, joined where they overlap."""
        stretches: dict[str, list[Fragment]] = {}
        for span in self._session.layer.spans():
            stretches.setdefault(span.label, []).append((span.start, span.end))
        return {label: joined(places) for label, places in stretches.items()}


def _meets(candidate: Candidate, taken: Sequence[Fragment]) -> bool:
    """Whether a candidate overlaps one of these stretches, which are sorted and apart."""
    place = bisect_left(taken, candidate.end, key=itemgetter(0)) - 1
    return place >= 0 and taken[place][1] > candidate.start
