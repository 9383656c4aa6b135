"""Small valid files of every format that is read, and files that are nearly like them."""

from __future__ import annotations

import io
import json
import random
import zipfile

import docx
import msgspec
import openpyxl

from annotator.formats import FORMATS
from annotator.formats.base import Format, Outgoing, Row, RowSpan, WriteOptions
from tests.formats.rows import SUBJECT

TEXT = "Ana Ruiz, chair of Velmora Ports, said on Monday: “We wait.” 🚢 The ferries run until 23.30."
TOKENS = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\\ud800", b"99999999999999999999", b"-1", b"1e999",
    b"NaN", b'"', b"[", b"]", b"{", b"}", b"null", b"true", b"<!--", b"]]>", b"&a;", b"<", b">", b"\r", b"\n",
    b"\t", b"'", b",", b";", b"\\", b"\\u-1", b"\\'zz", b"(", b")", b"0", b"\xe2\x80\xa8", b"\x1b", b"%", b"endobj",
    b"/Length 9999999",
)  # fmt: skip


def packed(parts: dict[str, bytes]) -> bytes:
    """A zip archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def word(*lines: str) -> bytes:
    """A Word document of these paragraphs."""
    document, out = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def open_document() -> bytes:
    """A text of LibreOffice."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    head = f'<?xml version="1.0"?><o:document-content xmlns:o="{names}:office:1.0" xmlns:t="{names}:text:1.0">'
    body = f"<o:body><o:text><t:h>Ferries</t:h><t:p>{TEXT}<t:s t:c='3'/>x<t:tab/></t:p></o:text></o:body>"
    return packed({"mimetype": b"application/x", "content.xml": f"{head}{body}</o:document-content>".encode()})


def workbook() -> bytes:
    """A workbook of two articles."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (["Title", "Text", "Date", "n"], ["A", TEXT, "2024-05-03", 7], ["B", f"{TEXT} Two.", None, 1.5]):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


LINES = b"BT /F1 12 Tf 20 100 Td (The ferries run until midnight.) Tj 0 -14 Td [(An) -200 (a)] TJ ET"


def pdf(content: bytes = LINES) -> bytes:
    """A page of text, written plainly so that changes reach everything in it."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 200 200] >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


FACTIVA = f"""<html><head><meta charset="utf-8"><title>Factiva</title></head><body>Dow Jones Factiva
<div id="article-DOC1" class="article"><div class="article enArticle"><div>Business; 1</div>
<div id="hd"><span class="enHeadline">Ferries run longer</span></div><div class="author">By Ana Ruiz</div>
<div>17 words</div><div>9 March 2031</div><div>Halvern Courier</div><div>HAL</div><div>English</div>
<p class="articleParagraph">{TEXT}</p><p>Document DOC1</p></div></div></body></html>"""
LEXIS = f"""\ufeff\n\n\n                               1 of 1 DOCUMENTS\n\n                              Halvern Courier
\n                            March 9, 2031 Monday\n\nFerries run longer\n\nBYLINE: Ana Ruiz\n\nSECTION: Business
\nLENGTH: 17 words\n\n\n{TEXT}\n\nLOAD-DATE: March 9, 2031\n\nLANGUAGE: ENGLISH\n\n"""
NEXIS = (
    "Ferries run longer", "Halvern Courier", "March 9, 2031 Monday", "Copyright 2031", "Section: BUSINESS; Pg. 1",
    "Length: 17 words", "Byline: Ana Ruiz", "Body", TEXT, "Load-Date: March 9, 2031", "End of Document",
)  # fmt: skip
PRODIGY = {
    "text": "Ana spoke.",
    "tokens": [{"text": "Ana", "start": 0, "end": 3, "id": 0}, {"text": "spoke", "start": 4, "end": 9, "id": 1}],
    "spans": [{"start": 0, "end": 3, "label": "ACTOR", "token_start": 0, "token_end": 0}],
    "relations": [{"head": 0, "child": 1, "label": "SAYS", "head_span": {"start": 0, "end": 3, "label": "ACTOR"},
                   "child_span": {"start": 4, "end": 9, "label": "CUE"}}],
    "answer": "accept", "_annotator_id": "ana", "meta": {"source": "x"},
}  # fmt: skip
DOCCANO = {
    "id": 1, "text": "Ana spoke.", "entities": [{"id": 1, "label": "ACTOR", "start_offset": 0, "end_offset": 3},
    {"id": 2, "label": "CUE", "start_offset": 4, "end_offset": 9}],
    "relations": [{"id": 1, "from_id": 1, "to_id": 2, "type": "SAYS"}], "Comments": ["x"],
}  # fmt: skip
OURS = {
    "id": "x", "text": "Ana spoke.", "title": "T", "states": {"Ana": "done"}, "meta": {"n": 1},
    "spans": [{"id": "a", "start": 0, "end": 3, "fragments": [[0, 3]], "label": "ACTOR",
               "attributes": {"type": "person"}},
              {"id": "b", "start": 4, "end": 9, "label": "CUE"}],
    "relations": [{"kind": "says", "head": "a", "tail": "b"}],
}  # fmt: skip
LABEL_STUDIO = [{"id": 1, "data": {"text": "Ana spoke."}, "annotations": [{"id": 1, "completed_by": {"email": "a@b.c"},
    "result": [{"id": "r1", "type": "labels", "from_name": "label", "to_name": "text",
                "value": {"start": 0, "end": 3, "text": "Ana", "labels": ["ACTOR"]}},
               {"id": "r2", "type": "labels", "from_name": "label", "to_name": "text",
                "value": {"start": 4, "end": 9, "text": "spoke", "labels": ["CUE"]}},
               {"type": "relation", "from_id": "r1", "to_id": "r2", "direction": "right",
                "labels": ["SAYS"]}]}]}]  # fmt: skip
