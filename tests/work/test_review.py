"""Reviewing a project: which layers count, the queue over all articles, decisions kept and undone, agreed ones."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.__main__ import main
from annotator.core import adjudicate as act
from annotator.core import correction, ties
from annotator.core import edit as edits
from annotator.core.cases import Case, Review
from annotator.core.differences import Filter, shuffled
from annotator.core.edit import Edit
from annotator.core.errors import AnnotatorError, NothingToReview, StaleError, UnknownRecord
from annotator.core.model import State, gold_id
from annotator.formats import by_name
from annotator.store import journal
from annotator.store import review as store
from annotator.store.bulk import Bulk
from annotator.store.check import problems
from annotator.store.project import Project
from annotator.work import agreed, exports, review
from annotator.work.losses import OPEN_GOLD
from annotator.work.review import Counts, Queue
from tests.builders import make_article, make_progress, make_span
from tests.work.helpers import done, new_project

ONE, TWO, THREE, FOUR = (f"01980000-0000-7000-8000-00000000000{number}" for number in range(1, 5))
TEXT = "aaaa bbb cccc dddd 🚢 مراسل"


def me(project: Project) -> str:
    assert project.owner is not None
    return project.owner.id


def mark(who: str, start: int, end: int, label: str = "ACTOR") -> tuple[str, int, int, str]:
    return who, start, end, label


def line(key: str, *marks: tuple[str, int, int, str], people: str = "A B", **states: State) -> dict[str, Any]:
    article = make_article(f"{TEXT}{key}", id=key, title=f"Title {key[-1]}")
    return {"article": article, "marks": marks, "states": dict.fromkeys(people.split(), "done") | states}


def filled(folder: Path, *lines: dict[str, Any]) -> Project:
    """A project of Ana's in which A and B have worked."""
    project = new_project(folder / "p.annotator")
    ids = {who: project.add_annotator(who).id for who in "AB"}
    with Bulk(project, act="import", title="Import", who=me(project)) as bulk:
        for one in lines:
            article = one["article"]
            bulk.add(
                articles=[article],
                spans=[
                    make_span(article, start, end, annotator=ids[who], label=label)
                    for who, start, end, label in one["marks"]
                ],
                progress=[make_progress(article, ids[who], state) for who, state in one["states"].items()],
            )
        bulk.finish({})
    return project


@pytest.fixture
def project(tmp_path: Path) -> Any:
    """Three articles to review: 1 has a difference and an agreed span, 2 agrees in all, 3 has two differences."""
    same = [mark(who, 0, 4) for who in "AB"]
    with filled(
        tmp_path,
        line(ONE, *same, mark("A", 5, 8), mark("B", 5, 13)),
        line(TWO, *same),
        line(THREE, mark("A", 0, 4), mark("B", 9, 13, "QUOTE")),
        line(FOUR, *same, people="A", B="doing"),
    ) as made:
        made.add_gold()
        yield made


def case_of(found: Review) -> Case:
    return found.undecided[0]


def decide(project: Project, queue: Queue, article: str) -> Any:
    """The first proposal for the first open difference of an article."""
    found = queue.read(article)
    case = case_of(found)
    bench = review.bench(project, found, me(project))
    applied = project.apply(act.take(bench, case, shuffled(case.difference, me(project))[:1]), who=me(project))
    queue.read(article)
    return applied


def test_two_persons_must_have_done_it(project: Project) -> None:
    assert [key for key, _ in store.to_review(project.read)] == [ONE, TWO, THREE]
    with pytest.raises(NothingToReview, match="Title 4"):
        review.read(project, FOUR)
    with pytest.raises(UnknownRecord):
        review.read(project, "none such")


def test_gold_and_models_are_no_layers(project: Project) -> None:
    model = project.add_annotator("robot", "model")
    article = project.read.article(ONE)
    for who, state in ((model.id, "done"), (gold_id(project.id), "doing")):
        project.apply(edits.add_record(make_span(article, 0, 3, annotator=who), title="Tag"), who=who)
        project.apply(edits.set_state(article, who, state=state, before=None), who=who)  # type: ignore[arg-type]
    layers = review.read(project, ONE).cases[0].difference.sides
    names = {one.id: one.name for one in project.read.annotators()}
    assert sorted(names[side.annotator] for side in layers) == ["A", "B"]


