"""The registry in the window: an index of the actors, kept up with every act, and the acts on mentions and actors."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.core import actors as acts
from annotator.core.actor_words import PRONOUNS
from annotator.core.edit import Edit, started
from annotator.core.errors import AnnotatorError, UnknownRecord
from annotator.core.matching import Here, Index, Offer
from annotator.core.model import Actor, Article, Span
from annotator.core.naming import forms, name_in
from annotator.gui import wording
from annotator.gui.jobs import Job
from annotator.gui.session import Session
from annotator.gui.text import isolate
from annotator.store.journal import LARGEST_EDIT, Applied
from annotator.store.project import Project
from annotator.work.progress import Progress

if TYPE_CHECKING:
    from annotator.work.registry import RegistryReport


class Registry(QObject):
    """What the chooser and the registry's dialog ask of the actors; every change goes through the session."""

    changed = Signal()  # actors or links are others than before
    imported = Signal(object)  # RegistryReport: a file was read
    busy = Signal(bool)  # an act too large for one breath has begun, or is over

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self._index: Index | None = None
        self._here: tuple[str, str, Here] | None = None  # article, hash of its text
        self._job: Job | None = None
        self._report: RegistryReport | None = None  # of the file that the job reads
        self._doing = ""  # what the job will have done, in words
        session.changed.connect(self._follow)
        session.articles_changed.connect(self._forget)
        session.opened.connect(self._forget)
        session.closed.connect(self._forget)

    # --- what there is -------------------------------------------------------------------------------

    @property
    def index(self) -> Index:
        """The registry, read when it is first asked for."""
        if self._index is None:
            project = self.session.project
            self._index = Index(project.read.actors() if project else ())
        return self._index

    def _forget(self) -> None:
        self._index = self._here = None
        self.changed.emit()

    def _follow(self, applied: Applied) -> None:
        edit = applied.edit
        if applied.bulk:
            self._forget()
            return
        if self._index is not None:
            for record in edit.removed():
                if isinstance(record, Actor):
                    self._index.drop(record.id)
            for record in edit.after.values():
                if isinstance(record, Actor):
                    self._index.put(record)
        self.changed.emit()

    def types(self) -> dict[str, str]:
        """The names of the types that actors may have, by key."""
        codebook = self.session.codebook
        return {choice.key: choice.name for choice in acts.types(codebook)} if codebook else {}

    def labels(self) -> list[str]:
        """The keys of the labels that name actors."""
        codebook = self.session.codebook
        return [label.key for label in codebook.with_role("agent")] if codebook else []

    def offers(self, span: Span) -> list[Offer]:
        """The actors that a mention of mine may mean, the best first."""
        article, spans = self._around(span)
        if article is None:
            return []
        linked = [one for one in spans if one.actor and one.id != span.id]
        return self.index.offers(span.words, here=self._here_of(article), linked=linked, at=span.start)

    def _around(self, span: Span) -> tuple[Article | None, list[Span]]:
        """The article of a mention and the spans of its annotator on it."""
        session = self.session
        if session.article is not None and session.article.id == span.article:
            return session.article, session.spans
        if session.project is None:
            return None, []
        try:
            found = session.project.read.article(span.article)
        except UnknownRecord:
            return None, []
        return found, session.project.read.spans(span.article, span.annotator)

    def _here_of(self, article: Article) -> Here:
        if self._here is None or self._here[:2] != (article.id, article.sha256):
            self._here = article.id, article.sha256, Here(article.text)
        return self._here[2]

    def alike(self, span: Span) -> list[Span]:
        """The other mentions of the article with the same words that are not linked yet; of a pronoun none."""
        codebook = self.session.codebook
        wanted = forms(span.words)[-1:]
        if codebook is None or not wanted or wanted[0] in PRONOUNS:
            return []
        return [
            one
            for one in self._around(span)[1]
            if one.id != span.id
            and one.actor is None
            and acts.linkable(codebook, one)
            and forms(one.words)[-1:] == wanted
        ]

    # --- acts ----------------------------------------------------------------------------------------

    def link(self, spans: Sequence[Span], actor: Actor) -> bool:
        """Links mentions to an actor."""
        codebook = self.session.codebook
        return codebook is not None and self._try(lambda: acts.link(spans, actor, codebook))

    def unlink(self, spans: Sequence[Span]) -> bool:
        """Takes the link of mentions away."""
        codebook = self.session.codebook
        return codebook is not None and self._try(lambda: acts.unlink(spans, codebook))

    def make(self, spans: Sequence[Span], name: str = "") -> bool:
        """A new actor from mentions, named after the first of them or so, and all linked to it."""
        codebook = self.session.codebook
        wanted = name or self.name_of(spans[0])
        return codebook is not None and self._try(
            lambda: acts.from_mention(spans, codebook, self.index.by_id, name=wanted)
        )

    def name_of(self, span: Span) -> str:
        """The name that a new actor takes from a mention where it stands."""
        article = self._around(span)[0]
        before = article.text[max(0, span.start - 3) : span.start].rstrip(' \t"“„«”') if article else ""
        return name_in(span.words, opening=not before or before[-1] in ".!?\n:")

    def _try(self, make: Callable[[], Edit | None]) -> bool:
        """Makes an act and does it; a maker that refuses is said."""
        try:
            made = make()
        except AnnotatorError as error:
            self.session.fail(error)
            return False
        return made is None or self.do(made)

    def change(self, before: Actor, after: Actor) -> bool:
        """Other fields of an actor."""
        return self._try(lambda: acts.change(before, after, self.index.by_id))

    def do(self, edit: Edit) -> bool:
        """Commits an act and says it; one on a single article also sets that article in progress."""
        session = self.session
        if session.project is None or session.me is None:
            return False
        if len(edit.ids()) > LARGEST_EDIT:
            self._do_large(edit)
            return True
        if edit.article is not None:
            progress = session.project.read.progress(edit.article, session.me.id)
            edit = started(edit, session.me.id, progress)
        if session.do(edit) is None:
            return False
        session.say(wording.past(edit.title))
        return True

    def _do_large(self, edit: Edit) -> None:
        """An act on thousands of records runs beside the window."""
        session = self.session
        if session.project is not None and session.me is not None:
            title, self._doing = wording.title(edit.title), wording.past(edit.title)
            job = Job(session.project.path, partial(_carry_out, edit, session.me.id), title=title)
            job.done.connect(self._say_done)
            self._run(job, title)

    def read(self, path: Path) -> None:
        """Takes a registry in from a CSV file, beside the window; `imported` says what came of it."""
        session = self.session
        if session.project is not None and session.me is not None:
            title = self.tr("Reading {name} …").format(name=isolate(path.name))
            job = Job(session.project.path, partial(_read, path, session.me.id), title=title)
            job.done.connect(self._take_report)
            self._run(job, title)

    def _run(self, job: Job, title: str) -> None:
        if self._job is not None:
            return
        self._job, self._report = job, None
        job.failed.connect(self.session.fail)
        job.ended.connect(self._run_ended)
        self.busy.emit(True)
        self.session.say(title, "info")
        job.start()

    def _take_report(self, report: RegistryReport) -> None:
        self._report = report

    def _say_done(self) -> None:
        self.session.say(self._doing)

    def _run_ended(self) -> None:
        self._job = None
        self.session.look()
        self.busy.emit(False)
        if self._report is not None:
            self.imported.emit(self._report)

    # --- going there ---------------------------------------------------------------------------------

    def go(self, span: Span) -> None:
        """Opens the article of a mention and goes to it."""
        session = self.session
        session.open_article(span.article)
        if session.article is None or session.article.id != span.article:
            return
        if span.id in session.layer.by_id:
            session.reach(span.id)
        elif session.view is not None:
            session.view.go(span.start, end=span.end, flash=True)


def _read(path: Path, who: str, project: Project) -> Generator[Progress, None, RegistryReport]:
    from annotator.work.registry import read_csv  # late: the formats come with it, and the first link need not wait

    return read_csv(project, path, who=who)


def _carry_out(edit: Edit, who: str, project: Project) -> Generator[Progress, None, None]:
    from annotator.work.registry import carry_out  # late, as above

    return carry_out(project, edit, who=who)
