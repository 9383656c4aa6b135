"""The measures of agreement as formulas over counts, each with its definition and source; undefined ones are None.

Counts are sums over articles, so that pooled figures and bootstrap samples are the same formulas on other sums. A
formula whose denominator is 0 (nothing was tagged, or no disagreement is to be expected) is undefined: None, never 0,
1 or NaN.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import add, mul

Number = int | float


def share(part: Number, whole: Number) -> float | None:
    """part / whole: precision, recall, observed agreement; undefined of nothing.

    Precision = matched / judged, recall = matched / reference (van Rijsbergen, Information Retrieval, 1979). *agr*
    = the share of the reference's spans that overlap one of the other's under the same label (Wiebe, Wilson and
    Cardie, Annotating expressions of opinions and emotions in language, 2005).
    """
    return part / whole if whole else None


def f1(matched: Number, reference: Number, judged: Number) -> float | None:
    """2 matched / (reference + judged), the harmonic mean of precision and recall (van Rijsbergen 1979).

    It is symmetric, and what kappa tends to where what is not tagged cannot be counted (Hripcsak and Rothschild 2005).
    """
    return share(2 * matched, reference + judged)


def chance_corrected(observed: float, expected: float) -> float | None:
    """(observed - expected) / (1 - expected), the form of all kappas; undefined where expected is 1."""
    return (observed - expected) / (1 - expected) if expected < 1 else None


def cohen(agree: Number, first: Sequence[Number], second: Sequence[Number]) -> float | None:
    """Cohen's kappa: expected agreement from each annotator's own distribution.

    `agree`: items with the same category; `first`, `second`: how often each used each category. Cohen, A coefficient
    of agreement for nominal scales, 1960: kappa = (Po - Pe) / (1 - Pe), Pe = sum over k of p1(k) p2(k).
    """
    n = sum(first)
    expected = sum(a * b for a, b in zip(first, second, strict=True))
    whole = n * n
    return (agree * n - expected) / (whole - expected) if whole > expected else None


def scott(agree: Number, first: Sequence[Number], second: Sequence[Number]) -> float | None:
    """Scott's pi: expected agreement from the distribution of both annotators together.

    Scott, Reliability of content analysis, 1955: pi = (Po - Pe) / (1 - Pe), Pe = sum over k ((n1(k) + n2(k)) / 2n)^2.
    """
    n = sum(first)
    expected = sum((a + b) ** 2 for a, b in zip(first, second, strict=True))
    whole = 4 * n * n
    return (4 * agree * n - expected) / (whole - expected) if whole > expected else None


def fleiss(agree: Number, items: Number, ratings: Sequence[Number]) -> float | None:
    """Fleiss' kappa for any number of annotators.

    `agree`: the sum over items of the share of annotator pairs that agree on it; `ratings`: how often each category was
    given. Fleiss, Measuring nominal scale agreement among many raters, 1971: Pe = sum over k of p(k)^2. Items may have
    different numbers of annotators (at least two); with one number it is Fleiss' formula to the letter.
    """
    total = sum(ratings)
    if not items or not total:
        return None
    expected = sum(one * one for one in ratings)
    return chance_corrected(agree / items, expected / (total * total)) if expected < total * total else None


def alpha(agree: Number, values: Sequence[Number]) -> float | None:
    """Krippendorff's alpha for nominal data: 1 - Do / De.

    `agree`: the sum of the coincidence matrix's diagonal (an item with m values gives each ordered pair 1/(m-1));
    `values`: how often each category occurs among values that can be paired. Krippendorff, Computing Krippendorff's
    alpha-reliability, 2011: alpha = ((n-1) sum o(cc) - sum n(c)(n(c)-1)) / (n(n-1) - sum n(c)(n(c)-1)).
    """
    n = sum(values)
    expected = sum(one * (one - 1) for one in values)
    whole = n * (n - 1)
    return ((n - 1) * agree - expected) / (whole - expected) if whole > expected else None


def binary(both: int, one: int, two: int, whole: int) -> tuple[float | None, float | None, float | None]:
    """Cohen's kappa, Scott's pi and alpha of two annotators and the categories in and out, by the formulas above.

    `both`, `one`, `two`: items that both, only the first, only the second has in; `whole`: all items.
    """
    first, second, agree = both + one, both + two, whole - one - two
    ins, outs = first + second, 2 * whole - first - second
    apart = first * second + (whole - first) * (whole - second)
    chance, pairs = ins * ins + outs * outs, 4 * whole * whole
    if chance == pairs:
        return None, None, None
    kappa = (agree * whole - apart) / (whole * whole - apart) if whole * whole > apart else None
    pi = (4 * agree * whole - chance) / (pairs - chance)
    alike = chance - 2 * whole
    return kappa, pi, ((2 * whole - 1) * 2 * agree - alike) / (pairs - 2 * whole - alike)


def nominal(agree: int, first: Sequence[int], second: Sequence[int]) -> tuple[float | None, float | None, float | None]:
    """Cohen's kappa, Scott's pi and alpha of two annotators and any categories, by the formulas above.

    `agree`: items with the same category; `first`, `second`: how often each used each category.
    """
    n, apart = sum(first), sum(map(mul, first, second))
    both = list(map(add, first, second))
    chance, whole, pairs = sum(map(mul, both, both)), n * n, 4 * n * n
    kappa = (agree * n - apart) / (whole - apart) if whole > apart else None
    if chance == pairs:
        return kappa, None, None
    alike = chance - 2 * n
    return (
        kappa,
        (4 * agree * n - chance) / (pairs - chance),
        ((2 * n - 1) * 2 * agree - alike) / (pairs - 2 * n - alike),
    )


def alpha_of(units: Iterable[Sequence[object]]) -> float | None:
    """Krippendorff's nominal alpha of items, each with the values it was given; items with one value are left out."""
    agree: float = 0
    count: dict[object, int] = {}
    for values in units:
        if len(values) < 2:
            continue
        mine: dict[object, int] = {}
        for value in values:
            mine[value] = mine.get(value, 0) + 1
            count[value] = count.get(value, 0) + 1
        agree += sum(one * (one - 1) for one in mine.values()) / (len(values) - 1)
    return alpha(agree, list(count.values()))