def test_the_queue_goes_over_all_articles(project: Project) -> None:
    queue = Queue(project)
    assert queue.titles == {ONE: "Title 1", TWO: "Title 2", THREE: "Title 3"}
    first = queue.next()
    assert first is not None
    assert (first.article, first.kinds, first.words, first.standing) == (ONE, ("boundary",), "bbb", "open")
    second = queue.next(first.article, first.difference)
    assert second is not None
    third = queue.next(second.article, second.difference)
    assert third is not None
    assert [second.article, third.article] == [THREE, THREE]
    assert [second.label, third.label] == ["ACTOR", "QUOTE"]
    assert queue.next(third.article, third.difference) is None
    assert queue.next(third.article, third.difference, back=True) == second
    assert queue.next(second.article, second.difference, back=True) == first
    assert queue.next(first.article, first.difference, back=True) is None
    assert queue.next(TWO) == second
    assert queue.next("no such article") == first
    assert queue.next(wanted=Filter(labels=("QUOTE",))) == third
    assert queue.next(standings=("later",)) is None


def test_scanning_counts_and_keeps_what_was_read_meanwhile(project: Project) -> None:
    queue = Queue(project)
    scan = queue.scan()
    next(scan)
    decide(project, queue, THREE)  # after the scan's snapshot was taken
    counts = done(scan)
    assert counts == Counts(open=2, decided=1, agreed=2, articles=3, looked=3)
    assert queue.counts(Filter(labels=("QUOTE",))).open == 1
    assert [row.article for row in queue.rows()] == [ONE, THREE, THREE]
    assert [row.article for row in queue.rows(standings=("decided",))] == [THREE]


def test_decisions_are_kept_and_undone(project: Project) -> None:
    queue = Queue(project)
    before = review.read(project, ONE)
    decide(project, queue, ONE)
    after = review.read(project, ONE)
    assert [case.standing for case in after.cases] == ["agreed", "decided"]
    assert len(after.gold) == 1
    assert after.progress is not None
    assert after.progress.state == "doing"
    assert list(project.read.decisions()) == list(after.decisions)
    assert list(problems(project)) == []
    project.undo(who=me(project))
    assert review.read(project, ONE) == before
    project.redo(who=me(project))
    assert review.read(project, ONE) == after


def test_a_source_that_is_changed_afterwards_is_looked_at_again(project: Project) -> None:
    queue = Queue(project)
    decide(project, queue, ONE)
    (span,) = [one for one in project.read.spans(ONE) if one.words == "bbb" and one.annotator != gold_id(project.id)]
    project.apply(edits.describe(span, codebook=project.codebook, note="moved"), who=span.annotator)
    queue.read(ONE)
    row = queue.next()
    assert row is not None
    assert (row.standing, row.moved, row.outcome) == ("again", "changed", "take")


def test_a_layer_that_is_not_done_any_more_leaves_the_queue(project: Project) -> None:
    queue = Queue(project)
    done(queue.scan())
    (one, *_) = [state for state in project.read.states(THREE) if state.state == "done"]
    project.apply(
        edits.set_state(project.read.article(THREE), one.annotator, state="doing", before=one), who=one.annotator
    )
    with pytest.raises(NothingToReview):
        queue.read(THREE)
    assert [row.article for row in queue.rows()] == [ONE]
    project.undo(who=one.annotator)
    queue.read(THREE)
    assert [row.article for row in queue.rows()] == [ONE, THREE, THREE]


def test_two_windows_cannot_decide_the_same_at_once(project: Project) -> None:
    found = review.read(project, TWO)
    bench = review.bench(project, found, me(project))
    edit = act.agreed(bench)
    assert edit is not None
    project.apply(edit, who=me(project))
    with pytest.raises(StaleError):
        project.apply(edit, who=me(project))


def test_flagged_ones_are_collected(project: Project) -> None:
    found = review.read(project, ONE)
    bench = review.bench(project, found, me(project))
    project.apply(act.flag(bench, case_of(found), reason="where does it end?"), who=me(project))
    (flag,) = store.flagged(project.read)
    assert (flag.title, flag.reviewer, flag.label) == ("Title 1", "Ana", "ACTOR")
    assert flag.words in ("bbb", "bbb cccc")
    assert flag.decision.reason == "where does it end?"


