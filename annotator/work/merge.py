"""Merging a colleague's copy: looked at first, as it would come out, then taken as one act."""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import msgspec

from annotator.core import codebook as codebooks
from annotator.core.codebook_change import differences
from annotator.core.errors import PathTrouble
from annotator.store import merge as merging
from annotator.store import packing
from annotator.store.merge_report import (
    BothChanged,
    HowCodebook,
    NewlyHeld,
    SameName,
    TextDiffers,
    Touched,
)
from annotator.store.project import Project
from annotator.store.theirs import checked_copy
from annotator.work.progress import Progress
from annotator.work.training_round import articles_of

__all__ = [
    "BothChanged",
    "MergeOptions",
    "MergeReport",
    "NewlyHeld",
    "SameName",
    "TextDiffers",
    "Touched",
    "plan",
    "run",
]


class MergeOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What a person has answered: whether a name under two ids is one person, which of two codebooks shall hold."""

    same_name: bool | None = None
    codebook: Literal["", "mine", "theirs"] = ""


class MergeReport(msgspec.Struct, frozen=True, kw_only=True):
    """What came in, or would; `person` is whose return it is, `line` the journal line (none when nothing is new)."""

    file: str
    dry_run: bool
    person: str | None = None
    new: int = 0
    changed: int = 0
    deleted: int = 0
    held: int = 0
    both_changed: int = 0
    articles_new: int = 0
    rows: tuple[Touched, ...] = ()
    both: tuple[BothChanged, ...] = ()
    held_records: tuple[NewlyHeld, ...] = ()
    texts: tuple[TextDiffers, ...] = ()
    codebook: HowCodebook = "same"
    codebook_changes: tuple[str, ...] = ()
    same_names: tuple[SameName, ...] = ()
    line: int | None = None


def plan(project: Project, theirs: Path, options: MergeOptions | None = None) -> Generator[Progress, None, MergeReport]:
    """What merging a file would do: it is done to a copy of the project, which is thrown away.

    Questions that `run` would raise are reported instead: `codebook` is "apart", `same_names` are listed. Raises
    PathTrouble, NotAProject, NewerProject, DamagedProject, OtherProject.
    """
    options = options or MergeOptions()
    with _copied(project, theirs) as copy, tempfile.TemporaryDirectory(prefix="annotator-") as folder:
        yield Progress(done=0, total=1, note=theirs.name)
        scratch = project.backup(Path(folder) / "mine.annotator")
        with Project.open(scratch, site=project.site) as trial:
            how, books, names = merging.look(trial, copy, theirs)
            asked = MergeOptions(
                same_name=bool(options.same_name), codebook=options.codebook or ("mine" if how == "apart" else "")
            )
            owner = trial.read.annotators()[0].id
            report = yield from _merged(trial, copy, theirs, asked, who=owner)
    same_names = () if options.same_name is not None else tuple(names)
    return msgspec.structs.replace(
        report, dry_run=True, line=None, codebook_changes=_told(*books, how), same_names=same_names, codebook=how
    )


def run(
    project: Project, theirs: Path, options: MergeOptions | None = None, *, who: str
) -> Generator[Progress, None, MergeReport]:
    """Merges a file into the project as one act, which `undo` takes back; `who` is an annotator's id.

    Raises what `plan` raises, SameNameAsked, CodebooksApart, StaleError, DiskFull, ReadOnlyProject; nothing is changed.
    """
    project.check_writable()
    with _copied(project, theirs) as copy:
        yield Progress(done=0, total=1, note=theirs.name)
        how, books, _ = merging.look(project, copy, theirs)
        report = yield from _merged(project, copy, theirs, options or MergeOptions(), who=who)
    return msgspec.structs.replace(report, codebook_changes=_told(*books, how))


@contextmanager
def _copied(project: Project, theirs: Path) -> Iterator[Path]:
    """The checked copy; for a packet only what the packet may hold of it, so that an update keeps it blind."""
    if theirs.exists() and theirs.samefile(project.path):  # reading it would let go of SQLite's locks on it, too
        raise PathTrouble(path=str(theirs), reason="It is the project itself", advice="Choose the file that came back")
    with checked_copy(theirs, project.id) as copy:
        if project.packet is None:
            yield copy
            return
        with tempfile.TemporaryDirectory(prefix="annotator-") as folder:
            update = Path(folder) / "update.annotator"
            with Project.open(copy, site=project.site) as other:
                theirs_is = other.packet
                own = theirs_is is not None and theirs_is.person == project.packet.person
                if own and theirs_is is not None and theirs_is.blind >= project.packet.blind:
                    update = copy
                else:
                    _narrow(project, other, update)
            yield update


def _narrow(project: Project, other: Project, update: Path) -> None:
    """A packet made of a whole project: what is assigned there to this packet's person, and what the packet has."""
    packet = project.packet
    assert packet is not None
    ids = {row[0] for row in project.connection.execute("SELECT id FROM article")}
    found = other.connection.execute("SELECT n, id FROM article").fetchall()
    assigned = {
        row[0]
        for row in other.connection.execute(
            "SELECT article FROM progress WHERE assigned=1 AND annotator=(SELECT n FROM annotator WHERE id=?)",
            (packet.person,),
        )
    }
    packing.fill(
        update,
        other.path,
        project=project.id,
        person=packet.person,
        articles=[number for number, key in found if number in assigned or key in ids],
        blind=packet.blind,
        training=articles_of(other, packet.person),
    )


def title_of(theirs: Path) -> str:
    """What the act is called."""
    return f"Merge “{theirs.name[:80]}”"


def _merged(
    project: Project, copy: Path, theirs: Path, options: MergeOptions, *, who: str
) -> Generator[Progress, None, MergeReport]:
    choices = merging.Choices(same_name=options.same_name, codebook=options.codebook)
    job = merging.merge(project, copy, theirs, choices, who=who, title=title_of(theirs))
    try:
        while True:
            done, total = next(job)
            yield Progress(done=done, total=total, note=theirs.name)
    except StopIteration as end:
        found: merging.Merged = end.value
    finally:
        job.close()
    person = None if found.person is None else project.read.annotator(found.person)
    return MergeReport(
        file=str(theirs),
        dry_run=False,
        person=None if person is None else person.name,
        new=found.counts["new"],
        changed=found.counts["changed"],
        deleted=found.counts["deleted"],
        held=found.counts["held"],
        both_changed=found.counts["both"],
        articles_new=found.articles_new,
        rows=found.rows,
        both=found.both,
        held_records=found.held,
        texts=found.texts,
        codebook=found.codebook,
        line=found.line,
    )


def _told(mine: str, theirs: str, how: HowCodebook) -> tuple[str, ...]:
    """What is different in the codebook that is not ours, a line each."""
    if how in ("same", "older"):
        return ()
    found = differences(codebooks.loads(mine), codebooks.loads(theirs))
    return tuple(f"{one.what} {one.path or one.name}{f' ({one.field})' if one.field else ''}" for one in found)
