"""Pure changes of a codebook: keys, letters and colours that nobody has, merging, retiring, and what is different."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from annotator.core import codebook_change as change
from annotator.core import codebook_edit as edit
from annotator.core.codebook import Attribute, Choice, Codebook, Label, RelationKind, canonical, check, loads
from annotator.core.codebook_edit import Draft
from annotator.core.codebook_faults import faults, free_shortcut
from annotator.core.errors import UnansweredChange
from annotator.core.model import UNCONFIRMED, Span, Value
from tests.builders import NEWS, VERSION, make_article, make_span

CHOICES = (Choice(key="a", name="A"), Choice(key="b", name="B"))


def told(old: Codebook, new: Codebook) -> list[tuple[str, str, str]]:
    return [(one.path, one.what, one.field) for one in change.differences(old, new)]


@given(st.lists(st.text(max_size=30), min_size=1, max_size=12))
def test_new_labels_have_sound_keys_letters_and_colours_of_their_own(names: list[str]) -> None:
    book = NEWS
    for name in names:
        book, key = edit.add_label(book, name)
        assert book.label(key).name == name
    check(book)
    shortcuts = [label.shortcut for label in book.labels if label.shortcut]
    assert len(set(shortcuts)) == len(shortcuts)
    assert len({label.key for label in book.labels}) == len(NEWS.labels) + len(names)


def test_a_new_label_never_takes_the_key_of_a_retired_one() -> None:
    book = replace(NEWS, retired={"PLACE": None})
    assert edit.add_label(book, "Place")[1] == "PLACE_2"
    assert edit.add_label(book, "場所")[1] == "LABEL"


def test_a_free_letter_is_one_of_the_name_if_it_can_be() -> None:
    assert free_shortcut(NEWS.labels, "Topic") == "T"
    assert free_shortcut(NEWS.labels, "Quarrel") == "U"
    full = tuple(Label(key=f"L{letter}", name=letter, shortcut=letter) for letter in "ABCDOPQSTUZ")
    assert free_shortcut(full, "Any") == ""


@given(st.permutations(["a", "b", "c", "d"]), st.integers(0, 3), st.integers(-5, 5))
def test_moving_keeps_every_part(keys: list[str], at: int, step: int) -> None:
    parts = tuple(Choice(key=key, name=key) for key in keys)
    moved = edit.moved(parts, keys[at], step)
    assert sorted(part.key for part in moved) == sorted(keys)
    if 0 <= at + step < len(keys):
        assert moved[at + step].key == keys[at]
    else:
        assert moved == parts


def test_heirs_are_followed_to_the_end() -> None:
    draft = edit.drop_label(Draft(book=NEWS), "SUBJECT", heir="CUE")
    draft = edit.drop_label(draft, "CUE", heir="ACTOR")
    made = edit.finished(NEWS, draft)
    assert made.retired == {"SUBJECT": "ACTOR", "CUE": "ACTOR"}
    assert made.relation("about").tail == ("ACTOR",)
    assert made.relation("cue").tail == ("ACTOR",)
    later = edit.finished(made, edit.drop_label(Draft(book=made), "ACTOR", heir=None))
    assert later.retired == {"SUBJECT": None, "CUE": None, "ACTOR": None}
    assert edit.heir_of("A", {"C"}, {"A": "B", "B": "A"}) is None, "no walk without an end"


def test_a_label_that_comes_back_is_retired_no_longer() -> None:
    made = edit.finished(NEWS, edit.drop_label(Draft(book=NEWS), "CUE", heir=None))
    again = edit.finished(made, Draft(book=edit.put_label(made, NEWS.label("CUE"))))
    assert again.retired == {}
    check(again)


def test_what_is_taken_along_has_room_for_every_value() -> None:
    old = Label(key="OLD", name="Old", attributes=(
        Attribute(key="type", name="Type", kind="choice", choices=CHOICES),
        Attribute(key="extra", name="Extra", required=True),
        Attribute(key="unused", name="Unused"),
    ))  # fmt: skip
    draft = edit.take_along(Draft(book=NEWS), old, "ACTOR", ["type", "extra"])
    parts = {part.key: part for part in draft.book.label("ACTOR").attributes}
    assert [choice.key for choice in parts["type"].choices][-2:] == ["a", "b"]
    assert not parts["extra"].required
    assert "unused" not in parts


def test_fields_that_came_later_do_not_change_the_names_of_versions() -> None:
    assert "edition" not in canonical(NEWS)
    assert "retired_relations" not in canonical(NEWS)
    later = replace(NEWS, edition=2, retired_relations={"old": None})
    assert loads(canonical(later)) == later


def test_differences_are_told_by_place() -> None:
    actor = NEWS.label("ACTOR")
    sort = replace(actor.attributes[0], name="Sort", choices=actor.attributes[0].choices[:2])
    parts = (sort, Attribute(key="n", name="N"))
    made = replace(NEWS, name="Mine", labels=(NEWS.label("QUOTE"), replace(actor, color="#123456", attributes=parts)))
    assert told(NEWS, made) == [
        ("", "renamed", ""),
        ("STATISTIC", "removed", ""),
        ("CUE", "removed", ""),
        ("SUBJECT", "removed", ""),
        ("ACTOR", "changed", "color"),
        ("ACTOR/mention", "removed", ""),
        ("ACTOR/type", "renamed", ""),
        ("ACTOR/type/government", "removed", ""),
        ("ACTOR/type/group", "removed", ""),
        ("ACTOR/type/other", "removed", ""),
        ("ACTOR/n", "added", ""),
        ("QUOTE", "moved", ""),
    ]
    assert told(NEWS, NEWS) == []


def test_what_needs_an_answer() -> None:
    actor = NEWS.label("ACTOR")
    number = replace(actor.attributes[0], kind="number", choices=())
    made = edit.put_label(NEWS, replace(actor, attributes=(number,)))
    asked = [(one.path, one.need) for one in change.questions(NEWS, made, {})]
    assert asked == [("ACTOR/type", "type"), ("ACTOR/mention", "attribute")]
    harmless = edit.put_label(NEWS, replace(actor, name="X", color="#000000", trim=NEWS.label("QUOTE").trim, on=False))
    assert change.questions(NEWS, harmless, {}) == []
    assert change.touched(NEWS, harmless) == (set(), set())


def test_ends_are_narrower_when_a_label_can_stand_there_no_longer() -> None:
    about = NEWS.relation("about")
    for tail, narrower in ((("ACTOR",), True), (("SUBJECT", "ACTOR", "CUE"), False), ((), False)):
        made = edit.put_kind(NEWS, replace(about, tail=tail))
        asked = [one.path for one in change.questions(NEWS, made, {})]
        assert (asked == ["relation:about:ends"]) is narrower
    open_kind = edit.put_kind(NEWS, replace(about, head=()))
    assert [one.path for one in change.questions(open_kind, NEWS, {})] == ["relation:about:ends"]


@pytest.mark.parametrize(
    ("value", "kind", "wanted"),
    [
        ("7", "number", 7),
        ("0.5", "number", 0.5),
        ("many", "number", None),
        ("nan", "number", None),
        (7, "text", "7"),
        (7.0, "text", "7"),
        (True, "text", "yes"),
        ("yes", "yesno", True),
        ("perhaps", "yesno", None),
        ("a", "choices", ["a"]),
        (["a"], "choice", "a"),
        (["a", "b"], "choice", None),
        (["b", "a"], "choices", ["a", "b"]),
        (["a", "c"], "choices", None),
        (["a", "b"], "text", "a, b"),
        ("c", "choice", None),
        (True, "number", None),
        ("2026-03", "date", "2026-03"),
        ("March", "date", None),
    ],
)
def test_values_become_another_type_only_without_loss(value: Value, kind: Any, wanted: Value | None) -> None:
    part = Attribute(key="k", name="K", kind=kind, choices=CHOICES)
    made = change.converted(value, part)
    assert made == wanted
    assert type(made) is type(wanted)


def spanned(label: str, **attributes: Value) -> Span:
    return make_span(make_article(), 0, 3, annotator="m", label=label, attributes=attributes)


def test_a_value_that_had_no_place_before_is_no_loss_of_this_change() -> None:
    span = spanned("ACTOR", strange="x", type="robot")
    made = edit.put_label(NEWS, replace(NEWS.label("ACTOR"), attributes=NEWS.label("ACTOR").attributes[1:]))
    assert change.Recoder(NEWS, made, {}).span(span) is span


def test_a_value_goes_where_it_was_sent_but_never_over_another() -> None:
    span = spanned("ACTOR", type="person", mention="name", **{UNCONFIRMED: ["type", "mention"]})
    text = Attribute(key="words", name="Words")
    made = edit.put_label(NEWS, replace(NEWS.label("ACTOR"), attributes=(text,)))
    with pytest.raises(UnansweredChange, match="ACTOR/type"):
        change.Recoder(NEWS, made, {}).span(span)
    sent = change.Recoder(NEWS, made, {"ACTOR/type": "words", "ACTOR/mention": None}).span(span)
    assert sent is not None
    assert sent.attributes == {"words": "person", UNCONFIRMED: ["words"]}
    both = change.Recoder(NEWS, made, {"ACTOR/type": "words", "ACTOR/mention": "words"})
    with pytest.raises(UnansweredChange):
        both.span(span)
    number = edit.put_label(NEWS, replace(NEWS.label("ACTOR"), attributes=(replace(text, kind="number"),)))
    with pytest.raises(UnansweredChange, match="ACTOR/type"):
        change.Recoder(NEWS, number, {"ACTOR/type": "words", "ACTOR/mention": None}).span(span)


def test_faults_name_place_and_field() -> None:
    clash = replace(NEWS.label("ACTOR"), shortcut="Q", color="#FFFFFF")
    shown = Attribute(key="x", name="", shown_when=None, default=3)
    book = edit.put_label(NEWS, replace(clash, attributes=(shown,)))
    book = edit.put_kind(book, RelationKind(key="speaker", name="S", head=("NOBODY",)))
    found = {(one.path, one.field) for one in faults(book, strict=True)}
    assert found == {
        ("QUOTE", "shortcut"),
        ("ACTOR", "color"),
        ("ACTOR/x", "default"),
        ("ACTOR/x", "name"),
        ("relation:speaker", "head"),
    }
    assert ("ACTOR", "color") not in {(one.path, one.field) for one in faults(book)}, "a stored version may keep it"
    assert edit.identity(NEWS) == VERSION
