"""The relations of a merge: of each the greater version; it stands when both its ends do and the codebook lets it."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from annotator.core.fitting import Misfit
from annotator.core.model import AnyRecord, Held, Relation, Span
from annotator.store.merge_act import Act
from annotator.store.merge_hits import Waiting
from annotator.store.merge_kin import Version, note_both
from annotator.store.merge_spans import Outcome, Spans, tombs
from annotator.store.rows import as_json

_COLUMNS = "c.id, r.id, r.rev, r.site, r.at, r.kind, h.id, t.id, r.attributes, h.annotator"
# Ours: all of the chunk's articles, because a span that goes takes them along. Theirs: what is not the same.
_MINE = (
    f"SELECT {_COLUMNS} FROM temp.chunk c CROSS JOIN main.span h ON h.article=c.mn"
    " CROSS JOIN main.relation r ON r.head=h.n JOIN main.span t ON t.n=r.tail"
)
_THEIRS = (
    f"SELECT {_COLUMNS} FROM temp.chunk c CROSS JOIN temp.hit i ON i.article=c.id AND i.kind='relation'"
    " CROSS JOIN theirs.relation r ON r.id=i.id JOIN theirs.span h ON h.n=r.head JOIN theirs.span t ON t.n=r.tail"
)
_HIT = "SELECT i.id FROM temp.chunk c CROSS JOIN temp.hit i ON i.article=c.id AND i.kind='relation'"
_END = (
    "SELECT a.id, w.id, s.label FROM main.span s JOIN main.article a ON a.n=s.article"
    " JOIN main.annotator w ON w.n=s.annotator WHERE s.id=?"
)
TWIN = "The same kind ties the same two spans already"
_values = msgspec.json.Decoder(dict[str, Any]).decode


class Tie(NamedTuple):
    """What a relation says, as it is stored; `annotator` is whose its head is."""

    article: str
    annotator: str
    kind: str
    head: str
    tail: str
    attributes: str


def tie_record(key: str, body: Tie) -> Relation:
    """The record."""
    values = {} if body.attributes == "{}" else _values(body.attributes)
    return Relation(id=key, article=body.article, kind=body.kind, head=body.head, tail=body.tail, attributes=values)


class Ties:
    """The relations of one chunk of articles, after its spans were decided on."""

    def __init__(self, act: Act, waiting: Waiting, spans: Spans) -> None:
        self.act, self.waiting, self.spans = act, waiting, spans
        self.mine = self._rows(_MINE, act.names)
        self.theirs = self._rows(_THEIRS, act.people)
        self.hit = {row[0] for row in act.execute(_HIT)}
        self.tombs = {side: tombs(act, side, "relation") for side in ("main", "theirs")}
        self.outcomes: dict[str, Outcome] = {}
        self._ends: dict[str, Span | None] = {}

    def _rows(self, query: str, people: dict[int, str]) -> dict[str, Version]:
        found = {}
        for article, key, rev, site, at, kind, head, tail, attributes, annotator in self.act.execute(query):
            found[key] = Version(rev, 1, site, at, Tie(article, people[annotator], kind, head, tail, attributes))
        return found

    def settle(self) -> None:
        """Decides on every relation that has to be looked at; `outcomes` then has them."""
        held: dict[str, dict[str, Version]] = {"main": {}, "theirs": {}}
        for article in self.spans.places:
            for side, found in held.items():
                for key, (rev, site, one) in self.waiting.of(side, "relation", article).items():
                    found[key] = Version(rev, 1, site, self.act.at, self._body(one))
        moved = self.spans.outcomes
        loose = {key for key, one in self.mine.items() if one.body.head in moved or one.body.tail in moved}
        for key in sorted({*self.hit, *loose, *held["main"], *held["theirs"]}):
            mine = self.mine.get(key) or held["main"].get(key) or self.tombs["main"].get(key)
            theirs = self.theirs.get(key) or held["theirs"].get(key) or self.tombs["theirs"].get(key)
            best = self._better(key, mine, theirs)
            if best is not None:
                self.outcomes[key] = self._placed(key, best) if best.alive else Outcome(best)
        self._refuse_twins()

    def _body(self, held: Held) -> Tie:
        record = held.whole()
        assert isinstance(record, Relation)
        values = as_json(record.attributes) if record.attributes else "{}"
        return Tie(record.article, "", record.kind, record.head, record.tail, values)

    def _better(self, key: str, mine: Version | None, theirs: Version | None) -> Version | None:
        if mine is None or theirs is None:
            return mine or theirs
        if mine.rank == theirs.rank:
            if not mine.alive:
                return mine
            return max(mine, theirs, key=lambda one: (one.body.kind, one.body.attributes, one.body.head, one.body.tail))
        known: Tie = mine.body or theirs.body
        if mine.alive and self.act.protected and self._owner(mine.body) == self.act.protected:
            return mine
        if max(mine.rev, theirs.rev) > 1:
            records: tuple[AnyRecord | None, AnyRecord | None] = (
                tie_record(key, mine.body) if mine.alive else None,
                tie_record(key, theirs.body) if theirs.alive else None,
            )
            whose = known.article, self._owner(known)
            note_both(self.act, key, "relation", mine=mine, theirs=theirs, records=records, whose=whose)
        return max(mine, theirs, key=lambda one: one.rank)

    def _owner(self, body: Tie) -> str:
        if body.annotator:
            return body.annotator
        end = self._end(body.head)
        return end.annotator if end is not None else ""

    def _end(self, key: str) -> Span | None:
        """Just enough of a span that stands after this merge to ask about a relation's end; None when it does not."""
        if key not in self._ends:
            outcome = self.spans.outcomes.get(key)
            if outcome is not None:
                body = None if outcome.reason else outcome.body
                whose = None if body is None else (body.article, body.annotator, body.label)
            else:
                whose = self.act.execute(_END, (key,)).fetchone()
            self._ends[key] = None if whose is None else _span(key, *whose)
        return self._ends[key]

    def _placed(self, key: str, version: Version) -> Outcome:
        body: Tie = version.body
        place = self.spans.places[body.article]
        if place.number is None:
            if place.covers(version.rev, version.site):
                rev, site = place.dead or (version.rev, version.site)
                return Outcome(Version(rev, 0, site, self.act.at))
            return Outcome(version, body, "Its article was deleted")
        try:
            coded = self.act.fitting.kind(body.kind, body.attributes)
        except msgspec.DecodeError as error:
            raise self.act.damaged(f"The attributes of the relation {key} cannot be read") from error
        if isinstance(coded, Misfit):
            return Outcome(version, body, coded.reason)
        body = body._replace(kind=coded[0], attributes=coded[1])
        head, tail = self._end(body.head), self._end(body.tail)
        if head is None or tail is None:
            return Outcome(version, body, "A span that it ties does not stand")
        wrong = self.act.fitting.ends(body.kind, head, tail)
        if wrong is not None:
            return Outcome(version, body, wrong.reason)
        return Outcome(version, body._replace(annotator=head.annotator))

    def _refuse_twins(self) -> None:
        taken = {
            (one.body.kind, one.body.head, one.body.tail): key
            for key, one in self.mine.items()
            if key not in self.outcomes
        }
        for key in sorted(self.outcomes):
            outcome = self.outcomes[key]
            if outcome.reason or outcome.body is None:
                continue
            place = outcome.body.kind, outcome.body.head, outcome.body.tail
            other = taken.get(place)
            if other is None or key < other:
                taken[place] = key
            if other is not None:
                later = max(key, other)
                found = self.outcomes.get(later) or Outcome(self.mine[later], self.mine[later].body)
                self.outcomes[later] = Outcome(found.version, found.body, TWIN)


def _span(key: str, article: str, annotator: str, label: str) -> Span:
    return Span(id=key, article=article, annotator=annotator, label=label, fragments=((0, 1),), words="", codebook="")
