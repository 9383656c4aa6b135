"""Fills the review page: head, text and lanes of an article, the panel of a difference, what is said of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.core.cases import Review
from annotator.core.differences import Filter, letters
from annotator.core.model import Fragment, Span
from annotator.core.text import quoted
from annotator.gui.models import proposals as words
from annotator.gui.models.case_view import CaseView, case_view
from annotator.gui.models.proposals import Scene
from annotator.gui.text import isolate
from annotator.gui.views.compared.layers import QUIET, Layers
from annotator.store.project import Project

if TYPE_CHECKING:
    from annotator.gui.reviewing import Reviewing

GOLD = "gold"  # stands for gold's tick among the letters


class Showing(QObject):
    """Reads the room's state and shows it; asks nothing and changes nothing."""

    def __init__(self, room: Reviewing) -> None:
        super().__init__(room)
        self._room, self._session = room, room.session
        self._letters: dict[str, str] = {}
        self._people: dict[str, str] = {}
        self._shown: dict[str, Span] = {}  # of the text
        self._layers = Layers((), {})
        self._article = ""

    # --- the article --------------------------------------------------------------------------------

    def article(self) -> None:
        """The text with all layers; where only gold is other than before, the text stays as it stands."""
        room, review, me, project = self._room, self._room.review, self._session.me, self._session.project
        if review is None or me is None or project is None:
            return
        annotators = self._annotators(review)
        self._letters = letters(review.article.id, annotators, me.id)
        self._people = {one.id: one.name for one in project.read.annotators()}
        spans, layers = self._lanes(review)
        text = room.paper.text
        same = self._article == review.article.id and text.content.blocks.text == review.article.text
        gone = [key for key in self._shown if key not in spans]
        fresh = [span for key, span in spans.items() if self._shown.get(key) != span]
        quietly = same and self._quiet_change(gone, fresh, layers)
        self._shown, self._layers, self._article = spans, layers, review.article.id
        if quietly:
            text.show_gold(gone, fresh, layers)
        else:
            place = text.place() if same else None
            text.show_layers(review.article, spans.values(), layers, project.codebook)
            if place is not None:
                text.restore_place(place)
        self.head()

    def _quiet_change(self, gone: list[str], fresh: list[Span], layers: Layers) -> bool:
        """Whether only gold came, went or changed."""
        before, last = self._layers, len(layers.letters) - 1
        if before.letters != layers.letters:
            return False
        others = all(before.place(key) == last for key in gone) and all(layers.place(one.id) == last for one in fresh)
        return others and all(layers.place(key) == place for key, place in before.of.items() if key in layers.of)

    @staticmethod
    def _annotators(review: Review) -> list[str]:
        differences = review.comparison.differences
        return [side.annotator for side in differences[0].sides] if differences else []

    def _lanes(self, review: Review) -> tuple[dict[str, Span], Layers]:
        """The spans to show, and their layers by letter: of what all have alike one, of the rest each one's own."""
        names = sorted(self._letters.values(), key=lambda name: (len(name), name))
        places = {who: names.index(name) for who, name in self._letters.items()}
        spans: dict[str, Span] = {}
        of: dict[str, int] = {}
        heads = {one.head for one in review.comparison.differing if one.tie}
        for one in review.comparison.differences:
            if one.tie:
                continue
            if one.unanimous and one.id not in heads:
                span = one.sides[0].spans[0]
                spans[span.id], of[span.id] = span, QUIET
                continue
            for side in one.sides:
                for span in side.spans:
                    spans[span.id], of[span.id] = span, places[side.annotator]
        settled = {key for case in review.cases if case.difference.unanimous for key in case.gold}
        for span in review.gold:
            if span.id not in settled:
                spans[span.id], of[span.id] = span, len(names)
        return spans, Layers((*names, GOLD), of, gold=True)

    def head(self) -> None:
        """Whose layers these are, by letter or by name."""
        review = self._room.review
        if review is None:
            return
        counts = dict.fromkeys(self._letters, 0)
        for one in review.comparison.differences:
            for side in one.sides:
                counts[side.annotator] = counts.get(side.annotator, 0) + len(side.spans)
        rows = sorted((self._name(who), count) for who, count in counts.items())
        agreed = sum(not one.tie for one in review.comparison.agreed)
        self._room.paper.show_head(review.article, rows, agreed, revealed=self._room.revealed)

    def _name(self, who: str) -> str:
        letter = self._letters.get(who, "?")
        return f"{letter} {self._people.get(who, '')}" if self._room.revealed else letter

    def nothing(self, project: Project) -> None:
        """Why there is nothing to review."""
        people = {one.id: one.name for one in project.read.annotators() if one.kind == "person"}
        states = project.read.stats().states
        who = [name for name in people.values() if states.get(name, {}).get("done")]
        if len(people) < 2:
            said = self.tr("Only one person has worked in this project: one layer has nothing to be compared with. ")
        elif len(who) == 1:
            said = self.tr("Only {name} has marked articles as done. ").format(name=isolate(who[0]))
        else:
            said = self.tr("No article was marked as done by two people. ")
        more = self.tr(
            "A review compares the layers of people who have done the same article: merge the files that come back "
            "from colleagues, or mark articles as done."
        )
        self._room.page.show_nothing(self.tr("Nothing to review yet"), said + more)

    def clear(self) -> None:
        """No project is open."""
        self._shown, self._article, self._layers = {}, "", Layers((), {})
        self._room.page.queue.show_rows((), {}, None)
        self._room.panel.show_nothing("")

    # --- the difference -----------------------------------------------------------------------------

    def case(self) -> None:
        """The panel, and the words in question in the text."""
        room, review, case = self._room, self._room.review, self._room.case
        if review is None or case is None or self._session.codebook is None:
            room.panel.show_nothing(self.tr("All layers say the same in this article"))
            room.paper.text.show_box()
            return
        room.panel.show_case(self._view(), self.place())
        self.box()
        start, end = case.difference.start, case.difference.end
        room.paper.text.ensure_visible(start, end)
        if room.paper.text.selected() is None:
            room.paper.text.set_caret(start)

    def _view(self) -> CaseView:
        room, review, case, codebook = self._room, self._room.review, self._room.case, self._session.codebook
        assert review is not None
        assert case is not None
        assert codebook is not None
        actors = {span.actor for span in case.difference.spans if span.actor}
        project = self._session.project
        heirs = {key: project.read.heir(key) for key in actors} if project is not None else {}
        scene = Scene(
            text=review.article.text,
            codebook=codebook,
            names={who: self._name(who) for who in self._letters},
            actors={key: heir.name for key, heir in heirs.items() if heir is not None},
            spans=review.comparison.spans,
        )
        return case_view(case, room.order, scene, people=self._people)

    def box(self) -> None:
        """Marks the words in question, and what the lit proposal ties them to."""
        review, case = self._room.review, self._room.case
        if review is None or case is None:
            return
        one, spans = case.difference, review.comparison.spans
        tied: list[Fragment] = []
        lit = self._room.panel.places()
        if one.tie and lit and lit[0] < len(self._room.order):
            chosen = self._room.order[lit[0]].relations
            tied = [piece for tie in chosen if tie.tail in spans for piece in spans[tie.tail].fragments]
        self._room.paper.text.show_box(((one.start, one.end),), tuple(tied))

    def place(self) -> str:
        """Which of those that wait this is."""
        case, model = self._room.case, self._room.page.queue.model
        if case is None:
            return ""
        waiting, _ = model.counts()
        rank = model.rank(case.difference.id)
        if rank:
            said = self.tr("{place} of {total}").format(place=f"{rank:,}", total=f"{waiting:,}")
        else:
            said = self.tr("Decided") if not case.undecided else self.tr("Open")
        self._room.panel.place.setText(said)
        self._room.page.queue.show_current(case.difference.id)
        return said

    def say(self) -> None:
        """Says in words which difference is in question."""
        case, codebook = self._room.case, self._session.codebook
        if case is None or codebook is None:
            return
        one = case.difference
        label = codebook.label(one.label).name.upper() if codebook.has(one.label) else one.label
        said = self.tr("{place}: {kinds}, {label} {words}. {summary}").format(
            place=self._room.panel.place.text(),
            kinds=", ".join(words.kinds_of(one, codebook)),
            label=label,
            words=quoted(one.words),
            summary=words.summary_of(one),
        )
        self._session.say(said, "info")

    def only(self, wanted: Filter) -> str:
        """The names of the article and the attribute that a filter is about."""
        codebook, queue = self._session.codebook, self._room.comparing.queue
        names: dict[str, str] = {}
        if codebook is not None:
            names = {part.key: part.name for rule in codebook.labels for part in rule.attributes}
            names |= {kind.key: kind.name for kind in codebook.relations}
        title = queue.titles.get(wanted.article, "") if queue is not None else ""
        return ", ".join(one for one in (names.get(wanted.attribute, wanted.attribute), title) if one)

    def left_open(self, review: Review, *, done: bool) -> str:
        """What is still to be said about an article."""
        waiting = len(review.undecided)
        agreed = sum(case.standing == "agreed" for case in review.cases)
        if done:
            return self.tr("Done in gold")
        if waiting == 1:
            return self.tr("1 difference is still open here")
        if waiting:
            return self.tr("{count} differences are still open here").format(count=f"{waiting:,}")
        return self.tr("All decided; {count} that all agree on are not in gold yet").format(count=f"{agreed:,}")
