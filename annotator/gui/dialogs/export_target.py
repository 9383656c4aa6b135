"""Where an export goes: a file with the format's ending, or a folder of its own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from annotator.formats import FORMATS
from annotator.formats.base import Format
from annotator.gui import messages
from annotator.gui.dialogs.export_more import NAME_WIDTH
from annotator.gui.widgets import Elided, row, tool_button


class TargetLine(QWidget):
    """A path that follows the format until somebody types one, and its ending ever after."""

    changed = Signal()

    def __init__(self, beside: Path, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._beside, self._name = beside, name  # the project's file, and what it is called
        self._own_name = True  # nobody has typed one
        self._to_folder = False
        self.title = Elided(self.tr("File"), "sub")
        self.title.setFixedWidth(NAME_WIDTH)
        self.file = QLineEdit()
        self.file.setAccessibleName(self.tr("Export to"))
        self.choose = tool_button("folder", self.tr("Choose …"))
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addLayout(row(self.title, (self.file, 1), self.choose, gap=8))
        self.file.textEdited.connect(self._typed)
        self.choose.clicked.connect(self._choose)

    @property
    def path(self) -> Path | None:
        """What stands there, if anything does."""
        words = self.file.text().strip()
        return Path(words).expanduser() if words else None

    def follow(self, form: Format, *, parted: bool) -> None:
        """The format's ending, or a folder's name without one: for a format of several files, and for a split."""
        before, path = self._to_folder, Path(self.file.text())
        self._to_folder = form.folder or parted
        self.title.setText(self.tr("Folder") if self._to_folder else self.tr("File"))
        known = path.suffix in {ending for one in FORMATS for ending in one.endings}
        if self._own_name:
            name = f"{self._name}-{form.name}" if self._to_folder else self._name + form.endings[0]
            self.file.setText(str(self._beside.with_name(name)))
            self.file.setCursorPosition(0)
        elif self._to_folder and known:
            self.file.setText(str(path.with_suffix("")))
        elif not self._to_folder and path.name and (known or before) and path.suffix not in form.endings:
            self.file.setText(str(path.with_name((path.stem if known else path.name) + form.endings[0])))

    def _typed(self) -> None:
        self._own_name = False
        self.changed.emit()

    def _choose(self) -> None:
        proposal = Path(self.file.text())
        if self._to_folder:
            chosen = messages.choose_folder(self, self.tr("Export to a folder"))
            if chosen is not None and any(chosen.iterdir()):
                chosen /= proposal.name  # an export needs a folder of its own
        else:
            chosen = messages.choose_target(self, self.tr("Export to"), proposal)
        if chosen is not None:
            self._own_name = False
            self.file.setText(str(chosen))
            self.changed.emit()
