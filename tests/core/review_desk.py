"""A reviewer's desk without a file: layers, a gold layer that edits change, and the review as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from annotator.core.cases import Review, review
from annotator.core.deciding import Bench
from annotator.core.differences import Comparison, Layer
from annotator.core.edit import Edit, inverse
from annotator.core.grouping import compare
from annotator.core.model import (
    AnyRecord,
    Decision,
    Fragment,
    Progress,
    Relation,
    Span,
    gold_id,
    join_fragments,
    words_of,
)
from tests.builders import NEWS, VERSION, make_article

PROJECT = "0b6bd7a1-7d4c-4c5e-9d0e-3f8a2a9f1c11"
GOLD = gold_id(PROJECT)
TEXT = "Mayor Ilse Brandt 🚢 said é ferries run late, she told مراسل reporters. About 4,200 people use them."
ARTICLE = make_article(TEXT, id="article")
QUANTITIES = frozenset(label.key for label in NEWS.with_role("quantity"))


def span(who: str, start: int, end: int, label: str = "ACTOR", **fields: Any) -> Span:
    """A span whose id says whose it is and where."""
    pieces: tuple[Fragment, ...] = fields.pop("fragments", ((start, end),))
    return Span(
        id=fields.pop("id", f"{who}-{label}-{pieces}"),
        article=ARTICLE.id,
        annotator=who,
        label=label,
        fragments=pieces,
        words=words_of(TEXT, pieces),
        codebook=VERSION,
        **fields,
    )


def tie(head: Span, tail: Span, kind: str = "speaker", **fields: Any) -> Relation:
    """A relation whose id says what it ties."""
    return Relation(
        id=f"{head.id}>{kind}>{tail.id}", article=ARTICLE.id, kind=kind, head=head.id, tail=tail.id, **fields
    )


class Desk:
    """Layers that are compared, everything in gold, and what was done, as a project would keep it."""

    def __init__(self, layers: Sequence[Layer], reviewer: str = "rita") -> None:
        self.layers, self.reviewer = list(layers), reviewer
        self.records: dict[str, AnyRecord] = {}
        self.revs = {one.id: 1 for layer in layers for one in (*layer.spans, *layer.relations)}
        self.done: list[Edit] = []
        self._last: list[Layer] = []
        self._comparison = compare(ARTICLE.id, [])

    def review(self) -> Review:
        """The review as it stands."""
        gold = [one for one in self.records.values() if isinstance(one, Span)]
        found = [one for one in self.records.values() if isinstance(one, Progress)]
        return review(
            ARTICLE,
            self._compared(),
            annotators=tuple(layer.annotator for layer in self.layers),
            revs=self.revs,
            gold=sorted(gold, key=lambda one: (one.start, -one.end, one.id)),
            gold_ties=[one for one in self.records.values() if isinstance(one, Relation)],
            decisions=sorted(
                (one for one in self.records.values() if isinstance(one, Decision)), key=lambda one: one.id
            ),
            progress=found[0] if found else None,
        )

    def _compared(self) -> Comparison:
        """Worked out once for the same layers."""
        if self._last != self.layers:
            self._last, self._comparison = list(self.layers), compare(ARTICLE.id, self.layers, quantities=QUANTITIES)
        return self._comparison

    def bench(self) -> Bench:
        """What acts take."""
        return Bench(
            review=self.review(), reviewer=self.reviewer, project=PROJECT, gold=GOLD, codebook=NEWS, version=VERSION
        )

    def apply(self, edit: Edit) -> None:
        """One act, compared as the store does, which also refuses twins and ties without their ends."""
        for key in edit.ids():
            assert self.records.get(key) == edit.before.get(key)
            self.records.pop(key, None)
        self.records |= edit.after
        spans = [one for one in self.records.values() if isinstance(one, Span)]
        ties = [one for one in self.records.values() if isinstance(one, Relation)]
        assert len({(one.label, one.fragments) for one in spans}) == len(spans)
        assert len({(one.kind, one.head, one.tail) for one in ties}) == len(ties)
        assert {key for one in ties for key in (one.head, one.tail)} <= {one.id for one in spans}

    def do(self, edit: Edit) -> None:
        """An act that can be undone."""
        self.apply(edit)
        self.done.append(edit)

    def undo(self) -> None:
        """The newest act taken back."""
        self.apply(inverse(self.done.pop()))

    def gold(self) -> list[tuple[str, str]]:
        """Label and words of every gold span, in text order."""
        return [(one.label, one.words) for one in self.review().gold]

    def standings(self) -> dict[str, str]:
        """How every difference stands, by its id."""
        return {one.difference.id: one.standing for one in self.review().cases}


pieces = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 14)).map(lambda one: (one[0], one[0] + one[1])), min_size=1, max_size=2
)
answers = st.dictionaries(st.sampled_from(["value", "scale", "form"]), st.sampled_from(["x", "y"]), max_size=2)


@st.composite
def layers(draw: st.DrawFn, most: int = 7) -> list[Layer]:
    """Two to four layers over the same text, with ties from quotes to actors."""
    found = []
    for who in "abcd"[: draw(st.integers(2, 4))]:
        spans: dict[object, Span] = {}
        for some in draw(st.lists(pieces, max_size=most)):
            one = span(
                who,
                0,
                0,
                draw(st.sampled_from(["ACTOR", "QUOTE", "STATISTIC"])),
                fragments=join_fragments(some),
                attributes=draw(answers),
                actor=draw(st.sampled_from([None, "p"])),
            )
            spans[one.label, one.fragments] = one
        heads = [one for one in spans.values() if one.label == "QUOTE"]
        tails = [one for one in spans.values() if one.label == "ACTOR"]
        ties = {}
        if heads and tails:
            for head, tail in draw(st.lists(st.tuples(st.sampled_from(heads), st.sampled_from(tails)), max_size=3)):
                ties[head.id, tail.id] = tie(head, tail)
        found.append(Layer(annotator=who, spans=tuple(spans.values()), relations=tuple(ties.values())))
    return found
