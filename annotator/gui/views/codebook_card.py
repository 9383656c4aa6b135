"""The guideline beside the work: one label's definition with examples, or the whole codebook in short."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from annotator.core.codebook import Codebook, Label
from annotator.gui.text import plain, rich
from annotator.gui.views.pane import Pane
from annotator.gui.views.tie_rows import clear
from annotator.gui.widgets import Badge, Elided, KeyCap, icon_label, label

BRIEF = 1  # examples of each sort while there is little room
_SPAN = re.compile(r"\[([^\[\]]*)\]")


class CodebookCard(Pane):
    """Follows the active label; without one it lists all labels with their keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Codebook | None, str | None, bool] | None = None
        self.column.setContentsMargins(16, 12, 16, 12)
        self.column.setSpacing(6)

    def show_codebook(self, codebook: Codebook | None, label_key: str | None, *, whole: bool = False) -> None:
        """Shows a label's guideline (`whole` with all its examples), or all labels."""
        wanted = (codebook, label_key, whole)
        if wanted == self._shown:
            return
        self._shown = wanted
        clear(self.column)
        if codebook is not None and label_key is not None and codebook.has(label_key):
            self._show_label(codebook.label(label_key), whole=whole)
        elif codebook is not None:
            self._show_all(codebook)
        self.column.addStretch(1)
        self.verticalScrollBar().setValue(0)

    def _head(self, text: str, key: str) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(icon_label("book", "text2", 16))
        line.addWidget(Elided(text, role="h3"), 1)
        line.addWidget(KeyCap(key))
        self.column.addLayout(line)

    def _text(self, text: str) -> QLabel:
        return label("\n".join(plain(line) for line in text.split("\n")), "sub", wrap=True)

    def _show_label(self, rule: Label, *, whole: bool) -> None:
        self._head(self.tr("Codebook: {label}").format(label=rule.name), "H")
        if rule.definition:
            self.column.addWidget(self._text(rule.definition))
        limit = None if whole else BRIEF
        for example in rule.examples[:limit]:
            self._example("check", "ok", example, self.tr("Right"))
        for example in rule.counter_examples[:limit]:
            self._example("x", "danger", example, self.tr("Wrong"))

    def _example(self, icon: str, tone: str, text: str, spoken: str) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        words = self._text("")
        words.setTextFormat(Qt.TextFormat.RichText)
        words.setText(marked(text))
        words.setAccessibleName(f"{spoken}: {text}")
        line.addWidget(icon_label(icon, tone, 14), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(words, 1)
        self.column.addLayout(line)

    def _show_all(self, codebook: Codebook) -> None:
        self._head(self.tr("Codebook: {name}").format(name=codebook.name), "F1")
        for rule in codebook.shown():
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(Badge(rule.shortcut or rule.name[:1], rule.color, 18))
            line.addWidget(Elided(rule.name, role="h3"), 1)
            if rule.shortcut:
                line.addWidget(KeyCap(rule.shortcut))
            self.column.addSpacing(4)
            self.column.addLayout(line)
            if rule.definition:
                self.column.addWidget(self._text(first_sentence(rule.definition)))


def marked(example: str) -> str:
    """An example as rich text, with what stands in [brackets] in bold; everything else is escaped."""
    return _SPAN.sub(r"<b>\1</b>", rich(example))


def first_sentence(text: str) -> str:
    """A definition up to its first full stop."""
    head, stop, _ = text.partition(". ")
    return head + stop.strip()
