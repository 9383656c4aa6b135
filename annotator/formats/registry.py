"""The registry as a CSV file: one row an actor, for people with a spreadsheet; written and read back alike."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

import msgspec

from annotator.core.errors import FormatError
from annotator.core.model import Actor, Role
from annotator.formats.base import Refusal
from annotator.formats.cells import guarded, unguarded

COLUMNS = ("id", "name", "type", "aliases", "roles", "parent", "wikidata", "note", "mentions")
_ROLE = re.compile(r"(.*) \[([^\[\]]*)\.\.([^\[\]]*)\]\Z", re.DOTALL)
_DELIMITERS = ",;\t"
_LONGEST = 1_000_000  # of a cell; csv's own limit is lower


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row as it was read: the line it begins on, and its cells by column; a column that is missing is absent."""

    line: int
    cells: dict[str, str]


def write(actors: Iterable[Actor], *, parents: Mapping[str, str], mentions: Mapping[str, int]) -> bytes:
    """The file: UTF-8 with a byte order mark, so that a spreadsheet knows it; `parents` says how each is written."""
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for actor in actors:
        cells = (
            actor.id,
            actor.name,
            actor.type or "",
            _list(actor.aliases),
            _list(_role(role) for role in actor.roles),
            parents.get(actor.parent or "", ""),
            actor.wikidata or "",
            actor.note,
        )
        writer.writerow((*map(guarded, cells), mentions.get(actor.id, 0)))
    return page.getvalue().encode("utf-8-sig")


def read(text: str, name: str) -> Iterator[Row | Refusal]:
    """The rows of a file; raises FormatError when it is no such table at all."""
    lines = io.StringIO(text.removeprefix("\ufeff"), newline="")
    first = lines.readline()
    delimiter = max(_DELIMITERS, key=first.count)
    before = csv.field_size_limit(_LONGEST)
    try:
        reader = csv.reader(chain([first], lines), delimiter=delimiter, strict=True)
        header = [cell.strip().casefold() for cell in next(reader, [])]
        _check_header(header, name)
        yield from _rows(reader, header, name)
    except csv.Error as error:
        raise FormatError(file=name, line=1, reason=f"it is not CSV: {error}") from error
    finally:
        csv.field_size_limit(before)


def _check_header(header: Sequence[str], name: str) -> None:
    if "name" not in header and "id" not in header:
        raise FormatError(
            file=name, line=1, reason=f"the first line must name the columns: {', '.join(COLUMNS)}; name is needed"
        )
    twice = sorted({column for column in header if column and header.count(column) > 1})
    if twice:
        raise FormatError(file=name, line=1, reason=f"the column {twice[0]} stands twice")


def _rows(reader: Iterator[list[str]], header: Sequence[str], name: str) -> Iterator[Row | Refusal]:
    while True:
        line = reader.line_num + 1  # type: ignore[attr-defined]  # csv's own reader has it
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Refusal(name, line, f"it is not CSV: {error}")
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header):
            yield Refusal(name, line, f"it has {len(cells)} cells, and there are {len(header)} columns")
            continue
        known = zip(header, (unguarded(cell) for cell in cells), strict=False)
        yield Row(line=line, cells={column: cell for column, cell in known if column})


# --- lists in a cell ---------------------------------------------------------------------------------


def _list(items: Iterable[str]) -> str:
    """Items with " | " between them; a | or \\ of their own gets a \\ before it."""
    return " | ".join(item.replace("\\", "\\\\").replace("|", "\\|") for item in items)


def items(cell: str) -> tuple[str, ...]:
    """The items of such a cell."""
    found, now, escaped = [], "", False
    for char in cell:
        if escaped or char not in "\\|":
            now, escaped = now + char, False
        elif char == "\\":
            escaped = True
        else:
            found.append(now)
            now = ""
    return tuple(item.strip() for item in (*found, now) if item.strip())


def _role(role: Role) -> str:
    dated = role.since or role.to or _ROLE.match(role.role)
    return f"{role.role} [{role.since or ''}..{role.to or ''}]" if dated else role.role


def roles(cell: str) -> tuple[Role, ...]:
    """The roles of a cell: "Mayor [2019-05..2021] | Councillor [..2019]"."""
    found = []
    for item in items(cell):
        match = _ROLE.match(item)
        if match is None:
            found.append(Role(role=item))
        else:
            found.append(Role(role=match[1].strip(), since=match[2].strip() or None, to=match[3].strip() or None))
    return tuple(found)
