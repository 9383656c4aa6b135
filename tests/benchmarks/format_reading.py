"""The floors of the formats' readers: the format's own library, or the barest loop over what the file is made of."""

from __future__ import annotations

import csv
import html as entities
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

_decode = msgspec.json.Decoder().decode


def lines(path: Path) -> int:
    """JSON by msgspec, a line at a time."""
    with path.open("rb") as stream:
        return sum(len(_decode(line)) > 0 for line in stream)


def label_studio(path: Path) -> int:
    """The whole list by json, as Label Studio's own converter reads it."""
    import json

    return len(json.loads(path.read_text(encoding="utf-8")))


def conll(path: Path) -> int:
    """Tokens joined by blanks and spans by B- and I-, by splitting lines; well-formed files only."""
    count = 0
    text, spans, place = [""], [[0, 0, ""]], 0
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            if line == "\n":
                text[-1] = "\n"
                continue
            token, tag = line.rstrip("\n").split("\t")
            if token == "-DOCSTART-":
                count += len("".join(text)) >= 0
                text, spans, place = [""], [[0, 0, ""]], 0
                continue
            if tag[0] == "B":
                spans.append([place, place + len(token), tag[2:]])
            elif tag[0] == "I":
                spans[-1][1] = place + len(token)
            text += (token, " ")
            place += len(token) + 1
    return count


def brat(path: Path) -> int:
    """Both files of every article; of each span its label, its place and whether its words are there."""
    count = 0
    for ann in sorted(path.rglob("*.ann")):
        text = ann.with_suffix(".txt").read_text(encoding="utf-8")
        spans = {}
        for line in ann.read_text(encoding="utf-8").splitlines():
            sign, body, *words = line.split("\t")
            label, *rest = body.split(" ")
            if sign[0] == "T":
                start, end = int(rest[0]), int(rest[1])
                spans[sign] = label, start, end, text[start:end] == words[0]
            else:
                spans[sign] = label, *rest
        count += len(text) > 0
    return count


def table(path: Path) -> int:
    """csv's reader of dictionaries."""
    with path.open(encoding="utf-8", newline="") as stream:
        return sum(1 for _ in csv.DictReader(stream, delimiter="\t" if path.suffix == ".tsv" else ","))


def xlsx(path: Path) -> int:
    """openpyxl's reader of rows."""
    import openpyxl

    sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
    return sum(1 for _ in sheet.iter_rows(values_only=True)) - 1


def spacy(path: Path) -> int:
    """spaCy's DocBin, each doc with its spans."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    docs = DocBin(store_user_data=True).from_disk(path).get_docs(Vocab())
    return sum(len([(one.start_char, one.end_char, one.label_) for one in doc.spans["sc"]]) >= 0 for doc in docs)


def factiva(path: Path) -> int:
    """The page by lxml; of every article its headline, the lines above it, and its paragraphs."""
    from lxml import html

    count = 0
    for node in html.fromstring(path.read_bytes()).xpath("//div[starts-with(@id, 'article-')]"):
        title = node.xpath("string(.//span[contains(@class, 'Headline')])")
        lines = [one.text_content() for one in node.xpath(".//div[not(.//div)]")]
        body = [one.text_content() for one in node.xpath(".//p[contains(@class, 'articleParagraph')]")]
        count += bool(title and lines and body)
    return count


def lexisnexis(path: Path) -> int:
    """The lines, cut where a document is announced."""
    text = path.read_text(encoding="utf-8")
    return (
        sum(len([line.strip() for line in part.split("\n")]) > 0 for part in re.split(r"\d+ of \d+ DOCUMENTS", text))
        - 1
    )


def nexis(path: Path) -> int:
    """python-docx, a text a paragraph."""
    import docx

    return sum(paragraph.text == "End of Document" for paragraph in docx.Document(str(path)).paragraphs)


# --- a file an article ---------------------------------------------------------------------------------


def _each(make: Callable[[bytes], Any]) -> Callable[[Path], int]:
    def count(path: Path) -> int:
        return sum(bool(make(file.read_bytes())) for file in sorted(path.iterdir()))

    return count


def _docx(data: bytes) -> str:
    import docx

    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def _odt(data: bytes) -> str:
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(etree.fromstring(archive.read("content.xml")).itertext())


def _rtf(data: bytes) -> str:
    from striprtf import striprtf

    return str(striprtf.rtf_to_text(data.decode("latin-1")))


def _pdf(data: bytes) -> str:
    import pypdf

    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def _html(data: bytes) -> str:
    import trafilatura

    found = trafilatura.bare_extraction(data, favor_precision=True, include_comments=False, include_tables=False,
                                        with_metadata=True)  # fmt: skip
    return str(found.text)


READERS: dict[str, Callable[[Path], int]] = {
    "doccano": lines,
    "prodigy": lines,
    "label_studio": label_studio,
    "conll": conll,
    "brat": brat,
    "csv": table,
    "tsv": table,
    "xlsx": xlsx,
    "spacy": spacy,
    "factiva": factiva,
    "lexisnexis": lexisnexis,
    "nexis": nexis,
    "txt": _each(bytes.decode),
    "html": _each(_html),
    "docx": _each(_docx),
    "odt": _each(_odt),
    "rtf": _each(_rtf),
    "pdf": _each(_pdf),
}


# --- files to read ---------------------------------------------------------------------------------------


def _texts(count: int) -> Iterator[tuple[str, str, list[str]]]:
    """Title, date and paragraphs of the corpus's articles."""
    from tests.benchmarks.corpus import line

    for number in range(count):
        one = line(number)
        title, *paragraphs = [part for part in one["text"].split("\n") if part.strip()]
        yield title, one["published"], paragraphs


