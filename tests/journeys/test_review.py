"""Reviewing: layers side by side, every difference decided by its key, what that leaves in the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.core.adjudicate import REASONS
from annotator.core.differences import Filter
from annotator.core.model import gold_id
from annotator.gui.action_table import BY_ID
from annotator.gui.pages import REVIEW
from annotator.gui.reviewing import Reviewing
from tests.journeys.conftest import Sit
from tests.journeys.desk import Desk, button_of, rows_of, words_of
from tests.journeys.dialogs import is_open
from tests.layers import three


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three articles that three people have done."""
    return three(tmp_path / "layers.annotator")


class Reviewer:
    """Somebody at the review page."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        desk.press("Ctrl+2")
        desk.until(lambda: desk.window.pages.here == REVIEW)
        desk.until(lambda: not self.room.comparing.busy)
        desk.until(self.room.paper.text.hasFocus)

    @property
    def room(self) -> Reviewing:
        return self.desk.window.commands.hands.reviewing

    def go(self, words: str) -> None:
        """To the difference about these words, by the list."""
        model = self.room.page.queue.model
        place = next(at for at in range(model.rowCount()) if words in str(getattr(model.item(at), "words", "")))
        self.desk.click(self.room.page.queue.view.viewport(), self.room.page.queue.view.visualRect(
            model.index(place, 0)).center())  # fmt: skip
        self.room.read()
        self.desk.settle()
        assert words in self.room.case.difference.words  # type: ignore[union-attr]

    def words(self) -> str:
        """The words of the difference in question."""
        assert self.room.case is not None
        return self.room.case.difference.words

    def digit(self, *words: str) -> str:
        """The digit of the proposal that says this."""
        for place, card in enumerate(self.room.panel.cards):
            if card.isVisible() and all(one in card.accessibleName() for one in words):
                return str(place + 1)
        raise AssertionError(f"no proposal {words}")

    def gold(self) -> list[tuple[str, str]]:
        """Label and words of gold, as another connection reads them."""
        assert self.desk.session.project is not None
        return self.desk.rows(
            "SELECT label, words FROM span WHERE annotator=(SELECT n FROM annotator WHERE id=?) ORDER BY start, label",
            gold_id(self.desk.session.project.id),
        )

    def decisions(self) -> list[tuple[str, str]]:
        """Outcome and reason of each decision."""
        return self.desk.rows("SELECT outcome, reason FROM decision ORDER BY n")


def test_layers_side_by_side(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        room = at.room
        assert room.page.queue.count.text() == "8 open"
        heads = [room.page.queue.model.item(place).title for place in room.page.queue.model.heads()]  # type: ignore[union-attr]
        assert heads == ["Harbour tolls to rise in May", "Bridge vote put off again"]
        text = room.paper.text
        assert "Ann" not in room.paper.legend.text()
        assert text._layers.letters[:3] == ("A", "B", "C")
        words = {text.content.spans[key].words for key, place in text._layers.of.items() if place < 0}
        assert words == {"Mayor Ilse Brandt"}
        assert "3 layers" in words_of(room.paper)
        assert room.panel.place.text() == "1 of 8"
        assert room.panel.kinds.text() == "attribute"

    sit(path, day=day)


def test_take_by_digit_goes_on(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        assert at.words() == "“We will not cut a single line,”"
        desk.press(at.digit("Form: direct"))
        assert at.gold() == [("QUOTE", "“We will not cut a single line,”")]
        assert at.decisions() == [("take", "")]
        assert at.words() == "Opposition councillor Tomas Reyes"
        assert desk.said.startswith("Took QUOTE")
        assert at.room.page.queue.count.text() == "7 open"
        assert at.room.panel.place.text() == "1 of 7"

    sit(path, day=day)
    form = rows_of(path, "SELECT json_extract(attributes, '$.form') FROM span WHERE origin='review'")
    assert form == [("direct",)]


def test_enter_takes_what_is_lit_and_a_reason_stays(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        desk.click(at.room.panel.cards[1])
        lit = at.room.order[1].spans[0].attributes["form"]
        desk.click(at.room.panel.reason.field)
        desk.type("as the guideline says")
        desk.press("Return")
        assert at.decisions() == [("take", "as the guideline says")]
        assert desk.rows("SELECT json_extract(attributes, '$.form') FROM span WHERE origin='review'") == [(lit,)]
        assert at.room.panel.reason.field.text() == ""
        desk.until(at.room.paper.text.hasFocus)
        desk.press("Return")
        assert len(at.decisions()) == 2

    sit(path, day=day)


def test_space_goes_across_articles_and_back(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        seen = [at.words()]
        for _ in range(7):
            desk.press("Space")
            seen.append(at.words())
        assert len(set(seen)) == 8
        assert at.room.review is not None
        assert at.room.review.article.title == "Bridge vote put off again"
        desk.press("Space")
        assert desk.said == "No difference waits after this one"
        desk.press("Shift+Space", "Shift+Space")
        assert at.words() == seen[-3]
        assert at.room.review.article.title == "Harbour tolls to rise in May"

    sit(path, day=day)


def test_several_are_marked_and_taken(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        at.go("Opposition councillor")
        desk.press("Shift+1", "Shift+2")
        assert "2 marked" in desk.said
        desk.press("Return")
        assert [words for _, words in at.gold()] == ["Opposition councillor Tomas Reyes", "Tomas Reyes"]

    sit(path, day=day)


def test_j_takes_the_union_then_what_is_shared(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        at.go("Opposition councillor")
        desk.press("J")
        assert at.gold() == [("ACTOR", "Opposition councillor Tomas Reyes")]
        assert at.decisions() == [("merge", "")]
        desk.press("J")
        assert at.gold() == [("ACTOR", "Tomas Reyes")]
        assert at.decisions() == [("merge", "")]
        desk.press("J")
        assert at.gold() == [("ACTOR", "Opposition councillor Tomas Reyes")]

    sit(path, day=day)


def test_reject_needs_a_reason(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        desk.press("0")
        desk.until(at.room.panel.reason.field.hasFocus)
        desk.press("Return")
        assert "was not rejected" in desk.said
        assert at.decisions() == []
        desk.press("2")
        assert at.decisions() == [("reject", REASONS[1])]
        assert at.gold() == []
        desk.until(at.room.paper.text.hasFocus)
        desk.press("0")
        desk.until(at.room.panel.reason.field.hasFocus)
        desk.type("neither is right")
        desk.press("Return")
        assert at.decisions()[1] == ("reject", "neither is right")
        desk.press("0", "Escape")
        desk.until(at.room.paper.text.hasFocus)
        assert len(at.decisions()) == 2

    sit(path, day=day)


def test_a_reason_by_the_mouse(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        desk.click(at.room.panel.acts["reject_difference"])
        reason = at.room.panel.reason
        shown = [part for part in reason.reasons.findChildren(type(at.room.panel.decide)) if part.isVisible()]
        assert len(shown) == len(REASONS)
        at.room.panel.pane.ensureWidgetVisible(shown[3])
        desk.click(shown[3])
        assert at.decisions() == [("reject", REASONS[3])]

    sit(path, day=day)


def test_selection_and_letter_make_a_gold_span(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        at.go("Opposition councillor")
        desk.press("A")
        assert "Select the words first" in desk.said
        text = at.room.paper.text
        start = text.content.blocks.text.index("councillor Tomas")
        text.select(start, start + len("councillor Tomas Reyes"))
        desk.press("A")
        assert at.gold() == [("ACTOR", "councillor Tomas Reyes")]
        assert at.decisions() == [("new", "")]
        assert at.words() == "Opposition councillor Tomas Reyes"

    sit(path, day=day)


def test_hints_name_the_start_of_a_gold_span(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        at.go("A spokesman")
        desk.press("G")
        hints = {hint.position: hint.letters for hint in at.room.paper.text.marks.hints}
        start = at.room.paper.text.content.blocks.text.index("A spokesman")
        desk.press(*hints[start])
        desk.press("A")
        assert at.decisions() == [("new", "")]
        assert at.gold()[0][1].startswith("A spokesman")

    sit(path, day=day)


def test_gold_is_mended_by_the_keys_of_reading(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        at.go("Opposition councillor")
        desk.press("Shift+" + at.digit("Opposition"))
        desk.press("Shift+" + at.digit("Opposition"))
        desk.click(at.room.panel.cards[int(at.digit("Opposition")) - 1])
        at.room.read()
        desk.press("Shift+K")
        assert at.gold() == [("ACTOR", "councillor Tomas Reyes")]
        assert at.decisions() == [("take", "")]
        desk.press("L", "L")
        assert at.gold() == [("ACTOR", "councillor Tomas Reyes called the")]
        desk.press("Ctrl+K", "Shift+L")
        assert at.gold() == [("ACTOR", "Opposition councillor Tomas Reyes called th")]
        desk.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
        assert at.gold() == [("ACTOR", "councillor Tomas Reyes")]
        desk.press("W")
        assert len(at.gold()) == 1
        desk.press("E")
        assert len(at.gold()) == 1

    sit(path, day=day)


def test_a_gold_quote_is_tied_and_described(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        at.go("Opposition councillor")
        desk.press(at.digit("Opposition"))
        at.go("“We will not")
        desk.press(at.digit("direct"))
        at.go("“We will not")
        assert at.room.gold.session.active is not None
        desk.press("R")
        assert at.room.gold.session.mode == "choosing"
        desk.until(at.room.gold.tying.chooser.filter.hasFocus)
        desk.press("Return")
        ties = desk.rows("SELECT count(*) FROM relation JOIN span ON span.n=relation.head WHERE span.origin='review'")
        assert ties == [(1,)]
        desk.until(at.room.paper.text.hasFocus)
        desk.press("V")
        desk.until(lambda: at.room.gold.cards.card.isVisible())
        desk.press("Escape")
        desk.until(at.room.paper.text.hasFocus)
        assert desk.window.pages.here == REVIEW

    sit(path, day=day)


def test_another_tie_than_those_proposed_settles_it(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        at.go("Opposition councillor")
        desk.press(at.digit("Opposition"))
        desk.dialog(lambda: desk.menu("agreed_to_gold"), agree(desk))
        desk.until(lambda: ("QUOTE", "“a bill for other people’s neglect”") in at.gold())
        at.room.read()
        while at.room.case is None or not at.room.case.difference.tie:
            desk.press("Space")
        before = at.decisions()
        desk.press("J")
        assert "no boundaries to merge" in desk.said
        assert at.decisions() == before
        desk.press("R")
        assert at.room.gold.session.mode == "choosing"
        desk.until(at.room.gold.tying.chooser.filter.hasFocus)
        desk.press("Return")
        assert at.decisions()[-1] == ("new", "")
        assert at.room.case.standing == "decided"

    sit(path, day=day)


def agree(desk: Desk) -> Any:
    """Puts all that is agreed into gold."""

    def answer(dialog: Any) -> None:
        desk.until(dialog.put.isEnabled)
        desk.click(dialog.put)
        desk.until(lambda: not is_open(dialog))

    return answer


def test_backspace_reopens_and_undo_goes_back_and_forth(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        first = at.words()
        desk.press("Backspace")
        assert desk.said == "Nothing has been decided here yet"
        desk.press("1")
        at.go(first)
        assert "Taken into gold" in words_of(at.room.panel)
        desk.press("Backspace")
        assert at.gold() == []
        assert at.decisions() == []
        assert at.words() == first
        desk.press("Ctrl+Z")
        assert len(at.gold()) == 1
        assert desk.said.startswith("Undone: Reopen")
        desk.press("Ctrl+Z")
        assert at.gold() == []
        assert at.words() == first
        desk.press("Ctrl+Shift+Z", "Ctrl+Shift+Z")
        assert at.gold() == []
        assert desk.window.pages.here == REVIEW

    sit(path, day=day)


def test_undo_of_a_decision_leads_back_to_it_from_labelling(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        first = at.words()
        desk.press("1", "Ctrl+1")
        assert desk.window.pages.here != REVIEW
        desk.press("Ctrl+Z")
        assert desk.window.pages.here == REVIEW
        assert at.words() == first
        assert at.gold() == []

    sit(path, day=day)


def test_a_remark_and_an_unclear_guideline(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        desk.press("M")
        desk.until(at.room.panel.reason.field.hasFocus)
        desk.type("Is the mark part of it?")
        desk.press("Return")
        assert desk.rows("SELECT text, question FROM comment") == [("Is the mark part of it?", 1)]
        desk.until(at.room.paper.text.hasFocus)
        desk.press("Shift+H")
        assert desk.rows("SELECT guideline, outcome FROM decision") == [(1, "later")]
        assert at.room.panel.flag.isChecked()
        said: list[str] = []

        def read(dialog: Any) -> None:
            said.extend(dialog.list.item(row).text() for row in range(dialog.list.count()))
            desk.click(button_of(dialog, "To the difference"))

        desk.press("Space")
        desk.dialog(lambda: desk.menu("flagged"), read)
        assert len(said) == 1
        assert "We will not cut" in said[0]
        assert at.words() == "“We will not cut a single line,”"
        desk.press("Shift+H")
        assert desk.rows("SELECT guideline FROM decision") == [(0,)]

    sit(path, day=day)


def test_put_off_and_looked_at_again(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        first = at.words()
        desk.menu("put_off")
        assert at.decisions() == [("later", "")]
        assert at.words() != first
        assert at.room.page.queue.count.text() == "8 open"
        at.go(first)
        desk.press("1")
        at.go(first)
        span = at.room.review.comparison.spans[at.room.case.difference.sources[0]]  # type: ignore[union-attr]
        project, me = desk.session.project, desk.session.me
        assert project is not None
        assert me is not None
        from annotator.core import edit

        project.apply(edit.describe(span, codebook=project.codebook, note="changed since"), who=me.id)
        desk.settle()
        assert at.room.case is not None
        assert at.room.case.standing == "again"
        assert "has been changed since" in words_of(at.room.panel)
        desk.click(button_of(at.room.panel, "It holds"))
        at.go(first)
        assert at.room.case.standing == "decided"

    sit(path, day=day)


def test_next_article_says_what_is_open(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        desk.press("Ctrl+Return")
        assert desk.said == "6 differences are still open here. Next: “Bridge vote put off again”"
        assert at.room.review is not None
        assert at.room.review.article.title == "Bridge vote put off again"
        desk.press("Ctrl+Return")
        assert desk.said == "2 differences are still open here. No article after it waits"
        desk.press("Ctrl+PgUp")
        assert at.room.review.article.title == "Harbour tolls to rise in May"

    sit(path, day=day)


def test_all_agreed_to_gold_after_a_preview(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        said: list[str] = []

        def answer(dialog: Any) -> None:
            desk.until(dialog.put.isEnabled)
            said.append(words_of(dialog))
            desk.click(dialog.put)
            desk.until(lambda: not is_open(dialog))

        desk.dialog(lambda: desk.menu("agreed_to_gold"), answer)
        desk.until(lambda: len(at.gold()) == 5)
        assert "In 3 articles:" in said[0]
        assert "Differences that stay to be decided: 8." in said[0]
        assert ("ACTOR", "Bram Tillema") in at.gold()
        desk.until(lambda: desk.action("undo") != "&Undo")
        desk.press("Ctrl+Z")
        desk.until(lambda: at.gold() == [])

    sit(path, day=day)


def test_everything_decided_is_done_in_gold(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)

        def answer(dialog: Any) -> None:
            desk.until(dialog.put.isEnabled)
            desk.click(dialog.put)
            desk.until(lambda: not is_open(dialog))

        desk.dialog(lambda: desk.menu("agreed_to_gold"), answer)
        desk.until(lambda: len(at.gold()) == 5)
        at.room.read()
        for _ in range(8):
            desk.press("1")
        assert at.room.page.queue.count.text() == "0 open"
        assert at.room.page.queue.decided.text() == "8 of 8 decided"
        desk.press("Ctrl+PgUp")
        desk.press("Ctrl+Return")
        assert desk.said.startswith("Done in gold")
        states = "SELECT p.state FROM progress p JOIN annotator a ON a.n=p.annotator WHERE a.kind='gold'"
        assert ("done",) in desk.rows(states)

    sit(path, day=day)


def test_filters(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        queue = at.room.page.queue

        def choose(combo: Any, words: str) -> None:
            combo.setCurrentIndex(combo.findText(words))
            combo.activated.emit(combo.currentIndex())
            desk.settle()

        choose(queue.kinds, "Boundary")
        shown = {getattr(queue.model.item(place), "words", "") for place in range(queue.model.rowCount())}
        assert "Opposition councillor Tomas Reyes" in shown
        assert "About 4,200 people" not in shown
        at.room.read()
        seen = set()
        for _ in range(4):
            desk.press("Space")
            seen.add(at.words())
        assert "About 4,200 people" not in seen
        choose(queue.kinds, "All kinds")
        choose(queue.labels, "Statistic")
        assert queue.count.text() == "3 open"
        choose(queue.labels, "All labels")
        desk.click(queue.more)
        queue.title.setFocus()
        desk.type("bridge")
        assert queue.count.text() == "2 open"
        choose(queue.people, "Ben Bora")
        assert queue.count.text() == "2 open"
        queue.clear_filters()
        assert queue.count.text() == "8 open"
        choose(queue.pairs, "Ann Abel and Ben Bora")
        assert 0 < queue.model.counts()[0] < 8
        choose(queue.pairs, "Any two")
        choose(queue.standings, "Decided")
        assert queue.model.rowCount() == 0
        assert "No difference fits" in words_of(queue)
        desk.click(button_of(queue, "Clear the filters"))
        assert queue.count.text() == "8 open"

    sit(path, day=day)


def test_from_a_figure_to_what_lies_behind_it(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        queue = at.room.page.queue
        at.room.show(Filter(attribute="form"))
        assert queue.only.text() == "Only \u2068Form\u2069"
        assert queue.count.text() == "1 open"
        assert at.words() == "“We will not cut a single line,”"
        desk.click(queue.all)
        assert queue.count.text() == "8 open"
        assert at.room.comparing.queue is not None
        at.room.show(Filter(article=list(at.room.comparing.queue.titles)[1], kinds=("boundary",)))
        assert queue.count.text() == "1 open"
        assert at.words() == "Some 900 lorries"
        queue.clear_filters()
        assert queue.count.text() == "8 open"
        assert not queue.only.isVisible()

    sit(path, day=day)


def test_names_are_hidden_until_they_are_asked_for(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        before = words_of(at.room.panel) + at.room.paper.legend.text()
        for name in ("Ann Abel", "Ben Bora", "Cleo Cruz"):
            assert name not in before
        desk.click(at.room.paper.names)
        after = "\n".join(card.accessibleName() for card in at.room.panel.cards) + at.room.paper.legend.text()
        for name in ("Ann Abel", "Ben Bora", "Cleo Cruz"):
            assert name in after
        desk.menu("reveal_names")
        assert "Ann Abel" not in at.room.paper.legend.text()

    sit(path, day=day)


def test_escape_leads_to_the_queue_and_back(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        desk.press("Escape")
        desk.until(at.room.page.queue.view.hasFocus)
        desk.press("Down", "Return")
        assert at.words() == "Opposition councillor Tomas Reyes"
        desk.press("Escape")
        desk.until(at.room.paper.text.hasFocus)
        assert desk.window.pages.here == REVIEW
        assert at.gold() == []
        desk.press("Tab")
        assert not at.room.paper.text.hasFocus()

    sit(path, day=day)


def test_a_click_chooses_a_difference_and_a_double_click_takes(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        text = at.room.paper.text
        at.desk.text = text
        desk.click(text.viewport(), desk.spot(text.content.blocks.text.index("12 per cent") + 2))
        assert at.words() == "12 per cent"
        card = at.room.panel.cards[int(at.digit("Label: Statistic")) - 1]
        QTest.mouseDClick(card, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, card.rect().center())
        desk.settle()
        assert at.gold() == [("STATISTIC", "12 per cent")]

    sit(path, day=day)


def test_panes_fold_and_the_keys_of_labelling_stay_where_they_were(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        desk.press("F9")
        assert at.room.page.queue.isHidden()
        assert not desk.window.list.isHidden()
        desk.press("F9", "Shift+F9")
        assert not at.room.page.queue.isHidden()
        assert at.room.panel.isHidden()
        desk.press("0")
        assert not at.room.panel.isHidden()
        desk.press("Escape", "Ctrl+1")
        desk.until(desk.window.reading.text.hasFocus)
        assert not desk.window.list.isHidden()
        assert desk.session.mode == "reading"
        desk.until(lambda: not desk.window.commands.actions.by_id["merge_proposals"].isEnabled())

    sit(path, day=day)


def test_all_keys_of_the_review_are_in_menu_palette_and_list(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        Reviewer(desk)
        for row in BY_ID.values():
            if row.scope == "review":
                assert desk.window.commands.actions.by_id[row.id].isEnabled(), row.id

    sit(path, day=day)
