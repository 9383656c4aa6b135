"""What a change of the codebook does, before it is done: the differences, what each touches, and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from annotator.core.codebook import Codebook
from annotator.core.codebook_change import Change, Need, Question, owner_now
from annotator.core.codebook_edit import Fates, owner_of
from annotator.core.codebook_faults import RELATION
from annotator.gui.dialogs.codebook_form import Combo
from annotator.gui.dialogs.codebook_state import Editing
from annotator.gui.text import isolate, plain
from annotator.gui.views.pane import Pane
from annotator.gui.widgets import IconLabel, boxed, clear, column, hline, icon_label, label, row
from annotator.work.codebooks import Impact

_OPEN = "?"  # no answer yet
_OUT = "-"  # held, or left out


class Review(Pane):
    """`answered` says that a person gave a path its fate."""

    answered = Signal(str, object)  # path, key or None

    def __init__(self, editing: Editing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editing = editing
        self.column.setContentsMargins(20, 14, 20, 14)
        self.column.setSpacing(8)
        self.answers: dict[str, Combo] = {}
        self._signs: dict[str, IconLabel] = {}

    def show_change(self, made: Codebook, changes: Sequence[Change], found: Sequence[Impact], fates: Fates) -> None:
        """Shows the differences and, first, whatever needs an answer."""
        clear(self.column)
        self.answers, self._signs = {}, {}
        touched = [one for one in found if one.spans]
        if touched:
            self.column.addWidget(label(self.tr("What it touches"), "h3"))
            for one in touched:
                self.column.addWidget(hline())
                self.column.addWidget(self._impact(one, made, fates))
            self.column.addSpacing(8)
        self.column.addWidget(label(self.tr("What is different"), "h3"))
        for change in changes[:200]:
            self.column.addWidget(hline())
            self.column.addWidget(self._change(change))
        if len(changes) > 200:
            self.column.addWidget(label(self.tr("and {count} more").format(count=f"{len(changes) - 200:,}"), "sub"))
        self.column.addStretch(1)

    def show_answers(self, found: Sequence[Impact], fates: Fates) -> bool:
        """Shows other answers to the same questions; False when they are others."""
        if [one.question.path for one in found if one.spans] != list(self.answers):
            return False
        for path, sign in self._signs.items():
            sign.show_icon(*_sign(path, fates))
        return True

    # --- what is touched ----------------------------------------------------------------------------

    def _impact(self, one: Impact, made: Codebook, fates: Fates) -> QWidget:
        path = one.question.path
        words = column(label(self._named(path), ""), label(self._used(one), "sub", wrap=True), gap=0)
        self._signs[path] = sign = icon_label(*_sign(path, fates))
        answer = Combo(self._options(one, made))
        answer.setAccessibleName(self.tr("What becomes of {what}").format(what=self._named(path)))
        answer.setMinimumWidth(300)
        answer.show_key(_OPEN if path not in fates else fates[path] or _OUT)
        # What was decided by merging or removing in the list shapes the relation kinds too: it is not changed here.
        answer.setEnabled(not self._decided(path))
        answer.chosen.connect(partial(self._chosen, path))
        self.answers[path] = answer
        return boxed(row(sign, (words, 1), answer, gap=12))

    def _decided(self, path: str) -> bool:
        return "/" not in path and path in self._editing.draft.fates

    def _chosen(self, path: str, key: str) -> None:
        if key != _OPEN:
            self.answered.emit(path, None if key == _OUT else key)

    def _used(self, one: Impact) -> str:
        need, tied = one.question.need, one.question.path.startswith(RELATION)
        people = self.tr("1 annotator") if one.annotators == 1 else self.tr("{count} annotators")
        people = people.format(count=f"{one.annotators:,}")
        if tied:
            words = self.tr("1 relation of {people}") if one.spans == 1 else self.tr("{count} relations of {people}")
        else:
            words = self.tr("1 span of {people}") if one.spans == 1 else self.tr("{count} spans of {people}")
        said = words.format(count=f"{one.spans:,}", people=people)
        if need == "label" and one.relations:
            ties = self.tr("1 relation") if one.relations == 1 else self.tr("{count} relations")
            said += ", " + self.tr("tied by {ties}").format(ties=ties.format(count=f"{one.relations:,}"))
        if need == "type":
            said += ", " + self.tr("whose value does not fit the new type")
        return said

    def _options(self, one: Impact, made: Codebook) -> list[tuple[str | None, str]]:
        need, path = one.question.need, one.question.path
        options: list[tuple[str | None, str]] = [(_OPEN, self.tr("Choose what becomes of them"))]
        if need == "label":
            options += [(rule.key, self._into(rule.name)) for rule in made.labels]
        elif need == "kind":
            options += [(kind.key, self._into(kind.name)) for kind in made.relations]
        elif need in ("attribute", "type"):
            owner = owner_now(made, path, self._editing.draft.fates)
            key = path.split("/")[1]
            parts = owner.attributes if owner else ()
            options += [(part.key, self._into(part.name)) for part in parts if part.key != key]
        elif need == "choice":
            owner = owner_now(made, path, self._editing.draft.fates)
            part = next((one for one in owner.attributes if one.key == path.split("/")[1]), None) if owner else None
            options += [(choice.key, self._into(choice.name)) for choice in part.choices] if part else []
        out = self.tr("hold them until somebody decides")
        return [*options, (_OUT, self.tr("leave the values out") if need in ("attribute", "type", "choice") else out)]

    def _into(self, name: str) -> str:
        return self.tr("become {name}").format(name=isolate(name))

    # --- what is different --------------------------------------------------------------------------

    def _change(self, change: Change) -> QWidget:
        verbs = {
            "added": self.tr("added"),
            "removed": self.tr("removed"),
            "renamed": self.tr("renamed"),
            "changed": self.tr("changed"),
            "moved": self.tr("moved"),
        }
        what = label(verbs[change.what], "sub")
        what.setFixedWidth(72)
        detail = ""
        if change.what == "renamed":
            detail = self.tr("{before} → {after}").format(before=isolate(change.before), after=isolate(change.after))
        elif change.field:
            before, after = _short(change.before), _short(change.after)
            detail = f"{self._field(change.field)}: {isolate(before) or '–'} → {isolate(after) or '–'}"
        words = label(self._named(change.path))
        use = label(self._in_use(change.path), "cap")
        return boxed(row(what, words, (label(detail, "sub", wrap=True), 1), use, gap=12))

    def _in_use(self, path: str) -> str:
        """How much uses a label or relation kind: what a rename or another colour changes the look of, and no more."""
        editing = self._editing
        if "/" in path or owner_of(editing.base, path) is None:
            return ""
        tied = path.startswith(RELATION)
        used = editing.uses.kind(path.removeprefix(RELATION)) if tied else editing.uses.label(path)
        if not used.count:
            return self.tr("not used yet")
        need: Need = "kind" if tied else "label"
        question = Question(path=path, need=need, name="")
        words = self._used(Impact(question=question, spans=used.count, annotators=used.annotators))
        said = self.tr("{used} use it") if used.count > 1 else self.tr("{used} uses it")
        return said.format(used=words)

    def _named(self, path: str) -> str:
        """A path in the words that people know: "Quote › Form › direct"."""
        if not path:
            return self.tr("The codebook")
        head, *rest = path.removesuffix(":ends").split("/")
        for book in (self._editing.book, self._editing.base):
            owner = owner_of(book, head)
            if owner is None:
                continue
            names = [owner.name]
            part = next((one for one in owner.attributes if rest and one.key == rest[0]), None)
            if rest and part is None:
                continue
            names += [part.name] if part else []
            choice = next((one for one in part.choices if len(rest) > 1 and one.key == rest[1]), None) if part else None
            if len(rest) > 1 and choice is None:
                continue
            names += [choice.name] if choice else []
            return " › ".join(isolate(plain(name)) for name in names)
        return path

    def _field(self, field: str) -> str:
        names = {
            "shortcut": self.tr("key"),
            "color": self.tr("colour"),
            "lane_dark": self.tr("dark lane"),
            "find": self.tr("found as"),
            "trim": self.tr("belongs to it"),
            "on": self.tr("shown"),
            "definition": self.tr("definition"),
            "description": self.tr("description"),
            "examples": self.tr("examples"),
            "counter_examples": self.tr("counter-examples"),
            "kind": self.tr("type"),
            "required": self.tr("needed"),
            "default": self.tr("default"),
            "shown_when": self.tr("shown when"),
            "hint": self.tr("hint"),
            "head": self.tr("from"),
            "tail": self.tr("to"),
            "role": self.tr("role"),
        }
        return names.get(field, field)


def _sign(path: str, fates: Fates) -> tuple[str, str]:
    return ("check", "ok") if path in fates else ("warn", "warn")


def _short(text: str) -> str:
    line = plain(text)
    return line if len(line) <= 60 else line[:59] + "…"
