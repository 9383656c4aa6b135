"""What stands in place of figures: a count that runs and can be stopped, or why there is nothing to count."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from annotator.core.errors import AnnotatorError
from annotator.gui import wording
from annotator.gui.dialogs.running import Running
from annotator.gui.text import plain
from annotator.gui.widgets import button, column, label
from annotator.work.progress import Progress

WIDTH = 460


class Waiting(QWidget):
    """Title, reason, what to do; while a count runs its bar and a way to stop it."""

    stop_requested = Signal()
    again_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = label("", "h3", wrap=True)
        self.words = label("", "sub", wrap=True)
        self.running = Running()
        self.stop = button(self.tr("Cancel"))
        self.again = button(self.tr("Count again"))
        self.stop.clicked.connect(self.stop_requested)
        self.again.clicked.connect(self.again_requested)
        for part in (self.title, self.words):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            part.setFixedWidth(WIDTH)
        self.running.setFixedWidth(WIDTH)
        line = column(gap=10, margins=(24, 96, 24, 24))
        for one in (self.title, self.words, self.running, self.stop, self.again):
            line.addWidget(one, 0, Qt.AlignmentFlag.AlignHCenter)
        line.addStretch(1)
        self.setLayout(line)

    def begin(self) -> None:
        """A count begins."""
        self._say(self.tr("Comparing the layers"), "")
        self.running.begin("")
        self.stop.setVisible(True)
        self.again.setVisible(False)

    def show_progress(self, progress: Progress) -> None:
        """How far the count is."""
        notes = {"articles": self.tr("articles"), "bootstrap samples": self.tr("bootstrap samples")}
        self.running.show_progress(
            Progress(done=progress.done, total=progress.total, note=notes.get(progress.note, progress.note))
        )

    def show_error(self, error: AnnotatorError) -> None:
        """There is nothing to count, and why."""
        self._end()
        parts = (wording.part(error, words) for words in (error.why, error.hint))
        why, hint = (part and f"{part.rstrip('.')}." for part in parts)
        self._say(wording.part(error, error.what), f"{why} {hint}".strip())

    def show_stopped(self) -> None:
        """The count was stopped."""
        self._end()
        self._say(self.tr("The count was stopped"), self.tr("Nothing is shown by halves."))

    def _end(self) -> None:
        self.running.end()
        self.stop.setVisible(False)
        self.again.setVisible(True)

    def _say(self, title: str, words: str) -> None:
        self.title.setText(plain(title))
        self.words.setText(plain(words))
        self.words.setVisible(bool(words))
        for part in (self.title, self.words):  # a centred label is not given what it wraps to
            part.setFixedHeight(max(0, part.heightForWidth(WIDTH)))
        self.setAccessibleName(self.title.text())
        self.setAccessibleDescription(self.words.text())
