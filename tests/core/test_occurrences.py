"""Words found in texts: whole or in part, in any case, with accents and endings; positions are of the text itself."""

from __future__ import annotations

import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.folding import Folded, folded
from annotator.core.occurrences import Finder, Manner, Needle, Text, neighbours, variants


def found(words: str, text: str, *, prefix: bool = False, **manner: bool) -> list[str]:
    places = Finder(Needle(words, prefix), Manner(**manner)).places(Text(text))
    return [text[start:end] for start, end in places]


@pytest.mark.parametrize(
    ("words", "text", "hits"),
    [
        ("ferry", "Ferry, ferryman, FERRY.", ["Ferry", "FERRY"]),
        ("ilse brandt", "Ilse\n Brandt and Ilse-Brandt", ["Ilse\n Brandt"]),
        ("cafe", "Café, CAFÉ, cafe\u0301, cafés", ["Café", "CAFÉ", "cafe\u0301"]),
        ("Café", "cafe", ["cafe"]),
        ("brandt", "Brandt’s ferry_brandt xbrandt", ["Brandt", "brandt"]),
        ("don't", "Don’t", ["Don’t"]),
        ("ΑΘΗΝΑΣ", "Αθηνας αθηνασ", ["Αθηνας", "αθηνασ"]),
        ("straße", "STRAẞE strasse", ["STRAẞE"]),
        ("istanbul", "İstanbul", ["İstanbul"]),
        ("水", "水道と水", ["水", "水"]),
        ("서울", "서울에서", ["서울"]),
        ("ibm", "日本IBM社 IBM", ["IBM"]),
        ("الماء", "والماء الماء", ["الماء"]),
        ("🌊", "🌊🌊 wave", ["🌊", "🌊"]),
        ("$61", "costs $61 or $610", ["$61"]),
        ("4.7", "4.7 per cent, 14.7", ["4.7"]),
        ("कि", "कि किताब", ["कि"]),
        ("", "anything", []),
        ("  ", "anything", []),
    ],
)
def test_whole_words(words: str, text: str, hits: list[str]) -> None:
    assert found(words, text) == hits


def test_parts_of_words_and_exact_ones() -> None:
    assert found("ferr", "ferries Ferry", whole=False) == ["ferr", "Ferr"]
    assert found("ferry", "Ferry ferry", exact=True) == ["ferry"]
    assert found("cafe", "café cafe", exact=True) == ["cafe"]
    assert found("aa", "aaaa", whole=False) == ["aa", "aa"]


def test_a_beginning_takes_the_rest_of_its_word() -> None:
    assert found("ferr", "ferries, Ferry’s offerry", prefix=True) == ["ferries", "Ferry"]
    assert found("night ferr", "night ferries", prefix=True) == ["night ferries"]


@pytest.mark.parametrize(
    ("words", "text", "hits"),
    [
        ("minister", "minister ministers minister’s ministers’", ["minister", "ministers", "minister", "ministers"]),
        ("ministers", "the minister", ["minister"]),
        ("Brandt’s", "Brandt and Brandt's", ["Brandt", "Brandt's"]),
        ("ferry", "ferries", ["ferries"]),
        ("ferries", "ferry", ["ferry"]),
        ("box", "boxes", ["boxes"]),
        ("Kennedy", "Kennedys", ["Kennedys"]),
        ("press", "presse presses pres", ["presses"]),
        ("EU", "EUs", []),
        ("news", "new newsy news", ["news"]),
        ("new", "news", []),
        ("Hayes", "Haye Hayeses Hayes’s", ["Hayes"]),
        ("Editors", "an editor", ["editor"]),
        ("MPs", "the MP", ["MP"]),
        ("echo", "echoes echos", ["echoes"]),
        ("vetoes", "one veto", ["veto"]),
        ("knife", "knives knifes", ["knives"]),
        ("loaves", "a loaf or a loave", ["loaf"]),
        ("relatives", "a relative", ["relative"]),
        ("fisherman", "fishermen fishermans", ["fishermen"]),
        ("children", "Child", ["Child"]),
        ("virus", "viruses viru", ["viruses"]),
        ("oasis", "oases oasi", ["oases"]),
        ("houses", "house", ["house"]),
        ("水", "水", ["水"]),
    ],
)
def test_english_endings(words: str, text: str, hits: list[str]) -> None:
    assert found(words, text, endings=True) == hits


def test_variants_of_odd_words() -> None:
    assert variants("") == [""]
    assert variants("!!") == ["!!"]
    assert variants("’s") == ["’s"]


def test_neighbours_are_on_one_line() -> None:
    assert neighbours("one\n\ntwo three\tfour", 5, 8, width=6) == ("one ", " three")
    assert neighbours("word", 0, 4, width=6) == ("", "")


@given(st.text(max_size=40))
def test_folding_finds_its_way_back(text: str) -> None:
    lain = Folded(text)
    assert len(lain.text) <= len(text)
    places = [lain.place(at) for at in range(len(lain.text))]
    assert places == sorted(set(places))
    for at, place in enumerate(places):
        assert folded(text[place]) in (lain.text[at], "")
        assert lain.stretch(at, at + 1)[0] == place


@given(st.text(alphabet="aAée\u0301 bB中.🌊", max_size=30), st.text(alphabet="aAe\u0301b中", min_size=1, max_size=3))
def test_what_is_found_says_the_same(text: str, words: str) -> None:
    for manner in (Manner(), Manner(whole=False), Manner(exact=True)):
        last = 0
        for start, end in Finder(Needle(words), manner).places(Text(text)):
            assert last <= start < end <= len(text)
            last = end
            same = text[start:end] == words if manner.exact else folded(text[start:end]) == folded(words)
            assert same


def test_folding_agrees_with_the_search_index() -> None:
    """A letter that the index folds otherwise would be missed by it; those that it cannot be asked for are left out."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE s USING fts5(t, tokenize='unicode61 remove_diacritics 2')")
    connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab(s, instance)")
    odd = set(range(0x528, 0x530)) | {0x37F, 0x3F3}
    codes = [code for code in (*range(0x80, 0x530), *range(0x1E00, 0x1F00)) if code not in odd]
    codes = [code for code in codes if unicodedata.category(chr(code))[0] in "LM"]
    connection.executemany("INSERT INTO s(rowid,t) VALUES(?,?)", [(code, f"x{chr(code)}z") for code in codes])
    terms: dict[int, list[str]] = {}
    for term, code in connection.execute("SELECT term, doc FROM v ORDER BY doc, offset"):
        terms.setdefault(code, []).append(term)
    connection.close()
    whole = {code: found[0] for code, found in terms.items() if len(found) == 1}
    assert {hex(code): term for code, term in whole.items() if term != folded(f"x{chr(code)}z")} == {}
