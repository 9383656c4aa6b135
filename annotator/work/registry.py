"""The registry as a whole: large acts on it, and its CSV file, out and in as one act."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from annotator.core.actors import checked, heir
from annotator.core.edit import Edit
from annotator.core.errors import AnnotatorError, BadActor, FormatError, PathTrouble
from annotator.core.model import Actor, new_id
from annotator.core.naming import fold
from annotator.formats import registry as tables
from annotator.formats.base import Refusal
from annotator.store.bulk import Bulk
from annotator.store.journal import LARGEST_EDIT
from annotator.store.project import Project
from annotator.work.progress import Progress
from annotator.work.targets import Targets, check_target

_LARGEST_FILE = 50_000_000  # bytes
_ID = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:")


class RegistryReport(msgspec.Struct, kw_only=True):
    """What came of reading a registry: new, changed and unchanged actors; `errors` are the rows refused."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    errors: list[Refusal] = []
    notes: list[str] = []

    @property
    def exit_code(self) -> int:
        """0 when any row was taken or stood there already, else 1."""
        return 0 if self.added or self.changed or self.unchanged else 1


# --- acts --------------------------------------------------------------------------------------------


def carry_out(project: Project, edit: Edit, *, who: str) -> Generator[Progress, None, None]:
    """Does an act of any size by an annotator (id): an Edit while it is small enough, else a Bulk act.

    Either way it is one step of undo; raises what `Project.apply` raises, and then nothing has changed.
    """
    size = len(edit.ids())
    yield Progress(done=0, total=size, note=edit.title)
    if size <= LARGEST_EDIT:
        project.apply(edit, who=who)
        return
    made = [record for record in edit.made() if isinstance(record, Actor)]
    fresh = {actor.id for actor in made}
    rest = {key: record for key, record in edit.after.items() if key not in fresh}
    with Bulk(project, act=edit.act, title=edit.title, who=who) as bulk:
        if made:
            bulk.add(actors=made)
            yield Progress(done=len(made), total=size, note=edit.title)
        bulk.change(edit.before, rest)
        yield Progress(done=size, total=size, note=edit.title)
        bulk.finish({"records": size})


# --- out ---------------------------------------------------------------------------------------------


def write_csv(project: Project, out: Path) -> int:
    """Writes the living actors to a CSV file, which appears when it is whole; says how many.

    Raises PathTrouble, DiskFull.
    """
    out = out.absolute()
    check_target(project, out)
    with project.snapshot() as reader:
        registry = reader.actors()
        counts = reader.mention_counts(registry)
    living = [actor for actor in registry if actor.merged_into is None]
    by_id = {actor.id: actor for actor in registry}
    parents: dict[str, str] = {}
    names = _by_name(by_id)
    for actor in living:
        parent = heir(by_id, actor.parent)
        if actor.parent is not None and parent is not None:
            alone = len(names.get(fold(parent.name), ())) == 1 and parent.name not in by_id
            parents[actor.parent] = parent.name if alone else parent.id
    with Targets(out) as targets:
        targets.write(out, tables.write(living, parents=parents, mentions=counts))
        targets.commit()
    return len(living)


def _by_name(registry: Mapping[str, Actor]) -> dict[str, list[Actor]]:
    names: dict[str, list[Actor]] = {}
    for actor in registry.values():
        if actor.merged_into is None:
            names.setdefault(fold(actor.name), []).append(actor)
    return names


# --- in ----------------------------------------------------------------------------------------------


def read_csv(project: Project, path: Path, *, who: str) -> Generator[Progress, None, RegistryReport]:
    """Takes a registry's CSV file in as one act: known actors are changed, others added, bad rows refused.

    An actor is known by its id, else by its name if one alone has it. Empty cells clear a field, missing columns
    leave it. Raises PathTrouble or FormatError for a file that cannot be read at all.
    """
    project.check_writable()
    report = RegistryReport()
    yield Progress(done=0, note=path.name)
    intake = _Intake(project, path.name, report)
    for row in tables.read(_text(path), path.name):
        if isinstance(row, Refusal):
            report.errors.append(row)
        else:
            intake.take(row)
    edit = intake.edit()
    report.errors.sort(key=lambda one: one.line or 0)
    if not (intake.lines or report.errors):
        report.notes.append(f"{path.name} has no row below its header: there is no actor in it")
    if edit.after:
        yield from carry_out(project, edit, who=who)
    return report


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise FormatError(file=path.name, reason="it is larger than 50 MB")
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise PathTrouble(path=str(path), reason=reason, advice="Choose another file") from error
    try:
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        from annotator.formats.encodings import guess

        return guess(data, path.name)[1]


