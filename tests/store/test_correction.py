"""A corrected text on disk: spans go along, what is cut is held, undo brings all back, the index stays true."""

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from annotator.core import edit
from annotator.core.correction import correct, splices_between
from annotator.core.errors import CannotUndo, StaleError
from annotator.store.project import Project
from tests.builders import NEWS, make_relation
from tests.store.conftest import SITE
from tests.store.support import dump, hits, relate, sound, tag, with_articles


@pytest.fixture
def article(project, me):
    return with_articles(project, me)[0]


def corrected(project, me, article, old, new):
    read = project.read
    now = read.article(article.id)
    start = now.text.index(old)
    found = correct(
        now,
        splices_between(old, new, offset=start),
        spans=read.spans(article.id),
        relations=read.relations(article.id),
    )
    project.apply(found.edit, who=me.id)
    return found


def same_but_versions(project) -> dict:
    """All records, but for how often a text was corrected."""
    found = dump(project)
    found.pop("article_text")
    found["article"] = [tuple(value for value in row if not isinstance(value, int)) for row in found["article"]]
    return found


def test_spans_go_along_and_come_back(project, me, article):
    other = project.add_annotator("Bo")
    quote = tag(project, article, "We will not cut", who=me, label="QUOTE")
    figure = tag(project, article, "12 percent", who=other, label="STATISTIC")
    before = same_but_versions(project)
    revs = project.connection.execute("SELECT id, rev FROM span ORDER BY id").fetchall()
    corrected(project, me, article, "Ilse Brandt said", "Ilse Brand said on Monday")
    now = project.read.article(article.id)
    assert "Ilse Brand said on Monday" in now.text
    assert now.text_version == 2
    for span in (quote, figure):
        there = next(one for one in project.read.spans(article.id) if one.id == span.id)
        assert now.text[there.start : there.end] == there.words == span.words
        assert there.start == span.start + len(" on Monday") - 1
    assert project.connection.execute("SELECT id, rev FROM span ORDER BY id").fetchall() == revs
    assert (hits(project, "monday"), hits(project, "brandt")) == (1, 0)
    sound(project)
    project.undo(who=me.id)
    assert same_but_versions(project) == before
    assert project.read.article(article.id).text == article.text
    sound(project)
    project.redo(who=me.id)
    assert project.read.article(article.id).text == now.text
    sound(project)


def test_what_is_cut_is_held_and_undo_brings_it_back(project, me, article):
    quote = tag(project, article, "We will not cut", who=me, label="QUOTE")
    speaker = tag(project, article, "Ilse Brandt", who=me)
    project.apply(relate(make_relation(quote, speaker)), who=me.id)
    before = same_but_versions(project)
    done = corrected(project, me, article, "Mayor Ilse Brandt said", "The mayor says")
    assert done.held == (speaker,)
    assert [one.id for one in project.read.spans(article.id)] == [quote.id]
    assert project.read.relations(article.id) == []
    kept = project.connection.execute("SELECT id, kind FROM held ORDER BY kind").fetchall()
    assert [kind for _, kind in kept] == ["relation", "span"]
    project.undo(who=me.id)
    assert same_but_versions(project) == before
    assert project.connection.execute("SELECT count(*) FROM held").fetchone() == (0,)
    assert project.connection.execute("SELECT count(*) FROM tombstone").fetchone() == (0,)
    sound(project)


def test_an_older_act_can_still_be_taken_back_after_a_correction_was(project, me, article):
    described = msgspec.structs.replace(article, outlet="Courier")
    project.apply(edit.describe_article(article, described), who=me.id)
    corrected(project, me, article, "ferries will", "boats will")
    project.undo(who=me.id)
    project.undo(who=me.id)
    assert project.read.article(article.id).outlet == article.outlet


def test_a_tag_on_the_corrected_words_keeps_the_correction(project, me, article):
    corrected(project, me, article, "until midnight", "until the small hours of the day")
    bo = project.add_annotator("Bo")
    tag(project, project.read.article(article.id), "small hours", who=bo, label="STATISTIC")
    with pytest.raises(StaleError, match="cut"):
        project.undo(who=me.id)
    assert "small hours" in project.read.article(article.id).text
    sound(project)


def test_a_tag_that_came_meanwhile_is_not_cut(project, path, me, article):
    start = article.text.index("Ilse Brandt")
    planned = correct(article, [(start - 2, start + 3, "x")], spans=[], relations=[])
    with Project.open(path, site=SITE) as other:
        tag(other, article, "Ilse Brandt", who=me)
    with pytest.raises(StaleError):
        project.apply(planned.edit, who=me.id)
    assert project.read.article(article.id).text == article.text
    sound(project)


def test_two_corrections_of_one_text_do_not_both_win(project, me, article):
    planned = correct(article, [(0, 7, "Port")], spans=[], relations=[])
    corrected(project, me, article, "Harbour council", "The council")
    with pytest.raises(StaleError, match="text"):
        project.apply(planned.edit, who=me.id)


def test_an_import_whose_text_was_corrected_is_not_taken_back(project, me, article):
    corrected(project, me, article, "ferries will", "boats will")
    project.undo(who=me.id)
    corrected(project, me, article, "ferries will", "ships will")
    # the correction first, then the import
    assert project.undo(who=me.id).title.startswith("Correct")
    assert project.undo(who=me.id).bulk
    assert project.read.article_count() == 0
    sound(project)


def test_an_import_corrected_by_another_is_not_taken_back(project, me, article):
    bo = project.add_annotator("Bo")
    corrected(project, bo, article, "ferries will", "boats will")
    with pytest.raises(CannotUndo):
        project.undo(who=me.id)


def test_words_taken_out_at_the_edge_of_a_span_come_back_into_it(project, me, article):
    for words in ("Mayor Ilse Brandt", "Brandt said", "ferries will"):
        tag(project, article, words, who=me, label="QUOTE")
    before = same_but_versions(project)
    for old, new in (("Mayor Ilse ", ""), ("Brandt ", ""), ("the ferries ", "")):
        corrected(project, me, article, old, new)
        sound(project, held=True)
    for _ in range(3):
        project.undo(who=me.id)
    assert same_but_versions(project) == before
    sound(project)


WORDS = ("ferries", "12 percent", "Mayor", "on Tuesday", "cut a single", "🚢 ship", "")


@example([(0, 1, "ferries"), (110, 1, "")])
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, 150), st.integers(1, 20), st.sampled_from(WORDS)), max_size=6))
def test_random_corrections_are_undone_to_the_start(tmp_path_factory, changes):
    path = tmp_path_factory.mktemp("corrections") / "x.annotator"
    with Project.create(path, codebook=NEWS, annotator="Ann", site=SITE) as project:
        me = project.owner
        article = with_articles(project, me)[0]
        for words in ("Ilse Brandt", "We will not cut a single line", "12 percent", "ferries"):
            tag(project, article, words, who=me, label="QUOTE")
        before, steps = same_but_versions(project), 0
        for start, length, words in changes:
            now = project.read.article(article.id)
            old = now.text[start : start + length]
            if not old or old == words:
                continue
            spans, relations = project.read.spans(article.id), project.read.relations(article.id)
            splices = splices_between(old, words, offset=start)
            project.apply(correct(now, splices, spans=spans, relations=relations).edit, who=me.id)
            steps += 1
            sound(project, held=True)
        for _ in range(steps):
            project.undo(who=me.id)
        assert same_but_versions(project) == before
        sound(project)
