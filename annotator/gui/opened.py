"""The open project in the window: the one place where it is read and changed, which tells everybody else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.core.codebook import Codebook
from annotator.core.edit import Edit
from annotator.core.errors import AnnotatorError, ProjectGone, StaleError, UnknownRecord
from annotator.core.model import Actor, Annotator, Article, Fragment, Progress, Relation, Span, Wording
from annotator.core.text import quoted
from annotator.gui import wording
from annotator.gui.figures import with_figures
from annotator.gui.jobs import Job
from annotator.gui.layer import Layer
from annotator.gui.places import Places
from annotator.gui.worktime import WorkClock
from annotator.store.journal import Applied
from annotator.store.project import Project

Kind = Literal["done", "info", "warn", "failed"]
POLL_MS = 1000
REST_MS = 2000
WORK_MS = 60_000


class Reading(Protocol):
    """What the session asks of the article view; positions in code points."""

    def selected(self) -> list[Fragment]:
        """The selection, or nothing."""

    def caret(self) -> int:
        """Where the caret stands."""

    def top(self) -> int:
        """The first position in sight."""

    def go(self, position: int, *, end: int | None = None, flash: bool = False) -> None:
        """Puts the caret there and brings the stretch to `end` into sight."""

    def restore(self, caret: int, top: int) -> None:
        """Puts caret and scroll back to where they were."""


class Opened(QObject):
    """Holds project, article and my layer on it; commits edits and announces what was done."""

    opened = Signal()
    closed = Signal()
    leaving = Signal()  # the article is about to change: send what is typed
    closing = Signal()  # the project is about to be closed: let go of its file, or its log could not be folded in
    changed = Signal(object)  # Applied
    article_opened = Signal(object)  # Article
    article_refreshed = Signal(object)  # Article: another window or program changed it
    articles_changed = Signal()  # articles came or went
    active_changed = Signal(object)  # span id or None
    said = Signal(str, str)  # what happened, in words; Kind
    saved = Signal()
    worked = Signal(int)  # seconds on the open article so far

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project: Project | None = None
        self.me: Annotator | None = None
        self.article: Article | None = None
        self.layer = Layer("")
        self.view: Reading | None = None
        self.clock = WorkClock()
        self._active: str | None = None
        self._stored_work = 0
        self._gone = self._unread = False
        self._newest = 0  # the last line of the journal when all was read
        self._listed = True
        self._places = Places()
        self._shown_codebook = ""
        self._poll = self._timer(POLL_MS, self.look)
        self._work = self._timer(WORK_MS, self.store_work)
        self._rest = self._timer(REST_MS, self.rest)
        self._rest.setSingleShot(True)

    def _timer(self, milliseconds: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)
        return timer

    def attach(self, view: Reading) -> None:
        """The article view that selections and places are asked of."""
        self.view = view

    # --- what is open -------------------------------------------------------------------------------

    @property
    def codebook(self) -> Codebook | None:
        """The project's codebook."""
        return self.project.codebook if self.project else None

    @property
    def spans(self) -> list[Span]:
        """My spans of the article, in text order."""
        return self.layer.spans()

    @property
    def relations(self) -> list[Relation]:
        """The relations among my spans of the article."""
        return list(self.layer.relations.values())

    @property
    def progress(self) -> Progress | None:
        """How far I am with the article; None when not begun."""
        return self.layer.progress

    @property
    def active(self) -> str | None:
        """The id of the span last tagged or reached."""
        return self._active

    @property
    def active_span(self) -> Span | None:
        """The span last tagged or reached."""
        return self.layer.by_id.get(self._active) if self._active else None

    @property
    def worktime(self) -> int:
        """Seconds of my work on the article so far."""
        return self._stored_work + self.clock.waiting()

    # --- opening and closing ------------------------------------------------------------------------

    def open_project(self, path: Path) -> None:
        """Opens a project in place of the present one, where its reader left off.

        Raises AnnotatorError; the present one then stays open.
        """
        fresh = Project.open(path)
        self.close_project()
        self.project, self._gone = fresh, False
        self.me = self._places.annotator(fresh)
        fresh.subscribe(self._applied)
        self.layer = Layer(self.me.id)
        place = self._places.place(fresh)
        self._read_article(place.article if place else None)
        self._codebook_changed()
        self._unread, self._newest = False, fresh.read.newest_line()
        self._poll.start()
        self._work.start()
        self.opened.emit()
        if self.article is not None:
            self.article_opened.emit(self.article)
            if place is not None and place.article == self.article.id and self.view is not None:
                self.view.restore(place.caret, place.scroll)
            self._say_unpicked()
        self._listed = False
        self._rest.start()

    def close_project(self) -> None:
        """Sends what is typed, keeps place and time, and closes."""
        if self.project is None or self.me is None:
            return
        self.leaving.emit()
        self.closing.emit()
        self.store_work()
        self.keep_place()
        for timer in (self._poll, self._work, self._rest):
            timer.stop()
        self._places.remember(self.project, self.me)
        self.project.close()
        self.project = self.me = self.article = None
        self.layer = Layer("")
        self.clock.stop()
        self.set_active(None)
        self.closed.emit()

    def open_article(self, article: str) -> None:
        """Opens an article by id; the one that is open already stays as it is."""
        if self.project is None or (self.article is not None and self.article.id == article):
            return
        self.clock.touch()
        self.leaving.emit()
        self.store_work()
        try:
            self._read_article(article)
        except AnnotatorError as error:
            self.fail(error)
            return
        self.article_opened.emit(self.article)
        self._rest.start()
        self._say_unpicked()

    def _say_unpicked(self) -> None:
        """None of an article's spans can be seen while two texts of it wait: not without a word."""
        article = self.article
        if self.project is not None and article is not None and self.project.read.unpicked(article.id):
            words = self.tr("{title} was corrected in two copies: choose a text under Project, Settle")
            self.say(words.format(title=quoted(article.title or article.text, 40)), "warn")

    def _read_article(self, article: str | None) -> None:
        """Reads an article with my layer; without an id, or when it is gone, the first of the project."""
        if self.project is None or self.me is None:
            return
        read, me = self.project.read, self.me.id
        found: Article | None = None
        if article is not None:
            try:
                found = read.article(article)
            except UnknownRecord:
                found = None
        if found is None:
            numbers = read.article_ns(annotator_id=me, limit=1)
            found = read.article_by_n(numbers[0]) if numbers else None
        self.article, self._active = found, None
        if found is None:
            self.layer = Layer(me)
            self.clock.stop()
            self._stored_work = 0
            return
        self._read_layer(found)
        self._stored_work = read.worktime(found.id, me)
        self.clock.start()

    def _read_layer(self, article: Article) -> None:
        """Takes an article as the open one, with my layer on it."""
        if self.project is not None and self.me is not None:
            read, me = self.project.read, self.me.id
            ties, progress = read.relations(article.id, me), read.progress(article.id, me)
            self.article, self.layer = article, Layer(me, read.spans(article.id, me), ties, progress)

    def set_active(self, span: str | None) -> None:
        """Makes a span of the article the active one, or none."""
        wanted = span if span in self.layer.by_id else None
        if wanted != self._active:
            self._active = wanted
            self.active_changed.emit(wanted)

    # --- changing -----------------------------------------------------------------------------------

    def do(self, edit: Edit) -> Applied | None:
        """Commits an edit and announces it; what cannot be done is said, and nothing has changed."""
        if self.project is None or self.me is None:
            return None
        self.clock.touch()
        try:
            return self.project.apply(with_figures(edit, self.article, self.project.codebook), who=self.me.id)
        except AnnotatorError as error:
            self.fail(error)
            return None

    def _applied(self, applied: Applied) -> None:
        """After each commit of this window: keep up, tell the views, and rest a little later."""
        reworded = any(isinstance(record, Wording) for record in applied.edit.after.values())
        here = self.article is not None and applied.edit.article == self.article.id
        other = self.project is not None and self.project.codebook_id != self._shown_codebook
        if applied.bulk or other or (applied.edit.article is None and self._concerned(applied.edit)):
            self.refresh()  # after another codebook too: its labels, colours and keys are on all that is shown
        elif here and reworded:
            self._reread()
        elif self.article is not None and here:
            self.layer.apply(applied.edit)
            if any(isinstance(record, Article) for record in applied.edit.after.values()) and self.project:
                self.article = self.project.read.article(self.article.id)
            if self._active is not None and self._active not in self.layer.by_id:
                self.set_active(None)
        self.changed.emit(applied)
        if self.article is not None and ((here and reworded) or _renames(applied.edit)):
            self.article_refreshed.emit(self.article)  # the name of an actor may stand anywhere
        self.saved.emit()
        self._rest.start()

    def _reread(self) -> None:
        """The text is another one, and every span of it may have moved."""
        if self.project is not None and self.article is not None:
            self._read_layer(self.project.read.article(self.article.id))
            if self._active is not None and self._active not in self.layer.by_id:
                self.set_active(None)

    @staticmethod
    def _concerned(edit: Edit) -> bool:
        """Whether an edit of many articles changed spans or relations: those of the open one may be among them."""
        records = (*edit.before.values(), *edit.after.values())
        return any(isinstance(record, Span | Relation) for record in records)

    def fail(self, error: AnnotatorError) -> None:
        """Says why something could not be done; when others were faster, shows what they did."""
        self.said.emit(wording.line(error), "failed")
        if isinstance(error, StaleError):
            self.refresh()

    def inform(self, text: str) -> None:
        """Says why nothing was done."""
        self.say(text, "info")

    def say(self, text: str, kind: Kind = "done") -> None:
        """Says what happened, in words."""
        self.said.emit(text, kind)

    # --- others -------------------------------------------------------------------------------------

    def look(self) -> None:
        """Looks whether another window or program wrote, or the file went away."""
        if self.project is None:
            return
        try:
            if not self.project.read_only:
                self.project.check_writable()
            self._gone = False
            self._unread = self.project.changed_elsewhere() or self._unread
            if self._unread and not self._only_a_job(self.project):
                self.refresh()
        except ProjectGone as error:
            if not self._gone:
                self._gone = True
                self.fail(error)
        except AnnotatorError as error:
            self.fail(error)

    def _only_a_job(self, project: Project) -> bool:
        """Whether all that was written is a job's that is not whole: nothing of it can be seen, so nothing is read."""
        return Job.at_work_on(project.path) and project.read.newest_line() == self._newest

    def refresh(self) -> None:
        """Reads again what is shown: it may be others' work. What did not change is not announced."""
        if self.project is None or self.me is None:
            return
        self._unread, self._newest = False, self.project.read.newest_line()
        self.project.reload_codebook()
        recoded = self._codebook_changed()
        before, layer, active = self.article, self.layer, self._active
        try:
            if before is None:
                self._read_article(None)
            else:
                self._read_layer(self.project.read.article(before.id))
        except UnknownRecord:
            self._read_article(None)
        self.articles_changed.emit()
        if before is None or self.article is None or before.id != self.article.id:
            self.article_opened.emit(self.article)
        elif self.article != before or self.layer != layer or recoded:
            self.article_refreshed.emit(self.article)
        self._active = None if active not in self.layer.by_id else active
        if self._active != active:
            self.active_changed.emit(self._active)

    def _codebook_changed(self) -> bool:
        """Whether the codebook is another one than when this was asked before."""
        known, self._shown_codebook = self._shown_codebook, self.project.codebook_id if self.project else ""
        return known != self._shown_codebook

    # --- keeping ------------------------------------------------------------------------------------

    def store_work(self) -> None:
        """Adds the work done on the article to the project."""
        seconds = self.clock.taken()
        if self.project is None or self.me is None or self.article is None or not seconds:
            return
        self._stored_work += seconds
        if not self.project.read_only:
            try:
                self.project.add_worktime(self.article.id, self.me.id, seconds)
            except AnnotatorError as error:
                self.fail(error)
        self.worked.emit(self._stored_work)

    def keep_place(self) -> None:
        """Remembers article, scroll and caret for the next start."""
        if self.project is not None and self.article is not None and self.view is not None:
            self._places.keep(self.project, self.article.id, caret=self.view.caret(), top=self.view.top())

    def rest(self) -> None:
        """A quiet moment: the file itself then holds everything, and the place is kept."""
        if self.project is None:
            return
        if Job.at_work_on(self.project.path):
            self._rest.start()  # no quiet moment: all that the job has written would be copied here and now
            return
        try:
            self.project.rest()
        except AnnotatorError as error:
            self.fail(error)
        self.keep_place()
        if not self._listed and self.me is not None:
            self._listed = True
            self._places.remember(self.project, self.me)


def _renames(edit: Edit) -> bool:
    """Whether an edit changed or deleted actors of the registry."""
    return any(isinstance(record, Actor) for record in edit.before.values())
