"""Writes a project, or part of it, as a file of some format: streamed from one snapshot, renamed when whole."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import msgspec

from annotator import __version__
from annotator.core import codebook as codebooks
from annotator.formats import sidecar as sidecars
from annotator.formats.base import Format, Outgoing, Subject, WriteOptions
from annotator.formats.card import Facts
from annotator.store.project import Project
from annotator.store.reader import Reader
from annotator.work.collecting import collecting_seldom
from annotator.work.layers import secret_of
from annotator.work.losses import Counted, Known, Lost, Tally, count, known, losses
from annotator.work.progress import Progress
from annotator.work.selection import ExportOptions, Extras, Selection, how_to_write, subject_names
from annotator.work.split import Part, shares, split
from annotator.work.targets import FolderTarget, Targets, Under, check_target, translated

Run = Generator[Progress, None, "ExportReport"]

__all__ = ["ExportOptions", "ExportReport", "Lost", "Run", "check_target", "count", "losses", "run"]


class ExportPart(msgspec.Struct, frozen=True, kw_only=True):
    """One side of a split: how many articles, of which outlets, and how many of them follow a near-duplicate."""

    name: str
    articles: int
    outlets: dict[str, int]
    near_duplicates: int

    @classmethod
    def of(cls, part: Part) -> ExportPart:
        """A part as it is told."""
        count = len(part.numbers)
        return cls(name=part.name, articles=count, outlets=part.outlets, near_duplicates=part.near_duplicates)


class ExportReport(msgspec.Struct, frozen=True, kw_only=True):
    """What was written where, and what the format could not carry."""

    out: str
    format: str
    articles: int
    spans: int
    relations: int
    bytes: int
    files: list[str]
    losses: list[Lost]
    split: list[ExportPart] = []


def run(
    project: Project,
    out: Path,
    form: Format,
    *,
    options: ExportOptions,
    loss_report: bool = False,
    counted: Counted | None = None,
) -> Run:
    """Exports the selection to `out`; with `loss_report` also writes OUT.losses.json beside it.

    `counted` are the losses of the same export, if they are known; they are counted anew where the project has changed.

    With a split `out` is a folder of train, dev and test. Whatever stood at `out` is replaced only by the complete new
    file. Raises UnknownRecord, PathTrouble, DiskFull, BadSplit, MissingExtra, ReadOnlyProject; nothing is left behind
    then, nor when the generator is closed before its end.
    """
    out = out.absolute()
    form.require()
    sides = shares(options.split) if options.split else ()
    folder = form.folder or bool(sides)
    check_target(project, out, folder=folder)
    secret = secret_of(project) if options.names == "pseudonyms" else b""
    with project.snapshot() as reader:
        selection = Selection(reader, options, training=form.training, secret=secret)
        subject, how = _subject(project, reader, selection), how_to_write(options)
        tally = known(project, counted) or Tally(reader, form, selection, subject=subject, how=how)
        extras, total = Extras(), len(selection.numbers)
        parts = split(reader, selection.numbers, sides, options.seed) if sides else []
        with FolderTarget(out) if folder else Targets(out) as targets:
            yield Progress(done=0, total=total, note=out.name)
            with translated(out), collecting_seldom():
                for done in _written(form, targets, _rows(selection, tally, extras, parts), subject=subject, how=how):
                    yield Progress(done=done, total=total, note=out.name)
                size, lost = targets.size(), tally.lost()
            _lay_besides(form, targets, facts_of(form, out, extras, parts), subject)
            if form.sidecar and not parts and options.names == "keep":
                targets.write(sidecars.path_for(out), sidecars.encode(_sidecar(project, reader, selection, extras)))
            if selection.layers is not None or parts:
                record = recorded(form, options, extras, codebook=selection.codebook_id, parts=parts, lost=lost)
                _lay_record(targets, out, record)
            if loss_report:
                report = {"out": out.name, "format": form.name, "losses": lost}
                targets.write(out.with_name(out.name + ".losses.json"), _pretty(report))
            targets.commit()
    return _report(form, targets, out=out, extras=extras, size=size, lost=lost, parts=parts)


def _rows(
    selection: Selection, tally: Tally | Known, extras: Extras, parts: list[Part]
) -> list[tuple[str, Iterator[Outgoing]]]:
    """What is to be written, each under the name of its part of a split; under none where there is no split."""
    if not parts:
        return [("", tally.passing(selection.rows(extras)))]
    return [(part.name, tally.passing(selection.rows(extras, part.numbers))) for part in parts]


def _written(
    form: Format,
    targets: Targets,
    parts: list[tuple[str, Iterator[Outgoing]]],
    *,
    subject: Subject,
    how: WriteOptions,
) -> Iterator[int]:
    """The writer at work: on one file, on a folder, or on a part of a split after another."""
    before = done = 0
    for name, rows in parts:
        if not isinstance(targets, FolderTarget):
            steps = form.write(targets.open(targets.out), rows, subject=subject, options=how)
        elif form.folder:
            steps = form.write_folder(Under(targets, name) if name else targets, rows, subject=subject, options=how)
        else:
            steps = _file(form, targets, name, rows, subject=subject, how=how)
        for done in steps:
            yield before + done
        before, done = before + done, 0


def _file(
    form: Format, targets: FolderTarget, name: str, rows: Iterator[Outgoing], *, subject: Subject, how: WriteOptions
) -> Iterator[int]:
    """One part as a file of the folder."""
    with targets.open(name + form.endings[0]) as stream:
        yield from form.write(stream, rows, subject=subject, options=how)


def recorded(
    form: Format, options: ExportOptions, extras: Extras, *, codebook: str, parts: list[Part], lost: list[Lost]
) -> dict[str, Any]:
    """What is needed to make the same export again, and to know what it holds; no time stands in it."""
    return {
        "program": "Article Annotator",
        "version": __version__,
        "format": form.name,
        "codebook": codebook,
        "options": options,
        "articles": extras.articles,
        "spans": extras.spans,
        "relations": extras.relations,
        "split": [ExportPart.of(part) for part in parts],
        "losses": [{"what": one.what, "count": one.count, "why": one.why} for one in lost],
    }


def _lay_record(targets: Targets, out: Path, record: dict[str, Any]) -> None:
    """export.json, with the checksums of what was written: in the folder, or beside the file."""
    data = _pretty(record | {"files": targets.checksums()})
    if isinstance(targets, FolderTarget):
        with targets.open("export.json") as stream:
            stream.write(data)
    else:
        targets.write(out.with_name(out.name + ".export.json"), data)


def facts_of(form: Format, out: Path, extras: Extras, parts: list[Part]) -> Facts:
    """What is told beside the data of what was written."""
    files = [(part.name, part.name + form.endings[0], len(part.numbers)) for part in parts]
    return Facts(
        name=out.stem,
        format=form.name,
        files=tuple(files or [("train", out.name, extras.articles)]),
        articles=extras.articles,
        spans=extras.spans,
        relations=extras.relations,
    )


def _lay_besides(form: Format, targets: Targets, facts: Facts, subject: Subject) -> None:
    """The format's own files: in the folder, or beside the file under its name."""
    for name, data in form.beside(subject, facts).items():
        if isinstance(targets, FolderTarget):
            with targets.open(name) as stream:
                stream.write(data)
        else:
            targets.write(targets.out.with_name(f"{targets.out.name}.{name}"), data)


