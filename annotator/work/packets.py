"""Packets: a project file for a colleague, with the articles to label and that person's own work, blind if wanted."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Generator
from pathlib import Path

import msgspec

from annotator.core.errors import PathTrouble, ProjectExists, UnknownRecord
from annotator.core.model import Annotator
from annotator.store import backup, packing
from annotator.store.project import Project
from annotator.work.progress import Progress
from annotator.work.targets import translated
from annotator.work.training_round import articles_of

_NOT_NAME = re.compile(r"[^\w.-]+")


class PacketOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Which articles go in: those assigned, or what a query of the list finds, or a sample; `blind` without others."""

    blind: bool = False
    query: str = ""
    sample: int | None = None
    seed: int = 0


class PacketReport(msgspec.Struct, frozen=True, kw_only=True):
    """What was written for whom; `training` counts articles whose gold is shown once they are done."""

    out: str
    person: str
    articles: int
    spans: int
    blind: bool
    training: int
    bytes: int


def people(project: Project) -> list[Annotator]:
    """For whom there is something to hand out: persons with anything assigned."""
    assigned = {
        row[0] for row in project.connection.execute("SELECT DISTINCT annotator FROM progress WHERE assigned=1")
    }
    numbers = dict(project.connection.execute("SELECT id, n FROM annotator").fetchall())
    return [one for one in project.read.annotators() if one.kind == "person" and numbers[one.id] in assigned]


def name_for(project: Project, person: Annotator) -> str:
    """The file's name for a person: the project's and theirs."""
    name = _NOT_NAME.sub("-", person.name).strip("-.")[:60] or person.id
    return f"{project.name}-{name}.annotator"


def run(
    project: Project, out: Path, person: str, options: PacketOptions | None = None
) -> Generator[Progress, None, PacketReport]:
    """Writes a packet for an annotator (id); nothing that is there is overwritten, nothing half made is left.

    Raises ProjectExists, PathTrouble, UnknownRecord (nobody of that id, no article for them), DiskFull.
    """
    options, out = options or PacketOptions(), out.absolute()
    found = project.read.annotator(person)
    if found is None:
        raise UnknownRecord(kind="annotator", name=person)
    yield Progress(done=0, total=1, note=found.name)
    numbers = selected(project, person, options)
    if not numbers:
        raise UnknownRecord(kind="article", name=f"for {found.name}")
    filled = _placed(project, out, person, numbers, blind=options.blind)
    return PacketReport(
        out=str(out),
        person=found.name,
        articles=filled.articles,
        spans=filled.spans,
        blind=options.blind,
        training=filled.training,
        bytes=out.stat().st_size,
    )


def _placed(project: Project, out: Path, person: str, numbers: list[int], *, blind: bool) -> packing.Filled:
    """The packet filled under another name and put in its place when it is whole."""
    if out.exists():
        raise ProjectExists(path=out)
    if not out.parent.is_dir():
        raise PathTrouble(path=out.parent, reason="there is no such folder", advice="Make it first")
    backup.refuse_log(out)
    temporary = out.with_name(f".{out.name[:200]}.{os.getpid()}.part")
    training = articles_of(project, person)
    try:
        with translated(out):
            filled = packing.fill(
                temporary,
                project.path,
                project=project.id,
                person=person,
                articles=numbers,
                blind=blind,
                training=training,
            )
            temporary.rename(out)
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(f"{temporary}{suffix}").unlink(missing_ok=True)
    return filled


def selected(project: Project, person: str, options: PacketOptions) -> list[int]:
    """The row numbers of the articles that go into a packet.

    What is assigned, if anything is; else all. A query or a sample, which the same seed draws again, takes its place.
    """
    assigned = [
        row[0]
        for row in project.connection.execute(
            "SELECT article FROM progress WHERE assigned=1 AND annotator=(SELECT n FROM annotator WHERE id=?)",
            (person,),
        )
    ]
    wanted = list(project.read.article_ns(annotator_id=person, filter=options.query))
    if not options.query and options.sample is None and assigned:
        chosen = set(assigned)
        return [number for number in wanted if number in chosen]
    if options.sample is None or options.sample >= len(wanted):
        return wanted
    ids = dict(project.connection.execute("SELECT n, id FROM article").fetchall())
    drawn = set(sorted(wanted, key=lambda number: lot(options.seed, ids[number]))[: options.sample])
    return [number for number in wanted if number in drawn]


def lot(seed: int, key: str) -> str:
    """Where a seeded draw puts a record: the same wherever it is drawn."""
    return hashlib.sha256(f"{seed}/{key}".encode()).hexdigest()