def test_merged_actors_lead_to_whom_they_became(project: Project) -> None:
    rows = [("p", "q"), ("q", "r"), ("r", None), ("x", "y"), ("y", "x")]
    project.connection.executemany("INSERT INTO actor(id,rev,site,at,name,merged_into) VALUES(?,1,'s',0,'n',?)", rows)
    assert store.heirs(project.read) == {"p": "r", "q": "r"}


# --- what all agree on -------------------------------------------------------------------------------


def test_agreed_ones_go_to_gold_once(project: Project) -> None:
    who = me(project)
    seen = done(agreed.preview(project, reviewer=who))
    assert (seen.labels, seen.ties, seen.articles, seen.undecided, seen.there) == ({"ACTOR": 2}, 0, 2, 3, 0)
    assert seen.title == "Put 2 spans that all agree on into gold in 2 articles"
    assert project.read.spans(ONE, gold_id(project.id)) == []
    assert done(agreed.run(project, reviewer=who)).labels == {"ACTOR": 2}
    assert len(project.read.spans(TWO, gold_id(project.id))) == 1
    lines = len(project.history())
    again = done(agreed.run(project, reviewer=who))
    assert (again.spans, again.there, again.title) == (0, 2, "")
    assert len(project.history()) == lines
    project.undo(who=who)
    assert project.read.spans(TWO, gold_id(project.id)) == []
    assert project.read.decisions() == []
    project.redo(who=who)
    assert len(project.read.spans(TWO, gold_id(project.id))) == 1


def test_agreed_ones_of_one_article(project: Project) -> None:
    found = done(agreed.run(project, reviewer=me(project), articles=[TWO, FOUR]))
    assert (found.articles, found.spans, found.looked) == (1, 1, 1)
    assert found.title == "Put 1 span that all agree on into gold"
    assert project.read.spans(ONE, gold_id(project.id)) == []


def test_more_than_an_edit_holds_is_one_bulk_act(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agreed, "LARGEST_EDIT", 4)
    monkeypatch.setattr(agreed, "_ARTICLES", 1)
    who = me(project)
    assert done(agreed.run(project, reviewer=who)).spans == 2
    line = project.history()[0]
    assert (line.bulk, line.title) == (True, "Put 2 spans that all agree on into gold in 2 articles")
    assert done(agreed.run(project, reviewer=who)).spans == 0
    assert [case.standing for case in review.read(project, TWO).cases] == ["decided"]
    assert list(problems(project)) == []
    project.undo(who=who)
    assert project.read.decisions() == []
    assert project.read.spans(ONE, gold_id(project.id)) == []
    # and again, over its own tombstones
    assert done(agreed.run(project, reviewer=who)).spans == 2


def test_a_bulk_that_is_closed_early_leaves_nothing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agreed, "LARGEST_EDIT", 2)
    monkeypatch.setattr(agreed, "_ARTICLES", 1)
    job = agreed.run(project, reviewer=me(project))
    next(job)
    next(job)
    job.close()
    assert project.read.decisions() == []
    assert project.read.spans(ONE, gold_id(project.id)) == []
    assert journal.LARGEST_EDIT == 5_000


def test_gold_is_made_once_and_undo_leaves_it(tmp_path: Path) -> None:
    with filled(tmp_path, line(ONE)) as project:
        gold = project.add_gold()
        assert (gold.id, gold.kind) == (gold_id(project.id), "gold")
        assert project.add_gold() == gold
        assert project.undo_title(me(project)) != "Add annotator gold"
        assert project.undo_title(gold.id) is None


def test_nothing_tagged_at_all_and_nobody_there(tmp_path: Path) -> None:
    with filled(tmp_path, line(ONE)) as project:
        found = review.read(project, ONE)
        assert found.cases == ()
        project.add_gold()
        project.apply(act.finish(review.bench(project, found, me(project))), who=me(project))
        assert done(agreed.run(project, reviewer=me(project))).title == ""
        assert Queue(project).next() is None
    with new_project(tmp_path / "empty.annotator") as project:
        queue = Queue(project)
        assert done(queue.scan()) == Counts()
        assert queue.next() is None


