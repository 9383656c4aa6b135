"""The form of handing out: who, how much twice, spread by what, which articles, training, second looks, who leaves."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from annotator.core.model import Annotator
from annotator.gui.dialogs.codebook_form import Combo
from annotator.gui.text import plain
from annotator.gui.views.number_field import NumberField
from annotator.gui.views.pane import Pane
from annotator.gui.widgets import column, label, row
from annotator.work.assign import AssignOptions

MOST_SEED = 2_147_483_647
_CAPTION = 132


class WorkForm(Pane):
    """`changed` says that another plan is wanted."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Whom the work is for"))
        self.people = QPlainTextEdit()
        self.people.setObjectName("field")
        self.people.setTabChangesFocus(True)
        self.people.setFixedHeight(120)
        self.people.setAccessibleName(self.tr("People, a name a line"))
        self.people.setPlaceholderText(self.tr("A name a line"))
        self.double = _number(self.tr("Labelled twice"), 100, suffix=" %")
        self.by = Combo(
            [
                ("", self.tr("Nothing")),
                ("outlet", self.tr("Outlet")),
                ("section", self.tr("Section")),
                ("language", self.tr("Language")),
                ("author", self.tr("Author")),
            ]
        )
        self.by.setAccessibleName(self.tr("Spread evenly by"))
        self.query = QLineEdit()
        self.query.setAccessibleName(self.tr("Only articles with"))
        self.query.setPlaceholderText(self.tr("title, outlet or author"))
        self.training = _number(self.tr("Training round"), 10_000)
        self.second = _number(self.tr("Second look"), 100, suffix=" %")
        self.leaving = Combo()
        self.leaving.setAccessibleName(self.tr("Who leaves"))
        self.seed = _number(self.tr("Seed"), MOST_SEED)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        whole: QVBoxLayout = self.column
        whole.setContentsMargins(20, 14, 16, 14)
        whole.setSpacing(12)
        whole.addLayout(column(label(self.tr("People"), "h3"), self.people, gap=6))
        for caption, field, hint in (
            (self.tr("Labelled twice"), self.double, self.tr("This share goes to two people, for agreement.")),
            (self.tr("Spread evenly by"), self.by, self.tr("Everybody gets as much of each.")),
            (self.tr("Only articles with"), self.query, ""),
            (
                self.tr("Training round"),
                self.training,
                self.tr("Articles with gold, for everybody; gold is shown after “done”."),
            ),
            (self.tr("Second look"), self.second, self.tr("This share of one’s own done articles comes again.")),
            (self.tr("Who leaves"), self.leaving, self.tr("What they have not done goes to the people above.")),
            (self.tr("Seed"), self.seed, self.tr("The same seed hands out the same way.")),
        ):
            name = label(caption)
            name.setFixedWidth(_CAPTION)
            name.setBuddy(field)
            parts = [row(name, (field, 1), gap=8)]
            said = column(*parts, *([label(hint, "cap", wrap=True)] if hint else []), gap=3)
            whole.addLayout(said)
        whole.addStretch(1)

    def _connect(self) -> None:
        self.people.textChanged.connect(self.changed)
        self.query.textChanged.connect(self.changed)
        for number in (self.double, self.training, self.second, self.seed):
            number.valueChanged.connect(self.changed)
        for combo in (self.by, self.leaving):
            combo.chosen.connect(self.changed)

    def load(self, everybody: Sequence[Annotator], assigned: Sequence[Annotator]) -> None:
        """Fills in who has work already, and who may leave."""
        self.people.setPlainText("\n".join(plain(one.name) for one in assigned))
        names = [(one.name, one.name) for one in everybody if one.kind == "person"]
        self.leaving.set_options([("", self.tr("Nobody")), *names])

    def options(self) -> tuple[AssignOptions | None, str]:
        """What is wished, or why it cannot be."""
        names = tuple(dict.fromkeys(filter(None, (plain(one) for one in self.people.toPlainText().splitlines()))))
        if not names:
            return None, self.tr("Name the people who shall label, one a line.")
        if self.double.value() and len(names) < 2:
            return None, self.tr("To have articles labelled twice there must be two people.")
        made = AssignOptions(
            people=names,
            double=self.double.value() / 100,
            by=self.by.currentData() or "",
            seed=self.seed.value(),
            query=self.query.text(),
            training=self.training.value(),
            second_look=self.second.value() / 100,
            leaving=self.leaving.currentData() or "",
        )
        return made, ""


def _number(name: str, most: int, suffix: str = "") -> NumberField:
    made = NumberField()
    made.setAccessibleName(name)
    made.setRange(0, most)
    made.setSuffix(suffix)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the wheel scrolls the page and changes nothing in passing
    return made
