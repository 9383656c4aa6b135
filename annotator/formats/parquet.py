"""Parquet for Hugging Face `datasets` and data frames: the rows of hf, each column of the type its codebook says."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from annotator.core.errors import FormatError
from annotator.formats import columns
from annotator.formats.base import (
    FIELDS,
    RELATION_KEYS,
    SPAN_KEYS,
    STEP,
    Form,
    Loss,
    Outgoing,
    Subject,
    WriteOptions,
)
from annotator.formats.card import card
from annotator.formats.hf import Shape

if TYPE_CHECKING:
    from annotator.formats.card import Facts

_CHUNK = 1024 * 1024
_ROWS = 2048  # of a group: as few as duckdb can hold at a time
# MB that duckdb may take: enough for a group of usual articles, of however many groups; the second if that fails.
_LIMITS = (240, 2000)
_OF_KIND = {"number": "DOUBLE", "yesno": "BOOLEAN", "choices": "VARCHAR[]"}  # all others are words
_OF_KEY = {"start": "BIGINT", "end": "BIGINT", "fragments": "BIGINT[][]"}


class Parquet(Form, frozen=True, kw_only=True):
    """One row an article, spans and relations as lists of records."""

    name: str = "parquet"
    title: str = "Hugging Face Parquet"
    endings: tuple[str, ...] = (".parquet",)
    writes: bool = True
    extra: str = "parquet"
    needs: tuple[str, ...] = ("duckdb",)
    cannot_carry: tuple[Loss, ...] = (
        Loss("comments", "Comments have no column"),
        Loss("decisions", "Decisions have no column"),
        Loss("codebook", "Guidelines are not written"),
        Loss("registry", "Of the registry only ids of links are written"),
        Loss("worktime", "Work time has no column"),
        Loss("source_ids", "Ids that articles had elsewhere are not written"),
        Loss("journal", "The history of changes stays in the project"),
    )

    def write(
        self,
        out: BinaryIO,
        rows: Iterable[Outgoing],
        *,
        subject: Subject,
        options: WriteOptions,  # noqa: ARG002
    ) -> Iterator[int]:
        """The rows as lines in a temporary folder, then made one Parquet file; raises MissingExtra, FormatError."""
        self.require()
        shape, encoder, longest = Shape(subject), msgspec.json.Encoder(), _CHUNK
        with tempfile.TemporaryDirectory(prefix="annotator-") as name:
            folder = Path(name)
            with (folder / "rows.json").open("wb", buffering=_CHUNK) as lines:
                for number, outgoing in enumerate(rows, 1):
                    line = encoder.encode(shape.flat(outgoing.row)) + b"\n"
                    longest = max(longest, len(line))
                    lines.write(line)
                    if number % STEP == 0:
                        yield number
            _convert(folder, types(subject), longest)
            with (folder / "rows.parquet").open("rb") as made:
                shutil.copyfileobj(made, out, _CHUNK)

    def beside(self, subject: Subject, facts: Facts) -> dict[str, bytes]:
        """The card of the data set."""
        return {"README.md": card(subject.codebook, facts, "parquet")}


PARQUET = Parquet()


def types(subject: Subject) -> dict[str, str]:
    """The type of each column, as duckdb writes it."""
    spans = {key: _OF_KEY.get(key, "VARCHAR") for key in SPAN_KEYS}
    ties = dict.fromkeys(RELATION_KEYS, "VARCHAR")
    return {
        **dict.fromkeys(("id", "text", *FIELDS, "meta"), "VARCHAR"),
        "states": _record(dict.fromkeys(subject.annotators or ("",), "VARCHAR")),
        "spans": _record(spans | _typed(columns.of_labels(subject.codebook))) + "[]",
        "relations": _record(ties | _typed(columns.of_relations(subject.codebook))) + "[]",
    }


def _typed(known: tuple[columns.Column, ...]) -> dict[str, str]:
    return {column.name: _OF_KIND.get(column.attribute.kind, "VARCHAR") for column in known}


def _record(fields: dict[str, str]) -> str:
    """A record's type; of names that differ in letter case alone, which duckdb takes for one, the first stays."""
    first: dict[str, str] = {}
    for name in fields:
        first.setdefault(name.casefold(), name)
    return "STRUCT(" + ", ".join(f"{_name(name)} {fields[name]}" for name in first.values()) + ")"


def _name(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _text(text: Any) -> str:
    doubled = str(text).replace("'", "''")
    return f"'{doubled}'"


def _convert(folder: Path, kinds: dict[str, str], longest: int) -> None:
    """rows.json -> rows.parquet, with little memory and nothing fetched."""
    import duckdb  # late: an extra

    told = ", ".join(f"{_text(name)}: {_text(kind)}" for name, kind in kinds.items())
    rows = (
        f"read_json({_text(folder / 'rows.json')}, format='newline_delimited', columns={{{told}}},"
        f" maximum_object_size={longest + 1})"
    )
    target = _text(folder / "rows.parquet")
    copy = f"COPY (SELECT * FROM {rows}) TO {target} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROWS})"
    settings = {
        "threads": 1,
        "temp_directory": str(folder / "spill"),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    try:
        for place, limit in enumerate(_LIMITS, 1):
            most = {"memory_limit": f"{max(limit, longest * 12 >> 20)}MB"}
            try:
                with duckdb.connect(":memory:", config=settings | most) as connection:
                    connection.execute(copy)
                return
            except duckdb.OutOfMemoryException:
                if place == len(_LIMITS):
                    raise
    except duckdb.Error as error:
        raise FormatError(file="Parquet", reason=f"duckdb cannot write it: {str(error)[:300]}") from error
