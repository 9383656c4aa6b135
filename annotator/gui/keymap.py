"""Which keys the actions have now: those of the table, or what the user's preferences make of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from annotator.gui.action_table import ACTIONS, BY_ID, Action, meet

# Each letter of one hand and the letter at the mirrored place of the other; B, C, D and Z have none to go to.
MIRROR = ("QP", "WO", "EI", "RU", "TY", "AL", "SK", "FJ", "GH", "VM", "XN")
_OTHER = {pair[side]: pair[1 - side] for pair in MIRROR for side in (0, 1)}


class _Worn:
    """What holds now; nothing at all while everything is as in the table."""

    own: Mapping[str, Sequence[str]] = {}
    mirrored = False
    plain = True
    now: Mapping[str, str] = {}  # a key of the table: what to press instead, or nothing


def wear(own: Mapping[str, Sequence[str]], *, mirrored: bool, plain: bool) -> bool:
    """Takes the user's own keys (by action), the mirrored hand, and whether plain letters act; says what changed."""
    if (own, mirrored, plain) == (_Worn.own, _Worn.mirrored, _Worn.plain):
        return False
    _Worn.own, _Worn.mirrored, _Worn.plain = dict(own), mirrored, plain
    _Worn.now = {}
    changed: dict[str, str] = {}
    for row in ACTIONS:
        present = keys_of(row)
        for place, key in enumerate(row.keys):
            there = present[place] if place < len(present) else ""
            if there != key:
                changed[key] = there
    _Worn.now = changed
    return True


def worn() -> bool:
    """Whether anything differs from the table."""
    return bool(_Worn.own) or _Worn.mirrored or not _Worn.plain


def plain() -> bool:
    """Whether plain letters act in the article."""
    return _Worn.plain


def keys_of(row: Action) -> tuple[str, ...]:
    """The keys of an action: the user's own, else those of the table as the preferences turn them."""
    own = _Worn.own.get(row.id)
    if own is not None:
        return tuple(own)
    if row.scope == "window":
        return row.keys
    return turned(row.keys)


def turned(keys: Iterable[str]) -> tuple[str, ...]:
    """Plain letters and digits mirrored, and with Alt+Shift where plain ones are off; what has no such key goes."""
    found = (_turned(key) for key in keys)
    return tuple(key for key in found if key)


def _turned(key: str) -> str:
    letter = key.removeprefix("Shift+")
    if len(letter) != 1 or not letter.isalnum():
        return key
    if _Worn.mirrored:
        key = key.removesuffix(letter) + _OTHER.get(letter, letter)
    if _Worn.plain:
        return key
    return "" if key.startswith("Shift+") else f"Alt+Shift+{key}"


def present(key: str) -> str:
    """What to press now for a key of the table; nothing where it has been taken away."""
    return _Worn.now.get(key, key)


def clash(action: str, key: str, labels: Mapping[str, str]) -> str:
    """The id of another action that has this key already; `labels` are keys of labels and what they do."""
    for row in ACTIONS:
        if row.id != action and key in keys_of(row) and meet(row, BY_ID[action]):
            return row.id
    return labels.get(key, "")
