"""Every way to make an Edit: what it refuses, what it is called, what it keeps."""

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotator.core import edges, edit
from annotator.core.codebook import Trim
from annotator.core.edit import Edit, inverse, past
from annotator.core.errors import (
    BadFragments,
    DuplicateSpan,
    EmptySelection,
    ForbiddenValue,
    NothingLeft,
    SpanOutsideText,
    UnknownLabel,
)
from annotator.core.model import UNCONFIRMED, Progress, Span, words_of
from annotator.core.text import next_word
from tests.builders import (
    NEWS,
    TEXT,
    VERSION,
    make_actor,
    make_article,
    make_progress,
    make_relation,
    make_span,
    span_on,
)

ARTICLE = make_article()
ME = "me"


def tagged(start: int, end: int, label: str = "ACTOR", **options) -> Span:
    made = edit.tag(
        ARTICLE, [(start, end)], label=label, annotator=ME, codebook=NEWS, version=VERSION, **options
    ).span()
    assert made is not None
    return made


def place(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


# --- Edit --------------------------------------------------------------------------------------------


def test_an_edit_names_what_it_made_and_removed():
    a, b = (span_on(ARTICLE, words, annotator=ME) for words in ("Ilse Brandt", "ferries"))
    changed = msgspec.structs.replace(a, note="x")
    one = Edit(act="x", title="X", before={a.id: a, b.id: b}, after={a.id: changed})
    assert (one.ids(), one.made(), one.removed(), one.span()) == ([a.id, b.id], [], [b], changed)
    back = inverse(one)
    assert (back.made(), back.removed()) == ([b], [])
    assert inverse(back) == one


@pytest.mark.parametrize(
    ("title", "done"),
    [
        ("Tag QUOTE “x”", "Tagged QUOTE “x”"),
        ("Note on ACTOR “x”", "Noted on ACTOR “x”"),
        ("Import 3 articles", "Imported 3 articles"),
        ("Mark “x” done", "Marked “x” done"),
        ("Something else", "Something else"),
    ],
)
def test_a_title_in_the_past(title, done):
    assert past(title) == done


# --- tag ---------------------------------------------------------------------------------------------


def test_tag_trims_and_says_so_in_its_title():
    start, end = place(" “We will not cut a single line,” ")
    one = edit.tag(ARTICLE, [(start, end)], label="QUOTE", annotator=ME, codebook=NEWS, version=VERSION)
    span = one.span()
    assert span is not None
    assert span.words == "“We will not cut a single line,”"
    assert TEXT[span.start : span.end] == span.words
    assert (span.annotator, span.label, span.codebook, span.origin) == (ME, "QUOTE", VERSION, "manual")
    assert (one.act, one.title) == ("tag", "Tag QUOTE “We will not cut a single line,”")
    assert (dict(one.before), one.article) == ({}, ARTICLE.id)


def test_tag_gives_the_codebook_s_defaults():
    label = NEWS.label("ACTOR")
    with_default = msgspec.structs.replace(
        label, attributes=(msgspec.structs.replace(label.attributes[0], default="person"), *label.attributes[1:])
    )
    book = msgspec.structs.replace(NEWS, labels=(with_default,))
    one = edit.tag(ARTICLE, [place("Ilse Brandt")], label="ACTOR", annotator=ME, codebook=book, version=VERSION)
    assert one.span().attributes == {"type": "person"}


def test_tag_without_trimming_takes_what_it_is_given():
    start, end = place(" Ilse Brandt ")
    assert tagged(start, end, trimmed=False, origin="import").words == " Ilse Brandt "


def test_tag_refuses_a_label_the_codebook_does_not_have():
    with pytest.raises(UnknownLabel, match="ACTOR"):
        tagged(0, 5, label="PLACE")


@pytest.mark.parametrize("pieces", [[(-1, 3)], [(0, 10_000)], [(0, 3), (5, 10_000)]])
def test_tag_refuses_a_place_outside_the_text(pieces):
    with pytest.raises(SpanOutsideText, match=str(len(TEXT))):
        edit.tag(ARTICLE, pieces, label="ACTOR", annotator=ME, codebook=NEWS, version=VERSION)


@pytest.mark.parametrize("pieces", [[], [(3, 3)], [(5, 3)], [(0, 5), (3, 8)]])
def test_tag_refuses_pieces_that_do_not_fit(pieces):
    with pytest.raises(BadFragments):
        edit.tag(ARTICLE, pieces, label="ACTOR", annotator=ME, codebook=NEWS, version=VERSION)


def test_tag_refuses_white_space_alone():
    start = TEXT.index("\n\n")
    with pytest.raises(EmptySelection, match="ACTOR"):
        tagged(start, start + 2)


def test_tag_refuses_the_same_twice_but_not_another_label_or_annotator():
    first = tagged(*place("Ilse Brandt"))
    with pytest.raises(DuplicateSpan, match="“Ilse Brandt” is already tagged ACTOR"):
        tagged(*place(" Ilse Brandt "), existing=[first])
    tagged(*place("Ilse Brandt"), label="CUE", existing=[first])
    tagged(*place("Ilse Brandt"), existing=[msgspec.structs.replace(first, annotator="other")])
    tagged(*place("Ilse"), existing=[first])


def test_pieces_are_sorted_and_touching_ones_joined():
    a, b = place("We will"), place(" not cut")
    one = edit.tag(ARTICLE, [b, a], label="QUOTE", annotator=ME, codebook=NEWS, version=VERSION, trimmed=False)
    assert one.span().fragments == ((a[0], b[1]),)


def test_inner_edges_of_pieces_keep_their_marks():
    first, second = place("“We will not cut a single line,” "), place(" the ferries every day,")
    rule = Trim(article="out", marks="in", stops="out")
    book = msgspec.structs.replace(NEWS, labels=(msgspec.structs.replace(NEWS.label("QUOTE"), trim=rule),))
    one = edit.tag(ARTICLE, [first, second], label="QUOTE", annotator=ME, codebook=book, version=VERSION)
    assert one.span().words == "“We will not cut a single line,” the ferries every day"
    one = edit.tag(ARTICLE, [second, place(" than last year.")], label="QUOTE", annotator=ME, codebook=book, version="")
    assert one.span().words == "ferries every day, than last year"


def test_a_piece_of_white_space_alone_goes():
    start = TEXT.index("\n\n")
    one = edit.tag(
        ARTICLE, [(start, start + 2), place("Ilse")], label="ACTOR", annotator=ME, codebook=NEWS, version=VERSION
    )
    assert one.span().fragments == (place("Ilse"),)


@given(st.data())
def test_what_tag_makes_is_always_sound(data):
    edges = sorted(data.draw(st.sets(st.integers(0, len(TEXT)), min_size=2, max_size=6)))
    pieces = list(zip(edges[::2], edges[1::2], strict=False))
    label = data.draw(st.sampled_from([one.key for one in NEWS.labels]))
    try:
        span = edit.tag(ARTICLE, pieces, label=label, annotator=ME, codebook=NEWS, version=VERSION).span()
    except EmptySelection:
        assert not any(char.isalnum() for start, end in pieces for char in TEXT[start:end])
        return
    assert span.words == words_of(TEXT, span.fragments)
    flat = [edge for piece in span.fragments for edge in piece]
    assert flat == sorted(set(flat))
    assert all(TEXT[start:end] == TEXT[start:end].strip() for start, end in span.fragments)


# --- started -----------------------------------------------------------------------------------------


def test_the_first_tag_sets_an_article_in_progress():
    first = edit.tag(ARTICLE, [place("Ilse")], label="ACTOR", annotator=ME, codebook=NEWS, version=VERSION)
    one = edit.started(first, ME, None)
    doing = Progress(article=ARTICLE.id, annotator=ME, state="doing")
    assert one.after[doing.id] == doing
    assert (one.title, one.span(), doing.id in one.before) == (first.title, first.span(), False)


def test_an_assigned_article_stays_assigned():
    todo = make_progress(ARTICLE, ME, "todo", assigned=True)
    first = edit.tag(ARTICLE, [place("Ilse")], label="ACTOR", annotator=ME, codebook=NEWS, version=VERSION)
    one = edit.started(first, ME, todo)
    assert one.before[todo.id] == todo
    assert one.after[todo.id] == msgspec.structs.replace(todo, state="doing")


@pytest.mark.parametrize("state", ["doing", "done", "skipped"])
def test_an_article_once_begun_keeps_its_state(state):
    first = edit.tag(ARTICLE, [place("Ilse")], label="ACTOR", annotator=ME, codebook=NEWS, version=VERSION)
    assert edit.started(first, ME, make_progress(ARTICLE, ME, state)) is first


# --- relabel -----------------------------------------------------------------------------------------


def test_relabel_keeps_what_fits():
    actor = make_actor()
    span = span_on(
        ARTICLE,
        "Ilse Brandt",
        annotator=ME,
        label="QUOTE",
        attributes={"form": "direct", "speaker_form": "named", UNCONFIRMED: ["form"]},
        note="n",
        actor=actor.id,
    )
    one = edit.relabel(span, "ACTOR", codebook=NEWS, version="v2")
    after = one.span()
    assert (after.id, after.note, after.actor, after.fragments) == (span.id, "n", actor.id, span.fragments)
    assert (after.label, after.attributes, after.codebook) == ("ACTOR", {}, "v2")
    assert one.title == "Relabel QUOTE to ACTOR “Ilse Brandt”"


def test_relabel_keeps_attributes_of_the_same_key_and_kind():
    quote = NEWS.label("QUOTE")
    twin = msgspec.structs.replace(quote, key="CLAIM", name="Claim", attributes=quote.attributes[:1])
    book = msgspec.structs.replace(NEWS, labels=(*NEWS.labels, twin))
    values = {"form": "direct", "speaker_form": "named", UNCONFIRMED: ["form", "speaker_form"]}
    span = span_on(ARTICLE, "We will", annotator=ME, label="QUOTE", attributes=values)
    after = edit.relabel(span, "CLAIM", codebook=book, version=VERSION).span()
    assert after.attributes == {"form": "direct", UNCONFIRMED: ["form"]}


def test_relabel_drops_the_relations_that_are_then_forbidden_and_counts_them():
    quote = span_on(ARTICLE, "We will", annotator=ME, label="QUOTE")
    statistic = span_on(ARTICLE, "12 percent", annotator=ME, label="STATISTIC")
    actor = span_on(ARTICLE, "Ilse Brandt", annotator=ME)
    speaker = make_relation(quote, actor)
    about = make_relation(statistic, actor, "about")
    other = make_relation(statistic, quote, "source")
    ties, ends = [speaker, about, other], [quote, statistic, actor]
    one = edit.relabel(actor, "SUBJECT", codebook=NEWS, version=VERSION, existing=ends, relations=ties)
    assert one.removed() == [speaker]
    assert one.title.endswith(", deleting 1 relation")
    one = edit.relabel(actor, "CUE", codebook=NEWS, version=VERSION, existing=ends, relations=ties)
    assert one.removed() == [speaker, about]
    assert one.title.endswith(", deleting 2 relations")


def test_relabel_refuses_a_twin_and_an_unknown_label():
    actor, cue = (span_on(ARTICLE, "Ilse", annotator=ME, label=label) for label in ("ACTOR", "CUE"))
    with pytest.raises(DuplicateSpan):
        edit.relabel(actor, "CUE", codebook=NEWS, version=VERSION, existing=[actor, cue])
    with pytest.raises(UnknownLabel):
        edit.relabel(actor, "PLACE", codebook=NEWS, version=VERSION)


def test_a_span_of_a_retired_label_can_be_relabelled():
    old = span_on(ARTICLE, "Ilse", annotator=ME, label="PERSON")
    one = edit.relabel(old, "ACTOR", codebook=NEWS, version=VERSION)
    assert one.title == "Relabel PERSON to ACTOR “Ilse”"


# --- resize and nudge --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "verb"), [("Mayor Ilse Brandt", "Lengthen"), ("Ilse", "Shorten"), ("ferry fares", "Move")]
)
def test_resize_keeps_all_but_the_place(words, verb):
    span = span_on(ARTICLE, "Ilse Brandt", annotator=ME, note="n", attributes={"type": "person"})
    one = edit.resize(span, [place(words)], article=ARTICLE, codebook=NEWS)
    after = one.span()
    assert (after.id, after.note, after.attributes, after.words) == (span.id, "n", {"type": "person"}, words)
    assert one.title == f"{verb} ACTOR “{words}”"


