"""The codebook beside the text: one key away, on hover, and true at once when it is changed elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from annotator import assets
from annotator.__main__ import main
from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk, words_of
from tests.journeys.pages import PLAIN


def guideline(desk: Desk) -> str:
    return words_of(desk.window.panel.card)


def test_the_whole_guideline_is_one_key_away(sit: Sit, make: Make) -> None:
    path = make("study", PLAIN)

    def day(desk: Desk) -> None:
        card, panel = desk.window.panel.card, desk.window.panel
        news = desk.session.codebook
        desk.tag("Ilse Brandt", "A")
        assert news.label("ACTOR").counter_examples[2] not in guideline(desk)
        desk.press("H")
        assert card.hasFocus()
        assert all(part.split("[")[0] in guideline(desk).replace("<b>", "[") for part in news.label("ACTOR").examples)
        assert news.label("ACTOR").counter_examples[2] in guideline(desk)
        assert not panel.view.isVisible(), "it has the whole panel"
        desk.press("Q")
        assert news.label("QUOTE").definition in guideline(desk)
        desk.press("3")
        assert news.label("STATISTIC").definition in guideline(desk)
        assert desk.stored() == [("ACTOR", "Ilse Brandt")], "the keys look up, they do not tag"
        desk.press("Escape")
        assert desk.text.hasFocus()
        assert panel.view.isVisible()
        assert news.label("ACTOR").definition in guideline(desk)
        desk.press("H", "H")
        assert desk.text.hasFocus()
        desk.press("Escape", "H")
        assert news.label("QUOTE").definition in guideline(desk), "without a span all labels are explained"

    sit(path, day=day)


def test_chips_and_buttons_explain_themselves(sit: Sit, make: Make) -> None:
    path = make("study", PLAIN)

    def day(desk: Desk) -> None:
        span = desk.tag("Ilse Brandt", "A")
        tip = desk.text._chip_tip([span])
        assert "ACTOR" in tip
        assert "A person, an organisation" in tip
        assert "✓ <b>Opposition councillor" in tip
        assert "✗ The train to Halvern" in tip
        tips = [part.toolTip() for part in desk.window.findChildren(_label_button())]
        assert any("Tag Quote  (Q / 2)" in tip and "The words a source said" in tip for tip in tips)

    sit(path, day=day)


def _label_button() -> type:
    from annotator.gui.views.header import LabelButton

    return LabelButton


def changed(tmp_path: Path) -> Path:
    book: dict[str, Any] = json.loads(assets.read_bytes("codebooks/news.json"))
    actor, quote, statistic = book["labels"][:3]
    actor |= {"name": "Akteur", "shortcut": "T", "color": "#5A1648", "definition": "Wer handelt."}
    book["labels"][3]["on"] = True
    book["labels"][:3] = [quote, statistic, actor]
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(book), encoding="utf-8")
    return path


def test_the_window_follows_a_change_from_elsewhere(sit: Sit, make: Make, tmp_path: Path) -> None:
    path = make("study", PLAIN)

    def day(desk: Desk) -> None:
        span = desk.tag("Ilse Brandt", "A")
        caret = desk.caret
        assert main(["codebook", str(path), "--import", str(changed(tmp_path)), "--as", "Mira Okafor"]) == 0
        desk.until(lambda: desk.session.codebook.label("ACTOR").name == "Akteur")
        desk.settle()
        buttons = [part.accessibleName() for part in desk.window.findChildren(_label_button())]
        assert buttons == ["Tag Quote", "Tag Statistic", "Tag Akteur", "Tag Cue"]
        assert desk.text.content.caption(desk.text.content.spans[span]) == "AKTEUR"
        assert desk.text._decorations.look.of("ACTOR").chip.name().upper() == "#5A1648"
        assert "Wer handelt." in guideline(desk)
        assert desk.caret == caret
        assert desk.session.active == span
        desk.tag("Norrholm", "T")
        assert desk.said.startswith("Tagged AKTEUR")
        desk.press("A")
        assert desk.said.startswith("No label has the key A")
        assert len(desk.stored()) == 2, "A is nobody's key any more"
        desk.press("Ctrl+Z", "Ctrl+Z")
        assert desk.said.startswith("Undone: Change the codebook: rename “Actor” to “Akteur” and 5 more")
        buttons = [part.accessibleName() for part in desk.window.findChildren(_label_button())]
        assert buttons == ["Tag Actor", "Tag Quote", "Tag Statistic"]
        assert desk.text.content.caption(desk.text.content.spans[span]) == "ACTOR"

    sit(path, day=day)
