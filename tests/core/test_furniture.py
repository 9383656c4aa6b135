"""Page furniture: what goes, what stays, what is lifted."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.furniture import classify, is_prose, without
from annotator.core.furniture_dates import date_of

PASTED = Path(__file__).parents[3] / "shared" / "data" / "articles" / "pasted-news-page.txt"
PROSE = "The harbour council of Velmora voted on Monday to close the eastern quay for repairs."
MORE = "“We could not wait another winter,” council member Ilse Tarn told reporters after the vote."


def cleaned(text: str) -> tuple[str, dict[str, str]]:
    found = classify(text)
    return without(text, found.dropped, headline=found.headline), found.fields


@pytest.mark.skipif(not PASTED.exists(), reason="the shared material is not here")
def test_real_pasted_page() -> None:
    raw = PASTED.read_text(encoding="utf-8")
    text, fields = cleaned(raw)
    assert text.startswith(
        "EU reaches out to partner countries to prevent migration from Belarus\n\nThe European Union"
    )
    assert text.endswith("accompanied by the Belarusian military.")
    assert text in raw
    assert fields["outlet"] == "Anadolu Agency"
    assert fields["title"] == text.split("\n")[0]


def test_byline_date_and_menus() -> None:
    raw = (
        "Skip to content\nHome\nWorld\nPolitics\nSport\n\nHarbour quay to close until spring\n\nBy Marta Lindqvist\n"
        f"Published 9 November 2021, 10:15 GMT\nShare\n3 min read\n\n{PROSE}\n\n"
        f"Advertisement\n\n{MORE}\n\nRelated\nFerry fares rise\nStorm season\n"
        "© 2021 Velmora Courier. All rights reserved.\nSource: Velmora Courier"
    )
    text, fields = cleaned(raw)
    assert text == f"Harbour quay to close until spring\n\n{PROSE}\n\n{MORE}"
    assert fields == {
        "title": "Harbour quay to close until spring",
        "author": "Marta Lindqvist",
        "published": "2021-11-09",
        "outlet": "Velmora Courier",
    }


def test_subheadings_and_short_quotes_stay() -> None:
    body = f"{PROSE}\n\nWhat comes next\n\n{MORE}\n\n“Enough,” she said."
    raw = f"Search\nClose\n\nQuay to close until next spring\n\n{body}"
    text, _ = cleaned(raw)
    assert text == raw.removeprefix("Search\nClose\n\n")


def test_question_as_headline() -> None:
    raw = f"Menu\nSearch\nCan the city pay for its new tram line this year?\nBy Ana Torvald\n\n{PROSE}\n\n{MORE}"
    text, fields = cleaned(raw)
    assert text == f"Can the city pay for its new tram line this year?\n\n{PROSE}\n\n{MORE}"
    assert fields["author"] == "Ana Torvald"


GERMAN = "Der Hafenrat von Velmora hat am Montag beschlossen, den östlichen Kai bis zum Frühjahr zu sperren."
ARABIC = "قرر مجلس ميناء فيلمورا يوم الاثنين إغلاق الرصيف الشرقي حتى الربيع المقبل لإجراء الإصلاحات."
CHINESE = "维尔莫拉港务局星期一决定，东码头将关闭到明年春天，以便进行维修。"
OTHERS = {
    "German": (
        ["Suche", "Menü", "Politik", "", "Kai in Velmora bleibt gesperrt", "", "Von Jonas Berg"],
        ["Veröffentlicht am 9. November 2021", "", GERMAN, "", "Teilen", "Quelle: dpv"],
        ["Kai in Velmora bleibt gesperrt", "", GERMAN],
        {"author": "Jonas Berg", "published": "2021-11-09", "outlet": "dpv"},
    ),
    "Arabic": (
        ["بحث", "الرئيسية", "", "مجلس الميناء يقرر إغلاق الرصيف الشرقي", "", "٩ نوفمبر ٢٠٢١"],
        ["", ARABIC, "", "المصدر: وكالة فيلمورا"],
        ["مجلس الميناء يقرر إغلاق الرصيف الشرقي", "", ARABIC],
        {"published": "2021-11-09", "outlet": "وكالة فيلمورا"},
    ),
    "Chinese": (
        ["首页", "搜索", "", "维尔莫拉港务局决定关闭东码头", "", "2021年11月9日"],
        ["", CHINESE, "", "来源：维尔莫拉通讯社"],
        ["维尔莫拉港务局决定关闭东码头", "", CHINESE],
        {"published": "2021-11-09", "outlet": "维尔莫拉通讯社"},
    ),
}


@pytest.mark.parametrize("language", OTHERS)
def test_other_languages(language: str) -> None:
    top, bottom, kept, fields = OTHERS[language]
    text, found = cleaned("\n".join([*top, *bottom]))
    assert text == "\n".join(kept)
    assert {key: found.get(key) for key in fields} == fields


@pytest.mark.parametrize(
    "text",
    [
        "The gulls\ncome in low\nover the quay\n\nand nobody\ncounts them",
        "Eggs\nMilk\nFlour\n\nMix all of the above together and bake it in the oven for twenty minutes.",
        f"Quay to close\n\n{PROSE}\n\n{MORE}\n",
        f"{PROSE}\n{MORE}",
        "one line",
        "",
        "\n\n",
        f"By the harbour at night\n\n{PROSE}",
        "قرر المجلس\nإغلاق الرصيف",
        "春の海\nひねもすのたり\nのたりかな",
        f"LISBON\n\n{PROSE}\n\n(Reporting from the quay)",
    ],
)
def test_texts_without_furniture_are_untouched(text: str) -> None:
    found = classify(text)
    assert not found.dropped
    assert without(text, found.dropped) == text
    assert "\n".join(line.text for line in found.lines) == text


def test_hard_wrapped_paragraphs_are_prose() -> None:
    raw = (
        "Search\nMenu\nHarbour quay to close until spring\n\n"
        "The harbour council of Velmora voted on Monday to close the\n"
        "eastern quay for repairs, after divers had found cracks along\nmore than forty metres of its wall.\n\nShare"
    )
    text, _ = cleaned(raw)
    assert text == raw.removeprefix("Search\nMenu\n").removesuffix("\n\nShare")


def test_repeated_headline_goes_once() -> None:
    raw = f"Home\nWorld\nQuay to close until next spring\nShare\nQuay to close until next spring\n\n{PROSE}"
    text, _ = cleaned(raw)
    assert text == f"Quay to close until next spring\n\n{PROSE}"


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("2021-11-09", "2021-11-09"),
        ("2021-11-09T10:15:00Z", "2021-11-09"),
        ("November 9, 2021 at 5:04 p.m. EST", "2021-11-09"),
        ("Tuesday, 9th November 2021 10.15 GMT", "2021-11-09"),
        ("Published: Nov. 9, 2021 | Updated: Nov. 10, 2021", "2021-11-09"),
        ("9 de noviembre de 2021", "2021-11-09"),
        ("publié le 9 novembre 2021 à 10h15", "2021-11-09"),
        ("9 ноября 2021 г., 10:15", "2021-11-09"),
        ("09.11.2021", "2021-11-09"),
        ("13/11/2021", "2021-11-13"),
        ("11/13/2021", "2021-11-13"),
        ("03/04/2021", "2021"),
        ("2021年11月9日", "2021-11-09"),
        ("31 November 2021", None),
        ("In November 2021 the quay was closed", None),
        ("Opened on 9 November 2021", None),
        ("2021", None),
    ],
)
def test_dates(line: str, date: str | None) -> None:
    assert date_of(line) == date


WORDS = st.lists(
    st.sampled_from(["Search", "Share", "Home", "World", "Quay closed", "By Ana Torvald", "9 May 2021", "", "7"])
)
BODY = st.lists(st.sampled_from([PROSE, MORE, "", "“Enough,” she said.", "What comes next"]), min_size=1)


@given(WORDS, BODY, WORDS)
def test_prose_is_never_dropped_and_lines_keep_their_order(top: list[str], body: list[str], bottom: list[str]) -> None:
    raw = "\n".join([*top, *body, *bottom])
    text, _ = cleaned(raw)
    assert [line for line in text.split("\n") if is_prose(line)] == [line for line in raw.split("\n") if is_prose(line)]
    rest = iter(raw.split("\n"))
    assert all(line in rest for line in text.split("\n") if line)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_can_be_classified(text: str) -> None:
    found = classify(text)
    assert "\n".join(line.text for line in found.lines) == text
    assert len(without(text, found.dropped, headline=found.headline)) <= len(text) + len(found.lines)


WITH_MENUS = """Menu   Search   Subscribe
Home › City › Council
Council sets a date for the vote on water

Updated: 3 hours ago

The city council of Halvern will vote on 4 April on a tariff that has divided the town, its speaker said on Friday.

Read also: Tram line 6 opens two years late

“Nobody enjoys this decision,” Odile Marchetti told reporters. “But the pipes will not wait for us.”"""


def test_menus_in_one_line_paths_ages_and_teasers_between_paragraphs_go():
    found = classify(WITH_MENUS)
    reasons = {line.text: line.reason for line in found.lines if line.verdict == "drop"}
    assert reasons == {
        "Menu   Search   Subscribe": "menu",
        "Home › City › Council": "menu",
        "Updated: 3 hours ago": "stop phrase",
        "Read also: Tram line 6 opens two years late": "stop phrase",
    }
    assert found.fields["title"] == "Council sets a date for the vote on water"


def test_prose_with_bars_and_quotes_of_titles_is_no_menu():
    text = "A headline about » ferries « and trains\n\nThe council read also: a letter, a list and a map, it said."
    assert not classify(text).dropped
