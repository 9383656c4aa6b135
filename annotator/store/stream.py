"""Articles with all that hangs on them, one after another, as raw rows: what exports read at full speed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from annotator.store.batches import hidden
from annotator.store.reader import Reader

_CHUNK = 200  # articles whose spans are read together
_ARTICLE = "n,id,text,title,outlet,author,published,url,language,section,meta,source_id"
_PIECES = "coalesce(fragments,'[['||start||','||\"end\"||']]')"
_SPAN = f'article,id,start,"end",{_PIECES},label,annotator,attributes,actor,note,words,origin,codebook,n'
_ARTICLE_BARE = "n,'','','',NULL,NULL,NULL,NULL,NULL,NULL,'{}',NULL"
_SPAN_BARE = "article,'',0,0,'',label,annotator,attributes,NULL,note,'','',codebook,n"

Row = tuple[Any, ...]


def numbers(reader: Reader) -> list[int]:
    """The row numbers of all articles that can be seen, in the order they came."""
    condition = hidden(reader.connection, "article", own=reader.own)
    return [row[0] for row in reader.connection.execute(f"SELECT n FROM article WHERE 1{condition} ORDER BY n")]


def texts(reader: Reader) -> Iterator[tuple[str, str]]:
    """The id and text of every article that can be seen, in the order they came, read a few at a time."""
    wanted = numbers(reader)
    for start in range(0, len(wanted), _CHUNK):
        marks = ",".join(map(str, wanted[start : start + _CHUNK]))
        yield from reader.connection.execute(f"SELECT id, text FROM article WHERE n IN ({marks}) ORDER BY n").fetchall()


def articles(
    reader: Reader, wanted: Sequence[int], *, bare: bool = False
) -> Iterator[tuple[Row, list[Row], list[Row], list[Row]]]:
    """Of each wanted article (row numbers, ascending) its row, spans, relations and progress.

    Article: n, id, text, title, outlet, author, published, url, language, section, meta, source_id. Span: article,
    id, start, end, fragments, label, annotator's n, attributes, actor, note, words, origin,
    codebook, n. Relation: article, id, kind, head's n, tail's n, attributes. Progress: article, annotator's n,
    state, assigned. JSON columns stay text.

    `bare` leaves empty what counting words does not ask for, and takes spans in any order: it is twice as quick. Of
    articles the number stays, of spans label, annotator, attributes, note, codebook and n.
    """
    connection = reader.connection
    of_article, of_span = (_ARTICLE_BARE, _SPAN_BARE) if bare else (_ARTICLE, _SPAN)
    order = "article" if bare else 'article, start, "end" DESC, id'
    visible = {table: hidden(connection, table, own=reader.own) for table in ("span", "relation")}
    for start in range(0, len(wanted), _CHUNK):
        some = wanted[start : start + _CHUNK]
        marks = ",".join("?" * len(some))
        query = f"SELECT {of_span} FROM span WHERE article IN ({marks}){visible['span']} ORDER BY {order}"
        spans = {key: list(group) for key, group in groupby(connection.execute(query, some), itemgetter(0))}
        relations = _grouped(
            connection.execute(
                "SELECT h.article, relation.id, relation.kind, relation.head, relation.tail, relation.attributes"
                " FROM relation JOIN span h ON h.n=relation.head"
                f" WHERE h.article IN ({marks}){visible['relation']} ORDER BY relation.n",
                some,
            )
        )
        progress = _grouped(
            connection.execute(
                f"SELECT article, annotator, state, assigned FROM progress WHERE article IN ({marks})"
                " ORDER BY annotator",
                some,
            )
        )
        for row in connection.execute(f"SELECT {of_article} FROM article WHERE n IN ({marks}) ORDER BY n", some):
            key = row[0]
            yield row, spans.get(key, []), relations.get(key, []), progress.get(key, [])


def layers(reader: Reader, wanted: Sequence[int]) -> Iterator[tuple[int, str, list[Row], list[Row]]]:
    """Of each wanted article (row numbers, ascending) its number and text, and what comparing needs of the rest.

    Span: article, id, start, end, fragments (nothing when there is one), label, annotator's n, attributes, actor, n;
    by id. Relation: article, id, kind, head's n, tail's n.
    """
    connection = reader.connection
    visible = {table: hidden(connection, table, own=reader.own) for table in ("span", "relation")}
    for start in range(0, len(wanted), _CHUNK):
        some = wanted[start : start + _CHUNK]
        marks = ",".join("?" * len(some))
        columns = 'article,id,start,"end",fragments,label,annotator,attributes,actor,n'
        query = f"SELECT {columns} FROM span WHERE article IN ({marks}){visible['span']} ORDER BY article, id"
        spans = _grouped(connection.execute(query, some))
        query = (
            "SELECT h.article, relation.id, relation.kind, relation.head, relation.tail"
            " FROM relation JOIN span h ON h.n=relation.head"
            f" WHERE h.article IN ({marks}){visible['relation']} ORDER BY relation.n"
        )
        relations = _grouped(connection.execute(query, some))
        for number, text in connection.execute(f"SELECT n, text FROM article WHERE n IN ({marks}) ORDER BY n", some):
            yield number, text, spans.get(number, []), relations.get(number, [])


def _grouped(rows: Iterator[Row]) -> dict[int, list[Row]]:
    """Rows by their first column."""
    groups: dict[int, list[Row]] = {}
    for row in rows:
        found = groups.get(row[0])
        if found is None:
            groups[row[0]] = [row]
        else:
            found.append(row)
    return groups


def annotator_numbers(reader: Reader) -> dict[str, int]:
    """Annotators' ids and their row numbers, in the order they came."""
    return dict(reader.connection.execute("SELECT id, n FROM annotator ORDER BY n").fetchall())
