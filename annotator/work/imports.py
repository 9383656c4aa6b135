"""Takes files, folders and pasted text into a project: one Bulk act, hidden until whole, with a report."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

from annotator.core import codebook as codebooks
from annotator.core.codebook import Codebook
from annotator.core.errors import AnnotatorError, FormatError
from annotator.core.model import CodebookVersion
from annotator.formats import sidecar as sidecars
from annotator.formats.base import Format, Incoming, Item, Refusal, Remark, Source
from annotator.store import stream
from annotator.store.check import refuse_damage
from annotator.store.project import Project
from annotator.work import extras
from annotator.work.collecting import collecting_seldom
from annotator.work.intake import CHUNK, Intake
from annotator.work.labels import Known, Unknown, extended, version
from annotator.work.prepare import Decided, File, Prepared, prepare
from annotator.work.progress import Progress
from annotator.work.report import ImportOptions, ImportReport, how_to_read
from annotator.work.sources import Tracked, expand, format_of, reason_of, size_of

_CHUNK_CHARACTERS = 2_000_000  # of text in one transaction
_SHOWN_EVERY = 200  # lines read between two words of progress while nothing is written

Run = Generator[Progress, None, ImportReport]

__all__ = ["Decided", "ImportOptions", "ImportReport", "Run", "run"]


def run(project: Project, sources: Sequence[Path | Source], options: ImportOptions) -> Run:
    """Imports everything that can be taken; what cannot is listed in the report's `errors`.

    Closing the generator before its end cancels: nothing stays. Raises what the store raises (DiskFull,
    ReadOnlyProject, ProjectGone, ProjectBusy); nothing stays then either.
    """
    report = ImportReport(dry_run=options.dry_run)
    if not options.dry_run:
        project.check_writable()
        refuse_damage(project)
    found = expand(sources)
    for refusal in found.refusals:
        report.refuse(refusal.file, refusal.line, refusal.reason)
    report.notes += found.notes
    intake = Intake(project, options, report)
    job = _Job(intake, found.sources)
    try:
        with collecting_seldom():
            if options.unknown_labels == "add":
                yield from job.add_labels()
            yield from job.read_all()
            yield from job.compare()
            _settle(intake, report)
    finally:
        intake.close()
    return report


def _settle(intake: Intake, report: ImportReport) -> None:
    """Makes the import visible, or leaves it to be taken away when nothing of it may stay."""
    report.unknown_labels = intake.unknown.counts()
    if intake.unknown and intake.options.unknown_labels == "stop":
        _stop(intake, report)
    elif report.taken or report.already_there:
        count = report.taken or report.spans_taken
        what = "article" if report.taken else "span"
        intake.finish(f"Import {count:,} {what}{'' if count == 1 else 's'}")


def _stop(intake: Intake, report: ImportReport) -> None:
    """Unknown labels: nothing was taken, and each is listed where it first stands."""
    report.stopped = True
    report.taken = report.already_there = report.spans_taken = report.spans_already_there = 0
    report.relations_taken = report.spans_skipped = 0
    known = ", ".join(label.key for label in intake.known.codebook.labels)
    for word, (file, line) in intake.unknown.first.items():
        count = report.unknown_labels.get(word, 0)
        times = "once" if count == 1 else f"{count:,} times"
        what = word if word.startswith("relation ") else f"label {word}"
        reason = f"the codebook has no {what} ({times} in these files; it has {known})"
        report.errors.append(Refusal(file, line, reason))


class _Job:
    """The files of one import, one after another."""

    def __init__(self, intake: Intake, sources: list[Source]) -> None:
        self.intake, self.sources = intake, sources
        self.options, self.report = intake.options, intake.report
        self.total = size_of(sources)
        self.done = 0
        self.waiting: list[Prepared] = []
        self.characters = 0

    def read_all(self) -> Iterator[Progress]:
        """Reads every file and takes what can be taken."""
        for source in self.sources:
            yield self._progress(source)
            decided = self.options.decided.get(source.name)
            if decided is not None and not decided.take:
                self.report.skipped += 1
            else:
                yield from self._read(source, decided)
            self.done += size_of([source])
        self._take()

    def compare(self) -> Iterator[Progress]:
        """Finds what of the new articles is nearly one text, among themselves or with those that were there before."""
        if not self.report.taken or (self.intake.unknown and self.options.unknown_labels == "stop"):
            return
        passing = self.intake.passing
        for number, (key, text) in enumerate(stream.texts(self.intake.project.read)):
            passing.beside(key, text)
            if number % _SHOWN_EVERY == 0:
                yield Progress(done=self.total, total=self.total, note="Near-duplicates")
        self.report.near_duplicates = passing.groups()

    def _progress(self, source: Source, tracked: Tracked | None = None) -> Progress:
        here = tracked.position() if tracked else 0
        return Progress(done=min(self.done + here, self.total), total=self.total, note=Path(source.name).name)

    def _read(self, source: Source, decided: Decided | None) -> Iterator[Progress]:
        try:
            form = format_of(source, self.options.format)
            file = self._begin(source, form)
        except AnnotatorError as error:
            self._refuse_file(source, error)
            return
        tracked = Tracked(source.name, path=source.path, data=source.data, opened=[])
        clean = form.plain and not self.options.keep_boilerplate
        number = 0
        for number, item in enumerate(self._items(form, tracked), 1):
            if isinstance(item, Refusal):
                self.report.refuse(item.file, item.line, item.reason)
            elif isinstance(item, Remark):
                self.report.note(f"{item.file}: {item.text}")
            else:
                self._prepare(item, file, form=form, clean=clean, decided=decided)
            if len(self.waiting) >= CHUNK or self.characters > _CHUNK_CHARACTERS:
                self._take()
                yield self._progress(source, tracked)
            elif number % _SHOWN_EVERY == 0:
                yield self._progress(source, tracked)
        if not number and file.sidecar is None:
            self.report.refuse(source.name, None, "there is no article in it")
        if file.sidecar is not None:
            self._take()
            extras.take(self.intake, file)
            self.intake.people.begin(None)

    def _begin(self, source: Source, form: Format) -> File:
        """What is known of a file before its first article: its project file, whose codebook may be taken."""
        path = sidecars.find_for(source.path) if form.sidecar and source.path is not None else None
        if path is None:
            return File(name=source.name, untyped=form.untyped)
        sidecar = sidecars.load(path)
        self._take()
        file = File(name=source.name, sidecar=sidecar)
        extras.begin(self.intake, file, adopt_codebook(self.intake, file, sidecar))
        return file

    def _items(self, form: Format, source: Source) -> Iterator[Item]:
        """The items of a file; an error that ends it becomes a refusal of what is left."""
        try:
            yield from form.read(source, how_to_read(self.options, source.name))
        except FormatError as error:
            yield Refusal(source.name, error.fields["line"], error.fields["reason"])
        except AnnotatorError as error:
            yield Refusal(source.name, None, error.line().rstrip("."))
        except OSError as error:
            yield Refusal(source.name, None, reason_of(Path(source.name), error))

    def _refuse_file(self, source: Source, error: AnnotatorError) -> None:
        reason = error.fields["reason"] if isinstance(error, FormatError) else error.line().rstrip(".")
        self.report.refuse(source.name, None, str(reason))

    def _prepare(self, item: Incoming, file: File, *, form: Format, clean: bool, decided: Decided | None) -> None:
        if form.plain and item.source_id is None:
            item.source_id = Path(file.name).name
        try:
            one = prepare(item, file, clean=clean, decided=decided)
        except AnnotatorError as error:
            self.report.refuse(file.name, item.line, error.line().rstrip("."))
            return
        self.waiting.append(one)
        self.characters += len(one.text)

    def _take(self) -> None:
        waiting, self.waiting, self.characters = self.waiting, [], 0
        if waiting:
            self.intake.take(waiting)

    # --- labels that are to be added ----------------------------------------------------------------

    def add_labels(self) -> Iterator[Progress]:
        """Reads every file once for its labels, and adds the unknown ones to the codebook."""
        unknown, offered = Unknown(), list[Codebook]()
        for source in self.sources:
            yield Progress(done=0, total=self.total, note=f"{Path(source.name).name}: labels")
            try:
                form = format_of(source, self.options.format)
                file = self._begin(source, form)
            except AnnotatorError:
                continue  # refused when it is read
            if file.sidecar is not None:
                offered.append(file.sidecar.codebook)
            for number, item in enumerate(self._items(form, source)):
                if isinstance(item, Incoming):
                    _count(item, self.intake.known, unknown, file.name)
                if number % _SHOWN_EVERY == 0:
                    yield Progress(done=0, total=self.total, note=f"{Path(source.name).name}: labels")
        if unknown or unknown.values:
            self._extend(unknown, offered)

    def _extend(self, unknown: Unknown, offered: list[Codebook]) -> None:
        intake = self.intake
        book = extended(intake.known.codebook, unknown, offered)
        who = intake.people.find(None).id
        new = version(book, parent=intake.codebook_id, seq=_next_seq(intake), by=who)
        intake.add(codebook=new)
        old = intake.known.codebook
        added = [label.key for label in book.labels if not old.has(label.key)]
        kinds = {kind.key for kind in old.relations}
        added += [f"relation {kind.key}" for kind in book.relations if kind.key not in kinds]
        self.report.labels_added += added
        intake.known, intake.codebook_id = Known(book), new.id


def _count(item: Incoming, known: Known, unknown: Unknown, file: str) -> None:
    for span in item.spans:
        if span.label not in known.labels:
            unknown.label(span.label, file, item.line)
        if span.attributes:
            unknown.attributes(span.label, known.labels.get(span.label), span.attributes)
    for tie in item.relations:
        if tie.kind not in known.kinds:
            unknown.kind(tie.kind, file, item.line)
        if tie.attributes:
            unknown.attributes(tie.kind, known.kinds.get(tie.kind), tie.attributes)


def _next_seq(intake: Intake) -> int:
    return 1 + max(one.seq for one in intake.project.read.codebooks())


def adopt_codebook(intake: Intake, file: File, sidecar: sidecars.Sidecar) -> set[str]:
    """Takes a file's codebook when the project has nothing under its own; returns the versions known afterwards."""
    project = intake.project
    versions = project.read.codebooks()
    known = {one.id for one in versions}
    chain = [*sidecar.codebook_history, _present(sidecar)]
    if file.name in intake.begun or all(one.id in known for one in chain):
        return known
    intake.begun.add(file.name)
    same = codebooks.identity(sidecar.codebook) == intake.codebook_id
    touched = len(versions) > 1 or project.connection.execute("SELECT 1 FROM span LIMIT 1").fetchone() is not None
    if touched or intake.unknown:
        if not same:
            text = f"it was made under another codebook ({sidecar.codebook.name}); labels are matched by key"
            intake.report.note(f"{file.name}: {text}")
        return known
    who, seq = intake.people.find(None).id, _next_seq(intake)
    for place, one in enumerate(chain):
        new = version(one.body, parent=one.parent if one.parent in known else None, seq=seq + place, by=who)
        intake.add(codebook=new)
        known.add(new.id)
    _use(intake, sidecar.codebook, new)
    if not same:
        intake.report.note(
            f"{file.name}: its codebook ({sidecar.codebook.name}) is now the project's, which had no spans"
        )
    return known


def _present(sidecar: sidecars.Sidecar) -> sidecars.Version:
    book = sidecar.codebook
    return sidecars.Version(id=codebooks.identity(book), body=book, parent=sidecar.codebook_parent)


def _use(intake: Intake, book: Codebook, new: CodebookVersion) -> None:
    intake.known, intake.codebook_id = Known(book), new.id
