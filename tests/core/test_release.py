"""Held records go back to words that a person names, with the relations whose ends stand again, or are let go."""

import pytest
from msgspec.structs import replace

from annotator.core.errors import BadFragments, DuplicateSpan, UnknownLabel
from annotator.core.model import Held
from annotator.core.release import former_place, label_now, let_go, put_back
from tests.builders import NEWS, make_article, make_relation, span_on

ARTICLE = make_article()
SPEAKER = span_on(ARTICLE, "Ilse Brandt", annotator="me")
QUOTE = span_on(ARTICLE, "We will not cut", annotator="me", label="QUOTE")
TIE = make_relation(QUOTE, SPEAKER)
HELD, HELD_TIE = (Held.of(record, reason="cut") for record in (SPEAKER, TIE))
WITH = {"article": ARTICLE, "codebook": NEWS}


def place(words: str) -> tuple[int, int]:
    start = ARTICLE.text.index(words)
    return start, start + len(words)


def test_a_span_is_put_back_with_its_relation():
    edit = put_back(HELD, [place("Mayor Ilse Brandt")], others=[HELD_TIE], existing=[QUOTE], **WITH)
    assert set(edit.before) == {HELD.id, HELD_TIE.id}
    assert edit.after[SPEAKER.id].words == "Mayor Ilse Brandt"
    assert edit.after[TIE.id] == TIE


def test_a_relation_whose_other_end_is_gone_stays_held():
    edit = put_back(HELD, [place("Ilse Brandt")], others=[HELD_TIE], existing=[], **WITH)
    assert set(edit.before) == {HELD.id}


def test_what_cannot_stand_there_is_refused():
    twin = span_on(ARTICLE, "Ilse Brandt", annotator="me")
    with pytest.raises(DuplicateSpan):
        put_back(HELD, [place("Ilse Brandt")], existing=[twin], **WITH)
    with pytest.raises(BadFragments):
        put_back(HELD_TIE, [place("Ilse Brandt")], **WITH)
    with pytest.raises(BadFragments):
        put_back(HELD, [], **WITH)
    with pytest.raises(BadFragments):
        put_back(HELD, [place("Ilse Brandt")], article=make_article("Other"), codebook=NEWS)


def test_let_go():
    edit = let_go([HELD, HELD_TIE])
    assert (set(edit.before), dict(edit.after)) == ({HELD.id, HELD_TIE.id}, {})
    assert edit.title == "Let go of 2 held records"
    assert let_go([HELD]).title == "Let go of ACTOR “Ilse Brandt”"


def retired(heir):
    labels = tuple(one for one in NEWS.labels if one.key != "ACTOR")
    kinds = tuple(kind for kind in NEWS.relations if "ACTOR" not in (*kind.head, *kind.tail))
    return replace(NEWS, labels=labels, relations=kinds, retired={"ACTOR": heir})


def test_a_span_of_a_retired_label_needs_another_one():
    span = replace(SPEAKER, attributes={"type": "person"})
    held, ways = Held.of(span, reason="retired"), {"article": ARTICLE, "codebook": retired(None)}
    assert label_now(span, retired(None)) is None
    with pytest.raises(UnknownLabel):
        put_back(held, span.fragments, **ways)
    edit = put_back(held, span.fragments, label="SUBJECT", others=[HELD_TIE], existing=[QUOTE], **ways)
    assert edit.after[span.id].label == "SUBJECT"
    assert edit.after[span.id].attributes == {}
    assert edit.after[span.id].codebook == span.codebook
    assert set(edit.before) == {held.id}, "the kind that tied it is no more"
    assert "SUBJECT" in edit.title


def test_a_retired_label_with_an_heir_comes_back_as_that():
    assert label_now(SPEAKER, retired("QUOTE")) == "QUOTE"
    edit = put_back(HELD, SPEAKER.fragments, article=ARTICLE, codebook=retired("QUOTE"))
    assert edit.after[SPEAKER.id].label == "QUOTE"


def test_the_former_place_is_offered_while_the_words_stand_there():
    assert former_place(SPEAKER, ARTICLE.text) == SPEAKER.fragments
    assert former_place(SPEAKER, "x" + ARTICLE.text) == ()
    assert former_place(SPEAKER, "") == ()
