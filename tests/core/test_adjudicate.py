"""Acts of a reviewer: what each puts into gold and takes out, who may, and that everything can be undone."""

from __future__ import annotations

from itertools import pairwise
from typing import Any
from uuid import UUID, uuid5

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core import adjudicate as act
from annotator.core import edit as edits
from annotator.core.adjudicate import REASONS
from annotator.core.cases import Case
from annotator.core.deciding import ORIGIN, settled_id
from annotator.core.differences import Layer, shuffled
from annotator.core.edit import past
from annotator.core.errors import (
    AnnotatorError,
    DecidedAlready,
    DuplicateSpan,
    EmptyRemark,
    EndNotInGold,
    ForbiddenRelation,
    NoReason,
    NothingShared,
    StillOpen,
)
from annotator.core.model import Comment, Decision, Progress, Relation, Span
from tests.builders import NEWS
from tests.core.review_desk import ARTICLE, GOLD, PROJECT, Desk, layers, span, tie


def of(*spans: Span, ties: tuple[Relation, ...] = ()) -> Layer:
    return Layer(annotator=spans[0].annotator, spans=spans, relations=ties)


def boundary() -> Desk:
    """Ilse Brandt in three widths: words 0-17, 6-17 and 6-10."""
    return Desk([of(span("a", 0, 17)), of(span("b", 6, 17)), of(span("c", 6, 10))])


def only(desk: Desk) -> Case:
    (one,) = desk.review().queue
    return one


def proposals_of(case: Case, *people: str) -> list[Any]:
    return [one for one in case.difference.proposals if set(people) & set(one.annotators)]


def quoted(who: str, speaker: str = "ilse") -> Layer:
    """A quote, two who may have said it, and a tie to one of them (or to none)."""
    quote, ilse, she = span(who, 25, 43, "QUOTE"), span(who, 0, 17), span(who, 45, 48)
    tail = {"ilse": ilse, "she": she}.get(speaker)
    return of(quote, ilse, she, ties=(tie(quote, tail),) if tail else ())


def ties_of(desk: Desk) -> list[tuple[str, str, str]]:
    review = desk.review()
    words = {one.id: one.words for one in review.gold}
    return [(one.kind, words[one.head], words[one.tail]) for one in review.gold_ties]


# --- spans -------------------------------------------------------------------------------------------


def test_taking_one_is_a_decision_with_all_its_sources() -> None:
    desk = boundary()
    case = only(desk)
    assert (case.standing, case.undecided) == ("open", True)
    desk.do(act.take(desk.bench(), case, proposals_of(case, "b"), reason=" clear "))
    (gold,) = desk.review().gold
    assert (gold.words, gold.annotator, gold.origin) == ("Ilse Brandt", GOLD, ORIGIN)
    case = only(desk)
    decision = case.decision
    assert decision is not None
    assert (case.standing, case.gold, decision.outcome, decision.reason) == ("decided", (gold.id,), "take", "clear")
    assert decision.sources[0] == ("b-ACTOR-((6, 17),)", 1)  # what was taken stands first
    assert sorted(key for key, _ in decision.sources) == list(case.difference.sources)
    assert gold.id == str(uuid5(UUID(decision.id), "0"))
    assert decision.difference == case.difference.id
    assert desk.review().progress == Progress(article=ARTICLE.id, annotator=GOLD, state="doing")


def test_taking_several() -> None:
    desk = boundary()
    case = only(desk)
    desk.do(act.take(desk.bench(), case, proposals_of(case, "a", "c")))
    assert desk.gold() == [("ACTOR", "Mayor Ilse Brandt"), ("ACTOR", "Ilse")]
    decision = only(desk).decision
    assert decision is not None
    assert len(decision.result) == 2


def test_two_proposals_that_differ_in_answers_alone_are_not_taken_both() -> None:
    desk = Desk([of(span("a", 0, 5, attributes={"type": "person"})), of(span("b", 0, 5))])
    case = only(desk)
    with pytest.raises(DuplicateSpan):
        act.take(desk.bench(), case, case.difference.proposals)