# --- exports while differences are open --------------------------------------------------------------


def told(project: Project, form: str, **options: Any) -> dict[str, int]:
    found = exports.losses(project, by_name(form, writes=True), exports.ExportOptions(**options))
    return {one.what: one.count for one in found}


def finish(project: Project, article: str) -> None:
    """All of an article decided, and gold done."""
    who = me(project)
    done(agreed.run(project, reviewer=who, articles=[article]))
    queue = Queue(project)
    while queue.read(article).undecided:
        decide(project, queue, article)
    project.apply(act.finish(review.bench(project, queue.read(article), who)), who=who)


def test_an_export_says_that_gold_is_open(project: Project, tmp_path: Path) -> None:
    queue = Queue(project)
    assert OPEN_GOLD not in told(project, "jsonl")  # no gold goes out at all
    decide(project, queue, THREE)
    assert told(project, "jsonl")[OPEN_GOLD] == 1
    assert told(project, "csv")[OPEN_GOLD] == 1
    assert OPEN_GOLD not in told(project, "jsonl", annotators=("A",))
    assert OPEN_GOLD not in told(project, "jsonl", articles=(ONE,))
    assert told(project, "conll")["articles_without_gold"] == 3
    assert OPEN_GOLD not in told(project, "conll")  # takes only gold that is done
    finish(project, THREE)
    assert OPEN_GOLD not in told(project, "jsonl")
    assert told(project, "conll")["articles_without_gold"] == 2
    (span, *_) = [one for one in project.read.spans(THREE) if one.annotator != gold_id(project.id)]
    project.apply(edits.describe(span, codebook=project.codebook, note="moved"), who=span.annotator)
    assert told(project, "jsonl")[OPEN_GOLD] == 1
    assert told(project, "conll")[OPEN_GOLD] == 1
    report = done(exports.run(project, tmp_path / "out.jsonl", by_name("jsonl"), options=exports.ExportOptions()))
    (line,) = [one for one in report.losses if one.what == OPEN_GOLD]
    assert line.articles == [THREE]


def test_a_source_that_is_deleted_makes_gold_open(project: Project) -> None:
    finish(project, THREE)
    assert OPEN_GOLD not in told(project, "jsonl")
    (span, *_) = [one for one in project.read.spans(THREE) if one.annotator != gold_id(project.id)]
    project.apply(edits.delete([span], codebook=project.codebook), who=span.annotator)
    assert told(project, "jsonl")[OPEN_GOLD] == 1
    project.undo(who=span.annotator)
    # it is there again under a new rev, and nobody has looked at it since
    assert told(project, "jsonl")[OPEN_GOLD] == 1


def test_a_span_that_is_tagged_afterwards_makes_gold_open(project: Project) -> None:
    finish(project, THREE)
    (first, *_) = [one for one in project.read.spans(THREE) if one.annotator != gold_id(project.id)]
    more = make_span(project.read.article(THREE), 14, 18, annotator=first.annotator)
    project.apply(edits.add_record(more, title="Tag", article=THREE), who=first.annotator)
    assert [case.standing for case in review.read(project, THREE).undecided] == ["open"]
    assert told(project, "jsonl")[OPEN_GOLD] == 1


