"""Every preference as data: the setting, its words, what kind of value it has; the dialog is made from this list."""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal["choice", "number", "font", "name", "switch"]


class Preference(msgspec.Struct, frozen=True, kw_only=True):
    """One row; numbers are shown times `times` (a line height of 1.2 as 120 %)."""

    field: str
    text: str
    kind: Kind
    about: str = ""
    options: tuple[tuple[object, str], ...] = ()
    low: int = 0
    high: int = 0
    step: int = 1
    times: int = 1
    unit: str = ""


def _(text: str) -> str:
    """Marks a text for translation; the dialog looks it up."""
    return text


PAGES: tuple[tuple[str, tuple[Preference, ...]], ...] = (
    (
        _("Look"),
        (
            Preference(
                field="theme",
                text=_("Theme"),
                kind="choice",
                options=(
                    ("system", _("System")), ("light", _("Light")), ("dark", _("Dark")),
                    ("high-contrast", _("High contrast")),
                ),
            ),
            Preference(field="text_font", text=_("Article font"), kind="font"),
            Preference(field="text_size", text=_("Article size"), kind="number", low=12, high=40, unit=" px"),
            Preference(
                field="text_width", text=_("Longest line"), kind="number", low=400, high=1600, step=20, unit=" px"
            ),
            Preference(
                field="line_height", text=_("Line spacing"), kind="number", low=80, high=200, step=5, times=100,
                unit=" %",
            ),
            Preference(
                field="reduced_motion",
                text=_("Reduced motion"),
                kind="switch",
                about=_("No place lights up after undo: the caret goes there without a flash"),
            ),
        ),
    ),
    (
        _("Work"),
        (
            Preference(
                field="annotator",
                text=_("Your name"),
                kind="name",
                about=_("It stands on what you tag in projects opened from now on; what is tagged keeps its name"),
            ),
            Preference(
                field="careful",
                text=_("Careful mode"),
                kind="switch",
                about=_("A label key first selects and says its place, the same key again tags it"),
            ),
        ),
    ),
    (
        _("Keys"),
        (
            Preference(
                field="plain_letters",
                text=_("Plain letters act in the article"),
                kind="switch",
                about=_("Off, each letter key is Alt+Shift+letter; all else stays in the menus and the palette"),
            ),
            Preference(
                field="mirrored_keys",
                text=_("Letters for"),
                kind="choice",
                options=((False, _("Left hand")), (True, _("Right hand"))),
                about=_("Right hand: every letter key lies at the mirrored place, labels too"),
            ),
        ),
    ),
)  # fmt: skip