@pytest.mark.parametrize(("ends", "words"), [("union", "Mayor Ilse Brandt"), ("shared", "Ilse")])
def test_merging_boundaries(ends: Any, words: str) -> None:
    desk = boundary()
    desk.do(act.merge(desk.bench(), only(desk), ends))
    assert desk.gold() == [("ACTOR", words)]


def test_merging_some_keeps_what_they_have_alike() -> None:
    same, ones, others = {"form": "direct"}, {"speaker_form": "named"}, {"speaker_form": "pronoun"}
    desk = Desk(
        [
            of(span("a", 25, 43, "QUOTE", attributes=same | ones, actor="p", note="mine")),
            of(span("b", 25, 32, "QUOTE", attributes=same | others, actor="p")),
            of(span("c", 28, 30, "ACTOR")),
        ]
    )
    case = only(desk)
    desk.do(act.merge(desk.bench(), case, "shared", proposals_of(case, "a", "b")))
    (gold,) = desk.review().gold
    assert (gold.fragments, gold.attributes, gold.actor, gold.note) == (((25, 32),), same, "p", "")


def test_nothing_shared_cannot_be_merged() -> None:
    desk = Desk([of(span("a", 0, 10)), of(span("b", 5, 15)), of(span("c", 12, 20))])
    with pytest.raises(NothingShared):
        act.merge(desk.bench(), only(desk), "shared")
    desk.do(act.merge(desk.bench(), only(desk), "shared", proposals_of(only(desk), "a", "b")))
    assert [one.fragments for one in desk.review().gold] == [((5, 10),)]


def test_what_one_has_in_two_spans_is_one_proposal() -> None:
    desk = Desk([of(span("a", 0, 10)), of(span("b", 0, 4), span("b", 6, 12)), of(span("c", 3, 8))])
    (one,) = proposals_of(only(desk), "b")
    assert [span.fragments for span in one.spans] == [((0, 4),), ((6, 12),)]
    desk.do(act.take(desk.bench(), only(desk), [one]))
    assert len(desk.gold()) == 2


def test_a_span_of_the_reviewers_own() -> None:
    desk = boundary()
    desk.do(act.new(desk.bench(), only(desk), [(0, 5)], label="ACTOR"))
    assert desk.gold() == [("ACTOR", "Mayor")]
    assert only(desk).decision.outcome == "new"  # type: ignore[union-attr]


def test_rejecting_needs_a_reason() -> None:
    desk = boundary()
    for blank in ("", " \t\n"):
        with pytest.raises(NoReason):
            act.reject(desk.bench(), only(desk), blank)
    desk.do(act.reject(desk.bench(), only(desk), REASONS[0]))
    assert (desk.gold(), only(desk).standing) == ([], "decided")
    assert only(desk).decision.reason == REASONS[0]  # type: ignore[union-attr]


def test_later_is_not_decided_and_may_be_decided_then() -> None:
    desk = boundary()
    desk.do(act.later(desk.bench(), only(desk)))
    assert (only(desk).standing, only(desk).undecided) == ("later", True)
    desk.do(act.take(desk.bench(), only(desk), only(desk).difference.proposals[:1]))
    assert only(desk).standing == "decided"
    assert len(desk.review().decisions) == 1
    desk.undo()
    assert only(desk).standing == "later"


def test_deciding_again_replaces_what_one_decided() -> None:
    desk = boundary()
    desk.do(act.take(desk.bench(), only(desk), proposals_of(only(desk), "a")))
    desk.do(act.take(desk.bench(), only(desk), proposals_of(only(desk), "b")))
    assert desk.gold() == [("ACTOR", "Ilse Brandt")]
    assert len(desk.review().decisions) == 1
    desk.undo()
    assert desk.gold() == [("ACTOR", "Mayor Ilse Brandt")]