def test_resize_refuses_what_tag_refuses():
    span, twin = span_on(ARTICLE, "Ilse", annotator=ME), span_on(ARTICLE, "Brandt", annotator=ME)
    with pytest.raises(DuplicateSpan):
        edit.resize(span, [place("Brandt")], article=ARTICLE, codebook=NEWS, existing=[span, twin])
    with pytest.raises(SpanOutsideText):
        edit.resize(span, [(0, len(TEXT) + 1)], article=ARTICLE, codebook=NEWS)
    with pytest.raises(BadFragments):
        edit.resize(span, [(4, 4)], article=ARTICLE, codebook=NEWS)


WORDS = []
_at = 0
while (_found := next_word(TEXT, _at)) is not None:
    WORDS.append(_found)
    _at = _found[1]


def nudged(span: Span, edge: str, unit: str, longer: bool) -> Span:
    return edges.nudge(span, article=ARTICLE, codebook=NEWS, edge=edge, unit=unit, longer=longer).span()


@given(st.data(), st.sampled_from(["start", "end"]), st.sampled_from(["word", "character"]), st.booleans())
def test_longer_then_shorter_and_shorter_then_longer_return(data, edge, unit, first):
    left = data.draw(st.integers(0, len(WORDS) - 1))
    right = data.draw(st.integers(left, len(WORDS) - 1))
    span = make_span(ARTICLE, WORDS[left][0], WORDS[right][1], annotator=ME)
    try:
        there = nudged(span, edge, unit, first)
    except EmptySelection:
        assert not first
        assert left == right
        assume(False)
    except SpanOutsideText:
        assert first
        assume(False)
    assert (there.end - there.start > span.end - span.start) == first
    assert nudged(there, edge, unit, not first) == span


