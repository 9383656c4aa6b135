"""Splices, where spans go with them, and what is held."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.correction import correct, inverse, moved, spliced, splices_between
from annotator.core.errors import BadText
from annotator.core.model import Held, Wording
from tests.builders import make_article, make_relation, span_on

TEXT = "Maoyr Ilse Brandt said the feries stay.\n\nShe left."


@pytest.mark.parametrize(
    ("fragment", "splice", "there"),
    [
        ((10, 14), (2, 4, "xyz"), (11, 15)),  # before
        ((10, 14), (20, 22, ""), (10, 14)),  # after
        ((10, 14), (14, 14, "s"), (10, 14)),  # put in behind it
        ((10, 14), (10, 10, "s"), (11, 15)),  # put in before it
        ((10, 14), (11, 13, "long"), (10, 16)),  # inside
        ((10, 14), (10, 14, "longer"), (10, 16)),  # on just its words
        ((10, 14), (10, 14, ""), None),  # nothing is left
        ((10, 14), (8, 11, "x"), None),  # its first edge is cut
        ((10, 14), (13, 16, "x"), None),  # its last edge is cut
        ((10, 14), (8, 16, "x"), None),  # it is gone
    ],
)
def test_a_piece_goes_where_its_words_go(fragment, splice, there):
    assert moved([fragment], [splice]) == (None if there is None else (there,))


def test_pieces_that_come_to_touch_are_one():
    assert moved([(0, 4), (7, 9)], [(4, 7, "")]) == ((0, 6),)


@given(st.text(max_size=60), st.text(max_size=60), st.integers(0, 9))
def test_splices_lead_there_and_back(before, after, offset):
    text = "·" * offset + before
    splices = splices_between(before, after, offset=offset)
    now = spliced(text, splices)
    assert now == "·" * offset + after
    assert spliced(now, inverse(text, splices)) == text


@given(st.text(st.sampled_from("ab 🚢é\n"), max_size=40), st.text(st.sampled_from("ab 🚢é\n"), max_size=40), st.data())
def test_a_span_outside_every_splice_keeps_its_words(before, after, data):
    splices = splices_between(before, after)
    start = data.draw(st.integers(0, max(0, len(before) - 1)))
    end = data.draw(st.integers(start + 1, len(before) + 1))
    if end > len(before) or any(opening < end and start < closing for opening, closing, _ in splices):
        return
    if any(start < opening < end for opening, _, _ in splices):
        return
    there = moved([(start, end)], splices)
    assert there is not None
    assert after[there[0][0] : there[0][1]] == before[start:end]


def test_the_splices_of_a_sentence_are_words():
    assert splices_between("the feries stay", "the ferries stay", offset=5) == ((9, 15, "ferries"),)


def test_a_typo_in_a_span_changes_its_words():
    article = make_article(TEXT)
    span = span_on(article, "the feries", annotator="me", label="QUOTE")
    start = TEXT.index("feries")
    done = correct(article, [(start, start + 6, "ferries")], spans=[span], relations=[])
    assert [one.words for one in done.changed] == ["the ferries"]
    assert (done.moved, done.held) == (1, ())
    wording = done.edit.after[f"{article.id}/text"]
    assert isinstance(wording, Wording)
    assert done.edit.title == "Correct “feries” to “ferries”"


def test_a_cut_span_is_held_with_its_relations():
    article = make_article(TEXT)
    quote = span_on(article, "the feries stay", annotator="me", label="QUOTE")
    speaker = span_on(article, "Ilse Brandt", annotator="me")
    tie = make_relation(quote, speaker)
    start = TEXT.index("Ilse")
    splice = (start, start + len("Ilse Brandt said"), "He says")
    done = correct(article, [splice], spans=[quote, speaker], relations=[tie])
    assert (done.held, done.ties) == ((speaker,), (tie,))
    kept = done.edit.after[f"held/{speaker.id}"]
    assert isinstance(kept, Held)
    assert kept.whole() == speaker
    assert speaker.id not in done.edit.after
    assert done.edit.title.endswith("(1 held)")


def test_two_spans_that_come_to_be_the_same_do_not_both_stand():
    article = make_article(TEXT)
    outer, inner = (span_on(article, words, annotator="me") for words in ("Maoyr Ilse Brandt", "Ilse Brandt"))
    done = correct(article, [(0, len("Maoyr "), "")], spans=[outer, inner], relations=[])
    assert done.held == (inner,)


def test_the_title_follows_the_first_line():
    article = make_article("Feries stay\n\nThe text.", title="Feries stay")
    done = correct(article, [(0, 6, "Ferries")], spans=[], relations=[])
    assert done.edit.after[article.id].title == "Ferries stay"
    other = make_article("Feries stay\n\nThe text.", title="Another")
    assert other.id not in correct(other, [(0, 6, "Ferries")], spans=[], relations=[]).edit.after


@pytest.mark.parametrize("splice", [(0, 5, "Maoyr"), (0, len(TEXT), " \n"), (0, 5, "a\r\nb"), (0, 5, "a\0")])
def test_what_is_no_correction_is_refused(splice):
    with pytest.raises(BadText):
        correct(make_article(TEXT), [splice], spans=[], relations=[])
