"""The fields of the card: those of one figure side by side, short choices as buttons, the rest one below the other."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QFrame, QHBoxLayout, QLineEdit, QPushButton, QWidget

from annotator.core.codebook import Attribute, Label, RelationKind
from annotator.core.model import Value
from annotator.gui.text import caption, tooltip
from annotator.gui.views.attribute_rows import AttributeRow, AttributeRows
from annotator.gui.views.fields import Editor, editor_for
from annotator.gui.widgets import Elided, row

NAME_WIDTH = 82
# Attributes of a quantity that stand side by side, by key: px for each, 0 for what is left.
_LINES = (("value", 86), ("unit", 0), ("scale", 90)), (("value_high", 86), ("base", 86))
_SHORT, _MOST = 24, 7  # characters and choices that fit beside each other
_SIGNS = {"~": "≈", "<=": "≤", ">=": "≥"}


class SegmentEditor(Editor):
    """One of a few short choices, all to be seen; the one that is on is switched off by a click."""

    def __init__(self, attribute: Attribute, parent: QWidget | None = None) -> None:
        super().__init__(attribute, parent)
        self._group = QButtonGroup(self)
        self._on: int = -1
        line = row(gap=2, margins=(2, 2, 2, 2))
        for place, choice in enumerate(attribute.choices):
            made = QPushButton(caption(_SIGNS.get(choice.name, choice.name)))
            made.setCheckable(True)
            made.setAccessibleName(f"{attribute.name}: {choice.name}")
            made.setToolTip(tooltip(attribute.hint))
            made.installEventFilter(self)
            self._controls.append(made)
            self._group.addButton(made, place)
            line.addWidget(made)
        frame = QFrame()
        frame.setObjectName("seg")
        frame.setLayout(line)
        self._box.addWidget(frame, 0, Qt.AlignmentFlag.AlignLeft)
        self._group.idClicked.connect(self._clicked)
        self.setFocusProxy(self._group.button(0))

    def value(self) -> Value | None:
        """The key of the choice that is on."""
        return self.attribute.choices[self._on].key if self._on >= 0 else None

    def show_value(self, value: Value | None) -> None:
        """Puts a choice on, or none."""
        self._forget()
        keys = [choice.key for choice in self.attribute.choices]
        self._on = keys.index(value) if isinstance(value, str) and value in keys else -1
        self._group.setExclusive(False)
        for place, button in enumerate(self._group.buttons()):
            button.setChecked(place == self._on)
        self._group.setExclusive(True)
        self.setFocusProxy(self._group.button(max(0, self._on)))

    def step(self) -> None:
        """The next choice, from the last to no answer."""
        place = self._on + 1
        self.show_value(self.attribute.choices[place].key if place < len(self.attribute.choices) else None)
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._chosen()

    def _clicked(self, place: int) -> None:
        self.show_value(None if place == self._on else self.attribute.choices[place].key)
        if not self._group.button(place).hasFocus():  # a click alone does not give it everywhere
            self._group.button(place).setFocus(Qt.FocusReason.MouseFocusReason)
        self._chosen()


class CardRow(AttributeRow):
    """One attribute on the card; `bare` ones stand beside another without a name of their own."""

    bare = False

    def __init__(self, attribute: Attribute, owner: QWidget) -> None:
        super().__init__(attribute, owner, SegmentEditor if _is_short(attribute) else editor_for)
        self.editor.patient = True
        self.key.setParent(owner)
        self.name.setParent(owner)
        self.fault.setParent(owner)
        self.name.setFixedWidth(NAME_WIDTH)

    def show(self, shown: bool, *, number: int) -> None:
        """Without key caps: the digit works, and the details show it."""
        super().show(shown, number=0)
        self.name.setVisible(shown and not self.bare)


class CardRows(AttributeRows):
    """The fields of one label on the card."""

    def _made(self, attribute: Attribute) -> AttributeRow:
        return CardRow(attribute, self)

    def _lay_out(self) -> None:
        """Lines of fields; what is wrong with one of them is said below its line."""
        for number, keys in enumerate(self._lines(self.label)):
            line = QHBoxLayout()
            line.setSpacing(8)
            for place, (key, width) in enumerate(keys):
                made = self.rows[key]
                assert isinstance(made, CardRow)
                made.bare = place > 0
                self._put(made, line, width, first=place == 0, line_number=2 * number)
            if all(width for _, width in keys):
                line.addStretch(1)
            self._grid.addLayout(line, 2 * number, 1)
            faults = QHBoxLayout()
            faults.setSpacing(8)
            for key, _ in keys:
                faults.addWidget(self.rows[key].fault)
            self._grid.addLayout(faults, 2 * number + 1, 1)

    def _put(self, made: CardRow, line: QHBoxLayout, width: int, *, first: bool, line_number: int) -> None:
        if first:
            top = Qt.AlignmentFlag.AlignTop if made.attribute.kind == "choices" else Qt.AlignmentFlag.AlignVCenter
            self._grid.addWidget(made.name, line_number, 0, top)
        elif made.attribute.kind == "number":
            line.addWidget(_beside(made.attribute))
        if width:
            made.editor.setFixedWidth(width)
        control = made.editor.focusProxy()
        if isinstance(control, QLineEdit) and made.attribute.kind == "text" and not first:
            control.setPlaceholderText(made.attribute.name)
        line.addWidget(made.editor, 0 if width else 1)

    @staticmethod
    def _lines(label: Label | RelationKind | None) -> list[list[tuple[str, int]]]:
        """Which attributes stand on each line, and how wide."""
        if label is None:
            return []
        known = [part.key for part in label.attributes]
        grouped = []
        if label.role == "quantity":
            grouped = [[(key, width) for key, width in line if key in known] for line in _LINES]
        taken = {key for line in grouped for key, _ in line}
        return [line for line in grouped if line] + [[(key, 0)] for key in known if key not in taken]

    def stops(self) -> list[QWidget]:
        """What Tab goes through, in order."""
        found: list[QWidget] = []
        for line in self._lines(self.label):
            for editor in (self.rows[key].editor for key, _ in line):
                proxy = editor.focusProxy()
                several = editor.attribute.kind == "choices"
                found += editor.findChildren(QCheckBox) if several else [proxy] if proxy is not None else []
        return [part for part in found if part.isVisible() and part.isEnabled()]

    def controls(self) -> list[QWidget]:
        """Everything that can have the keyboard."""
        kinds = [part for row_ in self.rows.values() for part in row_.editor.findChildren(QWidget)]
        return [part for part in kinds if part.focusPolicy() != Qt.FocusPolicy.NoFocus]

    def focus_first(self) -> None:
        """The first field has the keyboard, its words selected."""
        for line in self._lines(self.label):
            editor = self.rows[line[0][0]].editor
            if not editor.isHidden():
                editor.setFocus(Qt.FocusReason.TabFocusReason)
                control = editor.focusProxy()
                if isinstance(control, QLineEdit):
                    control.selectAll()
                return


def _beside(attribute: Attribute) -> Elided:
    made = Elided(attribute.name, role="sub")
    made.setFixedWidth(min(64, made.sizeHint().width() + 4))
    made.setToolTip(tooltip(attribute.hint))
    return made


def _is_short(attribute: Attribute) -> bool:
    names = [choice.name for choice in attribute.choices]
    return attribute.kind == "choice" and len(names) <= _MOST and sum(map(len, names)) <= _SHORT
