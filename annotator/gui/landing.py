"""Where a label key lands: the ghosts, those that were passed over, a named start, what a key has picked.

Nothing here is stored: a ghost is a landing place until its label's key is pressed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QKeyEvent

from annotator import settings
from annotator.core.candidates import Candidate, Candidates
from annotator.core.codebook import Codebook, Label
from annotator.core.errors import AnnotatorError, EmptySelection
from annotator.core.model import Article, Fragment, words_of
from annotator.core.text import quoted, word_at
from annotator.gui.passing import PassedBy
from annotator.gui.session import Aim, Session, Take
from annotator.gui.timers import single_shot
from annotator.gui.views.article.marks import Ghost
from annotator.gui.views.article.view import ArticleView

_AHEAD = 6_000  # code points after the screen that are read in idle moments, as the screen itself is
_AHEAD_MS = 20

Fragments = tuple[Fragment, ...]


def reader_is_there() -> bool:
    """Whether a screen reader or another assistive client listens."""
    return bool(QAccessible.isActive())


class Pick(NamedTuple):
    """A candidate that stands selected; `by_label`: a label key put it there, and waits to be pressed again."""

    candidate: Candidate
    by_label: bool


class Landing(QObject):
    """Draws the ghosts a moment after caret, layer or screen changed, and answers what a label key takes."""

    def __init__(self, session: Session, text: ArticleView) -> None:
        super().__init__(session)
        self._session, self._text = session, text
        self._careful = settings.load().settings.careful
        self._found: tuple[str, Codebook, Candidates] | None = None
        self._passed: set[Candidate] = set()
        self._pick: Pick | None = None
        self._own = False
        self._read = (0, 0)  # the stretch whose blocks were read in idle moments
        self.pin: int | None = None
        self.named = False  # the pin was named by a key, not clicked
        self.again: Callable[[bool], None] | None = None  # what Space repeats: the last jump by a letter
        self._later = single_shot(self, 0, self.draw)
        self._ahead = single_shot(self, _AHEAD_MS, self._read_ahead)
        for signal in (session.article_opened, session.article_refreshed, session.changed, session.closed):
            signal.connect(self._renewed)
        session.mode_changed.connect(self._soon)
        text.caret_moved.connect(self._moved)
        text.selection_changed.connect(self._soon)
        text.word_clicked.connect(self.clicked)
        bar = text.verticalScrollBar()
        bar.valueChanged.connect(self._soon)
        bar.rangeChanged.connect(self._soon)
        text.installEventFilter(self)
        self._later.start()

    def _soon(self) -> None:
        """Draws after what waits to be painted; a signal's number is not the timer's."""
        self._later.start()

    # --- careful mode -------------------------------------------------------------------------------

    @property
    def careful(self) -> bool:
        """Whether the first press only selects and speaks: as set, and whenever an assistive client is there."""
        return self._careful or reader_is_there()

    @property
    def careful_set(self) -> bool:
        """Whether the user asked for it."""
        return self._careful

    def toggle_careful(self) -> None:
        """Switches it on or off."""
        self.set_careful(not self._careful)

    def set_careful(self, careful: bool) -> None:
        """Switches careful mode, for later starts too."""
        self._careful = careful
        try:
            settings.update(careful=careful)
        except AnnotatorError as error:
            self._session.fail(error)
            return
        words = self.tr("Careful: the first press selects and says the place, the same key again tags it")
        self._session.say(words if careful else self.tr("A label key tags at once"), "info")

    # --- what a label key takes ---------------------------------------------------------------------

    @property
    def found(self) -> Candidates | None:
        """The likely places of the open article; None without one."""
        article, codebook = self._session.article, self._session.codebook
        if article is None or codebook is None:
            return None
        known = self._found
        if known is None or known[0] != article.text or known[1] is not codebook:
            known = self._found = article.text, codebook, Candidates(article.text, codebook, article.language)
            self._read = (0, 0)
        return known[2]

    def take(self, label: str) -> Take | None:
        """What a label key takes; None when it was only shown or there is nothing, and that was said.

        Raises EmptySelection.
        """
        session, article, found = self._session, self._session.article, self.found
        if article is None or found is None:
            return None
        selected, span = self._text.selected(), session.active_span
        if session.mode == "stretching" and span is not None and selected == (span.start, span.end):
            return Take(span.fragments, trimmed=False)
        pick = self.picked()
        again = pick is not None and (pick.candidate.label == label or not (pick.by_label and self.careful))
        if pick is not None and again:
            return Take(pick.candidate.fragments)
        if selected is not None and pick is None:
            return Take([selected]) if self._seen(*selected) else None
        candidate = self.next(label)
        if candidate is None:
            return self._word(article, label)
        if self.careful or not self._in_sight(candidate):
            self.pick(candidate, by_label=True)
            return None
        return Take(candidate.fragments)

    def _word(self, article: Article, label: str) -> Take | None:
        """Where the rest of the article has no ghost: the word at the caret, unless it is tagged so already."""
        word = word_at(article.text, self._text.caret())
        spans = self._session.layer.by_id.values()
        if word is not None and not any(
            one.label == label and one.start <= word[0] and word[1] <= one.end for one in spans
        ):
            return Take([word]) if self._seen(*word) else None
        self._say_none(label)
        return None

    def _seen(self, start: int, end: int) -> bool:
        """Whether some of it is on screen; what is not is only shown, and the same key takes it then."""
        first, last = self._text.in_sight()
        if start < last and end > first:
            return True
        self._text.ensure_visible(start, end)
        article = self._session.article
        words = quoted(article.text[start:end]) if article else ""
        self._session.say(self.tr("{words} was out of sight: the same key tags it").format(words=words), "info")
        return False

    def _say_none(self, label: str) -> None:
        words = self.tr("No likely {label} from here on: select words, or name the first one with F or G")
        self._session.say(words.format(label=self.name(label)), "info")

    def next(self, label: str, *, stop: int | None = None) -> Candidate | None:
        """Where a label lands: at the named start, else its next likely place; with `stop` only before it."""
        found = self.found
        if found is None:
            return None
        if self.pin is not None:
            try:
                return found.from_start(label, self.pin)
            except EmptySelection:
                return None
        passed = PassedBy(self._passed, self._session.layer, self._session.codebook, label)
        return found.ghost(label, self._at(), passed=passed, stop=stop)

    def _at(self) -> int:
        pick = self.picked()
        return self._text.caret() if pick is None else pick.candidate.start

    def picked(self) -> Pick | None:
        """What a key has picked, as long as it stands selected."""
        pick = self._pick
        if pick is not None and self._text.selected() != (pick.candidate.start, pick.candidate.end):
            pick = self._pick = None
        return pick

    def _in_sight(self, candidate: Candidate) -> bool:
        first, last = self._text.in_sight()
        return first <= candidate.start and candidate.end <= last

    def name(self, label: str) -> str:
        """A label's name as chips have it."""
        codebook = self._session.codebook
        return (codebook.label(label).name if codebook and codebook.has(label) else label).upper()

    # --- passing, picking, pinning ------------------------------------------------------------------

    def pass_over(self, label: str) -> None:
        """Passes over the ghost of a label: the next one is drawn in its place."""
        pick = self.picked()
        candidate = pick.candidate if pick is not None and pick.candidate.label == label else self.next(label)
        if candidate is None:
            self._say_none(label)
            return
        at = self._at() if self.pin is None else self.pin
        self.drop(at)
        self._passed.add(candidate)
        following = self.next(label)
        if following is None:
            words = self.tr("Passed over {words}; there is no likely {label} after it")
            self._session.say(words.format(words=self._words(candidate), label=self.name(label)), "info")
        elif self.careful:
            self.pick(following, by_label=True)
        else:
            self._say_next(following)
        self.draw()

    def _say_next(self, candidate: Candidate) -> None:
        seen = self._in_sight(candidate)
        words = self.tr("Next {label}: {words}") if seen else self.tr("Next {label}: {words}, further down")
        self._session.say(words.format(label=self.name(candidate.label), words=self._words(candidate)), "info")

    def _words(self, candidate: Candidate) -> str:
        article = self._session.article
        return quoted(words_of(article.text, candidate.fragments)) if article else ""

    def drop(self, caret: int) -> None:
        """Puts the caret somewhere without a selection, and lets go of pick and pin; what was passed stays passed."""
        self._let_go()
        self._own = True
        if self._text.selected() is not None or self._text.caret() != caret:
            self._text.set_caret(caret)
        self._own = False
        self._later.start()

    def pick(self, candidate: Candidate, *, by_label: bool = False) -> None:
        """Selects a candidate where it can be seen, and says it."""
        self._own, self.pin = True, None
        self._text.select(candidate.start, candidate.end)
        self._text.ensure_visible(candidate.start, candidate.end)
        self._own = False
        self._pick = Pick(candidate, by_label)
        key = self.letter(candidate.label) or ""
        said = f"{self.name(candidate.label)}? {self._words(candidate)}"
        self._session.say(self.tr("{what} ({key} tags it)").format(what=said, key=key) if key else said, "info")
        self._later.start()

    def name_start(self, position: int) -> None:
        """Pins a start: the next label key tags from there and guesses the end."""
        self.drop(position)
        self._passed.clear()
        self._text.ensure_visible(position, position)
        self.pin, self.named = position, True
        self.draw()

    def clicked(self, position: int) -> None:
        """A word that is clicked names the start."""
        article = self._session.article
        word = word_at(article.text, position) if article is not None else None
        self.pin = word[0] if word is not None else None
        self._later.start()

    # --- drawing ------------------------------------------------------------------------------------

    def letter(self, label: str) -> str | None:
        """The key of a label, as its ghost shows it."""
        codebook = self._session.codebook
        shown = codebook.shown() if codebook else ()
        for place, rule in enumerate(shown, start=1):
            if rule.key == label:
                return rule.shortcut or (str(place) if place <= 9 else None)
        return None

    def draw(self) -> None:
        """Shows what label keys take now; says so to the key strip."""
        self._later.stop()
        project = self._session.project
        ghosts: list[Ghost] = []
        aim: Aim = ""
        pick = self.picked()
        if project is None or project.read_only or self._session.article is None or self.found is None:
            pass
        elif pick is not None:
            aim = "picked"
            ghosts = [self._ghost(pick.candidate, chosen=True)]
        elif self._session.mode == "reading" and self._text.selected() is None:
            ghosts = list(self.on_screen())
            aim = "start" if self.pin is not None else "ghost" if ghosts else ""
            self._ahead.start()
        self._text.marks.show_ghosts(ghosts)
        self._session.set_aim(aim)

    def on_screen(self) -> Iterator[Ghost]:
        """The landing places of all labels that lie on screen."""
        codebook, (first, last) = self._session.codebook, self._text.in_sight()
        at = self._at() if self.pin is None else self.pin
        labels: tuple[Label, ...] = tuple(codebook.shown()) if codebook and first <= at < last else ()
        if codebook and at < first:  # the caret was left behind by scrolling: a ghost may still lie here
            labels = tuple(codebook.shown())
        for label in labels:
            candidate = self.next(label.key, stop=last)
            if candidate is not None and first <= candidate.start and candidate.end <= last:
                yield self._ghost(candidate)

    def _ghost(self, candidate: Candidate, *, chosen: bool = False) -> Ghost:
        letter = self.letter(candidate.label) or ""
        return Ghost(candidate.label, letter, candidate.fragments, chosen)

    def _read_ahead(self) -> None:
        """Reads one block of the screen or after it in an idle moment, so that its ghosts are found at once."""
        found, (first, last) = self.found, self._text.in_sight()
        begin, done = self._read
        if not begin <= first <= done:
            begin = done = first
        if found is not None and done < min(len(found.text), last + _AHEAD):
            self._read = begin, found.read(done)
            self._ahead.start()

    # --- what happens -------------------------------------------------------------------------------

    def _renewed(self) -> None:
        """Article or layer changed: what was named or passed is done with."""
        self._forget()

    def _moved(self) -> None:
        """The caret went elsewhere, not by an act of this room."""
        if not self._own:
            self._forget()

    def _forget(self) -> None:
        self._passed.clear()
        self._let_go()
        self._later.start()

    def _let_go(self) -> None:
        self._pick = self.pin = self.again = None
        self.named = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape lets go of a pick, whose place is the next again, and of a named start once no span is active."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            pick, session = self.picked(), self._session
            if pick is not None and session.mode == "reading":
                self.drop(pick.candidate.start)
                return True
            if self.pin is not None and session.mode == "reading" and session.active is None:
                self.drop(self._text.caret())
                return True
        elif event.type() == QEvent.Type.Resize:
            self._later.start()
        return False
