"""The dialog has words for whatever a format may lose."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from annotator.formats import writers
from annotator.gui.dialogs.export_parts import LossCard


def test_every_loss_has_words(qtbot: QtBot) -> None:
    card = LossCard()
    qtbot.addWidget(card)
    assert {loss.what for form in writers() for loss in form.cannot_carry} <= set(card.words())
