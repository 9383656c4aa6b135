"""The acts of the analyst on the open project: tag, relabel, lengthen, describe, delete, take back, go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence

from annotator.core import edit as acts
from annotator.core.edges import nudge
from annotator.core.edit import Edge, Edit, Unit
from annotator.core.errors import AnnotatorError, EmptySelection
from annotator.core.model import Article, Fragment, Relation, Span, State, Value, Wording
from annotator.core.text import quoted, word_at
from annotator.gui import keymap, wording
from annotator.gui.opened import Opened
from annotator.store.journal import Applied

if TYPE_CHECKING:
    from annotator.gui.landing import Landing

# What the keyboard is taken up with (interaction.md, section 5); "reading" is where all others lead back to.
Mode = Literal[
    "reading", "relabelling", "stretching", "jumping", "hinting", "choosing", "card",
    "searching", "palette", "reviewing", "agreement",
]  # fmt: skip
# What a label key would take: nothing that is known, a ghost, from a named start, or what a key picked.
Aim = Literal["", "ghost", "start", "picked"]


class Take(NamedTuple):
    """What a label key takes (code points); not `trimmed`: just these words."""

    fragments: Sequence[Fragment]
    trimmed: bool = True


class Session(Opened):
    """What keys, menus and panels ask for; each act commits, announces itself and says what it did."""

    mode_changed = Signal(str)  # Mode
    aim_changed = Signal(str)  # Aim
    neighbour_requested = Signal(int)  # the article so many rows on in the list
    tagged = Signal(object)  # Span: a label's key made it just now
    card_requested = Signal()  # the card of the active span shall be seen
    note_requested = Signal()  # the note of the active span shall have the keyboard

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.mode: Mode = "reading"
        self.aim: Aim = ""
        self.elsewhere: Callable[[Applied], bool] | None = None  # shows what was undone, where it is not my layer's
        self.landing: Callable[[], Landing] | None = None  # what makes the room of ghosts, or hands it out
        self.active_changed.connect(self._drop_mode)

    # --- tagging ------------------------------------------------------------------------------------

    def tag(self, label: str) -> None:
        """Tags the selection, or the label's next likely place; while relabelling, relabels the active span."""
        if self.mode == "relabelling":
            self.relabel(label)
            return
        project, me, article = self.project, self.me, self.article
        if project is None or me is None or article is None:
            return
        try:
            wanted = self._wanted(article, label)
            if wanted is None:
                return
            made = acts.tag(
                article,
                wanted.fragments,
                label=label,
                annotator=me.id,
                codebook=project.codebook,
                version=project.codebook_id,
                trimmed=wanted.trimmed,
            )
        except AnnotatorError as error:
            self.fail(error)
            return
        if self._done(acts.started(made, me.id, self.progress)):
            self.set_mode("reading")
            self._reach(made.span(), scroll=False)
            self.tagged.emit(self.active_span)

    def _wanted(self, article: Article, label: str) -> Take | None:
        """The selection, else where the label lands, else the word at the caret; None: it was said why it is nothing.

        Raises EmptySelection.
        """
        if self.landing is not None:
            return self.landing().take(label)
        if self.view is None:
            return Take([])
        selected = self.view.selected()
        return Take(selected or [self.word_at_caret(article, label)])

    def word_at_caret(self, article: Article, label: str) -> Fragment:
        """The word at the caret, for a label; raises EmptySelection."""
        word = word_at(article.text, self.view.caret()) if self.view is not None else None
        if word is None:
            codebook = self.codebook
            name = codebook.label(label).name if codebook and codebook.has(label) else label
            raise EmptySelection(label=name.upper())
        return word

    def set_aim(self, aim: Aim) -> None:
        """Says what a label key would take now."""
        if aim != self.aim:
            self.aim = aim
            self.aim_changed.emit(aim)

    def start_relabel(self) -> None:
        """The next label key relabels the active span."""
        if self.span_or_why(self.tr("relabel")) is not None:
            self.set_mode("relabelling")

    def leave_mode(self) -> bool:
        """Back to reading; says whether there was anything to leave."""
        left = self.mode != "reading"
        self.set_mode("reading")
        return left

    def _drop_mode(self) -> None:
        """What was to be done to the span that was active is not done to another."""
        if self.mode in ("relabelling", "stretching"):
            self.set_mode("reading")

    def set_mode(self, mode: Mode) -> None:
        """Says what the keyboard is taken up with now."""
        if mode != self.mode:
            self.mode = mode
            self.mode_changed.emit(mode)

    def relabel(self, label: str) -> None:
        """Gives the active span another label; id, note and what still fits of its attributes stay."""
        self.set_mode("reading")
        span, project = self.span_or_why(self.tr("relabel")), self.project
        if span is None or project is None:
            return
        if span.label == label:
            self.say(self.tr("It is {label} already").format(label=project.codebook.label(label).name), "info")
            return
        ties = self.layer.ties_of(span.id)
        self.change(
            lambda: acts.relabel(
                span,
                label,
                codebook=project.codebook,
                version=project.codebook_id,
                existing=self.layer.ends(ties),
                relations=ties,
            )
        )

    # --- the active span ----------------------------------------------------------------------------

    def nudge(self, edge: Edge, unit: Unit, *, longer: bool) -> None:
        """Moves one edge of the active span by a word or a character."""
        span, project, article = self.span_or_why(self.tr("move")), self.project, self.article
        if span is None or project is None or article is None:
            return
        self.change(
            lambda: nudge(span, article=article, codebook=project.codebook, edge=edge, unit=unit, longer=longer)
        )

    def delete_active(self) -> None:
        """Deletes the active span and the relations that end at it."""
        span, project = self.span_or_why(self.tr("delete")), self.project
        if span is not None and project is not None:
            ties = self.layer.ties_of(span.id)
            self.change(lambda: acts.delete([span], relations=ties, codebook=project.codebook))

    def describe(self, span: str, *, attributes: Mapping[str, Value] | None = None, note: str | None = None) -> None:
        """Gives a span of the article other attributes (the whole new set) or another note."""
        found, project = self.layer.by_id.get(span), self.project
        if found is not None and project is not None:
            self.change(lambda: acts.describe(found, codebook=project.codebook, attributes=attributes, note=note))

    def edit_note(self) -> None:
        """The note of the active span shall have the keyboard."""
        if self.span_or_why(self.tr("note on")) is not None:
            self.note_requested.emit()

    def span_or_why(self, verb: str) -> Span | None:
        """The active span; without one says that there is none to `verb`."""
        span = self.active_span
        if span is None:
            self.say(self.tr("No span to {verb}: press N to go to one, or click one").format(verb=verb), "info")
        return span

    # --- going about --------------------------------------------------------------------------------

    def next_span(self) -> None:
        """Goes to the next span of the article."""
        self._walk(forward=True)

    def previous_span(self) -> None:
        """Goes to the span before."""
        self._walk(forward=False)

    def _walk(self, *, forward: bool) -> None:
        if self.article is None:
            return
        caret, active = self.view.caret() if self.view else 0, self.active_span
        here = active.id if active is not None and active.start <= caret <= active.end else None
        found = self.layer.after(here, caret) if forward else self.layer.before(here, caret)
        if found is None:
            none = self.tr("Nothing tagged yet") if not self.layer.by_id else ""
            edge = self.tr("This is the last span") if forward else self.tr("This is the first span")
            self.say(none or edge, "info")
            return
        self._reach(found)
        self.say(self._spoken(found), "info")

    def _reach(self, span: Span | None, *, scroll: bool = True) -> None:
        """Makes a span active and puts the caret at its start, so that what is nested in it comes next."""
        if span is None:
            return
        self.set_active(span.id)
        if self.view is not None:
            self.view.go(span.start, end=span.end if scroll else None)

    def label_name(self, span: Span) -> str:
        """The name of a span's label in capitals, as chips have it."""
        codebook = self.codebook
        return (codebook.label(span.label).name if codebook and codebook.has(span.label) else span.label).upper()

    def _spoken(self, span: Span) -> str:
        return f"{self.label_name(span)} {quoted(span.words)}"

    def reach(self, span: str | None) -> None:
        """Goes to a span of the article by id, as from a list."""
        found = self.layer.by_id.get(span or "")
        if found is None:
            self.set_active(None)
        else:
            self._reach(found)

    def next_article(self) -> None:
        """Opens the next article of the list."""
        self.neighbour_requested.emit(1)

    def previous_article(self) -> None:
        """Opens the article before in the list."""
        self.neighbour_requested.emit(-1)

    def set_state(self, state: State) -> bool:
        """Says how far I am with the article."""
        article, me = self.article, self.me
        if article is None or me is None:
            return False
        now = self.progress
        if (now.state if now else "todo") == state:
            return True
        return self._done(acts.set_state(article, me.id, state=state, before=now))

    def mark(self, state: State) -> None:
        """Marks the article as to do, in progress, done or skipped."""
        self.leaving.emit()
        self.set_state(state)

    def done_and_next(self) -> None:
        """Marks the article done and opens the next one that is not."""
        project, me, article = self.project, self.me, self.article
        if project is None or me is None or article is None:
            return
        self.leaving.emit()
        if not self.set_state("done"):
            return
        number = project.read.next_unfinished(project.read.number_of(article.id), me.id)
        if number is None:
            self.say(self.tr("All articles are done or skipped"))
            return
        fresh = project.read.article_by_n(number)
        self.open_article(fresh.id)
        title = quoted(fresh.title or fresh.text[:80], 60)
        key = shown(keymap.present("Ctrl+Z"))
        said = self.tr("Done. Next: {title}  ({key} undoes)") if key else self.tr("Done. Next: {title}")
        self.say(said.format(title=title, key=key))

    # --- undo ---------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Takes my last act back, shows where, and says it."""
        self.step(back=True)

    def redo(self) -> None:
        """Does my last undone act again."""
        self.step(back=False)

    def step(self, *, back: bool, line: int | None = None) -> AnnotatorError | None:
        """Takes my last act back or does it again, or the one of a journal line alone; why not, if it is refused."""
        project, me = self.project, self.me
        if project is None or me is None:
            return None
        self.set_mode("reading")
        self.leaving.emit()
        self.clock.touch()
        try:
            applied = project.undo(who=me.id, line=line) if back else project.redo(who=me.id, line=line)
        except AnnotatorError as error:
            self.fail(error)
            return error
        again = not applied.bulk and (line is None or project.redo_title(me.id) == applied.title)
        key = shown(keymap.present("Ctrl+Shift+Z" if back else "Ctrl+Z")) if again or not back else ""
        if back and applied.bulk and applied.edit.act == "import":
            said = self.tr("Undone: {title} (to have it back, import again)")
        elif back:
            said = self.tr("Undone: {title} ({key} redoes)") if key else self.tr("Undone: {title}")
        else:
            said = self.tr("Redone: {title} ({key} undoes)") if key else self.tr("Redone: {title}")
        self._show(applied)
        self.say(said.format(title=wording.title(applied.title), key=key))
        return None

    def _show(self, applied: Applied) -> None:
        """Opens the article concerned and goes to the place, unless another page shows it."""
        if self.elsewhere is not None and self.elsewhere(applied):
            return
        edit = applied.edit
        if edit.article is not None and (self.article is None or self.article.id != edit.article):
            self.open_article(edit.article)
        records = (*edit.after.values(), *edit.before.values())
        concerned = [record for record in records if isinstance(record, Span)]
        spans = (
            [span for span in concerned if span.id in self.layer.by_id]
            or self.layer.ends(record for record in records if isinstance(record, Relation))
            or concerned
        )
        if spans and self.article is not None and spans[0].article == self.article.id:
            self.set_active(spans[0].id)
            if self.view is not None:
                self.view.go(spans[0].start, end=spans[0].end, flash=True)
        reworded = next((record for record in edit.after.values() if isinstance(record, Wording)), None)
        if reworded is not None and reworded.splices and self.view is not None:
            start, _, words = reworded.splices[0]
            self.view.go(start, end=start + max(1, len(words)), flash=True)

    def undo_title(self) -> str | None:
        """The title of the act that undo would take back."""
        return self.project.undo_title(self.me.id) if self.project and self.me else None

    def redo_title(self) -> str | None:
        """The title of the act that redo would do again."""
        return self.project.redo_title(self.me.id) if self.project and self.me else None

    # --- doing --------------------------------------------------------------------------------------

    def change(self, make: Callable[[], Edit]) -> bool:
        """Makes an edit and does it; a maker that refuses is said."""
        try:
            made = make()
        except AnnotatorError as error:
            self.fail(error)
            return False
        return self._done(made)

    def _done(self, edit: Edit) -> bool:
        if self.do(edit) is None:
            return False
        self._drop_mode()
        self.say(wording.past(edit.title))
        return True


def shown(keys: str) -> str:
    """A key combination as this system writes it."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
