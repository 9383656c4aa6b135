"""The registry of actors: who there is, what is known of each, and every mention of them in its context."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from annotator.core import actors as acts
from annotator.core.errors import AnnotatorError
from annotator.core.model import Actor, Span, new_id
from annotator.gui import messages, wording
from annotator.gui.dialogs.actor_form import ActorForm
from annotator.gui.dialogs.actor_moves import MergeActor, PickActor, SplitActor
from annotator.gui.dialogs.frame import FrameDialog
from annotator.gui.dialogs.notice import Notice
from annotator.gui.dialogs.unlinked import Unlinked
from annotator.gui.models.mention_list import MentionListModel
from annotator.gui.registry import Registry
from annotator.gui.session import shown
from annotator.gui.text import isolate
from annotator.gui.views.actor_picker import ActorPicker
from annotator.gui.views.actor_rows import MentionView
from annotator.gui.widgets import Elided, Segmented, boxed, button, column, hline, label, row, tool_button, vline
from annotator.store.project import Project
from annotator.work.registry import RegistryReport, write_csv

SIZE = QSize(1200, 780)
LIST_WIDTH, NARROW = 320, 1100
ACTORS, UNLINKED = 0, 1


class RegistryDialog(FrameDialog):
    """Accepted with `place`, a mention to go to; every act is done, and can be undone, at once."""

    def __init__(self, registry: Registry, parent: QWidget | None, *, actor: str | None = None) -> None:
        super().__init__(parent, title=self.tr("Actor registry"), sub="…", size=SIZE, margin=40)
        session = registry.session
        if session.project is None or session.me is None:
            raise ValueError("a registry needs an open project")
        self.registry, self.session = registry, session
        self.project: Project = session.project
        self.place: Span | None = None
        self.counts: Counter[str] = Counter()
        self._shown: str | None = None
        self._build()
        self._bind()
        self._connect()
        self.reload()
        if actor is not None:
            self.picker.show_current(actor)
        self.picker.filter.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what it is made of --------------------------------------------------------------------------

    def _build(self) -> None:
        self.picker = ActorPicker(self._search, hint=self.tr("Filter actors"))
        self.part = Segmented([self.tr("Actors"), self.tr("Unlinked")])
        self.new = tool_button("plus", self.tr("New actor  ({key})").format(key=shown("Ctrl+N")))
        self.form = ActorForm()
        self.mentions = MentionListModel(self, ticks=True)
        self.view = MentionView(self.mentions, name=self.tr("Mentions"), ticks=True)
        self.heading = label("", "h3")
        self.split = button(self.tr("Split ticked…"))
        self.split.setToolTip(self.tr("The ticked mentions become another actor  ({key})").format(key=shown("Ctrl+P")))
        self.merge = button(self.tr("Merge into…"), icon="merge")
        self.merge.setToolTip(self.tr("Make it part of another actor  ({key})").format(key=shown("Ctrl+M")))
        self.delete = button(self.tr("Delete"), "danger", icon="trash")
        self.export = button(self.tr("Export CSV…"), "quiet", icon="export")
        self.bring = button(self.tr("Import CSV…"), "quiet", icon="import")
        self.said = Elided("", "sub")
        self.unlinked = Unlinked(self.registry, self.picker)
        hint = self.tr("Enter goes to the place, Space ticks")
        head = row(self.heading, label(hint, "cap"), None, self.split, gap=12)
        tools = row(None, self.merge, self.delete, gap=8)
        page = column(self.form, tools, hline(), head, (self.view, 1), gap=10, margins=(20, 14, 12, 8))
        self.pages = QStackedWidget()
        self.pages.addWidget(boxed(page))
        self.pages.addWidget(self.unlinked)
        top = row((self.part, 1), self.new, gap=6)
        left = boxed(column(top, (self.picker, 1), gap=8, margins=(12, 12, 8, 8)), "panel")
        left.setFixedWidth(LIST_WIDTH if self.width() >= NARROW else LIST_WIDTH - 48)
        self.primary = button(self.tr("Close"), "primary")
        foot = boxed(row((self.said, 1), self.bring, self.export, gap=8))
        self.fill(boxed(row(left, vline(), (self.pages, 1), gap=0)), foot=foot, primary=self.primary)
        self.cancel.hide()
        for one in self.findChildren(QPushButton):
            one.setAutoDefault(False)  # Enter in a field settles it, and closes nothing
            one.setDefault(False)

    def _bind(self) -> None:
        for keys, act in (
            ("Ctrl+N", self.add),
            ("Ctrl+M", self.merge_it),
            ("Ctrl+P", self.split_it),
            ("Ctrl+F", self._to_filter),
            ("Ctrl+U", self._other_part),
            ("Ctrl+Z", self._undo),
            ("Ctrl+Shift+Z", self._redo),
            ("Ctrl+Y", self._redo),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _connect(self) -> None:
        self.picker.moved.connect(self._actor_moved)
        self.picker.picked.connect(self._picked)
        self.picker.made.connect(self._make)
        self.part.chosen.connect(self.show_part)
        self.new.clicked.connect(self.add)
        self.form.changed.connect(self._change)
        self.form.parent_wanted.connect(self._choose_parent)
        self.view.picked.connect(self._go_row)
        self.view.ticks_changed.connect(self._tell)
        self.merge.clicked.connect(self.merge_it)
        self.split.clicked.connect(self.split_it)
        self.delete.clicked.connect(self.delete_it)
        self.export.clicked.connect(self.export_csv)
        self.bring.clicked.connect(self.import_csv)
        self.primary.clicked.connect(self.accept)
        self.unlinked.place_chosen.connect(self._go)
        self.registry.changed.connect(self.reload)
        self.registry.busy.connect(self._busy)
        self.registry.imported.connect(self._imported)
        self.session.said.connect(self._say)

    def _search(self, words: str) -> Sequence[Actor]:
        return self.registry.index.search(words)

    # --- what is shown -------------------------------------------------------------------------------

    @property
    def actor(self) -> Actor | None:
        """The actor that is shown."""
        return self.registry.index.by_id.get(self._shown or "")

    def reload(self) -> None:
        """Shows the registry as it is now."""
        if self.session.me is None:
            return  # the project is being closed
        index = self.registry.index
        self.counts = self.project.read.mention_counts(index.by_id.values())
        self.picker.show_facts(self.counts, self.registry.types())
        self.unlinked.reload()
        if self.part.choice() == ACTORS:
            self.picker.ask()
        living, mentions = len(index.living()), sum(self.counts.values())
        said = self.tr("1 actor") if living == 1 else self.tr("{count} actors").format(count=f"{living:,}")
        many = self.tr("1 mention") if mentions == 1 else self.tr("{count} mentions").format(count=f"{mentions:,}")
        self.sub.setText(f"{said}  ·  {many}")
        self._show_actor(self.picker.actor if self.part.choice() == ACTORS else self.actor)

    def _actor_moved(self) -> None:
        if self.part.choice() == ACTORS:
            self._show_actor(self.picker.actor)

    def _show_actor(self, actor: Actor | None) -> None:
        """The fields and mentions of an actor; what is typed in the fields of another is settled first."""
        if self._shown is not None and (actor is None or actor.id != self._shown):
            self._shown = None
            self.form.settle()
        self._shown = actor.id if actor else None
        parent = self.registry.index.heir(actor.parent) if actor else None
        self.form.show_actor(actor, whole=parent.name if parent else "", types=self.registry.types())
        numbers: array[int] = array("q")
        if actor is not None:
            numbers = self.project.read.mention_ns(acts.merged_into(self.registry.index.by_id, actor.id))
        self.mentions.show_mentions(numbers, self.project.read.mentions)
        self._tell()

    def _tell(self) -> None:
        """What can be done now."""
        count, ticked = self.mentions.rowCount(), len(self.mentions.ticked)
        words = self.tr("1 mention") if count == 1 else self.tr("{count} mentions").format(count=f"{count:,}")
        self.heading.setText(words)
        split = self.tr("Split {count} ticked…") if ticked else self.tr("Split ticked…")
        self.split.setText(split.format(count=ticked))
        free = not self.project.read_only
        self.split.setEnabled(free and 0 < ticked < count)
        self.merge.setEnabled(free and self._shown is not None and len(self.registry.index.living()) > 1)
        self.delete.setEnabled(free and self._shown is not None and count == 0)
        self.form.setEnabled(free and self._shown is not None)
        self.new.setEnabled(free)
        self.bring.setEnabled(free)

    def show_part(self, part: int) -> None:
        """The actors, or the mentions that have none."""
        self.part.set_choice(part)
        self.pages.setCurrentIndex(part)
        self.unlinked.activate(part == UNLINKED)
        if part == ACTORS:
            self.picker.show_offers(None)
            self.picker.filter.setFocus(Qt.FocusReason.OtherFocusReason)

    def _other_part(self) -> None:
        self.show_part(UNLINKED if self.part.choice() == ACTORS else ACTORS)

    def _to_filter(self) -> None:
        self.picker.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.picker.filter.selectAll()

    def _say(self, words: str, _kind: str) -> None:
        self.said.setText(words)

    def _busy(self, busy: bool) -> None:
        self.pages.setEnabled(not busy)
        self.picker.setEnabled(not busy)

    # --- acts ----------------------------------------------------------------------------------------

    def _picked(self) -> None:
        """Enter on an actor: its name has the keyboard; on an offer: the mention is linked to it."""
        if self.part.choice() == UNLINKED:
            self.unlinked.link_current()
        elif self.form.isEnabled():
            self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self, name: str) -> None:
        """Ctrl+Enter in the filter: a new actor of that name, to which the unlinked mention is linked."""
        if self.part.choice() == UNLINKED:
            self.unlinked.make(name)
            self.unlinked.view.setFocus()
        elif self.new.isEnabled():
            self.add()

    def add(self) -> None:
        """A new actor, named by what the filter says, whose name has the keyboard."""
        self.show_part(ACTORS)
        name = self.picker.filter.text().strip() or self.tr("New actor")
        self._do_and_show(Actor(id=new_id(), name=name))

    def _do_and_show(self, actor: Actor) -> None:
        try:
            made = acts.add(actor, self.registry.index.by_id)
        except AnnotatorError as error:
            self.session.fail(error)
            return
        if self.registry.do(made):
            self.picker.show_current(actor.id)
            self.form.name.selectAll()
            self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _change(self, wanted: Actor) -> None:
        before = self.registry.index.by_id.get(wanted.id)
        if before is None:
            return
        try:
            edit = acts.change(before, wanted, self.registry.index.by_id)
        except AnnotatorError as error:
            self.form.show_fault(wording.line(error))
            self.session.fail(error)
            return
        self.form.show_fault("")
        if edit is not None:
            self.registry.do(edit)

    def _choose_parent(self) -> None:
        actor = self.actor
        if actor is None:
            return
        title = self.tr("{name} is part of …").format(name=isolate(actor.name))
        dialog = PickActor(self.registry, self, title=title, sub="", counts=self.counts, without={actor.id})
        if dialog.exec() and dialog.chosen is not None:
            self.form.part_of(dialog.chosen.id)

    def merge_it(self) -> None:
        """Chooses the heir, shows what moves, and merges."""
        actor = self.actor
        if actor is None or not self.merge.isEnabled() or self.part.choice() != ACTORS:
            return
        dialog = MergeActor(self.registry, self, actor=actor, read=self.project.read, counts=self.counts)
        if dialog.exec() and dialog.edit is not None and dialog.chosen is not None:
            heir = dialog.chosen.id
            if self.registry.do(dialog.edit):
                self.picker.show_current(heir)

    def split_it(self) -> None:
        """Names the other actor, shows what moves, and splits."""
        actor, spans = self.actor, list(self.mentions.ticked.values())
        if actor is None or not self.split.isEnabled() or self.part.choice() != ACTORS:
            return
        of = self.mentions.rowCount()
        dialog = SplitActor(self.registry, self, actor=actor, spans=spans, of=of, read=self.project.read)
        if dialog.exec() and dialog.edit is not None:
            self.registry.do(dialog.edit)

    def delete_it(self) -> None:
        """Deletes an actor that nothing refers to."""
        actor = self.actor
        if actor is None:
            return
        try:
            edit = acts.delete(actor, self.registry.index.by_id, mentions=self.counts[actor.id])
        except AnnotatorError as error:
            self.session.fail(error)
            return
        self.registry.do(edit)

    def _undo(self) -> None:
        self.session.undo()

    def _redo(self) -> None:
        self.session.redo()

    # --- files ---------------------------------------------------------------------------------------

    def export_csv(self) -> None:
        """Writes the registry to a file."""
        proposal = self.project.path.with_name(f"{self.project.name} actors.csv")
        out = messages.choose_target(self, self.tr("Export the registry"), proposal)
        if out is None:
            return
        try:
            count = write_csv(self.project, out)
        except AnnotatorError as error:
            messages.tell(self, error)
            return
        said = self.tr("Exported {count} actors to {name}")
        self.session.say(said.format(count=f"{count:,}", name=isolate(out.name)))

    def import_csv(self) -> None:
        """Takes a registry in from a file; rows that were refused are listed."""
        found = messages.choose_files(self, self.tr("Import a registry (CSV)"))
        if found:
            self.registry.read(found[0])

    def _imported(self, report: RegistryReport) -> None:
        said = self.tr("Imported: {added} added, {changed} changed, {same} as they were, {refused} refused")
        counts = {"added": report.added, "changed": report.changed, "same": report.unchanged}
        words = said.format(**counts, refused=len(report.errors))
        self.session.say(words, "warn" if report.errors else "done")
        if report.errors:
            lines = [f"{one.file}, {one.line}: {one.reason}" for one in report.errors[:8]]
            rest = len(report.errors) - len(lines)
            more = [self.tr("and {count} more").format(count=rest)] if rest else []
            Notice(self, what=words, why="  ".join([*lines, *more]), icon="warn").exec()

    # --- places --------------------------------------------------------------------------------------

    def _go_row(self, index: QModelIndex) -> None:
        mention = self.mentions.mention_at(index.row())
        if mention is not None:
            self._go(mention.span)

    def _go(self, span: Span) -> None:
        self.form.settle()
        self.place = span
        self.accept()

    # --- Qt ------------------------------------------------------------------------------------------

    def done(self, result: int) -> None:
        """What is typed is kept; nothing is listened to any more."""
        self.form.settle()
        self.registry.changed.disconnect(self.reload)
        self.registry.busy.disconnect(self._busy)
        self.registry.imported.disconnect(self._imported)
        self.session.said.disconnect(self._say)
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete on the list deletes an unused actor; Enter closes nothing."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return
        if event.key() == Qt.Key.Key_Delete and self.picker.view.hasFocus() and self.delete.isEnabled():
            self.delete_it()
            return
        super().keyPressEvent(event)
