"""Saved news pages: the article's text and its fields, by trafilatura; out, a page of articles with their spans."""

from __future__ import annotations

import logging
import re
import tempfile
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from annotator.core.errors import FormatError
from annotator.core.furniture import is_prose
from annotator.core.text import MAX_BYTES
from annotator.formats import html_out
from annotator.formats.base import Form, Incoming, Item, Loss, Outgoing, ReadOptions, Source, Subject, WriteOptions
from annotator.formats.txt import TOO_LARGE, binary_kind, is_noise

_TAG = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|title|meta)\b", re.IGNORECASE)
_LANGUAGE = re.compile(rb"<html\b[^>]*?\blang\s*=\s*[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)", re.IGNORECASE)
_OUTLET_TAIL = re.compile(r"\s+[|–—·•-]\s+")
_LOGGERS = ("trafilatura", "htmldate", "courlan", "justext", "charset_normalizer")


class Html(Form, frozen=True, kw_only=True):
    """One article a page."""

    name: str = "html"
    title: str = "Web page"
    endings: tuple[str, ...] = (".html", ".htm", ".xhtml")
    reads: bool = True
    writes: bool = True
    read_options: tuple[str, ...] = ("encoding", "headline")
    cannot_carry: tuple[Loss, ...] = (
        Loss("meta", "Free metadata is not shown"),
        Loss("states", "How far an article is is not shown"),
        Loss("done", "Who is done with an article is not shown"),
        Loss("relation_attributes", "Attributes of relations are not shown"),
        Loss("comments", "Comments are not shown"),
        Loss("decisions", "Decisions are not shown"),
        Loss("codebook", "Definitions and guidelines are not shown"),
        Loss("registry", "Of the registry only linked names are shown"),
        Loss("worktime", "Work time is not shown"),
        Loss("source_ids", "Ids that articles had elsewhere are not shown"),
        Loss("journal", "The history of changes stays in the project"),
    )
    plain: bool = True

    def sniff(self, head: bytes) -> bool:
        """Whether an HTML tag of a page's frame stands near the start."""
        return bool(_TAG.search(head[:4096])) and not binary_kind(head)

    def read(self, source: Source, options: ReadOptions) -> Iterator[Item]:
        """The one article of the page; raises FormatError when there is none."""
        data = source.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise FormatError(file=source.name, reason=TOO_LARGE)
        kind = binary_kind(data)
        if kind:
            raise FormatError(file=source.name, reason=f"it is {kind}, not a web page")
        yield _article(data, source.name, options)

    def write(
        self,
        out: BinaryIO,
        rows: Iterable[Outgoing],
        *,
        subject: Subject,
        options: WriteOptions,  # noqa: ARG002
    ) -> Iterator[int]:
        """One page with all articles, a list of them on top; for people, it does not come back with its spans."""
        with tempfile.TemporaryFile() as listed, tempfile.TemporaryFile() as body:
            yield from html_out.write(out, rows, subject, toc=listed, body=body)


HTML = Html()


def _article(data: bytes, name: str, options: ReadOptions) -> Incoming:
    found = _extract(_page(data, name, options.encoding))
    body = "" if found is None or found.text is None else found.text
    paragraphs = [line for line in (line.strip() for line in body.split("\n")) if line]
    if not any(is_prose(line) for line in paragraphs) or is_noise(body):
        raise FormatError(file=name, reason="there is no article in this page")
    outlet = found.sitename or found.hostname
    title = _headline(found.title or "", outlet or "")
    if title and paragraphs[0] == title:
        del paragraphs[0]
    if title and options.headline:
        paragraphs.insert(0, title)
    return Incoming(
        text="\n\n".join(paragraphs),
        title=title,
        outlet=outlet,
        author=found.author,
        published=found.date,
        url=found.url,
        language=_language(data, found.language),
        section=_section(found.categories),
    )


def _language(data: bytes, found: str | None) -> str | None:
    """The page's language as BCP 47 writes it: en, en-US."""
    said = _LANGUAGE.search(data)
    language = said[1].decode("ascii") if said else found
    if not language:
        return None
    first, _, region = language.partition("-")
    return f"{first.lower()}-{region.upper()}" if len(region) == 2 else first.lower()


def _section(categories: Any) -> str | None:
    """The first of a page's categories, when it is one."""
    first = str(categories[0]).split(",")[0].strip() if isinstance(categories, list) and categories else ""
    return first if 0 < len(first) <= 60 else None


def _page(data: bytes, name: str, encoding: str | None) -> bytes | str:
    if encoding is None:
        return data
    try:
        return data.decode(encoding)
    except LookupError as error:
        raise FormatError(file=name, reason=f"there is no encoding named “{encoding}”") from error
    except (UnicodeError, ValueError) as error:
        raise FormatError(file=name, reason=f"it is not {encoding}: {error}") from error


def _extract(page: bytes | str) -> Any:
    """What trafilatura makes of a page, or None."""
    import trafilatura  # late: it takes half a second and brings lxml

    for logger in _LOGGERS:
        logging.getLogger(logger).setLevel(logging.CRITICAL)
    return trafilatura.bare_extraction(
        page,
        favor_precision=True,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
    )


def _headline(title: str, outlet: str) -> str:
    """A page's title without the outlet that stands behind a bar or dash."""
    title = " ".join(title.split())
    parts = _OUTLET_TAIL.split(title)
    if len(parts) > 1 and outlet and parts[-1].casefold() in outlet.casefold():
        tail = _OUTLET_TAIL.search(title[len(title) - len(parts[-1]) - 4 :])
        return title[: len(title) - len(parts[-1])].rstrip(" |–—·•-") if tail else title
    return title
