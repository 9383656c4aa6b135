"""Ties as edits: made, undone, of another kind, elsewhere, tagged on the way; and what the codebook refuses."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core import ties
from annotator.core.codebook import Attribute, Choice, Codebook, Label, RelationKind
from annotator.core.edit import Edit, delete, inverse, past, tag
from annotator.core.errors import AnnotatorError, DuplicateRelation, ForbiddenRelation, ForbiddenValue
from annotator.core.model import AnyRecord, Article, Fragment, Relation, Span, digest, words_of
from tests.builders import NEWS

TEXT = "“Rain stays away,” said Dagny Berg 😀 of the lake board; 41 per cent agreed, and Tom Ruiz did not."
BOOK = Codebook(
    name="Test",
    labels=(Label(key="WHO", name="Who", role="agent"), Label(key="SAID", name="Said", role="quotation")),
    relations=(
        RelationKind(key="answers", name="Answers", head=("SAID",), tail=("SAID",)),
        RelationKind(
            key="by",
            name="By",
            role="speaker",
            head=("SAID",),
            tail=("WHO",),
            attributes=(
                Attribute(key="sure", name="Sure", kind="choice", choices=(Choice(key="y", name="Y"),), default="y"),
                Attribute(key="why", name="Why"),
            ),
        ),
        RelationKind(key="to", name="To", head=("SAID",), tail=("WHO",)),
    ),
)
ARTICLE = Article(id="a", text=TEXT, sha256=digest(TEXT))


def span(key: str, label: str, *fragments: Fragment, article: str = "a", annotator: str = "me") -> Span:
    return Span(
        id=key,
        article=article,
        annotator=annotator,
        label=label,
        fragments=fragments,
        words=words_of(TEXT, fragments),
        codebook="c",
    )


QUOTE, OTHER = span("q", "SAID", (0, 18)), span("o", "SAID", (57, 75))
DAGNY, TOM = span("d", "WHO", (24, 34)), span("t", "WHO", (81, 89))


def made(edit: Edit) -> Relation:
    return next(one for one in edit.made() if isinstance(one, Relation))


def applied(records: dict[str, AnyRecord], edit: Edit) -> dict[str, AnyRecord]:
    for key, record in edit.before.items():
        assert records[key] == record
    kept = {key: record for key, record in records.items() if key not in edit.before}
    return {**kept, **edit.after}


def test_a_tie_is_made_with_the_kinds_defaults_and_titled() -> None:
    edit = ties.tie("by", QUOTE, DAGNY, codebook=BOOK)
    tie = made(edit)
    assert (tie.kind, tie.head, tie.tail, tie.attributes) == ("by", "q", "d", {"sure": "y"})
    assert past(edit.title) == "Tied SAID “Rain stays away,” to “Dagny Berg” (By)"
    assert past(ties.untie(tie, QUOTE, DAGNY, codebook=BOOK).title).startswith("Untied SAID “Rain")


def test_twins_are_refused_and_other_kinds_are_not() -> None:
    tie = made(ties.tie("by", QUOTE, DAGNY, codebook=BOOK))
    with pytest.raises(DuplicateRelation, match="already tied to “Dagny Berg” as By"):
        ties.tie("by", QUOTE, DAGNY, codebook=BOOK, existing=[tie])
    second = made(ties.tie("to", QUOTE, DAGNY, codebook=BOOK, existing=[tie]))
    with pytest.raises(DuplicateRelation):
        ties.retype(second, "by", QUOTE, DAGNY, codebook=BOOK, existing=[tie, second])
    third = made(ties.tie("by", QUOTE, TOM, codebook=BOOK, existing=[tie, second]))
    with pytest.raises(DuplicateRelation):
        ties.point(third, QUOTE, DAGNY, codebook=BOOK, existing=[tie, second, third])


@pytest.mark.parametrize(
    ("kind", "head", "tail"),
    [
        ("answers", QUOTE, QUOTE),
        ("by", QUOTE, OTHER),
        ("by", DAGNY, QUOTE),
        ("unknown", QUOTE, DAGNY),
        ("by", QUOTE, span("x", "WHO", (24, 34), annotator="you")),
        ("by", QUOTE, span("x", "WHO", (24, 34), article="b")),
    ],
)
def test_what_the_codebook_forbids_is_refused_with_a_reason(kind: str, head: Span, tail: Span) -> None:
    with pytest.raises(ForbiddenRelation) as refused:
        ties.tie(kind, head, tail, codebook=BOOK)
    assert refused.value.line().count(".") >= 2


def test_a_span_is_tagged_and_tied_in_one_edit() -> None:
    tagged = tag(ARTICLE, [(81, 89)], label="WHO", annotator="me", codebook=BOOK, version="c")
    edit = ties.tag_and_tie(tagged, "by", QUOTE, codebook=BOOK)
    assert {type(one) for one in edit.made()} == {Span, Relation}
    assert made(edit).tail == edit.span().id  # type: ignore[union-attr]
    before: dict[str, AnyRecord] = {QUOTE.id: QUOTE}
    assert applied(applied(before, edit), inverse(edit)) == before
    with pytest.raises(ForbiddenRelation):
        ties.tag_and_tie(tagged, "answers", QUOTE, codebook=BOOK)
    tie = made(ties.tie("by", QUOTE, DAGNY, codebook=BOOK))
    moved = ties.tag_and_point(tagged, tie, QUOTE, codebook=BOOK, existing=[tie])
    assert moved.before == {tie.id: tie}
    assert made(moved).attributes == {"sure": "y"}


def test_kind_and_attributes_change() -> None:
    tie = made(ties.tie("by", QUOTE, DAGNY, codebook=BOOK))
    described = ties.describe_tie(tie, QUOTE, codebook=BOOK, attributes={"sure": "y", "why": "e\u0301"})
    after = described.after[tie.id]
    assert isinstance(after, Relation)
    assert after.attributes["why"]
    with pytest.raises(ForbiddenValue):
        ties.describe_tie(tie, QUOTE, codebook=BOOK, attributes={"sure": "n"})
    other = ties.retype(after, "to", QUOTE, DAGNY, codebook=BOOK).after[tie.id]
    assert isinstance(other, Relation)
    assert (other.id, other.kind, other.attributes) == (tie.id, "to", {})
    with pytest.raises(ForbiddenRelation):
        ties.retype(tie, "answers", QUOTE, DAGNY, codebook=BOOK)


def test_kinds_by_role_first_and_tails_that_are_on() -> None:
    assert [kind.key for kind in ties.kinds_from(BOOK, "SAID")] == ["by", "answers", "to"]
    assert ties.kinds_from(BOOK, "WHO") == ()
    assert ties.kinds_between(BOOK, QUOTE, DAGNY) == ("by", "to")
    assert ties.tail_labels(NEWS, NEWS.relations_with_role("speaker")[0]) == ("ACTOR",)


def test_kinds_whose_ends_are_all_off_are_not_offered() -> None:
    who, said = BOOK.labels
    off = msgspec.structs.replace(BOOK, labels=(msgspec.structs.replace(who, on=False), said))
    assert [kind.key for kind in ties.kinds_offered(BOOK, "SAID")] == ["by", "answers", "to"]
    assert [kind.key for kind in ties.kinds_offered(off, "SAID")] == ["answers"]
    assert ties.heads_offered(off) == ("SAID",)
    none = msgspec.structs.replace(BOOK, labels=(who, msgspec.structs.replace(said, on=False)))
    assert ties.heads_offered(none) == ()


Step = tuple[str, Span, Span, str, int]
STEP = st.tuples(
    st.sampled_from(("tie", "untie", "retype", "point", "delete")),
    st.sampled_from((QUOTE, OTHER, DAGNY, TOM)),
    st.sampled_from((QUOTE, OTHER, DAGNY, TOM)),
    st.sampled_from(("by", "answers", "to")),
    st.integers(0, 9),
)


@given(st.lists(STEP, max_size=14))
def test_whatever_is_done_is_undone_exactly_and_never_makes_twins(steps: list[Step]) -> None:
    records: dict[str, AnyRecord] = {one.id: one for one in (QUOTE, OTHER, DAGNY, TOM)}
    history = []
    for act, head, tail, kind, pick in steps:
        known = [one for one in records.values() if isinstance(one, Relation)]
        chosen = known[pick % len(known)] if known else None
        if head.id not in records or tail.id not in records:
            continue
        try:
            edit = _edit(act, head, tail, kind, chosen, records, known)
        except AnnotatorError:
            continue
        if edit is not None:
            history.append((records, edit))
            records = applied(records, edit)
        now = [one for one in records.values() if isinstance(one, Relation)]
        assert len({(one.kind, one.head, one.tail) for one in now}) == len(now)
        assert all(one.head in records and one.tail in records and one.head != one.tail for one in now)
    for before, edit in reversed(history):
        records = applied(records, inverse(edit))
        assert records == before


def _edit(
    act: str,
    head: Span,
    tail: Span,
    kind: str,
    chosen: Relation | None,
    records: dict[str, AnyRecord],
    known: list[Relation],
) -> Edit | None:
    if act == "tie":
        return ties.tie(kind, head, tail, codebook=BOOK, existing=known)
    if act == "delete":
        return delete([head], relations=known, codebook=BOOK)
    if chosen is None:
        return None
    first, last = records[chosen.head], records[chosen.tail]
    assert isinstance(first, Span)
    assert isinstance(last, Span)
    if act == "untie":
        return ties.untie(chosen, first, last, codebook=BOOK)
    if act == "retype":
        return ties.retype(chosen, kind, first, last, codebook=BOOK, existing=known)
    return ties.point(chosen, first, tail, codebook=BOOK, existing=known)
