"""Writes a project, or part of it, as a file of some format: streamed from one snapshot, renamed when whole."""

from __future__ import annotations

import errno
import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from annotator.core import codebook as codebooks
from annotator.core.errors import AnnotatorError, DiskFull, PathTrouble
from annotator.formats import sidecar as sidecars
from annotator.formats.base import Format, Subject, WriteOptions, path_trouble
from annotator.store.project import Project
from annotator.store.reader import Reader
from annotator.work.losses import Lost, counted, losses
from annotator.work.progress import Progress
from annotator.work.selection import ExportOptions, Extras, Selection, subject_names

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
    check_target(project, out)
    with project.snapshot() as reader:
        selection = Selection(reader, options)
        lost = counted(reader, form, selection)
        extras = Extras()
        with Targets(out) as targets:
            stream = targets.open(out)
            subject = _subject(project, reader, selection)
            how = WriteOptions(bom=options.bom, context=options.context)
            total = len(selection.numbers)
            yield Progress(done=0, total=total, note=out.name)
            with translated(out):
                for done in form.write(stream, selection.rows(extras), subject=subject, options=how):
                    yield Progress(done=done, total=total, note=out.name)
                size = stream.tell()
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


def _subject(project: Project, reader: Reader, selection: Selection) -> Subject:
    names = {actor.id: actor.name for actor in reader.actors()}
    return Subject(codebook=project.codebook, annotators=subject_names(selection), actors=names)


def _pretty(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def check_target(project: Project, out: Path) -> None:
    """Raises PathTrouble for a target that is a folder, in none, or the project itself."""
    if out.is_dir():
        raise PathTrouble(path=str(out), reason="It is a folder", advice="Name a file in it")
    if not out.parent.is_dir():
        raise PathTrouble(path=str(out.parent), reason="There is no such folder", advice="Make it first")
    if out.exists() and out.samefile(project.path):
        raise PathTrouble(path=str(out), reason="It is the project itself", advice="Choose another name")


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


@contextmanager
def translated(out: Path) -> Iterator[None]:
    """Turns what the system says about a file into what the user can act on."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(path=str(out)) from error
        raise path_trouble(out, error) from error


class Targets:
    """Files that are written under temporary names beside their places and put there all together."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.paths: list[Path] = []
        self._open: list[tuple[Path, Path, BinaryIO]] = []

    def __enter__(self) -> Targets:
        return self

    def open(self, path: Path) -> BinaryIO:
        """A new file that will stand at `path`; raises PathTrouble."""
        temporary = path.with_name(f".{path.name[:200]}.{os.getpid()}.part")
        with translated(path):
            stream = temporary.open("w+b", buffering=1024 * 1024)
        self._open.append((path, temporary, stream))
        return stream

    def write(self, path: Path, data: bytes) -> None:
        """A small file that will stand at `path`."""
        stream = self.open(path)
        with translated(path):
            stream.write(data)

    def commit(self) -> None:
        """Everything is on the disk, then in its place; the first file opened comes last."""
        for path, _, stream in self._open:
            with translated(path):
                stream.flush()
                os.fsync(stream.fileno())
                stream.close()
        for path, temporary, _ in reversed(self._open):
            with translated(path):
                temporary.replace(path)
        self.paths = [path for path, _, _ in self._open]
        self._open = []

    def __exit__(self, *_: object) -> None:
        for path, temporary, stream in self._open:
            try:
                with translated(path):
                    stream.close()
            except AnnotatorError:
                pass  # a full disk shows again at closing; what was written is thrown away
            temporary.unlink(missing_ok=True)
