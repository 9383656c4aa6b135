"""Rows of a table as articles: which column holds which field, and what becomes of each row.

The first row names the columns. A column is taken for a field when it is named so, or as people usually call it; the
text is otherwise in the column with the longest cells. What no field takes goes to the article's metadata.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from annotator.core.errors import FormatError
from annotator.core.furniture_dates import date_in
from annotator.formats.base import FIELDS, Incoming, Item, Refusal, Remark
from annotator.formats.cells import unguarded
from annotator.formats.downloads import language_code

Cell = str | int | float | bool
Line = tuple[int, list[Cell]]  # its number in the file (from 1), its cells

TARGETS = ("text", *FIELDS, "id")  # what a column can be
SAMPLE = 50  # rows looked at for the column with the longest cells
SHOWN = 200  # characters of a cell shown before an import
SHORTEST = 20  # characters on the average in a column of texts

# As people call the columns of such tables, the surest first.
_NAMES = {
    "text": "text fulltext content body articletext articlebody maintext story volltext inhalt texte contenu texto",
    "title": "title headline heading hl titel überschrift titre título titulo titolo",
    "outlet": "outlet source publication newspaper medium publisher journal sourcename quelle zeitung medio fonte",
    "author": "author authors byline writer creator autor auteur autore",
    "published": "published date publicationdate pubdate publishedat publishdate datepublished datum fecha data",
    "url": "url link webaddress permalink uri",
    "language": "language lang sprache langue idioma lingua",
    "section": "section rubric category desk ressort rubrik rubrique sección seção",
    "id": "id articleid sourceid docid documentid identifier accessionnumber uid",
}
_FIELD_OF = {word: (field, rank) for field, words in _NAMES.items() for rank, word in enumerate(words.split())}
_OURS = ({"article_id", "span_id"}, {"article_id", "relation_id"}, {"span_id", "start", "end"})


class Columns(Remark, frozen=True):
    """The remark on a table's columns: their names, which of them is which field, and the first rows."""

    names: tuple[str, ...] = ()
    place: dict[str, int] = {}
    sample: tuple[tuple[str, ...], ...] = ()


class Plan(msgspec.Struct, frozen=True):
    """Which column is which field, by place; and the names of all columns."""

    names: tuple[str, ...]
    place: dict[str, int]

    @property
    def rest(self) -> list[tuple[int, str]]:
        """The columns that no field takes."""
        taken = set(self.place.values())
        return [(number, name) for number, name in enumerate(self.names) if number not in taken]


def articles(lines: Iterator[Line], file: str, wanted: Mapping[str, str]) -> Iterator[Item]:
    """Every row as an article or a refusal; `wanted` maps fields to columns. Raises FormatError."""
    lines = (line for line in lines if any(str(cell).strip() for cell in line[1]))
    head = next(lines, None)
    if head is None:
        raise FormatError(file=file, reason="there is no row in this table")
    names = _unique([str(cell).strip() for cell in head[1]])
    _refuse_ours(names, file)
    first = list(itertools.islice(lines, SAMPLE))
    plan = planned(names, [cells for _, cells in first], file, wanted)
    if not first:
        raise FormatError(file=file, reason="there is no row below the names of the columns")
    if "text" in plan.place and "text" not in _by_names(names) and not wanted.get("text"):
        yield Remark(file, f"The column “{names[plan.place['text']]}” holds the longest cells and is taken as the text")
    sample = tuple(tuple(str(cell)[:SHOWN] for cell in cells) for _, cells in first[:3])
    yield Columns(file, _told(plan), names=plan.names, place=plan.place, sample=sample)
    if "text" not in plan.place:
        reason = f"no column holds texts: say which one does (text=NAME); it has {', '.join(names)}"
        raise FormatError(file=file, reason=reason[:500])
    for number, cells in itertools.chain(first, lines):
        yield _article(number, cells, plan, file)


def _told(plan: Plan) -> str:
    """Which column became what, in words."""
    fields = (f"{field} from “{plan.names[plan.place[field]]}”" for field in TARGETS if field in plan.place)
    rest = ", ".join(f"“{name}”" for _, name in plan.rest)
    return f"Columns: {', '.join(fields)}" + (f"; kept as metadata: {rest}" if rest else "")


