"""What stands in place of hits: how to search, why nothing was found, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from annotator.gui.text import isolate
from annotator.gui.views.concordance_filters import Kind
from annotator.gui.widgets import button, column, label

WIDTH = 520


class NoHits(QWidget):
    """What stands in place of rows."""

    def __init__(self) -> None:
        super().__init__()
        self.title = label("", "h3")
        self.words = label("", "sub", wrap=True)
        self.words.setFixedWidth(WIDTH)
        for part in (self.title, self.words):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.clear = button(self.tr("Clear the filters"), "link")
        self.parts = button(self.tr("Look inside words, too"), "link")
        middle = Qt.AlignmentFlag.AlignHCenter
        line = column(gap=8, margins=(24, 48, 24, 24))
        for one in (self.title, self.words, self.clear, self.parts):
            line.addWidget(one, 0, middle)
        line.addStretch(1)
        self.setLayout(line)

    def show_reason(self, kind: Kind, typed: str, *, asked: bool, narrowed: bool, whole: bool, untagged: bool) -> None:
        """Says why there is nothing: nothing was asked, or nothing was found."""
        title, words = self._reason(kind, typed, asked=asked, untagged=untagged)
        self.title.setText(title)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        # A centred label is not given what it wraps to.
        self.words.setFixedHeight(max(0, self.words.heightForWidth(WIDTH)))
        self.clear.setVisible(asked and narrowed)
        self.parts.setVisible(asked and kind != "slips" and whole and bool(typed))

    def _reason(self, kind: Kind, typed: str, *, asked: bool, untagged: bool) -> tuple[str, str]:
        if not asked:
            words = self.tr(
                "Type words: every article that holds them all is found, in any letter case and with or without "
                "accents. “Words in a row”, begin*, -without and this OR that narrow it down. Enter goes to the list, "
                "and from there to the place in the article."
            )
            return (self.tr("Add a word to look for") if typed else self.tr("Search the whole project")), words
        if kind == "slips" and untagged:
            words = self.tr("What you tagged in one place you tagged everywhere in the articles you have begun.")
            return self.tr("No inconsistencies"), words
        if kind == "slips":
            return self.tr("No inconsistencies"), self.tr("The same words have the same label everywhere.")
        if not typed:
            return self.tr("No spans"), ""
        return self.tr("Nothing found for “{words}”").format(words=isolate(typed)), ""
