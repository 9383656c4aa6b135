"""Agreement over a project: who and what counts, the rows and their order, small cases by hand, degenerate ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.__main__ import main
from annotator.core.agreement_rows import Measure, quantile
from annotator.core.agreement_table import MEASURES, UNITS
from annotator.core.errors import NothingToCompare, UnknownRecord
from annotator.store.project import Project
from annotator.work.agreement import Agreement, AgreementOptions, run
from tests.work.helpers import done, new_project, take, write_lines

# 20 code points, 5 tokens of four letters with a space between
TEXT = "aaaa bbb cccc dddd e"


def mark(who: str, start: int, end: int, label: str = "ACTOR", **fields: Any) -> dict[str, Any]:
    return {"start": start, "end": end, "label": label, "annotator": who, **fields}


def line(key: str, *spans: dict[str, Any], people: str = "A B", relations: Any = ()) -> dict[str, Any]:
    states = dict.fromkeys(people.split(), "done")
    return {"id": key, "text": f"{TEXT}{key}", "spans": list(spans), "states": states, "relations": list(relations)}


def agreed(tmp_path: Path, *lines: dict[str, Any], **options: Any) -> Agreement:
    with new_project(tmp_path / "p.annotator") as project:
        report = take(project, write_lines(tmp_path / "a.jsonl", *lines))
        assert not report.errors
        return done(run(project, AgreementOptions(**options)))


def one(found: Agreement, measure: str, unit: str = "span", **fields: Any) -> Measure:
    wanted = dict.fromkeys(("label", "attribute", "value", "pair")) | fields
    rows = [row for row in found.measures if (row.measure, row.unit) == (measure, unit)]
    (row,) = [row for row in rows if all(getattr(row, key) == value for key, value in wanted.items())]
    return row


def test_by_hand(tmp_path: Path) -> None:
    found = agreed(
        tmp_path,
        line("1", mark("A", 0, 4), mark("B", 0, 4), mark("A", 5, 8), mark("B", 6, 13)),
        line("2", mark("A", 0, 4), mark("A", 5, 8), mark("B", 0, 8), mark("B", 9, 13, "QUOTE")),
        line("3", people="A"),
    )
    assert (found.articles, found.annotators, found.seed) == (2, ("A", "B"), 0)
    exact, overlap = one(found, "precision_exact", pair=("A", "B")), one(found, "recall_overlap", pair=("A", "B"))
    assert (exact.pooled, exact.mean) == (1 / 4, (1 / 2 + 0) / 2)
    assert (overlap.pooled, overlap.mean) == (3 / 4, (1 + 1 / 2) / 2)
    assert one(found, "precision_exact", pair=("B", "A")).pooled == 1 / 4
    assert one(found, "agr", pair=("A", "B")).pooled == 1
    assert one(found, "agr", pair=("B", "A")).pooled == 3 / 4
    assert one(found, "f1_overlap", label="ACTOR").pooled == pytest.approx(6 / 7)
    assert one(found, "f1_overlap", label="QUOTE").pooled == 0
    assert [(left.what, left.count) for left in exact.left_out] == [("articles", 1)]
    # ACTOR, characters: both 4 + 2 + 7, only A 1, only B 5 + 1, of 42
    both, first, second, whole = 13, 1, 6, 42
    chance = ((both + first) * (both + second) + (whole - both - first) * (whole - both - second)) / whole**2
    observed = (whole - first - second) / whole
    kappa = one(found, "cohen", "character", label="ACTOR")
    assert kappa.pooled == pytest.approx((observed - chance) / (1 - chance))
    assert kappa.n == whole
    assert one(found, "alpha", "token", label="ACTOR").n == 10
    assert kappa.low is not None
    assert kappa.high is not None
    assert kappa.low <= kappa.pooled <= kappa.high


def test_what_hangs_on_spans(tmp_path: Path) -> None:
    def quote(who: str, key: str, form: str, end: int = 8) -> dict[str, Any]:
        return mark(who, 5, end, "QUOTE", id=f"{who}{key}q", attributes={"form": form})

    def figure(who: str, value: float, scale: str) -> dict[str, Any]:
        return mark(who, 9, 13, "STATISTIC", attributes={"value": value, "scale": scale})

    def tie(who: str, key: str) -> dict[str, Any]:
        head, tail = f"{who}{key}q", f"{who}{key}a"
        return {"id": f"{who}{key}t", "kind": "speaker", "head": head, "tail": tail, "annotator": who}

    actors = [mark(who, 0, 4, id=f"{who}{key}a") for key in "12" for who in "AB"]
    found = agreed(
        tmp_path,
        line(
            *("1", quote("A", "1", "direct"), quote("B", "1", "direct", 7), *actors[:2]),
            *(figure("A", 2, "thousand"), figure("B", 2000, "one")),
            relations=[tie("A", "1"), tie("B", "1")],
        ),
        line("2", quote("A", "2", "direct"), quote("B", "2", "indirect"), *actors[2:], relations=[tie("A", "2")]),
    )
    assert one(found, "agreement", "attribute", label="QUOTE", attribute="form").pooled == 1 / 2
    assert one(found, "agreement", "attribute", label="STATISTIC", attribute="scale").pooled == 0
    assert one(found, "agreement", "value").pooled == 1
    assert one(found, "agreement", "relation").pooled == 1 / 2
    assert one(found, "agreement", "relation", attribute="speaker").n == 2
    assert one(found, "recall_overlap", "relation", pair=("A", "B")).pooled == 1 / 2
    assert one(found, "agreement", "label").pooled == 1
    assert one(found, "f1_overlap", label="QUOTE", attribute="form", value="direct").pooled == pytest.approx(2 / 3)


def test_rows_stand_in_their_order(tmp_path: Path) -> None:
    marks = [mark(who, start, start + 4) for who in "ABC" for start in (0, 5)]
    found = agreed(tmp_path, line("1", *marks, people="A B C"))
    units = [UNITS.index(row.unit) for row in found.measures]
    assert units == sorted(units)
    assert [row.measure for row in found.measures[:8]] == [*MEASURES[:7], "alpha_u"]
    keys = {(row.measure, row.unit, row.label, row.attribute, row.value, row.pair) for row in found.measures}
    assert len(keys) == len(found.measures)
    for row in found.measures:  # identical layers: 1, or undefined and then no number at all
        numbers = (row.pooled, row.mean, row.low, row.high)
        assert set(numbers) == ({None} if row.undefined else {1}), row


def test_nothing_tagged_is_undefined(tmp_path: Path) -> None:
    found = agreed(tmp_path, line("1"), line("2"))
    assert one(found, "f1_exact").undefined
    assert one(found, "cohen", "character").undefined
    assert all(row.pooled is None and row.mean is None for row in found.measures)


def test_undefined_articles_are_not_averaged_in(tmp_path: Path) -> None:
    found = agreed(tmp_path, line("1", mark("A", 0, 4), mark("B", 0, 4)), line("2"))
    row = one(found, "f1_exact")
    assert (row.pooled, row.mean, row.low) == (1, 1, 1)
    assert {left.what for left in row.left_out} == {"articles in the mean", "bootstrap samples"}


def test_all_of_three_and_two_of_three(tmp_path: Path) -> None:
    spans = [mark("A", 0, 4), mark("B", 0, 4), mark("C", 5, 8)]
    found = agreed(tmp_path, line("1", *spans[:2]), line("2", mark("B", 0, 4), spans[2], people="B C"))
    assert one(found, "alpha_u").undefined
    assert one(found, "alpha_u", pair=("A", "B")).pooled == 1
    for label in (None, "ACTOR"):
        of_two = [one(found, name, "token", label=label, pair=("B", "C")) for name in ("scott", "fleiss")]
        assert of_two[0].pooled == of_two[1].pooled is not None
    assert one(found, "fleiss", "character").n == 42
    assert one(found, "f1_exact").n == 4


def test_who_takes_part(tmp_path: Path) -> None:
    rows = [line("1", mark("A", 0, 4), mark("B", 0, 4), mark("C", 0, 3), people="A B C")]
    with new_project(tmp_path / "p.annotator") as project:
        take(project, write_lines(tmp_path / "a.jsonl", *rows))
        project.connection.execute("UPDATE annotator SET kind='model' WHERE name='C'")
        assert done(run(project, AgreementOptions())).annotators == ("A", "B")
        named = done(run(project, AgreementOptions(annotators=("c", "A"), labels=("ACTOR",), seed=3)))
        assert (named.annotators, named.seed) == (("C", "A"), 3)
        with pytest.raises(NothingToCompare, match="Only A was named"):
            done(run(project, AgreementOptions(annotators=("A", "A"))))
        for wrong in ({"annotators": ("A", "Nobody")}, {"labels": ("NONE",)}):
            with pytest.raises(UnknownRecord):
                done(run(project, AgreementOptions(**wrong)))


def test_seeds(tmp_path: Path) -> None:
    lines = [line(str(n), mark("A", 0, 4), mark("B", 0 if n % 3 else 1, 4)) for n in range(9)]
    with new_project(tmp_path / "p.annotator") as project:
        take(project, write_lines(tmp_path / "a.jsonl", *lines))
        first, again, other = (done(run(project, AgreementOptions(seed=seed))) for seed in (1, 1, 2))
    assert first == again
    assert [row.pooled for row in first.measures] == [row.pooled for row in other.measures]
    assert quantile([0, 1, 2, 3], 0.5) == 1.5


def test_the_verb(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "p.annotator"
    with new_project(path) as project:
        take(project, write_lines(tmp_path / "a.jsonl", line("1", mark("A", 0, 4), mark("B", 0, 4))))
    assert main(["agreement", str(path), "--seed", "7", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["articles", "annotators", "seed", "measures"]
    keys = "measure unit label attribute value pair pooled mean low high n undefined left_out"
    assert all(list(row) == keys.split() for row in found["measures"])
    assert (found["articles"], found["seed"]) == (1, 7)
    assert main(["agreement", str(path)]) == 0
    assert "f1_overlap" in capsys.readouterr().out
    assert main(["agreement", str(path), "--annotator", "A"]) == 1
    assert "Only A was named" in capsys.readouterr().err


def test_one_person(tmp_path: Path) -> None:
    with pytest.raises(NothingToCompare, match="Only A has finished"):
        agreed(tmp_path, line("1", mark("A", 0, 4), people="A"))
    with Project.open(tmp_path / "p.annotator") as project, pytest.raises(NothingToCompare):
        done(run(project, AgreementOptions(annotators=("A", "Ana"))))
