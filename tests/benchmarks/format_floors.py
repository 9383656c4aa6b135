"""The floors of the formats' writers: two queries on the project's own file, and the barest loop that makes the bytes.

Where a format has a library of its own (openpyxl, spaCy, duckdb) the floor is that library. What a floor cannot leave
out without writing other bytes (the rule that cuts tokens) it shares with the program.
"""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from html import escape
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, TextIO

import msgspec

Article = dict[str, Any]
Span = dict[str, Any]
Tie = tuple[str, int, int, str]  # kind, places of head and tail in the spans, id
FIELDS = ("title", "outlet", "author", "published", "url", "language", "section")
_ARTICLE = ("n", "id", "text", *FIELDS, "meta", "source_id")
_SPAN = ("article", "n", "id", "start", "end", "label", "attributes", "actor", "note", "words", "origin")
_encode = msgspec.json.Encoder().encode


def rows(database: Path) -> Iterator[tuple[Article, list[Span], list[Tie]]]:
    """Every article of a project with its spans and ties, by three queries side by side."""
    names = ",".join(f'"{name}"' for name in _SPAN)
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        spans = groupby(
            connection.execute(f'SELECT {names} FROM span ORDER BY article, start, "end" DESC, id'), itemgetter(0)
        )
        ties = groupby(
            connection.execute(
                "SELECT h.article, r.kind, r.head, r.tail, r.id FROM relation r JOIN span h ON h.n=r.head"
                " ORDER BY h.article, r.n"
            ),
            itemgetter(0),
        )
        here, group = next(spans, (0, iter(())))
        tied, tie_group = next(ties, (0, iter(())))
        for row in connection.execute(f"SELECT {','.join(_ARTICLE)} FROM article ORDER BY n"):
            mine: list[Span] = []
            if here == row[0]:
                mine = [dict(zip(_SPAN, one, strict=True)) for one in group]
                here, group = next(spans, (0, iter(())))
            places = {one["n"]: place for place, one in enumerate(mine)}
            both: list[Tie] = []
            if tied == row[0]:
                both = [(one[1], places[one[2]], places[one[3]], one[4]) for one in tie_group]
                tied, tie_group = next(ties, (0, iter(())))
            yield dict(zip(_ARTICLE, row, strict=True)), mine, both


def _fields(article: Article) -> dict[str, Any]:
    return {name: article[name] for name in FIELDS if article[name] is not None}


def doccano(database: Path, out: Path) -> None:
    """A dictionary an article."""
    spans_before = ties_before = 0
    with out.open("wb", buffering=1 << 20) as stream:
        for number, (article, spans, ties) in enumerate(rows(database), 1):
            line = {
                "id": number,
                "text": article["text"],
                "label": [[one["start"], one["end"], one["label"]] for one in spans],
                "entities": [
                    {"id": spans_before + place, "label": one["label"], "start_offset": one["start"]}
                    | {"end_offset": one["end"]}
                    for place, one in enumerate(spans, 1)
                ],
                "relations": [
                    {"id": ties_before + place, "from_id": spans_before + head + 1, "to_id": spans_before + tail + 1}
                    | {"type": kind}
                    for place, (kind, head, tail, _) in enumerate(ties, 1)
                ],
                "Comments": [],
                "article": article["id"],
                **_fields(article),
                "meta": msgspec.Raw(article["meta"].encode()),
            }
            stream.write(_encode(line) + b"\n")
            spans_before, ties_before = spans_before + len(spans), ties_before + len(ties)


def prodigy(database: Path, out: Path) -> None:
    """Tokens by the program's own rule, cut at spans, spans on them."""
    from annotator.core.tokens import tokens

    with out.open("wb", buffering=1 << 20) as stream:
        for article, spans, ties in rows(database):
            text = article["text"]
            there = tokens(text)
            starts = {token[0]: place for place, token in enumerate(there)}
            ends = {token[1]: place for place, token in enumerate(there)}
            told = []
            for one in spans:
                first, last = starts[one["start"]], ends[one["end"]]
                span = {"start": one["start"], "end": one["end"], "token_start": first, "token_end": last}
                span |= {"label": one["label"], "id": one["id"]}
                if one["attributes"] != "{}":
                    span["attributes"] = msgspec.Raw(one["attributes"].encode())
                told.append(span)
            line = {
                "text": text,
                "tokens": [
                    {"text": text[start:end], "start": start, "end": end, "id": place, "ws": text[end : end + 1] == " "}
                    for place, (start, end) in enumerate(there)
                ],
                "spans": told,
                "relations": [
                    {"head": told[head]["token_end"], "child": told[tail]["token_end"]}
                    | {"head_span": _end(told[head]), "child_span": _end(told[tail]), "label": kind}
                    for kind, head, tail, _ in ties
                ],
                "meta": {"article": article["id"], **_fields(article), **json.loads(article["meta"])},
                "answer": "accept",
                "_annotator_id": "Ana",
            }
            stream.write(_encode(line) + b"\n")


