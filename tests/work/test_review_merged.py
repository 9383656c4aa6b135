"""Two reviewers decide in copies of one project, then merged: the same stands once, what differs is looked at again."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.core import adjudicate as act
from annotator.core import edit as edits
from annotator.core.cases import Case
from annotator.core.differences import Proposal
from annotator.core.model import gold_id
from annotator.store.check import problems
from annotator.store.project import Project
from annotator.work import agreed, merge, review
from tests.work.helpers import done
from tests.work.test_review import ONE, filled, line, mark


class Two:
    """A project with one difference and one agreed span, and a copy of it at another desk."""

    def __init__(self, folder: Path) -> None:
        same = [mark(who, 0, 4) for who in "AB"]
        self.mine = filled(folder, line(ONE, *same, mark("A", 5, 8), mark("B", 5, 13)))
        self.mine.add_gold()
        self.me, self.other = self.mine.add_annotator("Rita").id, self.mine.add_annotator("Sam").id
        self.theirs = Project.open(self.mine.backup(folder / "theirs.annotator"), site="bbbbbbbb")

    def merged(self) -> merge.MergeReport:
        """Theirs comes into mine."""
        return done(merge.run(self.mine, self.theirs.path, who=self.me))

    def take(self, project: Project, who: str, words: str) -> None:
        """A reviewer takes the proposal with these words."""
        found = review.read(project, ONE)
        (case,) = found.queue
        chosen = [one for one in case.difference.proposals if words_of(one) == words]
        project.apply(act.take(review.bench(project, found, who), case, chosen), who=who)

    def case(self) -> Case:
        """The difference as it stands in mine."""
        (found,) = review.read(self.mine, ONE).queue
        return found

    def gold(self) -> list[str]:
        """The words in gold in mine."""
        return [one.words for one in self.mine.read.spans(ONE, gold_id(self.mine.id))]

    def reopen(self, reviewer: str) -> None:
        """What a reviewer decided is taken back in mine."""
        bench = review.bench(self.mine, review.read(self.mine, ONE), self.me)
        (decision,) = [one for one in self.case().decisions if one.reviewer == reviewer]
        self.mine.apply(act.reopen(bench, decision), who=self.me)


def words_of(one: Proposal) -> str:
    return one.spans[0].words


@pytest.fixture
def two(tmp_path: Path) -> object:
    made = Two(tmp_path)
    yield made
    made.mine.close()
    made.theirs.close()


def test_what_all_agree_on_is_one_record_in_both(two: Two) -> None:
    for project, who in ((two.mine, two.me), (two.theirs, two.other)):
        assert done(agreed.run(project, reviewer=who)).spans == 1
    report = two.merged()
    assert (report.held, two.gold(), len(two.mine.read.decisions())) == (0, ["aaaa"], 1)
    assert list(problems(two.mine)) == []


def test_the_same_decision_twice_stands_once_and_outlives_one_of_them(two: Two) -> None:
    two.take(two.mine, two.me, "bbb")
    two.take(two.theirs, two.other, "bbb")
    report = two.merged()
    assert (report.held, two.gold()) == (1, ["bbb"])  # a twin is held, nothing is dropped
    assert (two.case().standing, len(two.case().decisions)) == ("decided", 2)
    for reviewer, left in ((two.me, ["bbb"]), (two.other, [])):
        two.reopen(reviewer)
        assert two.gold() == left
    assert two.case().standing == "open"
    two.mine.undo(who=two.me)
    two.mine.undo(who=two.me)
    assert (two.gold(), two.case().standing, len(two.case().decisions)) == (["bbb"], "decided", 2)


def test_the_other_way_round(two: Two) -> None:
    two.take(two.mine, two.me, "bbb")
    two.take(two.theirs, two.other, "bbb")
    two.merged()
    two.reopen(two.other)
    assert (two.gold(), two.case().standing) == (["bbb"], "decided")
    two.reopen(two.me)
    assert (two.gold(), two.case().standing) == ([], "open")


def test_decisions_that_differ_are_looked_at_again_until_one_is_reopened(two: Two) -> None:
    two.take(two.mine, two.me, "bbb")
    two.take(two.theirs, two.other, "bbb cccc")
    two.merged()
    assert (two.case().standing, two.case().moved, two.gold()) == ("again", "twice", ["bbb cccc", "bbb"])
    two.reopen(two.me)
    assert (two.case().standing, two.gold()) == ("decided", ["bbb cccc"])


def test_a_source_that_came_changed_is_looked_at_again(two: Two) -> None:
    two.take(two.mine, two.me, "bbb")
    (span,) = [one for one in two.theirs.read.spans(ONE) if one.words == "bbb cccc"]
    two.theirs.apply(edits.describe(span, codebook=two.theirs.codebook, note="n"), who=span.annotator)
    two.merged()
    assert (two.case().standing, two.case().moved, two.gold()) == ("again", "changed", ["bbb"])
