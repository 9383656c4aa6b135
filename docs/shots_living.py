"""Further pictures for `docs.shots`: the palette, the preferences, questions and corrections, high contrast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.gui.dialogs.ask import Ask
from annotator.gui.dialogs.correct_text import CorrectText
from annotator.gui.dialogs.preferences import Preferences
from annotator.gui.dialogs.remarks import Remarks

if TYPE_CHECKING:
    from docs.shots import Studio


def living(studio: Studio, end: str) -> None:
    """What makes the window one to live in."""
    _palette(studio, end)
    _preferences(studio, end)
    _remarks(studio, end)


def _palette(studio: Studio, end: str) -> None:
    """A few letters, and nothing found."""
    window = studio.window
    palette = window.commands.hands.palette
    for name, words in (("palette", "sp"), ("palette-articles", "wa"), ("palette-nothing", "zzz")):
        palette.open()
        palette.view.words.setText(words)
        studio.settle(0.8)
        studio.take(f"{name}{end}")
        palette.leave()


def _preferences(studio: Studio, end: str) -> None:
    for place, name in enumerate(("look", "work", "keys")):
        dialog = Preferences(studio.window.commands.hands.comfort, studio.window)
        dialog.show_page(place)
        studio.with_dialog(f"preferences-{name}{end}", dialog)


def _remarks(studio: Studio, end: str) -> None:
    window = studio.window
    remarking = window.commands.hands.remarking
    studio.with_dialog(f"ask{end}", Ask(remarking, window))
    remarking.send("Is the council an actor here, or the place?", question=True, on_span=True)
    studio.with_dialog(f"remarks{end}", Remarks(remarking, window))
    window.session.undo()
    span = window.session.active_span
    if span is not None:
        studio.with_dialog(f"correct{end}", CorrectText(remarking, (span.start, span.end), window))