def _end(span: Span) -> Span:
    return {key: span[key] for key in ("start", "end", "token_start", "token_end", "label", "id")}


def label_studio(database: Path, out: Path) -> None:
    """A task an article, a region a span and an answer."""
    attributes = _attributes()
    with out.open("wb", buffering=1 << 20) as stream:
        stream.write(b"[")
        for number, (article, spans, ties) in enumerate(rows(database), 1):
            result: list[dict[str, Any]] = []
            common = {"to_name": "text", "origin": "manual"}
            for one in spans:
                place = {"start": one["start"], "end": one["end"], "text": one["words"]}
                region = {"id": one["id"], "from_name": "label", **common, "type": "labels"}
                result.append(region | {"value": place | {"labels": [one["label"]]}})
                values = json.loads(one["attributes"]) if one["attributes"] != "{}" else {}
                for key, value in values.items():
                    kind = attributes[one["label"], key]
                    answer = {"number": value} if kind == "number" else {"choices": [value]}
                    name = f"attr_{one['label']}_{key}"
                    told = {"id": one["id"], **common, "from_name": name}
                    result.append(told | {"type": "number" if kind == "number" else "choices", "value": place | answer})
            for kind, head, tail, _ in ties:
                tie = {"type": "relation", "from_id": spans[head]["id"], "to_id": spans[tail]["id"]}
                result.append(tie | {"direction": "right", "labels": [kind]})
            annotation = {"id": number, "completed_by": 1, "was_cancelled": False, "ground_truth": False}
            meta = {"article": article["id"], "annotators": {"1": "Ana"}, "meta": msgspec.Raw(article["meta"].encode())}
            task = {"id": number, "data": {"text": article["text"], **_fields(article)}, "meta": meta}
            task["annotations"] = [annotation | {"result": result}]
            stream.write((b",\n" if number > 1 else b"\n") + _encode(task))
        stream.write(b"\n]\n")


def _attributes() -> dict[tuple[str, str], str]:
    """The kind of each attribute of each label of the codebook."""
    from tests.benchmarks.corpus import codebook

    return {(label.key, one.key): one.kind for label in codebook().labels for one in label.attributes}


def hf(database: Path, out: Path) -> None:
    """The rows with a column an attribute."""
    names = {key: f"attr_{key[0]}_{key[1]}" for key in _attributes()}
    with out.open("wb", buffering=1 << 20) as stream:
        for article, spans, ties in rows(database):
            told = []
            for one in spans:
                start, end = one["start"], one["end"]
                flat = {"id": one["id"], "start": start, "end": end, "fragments": [[start, end]]}
                flat |= {"label": one["label"], "annotator": "Ana", "attributes": one["attributes"]}
                flat |= {"actor": one["actor"], "note": one["note"], "text": one["words"], "origin": one["origin"]}
                values = json.loads(one["attributes"]) if one["attributes"] != "{}" else {}
                for (label, key), name in names.items():
                    value = values.get(key) if label == one["label"] else None
                    flat[name] = float(value) if isinstance(value, int) else value
                told.append(flat)
            tied = [
                {"id": key, "kind": kind, "head": spans[head]["id"], "tail": spans[tail]["id"], "annotator": "Ana"}
                | {"attributes": "{}"}
                for kind, head, tail, key in ties
            ]
            line = {"id": article["id"], "text": article["text"], **{name: article[name] for name in FIELDS}}
            line |= {"meta": article["meta"], "states": {"Ana": "done"}, "spans": told, "relations": tied}
            stream.write(_encode(line) + b"\n")


def parquet(database: Path, out: Path) -> None:
    """The lines of hf by duckdb's own reader, which finds the types itself, and its own writer."""
    import duckdb

    lines = out.with_suffix(".rows")
    hf(database, lines)
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(
            f"COPY (SELECT * FROM read_json('{lines}', format='newline_delimited')) TO '{out}'"
            " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048)"
        )
    lines.unlink()


def conll(database: Path, out: Path) -> None:
    """A token a line, by the program's own rule of tokens and sentences; of overlapping spans the first."""
    from annotator.core.tokens import sentences, tokens

    with out.open("wb", buffering=1 << 20) as stream:
        for article, spans, _ in rows(database):
            text = article["text"]
            there = tokens(text)
            begins = {one["start"]: one for one in spans}
            lines, until, label = ["-DOCSTART-\tO\n"], 0, ""
            place = 0
            for _, end in sentences(text, [(one["start"], one["end"]) for one in spans]):
                lines.append("\n")
                while place < len(there) and there[place][0] < end:
                    start, stop = there[place]
                    place += 1
                    if start < until:
                        tag = f"I-{label}"
                    elif one := begins.get(start):
                        until, label = one["end"], one["label"]
                        tag = f"B-{label}"
                    else:
                        tag = "O"
                    lines.append(f"{text[start:stop]}\t{tag}\n")
            lines.append("\n")
            stream.write("".join(lines).encode())