def test_what_another_reviewer_decided_is_reopened_first() -> None:
    desk = boundary()
    desk.do(act.take(desk.bench(), only(desk), proposals_of(only(desk), "a")))
    desk.reviewer = "sam"
    for attempt in (act.later, lambda *some: act.reject(*some, "no")):
        with pytest.raises(DecidedAlready):
            attempt(desk.bench(), only(desk))
    decision = only(desk).decision
    assert decision is not None
    desk.do(act.reopen(desk.bench(), decision))
    assert (desk.gold(), only(desk).standing) == ([], "open")
    desk.do(act.reject(desk.bench(), only(desk), "no"))
    desk.undo()
    desk.undo()
    assert (desk.gold(), only(desk).standing) == ([("ACTOR", "Mayor Ilse Brandt")], "decided")


def test_gold_that_was_mended_goes_when_its_decision_is_reopened() -> None:
    desk = boundary()
    desk.do(act.take(desk.bench(), only(desk), proposals_of(only(desk), "a")))
    (gold,) = desk.review().gold
    desk.do(edits.resize(gold, [(0, 10)], article=ARTICLE, codebook=NEWS))
    assert only(desk).gold == (gold.id,)
    desk.do(act.reopen(desk.bench(), only(desk).decision))  # type: ignore[arg-type]
    assert desk.gold() == []
    desk.undo()
    assert desk.gold() == [("ACTOR", "Mayor Ilse")]


def test_what_stands_in_gold_already_serves_as_it_is() -> None:
    desk = boundary()
    tagged = edits.tag(ARTICLE, [(6, 17)], label="ACTOR", annotator=GOLD, codebook=NEWS, version="v")
    desk.do(tagged)
    desk.do(act.take(desk.bench(), only(desk), proposals_of(only(desk), "b")))
    assert [one.id for one in desk.review().gold] == list(tagged.after)
    desk.do(act.reopen(desk.bench(), only(desk).decision))  # type: ignore[arg-type]
    assert desk.gold() == [("ACTOR", "Ilse Brandt")]  # no decision had made it


# --- when sources move -------------------------------------------------------------------------------


def decided() -> Desk:
    desk = Desk([of(span("a", 0, 17)), of(span("b", 6, 17))])
    desk.do(act.take(desk.bench(), only(desk), proposals_of(only(desk), "a")))
    return desk


def test_a_source_that_was_changed_is_looked_at_again() -> None:
    desk = decided()
    desk.revs["b-ACTOR-((6, 17),)"] = 2
    assert (only(desk).standing, only(desk).moved) == ("again", "changed")
    desk.do(act.keep(desk.bench(), only(desk)))
    assert (only(desk).standing, desk.gold()) == ("decided", [("ACTOR", "Mayor Ilse Brandt")])
    desk.undo()
    assert only(desk).standing == "again"


def test_another_layer_is_looked_at_again_and_may_be_decided_anew() -> None:
    desk = decided()
    desk.layers.append(of(span("c", 6, 17)))
    desk.revs["c-ACTOR-((6, 17),)"] = 1
    assert (only(desk).standing, only(desk).moved) == ("again", "other")
    kept = act.keep(desk.bench(), only(desk))
    desk.do(kept)
    assert only(desk).standing == "decided"
    desk.undo()
    desk.do(act.take(desk.bench(), only(desk), proposals_of(only(desk), "c")))
    assert (only(desk).standing, desk.gold()) == ("decided", [("ACTOR", "Ilse Brandt")])


def test_a_source_that_is_gone_and_all_of_them_gone() -> None:
    desk = decided()
    desk.layers[1] = Layer(annotator="b", spans=())
    del desk.revs["b-ACTOR-((6, 17),)"]
    assert (only(desk).standing, only(desk).moved) == ("again", "gone")
    desk.layers[0] = Layer(annotator="a", spans=())
    desk.revs.clear()
    review = desk.review()
    assert review.queue == []
    (stray,) = review.strays
    desk.do(act.reopen(desk.bench(), stray))
    assert (desk.gold(), desk.review().strays) == ([], ())


