"""What the system says about a path, in words that a user can act on."""

from __future__ import annotations

from pathlib import Path

from annotator.core.errors import PathTrouble


def path_trouble(path: Path | str, error: OSError) -> PathTrouble:
    """What an OSError means to the user."""
    if isinstance(error, FileNotFoundError):
        return PathTrouble(path=str(path), reason="There is no such file or folder", advice="Check the path")
    if isinstance(error, PermissionError):
        return PathTrouble(path=str(path), reason="It may not be read or written", advice="Check its permissions")
    if isinstance(error, IsADirectoryError):
        return PathTrouble(path=str(path), reason="It is a folder, not a file", advice="Name a file in it")
    reason = error.strerror or str(error)
    return PathTrouble(path=str(path), reason=reason, advice="Check the path and the disk")
