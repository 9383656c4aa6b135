"""The matches that are counted for all labels and values at once are those of each label and value alone."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from annotator.core import compare
from annotator.core.agreement_sides import Scheme, Side, Tally, by_label, by_value, stretches
from annotator.core.compare import Meeting
from annotator.core.hanging import amount
from annotator.core.model import Fragment, Span, join_fragments
from annotator.core.unitising import observed

SCHEME = Scheme(labels=("A", "B"), closed=frozenset({("A", "form"), ("A", "kinds")}), quantities=frozenset({"B"}))
fragment = st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda one: (one[0], one[0] + one[1]))
one = st.tuples(
    st.sampled_from("AB"),
    st.lists(fragment, min_size=1, max_size=2),
    st.fixed_dictionaries(
        {},
        optional={
            "form": st.sampled_from("xy"),
            "kinds": st.sampled_from([["p"], ["p", "q"]]),
            "_unconfirmed": st.just(["form"]),
        },
    ),
)


def spans(some: list[tuple[str, list[Fragment], dict[str, Any]]]) -> list[Span]:
    found = {}
    for label, fragments, attributes in some:
        joined = tuple(join_fragments(fragments))
        key = f"{label}{joined}"
        found[key] = Span(
            id=key,
            article="",
            annotator="",
            label=label,
            fragments=joined,
            words="",
            codebook="",
            attributes=attributes,
        )
    return list(found.values())


layer = st.lists(one, max_size=8).map(spans)


def plain(first: list[Span], second: list[Span]) -> Tally:
    edges = compare.edges(first, second)
    met, others = {edge[0] for edge in edges}, {edge[1] for edge in edges}
    pairs = compare.overlapping(first, second)
    return [compare.exact(first, second), len(first), len(second), len(pairs), len(met), len(others)]


@given(layer, layer)
def test_labels_and_values_are_counted_as_if_alone(first: list[Span], second: list[Span]) -> None:
    ones, others = Side((first, ()), SCHEME), Side((second, ()), SCHEME)
    meeting = Meeting(ones.ordered, others.ordered)
    for label, tally in by_label(meeting, ones, others).items():
        assert tally == plain(*[[span for span in some if span.label == label] for some in (first, second)])
    found: dict[tuple[str, str, str], Tally] = {}
    by_value(meeting, ones, others, found)
    for (label, key, value), tally in found.items():
        held = [
            [span for span in some if span.label == label and value in (span.attributes.get(key) or ())]
            for some in (first, second)
        ]
        assert tally == plain(*held)
    wanted = {place for side in (ones, others) for place in side.valued}
    assert found.keys() == wanted


@given(layer)
def test_units_are_disjoint_and_cover_what_the_spans_cover(some: list[Span]) -> None:
    for label, units in stretches(some, 50).items():
        covered = {
            at for span in some if span.label == label for start, end in span.fragments for at in range(start, end)
        }
        assert {at for start, end in units.units for at in range(start, end)} == covered
        assert sum(units.lengths) == len(covered)
        assert observed(units.units, units.units) == 0


def test_an_amount_is_compared_with_its_scale_multiplied_out() -> None:
    fields: dict[str, Any] = {"id": "", "article": "", "annotator": "", "label": "B", "words": "", "codebook": ""}
    two, long = ({"value": 2, "scale": "thousand"}, {"value": 2000, "scale": "one"})
    said = [amount(Span(fragments=((0, 1),), attributes=attributes, **fields)) for attributes in (two, long, {})]
    assert said[0] == said[1] != said[2]
