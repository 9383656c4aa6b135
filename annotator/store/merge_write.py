"""Writes what was decided on spans and relations: rows, held records, tombstones, and a line for all that changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from annotator.core.model import AnyRecord, Held, Relation, Span
from annotator.store import wordings
from annotator.store.merge_act import Act
from annotator.store.merge_hits import Waiting
from annotator.store.merge_kin import Version
from annotator.store.merge_log import Stamped
from annotator.store.merge_spans import Body, Outcome, Spans, record_of
from annotator.store.merge_ties import Tie, Ties, tie_record
from annotator.store.replacement import ORIGIN
from annotator.store.rows import as_json

_INSERT_SPAN = (
    'INSERT INTO main.span(id,rev,site,at,batch,article,annotator,label,start,"end",fragments,words,attributes,actor,'
    "note,origin,codebook) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)
_UPDATE_SPAN = (
    'UPDATE main.span SET rev=?, site=?, at=?, label=?, start=?, "end"=?, fragments=?, words=?, attributes=?, actor=?,'
    " note=?, origin=?, codebook=?, annotator=? WHERE id=?"
)
_INSERT_TIE = (
    "INSERT INTO main.relation(id,rev,site,at,batch,kind,head,tail,attributes) VALUES(?,?,?,?,?,?,"
    "(SELECT n FROM main.span WHERE id=?),(SELECT n FROM main.span WHERE id=?),?)"
)
_UPDATE_TIE = (
    "UPDATE main.relation SET rev=?, site=?, at=?, kind=?, head=(SELECT n FROM main.span WHERE id=?),"
    " tail=(SELECT n FROM main.span WHERE id=?), attributes=? WHERE id=?"
)
_BURY = "INSERT OR REPLACE INTO main.tombstone(id,kind,rev,site,at) VALUES(?,?,?,?,?)"


class Writer:
    """Takes the outcomes of one chunk; a span's row goes after its relations' and comes before them."""

    def __init__(self, act: Act, waiting: Waiting, spans: Spans, ties: Ties) -> None:
        self.act, self.waiting, self.spans, self.ties = act, waiting, spans, ties

    def write(self) -> None:
        """Everything of the chunk."""
        gone = self._sort("relation", self.ties.outcomes, self.ties.mine, _as_tie)
        lost = self._sort("span", self.spans.outcomes, self.spans.mine, _as_span)
        for kind, keys in (("relation", gone), ("span", lost)):
            self._delete(kind, keys)
        self._rows("span", self.spans.outcomes, self.spans.mine)
        self._rows("relation", self.ties.outcomes, self.ties.mine)
        self.act.log.flush()

    def _sort(
        self,
        kind: str,
        outcomes: dict[str, Outcome],
        mine: dict[str, Version],
        record: Callable[[str, Any], AnyRecord],
    ) -> list[str]:
        """Holds, lets go of and buries; returns the ids whose rows go."""
        gone = []
        for key, outcome in outcomes.items():
            standing = mine.get(key)
            if outcome.body is None:
                if self._bury(kind, key, outcome, standing):
                    gone.append(key)
            elif outcome.reason:
                self._hold(kind, key, outcome, record(key, outcome.body))
                if standing is not None:
                    gone.append(key)
            else:
                self._let_go(kind, key, outcome.body.article)
        if gone:
            stamps = self._batches(kind, gone)
            for key in gone:
                before = mine[key]
                stamp = Stamped(before.rev, before.site, before.at, stamps[key])
                rev = outcomes[key].version.rev
                self.act.log.record(key, kind, rev, before=record(key, before.body), stamp=stamp, after=None)
        return gone

    def _batches(self, kind: str, keys: list[str]) -> dict[str, int | None]:
        query = f"SELECT batch FROM main.{kind} WHERE id=?"
        return {key: self.act.execute(query, (key,)).fetchone()[0] for key in keys}

    def _bury(self, kind: str, key: str, outcome: Outcome, standing: Version | None) -> bool:
        body = standing.body if standing is not None else None
        held = None
        if body is None:
            article = self.spans.article_of.get(key, "") if kind == "span" else ""
            held = self._held_here(kind, key, article)
        if body is None and held is None:
            return False
        version = outcome.version
        self._note_tombstone(key)
        self.act.execute(_BURY, (key, kind, version.rev, version.site, version.at or self.act.at))
        if held is not None:
            self._drop_held(key)
        if body is None:
            self.act.tally.other += 1
            return False
        self.act.tally.add("deleted", body.article, body.annotator)
        return True

    def _held_here(self, kind: str, key: str, article: str) -> Any:
        if article:
            return self.waiting.of("main", kind, article).get(key)
        return next(
            (one for one in (self.waiting.of("main", kind, a).get(key) for a in self.spans.places) if one), None
        )

    def _note_tombstone(self, key: str) -> None:
        row = self.act.execute("SELECT kind, rev, site, at FROM main.tombstone WHERE id=?", (key,)).fetchone()
        self.act.log.state("tombstone", key, None if row is None else list(row))

    def _drop_held(self, key: str) -> None:
        row = self.act.execute("SELECT kind, rev, site, reason, body FROM main.held WHERE id=?", (key,)).fetchone()
        self.act.log.state("held", key, None if row is None else list(row))
        wordings.erase(self.act.connection, key)

    def _hold(self, kind: str, key: str, outcome: Outcome, record: AnyRecord) -> None:
        version, body = outcome.version, outcome.body
        known = self.waiting.of("main", kind, body.article).get(key)
        reason = self._reason(kind, key, outcome)
        held = Held.of(record, reason=reason, on=version.on)
        self._outlive(key, version)
        if known is not None and known[:2] == (version.rev, version.site) and known[2] == held:
            return
        row = self.act.execute("SELECT kind, rev, site, reason, body FROM main.held WHERE id=?", (key,)).fetchone()
        self.act.log.state("held", key, None if row is None else list(row))
        wordings.erase(self.act.connection, key)
        wordings.hold(self.act.connection, held, version.rev, version.site)
        if known is None:
            self.act.tally.add("held", body.article, body.annotator)
            self.act.tally.held.append((key, kind, body.article, body.annotator, held.reason))
        else:
            self.act.tally.other += 1

    def _outlive(self, key: str, version: Version) -> None:
        """A deletion that the held version outlived goes, as it would if it stood; whoever set it aside deleted it."""
        row = self.act.execute("SELECT rev, site FROM main.tombstone WHERE id=?", (key,)).fetchone()
        if row is not None and row[0] <= version.rev and row != (version.rev, version.site):
            self._note_tombstone(key)
            self.act.execute("DELETE FROM main.tombstone WHERE id=?", (key,))
            self.act.tally.other += 1

    def _reason(self, kind: str, key: str, outcome: Outcome) -> str:
        """What a person set aside, which left a tombstone, keeps that person's reason."""
        tombs = self.spans.tombs if kind == "span" else self.ties.tombs
        for side in ("main", "theirs"):
            one = self.waiting.of(side, kind, outcome.body.article).get(key)
            if one is not None and key in tombs[side] and one[:2] == (outcome.version.rev, outcome.version.site):
                return one[2].reason
        return outcome.reason

    def _let_go(self, kind: str, key: str, article: str) -> None:
        """What stands is not held, and not deleted."""
        if self.waiting.of("main", kind, article).get(key) is not None:
            self._drop_held(key)
        table = self.spans.tombs if kind == "span" else self.ties.tombs
        if key in table["main"] or self.waiting.of("main", kind, article).get(key) is not None:
            self._note_tombstone(key)
            self.act.execute("DELETE FROM main.tombstone WHERE id=?", (key,))

    def _delete(self, kind: str, keys: list[str]) -> None:
        if keys:
            records = self.ties.mine if kind == "relation" else self.spans.mine
            make: Callable[[str, Any], AnyRecord] = _as_tie if kind == "relation" else _as_span
            origins = [(key, as_json(make(key, records[key].body))) for key in keys]
            self.act.connection.executemany(ORIGIN.format(kind=kind), origins)
            self.act.connection.executemany(f"DELETE FROM main.{kind} WHERE id=?", [(key,) for key in keys])

    def _rows(self, kind: str, outcomes: dict[str, Outcome], mine: dict[str, Version]) -> None:
        make: Callable[[str, Any], AnyRecord] = _as_tie if kind == "relation" else _as_span
        new, changed = [], []
        for key, outcome in outcomes.items():
            if outcome.body is None or outcome.reason:
                continue
            version, standing = outcome.version, mine.get(key)
            if standing is None:
                new.append((key, outcome))
                self.act.tally.add("new", outcome.body.article, outcome.body.annotator)
            elif standing.body != outcome.body or standing.rank != version.rank:
                changed.append((key, outcome))
                if standing.rank != version.rank:
                    self.act.tally.add("changed", outcome.body.article, outcome.body.annotator)
                else:
                    self.act.tally.other += 1
        stamps = self._batches(kind, [key for key, _ in changed])
        for key, outcome in changed:
            before = mine[key]
            stamp = Stamped(before.rev, before.site, before.at, stamps[key])
            after = as_json(make(key, outcome.body))
            self.act.log.record(key, kind, outcome.version.rev, before=make(key, before.body), stamp=stamp, after=after)
        execute, numbers, places = self.act.connection.executemany, self.act.numbers, self.spans.places
        if kind == "span":
            execute(_INSERT_SPAN, [_span_row(key, one, self.act.n, places, numbers) for key, one in new])
            execute(_UPDATE_SPAN, [_span_change(key, one, numbers) for key, one in changed])
        else:
            execute(_INSERT_TIE, [_tie_row(key, one, self.act.n) for key, one in new])
            execute(_UPDATE_TIE, [_tie_change(key, one) for key, one in changed])


