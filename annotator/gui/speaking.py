"""Says the spans at the caret when it comes into others: in the status line, and to screen readers."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from annotator.core.model import Span
from annotator.gui.models.summary import summary
from annotator.gui.session import Session
from annotator.gui.text import isolate
from annotator.gui.views.reading import Reading

PAUSE_MS = 120  # who runs through the text hears only where they stop
MOST = 3  # nested spans told at once
LONGEST = 60  # characters of a speaker's words


class Speaking(QObject):
    """Follows the caret; what an act of the user says of itself is not said twice."""

    def __init__(self, session: Session, reading: Reading) -> None:
        super().__init__(reading)
        self._session, self._reading = session, reading
        self._told: tuple[str, ...] = ()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        reading.text.caret_moved.connect(self._moved)
        session.article_opened.connect(self._forget)
        session.said.connect(self._heard)

    def _forget(self) -> None:
        self._told = ()
        self._pause.stop()

    def _heard(self) -> None:
        """Newer words stand: what the caret came into before them is not said over them."""
        self._pause.stop()

    def _here(self) -> list[Span]:
        return self._reading.text.spans_at(self._reading.text.caret())

    def _moved(self) -> None:
        if self._reading.moving:
            self._told = tuple(span.id for span in self._here())
            self._pause.stop()
        elif self._reading.text.selected() is None:
            self._pause.start()

    def _tell(self) -> None:
        here = self._here()
        keys = tuple(span.id for span in here)
        if keys == self._told:
            return
        self._told = keys
        if here:
            self._session.say("; ".join(described(self._session, span) for span in here[:MOST]), "info")


def described(session: Session, span: Span) -> str:
    """A span in words: "QUOTE, speaker Amina Odhiambo, 24 words"."""
    parts = [session.label_name(span)]
    codebook = session.codebook
    for tie in session.layer.ties_of(span.id):
        tail = session.layer.by_id.get(tie.tail)
        if tie.head == span.id and tail is not None and codebook is not None:
            kind = next((one.name for one in codebook.relations if one.key == tie.kind), tie.kind)
            parts.append(f"{kind.lower()} {isolate(tail.words[:LONGEST])}")
    value = summary(codebook, span, ties=(), find=session.layer.by_id.get) if codebook is not None else ""
    if value:
        parts.append(isolate(value))
    words = len(span.words.split())
    parts.append(_tr("1 word") if words == 1 else _tr("{count} words").format(count=f"{words:,}"))
    if len(span.fragments) > 1:
        parts.append(_tr("{count} pieces").format(count=len(span.fragments)))
    return ", ".join(parts)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Speaking", text)
