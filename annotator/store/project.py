"""One project: create, open, read, apply an edit in one transaction, take it back, tell who listens."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.core import codebook as codebooks
from annotator.core.codebook import Codebook
from annotator.core.edit import Edit, add_record, inverse
from annotator.core.errors import (
    BadCodebook,
    CannotRedo,
    DamagedProject,
    DamageFound,
    NewerProject,
    NothingToUndo,
    PathTrouble,
    ProjectExists,
    ReadOnlyProject,
)
from annotator.core.merge_errors import PacketCodebook
from annotator.core.model import GOLD, Annotator, AnnotatorKind, CodebookVersion, gold_id, new_id
from annotator.core.text import whole
from annotator.store import backup, batches, homes, schema, takeback
from annotator.store.connection import Presence, connect, inspect, may_write, translated, writing
from annotator.store.journal import Applied, Journal, Line, Way, now
from annotator.store.packet import packet_of
from annotator.store.reader import Reader
from annotator.store.rows import Stamp

Listener = Callable[[Applied], None]
_AGAIN = {"import": "To have its articles again, import the files again", "merge": "Merge the file again"}


class Project:
    """An open project file; belongs to the thread that opened it. Make one by `create` or `open`."""

    def __init__(self, path: Path, connection: sqlite3.Connection, *, site: str, read_only: bool) -> None:
        self.path = path
        self.connection = connection
        self.site = site
        self.read_only = read_only
        self.read = Reader(connection)
        self._journal = Journal(connection, site)
        self._presence = Presence(path)
        self._listeners: list[Listener] = []
        self._version = self._data_version()
        self.id = self._value("id")
        self.packet = packet_of(connection)
        self.codebook, self.codebook_id = self._codebook()

    # --- opening ------------------------------------------------------------------------------------

    @classmethod
    def create(cls, path: Path, *, codebook: Codebook, annotator: str, site: str | None = None) -> Project:
        """A new project with one annotator; raises ProjectExists, PathTrouble, BadCodebook.

        The file is built under another name and renamed when it is whole.
        """
        codebooks.check(codebook)
        path, site = path.absolute(), site or homes.site()
        temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            if path.exists():
                raise ProjectExists(path=path)
            backup.refuse_log(path)
            try:
                _build(temporary, codebook, annotator=annotator, site=site, shown=path)
                _place(temporary, path)
            finally:
                for suffix in ("", "-wal", "-shm", "-journal"):
                    Path(f"{temporary}{suffix}").unlink(missing_ok=True)
        except FileExistsError as error:
            raise ProjectExists(path=path) from error
        except OSError as error:
            raise PathTrouble(path=path, reason=error.strerror or str(error), advice="Choose another folder") from error
        return cls.open(path, site=site)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, site: str | None = None) -> Project:
        """Opens a project, after a copy and migration if it is older; reads only where it may not write.

        Raises PathTrouble, NotAProject, NewerProject, DamagedProject; a refused file is left untouched.
        """
        path = path.absolute()
        inspect(path, known_version=schema.VERSION)
        schema.look(path)
        read_only = read_only or not may_write(path)
        connection = connect(path, read_only=read_only)
        try:
            with translated(path):
                _bring_up(connection, path, read_only=read_only)
                if not read_only:
                    batches.remove_abandoned(connection, path)
                return cls(
                    path,
                    connection,
                    site=site or homes.site_for(connection, path, read_only=read_only),
                    read_only=read_only,
                )
        except DamageFound as error:  # nothing was written yet
            connection.close()
            raise DamagedProject(**error.fields) from error
        except BaseException:  # whatever it was: nobody holds this connection yet to close it, and it goes on up
            connection.close()
            raise

    def close(self) -> None:
        """Folds the write-ahead log into the file and closes it; a second call does nothing."""
        try:
            if not self.read_only:
                self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.ProgrammingError:
            return  # closed before
        except sqlite3.DatabaseError:
            pass  # a busy or full disk must not keep the window open: the log is valid as it is
        self.connection.close()

    def __enter__(self) -> Project:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- what it is ---------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """What people call it: the file's name without its ending."""
        return self.path.stem

    @property
    def owner(self) -> Annotator | None:
        """The annotator whom the project was made for."""
        key = self._value("owner", default="")
        return self.read.annotator(key) if key else None

    def made_here(self) -> bool:
        """Whether this installation made the project, so that its owner is whoever sits here."""
        row = self.connection.execute(
            "SELECT site FROM annotator WHERE id=(SELECT value FROM project WHERE key='owner')"
        ).fetchone()
        return row is not None and (row[0] == self.site or homes.ours(row[0]))

    def _value(self, key: str, default: str | None = None) -> str:
        row = self.connection.execute("SELECT value FROM project WHERE key=?", (key,)).fetchone()
        if row is None:
            if default is None:
                raise DamagedProject(path=self.path, reason=f"It has lost its {key}")
            return default
        return str(row[0])

    def _codebook(self) -> tuple[Codebook, str]:
        row = self.connection.execute("SELECT body, id FROM codebook ORDER BY seq DESC LIMIT 1").fetchone()
        if row is None:
            raise DamagedProject(path=self.path, reason="It has lost its codebook")
        try:
            return codebooks.loads(row[0], name=self.path.name), row[1]
        except BadCodebook as error:
            raise DamagedProject(path=self.path, reason=f"Its codebook cannot be read: {error}") from error

    def reload_codebook(self) -> None:
        """Takes the newest codebook version as the project's; while it is the same, so is the object."""
        codebook, version = self._codebook()
        if version != self.codebook_id:
            self.codebook, self.codebook_id = codebook, version

    def check_writable(self) -> None:
        """Raises ReadOnlyProject or ProjectGone when a change cannot be kept."""
        if self.read_only:
            raise ReadOnlyProject(path=self.path)
        self._presence.check()

    # --- changing -----------------------------------------------------------------------------------

    def apply(self, edit: Edit, *, who: str) -> Applied:
        """Commits an edit by an annotator (id), journals it and announces it.

        Raises StaleError, DuplicateSpan, DiskFull, ProjectGone, ReadOnlyProject, ProjectBusy; nothing is changed then.
        """
        self.check_writable()
        if self.packet is not None and any(isinstance(one, CodebookVersion) for one in edit.after.values()):
            raise PacketCodebook(path=self.path)
        with writing(self.connection, self.path):
            line = self._journal.apply(edit, who)
        return self._announce(Applied(line=line, edit=edit, way="do", title=edit.title))

    def undo(self, *, who: str, line: int | None = None) -> Applied:
        """Takes my newest standing act back, or the act of one journal line alone if its records still match.

        Raises NothingToUndo, UnknownRecord, CannotUndo or StaleError, and it stays.
        """
        return self._step("undo", who, line)

    def redo(self, *, who: str, line: int | None = None) -> Applied:
        """Does my oldest undone act again, or that of one line; an import is redone by importing again (CannotRedo)."""
        return self._step("redo", who, line)

    def _step(self, way: Way, who: str, number: int | None) -> Applied:
        self.check_writable()
        with writing(self.connection, self.path):
            line = self._journal.next_step(way, who) if number is None else self._journal.alone(number, way)
            if line is None:
                raise NothingToUndo(which=way)
            if line.bulk:
                edit, number = self._step_bulk(line, way, who)
            else:
                edit = self._journal.edit_of(line)
                edit = inverse(edit) if way == "undo" else edit
                number = self._journal.apply(edit, who, target=line, way=way)
            self._journal.mark(line.n, 1 if way == "undo" else 0)
        return self._announce(Applied(line=number, edit=edit, way=way, title=line.title, bulk=line.bulk))

    def _step_bulk(self, line: Line, way: Way, who: str) -> tuple[Edit, int]:
        if way == "redo":
            raise CannotRedo(title=line.title, reason=_AGAIN.get(line.act, "Do it once more"))
        takeback.refuse_touched(self.connection, line.n, line.title)
        if line.act == "codebook":
            from annotator.store import replacement  # late: it needs this module

            replacement.take_back(self._journal, line.n)
        elif line.act == "merge":
            from annotator.store import unmerge  # late: seldom asked

            unmerge.take_back(self._journal, line.n)
        else:
            takeback.drop_rows(self.connection, line.n, Stamp(0, self.site, now()))
            takeback.restore_changes(self._journal, line.n, bury=True)
        number = self._journal.write_line(act=way, title=line.title, who=who, target=line)
        takeback.note_swapped(self.connection, line.n, number)
        return Edit(act=line.act, title=line.title), number

    def undo_title(self, who: str) -> str | None:
        """The title of the act that undo would take back."""
        with translated(self.path):
            line = self._journal.next_step("undo", who)
        return line.title if line else None

    def redo_title(self, who: str) -> str | None:
        """The title of the act that redo would do again."""
        with translated(self.path):
            line = self._journal.next_step("redo", who)
        return line.title if line else None

    def history(self, limit: int = 200) -> list[Line]:
        """The newest journal lines, newest first."""
        with translated(self.path):
            return self._journal.lines(limit)

    def add_annotator(self, name: str, kind: AnnotatorKind = "person") -> Annotator:
        """The annotator of that name, made if there is none yet; undo never takes away who is at work."""
        name = whole(name)
        found = self.read.annotator_named(name)
        if found is not None:
            return found
        return self._add_annotator(Annotator(id=new_id(), name=name.strip(), kind=kind))

    def add_gold(self) -> Annotator:
        """Gold, made if there is none yet; undo never takes it away."""
        key = gold_id(self.id)
        found = next((one for one in self.read.annotators() if one.id == key), None)
        return found or self._add_annotator(Annotator(id=key, name=GOLD, kind="gold"))

    def _add_annotator(self, found: Annotator) -> Annotator:
        edit = add_record(found, title=f"Add annotator {found.name}")
        self.check_writable()
        with writing(self.connection, self.path):
            line = self._journal.apply(edit, found.id)
            self._journal.mark(line, 2)
        self._announce(Applied(line=line, edit=edit, way="do", title=edit.title))
        return found

    def add_worktime(self, article: str, annotator: str, seconds: int) -> None:
        """Adds seconds of work to today's count at this site; not an act, so not undone."""
        self.check_writable()
        numbers = self._journal.rows.number("article", article), self._journal.rows.number("annotator", annotator)
        with writing(self.connection, self.path):
            self.connection.execute(
                "INSERT INTO worktime(article,annotator,site,day,seconds) VALUES(?,?,?,?,?)"
                " ON CONFLICT(article,annotator,site,day) DO UPDATE SET seconds=seconds+excluded.seconds",
                (*numbers, self.site, time.strftime("%Y-%m-%d"), seconds),
            )

    # --- telling ------------------------------------------------------------------------------------

    def subscribe(self, listener: Listener) -> None:
        """Calls `listener` with each Applied, after its commit."""
        self._listeners.append(listener)

    def _announce(self, applied: Applied) -> Applied:
        records = (*applied.edit.before.values(), *applied.edit.after.values())
        if applied.bulk or any(isinstance(record, CodebookVersion) for record in records):
            self.reload_codebook()
        for listener in tuple(self._listeners):
            listener(applied)
        return applied

    def announce_bulk(self, line: int, act: str, title: str) -> None:
        """Tells that a Bulk act is whole."""
        self._announce(Applied(line=line, edit=Edit(act=act, title=title), way="do", title=title, bulk=True))

    def changed_elsewhere(self) -> bool:
        """Whether another connection has written since the last question (SQLite's data_version)."""
        before, self._version = self._version, self._data_version()
        return before != self._version

    def stamp(self) -> tuple[int, int]:
        """Two numbers that are the same as long as nobody writes to the project, neither here nor elsewhere."""
        return self._data_version(), self.connection.total_changes

    def _data_version(self) -> int:
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])

    # --- keeping ------------------------------------------------------------------------------------

    def backup(self, out: Path, *, overwrite: bool = False) -> Path:
        """A complete copy at `out`, also while others write."""
        return backup.copy(self.connection, out.absolute(), overwrite=overwrite)

    @contextmanager
    def snapshot(self) -> Iterator[Reader]:
        """A reader of its own on the project as it stands now, unmoved by what is written meanwhile."""
        connection = connect(self.path, read_only=True)
        try:
            with translated(self.path):
                connection.execute("BEGIN")
                yield Reader(connection)
        finally:
            connection.close()

    def rest(self) -> None:
        """A passive checkpoint, for a quiet moment: the file itself then holds everything."""
        if not self.read_only:
            with translated(self.path):
                self.connection.execute("PRAGMA wal_checkpoint(PASSIVE)")


