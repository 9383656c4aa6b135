"""The sample's gold made again by keys alone: the plan of the replay, pressed in the real window, gives every span."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import pytest

from annotator import assets
from tests.benchmarks import keyplan
from tests.benchmarks.keygold import GoldArticle, read
from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk

GOLD = read(assets.path("samples/news.gold.jsonl"))
# From right to left the arrows change sides; test_scripts.py tags such an article by keys.
ENGLISH = [number for number, article in enumerate(GOLD) if article.language == "en"]


@pytest.fixture
def path(make: Make) -> Path:
    """The sample articles without spans."""
    return make("sample", files=(assets.path("samples/news.jsonl"),))


def open_article(desk: Desk, text: str) -> None:
    """Goes on from the first until this article is open, and to its beginning."""
    desk.press(*["Ctrl+PgUp"] * len(GOLD))
    for _ in GOLD:
        if desk.article == text:
            desk.press("Ctrl+Home")
            return
        desk.press("Ctrl+PgDown")
    raise AssertionError("the article is not there")


def confirm(desk: Desk) -> None:
    """Enter on the card of a figure that was tagged just now: an act of its own, as section 3 of the model counts."""
    if desk.session.mode == "card":
        desk.press("Return")
        assert desk.text.hasFocus()


def press(desk: Desk, keys: tuple[str, ...]) -> None:
    """Presses a plan's keys; a hint's letters are read from the screen, as many as the plan counted."""
    for key, same in groupby(keys):
        confirm(desk)
        count = len(list(same))
        if not key.startswith("hint "):
            desk.press(*[key] * count)
            continue
        place = int(key.removeprefix("hint "))
        letters = next(one.letters for one in desk.text.marks.hints if one.position == place)
        assert len(letters) == count
        desk.press(*letters)
    confirm(desk)


@pytest.mark.parametrize("number", ENGLISH)
def test_every_span_is_made_by_the_planned_keys(sit: Sit, path: Path, number: int, check: Callable[..., None]) -> None:
    gold: GoldArticle = GOLD[number]

    def day(desk: Desk) -> None:
        desk.window.resize(1440, 1800)  # the whole article is on screen, as the plan has it
        open_article(desk, gold.text)
        codebook = desk.session.codebook
        assert codebook is not None
        plans = keyplan.Desk(gold.text, codebook, gold.language)
        for span in gold.spans:
            plan = plans.make(span)
            press(desk, plan.keys)
            made = [(one.label, one.fragments) for one in desk.session.layer.by_id.values()]
            assert (span.label, span.fragments) in made, f"{plan} made {made[-1:]}, not {span}: {desk.said}"
        assert sorted(made) == sorted((span.label, span.fragments) for span in gold.spans)

    sit(path, day=day)
    check(path)
