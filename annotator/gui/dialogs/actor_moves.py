"""Choosing an actor, merging one into another, splitting some mentions off: with what moves shown beforehand."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from annotator.core import actors as acts
from annotator.core.edit import Edit
from annotator.core.errors import AnnotatorError
from annotator.core.matching import Here
from annotator.core.model import Actor, Span
from annotator.core.naming import name_in
from annotator.gui import wording
from annotator.gui.dialogs.frame import FrameDialog
from annotator.gui.models.mention_list import MentionListModel
from annotator.gui.registry import Registry
from annotator.gui.text import isolate, plain
from annotator.gui.views.actor_picker import ActorPicker
from annotator.gui.views.actor_rows import MentionView
from annotator.gui.widgets import boxed, button, column, label, row, vline
from annotator.store.reader import Reader

SIZE = QSize(960, 600)
LIST_WIDTH = 300


class PickActor(FrameDialog):
    """Accepted with `chosen`; the actors of `without` are not offered."""

    def __init__(
        self, registry: Registry, parent: QWidget, *, title: str, sub: str, counts: Counter[str], without: set[str]
    ) -> None:
        super().__init__(parent, title=title, sub=sub, size=self.SIZE, margin=60)
        self.registry, self._without = registry, without
        self.chosen: Actor | None = None
        self.picker = ActorPicker(self._search, hint=self.tr("Filter actors"))
        self.picker.show_facts(counts, registry.types())
        self.words = label("", "sub", wrap=True)
        self.primary = button(self.tr("Choose"), "primary")
        self.primary.clicked.connect(self.take)
        self.picker.picked.connect(self.take)
        self._fill_in()
        self.picker.moved.connect(self._moved)
        self.picker.ask()
        self.picker.view.show_row(-1)  # nobody is chosen before somebody is
        self._moved()
        self.picker.filter.setFocus(Qt.FocusReason.OtherFocusReason)

    SIZE = QSize(640, 560)

    def _fill_in(self) -> None:
        self.fill(boxed(column(self.picker, margins=(16, 12, 16, 12))), foot=self.words, primary=self.primary)

    def _search(self, words: str) -> Sequence[Actor]:
        return [actor for actor in self.registry.index.search(words) if actor.id not in self._without]

    def _moved(self) -> None:
        self.primary.setEnabled(self.picker.actor is not None)

    def take(self) -> None:
        """The current actor is the one."""
        self.chosen = self.picker.actor
        if self.chosen is not None and self.primary.isEnabled():
            self.accept()


class MergeActor(PickActor):
    """Which actor another becomes part of; `edit` is the act once it was accepted."""

    SIZE = SIZE

    def __init__(
        self, registry: Registry, parent: QWidget, *, actor: Actor, read: Reader, counts: Counter[str]
    ) -> None:
        self._actor, self._read = actor, read
        self.edit: Edit | None = None
        self.model = MentionListModel()
        registry_now = registry.index.by_id
        self._numbers: array[int] = read.mention_ns(acts.merged_into(registry_now, actor.id))
        self._spans = read.spans_by_n(self._numbers)
        super().__init__(
            registry,
            parent,
            title=self.tr("Merge {name} into …").format(name=isolate(actor.name)),
            sub=self.tr("Its mentions move, its names become aliases. One step, which undo takes back."),
            counts=counts,
            without={actor.id},
        )
        self.model.setParent(self)
        self.model.show_mentions(self._numbers, read.mentions)
        for offer in registry.index.offers(actor.name, here=Here("")):
            if offer.actor.id != actor.id:
                self.picker.show_current(offer.actor.id)
                break

    def _fill_in(self) -> None:
        self.picker.setFixedWidth(LIST_WIDTH)
        self.heading = label("", "h3")
        self.view = MentionView(self.model, name=self.tr("Mentions that move"))
        self.gains = label("", "sub", wrap=True)
        right = boxed(column(self.heading, self.gains, (self.view, 1), gap=8, margins=(16, 12, 12, 12)))
        left = boxed(column(self.picker, margins=(16, 12, 12, 12)))
        self.fill(boxed(row(left, vline(), (right, 1), gap=0)), foot=self.words, primary=self.primary)

    def _moved(self) -> None:
        """What would move, and what the heir would gain."""
        into, count = self.picker.actor, len(self._numbers)
        self.primary.setText(self._button(count))
        self.primary.setEnabled(into is not None)
        self.heading.setText(
            self.tr("1 mention moves") if count == 1 else self.tr("{count} mentions move").format(count=f"{count:,}")
        )
        self.words.setText("")
        if into is None:
            self.gains.setText("")
            return
        try:
            preview = acts.merge(into, [self._actor], self.registry.index.by_id, spans=())
        except AnnotatorError as error:
            self.words.setText(wording.line(error))
            self.primary.setEnabled(False)
            return
        self.gains.setText("; ".join(self._gains(into, preview)))

    def _gains(self, into: Actor, preview: Edit) -> list[str]:
        """What changes beside the mentions, in words."""
        after = preview.after[into.id]
        assert isinstance(after, Actor)
        fresh = ", ".join(isolate(alias) for alias in after.aliases if alias not in into.aliases)
        gains = self.tr("{name} gains the aliases {aliases}").format(name=isolate(into.name), aliases=fresh)
        parts = [gains] if fresh else []
        moved = sum(isinstance(one, Actor) for one in preview.after.values()) - 2
        if moved:
            parts.append(self.tr("{count} actors become part of it").format(count=moved))
        if self._actor.wikidata and into.wikidata and self._actor.wikidata != into.wikidata:
            parts.append(self.tr("its Wikidata id stays {id}").format(id=into.wikidata))
        return parts

    def take(self) -> None:
        """So be it, with all mentions."""
        into = self.picker.actor
        if into is not None and self.primary.isEnabled():
            self.edit = acts.merge(into, [self._actor], self.registry.index.by_id, spans=self._spans)
            super().take()

    def _button(self, count: int) -> str:
        if count == 1:
            return self.tr("Merge 1 mention")
        return self.tr("Merge {count} mentions").format(count=f"{count:,}")


class SplitActor(FrameDialog):
    """The name of the actor that chosen mentions move to; `edit` is the act once it was accepted."""

    def __init__(
        self, registry: Registry, parent: QWidget, *, actor: Actor, spans: Sequence[Span], of: int, read: Reader
    ) -> None:
        count = len(spans)
        title = self.tr("Split {name}").format(name=isolate(actor.name))
        sub = self.tr("The mentions below move to a new actor. One step, which undo takes back.")
        super().__init__(parent, title=title, sub=sub, size=SIZE, margin=60)
        self._registry, self._actor, self._spans, self._of = registry, actor, spans, of
        self.edit: Edit | None = None
        self.name = QLineEdit(plain(name_in(spans[0].words)) if spans else "")
        self.name.setAccessibleName(self.tr("Name of the new actor"))
        self.model = MentionListModel(self)
        self.view = MentionView(self.model, name=self.tr("Mentions that move"))
        self.words = label("", "danger", wrap=True)
        caption = label(self.tr("Name of the new actor"), "sub")
        body = column(row(caption, (self.name, 1), gap=12), (self.view, 1), gap=12, margins=(20, 14, 20, 12))
        moves = self.tr("Move 1 mention") if count == 1 else self.tr("Move {count} mentions").format(count=f"{count:,}")
        self.primary = button(moves, "primary")
        self.primary.clicked.connect(self.take)
        self.fill(boxed(body), foot=self.words, primary=self.primary)
        self.name.textChanged.connect(self._try)
        places = {span.id: span for span in spans}
        keys = acts.merged_into(registry.index.by_id, actor.id)
        numbers = read.mention_ns(keys)
        chosen = [n for n, span in zip(numbers, read.spans_by_n(numbers), strict=False) if span.id in places]
        self.model.show_mentions(array("q", chosen), read.mentions)
        self._try()
        self.name.selectAll()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _try(self) -> None:
        """Whether it can be, and why not."""
        try:
            self.edit = acts.split(
                self._actor, self._spans, self._registry.index.by_id, name=self.name.text(), of=self._of
            )
        except AnnotatorError as error:
            self.edit = None
            self.words.setText(wording.line(error))
        else:
            self.words.setText("")
        self.primary.setEnabled(self.edit is not None)

    def take(self) -> None:
        """So be it."""
        if self.edit is not None:
            self.accept()