BRAT = (
    "T1\tACTOR 0 8\tAna Ruiz\nT2\tQUOTE 51 53;54 58\tWe wait\nR1\tsays Arg1:T1 Arg2:T2\nA1\ttype T1 person\n"
    "#1\tAnnotatorNotes T1\ta note\nE1\tACTOR:T1 Theme:T2\nN1\tReference T1 reg:12\tAna\n*\tEquiv T1 T2\n"
)
CONLL = "-DOCSTART- -X- O O\n\nAna NNP B-NP B-PER\nRuiz NNP I-NP I-PER\nspoke VBD O O\n. . O O\n\nBo NNP O S-ORG\n\n"
TABLE = f'Title;"Text";Date\r\nA;"{TEXT}\n\n""No"", he said.";2024-05-03\r\nB;\'=x {TEXT};\r\n'


def seeds() -> dict[str, bytes]:
    """A valid file for every reader, by the format's name."""
    rtf = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}}\f0 Ferries \'e9 run to\par \u8230?\bin3 abc \ldblquote no}"
    page = f"<html><head><title>T</title></head><body><h1>Ferries</h1><p>{TEXT} {TEXT}</p></body></html>"
    found = {
        "txt": f"Ferries\n\n{TEXT}\n\nSource: Courier\n".encode(),
        "html": page.encode(),
        "docx": word("Ferries", TEXT),
        "odt": open_document(),
        "rtf": rtf,
        "pdf": pdf(),
        "csv": TABLE.encode(),
        "tsv": TABLE.replace(";", "\t").encode("utf-16"),
        "xlsx": workbook(),
        "jsonl": (json.dumps(OURS) + "\n" + json.dumps({"text": TEXT}) + "\n").encode(),
        "factiva": FACTIVA.encode(),
        "nexis": word(*NEXIS),
        "lexisnexis": LEXIS.encode(),
        "brat": BRAT.encode(),
        "conll": CONLL.encode(),
        "doccano": (json.dumps(DOCCANO) + "\n" + json.dumps({"text": TEXT, "label": [[0, 3, "A"]]}) + "\n").encode(),
        "prodigy": (json.dumps(PRODIGY) + "\n").encode(),
        "label_studio": json.dumps(LABEL_STUDIO).encode(),
    }
    return found | {form.name: _written(form) for form in FORMATS if form.reads and form.name not in found}


def _written(form: Format) -> bytes:
    """A file by the format's own writer; nothing where what it needs is missing."""
    if not form.available:
        return b""
    fields = dict.fromkeys(("outlet", "author", "published", "url", "language", "section"))
    raw = msgspec.Raw(b"{}")
    span = RowSpan("s", 0, 3, msgspec.Raw(b"[[0,3]]"), "ACTOR", "Ann", raw, None, "", "Ana", "human")
    more = {"meta": raw, "states": {"Ann": "done"}, "spans": [span], "relations": []}
    row = Row(id="x", text="Ana spoke.", title="T", **fields, **more)
    out = io.BytesIO()
    for _ in form.write(out, [Outgoing(row, None)], subject=SUBJECT, options=WriteOptions()):
        pass
    return out.getvalue()


def mutant(data: bytes, dice: random.Random) -> bytes:
    """A file that is nearly like this one; of an archive also its parts are changed, so that they are looked at."""
    if data.startswith(b"PK") and dice.random() < 0.8:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        name = dice.choice(sorted(parts))
        parts[name] = _changed(parts[name], dice)
        if dice.random() < 0.1:
            del parts[dice.choice(sorted(parts))]
        return packed(parts)
    return _changed(data, dice)


def _changed(data: bytes, dice: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(made) + 1)
        end = min(len(made), at + dice.choice((1, 1, 2, 8, 60)))
        kind = dice.randrange(7)
        if kind == 0:
            made[at:end] = bytes(dice.randrange(256) for _ in range(end - at))
        elif kind == 1:
            del made[at:end]
        elif kind == 2:
            made[at:at] = made[at:end] * dice.choice((1, 2, 50))
        elif kind in (3, 4):
            made[at : at if kind == 3 else end] = dice.choice(TOKENS)
        elif kind == 5 and dice.random() < 0.3:
            del made[at:]
        else:
            other = dice.randrange(len(made) + 1)
            made[other:other] = made[at:end]
    return bytes(made)