def make_table(path: Path, count: int) -> None:
    """A table or workbook, an article a row."""
    head = ["Title", "Date", "Text", "Page"]
    body = ([title, date, "\n\n".join(parts), number] for number, (title, date, parts) in enumerate(_texts(count)))
    if path.suffix == ".xlsx":
        import openpyxl

        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet()
        for row in (head, *body):
            sheet.append(row)
        book.save(path)
        return
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter="\t" if path.suffix == ".tsv" else ",").writerows((head, *body))


def make_download(path: Path, count: int) -> None:
    """A download of many articles."""
    if path.suffix == ".docx":
        import docx

        document = docx.Document()
        for title, _, parts in _texts(count):
            told = ("Courier", "March 9, 2031 Monday", "Section: BUSINESS", "Length: 17 words", "Byline: Ana", "Body")
            for text in (title, *told, *parts, "Load-Date: March 9, 2031", "End of Document"):
                document.add_paragraph(text)
        document.save(str(path))
        return
    with path.open("w", encoding="utf-8") as out:
        if path.suffix == ".html":
            out.write('<html><head><meta charset="utf-8"><title>Factiva</title></head><body>Dow Jones Factiva\n')
        for number, (title, _, parts) in enumerate(_texts(count), 1):
            if path.suffix == ".html":
                told = f'<div id="hd"><span class="enHeadline">{entities.escape(title)}</span></div>'
                told += "<div>17 words</div><div>9 March 2031</div><div>Courier</div><div>CO</div><div>English</div>"
                body = "".join(f'<p class="articleParagraph">{entities.escape(part)}</p>' for part in parts)
                out.write(f'<div id="article-D{number}" class="article"><div class="article enArticle">{told}{body}')
                out.write(f"<p>Document D{number}</p></div></div>\n")
            else:
                out.write(f"\n\n{' ' * 30}{number} of {count} DOCUMENTS\n\n{' ' * 30}Courier\n\n")
                out.write(f"{' ' * 28}March 9, 2031 Monday\n\n{title}\n\nBYLINE: Ana\n\nLENGTH: 17 words\n\n\n")
                out.write("\n\n".join(parts) + "\n\nLOAD-DATE: March 9, 2031\n\nLANGUAGE: ENGLISH\n")


def make_files(path: Path, name: str, count: int) -> None:
    """A folder with a file an article."""
    path.mkdir()
    for number, (title, date, parts) in enumerate(_texts(count)):
        (path / f"{number:05}.{name}").write_bytes(_file(name, title, date, parts))


def _file(name: str, title: str, date: str, parts: list[str]) -> bytes:
    if name == "docx":
        from tests.formats.mutants import word

        return word(title, *parts)
    if name == "odt":
        return _open_document(title, parts)
    if name == "rtf":
        plain = r"\par ".join((title, *parts)).encode("cp1252", "replace").decode("cp1252")
        shown = "".join(one if one < "\x7f" else rf"\'{one.encode('cp1252').hex()}" for one in plain)
        return rf"{{\rtf1\ansi\ansicpg1252{{\fonttbl{{\f0 Times;}}}}\f0 {shown}}}".encode("ascii")
    if name == "pdf":
        return _pdf_of((title, *parts))
    if name == "html":
        body = "".join(f"<p>{entities.escape(part)}</p>" for part in parts)
        head = f'<meta charset="utf-8"><title>{title}</title><meta property="article:published_time" content="{date}">'
        return (
            f"<html lang=en><head>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>".encode()
        )
    return "\n\n".join((title, *parts)).encode()


def _open_document(title: str, parts: list[str]) -> bytes:
    from tests.formats.mutants import packed

    names = "urn:oasis:names:tc:opendocument:xmlns"
    body = "".join(f"<t:p>{entities.escape(part)}</t:p>" for part in (title, *parts))
    head = f'<?xml version="1.0"?><o:document-content xmlns:o="{names}:office:1.0" xmlns:t="{names}:text:1.0">'
    content = f"{head}<o:body><o:text>{body}</o:text></o:body></o:document-content>"
    return packed({"mimetype": b"application/x", "content.xml": content.encode()})


def _pdf_of(parts: tuple[str, ...]) -> bytes:
    from tests.formats.mutants import pdf

    words = " ".join(parts).encode("latin-1", "replace")
    shown = b" ".join(
        b"(%s) Tj 0 -14 Td" % re.sub(rb"[\\()]", b"", words[at : at + 80]) for at in range(0, len(words), 80)
    )
    return pdf(b"BT /F1 12 Tf 20 100 Td " + shown + b" ET")
