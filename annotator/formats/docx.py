"""Word documents: one article a document, its paragraphs as they stand."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any

from annotator.core.errors import FormatError
from annotator.formats.archives import DAMAGED, checked_zip
from annotator.formats.base import Form, Incoming, Item, Loss, ReadOptions, Source


class Docx(Form, frozen=True, kw_only=True):
    """One article a document."""

    name: str = "docx"
    title: str = "Word document"
    endings: tuple[str, ...] = (".docx",)
    reads: bool = True
    read_options: tuple[str, ...] = ()
    cannot_carry: tuple[Loss, ...] = (Loss("spans", "Documents are read for their text alone"),)
    plain: bool = True

    def read(self, source: Source, options: ReadOptions) -> Iterator[Item]:  # noqa: ARG002
        """The one article of the document; raises FormatError when it is none or empty."""
        lines = [text.strip() for text in paragraphs(source)]
        text = "\n\n".join(line for line in lines if line)
        if not text:
            raise FormatError(file=source.name, reason="there is no text in this document")
        yield Incoming(text=text)


DOCX = Docx()


def paragraphs(source: Source) -> list[str]:
    """The paragraphs of a document in order, those of tables too; raises FormatError."""
    data = checked_zip(source, must_have="word/document.xml", kind="Word document")
    from lxml import etree  # late: heavy

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        with zipfile.ZipFile(data) as archive:
            body: Any = etree.fromstring(archive.read("word/document.xml"), parser).find(f"{_W}body")
        if body is None:
            raise FormatError(file=source.name, reason="it is a Word document without a body")
        return [_text(node) for node in body.iter(f"{_W}p")]
    except (*DAMAGED, etree.LxmlError, KeyError, OSError) as error:
        raise FormatError(file=source.name, reason=f"it is a damaged Word document: {error}") from error


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _text(paragraph: Any) -> str:
    """A paragraph's words: runs, tabs as spaces, line breaks as they are."""
    parts = []
    for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        tag = node.tag.removeprefix(_W)
        parts.append({"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}.get(tag) or node.text or "")
    return "".join(parts)
