"""The articles that an agreement does not rest on, each with who has finished it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from annotator.gui.dialogs.frame import FrameDialog
from annotator.gui.text import isolate, plain
from annotator.gui.widgets import boxed, button, column, label
from annotator.work.agreement import Agreement


class LeftOutArticles(FrameDialog):
    """A list of titles; Enter opens the article."""

    def __init__(self, found: Agreement, parent: QWidget) -> None:
        super().__init__(
            parent,
            title=self.tr("Articles left out"),
            sub=self.tr("An article counts where two of the annotators have marked it done."),
            size=QSize(640, 520),
            margin=48,
        )
        self.article = ""
        self._left = found.left
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Articles left out"))
        for one in found.left:
            who = ", ".join(isolate(name) for name in one.who)
            done = self.tr("done by {who}").format(who=who) if who else self.tr("done by nobody")
            if one.unpicked:
                done = self.tr("its text was corrected in two copies: choose one of them")
            self.list.addItem(QListWidgetItem(f"{plain(one.title)}  ·  {done}"))
        self.list.itemActivated.connect(self._open)
        primary = button(self.tr("Open the article"), "primary")
        primary.clicked.connect(self._open)
        primary.setEnabled(bool(found.left))
        self.cancel.setText(self.tr("Close"))
        more = found.left_count - len(found.left)
        words = self.tr("{count} articles").format(count=f"{found.left_count:,}")
        foot = label(self.tr("{articles}, the first {some} shown").format(articles=words, some=len(found.left)), "cap")
        if not more:
            foot.setText(words)
        self.fill(boxed(column((self.list, 1), margins=(20, 14, 20, 14))), foot=foot, primary=primary)
        self.list.setCurrentRow(0 if found.left else -1)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, _: object = None) -> None:
        place = self.list.currentRow()
        if 0 <= place < len(self._left):
            self.article = self._left[place].id
            self.accept()
