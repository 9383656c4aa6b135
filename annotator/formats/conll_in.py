"""Lines of CoNLL columns as articles, one after another: tokens joined by spaces, sentences by line ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from annotator.core.errors import FormatError
from annotator.core.text import MAX_BYTES
from annotator.formats.base import Incoming, IncomingSpan, Item, Refusal

DOCSTART = "-DOCSTART-"
LONGEST_LINE = 1_000_000  # characters
Tag = tuple[str, str]  # B, I, L, U, E or S, and the label
_OUT: Tag = ("", "")
_TAG = re.compile(r"(?:([BILUES])-(\S+)|O)\Z")
_PHRASES = {"NP", "VP", "PP", "ADVP", "ADJP", "SBAR", "PRT", "CONJP", "INTJ", "LST", "UCP"}
_BLANKS = re.compile(r"[ \t]+")


def articles(lines: Iterable[str], file: str) -> Iterator[Item]:
    """An article for each -DOCSTART-, or one for the file; one with a line that has no tag is a Refusal.

    Raises FormatError for a line or an article that no text has.
    """
    block: list[str] = []  # the lines of one article
    first, size, found = 1, 0, False
    for number, line in enumerate(lines, 1):
        size += len(line)
        if len(line) >= LONGEST_LINE or size > MAX_BYTES:
            what = "line" if len(line) >= LONGEST_LINE else "article (the file has no -DOCSTART- lines)"
            raise FormatError(file=file, line=number, reason=f"this {what} is longer than any text: split it")
        if DOCSTART not in line or _columns(line)[0] != DOCSTART:
            block.append(line)
            continue
        rows = _rows(block)
        if any(rows):
            found = True
            yield _article(rows, first, file)
        block, first, size = [], number + 1, 0
    rows = _rows(block)
    if any(rows) or not found:
        yield _article(rows, first, file)


def _rows(block: Sequence[str]) -> list[list[str]]:
    """The columns of each line; none for a blank one. Nearly all lines have tabs in them and none at their edges."""
    rows = [line.rstrip("\r\n").split("\t") for line in block]
    return [
        parts if len(parts) > 1 and parts[0] and parts[-1] else _columns(line)
        for parts, line in zip(rows, block, strict=True)
    ]


def _columns(line: str) -> list[str]:
    plain = line.strip()
    if not plain:
        return []
    return line.rstrip("\r\n").split("\t") if "\t" in plain else _BLANKS.split(plain)


def _article(rows: Sequence[list[str]], first: int, file: str) -> Item:
    """One article, or why it cannot be taken; `first` is the number of its first line."""
    full = [parts for parts in rows if parts]
    if not full:
        return Refusal(file, None, "it has no tokens")
    width = min(map(len, full))
    tags = {parts[-1] for parts in full}
    words = [parts[0].strip() for parts in full]
    if width < 2 or not all(words) or any(_tag(tag) is None for tag in tags):
        return _refused(rows, first, file)
    start = _first_tag(full, width)
    text, starts = _text(rows, words)
    spans = [span for column in range(start, width) for span in _spans(_tags(rows, column), starts, words)]
    spans.sort(key=lambda span: (span.start, -span.end))
    return Incoming(text=text, line=first, spans=spans)


def _tag(text: str) -> Tag | None:
    """The sign and label of a tag, both empty for O; None where it is no tag."""
    found = _TAG.match(text.strip())
    return None if found is None else (found[1] or "", found[2] or "")


def _refused(rows: Sequence[list[str]], first: int, file: str) -> Refusal:
    for number, parts in enumerate(rows, first):
        if parts and (len(parts) < 2 or not parts[0].strip() or _tag(parts[-1]) is None):
            shown = " ".join(parts)[:60]
            reason = f"“{shown}” is no token with a tag (O, or B-, I-, E-, S-, L-, U- and a label)"
            return Refusal(file, number, reason)
    raise AssertionError("every line has a token and a tag")


def _first_tag(full: Sequence[list[str]], width: int) -> int:
    """The first of the columns, from the last backwards, that hold the tags of one label each.

    In files of four columns as CoNLL-2003 has them the third is full of tags too: those of phrases.
    """
    first = width - 1
    while first > 1:
        found = {_tag(text) for text in {parts[first - 1] for parts in full}}
        labels = {tag[1] for tag in found if tag is not None} - {""}
        if None in found or len(labels) > 1 or labels & _PHRASES:
            break
        first -= 1
    return first


def _text(rows: Sequence[list[str]], words: Sequence[str]) -> tuple[str, list[int]]:
    """The text, and where each of its words begins."""
    pieces: list[str] = []
    starts: list[int] = []
    place, following = 0, iter(words)
    for parts in rows:
        if parts:
            word = next(following)
            starts.append(place)
            pieces += (word, " ")
            place += len(word) + 1
        elif pieces:
            pieces[-1] = "\n"
    return "".join(pieces).rstrip(), starts


def _tags(rows: Sequence[list[str]], column: int) -> list[Tag | None]:
    """The tags of one column, and None where a sentence ends."""
    known = {text: _tag(text) or _OUT for text in {parts[column] for parts in rows if parts}}
    return [known[parts[column]] if parts else None for parts in rows]


def _spans(tags: Sequence[Tag | None], starts: Sequence[int], words: Sequence[str]) -> Iterator[IncomingSpan]:
    """The spans of one column, whatever the scheme: B, S, U begin; I, E, L go on where the label goes on."""
    opened: IncomingSpan | None = None
    place = -1
    for tag in tags:
        if tag is None or tag is _OUT or not tag[1]:
            place += tag is not None
            if opened is not None:
                yield _closed(opened)
                opened = None
            continue
        place += 1
        sign, label = tag
        if opened is not None and not (sign in "IEL" and opened.label == label):
            yield _closed(opened)
            opened = None
        end = starts[place] + len(words[place])
        if opened is None:
            opened = IncomingSpan(start=starts[place], end=end, label=label)
        opened.end = end
        if sign in "ELSU":
            yield _closed(opened)
            opened = None
    if opened is not None:
        yield _closed(opened)


def _closed(span: IncomingSpan) -> IncomingSpan:
    span.fragments = [(span.start, span.end)]
    return span
