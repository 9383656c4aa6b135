"""What the article view shows: one article's spans by block and by id, and what each span's chip says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from annotator.core.codebook import Codebook
from annotator.core.model import Relation, Span
from annotator.core.text import short
from annotator.gui.text import isolate
from annotator.gui.views.article.blocks import Blocks

_NAME_LENGTH = 28  # of a tail's words on a chip, code points


class Content:
    """Spans and relations over one text, kept so that a change touches few blocks."""

    def __init__(self, blocks: Blocks, codebook: Codebook, names: Mapping[str, str]) -> None:
        self.blocks = blocks
        self.spans: dict[str, Span] = {}
        self.names = names  # span id -> the short name of the actor it is linked to
        self._in_block: dict[int, dict[str, Span]] = {}
        self._relations: Sequence[Relation] = ()
        self._of_head: dict[str, list[Relation]] = {}
        self._captions = {label.key: (label.name or label.key).upper() for label in codebook.labels}
        # Kinds with a role first, then in the codebook's order: the first tie is the one that the chip names.
        kinds = sorted(codebook.relations, key=lambda kind: kind.role is None)
        self._rank = {kind.key: rank for rank, kind in enumerate(kinds)}

    def holds(self, spans: Mapping[str, Span], relations: Sequence[Relation], names: Mapping[str, str]) -> bool:
        """Whether it is just this that it shows."""
        return self.spans == spans and list(self._relations) == list(relations) and self.names == names

    def in_block(self, block: int) -> Collection[Span]:
        """The spans whose hull touches a block."""
        return self._in_block.get(block, {}).values()

    def blocks_of(self, span: Span) -> range:
        """The blocks that a span's hull touches."""
        return self.blocks.covering(span.start, span.end)

    def change(self, removed: Iterable[str], spans: Iterable[Span], relations: Sequence[Relation]) -> set[int]:
        """Takes spans out, puts new or changed ones in, takes over the relations; answers the blocks concerned."""
        touched: set[int] = set()
        changed: set[str] = set()
        for key in removed:
            self._take_out(key, touched)
            changed.add(key)
        for span in spans:
            self._take_out(span.id, touched)
            self.spans[span.id] = span
            for block in self.blocks_of(span):
                self._in_block.setdefault(block, {})[span.id] = span
                touched.add(block)
            changed.add(span.id)
        for head in self._changed_heads(relations, changed):
            if head in self.spans:
                touched.add(self.blocks.at(self.spans[head].start))
        return touched

    def _take_out(self, key: str, touched: set[int]) -> None:
        span = self.spans.pop(key, None)
        if span is None:
            return
        for block in self.blocks_of(span):
            self._in_block[block].pop(key, None)
            touched.add(block)

    def _changed_heads(self, relations: Sequence[Relation], changed: set[str]) -> set[str]:
        """The heads whose ties, or whose tails' words, are others than before."""
        heads: set[str] = set()
        if changed and self._relations:
            heads.update(tie.head for tie in self._relations if tie.tail in changed)
        if relations != self._relations:
            before, self._of_head = self._of_head, self._by_head(relations)
            keys = before.keys() | self._of_head.keys()
            heads.update(key for key in keys if before.get(key) != self._of_head.get(key))
            self._relations = list(relations)
        return heads

    def _by_head(self, relations: Sequence[Relation]) -> dict[str, list[Relation]]:
        grouped: dict[str, list[Relation]] = {}
        for relation in relations:
            grouped.setdefault(relation.head, []).append(relation)
        for ties in grouped.values():
            ties.sort(key=lambda tie: self._rank.get(tie.kind, len(self._rank)))
        return grouped

    def tails(self, head: str) -> list[str]:
        """The ids of the spans that a span is tied to, the most telling tie first."""
        return [tie.tail for tie in self._of_head.get(head, ()) if tie.tail in self.spans]

    def name(self, key: str) -> str:
        """A span's short name: of the actor it is linked to, else its words."""
        return self.names.get(key) or short(self.spans[key].words, _NAME_LENGTH)

    def caption(self, span: Span) -> str:
        """What a span's chip says: the label, and whom or what it is tied to: by name, "+1" for each further one."""
        caption = self.label_caption(span.label)
        tails = self.tails(span.id)
        if not tails:
            return caption
        first = next(tie.kind for tie in self._of_head[span.id] if tie.tail == tails[0])
        more = sum(tie.kind == first and tie.tail in self.spans for tie in self._of_head[span.id]) - 1
        return f"{caption}  →  {isolate(self.name(tails[0]))}" + (f" +{more}" if more > 0 else "")

    def label_caption(self, label: str) -> str:
        """A label's name as chips write it."""
        return self._captions.get(label, label.upper())

    def at(self, position: int) -> list[Span]:
        """The spans that hold the character at a position, the innermost first."""
        found = [
            span
            for span in self.in_block(self.blocks.at(position))
            if any(start <= position < end for start, end in span.fragments)
        ]
        return sorted(found, key=lambda span: (span.end - span.start, span.start))