def test_agreement_that_came_later_is_looked_at_again() -> None:
    desk = decided()
    desk.layers[1] = of(span("b", 0, 17, id="b-ACTOR-((6, 17),)"))
    desk.revs["b-ACTOR-((6, 17),)"] = 2
    assert (only(desk).difference.kinds, only(desk).moved) == ((), "changed")


def test_two_reviewers_who_decided_otherwise() -> None:
    desk, other = decided(), Desk([of(span("a", 0, 17)), of(span("b", 6, 17))], reviewer="sam")
    other.do(act.take(other.bench(), only(other), proposals_of(only(other), "b")))
    desk.records |= other.records
    assert (only(desk).standing, only(desk).moved, len(desk.gold())) == ("again", "twice", 2)
    theirs = next(one for one in only(desk).decisions if one.reviewer == "rita")
    desk.do(act.reopen(desk.bench(), theirs))
    assert (only(desk).standing, desk.gold()) == ("decided", [("ACTOR", "Ilse Brandt")])


def test_two_reviewers_who_took_the_same_agree_though_one_twin_is_held() -> None:
    desk, other = decided(), decided()
    (held,) = other.review().gold
    other.records = {
        key: msgspec.structs.replace(one, reviewer="sam")
        for key, one in other.records.items()
        if isinstance(one, Decision) and key != held.id
    }
    desk.records |= other.records
    assert (only(desk).standing, only(desk).moved, len(only(desk).decisions)) == ("decided", "", 2)


def test_two_reviewers_who_both_rejected_agree() -> None:
    desk, other = boundary(), boundary()
    other.reviewer = "sam"
    for one in (desk, other):
        one.do(act.reject(one.bench(), only(one), "no"))
    desk.records |= other.records
    assert only(desk).standing == "decided"


# --- ties --------------------------------------------------------------------------------------------


def test_ties_that_nobody_contradicts_come_with_their_ends() -> None:
    desk = Desk([quoted("a"), of(*[one for one in quoted("b").spans if one.start != 25])])
    desk.do(act.agreed(desk.bench()))  # type: ignore[arg-type]
    assert ties_of(desk) == []
    desk.do(act.take(desk.bench(), only(desk), only(desk).difference.proposals))
    assert ties_of(desk) == [("speaker", "é ferries run late", "Mayor Ilse Brandt")]
    assert {one.standing for one in desk.review().cases} == {"decided"}
    (decision,) = [one for one in desk.review().decisions if one.result == (desk.review().gold_ties[0].id,)]
    assert [key for key, _ in decision.sources] == ["a-QUOTE-((25, 43),)>speaker>a-ACTOR-((0, 17),)"]
    # the end goes, and the tie with it
    desk.do(act.reopen(desk.bench(), only(desk).decision))  # type: ignore[arg-type]
    assert ties_of(desk) == []
    desk.undo()
    assert len(ties_of(desk)) == 1


def test_speakers_that_differ() -> None:
    desk = Desk([quoted("a"), quoted("b", "she")])
    case = only(desk)
    assert case.difference.kinds == ("relation",)
    with pytest.raises(NothingShared):
        act.merge(desk.bench(), case, "union")
    # quote and speaker, which both have alike, go to gold with the tie
    desk.do(act.take(desk.bench(), case, proposals_of(case, "b")))
    assert ties_of(desk) == [("speaker", "é ferries run late", "she")]
    assert len(desk.gold()) == 2
    # its head is reopened: the tie goes, and what was decided about it
    head = desk.review().case_of("a-QUOTE-((25, 43),)")
    assert head is not None
    desk.do(act.reopen(desk.bench(), head.decision))  # type: ignore[arg-type]
    assert only(desk).standing == "open"
    desk.undo()
    assert only(desk).standing == "decided"
    # the tie alone is reopened: its ends stay
    desk.do(act.reopen(desk.bench(), only(desk).decision))  # type: ignore[arg-type]
    assert (ties_of(desk), len(desk.gold())) == ([], 2)


