"""Colours, type and the look of controls: tokens in light, dark and high contrast, laid on the whole program."""

from __future__ import annotations

import os
import re
import sys
from functools import cache
from typing import ClassVar

import msgspec
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from annotator import assets
from annotator.core.codebook import Label
from annotator.gui.stylesheet import TEMPLATE

_USUAL = ["Noto Serif", "Charter", "Cambria", "Georgia", "DejaVu Serif", "serif"]
SERIF = list(_USUAL)
SANS = ["Noto Sans", "Cantarell", "DejaVu Sans", "sans-serif"]
LANE_CONTRAST = 5.8  # what a lane must reach on paper when the codebook gives none for the dark


class Tokens(msgspec.Struct, frozen=True, kw_only=True):
    """The colours of one theme by what they are for; `tint` and `tint_on` of 255 are mixed over paper."""

    name: str
    dark: bool = False
    window: str
    panel: str
    paper: str
    raised: str
    hover: str
    line: str
    edge: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_hi: str
    accent_ink: str
    accent_soft: str
    accent_line: str
    on_accent: str = "#FFFFFF"
    select: str
    danger: str
    danger_soft: str
    warn: str
    warn_soft: str
    ok: str
    seg_on: str
    scroll: str
    scrim: str  # with alpha, #AARRGGBB
    shadow: str
    tint: int
    tint_on: int
    lane_px: float = 2.4
    lane_on_px: float = 3.0


LIGHT = Tokens(
    name="light",
    window="#ECEEF1",
    panel="#F6F7F9",
    paper="#FFFFFF",
    raised="#FFFFFF",
    hover="#E9EBF0",
    line="#DADEE4",
    edge="#868F9D",
    text="#1B1F27",
    text2="#4A5361",
    text3="#5C6572",
    accent="#5546C0",
    accent_hi="#4639A6",
    accent_ink="#4A3CB4",
    accent_soft="#E6E3FA",
    accent_line="#B9B1EE",
    select="#D5CFFB",
    danger="#B3261E",
    danger_soft="#FBE9E7",
    warn="#835500",
    warn_soft="#FDF1D8",
    ok="#2C6A35",
    seg_on="#FFFFFF",
    scroll="#C3C8D0",
    scrim="#4A202531",
    shadow="#1B1F27",
    tint=26,
    tint_on=64,
)
DARK = Tokens(
    name="dark",
    dark=True,
    window="#15171B",
    panel="#1A1D22",
    paper="#1F2228",
    raised="#272B33",
    hover="#2A2E37",
    line="#31363F",
    edge="#77818F",
    text="#E3E6EB",
    text2="#B4BCC8",
    text3="#99A2B0",
    accent="#6757D6",
    accent_hi="#7060DB",
    accent_ink="#B6ADFA",
    accent_soft="#302C4D",
    accent_line="#5A4FA3",
    select="#4A4190",
    danger="#F2918A",
    danger_soft="#3B2524",
    warn="#E3B45C",
    warn_soft="#372E1C",
    ok="#86C58F",
    seg_on="#3A404B",
    scroll="#454B56",
    scrim="#8C08090B",
    shadow="#000000",
    tint=40,
    tint_on=86,
)
CONTRAST_LIGHT = msgspec.structs.replace(
    LIGHT,
    name="contrast-light",
    window="#FFFFFF",
    panel="#FFFFFF",
    hover="#E6E6E6",
    line=LIGHT.text3,
    edge="#000000",
    text="#000000",
    text2="#000000",
    text3="#303030",
    accent="#3A2CA0",
    accent_hi="#2B1F86",
    accent_ink="#2B1F86",
    danger="#9B0000",
    warn="#5E3B00",
    ok="#00501A",
    scroll="#000000",
    tint=0,
    tint_on=0,
    lane_px=3.0,
    lane_on_px=4.0,
)
CONTRAST_DARK = msgspec.structs.replace(
    DARK,
    name="contrast-dark",
    window="#000000",
    panel="#000000",
    paper="#000000",
    raised="#000000",
    hover="#2A2A2A",
    line=DARK.text3,
    edge="#FFFFFF",
    text="#FFFFFF",
    text2="#FFFFFF",
    text3="#D8D8D8",
    accent="#B6ADFA",
    accent_hi="#D0CAFF",
    accent_ink="#D0CAFF",
    on_accent="#000000",
    danger="#FFA39C",
    warn="#FFD27A",
    ok="#9BE5A5",
    scroll="#FFFFFF",
    tint=0,
    tint_on=0,
    lane_px=3.0,
    lane_on_px=4.0,
)


def set_serif(family: str) -> None:
    """The article's font: this family before the usual ones; empty for those alone."""
    SERIF[:] = [family, *_USUAL] if family else _USUAL
    _font.cache_clear()


def current() -> Tokens:
    """The tokens on screen."""
    return Theme.worn


@cache
def _colour(value: str, alpha: int) -> QColor:
    made = QColor(value)
    if alpha >= 0:
        made.setAlpha(alpha)
    return made


def color(name: str, alpha: int = -1) -> QColor:
    """A colour of the current theme by its token's name, or by #RRGGBB; `alpha` 0 to 255."""
    return QColor(_colour(name if name.startswith("#") else getattr(Theme.worn, name), alpha))


def lane(label: Label) -> QColor:
    """The colour of a label's lanes and tints; its chip and badge are always `label.color` with white on it."""
    if not Theme.worn.dark:
        return QColor(label.color)
    return QColor(label.lane_dark) if label.lane_dark else _brightened(label.color, Theme.worn.paper)


