"""PDF: the text layer of a document as one article; a scanned one is named as such."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator

from annotator.core.errors import FormatError
from annotator.formats.base import Form, Incoming, Item, Loss, ReadOptions, Source

_LARGEST = 100_000_000  # bytes of a file
_MOST_PAGES = 2_000
_LIGATURES = {chr(0xFB00 + place): word for place, word in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))}
_LIGATURE = re.compile(f"[{''.join(_LIGATURES)}]")
_SPACES = re.compile(r"[\t \u00a0]+")
_HYPHEN = re.compile(r"(?<=[a-zß-öø-ÿ])-\n(?=[a-zß-öø-ÿ])")
_END = re.compile(r"""[.!?:…]["'”’»)\]]*\Z""")


class Pdf(Form, frozen=True, kw_only=True):
    """One article a document."""

    name: str = "pdf"
    title: str = "PDF (text layer)"
    endings: tuple[str, ...] = (".pdf",)
    reads: bool = True
    cannot_carry: tuple[Loss, ...] = (Loss("spans", "PDF is read for its text alone"),)
    plain: bool = True

    def sniff(self, head: bytes) -> bool:
        """By the words every PDF begins with."""
        return b"%PDF-" in head[:1024]

    def read(self, source: Source, options: ReadOptions) -> Iterator[Item]:  # noqa: ARG002
        """The one article of the document; raises FormatError for a scan, a locked or a damaged file."""
        data = source.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise FormatError(file=source.name, reason=f"it is larger than {_LARGEST // 1_000_000} MB")
        pages = _pages(data, source.name)
        text = "\n\n".join(part for page in pages for part in paragraphs(page))
        if not text.strip():
            reason = "it has no text layer: it is a scan, run text recognition (OCR) on it first"
            raise FormatError(file=source.name, reason=reason)
        yield Incoming(text=text)


PDF = Pdf()


def _pages(data: bytes, name: str) -> list[str]:
    from pypdf import PdfReader  # late: heavy
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise FormatError(file=name, reason="it is locked with a password")
        if len(reader.pages) > _MOST_PAGES:
            raise FormatError(file=name, reason=f"it has more than {_MOST_PAGES:,} pages: split it")
        return [page.extract_text() or "" for page in reader.pages]
    except (
        PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, OverflowError,
        AssertionError, NotImplementedError, OSError, ZeroDivisionError, LookupError, MemoryError, ArithmeticError,
    ) as error:  # fmt: skip
        raise FormatError(file=name, reason=f"it is a damaged PDF: {str(error) or type(error).__name__}") from error


def paragraphs(page: str) -> list[str]:
    """The paragraphs of a page: lines joined, words put together that were parted at a line's end, no ligatures."""
    text = _LIGATURE.sub(lambda found: _LIGATURES[found[0]], page.replace("\r", "\n"))
    text = _HYPHEN.sub("", text)
    lines = [_SPACES.sub(" ", line).strip() for line in text.split("\n")]
    longest = max((len(line) for line in lines), default=0)
    found: list[str] = []
    open_line = False
    for line in lines:
        if not line:
            open_line = False
            continue
        if open_line:
            found[-1] = f"{found[-1]} {line}"
        else:
            found.append(line)
        # A line that ends well before the margin, or with a stop and short, ends its paragraph.
        open_line = len(line) > 0.75 * longest or (not _END.search(line) and len(line) > 0.6 * longest)
    return found