def test_a_tie_whose_end_is_open_waits_for_it() -> None:
    desk = Desk([quoted("a"), of(span("b", 25, 39, "QUOTE"), span("b", 0, 17))])
    (case,) = [one for one in desk.review().cases if one.difference.tie]
    with pytest.raises(EndNotInGold):
        act.take(desk.bench(), case, case.difference.proposals)
    head = desk.review().case_of("a-QUOTE-((25, 43),)")
    assert head is not None
    desk.do(act.take(desk.bench(), head, proposals_of(head, "b")))
    (case,) = [one for one in desk.review().cases if one.difference.tie]
    desk.do(act.take(desk.bench(), case, case.difference.proposals))
    assert ties_of(desk) == [("speaker", "é ferries run ", "Mayor Ilse Brandt")]


def test_a_tie_of_the_reviewers_own() -> None:
    desk = Desk([quoted("a"), quoted("b", "none")])
    desk.do(act.agreed(desk.bench()))  # type: ignore[arg-type]
    ilse, quote, she = desk.review().gold
    desk.do(act.new_tie(desk.bench(), only(desk), quote, she))
    assert ties_of(desk) == [("speaker", "é ferries run late", "she")]
    with pytest.raises(ForbiddenRelation):
        act.new_tie(desk.bench(), only(desk), ilse, she)


def test_a_tie_whose_head_was_rejected_is_void() -> None:
    desk = Desk([quoted("a"), of(span("b", 25, 39, "QUOTE"), span("b", 0, 17))])
    standings = [one.standing for one in desk.review().cases if one.difference.tie]
    assert standings == ["open"]
    head = desk.review().case_of("a-QUOTE-((25, 43),)")
    assert head is not None
    desk.do(act.reject(desk.bench(), head, "no quote"))
    assert [one.standing for one in desk.review().cases if one.difference.tie] == ["void"]


# --- the rest ----------------------------------------------------------------------------------------


def test_what_all_agree_on_goes_once_and_two_files_make_the_same() -> None:
    desk, other = Desk([quoted("a"), quoted("b")]), Desk([quoted("a"), quoted("b")])
    for one in (desk, other):
        edit = act.agreed(one.bench())
        assert edit is not None
        one.do(edit)
        assert act.agreed(one.bench()) is None
    assert desk.records == other.records
    assert len(desk.gold()) == 3
    assert len(ties_of(desk)) == 1
    decision = desk.review().cases[0].decision
    assert decision is not None
    assert decision.id == settled_id(PROJECT, decision.difference)
    desk.undo()
    assert desk.records == {}


def test_flags_are_kept_through_decisions() -> None:
    desk = boundary()
    desk.do(act.flag(desk.bench(), only(desk), reason="is the office part of it?"))
    assert (only(desk).standing, only(desk).flagged) == ("later", True)
    desk.do(act.take(desk.bench(), only(desk), only(desk).difference.proposals[:1]))
    assert (only(desk).standing, only(desk).flagged) == ("decided", True)
    desk.do(act.flag(desk.bench(), only(desk), on=False))
    assert not only(desk).flagged
    desk.do(act.flag(desk.bench(), only(desk)))
    assert (only(desk).standing, only(desk).flagged, len(desk.review().decisions)) == ("decided", True, 1)


def test_comments_stand_at_a_source() -> None:
    desk = boundary()
    (made,) = act.comment(desk.bench(), only(desk), "why?").after.values()
    assert isinstance(made, Comment)
    assert (made.annotator, made.span, made.question) == ("rita", only(desk).difference.sources[0], True)
    with pytest.raises(EmptyRemark):
        act.comment(desk.bench(), only(desk), " ")


