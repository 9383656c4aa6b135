"""The registry in the file: counts, mentions in context, what has no actor yet, and acts on it undone to the start."""

from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core import actors, edit
from annotator.core.errors import BadActor, CannotUndo, NothingToUndo, StaleError
from annotator.core.model import Actor, Annotator, Span
from annotator.store.bulk import Bulk
from annotator.store.project import Project
from tests.builders import NEWS, make_actor, make_annotator, make_article, make_span, span_on
from tests.store.conftest import SITE
from tests.store.support import bring, dump, sound

TEXT = "Mayor Ilse Brandt spoke. “We will not cut a line,” Brandt said. 市長の山田 agreed; e\u0301lan 🌊 الوزير too."


def put(project: Project, me: Annotator, *records: Actor) -> None:
    for record in records:
        project.apply(edit.add_record(record, title=f"Add {record.name}"), who=me.id)


def link(project: Project, me: Annotator, span: Span, actor: Actor) -> Span:
    done = actors.link([span], actor, NEWS)
    project.apply(done, who=me.id)
    return done.after[span.id]  # type: ignore[return-value]


def test_counts_and_mentions_go_to_the_heir(project: Project, me: Annotator) -> None:
    late = make_article(TEXT, published="2031-02-01", title="Late")
    early = make_article(TEXT, published="2030-01-01", title="Early")
    other = make_annotator("Bo")
    brandt, old, older = make_actor("Ilse Brandt"), make_actor("I. B."), make_actor("The mayor")
    old = msgspec.structs.replace(old, merged_into=brandt.id)
    older = msgspec.structs.replace(older, merged_into=old.id)
    spans = [
        span_on(late, "Ilse Brandt", annotator=me.id, actor=brandt.id),
        span_on(early, "Brandt said", annotator=me.id, actor=older.id),
        span_on(early, "Ilse Brandt", annotator=other.id, actor=old.id),
        span_on(early, "山田", annotator=me.id, actor="nobody"),
    ]
    bring(project, me, [late, early], spans=spans, annotators=[other], actors=[brandt, old, older])
    registry = project.read.actors()
    assert project.read.mention_counts(registry) == {brandt.id: 3}
    assert project.read.heir(older.id) == brandt
    assert project.read.heir("nobody") is None
    known = {actor.id: actor for actor in registry}
    numbers = project.read.mention_ns(actors.merged_into(known, brandt.id))
    found = project.read.mentions(numbers)
    assert [(one.title, one.span.words, one.annotator) for one in found] == [
        ("Early", "Ilse Brandt", "Bo"),
        ("Early", "Brandt said", "Ann"),
        ("Late", "Ilse Brandt", "Ann"),
    ]
    assert [one.span for one in found] == project.read.spans_of_actors([brandt.id], registry)
    assert (found[0].before, found[0].published) == ("Mayor ", "2030-01-01")
    assert found[1].before == TEXT[: TEXT.index("Brandt said")][-70:]
    assert found[1].after == TEXT[TEXT.index("Brandt said") + 11 :][:70]
    assert project.read.mentions([*numbers, 999])[-1] == found[-1]
    names = project.read.names_on(early.id, me.id)
    assert list(names.values()) == ["Ilse Brandt"]


def test_unlinked_mentions(project: Project, me: Annotator) -> None:
    first, second = make_article(TEXT), make_article(TEXT)
    other = make_annotator("Bo")
    spans = [
        span_on(second, "Ilse Brandt", annotator=me.id),
        span_on(first, "Brandt said", annotator=me.id),
        span_on(first, "Ilse Brandt", annotator=me.id),
        span_on(first, "山田", annotator=me.id, actor="x"),
        span_on(first, "We will", annotator=me.id, label="QUOTE"),
        span_on(first, "Mayor", annotator=other.id),
    ]
    bring(project, me, [first, second], spans=spans, annotators=[other])
    read = project.read

    def words(**how: object) -> list[str]:
        return [span.words for span in read.spans_by_n(read.unlinked_ns(["ACTOR"], annotator=me.id, **how))]  # type: ignore[arg-type]

    assert words() == ["Ilse Brandt", "Brandt said", "Ilse Brandt"]
    assert words(article=first.id) == ["Ilse Brandt", "Brandt said"]
    assert words(limit=2) == ["Brandt said", "Ilse Brandt"]  # the first two to come, in the order of their articles


def test_what_is_open_elsewhere_is_hidden(project: Project, me: Annotator) -> None:
    article = make_article(TEXT)
    actor = make_actor()
    with Bulk(project, act="import", title="Import", who=me.id) as bulk:
        bulk.add(articles=[article], actors=[actor], spans=[span_on(article, "Brandt", annotator=me.id)])
        assert project.read.actors() == []
        assert list(project.read.unlinked_ns(["ACTOR"], annotator=me.id)) == []
        bulk.finish({})
    assert project.read.actors() == [actor]


