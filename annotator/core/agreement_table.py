"""Which figures come from which counts: each group of counts with the formulas that are worked out of its sums."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from annotator.core import agreement as formulas
from annotator.core import unitising
from annotator.core.agreement_counts import Counter
from annotator.core.tallies import Key, Pair, Table

MEASURES = (
    *("precision_exact", "recall_exact", "f1_exact", "precision_overlap", "recall_overlap", "f1_overlap", "agr"),
    *("cohen", "scott", "fleiss", "alpha", "alpha_u", "agreement"),
)
UNITS = ("span", "character", "token", "label", "attribute", "actor", "value", "relation")
Column = Sequence[int]  # of one count, by the table's rows
Figures = Sequence[float | None]  # of one measure, by the table's rows


class Group(msgspec.Struct, kw_only=True):
    """Figures that come from the same counts: how to work them out of sums, and what they rest on."""

    key: Key
    names: tuple[str, ...]
    evaluate: Callable[[Table], Sequence[Figures]]  # of each measure its figures
    n: Callable[[Table], tuple[int, ...]]  # of each measure what it rests on, in the first row
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

    def evaluate(table: Table) -> Sequence[Figures]:
        return formula(*table.take(first, size))

    def basis(table: Table) -> tuple[int, ...]:
        return n(*[column[0] for column in table.take(first, size)])

    turned: tuple[tuple[str, int], ...] = ()
    if key.family == "binary" and key.pair is None:
        names = names[:2]  # alpha and Fleiss of all annotators are no sums over pairs
    elif key.pair is not None:
        turned = _TURNED.get(key.family, ())
    return Group(key=key, names=names, evaluate=evaluate, n=basis, turned=turned)


def _share(part: Column, whole: Column) -> Figures:
    return list(map(formulas.share, part, whole))


def _exact(same: Column, first: Column, second: Column) -> Sequence[Figures]:
    return _share(same, second), _share(same, first), list(map(formulas.f1, same, first, second))


def _overlap(first: Column, second: Column, matched: Column, met: Column, others: Column) -> Sequence[Figures]:
    return *_exact(matched, first, second), _share(met, first), _share(others, second)


def _ties(same: Column, first: Column, second: Column) -> Sequence[Figures]:
    either = [one + other - both for one, other, both in zip(first, second, same, strict=True)]
    return *_exact(same, first, second), _share(same, either)


def _binary(*columns: Column) -> Sequence[Figures]:
    return _two(list(zip(*map(formulas.binary, *columns), strict=True)))


def _two(figures: Sequence[Figures]) -> Sequence[Figures]:
    """Cohen, Scott and alpha of two annotators, and Fleiss: for two it is Scott's pi."""
    return [*figures, figures[1]]


