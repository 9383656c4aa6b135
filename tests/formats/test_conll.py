"""CoNLL columns: each scheme out and in again, other people's files, and what is counted as lost."""

from __future__ import annotations

import io
import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.tokens import on_borders, tokens
from annotator.formats.base import Incoming, Outgoing, ReadOptions, Refusal, Row, RowSpan, Source, Subject, WriteOptions
from annotator.formats.conll import CONLL, SCHEMES
from tests.builders import NEWS

SHARED = Path(__file__).parents[3] / "shared" / "data"
TEXT = "Ana Ruiz left. “We wait,” said Ana Ruiz Bo Ek today.\n\n4.7 per cent fell."
Place = tuple[int, int, str]


def row(text: str, places: list[Place], *pieces: list[list[int]]) -> Row:
    spans = [
        RowSpan(str(n), start, end, msgspec.Raw(json.dumps(pieces[n] if n < len(pieces) else [[start, end]]).encode()),
                label, "Ann", msgspec.Raw(b"{}"), None, "", text[start:end], "manual")
        for n, (start, end, label) in enumerate(places)
    ]  # fmt: skip
    fields = dict.fromkeys(("outlet", "author", "published", "url", "language", "section"))
    return Row(id="1", text=text, title="", **fields, meta=msgspec.Raw(b"{}"), states={}, spans=spans, relations=[])


def written(one: Row, **options: str) -> str:
    out = io.BytesIO()
    how = WriteOptions(**options)
    for _ in CONLL.write(out, [Outgoing(one, None)], subject=Subject(codebook=NEWS), options=how):
        pass
    return out.getvalue().decode()


def read(text: str) -> list[Incoming | Refusal]:
    return list(CONLL.read(Source("a.conll", data=text.encode()), ReadOptions()))


def words(article: Incoming) -> list[tuple[str, str]]:
    return [(article.text[span.start : span.end], span.label) for span in article.spans]


def place(words: str, label: str, nth: int = 0) -> Place:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return start, start + len(words), label


PLACES = [
    place("Ana Ruiz", "ACTOR"),
    place("“We wait,”", "QUOTE"),
    place("Ana Ruiz", "ACTOR", 1),
    place("Bo Ek", "ACTOR"),
    place("4.7 per cent", "STATISTIC"),
]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("columns", ["one", "label"])
def test_out_and_in_again(scheme: str, columns: str) -> None:
    (article,) = read(written(row(TEXT, PLACES), scheme=scheme, columns=columns))
    assert words(article) == [
        ("Ana Ruiz", "ACTOR"),
        ("“ We wait , ”", "QUOTE"),
        ("Ana Ruiz", "ACTOR"),
        ("Bo Ek", "ACTOR"),
        ("4 . 7 per cent", "STATISTIC"),
    ]
    assert article.text.split() == [TEXT[start:end] for start, end in tokens(TEXT)]


def test_the_schemes_as_they_are_defined() -> None:
    def of(scheme: str, first: int, count: int) -> list[str]:
        lines = [line.split("\t") for line in written(row(TEXT, PLACES), scheme=scheme).splitlines()]
        return [parts[1] for parts in lines if len(parts) == 2 and parts[0] != "-DOCSTART-"][first : first + count]

    names = 10  # Ana Ruiz Bo Ek: two spans of one label side by side
    assert of("iob1", names, 4) == ["I-ACTOR", "I-ACTOR", "B-ACTOR", "I-ACTOR"]
    assert of("iob2", names, 4) == ["B-ACTOR", "I-ACTOR", "B-ACTOR", "I-ACTOR"]
    assert of("iobes", names, 4) == ["B-ACTOR", "E-ACTOR", "B-ACTOR", "E-ACTOR"]
    assert of("bilou", names, 4) == ["B-ACTOR", "L-ACTOR", "B-ACTOR", "L-ACTOR"]


