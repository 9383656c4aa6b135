"""The acts of a reviewer on the difference in question: take, merge, tag anew, reject, put off, reopen, flag, ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.core import adjudicate
from annotator.core.cases import Case
from annotator.core.deciding import Bench
from annotator.core.differences import Proposal
from annotator.core.edit import Edit
from annotator.core.errors import AnnotatorError
from annotator.core.model import Fragment, Relation, Span
from annotator.gui import wording
from annotator.gui.actions import keycap
from annotator.work import review as work

if TYPE_CHECKING:
    from annotator.gui.reviewing import Reviewing

Make = Callable[[Bench, Case], Edit]


class Settling(QObject):
    """Each act commits and says what it did; what decides leads on to the next difference."""

    def __init__(self, room: Reviewing) -> None:
        super().__init__(room)
        self._room, self._session = room, room.session
        self._joined: tuple[str, adjudicate.Ends] | None = None  # the difference that J decided, and how

    # --- doing --------------------------------------------------------------------------------------

    def act(self, make: Make) -> bool:
        """Commits an edit on the case in question; what refuses is said."""
        project, me, room = self._session.project, self._session.me, self._room
        case = room.case
        if project is None or me is None or room.review is None:
            return False
        if case is None:
            self._session.say(self.tr("No difference is chosen: Space goes to the next"), "info")
            return False
        try:
            project.check_writable()
            project.add_gold()
            made = make(work.bench(project, room.review, me.id), case)
        except AnnotatorError as error:
            self._session.fail(error)
            return False
        if room.gold.session.do(made) is None:
            return False
        self._session.say(wording.past(made.title))
        return True

    def _settle(self, make: Make) -> None:
        """An act after which there is nothing more to say here."""
        if self.act(make):
            self._room.panel.reason.rest()
            self._room.walking.go_on()

    def _chosen(self, places: Sequence[int]) -> list[Proposal]:
        return [self._room.order[place] for place in places if place < len(self._room.order)]

    # --- deciding -----------------------------------------------------------------------------------

    def take(self, places: Sequence[int]) -> None:
        """These proposals into gold, then the next difference."""
        proposals, reason = self._chosen(places), self._room.panel.reason.text()
        if not proposals:
            self._say_count()
            return
        self._settle(lambda bench, case: adjudicate.take(bench, case, proposals, reason=reason))

    def _say_count(self) -> None:
        count = len(self._room.order)
        if self._room.case is None:
            self._session.say(self.tr("No difference is chosen: Space goes to the next"), "info")
        elif count == 1:
            self._session.say(self.tr("There is one proposal here"), "info")
        else:
            self._session.say(self.tr("There are {count} proposals here").format(count=count), "info")

    def take_chosen(self) -> None:
        """What is marked, else what is lit."""
        if self._room.case is None:
            self._say_count()
        else:
            self._room.panel.take_chosen()

    def mark(self, place: int) -> None:
        """Marks one of several proposals."""
        if place >= len(self._room.order):
            self._say_count()
            return
        self._room.panel.mark(place)
        count = len(self._room.panel.marks)
        words = self.tr("{count} marked: {key} takes them").format(count=count, key=keycap("Return"))
        self._session.say(words if count else self.tr("None is marked"), "info")

    def merge(self) -> None:
        """The union of all ends, or of those that are marked; again: what all of them share."""
        case, panel = self._room.case, self._room.panel
        again = case is not None and self._joined == (case.difference.id, "union") and bool(case.gold)
        ends: adjudicate.Ends = "shared" if again else "union"
        some = self._chosen(sorted(panel.marks))
        if self.act(lambda bench, case: adjudicate.merge(bench, case, ends, some, reason=panel.reason.text())):
            now = self._room.case
            self._joined = (now.difference.id, ends) if now is not None else None

    def tag(self, label: str, fragments: Sequence[Fragment]) -> None:
        """A gold span of the reviewer's own settles it."""
        case = self._room.case
        if case is not None and case.difference.tie:
            words = self.tr("This is about a tie: take a proposal, or go to its head and press {key}")
            self._session.say(words.format(key=keycap("R")), "info")
            return
        reason = self._room.panel.reason.text()
        if self.act(lambda bench, case: adjudicate.new(bench, case, fragments, label=label, reason=reason)):
            self._room.panel.reason.rest()

    def reject(self, reason: str) -> None:
        """None of it goes to gold."""
        self._settle(lambda bench, case: adjudicate.reject(bench, case, reason))

    def put_off(self) -> None:
        """Later, and it says so."""
        reason = self._room.panel.reason.text()
        self._settle(lambda bench, case: adjudicate.later(bench, case, reason=reason))

    def keep(self) -> None:
        """The decision holds though its sources have moved."""
        case = self._room.case
        if case is None or case.standing != "again":
            self._session.say(self.tr("Nothing here is to be looked at again"), "info")
            return
        self._settle(adjudicate.keep)

    def reopen(self, decision: str = "") -> None:
        """The newest decision is taken back, or the one of this id."""
        case = self._room.case
        found = None if case is None else next((one for one in case.decisions if one.id == decision), case.decision)
        if found is None:
            self._session.say(self.tr("Nothing has been decided here yet"), "info")
            return
        self._joined = None
        self.act(lambda bench, _case: adjudicate.reopen(bench, found))

    def flag(self) -> None:
        """The guideline is unclear here, or no longer."""
        case, reason = self._room.case, self._room.panel.reason.text()
        on = case is None or not case.flagged
        self.act(lambda bench, case: adjudicate.flag(bench, case, on=on, reason=reason))

    def remark(self, text: str) -> None:
        """A question to colleagues."""
        if self.act(lambda bench, case: adjudicate.comment(bench, case, text)):
            self._room.panel.reason.rest()
            self._room.read()

    def finish(self) -> bool:
        """The article is done in gold, when all of it is decided; says whether it is."""
        project, me, review = self._session.project, self._session.me, self._room.review
        if project is None or me is None or review is None or review.undecided:
            return False
        if review.progress is not None and review.progress.state == "done":
            return True
        try:
            project.check_writable()
            project.add_gold()
            made = adjudicate.finish(work.bench(project, review, me.id))
        except AnnotatorError:
            return False  # what all agree on is not in gold yet: whoever asked says so
        return self._room.gold.session.do(made) is not None

    # --- mending ------------------------------------------------------------------------------------

    def decided(self, edit: Edit) -> Edit:
        """A tie made from the head of the difference in question is the decision on it."""
        room, project, me = self._room, self._session.project, self._session.me
        case, made = room.case, edit.made()
        if case is None or room.review is None or project is None or me is None or len(made) != 1 or edit.before:
            return edit
        tie, gold = made[0], {span.id: span for span in room.review.gold}
        if not isinstance(tie, Relation) or tie.kind != case.difference.tie or tie.tail not in gold:
            return edit
        head = self.head()
        if head is None or head.id != tie.head:
            return edit
        return adjudicate.new_tie(work.bench(project, room.review, me.id), case, head, gold[tie.tail])

    def head(self) -> Span | None:
        """The gold span from which the tie in question would start; None when there is none, or it is about no tie."""
        case, review = self._room.case, self._room.review
        if case is None or review is None or not case.difference.tie:
            return None
        heads = [tie.head for side in case.difference.sides for tie in side.relations]
        found = (review.gold_of(head) for head in heads)
        return next((span for span in found if span is not None), None)

    def gold_span(self) -> Span | None:
        """The gold span of the difference in question; the lit proposal is taken for it where there is none yet."""
        room = self._room
        case = room.case
        if case is None:
            self._session.say(self.tr("No difference is chosen: Space goes to the next"), "info")
            return None
        if room.gold.session.active_span is None and not case.gold and not case.difference.tie:
            proposals = self._chosen(room.panel.places())
            if not proposals or not self.act(lambda bench, case: adjudicate.take(bench, case, proposals)):
                return None
        if room.gold.session.active_span is None:
            self._session.say(self.tr("Nothing stands in gold here to be mended: take a proposal first"), "info")
        return room.gold.session.active_span
