"""The formulas against published worked examples, small ones by hand, and what holds for any counts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core import agreement as measures
from annotator.core.unitising import Sums, alpha_u, expected, gaps, observed

GOLDEN = Path(__file__).parents[2] / "../shared/data/agreement_golden.json"


@pytest.fixture(scope="module")
def golden() -> dict[str, Any]:
    if not GOLDEN.exists():
        pytest.skip("the published worked examples are not here")
    found: dict[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return found


def marginals(table: list[list[int]]) -> tuple[int, list[int], list[int]]:
    columns = [sum(column) for column in zip(*table, strict=True)]
    return sum(row[k] for k, row in enumerate(table)), [sum(row) for row in table], columns


def counted(first: str, second: str) -> tuple[int, list[int], list[int]]:
    kinds = sorted(set(first + second))
    agree = sum(a == b for a, b in zip(first, second, strict=True))
    return agree, [first.count(kind) for kind in kinds], [second.count(kind) for kind in kinds]


def test_published_alphas(golden: dict[str, Any]) -> None:
    for case in golden["nominal_alpha"]:
        if "coders" in case:
            rows = [line.split() for line in case["coders"]]
            units = [[value for value in column if value != "*"] for column in zip(*rows, strict=True)]
        else:
            by_item: dict[str, list[str]] = {}
            for triple in case["triples"].split("; "):
                _, item, value = triple.split()
                by_item.setdefault(item, []).append(value)
            units = list(by_item.values())
        assert measures.alpha_of(units) == pytest.approx(case["alpha"], abs=5e-4), case["name"]


def test_published_kappas(golden: dict[str, Any]) -> None:
    for case in golden["kappa"]:
        if "table" in case and "kappa" in case:
            assert measures.cohen(*marginals(case["table"])) == pytest.approx(case["kappa"], abs=5e-4)
        elif "table" in case:
            agree, rows, columns = marginals(case["table"])
            chance = sum(a * b for a, b in zip(rows, columns, strict=True)) / sum(rows) ** 2
            kappa = measures.chance_corrected(case["Po"], chance)
            assert measures.cohen(agree, rows, columns) == pytest.approx(kappa, abs=5e-3)
        elif "coders" in case:
            agree, first, second = counted(*case["coders"])
            both = [a + b for a, b in zip(first, second, strict=True)]
            assert measures.cohen(agree, first, second) == pytest.approx(case["kappa"], abs=5e-4)
            assert measures.scott(agree, first, second) == pytest.approx(case["pi"], abs=5e-4)
            assert measures.alpha(2 * agree, both) == pytest.approx(case["alpha"], abs=5e-4)
        elif "Pe" in case:
            assert measures.chance_corrected(case["Po"], case["Pe"]) == pytest.approx(case["kappa"], abs=5e-4)


def test_published_unitising_alphas(golden: dict[str, Any]) -> None:
    for case in golden["alpha_u"]:
        begin, length = case["continuum"]
        labels: dict[str, list[list[tuple[int, int]]]] = {}
        for start, size, coder, label in case["units_start_len_coder_cat"]:
            labels.setdefault(label, [[], []])[coder].append((start - begin, start - begin + size))
        whole = alpha_u(list(labels.values()), length)
        assert whole == pytest.approx(case.get("alpha_u", case.get("alpha")), abs=5e-4)
        for label, layers in labels.items():
            wanted = case.get(label, case)
            sums = Sums(layers, length)
            assert observed(*layers) / length**2 / 2 == pytest.approx(wanted["Do"], abs=5e-4)
            assert expected(sums.counts, length, 2, sums.short) == pytest.approx(wanted["De"], abs=5e-4)
            assert alpha_u([layers], length) == pytest.approx(wanted["alpha"], abs=5e-4)


def test_by_hand() -> None:
    # yes/yes 20, yes/no 5, no/yes 10, no/no 15: Po 0.7, Pe 0.5 and (55/100)^2 + (45/100)^2
    assert measures.cohen(35, [25, 25], [30, 20]) == pytest.approx(0.4)
    assert measures.scott(35, [25, 25], [30, 20]) == pytest.approx((0.7 - 0.505) / 0.495)
    assert measures.alpha(70, [55, 45]) == pytest.approx(1 - (30 / 100) / (2 * 55 * 45 / (100 * 99)))
    assert measures.f1(3, 4, 6) == pytest.approx(0.6)
    assert measures.share(3, 4) == 0.75


def test_fleiss_by_hand() -> None:
    # ten items, fourteen annotators, five categories: P 0.378, Pe 0.213
    text = "0 0 0 0 14,0 2 6 4 2,0 0 3 5 6,0 3 9 2 0,2 2 8 1 1,7 7 0 0 0,3 2 6 3 0,2 5 3 2 2,6 5 2 1 0,0 2 2 3 7"
    table = [[int(one) for one in row.split()] for row in text.split(",")]
    agree = sum(sum(one * (one - 1) for one in row) / (14 * 13) for row in table)
    ratings = [sum(column) for column in zip(*table, strict=True)]
    assert measures.fleiss(agree, 10, ratings) == pytest.approx(0.210, abs=5e-4)


def test_nothing_expected_is_undefined() -> None:
    assert measures.cohen(10, [10, 0], [10, 0]) is None
    assert measures.scott(10, [10], [10]) is None
    assert measures.fleiss(10, 10, [20, 0]) is None
    assert measures.fleiss(0, 0, []) is None
    assert measures.alpha(20, [20, 0]) is None
    assert measures.alpha(0, []) is None
    assert measures.f1(0, 0, 0) is None
    assert alpha_u([[[], []]], 100) is None
    assert alpha_u([], 0) is None
    assert measures.cohen(0, [10, 0], [0, 10]) == 0


codes = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=30)


@given(codes)
def test_two_annotators_in_either_order(pairs: list[tuple[str, str]]) -> None:
    first, second = ("".join(side) for side in zip(*pairs, strict=True))
    for measure in (measures.cohen, measures.scott):
        there, back = measure(*counted(first, second)), measure(*counted(second, first))
        assert there == back
        assert there is None or -1 - 1e-12 <= there <= 1
        assert measure(*counted(first, first)) in (None, 1)
    agree, ones, others = counted(first, second)
    both = [a + b for a, b in zip(ones, others, strict=True)]
    pi, kappa = measures.scott(agree, ones, others), measures.fleiss(agree, len(pairs), both)
    assert kappa == (None if pi is None else pytest.approx(pi))  # for two, Fleiss' kappa is Scott's pi
    assert measures.alpha(2 * agree, both) == (None if pi is None else pytest.approx(measures.alpha_of(pairs)))


@given(*[st.integers(0, 9)] * 4)
def test_in_and_out_is_two_categories(both: int, one: int, two: int, neither: int) -> None:
    whole = both + one + two + neither
    sides = [both + one, two + neither], [both + two, one + neither]
    ratings = [a + b for a, b in zip(*sides, strict=True)]
    agree = both + neither
    wanted = measures.cohen(agree, *sides), measures.scott(agree, *sides), measures.alpha(2 * agree, ratings)
    assert measures.binary(both, one, two, whole) == tuple(x if x is None else pytest.approx(x) for x in wanted)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), max_size=5))
def test_three_at_once_are_the_three(kinds: list[tuple[int, int, int]]) -> None:
    same, ones, others = (list(side) for side in zip(*kinds, strict=True)) if kinds else ([], [], [])
    first = [agree + one for agree, one in zip(same, ones, strict=True)]
    second = [agree + other for agree, other in zip(same, others, strict=True)]
    short = sum(first) - sum(second)  # both rate every item: the rest is a category of its own
    first.append(max(0, -short))
    second.append(max(0, short))
    agree, both = sum(same), [one + other for one, other in zip(first, second, strict=True)]
    wanted = measures.cohen(agree, first, second), measures.scott(agree, first, second), measures.alpha(2 * agree, both)
    assert measures.nominal(agree, first, second) == wanted


cuts = st.sets(st.integers(0, 40), max_size=8).map(lambda some: sorted(some)[: len(some) // 2 * 2])
units = cuts.map(lambda some: list(zip(some[::2], some[1::2], strict=True)))


@given(units, units)
def test_expected_disagreement_is_its_definition(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> None:
    length = 40
    lengths = [end - start for start, end in first + second]
    empty = gaps(first, length) + gaps(second, length)
    n = len(lengths)
    total = 0.0
    for one in lengths:
        total += (n - 1) / 3 * (2 * one**3 - 3 * one**2 + one)
        total += one**2 * sum(gap - one + 1 for gap in empty if gap >= one)
    whole = 2 * length * (2 * length - 1) - sum(one * (one - 1) for one in lengths)
    sums = Sums([first, second], length)
    chance = expected(sums.counts, length, 2, sums.short)
    assert chance == (pytest.approx(2 / length * total / whole) if lengths else None)
    assert observed(first, second) == observed(second, first)
    assert alpha_u([[first, first]], length) == (1 if first else None)
    there = alpha_u([[first, second]], length)
    assert there is None or there <= 1
