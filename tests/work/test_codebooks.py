"""The codebook changed under what is tagged: counts beforehand, one act, nothing dropped by guess, undo."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from annotator.core import codebook as codebooks
from annotator.core import codebook_edit as changes
from annotator.core.codebook import Attribute, Choice, Codebook, Label, RelationKind
from annotator.core.codebook_edit import Draft, Fates
from annotator.core.errors import BadCodebook, CannotRedo, CannotUndo, CodebookInUse, StaleError, UnansweredChange
from annotator.core.model import UNCONFIRMED, Article, Relation, Span, new_id
from annotator.store import check
from annotator.store.project import Project
from annotator.work import codebooks as work
from annotator.work.codebooks import Outcome
from tests.builders import NEWS, make_article, make_relation, make_span, span_on
from tests.store.support import bring, dump

CHOICES = tuple(Choice(key=key, name=key.upper()) for key in ("one", "two", "three"))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.annotator", codebook=NEWS, annotator="Ann", site="aaaaaaaa") as made:
        yield made


@pytest.fixture
def article() -> Article:
    return make_article()


def fill(project: Project, article: Article, spans: list[Span], relations: tuple[Relation, ...] = ()) -> None:
    put(project, [article], spans=spans, relations=relations)


def put(project: Project, articles: list[Article], **others: Any) -> None:
    assert project.owner is not None
    bring(project, project.owner, articles, **others)


def who(project: Project) -> str:
    owner = project.owner
    assert owner is not None
    return owner.id


def apply(project: Project, draft: Draft) -> Outcome:
    made = work.next_version(project, draft)
    steps = work.run(project, made, fates=draft.fates, who=who(project))
    try:
        while True:
            next(steps)
    except StopIteration as end:
        outcome: Outcome = end.value
        return outcome


def draft_of(project: Project) -> Draft:
    return Draft(book=project.codebook)


def with_label(draft: Draft, key: str, **fields: Any) -> Draft:
    label = replace(draft.book.label(key), **fields)
    return replace(draft, book=changes.put_label(draft.book, label))


def sound(project: Project) -> list[str]:
    return [one.message for one in check.problems(project) if not one.message.startswith("Held")]


def test_a_rename_touches_no_span_and_can_be_taken_back_and_done_again(project: Project, article: Article) -> None:
    span = span_on(article, "Ilse Brandt", annotator=who(project))
    fill(project, article, [span])
    first = project.codebook_id
    outcome = apply(project, with_label(draft_of(project), "ACTOR", name="من"))
    assert (outcome.changed, outcome.held) == (0, 0)
    assert outcome.title == "Change the codebook: rename “Actor” to “من”"
    assert project.codebook.label("ACTOR").name == "من"
    assert project.read.spans(article.id) == [span], "not even which version it was made under"
    chain_ = project.read.codebooks()
    assert [(one.parent, one.seq) for one in chain_] == [(None, 1), (first, 2)]
    project.undo(who=who(project))
    assert project.codebook.label("ACTOR").name == "Actor"
    assert len(project.read.codebooks()) == 1
    project.redo(who=who(project))
    assert project.codebook.label("ACTOR").name == "من"
    assert not sound(project)


def test_a_codebook_that_becomes_what_it_was_is_a_version_of_its_own(project: Project) -> None:
    for name in ("Speech", "Quote", "Speech", "Quote"):
        apply(project, with_label(draft_of(project), "QUOTE", name=name))
    names = [one.id for one in project.read.codebooks()]
    assert len(set(names)) == 5
    assert project.codebook.label("QUOTE").name == "Quote"
    assert not sound(project)


def test_nothing_different_is_the_same_codebook(project: Project) -> None:
    assert work.next_version(project, draft_of(project)) is project.codebook


def test_two_labels_become_one(project: Project, article: Article) -> None:
    me = who(project)
    quote = span_on(article, "“We will not cut a single line,”", annotator=me, label="QUOTE")
    actor = span_on(article, "Ilse Brandt", annotator=me, attributes={"type": "person"})
    subject = span_on(article, "the ferries", annotator=me, label="SUBJECT")
    twin = span_on(article, "Ilse Brandt", annotator=me, label="SUBJECT")
    figure = span_on(article, "About 4,200", annotator=me, label="STATISTIC")
    ties = (make_relation(figure, subject, "about"), make_relation(figure, twin, "about"), make_relation(quote, actor))
    fill(project, article, [quote, actor, subject, twin, figure], ties)
    before = dump(project)
    draft = changes.drop_label(draft_of(project), "SUBJECT", heir="ACTOR")
    (impact,) = work.impacts(project, work.next_version(project, draft), draft.fates)
    assert (impact.spans, impact.annotators, impact.relations, impact.open) == (2, 1, 2, False)
    outcome = apply(project, draft)
    assert outcome.title == "Change the codebook: merge “Subject” into “Actor” and 1 more"
    assert (outcome.changed, outcome.held, outcome.relations_held) == (1, 1, 1)
    assert project.codebook.retired == {"SUBJECT": "ACTOR"}
    spans = {one.id: one for one in project.read.spans(article.id)}
    assert spans[subject.id].label == "ACTOR"
    assert spans[subject.id].codebook == subject.codebook, "to be found for another look"
    assert twin.id not in spans, "the same words are tagged ACTOR already"
    kept = {one.record: one.reason for one in project.read.held()}
    assert set(kept) == {twin.id, ties[1].id}
    assert "tagged so already" in kept[twin.id]
    assert not sound(project)
    project.undo(who=me)
    assert dump(project) == before
    assert project.read.held_count() == 0
    with pytest.raises(CannotRedo, match="once more"):
        project.redo(who=me)


def test_a_label_without_an_heir_is_held_with_its_relations(project: Project, article: Article) -> None:
    me = who(project)
    quote = span_on(article, "“We will not cut a single line,”", annotator=me, label="QUOTE", note="n", origin="file")
    actor = span_on(article, "Ilse Brandt", annotator=me)
    fill(project, article, [quote, actor], (make_relation(quote, actor),))
    before = dump(project)
    draft = changes.drop_label(draft_of(project), "QUOTE", heir=None)
    assert {kind.key for kind in draft.book.relations} == {"about", "source"}, "without a head it would mean any"
    outcome = apply(project, draft)
    assert (outcome.held, outcome.relations_held) == (1, 1)
    assert project.codebook.retired == {"QUOTE": None}
    assert project.codebook.retired_relations == {"speaker": None, "cue": None}
    assert project.codebook.relation("source").tail == ("ACTOR",)
    record = project.read.held()[0].whole()
    assert record == quote, "whole"
    assert [one.id for one in project.read.spans(article.id)] == [actor.id]
    assert not sound(project)
    project.undo(who=me)
    assert dump(project) == before


def test_what_is_not_answered_is_refused_and_nothing_has_changed(project: Project, article: Article) -> None:
    span = span_on(article, "Ilse Brandt", annotator=who(project), attributes={"type": "person"})
    fill(project, article, [span])
    before = dump(project, stamps=True)
    part = project.codebook.label("ACTOR").attributes[0]
    for attributes, path in (
        ((), "ACTOR/type"),
        ((replace(part, kind="number", choices=()),), "ACTOR/type"),
        ((replace(part, choices=part.choices[1:]),), "ACTOR/type/person"),
    ):
        draft = with_label(draft_of(project), "ACTOR", attributes=attributes)
        with pytest.raises(CodebookInUse, match=r"1 span of 1 annotator\)") as caught:
            apply(project, draft)
        assert caught.value.fields["example"] == path
    bare = replace(project.codebook, labels=project.codebook.labels[1:], relations=())
    with pytest.raises(CodebookInUse, match="ACTOR"):
        apply(project, Draft(book=bare))
    assert dump(project, stamps=True) == before


def test_what_nobody_uses_goes_without_a_question(project: Project, article: Article) -> None:
    fill(project, article, [span_on(article, "Ilse Brandt", annotator=who(project), attributes={"mention": "name"})])
    part = project.codebook.label("ACTOR").attributes[1]
    draft = with_label(draft_of(project), "ACTOR", attributes=(part,))
    draft = changes.drop_label(draft, "CUE", heir=None)
    assert apply(project, draft).changed == 0
    assert not project.codebook.has("CUE")
    project.undo(who=who(project))
    project.redo(who=who(project))
    assert not project.codebook.has("CUE"), "it touched nothing tagged, so it can be done again"


def test_values_find_another_place_or_are_left_out_when_that_is_said(project: Project, article: Article) -> None:
    me = who(project)
    values = {"type": "group", "mention": "name", UNCONFIRMED: ["type"]}
    spans = [
        span_on(article, "Ilse Brandt", annotator=me, attributes=values),
        span_on(article, "reporters", annotator=me, attributes={"type": "other"}),
    ]
    fill(project, article, spans)
    text = Attribute(key="sort", name="Sort")
    mention = project.codebook.label("ACTOR").attributes[1]
    draft = with_label(draft_of(project), "ACTOR", attributes=(mention, text))
    draft = replace(draft, fates={"ACTOR/type": "sort"})
    assert apply(project, draft).changed == 2
    found = {one.words: one.attributes for one in project.read.spans(article.id)}
    assert found["Ilse Brandt"] == {"mention": "name", "sort": "group", UNCONFIRMED: ["sort"]}
    assert found["reporters"] == {"sort": "other"}
    draft = replace(with_label(draft_of(project), "ACTOR", attributes=(mention,)), fates={"ACTOR/sort": None})
    apply(project, draft)
    assert [one.attributes for one in project.read.spans(article.id)] == [{"mention": "name"}, {}]
    project.undo(who=me)
    project.undo(who=me)
    assert {one.words: one.attributes for one in project.read.spans(article.id)} == {
        one.words: one.attributes for one in spans
    }


def test_choices_are_replaced_and_lists_keep_their_order(project: Project, article: Article) -> None:
    me = who(project)
    many = Attribute(key="many", name="Many", kind="choices", choices=CHOICES)
    apply(project, with_label(draft_of(project), "ACTOR", attributes=(many,)))
    fill(
        project,
        article,
        [
            span_on(article, "Ilse Brandt", annotator=me, attributes={"many": ["one", "two"]}),
            span_on(article, "reporters", annotator=me, attributes={"many": ["two", "three"]}),
            span_on(article, "Harbour council", annotator=me, attributes={"many": ["three"]}),
        ],
    )
    turned = replace(many, choices=(CHOICES[2], CHOICES[0]))
    draft = replace(with_label(draft_of(project), "ACTOR", attributes=(turned,)), fates={"ACTOR/many/two": "three"})
    (impact,) = work.impacts(project, work.next_version(project, draft), {})
    assert (impact.question.path, impact.spans) == ("ACTOR/many/two", 2)
    apply(project, draft)
    found = {one.words: one.attributes for one in project.read.spans(article.id)}
    assert found == {
        "Ilse Brandt": {"many": ["three", "one"]},
        "reporters": {"many": ["three"]},
        "Harbour council": {"many": ["three"]},
    }
    assert not sound(project)


def test_relations_follow_their_kind_or_are_held(project: Project, article: Article) -> None:
    me = who(project)
    figure = span_on(article, "About 4,200", annotator=me, label="STATISTIC")
    actor = span_on(article, "Ilse Brandt", annotator=me)
    people = span_on(article, "people", annotator=me, label="SUBJECT")
    ties = (
        make_relation(figure, actor, "source"),
        make_relation(figure, actor, "about"),
        make_relation(figure, people, "about"),
    )
    fill(project, article, [figure, actor, people], ties)
    before = dump(project)
    outcome = apply(project, changes.drop_kind(draft_of(project), "about", heir="source"))
    assert (outcome.relations_changed, outcome.relations_held) == (0, 2), "one stands already, one has no end there"
    project.undo(who=me)
    assert dump(project) == before
    about = project.codebook.relation("about")
    narrow = Draft(book=changes.put_kind(project.codebook, replace(about, tail=("SUBJECT",))))
    with pytest.raises(CodebookInUse, match=r"relation:about:ends \(1 relation of 1 annotator\)"):
        apply(project, narrow)
    outcome = apply(project, replace(narrow, fates={"relation:about:ends": None}))
    assert (outcome.relations_changed, outcome.relations_held) == (0, 1)
    assert not sound(project)
    project.undo(who=me)
    assert dump(project) == before


def test_another_window_was_faster(project: Project) -> None:
    draft = with_label(draft_of(project), "ACTOR", name="Somebody")
    made = work.next_version(project, draft)
    with Project.open(project.path, site="bbbbbbbb") as other:
        apply(other, with_label(draft_of(other), "QUOTE", name="Words"))
    with pytest.raises(StaleError, match="codebook was changed in the meantime by Ann"):
        list(work.run(project, made, fates={}, who=who(project)))
    project.reload_codebook()
    assert project.codebook.label("QUOTE").name == "Words"


def test_a_change_stays_while_something_was_tagged_under_it(project: Project, article: Article) -> None:
    me = who(project)
    fill(project, article, [])
    apply(project, with_label(draft_of(project), "ACTOR", name="Somebody"))
    with Project.open(project.path, site="bbbbbbbb") as other:
        span = span_on(article, "Ilse Brandt", annotator=me, codebook=other.codebook_id)
        put(other, [], spans=[span])
    with pytest.raises(CannotUndo, match="1 span has been tagged"):
        project.undo(who=me)
    assert project.codebook.label("ACTOR").name == "Somebody"


def test_a_cancelled_change_leaves_nothing(project: Project, article: Article) -> None:
    fill(project, article, [span_on(article, "Ilse Brandt", annotator=who(project))])
    before = dump(project, stamps=True)
    draft = changes.drop_label(draft_of(project), "ACTOR", heir="SUBJECT")
    steps = work.run(project, work.next_version(project, draft), fates=draft.fates, who=who(project))
    next(steps)
    steps.close()
    assert dump(project, stamps=True) == before
    assert apply(project, with_label(draft_of(project), "ACTOR", name="X")).changed == 0, "the lock is free again"


def test_an_unreadable_colour_or_a_clash_is_refused(project: Project) -> None:
    for fields, reason in (
        ({"color": "#FFFF00"}, "cannot be read"),
        ({"color": "yellow"}, "not #RRGGBB"),
        ({"shortcut": "Q"}, "share the key Q"),
        ({"shortcut": "H"}, "are free"),
        ({"name": " "}, "no name"),
        ({"name": "quote"}, "same name"),
    ):
        with pytest.raises(BadCodebook, match=reason):
            work.next_version(project, with_label(draft_of(project), "ACTOR", **fields))
    with pytest.raises(BadCodebook, match="no label"):
        work.next_version(project, Draft(book=replace(project.codebook, labels=(), relations=())))


# --- any chain of changes ----------------------------------------------------------------------------

SMALL = Codebook(
    name="Small",
    labels=(
        Label(
            key="A",
            name="A",
            attributes=(
                Attribute(key="sort", name="Sort", kind="choice", choices=CHOICES),
                Attribute(key="tags", name="Tags", kind="choices", choices=CHOICES),
                Attribute(key="words", name="Words"),
            ),
        ),
        Label(key="B", name="B", attributes=(Attribute(key="much", name="Much", kind="number"),)),
        Label(key="C", name="C", attributes=(Attribute(key="sure", name="Sure", kind="yesno"),)),
    ),
    relations=(
        RelationKind(key="ab", name="ab", head=("A",), tail=("B", "C")),
        RelationKind(key="any", name="any", attributes=(Attribute(key="how", name="How"),)),
    ),
)


def values_of(rng: random.Random, label: str) -> dict[str, Any]:
    every = {
        "A": {"sort": rng.choice(["one", "two"]), "tags": rng.choice([["one"], ["two", "three"]]), "words": "7"},
        "B": {"much": rng.choice([7, 0.5])},
        "C": {"sure": rng.random() < 0.5},
    }[label]
    return {key: value for key, value in every.items() if rng.random() < 0.7}


def populated(project: Project, rng: random.Random) -> None:
    article = make_article("a bc de fg hi jk lm no pq rs tu vw xy z\n" * 3)
    me, places = who(project), sorted(rng.sample(range(0, 100, 3), 12))
    spans = []
    for place in places:
        label = rng.choice("ABC")
        spans.append(
            make_span(
                article, place, place + 2, annotator=me, label=label, attributes=values_of(rng, label),
                codebook=project.codebook_id,
            )
        )  # fmt: skip
        if rng.random() < 0.3:
            other = rng.choice([one for one in "ABC" if one != label])
            spans.append(replace(spans[-1], id=new_id(), label=other, attributes={}))
    relations = []
    for head, tail in pairwise(spans):
        if head.label == "A" and tail.label != "A":
            relations.append(make_relation(head, tail, "ab"))
        relations.append(make_relation(head, tail, "any", attributes={"how": "so"} if rng.random() < 0.5 else {}))
    put(project, [article], spans=spans, relations=relations)


def random_change(rng: random.Random, draft: Draft) -> Draft:
    book = draft.book
    label = rng.choice(book.labels)
    kind = rng.choice(book.relations) if book.relations else None
    others = [one.key for one in book.labels if one.key != label.key]
    act = rng.choice(["rename", "add", "merge", "drop", "attribute", "choice", "type", "kind", "ends", "move", "order"])
    if act == "rename":
        return with_label(draft, label.key, name=label.name + "'")
    if act == "add":
        return replace(draft, book=changes.add_label(book, f"New {rng.random()}")[0])
    if act in ("merge", "drop") and others:
        return changes.drop_label(draft, label.key, heir=rng.choice(others) if act == "merge" else None)
    if act == "kind" and kind is not None:
        heirs: list[str | None] = [None, *(one.key for one in book.relations if one.key != kind.key)]
        return changes.drop_kind(draft, kind.key, heir=rng.choice(heirs))
    if act == "ends" and kind is not None:
        narrow = replace(kind, head=(label.key,), tail=(rng.choice(book.labels).key,))
        return replace(draft, book=changes.put_kind(book, narrow))
    if act == "order":
        return replace(draft, book=replace(book, labels=changes.moved(book.labels, label.key, rng.choice([-1, 1]))))
    if not label.attributes:
        return draft
    return attribute_change(rng, draft, label, act)


def attribute_change(rng: random.Random, draft: Draft, label: Label, act: str) -> Draft:
    part = rng.choice(label.attributes)
    if act == "attribute":
        return with_label(draft, label.key, attributes=changes.without(label.attributes, part.key))
    if act == "type":
        kind = rng.choice(["text", "number", "yesno", "choice"])
        choices = part.choices or CHOICES if kind == "choice" else part.choices
        part = replace(part, kind=kind, choices=choices)
        return with_label(draft, label.key, attributes=changes.put(label.attributes, changes.tidied(part)))
    if act == "choice" and len(part.choices) > 1:
        part = replace(part, choices=part.choices[1:])
    elif part.choices:
        part = replace(part, choices=tuple(reversed(part.choices)))
    return with_label(draft, label.key, attributes=changes.put(label.attributes, part))


def all_answered(project: Project, made: Codebook, fates: Fates) -> dict[str, str | None]:
    return {one.question.path: None for one in work.impacts(project, made, fates)} | dict(fates)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), steps=st.integers(1, 6))
def test_any_chain_of_changes_loses_nothing_and_can_be_taken_back(tmp_path: Path, seed: int, steps: int) -> None:
    rng = random.Random(seed)
    path = tmp_path / f"{seed}-{steps}.annotator"
    path.unlink(missing_ok=True)
    with Project.create(path, codebook=SMALL, annotator="Ann", site="aaaaaaaa") as project:
        populated(project, rng)
        before, total = dump(project), counts(project)
        done = 0
        for _ in range(steps):
            draft = draft_of(project)
            for _ in range(rng.randint(1, 3)):
                draft = random_change(rng, draft)
            made = work.next_version(project, draft)
            if made is project.codebook:
                continue
            fates = all_answered(project, made, draft.fates)
            list(work.run(project, made, fates=fates, who=who(project)))
            done += 1
            assert counts(project) == total, "a span is there or held"
            assert not sound(project)
        for _ in range(done):
            project.undo(who=who(project))
        assert dump(project) == before
        assert project.read.held_count() == 0


def counts(project: Project) -> int:
    queries = (f"SELECT count(*) FROM {name}" for name in ("span", "relation", "held"))
    return sum(count for (count,) in chain(*(project.connection.execute(query) for query in queries)))


def test_what_is_left_out_was_counted_before(project: Project, article: Article) -> None:
    """The answer None to a question about values is the only way for a value to go."""
    me = who(project)
    fill(project, article, [span_on(article, "Ilse Brandt", annotator=me, attributes={"type": "person"})])
    made = with_label(draft_of(project), "ACTOR", attributes=()).book
    recoder = work.Recoder(project.codebook, made, {})
    with pytest.raises(UnansweredChange, match="ACTOR/type"):
        recoder.span(project.read.spans(article.id)[0])
    assert msgspec.structs.replace(made, name="x") != made
    assert codebooks.identity(made) != project.codebook_id