_PAIRWISE = ("cohen", "scott", "alpha", "fleiss")
_FIXED: dict[str, tuple[int, tuple[str, ...], Callable[..., Sequence[Figures]], Callable[..., tuple[int, ...]]]] = {
    "exact": (3, MEASURES[:3], _exact, lambda _, first, second: (second, first, first + second)),
    "overlap": (5, MEASURES[3:7], _overlap, lambda first, second, *_: (second, first, first + second, first, second)),
    "binary": (4, _PAIRWISE, _binary, lambda *counts: (counts[3],) * 4),
    "share": (2, ("agreement",), lambda same, n: (_share(same, n),), lambda _, n: (n,)),
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
    placed = key.unit in ("character", "token")

    def evaluate(table: Table) -> Sequence[Figures]:
        first, second = (table.side_by_side(side) for side in sides)
        agree = [one for (one,) in table.side_by_side([same])]
        return _two(list(zip(*map(formulas.nominal, agree, first, second), strict=True)))

    def n(table: Table) -> tuple[int, ...]:
        return (sum(table[at][0] for at in sides[0] if at is not None),) * 4

    chosen = _PAIRWISE[:3] if not placed else _PAIRWISE if key.pair is not None else _PAIRWISE[:2]
    return Group(key=key, names=chosen, evaluate=evaluate, n=n)


def _raters(key: Key, names: dict[object, int]) -> Group:
    """Fleiss' kappa and Krippendorff's alpha over any number of annotators."""
    kinds = [(name, at) for name, at in names.items() if isinstance(name, tuple)]
    same = [(at, name[1]) for name, at in kinds if name[0] == "same"]
    items = [at for name, at in kinds if name[0] == "items"]
    ratings = [at for name, at in kinds if name[0] == "value"]

    def evaluate(table: Table) -> Sequence[Figures]:
        counts = table.side_by_side(ratings)
        shares = _sums([[one / (many * (many - 1)) for one in table[at]] for at, many in same])
        diagonal = _sums([[one / (many - 1) for one in table[at]] for at, many in same])
        whole = _sums([table[at] for at in items])
        return list(map(formulas.fleiss, shares, whole, counts)), list(map(formulas.alpha, diagonal, counts))

    def n(table: Table) -> tuple[int, ...]:
        return (sum(table[at][0] for at in items),) * 2

    return Group(key=key, names=("fleiss", "alpha"), evaluate=evaluate, n=n)


def _sums(columns: Sequence[Sequence[float]]) -> Sequence[float]:
    """The sums of columns, by row."""
    return [sum(row) for row in zip(*columns, strict=True)]


def _unitising(counter: Counter) -> Iterator[Group]:
    """Alpha_U a label, and for all labels together: 1 - the sum of Do over the sum of De."""
    by_pair: dict[Pair | None, list[Key]] = {}
    for key in counter.continua:
        by_pair.setdefault(key.pair, []).append(key)
    for keys in by_pair.values():
        units = [_Units(counter, key) for key in keys]
        for key, one in zip(keys, units, strict=True):
            yield _unitised(counter, key, [one])
        yield _unitised(counter, keys[0]._replace(label=None), units)


class _Units:
    """The disagreement observed and expected in one continuum; worked out once for its label and for all labels."""

    def __init__(self, counter: Counter, key: Key) -> None:
        self.key, self.first = key, counter.lengths.first[key]
        continuum = counter.continua[key]
        self.coders, self.tails = continuum.coders, continuum.tails
        gaps, squares = len(continuum.gaps) + continuum.tails, sum(size * size for size in continuum.units)
        # A sample's short gaps are taken in proportion; of all articles as they are it is the exact number.
        self.rate = continuum.short() / (gaps * squares) if gaps and squares else 0.0
        self._known: dict[Table, list[tuple[float, float]]] = {}

    def disagreement(self, table: Table) -> list[tuple[float, float]]:
        """Do and De by the table's rows."""
        found = self._known.get(table)
        if found is None:
            columns = zip(*table.take(self.first, 7), strict=True)
            found = self._known[table] = [self._row(*counts) for counts in columns]
        return found

    def _row(self, length: int, apart: int, units: int, b1: int, b2: int, b3: int, gaps: int) -> tuple[float, float]:
        if not units:
            return 0.0, 0.0
        empty = gaps + self.tails
        chance = unitising.expected((units, b1, b2, b3, empty), length, self.coders, self.rate * empty * b2)
        return apart / (self.coders * (self.coders - 1) * length**2), chance or 0.0


def _unitised(counter: Counter, key: Key, parts: Sequence[_Units]) -> Group:
    single: dict[int, tuple[float, float]] = {}
    for part in parts:
        for article, (seen, chance) in counter.continua[part.key].alone.items():
            before = single.get(article, (0.0, 0.0))
            single[article] = before[0] + seen, before[1] + chance

    def evaluate(table: Table) -> Sequence[Figures]:
        found: list[float | None] = []
        for row in zip(*[part.disagreement(table) for part in parts], strict=True):
            above, below = sum([one[0] for one in row]), sum([one[1] for one in row])
            found.append(1 - above / below if below > 0 else None)
        return (found,)

    def n(table: Table) -> tuple[int, ...]:
        return (sum(table[part.first + 2][0] for part in parts),)

    alone = [1 - seen / chance for seen, chance in single.values() if chance > 0]
    return Group(key=key, names=("alpha_u",), evaluate=evaluate, n=n, wide=True, alone=alone)
