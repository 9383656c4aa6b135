"""The codebook: what it reads, how a version is named, what it refuses and why, values and relations."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.codebook import (
    RESERVED_KEYS,
    Attribute,
    Choice,
    canonical,
    check_attributes,
    check_relation,
    identity,
    loads,
    value_fault,
)
from annotator.core.errors import BadCodebook, ForbiddenRelation, ForbiddenValue, UnknownLabel
from annotator.core.model import Span, new_id

NEWS_FILE = Path(__file__).resolve().parents[2] / "resources" / "codebooks" / "news.json"
NEWS = loads(NEWS_FILE.read_bytes(), "news")

Json = dict[str, Any]


def small(**changes: Any) -> Json:
    """A valid codebook of two labels and one relation, as JSON data, with top-level changes."""
    book: Json = {
        "name": "Small",
        "labels": [
            {"key": "WHO", "name": "Who", "shortcut": "A", "attributes": []},
            {"key": "WORDS", "name": "Words", "shortcut": "Q"},
        ],
        "relations": [{"key": "by", "name": "By", "head": ["WORDS"], "tail": ["WHO"]}],
    }
    return {**book, **changes}


def with_attribute(**fields: Any) -> Json:
    book = small()
    book["labels"][0]["attributes"] = [{"key": "kind", "name": "Kind", **fields}]
    return book


def fault(book: Json | str) -> str:
    """The reason for which a codebook is refused."""
    with pytest.raises(BadCodebook) as caught:
        loads(book if isinstance(book, str) else json.dumps(book), "mine.json")
    return str(caught.value.fields["reason"])


def span(label: str, *, article: str = "a", annotator: str = "m") -> Span:
    return Span(
        id=new_id(), article=article, annotator=annotator, label=label, fragments=((0, 1),), words="x", codebook="v"
    )


# --- reading and naming ----------------------------------------------------------------------------


def test_a_small_codebook_is_read_with_defaults() -> None:
    book = loads(json.dumps(small()))
    assert book.label("WHO").on
    assert book.label("WHO").role is None
    assert book.label("WHO").find == "none"
    assert book.has("WORDS")
    assert not book.has("words")
    assert book.relation("by").head == ("WORDS",)
    assert book.retired == {}
    assert book.with_role("agent") == ()
    assert book.relations_with_role("speaker") == ()


def test_roles_find_labels_and_relations() -> None:
    assert [label.key for label in NEWS.with_role("quotation")] == ["QUOTE"]
    assert [kind.key for kind in NEWS.relations_with_role("speaker")] == ["speaker"]


def test_asking_for_what_is_not_there_names_what_is() -> None:
    with pytest.raises(UnknownLabel, match="PLACE") as caught:
        NEWS.label("PLACE")
    assert caught.value.fields["known"] == "ACTOR, QUOTE, STATISTIC, CUE, SUBJECT"
    with pytest.raises(ForbiddenRelation, match="marries"):
        NEWS.relation("marries")


def shuffled(value: Any, order: random.Random) -> Any:
    """The same JSON data with the keys of every object in another order."""
    if isinstance(value, dict):
        keys = list(value)
        order.shuffle(keys)
        return {key: shuffled(value[key], order) for key in keys}
    return [shuffled(item, order) for item in value] if isinstance(value, list) else value


@given(seed=st.integers(0, 2**32), indent=st.sampled_from([None, 1, 4]))
def test_the_identity_does_not_depend_on_how_the_file_is_written(seed: int, indent: int | None) -> None:
    data = shuffled(json.loads(NEWS_FILE.read_bytes()), random.Random(seed))
    again = loads(json.dumps(data, indent=indent, ensure_ascii=bool(seed % 2)))
    assert again == NEWS
    assert identity(again) == identity(NEWS)


def test_the_canonical_text_reads_back_and_writing_out_a_default_changes_nothing() -> None:
    assert loads(canonical(NEWS)) == NEWS
    assert canonical(loads(canonical(NEWS))) == canonical(NEWS)
    said = small(retired={}, description="")
    said["labels"][0].update(on=True, find="none", definition="", role=None)
    assert identity(loads(json.dumps(said))) == identity(loads(json.dumps(small())))


def test_the_canonical_text_is_sorted_and_tight() -> None:
    text = canonical(loads(json.dumps(small())))
    data = json.loads(text)
    assert json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False) == text
    assert len(identity(NEWS)) == 64
    assert set(identity(NEWS)) <= set("0123456789abcdef")


def test_any_change_of_content_changes_the_identity() -> None:
    plain = identity(loads(json.dumps(small())))
    renamed, reordered = small(name="Other"), small()
    reordered["labels"].reverse()
    assert len({plain, identity(loads(json.dumps(renamed))), identity(loads(json.dumps(reordered)))}) == 3


# --- what is refused, and why ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "part"),
    [
        ("{", "truncated"),
        ("[]", "the file must be an object, not a list"),
        ('{"labels": []}', "the field name is missing"),
        (json.dumps(small(lables=[])), "there is no field lables"),
        (json.dumps(with_attribute(kind="colour")), "“colour” cannot be its kind, which is one of choice"),
    ],
)
def test_a_file_of_another_shape_is_refused_with_the_place(data: str, part: str) -> None:
    assert part in fault(data)


def test_a_misspelt_key_deep_inside_is_named_with_its_path() -> None:
    book = small()
    book["labels"][1]["shortkut"] = "D"
    assert "In label 2 (“Words”): there is no field shortkut" in fault(book)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(BadCodebook, match="mine"):
        loads(b'{"name": "\xff", "labels": []}', "mine")


def test_the_message_names_the_codebook() -> None:
    with pytest.raises(BadCodebook, match=r"^The codebook Small cannot be used\. it has no label\."):
        loads(json.dumps(small(labels=[], relations=[])))


def test_no_label() -> None:
    assert fault(small(labels=[], relations=[])) == "it has no label"


@pytest.mark.parametrize("key", ["", "1A", "_A", "A B", "Ä", "A\n", "A" * 65, "A/B"])
def test_a_key_that_cannot_be_one(key: str) -> None:
    book = small(relations=[])
    book["labels"][0]["key"] = key
    assert fault(book) == f"label key “{key}” must be a letter, then letters, digits, _ . -"


def test_a_relation_key_or_an_attribute_key_that_cannot_be_one() -> None:
    book = small()
    book["relations"][0]["key"] = "by whom"
    assert fault(book).startswith("relation kind key “by whom” must be")
    book = with_attribute()
    book["labels"][0]["attributes"][0]["key"] = "_unconfirmed"
    assert fault(book).startswith("label WHO: attribute key “_unconfirmed” must be")


def test_keys_that_stand_twice() -> None:
    book = small(relations=[])
    book["labels"][1]["key"] = "WHO"
    assert fault(book) == "label key WHO stands twice"
    book = small()
    book["relations"].append(book["relations"][0])
    assert fault(book) == "relation kind key by stands twice"
    book = with_attribute()
    book["labels"][0]["attributes"] *= 2
    assert fault(book) == "label WHO: attribute key kind stands twice"


@pytest.mark.parametrize("shortcut", [*sorted(RESERVED_KEYS), "e", "1", "AB", "Ä", "?"])
def test_a_shortcut_that_is_kept_or_no_letter(shortcut: str) -> None:
    book = small()
    book["labels"][1]["shortcut"] = shortcut
    assert fault(book) == f"label WORDS cannot have the key “{shortcut}”: A B C D O P Q S T U Z are free"


def test_the_free_letters_are_free() -> None:
    free = [chr(code) for code in range(ord("A"), ord("Z") + 1) if chr(code) not in RESERVED_KEYS]
    assert free == list("ABCDOPQSTUZ")
    labels = [{"key": f"L{letter}", "name": letter, "shortcut": letter} for letter in free]
    assert len(loads(json.dumps(small(labels=labels, relations=[]))).labels) == 11


def test_two_labels_on_one_key_in_either_case() -> None:
    book = small()
    book["labels"][1]["shortcut"] = "a"
    assert fault(book) == "labels WHO and WORDS share the key A"


def test_labels_may_go_without_a_key() -> None:
    book = small()
    for label in book["labels"]:
        label["shortcut"] = ""
    assert [label.shortcut for label in loads(json.dumps(book)).labels] == ["", ""]


@pytest.mark.parametrize("field", ["color", "lane_dark"])
@pytest.mark.parametrize("color", ["blue", "#12345", "#1234567", "#12345G", "123456"])
def test_a_colour_that_is_none(field: str, color: str) -> None:
    book = small()
    book["labels"][0][field] = color
    assert fault(book) == f"label WHO has a colour “{color}” that is not #RRGGBB"


@pytest.mark.parametrize("end", ["head", "tail"])
def test_a_relation_to_no_label(end: str) -> None:
    book = small()
    book["relations"][0][end] = ["WHO", "NOBODY"]
    assert fault(book) == "relation by names NOBODY, which is no label"


def test_a_retired_label_that_lives_or_has_no_heir() -> None:
    assert "retired label WHO is still a label" in fault(small(retired={"WHO": None}))
    assert "its heir GONE is none" in fault(small(retired={"OLD": "GONE"}))
    assert loads(json.dumps(small(retired={"OLD": "WHO", "OLDER": None}))).retired == {"OLD": "WHO", "OLDER": None}


@pytest.mark.parametrize("kind", ["choice", "choices"])
def test_choices_are_needed_and_differ(kind: str) -> None:
    assert fault(with_attribute(kind=kind)) == "label WHO: attribute kind has no choices"
    twice = [{"key": "a", "name": "a"}, {"key": "a", "name": "b"}]
    assert fault(with_attribute(kind=kind, choices=twice)) == "label WHO: choice a of kind stands twice"


def test_a_default_must_be_allowed() -> None:
    assert fault(with_attribute(kind="number", default="7")) == "label WHO: the default of kind is not a number"
    assert loads(json.dumps(with_attribute(kind="number", default=0))).label("WHO").attributes[0].default == 0


def test_attributes_of_relations_are_looked_at_too() -> None:
    book = small()
    book["relations"][0]["attributes"] = [{"key": "sure", "name": "Sure", "kind": "choice"}]
    assert fault(book) == "relation by: attribute sure has no choices"


# --- values ----------------------------------------------------------------------------------------

AB = (Choice(key="a", name="A"), Choice(key="b", name="B"), Choice(key="c", name="C"))


@pytest.mark.parametrize(
    ("kind", "good", "bad", "reason"),
    [
        ("choice", ["a", "c"], ["A", "", 1, None, ["a"]], "is not one of a, b, c"),
        (
            "choices",
            [["a"], ["a", "c"], ["a", "b", "c"]],
            [[], "a", ["z"], ["a", "z"], None],
            "is not a list of a, b, c",
        ),
        ("choices", [["b", "c"]], [["c", "a"], ["a", "a"]], "is not in the codebook's order"),
        ("number", [0, -3, 4.7, 10**15], ["4.7", True, None, [1]], "is not a number"),
        ("yesno", [True, False], [1, 0, "yes", None], "is not yes or no"),
        (
            "date",
            ["2031", "2031-03", "2031-03-14"],
            ["31-3-14", "2031-13", "2031-03-32", "2031-3", "2031-03-14T10:00", "2031\n", 2031, None],
            "is not a date YYYY[-MM[-DD]]",
        ),
        ("text", ["x", " ", "<b>", "سد"], ["", 1, None, ["x"]], "is not a text"),
    ],
)
def test_the_values_of_each_kind(kind: Any, good: list[Any], bad: list[Any], reason: str) -> None:
    attribute = Attribute(key="k", name="K", kind=kind, choices=AB if kind.startswith("choice") else ())
    assert [value_fault(attribute, value) for value in good] == [None] * len(good)
    assert [value_fault(attribute, value) for value in bad] == [reason] * len(bad)


def test_allowed_attributes_pass_and_absent_ones_are_simply_not_answered() -> None:
    label = NEWS.label("STATISTIC")
    check_attributes(label, {})
    check_attributes(label, {"value": 5, "value_high": 7.5, "unit": "per cent", "bound": "range", "scale": "one"})


@pytest.mark.parametrize(
    ("values", "part"),
    [
        ({"value": "five"}, "“five” cannot be the value of Value. It is not a number"),
        ({"colour": "red"}, "Statistic has no attribute colour"),
        ({"unit": None}, "“None” cannot be the value of Unit"),
        ({"bound": "~"}, "It is not one of exact, about"),
        ({"value": 1, "_unconfirmed": ["unit"]}, "It must list attributes that have a value"),
        ({"value": 1, "_unconfirmed": "value"}, "It must list attributes that have a value"),
    ],
)
def test_forbidden_attributes_are_named(values: Json, part: str) -> None:
    with pytest.raises(ForbiddenValue) as caught:
        check_attributes(NEWS.label("STATISTIC"), values)
    assert part in str(caught.value)


def test_unconfirmed_is_allowed_under_every_codebook() -> None:
    check_attributes(NEWS.label("STATISTIC"), {"value": 1, "unit": "km", "_unconfirmed": ["value", "unit"]})
    check_attributes(loads(json.dumps(with_attribute())).label("WHO"), {"kind": "x", "_unconfirmed": ["kind"]})


# --- relations -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "head", "tail"),
    [
        ("speaker", "QUOTE", "ACTOR"),
        ("cue", "QUOTE", "CUE"),
        ("about", "STATISTIC", "ACTOR"),
        ("about", "STATISTIC", "SUBJECT"),
        ("source", "STATISTIC", "ACTOR"),
        ("source", "STATISTIC", "QUOTE"),
    ],
)
def test_allowed_relations(kind: str, head: str, tail: str) -> None:
    check_relation(NEWS, kind, span(head), span(tail))
    with pytest.raises(ForbiddenRelation):
        check_relation(NEWS, kind, span(tail), span(head))


@pytest.mark.parametrize(
    ("kind", "head", "tail", "part"),
    [
        ("speaker", span("ACTOR"), span("ACTOR"), "It starts from QUOTE, not from ACTOR"),
        ("speaker", span("QUOTE"), span("STATISTIC"), "It points to ACTOR, not to STATISTIC"),
        ("about", span("STATISTIC"), span("QUOTE"), "It points to ACTOR, SUBJECT, not to QUOTE"),
        ("speaker", span("QUOTE"), span("ACTOR", article="b"), "one article and one annotator"),
        ("speaker", span("QUOTE"), span("ACTOR", annotator="n"), "one article and one annotator"),
        ("likes", span("QUOTE"), span("ACTOR"), "The codebook has no relation of that kind"),
    ],
)
def test_forbidden_relations_say_why(kind: str, head: Span, tail: Span, part: str) -> None:
    with pytest.raises(ForbiddenRelation) as caught:
        check_relation(NEWS, kind, head, tail)
    assert part in str(caught.value)


def test_a_span_is_never_tied_to_itself() -> None:
    book = loads(json.dumps(small(relations=[{"key": "same", "name": "Same"}])))
    one = span("WHO")
    with pytest.raises(ForbiddenRelation, match="itself"):
        check_relation(book, "same", one, one)
    check_relation(book, "same", one, span("WORDS"))
