"""Spans in pieces by key alone: an interrupted quote, joined and split, each one step that undo takes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk

STORY = (
    "Ferry fares\n\n“We waited,” Ilse Brandt said, “but the rain did not come.” The union agreed. "
    "“We will not cut a line,” she told reporters."
)


@pytest.fixture
def path(make: Make) -> Path:
    """A project of one article with interrupted speech."""
    return make("study", STORY)


def test_an_interrupted_quote_in_pieces(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        quote = desk.tag("“We waited,”", "Q")
        desk.select("“but the rain did not come.”")
        desk.press("J")
        assert desk.said == "Added “but the rain did not come.” to QUOTE “We waited,”"
        assert desk.kept(quote, "fragments") is not None
        assert desk.stored() == [("QUOTE", "“We waited,” “but the rain did not come.”")]
        assert desk.caret == desk.place("“We waited,”")[0]
        desk.walk(desk.place("rain")[0])
        desk.press("Ctrl+J")
        assert desk.stored() == [("QUOTE", "“We waited,”")]
        desk.press("Ctrl+J")
        assert "one piece only" in desk.said
        desk.press("Ctrl+Z", "Ctrl+Shift+J")
        assert desk.stored()[0][1].count("Ilse Brandt said") == 1
        desk.press("Ctrl+Z", "Shift+J")
        assert sorted(words for _, words in desk.stored()) == ["“We waited,”", "“but the rain did not come.”"]
        desk.press("Ctrl+Z")
        assert desk.stored() == [("QUOTE", "“We waited,” “but the rain did not come.”")]

    sit(path, day=day)


def test_two_spans_are_joined_and_overlap_is_refused(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.press("J")
        assert desk.said.startswith("No span to add to")
        first = desk.tag("“We waited,”", "Q")
        desk.press("J")
        assert "no other QUOTE to join" in desk.said
        desk.tag("“but the rain did not come.”", "Q")
        desk.press("Shift+N")
        assert desk.session.active == first
        desk.press("J")
        assert desk.said.startswith("Joined QUOTE “We waited,” and")
        assert len(desk.stored()) == 1
        desk.select("waited")
        desk.press("J")
        assert "is in it already" in desk.said
        desk.press("Escape", "Ctrl+Z")
        assert len(desk.stored()) == 2

    sit(path, day=day)