def test_an_article_is_done_when_all_is_decided() -> None:
    desk = Desk([of(span("a", 0, 17), span("a", 20, 24)), of(span("b", 6, 17), span("b", 20, 24))])
    with pytest.raises(StillOpen) as error:
        act.finish(desk.bench())
    assert error.value.fields == {"undecided": 1, "agreed": 1}
    desk.do(act.reject(desk.bench(), only(desk), "no"))
    desk.do(act.agreed(desk.bench()))  # type: ignore[arg-type]
    desk.do(act.finish(desk.bench()))
    assert desk.review().progress == Progress(article=ARTICLE.id, annotator=GOLD, state="done")


def test_titles_read_well() -> None:
    desk = boundary()
    titles = [
        act.take(desk.bench(), only(desk), only(desk).difference.proposals).title,
        act.reject(desk.bench(), only(desk), "no").title,
        act.later(desk.bench(), only(desk)).title,
        act.flag(desk.bench(), only(desk)).title,
    ]
    assert [past(title) for title in titles] == [
        "Took 3 proposals for ACTOR “Mayor Ilse Brandt” into gold",
        "Rejected ACTOR “Mayor Ilse Brandt”",
        "Put off ACTOR “Mayor Ilse Brandt”",
        "Flagged the guideline at ACTOR “Mayor Ilse Brandt”",
    ]


# --- everything --------------------------------------------------------------------------------------


def decide(desk: Desk, case: Case, way: str) -> None:
    """Decides in a way, or where that cannot be, by rejecting."""
    bench, mixed = desk.bench(), shuffled(case.difference, desk.reviewer)
    try:
        if way == "several":
            edit = act.take(bench, case, mixed)
        elif way in ("union", "shared"):
            edit = act.merge(bench, case, way)  # type: ignore[arg-type]
        elif way == "new":
            edit = act.new(bench, case, [(case.difference.start, case.difference.end)], label="QUOTE")
        elif way == "reject":
            edit = act.reject(bench, case, "no")
        else:
            edit = act.take(bench, case, mixed[:1])
    except AnnotatorError:
        edit = act.reject(bench, case, "cannot be")
    desk.do(edit)


@given(layers(), st.data())
def test_everything_is_decided_and_everything_undone(some: list[Layer], data: st.DataObject) -> None:
    desk = Desk(some)
    seen = [desk.standings()]
    while desk.review().undecided:
        case = data.draw(st.sampled_from(desk.review().undecided))
        before = {one.difference.id for one in desk.review().undecided}
        decide(desk, case, data.draw(st.sampled_from(["one", "several", "union", "shared", "new", "reject"])))
        after = {one.difference.id for one in desk.review().undecided}
        assert after < before, "a decision never opens another difference"
        seen.append(desk.standings())
    edit = act.agreed(desk.bench())
    if edit is not None:
        desk.do(edit)
        seen.append(desk.standings())
    desk.do(act.finish(desk.bench()))
    assert {one.standing for one in desk.review().queue} <= {"decided", "void"}
    made = {key for one in desk.records.values() if isinstance(one, Decision) for key in one.result}
    assert {one.id for one in (*desk.review().gold, *desk.review().gold_ties)} == made
    desk.undo()
    for former, latter in pairwise(reversed(seen)):
        assert desk.standings() == former
        desk.undo()
        assert desk.standings() == latter
    assert desk.records == {}


@given(layers(), st.data())
def test_everything_reopened_leaves_gold_empty(some: list[Layer], data: st.DataObject) -> None:
    desk = Desk(some)
    first = desk.standings()
    for case in desk.review().undecided:
        now = desk.review().case(case.difference.id)
        if now is not None and now.undecided:
            decide(desk, now, data.draw(st.sampled_from(["one", "several", "union", "new"])))
    edit = act.agreed(desk.bench())
    if edit is not None:
        desk.do(edit)
    while desk.review().decisions:
        desk.do(act.reopen(desk.bench(), data.draw(st.sampled_from(desk.review().decisions))))
    assert desk.gold() == []
    assert desk.standings() == first
