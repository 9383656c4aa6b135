"""Preferences: a page for each heading of the table, everything applied at once, and the keys of all actions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QScrollArea,
    QSpinBox,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from annotator import settings
from annotator.gui.dialogs.frame import FrameDialog
from annotator.gui.preference_table import PAGES, Preference
from annotator.gui.text import plain
from annotator.gui.views.number_field import NumberField
from annotator.gui.widgets import Segmented, boxed, button, column, label, row, tool_button
from annotator.settings import Settings

if TYPE_CHECKING:
    from annotator.gui.comfort import Comfort

_LABEL = 150  # px of the column of words


class Preferences(FrameDialog):
    """Pages by heading; the last one also lists the key of every action."""

    def __init__(self, comfort: Comfort, parent: QWidget) -> None:
        super().__init__(
            parent,
            title=self.tr("Preferences"),
            sub=self.tr("Everything here applies at once and holds for all projects."),
            size=QSize(720, 620),
            margin=48,
        )
        self._comfort = comfort
        self._now = settings.load().settings
        self.fields: dict[str, QWidget] = {}
        self._shown: list[Callable[[Settings], None]] = []
        self.pages = QStackedWidget()
        self.tabs = Segmented([_tr(title) for title, _ in PAGES])
        self.tabs.chosen.connect(self._turn)
        for title, rows in PAGES:
            self.pages.addWidget(self._page(rows, keys=title == PAGES[-1][0]))
        self.cancel.hide()
        close = button(self.tr("Close"), "primary")
        close.clicked.connect(self.accept)
        usual = button(self.tr("Back to the usual"), "link")
        usual.setToolTip(self.tr("Sets what this page shows back to how the program came"))
        usual.clicked.connect(self._reset)
        body = column(row(self.tabs, None), (self.pages, 1), gap=12, margins=(20, 16, 20, 8))
        self.fill(boxed(body), foot=row(usual, None), primary=close)
        self.fields["theme"].setFocus(Qt.FocusReason.OtherFocusReason)

    # --- pages --------------------------------------------------------------------------------------

    def _page(self, rows: tuple[Preference, ...], *, keys: bool) -> QWidget:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        grid.setColumnMinimumWidth(0, _LABEL)
        grid.setColumnStretch(1, 1)
        line = 0
        for one in rows:
            line = self._row(grid, line, one)
        if not keys:
            scroll = QScrollArea()
            scroll.setWidgetResizable(True)
            scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            scroll.setWidget(boxed(column(grid, None, margins=(0, 0, 8, 0))))
            return scroll
        from annotator.gui.dialogs.key_list import KeyList

        self.keys = KeyList(self._comfort)
        return boxed(column(grid, (self.keys, 1), gap=12))

    def _row(self, grid: QGridLayout, line: int, one: Preference) -> int:
        made = getattr(self, f"_{one.kind}")(one)
        made.setAccessibleName(_tr(one.text))
        made.setAccessibleDescription(_tr(one.about) if one.about else "")
        self.fields[one.field] = made
        if one.kind == "switch":
            grid.addWidget(made, line, 0, 1, 2)
        else:
            words = label(_tr(one.text))
            words.setBuddy(made)
            grid.addWidget(words, line, 0)
            steps = [_step(made, one, 1), _step(made, one, -1)] if isinstance(made, QSpinBox) else []
            grid.addLayout(row(made, *steps, None, gap=4), line, 1)
        if one.about:
            about = label(_tr(one.about), "cap", wrap=True)
            grid.addWidget(about, line + 1, 0 if one.kind == "switch" else 1, 1, 2 if one.kind == "switch" else 1)
        return line + 2

    def show_page(self, place: int) -> None:
        """Turns to a page, from 0."""
        self.tabs.set_choice(place)
        self._turn(place)

    def _turn(self, place: int) -> None:
        self.pages.setCurrentIndex(place)

    def _reset(self) -> None:
        """The page that is shown goes back to the defaults."""
        rows, usual = PAGES[self.pages.currentIndex()][1], Settings()
        for one in rows:
            if one.field != "annotator":
                self._comfort.set(one.field, getattr(usual, one.field))
        if self.pages.currentIndex() == len(PAGES) - 1:
            self._comfort.set("keys", {})
            self.keys.reload()
        now = settings.load().settings
        for show in self._shown:
            show(now)

    # --- fields -------------------------------------------------------------------------------------

    def _choice(self, one: Preference) -> Segmented:
        values = [value for value, _ in one.options]
        made = Segmented([_tr(words) for _, words in one.options])
        self._show_with(lambda now: made.set_choice(values.index(getattr(now, one.field))))
        made.chosen.connect(partial(self._chose, one))
        return made

    def _number(self, one: Preference) -> QSpinBox:
        """The arrows lie beside it: a stylesheet has none of its own."""
        made = NumberField()
        made.setRange(one.low, one.high)
        made.setSingleStep(one.step)
        made.setSuffix(one.unit)
        made.setFixedWidth(120)
        made.setKeyboardTracking(False)
        self._show_with(lambda now: made.setValue(round(getattr(now, one.field) * one.times)))
        made.valueChanged.connect(partial(self._numbered, one))
        return made

    def _font(self, one: Preference) -> QComboBox:
        made = QComboBox()
        made.addItem(self.tr("The program's own"), "")
        for family in QFontDatabase.families():
            if QFontDatabase.isSmoothlyScalable(family) and not QFontDatabase.isPrivateFamily(family):
                made.addItem(plain(family), family)
        made.setFixedWidth(280)
        self._show_with(lambda now: made.setCurrentIndex(max(0, made.findData(getattr(now, one.field)))))
        made.activated.connect(partial(self._picked, one, made))
        return made

    def _name(self, one: Preference) -> QLineEdit:
        made = QLineEdit()
        made.setFixedWidth(280)
        made.setMaxLength(200)
        self._show_with(lambda now: made.setText(getattr(now, one.field)))
        made.editingFinished.connect(partial(self._named, one, made))
        return made

    def _switch(self, one: Preference) -> QCheckBox:
        made = QCheckBox(_tr(one.text))
        self._show_with(lambda now: made.setChecked(getattr(now, one.field)))
        made.toggled.connect(partial(self._set, one))
        return made

    def _chose(self, one: Preference, place: int) -> None:
        self._set(one, one.options[place][0])

    def _numbered(self, one: Preference, value: int) -> None:
        self._set(one, value / one.times if one.times > 1 else value)

    def _picked(self, one: Preference, made: QComboBox, place: int) -> None:
        self._set(one, made.itemData(place))

    def _named(self, one: Preference, made: QLineEdit) -> None:
        self._set(one, made.text().strip() or settings.login_name())

    def _show_with(self, show: Callable[[Settings], None]) -> None:
        self._shown.append(show)
        show(self._now)

    def _set(self, one: Preference, value: Any) -> None:
        if getattr(settings.load().settings, one.field) != value:
            self._comfort.set(one.field, value)
            if one in PAGES[-1][1]:
                self.keys.reload()


def _step(spin: QSpinBox, one: Preference, way: int) -> QToolButton:
    words = "{name}: more" if way > 0 else "{name}: less"
    made = tool_button("plus" if way > 0 else "minus", _tr(words).format(name=_tr(one.text)))
    made.clicked.connect(spin.stepUp if way > 0 else spin.stepDown)
    return made


def _tr(text: str) -> str:
    return QCoreApplication.translate("Preferences", text)
