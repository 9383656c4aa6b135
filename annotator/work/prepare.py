"""From what a file says to what can be stored: text normalised, furniture out, fields filled, positions moved."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from annotator.core.errors import BadText
from annotator.core.furniture import Furniture, classify, without
from annotator.core.model import Article, Fragment, digest
from annotator.core.text import Map, lone_surrogate, normalise, short
from annotator.formats.base import FIELDS, Incoming
from annotator.formats.sidecar import Sidecar

TITLE_LENGTH = 100  # characters of a first line that stands in for a title


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """What the analyst decided about one file in the preview."""

    take: bool = True
    dropped: frozenset[int] | None = None  # lines that go; None: as classified
    fields: dict[str, str] = {}  # fields as edited; an empty one is left out
    columns: dict[str, str] = {}  # of a table: field -> column, as ImportOptions.columns


class File(msgspec.Struct, kw_only=True):
    """The file being read: its name, its project file, and the ids that had to change."""

    name: str
    untyped: bool = False  # its attribute values are words
    sidecar: Sidecar | None = None
    assigned: frozenset[tuple[str, str]] = frozenset()
    versions: dict[str, str] = {}  # span id -> earlier codebook version
    renamed: dict[str, str] = {}  # id in the file -> id here, where they differ
    actors: dict[str, str] = {}  # word in the file -> id here


class Prepared(msgspec.Struct, kw_only=True):
    """An article ready to be stored but for its id, with the map of the positions its spans have."""

    incoming: Incoming
    file: File
    text: str
    sha256: str
    fields: dict[str, str | None]
    moved: Map | None  # None: positions are as the file gives them
    furniture: Furniture | None = None

    def article(self, key: str, source_id: str | None) -> Article:
        """The record under an id."""
        given = self.incoming
        title = self.fields["title"] or ""
        fields = self.fields
        return Article(
            id=key,
            text=self.text,
            sha256=self.sha256,
            title=title,
            outlet=fields["outlet"],
            author=fields["author"],
            published=fields["published"],
            url=fields["url"],
            language=fields["language"],
            section=fields["section"],
            source_id=source_id,
            meta=given.meta,
        )


def prepare(given: Incoming, file: File, *, clean: bool, decided: Decided | None = None) -> Prepared:
    """One incoming article prepared; `clean` takes page furniture out, unless it carries spans.

    Raises BadText when the text is empty, too large or broken.
    """
    text, moved = normalise(given.text)
    furniture = None
    fields: dict[str, str | None] = {name: getattr(given, name) or None for name in FIELDS}
    titled = given.title is not None and not clean  # said, be it empty
    if clean and not given.spans:
        furniture = classify(text)
        dropped = furniture.dropped if decided is None or decided.dropped is None else decided.dropped
        text = without(text, dropped, headline=furniture.headline)
        for name, value in furniture.fields.items():
            fields[name] = fields.get(name) or value
    if decided is not None:
        fields |= {name: value.strip() or None for name, value in decided.fields.items() if name in FIELDS}
    if not text.strip():
        raise BadText(reason="it has no words", advice="Leave it out")
    return Prepared(
        incoming=given,
        file=file,
        text=text,
        sha256=digest(text),
        fields=dict.fromkeys(FIELDS) | _checked(fields, text, titled=titled),
        moved=moved if moved.removed else None,
        furniture=furniture,
    )


def _checked(fields: Mapping[str, str | None], text: str, *, titled: bool) -> dict[str, str | None]:
    """Fields without characters that no field can hold; a text that has no title is called by its first line."""
    checked: dict[str, str | None] = {name: _clean(value) for name, value in fields.items() if value}
    if not titled and not checked.get("title"):
        checked["title"] = short(text.lstrip().partition("\n")[0], TITLE_LENGTH)
    return checked


def _clean(value: str) -> str:
    if lone_surrogate(value) is not None:
        value = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value.replace("\0", "")


def fragments_of(given: list[Fragment], moved: Map | None) -> tuple[Fragment, ...]:
    """A span's fragments as the stored text has them; raises BadText when nothing is left of one."""
    if moved is None:
        return tuple(given)
    placed = [(moved.forward(start), moved.forward(end)) for start, end in given]
    if any(start >= end for start, end in placed):
        raise BadText(reason="a span covers only characters that texts do not keep", advice="Correct the span")
    joined = [placed[0]]
    for start, end in placed[1:]:
        if start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)