def test_the_command_line_says_it(project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decide(project, Queue(project), THREE)
    assert main(["export", str(project.path), str(tmp_path / "out.jsonl"), "--format", "jsonl"]) == 0
    assert "annotator: articles with open gold (1): Differences are still open there" in capsys.readouterr().err


def test_a_corrected_text_is_compared_anew_though_no_rev_moved(project: Project) -> None:
    queue = Queue(project)
    before = queue.read(ONE)
    article = project.read.article(ONE)
    made = correction.correct(
        article, [(0, 0, "XX ")], spans=project.read.spans(ONE), relations=project.read.relations(ONE)
    )
    project.apply(made.edit, who=me(project))
    after = queue.read(ONE)
    assert [case.difference.start for case in after.cases] == [case.difference.start + 3 for case in before.cases]
    assert after.revs == before.revs


def test_layers_that_come_after_gold_is_done_change_nothing(project: Project) -> None:
    finish(project, THREE)
    before = review.read(project, THREE)
    late, article = project.add_annotator("C"), project.read.article(THREE)
    one = make_span(article, 0, 8, annotator=late.id)
    project.apply(edits.add_record(one, title="Tag", article=THREE), who=late.id)
    project.apply(edits.set_state(article, late.id, state="done", before=None), who=late.id)
    assert review.read(project, THREE) == before
    assert project.read.progress(THREE, gold_id(project.id)) == before.progress
    who = me(project)
    project.apply(edits.set_state(article, gold_id(project.id), state="doing", before=before.progress), who=who)
    (again,) = [case for case in review.read(project, THREE).undecided if one.id in case.difference.sources]
    assert (again.standing, again.moved) == ("again", "other")
    assert len(again.difference.sides) == 3


def test_articles_whose_gold_came_from_elsewhere_are_not_reviewed(project: Project) -> None:
    article, gold = project.read.article(ONE), gold_id(project.id)
    project.apply(edits.add_record(make_span(article, 0, 4, annotator=gold), title="Tag", article=ONE), who=gold)
    project.apply(edits.set_state(article, gold, state="done", before=None), who=gold)
    assert list(Queue(project).titles) == [TWO, THREE]
    with pytest.raises(NothingToReview):
        review.read(project, ONE)


# --- everything, in a file ---------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_random_acts_in_a_file_and_all_of_them_undone(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    lines = []
    for key in (ONE, TWO):
        marks = {
            (who, start, start + chance.choice((4, 6)), chance.choice(("ACTOR", "ACTOR", "QUOTE")))
            for who in "AB"
            for start in (0, 5, 9, 14)
            if chance.random() < 0.8
        }
        lines.append(line(key, *sorted(marks)))
    with filled(tmp_path, *lines) as project:
        project.add_gold()
        who, queue = me(project), Queue(project)
        for article in (ONE, TWO):
            tie_all(project, article)
        before = done(queue.scan()), queue.rows(), [queue.read(key) for key in (ONE, TWO)]
        lines_before = len(project.history(1000))
        for _ in range(200):
            found = queue.read(chance.choice((ONE, TWO)))
            edit = random_act(review.bench(project, found, who), chance)
            if edit is not None:
                project.apply(edit, who=who)
            if not any(queue.read(key).undecided for key in (ONE, TWO)):
                break
        assert queue.next() is None
        assert list(problems(project)) == []
        acts = len(project.history(1000)) - lines_before
        assert acts
        for _ in range(acts):
            project.undo(who=who)
        assert project.read.decisions() == []
        assert [queue.read(key) for key in (ONE, TWO)] == before[2]
        assert queue.rows() == before[1]


def tie_all(project: Project, article: str) -> None:
    """Each annotator's first quote has all their actors for speakers."""
    for who in "AB":
        person = project.read.annotator_named(who)
        assert person is not None
        spans = project.read.spans(article, person.id)
        quotes = [one for one in spans if one.label == "QUOTE"]
        actors = [one for one in spans if one.label == "ACTOR"]
        for actor in actors if quotes else ():
            project.apply(ties.tie("speaker", quotes[0], actor, codebook=project.codebook), who=person.id)


def random_act(bench: act.Bench, chance: random.Random) -> Edit | None:
    """Something a reviewer may do now; None where it cannot be."""
    cases = [one for one in bench.review.cases if one.difference.kinds]
    if not cases:
        return act.agreed(bench)
    case = chance.choice(bench.review.undecided or cases)
    proposals = shuffled(case.difference, bench.reviewer)
    ways: list[Callable[[], Edit | None]] = [
        lambda: act.take(bench, case, proposals[:1]),
        lambda: act.take(bench, case, proposals[:1]),
        lambda: act.take(bench, case, proposals),
        lambda: act.merge(bench, case, "union"),
        lambda: act.merge(bench, case, "shared"),
        lambda: act.reject(bench, case, "no"),
        lambda: act.later(bench, case),
        lambda: act.flag(bench, case),
        lambda: act.agreed(bench),
        lambda: act.reopen(bench, chance.choice(bench.review.decisions)) if chance.random() < 0.5 else None,
    ]
    try:
        return chance.choice(ways)()
    except (AnnotatorError, IndexError):
        return None
