"""What an import would take, file by file: lines with their verdicts, fields, what is there already."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path

import msgspec

from annotator.core.errors import AnnotatorError, FormatError
from annotator.core.furniture import Furniture
from annotator.formats import sidecar as sidecars
from annotator.formats.base import Incoming, Refusal, Remark, Source
from annotator.formats.table_rows import Columns
from annotator.store.project import Project
from annotator.work.labels import Known, Unknown
from annotator.work.prepare import File, Prepared, prepare
from annotator.work.progress import Progress
from annotator.work.report import ImportOptions, how_to_read
from annotator.work.sources import expand, format_of, size_of

_STEP = 200  # articles between two words of progress

Run = Generator[Progress, None, "Preview"]


class PreviewFile(msgspec.Struct, kw_only=True):
    """One file: how it is read and what would come of it.

    `text`, `furniture` and `fields` are those of a file that holds one plain text; `name` is the key under which
    the analyst's decisions go into ImportOptions.decided.
    """

    name: str
    format: str = ""
    articles: int = 0
    spans: int = 0
    already_there: int = 0
    refusals: list[Refusal] = []
    notes: list[str] = []
    text: str | None = None  # before any line is dropped
    furniture: Furniture | None = None
    fields: dict[str, str] = {}
    columns: Columns | None = None  # of a table

    @property
    def takable(self) -> bool:
        """Whether anything of it can be taken."""
        return self.articles > 0


class Preview(msgspec.Struct, kw_only=True):
    """All files of an import, the labels that the codebook does not have, and what else there is to know."""

    files: list[PreviewFile] = []
    unknown_labels: dict[str, int] = {}
    notes: list[str] = []

    @property
    def articles(self) -> int:
        """How many articles the files hold."""
        return sum(file.articles for file in self.files)

    @property
    def refusals(self) -> list[Refusal]:
        """Everything that could not be taken."""
        return [refusal for file in self.files for refusal in file.refusals]


def preview(project: Project, sources: Sequence[Path | Source], options: ImportOptions) -> Run:
    """Reads everything as `imports.run` would, and writes nothing."""
    found = expand(sources)
    result = Preview(notes=list(found.notes))
    for refusal in found.refusals:
        result.files.append(PreviewFile(name=refusal.file, refusals=[refusal]))
    unknown, total, done = Unknown(), size_of(found.sources), 0
    seen: set[str] = set()
    for source in found.sources:
        yield Progress(done=done, total=total, note=Path(source.name).name)
        file = PreviewFile(name=source.name)
        result.files.append(file)
        for _ in _look(project, source, options, file=file, unknown=unknown, seen=seen):
            yield Progress(done=done, total=total, note=Path(source.name).name)
        done += size_of([source])
    result.unknown_labels = unknown.counts()
    return result


def _look(
    project: Project, source: Source, options: ImportOptions, *, file: PreviewFile, unknown: Unknown, seen: set[str]
) -> Generator[None, None, None]:
    try:
        form = format_of(source, options.format)
        known = _known(project, source, sidecar=form.sidecar)
        file.format = form.name
        clean = form.plain and not options.keep_boilerplate
        for item in form.read(source, how_to_read(options, source.name)):
            if isinstance(item, Refusal):
                file.refusals.append(item)
            elif isinstance(item, Remark):
                file.notes.append(item.text)
                file.columns = item if isinstance(item, Columns) else file.columns
            else:
                _article(project, item, file, clean=clean, known=known, unknown=unknown, seen=seen)
                if file.articles % _STEP == 0:
                    yield
    except FormatError as error:
        file.refusals.append(Refusal(source.name, error.fields["line"], error.fields["reason"]))
    except AnnotatorError as error:
        file.refusals.append(Refusal(source.name, None, error.line().rstrip(".")))
    except OSError as error:
        file.refusals.append(Refusal(source.name, None, error.strerror or str(error)))


def _known(project: Project, source: Source, *, sidecar: bool) -> Known:
    """The labels a file may use: the project's, or its own where the import would take its codebook."""
    path = sidecars.find_for(source.path) if sidecar and source.path is not None else None
    if path is not None:
        book = sidecars.load(path).codebook
        untouched = project.connection.execute("SELECT 1 FROM span LIMIT 1").fetchone() is None
        if untouched and len(project.read.codebooks()) == 1:
            return Known(book)
    return Known(project.codebook)


def _article(
    project: Project,
    item: Incoming,
    file: PreviewFile,
    *,
    clean: bool,
    known: Known,
    unknown: Unknown,
    seen: set[str],
) -> None:
    try:
        one = prepare(item, File(name=file.name), clean=clean)
    except AnnotatorError as error:
        file.refusals.append(Refusal(file.name, item.line, error.line().rstrip(".")))
        return
    file.articles += 1
    file.spans += len(item.spans)
    if one.sha256 in seen or project.read.find_by_hash(one.sha256) is not None:
        file.already_there += 1
    seen.add(one.sha256)
    for span in item.spans:
        if span.label not in known.labels:
            unknown.label(span.label, file.name, item.line)
    for tie in item.relations:
        if tie.kind not in known.kinds:
            unknown.kind(tie.kind, file.name, item.line)
    if item.line is None:
        _plain(one, file)


def _plain(one: Prepared, file: PreviewFile) -> None:
    file.text = one.text if one.furniture is None else "\n".join(line.text for line in one.furniture.lines)
    file.furniture = one.furniture
    file.fields = {name: value for name, value in one.fields.items() if value}
