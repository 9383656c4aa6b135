"""What a merge leaves to settle: both-changed records and corrected texts, chosen by an Edit that holds everywhere."""

import pytest

from annotator.core import correction, edit
from annotator.store.project import Project
from annotator.work import choices, merge
from tests.builders import NEWS, make_relation
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
    assert (text.held, ours.read.spans(article.id)) == (3, [])
    assert ours.read.unpicked(article.id)
    stands = next(word for word in spans if word in ours.read.article(article.id).text)
    lost = next(word for word in spans if word != stands)
    assert lost in text.words
    before = dump(ours)
    ours.apply(choices.pick_text(ours, text, other=other), who=ours.owner.id)
    picked = lost if other else stands
    assert picked in ours.read.article(article.id).text
    there = {one.id: one.words for one in ours.read.spans(article.id)}
    assert sorted(there.values()) == sorted(["Ilse Brandt", picked, picked])
    assert {one.id for one in spans.values()} < set(there)
    assert ours.read.held() == []
    assert choices.waiting(ours).texts == ()
    assert not ours.read.unpicked(article.id)
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


def test_ties_and_what_was_tagged_meanwhile_come_back_with_the_text(desk):
    ours, theirs, article = desk
    (actor,) = ours.read.spans(article.id)
    quote = tag(ours, article, "ferries", who=ours.owner, label="QUOTE")
    tie = make_relation(quote, actor)
    ours.apply(edit.add_record(tie, title="Tie", article=article.id), who=ours.owner.id)
    corrected(ours, article, "dawn", "Ann")
    corrected(theirs, article, "noon", "Bo")
    take(ours, theirs)
    assert ours.read.relations(article.id) == []
    late = tag(ours, ours.read.article(article.id), "Mayor", who=ours.owner)
    (text,) = choices.waiting(ours).texts
    ours.apply(choices.pick_text(ours, text, other=True), who=ours.owner.id)
    assert {actor.id, quote.id, late.id} <= {one.id for one in ours.read.spans(article.id)}
    assert [one.id for one in ours.read.relations(article.id)] == [tie.id]
    sound(ours, held=True)


def test_of_three_texts_each_is_settled_before_the_spans_stand(desk, tmp_path):
    ours, theirs, article = desk
    third = Project.open(ours.backup(tmp_path / "c.annotator"), site=SITES["c"])
    third.add_annotator("Cy")
    for project, word, name in ((ours, "dawn", "Ann"), (theirs, "noon", "Bo"), (third, "dusk", "Cy")):
        corrected(project, article, word, name)
    take(ours, theirs)
    take(ours, third)
    third.close()
    first, second = choices.waiting(ours).texts
    ours.apply(choices.pick_text(ours, first, other=True), who=ours.owner.id)
    assert (ours.read.spans(article.id), ours.read.unpicked(article.id)) == ([], True)
    (text,) = choices.waiting(ours).texts
    assert text.key == second.key
    ours.apply(choices.pick_text(ours, text, other=False), who=ours.owner.id)
    now = ours.read.article(article.id).text
    stands = next(word for word in ("dawn", "noon", "dusk") if word in now)
    assert {one.words for one in ours.read.spans(article.id)} == {"Ilse Brandt", stands}
    sound(ours, held=True)
