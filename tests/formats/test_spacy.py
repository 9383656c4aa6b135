"""spaCy's DocBin, where spaCy is installed: out and in again, what spaCy itself reads, and broken files."""

from __future__ import annotations

import zlib
from contextlib import suppress
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.errors import FormatError, MissingExtra
from annotator.formats import by_name
from annotator.formats.base import Incoming, Outgoing, WriteOptions
from annotator.formats.spacy import SPACY
from tests.formats.rows import SUBJECT, items, rows, told, written

needed = pytest.mark.skipif(not SPACY.available, reason="the extra [spacy] is not installed")


def test_it_says_what_to_install() -> None:
    assert by_name("spacy") is SPACY
    assert SPACY.install == "pip install article-annotator[spacy]"


@pytest.mark.skipif(SPACY.available, reason="the extra [spacy] is installed")
def test_without_spacy_it_says_so() -> None:
    for call in (lambda: items(SPACY, b"x"), lambda: written(SPACY, [])):
        with pytest.raises(MissingExtra, match=r"article-annotator\[spacy\]"):
            call()


def kept(row: Any) -> dict[str, Any]:
    """What a doc can hold of a row: spans of one piece on spaCy's tokens, no two the same but for who made them."""
    from annotator.formats.spacy import _placed, _tokenised

    placed, _ = _placed(_tokenised(row), row)
    spans = [span for span in row.spans if span.id in placed]
    ties = [tie for tie in row.relations if tie.head in placed and tie.tail in placed]
    return told(msgspec.structs.replace(row, spans=spans, relations=ties))


@needed
@given(st.lists(rows(people=("Ann", "Bo Ek")), max_size=3))
@settings(max_examples=100, deadline=None)
def test_what_goes_out_comes_back(out: list[Outgoing]) -> None:
    back = items(SPACY, written(SPACY, out))
    assert [told(one) for one in back if isinstance(one, Incoming)] == [kept(one.row) for one in out]
    for one in out:
        lost = SPACY.lost(one.row, SUBJECT, WriteOptions())
        pieces = sum(len(msgspec.json.decode(span.fragments)) > 1 for span in one.row.spans)
        assert len(kept(one.row)["spans"]) == len(one.row.spans) - pieces - lost["off_tokens"]


@needed
@given(st.lists(rows(), min_size=1, max_size=3))
@settings(max_examples=50, deadline=None)
def test_spacys_own_writer_says_the_same(out: list[Outgoing]) -> None:
    import spacy
    from spacy.tokens import DocBin

    data = written(SPACY, out)
    docs = list(DocBin().from_bytes(data).get_docs(spacy.blank("xx").vocab))
    again = DocBin(attrs=["ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "ENT_ID"], store_user_data=True, docs=docs).to_bytes()
    theirs, ours = (msgspec.msgpack.decode(zlib.decompress(one)) for one in (again, data))
    assert set(theirs) == set(ours)
    for key in ("version", "attrs", "tokens", "spaces", "lengths", "flags", "cats", "span_groups"):
        assert theirs[key] == ours[key], key
    for doc, one in zip(docs, out, strict=True):
        assert doc.text == one.row.text
        assert all(not span[0].is_space and not span[-1].is_space for span in (*doc.ents, *doc.spans["sc"]))


@needed
def test_docs_of_others() -> None:
    import spacy
    from spacy.tokens import DocBin

    nlp = spacy.blank("en")
    doc = nlp("Ana met Bo.")
    doc.ents = [doc.char_span(0, 3, label="PER")]
    doc.spans["mine"] = [doc.char_span(0, 7, label="EVENT"), doc.char_span(0, 3, label="PER")]
    doc.cats = {"calm": 1.0}
    first, second = items(SPACY, DocBin(docs=[doc, nlp("None here.")]).to_bytes())
    assert isinstance(first, Incoming)
    assert [(one.start, one.end, one.label) for one in first.spans] == [(0, 7, "EVENT"), (0, 3, "PER")]
    assert first.meta == {"cats": {"calm": 1.0}}
    assert isinstance(second, Incoming)
    assert (second.text, second.spans, second.states) == ("None here.", [], {})


@needed
@given(st.data())
@settings(max_examples=300, deadline=None)
def test_a_broken_file_is_only_refused(data: st.DataObject) -> None:
    whole = bytearray(zlib.decompress(written(SPACY, [data.draw(rows())])))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place : place + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=2))
    with suppress(FormatError):  # anything else fails
        items(SPACY, zlib.compress(bytes(whole)))
    with suppress(FormatError):
        items(SPACY, bytes(whole))


@needed
def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    from annotator.formats import spacy_docs

    monkeypatch.setattr(spacy_docs, "_LARGEST", 1000)
    with pytest.raises(FormatError, match="more than 1 GB"):
        items(SPACY, zlib.compress(b"\x80" * 100_000))
