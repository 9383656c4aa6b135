"""Which figures come from which counts: each group of counts with the formulas that are worked out of its sums."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from annotator.core import agreement as formulas
from annotator.core import unitising
from annotator.core.agreement_counts import Counter
from annotator.core.tallies import Key, Pair

MEASURES = (
    *("precision_exact", "recall_exact", "f1_exact", "precision_overlap", "recall_overlap", "f1_overlap", "agr"),
    *("cohen", "scott", "fleiss", "alpha", "alpha_u", "agreement"),
)
UNITS = ("span", "character", "token", "label", "attribute", "actor", "value", "relation")
Columns = Sequence[int]
Values = tuple[float | None, ...]
Evaluate = Callable[[Columns], Values]


class Group(msgspec.Struct, kw_only=True):
    """Figures that come from the same counts: how to work them out of sums, and what they rest on."""

    key: Key
    names: tuple[str, ...]
    evaluate: Evaluate
    n: Callable[[Columns], tuple[int, ...]]
    turned: tuple[tuple[str, int], ...] = ()  # with the pair in the other order: measure, place of its value
    wide: bool = False  # counted in `lengths`, not in `tallies`
    alone: list[float] | None = None  # values of single articles where their counts cannot give them


def groups(counter: Counter) -> Iterator[Group]:
    """All figures of a counter whose tallies are packed, in no order."""
    for key, first in counter.tallies.first.items():
        yield _fixed(key, first)
    for key, names in counter.tallies.named.items():
        if key.family == "table":
            yield _table(key, names)
        else:
            yield _raters(key, names)
    yield from _unitising(counter)


def _fixed(key: Key, first: int) -> Group:
    size, names, formula, n = _FIXED[key.family]

    def evaluate(columns: Columns) -> Values:
        return formula(*columns[first : first + size])

    def basis(columns: Columns) -> tuple[int, ...]:
        return n(*columns[first : first + size])

    turned: tuple[tuple[str, int], ...] = ()
    if key.family == "binary" and key.pair is None:
        names = names[:2]  # alpha of all annotators is not a sum over pairs
    elif key.pair is not None:
        turned = _TURNED.get(key.family, ())
    return Group(key=key, names=names, evaluate=evaluate, n=basis, turned=turned)


def _exact(same: int, first: int, second: int) -> Values:
    return formulas.share(same, second), formulas.share(same, first), formulas.f1(same, first, second)


def _overlap(first: int, second: int, matched: int, met: int, others: int) -> Values:
    return *_exact(matched, first, second), formulas.share(met, first), formulas.share(others, second)


def _ties(same: int, first: int, second: int) -> Values:
    return *_exact(same, first, second), formulas.share(same, first + second - same)


_FIXED: dict[str, tuple[int, tuple[str, ...], Callable[..., Values], Callable[..., tuple[int, ...]]]] = {
    "exact": (3, MEASURES[:3], _exact, lambda _, first, second: (second, first, first + second)),
    "overlap": (5, MEASURES[3:7], _overlap, lambda first, second, *_: (second, first, first + second, first, second)),
    "binary": (4, ("cohen", "scott", "alpha"), formulas.binary, lambda *counts: (counts[3],) * 3),
    "share": (2, ("agreement",), lambda same, n: (formulas.share(same, n),), lambda _, n: (n,)),
    "ties": (
        3,
        (*MEASURES[3:6], "agreement"),
        _ties,
        lambda same, first, second: (second, first, first + second, first + second - same),
    ),
}
_TURNED: dict[str, tuple[tuple[str, int], ...]] = {
    "exact": (("precision_exact", 1), ("recall_exact", 0), ("f1_exact", 2)),
    "overlap": (("precision_overlap", 1), ("recall_overlap", 0), ("f1_overlap", 2), ("agr", 4)),
    "ties": (("precision_overlap", 1), ("recall_overlap", 0), ("f1_overlap", 2), ("agreement", 3)),
}


def _table(key: Key, names: dict[object, int]) -> Group:
    """Cohen, Scott and alpha of any categories; alpha of all annotators stands on `raters` where there are any."""
    kinds = {name[1] for name in names if isinstance(name, tuple)}
    same = names.get("same")
    sides = [[names.get((side, kind)) for kind in kinds] for side in (1, 2)]
    with_alpha = key.pair is not None or key.unit not in ("character", "token")

    def evaluate(columns: Columns) -> Values:
        first, second = ([0 if at is None else columns[at] for at in side] for side in sides)
        agree = 0 if same is None else columns[same]
        found = formulas.cohen(agree, first, second), formulas.scott(agree, first, second)
        if not with_alpha:
            return found
        return *found, formulas.alpha(2 * agree, [a + b for a, b in zip(first, second, strict=True)])

    def n(columns: Columns) -> tuple[int, ...]:
        return (sum(columns[at] for at in sides[0] if at is not None),) * 3

    chosen = ("cohen", "scott", "alpha") if with_alpha else ("cohen", "scott")
    return Group(key=key, names=chosen, evaluate=evaluate, n=n)


def _raters(key: Key, names: dict[object, int]) -> Group:
    """Fleiss' kappa and Krippendorff's alpha over any number of annotators."""
    kinds = [(name, at) for name, at in names.items() if isinstance(name, tuple)]
    same = [(at, name[1]) for name, at in kinds if name[0] == "same"]
    items = [at for name, at in kinds if name[0] == "items"]
    ratings = [at for name, at in kinds if name[0] == "value"]

    def evaluate(columns: Columns) -> Values:
        counts = [columns[at] for at in ratings]
        shares = sum(columns[at] / (many * (many - 1)) for at, many in same)
        diagonal = sum(columns[at] / (many - 1) for at, many in same)
        whole = sum(columns[at] for at in items)
        return formulas.fleiss(shares, whole, counts), formulas.alpha(diagonal, counts)

    def n(columns: Columns) -> tuple[int, ...]:
        return (sum(columns[at] for at in items),) * 2

    return Group(key=key, names=("fleiss", "alpha"), evaluate=evaluate, n=n)


def _unitising(counter: Counter) -> Iterator[Group]:
    """Alpha_U a label, and for all labels together: 1 - the sum of Do over the sum of De."""
    by_pair: dict[Pair | None, list[Key]] = {}
    for key in counter.continua:
        by_pair.setdefault(key.pair, []).append(key)
    for keys in by_pair.values():
        for key in keys:
            yield _unitised(counter, key, [key])
        yield _unitised(counter, keys[0]._replace(label=None), keys)


def _unitised(counter: Counter, key: Key, keys: Sequence[Key]) -> Group:
    parts = []
    single: dict[int, tuple[float, float]] = {}
    for one in keys:
        for article, (seen, chance) in counter.continua[one].alone.items():
            before = single.get(article, (0.0, 0.0))
            single[article] = before[0] + seen, before[1] + chance
        continuum, first = counter.continua[one], counter.lengths.first[one]
        gaps, squares = len(continuum.gaps) + continuum.tails, sum(size * size for size in continuum.units)
        # A sample's short gaps are taken in proportion; of all articles as they are it is the exact number.
        rate = continuum.short() / (gaps * squares) if gaps and squares else 0.0
        parts.append((first, continuum.coders, continuum.tails, rate))

    def evaluate(columns: Columns) -> Values:
        above = below = 0.0
        for first, coders, tails, rate in parts:
            counts = columns[first : first + 7]
            if counts[2]:
                short = rate * (counts[6] + tails) * counts[4]
                above += counts[1] / (coders * (coders - 1) * counts[0] ** 2)
                below += unitising.expected((*counts[2:6], counts[6] + tails), counts[0], coders, short) or 0.0
        return (1 - above / below if below > 0 else None,)

    def n(columns: Columns) -> tuple[int, ...]:
        return (sum(columns[first + 2] for first, *_ in parts),)

    alone = [1 - seen / chance for seen, chance in single.values() if chance > 0]
    return Group(key=key, names=("alpha_u",), evaluate=evaluate, n=n, wide=True, alone=alone)
