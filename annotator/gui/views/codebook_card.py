"""The guideline beside the work: one label's definition with examples, or the whole codebook in short."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from annotator.core.codebook import Codebook, Label
from annotator.gui.text import plain
from annotator.gui.views.guideline import marked
from annotator.gui.views.pane import Pane
from annotator.gui.widgets import Badge, Elided, KeyCap, clear, icon_label, label

BRIEF = 1  # examples of each sort while there is little room


class CodebookCard(Pane):
    """Follows the active label; without one it lists all labels with their keys.

    While it has the keyboard a label's key shows that label, H and Escape lead back to the article.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Codebook | None, str | None, bool] | None = None
        self.setAccessibleName(self.tr("Guideline"))
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
            self._show_all(codebook, whole=whole)
        if whole and codebook is not None:
            self._keys(codebook)
        self.column.addStretch(1)
        self.verticalScrollBar().setValue(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Label keys turn to that label; arrows and PageDown scroll."""
        bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        codebook = self._shown[0] if self._shown else None
        if bare and event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_H):
            self.left.emit()
            return
        found = _label_of(codebook, event.key()) if bare and codebook is not None else None
        if found is None:
            super().keyPressEvent(event)
        else:
            self.show_codebook(codebook, found, whole=True)

    def _head(self, text: str, key: str) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(icon_label("book", "text2", 16))
        line.addWidget(Elided(text, role="h3"), 1)
        line.addWidget(KeyCap(key))
        self.column.addLayout(line)

    def _keys(self, codebook: Codebook) -> None:
        letters = " ".join(rule.shortcut for rule in codebook.shown() if rule.shortcut) or "1–9"
        self.column.addSpacing(6)
        self.column.addWidget(label(self.tr("{keys}: that label  ·  Esc: back").format(keys=letters), "cap", wrap=True))

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

    def _show_all(self, codebook: Codebook, *, whole: bool) -> None:
        self._head(self.tr("Codebook: {name}").format(name=codebook.name), "H")
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
                self.column.addWidget(self._text(rule.definition if whole else first_sentence(rule.definition)))


def first_sentence(text: str) -> str:
    """A definition up to its first full stop."""
    head, stop, _ = text.partition(". ")
    return head + stop.strip()


def _label_of(codebook: Codebook, key: int) -> str | None:
    """The label that a letter or a digit stands for."""
    shown = codebook.shown()
    digit = key - Qt.Key.Key_1
    if 0 <= digit < min(9, len(shown)):
        return shown[digit].key
    letters = {ord(rule.shortcut.upper()): rule.key for rule in shown if rule.shortcut}
    return letters.get(key)
