"""Downloads of news databases: every article, with its fields, in any interface language; or why one is none."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from annotator.core.errors import FormatError
from annotator.formats import for_file
from annotator.formats.base import Incoming, ReadOptions, Refusal, Remark, Source
from annotator.formats.downloads import language_code, word_count
from annotator.formats.factiva import FACTIVA
from annotator.formats.lexisnexis import LEXISNEXIS
from annotator.formats.nexis import NEXIS

SHARED = Path(__file__).parents[3] / "shared" / "data" / "news_databases"
COUNTS = {
    "factiva-nyt.html": ("factiva", 27),
    "lexis-guardian.docx": ("nexis", 1),
    "nexis-usa-today.docx": ("nexis", 7),
    "lexisnexis-sample.txt": ("lexisnexis", 10),
}


def articles(items: object) -> list[Incoming]:
    return [item for item in items if isinstance(item, Incoming)]  # type: ignore[attr-defined]


@pytest.mark.skipif(not SHARED.exists(), reason="the shared material is not here")
@pytest.mark.parametrize("name", COUNTS)
def test_real_downloads(name: str) -> None:
    source = Source(name, path=SHARED / name)
    form = for_file(source)
    items = list(form.read(source, ReadOptions()))
    found = articles(items)
    assert (form.name, len(found)) == COUNTS[name]
    assert not any(isinstance(item, Refusal) for item in items)
    for article in found:
        assert article.title
        assert article.outlet
        assert article.published is not None
        assert len(article.published) == 10
        assert article.text.startswith(article.title)
        words = article.meta["word_count"]
        # The database counts in its own way; a text that lost or caught something would be far from it.
        assert 0.7 * words < len(article.text.split()) < 1.4 * words + 40
    if form.name != "nexis" or len(found) == 1:
        assert {article.language for article in found} == {"en"}


def factiva(articles: str) -> Source:
    head = "<html><head><meta charset='utf-8'><title>Factiva</title></head><body>Dow Jones Factiva"
    page = f"{head}{articles}</body></html>"
    return Source("a.html", data=page.encode())


GERMAN = """
<div id="article-DOC1" class="article"><div class="article deArticle">
<div>Wirtschaft; 1</div><div id="hd"><span class="deHeadline">Fähren fahren länger</span></div>
<div class="author">Von Lena Hoogstraten</div><div>1.204 Wörter</div><div>9 März 2031</div><div>18:05</div>
<div>Halvern Kurier</div><div>HALKUR</div><div>Deutsch</div><div>Copyright 2031</div>
<p class="articleParagraph">Die Fähren fahren <b>länger</b>.</p><p class="articleParagraph">Bis Mitternacht.</p>
<p>Dokument DOC1</p></div></div>
<div id="article-DOC2" class="article"><div class="article deArticle"><div id="hd"><span class="deHeadline">Leer</span>
</div><div>3 Wörter</div></div></div>
"""


def test_factiva_in_another_language() -> None:
    items = list(FACTIVA.read(factiva(GERMAN), ReadOptions()))
    (article,) = articles(items)
    assert article.text == "Fähren fahren länger\n\nDie Fähren fahren länger.\n\nBis Mitternacht."
    assert (article.outlet, article.published, article.author) == ("Halvern Kurier", "2031-03-09", "Lena Hoogstraten")
    assert (article.section, article.language, article.meta) == ("Wirtschaft", "de", {"word_count": 1204})
    assert article.source_id == "DOC1"
    refusals = [item for item in items if isinstance(item, Refusal)]
    assert "Leer" in refusals[0].reason
    assert any("2 articles, 1 of them" in item.text for item in items if isinstance(item, Remark))
    (bare,) = articles(FACTIVA.read(factiva(GERMAN), ReadOptions(headline=False)))
    assert bare.text.startswith("Die Fähren")


def test_what_is_no_download_is_refused() -> None:
    with pytest.raises(FormatError, match="no Factiva download"):
        list(FACTIVA.read(factiva("<p>Hello</p>"), ReadOptions()))
    with pytest.raises(FormatError, match="no LexisNexis download"):
        list(LEXISNEXIS.read(Source("a.txt", data=b"Hello there"), ReadOptions()))
    with pytest.raises(FormatError, match="no Word document"):
        list(NEXIS.read(Source("a.docx", data=b"Hello"), ReadOptions()))


LEXIS = """\ufeff


                               1 of 3 DOCUMENTS

                                 Halvern Courier

                             March 9, 2031 Monday
                                  Late Edition

