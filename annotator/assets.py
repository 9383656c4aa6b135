"""Finds the plain files of `resources/`: inside the wheel, beside the package in a checkout, or in a frozen program."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


class MissingAsset(Exception):
    """A resource that the program needs is not there: it was built badly, which is a bug and not a user's error."""


@cache
def root() -> Path:
    """The folder that holds `icons/`, `codebooks/` and the rest."""
    package = Path(__file__).resolve().parent  # importlib.resources finds the same and costs the start 20 ms
    places = [package / "resources", package.parent / "resources"]
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        places.insert(0, Path(frozen) / "annotator" / "resources")
    for place in places:
        if (place / "codebooks").is_dir():
            return place
    looked = ", ".join(str(place) for place in places)
    raise MissingAsset(f"No resources in {looked}: the program was built without them")


def path(name: str) -> Path:
    """The file or folder of this name, such as `icons/undo.svg`; raises MissingAsset."""
    base = root()
    found = base / name
    if not found.resolve().is_relative_to(base.resolve()):
        raise MissingAsset(f"{name} does not lie in the resources")
    if not found.exists():
        raise MissingAsset(f"There is no resource {name} in {base}")
    return found


def read_bytes(name: str) -> bytes:
    """The bytes of a resource; raises MissingAsset."""
    return path(name).read_bytes()


def read_text(name: str) -> str:
    """A resource as UTF-8 text; raises MissingAsset."""
    return path(name).read_text(encoding="utf-8")


def names(folder: str) -> list[str]:
    """The files of a folder, sorted, without hidden ones; raises MissingAsset."""
    return sorted(entry.name for entry in path(folder).iterdir() if entry.is_file() and not entry.name.startswith("."))
