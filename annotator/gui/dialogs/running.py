"""A job as the foot of a dialog shows it: a bar, what it is at, and nothing at all when it is over at once."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from annotator.gui import wording
from annotator.gui.widgets import Bar, Elided, boxed, column
from annotator.work.progress import Progress

PATIENCE_MS = 400  # work that takes less shows no bar


class Running(QWidget):
    """Bar and words; hidden until a job has run for a moment."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = Bar()
        self.words = Elided("", "sub", middle=True)
        self._held = boxed(column(self.words, self.bar, gap=6))
        self.setLayout(column(self._held))
        self._held.hide()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._held.show)

    def begin(self, words: str) -> None:
        """A job begins."""
        self.words.setText(words)
        self.bar.set_fraction(0)
        self._patience.start()

    def show_progress(self, progress: Progress) -> None:
        """How far it is."""
        share = progress.done / progress.total if progress.total else 0.0
        self.bar.set_fraction(share)
        percent = f"{share:.0%}  " if progress.total else ""
        self.words.setText(f"{percent}{wording.note(progress.note)}")

    def end(self) -> None:
        """It is over."""
        self._patience.stop()
        self._held.hide()
