"""Small controls of which rows of filters are made: combo boxes and fields for dates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QStyle, QStyleOptionComboBox, QStylePainter

from annotator.gui.text import plain

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?\Z")
_NARROWEST = 64
_AIR = 2  # px that the style keeps free beside the words


class FilterCombo(QComboBox):
    """A combo box whose words end in dots where they do not fit."""

    def _option(self) -> QStyleOptionComboBox:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        control, field = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(control, option, field, self).width() - _AIR
        option.currentText = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)
        return option

    def words(self) -> str:
        """What can be read of the choice."""
        return self._option().currentText

    def paintEvent(self, event: QPaintEvent) -> None:
        """As Qt does, with words that fit."""
        painter, option = QStylePainter(self), self._option()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


def combo_of(name: str) -> FilterCombo:
    """A small combo box of that name."""
    made = FilterCombo()
    made.setProperty("tight", True)
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
