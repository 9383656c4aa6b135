"""Reads a file's first bytes without letting go of the locks that this process has on it.

POSIX takes every lock of a process from a file as soon as the process closes any descriptor of it. SQLite knows that
for its own; a plain `open` beside a connection would leave the project unlocked, and another program that closes it
would then delete the log in which this one writes.
"""

from __future__ import annotations

import os
import threading
from collections import Counter
from pathlib import Path

Inode = tuple[int, int]

_turn = threading.Lock()
_connected: Counter[Inode] = Counter()  # connections of this process by file
_kept: dict[Inode, int] = {}  # a descriptor for each file that could not be closed yet


def peek(path: Path, count: int) -> tuple[bytes, int]:
    """The first bytes of a file and its size; raises OSError."""
    with _turn:
        found = os.stat(path)
        inode = found.st_dev, found.st_ino
        kept = _kept.get(inode)
        if kept is not None:
            os.lseek(kept, 0, os.SEEK_SET)
            return os.read(kept, count), found.st_size
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            return os.read(descriptor, count), os.fstat(descriptor).st_size
        finally:
            if _connected[inode] and os.name == "posix":
                _kept[inode] = descriptor
            else:
                os.close(descriptor)


def connected(path: Path) -> Inode | None:
    """A connection to a file is about to be made; answers what `left` is to be told when it is closed."""
    with _turn:
        try:
            found = os.stat(path)
        except OSError:
            return None
        inode = found.st_dev, found.st_ino
        _connected[inode] += 1
        return inode


def left(inode: Inode | None) -> None:
    """A connection was closed; after the last one nothing needs to be kept."""
    if inode is None:
        return
    with _turn:
        _connected[inode] -= 1
        if _connected[inode] <= 0:
            del _connected[inode]
            descriptor = _kept.pop(inode, None)
            if descriptor is not None:
                os.close(descriptor)
