"""Every script: right to left, Chinese and Japanese, emoji and letters beyond 16 bits, tagged with keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator import assets
from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk


@pytest.fixture
def path(make: Make) -> Path:
    """The sample articles."""
    return make("sample", files=(assets.path("samples/news.jsonl"),))


def open_article(desk: Desk, start: str) -> None:
    """Goes on from the first until an article begins so."""
    desk.press(*["Ctrl+PgUp"] * 6)
    for _ in range(6):
        if desk.article.startswith(start):
            return
        desk.press("Ctrl+PgDown")
    raise AssertionError(f"no article begins {start}")


CASES = {
    "right to left": (
        "وزارة المياه",
        (
            ("ليلى المرواني", "A"),
            ("«لا يمكن أن ننتظر موسماً آخر»", "Q"),
            ("أكثر من 18 ألف مزرعة", "S"),
            ("٢٩ في المئة", "S"),
        ),
    ),
    "emoji and CJK": (
        "Robots, rain",
        (
            ("星灯フェス", "A"),
            ("𠮷田 亮", "A"),
            ("「来年はもっと多くの子どもたちに来てほしい」", "Q"),
            ("“because curiosity must not cost more than a bowl of ramen 🍜”", "Q"),
            ("Drones are drying off 🚁💧 Back at 20:30! Families 👨‍👩‍👧‍👦, keep your ponchos on ☔️", "Q"),
            ("¥500", "S"),
        ),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_offsets_are_right_in_every_script(sit: Sit, path: Path, case: str, check: Callable[..., None]) -> None:
    start, wanted = CASES[case]

    def day(desk: Desk) -> None:
        open_article(desk, start)
        for words, key in wanted:
            span = desk.tag(words, key)
            row = desk.rows('SELECT start, "end", words FROM span WHERE id=?', span)[0]
            first, last = desk.place(words)
            assert (row[2], row[0], row[1]) == (words, first, last)
        desk.press("Ctrl+L", "Ctrl+K")
        assert desk.kept(span, "words") == wanted[-1][0]
        for _ in wanted:
            desk.press("Shift+N")
        assert len(desk.drawn()) == len(wanted)

    sit(path, day=day)
    check(path)


def test_left_and_right_keep_their_sense_over_empty_lines(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        open_article(desk, "وزارة المياه")
        desk.press("Ctrl+End")
        seen = [desk.caret]
        while desk.caret and len(seen) < 3_000:
            desk._strike("Right")
            seen.append(desk.caret)
        assert seen == sorted(seen, reverse=True)
        assert seen[-1] == 0
        for _ in range(400):
            desk._strike("Left")
        assert desk.caret > 350

    sit(path, day=day)


def test_a_whole_emoji_is_one_step_of_an_edge(sit: Sit, path: Path, check: Callable[..., None]) -> None:
    def day(desk: Desk) -> None:
        open_article(desk, "Robots, rain")
        span = desk.tag("Families", "A")
        desk.press("Ctrl+L")  # over the space, which alone would not count
        assert desk.kept(span, "words").endswith("👨‍👩‍👧‍👦")
        desk.press("Ctrl+K")
        assert not desk.kept(span, "words").endswith("👦")

    sit(path, day=day)
    check(path)


def test_drag_over_emoji_and_right_to_left(sit: Sit, path: Path, check: Callable[..., None]) -> None:
    def day(desk: Desk) -> None:
        open_article(desk, "Robots, rain")
        desk.drag("Yoshida Ryo")
        desk.press("A")
        open_article(desk, "وزارة")
        desk.drag("ليلى المرواني")
        desk.press("A")
        assert desk.rows("SELECT words FROM span ORDER BY n") == [("Yoshida Ryo",), ("ليلى المرواني",)]

    sit(path, day=day)
    check(path)