def tint(label: Label, *, active: bool = False) -> QColor:
    """The opaque colour under a span's words."""
    return blend(lane(label), color("paper"), Theme.worn.tint_on if active else Theme.worn.tint)


def blend(top: QColor, base: QColor, alpha: int) -> QColor:
    """`top` over `base` at alpha of 255, opaque."""
    share = alpha / 255
    over, under = (top.red(), top.green(), top.blue()), (base.red(), base.green(), base.blue())
    return QColor(*(round(x * share + y * (1 - share)) for x, y in zip(over, under, strict=True)))


def contrast(first: QColor, second: QColor) -> float:
    """The contrast ratio of WCAG 2, 1 to 21."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _luminance(value: QColor) -> float:
    parts = (channel / 255 for channel in (value.red(), value.green(), value.blue()))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def _brightened(value: str, paper: str) -> QColor:
    """A chip's colour, lightened until it can be seen on dark paper."""
    white, base, made = QColor("#FFFFFF"), QColor(value), QColor(value)
    for share in range(0, 256, 15):
        made = blend(white, base, share)
        if contrast(made, QColor(paper)) >= LANE_CONTRAST:
            break
    return made


@cache
def _font(px: int, weight: int, serif: bool, spacing: float) -> QFont:
    made = QFont()
    made.setFamilies(SERIF if serif else sans())
    made.setPixelSize(px)
    made.setWeight(QFont.Weight(weight))
    if spacing:
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
    return made


def font(px: int = 13, weight: int = 400, *, serif: bool = False, spacing: float = 0.0) -> QFont:
    """A font of the interface, or of the article (`serif`), at a size in pixels at 100 %."""
    return QFont(_font(px, weight, serif, spacing))


@cache
def sans() -> list[str]:
    """The system's own font where there is a desktop, then what is usually there."""
    if sys.platform in ("win32", "darwin") or os.environ.get("XDG_CURRENT_DESKTOP"):
        return [*QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).families(), *SANS]
    return SANS


class Theme(QObject):
    """Palette and font at once, the stylesheet on `dress`; follows the system. `changed` comes after a change."""

    worn: ClassVar[Tokens] = LIGHT
    changed = Signal()

    def __init__(self, application: QApplication, wanted: str = "system") -> None:
        super().__init__(application)
        self._application = application
        self.wanted = wanted
        self._dressed = False
        if not application.property("fusion"):  # it answers with a QStyle, of which PySide then makes all enums
            application.setStyle("Fusion")
        self._wear(self._tokens())
        application.styleHints().colorSchemeChanged.connect(self._follow)

    def dress(self) -> None:
        """Puts the stylesheet on; after the first window is built, since each widget built under it costs twice."""
        if not self._dressed:
            self._dressed = True
            self._application.setStyleSheet(stylesheet(Theme.worn))

    def choose(self, wanted: str) -> None:
        """Changes to "system", "light", "dark" or "high-contrast"."""
        self.wanted = wanted
        self._follow()

    def redress(self) -> None:
        """The same colours with other fonts."""
        self._wear(Theme.worn)
        self.changed.emit()

    def _follow(self) -> None:
        tokens = self._tokens()
        if tokens is not Theme.worn:
            self._wear(tokens)
            self.changed.emit()

    def _tokens(self) -> Tokens:
        system_dark = self._application.styleHints().colorScheme() == Qt.ColorScheme.Dark
        if self.wanted == "high-contrast":
            return CONTRAST_DARK if system_dark else CONTRAST_LIGHT
        dark = system_dark if self.wanted == "system" else self.wanted == "dark"
        return DARK if dark else LIGHT

    def _wear(self, tokens: Tokens) -> None:
        Theme.worn = tokens
        self._application.setPalette(palette(tokens))
        self._application.setFont(font())
        if self._dressed:
            self._application.setStyleSheet(stylesheet(tokens))


def palette(tokens: Tokens) -> QPalette:
    """The palette of a theme: what Fusion and native parts paint with."""
    role = QPalette.ColorRole
    made = QPalette()
    for place, value in (
        (role.Window, tokens.window),
        (role.Base, tokens.paper),
        (role.AlternateBase, tokens.panel),
        (role.Button, tokens.raised),
        (role.Text, tokens.text),
        (role.WindowText, tokens.text),
        (role.ButtonText, tokens.text),
        (role.BrightText, tokens.text),
        (role.Highlight, tokens.select),
        (role.HighlightedText, tokens.text),
        (role.PlaceholderText, tokens.text3),
        (role.Link, tokens.accent_ink),
        (role.LinkVisited, tokens.accent_ink),
        (role.ToolTipBase, tokens.raised),
        (role.ToolTipText, tokens.text),
        (role.Accent, tokens.accent),
        (role.Mid, tokens.line),
        (role.Light, tokens.raised),
        (role.Dark, tokens.edge),
    ):
        made.setColor(place, QColor(value))
    for place in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, place, QColor(tokens.text3))
    return made


def stylesheet(tokens: Tokens) -> str:
    """The one stylesheet, its @names replaced by the theme's colours and pictures."""
    controls = assets.path("icons/controls").as_posix()
    values = msgspec.structs.asdict(tokens)
    values["serif"] = ", ".join(f'"{family}"' for family in SERIF)
    for picture in ("down", "tick", "dot", "menu-tick", "menu-right"):
        values[picture.replace("-", "_") + "_picture"] = f'url("{controls}/{picture}-{tokens.name}.svg")'
    return re.sub(r"@(\w+)", lambda match: str(values[match[1]]), TEMPLATE)
