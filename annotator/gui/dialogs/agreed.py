"""All that every layer has alike to gold: counted first, then done in one step."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from annotator.core.errors import AnnotatorError
from annotator.gui.dialogs.frame import FrameDialog
from annotator.gui.dialogs.running import Running
from annotator.gui.jobs import Job
from annotator.gui.text import plain
from annotator.gui.widgets import Chip, boxed, button, clear, column, label, row
from annotator.work.agreed import Agreed, preview, run

if TYPE_CHECKING:
    from annotator.gui.reviewing import Reviewing


class AgreedDialog(FrameDialog):
    """Counts in the background; the primary button does what was counted."""

    def __init__(self, room: Reviewing, parent: QWidget) -> None:
        super().__init__(
            parent,
            title=self.tr("All agreed to gold"),
            sub=self.tr("What every layer of an article has alike goes to gold as it is. Undo takes it back."),
            size=QSize(640, 480),
            margin=48,
        )
        self._session = room.session
        self._job: Job | None = None
        self._lines = column(gap=8)
        self.words = label(self.tr("Counting…"), "lead", wrap=True)
        self.rest = label("", "sub", wrap=True)
        self.running = Running()
        self.put = button(self.tr("Put into gold"), "primary", "check")
        self.put.clicked.connect(self._do)
        self.put.setEnabled(False)
        body = boxed(
            column(self.words, boxed(self._lines), self.rest, None, self.running, gap=14, margins=(20, 16, 20, 16))
        )
        self.fill(body, foot=label("", "cap"), primary=self.put)
        self._start(do=False)

    def _start(self, *, do: bool) -> None:
        project, me = self._session.project, self._session.me
        if project is None or me is None:
            return
        work, title = (run, self.tr("All agreed to gold")) if do else (preview, self.tr("Counting"))
        self._job = Job(project.path, partial(work, reviewer=me.id), title=title, reads=not do)
        self._job.follow(
            progressed=self.running.show_progress,
            done=self._done if do else self._counted,
            failed=self._failed,
            stopped=self.reject,
        )
        self.running.begin(self.tr("Writing…") if do else self.tr("Counting…"))
        self._job.start()

    def _counted(self, found: Agreed) -> None:
        self.running.end()
        codebook = self._session.codebook
        clear(self._lines)
        for key, count in found.labels.items():
            rule = codebook.label(key) if codebook is not None and codebook.has(key) else None
            name, fill = (rule.name, rule.color) if rule is not None else (key, "")
            words = self.tr("1 span") if count == 1 else self.tr("{count} spans").format(count=f"{count:,}")
            self._lines.addWidget(boxed(row(Chip(name.upper(), fill), label(words), None)))
        if found.ties:
            self._lines.addWidget(label(self.tr("{count} relations").format(count=f"{found.ties:,}")))
        some = self.tr("In {count} articles:").format(count=f"{found.articles:,}")
        self.words.setText(some if found.articles else self.tr("Nothing is left that all layers have alike."))
        there = self.tr("In gold already: {count}.").format(count=f"{found.there:,}") if found.there else ""
        left = self.tr("Differences that stay to be decided: {count}.").format(count=f"{found.undecided:,}")
        self.rest.setText(plain(f"{there} {left}" if found.undecided else there))
        self.allow(bool(found.articles))

    def _do(self) -> None:
        self.put.setEnabled(False)
        self._start(do=True)

    def _done(self, found: Agreed) -> None:
        self.running.end()
        self._session.look()
        words = self.tr("{count} spans that all agree on put into gold").format(count=f"{found.spans:,}")
        self._session.say(words)
        self.accept()

    def _failed(self, error: AnnotatorError) -> None:
        self.running.end()
        self._session.fail(error)
        self.reject()

    def done(self, result: int) -> None:
        """A job that still runs is stopped."""
        if self._job is not None and self._job.is_running():
            self._job.cancel()
            self._job.wait()
        super().done(result)