def test_a_nudge_by_words_passes_punctuation():
    span = span_on(ARTICLE, "single", annotator=ME)
    assert nudged(span, "end", "word", True).words == "single line"
    assert nudged(nudged(span, "end", "word", True), "end", "word", True).words == "single line,” she"
    assert nudged(span, "start", "word", True).words == "a single"
    # an edge inside a word goes to the word's edge first
    inside = make_span(ARTICLE, span.start, span.end - 2, annotator=ME)
    assert nudged(inside, "end", "word", True).words == "single"


def test_a_nudge_by_characters_never_cuts_one():
    article = make_article("ab👩\u200d💻cd")
    span = make_span(article, 0, 2, annotator=ME)
    one = edges.nudge(span, article=article, codebook=NEWS, edge="end", unit="character", longer=True).span()
    assert one.words == "ab👩\u200d💻"
    two = edges.nudge(one, article=article, codebook=NEWS, edge="end", unit="character", longer=False).span()
    assert two == span


def test_a_nudge_past_the_end_or_to_nothing_is_refused():
    article = make_article("one two")
    whole = make_span(article, 0, 7, annotator=ME)
    for edge in ("start", "end"):
        for unit in ("word", "character"):
            with pytest.raises(SpanOutsideText):
                edges.nudge(whole, article=article, codebook=NEWS, edge=edge, unit=unit, longer=True)
            short = make_span(article, 0, 1 if unit == "character" else 3, annotator=ME)
            with pytest.raises(NothingLeft, match=r"ACTOR “(o|one)” cannot be shorter"):
                edges.nudge(short, article=article, codebook=NEWS, edge=edge, unit=unit, longer=False)