def _as_span(key: str, body: Body) -> Span:
    return record_of(key, body)


def _as_tie(key: str, body: Tie) -> Relation:
    return tie_record(key, body)


def _fragments(body: Body) -> str | None:
    return None if len(body.pieces) == 1 else as_json(body.pieces)


def _span_row(key: str, one: Outcome, n: int, places: Any, numbers: dict[str, int]) -> tuple[Any, ...]:
    version, body = one.version, one.body
    where = (places[body.article].number, numbers[body.annotator], body.label, body.pieces[0][0], body.pieces[-1][1])
    said = (_fragments(body), body.words, body.attributes, body.actor, body.note, body.origin, body.codebook)
    return key, version.rev, version.site, version.at, n, *where, *said


def _span_change(key: str, one: Outcome, numbers: dict[str, int]) -> tuple[Any, ...]:
    version, body = one.version, one.body
    where = (body.label, body.pieces[0][0], body.pieces[-1][1], _fragments(body), body.words, body.attributes)
    rest = (body.actor, body.note, body.origin, body.codebook, numbers[body.annotator], key)
    return version.rev, version.site, version.at, *where, *rest


def _tie_row(key: str, one: Outcome, n: int) -> tuple[Any, ...]:
    version, body = one.version, one.body
    return key, version.rev, version.site, version.at, n, body.kind, body.head, body.tail, body.attributes


def _tie_change(key: str, one: Outcome) -> tuple[Any, ...]:
    version, body = one.version, one.body
    return version.rev, version.site, version.at, body.kind, body.head, body.tail, body.attributes, key
