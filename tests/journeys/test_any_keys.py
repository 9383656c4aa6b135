"""Keys in any order: whatever an analyst presses, no error comes, Escape leads back, and the file is sound."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator import assets
from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk
from tests.journeys.pages import PLAIN

WRITTEN = (
    "A Q S 1 3 Shift+A Shift+Q Space Shift+Space F G E W X L K Shift+L Ctrl+K N Shift+N Y Escape Return Backspace "
    "Ctrl+Z Ctrl+Shift+Z Right Shift+Right Ctrl+Shift+Right Down PgDown Ctrl+Home J Shift+J R V I T M Ctrl+PgDown "
    "Ctrl+PgUp Ctrl+Return"
)
KEYS = WRITTEN.split()


@pytest.mark.parametrize("seed", [3, 8])
def test_keys_in_any_order(sit: Sit, make: Make, seed: int, check: Callable[[Path], None]) -> None:
    path = make("study", PLAIN, files=(assets.path("samples/news.jsonl"),))

    def day(desk: Desk) -> None:
        desk.until(lambda: "landing" in vars(desk.window.commands.hands))
        rng, pressed = random.Random(seed), list[str]()
        for _ in range(160):
            key = rng.choice(KEYS)
            if key == "Ctrl+Z" and (desk.session.undo_title() or "Import").startswith("Import"):
                continue  # an undone import leaves no article to go on with
            pressed.append(key)
            desk.press(key)
            for _ in range(4):
                if not desk.text.hasFocus():
                    desk.press("Escape")
            assert desk.text.hasFocus(), f"Escape does not lead back after {pressed[-8:]}"
        shown = {(span.label, span.words) for span in desk.session.spans}
        assert shown == set(desk.stored())

    sit(path, day=day)
    check(path)