def test_what_has_no_tag_is_counted() -> None:
    places = [place("Ana Ruiz left", "QUOTE"), place("Ana Ruiz", "ACTOR"), place("eft", "ACTOR"), (0, 14, "QUOTE")]
    one = row(TEXT, places, [[0, 13]], [[0, 8]], [[10, 13]], [[0, 3], [9, 14]])
    lost = CONLL.lost(one, Subject(codebook=NEWS), WriteOptions())
    assert {key: lost[key] for key in ("overlaps", "fragments", "off_tokens")} == {
        "overlaps": 1,
        "fragments": 1,
        "off_tokens": 1,
    }
    apart = CONLL.lost(one, Subject(codebook=NEWS), WriteOptions(columns="label"))
    assert apart["overlaps"] == 0
    (article,) = read(written(one))
    assert words(article) == [("Ana Ruiz left", "QUOTE")]


def test_no_span_is_cut_by_the_end_of_a_sentence() -> None:
    text = "She said: “We left. They stayed.” It rained."
    start = text.index("“")
    (article,) = read(written(row(text, [(start, text.index(" It"), "QUOTE")])))
    assert words(article) == [("“ We left . They stayed . ”", "QUOTE")]


@pytest.mark.parametrize(
    ("lines", "spans"),
    [
        ("Ana B-PER\nRuiz I-PER\nleft O", [("Ana Ruiz", "PER")]),
        ("Ana NNP I-NP I-PER\nRuiz NNP I-NP I-PER\nleft VBD I-VP O", [("Ana Ruiz", "PER")]),
        ("Ana I-PER\nRuiz B-PER\nleft O", [("Ana", "PER"), ("Ruiz", "PER")]),
        ("Ana U-PER\nOld B-ORG\nPort L-ORG\n\n", [("Ana", "PER"), ("Old Port", "ORG")]),
        ("Ana S-PER\nOld B-ORG\nBig I-ORG\nPort E-ORG", [("Ana", "PER"), ("Old Big Port", "ORG")]),
        ("Ana\tB-PER\tB-QUOTE\nleft\tO\tI-QUOTE", [("Ana left", "QUOTE"), ("Ana", "PER")]),
        ("Ana I-PER\n\nRuiz I-PER", [("Ana", "PER"), ("Ruiz", "PER")]),
        ("Ana I-PER\nRuiz I-ORG", [("Ana", "PER"), ("Ruiz", "ORG")]),
        ("\ufeffAna\tB-PER\r\nleft\tO\r\n", [("Ana", "PER")]),
    ],
)
def test_files_of_others(lines: str, spans: list[tuple[str, str]]) -> None:
    (article,) = read(lines)
    assert isinstance(article, Incoming)
    assert words(article) == spans


def test_a_bad_line_refuses_its_article_and_the_rest_goes_on() -> None:
    first, bad, last = read("-DOCSTART- O\n\nAna B-PER\n-DOCSTART- O\nhello\n\n-DOCSTART- O\nBo B-PER\n")
    assert isinstance(bad, Refusal)
    assert (bad.line, "hello" in bad.reason) == (5, True)
    assert [words(one) for one in (first, last) if isinstance(one, Incoming)] == [[("Ana", "PER")], [("Bo", "PER")]]


@pytest.mark.skipif(not SHARED.exists(), reason="the shared material is not here")
def test_real_files() -> None:
    gold = list(CONLL.read(Source("w", path=SHARED / "conll" / "wikigold-sample.conll"), ReadOptions()))
    assert len(gold) > 1
    found = [pair for one in gold if isinstance(one, Incoming) for pair in words(one)]
    assert ("The Mad Capsule Markets", "ORG") in found


@given(st.data())
def test_what_is_declared_to_go_out_comes_back(data: st.DataObject) -> None:
    text = data.draw(st.text(st.sampled_from("Ab .é“”\n東🚢"), min_size=1, max_size=50))
    edges = st.integers(0, len(text))
    drawn = data.draw(st.lists(st.tuples(edges, edges, st.sampled_from(["ACTOR", "QUOTE"])), max_size=5))
    places = sorted({(min(a, b), max(a, b), label) for a, b, label in drawn})
    places = [one for one in places if text[one[0] : one[1]].strip()]
    one = row(text, places)
    lost = CONLL.lost(one, Subject(codebook=NEWS), WriteOptions())
    items = read(written(one, scheme=data.draw(st.sampled_from(SCHEMES))))
    kept = sum(len(item.spans) for item in items if isinstance(item, Incoming))
    assert kept == len(places) - lost["overlaps"] - lost["off_tokens"]
    assert lost["off_tokens"] == sum(on_borders(tokens(text), start, end) is None for start, end, _ in places)