class _Intake:
    """Rows become actors; parents wait until all rows are known, for they may stand further down."""

    def __init__(self, project: Project, name: str, report: RegistryReport) -> None:
        self.name, self.report = name, report
        self.before = {actor.id: actor for actor in project.read.actors()}
        self.after = dict(self.before)
        self.taken = project.read.taken_ids  # of hidden rows, too
        self.names = _by_name(self.before)
        self.lines: dict[str, int] = {}  # actor id -> the line that says it
        self.parents: dict[str, str] = {}  # actor id -> what its row calls its parent

    def take(self, row: tables.Row) -> None:
        """One row; what is wrong with it is noted."""
        try:
            base = self._known(row)
            if base.id in self.lines:
                raise BadActor(name="the row", reason=f"line {self.lines[base.id]} is about the same actor", advice="")
            fresh = checked(msgspec.structs.replace(base, **_fields(row)), {**self.after, base.id: base})
        except AnnotatorError as error:
            self._refuse(row.line, error)
            return
        for unknown in row.cells.keys() - set(tables.COLUMNS):
            note = f"The column {unknown} was not read"
            if note not in self.report.notes:
                self.report.notes.append(note)
        self.after[fresh.id] = fresh
        self.lines[fresh.id] = row.line
        if fresh.id not in self.before:
            self.names.setdefault(fold(fresh.name), []).append(fresh)
        if "parent" in row.cells:
            self.parents[fresh.id] = row.cells["parent"].strip()

    def _known(self, row: tables.Row) -> Actor:
        """The actor that a row is about: a known one, or a blank one."""
        key, name = row.cells.get("id", "").strip(), row.cells.get("name", "").strip()
        if key:
            found = self.after.get(key)
            if found is not None and found.merged_into is not None:
                last = heir(self.after, key)
                whom = f"“{last.name}”" if last else "another"
                raise BadActor(name=key, reason=f"that actor was merged into {whom}", advice="Leave the row out")
            if found is not None:
                return found
            if len(key) > 64 or not _ID.issuperset(key) or self.taken("actor", [key]):
                raise BadActor(name=f"“{key[:64]}”", reason="cannot be the id of a new actor", advice="Leave it empty")
            return Actor(id=key, name=name)
        known = self.names.get(fold(name), ())
        if len(known) > 1:
            reason = f"{len(known)} actors have this name"
            raise BadActor(name=f"“{name[:80]}”", reason=reason, advice="Say which by its id")
        return known[0] if known else Actor(id=new_id(), name=name)

    def _refuse(self, line: int, error: AnnotatorError) -> None:
        self.report.errors.append(Refusal(self.name, line, error.line()))

    def edit(self) -> Edit:
        """The one act that does it all; rows whose parent cannot be are refused, and what hangs on them looked at."""
        while self._settle_parents():
            pass
        before, after = {}, {}
        for key in self.lines:
            fresh, old = self.after[key], self.before.get(key)
            if fresh == old:
                self.report.unchanged += 1
                continue
            after[key] = fresh
            if old is None:
                self.report.added += 1
            else:
                before[key] = old
                self.report.changed += 1
        count = "1 actor" if len(after) == 1 else f"{len(after):,} actors"
        return Edit(act="import_actors", title=f"Import {count}", before=before, after=after)

    def _settle_parents(self) -> bool:
        """Puts every parent in its place; says whether a row had to go, after which all are looked at again."""
        for key in self.parents:
            self.after[key] = msgspec.structs.replace(self.after[key], parent=None)
        for key, word in list(self.parents.items()):
            try:
                wanted = msgspec.structs.replace(self.after[key], parent=self._parent(word))
                self.after[key] = checked(wanted, self.after)
            except AnnotatorError as error:
                self._refuse(self.lines[key], error)
                self._forget(key)
                return True
        return False

    def _parent(self, word: str) -> str | None:
        if not word or word in self.after:
            return word or None
        known = self.names.get(fold(word), ())
        if len(known) != 1:
            reason = f"{len(known)} actors have this name" if known else "no actor has this name or id"
            advice = "Say which by its id" if known else "Add a row for it"
            raise BadActor(name=f"parent “{word[:80]}”", reason=reason, advice=advice)
        return known[0].id

    def _forget(self, key: str) -> None:
        del self.lines[key], self.parents[key]
        gone = self.after.pop(key)
        old = self.before.get(key)
        if old is not None:
            self.after[key] = old
        else:
            name = fold(gone.name)
            self.names[name] = [one for one in self.names[name] if one.id != key]


def _fields(row: tables.Row) -> dict[str, Any]:
    """What a row says of an actor, but for its parent; `name` stays when the row has none and knows the actor."""
    cells = row.cells
    fields: dict[str, Any] = {}
    if "name" in cells:
        fields["name"] = cells["name"]
    for column in ("type", "wikidata"):
        if column in cells:
            fields[column] = cells[column].strip() or None
    if "note" in cells:
        fields["note"] = cells["note"]
    if "aliases" in cells:
        fields["aliases"] = tables.items(cells["aliases"])
    if "roles" in cells:
        fields["roles"] = tables.roles(cells["roles"])
    return fields