def _report(
    form: Format, targets: Targets, *, out: Path, extras: Extras, size: int, lost: list[Lost], parts: list[Part]
) -> ExportReport:
    """What was written, for whoever asked for it; size in bytes."""
    return ExportReport(
        out=str(out),
        format=form.name,
        articles=extras.articles,
        spans=extras.spans,
        relations=extras.relations,
        bytes=size,
        files=[str(path) for path in targets.paths],
        losses=lost,
        split=[ExportPart.of(part) for part in parts],
    )


def _subject(project: Project, reader: Reader, selection: Selection) -> Subject:
    registry = tuple(reader.actors())
    names = {actor.id: actor.name for actor in registry}
    return Subject(codebook=project.codebook, annotators=subject_names(selection), actors=names, registry=registry)


def _pretty(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def _sidecar(project: Project, reader: Reader, selection: Selection, extras: Extras) -> sidecars.Sidecar:
    """What is not an article, as far as it belongs to the selected articles and annotators."""
    people = set(selection.ids.values())
    chain = {one.id: one for one in reader.codebooks()}
    present = chain.pop(selection.codebook_id)
    wanted, parent = set(extras.tagged_under), present.parent
    while parent is not None and parent in chain and parent not in wanted:
        wanted.add(parent)
        parent = chain[parent].parent
    history = [one for one in chain.values() if one.id in wanted]
    return sidecars.Sidecar(
        project=project.id,
        codebook=codebooks.loads(present.body),
        codebook_id=present.id,
        codebook_parent=present.parent if present.parent in wanted else None,
        codebook_history=[
            sidecars.Version(
                id=one.id, body=codebooks.loads(one.body), parent=one.parent if one.parent in wanted else None
            )
            for one in history
        ],
        annotators=[
            sidecars.Named(id=one.id, name=one.name, kind=one.kind, key=selection.key_of[one.id])
            for one in selection.annotators
        ],
        registry=reader.actors(),
        comments=[one for one in reader.comments() if one.article in extras.keys and one.annotator in people],
        decisions=[one for one in reader.decisions() if one.article in extras.keys and one.reviewer in people],
        worktime=[row for row in reader.worktimes() if row[0] in extras.keys and row[1] in people],
        source_ids=extras.source_ids,
        assigned=extras.assigned,
        tagged_under=extras.tagged_under,
    )
