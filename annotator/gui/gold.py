"""The gold layer of the article under review, worked on by the same acts as one's own layer; the reviewer does them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.core.cases import Review
from annotator.core.edit import Edit
from annotator.core.errors import AnnotatorError
from annotator.core.model import Annotator, gold_id
from annotator.gui.figures import with_figures
from annotator.gui.layer import Layer
from annotator.gui.session import Session
from annotator.store.journal import Applied

if TYPE_CHECKING:
    from annotator.core.candidates import Candidates
    from annotator.gui.card import CardRoom
    from annotator.gui.jumping import Jumping
    from annotator.gui.pinning import Pinning
    from annotator.gui.stretching import Stretching
    from annotator.gui.tying import Tying
    from annotator.gui.views.compared.paper import ComparePaper
    from annotator.gui.views.find import FindLine
    from annotator.gui.window import MainWindow


class GoldSession(Session):
    """Lays no claim to the project: it is opened, closed and listened to by the window's own session."""

    wanted = Signal(str)  # a label's key was pressed

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.decided: Callable[[Edit], Edit] | None = None  # an edit that settles the difference in question says so
        self.said.connect(session.said)
        session.changed.connect(self._changed)

    def lay(self, review: Review) -> None:
        """Takes the gold layer of another article, or of the same one as it stands now."""
        project = self.project = self._session.project
        if project is None:
            return
        other = self.article is None or self.article.id != review.article.id
        gold = gold_id(project.id)
        self.me = Annotator(id=gold, name="gold", kind="gold")
        self.article, self.layer = review.article, Layer(gold, review.gold, review.gold_ties, review.progress)
        if other:
            self.set_active(None)
            self.article_opened.emit(self.article)
        elif self.active is not None and self.active not in self.layer.by_id:
            self.set_active(None)

    def let_go(self) -> None:
        """No project is open."""
        self.project = self.me = self.article = None
        self.layer = Layer("")
        self.set_active(None)

    def do(self, edit: Edit) -> Applied | None:
        """Commits an edit of gold under the reviewer's name."""
        project, reviewer = self.project, self._session.me
        if project is None or reviewer is None:
            return None
        try:
            project.check_writable()
            if self.decided is not None:
                edit = self.decided(edit)
            return project.apply(with_figures(edit, self.article, project.codebook), who=reviewer.id)
        except AnnotatorError as error:
            self.fail(error)
            return None

    def fail(self, error: AnnotatorError) -> None:
        """The window's session says it, and reads again what others have changed."""
        self._session.fail(error)

    def _changed(self, applied: Applied) -> None:
        """Whoever works on gold hears of what was done to it."""
        if self.article is not None and applied.edit.article == self.article.id:
            self.layer.apply(applied.edit)
            self.changed.emit(applied)

    def tag(self, label: str) -> None:
        """A label's key makes a decision here, which is not this layer's to make."""
        self.wanted.emit(label)


class GoldDesk(QObject):
    """What the rooms of an article need of a window: this layer, its paper; each room is made when first needed."""

    def __init__(self, window: MainWindow, paper: ComparePaper) -> None:
        super().__init__(window)
        self._window = window
        self.reading = paper
        self.session = GoldSession(window.session)
        self.session.attach(paper)
        self.commands = window.commands

    @cached_property
    def finder(self) -> FindLine:
        """The line to find in the text, made when it is first asked for."""
        from annotator.gui.views.find import FindLine

        made = FindLine(self.session)
        made.taken.connect(self.reading.text.select)
        made.left.connect(self.reading.text.setFocus)
        self.reading.put_below(made)
        return made

    def find(self, step: int) -> None:
        """Opens that line, or goes to the next (1) or the former (-1) hit."""
        if step == 0 or not self.finder.words.text():
            self.finder.open()
        else:
            (self.finder.next if step > 0 else self.finder.previous)()

    def read(self) -> None:
        """The text has the keyboard."""
        self.reading.text.setFocus()

    def candidates(self) -> Candidates | None:
        """The likely places of the article."""
        return self.landing.found

    @cached_property
    def landing(self) -> Pinning:
        """Named starts, and where words begin and end."""
        from annotator.gui.pinning import Pinning

        return Pinning(self.session, self.reading.text)

    @cached_property
    def jumping(self) -> Jumping:
        """Hints."""
        from annotator.gui.jumping import Jumping

        return Jumping(self.session, self.reading.text, self.landing)

    @cached_property
    def stretching(self) -> Stretching:
        """Longer and shorter by rungs."""
        from annotator.gui.stretching import Stretching

        return Stretching(self.session, self.reading.text, self.landing)

    @cached_property
    def tying(self) -> Tying:
        """Ties of a gold span."""
        from annotator.gui.tying import Tying

        return Tying(self)

    @cached_property
    def cards(self) -> CardRoom:
        """The card of a gold span."""
        from annotator.gui.card import CardRoom

        return CardRoom(self)
