"""The status line: what just happened in words, what the keys do now, who works, and when it was saved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTime, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from annotator.gui.jobs import Job
from annotator.gui.text import isolate, one_line
from annotator.gui.widgets import Bar, Elided, IconLabel, KeyCap, button, label, vline
from annotator.work.progress import Progress

HEIGHT = 28
SHOW_JOB_MS = 400
SPEECH_MS = 150  # of several messages at once the last is spoken
MESSAGE_ROOM = 300  # px that the message keeps before hints may stand
_ICONS = {"done": "check", "info": "info", "warn": "warn", "failed": "warn"}
_COLOURS = {"warn": "warn", "failed": "danger"}

Hint = tuple[str, str]  # keys, what they do


class StatusLine(QWidget):
    """Hints drop out first, the message is elided next, annotator and saved time never go."""

    annotator_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self._failed = False
        self._spoken = ""
        self._speech = QTimer(self)
        self._speech.setSingleShot(True)
        self._speech.setInterval(SPEECH_MS)
        self._speech.timeout.connect(self._speak)
        self.icon = IconLabel("info", "text2", 14)
        self.message = Elided("", "sub")
        self.hints = Hints()
        self.job = JobLine()
        self.who = _Fact("person")
        self.saved = _Fact("check", "ok")
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 12, 0)
        line.setSpacing(8)
        line.addWidget(self.icon)
        line.addWidget(self.message, 1)
        for part in (self.job, self.hints, self.who, self.saved):
            line.addWidget(part)
        self.job.hide()
        self.show_annotator("")

    # --- what happened ------------------------------------------------------------------------------

    def say(self, text: str, kind: str = "done") -> None:
        """Shows a message and speaks it; a failure stays until something else is done or it is clicked."""
        self._spoken = text
        self._speech.start()
        if self._failed and kind == "info":
            return
        self._failed = kind == "failed"
        self.icon.show_icon(_ICONS.get(kind, "info"), _COLOURS.get(kind, "text2"))
        self._dress("danger" if self._failed else "sub")
        self.message.setText(text)

    def _dress(self, role: str) -> None:
        """Another colour; not before it is seen: asking for its style makes all enums of QStyle."""
        if self.message.property("role") != role:
            self.message.setProperty("role", role)
            if self.message.isVisible():
                self.message.style().polish(self.message)

    def text(self) -> str:
        """The message that is shown."""
        return self.message.text()

    def _speak(self) -> None:
        """Tells screen readers, politely."""
        from annotator.gui.speech import speak

        speak(self.message, self._spoken)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click says that a failure was read."""
        if self._failed:
            self._failed = False
            self.icon.show_icon("info")
            self._dress("sub")
        super().mousePressEvent(event)

    # --- who and when -------------------------------------------------------------------------------

    def show_annotator(self, name: str, *, read_only: bool = False) -> None:
        """Who works here; nothing without a project."""
        self.who.show_text(isolate(name) if name else "")
        self.saved.set_icon("lock" if read_only else "check", "text2" if read_only else "ok")
        self.saved.show_text("" if not name else self.tr("Read only") if read_only else self.tr("Saved"))

    def show_saved(self) -> None:
        """Everything is on disk now."""
        if self.window().width() < 1200:
            self.saved.show_text(self.tr("Saved"))
        else:
            self.saved.show_text(self.tr("Saved {time}").format(time=QTime.currentTime().toString("HH:mm:ss")))

    # --- room ---------------------------------------------------------------------------------------

    def show_hints(self, hints: Sequence[Hint]) -> None:
        """What the keys do now, the least needed last."""
        self.hints.show_hints(hints)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Less room, fewer hints."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        facts = sum(part.sizeHint().width() + 8 for part in (self.who, self.saved) if not part.isHidden())
        job = self.job.sizeHint().width() + 8 if not self.job.isHidden() else 0
        self.hints.fit(self.width() - MESSAGE_ROOM - facts - job - 60)

    def follow(self, job: Job) -> None:
        """Shows how far a job is, if it takes long enough to be seen."""
        self.job.follow(job)


class _Fact(QWidget):
    """A hairline, an icon and a word at the right of the line."""

    def __init__(self, icon: str, color: str = "text2") -> None:
        super().__init__()
        self._icon = IconLabel(icon, color, 14)
        self._words = label("", "sub")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for part in (vline(16), self._icon, self._words):
            line.addWidget(part)
        self.hide()

    def show_text(self, text: str) -> None:
        """Shows a word, or nothing."""
        if text != self._words.text():
            self._words.setText(text)
        self.setVisible(bool(text))

    def set_icon(self, name: str, color: str) -> None:
        """Another icon."""
        self._icon.show_icon(name, color)


class Hints(QWidget):
    """Key caps with what they do; as many as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 4, 0)
        self._line.setSpacing(8)
        self._parts: list[tuple[KeyCap, QLabel]] = []
        self._shown: Sequence[Hint] = ()

    def show_hints(self, hints: Sequence[Hint]) -> None:
        """Shows other hints."""
        if list(hints) == list(self._shown):
            return
        self._shown = list(hints)
        while len(self._parts) < len(hints):
            cap, words = KeyCap(""), label("", "cap")
            self._line.addWidget(cap)
            self._line.addWidget(words)
            self._parts.append((cap, words))
        for place, (keys, text) in enumerate(hints):
            cap, words = self._parts[place]
            cap.setText(keys)
            words.setText(one_line(text))

    def fit(self, room: int) -> None:
        """Hides the last ones that do not fit into so many pixels."""
        for place, (cap, words) in enumerate(self._parts):
            room -= cap.sizeHint().width() + words.sizeHint().width() + 16
            fits = place < len(self._shown) and room >= 0
            cap.setVisible(fits)
            words.setVisible(fits)


class JobLine(QWidget):
    """A job in the status line: what it does, a bar, and a way to stop it."""

    def __init__(self) -> None:
        super().__init__()
        self._job: Job | None = None
        self.words = label("", "sub")
        self.bar = Bar(96)
        self.stop = button(self.tr("Cancel"), "link")
        self.stop.clicked.connect(self._cancel)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 8, 0)
        line.setSpacing(8)
        for part in (self.words, self.bar, self.stop):
            line.addWidget(part)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(SHOW_JOB_MS)
        self._wait.timeout.connect(self.show)

    def follow(self, job: Job) -> None:
        """Shows this job from a moment on until it ends."""
        self._job = job
        self.words.setText(job.title)
        self.bar.set_fraction(0)
        job.progressed.connect(self._progressed)
        job.ended.connect(self._ended)
        self._wait.start()

    def _progressed(self, step: Progress) -> None:
        if step.total:
            self.bar.set_fraction(step.done / step.total)
        self.bar.setAccessibleName(f"{step.done} / {step.total}" if step.total else str(step.done))

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _ended(self) -> None:
        self._job = None
        self._wait.stop()
        self.hide()
