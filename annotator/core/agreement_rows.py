"""From counts to rows: pooled over articles, mean of articles, bootstrap interval; undefined ones say why."""

from __future__ import annotations

import random
from collections.abc import Generator, Sequence

import msgspec

from annotator.core.agreement_counts import Counter
from annotator.core.agreement_table import MEASURES, UNITS, Group, groups
from annotator.core.tallies import Key, Table

SAMPLES = 1_000
LEVEL = 0.95  # of the percentile interval
NOTHING = "nothing there to agree or disagree on"
NO_VARIETY = "no disagreement is to be expected: all is of one category"
NO_COMMON = "no article has a layer of every annotator"


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """What a figure does not rest on, how many of them, and why."""

    what: str
    count: int
    why: str


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """One figure under its stable names; undefined numbers are None and `undefined` is the reason."""

    measure: str
    unit: str
    label: str | None = None
    attribute: str | None = None
    value: str | None = None
    pair: tuple[str, str] | None = None
    pooled: float | None = None
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    undefined: str | None = None
    left_out: tuple[LeftOut, ...] = ()


def rows(
    counter: Counter, names: Sequence[str], articles: int, seed: int
) -> Generator[tuple[int, int], None, list[Measure]]:
    """The figures of all that was counted, in their order; yields how many samples are drawn, of how many.

    `names` are the annotators'; `articles` how many there are, also those with fewer than two layers.
    """
    counted = len(counter.tallies.rows)
    both = (counter.tallies, counter.lengths)
    counter.tallies.add_up()
    for tallies in both:
        tallies.pack()
    draws = _draws(counted, seed)
    samples: list[Table] = []
    for part, tallies in enumerate(both):
        adding = tallies.resampled(draws)
        while True:
            try:
                added = next(adding)
            except StopIteration as end:
                samples.append(end.value)
                break
            yield (part * counted + added) * SAMPLES // (2 * counted), SAMPLES
    sums = [tallies.total() for tallies in both]
    found: list[Measure] = []
    for number, group in enumerate(groups(counter)):
        sources = sums[group.wide], samples[group.wide], both[0].alone
        found += _measured(group, counter, sources, names, articles)
        if number % 20 == 0:
            yield SAMPLES, SAMPLES
    if not counter.complete:
        left = LeftOut(what="articles", count=articles, why="not every annotator has a finished layer")
        found.append(Measure(measure="alpha_u", unit="span", undefined=NO_COMMON, left_out=(left,)))
    rank = {label: place for place, label in enumerate(counter.bits)}
    return sorted(found, key=lambda row: _order(row, rank, names))


def _order(row: Measure, rank: dict[str, int], names: Sequence[str]) -> tuple[object, ...]:
    return (
        UNITS.index(row.unit),
        -1 if row.label is None else rank[row.label],
        row.attribute or "",
        row.value or "",
        (-1, -1) if row.pair is None else tuple(names.index(name) for name in row.pair),
        MEASURES.index(row.measure),
    )


def _draws(counted: int, seed: int) -> list[bytes]:
    """Of each sample how often each article was drawn."""
    chance = random.Random(seed).random
    draws = []
    for _ in range(SAMPLES if counted else 0):
        times = bytearray(counted)
        for _ in range(counted):
            times[int(chance() * counted)] += 1
        draws.append(bytes(times))
    return draws


def _measured(
    group: Group, counter: Counter, sources: tuple[Table, Table, Table], names: Sequence[str], articles: int
) -> list[Measure]:
    """All figures of one group, with the pair in both orders where they depend on it.

    `sources`: the sums over all articles, over each sample, and the single articles.
    """
    key, whole = group.key, sources[0]
    basis, pooled = group.n(whole), [figures[0] for figures in group.evaluate(whole)]
    ordered = [sorted(_defined(figures)) for figures in group.evaluate(sources[1])]
    alone = [_defined(figures) for figures in group.evaluate(sources[2])] if group.alone is None else [group.alone]
    chosen = [(name, place, key.pair) for place, name in enumerate(group.names)]
    if key.pair is not None:
        chosen += [(name, place, key.pair[::-1]) for name, place in group.turned]
    found = []
    for name, place, pair in chosen:
        undrawn = 0 if pooled[place] is None else sources[1].count - len(ordered[place])
        row = Measure(
            measure=name,
            unit=key.unit,
            label=key.label,
            attribute=key.attribute,
            value=key.value,
            pair=None if pair is None else (names[pair[0]], names[pair[1]]),
            n=basis[place],
            left_out=_left_out(key, counter, articles, len(alone[place]), undrawn),
        )
        found.append(_with_numbers(row, pooled[place], alone[place], ordered[place]))
    return found


def _with_numbers(row: Measure, pooled: float | None, alone: Sequence[float], ordered: Sequence[float]) -> Measure:
    """The row with its figures, or with the reason why it has none."""
    if pooled is None:
        return msgspec.structs.replace(row, undefined=NO_VARIETY if row.n else NOTHING)
    mean = sum(alone) / len(alone) if alone else None
    low, high = (quantile(ordered, share) for share in ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return msgspec.structs.replace(row, pooled=pooled, mean=mean, low=low, high=high)


def _defined(values: Sequence[float | None]) -> list[float]:
    return [value for value in values if value is not None]


def quantile(ordered: Sequence[float], share: float) -> float | None:
    """The value below which this share of the ordered values lies, between two neighbours in proportion."""
    if not ordered:
        return None
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def _left_out(key: Key, counter: Counter, articles: int, alone: int, undrawn: int) -> tuple[LeftOut, ...]:
    """Articles without the layers, articles and samples where the figure is undefined, and what was not answered."""
    if key.pair is not None:
        there = counter.articles.get(key.pair, 0)
        why = "not both annotators have a finished layer"
    elif key.family == "alpha_u":
        there, why = counter.complete, "not every annotator has a finished layer"
    else:
        there, why = len(counter.tallies.rows), "fewer than two annotators have a finished layer"
    found = [
        LeftOut(what="articles", count=articles - there, why=why),
        LeftOut(what="articles in the mean", count=there - alone, why="the measure is undefined in them"),
        LeftOut(what="bootstrap samples", count=undrawn, why="the measure is undefined in them"),
        LeftOut(what=_APART.get(key.unit, ""), count=counter.apart.get(key, 0), why="there is nothing to compare"),
    ]
    return tuple(one for one in found if one.count > 0)


_APART = {"value": "matched statistics without a value", "relation": "relations whose ends do not match"}
