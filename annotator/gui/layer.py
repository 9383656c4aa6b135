"""What one annotator has on one article, in order: spans, relations, progress; kept up with each edit."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator

from annotator.core.edit import Edit
from annotator.core.model import AnyRecord, Progress, Relation, Span

Place = tuple[int, int, str]  # start, minus end, id: text order, outer before inner


class Layer:
    """Spans in text order and the relations among them, of one annotator; positions in code points."""

    def __init__(
        self,
        annotator: str,
        spans: Iterable[Span] = (),
        relations: Iterable[Relation] = (),
        progress: Progress | None = None,
    ) -> None:
        self.annotator = annotator
        self.by_id = {span.id: span for span in spans}
        self.relations = {tie.id: tie for tie in relations}
        self.progress = progress
        self._order: list[Place] = sorted(map(_place, self.by_id.values()))
        self._longest = max((-back - start for start, back, _ in self._order), default=0)  # of all there ever were

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Layer) and (self.by_id, self.relations, self.progress) == (
            other.by_id,
            other.relations,
            other.progress,
        )

    __hash__ = None  # type: ignore[assignment]

    def spans(self) -> list[Span]:
        """All spans in text order."""
        return [self.by_id[key] for _, _, key in self._order]

    def meeting(self, start: int, end: int) -> Iterator[Span]:
        """The spans whose hull shares a character with [start, end), in text order."""
        first = bisect_left(self._order, (start - self._longest,))
        for _, back, key in self._order[first : bisect_left(self._order, (end,))]:
            if -back > start:
                yield self.by_id[key]

    def ties_of(self, span: str) -> list[Relation]:
        """The relations that end at a span."""
        return [tie for tie in self.relations.values() if span in (tie.head, tie.tail)]

    def ends(self, ties: Iterable[Relation]) -> list[Span]:
        """The spans at the ends of these relations."""
        keys = dict.fromkeys(key for tie in ties for key in (tie.head, tie.tail))
        return [self.by_id[key] for key in keys if key in self.by_id]

    def apply(self, edit: Edit) -> None:
        """Takes over what an edit did to this layer."""
        for record in edit.before.values():
            if record.id not in edit.after:
                self._remove(record)
        for record in edit.after.values():
            self._put(record)

    def _remove(self, record: AnyRecord) -> None:
        if isinstance(record, Span) and record.id in self.by_id:
            self._drop_place(self.by_id.pop(record.id))
        elif isinstance(record, Relation):
            self.relations.pop(record.id, None)
        elif isinstance(record, Progress) and record.annotator == self.annotator:
            self.progress = None

    def _put(self, record: AnyRecord) -> None:
        if isinstance(record, Span) and record.annotator == self.annotator:
            former = self.by_id.get(record.id)
            if former is not None:
                self._drop_place(former)
            self.by_id[record.id] = record
            insort(self._order, _place(record))
            self._longest = max(self._longest, record.end - record.start)
        elif isinstance(record, Relation) and record.head in self.by_id:
            self.relations[record.id] = record
        elif isinstance(record, Progress) and record.annotator == self.annotator:
            self.progress = record

    def _drop_place(self, span: Span) -> None:
        place = bisect_left(self._order, _place(span))
        del self._order[place]

    def after(self, span: str | None, caret: int) -> Span | None:
        """The next span in text order: after this one, else the first that starts at or after the caret."""
        place = self._index(span)
        place = bisect_left(self._order, (caret,)) if place is None else place + 1
        return self._at(place)

    def before(self, span: str | None, caret: int) -> Span | None:
        """The span before this one in text order, else the last that starts before the caret."""
        place = self._index(span)
        return self._at((bisect_left(self._order, (caret,)) if place is None else place) - 1)

    def _index(self, span: str | None) -> int | None:
        return bisect_left(self._order, _place(self.by_id[span])) if span in self.by_id else None

    def _at(self, place: int) -> Span | None:
        return self.by_id[self._order[place][2]] if 0 <= place < len(self._order) else None


def _place(span: Span) -> Place:
    return span.start, -span.end, span.id