def brat(database: Path, out: Path) -> None:
    """Two files an article."""
    folder = out / "Ana"
    folder.mkdir(parents=True)
    for article, spans, ties in rows(database):
        (folder / f"{article['id']}.txt").write_bytes(article["text"].encode())
        lines, count = [], 0
        for place, one in enumerate(spans, 1):
            lines.append(f"T{place}\t{one['label']} {one['start']} {one['end']}\t{one['words']}\n")
            if one["attributes"] != "{}":
                for key, value in json.loads(one["attributes"]).items():
                    count += 1
                    lines.append(f"A{count}\t{key} T{place} {value}\n")
        for place, (kind, head, tail, _) in enumerate(ties, 1):
            lines.append(f"R{place}\t{kind} Arg1:T{head + 1} Arg2:T{tail + 1}\n")
        (folder / f"{article['id']}.ann").write_bytes("".join(lines).encode())


def _cells(database: Path) -> Iterator[list[Any]]:
    """The rows of a table of spans."""
    keys = list(_attributes())
    yield [
        *("article_id", "source_id", *FIELDS, "state", "span_id", "annotator", "label", "start", "end", "fragments"),
        *("words", "before", "after", "actor_id", "actor", "note", "origin", *(f"attr_{a}_{b}" for a, b in keys)),
    ]
    for article, spans, _ in rows(database):
        left = [article["id"], article["source_id"], *(article[name] for name in FIELDS), "done"]
        text = article["text"]
        for one in spans:
            start, end = one["start"], one["end"]
            before, after = " ".join(text[max(0, start - 80) : start].split()), " ".join(text[end : end + 80].split())
            values = json.loads(one["attributes"]) if one["attributes"] != "{}" else {}
            yield [
                *left, one["id"], "Ana", one["label"], start, end, f"{start}-{end}", one["words"], before, after,
                one["actor"], None, one["note"], one["origin"],
                *(values.get(key) if label == one["label"] else None for label, key in keys),
            ]  # fmt: skip


def table(database: Path, out: Path) -> None:
    """csv.writer on every row."""
    tabs = out.suffix == ".tsv"
    with out.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter="\t" if tabs else ",", lineterminator="\n" if tabs else "\r\n").writerows(
            _cells(database)
        )


def xlsx(database: Path, out: Path) -> None:
    """openpyxl's writer of rows; one sheet, where the program writes the figures and relations too."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("spans")
    for row in _cells(database):
        sheet.append(row)
    book.save(out)


def html(database: Path, out: Path) -> None:
    """The text in pieces with a mark at each edge, and a table of the spans."""
    body = io.StringIO()
    for number, (article, spans, _) in enumerate(rows(database), 1):
        text, at = article["text"], 0
        body.write(f'<article id="a{number}"><h2>{escape(article["title"])}</h2><div class="text">')
        for place, one in enumerate(spans, 1):
            start, end = one["start"], one["end"]
            if start < at:
                continue
            body.write(escape(text[at:start]))
            body.write(f'<span class="b l0">[{one["label"][0]}{place} </span><span class="s n0 l0">')
            body.write(f'{escape(text[start:end])}</span><span class="b l0">]</span>')
            at = end
        body.write(escape(text[at:]) + "</div><table>")
        for place, one in enumerate(spans, 1):
            cells = (f"{one['label'][0]}{place}", one["label"], one["words"], one["attributes"], "Ana")
            body.write("<tr>" + "".join(f'<td dir="auto">{escape(cell)}' for cell in cells) + "\n")
        body.write("</table></article>\n")
    _whole(out, body)


def _whole(out: Path, body: TextIO) -> None:
    out.write_text(f'<!DOCTYPE html><meta charset="utf-8">{body.getvalue()}', encoding="utf-8")  # type: ignore[attr-defined]


def spacy(database: Path, out: Path) -> None:
    """spaCy's blank pipeline and its DocBin."""
    import spacy as library
    from spacy.tokens import DocBin

    nlp = library.blank("en")
    packed = DocBin(attrs=["ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "ENT_ID"], store_user_data=True)
    for article, spans, _ in rows(database):
        doc = nlp.make_doc(article["text"])
        made = [doc.char_span(one["start"], one["end"], label=one["label"], span_id=one["id"]) for one in spans]
        doc.spans["sc"] = [one for one in made if one is not None]
        doc.set_ents(library.util.filter_spans(doc.spans["sc"]))
        doc.user_data["told"] = json.dumps([article["id"], [one["attributes"] for one in spans]])
        packed.add(doc)
    packed.to_disk(out)


WRITERS: dict[str, Callable[[Path, Path], None]] = {
    "doccano": doccano,
    "prodigy": prodigy,
    "label_studio": label_studio,
    "hf": hf,
    "parquet": parquet,
    "conll": conll,
    "brat": brat,
    "csv": table,
    "tsv": table,
    "xlsx": xlsx,
    "html": html,
    "spacy": spacy,
}
