"""The review page beside the rest of the window: finding, palette, other projects, what others do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from annotator.core import adjudicate, edit
from annotator.gui.pages import REVIEW
from annotator.work import review as work
from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk, words_of
from tests.journeys.test_review import Reviewer
from tests.layers import FIRST, three

UNTAG = """
import sys
from pathlib import Path
from annotator.core import edit
from annotator.store.project import Project

with Project.open(Path(sys.argv[1])) as project:
    who = project.read.annotator_named(sys.argv[3])
    article = project.read.article_by_n(1)
    spans = [one for one in project.read.spans(article.id, who.id) if one.words == sys.argv[2]]
    ties = project.read.relations(article.id, who.id)
    project.apply(edit.delete(spans, relations=ties, codebook=project.codebook), who=who.id)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three articles that three people have done."""
    return three(tmp_path / "layers.annotator")


def test_finding_stays_on_the_page(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        desk.press("Ctrl+F")
        desk.type("ferries")
        assert desk.window.pages.here == REVIEW
        text = at.room.paper.text
        places = [text.content.blocks.text.index("ferries"), text.content.blocks.text.rindex("ferries")]
        assert text.caret() == places[1]
        desk.press("F3")
        assert text.caret() == places[0]
        desk.press("Escape")
        desk.until(text.hasFocus)

    sit(path, day=day)


def test_the_filters_can_be_read_in_a_small_window(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        desk.window.resize(1024, 700)
        queue = at.room.page.queue
        queue.more.click()
        desk.until(queue.people.isVisible)
        parts = (queue.kinds, queue.labels, queue.people, queue.pairs, queue.standings)
        assert [one.words() for one in parts] == ["All kinds", "All labels", "Anybody", "Any two", "Any state"]
        queue.labels.addItem("Every statement of an official")
        queue.labels.setCurrentIndex(queue.labels.count() - 1)
        assert queue.labels.words().startswith("Every")
        assert queue.labels.words().endswith("…"), "what does not fit is not cut in a letter"

    sit(path, day=day)


def test_the_palette_tags_gold(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        at.go("Opposition councillor")
        text = at.room.paper.text
        start = text.content.blocks.text.index("councillor Tomas")
        text.select(start, start + len("councillor Tomas Reyes"))
        desk.press("Ctrl+Shift+P")
        desk.type("tag actor")
        desk.press("Return")
        desk.until(lambda: at.gold() == [("ACTOR", "councillor Tomas Reyes")])
        assert desk.window.pages.here == REVIEW

    sit(path, day=day)


def test_f1_says_what_digits_mean_here(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        Reviewer(desk)
        said: list[str] = []
        desk.dialog(lambda: desk.press("F1"), lambda dialog: said.append(words_of(dialog)))
        assert "Review: take that proposal, go on" in said[0]
        assert "Next undecided difference" in said[0]

    sit(path, day=day)


def test_another_project_has_a_review_of_its_own(sit: Sit, path: Path, tmp_path: Path, make: Make) -> None:
    other, alone = three(tmp_path / "other.annotator", names=("Dag", "Eva", "Fay")), make("alone", FIRST)

    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        desk.press("1")
        desk.press("Ctrl+W")
        assert at.room.review is None
        assert not desk.window.commands.actions.by_id["page_review"].isEnabled()
        assert desk.window.commands.open_path(other)
        desk.settle()
        assert desk.window.pages.here != REVIEW
        at = Reviewer(desk)
        assert at.room.page.queue.count.text() == "8 open"
        desk.menu("reveal_names")
        assert "Eva" in at.room.paper.legend.text()
        assert desk.window.commands.open_path(alone)
        desk.settle()
        desk.press("Ctrl+2")
        assert at.room.page.currentWidget() is at.room.page.nothing

    sit(path, day=day)


def test_what_others_write_is_seen(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        at.go("A spokesman")
        words = [sys.executable, "-c", UNTAG, str(path), "A spokesman", "Ben Bora"]
        subprocess.run(words, check=True, timeout=60)
        desk.session.look()
        desk.settle()
        assert at.words() == "A spokesman of the port"
        assert len(at.room.order) == 1
        assert "have nothing here" in words_of(at.room.panel)
        desk.press("1")
        assert ("ACTOR", "A spokesman of the port") in at.gold()

    sit(path, day=day)


def test_what_is_changed_in_labelling_is_compared_again(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        at.go("About 4,200")
        desk.press("Ctrl+1")
        project, me = desk.session.project, desk.session.me
        assert project is not None
        assert me is not None
        article = project.read.article_by_n(1)
        spans = [one for one in project.read.spans(article.id) if one.words == "About 4,200 people"]
        project.apply(edit.delete(spans[1:], codebook=project.codebook), who=me.id)
        desk.press("Ctrl+2")
        assert at.words() == "About 4,200 people"
        assert at.room.panel.kinds.text() == "not by all"

    sit(path, day=day)


def test_two_reviewers_on_one_difference(sit: Sit, path: Path) -> None:
    """What another has decided is not undone by deciding again: it is reopened first."""

    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        desk.press("1")
        at.go("“We will not")
        project = desk.session.project
        assert project is not None
        other = next(one for one in project.read.annotators() if one.name == "Ann Abel")
        case, review = at.room.case, at.room.review
        assert case is not None
        assert review is not None
        bench = work.bench(project, review, other.id)
        undone = adjudicate.reopen(bench, case.decisions[0])
        project.apply(undone, who=other.id)
        desk.settle()
        case, review = at.room.case, at.room.review
        assert case is not None
        assert review is not None
        project.apply(adjudicate.reject(work.bench(project, review, other.id), case, "Not a quote"), who=other.id)
        desk.settle()
        assert "Rejected by \u2068Ann Abel\u2069: \u2068Not a quote\u2069" in words_of(at.room.panel)
        desk.press("1")
        assert "decided by another reviewer" in desk.said
        desk.press("Backspace", "1")
        assert at.decisions() == [("take", "")]

    sit(path, day=day)


def test_an_article_that_all_agreed_on_has_a_difference(sit: Sit, path: Path) -> None:
    """What was changed in another article than the one in question is listed when one looks again."""

    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        project, me = desk.session.project, desk.session.me
        assert project is not None
        assert me is not None
        article = project.read.article_by_n(3)
        spans = project.read.spans(article.id)
        project.apply(edit.delete(spans[:1], codebook=project.codebook), who=me.id)
        desk.settle()
        assert at.words() == "“We will not cut a single line,”"
        desk.press("Ctrl+1", "Ctrl+2")
        assert at.room.page.queue.count.text() == "9 open"

    sit(path, day=day)
