"""What of the two sides is not the same and has to be looked at, found by set-based queries: `hit`, by article."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from annotator.core.fitting import Misfit
from annotator.core.model import Held
from annotator.store.merge_act import Act

_CHUNK = 200  # articles looked at together
_SPANS = (
    "INSERT OR IGNORE INTO temp.hit SELECT art.id, 'span', t.id FROM theirs.span t JOIN temp.art ON art.tn=t.article"
    " LEFT JOIN main.span m ON m.id=t.id WHERE m.id IS NULL OR m.rev<>t.rev OR m.site<>t.site OR m.label<>t.label"
    ' OR m.start<>t.start OR m."end"<>t."end" OR m.attributes<>t.attributes OR m.fragments IS NOT t.fragments'
    " OR m.actor IS NOT t.actor OR m.note<>t.note"
)
_RELATIONS = (
    "INSERT OR IGNORE INTO temp.hit SELECT art.id, 'relation', t.id FROM theirs.relation t"
    " JOIN theirs.span h ON h.n=t.head JOIN temp.art ON art.tn=h.article LEFT JOIN main.relation m ON m.id=t.id"
    " WHERE m.id IS NULL OR m.rev<>t.rev OR m.site<>t.site OR m.kind<>t.kind OR m.attributes<>t.attributes"
)
_GONE_SPANS = (
    "INSERT OR IGNORE INTO temp.hit SELECT a.id, 'span', m.id FROM theirs.tombstone t"
    " CROSS JOIN main.span m ON m.id=t.id JOIN main.article a ON a.n=m.article WHERE t.kind='span' AND t.rev>m.rev"
)
_GONE_RELATIONS = (
    "INSERT OR IGNORE INTO temp.hit SELECT a.id, 'relation', m.id FROM theirs.tombstone t"
    " CROSS JOIN main.relation m ON m.id=t.id JOIN main.span h ON h.n=m.head JOIN main.article a ON a.n=h.article"
    " WHERE t.kind='relation' AND t.rev>m.rev"
)
_CODED = (
    "INSERT OR IGNORE INTO temp.hit SELECT a.id, 'span', s.id FROM main.span s JOIN main.article a ON a.n=s.article"
    " WHERE s.label=? AND s.attributes=?"
)
_ALL_RELATIONS = (
    "INSERT OR IGNORE INTO temp.hit SELECT a.id, 'relation', r.id FROM main.relation r"
    " JOIN main.span h ON h.n=r.head JOIN main.article a ON a.n=h.article"
)

HeldRow = tuple[int, str, Held]  # rev, site, what is held


class Waiting:
    """What is held on either side, by kind and article, each by its record's id."""

    def __init__(self, act: Act) -> None:
        self.sides: dict[str, dict[tuple[str, str], dict[str, HeldRow]]] = {"main": {}, "theirs": {}}
        for side, found in self.sides.items():
            for key, kind, rev, site, reason, body in act.execute(
                "SELECT h.id, h.kind, max(h.rev, coalesce(t.rev,0)), h.site, h.reason, h.body"
                f" FROM {side}.held h LEFT JOIN {side}.tombstone t ON t.id=h.id WHERE h.kind<>'wording'"
            ).fetchall():
                held = Held(record=key, kind=kind, reason=reason, body=body)
                try:
                    article = getattr(held.whole(), "article", "")
                except (msgspec.DecodeError, KeyError) as error:
                    raise act.damaged(f"What is held as {key} cannot be read") from error
                found.setdefault((kind, article), {})[key] = (rev, site, held)

    def of(self, side: str, kind: str, article: str) -> dict[str, HeldRow]:
        """What one side holds of a kind on an article."""
        return self.sides[side].get((kind, article), {})

    def articles(self, *kinds: str) -> Iterator[tuple[str, str, str]]:
        """Article, kind and id of all that is held of these kinds."""
        for found in self.sides.values():
            for (kind, article), records in found.items():
                if kind in kinds:
                    yield from ((article, kind, key) for key in records)


def find(act: Act, waiting: Waiting, *, recoded: bool) -> None:
    """Fills `hit`; with `recoded` (another codebook stands now) also what does not fit it."""
    for query in (_SPANS, _RELATIONS, _GONE_SPANS, _GONE_RELATIONS):
        act.execute(query)
    act.connection.executemany("INSERT OR IGNORE INTO temp.hit VALUES(?,?,?)", waiting.articles("span", "relation"))
    if recoded:
        pairs = act.execute("SELECT DISTINCT label, attributes FROM main.span").fetchall()
        for pair in pairs:
            found = act.fitting.span(*pair)
            if isinstance(found, Misfit) or found != pair:
                act.execute(_CODED, pair)
        act.execute(_ALL_RELATIONS)


def chunks(act: Act) -> Iterator[tuple[list[str], int, int]]:
    """The articles to look at, so many at a time, as the table `chunk` has them: ids, how far, of how many."""
    wanted = [row[0] for row in act.execute("SELECT DISTINCT article FROM temp.hit ORDER BY article")]
    for start in range(0, len(wanted), _CHUNK):
        some = wanted[start : start + _CHUNK]
        act.execute("DELETE FROM temp.chunk")
        act.connection.executemany(
            "INSERT INTO temp.chunk(id,mn,tn) SELECT ?1, (SELECT n FROM main.article WHERE id=?1),"
            " (SELECT n FROM theirs.article WHERE id=?1)",
            [(one,) for one in some],
        )
        yield some, start, len(wanted)
