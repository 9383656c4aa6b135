"""Layers as groups: each span in one, as the pairwise lines have it; kinds, sides, orders that tell nothing."""

from __future__ import annotations

from hashlib import sha256
from itertools import combinations

from hypothesis import given

from annotator.core import hanging
from annotator.core.compare import lines
from annotator.core.differences import Difference, Filter, Layer, difference_id, letters, shuffled
from annotator.core.grouping import compare
from annotator.core.model import Relation, Span
from tests.core.review_desk import QUANTITIES, TEXT, layers, span, tie


def of(*spans: Span, ties: tuple[Relation, ...] = ()) -> Layer:
    return Layer(annotator=spans[0].annotator, spans=spans, relations=ties)


def found(*some: Layer) -> list[Difference]:
    return list(compare("article", some, quantities=QUANTITIES).differences)


def test_who_says_what() -> None:
    one, two, three = of(span("a", 0, 17), span("a", 20, 24)), of(span("b", 6, 17)), of(span("c", 0, 17))
    comparison = compare("article", [one, two, three])
    first, second = comparison.differences
    assert (first.kinds, first.kind, first.start, first.end) == (("boundary",), "boundary", 0, 17)
    assert (first.label, first.words) == ("ACTOR", "Mayor Ilse Brandt")  # what two of three have
    assert [len(side.spans) for side in first.sides] == [1, 1, 1]
    assert first.pairs == {("a", "b"), ("b", "c")}
    assert sorted(one.annotators for one in first.proposals) == [("a", "c"), ("b",)]
    assert second.kinds == ("missing",)
    assert [bool(side) for side in second.sides] == [True, False, False]
    assert second.pairs == {("a", "b"), ("a", "c")}
    assert comparison.differing == [first, second]
    assert comparison.agreed == []


def test_kinds_of_what_hangs_on_spans() -> None:
    def kinds(label: str, ones: dict[str, object], others: dict[str, object], **fields: str) -> tuple[str, ...]:
        (one,) = found(
            of(span("a", 0, 5, label, attributes=ones)), of(span("b", 0, 5, label, attributes=others, **fields))
        )
        return one.kinds

    assert kinds("ACTOR", {"type": "person"}, {"type": "person"}) == ()
    assert kinds("ACTOR", {"type": "person"}, {}) == ("attribute",)
    assert kinds("ACTOR", {}, {}, actor="p") == ("actor",)
    assert kinds("STATISTIC", {"value": 2}, {"value": 3}) == ("value",)
    assert kinds("STATISTIC", {"value": 2, "period": "x"}, {"value": 3, "period": "y"}) == ("value", "attribute")
    # the same amount in other words is no difference of values, but of the answers that the measures count apart
    assert kinds("STATISTIC", {"value": 2, "scale": "thousand"}, {"value": 2000, "scale": "one"}) == ("attribute",)
    assert kinds("ACTOR", {"_unconfirmed": ["type"]}, {}) == ()
    assert kinds("QUOTE", {"value": 2}, {"value": 3}) == ("attribute",)


def test_an_actor_that_was_merged_is_the_other() -> None:
    ones, others = of(span("a", 0, 5, actor="p")), of(span("b", 0, 5, actor="q"))
    assert compare("article", [ones, others]).differences[0].kinds == ("actor",)
    assert compare("article", [ones, others], heirs={"p": "q"}).differences[0].kinds == ()


def test_other_labels_and_pieces() -> None:
    (one,) = found(of(span("a", 0, 5)), of(span("b", 3, 9, "QUOTE")))
    assert (one.kinds, one.labels) == (("label",), {"ACTOR", "QUOTE"})
    (one,) = found(of(span("a", 0, 0, fragments=((0, 5), (6, 10)))), of(span("b", 0, 10)))
    assert (one.kinds, one.start, one.end) == (("boundary",), 0, 10)


def test_ties_are_compared_where_both_have_the_head() -> None:
    def layer(who: str, speaker: str) -> Layer:
        quote, ilse, she = span(who, 25, 43, "QUOTE"), span(who, 0, 17), span(who, 45, 48)
        tail = {"ilse": ilse, "she": she}.get(speaker)
        return of(quote, ilse, she, ties=(tie(quote, tail),) if tail else ())

    *spans, about = found(layer("a", "ilse"), layer("b", "she"), layer("c", "ilse"))
    assert all(one.unanimous for one in spans)
    assert (about.kinds, about.tie, about.label, about.words) == (("relation",), "speaker", "QUOTE", TEXT[25:43])
    assert about.pairs == {("a", "b"), ("b", "c")}
    assert about.sources == tuple(sorted(side.relations[0].id for side in about.sides))
    *_, about = found(layer("a", "ilse"), layer("b", ""))
    assert (about.kinds, [bool(side) for side in about.sides]) == (("relation",), [True, False])
    *_, about = found(layer("a", "ilse"), layer("b", "ilse"))
    assert about.unanimous
    # who does not have the head says nothing about its speaker
    *_, about = found(layer("a", "ilse"), of(span("b", 0, 17)))
    assert (about.tie, about.kinds, about.unanimous) == ("speaker", (), False)


