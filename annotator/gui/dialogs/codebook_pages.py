"""The pages of the codebook editor: the codebook itself, a label, a relation kind."""

from __future__ import annotations

from functools import partial
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QMenu, QStackedWidget, QWidget

from annotator.core.codebook import Label, RelationKind
from annotator.core.codebook_faults import RELATION
from annotator.gui.dialogs.codebook_attributes import AttributesForm
from annotator.gui.dialogs.codebook_form import Combo, Form, TickList, field_of_lines, held, set_line, set_text, small
from annotator.gui.dialogs.codebook_label import GuidelineForm, LabelForm
from annotator.gui.dialogs.codebook_state import Editing
from annotator.gui.text import caption, isolate
from annotator.gui.views.pane import Pane
from annotator.gui.widgets import Segmented, boxed, button, column, label, row
from annotator.store import usage
from annotator.work import shipped

MARGIN = (20, 14, 20, 14)


def scrolled(widget: QWidget) -> Pane:
    """A form that scrolls when room is short."""
    made = Pane()
    made.column.setContentsMargins(2, 2, 12, 2)
    made.column.addWidget(widget)
    made.column.addStretch(1)
    return made


class LabelPage(QWidget):
    """A label in three parts: what it is, its attributes, its guideline."""

    def __init__(self, editing: Editing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parts = Segmented([self.tr("Label"), self.tr("Attributes"), self.tr("Guideline")])
        self.form, self.attributes = LabelForm(editing), AttributesForm(editing)
        self.guideline = GuidelineForm(editing)
        self._stack = QStackedWidget()
        for part in (scrolled(self.form), self.attributes, self.guideline):
            self._stack.addWidget(part)
        self.parts.chosen.connect(self._stack.setCurrentIndex)
        self.setLayout(column(row(self.parts, None), (self._stack, 1), gap=12, margins=MARGIN))

    def show_owner(self, owner: Label) -> None:
        """Shows a label of the draft."""
        self.form.show_label(owner)
        self.attributes.show_owner(owner)
        self.guideline.show_label(owner)

    def show_part(self, part: int) -> None:
        """Turns to one of the three parts."""
        self.parts.set_choice(part)
        self._stack.setCurrentIndex(part)


class RelationPage(QWidget):
    """A relation kind: its name, role and ends, and its attributes."""

    def __init__(self, editing: Editing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editing = editing
        self._kind: RelationKind | None = None
        self.parts = Segmented([self.tr("Relation"), self.tr("Attributes")])
        self.form, self.attributes = Form(), AttributesForm(editing)
        self._build()
        self._stack = QStackedWidget()
        self._stack.addWidget(scrolled(self.form))
        self._stack.addWidget(self.attributes)
        self.parts.chosen.connect(self._stack.setCurrentIndex)
        self.setLayout(column(row(self.parts, None), (self._stack, 1), gap=12, margins=MARGIN))

    def _build(self) -> None:
        self.name = QLineEdit()
        self.name.textEdited.connect(self._named)
        self.form.add("name", self.tr("Name"), self.name)
        self.key = label("", "cap")
        self.form.add("key", self.tr("In files"), self.key)
        self.head, self.tail = TickList(self.tr("any label")), TickList(self.tr("any label"))
        self.head.ticked.connect(self._headed)
        self.tail.ticked.connect(self._tailed)
        self.form.add("head", self.tr("From"), held(self.head, 340), named=self.head)
        self.form.add("tail", self.tr("To"), held(self.tail, 340), named=self.tail)
        roles: list[tuple[str | None, str]] = [
            (None, self.tr("none")),
            ("speaker", self.tr("speaker: who said it")),
            ("about", self.tr("about: what a figure is about")),
            ("source", self.tr("source: who gives a figure")),
            ("cue", self.tr("cue: the words that introduce it")),
        ]
        self.role = Combo(roles)
        self.role.chosen.connect(self._cast)
        self.form.add("role", self.tr("Role"), held(self.role, 340), named=self.role)
        self.definition = field_of_lines(120, self.tr("Definition"))
        self.definition.textChanged.connect(self._defined)
        self.form.add("definition", self.tr("Definition"), self.definition)

    def show_owner(self, owner: RelationKind) -> None:
        """Shows a relation kind of the draft."""
        self._kind = None
        set_line(self.name, owner.name)
        self.key.setText(owner.key)
        self.role.show_key(owner.role)
        set_text(self.definition, owner.definition)
        names = [(one.key, one.name) for one in self._editing.book.labels]
        for field, ends in ((self.head, owner.head), (self.tail, owner.tail)):
            if (field._options, field._chosen) != (tuple(names), ends):
                field.show_options(names, ends)
        self.attributes.show_owner(owner)
        self._kind = owner
        self.form.show_faults(self._editing.faults_at(RELATION + owner.key))

    def _put(self, **fields: Any) -> None:
        if self._kind is not None:
            self._editing.put(replace(self._kind, **fields))

    def _named(self, text: str) -> None:
        self._put(name=text)

    def _headed(self, keys: tuple[str, ...]) -> None:
        self._put(head=keys)

    def _tailed(self, keys: tuple[str, ...]) -> None:
        self._put(tail=keys)

    def _cast(self, role: str | None) -> None:
        self._put(role=role)

    def _defined(self) -> None:
        self._put(definition=self.definition.toPlainText())


class BookPage(QWidget):
    """The codebook itself: name, description, its versions, and the way in and out as a file."""

    import_requested = Signal(str)  # the name of one of ours, or nothing: from a file
    export_requested = Signal()
    older_requested = Signal()

    def __init__(self, editing: Editing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editing = editing
        self.form = Form()
        self.name = QLineEdit()
        self.name.textEdited.connect(self._named)
        self.form.add("name", self.tr("Name"), self.name)
        self.description = field_of_lines(110, self.tr("Description"))
        self.description.textChanged.connect(self._described)
        self.form.add("description", self.tr("Description"), self.description)
        self.versions = label("", "sub", wrap=True)
        self.form.add("versions", self.tr("Versions"), self.versions)
        self.bring = button(self.tr("Import a codebook"), icon="import")
        self.bring.setAutoDefault(False)
        self.bring.setMenu(self._sources())
        self.send = small(button(self.tr("Export…"), icon="export"), self.export_requested.emit)
        self.older = small(button(self.tr("Look at older spans…"), icon="clock"), self.older_requested.emit)
        self.form.add("file", self.tr("As a file"), boxed(row(self.bring, self.send, None)), named=self.bring)
        self.form.add("older", self.tr("Another look"), boxed(row(self.older, None)), named=self.older)
        self.bring.setAccessibleName(self.tr("Import a codebook"))
        self.older.setAccessibleName(self.tr("Look at older spans…"))
        self.setLayout(column(scrolled(self.form), margins=MARGIN))
        self._count()

    def _sources(self) -> QMenu:
        menu = QMenu(self)
        action = menu.addAction(self.tr("From a file…"))
        action.triggered.connect(partial(self._asked, ""))
        menu.addSeparator()
        for name in shipped.names():
            action = menu.addAction(caption(shipped.load(name).name))
            action.triggered.connect(partial(self._asked, name))
        return menu

    def _asked(self, name: str, _checked: bool = False) -> None:
        self.import_requested.emit(name)

    def _count(self) -> None:
        project = self._editing.project
        number = len(project.read.codebooks())
        older = usage.older_spans(project.connection, project.codebook_id)
        words = self.tr("This is version {number}.").format(number=number)
        spans = self.tr("1 span was made under an older one.")
        if older != 1:
            spans = self.tr("{count} spans were made under older ones.").format(count=f"{older:,}")
        self.versions.setText(f"{words} {spans}" if older else words)
        self.older.setEnabled(older > 0)

    def show_book(self) -> None:
        """Shows the draft's own fields."""
        set_line(self.name, self._editing.book.name)
        set_text(self.description, self._editing.book.description)
        self.form.show_faults(self._editing.faults_at(""))

    def _named(self, text: str) -> None:
        self._editing.put_book(name=text)

    def _described(self) -> None:
        text = self.description.toPlainText()
        if text != self._editing.book.description.replace("\u00a0", " "):
            self._editing.put_book(description=text)


class RemovalPage(QWidget):
    """A part that is in use goes: what takes its place is chosen first."""

    decided = Signal(object)  # the key of the heir, or None: held
    kept = Signal()

    def __init__(self, editing: Editing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editing = editing
        self.title, self.facts = label("", "h3", wrap=True), label("", "sub", wrap=True)
        self.answer = Combo()
        self.answer.setMinimumWidth(520)
        self.go = small(button(self.tr("Take it out"), "danger", "trash"), self._decide)
        self.stay = small(button(self.tr("Keep it")), self.kept.emit)
        note = self.tr("Nothing is changed before you have seen the whole; undo takes it back.")
        buttons = row(self.go, self.stay, None)
        parts = (self.title, self.facts, row(self.answer, None), buttons, label(note, "cap", wrap=True), None)
        self.setLayout(column(*parts, gap=12, margins=MARGIN))

    def ask(self, path: str) -> None:
        """Asks about a label or relation kind of the draft."""
        owner = self._editing.owner(path)
        if owner is None:
            return
        tied = path.startswith(RELATION)
        uses = self._editing.uses
        used = uses.kind(owner.key) if tied else uses.label(path)
        words = self.tr("What becomes of the relations of {name}?") if tied else self.tr("What becomes of {name}?")
        self.title.setText(words.format(name=isolate(owner.name)))
        self.answer.setAccessibleName(self.title.text())
        count = self.tr("{count} relations") if tied else self.tr("{count} spans")
        if used.count == 1:
            count = self.tr("1 relation") if tied else self.tr("1 span")
        people = self.tr("1 annotator") if used.annotators == 1 else self.tr("{count} annotators")
        one = used.count == 1
        facts = (self.tr("{spans} of {people} uses it.") if one else self.tr("{spans} of {people} use it.")).format(
            spans=count.format(count=f"{used.count:,}"), people=people.format(count=f"{used.annotators:,}")
        )
        ties = self.tr("{count} relations end at them.").format(count=f"{used.relations:,}") if used.relations else ""
        self.facts.setText(f"{facts} {ties}".strip())
        book = self._editing.book
        others = [(one.key, one.name) for one in (book.relations if tied else book.labels) if one.key != owner.key]
        options: list[tuple[str | None, str]] = [
            (key, self.tr("They become {name}, with their values").format(name=isolate(name))) for key, name in others
        ]
        self.answer.set_options([*options, (None, self.tr("They are held until somebody decides"))])
        self.answer.setCurrentIndex(0)

    def _decide(self) -> None:
        self.decided.emit(self.answer.currentData())
