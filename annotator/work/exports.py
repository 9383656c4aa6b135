"""Writes a project, or part of it, as a file of some format: streamed from one snapshot, renamed when whole."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path

import msgspec

from annotator.core import codebook as codebooks
from annotator.formats import sidecar as sidecars
from annotator.formats.base import Format, Outgoing, Subject, WriteOptions
from annotator.store.project import Project
from annotator.store.reader import Reader
from annotator.work.losses import Lost, counted, losses
from annotator.work.progress import Progress
from annotator.work.selection import ExportOptions, Extras, Selection, how_to_write, subject_names
from annotator.work.targets import FolderTarget, Targets, check_target, translated

Run = Generator[Progress, None, "ExportReport"]

__all__ = ["ExportOptions", "ExportReport", "Lost", "Run", "check_target", "losses", "run"]


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


def run(project: Project, out: Path, form: Format, *, options: ExportOptions, loss_report: bool = False) -> Run:
    """Exports the selection to `out`; with `loss_report` also writes OUT.losses.json beside it.

    Whatever stood at `out` is replaced only by the complete new file. Raises UnknownRecord, PathTrouble, DiskFull;
    nothing is left behind then, nor when the generator is closed before its end.
    """
    out = out.absolute()
    form.require()
    check_target(project, out, folder=form.folder)
    with project.snapshot() as reader:
        selection = Selection(reader, options)
        subject, how = _subject(project, reader, selection), how_to_write(options)
        lost = counted(reader, form, selection, subject=subject, how=how)
        extras, total = Extras(), len(selection.numbers)
        rows = selection.rows(extras)
        target = FolderTarget(out) if form.folder else Targets(out)
        with target as targets:
            yield Progress(done=0, total=total, note=out.name)
            with translated(out):
                for done in _written(form, targets, rows, subject=subject, how=how):
                    yield Progress(done=done, total=total, note=out.name)
                size = targets.size()
            if form.sidecar:
                targets.write(sidecars.path_for(out), sidecars.encode(_sidecar(project, reader, selection, extras)))
            if loss_report:
                report = {"out": out.name, "format": form.name, "losses": lost}
                targets.write(out.with_name(out.name + ".losses.json"), _pretty(report))
            targets.commit()
    return ExportReport(
        out=str(out),
        format=form.name,
        articles=extras.articles,
        spans=extras.spans,
        relations=extras.relations,
        bytes=size,
        files=[str(path) for path in targets.paths],
        losses=lost,
    )


def _written(
    form: Format, targets: Targets, rows: Iterator[Outgoing], *, subject: Subject, how: WriteOptions
) -> Iterator[int]:
    """The writer at work, on one file or on a folder."""
    if isinstance(targets, FolderTarget):
        return form.write_folder(targets, rows, subject=subject, options=how)
    return form.write(targets.open(targets.out), rows, subject=subject, options=how)


def _subject(project: Project, reader: Reader, selection: Selection) -> Subject:
    names = {actor.id: actor.name for actor in reader.actors()}
    return Subject(codebook=project.codebook, annotators=subject_names(selection), actors=names)


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
