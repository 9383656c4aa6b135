"""What an import would take, file by file: lines with their verdicts, fields, what is there already."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path

import msgspec

from annotator.core.codebook import Codebook
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
from annotator.work.samples import SHOWN, Sample, Tally, sample
from annotator.work.sources import Tracked, expand, format_of, size_of

_STEP = 200  # articles between two words of progress
MOST_READ = 32_000_000  # bytes of one file that are looked at: what lies beyond is not counted before the import

Run = Generator[Progress, None, "Preview"]


class PreviewFile(msgspec.Struct, kw_only=True):
    """One file: how it is read and what would come of it.

    `text`, `furniture` and `fields` are those of a file that holds one plain text; `name` is the key under which
    the analyst's decisions go into ImportOptions.decided. `codebook` is the one that its spans would be read by.
    `whole` once all was counted that is to be; `cut` when that was only the beginning of a large file.
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
    samples: list[Sample] = []  # its first articles
    tally: Tally = msgspec.field(default_factory=Tally)
    codebook: Codebook | None = None
    whole: bool = False
    cut: bool = False

    @property
    def takable(self) -> bool:
        """Whether anything of it can be taken."""
        return self.articles > 0

    def so_far(self) -> PreviewFile:
        """As it is now, to be shown while more is counted."""
        copied = {name: list(getattr(self, name)) for name in ("refusals", "notes", "samples")}
        return msgspec.structs.replace(self, **copied, tally=self.tally.copy())


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
        for _ in look_at(project, source, options, file=file, seen=seen):
            yield Progress(done=done, total=total, note=Path(source.name).name)
        _add_unknown(unknown, file.tally)
        done += size_of([source])
    result.unknown_labels = unknown.counts()
    return result


def _add_unknown(unknown: Unknown, tally: Tally) -> None:
    unknown.labels.update(tally.unknown)
    unknown.kinds.update(tally.unknown_kinds)


def look_at(
    project: Project, source: Source, options: ImportOptions, *, file: PreviewFile, seen: set[str]
) -> Generator[None, None, None]:
    """Fills in what one file holds; pauses once its first articles are there, then now and then while it counts."""
    tracked = Tracked(source.name, path=source.path, data=source.data, opened=[])
    try:
        form = format_of(source, options.format)
        known = _known(project, source, sidecar=form.sidecar)
        file.format, file.codebook = form.name, known.codebook
        clean = form.plain and not options.keep_boilerplate
        for item in form.read(tracked, how_to_read(options, source.name)):
            if isinstance(item, Refusal):
                file.refusals.append(item)
            elif isinstance(item, Remark):
                file.notes.append(item.text)
                file.columns = item if isinstance(item, Columns) else file.columns
            elif _article(project, item, file, clean=clean, known=known, seen=seen):
                yield
                if tracked.position() > MOST_READ:
                    file.cut = True
                    break
    except FormatError as error:
        file.refusals.append(Refusal(source.name, error.fields["line"], error.fields["reason"]))
    except AnnotatorError as error:
        file.refusals.append(Refusal(source.name, None, error.line().rstrip(".")))
    except OSError as error:
        file.refusals.append(Refusal(source.name, None, error.strerror or str(error)))
    file.whole = True


def _known(project: Project, source: Source, *, sidecar: bool) -> Known:
    """The labels a file may use: the project's, or its own where the import would take its codebook."""
    path = sidecars.find_for(source.path) if sidecar and source.path is not None else None
    if path is not None:
        book = sidecars.load(path).codebook
        untouched = project.connection.execute("SELECT 1 FROM span LIMIT 1").fetchone() is None
        if untouched and len(project.read.codebooks()) == 1:
            return Known(book)
    return Known(project.codebook)


def _article(project: Project, item: Incoming, file: PreviewFile, *, clean: bool, known: Known, seen: set[str]) -> bool:
    """Counts one article; whether this is a moment to pause."""
    try:
        one = prepare(item, File(name=file.name), clean=clean)
    except AnnotatorError as error:
        file.refusals.append(Refusal(file.name, item.line, error.line().rstrip(".")))
        return False
    file.articles += 1
    file.spans += len(item.spans)
    file.tally.add(item, known)
    if one.sha256 in seen or project.read.find_by_hash(one.sha256) is not None:
        file.already_there += 1
    seen.add(one.sha256)
    if len(file.samples) < SHOWN:
        file.samples.append(sample(one, known, file.articles))
    if item.line is None:
        _plain(one, file)
    return file.articles == SHOWN or file.articles % _STEP == 0


def _plain(one: Prepared, file: PreviewFile) -> None:
    file.text = one.text if one.furniture is None else "\n".join(line.text for line in one.furniture.lines)
    file.furniture = one.furniture
    file.fields = {name: value for name, value in one.fields.items() if value}