def test_a_nudge_moves_the_outer_pieces_and_drops_one_that_is_used_up():
    pieces = (place("We will"), place("single line"))
    span = make_span(ARTICLE, 0, 0, annotator=ME, label="QUOTE", fragments=pieces)
    assert nudged(span, "start", "word", False).words == "will single line"
    assert nudged(nudged(span, "start", "word", False), "start", "word", False).fragments == (pieces[1],)
    assert nudged(span, "end", "word", True).words == "We will single line,” she"


# --- delete, describe, state, fields -----------------------------------------------------------------


def test_delete_takes_the_relations_of_its_spans_and_no_other():
    quote = span_on(ARTICLE, "We will", annotator=ME, label="QUOTE")
    actor, other = (span_on(ARTICLE, words, annotator=ME) for words in ("Ilse", "Harbour council"))
    speaker, stranger = make_relation(quote, actor), make_relation(quote, other)
    one = edit.delete([actor], relations=[speaker, stranger], codebook=NEWS)
    assert one.removed() == [actor, speaker]
    assert one.title == "Delete ACTOR “Ilse” and 1 relation"
    one = edit.delete([actor, quote, other], relations=[speaker, stranger], codebook=NEWS)
    assert one.title == "Delete 3 spans and 2 relations"
    assert not one.after


