"""What a merge leaves to settle: both-changed records and corrected texts, chosen by an Edit that holds everywhere."""

import pytest

from annotator.core import correction, edit
from annotator.store.project import Project
from annotator.work import choices, merge
from tests.builders import NEWS
from tests.store.copies import SITES
from tests.store.support import dump, sound, tag, with_articles
from tests.work.helpers import done


@pytest.fixture
def desk(tmp_path):
    """Ann's project with a span of hers, Bo's copy of it, and the article."""
    ours = Project.create(tmp_path / "a.annotator", codebook=NEWS, annotator="Ann", site=SITES["a"])
    me = ours.owner
    (article,) = with_articles(ours, me)
    tag(ours, article, "Ilse Brandt", who=me)
    ours.add_annotator("Bo")
    theirs = Project.open(ours.backup(tmp_path / "b.annotator"), site=SITES["b"])
    yield ours, theirs, article
    ours.close()
    theirs.close()


def note(project, span, words):
    now = project.read.span(span.id)
    project.apply(edit.describe(now, codebook=NEWS, note=words), who=project.owner.id)


def take(ours, theirs):
    theirs.rest()
    return done(merge.run(ours, theirs.path, who=ours.owner.id))


@pytest.mark.parametrize(("side", "words"), [("mine", "mine"), ("theirs", "theirs")])
def test_a_choice_stands_on_top_and_in_every_copy(desk, side, words):
    ours, theirs, article = desk
    (span,) = ours.read.spans(article.id)
    note(ours, span, "mine")
    note(theirs, span, "theirs")
    take(ours, theirs)
    (both,) = choices.waiting(ours).both
    ours.apply(choices.keep(ours, both, side=side), who=ours.owner.id)
    assert ours.read.span(span.id).note == words
    assert choices.waiting(ours).both == ()
    take(theirs, ours)
    assert theirs.read.span(span.id).note == words
    assert choices.waiting(theirs).both == ()
    ours.undo(who=ours.owner.id)
    assert ours.read.span(span.id).note == "theirs"


def test_a_deletion_that_both_touched_is_settled_either_way(desk):
    ours, theirs, article = desk
    (span,) = ours.read.spans(article.id)
    note(ours, span, "mine")
    note(theirs, span, "theirs")
    theirs.apply(edit.delete(theirs.read.spans(article.id), codebook=NEWS), who=theirs.owner.id)
    take(ours, theirs)
    assert ours.read.spans(article.id) == []
    (both,) = choices.waiting(ours).both
    assert (both.theirs, both.won) == (None, "theirs")
    ours.apply(choices.keep(ours, both, side="mine"), who=ours.owner.id)
    assert [one.note for one in ours.read.spans(article.id)] == ["mine"]
    ours.undo(who=ours.owner.id)
    take(ours, theirs)


def test_a_deletion_that_stands_is_settled_without_an_edit(desk):
    ours, theirs, article = desk
    (span,) = ours.read.spans(article.id)
    note(ours, span, "mine")
    note(theirs, span, "theirs")
    theirs.apply(edit.delete(theirs.read.spans(article.id), codebook=NEWS), who=theirs.owner.id)
    take(ours, theirs)
    (both,) = choices.waiting(ours).both
    assert choices.keep(ours, both, side="theirs") is None
    assert choices.waiting(ours).both == ()


def corrected(project, article, new, name):
    who = project.read.annotator_named(name)
    now = project.read.article(article.id)
    start = now.text.index("midnight")
    made = correction.correct(
        now,
        ((start, start + 8, new),),
        spans=project.read.spans(now.id),
        relations=project.read.relations(now.id),
    )
    project.apply(made.edit, who=who.id)
    return tag(project, project.read.article(article.id), new, who=who)


@pytest.mark.parametrize("other", [False, True])
def test_a_text_is_picked_with_what_waits_for_it_and_holds_everywhere(desk, other):
    ours, theirs, article = desk
    spans = {"dawn": corrected(ours, article, "dawn", "Ann"), "noon": corrected(theirs, article, "noon", "Bo")}
    take(ours, theirs)
    (text,) = choices.waiting(ours).texts
    assert text.held == 1
    stands = next(word for word in spans if word in ours.read.article(article.id).text)
    lost = next(word for word in spans if word != stands)
    assert lost in text.words
    before = dump(ours)
    ours.apply(choices.pick_text(ours, text, other=other), who=ours.owner.id)
    picked = lost if other else stands
    assert picked in ours.read.article(article.id).text
    assert spans[picked].id in {one.id for one in ours.read.spans(article.id)}
    assert choices.waiting(ours).texts == ()
    sound(ours, held=True)
    take(theirs, ours)
    assert theirs.read.article(article.id).text == ours.read.article(article.id).text
    assert {one.id for one in theirs.read.spans(article.id)} == {one.id for one in ours.read.spans(article.id)}
    assert choices.waiting(theirs).texts == ()
    assert take(ours, theirs).held == 0
    assert picked in ours.read.article(article.id).text
    while not ours.undo(who=ours.owner.id).title.startswith("Choose"):
        pass
    assert dump(ours)["span"] == before["span"]
    assert [one.key for one in choices.waiting(ours).texts] == [text.key]
