"""What the status line says about keys: the few that matter in the present state, the most needed first."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from annotator.core import ties
from annotator.core.codebook import RelationKind
from annotator.gui.actions import keycap, label_keys, written
from annotator.gui.keymap import plain
from annotator.gui.session import Session
from annotator.gui.text import plain as plain_words
from annotator.gui.views.status import Hint


def hints(session: Session) -> list[Hint]:
    """Keys and what they do now."""
    if session.mode == "palette":
        return [("↑ ↓", _tr("choose")), _hint("Return", "do it"), _hint("Esc", "close")]
    if session.project is None:
        return [_hint("Ctrl+N", "new"), _hint("Ctrl+O", "open")]
    if session.article is None:
        return [_hint("Ctrl+I", "import"), _hint("Ctrl+V", "paste an article")]
    labels = session.codebook.shown() if session.codebook else ()
    letters = " ".join(written(key) for rule in labels for key in label_keys(rule.shortcut, 10))
    if session.mode == "searching":
        there, all_of = _hint("Return", "to the place"), _hint("Ctrl+Shift+A", "tag all")
        return [there, _hint("Esc", "back to the article"), all_of, _hint("F1", "all keys")]
    if session.mode == "relabelling":
        return [(letters or "1–9", _tr("the other label")), _hint("Esc", "leave it as it is")]
    if session.mode == "card":
        return [_hint("Tab", "next field"), _hint("Return", "confirm"), _hint("Esc", "leave as it is")]
    if session.mode == "choosing":
        return [
            _hint("Return", "take the first"),
            ("1–9", _tr("take another")),
            ("abc", _tr("type to filter")),
            _hint("Esc", "leave"),
        ]
    if session.mode == "jumping":
        return [("a–z", _tr("first letter of the word")), _hint("Return", "next word"), _hint("Esc", "stay here")]
    if session.mode == "hinting":
        more = [_hint("G", "start or end"), _hint("Return", "likeliest")]
        return [("a–z", _tr("the letters at the word")), *more, _hint("Esc", "stay here")]
    if session.mode == "stretching":
        ends = [_hint("Shift+Right", "stretch"), _hint("X", "other end"), _hint("Return", "apply")]
        return [*ends, (letters or "1–9", _tr("second label")), _hint("Esc", "leave it as it is")]
    return _reading(session, letters or "1–9")


def _reading(session: Session, letters: str) -> list[Hint]:
    tag, f1 = (letters, _tr("tag")), _hint("F1", "all keys")
    if session.aim == "start":
        ends = [_hint("Space", "next such word"), _hint("G", "name the end"), _hint("Esc", "let go")]
        return [(letters, _tr("tag from here")), *ends, f1]
    if session.aim == "picked":
        return [(letters, _tr("tag these words")), (_keys("E", "W"), _tr("grow, shrink")), _hint("Space", "next"), f1]
    passing = [(written(f"Shift+{letters[0]}"), _tr("pass over"))] if session.aim == "ghost" and plain() else []
    jumps = (_keys("F", "G"), _tr("name a start"))
    if session.active is None:
        return [tag, *passing, jumps, _hint("N", "next span"), f1]
    tie = [(keycap("R"), plain_words(kind.name.lower()))] if (kind := _first_kind(session)) is not None else []
    tie += [_hint("I", "actor")] if _unlinked(session) else []
    mend = [*tie, (_keys("E", "W"), _tr("grow, shrink")), (_keys("L", "K"), _tr("move the end")), _hint("Y", "relabel")]
    return [tag, *passing, *mend, jumps, f1]


def _unlinked(session: Session) -> bool:
    """Whether the active span is a mention that no actor is linked to yet."""
    span, codebook = session.active_span, session.codebook
    if span is None or codebook is None or span.actor is not None or not codebook.has(span.label):
        return False
    return codebook.label(span.label).role == "agent"


def _first_kind(session: Session) -> RelationKind | None:
    """The relation that R would make from the active span."""
    span, codebook = session.active_span, session.codebook
    if span is None or codebook is None:
        return None
    return next(iter(ties.kinds_offered(codebook, span.label)), None)


def _keys(*keys: str) -> str:
    return " ".join(keycap(key) for key in keys)


def _hint(keys: str, text: str) -> Hint:
    return keycap(keys), _tr(text)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Hints", text)
