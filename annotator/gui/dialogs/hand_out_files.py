"""The files of handing out: a folder, blind or not, and a project file for each person who has work."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from annotator.core.errors import AnnotatorError
from annotator.core.model import Annotator
from annotator.gui import messages, wording
from annotator.gui.text import isolate
from annotator.gui.views.figure_table import Cells, Column, FigureTable
from annotator.gui.widgets import Elided, button, hline, label, row
from annotator.store.project import Project
from annotator.work import packets
from annotator.work.packets import PacketOptions, PacketReport


class FilesPage(QWidget):
    """`changed` says that more or less can be done now."""

    changed = Signal()

    def __init__(self, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._people: Sequence[Annotator] = ()
        self._made: dict[str, PacketReport] = {}
        self._faults: dict[str, str] = {}
        self._at = ""
        self.folder = project.path.parent / self.tr("{name} files").format(name=project.name)
        self.place = Elided("", middle=True)
        self.choose = button(self.tr("Folder …"), icon="folder")
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self._choose)
        self.blind = QCheckBox(self.tr("Blind: nothing of other people’s work, names and actors"))
        self.blind.setChecked(True)
        self.told = label("", "sub", wrap=True)
        self.told.hide()
        columns = [
            Column(self.tr("Person")),
            Column(self.tr("File"), middle=True),
            Column(self.tr("Articles"), 70, figure=True),
            Column(self.tr("Spans"), 70, figure=True),
        ]
        self.table = FigureTable(columns, name=self.tr("Files to send"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.told.setContentsMargins(20, 10, 20, 0)
        whole.addWidget(self.told)
        whole.addLayout(row((self.place, 1), self.choose, margins=(20, 12, 20, 6)))
        whole.addLayout(row(self.blind, None, margins=(20, 0, 20, 10)))
        whole.addWidget(hline())
        whole.addWidget(self.table, 1)
        self._show()

    def tell(self, words: str) -> None:
        """Says what was done just now."""
        self.told.setText(words)
        self.told.setVisible(bool(words))

    def show_people(self, people: Sequence[Annotator]) -> None:
        """For whom files can be made."""
        self._people = people
        self._show()

    def count(self) -> int:
        """How many files are still to be made."""
        return sum(one.id not in self._made for one in self._people)

    def ready(self) -> bool:
        """Whether anything can be made."""
        return self.count() > 0

    def next(self) -> tuple[Path, str, PacketOptions] | None:
        """The next file, for whom (id) and how; None when all are made."""
        person = next((one for one in self._people if one.id not in self._made and one.id not in self._faults), None)
        if person is None:
            self._faults.clear()
            return None
        with suppress(OSError):  # the packet says in its own words why it cannot be written there
            self.folder.mkdir(parents=True, exist_ok=True)
        self._at = person.id
        return self._file(person), person.id, PacketOptions(blind=self.blind.isChecked())

    def filed(self, report: PacketReport) -> None:
        """A file is made."""
        self._made[self._at] = report
        self._show()

    def failed(self, error: AnnotatorError) -> None:
        """A file could not be made."""
        self._faults[self._at] = wording.line(error)
        self._show()
        self._faults.clear()

    def sentence(self) -> str:
        """What was made, in one line."""
        count = len(self._made)
        words = self.tr("Made 1 file in {folder}") if count == 1 else self.tr("Made {count} files in {folder}")
        said = words.format(count=f"{count:,}", folder=isolate(self.folder.name))
        self.tell(said)
        return said

    def _file(self, person: Annotator) -> Path:
        return self.folder / packets.name_for(self._project, person)

    def _choose(self) -> None:
        chosen = messages.choose_folder(self, self.tr("Folder for the files"))
        if chosen is not None:
            self.folder = chosen
            self._made.clear()
            self._show()
            self.changed.emit()

    def _show(self) -> None:
        self.place.setText(str(self.folder))
        cells = []
        for one in self._people:
            made, fault = self._made.get(one.id), self._faults.get(one.id, "")
            figures = (f"{made.articles:,}", f"{made.spans:,}") if made is not None else ("", "")
            texts = (one.name, fault or self._file(one).name, *figures)
            tone = "danger" if fault else "text" if made is not None else "text2"
            cells.append(Cells(texts=texts, tone=tone, tip=fault))
        self.table.show_cells(cells)
