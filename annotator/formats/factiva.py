"""Factiva's HTML downloads: many articles a page, in any interface language.

What a line is, is told by its place: the first line that is a number and a word is the word count; after it come date,
perhaps the time, outlet, code, and before the copyright the language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from annotator.core.errors import FormatError
from annotator.core.furniture_dates import date_in
from annotator.core.text import MAX_BYTES
from annotator.formats.base import Form, Item, Loss, ReadOptions, Source
from annotator.formats.downloads import Story, items, language_code, word_count
from annotator.formats.encodings import guess
from annotator.formats.txt import TOO_LARGE

_MARK = re.compile(rb"""\bid=["']?article-|\bclass=["']?article \w{2}Article|Dow Jones Factiva""", re.IGNORECASE)
_CHARSET = re.compile(rb"""charset=["']?([\w-]+)""", re.IGNORECASE)
_TIME = re.compile(r"\d{1,2}[:.h]\d{2}(\s*[AaPp]\.?[Mm]\.?)?\Z")
_CODE = re.compile(r"[A-Z0-9]{2,10}\Z")


class Factiva(Form, frozen=True, kw_only=True):
    """A download of Factiva's, one article after another."""

    name: str = "factiva"
    title: str = "Factiva download (HTML)"
    endings: tuple[str, ...] = (".html", ".htm")
    reads: bool = True
    read_options: tuple[str, ...] = ("encoding", "headline")
    cannot_carry: tuple[Loss, ...] = (Loss("spans", "Downloads are read for their texts"),)

    def sniff(self, head: bytes) -> bool:
        """Whether the marks of Factiva's pages stand near the start."""
        return _MARK.search(head) is not None and b"<html" in head[:2000].lower()

    def read(self, source: Source, options: ReadOptions) -> Iterator[Item]:
        """The articles of the page; raises FormatError when there is none."""
        data = source.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise FormatError(file=source.name, reason=TOO_LARGE)
        found = [_story(node) for node in _articles(data, source.name, options.encoding)]
        if not found:
            raise FormatError(file=source.name, reason="it is no Factiva download: no article is marked in it")
        yield from items(found, source.name, options)


FACTIVA = Factiva()


def _articles(data: bytes, name: str, encoding: str | None) -> list[Any]:
    from lxml import etree, html  # late: heavy

    said = _CHARSET.search(data[:4096])
    codec = encoding or (said[1].decode("ascii") if said else "utf-8")
    try:
        text = data.decode(codec)
    except LookupError as error:
        raise FormatError(file=name, reason=f"there is no encoding named “{codec}”") from error
    except UnicodeDecodeError:  # a file that lies about its encoding
        text = guess(data, name)[1]
    try:
        root = html.document_fromstring(text.replace("\0", ""))
    except (etree.ParserError, ValueError) as error:
        raise FormatError(file=name, reason=f"it is no web page: {error}") from error
    marked = root.xpath("//div[starts-with(@id, 'article-')]")
    return list(marked or root.xpath("//div[contains(concat(' ', @class, ' '), ' article ')]"))


def _story(node: Any) -> Story:
    from lxml import etree

    body = [one for one in node.iter("p") if "articleParagraph" in (one.get("class") or "")]
    boxes = [one for one in node.iterdescendants("div") if one.get("class")]
    inner = [one for one in boxes if "Article" in one.get("class")]
    heads = (one for one in node.iterdescendants(etree.Element) if _is_head(one))
    story = Story(
        title=_text(next(heads, None)),
        author=_text(next((one for one in boxes if one.get("class") == "author"), None)) or None,
        body=[_text(part) for part in body],
        source_id=str(node.get("id") or "").removeprefix("article-") or None,
    )
    code = re.search(r"\b([a-z]{2})Article\b", " ".join(str(one.get("class")) for one in inner))
    story.language = code[1] if code else None
    _head(story, node)
    return story


def _is_head(node: Any) -> bool:
    return "Headline" in (node.get("class") or "") or node.get("id") == "hd"


def _head(story: Story, node: Any) -> None:
    """What the lines above the text say."""
    lines = []
    for part in node.iter("div", "p"):
        if part.tag == "p" and "articleParagraph" in (part.get("class") or ""):
            break
        if part.tag == "div" and next(part.iterdescendants("div", "p"), None) is None:
            lines.append((part.get("class") or "", part.get("id") or "", _text(part)))
    plain = [text for role, key, text in lines if text and role != "author" and key != "hd" and text != story.title]
    count = next((place for place, text in enumerate(plain) if word_count(text) is not None), None)
    if count is None:
        return
    story.words = word_count(plain[count])
    before, rest = plain[:count], plain[count + 1 :]
    section = before[0] if before else ""
    story.section = None if section.lower().startswith("special to") else section.split(";")[0].strip() or None
    if rest and date_in(rest[0]):
        story.published = rest.pop(0)
    if rest and _TIME.match(rest[0]):
        rest.pop(0)
    if rest:
        story.outlet = rest.pop(0)
    named = next((text for text in reversed(rest) if not _CODE.match(text) and language_code(text)), None)
    story.language = named or story.language


def _text(node: Any) -> str:
    return "" if node is None else " ".join(node.text_content().split())
