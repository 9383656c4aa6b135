"""What the status line says about keys in a review: the few that matter for the difference in question."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from annotator.core.cases import Case
from annotator.gui.actions import keycap
from annotator.gui.hints import hints as usual
from annotator.gui.session import Session
from annotator.gui.views.status import Hint

_OWN = ("reading", "reviewing")


def hints(gold: Session, case: Case | None, proposals: int) -> list[Hint]:
    """Keys and what they do now; while gold is being tied, named or described they are those of the article."""
    if gold.mode not in _OWN:
        return usual(gold)
    if case is None:
        return [_hint("Space", "next difference"), _hint("Ctrl+Return", "next article"), _hint("F1", "all keys")]
    digits = "1" if proposals == 1 else f"1–{min(proposals, 9)}"
    take = [(digits, _tr("take"))] if proposals else []
    merge = [] if case.difference.tie or proposals < 2 else [_hint("J", "merge")]
    on = [_hint("Space", "next")]
    if case.decisions:
        mend = [(f"{keycap('E')} {keycap('W')}", _tr("mend gold"))] if case.gold and not case.difference.tie else []
        return [*on, _hint("Backspace", "reopen"), *mend, *take, _hint("F1", "all keys")]
    other = _hint("R", "another tie") if case.difference.tie else _hint("G", "new span")
    return [*take, *merge, _hint("0", "reject"), *on, other, _hint("F1", "all keys")]


def _hint(keys: str, text: str) -> Hint:
    return keycap(keys), _tr(text)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Hints", text)