def test_what_all_have_alike() -> None:
    ones = {"form": "direct", "speaker_form": "named"}
    (one,) = found(
        of(span("a", 0, 9, "QUOTE", attributes=ones)), of(span("b", 0, 5, "QUOTE", attributes={"form": "direct"}))
    )
    assert (one.same.label, one.same.fragments, one.same.attributes) == ("QUOTE", False, {"form": "direct"})


def test_the_name_of_a_difference() -> None:
    whole = sha256(b"article\nb1\nc2\nc9").hexdigest()
    assert difference_id("article", ["c9", "b1", "c2"]) == whole
    (one,) = found(of(span("a", 0, 5, id="z")), of(span("b", 0, 6, id="y")))
    assert one.id == difference_id("article", ["z", "y"])


def test_orders_and_letters_hold_and_tell_nothing() -> None:
    some = [of(span(who, 0, 5 + place)) for place, who in enumerate("abcde")]
    (one,) = found(*some)
    (other,) = found(*some[::-1])
    firsts = set()
    for reviewer in map(str, range(60)):
        order = shuffled(one, reviewer)
        assert order == shuffled(other, reviewer)  # whoever was named first
        assert sorted(proposal.annotators for proposal in order) == [("a",), ("b",), ("c",), ("d",), ("e",)]
        firsts.add(order[0].annotators)
    assert len(firsts) == 5
    given_out = {letters("x", ["u", "v", "w"], str(reviewer))["u"] for reviewer in range(40)}
    assert given_out == {"A", "B", "C"}
    assert sorted(letters("x", ["u", "v", "w"], "r").values()) == ["A", "B", "C"]
    assert "AA" in letters("x", [str(who) for who in range(27)], "r").values()


def test_filters() -> None:
    one, two = found(of(span("a", 0, 5), span("a", 20, 30, "QUOTE")), of(span("b", 0, 6)), of(span("c", 0, 6)))

    def taken(**wanted: object) -> list[Difference]:
        return [one_ for one_ in (one, two) if Filter(**wanted).takes(one_)]  # type: ignore[arg-type]

    assert taken() == [one, two]
    assert taken(kinds=("missing", "label")) == [two]
    assert taken(labels=("ACTOR",)) == [one]
    assert taken(pair=("b", "a")) == [one, two]
    assert taken(pair=("b", "c")) == []
    assert taken(annotator="c", kinds=("boundary",)) == [one]
    assert taken(article="other") == []
    quote = [of(span(who, 0, 9, "QUOTE", attributes={"form": who})) for who in "ab"]
    (one,), two = found(*quote), found(of(span("a", 0, 5)), of(span("b", 0, 5)))[0]
    assert taken(attribute="form") == [one]
    assert taken(attribute="speaker") == []


def test_one_layer_and_none() -> None:
    assert found() == []
    (one,) = found(of(span("a", 0, 5)))
    assert one.unanimous


@given(layers())
def test_every_record_is_in_one_group_and_the_lines_of_the_measures_with_it(some: list[Layer]) -> None:
    comparison = compare("article", some, quantities=QUANTITIES)
    in_groups = sorted(key for one in comparison.differences for key in one.sources)
    assert in_groups == sorted(one.id for layer in some for one in (*layer.spans, *layer.relations))
    for one in comparison.differences:
        assert one.id == difference_id("article", one.sources)
        assert [side.annotator for side in one.sides] == [layer.annotator for layer in some]
        assert sorted(key for proposal in one.proposals for key in proposal.sources) == list(one.sources)
        assert bool(one.kinds) == bool(one.pairs)
        assert one.tie or one.unanimous != bool(one.kinds)
    expected: dict[str, set[str]] = {}
    for ours, theirs in combinations(some, 2):
        pair = ours.annotator, theirs.annotator
        for line in lines(ours.spans, theirs.spans):
            there = [comparison.of_record[one.id] for one in (line.first, line.second) if one is not None]
            assert all(one is there[0] for one in there)
            assert line.kind == "same" or (line.kind in there[0].kinds and pair in there[0].pairs)
            if line.kind != "same":
                expected.setdefault(there[0].id, set()).add(line.kind)
            if line.first and line.second and line.first.label == line.second.label:
                names = hanging.differing(line.first.attributes, line.second.attributes)
                assert set(names) <= set(there[0].attributes)
    for one in comparison.differences:
        assert {kind for kind in one.kinds if kind in ("missing", "label", "boundary")} == expected.get(one.id, set())
