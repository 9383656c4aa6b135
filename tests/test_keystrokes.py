"""The replay of gold by an error-free analyst: one test an act, each with the keys that the window takes."""

import json
from pathlib import Path

import pytest

from annotator import assets
from annotator.core import codebook as codebooks
from tests.benchmarks.keygold import GoldSpan, codebook_for, in_order, read
from tests.benchmarks.keyplan import SCREEN, Desk, Plan, presses
from tests.benchmarks.keystrokes import figures, main, replay_files

NEWS = codebooks.loads(assets.read_bytes("codebooks/news.json"))
FERRY = (
    "Ana Ruiz met Bo Lind. The ferry to Halvern sank in the small hours of the night. "
    "“We waited,” she said, “but the rain did not come.” Some 40 boats were lost."
)


def spot(text: str, *words: str) -> tuple[tuple[int, int], ...]:
    pieces, place = [], 0
    for word in words:
        start = text.index(word, place)
        place = start + len(word)
        pieces.append((start, place))
    return tuple(pieces)


def plan(text: str, label: str, *words: str, before: tuple[tuple[str, str], ...] = ()) -> Plan:
    desk = Desk(text, NEWS, "en")
    for other, word in before:
        desk.make(GoldSpan(other, spot(text, word)))
    return desk.make(GoldSpan(label, spot(text, *words)))


def test_a_modifier_counts_once_for_the_keys_it_is_held_over() -> None:
    assert presses(("A",)) == 1
    assert presses(("Shift+A", "A")) == 3
    assert presses(("Shift+A", "Shift+A", "A")) == 4
    assert presses(("Q", "Shift+K", "Shift+K", "L")) == 5
    assert presses(("Ctrl+Right", "Ctrl+Shift+Right", "A")) == 5


def test_a_ghost_that_is_right_takes_its_label_key() -> None:
    assert plan(FERRY, "ACTOR", "Ana Ruiz").keys == ("A",)


def test_a_wrong_ghost_is_passed_over_with_shift() -> None:
    desk = Desk("Ana Ruiz met Bo Lind, Cy Marr and Di Noor in court.", NEWS, "en")
    made = list(desk._by_ghost(GoldSpan("ACTOR", spot(desk.text, "Cy Marr"))))
    assert Plan(("Shift+A", "Shift+A", "A"), "pass") in made
    assert presses(("Shift+A", "Shift+A", "A")) == 4  # n + 2


def test_space_goes_to_the_next_candidate_of_any_label() -> None:
    desk = Desk(FERRY, NEWS, "en")
    assert Plan(("Space", "Space", "A"), "space") in list(desk._by_space(GoldSpan("ACTOR", spot(FERRY, "Bo Lind"))))


def test_a_start_is_named_by_its_letter_and_the_end_is_guessed() -> None:
    made = plan("The ship of fools sank.", "ACTOR", "fools")
    assert made.keys == ("F", "f", "A")
    assert made.cost == 3


def test_space_repeats_the_jump() -> None:
    desk = Desk("A fine ship of fools sank.", NEWS, "en")
    assert list(desk._letter(15)) == [(("F", "f", "Space"), "letter")]


def test_a_hint_names_a_start_that_no_letter_reaches_soon() -> None:
    text = "He saw " + "fat foxes find " * 5 + "fools there."
    assert plan(text, "ACTOR", "fools").act.startswith("hint")


def test_a_hint_beyond_the_first_sixteen_has_two_letters() -> None:
    text = "one " + " ".join(f"w{number}" for number in range(60))
    desk = Desk(text, NEWS, "en")
    near, far = (next(iter(desk._hint(text.index(word)))) for word in ("w2 ", "w40"))
    assert near[0] == ("G", f"hint {text.index('w2 ')}")
    assert far[0] == ("G", *[f"hint {text.index('w40')}"] * 2)


def test_two_hints_say_both_ends() -> None:
    text = "He saw the slow grey rusty leaking boats that nobody had wanted for years there."
    assert plan(text, "ACTOR", "slow grey rusty leaking boats that nobody had wanted").act == "two hints"


