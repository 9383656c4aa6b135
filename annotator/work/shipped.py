"""The codebooks that ship with the program, and any codebook by name or file."""

from __future__ import annotations

from pathlib import Path

from annotator import assets
from annotator.core import codebook as codebooks
from annotator.core.codebook import Codebook
from annotator.core.errors import PathTrouble

FIRST = "news"  # what a new project has unless told


def names() -> list[str]:
    """The names by which ours are called, the one for a new project first."""
    found = [Path(name).stem for name in assets.names("codebooks") if name.endswith(".json")]
    return sorted(found, key=lambda name: (name != FIRST, name))


def load(name: str) -> Codebook:
    """One of ours by its name."""
    return codebooks.loads(assets.read_bytes(f"codebooks/{name}.json"), name=name)


def read(path: Path) -> Codebook:
    """A codebook from a file; raises BadCodebook, PathTrouble."""
    try:
        return codebooks.loads(path.read_bytes(), name=path.name)
    except OSError as error:
        reason = error.strerror or str(error)
        raise PathTrouble(path=path, reason=reason, advice="Choose another file") from error


def find(word: str) -> Codebook:
    """A codebook by the name of one of ours or by its file; raises BadCodebook, PathTrouble."""
    path = Path(word)
    if word.casefold() in names():
        return load(word.casefold())
    if not path.suffix and not path.exists():
        advice = f"Name a codebook file, or one of {', '.join(names())}"
        raise PathTrouble(path=word, reason="There is no such codebook or file", advice=advice)
    return read(path)