def test_an_actor_that_is_used_is_not_undone_away(project: Project, me: Annotator) -> None:
    article = make_article(TEXT)
    other = make_annotator("Bo")
    span = span_on(article, "Brandt", annotator=me.id)
    bring(project, me, [article], spans=[span], annotators=[other])
    actor = make_actor()
    put(project, me, actor)
    project.apply(actors.link([span], actor, NEWS), who=other.id)
    with pytest.raises(CannotUndo, match="1 record refers to “Ilse Brandt” since"):
        project.undo(who=me.id)
    with pytest.raises(CannotUndo):
        project.apply(actors.delete(actor, {actor.id: actor}, mentions=0), who=me.id)
    project.undo(who=other.id)
    project.undo(who=me.id)
    assert project.read.actors() == []


def test_a_bulk_change_compares_first_and_is_one_step(project: Project, me: Annotator) -> None:
    article = make_article(TEXT)
    spans = [make_span(article, place, place + 1, annotator=me.id) for place in range(5)]
    actor = make_actor()
    bring(project, me, [article], spans=spans, actors=[actor])
    before = dump(project)
    big = actors.link(spans, actor, NEWS)
    with Bulk(project, act="link", title=big.title, who=me.id) as bulk:
        bulk.change(big.before, big.after)
        bulk.finish({})
    assert len(project.read.mention_ns([actor.id])) == 5
    with pytest.raises(StaleError), Bulk(project, act="link", title="x", who=me.id) as bulk:
        bulk.change(big.before, big.after)
    project.undo(who=me.id)
    assert dump(project) == before
    sound(project)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["add", "mention", "link", "unlink", "merge", "split", "change", "delete", "undo", "redo"]),
        st.integers(0, 1_000),
        st.integers(0, 1_000),
    ),
    min_size=1,
    max_size=30,
)


def _make(project: Project, what: str, a: int, b: int) -> edit.Edit | None:
    """An act on what stands now; makers may refuse."""
    registry = {one.id: one for one in project.read.actors()}
    living = [one for one in registry.values() if one.merged_into is None]
    spans = project.read.spans(project.read.article_by_n(1).id)
    counts = project.read.mention_counts(registry.values())
    one, other = (living[place % len(living)] if living else make_actor() for place in (a, b))
    if what == "add":
        return actors.add(make_actor(f"Nº {a}", parent=other.id if living and b % 2 else None), registry)
    if what == "mention":
        return actors.from_mention([spans[a % len(spans)]], NEWS, registry)
    if what == "unlink":
        return actors.unlink([spans[a % len(spans)]], NEWS)
    if not living:
        return None
    if what == "link":
        return actors.link([spans[a % len(spans)], spans[b % len(spans)]], one, NEWS)
    moving = project.read.spans_of_actors([other.id], registry.values())
    if what == "merge":
        return actors.merge(one, [other], registry, spans=moving)
    if what == "split":
        return actors.split(other, moving[: 1 + a % 2], registry, name="Other", of=len(moving))
    if what == "change":
        return actors.change(one, msgspec.structs.replace(one, parent=other.id, note=str(b)), registry)
    return actors.delete(one, registry, mentions=counts[one.id])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ACTS)
def test_histories_return_to_the_start(steps: list[tuple[str, int, int]]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        Project.create(Path(folder) / "p.annotator", codebook=NEWS, annotator="Ann", site=SITE) as project,
    ):
        me = project.owner
        assert me is not None
        article = make_article(TEXT)
        spans = [make_span(article, place * 3, place * 3 + 2, annotator=me.id) for place in range(6)]
        bring(project, me, [article], spans=spans)
        start, done = dump(project), 0
        for what, a, b in steps:
            try:
                if what in ("undo", "redo"):
                    if what == "undo" and not done:
                        continue  # the import itself stays
                    project.undo(who=me.id) if what == "undo" else project.redo(who=me.id)
                    done += 1 if what == "redo" else -1
                    continue
                made = _make(project, what, a, b)
            except (BadActor, NothingToUndo):
                continue
            if made is not None:
                project.apply(made, who=me.id)
                done += 1
            _coherent(project)
        end = dump(project)
        for _ in range(done):
            project.undo(who=me.id)
        assert dump(project) == start
        for _ in range(done):
            project.redo(who=me.id)
        assert dump(project) == end
        sound(project)


def _coherent(project: Project) -> None:
    """Every linked span means a living actor, and nobody is part of himself."""
    registry = {one.id: one for one in project.read.actors()}
    for span in project.read.spans(project.read.article_by_n(1).id):
        assert span.actor is None or registry[span.actor].merged_into is None
    for actor in registry.values():
        seen, one = {actor.id}, actor
        while one.parent is not None and actor.merged_into is None:
            assert one.parent not in seen
            seen.add(one.parent)
            one = registry[one.parent]
        assert actor.merged_into is None or actors.heir(registry, actor.id) is not None
