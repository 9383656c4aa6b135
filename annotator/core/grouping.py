"""Lines up any number of layers, pair by pair as the measures do, and makes groups of what was matched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import msgspec

from annotator.core import hanging
from annotator.core.compare import lines
from annotator.core.differences import KINDS, Comparison, Difference, Kind, Layer, Pair, Proposal, Side, difference_id
from annotator.core.model import Relation, Span, Value


def compare(
    article: str,
    layers: Sequence[Layer],
    *,
    quantities: frozenset[str] = frozenset(),
    heirs: Mapping[str, str] = {},
) -> Comparison:
    """The groups of these layers (of different annotators) of an article, lined up pair by pair as the measures do.

    `quantities` are the labels whose spans are statistics, `heirs` the actors that merged ones became.
    """
    comparing = _Comparing(layers, quantities, heirs)
    for pair in combinations(range(len(layers)), 2):
        comparing.line_up(*pair)
    groups = comparing.groups(article)
    of_span = {key: one for one in groups for key in one.sources}
    ties = _ties(article, layers, of_span)
    differences = (*sorted(groups, key=_order), *sorted(ties, key=_order))
    return Comparison(
        differences=differences,
        of_record={key: one for one in differences for key in one.sources},
        spans={span.id: span for layer in layers for span in layer.spans},
    )


def _order(one: Difference) -> tuple[int, int, str]:
    return one.start, -one.end, one.id


class _Found(msgspec.Struct):
    """What the lines say of a group."""

    kinds: set[Kind] = set()
    pairs: set[Pair] = set()
    attributes: dict[str, None] = {}

    def add(self, pair: Pair, *kinds: Kind) -> None:
        """Two annotators who differ in these kinds."""
        self.kinds.update(kinds)
        self.pairs.add(pair)

    def in_order(self) -> tuple[Kind, ...]:
        """The kinds by weight."""
        return tuple(kind for kind in KINDS if kind in self.kinds) if self.kinds else ()


class _Comparing:
    """Groups grow as pair after pair of layers is lined up: matched spans are of one group."""

    def __init__(self, layers: Sequence[Layer], quantities: frozenset[str], heirs: Mapping[str, str]) -> None:
        self._layers, self._quantities, self._heirs = layers, quantities, heirs
        self._spans = [(place, span) for place, layer in enumerate(layers) for span in layer.spans]
        self._at = {span.id: at for at, (_, span) in enumerate(self._spans)}
        self._parents = list(range(len(self._spans)))
        self._said: list[tuple[int, Pair, tuple[Kind, ...], list[str]]] = []  # where, who, how, in which attributes

    def line_up(self, i: int, j: int) -> None:
        """Two layers, by their places."""
        first, second = self._layers[i], self._layers[j]
        pair = first.annotator, second.annotator
        for line in lines(first.spans, second.spans):
            one, other = line.first, line.second
            if one is None or other is None:
                alone = one or other
                assert alone is not None
                self._said.append((self._at[alone.id], pair, ("missing",), []))
                continue
            at = self._at[one.id]
            self._join(at, self._at[other.id])
            if line.kind != "same" or one.actor != other.actor or one.attributes != other.attributes:
                self._differ(at, pair, line.kind, one, other)

    def _join(self, one: int, other: int) -> None:
        first, second = self._root(one), self._root(other)
        if first != second:
            self._parents[max(first, second)] = min(first, second)

    def _root(self, at: int) -> int:
        parents = self._parents
        while parents[at] != at:
            parents[at] = at = parents[parents[at]]
        return at

    def _differ(self, at: int, pair: Pair, line: str, one: Span, other: Span) -> None:
        if line == "label":
            self._said.append((at, pair, ("label",), []))
            return
        kinds: list[Kind] = ["boundary"] if line == "boundary" else []
        names = hanging.differing(one.attributes, other.attributes)
        if names:
            unlike = one.label in self._quantities and hanging.amount(one) != hanging.amount(other)
            kinds += ["value"] if unlike else []
            kinds += ["attribute"] if not unlike or not set(names) <= set(hanging.AMOUNT) else []
        if one.actor != other.actor and hanging.actor(one, self._heirs) != hanging.actor(other, self._heirs):
            kinds.append("actor")
        if kinds:
            self._said.append((at, pair, tuple(kinds), names))

    def groups(self, article: str) -> list[Difference]:
        """The groups, when all pairs are lined up."""
        members: dict[int, list[int]] = {}
        for at in range(len(self._spans)):
            members.setdefault(self._root(at), []).append(at)
        found: dict[int, _Found] = {}
        for at, pair, kinds, names in self._said:
            of_group = found.setdefault(self._root(at), _Found())
            of_group.add(pair, *kinds)
            of_group.attributes.update(dict.fromkeys(names))
        nothing = _Found()
        return [self._group(article, some, found.get(root, nothing)) for root, some in members.items()]

    def _group(self, article: str, members: list[int], found: _Found) -> Difference:
        by_layer: dict[int, list[Span]] = {}
        for at in members:
            place, span = self._spans[at]
            by_layer.setdefault(place, []).append(span)
        sides = tuple(
            Side(annotator=layer.annotator, spans=tuple(by_layer.get(place, ())))
            for place, layer in enumerate(self._layers)
        )
        spans = [self._spans[at][1] for at in members]
        most = shown(spans) if found.kinds else spans[0]
        sources = sorted([span.id for span in spans])
        return Difference(
            id=difference_id(article, sources),
            article=article,
            sides=sides,
            start=min([span.fragments[0][0] for span in spans]),
            end=max([span.fragments[-1][1] for span in spans]),
            label=most.label,
            words=most.words,
            sources=tuple(sources),
            proposals=_proposals(sides, found, self._heirs),
            kinds=found.in_order(),
            pairs=frozenset(found.pairs),
            attributes=tuple(found.attributes),
        )


def shown(spans: Sequence[Span]) -> Span:
    """The span that most have just so; among equals the first."""
    count: dict[object, int] = {}
    for span in spans:
        place = span.label, span.fragments
        count[place] = count.get(place, 0) + 1
    return max(spans, key=lambda span: count[span.label, span.fragments])


def _proposals(sides: Sequence[Side], found: _Found, heirs: Mapping[str, str]) -> tuple[Proposal, ...]:
    """The distinct contents; where nobody differs there is one, and nothing needs to be looked at."""
    there = [side for side in sides if side.spans]
    contents: dict[object, list[Side]] = {}
    for side in there:
        key = tuple([_content(span, heirs) for span in side.spans]) if found.kinds else ()
        contents.setdefault(key, []).append(side)
    made = [
        Proposal(
            annotators=tuple([side.annotator for side in some]),
            spans=some[0].spans,
            sources=tuple([span.id for side in some for span in side.spans]),
        )
        for some in contents.values()
    ]
    return tuple(sorted(made, key=_by_source)) if len(made) > 1 else tuple(made)


def _by_source(one: Proposal) -> str:
    return min(one.sources)


def _content(span: Span, heirs: Mapping[str, str]) -> tuple[object, ...]:
    return span.label, span.fragments, _answers(span.attributes), hanging.actor(span, heirs)


def _answers(attributes: Mapping[str, Value]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((key, hanging.word(value)) for key, value in attributes.items() if not key.startswith("_")))


# --- relations ---------------------------------------------------------------------------------------


def _ties(article: str, layers: Sequence[Layer], of_span: Mapping[str, Difference]) -> list[Difference]:
    """Relations of one kind whose heads are of one group, compared among the layers that have such a head."""
    groups: dict[tuple[str, str], dict[str, list[Relation]]] = {}
    for layer in layers:
        for tie in layer.relations:
            if tie.head in of_span and tie.tail in of_span:
                place = of_span[tie.head].id, tie.kind
                groups.setdefault(place, {}).setdefault(layer.annotator, []).append(tie)
    by_id = {one.id: one for one in of_span.values()}
    return [_tie(article, by_id[head], kind, found, of_span) for (head, kind), found in groups.items()]


def _tie(
    article: str, head: Difference, kind: str, found: Mapping[str, list[Relation]], of_span: Mapping[str, Difference]
) -> Difference:
    said = {
        who: tuple(sorted((of_span[tie.tail].id, _answers(tie.attributes)) for tie in ties))
        for who, ties in found.items()
    }
    about = _Found()
    for one, other in combinations([side.annotator for side in head.sides if side], 2):
        ours, theirs = said.get(one, ()), said.get(other, ())
        if [tail for tail, _ in ours] != [tail for tail, _ in theirs]:
            about.add((one, other), "relation")
        elif ours != theirs:
            about.add((one, other), "attribute")
    sources = sorted(tie.id for ties in found.values() for tie in ties)
    return Difference(
        id=difference_id(article, sources),
        article=article,
        sides=tuple(
            Side(annotator=side.annotator, relations=tuple(found.get(side.annotator, ()))) for side in head.sides
        ),
        start=head.start,
        end=head.end,
        label=head.label,
        words=head.words,
        sources=tuple(sources),
        proposals=_tie_proposals(found, said),
        kinds=about.in_order(),
        pairs=frozenset(about.pairs),
        tie=kind,
        head=head.id,
    )


def _tie_proposals(found: Mapping[str, list[Relation]], said: Mapping[str, object]) -> tuple[Proposal, ...]:
    contents: dict[object, list[str]] = {}
    for who, content in said.items():
        contents.setdefault(content, []).append(who)
    made = [
        Proposal(
            annotators=tuple(some),
            relations=tuple(found[some[0]]),
            sources=tuple(tie.id for who in some for tie in found[who]),
        )
        for some in contents.values()
    ]
    return tuple(sorted(made, key=_by_source))
