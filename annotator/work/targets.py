"""Where exports go: files, or a folder of them, under temporary names beside their place until all is whole."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from annotator.core.errors import AnnotatorError, DiskFull, PathTrouble
from annotator.formats.paths import path_trouble
from annotator.store.project import Project

_SMALL = 64 * 1024  # bytes, where there are many files
_BUFFER = 1024 * 1024  # bytes: writers hand over an article at a time and need not gather


def check_target(project: Project, out: Path, *, folder: bool = False) -> None:
    """Raises PathTrouble for a target that cannot be replaced: a folder with other things in it, the project itself."""
    if folder and out.is_dir():
        if any(out.iterdir()):
            raise PathTrouble(path=str(out), reason="It is a folder that is not empty", advice="Name a new folder")
    elif folder and out.exists():
        raise PathTrouble(path=str(out), reason="It is a file, and this format is a folder", advice="Name a folder")
    elif out.is_dir():
        raise PathTrouble(path=str(out), reason="It is a folder", advice="Name a file in it")
    if not out.parent.is_dir():
        raise PathTrouble(path=str(out.parent), reason="There is no such folder", advice="Make it first")
    if out.exists() and out.samefile(project.path):
        raise PathTrouble(path=str(out), reason="It is the project itself", advice="Choose another name")


@contextmanager
def translated(out: Path) -> Iterator[None]:
    """Turns what the system says about a file into what the user can act on."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(path=str(out)) from error
        raise path_trouble(out, error) from error


def _checksum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


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
        return self._begin(path)

    def _begin(self, path: Path) -> BinaryIO:
        temporary = path.with_name(f".{path.name[:200]}.{os.getpid()}.part")
        with translated(path):
            stream = temporary.open("w+b", buffering=_BUFFER)
        self._open.append((path, temporary, stream))
        return stream

    def write(self, path: Path, data: bytes) -> None:
        """A small file that will stand at `path`."""
        stream = self._begin(path)
        with translated(path):
            stream.write(data)

    def size(self) -> int:
        """Bytes of the export itself so far, without what is laid beside it."""
        return sum(stream.tell() for path, _, stream in self._open if path == self.out)

    def checksums(self) -> dict[str, str]:
        """SHA-256 of each file so far, by its name."""
        found = {}
        for path, temporary, stream in self._open:
            with translated(path):
                stream.flush()
            found[path.name] = _checksum(temporary)
        return found

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


class FolderTarget(Targets):
    """A folder filled under a temporary name; files beside it are as those of Targets."""

    def __init__(self, out: Path) -> None:
        super().__init__(out)
        self._folder = out.with_name(f".{out.name[:200]}.{os.getpid()}.part")
        self._made: set[str] = set()  # folders in it that are there
        self._names: list[str] = []  # files in it
        self._whole: dict[str, tuple[int, str]] = {}  # size and SHA-256 of those that were written at once

    def __enter__(self) -> FolderTarget:
        with translated(self.out):
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir()
        return self

    def open(self, name: str | Path) -> BinaryIO:
        """A new file inside the folder; the one opened before may be closed by now, or goes on being written."""
        with translated(self.out):
            return open(self._placed(Path(name).as_posix()), "w+b", buffering=_SMALL)

    def put(self, name: str, data: bytes) -> None:
        """A whole file inside the folder, whose checksum needs no second reading."""
        with translated(self.out), open(self._placed(name), "wb", buffering=0) as stream:
            rest = memoryview(data)
            while rest:
                rest = rest[stream.write(rest) :]
        self._whole[name] = len(data), hashlib.sha256(data).hexdigest()

    def _placed(self, name: str) -> str:
        """Where a file of the folder is written; its own folder is made."""
        parent, _, last = name.rpartition("/")
        if parent not in self._made:
            if Path(name).anchor or ".." in Path(name).parts:
                raise ValueError(f"{name} leads out of the folder")
            (self._folder / parent).mkdir(parents=True, exist_ok=True)
            self._made.add(parent)
        if last in ("", ".", ".."):
            raise ValueError(f"{name} is no name of a file")
        self._names.append(name)
        return f"{self._folder}/{name}"

    def size(self) -> int:
        """Bytes of all files in the folder."""
        opened = (name for name in self._names if name not in self._whole)
        whole = sum(size for size, _ in self._whole.values())
        return whole + sum((self._folder / name).stat().st_size for name in opened)

    def checksums(self) -> dict[str, str]:
        """SHA-256 of each file in the folder, by its name there."""
        return {name: self._sum(name) for name in self._sorted()}

    def _sorted(self) -> list[str]:
        """The files, folder by folder."""
        return sorted(self._names, key=lambda name: name.split("/"))

    def _sum(self, name: str) -> str:
        return self._whole[name][1] if name in self._whole else _checksum(self._folder / name)

    def commit(self) -> None:
        """The folder takes its place, then what lies beside it."""
        with translated(self.out):
            if self.out.is_dir():
                self.out.rmdir()  # an empty one: check_target saw to that
            self._folder.rename(self.out)
        super().commit()
        self.paths = [*(self.out / name for name in self._sorted()), *self.paths]

    def __exit__(self, *words: object) -> None:
        super().__exit__(*words)
        shutil.rmtree(self._folder, ignore_errors=True)


class Under:
    """A folder of the folder, for a writer that makes several files."""

    def __init__(self, target: FolderTarget, name: str) -> None:
        self._target, self._name = target, name

    def open(self, name: str) -> BinaryIO:
        """A new file in it."""
        return self._target.open(f"{self._name}/{name}")

    def put(self, name: str, data: bytes) -> None:
        """A whole file in it at once."""
        self._target.put(f"{self._name}/{name}", data)
