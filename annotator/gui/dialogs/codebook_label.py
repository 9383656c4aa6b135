"""A label in the editor: name, key, colours, role, how its words are found and trimmed; and its guideline."""

from __future__ import annotations

from functools import partial
from typing import Any

from msgspec.structs import replace
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QWidget

from annotator.core import colours
from annotator.core.codebook import Label, Trim
from annotator.core.codebook_faults import free_shortcut
from annotator.gui.dialogs.codebook_form import (
    ColourField,
    Combo,
    Form,
    Suggestion,
    field_of_lines,
    held,
    set_line,
    set_text,
)
from annotator.gui.dialogs.codebook_state import Editing
from annotator.gui.text import isolate
from annotator.gui.theme import lane
from annotator.gui.widgets import boxed, column, label, row


class LabelForm(Form):
    """What a label is; every field is taken at once."""

    def __init__(self, editing: Editing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editing = editing
        self._label: Label | None = None
        self._build()

    def _build(self) -> None:
        self.name = QLineEdit()
        self.name.textEdited.connect(self._named)
        self.add("name", self.tr("Name"), self.name)
        self.key = label("", "cap")
        self.on = QCheckBox(self.tr("Shown in the window"))
        self.on.toggled.connect(self._switched)
        self.add("key", self.tr("In files"), boxed(row(self.key, None, self.on, gap=16)), named=self.on)
        letter = QLineEdit()
        letter.setMaxLength(1)
        letter.setFixedWidth(44)
        letter.textEdited.connect(self._lettered)
        self.letter = Suggestion(letter)
        self.letter.taken.connect(self._lettered)
        self.add("shortcut", self.tr("Key"), self.letter, named=letter)
        self.colour = ColourField(self.tr("Colour"))
        self.colour.given.connect(self._coloured)
        self.add("color", self.tr("Colour"), self.colour, named=self.colour.line)
        self.dark = ColourField(self.tr("Lane in the dark"), derived=self.tr("derived"))
        self.dark.offer.hide()
        self.dark.given.connect(self._darkened)
        self.add("lane_dark", self.tr("Dark lane"), self.dark, named=self.dark.line)
        self.role = Combo(self._roles())
        self.role.chosen.connect(self._cast)
        self.add("role", self.tr("Role"), held(self.role, 320), named=self.role)
        self.finds = Combo(self._finds())
        self.finds.chosen.connect(self._found)
        self.add("find", self.tr("Found as"), held(self.finds, 320), named=self.finds)
        self.trims = {field: QCheckBox(words) for field, words in self._trims()}
        for box in self.trims.values():
            box.toggled.connect(self._trimmed)
        first = next(iter(self.trims.values()))
        boxes = boxed(row(*self.trims.values(), None, gap=16))
        self.add("trim", self.tr("Belongs to it"), boxes, named=first)
        for field, words in self._trims():
            self.trims[field].setAccessibleName(self.tr("Belongs to it: {what}").format(what=words))

    def _roles(self) -> list[tuple[str | None, str]]:
        return [
            (None, self.tr("none")),
            ("agent", self.tr("agent: acts, speaks, is in the registry")),
            ("quotation", self.tr("quotation: has speakers")),
            ("quantity", self.tr("quantity: has a value card")),
            ("cue", self.tr("cue: introduces a quotation")),
        ]

    def _finds(self) -> list[tuple[str | None, str]]:
        return [
            ("none", self.tr("nothing: no places are offered")),
            ("name", self.tr("names and descriptions")),
            ("speaker", self.tr("sources: who says something")),
            ("cue", self.tr("cues: the words of saying")),
            ("quotation", self.tr("quotations")),
            ("figure", self.tr("figures")),
            ("counted noun", self.tr("what a figure counts")),
        ]

    def _trims(self) -> list[tuple[str, str]]:
        return [
            ("article", self.tr("the, a, an")),
            ("that", self.tr("that")),
            ("marks", self.tr("quotation marks")),
            ("stops", self.tr("comma, stop")),
        ]

    # --- shown --------------------------------------------------------------------------------------

    def show_label(self, rule: Label) -> None:
        """Shows a label of the draft."""
        self._label = None  # what is set here is not the user's doing
        set_line(self.name, rule.name)
        self.key.setText(rule.key)
        self.on.setChecked(rule.on)
        set_line(self.letter.line, rule.shortcut)
        self.role.show_key(rule.role)
        self.finds.show_key(rule.find)
        for field, box in self.trims.items():
            box.setChecked(getattr(rule.trim, field) == "in")
        self._label = rule
        self._show_letter(rule)
        self._show_colours(rule)
        self.show_faults(self._editing.faults_at(rule.key))
        self._name_clash(rule)

    def _show_letter(self, rule: Label) -> None:
        twins = sum(one.shortcut.upper() == rule.shortcut.upper() for one in self._editing.book.labels)
        faulty = "shortcut" in self._editing.faults_at(rule.key) or twins > 1
        free = free_shortcut(self._editing.book.labels, rule.name)
        wanted = free if faulty or not rule.shortcut else ""
        digit = [one.key for one in self._editing.book.shown()]
        number = digit.index(rule.key) + 1 if rule.key in digit else 0
        note = self.tr("and the digit {digit}").format(digit=number) if 0 < number <= 9 else ""
        self.letter.propose(wanted, self.tr("Take {key}, it is free").format(key=free), note)

    def _name_clash(self, rule: Label) -> None:
        """A key that two labels share is named at both."""
        key = rule.shortcut.upper()
        others = (one for one in self._editing.book.labels if one.key != rule.key)
        other = next((one for one in others if one.shortcut.upper() == key), None)
        if key and other is not None:
            words = self.tr("{key} is the key of {label} too").format(key=key, label=isolate(other.name))
            self.show_faults({**self._editing.faults_at(rule.key), "shortcut": words})

    def _show_colours(self, rule: Label) -> None:
        others = [(one.key, one.color) for one in self._editing.book.labels if one.key != rule.key]
        note, warn = self._colour_note(rule.color, others)
        self.colour.show_colour(rule.color, rule.color, note, warn=warn)
        offers = []
        for value in sorted(colours.OFFERED, key=lambda one: bool(colours.nearest(one, others))):
            near = colours.nearest(value, others)
            words = self.tr("near {label}").format(label=self._name_of(near.label)) if near else ""
            offers.append((value, words))
        self.colour.show_offers(offers)
        shown = rule.lane_dark or (lane(rule).name() if colours.is_colour(rule.color) else "")
        self.dark.show_colour(rule.lane_dark, shown, self.tr("lines and tints in the dark theme"), warn=False)

    def _colour_note(self, value: str, others: list[tuple[str, str]]) -> tuple[str, bool]:
        if not colours.is_colour(value):
            return "", False
        ratio = self.tr("white words {ratio} : 1").format(ratio=f"{colours.contrast(value):.1f}")
        near = colours.nearest(value, others)
        if near is None:
            return self.tr("{ratio}, told apart from every label").format(ratio=ratio), False
        seen = {
            "normal": self.tr("hard to tell from {label}"),
            "protan": self.tr("hard to tell from {label} without seeing red"),
            "deutan": self.tr("hard to tell from {label} without seeing green"),
            "tritan": self.tr("hard to tell from {label} without seeing blue"),
        }[near.vision]
        return f"{ratio}, {seen.format(label=isolate(self._name_of(near.label)))}", True

    def _name_of(self, key: str) -> str:
        book = self._editing.book
        return book.label(key).name if book.has(key) else key

    # --- taken --------------------------------------------------------------------------------------

    def _put(self, **fields: Any) -> None:
        if self._label is not None:
            self._editing.put(replace(self._label, **fields))

    def _named(self, text: str) -> None:
        self._put(name=text)

    def _switched(self, on: bool) -> None:
        self._put(on=on)

    def _lettered(self, text: str) -> None:
        self._put(shortcut=text.strip().upper())

    def _coloured(self, text: str) -> None:
        self._put(color=text)

    def _darkened(self, text: str) -> None:
        self._put(lane_dark=text)

    def _cast(self, role: str | None) -> None:
        self._put(role=role)

    def _found(self, find: str) -> None:
        self._put(find=find)

    def _trimmed(self) -> None:
        sides = {field: "in" if box.isChecked() else "out" for field, box in self.trims.items()}
        self._put(trim=Trim(**sides))  # type: ignore[arg-type]


class GuidelineForm(QWidget):
    """Definition, examples and counter-examples of a label."""

    def __init__(self, editing: Editing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editing = editing
        self._label: Label | None = None
        self.definition = field_of_lines(72, self.tr("Definition"))
        self.examples = field_of_lines(72, self.tr("Examples"))
        self.counters = field_of_lines(72, self.tr("Counter-examples"))
        note = self.tr("One example a line; put what is tagged in [brackets].")
        parts: list[Any] = []
        for which, words, field in (
            ("definition", self.tr("Definition"), self.definition),
            ("examples", self.tr("Examples"), self.examples),
            ("counter_examples", self.tr("Counter-examples, with the reason"), self.counters),
        ):
            head = label(words, "sub")
            head.setBuddy(field)
            parts += [head, (field, 1), 4]
            field.textChanged.connect(partial(self._typed, which, field))
        self.setLayout(column(*parts, label(note, "cap"), gap=4))

    def show_label(self, rule: Label) -> None:
        """Shows a label of the draft; what is being typed stays."""
        self._label = None
        set_text(self.definition, rule.definition)
        if _lines(self.examples.toPlainText()) != rule.examples:
            set_text(self.examples, "\n".join(rule.examples))
        if _lines(self.counters.toPlainText()) != rule.counter_examples:
            set_text(self.counters, "\n".join(rule.counter_examples))
        self._label = rule

    def _typed(self, which: str, field: QPlainTextEdit) -> None:
        """Only the field that was typed in is taken: the others may hold spaces that a widget does not keep."""
        if self._label is not None:
            text = field.toPlainText()
            fields: dict[str, Any] = {which: text if which == "definition" else _lines(text)}
            self._editing.put(replace(self._label, **fields))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())
