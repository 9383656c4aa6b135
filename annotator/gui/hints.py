"""What the status line says about keys: the few that matter in the present state, the most needed first."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from annotator.gui.actions import keycap
from annotator.gui.session import Session
from annotator.gui.views.status import Hint


def hints(session: Session) -> list[Hint]:
    """Keys and what they do now."""
    if session.project is None:
        return [_hint("Ctrl+N", "new"), _hint("Ctrl+O", "open")]
    if session.article is None:
        return [_hint("Ctrl+I", "import"), _hint("Ctrl+V", "paste an article")]
    labels = session.codebook.shown() if session.codebook else ()
    letters = " ".join(rule.shortcut for rule in labels if rule.shortcut)
    if session.mode == "searching":
        there, all_of = _hint("Return", "to the place"), _hint("Ctrl+Shift+A", "tag all")
        return [there, _hint("Esc", "back to the article"), all_of, _hint("F1", "all keys")]
    if session.mode == "relabelling":
        return [(letters or "1–9", _tr("the other label")), _hint("Esc", "leave it as it is")]
    if session.mode == "choosing":
        return [
            _hint("Return", "take the first"),
            ("1–9", _tr("take another")),
            ("abc", _tr("type to filter")),
            _hint("Esc", "leave"),
        ]
    common = [(letters or "1–9", _tr("tag")), _hint("N", "next span"), _hint("F1", "all keys")]
    if session.active is None:
        return [*common, _hint("Ctrl+Z", "undo")]
    return [common[0], _hint("Y", "relabel"), ("L K", _tr("move the end")), *common[1:], _hint("Ctrl+Z", "undo")]


def _hint(keys: str, text: str) -> Hint:
    return keycap(keys), _tr(text)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Hints", text)
