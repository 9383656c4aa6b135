"""The spans of a merge: of each the greater version, placed on the text and under the codebook that stand, or held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from annotator.core.chains import Chain, across, along
from annotator.core.fitting import Misfit
from annotator.core.model import AnyRecord, Fragment, Held, Span, words_of
from annotator.store.merge_act import Act, Place
from annotator.store.merge_hits import Waiting
from annotator.store.merge_kin import Version, note_both
from annotator.store.rows import as_json

_COLUMNS = (
    'h.article, s.id, s.rev, s.site, s.at, s.article, s.annotator, s.label, s.start, s."end", s.fragments, s.words,'
    " s.attributes, s.actor, s.note, s.origin, s.codebook"
)
_FROM = (
    "SELECT {columns} FROM temp.chunk c CROSS JOIN temp.hit h ON h.article=c.id AND h.kind='span'"
    " CROSS JOIN {side}.span s ON s.id=h.id"
)
_TOMBS = (
    "SELECT h.id, t.rev, t.site, t.at FROM temp.chunk c CROSS JOIN temp.hit h ON h.article=c.id AND h.kind=?"
    " CROSS JOIN {side}.tombstone t ON t.id=h.id"
)
_OTHERS = (
    'SELECT c.id, s.id, s.annotator, s.label, s.start, s."end", s.fragments FROM temp.chunk c'
    " CROSS JOIN main.span s ON s.article=c.mn"
)
# Key in `project` of where a version was made, when a merge moved it to other words: record, rev and site.
MOVED = "moved:"
APART = "Its article's text was corrected in two copies apart from each other"
TWIN = "The same words are tagged so already by the same person"
_fragments = msgspec.json.Decoder(tuple[Fragment, ...]).decode
_values = msgspec.json.Decoder(dict[str, Any]).decode
_ONLY = "{}"


class Body(NamedTuple):
    """What a span says, as it is stored; whose it is by our ids."""

    article: str
    annotator: str
    label: str
    pieces: tuple[Fragment, ...]
    words: str
    attributes: str
    actor: str | None
    note: str
    origin: str
    codebook: str


def record_of(key: str, body: Body) -> Span:
    """The record."""
    return Span(
        id=key,
        article=body.article,
        annotator=body.annotator,
        label=body.label,
        fragments=body.pieces,
        words=body.words,
        codebook=body.codebook,
        attributes={} if body.attributes == _ONLY else _values(body.attributes),
        actor=body.actor,
        note=body.note,
        origin=body.origin,
    )


def body_of(span: Span) -> Body:
    """The other way."""
    attributes = as_json(span.attributes) if span.attributes else _ONLY
    place = (span.article, span.annotator, span.label, span.fragments, span.words)
    return Body(*place, attributes, span.actor, span.note, span.origin, span.codebook)


class Outcome(NamedTuple):
    """What becomes of a record: a row (no reason), held for a reason, or deleted (no body)."""

    version: Version
    body: Any = None
    reason: str = ""


class Spans:
    """The spans of one chunk of articles."""

    def __init__(self, act: Act, waiting: Waiting, articles: Iterable[str]) -> None:
        self.act, self.waiting = act, waiting
        self.places: dict[str, Place] = {one: act.place(one) for one in articles}
        self.mine = self._rows("main", act.names)
        self.theirs = self._rows("theirs", act.people)
        self.tombs = {side: tombs(act, side, "span") for side in ("main", "theirs")}
        self.outcomes: dict[str, Outcome] = {}
        self.article_of: dict[str, str] = {}
        self._text: tuple[str, str] = ("", "")

    def _rows(self, side: str, people: Mapping[int, str]) -> dict[str, Version]:
        found = {}
        own = side == "main"
        for row in self.act.execute(_FROM.format(columns=_COLUMNS, side=side)):
            article, key, rev, site, at, _, annotator, label, start, end, pieces, words, values, *rest = row
            try:
                fragments = ((start, end),) if pieces is None else _fragments(pieces)
            except msgspec.DecodeError as error:
                raise self.act.damaged(f"The fragments of the span {key} cannot be read") from error
            body = Body(article, people[annotator], label, fragments, words, values, *rest)
            place = self.places[article]
            found[key] = Version(rev, 1, site, at, body, place.mine if own else place.theirs)
        return found

    def settle(self) -> None:
        """Decides on every span; `outcomes` then has them."""
        chosen: list[tuple[str, Version]] = []
        for key, mine, theirs in self._pairs():
            best = self._better(key, mine, theirs)
            if best is None:
                continue
            if not best.alive:
                self.outcomes[key] = Outcome(best)
            else:
                chosen.append((key, best))
        chosen.sort(key=lambda one: (one[1].body.article, one[0]))
        for key, version in chosen:
            self.outcomes[key] = self._placed(key, version)
        self._refuse_twins([key for key, _ in chosen])

    def _pairs(self) -> Iterable[tuple[str, Version | None, Version | None]]:
        held: dict[str, dict[str, Version]] = {"main": {}, "theirs": {}}
        for article in self.places:
            for side, found in held.items():
                for key, (rev, site, one) in self.waiting.of(side, "span", article).items():
                    found[key] = self._held(rev, site, one, theirs=side == "theirs")
        for key in sorted({*self.mine, *self.theirs, *held["main"], *held["theirs"]}):
            mine = self.mine.get(key) or held["main"].get(key) or self.tombs["main"].get(key)
            theirs = self.theirs.get(key) or held["theirs"].get(key) or self.tombs["theirs"].get(key)
            yield key, mine, theirs

    def _held(self, rev: int, site: str, held: Held, *, theirs: bool) -> Version:
        span = held.whole()
        assert isinstance(span, Span)
        body = body_of(span)
        if theirs:
            body = body._replace(annotator=self.act.ids.get(body.annotator, body.annotator))
        return Version(rev, 1, site, self.act.at, body, held.on)

    def _better(self, key: str, mine: Version | None, theirs: Version | None) -> Version | None:
        if mine is None or theirs is None:
            best = mine or theirs
            if best is not None and best.body is not None:
                self.article_of[key] = best.body.article
            return best
        known = mine.body or theirs.body
        self.article_of[key] = known.article
        if mine.body and theirs.body and mine.body.article != theirs.body.article:
            raise self.act.damaged(f"The span {key} stands on another article there")
        if mine.rank == theirs.rank:
            return self._same_rank(key, mine, theirs) if mine.alive else mine
        if self.act.protected == known.annotator and mine.alive:
            return mine
        if max(mine.rev, theirs.rev) > 1:
            records: tuple[AnyRecord | None, AnyRecord | None] = (
                record_of(key, mine.body) if mine.alive else None,
                record_of(key, theirs.body) if theirs.alive else None,
            )
            whose = known.article, known.annotator
            note_both(self.act, key, "span", mine=mine, theirs=theirs, records=records, whose=whose)
        return max(mine, theirs, key=lambda one: one.rank)

    def _same_rank(self, key: str, mine: Version, theirs: Version) -> Version:
        """The same version on both sides may differ by what a merge did to it: the same one is taken whoever merges."""
        said = [(b.label, b.attributes, b.actor or "", b.note) for b in (mine.body, theirs.body)]
        if said[0] != said[1]:
            return mine if said[0] > said[1] else theirs
        if mine.body.pieces == theirs.body.pieces and mine.on == theirs.on:
            return mine
        ranked = [(self._pieces(key, one) is not None, one.body.pieces, one.on) for one in (mine, theirs)]
        return mine if ranked[0] >= ranked[1] else theirs

    def _pieces(self, key: str, version: Version) -> tuple[Fragment, ...] | None:
        """Where a version stands on the text that stands; of one whose text nobody noted only where its words do."""
        place = self.places[version.body.article]
        if place.number is None:
            return None
        if version.on == place.sha256:
            return tuple(version.body.pieces)
        if version.on:
            found = along(version.body.pieces, version.on, self.act.chain_of(place))
            lost = None if found is not None else self._lost_chain(place, version.on)
            if lost is not None:
                found = self._as_made(key, version, place)
                if found is None:
                    found = self._across(version, lost, place)
            return found
        text = self._read(place)
        pieces = version.body.pieces
        return tuple(pieces) if pieces[-1][1] <= len(text) and words_of(text, pieces) == version.body.words else None

    def _lost_chain(self, place: Place, base: str) -> Chain | None:
        """The chain that parted from the one that stands, and of which this text is the end."""
        return next((one for one in self.act.lost_of(place) if one.head == base), None)

    def _across(self, version: Version, lost: Chain, place: Place) -> tuple[Fragment, ...] | None:
        """Led back and on again; what was said of words that are others where it stood is not said of these."""
        led = across(version.body.pieces, lost, self.act.chain_of(place))
        if led is None or not (led[1] or words_of(self._read(place), led[0]) == version.body.words):
            return None
        return led[0]

    def _as_made(self, key: str, version: Version, place: Place) -> tuple[Fragment, ...] | None:
        """The same from where it was before an earlier merge moved it along a correction that does not stand."""
        query = "SELECT value FROM main.project WHERE key=?"
        row = self.act.execute(query, (f"{MOVED}{key}/{version.rev}/{version.site}",)).fetchone()
        if row is None:
            return None
        pieces, base = msgspec.json.decode(row[0], type=tuple[tuple[Fragment, ...], str])
        return along(pieces, base, self.act.chain_of(place))

    def _read(self, place: Place) -> str:
        if self._text[0] != place.id:
            row = self.act.execute("SELECT text FROM main.article WHERE n=?", (place.number,)).fetchone()
            self._text = place.id, row[0]
        return self._text[1]

    def _placed(self, key: str, version: Version) -> Outcome:
        body: Body = version.body
        place = self.places[body.article]
        if place.number is None:
            if place.covers(version.rev, version.site):
                rev, site = place.dead or (version.rev, version.site)
                return Outcome(Version(rev, 0, site, self.act.at))
            return Outcome(version, body, "Its article was deleted")
        if body.annotator not in self.act.numbers:
            raise self.act.damaged(f"The span {key} is of an annotator who is not there")
        pieces = self._pieces(key, version)
        if pieces is not None:
            body = self._moved(key, version, pieces, place)
            version = version._replace(on=place.sha256)
        try:
            coded = self.act.fitting.span(body.label, body.attributes)
        except msgspec.DecodeError as error:
            raise self.act.damaged(f"The attributes of the span {key} cannot be read") from error
        if isinstance(coded, Misfit):
            return Outcome(version, body, coded.reason)
        body = body._replace(label=coded[0], attributes=coded[1])
        if place.unpicked:
            return Outcome(version, body, APART)
        return Outcome(version, body, "" if pieces is not None else self._lost(place, version))

    def _moved(self, key: str, version: Version, pieces: tuple[Fragment, ...], place: Place) -> Body:
        """What it says on the text that stands; what is held is moved along, too, or it would depend on who merges."""
        body: Body = version.body
        text = self._read(place)
        self._check(key, pieces, text)
        words = words_of(text, pieces)
        if words != body.words and version.on == place.sha256 and version is self.theirs.get(key):
            raise self.act.damaged(f"The words of the span {key} are not what its article has there")
        if words != body.words and version.on:
            value = as_json([body.pieces, version.on])
            row = f"{MOVED}{key}/{version.rev}/{version.site}", value
            if self.act.execute("INSERT OR IGNORE INTO main.project(key,value) VALUES(?,?)", row).rowcount:
                self.act.log.state("project", row[0], None)
        return body._replace(pieces=pieces, words=words)

    def _lost(self, place: Place, version: Version) -> str:
        held = self.waiting.of("main", "span", place.id) | self.waiting.of("theirs", "span", place.id)
        if version.on and version.on not in self.act.chain_of(place).hashes:
            return APART
        for rev, _, one in held.values():
            if rev == version.rev and one.reason.startswith("Its words were cut"):
                return one.reason
        return "Its words were cut when the text was corrected"

    def _check(self, key: str, pieces: tuple[Fragment, ...], text: str) -> None:
        last = -1
        for start, end in pieces:
            if start <= last or start >= end:
                raise self.act.damaged(f"The fragments of the span {key} are not in order")
            last = end
        if not pieces or last > len(text):
            raise self.act.damaged(f"The span {key} lies outside its article")

    def _refuse_twins(self, keys: list[str]) -> None:
        """Of several spans that say the same of the same words the oldest id stands, the others are held."""
        taken: dict[tuple[Any, ...], str] = {}
        people = self.act.names
        for article, key, annotator, label, start, end, pieces in self.act.execute(_OTHERS):
            if key not in self.outcomes:
                fragments = ((start, end),) if pieces is None else _fragments(pieces)
                taken[article, people[annotator], label, fragments] = key
        for key in keys:
            outcome = self.outcomes[key]
            if outcome.reason or outcome.body is None:
                continue
            body: Body = outcome.body
            place = body.article, body.annotator, body.label, body.pieces
            other = taken.get(place)
            if other is None or key < other:
                taken[place] = key
            if other is not None:
                later = max(key, other)
                found = self.outcomes.get(later) or self._standing(later)
                self.outcomes[later] = Outcome(found.version, found.body, TWIN)

    def _standing(self, key: str) -> Outcome:
        """A span of ours that nobody touched, which an older one takes the place of."""
        act = self.act
        columns = _COLUMNS.replace("h.article", "a.id")
        row = act.execute(
            f"SELECT {columns} FROM main.span s JOIN main.article a ON a.n=s.article WHERE s.id=?", (key,)
        ).fetchone()
        article, _, rev, site, at, _, annotator, label, start, end, pieces, words, values, *rest = row
        fragments = ((start, end),) if pieces is None else _fragments(pieces)
        body = Body(article, act.names[annotator], label, fragments, words, values, *rest)
        version = Version(rev, 1, site, at, body, self.places[article].sha256)
        self.mine[key], self.article_of[key] = version, article
        return Outcome(version, body)


def tombs(act: Act, side: str, kind: str) -> dict[str, Version]:
    """The tombstones of what is looked at in this chunk."""
    found = act.execute(_TOMBS.format(side=side), (kind,))
    return {row[0]: Version(row[1], 0, row[2], row[3]) for row in found}
