"""What an export asks beyond who and what: layers, names, a split into parts, and how tags are written."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout, QWidget

from annotator.formats.base import Format
from annotator.gui.views.number_field import NumberField
from annotator.gui.widgets import Elided, Part, boxed, label, row
from annotator.work.selection import ExportOptions

SPLITS = ("80/10/10", "70/15/15", "60/20/20", "90/10", "80/20")
SCHEMES = (("iob2", "IOB2"), ("iob1", "IOB1"), ("iobes", "IOBES"), ("bilou", "BILOU"))
MOST_SEED = 2_147_483_647
NAME_WIDTH = 84  # of the words before a line of options


def line(name: str, *parts: Part) -> QFrame:
    """A line of options with its name before it."""
    words = Elided(name, "sub")
    words.setFixedWidth(NAME_WIDTH)
    return boxed(row(words, *parts, gap=8))


def choice(name: str, choices: Sequence[tuple[object, str]]) -> QComboBox:
    """A combo box of values and their names."""
    box = QComboBox()
    box.setAccessibleName(name)
    for value, words in choices:
        box.addItem(words, value)
    return box


class MoreOptions(QWidget):
    """Lines that come and go with the format; `changed` says that something else would go out."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        one, every = self.tr("One layer an article, gold first"), self.tr("All layers that are done")
        self.layers = choice(self.tr("Layers"), ((False, one), (True, every)))
        names = (("keep", self.tr("Names as they are")), ("pseudonyms", self.tr("Pseudonyms")))
        self.names = choice(self.tr("Names of annotators"), (*names, ("drop", self.tr("No names"))))
        parts = ((words, self.tr("Train, dev, test: {shares}")) for words in SPLITS[:3])
        pairs = ((words, self.tr("Train, test: {shares}")) for words in SPLITS[3:])
        shares = [(words, text.format(shares=words)) for words, text in (*parts, *pairs)]
        self.split = choice(self.tr("Split"), (("", self.tr("No split")), *shares))
        self.seed_name = label(self.tr("Seed"), "sub")
        self.seed = NumberField()
        self.seed.setRange(0, MOST_SEED)
        self.seed.setAccessibleName(self.tr("Seed of the split"))
        self.seed.setFixedWidth(110)
        self.scheme = choice(self.tr("Tags"), SCHEMES)
        columns = (("one", self.tr("One column for all labels")), ("label", self.tr("One column a label")))
        self.columns = choice(self.tr("Columns"), columns)
        self._lay_out()

    def _lay_out(self) -> None:
        self.layers_line = line(self.tr("Layers"), self.layers, None)
        self.tags_line = line(self.tr("Tags"), self.scheme, self.columns, None)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        lines.addWidget(self.layers_line)
        lines.addWidget(line(self.tr("Split"), self.split, self.seed_name, self.seed, None))
        lines.addWidget(self.tags_line)
        for box in (self.layers, self.names, self.scheme, self.columns, self.split):
            box.currentIndexChanged.connect(self._changed)
        self.seed.valueChanged.connect(self._changed)
        self._show_seed()

    def _changed(self) -> None:
        self._show_seed()
        self.changed.emit()

    def _show_seed(self) -> None:
        parted = bool(self.split.currentData())
        self.seed_name.setVisible(parted)
        self.seed.setVisible(parted)

    def show_form(self, form: Format | None) -> None:
        """Shows what the format heeds."""
        self.layers_line.setVisible(form is not None and form.training)
        self.tags_line.setVisible(form is not None and "scheme" in form.write_options)

    @property
    def parted(self) -> bool:
        """Whether the export is split, so that its target is a folder."""
        return bool(self.split.currentData())

    def filled(self, options: ExportOptions) -> ExportOptions:
        """The options with what is chosen here; a format takes of it what it heeds."""
        return msgspec.structs.replace(
            options,
            all_layers=self.layers.currentData(),
            names=self.names.currentData(),
            split=self.split.currentData(),
            seed=self.seed.value() if self.parted else 0,
            scheme=self.scheme.currentData(),
            columns=self.columns.currentData(),
        )