def _place(temporary: Path, path: Path) -> None:
    """Gives the finished file its name; a link, unlike a rename, never replaces a file made meanwhile."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links (FAT, some network folders)
        if path.exists():
            raise FileExistsError(path) from None
        os.rename(temporary, path)


def _bring_up(connection: sqlite3.Connection, path: Path, *, read_only: bool) -> None:
    """Looks at what is in the file, its log too, and brings an older format up to date after keeping a copy."""
    version = schema.version_of(connection)
    if version > schema.VERSION:
        raise NewerProject(path=path, version=version, known=schema.VERSION)
    schema.check_objects(connection, path)
    if version == schema.VERSION:
        return
    if read_only:
        reason = f"it has the older format {version} and lies where it cannot be brought up to date"
        raise PathTrouble(path=path, reason=reason, advice="Copy it to a folder of yours and open it there")
    backup.copy(connection, backup.beside(path, why="before-update"))
    schema.migrate(connection, path)
    schema.check_objects(connection, path)


def _build(path: Path, codebook: Codebook, *, annotator: str, site: str, shown: Path) -> None:
    """A complete project file at `path`, closed; errors name the path `shown`."""
    import uuid  # late: only a new project needs it

    path.touch(exist_ok=False)
    with translated(shown):
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            schema.build(connection, shown)
            who = Annotator(id=new_id(), name=annotator.strip(), kind="person")
            version = CodebookVersion(
                id=codebooks.identity(codebook), body=codebooks.canonical(codebook), parent=None, seq=1, by=who.id
            )
            with writing(connection, shown):
                rows = Journal(connection, site).rows
                rows.insert(who, Stamp(1, site, now()))
                rows.insert(version, Stamp(1, site, now()))
                values = {"id": str(uuid.uuid4()), "made": str(now()), "owner": who.id}
                connection.executemany("INSERT INTO project(key,value) VALUES(?,?)", list(values.items()))
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()
