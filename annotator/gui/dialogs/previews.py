"""Looks at files in a worker thread, the one that is asked for first; each on a connection of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec
from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from annotator.core.errors import AnnotatorError
from annotator.core.furniture import Line
from annotator.formats.base import Refusal, Source
from annotator.store.project import Project
from annotator.work.preview import PreviewFile, look_at
from annotator.work.report import ImportOptions
from annotator.work.sources import expand

Standing = Literal["ready", "look", "duplicate", "refused"]
SOON, LATER = 10, 0


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What one file holds, and how it is to be seen in a list; `words` only of a file with a single text."""

    file: PreviewFile
    standing: Standing
    words: int = 0

    @property
    def single(self) -> bool:
        """Whether it brings one plain text, whose fields and lines the analyst may decide on."""
        return self.file.text is not None and self.file.articles == 1

    @property
    def read_as_articles(self) -> bool:
        """Whether its first articles are shown, with their spans, rather than lines or columns to decide on."""
        file = self.file
        return bool(file.samples) and (file.spans > 0 or not (self.single or file.columns is not None))

    @property
    def whole(self) -> bool:
        """Whether its counts will not grow any more."""
        return self.file.whole

    @property
    def fresh(self) -> int:
        """How many articles are not there yet."""
        return self.file.articles - self.file.already_there

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines with their verdicts, where furniture was looked for."""
        return self.file.furniture.lines if self.file.furniture else ()

    @property
    def dropped(self) -> int:
        """How many lines with words would go."""
        return sum(line.verdict == "drop" and bool(line.text.strip()) for line in self.lines)

    @property
    def lifted(self) -> int:
        """How many lines fill a field."""
        return sum(line.verdict == "lift" for line in self.lines)


def look_of(file: PreviewFile) -> Look:
    """How a file stands."""
    if file.furniture is not None:
        words = sum(len(line.text.split()) for line in file.furniture.lines if line.verdict == "keep")
    else:
        words = len((file.text or "").split())
    return Look(file=file, standing=_standing(file), words=words)


def _standing(file: PreviewFile) -> Standing:
    if not file.articles:
        return "refused"
    if file.already_there == file.articles and not file.spans and not file.cut:
        return "duplicate"
    undated = file.text is not None and not file.fields.get("published")
    return "look" if file.refusals or file.notes or undated else "ready"


def lost(refusal: Refusal) -> Look:
    """A file that could not be found."""
    return Look(file=PreviewFile(name=refusal.file, refusals=[refusal], whole=True), standing="refused")


class Previews(QObject):
    """`expanded` gives the files behind folders, `seen` the look at one of them, by its place in the list.

    A file with many articles is seen twice: when the first ones are there, and when all were counted.
    """

    expanded = Signal(object)  # Found
    seen = Signal(int, object)  # place, Look
    failed = Signal(object)  # AnnotatorError: the project itself cannot be read

    def __init__(self, project: Path, options: ImportOptions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project, self.options = project, options
        self.stopped = False
        self.at_work = -1  # the place of the file that is being looked at
        self._asked: dict[int, int] = {}  # how often each file was asked for: only the last time counts
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)

    def expand(self, given: Sequence[Path | Source]) -> None:
        """Finds the files of folders."""
        self._pool.start(_Expansion(self, list(given)), SOON)

    def ask(self, place: int, source: Source, *, soon: bool = False, again: bool = False) -> None:
        """Looks at one file; `soon` before all that wait, `again` although it is being looked at: in another way."""
        if place == self.at_work and not again:
            return
        self._asked[place] = self._asked.get(place, 0) + 1
        self._pool.start(_Look(self, place, source, self._asked[place]), SOON if soon else LATER)

    def wanted(self, place: int, turn: int) -> bool:
        """Whether somebody waits for this look at a file."""
        return not self.stopped and self._asked.get(place) == turn

    def stop(self) -> None:
        """Drops what waits and lets the present step end."""
        self.stopped = True
        self._pool.clear()
        self._pool.waitForDone()

    def resume(self) -> None:
        """Takes questions again."""
        self.stopped = False


class _Expansion(QRunnable):
    """Folders taken apart."""

    def __init__(self, owner: Previews, given: list[Path | Source]) -> None:
        super().__init__()
        self._owner, self._given = owner, given

    def run(self) -> None:
        """Finds the files."""
        found = expand(self._given)
        if not self._owner.stopped:
            self._owner.expanded.emit(found)


class _Look(QRunnable):
    """One file looked at."""

    def __init__(self, owner: Previews, place: int, source: Source, turn: int) -> None:
        super().__init__()
        self._owner, self._place, self._source, self._turn = owner, place, source, turn

    def run(self) -> None:
        """Reads the file and compares it with the project; stops between two steps when nobody waits."""
        owner = self._owner
        if not owner.wanted(self._place, self._turn):
            return
        owner.at_work = self._place
        try:
            with Project.open(owner.project, read_only=True, site="00000000") as project:
                self._look(project)
        except AnnotatorError as error:
            owner.failed.emit(error)
        finally:
            owner.at_work = -1

    def _look(self, project: Project) -> None:
        """Tells of the first articles as soon as they are there, and of the whole file at its end."""
        owner, told = self._owner, False
        file = PreviewFile(name=self._source.name)
        for _ in look_at(project, self._source, owner.options, file=file, seen=set()):
            if not owner.wanted(self._place, self._turn):
                return
            if not told:
                told = True
                self._tell(file.so_far())
        if owner.wanted(self._place, self._turn):
            self._tell(file)

    def _tell(self, file: PreviewFile) -> None:
        look = look_of(file)
        if file.whole or look.read_as_articles:
            self._owner.seen.emit(self._place, look)
