"""Fragments added and taken away, spans split and joined: what stays, what goes, what is refused."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.edit import Edit, inverse, past
from annotator.core.errors import BadFragments, DuplicateSpan
from annotator.core.model import UNCONFIRMED, Relation, Span, words_of
from annotator.core.pieces import add_piece, close_gaps, join, remove_piece, split
from tests.builders import NEWS, make_actor, make_article, make_relation, make_span, span_on

TEXT = "“We waited,” she said, “but the rain did not come.” Ilse Brandt left, and Tom Reyes stayed."
ARTICLE = make_article(TEXT)
ME = "me"
WITH = {"article": ARTICLE, "codebook": NEWS}


def on(words: str, label: str = "QUOTE", **fields) -> Span:
    return span_on(ARTICLE, words, annotator=ME, label=label, **fields)


def place(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def changed(edit: Edit, span: Span) -> Span:
    found = edit.after[span.id]
    assert isinstance(found, Span)
    return found


# --- pieces ------------------------------------------------------------------------------------------


def test_an_interrupted_quote_is_one_span():
    quote = on("“We waited,”", note="n", attributes={"form": "direct"})
    start, end = place("“but the rain did not come.”")
    edit = add_piece(quote, (start - 1, end + 1), **WITH)
    after = changed(edit, quote)
    assert after.fragments == (place("“We waited,”"), (start, end))
    assert after.words == "“We waited,” “but the rain did not come.”"
    assert (after.note, after.attributes, after.id) == ("n", {"form": "direct"}, quote.id)
    assert past(edit.title) == "Added “but the rain did not come.” to QUOTE “We waited,”"


def test_pieces_that_touch_are_one():
    quote = on("“We")
    assert changed(add_piece(quote, place(" waited"), **WITH), quote).words == "“We waited"  # a space lies between
    quote = on("“We wait")
    assert changed(add_piece(quote, place("ed,”"), **WITH), quote).fragments == (place("“We waited,”"),)


@pytest.mark.parametrize("words", ["waited,” she", "We", " "])
def test_a_piece_that_is_there_or_holds_nothing_is_refused(words):
    with pytest.raises(BadFragments):
        add_piece(on("“We waited,”"), place(words) if words.strip() else (12, 13), **WITH)


def test_the_piece_at_the_caret_goes():
    quote = make_span(ARTICLE, 0, 0, annotator=ME, label="QUOTE", fragments=(place("We waited"), place("but the rain")))
    for position, kept in ((place("but")[0], "We waited"), (0, "but the rain"), (len(TEXT), "We waited")):
        assert changed(remove_piece(quote, position, **WITH), quote).words == kept
    with pytest.raises(BadFragments, match="Delete"):
        remove_piece(on("“We waited,”"), 3, **WITH)


def test_a_twin_is_refused():
    quote = make_span(ARTICLE, 0, 0, annotator=ME, label="QUOTE", fragments=(place("We waited"), place("but the rain")))
    other = on("We waited")
    with pytest.raises(DuplicateSpan):
        remove_piece(quote, place("but")[0], existing=[other], **WITH)


def test_gaps_are_closed():
    quote = make_span(ARTICLE, 0, 0, annotator=ME, label="QUOTE", fragments=(place("We waited"), place("but the rain")))
    assert changed(close_gaps(quote, **WITH), quote).words == "We waited,” she said, “but the rain"
    with pytest.raises(BadFragments):
        close_gaps(on("We waited"), **WITH)


# --- split -------------------------------------------------------------------------------------------


def test_a_span_is_split_at_the_caret():
    quote = on("“but the rain did not come.”", note="n", attributes={"form": "direct"})
    speaker = on("Ilse Brandt", "ACTOR")
    tie = make_relation(quote, speaker)
    edit = split(quote, place(" did")[0], relations=[tie], **WITH)
    first = changed(edit, quote)
    second = next(one for one in edit.after.values() if isinstance(one, Span) and one.id != quote.id)
    assert (first.words, second.words) == ("“but the rain", "did not come.”")
    assert (first.note, second.note) == ("n", "")
    assert second.attributes == {"form": "direct"}
    ties = [one for one in edit.after.values() if isinstance(one, Relation)]
    assert [(one.head, one.tail) for one in ties] == [(second.id, speaker.id)]
    assert tie.id not in edit.before  # the first half keeps it as it is


def test_pieces_are_split_apart_where_the_caret_stands_at_an_edge():
    quote = make_span(ARTICLE, 0, 0, annotator=ME, label="QUOTE", fragments=(place("We waited"), place("but the rain")))
    for position in (quote.start, quote.end, place("she")[0]):
        edit = split(quote, position, **WITH)
        assert sorted(one.words for one in edit.after.values()) == ["We waited", "but the rain"]


@pytest.mark.parametrize("words", ["“We waited,”", "Ilse Brandt"])
def test_a_split_needs_two_sides(words):
    quote = on("“We waited,”")
    with pytest.raises(BadFragments, match="inside"):
        split(quote, place(words)[0], **WITH)


# --- join --------------------------------------------------------------------------------------------


def test_two_spans_become_one_with_what_hung_on_them():
    actor = make_actor()
    first = on("“We waited,”", note="one", attributes={"form": "direct", UNCONFIRMED: ["form"]})
    second = on("“but the rain", note="two", actor=actor.id, attributes={"form": "mixed", "speaker_form": "pronoun"})
    speaker, other = on("Ilse Brandt", "ACTOR"), on("Tom Reyes", "ACTOR")
    ties = [make_relation(first, speaker), make_relation(second, speaker), make_relation(second, other)]
    edit = join(first, second, relations=ties, **WITH)
    after = changed(edit, first)
    assert after.words == "“We waited,” “but the rain"
    assert after.attributes == {"form": "direct", "speaker_form": "pronoun", UNCONFIRMED: ["form"]}
    assert (after.note, after.actor) == ("one\ntwo", actor.id)
    assert second.id not in edit.after
    left = [one for one in edit.after.values() if isinstance(one, Relation)]
    assert [(one.id, one.head, one.tail) for one in left] == [(ties[2].id, first.id, other.id)]
    assert ties[0].id not in edit.before
    assert inverse(edit).after.keys() >= {first.id, second.id, ties[1].id, ties[2].id}


def test_a_tie_between_the_two_goes():
    first, second = on("“We waited,”"), on("“but the rain")
    tie = make_relation(first, second, kind="source")
    edit = join(first, second, relations=[tie], **WITH)
    assert tie.id in edit.before
    assert tie.id not in edit.after


def test_only_one_label_is_joined():
    first = on("“We waited,”")
    for other in (first, on("Ilse Brandt", "ACTOR")):
        with pytest.raises(BadFragments, match="same label"):
            join(first, other, **WITH)


# --- all together ------------------------------------------------------------------------------------

EDGES = st.integers(0, len(TEXT))


@given(st.lists(st.tuples(EDGES, EDGES, st.sampled_from(["add", "remove", "split", "close"])), max_size=8))
def test_words_are_always_those_of_the_text_and_every_act_goes_back(steps):
    span = on("“but the rain did not come.”")
    for left, right, act in steps:
        try:
            if act == "add":
                edit = add_piece(span, (min(left, right), max(left, right)), **WITH)
            elif act == "remove":
                edit = remove_piece(span, left, **WITH)
            elif act == "split":
                edit = split(span, left, **WITH)
            else:
                edit = close_gaps(span, **WITH)
        except BadFragments:
            continue
        for record in edit.after.values():
            assert isinstance(record, Span)
            assert record.words == words_of(TEXT, record.fragments)
            assert all(start < end for start, end in record.fragments)
            assert list(record.fragments) == sorted(record.fragments)
        assert inverse(inverse(edit)) == edit
        span = changed(edit, span)
    assert msgspec.structs.replace(span, fragments=((0, 1),)).id == span.id