def test_describe_changes_only_what_it_is_told():
    span = span_on(ARTICLE, "Ilse", annotator=ME, note="n", attributes={"type": "person"}, actor="x")
    assert edit.describe(span, codebook=NEWS, note="m").span() == msgspec.structs.replace(span, note="m")
    assert edit.describe(span, codebook=NEWS, attributes={}).span() == msgspec.structs.replace(span, attributes={})
    assert edit.describe(span, codebook=NEWS, actor="y").span().actor == "y"
    assert edit.describe(span, codebook=NEWS, actor=False).span().actor is None
    assert edit.describe(span, codebook=NEWS, note="").span().note == ""


def test_half_a_character_in_a_note_or_value_does_not_reach_the_file():
    span = span_on(ARTICLE, "12 percent", annotator=ME, label="STATISTIC")
    after = edit.describe(span, codebook=NEWS, note="a\ud83d", attributes={"unit": "\ude00b"}).span()
    assert (after.note, after.attributes) == ("a\ufffd", {"unit": "\ufffdb"})


def test_describe_names_what_it_changed():
    span = span_on(ARTICLE, "Ilse", annotator=ME, attributes={"type": "person"})
    titles = {
        "Note on ACTOR “Ilse”": {"note": "m"},
        "Describe ACTOR “Ilse”: Type group": {"attributes": {"type": "group"}},
        "Describe ACTOR “Ilse”: Type cleared": {"attributes": {}},
        "Describe ACTOR “Ilse”": {"attributes": {"type": "group", "mention": "name"}},
    }
    assert {edit.describe(span, codebook=NEWS, **change).title for change in titles.values()} == set(titles)


@pytest.mark.parametrize(
    "attributes",
    [
        {"colour": "red"},
        {"type": "robot"},
        {"type": None},
        {"type": ["person"]},
        {UNCONFIRMED: ["type"]},
        {UNCONFIRMED: "type", "type": "person"},
    ],
)
def test_describe_refuses_what_the_codebook_forbids(attributes):
    span = span_on(ARTICLE, "Ilse", annotator=ME)
    with pytest.raises(ForbiddenValue):
        edit.describe(span, codebook=NEWS, attributes=attributes)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "12", True, None])
def test_a_number_is_a_finite_number(value):
    span = span_on(ARTICLE, "12 percent", annotator=ME, label="STATISTIC")
    with pytest.raises(ForbiddenValue):
        edit.describe(span, codebook=NEWS, attributes={"value": value})


def test_set_state_keeps_the_assignment():
    before = make_progress(ARTICLE, ME, "doing", assigned=True)
    one = edit.set_state(ARTICLE, ME, state="done", before=before)
    assert one.after[before.id] == msgspec.structs.replace(before, state="done")
    assert one.before == {before.id: before}
    assert one.title == "Mark “Harbour council votes on ferry fares” done"
    assert edit.set_state(ARTICLE, ME, state="skipped", before=None).before == {}


def test_describe_article_never_touches_the_text():
    after = msgspec.structs.replace(ARTICLE, outlet="Bay News")
    one = edit.describe_article(ARTICLE, after)
    assert (one.before[ARTICLE.id], one.after[ARTICLE.id]) == (ARTICLE, after)
    with pytest.raises(ValueError, match="not the text"):
        edit.describe_article(ARTICLE, msgspec.structs.replace(ARTICLE, text="other"))


def test_makers_change_nothing_they_are_given():
    span = span_on(ARTICLE, "Ilse", annotator=ME, attributes={"type": "person"})
    frozen = msgspec.json.encode(span)
    edit.relabel(span, "QUOTE", codebook=NEWS, version=VERSION)
    values = {"type": "group"}
    after = edit.describe(span, codebook=NEWS, attributes=values).span()
    values["type"] = "person"
    assert msgspec.json.encode(span) == frozen
    assert after.attributes == {"type": "group"}
