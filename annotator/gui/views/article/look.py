"""The colours and measures of the article view: of the program's theme, and of each label of a codebook."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetricsF, QStaticText, QTransform

from annotator.core.codebook import Codebook, Label
from annotator.gui import theme

LANE = 5.0  # px from one lane to the next
CHIP = 16.0  # px from one row of chips to the next
CHIP_HEIGHT = 14.0
DIGIT = 16.0  # px that a digit takes in front of a chip's caption
MARGIN = 20  # px around the text inside the view, of which the arrow takes its way
WIDEST_CHIP = 240.0


class LabelLook(NamedTuple):
    """How spans of one label are painted; no tint in high contrast."""

    chip: QColor
    lane: QColor
    tint: QColor | None
    tint_active: QColor | None


class Look:
    """Everything that is painted with, taken from the theme at the time it is made."""

    def __init__(self, codebook: Codebook) -> None:
        tokens = theme.current()
        self.paper, self.text, self.text2 = (theme.color(name) for name in ("paper", "text", "text2"))
        self.edge, self.flash = theme.color("edge"), theme.color("accent_soft")
        self.on_chip = QColor("#FFFFFF")
        self.accent, self.on_accent = theme.color("accent"), theme.color("on_accent")
        self.lane_px, self.lane_active_px = tokens.lane_px, tokens.lane_on_px
        self.arrow_px = 2.0 if tokens.tint == 0 else 1.6
        self.chip_font = theme.font(10, 700)
        self._metrics = QFontMetricsF(self.chip_font)
        self._labels = {label.key: _label_look(label, tinted=tokens.tint > 0) for label in codebook.labels}
        self._unknown = _label_look(Label(key="unknown", name="unknown", color="#4A5361"), tinted=tokens.tint > 0)
        self._captions: dict[str, tuple[str, float]] = {}
        self._written: dict[str, QStaticText] = {}

    def of(self, label: str) -> LabelLook:
        """The colours of a label; of one that the codebook does not have, a neutral grey."""
        return self._labels.get(label, self._unknown)

    def fitted(self, caption: str) -> tuple[str, float]:
        """A caption, cut if it is too wide, and the width of its chip."""
        known = self._captions.get(caption)
        if known is None:
            shown = self._metrics.elidedText(caption, Qt.TextElideMode.ElideRight, WIDEST_CHIP)
            known = self._captions[caption] = (shown, self._metrics.horizontalAdvance(shown) + 12)
        return known

    def written(self, caption: str) -> QStaticText:
        """A caption laid out once, since the same few are painted again and again."""
        known = self._written.get(caption)
        if known is None:
            known = self._written[caption] = QStaticText(caption)
            known.setTextFormat(Qt.TextFormat.PlainText)
            known.prepare(QTransform(), self.chip_font)
        return known


def _label_look(label: Label, *, tinted: bool) -> LabelLook:
    lane = theme.lane(label)
    if not tinted:
        return LabelLook(QColor(label.color), lane, None, None)
    return LabelLook(QColor(label.color), lane, theme.tint(label), theme.tint(label, active=True))
