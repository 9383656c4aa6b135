"""Word, OpenDocument, RTF and PDF: the text that stands in them, and what is refused with its reason."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter, QTextDocument
from pytestqt.qtbot import QtBot

from annotator.core.errors import FormatError
from annotator.formats import for_file
from annotator.formats.base import Form, Incoming, ReadOptions, Source
from annotator.formats.docx import DOCX
from annotator.formats.office import ODT, RTF
from annotator.formats.pdf import PDF, paragraphs

LINES = ("Ferries to run until midnight", "The council’s “no” was 7 to 4.", "東京 and 🚢 too.")


def text(form: Form, data: bytes) -> str:
    source = Source(f"a{form.endings[0]}", data=data)
    assert for_file(source) is form
    (article,) = form.read(source, ReadOptions())
    assert isinstance(article, Incoming)
    return article.text


def word(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Yes", "7"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_word() -> None:
    assert text(DOCX, word(*LINES, "two\tparts")) == "\n\n".join((*LINES, "two parts", "Yes", "7"))
    with pytest.raises(FormatError, match="no text"):
        list(DOCX.read(Source("a.docx", data=zipped({"word/document.xml": EMPTY_WORD}, like=word("x"))), ReadOptions()))


EMPTY_WORD = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'
)


def zipped(parts: dict[str, bytes], *, like: bytes = b"") -> bytes:
    """A zip archive of these parts, over those of another one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if like:
            with zipfile.ZipFile(io.BytesIO(like)) as other:
                for name in other.namelist():
                    if name not in parts:
                        archive.writestr(name, other.read(name))
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


ODT_HEAD = (
    '<?xml version="1.0"?><o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><o:body><o:text>'
)
ODT_TAIL = "</o:text></o:body></o:document-content>"


def odt(body: str, head: str = ODT_HEAD) -> bytes:
    mimetype = b"application/vnd.oasis.opendocument.text"
    return zipped({"mimetype": mimetype, "content.xml": (head + body + ODT_TAIL).encode()})


def test_open_document() -> None:
    body = (
        "<t:h>Ferries to run</t:h><t:p>The <t:span>council</t:span>’s<t:s t:c='2'/>“no”<t:tab/>was"
        "<t:note><t:note-body><t:p>a note</t:p></t:note-body></t:note> 7.</t:p><t:p/>"
    )
    assert text(ODT, odt(body)) == "Ferries to run\n\nThe council’s  “no” was 7."


def test_entities_are_not_followed(tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    head = ODT_HEAD.replace("?>", f'?><!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>', 1)
    try:
        found = text(ODT, odt("<t:p>before &e; after</t:p>", head))
    except FormatError:
        return
    assert "SECRET" not in found


def test_rtf() -> None:
    data = (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}}\f0 Ferries to run\par "
        rb"The council\rquote s \ldblquote no\rdblquote  was 7\u8230?\par}"
    )
    assert text(RTF, data).split("\n\n") == ["Ferries to run", "The council’s “no” was 7…"]
    with pytest.raises(FormatError, match="no RTF"):
        list(RTF.read(Source("a.rtf", data=b"hello"), ReadOptions()))


def pdf(html: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
    writer.setPageMargins(QMarginsF(20, 20, 20, 20))
    document = QTextDocument()
    document.setHtml(html)
    document.print_(writer)
    del writer
    return bytes(buffer.data().data())


def test_pdf(qtbot: QtBot) -> None:
    found = text(PDF, pdf("<p>Ferries to run until midnight.</p><p>The council voted seven to four on Monday.</p>"))
    assert "Ferries to run until midnight." in found
    assert "The council voted seven to four" in " ".join(found.split())


def test_a_scan_is_named_as_such(qtbot: QtBot) -> None:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    painter = QPainter(writer)
    painter.drawRect(10, 10, 500, 500)
    painter.end()
    del writer
    with pytest.raises(FormatError, match="scan"):
        list(PDF.read(Source("a.pdf", data=bytes(buffer.data().data())), ReadOptions()))


def test_paragraphs_of_a_page() -> None:
    page = (
        "The harbour coun-\ncil of Halvern voted on Monday to let the\nﬁrst ferries run until midnight.\n"
        "A second paragraph begins here and goes on for a\nwhile.\n\nAnother\u00a0\tone."
    )
    assert paragraphs(page)[0].startswith("The harbour council of Halvern voted on Monday to let the first ferries")
    assert paragraphs(page)[-1] == "Another one."


@pytest.mark.parametrize("form", [DOCX, ODT, PDF], ids=lambda form: form.name)
@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04 not really", b"%PDF-1.7 not really", b"\0" * 100])
def test_damaged_files_are_refused(form: Form, data: bytes) -> None:
    with pytest.raises(FormatError):
        list(form.read(Source("a", data=data), ReadOptions()))


def test_bombs_are_refused() -> None:
    bomb = zipped({"word/document.xml": b"<w>" + b" " * 30_000_000 + b"</w>"})
    with pytest.raises(FormatError, match="no honest file"):
        list(DOCX.read(Source("a.docx", data=bomb), ReadOptions()))
    many = zipped({f"f{number}": b"" for number in range(20_001)})
    with pytest.raises(FormatError, match="more than 20,000"):
        list(ODT.read(Source("a.odt", data=many), ReadOptions()))
