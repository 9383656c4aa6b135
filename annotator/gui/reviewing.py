"""Reviewing in the window: which article and difference are shown, what keys mean there, and what comes next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from annotator.core.cases import Case, Review
from annotator.core.differences import Filter, Proposal, shuffled
from annotator.core.model import Decision, Span
from annotator.gui import review_hints
from annotator.gui.comparing import Comparing
from annotator.gui.gold import GoldDesk
from annotator.gui.mending import Mending
from annotator.gui.pages import LABEL, REVIEW
from annotator.gui.review_keys import ProposalDigits
from annotator.gui.session import Mode
from annotator.gui.settling import Settling
from annotator.gui.showing import Showing
from annotator.gui.views.compared.page import ReviewPage
from annotator.gui.views.status import Hint
from annotator.gui.walking import Walking
from annotator.store.journal import Applied

if TYPE_CHECKING:
    from annotator.gui.window import MainWindow


class Reviewing(QObject):
    """The room of the review page."""

    mode: Mode = "reviewing"

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window, self.session = window, window.session
        self.review: Review | None = None
        self.case: Case | None = None
        self.order: tuple[Proposal, ...] = ()  # the proposals by their digits
        self.revealed = False
        self._idle = False  # nobody has asked for anything since the page was begun
        self.page = ReviewPage()
        self.panel, self.paper = self.page.panel, self.page.paper
        self.digits = ProposalDigits(self.paper.text)
        self.gold = GoldDesk(window, self.paper)
        self.comparing = Comparing(window.session, self)
        self.settling, self.walking, self.mending = Settling(self), Walking(self), Mending(self)
        self.showing = Showing(self)
        window.commands.actions.attach_review(self.paper.text)
        self._connect()

    def _connect(self) -> None:
        session, page, panel, settling = self.session, self.page, self.panel, self.settling
        comparing, walking = self.comparing, self.walking
        comparing.begun.connect(self._begun)
        comparing.listed.connect(self.load)
        comparing.scanned.connect(self._scanned)
        comparing.altered.connect(self._altered)
        comparing.outdated.connect(self._outdated)
        comparing.started.connect(self.window.status.follow)
        session.closing.connect(self._closing)
        session.elsewhere = self._show_applied
        self.window.pages.turned.connect(self._turned)
        self.window.reading.measured.connect(self._measure)
        page.resized.connect(self._measure)
        page.nothing.left.connect(self.window.read)
        page.queue.picked.connect(walking.picked)
        page.queue.filtered.connect(self.load)
        panel.taken.connect(settling.take)
        panel.rejected.connect(settling.reject)
        panel.remarked.connect(settling.remark)
        panel.reopened.connect(settling.reopen)
        panel.asked.connect(self._asked)
        panel.left.connect(self.read)
        panel.lit.connect(self.showing.box)
        self.digits.taken.connect(self._digit)
        self.digits.marked.connect(settling.mark)
        self.paper.left.connect(self.to_queue)
        self.paper.let_go.connect(partial(self.gold.session.set_active, None))
        self.paper.names_requested.connect(self.reveal)
        self.paper.zoomed.connect(self.window.commands.zoom)
        self.paper.text.span_clicked.connect(walking.clicked)
        self.gold.session.wanted.connect(self.mending.tag)
        self.gold.session.decided = self.settling.decided
        self.gold.session.mode_changed.connect(self._say_hints)
        self.gold.session.active_changed.connect(self._active_changed)
        panes = self.window.panes
        panes.add(page.queue, page.queue.view)
        panes.add(self.paper.text, self.paper.text, self.paper.edge)
        panes.add(panel, panel.decide)

    # --- the page -----------------------------------------------------------------------------------

    def enter(self) -> None:
        """Compares what has not been compared yet and gives the text the keyboard."""
        self._measure()
        self.comparing.bring()
        if self.review is None:
            self._show()
        if self.page.currentWidget() is self.page.nothing:
            self.page.nothing.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.read()

    def _begun(self) -> None:
        """The queue is a new one: people and labels may be others, and nothing shown is sure to stand."""
        project = self.session.project
        if project is not None:
            people = [one for one in project.read.annotators() if one.kind == "person"]
            self.page.queue.load(project.codebook, people)
        self.review = None
        self._show()

    def _show(self) -> None:
        """The article that was shown before, else the one that labelling shows, else the first."""
        queue, project = self.comparing.queue, self.session.project
        if queue is None or project is None:
            return
        if not queue.titles:
            self.showing.nothing(project)
            return
        self.page.show_review()
        mine = self.session.article.id if self.session.article is not None else ""
        was = self.case.difference if self.case is not None else None
        wanted = (was.article if was is not None else "", mine)
        first = next((key for key in wanted if key in queue.titles), next(iter(queue.titles)))
        self.open(first, was.id if was is not None and was.article == first else "")
        self.load()
        self._idle = True
        self.showing.say()

    def _scanned(self) -> None:
        """Where nothing waited in the article that was shown first, and nobody went on, the first that waits."""
        if self._idle and self.review is not None and not self.review.undecided:
            self.walking.first()
        elif self._idle:
            self.load()
            self.showing.say()
        self._idle = False

    def _outdated(self, here: bool) -> None:
        """All may be others: at once where this window did it; what others write is read when one comes here again."""
        if self.window.pages.here != REVIEW:
            return
        if here or self.review is None:
            self.comparing.bring()
        else:
            self._altered(self.review.article.id)

    def _closing(self) -> None:
        self.comparing.close()
        self.review = self.case = None
        self.order = ()
        self.gold.session.let_go()
        self.showing.clear()

    def _turned(self, key: str) -> None:
        """The switches of the panes are those of the page that is shown."""
        here = key == REVIEW
        if not here and key != LABEL:
            return
        parts = (self.page.queue, self.panel) if here else self.window.sides()
        for action, part in zip(("list", "panel"), parts, strict=True):
            self.window.commands.actions.by_id[action].setChecked(not part.isHidden())

    def _measure(self, _: object = None) -> None:
        self.paper.set_measures(self.window.reading.measures, narrow=self.page.narrow)
        if self.review is not None:
            self.showing.head()

    def read(self) -> None:
        """The text has the keyboard."""
        self.paper.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def to_queue(self) -> None:
        """The queue has the keyboard."""
        self._fold("list", fold=False)
        self.page.queue.view.setFocus(Qt.FocusReason.TabFocusReason)

    def escape(self) -> None:
        """Everything leads back to the text; from there the text itself leads to the queue."""
        if self.page.currentWidget() is self.page.nothing:
            self.window.read()
        else:
            self.read()

    def _fold(self, which: str, *, fold: bool | None = None) -> None:
        part = self.page.queue if which == "list" else self.panel
        hidden = not part.isHidden() if fold is None else fold
        focused = QApplication.focusWidget()
        if hidden and focused is not None and part.isAncestorOf(focused):
            self.read()
        part.setVisible(not hidden)
        self.window.commands.actions.by_id[which].setChecked(not hidden)

    def hints(self) -> list[Hint]:
        """What the keys do now."""
        return review_hints.hints(self.gold.session, self.case, len(self.order))

    def _say_hints(self, _: object = None) -> None:
        self.window.status.show_hints(self.hints())

    # --- what keys mean here ------------------------------------------------------------------------

    def acts(self) -> Mapping[str, Callable[[], object]]:
        """The window's acts as they are meant here."""
        return {
            **self.mending.acts(),
            "done": self.walking.next_article,
            "next_article": partial(self.walking.neighbour, 1),
            "previous_article": partial(self.walking.neighbour, -1),
            "list": partial(self._fold, "list"),
            "panel": partial(self._fold, "panel"),
            "filter": self.to_queue,
            "find": partial(self.gold.find, 0),
            "find_next": partial(self.gold.find, 1),
            "find_previous": partial(self.gold.find, -1),
        }

    def _asked(self, action: str) -> None:
        """A button of the panel is an action of the table."""
        self.window.commands.actions.by_id[action].trigger()

    def _digit(self, place: int) -> None:
        self.settling.take([place])

    def reject(self) -> None:
        """Asks for the reason, without which nothing is rejected."""
        if self.case is None:
            self.settling.take_chosen()
            return
        self._fold("panel", fold=False)
        self.panel.ask("reject")

    def comment(self) -> None:
        """Asks for the words of a remark."""
        if self.case is not None:
            self._fold("panel", fold=False)
            self.panel.ask("remark")

    def take_several(self) -> None:
        """Whether a click marks instead of choosing; said with its key."""
        several = self.window.commands.actions.by_id["take_several"].isChecked()
        self.panel.acts["take_several"].setChecked(several)
        words = self.tr("Mark the proposals by Shift and their digits, or by clicks; Enter takes them")
        self.session.say(words if several else self.tr("A click chooses one"), "info")

    def reveal(self) -> None:
        """Names instead of letters, until this is asked for again."""
        self.revealed = not self.revealed
        self.window.commands.actions.by_id["reveal_names"].setChecked(self.revealed)
        if self.review is not None:
            self.showing.head()
            self.showing.case()
        hidden, shown = self.tr("Names are hidden"), self.tr("Names are shown until you hide them again")
        self.session.say(shown if self.revealed else hidden, "info")

    def agreed(self) -> None:
        """All that every layer has alike to gold, after a preview."""
        self.window.pages.turn(REVIEW)
        if self.comparing.queue is not None and self.comparing.queue.titles:
            from annotator.gui.dialogs.agreed import AgreedDialog

            AgreedDialog(self, self.window).exec()

    def flagged(self) -> None:
        """Where somebody found the guideline unclear."""
        from annotator.gui.dialogs.flagged import Flagged

        Flagged(self, self.window).exec()

    # --- what is reviewed ---------------------------------------------------------------------------

    def open(self, article: str, difference: str = "") -> None:
        """Shows an article and one of its differences; the first that waits when none is named."""
        if (self.review is None or self.review.article.id != article) and not self._read(article):
            return
        if self.review is not None:
            found = self.review.case(difference) if difference else None
            self.choose(found or self._near(self.review))

    def _near(self, review: Review) -> Case | None:
        """The difference that was in question, though its spans are others now; else the first that waits."""
        was = self.case.difference if self.case is not None else None
        if was is None or was.article != review.article.id:
            return next(iter(review.undecided or review.queue), None)
        same = review.case(was.id)
        if same is not None:
            return same
        heirs = [case for key in was.sources if (case := review.case_of(key)) is not None and case in review.queue]
        after = [case for case in review.queue if case.difference.start >= was.start]
        return next(iter(heirs or after or review.undecided or review.queue), None)

    def _read(self, article: str) -> bool:
        found = self.comparing.read(article)
        if found is not None:
            self.review = found
            self.gold.session.lay(found)
            self.showing.article()
        return found is not None

    def choose(self, case: Case | None) -> None:
        """The difference in question is another one, or stands otherwise."""
        me = self.session.me
        self.case, self._idle = case, False
        self.order = shuffled(case.difference, me.id) if case is not None and me is not None else ()
        gold = self.gold.session
        spans = [key for key in case.gold if key in gold.layer.by_id] if case is not None else []
        if gold.active not in spans:
            gold.set_active(spans[0] if spans else None)
        self.showing.case()
        self._say_hints()

    def go_to(self, article: str, difference: str) -> None:
        """The page with one difference, as from a list elsewhere."""
        self.window.pages.turn(REVIEW)
        self.open(article, difference)

    # --- filters ------------------------------------------------------------------------------------

    def load(self) -> None:
        """Lists what the filters want."""
        queue = self.comparing.queue
        if queue is not None:
            rows = queue.rows(self.page.queue.wanted())
            self.page.queue.show_rows(rows, queue.titles, self.session.codebook)
            self.showing.place()

    def show(self, wanted: Filter) -> None:
        """The page with just these differences, as from a figure to what lies behind it."""
        self.window.pages.turn(REVIEW)
        if self.comparing.queue is None:
            return
        self.page.queue.narrow(wanted, self.showing.only(wanted))
        self.load()
        row = self.comparing.queue.next(wanted=wanted, standings=())
        if row is not None:
            self.walking.go(row)

    # --- what happened ------------------------------------------------------------------------------

    def _altered(self, article: str) -> None:
        """The article under review as it stands now; others when they are looked at."""
        here = self.review is not None and self.review.article.id == article
        if not here or self.window.pages.here != REVIEW:
            self.comparing.put_by(article)
            self.review = None if here else self.review
            return
        queue = self.comparing.queue
        if not self._read(article) or self.review is None or queue is None:
            return
        self.choose(self._near(self.review))
        rows = [row for row in queue.of(article) if self.page.queue.wanted().takes(row)]
        if not self.page.queue.show_article(article, rows, queue.titles.get(article, "")):
            self.load()
        self.showing.place()

    def _show_applied(self, applied: Applied) -> bool:
        """What was undone in a review is shown in it; everything else in the article."""
        records = (*applied.edit.after.values(), *applied.edit.before.values())
        decision = next((one for one in records if isinstance(one, Decision)), None)
        gold = self.gold.session.me.id if self.gold.session.me is not None else ""
        mended = next((one for one in records if isinstance(one, Span) and one.annotator == gold), None)
        if (decision is None and mended is None) or applied.edit.article is None or self.comparing.queue is None:
            if self.window.pages.here == REVIEW and applied.edit.article is not None:
                self.window.read()
            return False
        self.window.pages.turn(REVIEW)
        self.open(applied.edit.article, decision.difference if decision is not None else "")
        if decision is None and mended is not None and self.review is not None:
            found = next((one for one in self.review.cases if mended.id in one.gold), None)
            self.choose(found or self.case)
        return True

    def _active_changed(self, span: str | None) -> None:
        self.paper.active = span is not None
        self.paper.text.set_active(span)
