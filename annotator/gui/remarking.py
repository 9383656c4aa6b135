"""Questions to colleagues, corrections of the text, and what waits for a decision: the acts and their dialogs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from annotator.core import correction, release, remarks
from annotator.core.correction import Correction
from annotator.core.edit import Edit
from annotator.core.errors import AnnotatorError
from annotator.core.model import Fragment, Held, Splice
from annotator.core.remarks import Thread
from annotator.core.text import word_at
from annotator.gui.window import MainWindow


class Remarking(QObject):
    """What keys and menus ask for; each act is one undo step."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self.session = window, window.session

    # --- questions ----------------------------------------------------------------------------------

    def ask(self) -> None:
        """Asks about the active span, or about the article when none is active."""
        if self._writable():
            from annotator.gui.dialogs.ask import Ask

            Ask(self, self._window).exec()

    def send(self, text: str, *, question: bool, on_span: bool) -> bool:
        """Stores a question or remark; says why it cannot."""
        session = self.session
        article, me = session.article, session.me
        if article is None or me is None:
            return False
        span = session.active_span if on_span else None
        return session.change(lambda: remarks.ask(article, text, annotator=me.id, span=span, question=question))

    def show(self) -> None:
        """All questions and remarks of the project."""
        if self.session.project is not None:
            from annotator.gui.dialogs.remarks import Remarks

            Remarks(self, self._window).exec()

    def threads(self, *, here: bool) -> list[Thread]:
        """The threads of the open article, or of the project; open questions first."""
        project, article = self.session.project, self.session.article
        if project is None:
            return []
        return remarks.threads(project.read.comments(article.id if here and article is not None else None))

    def answer(self, thread: Thread, text: str) -> bool:
        """Answers, which closes a question."""
        me = self.session.me
        return me is not None and self.session.change(lambda: remarks.answer(thread, text, annotator=me.id))

    def set_open(self, thread: Thread, *, open: bool) -> bool:
        """Closes a question without an answer, or opens it again."""
        return self.session.change(lambda: remarks.set_open(thread, open=open))

    def go(self, article: str, span: str | None) -> None:
        """Opens the article and goes to the span."""
        self.session.open_article(article)
        if span is not None:
            self.session.reach(span)
        self._window.read()

    # --- corrections --------------------------------------------------------------------------------

    def correct(self) -> None:
        """Corrects the selected words, or the word at the caret."""
        session = self.session
        if not self._writable() or session.article is None or session.view is None:
            return
        selected = session.view.selected()
        place = selected[0] if selected else word_at(session.article.text, session.view.caret())
        if place is None:
            session.say(self.tr("Select the words to correct, or put the caret on one"), "info")
            return
        from annotator.gui.dialogs.correct_text import CorrectText

        CorrectText(self, place, self._window).exec()

    def planned(self, splices: Sequence[Splice]) -> Correction:
        """A correction of the open article as it stands now; raises BadText."""
        session = self.session
        if session.project is None or session.article is None:
            raise ValueError("no article is open")
        read, article = session.project.read, session.article
        return correction.correct(article, splices, spans=read.spans(article.id), relations=read.relations(article.id))

    def apply(self, edit: Edit, place: int) -> bool:
        """Makes a correction and goes to its place."""
        made = self.session.change(_given(edit))
        if made and self.session.view is not None:
            self.session.view.go(place, end=place + 1, flash=True)
        return made

    # --- held ---------------------------------------------------------------------------------------

    def held(self) -> None:
        """What could not go along with a correction or merge, to be put back or let go."""
        project = self.session.project
        if project is None:
            return
        if not self.waiting():
            self.session.say(self.tr("Nothing is held: every span and relation stands"), "info")
            return
        from annotator.gui.dialogs.held import HeldRecords

        HeldRecords(self, self._window).exec()

    def waiting(self) -> list[Held]:
        """All held spans and relations; texts have a dialog of their own."""
        held = self.session.project.read.held() if self.session.project else []
        return [one for one in held if one.kind != "wording"]

    def unpicked(self, article: str) -> bool:
        """Whether two texts of an article wait for a choice, and all its spans with them."""
        return self.session.project is not None and self.session.project.read.unpicked(article)

    def put_back(self, held: Held, fragments: Sequence[Fragment], label: str | None = None) -> bool:
        """Puts a held span on words of the open article, under a label that takes the place of a retired one."""
        session = self.session
        project, article = session.project, session.article
        if project is None or article is None:
            return False
        return session.change(
            lambda: release.put_back(
                held,
                fragments,
                article=article,
                codebook=project.codebook,
                others=self.waiting(),
                existing=project.read.spans(article.id),
                label=label,
            )
        )

    def let_go(self, held: Held) -> bool:
        """Lets a held record go; undo holds it again."""
        return self.session.change(lambda: release.let_go([held]))

    def _writable(self) -> bool:
        project = self.session.project
        if project is None:
            return False
        try:
            project.check_writable()
        except AnnotatorError as error:
            self.session.fail(error)
            return False
        return self.session.article is not None


def _given(edit: Edit) -> Callable[[], Edit]:
    return lambda: edit