def test_grow_and_shrink_mend_an_end() -> None:
    text = "“We waited,” said Ana Ruiz, head of the ferry service, on Sunday."
    made = plan(text, "ACTOR", "Ana Ruiz, head of the ferry service", before=(("QUOTE", "“We waited,”"),))
    assert made.keys[0] == "A"
    assert set(made.keys[1:]) == {"E"}


def test_edges_are_moved_by_words_and_by_characters() -> None:
    text = "Bo Lind sank."
    desk = Desk(text, NEWS, "en")
    assert desk._edges(GoldSpan("ACTOR", spot(text, "Bo")), spot(text, "Bo Lind")) == ("K",)
    assert desk._edges(GoldSpan("ACTOR", spot(text, "Bo Lind sank")), spot(text, "Lind")) == ("Shift+L", "L")
    assert desk._edges(GoldSpan("ACTOR", spot(text, "Bo Lind sank.")), spot(text, "Bo Lind sank")) == ("Ctrl+L",)


def test_an_interrupted_quote_is_one_key() -> None:
    assert plan(FERRY, "QUOTE", "“We waited,”", "“but the rain did not come.”").keys == ("Q",)


def test_a_further_piece_is_added_by_j() -> None:
    made = plan(FERRY, "ACTOR", "Ana Ruiz", "boats")
    assert made.keys[0] == "A"
    assert made.keys[-1] == "J"


def test_x_gives_the_same_words_a_second_label() -> None:
    assert plan(FERRY, "QUOTE", "Bo Lind", before=(("ACTOR", "Bo Lind"),)).keys == ("X", "Q")


def test_a_ghost_off_screen_is_first_shown_then_tagged() -> None:
    text = "the sea was calm and grey there. " * (SCREEN // 30 + 5) + "“We waited,” said Ana Ruiz."
    assert plan(text, "QUOTE", "“We waited,”").keys == ("Q", "Q")


def test_the_caret_goes_to_the_start_so_that_what_is_inside_comes_next() -> None:
    text = "“The council waited,” said Ana Ruiz."
    desk = Desk(text, NEWS, "en")
    spans = {GoldSpan("ACTOR", spot(text, "The council")), GoldSpan("QUOTE", spot(text, "“The council waited,”"))}
    assert [desk.make(gold).keys for gold in in_order(spans)] == [("Q",), ("A",)]


def test_caret_keys_are_always_a_way() -> None:
    desk = Desk("He saw the boats.", NEWS, "en")
    (made,) = desk._by_selection(GoldSpan("ACTOR", spot(desk.text, "the boats")))
    assert made.keys == ("Ctrl+Right", "Ctrl+Right", "Ctrl+Shift+Right", "Ctrl+Shift+Right", "A")
    assert made.cost == 7


def test_gold_is_read_as_triples_too_and_gets_a_codebook(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    text = "“We waited,” said Ana Ruiz."
    spans = [[0, 12, "Content"], [13, 17, "Cue"], [18, 26, "Source"]]
    file.write_text(json.dumps({"text": text, "spans": spans}) + "\n", encoding="utf-8")
    articles = read(file)
    book = codebook_for(file, articles)
    assert {label.key: label.find for label in book.labels} == {
        "Content": "quotation",
        "Cue": "cue",
        "Source": "speaker",
    }
    made = replay_files([file])
    assert [one.plan.cost for one in made] == [1, 1, 1]
    assert figures(made) == pytest.approx(
        {"spans": 3, "median": 1, "mean": 1, "p90": 1, "one_key": 1, "six_or_fewer": 1}
    )


def test_labels_that_a_codebook_lacks_are_found_as_their_names_say(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    spans = [[0, 12, "QUOTE"], [18, 26, "Named person"], [38, 40, "Amount"]]
    text = "“We waited,” said Ana Ruiz. There were 40 boats."
    file.write_text(json.dumps({"text": text, "spans": spans}) + "\n", encoding="utf-8")
    book = codebook_for(file, read(file), "news")
    assert (book.label("Named_person").find, book.label("Amount").find) == ("name", "figure")
    assert len(replay_files([file], "news")) == 3


def test_the_command_prints_a_row_a_label(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    printed = capsys.readouterr().out
    for label in ("ACTOR", "QUOTE", "STATISTIC", "all"):
        assert f"\n{label}" in printed
