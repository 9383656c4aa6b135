"""Tag all: what the preview offers, what is tagged in one step, and how it goes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.core.errors import CannotRedo, CannotUndo, ForbiddenValue, UnknownLabel
from annotator.core.model import Annotator, Article
from annotator.core.occurrences import Manner
from annotator.core.query import parse
from annotator.store.journal import LARGEST_EDIT
from annotator.store.project import Project
from annotator.work import tagall
from annotator.work.tagall import Place, Plan, Preview, Report, Wish
from tests.builders import NEWS, make_actor, make_article, make_progress, span_on
from tests.store.support import bring, dump, sound, tag

TEXT = "Ferries\n\nIlse Brandt said the ferry is late. “Brandt’s ferries,” said ILSE BRANDT; Ilse  Brandt 🌊Brandt."


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.annotator", codebook=NEWS, annotator="Ann", site="aaaaaaaa") as made:
        yield made


@pytest.fixture
def me(project: Project) -> Annotator:
    assert project.owner is not None
    return project.owner


def look(project: Project, me: Annotator, typed: str, label: str = "ACTOR", **fields: Any) -> Preview:
    manner = Manner(**{key: fields.pop(key) for key in ("whole", "exact", "endings") if key in fields})
    found = Preview()
    plan = Plan(query=parse(typed), manner=manner, label=label, annotator=me.id, **fields)
    for _ in tagall.preview(project.read, plan, found):
        pass
    return found


def places(found: Preview) -> list[Place]:
    return [(found.sources[hit.article].id, hit.start, hit.end, hit.words) for hit in found.hits]


def run(project: Project, me: Annotator, where: list[Place], label: str = "ACTOR", **fields: Any) -> Report:
    steps = tagall.run(project, Wish(label=label, annotator=me.id, words="Brandt", **fields), where)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


def words(project: Project, article: Article) -> list[tuple[str, str]]:
    return [(span.label, span.words) for span in project.read.spans(article.id)]


def test_preview_in_every_manner(project: Project, me: Annotator) -> None:
    bring(project, me, [make_article(TEXT)])

    def found(typed: str, **fields: Any) -> list[str]:
        return [hit.words for hit in look(project, me, typed, **fields).hits]

    assert found('"Ilse Brandt"') == ["Ilse Brandt", "ILSE BRANDT", "Ilse  Brandt"]
    assert found('"Ilse Brandt"', exact=True) == ["Ilse Brandt", "Ilse  Brandt"]
    assert found("ferry", endings=True) == ["Ferries", "ferry", "ferries"]
    assert found("err", whole=False) == ["err", "err", "err"]
    assert found("Brandt", exact=True) == ["Brandt", "Brandt", "Brandt", "Brandt"]


def test_what_is_tagged_is_left_out_and_what_else_stands_there_is_said(project: Project, me: Annotator) -> None:
    article, other = make_article(TEXT), make_article(TEXT)
    bring(project, me, [article, other])
    tag(project, article, "Ilse Brandt", who=me)
    tag(project, article, "ILSE BRANDT", who=me, label="SUBJECT")
    tag(project, article, "“Brandt’s ferries,”", who=me, label="QUOTE")
    found = look(project, me, "Brandt", article=article.id)
    # The first is part of an ACTOR; the second is nested in a quote, which is no reason to leave it out.
    assert [(hit.words, hit.label, bool(hit.span)) for hit in found.hits] == [
        ("Brandt", "QUOTE", False),
        ("BRANDT", "SUBJECT", False),
        ("Brandt", "", False),
        ("Brandt", "", False),
    ]
    assert found.already == 1
    whole = look(project, me, '"Ilse Brandt"', article=article.id)
    assert [(hit.words, bool(hit.span)) for hit in whole.hits] == [("ILSE BRANDT", True), ("Ilse  Brandt", False)]


def test_done_articles_are_left_out_unless_wanted(project: Project, me: Annotator) -> None:
    first, second = make_article(TEXT), make_article(TEXT)
    bring(project, me, [first, second])
    bring(project, me, [], progress=[make_progress(first, me.id, "done")])
    found = look(project, me, '"Ilse Brandt"')
    assert (len(found.hits), found.in_done, found.done_articles) == (3, 3, 1)
    assert len(look(project, me, '"Ilse Brandt"', done=True).hits) == 6
    assert len(look(project, me, '"Ilse Brandt"', article=first.id).hits) == 3


def test_one_step_with_attributes_and_actor(project: Project, me: Annotator) -> None:
    first, second, actor = make_article(TEXT), make_article(TEXT), make_actor()
    bring(project, me, [first, second], actors=[actor])
    before = dump(project)
    found = look(project, me, '"Ilse Brandt"')
    report = run(project, me, places(found), attributes={"type": "person"}, actor=actor.id, trimmed=False)
    assert (report.tagged, report.passed, report.articles) == (6, 0, 2)
    assert report.title == "Tag ACTOR “Brandt” in 6 places"
    spans = project.read.spans(first.id)
    assert {(span.attributes["type"], span.actor, span.origin) for span in spans} == {("person", actor.id, "tag all")}
    assert project.read.progress(first.id, me.id) is None  # nobody has read it yet
    sound(project)
    assert project.undo_title(me.id) == report.title
    project.undo(who=me.id)
    assert dump(project) == before
    project.redo(who=me.id)
    assert len(words(project, second)) == 3
    assert look(project, me, '"Ilse Brandt"').already == 6


def test_one_article_is_begun_by_it(project: Project, me: Annotator) -> None:
    article = make_article(TEXT)
    bring(project, me, [article])
    run(project, me, places(look(project, me, "Brandt", article=article.id)))
    progress = project.read.progress(article.id, me.id)
    assert progress is not None
    assert progress.state == "doing"


def test_labels_trim_what_a_search_found(project: Project, me: Annotator) -> None:
    article = make_article("He went home. Then he slept.")
    bring(project, me, [article])
    found = look(project, me, 'home. OR "slept."', label="ACTOR")
    run(project, me, places(found))
    assert words(project, article) == [("ACTOR", "home"), ("ACTOR", "slept")]


def test_what_changed_since_the_preview_is_passed_over(project: Project, me: Annotator) -> None:
    article = make_article(TEXT)
    bring(project, me, [article])
    where = places(look(project, me, '"Ilse Brandt"'))
    tag(project, article, "Ilse Brandt", who=me)
    where.append((article.id, 0, 5, "other"))
    report = run(project, me, where)
    assert (report.tagged, report.passed) == (2, 2)
    assert run(project, me, where).tagged == 0


def test_refusals_leave_nothing(project: Project, me: Annotator) -> None:
    article = make_article(TEXT)
    bring(project, me, [article])
    before = dump(project, stamps=True)
    where = places(look(project, me, "Brandt"))
    with pytest.raises(ForbiddenValue):
        run(project, me, where, attributes={"type": "planet"})
    with pytest.raises(UnknownLabel):
        run(project, me, where, label="NOPE")
    steps = tagall.run(project, Wish(label="ACTOR", annotator=me.id, words="x"), where)
    next(steps)
    steps.close()
    assert dump(project, stamps=True) == before


# --- more than an Edit holds -------------------------------------------------------------------------


@pytest.fixture
def large(project: Project, me: Annotator) -> Project:
    """120 articles with 50 places each."""
    articles = [make_article(f"Article {number}\n\n" + "Brandt spoke. " * 50) for number in range(120)]
    for at in range(0, len(articles), 50):
        bring(project, me, articles[at : at + 50])
    return project


def test_a_bulk_act_and_its_undo(large: Project, me: Annotator) -> None:
    before = dump(large)
    where = places(look(large, me, "Brandt"))
    assert len(where) == 6_000 > LARGEST_EDIT
    report = run(large, me, where, attributes={"type": "person"})
    assert (report.tagged, report.articles) == (6_000, 120)
    assert large.undo_title(me.id) == "Tag ACTOR “Brandt” in 6,000 places"
    assert look(large, me, "Brandt").already == 6_000
    sound(large)
    assert large.undo(who=me.id).bulk
    assert dump(large) == before
    with pytest.raises(CannotRedo, match="Do it once more"):
        large.redo(who=me.id)
    assert run(large, me, where).tagged == 6_000
    article = large.read.article(where[0][0])
    large.apply(span_delete(large, article), who=me.id)
    large.undo(who=me.id)
    large.undo(who=me.id)
    assert dump(large) == before


def span_delete(project: Project, article: Article) -> Any:
    from annotator.core import edit

    return edit.delete(project.read.spans(article.id)[:1], codebook=NEWS)


def test_a_bulk_act_that_was_worked_on_stays(large: Project, me: Annotator) -> None:
    where = places(look(large, me, "Brandt"))
    run(large, me, where)
    large.apply(span_delete(large, large.read.article(where[0][0])), who=me.id)
    line = next(line for line in large.history() if line.bulk and line.act == "tag-all")
    assert line.undone == 0
    large._journal.mark(large.history(1)[0].n, 2)  # as when that step is past
    with pytest.raises(CannotUndo, match="1 record"):
        large.undo(who=me.id)


def test_a_cancelled_bulk_act_leaves_nothing(large: Project, me: Annotator) -> None:
    before = dump(large)
    where = places(look(large, me, "Brandt"))
    steps = tagall.run(large, Wish(label="ACTOR", annotator=me.id, words="Brandt"), where)
    for _ in range(2):
        next(steps)
    steps.close()
    assert dump(large) == before
    sound(large)
    assert large.history(1)[0].act == "import"


def test_ugly_texts(project: Project, me: Annotator) -> None:
    texts = ("水谷と水谷。🌊水谷", "قال الوزير إن الوزير", "Zoe\u0308 Zoë ZOË", "\n", "")
    made = [make_article(text) for text in texts if text]
    bring(project, me, made)
    for typed, count in (("水谷", 3), ("الوزير", 2), ("zoe", 3)):
        assert run(project, me, places(look(project, me, typed))).tagged == count
    sound(project)
    assert [span.words for span in project.read.spans(made[2].id)] == ["Zoe\u0308", "Zoë", "ZOË"]


def test_other_annotators_tags_do_not_count(project: Project, me: Annotator) -> None:
    article, ben = make_article(TEXT), project.add_annotator("Ben")
    bring(project, me, [article], spans=[span_on(article, "Ilse Brandt", annotator=ben.id)])
    assert look(project, me, '"Ilse Brandt"').already == 0
    assert look(project, ben, '"Ilse Brandt"').already == 1