Ferries to run until
midnight

BYLINE: BY LENA HOOGSTRATEN

SECTION: NEWS; Pg. 3

LENGTH: 1,204 words

The ferries run
until midnight.

NOTE: this is said in the middle of a line, MAYOR: and so is this.

They will.

LOAD-DATE: March 10, 2031

LANGUAGE: ENGLISH

                               2 of 3 DOCUMENTS

                                 Halvern Courier

                                 March 9, 2031

No byline here

LENGTH: 3 words

Three words only.
"""


def test_lexisnexis_text() -> None:
    items = list(LEXISNEXIS.read(Source("a.txt", data=LEXIS.replace("\n", "\r\n").encode()), ReadOptions()))
    first, second = articles(items)
    assert first.title == "Ferries to run until midnight"
    assert (first.outlet, first.published) == ("Halvern Courier", "2031-03-09")
    assert (first.author, first.section, first.language) == ("LENA HOOGSTRATEN", "NEWS", "en")
    assert first.meta == {"word_count": 1204}
    assert "The ferries run until midnight." in first.text
    assert (second.author, second.text) == (None, "No byline here\n\nThree words only.")
    assert any("announces 3 documents, 2" in item.text for item in items if isinstance(item, Remark))


def nexis(*lines: str) -> Source:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return Source("a.docx", data=out.getvalue())


def test_nexis_in_another_language() -> None:
    source = nexis(
        "Dokumente (2)", "1. Fähren fahren länger", "Kunde: -Keine-", "",
        "Fähren fahren länger", "Halvern Kurier", "9. März 2031 Montag", "Copyright 2031 Kurier",
        "Rubrik:\u00a0WIRTSCHAFT; S. 3", "Länge:\u00a01204 Wörter", "Autor:\u00a0Lena Hoogstraten", "Hauptteil", "",
        "Die Fähren fahren länger.", "Der Rat sagte: es bleibt dabei.", "Klassifizierung", "Sprache:\u00a0Deutsch",
        "Ende des Dokuments",
        "Zweiter", "Kurier", "10. März 2031", "Hauptteil", "Noch einer.", "Ende des Dokuments",
    )  # fmt: skip
    assert NEXIS.claims(source)
    items = list(NEXIS.read(source, ReadOptions()))
    first, second = articles(items)
    assert first.text == "Fähren fahren länger\n\nDie Fähren fahren länger.\n\nDer Rat sagte: es bleibt dabei."
    assert (first.outlet, first.published, first.author) == ("Halvern Kurier", "2031-03-09", "Lena Hoogstraten")
    assert (first.section, first.language, first.meta) == ("WIRTSCHAFT", "de", {"word_count": 1204})
    assert (second.title, second.outlet, second.published) == ("Zweiter", "Kurier", "2031-03-10")
    assert len(items) == 2


@pytest.mark.parametrize(
    ("line", "count"),
    [("877 words", 877), ("2,968 words", 2968), ("1.684 Wörter", 1684), ("1 204 mots", 1204), ("12 apes left", None)],
)
def test_word_counts(line: str, count: int | None) -> None:
    assert word_count(line) == count


def test_languages() -> None:
    assert [language_code(word) for word in ("Englisch", "FRENCH; English", "中文", "en", "Klingon", "")] == [
        "en", "fr", "zh", "en", None, None,
    ]  # fmt: skip
