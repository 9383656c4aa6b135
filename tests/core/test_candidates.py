"""Likely places: what holds for every text, however ugly; and the acts that the window builds on."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator import assets
from annotator.core import codebook as codebooks
from annotator.core.candidates import Candidates
from annotator.core.candidates.ladders import holds, size
from annotator.core.errors import EmptySelection
from annotator.core.text import next_character, previous_character
from annotator.core.trim import trim

NEWS = codebooks.loads(assets.read_bytes("codebooks/news.json"))
LABELS = [label.key for label in NEWS.labels]
PIECES = [
    *"“”„\"'‘’«»‹›「」『』《》()[].,;:!?…-–—/%$€¥ \n\t",
    " said ", "She said that ", "according to ", "Mayor Ana Ruiz", "the company", " of ", "U.S. ", "About $2.4bn",
    "one in three", "5 to 7 per cent", "on 3 May 2031", "\n\n", "e\u0301", "\u0301", "👩🏽‍🚒", "🇺🇳", "\u200d", "\ufeff",
    "واحد ", "٢٩ في المئة", "星灯", "カ\uff9e", "क्षि", "각", "\u2028", "\r", "x", "A", "’s ", "n’t ", "``", "''",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=60)


def news(text: str, language: str | None = "en") -> Candidates:
    return Candidates(text, NEWS, language)


def words(found: Candidates, label: str, at: int = 0) -> list[str]:
    candidate = found.ghost(label, at)
    return [] if candidate is None else [found.text[start:end] for start, end in candidate.fragments]


@given(TEXTS, st.sampled_from(["en", "de", "ja", None]))
@example("“\u0301x” said A", "en")
@example("👩🏽‍🚒👩🏽‍🚒 " * 400, "en")
@example("a" * 9000, "en")
def test_a_candidate_lies_in_the_text_trimmed_and_between_whole_characters(text: str, language: str | None) -> None:
    found = news(text, language)
    for candidate in found.between(0, len(text)):
        rule = NEWS.label(candidate.label).trim
        assert candidate.fragments == tuple(sorted(candidate.fragments))
        for start, end in candidate.fragments:
            assert 0 <= start < end <= len(text)
            assert previous_character(text, start + 1) == start
            assert next_character(text, end - 1) == end
        if len(candidate.fragments) == 1:
            assert trim(text, candidate.start, candidate.end, rule) == (candidate.start, candidate.end)
        assert found.ghost(candidate.label, candidate.start) is not None


@given(TEXTS, st.sampled_from([*LABELS, None]), st.integers(0, 200))
def test_every_ladder_grows_shrinks_and_comes_back(text: str, label: str | None, place: int) -> None:
    found = news(text)
    try:
        now = found.from_start(label or LABELS[0], place).fragments
    except EmptySelection:
        assert not any(char.isalnum() for char in text[place:])
        return
    for _ in range(60):
        smaller = found.shrunk(label, now)
        if smaller is not None:
            assert holds(now, smaller)
            assert size(smaller) < size(now)
        larger = found.grown(label, now)
        if larger is None:
            break
        assert holds(larger, now)
        assert size(larger) > size(now)
        assert found.shrunk(label, larger) == now
        now = larger
    else:
        pytest.fail("the ladder has no top")


@given(TEXTS)
def test_starts_are_words_and_a_letter_leads_to_each(text: str) -> None:
    found = news(text)
    starts = found.starts(0, len(text))
    assert len(starts) == len(set(starts))
    for start in starts:
        assert 0 <= start < len(text)
        if text[start].isalnum() and (not start or text[start - 1].isspace()):
            assert found.next_start(text[start], start - 1) == start
    for end in found.ends(0, len(text)):
        assert next_character(text, end - 1) == end


def test_a_ghost_steps_over_what_is_tagged_and_what_was_passed() -> None:
    text = "“One,” said Ana Ruiz. “Two,” said Bo Lind."
    found = news(text)
    first = found.ghost("QUOTE", 0)
    assert first is not None
    assert text[first.start : first.end] == "“One,”"
    second = found.ghost("QUOTE", 0, taken={(first.label, first.fragments)})
    assert second is not None
    assert text[second.start : second.end] == "“Two,”"
    assert found.ghost("QUOTE", 0, taken=set(), passed={first}) == second
    assert found.ghost("QUOTE", second.end) is None


def test_a_named_start_takes_its_word_when_nothing_better_is_known() -> None:
    found = news("A ferry ran aground.")
    assert found.from_start("ACTOR", 2).fragments == ((2, 7),)
    with pytest.raises(EmptySelection):
        found.from_start("ACTOR", 20)


def test_a_letter_goes_to_the_next_word_whatever_its_case_and_accent() -> None:
    found = news("Ana went to Édouard and Eve.")
    assert found.next_start("e", 0) == 12
    assert found.next_start("E", 12) == 24
    assert found.next_start("x", 0) is None


def test_other_languages_have_marks_names_and_digits_but_no_english_words() -> None:
    text = "„Wir warten“, sagte Ute Berg. Es kostet 2,5 Millionen Euro. 「雨だ」"
    found = news(text, "de")
    quoted = [found.text[one.start : one.end] for one in found.between(0, len(text)) if one.label == "QUOTE"]
    assert quoted == ["„Wir warten“", "「雨だ」"]
    assert words(found, "ACTOR", 15) == ["Ute Berg"]


@pytest.mark.parametrize("pattern", ["’s ", "one ", "1 ", "“", "X said that ", "according to X, ", "the people of "])
def test_monotonous_texts_neither_raise_nor_take_long(pattern: str) -> None:
    found = news("start " + pattern * 1_000)
    started = time.perf_counter()
    for label in LABELS:
        found.ghost(label, 0)
        found.from_start(label, 0)
    assert time.perf_counter() - started < 5  # some 0.2 s; without its limits each took minutes


def test_a_text_of_2_mb_on_one_line_is_read_by_the_screen_only() -> None:
    found = news("word " * 400_000)
    started = time.perf_counter()
    assert found.ghost("ACTOR", 1_900_000) is None
    assert time.perf_counter() - started < 2


def quotes(text: str, language: str | None = "en") -> list[list[str]]:
    found = news(text, language)
    return [
        [text[start:end] for start, end in one.fragments] for one in found.between(0, len(text)) if one.label == "QUOTE"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“One,” said Ana Ruiz.", [["“One,”"]]),
        ('"One," she said, "two."', [['"One,"', '"two."']]),
        ("'One,' she told the council, 'and two.'", [["'One,'", "'and two.'"]]),
        ("“He said ‘no’ to us,” Ruiz said.", [["“He said ‘no’ to us,”"]]),
        ("Ruiz said that the lake was dry.", [["the lake was dry"]]),
        ("Ruiz said on Tuesday the lake was dry.", [["the lake was dry"]]),
        ("The lake was dry, Ruiz told reporters in Halvern.", [["The lake was dry"]]),
        ("The lake, she said, was dry.", [["The lake", "was dry"]]),
        ("According to the ministry, the lake is dry.", [["the lake is dry"]]),
        ("The lake is dry, according to a person close to the talks.", [["The lake is dry"]]),
        ("Ruiz, head of the agency, warned that it was dry.", [["it was dry"]]),
        ("She said the lake was dry and warned that it would not fill.", [["the lake was dry"], ["it would not fill"]]),
        ("Ruiz called the plan “a bill for neglect”.", [["“a bill for neglect”"]]),
        ("Ruiz wondered whether the lake would fill.", [["whether the lake would fill"]]),
        ("Frost left an estimated 900 lambs dead.", []),
        ("Ruiz described it as “a bill for neglect”.", [["“a bill for neglect”"]]),
        ("The so-called “water bank” was set up.", []),
        ("HALVERN (LT) — The lake is dry, officials said.", [["The lake is dry"]]),
        ("“One.\n\n“Two,” said Ruiz.", [["“One.\n\n“Two,”"], ["“Two,”"]]),
        ("„Eins“, sagte Berg, „und zwei.“", [["„Eins“", "„und zwei.“"]]),
        ("« Un », dit Roux.", [["« Un »"]]),
    ],
)
def test_quotations(text: str, expected: list[list[str]]) -> None:
    assert quotes(text, "de" if "sagte" in text or "dit" in text else "en") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Josep Borrell met Dana Spinant.", ["Josep Borrell", "Dana Spinant"]),
        ("EU foreign policy chief Josep Borrell left.", ["EU foreign policy chief Josep Borrell"]),
        ("The Ministry of Health and Welfare agreed.", ["The Ministry of Health and Welfare"]),
        ("Bo Lind, the mayor, left.", ["Bo Lind"]),
        ("On Monday in May, two officials met.", ["two officials"]),
        ("At least 31 people left.", ["At least 31 people"]),
        ("People familiar with the matter left.", ["People familiar with the matter"]),
        ("The train to Halvern was late in Lesser Sarn.", ["Halvern"]),
        ("Leaks were found.", []),
        ("Dr. Uma Leckie of the University of Sarn left.", ["Dr. Uma Leckie", "the University of Sarn"]),
        ("June Harlow met August Pell in May.", ["June Harlow", "August Pell"]),
        ("In April Harlow left; by late August Pell did.", ["Harlow", "Pell"]),
        ("The Guild of Tram and Bus Drivers met.", ["The Guild of Tram and Bus Drivers"]),
        ("The Ministry of Ports and the Treasury met.", ["The Ministry of Ports", "the Treasury"]),
        ("The inns were losing guests and tourists.", ["tourists"]),
        ("Bo Lind was very liberal.", ["Bo Lind"]),
        ("The government in Sarn and rail passengers agreed.", ["The government in Sarn", "rail passengers"]),
        ("A cyclist whose sister drives left.", ["A cyclist"]),
    ],
)
def test_actors(text: str, expected: list[str]) -> None:
    found = news(text)
    assert [text[one.start : one.end] for one in found.between(0, len(text)) if one.label == "ACTOR"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It adds about $61 a year.", ["about $61 a year"]),
        ("One litre in five is lost.", ["One litre in five"]),
        ("between 5 and 7 per cent of trains", ["between 5 and 7 per cent"]),
        ("from 5.4 to 5.1 per cent", ["from 5.4 to 5.1 per cent"]),
        ("2-3 million people, nearly half, two-thirds", ["2-3 million", "nearly half", "two-thirds"]),
        ("In 2031, on 3 May, at 4 p.m., aged 46, the second time, 555-0142", []),
        ("Ana Ruiz, 46, paid $2.4bn.", ["$2.4bn"]),
        ("within 90 days, ten-year bonds, Route 6", []),
        ("sales doubled; they fell twice a week", ["doubled", "twice a week"]),
        ("Girls aged 9, 12 or 15 live at 22 Old Mill Lane; Sarn lost 1-4.", []),
        ("Halvern won 2-0, and members voted 9-3 to wait 5-7 days.", ["9-3", "5-7 days"]),
    ],
)
def test_figures(text: str, expected: list[str]) -> None:
    found = news(text)
    assert [text[one.start : one.end] for one in found.between(0, len(text)) if one.label == "STATISTIC"] == expected


def test_attribution_codebooks_want_those_who_speak_and_the_words_that_say_so() -> None:
    book = codebooks.loads(assets.read_bytes("codebooks/attribution.json"))
    text = "Bo Lind, head of the ferries, told Ana Ruiz that nobody had believed the council would pay."
    found = Candidates(text, book, "en")
    got = [(one.label, text[one.start : one.end]) for one in found.between(0, len(text))]
    assert got[:3] == [
        ("SOURCE", "Bo Lind, head of the ferries"),
        ("CUE", "told"),
        ("CONTENT", "that nobody had believed the council would pay"),
    ]


def test_codebooks_of_entities_want_bare_names_and_places_too() -> None:
    book = codebooks.loads(assets.read_bytes("codebooks/conll-2003.json"))
    text = "The company met President Ana Ruiz of the Bank of Sarn and British officials in Halvern."
    found = Candidates(text, book, "en")
    label = book.shown()[0].key
    got = [text[one.start : one.end] for one in found.between(0, len(text)) if one.label == label]
    assert got == ["Ana Ruiz", "Bank of Sarn", "British", "Halvern"]


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n \n\t\n"])
def test_reading_goes_from_block_to_block_over_empty_lines_and_leaves_nothing_to_find(
    gap: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    paragraphs = [f"Mayor Ada Brink said the {number} ferries stay." for number in ("three", "four", "five")]
    found = news(gap.join(paragraphs))
    steps, place = list[int](), 0
    while place < len(found.text):
        place = found.read(place)
        steps.append(place)
    starts = [found.text.index(paragraph) for paragraph in paragraphs]
    assert steps == [*starts[1:], len(found.text)]
    monkeypatch.delattr(Candidates, "_find")  # nobody asks for it again
    assert {one.label for one in found.between(0, len(found.text))} >= {"ACTOR"}
