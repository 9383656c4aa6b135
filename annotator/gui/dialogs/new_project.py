"""A new project: its file, its codebook, and who works in it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QLineEdit, QWidget

from annotator import settings
from annotator.core.errors import AnnotatorError
from annotator.gui import messages, wording
from annotator.gui.text import isolate, plain
from annotator.gui.widgets import Elided, boxed, button, column, hline, label, row
from annotator.store.project import Project
from annotator.work import shipped

OTHER = "…"


class NewProject(QDialog):
    """Accepted once the file is made; `path` then names it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("New project"))
        self.setMinimumWidth(560)
        self.path: Path | None = None
        self._folder = messages.home()
        self._file: Path | None = None
        self.name = QLineEdit(self.tr("My articles"))
        self.folder = Elided(str(self._folder), "sub", middle=True)
        self.annotator = QLineEdit(settings.load().settings.annotator)
        self.codebook = QComboBox()
        for name in shipped.names():
            self.codebook.addItem(shipped.load(name).name, name)
        self.codebook.addItem(self.tr("From a file…"), OTHER)
        self.fault = label("", "fault", wrap=True)
        self.fault.hide()
        self._lay_out()
        self.codebook.activated.connect(self._codebook_chosen)
        self.name.selectAll()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        change = button(self.tr("Change…"))
        change.clicked.connect(self._change_folder)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        rows: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Name"), self.name),
            (self.tr("Folder"), boxed(row((self.folder, 1), change))),
            (self.tr("Codebook"), self.codebook),
            (self.tr("Your name"), self.annotator),
        )
        for place, (text, field) in enumerate(rows):
            caption = label(text, "sub")
            caption.setBuddy(field)
            grid.addWidget(caption, place, 0)
            grid.addWidget(field, place, 1)
        note = self.tr(
            "One file holds articles, codebook and spans. Keep it on this computer rather than in a synchronised "
            "folder; to work together, exchange files."
        )
        make = button(self.tr("Make the project"), "primary")
        make.setDefault(True)
        make.clicked.connect(self.make)
        cancel = button(self.tr("Cancel"))
        cancel.setAutoDefault(False)
        change.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        title = label(self.tr("New project"), "h2")
        body = column(title, label(note, "sub", wrap=True), 4, grid, self.fault, gap=12, margins=(24, 20, 24, 20))
        foot = row(None, cancel, make, margins=(16, 12, 16, 12))
        self.setLayout(column(body, None, hline(), boxed(foot), gap=0))

    def _change_folder(self) -> None:
        chosen = messages.choose_folder(self, self.tr("Folder of the project"))
        if chosen is not None:
            self._folder = chosen
            self.folder.setText(str(chosen))

    def _codebook_chosen(self) -> None:
        if self.codebook.currentData() != OTHER:
            return
        chosen = messages.choose_files(self, self.tr("A codebook (JSON)"))
        self.codebook.setCurrentIndex(0)
        if not chosen:
            return
        try:
            found = shipped.read(chosen[0])
        except AnnotatorError as error:
            self._refuse(error)
            return
        self.codebook.insertItem(0, isolate(found.name), chosen[0])
        self.codebook.setCurrentIndex(0)

    def target(self) -> Path:
        """The file that would be made."""
        name = self.name.text().strip().replace("/", "-").replace("\\", "-") or self.tr("My articles")
        ending = messages.PROJECT_ENDING
        return self._folder / (name if name.endswith(ending) else name + ending)

    def make(self) -> None:
        """Makes the file; what stands in the way is said here."""
        who = self.annotator.text().strip() or settings.login_name()
        try:
            chosen = self.codebook.currentData()
            codebook = shipped.read(chosen) if isinstance(chosen, Path) else shipped.load(chosen)
            Project.create(self.target(), codebook=codebook, annotator=who).close()
        except AnnotatorError as error:
            self._refuse(error)
            return
        self._remember(who)
        self.path = self.target()
        self.accept()

    def _remember(self, who: str) -> None:
        try:
            settings.update(annotator=who)
        except AnnotatorError:
            return  # asked again next time

    def _refuse(self, error: AnnotatorError) -> None:
        self.fault.setText(plain(wording.line(error)))
        self.fault.show()
