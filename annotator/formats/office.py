"""Open documents (.odt) and RTF: one article a document."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from annotator.core.errors import FormatError
from annotator.core.text import MAX_BYTES
from annotator.formats.archives import DAMAGED, checked_zip
from annotator.formats.base import Form, Incoming, Item, Loss, ReadOptions, Source

_ALONE = (Loss("spans", "Documents are read for their text alone"),)
_RTF = b"{\\rtf"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_NOTES = {f"{_TEXT}note", f"{_TEXT}tracked-changes"}
_BREAKS = re.compile(r"\n{2,}")


class Odt(Form, frozen=True, kw_only=True):
    """A text document of LibreOffice and its kin."""

    name: str = "odt"
    title: str = "OpenDocument text"
    endings: tuple[str, ...] = (".odt",)
    reads: bool = True
    cannot_carry: tuple[Loss, ...] = _ALONE
    plain: bool = True

    def read(self, source: Source, options: ReadOptions) -> Iterator[Item]:  # noqa: ARG002
        """The one article of the document; raises FormatError."""
        data = checked_zip(source, must_have="content.xml", kind="OpenDocument text")
        from lxml import etree  # late: heavy

        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            with zipfile.ZipFile(data) as archive:
                root = etree.fromstring(archive.read("content.xml"), parser)
        except (*DAMAGED, etree.LxmlError, KeyError, OSError) as error:
            raise FormatError(file=source.name, reason=f"it is a damaged OpenDocument text: {error}") from error
        lines = [_odt_text(node).strip() for node in root.iter(f"{_TEXT}p", f"{_TEXT}h") if not _inside_note(node)]
        yield _article([line for line in lines if line], source.name)


class Rtf(Form, frozen=True, kw_only=True):
    """Rich Text Format."""

    name: str = "rtf"
    title: str = "Rich text"
    endings: tuple[str, ...] = (".rtf",)
    reads: bool = True
    cannot_carry: tuple[Loss, ...] = _ALONE
    plain: bool = True

    def sniff(self, head: bytes) -> bool:
        """By the words every RTF file begins with."""
        return head.startswith(_RTF)

    def read(self, source: Source, options: ReadOptions) -> Iterator[Item]:  # noqa: ARG002
        """The one article of the document; raises FormatError."""
        data = source.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise FormatError(file=source.name, reason="it is larger than 20 MB: split it into smaller articles")
        if not data.lstrip().startswith(_RTF):
            raise FormatError(file=source.name, reason="it is no RTF document")
        from striprtf import striprtf  # late: few need it

        convert: Callable[..., str] = striprtf.rtf_to_text
        try:
            text = convert(data.decode("latin-1"), encoding="cp1252", errors="replace")
        except (ValueError, IndexError, KeyError, LookupError, OverflowError, TypeError) as error:
            raise FormatError(file=source.name, reason=f"it is a damaged RTF document: {error}") from error
        yield _article([line.strip() for line in _BREAKS.sub("\n", text).split("\n") if line.strip()], source.name)


ODT = Odt()
RTF = Rtf()


def _article(lines: list[str], name: str) -> Incoming:
    if not lines:
        raise FormatError(file=name, reason="there is no text in this document")
    return Incoming(text="\n\n".join(lines))


def _odt_text(node: Any) -> str:
    """A paragraph's words, with the spaces, tabs and line breaks that are elements; notes are left out."""
    if node.tag in _NOTES:
        return node.tail or ""
    special = {f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n"}
    text = special.get(node.tag, node.text or "")
    if node.tag == f"{_TEXT}s":
        count = str(node.get(f"{_TEXT}c") or "1")
        text = " " * min(int(count) if count.isdecimal() else 1, 100)
    inner = "".join(_odt_text(child) for child in node if isinstance(child.tag, str))
    is_paragraph = node.tag in (f"{_TEXT}p", f"{_TEXT}h")
    return text + inner + ("" if is_paragraph else node.tail or "")


def _inside_note(node: Any) -> bool:
    return any(above.tag in _NOTES for above in node.iterancestors())