def planned(names: Sequence[str], sample: Sequence[list[Cell]], file: str, wanted: Mapping[str, str]) -> Plan:
    """The fields of the columns: as asked, else by their names, the text else by length. Raises FormatError."""
    place = {field: at for field, at in _by_names(names).items() if field not in wanted}
    for field, column in wanted.items():
        if not column:
            continue  # asked to be none
        at = _find(names, column)
        if at is None:
            raise FormatError(file=file, reason=f"there is no column “{column}”: it has {', '.join(names)}")
        place = {other: there for other, there in place.items() if there != at}
        place[field] = at
    if "text" not in place:
        longest = _longest(names, sample, set(place.values()))
        place |= {} if longest is None else {"text": longest}
    return Plan(tuple(names), place)


def _find(names: Sequence[str], column: str) -> int | None:
    """A column by its name, else by its name in any case, else by its number from 1."""
    plain = column.strip()
    folded = [name.casefold() for name in names]
    if plain in names:
        return list(names).index(plain)
    if plain.casefold() in folded:
        return folded.index(plain.casefold())
    if plain.isascii() and plain.isdigit() and 1 <= int(plain[:6]) <= len(names):
        return int(plain[:6]) - 1
    return None


def _by_names(names: Sequence[str]) -> dict[str, int]:
    best: dict[str, tuple[int, int]] = {}
    for at, name in enumerate(names):
        word = "".join(char for char in name.casefold() if char.isalnum())
        if word in _FIELD_OF:
            field, rank = _FIELD_OF[word]
            best[field] = min(best.get(field, (rank, at)), (rank, at))
    return {field: at for field, (_, at) in best.items()}


def _longest(names: Sequence[str], sample: Sequence[list[Cell]], taken: set[int]) -> int | None:
    sums = {at: 0 for at in range(len(names)) if at not in taken}
    for cells in sample:
        for at in sums:
            if at < len(cells):
                sums[at] += len(str(cells[at]))
    best = max(sums, key=lambda at: sums[at], default=None)
    return None if best is None or sums[best] < SHORTEST * len(sample) else best


def _unique(names: Sequence[str]) -> list[str]:
    """Every column with a name of its own."""
    found: list[str] = []
    seen: dict[str, int] = {}
    for number, name in enumerate(names, 1):
        plain = " ".join(unguarded(name).split())[:200] or f"column {number}"
        seen[plain] = seen.get(plain, 0) + 1
        found.append(plain if seen[plain] == 1 else f"{plain} ({seen[plain]})")
    return found


def _refuse_ours(names: Sequence[str], file: str) -> None:
    if any(ours <= {name.casefold() for name in names} for ours in _OURS):
        reason = "it is a table of spans, which has no whole texts: export as JSON Lines and import the .jsonl"
        raise FormatError(file=file, reason=reason)


def _article(number: int, cells: list[Cell], plan: Plan, file: str) -> Incoming | Refusal:
    """One row; short rows are filled up, as spreadsheets leave empty cells out."""
    extra = [cell for cell in cells[len(plan.names) :] if str(cell).strip()]
    if extra:
        reason = f"the row has {len(cells):,} cells, the first row {len(plan.names):,}: a quotation mark may be missing"
        return Refusal(file, number, reason)
    values = {field: _text(cells[at]) for field, at in plan.place.items() if at < len(cells)}
    text = values.get("text", "")
    if not text.strip():
        return Refusal(file, number, f"there is no text in the column “{plan.names[plan.place['text']]}”")
    meta: dict[str, Any] = {}
    for at, name in plan.rest:
        if at < len(cells) and cells[at] != "":
            cell = cells[at]
            meta[name] = unguarded(cell) if isinstance(cell, str) else cell
    fields = {field: " ".join(values.get(field, "").split()) for field in FIELDS if field in plan.place}
    if fields.get("published"):
        fields["published"] = date_in(fields["published"]) or fields["published"]
    if fields.get("language"):
        fields["language"] = language_code(fields["language"]) or fields["language"]
    key = values.get("id", "").strip() or None
    article = Incoming(text=text, line=number, source_id=key, meta=meta)
    for field, value in fields.items():
        setattr(article, field, value)
    return article


def _text(cell: Cell) -> str:
    return unguarded(cell) if isinstance(cell, str) else str(cell)
