"""Which layers a training export takes: done ones; one an article, gold before all; and who is named how in it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Literal

import msgspec

from annotator.core.model import Annotator
from annotator.store.connection import writing
from annotator.store.project import Project
from annotator.store.reader import Reader

Names = Literal["keep", "pseudonyms", "drop"]
NAMES: tuple[Names, ...] = ("keep", "pseudonyms", "drop")
_KEY = "pseudonyms"  # of the project's own table


class Layers(msgspec.Struct, kw_only=True):
    """The layers taken, by article (row numbers), and the articles left out."""

    taken: dict[int, list[int]] = {}
    without_gold: list[int] = []  # several layers, none of them gold
    not_done: list[int] = []  # nobody has marked them done
    unpicked: list[int] = []  # two texts of theirs wait, and their spans with them


def chosen(reader: Reader, numbers: list[int], annotators: dict[int, Annotator], *, every: bool) -> Layers:
    """The done layers of these annotators (by row number) on these articles; all of them when `every`."""
    done: dict[int, list[int]] = {}
    for article, annotator in reader.connection.execute(
        "SELECT article, annotator FROM progress WHERE state='done' ORDER BY article, annotator"
    ):
        if annotator in annotators:
            done.setdefault(article, []).append(annotator)
    found = Layers()
    waiting = reader.all_unpicked()
    for number in numbers:
        layers = done.get(number, [])
        gold = [one for one in layers if annotators[one].kind == "gold"]
        if number in waiting:
            found.unpicked.append(number)
        elif not layers:
            found.not_done.append(number)
        elif every or len(layers) == 1:
            found.taken[number] = layers
        elif gold:
            found.taken[number] = gold
        else:
            found.without_gold.append(number)
    return found


def words_for(key_of: dict[str, str], names: Names, secret: bytes) -> dict[str, str]:
    """The word for each annotator (by id): the name, a pseudonym that only the project's secret ties to it, or none."""
    if names == "keep":
        return key_of
    if names == "drop":
        return dict.fromkeys(key_of, "anonymous")
    return {key: "annotator-" + hmac.new(secret, key.encode(), hashlib.sha256).hexdigest()[:8] for key in key_of}


def secret_of(project: Project) -> bytes:
    """The random key of the project's pseudonyms, drawn at first use; it never leaves the file.

    Raises ReadOnlyProject when there is none yet and the project may not be written.
    """
    known = drawn_secret(project)
    if known is None:
        project.check_writable()
        with writing(project.connection, project.path):
            project.connection.execute(
                "INSERT OR IGNORE INTO project(key,value) VALUES(?,?)", (_KEY, secrets.token_hex(16))
            )
        known = drawn_secret(project)
    return known or b""


def drawn_secret(project: Project) -> bytes | None:
    """The same key, or None where none was drawn yet."""
    row = project.connection.execute("SELECT value FROM project WHERE key=?", (_KEY,)).fetchone()
    return None if row is None else bytes.fromhex(row[0])
