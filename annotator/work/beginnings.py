"""How an export would begin: one article as a format writes it, made in memory before anything is written."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO

from annotator.formats.base import Format, Outgoing, Subject
from annotator.store.project import Project
from annotator.work.layers import drawn_secret
from annotator.work.selection import ExportOptions, Extras, Selection, how_to_write, subject_names

LINES, LENGTH = 40, 5000  # lines shown, and characters of one
_LAST = (".conf", ".md", ".json")  # files of a folder that say what is in the others
_SOUGHT = 20  # articles among which the first one with spans is looked for
_UNDRAWN = b"shown only"  # stands for the project's key of pseudonyms until an export draws it


class _File(io.BytesIO):
    """A file that can be read when its writer has closed it."""

    def close(self) -> None:
        """Stays open: it is gone with its last reference."""


class _Folder:
    """A folder in memory."""

    def __init__(self) -> None:
        self.files: dict[str, _File] = {}

    def open(self, name: str) -> BinaryIO:
        """A new file in it."""
        made = self.files[name] = _File()
        return made

    def put(self, name: str, data: bytes) -> None:
        """A whole file in it."""
        self.open(name).write(data)


def beginning(project: Project, form: Format, options: ExportOptions) -> str:
    """The first lines that a format makes of the first article with spans; empty where it writes no text.

    Raises UnknownRecord, as the export would.
    """
    secret = (drawn_secret(project) or _UNDRAWN) if options.names == "pseudonyms" else b""
    with project.snapshot() as reader:
        selection = Selection(reader, options, training=form.training, secret=secret)
        rows = list(selection.rows(Extras(), selection.numbers[:_SOUGHT]))
        chosen = next((one for one in rows if one.row.spans), rows[0] if rows else None)
        if chosen is None:
            return ""
        registry = tuple(reader.actors())
    names = {actor.id: actor.name for actor in registry}
    subject = Subject(codebook=project.codebook, annotators=subject_names(selection), actors=names, registry=registry)
    return "\n".join(islice(_lines(form, chosen, subject=subject, options=options), LINES))


def _lines(form: Format, row: Outgoing, *, subject: Subject, options: ExportOptions) -> Iterator[str]:
    how = how_to_write(options)
    if not form.folder:
        out = _File()
        _run(form.write(out, [row], subject=subject, options=how))
        yield from _read(out)
        return
    folder = _Folder()
    _run(form.write_folder(folder, [row], subject=subject, options=how))
    for name, file in sorted(folder.files.items(), key=lambda item: "." + item[0].rpartition(".")[2] in _LAST):
        yield f"[{name}]"
        yield from _read(file)


def _run(steps: Iterable[int]) -> None:
    for _ in steps:
        pass


def _read(file: _File) -> Iterator[str]:
    """The lines of a file, long ones cut; none of what is no text."""
    data = file.getvalue()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return
    if "\0" not in text:
        yield from (line if len(line) <= LENGTH else f"{line[:LENGTH]} …" for line in text.splitlines()[:LINES])
