"""Small controls of which rows of filters are made: combo boxes and fields for dates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QCoreApplication, QSignalBlocker
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy

from annotator.gui.text import plain

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?\Z")
_NARROWEST = 64


def combo_of(name: str) -> QComboBox:
    """A small combo box of that name."""
    made = QComboBox()
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(5)
    made.setMinimumWidth(_NARROWEST)
    made.setMaximumWidth(220)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    made.setMaxVisibleItems(16)
    return made


def date_field(name: str) -> QLineEdit:
    """A field for a date, of that name."""
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(name)
    made.setToolTip(QCoreApplication.translate("Filters", "YYYY-MM-DD, YYYY-MM, YYYY"))
    made.setFixedWidth(88)
    made.setMaxLength(10)
    return made


def date_of(field: QLineEdit) -> str:
    """The date that stands in a field, empty while it is not whole."""
    text = field.text().strip()
    return text if _DATE.match(text) else ""


def fill_combo(combo: QComboBox, items: Iterable[tuple[str, Any]]) -> None:
    """Other items; the chosen one stays chosen if it is among them."""
    with QSignalBlocker(combo):
        before = combo.currentData() if combo.count() else None
        combo.clear()
        place = 0
        for at, (name, data) in enumerate(items):
            combo.addItem(plain(name), data)
            if data == before:
                place = at
        combo.setCurrentIndex(place)
        combo.view().setMinimumWidth(min(320, combo.view().sizeHintForColumn(0) + 24))
