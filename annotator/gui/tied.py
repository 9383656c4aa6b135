"""What can be done with relations that are there: untied, given another kind, and gone along by key."""

from __future__ import annotations

from PySide6.QtCore import QObject

from annotator.core import edit as acts
from annotator.core import ties
from annotator.core.model import Relation, Span
from annotator.core.text import quoted
from annotator.gui.actions import keycap
from annotator.gui.session import Session


class Tied(QObject):
    """Acts on one relation by id; a walk along ties begins anew when something else became active in between."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._origin, self._here = "", ""

    def untie(self, relation: str) -> None:
        """Takes a relation away."""
        found, ends, project = *self._found(relation), self._session.project
        if found is not None and ends is not None and project is not None:
            self._session.change(lambda: ties.untie(found, *ends, codebook=project.codebook))

    def retype(self, relation: str, kind: str) -> None:
        """Gives a relation another kind."""
        found, ends, project = *self._found(relation), self._session.project
        if found is not None and ends is not None and project is not None:
            existing = self._session.layer.ties_of(found.head)
            self._session.change(lambda: ties.retype(found, kind, *ends, codebook=project.codebook, existing=existing))

    def kinds(self, relation: str) -> list[str]:
        """The keys of the kinds that a relation could have."""
        found, ends, codebook = *self._found(relation), self._session.codebook
        if found is None or ends is None or codebook is None:
            return []
        return list(ties.kinds_between(codebook, *ends))

    def retype_next(self, relation: str) -> None:
        """Gives a relation the next kind that may tie these two spans."""
        found, ends, codebook = *self._found(relation), self._session.codebook
        if found is None or ends is None or codebook is None:
            return
        fitting = self.kinds(relation)
        if all(key == found.kind for key in fitting):
            head, tail = (acts.label_name(codebook, one.label) for one in ends)
            self._session.say(self.tr("No other kind may tie {head} to {tail}").format(head=head, tail=tail), "info")
            return
        place = fitting.index(found.kind) if found.kind in fitting else -1
        self.retype(relation, fitting[(place + 1) % len(fitting)])

    def _found(self, relation: str) -> tuple[Relation | None, tuple[Span, Span] | None]:
        layer = self._session.layer
        found = layer.relations.get(relation)
        if found is None or found.head not in layer.by_id or found.tail not in layer.by_id:
            return None, None
        return found, (layer.by_id[found.head], layer.by_id[found.tail])

    # --- along ties -----------------------------------------------------------------------------------

    def follow(self) -> None:
        """To the next span that is tied with the one the walk began at; after the last one back to it."""
        span = self._session.span_or_why(self.tr("follow"))
        if span is None:
            return
        if span.id != self._here or self._origin not in self._session.layer.by_id:
            self._origin = span.id
        stops = self._stops(self._origin)
        if not stops:
            words = self.tr("{words} is tied to nothing: {key} ties it")
            self._session.say(words.format(words=quoted(span.words), key=keycap("R")), "info")
            return
        names = [end for end, _ in stops]
        place = names.index(span.id) + 1 if span.id in names and span.id != self._origin else 0
        self._here = names[place] if place < len(names) else self._origin
        self._session.reach(self._here)
        self._session.say(self._words(stops, place), "info")

    def _stops(self, origin: str) -> list[tuple[str, str]]:
        """The other ends of the origin's ties with the kind, those it owns first, each span once."""
        layer = self._session.layer
        found: dict[str, str] = {}
        for tie in sorted(layer.ties_of(origin), key=lambda tie: (tie.head != origin, tie.id)):
            other = tie.tail if tie.head == origin else tie.head
            if other in layer.by_id:
                found.setdefault(other, tie.kind)
        return list(found.items())

    def _words(self, stops: list[tuple[str, str]], place: int) -> str:
        here, origin = (self._session.layer.by_id[key] for key in (self._here, self._origin))
        if place >= len(stops):
            return self.tr("Back at {words}").format(words=quoted(origin.words))
        codebook = self._session.codebook
        kind = ties.kind_name(codebook, stops[place][1]) if codebook else stops[place][1]
        words = self.tr("{kind}: {words} ({place} of {count})")
        return words.format(kind=kind, words=quoted(here.words), place=place + 1, count=len(stops))
