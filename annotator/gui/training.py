"""The training round: once an article with gold is done, what gold has otherwise is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.core.differences import Comparison, Layer
from annotator.core.errors import AnnotatorError
from annotator.core.grouping import compare
from annotator.core.model import Progress
from annotator.store.journal import Applied
from annotator.work import review, training_round

if TYPE_CHECKING:
    from annotator.gui.window import MainWindow

GOLD = "gold"  # the name of its layer in the comparison; nobody's id


class Training(QObject):
    """Shows the comparison for articles that were marked as done, and again on request."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self.session = window, window.session

    def follow(self, applied: Applied) -> None:
        """An article that was marked as done may be one to train on."""
        me = self.session.me
        done = [
            one.article
            for one in applied.edit.after.values()
            if isinstance(one, Progress) and one.state == "done" and me is not None and one.annotator == me.id
        ]
        found = self.against_gold(done[-1]) if done else None
        if found is not None:
            self._show(done[-1], found)

    def show_again(self) -> None:
        """The comparison of the open article."""
        article = self.session.article
        found = self.against_gold(article.id) if article is not None else None
        if article is None or found is None:
            self.session.say(self.tr("Gold is shown for articles of a training round that are done"), "info")
        else:
            self._show(article.id, found)

    def against_gold(self, article: str) -> Comparison | None:
        """My layer beside gold; None where gold is not to be shown."""
        project, me = self.session.project, self.session.me
        if project is None or me is None:
            return None
        try:
            gold = training_round.shown(project, article, me.id)
            if gold is None:
                return None
            scheme = review.scheme(project)
            mine = tuple(project.read.spans(article, me.id)), tuple(project.read.relations(article, me.id))
        except AnnotatorError as error:
            self.session.fail(error)
            return None
        layers = (
            Layer(annotator=me.id, spans=mine[0], relations=mine[1]),
            Layer(annotator=GOLD, spans=gold.spans, relations=gold.relations),
        )
        return compare(article, layers, quantities=scheme.quantities, heirs=scheme.heirs)

    def _show(self, article: str, found: Comparison) -> None:
        from annotator.gui.dialogs.against_gold import AgainstGold

        dialog = AgainstGold(self.session, article, found, self._window)
        dialog.exec()
        if dialog.place is not None:
            self.session.open_article(article)
            if self.session.view is not None:
                self.session.view.go(dialog.place[0], end=dialog.place[1], flash=True)
            self._window.read()
