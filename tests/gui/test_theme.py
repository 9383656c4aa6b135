"""Colours reach the contrast that the design asks for, and the stylesheet and the icons are whole."""

from __future__ import annotations

import re

import msgspec
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator import assets
from annotator.gui import icons
from annotator.gui.theme import (
    CONTRAST_DARK,
    CONTRAST_LIGHT,
    DARK,
    LIGHT,
    Theme,
    Tokens,
    blend,
    color,
    contrast,
    current,
    lane,
    palette,
    stylesheet,
    tint,
)
from annotator.gui.widgets import Badge, Bar, Chip, Elided, Segmented, button, label
from tests.builders import NEWS

ALL = (LIGHT, DARK, CONTRAST_LIGHT, CONTRAST_DARK)
GROUNDS = ("window", "panel", "paper", "raised", "hover", "accent_soft")


@pytest.fixture
def worn(qapp: QApplication, request: pytest.FixtureRequest) -> Tokens:
    """A theme put on for one test."""
    before = Theme.worn
    Theme.worn = request.param
    yield request.param
    Theme.worn = before


@pytest.mark.parametrize("tokens", ALL, ids=lambda one: one.name)
def test_words_can_be_read(tokens: Tokens) -> None:
    def least(ink: str, grounds: tuple[str, ...] = GROUNDS) -> float:
        return min(contrast(QColor(getattr(tokens, ink)), QColor(getattr(tokens, ground))) for ground in grounds)

    assert least("text") >= 10
    assert least("text2") >= 6
    assert least("text3") >= 4.5
    assert least("accent_ink") >= 4.5
    for ink in ("danger", "warn", "ok"):
        assert least(ink, ("window", "panel", "paper", "raised")) >= 4.5
    assert least("edge", ("paper", "raised")) >= 3
    on_accent = QColor(tokens.on_accent)
    assert contrast(on_accent, QColor(tokens.accent)) >= 4.5
    assert contrast(on_accent, QColor(tokens.accent_hi)) >= 4.5


@pytest.mark.parametrize("worn", ALL, ids=lambda one: one.name, indirect=True)
def test_labels_can_be_told(worn: Tokens) -> None:
    for rule in NEWS.labels:
        assert contrast(QColor("#FFFFFF"), QColor(rule.color)) >= 5.7
        assert contrast(lane(rule), color("paper")) >= 5.7
        assert contrast(color("text"), tint(rule, active=True)) >= 5
        assert contrast(color("text"), tint(rule)) >= 7


@pytest.mark.parametrize("worn", [DARK], indirect=True)
def test_a_lane_without_a_dark_colour_is_made_bright_enough(worn: Tokens) -> None:
    plain = msgspec.structs.replace(NEWS.labels[0], lane_dark="")
    assert contrast(lane(plain), color("paper")) >= 5.7
    assert lane(NEWS.labels[0]).name().upper() == NEWS.labels[0].lane_dark


def test_high_contrast_has_no_tints_and_thicker_lanes() -> None:
    for tokens in (CONTRAST_LIGHT, CONTRAST_DARK):
        assert (tokens.tint, tokens.tint_on) == (0, 0)
        assert tokens.lane_px == 3
        assert tokens.paper in ("#FFFFFF", "#000000")
        assert tokens.line in (LIGHT.text3, DARK.text3)


@pytest.mark.parametrize("tokens", ALL, ids=lambda one: one.name)
def test_the_stylesheet_is_whole(tokens: Tokens) -> None:
    sheet = stylesheet(tokens)
    assert "@" not in sheet
    assert sheet.count("{") == sheet.count("}")
    for picture in re.findall(r'url\("([^"]+)"\)', sheet):
        assert picture.endswith(f"-{tokens.name}.svg")
        assert not QImage(picture).isNull()
    assert palette(tokens).window().color() == QColor(tokens.window)
    for name, value in msgspec.structs.asdict(tokens).items():
        if isinstance(value, str) and name != "name":
            assert QColor(value).isValid(), name


def test_blend_is_a_mix() -> None:
    assert blend(QColor("#000000"), QColor("#FFFFFF"), 0).name() == "#ffffff"
    assert blend(QColor("#000000"), QColor("#FFFFFF"), 255).name() == "#000000"
    assert blend(QColor("#0B62B5"), QColor("#1F2228"), 40).name().upper() == "#1C2C3E"


def test_a_theme_is_chosen_and_said(qapp: QApplication, qtbot: QtBot) -> None:
    sheet, worn = qapp.styleSheet(), Theme.worn
    theme = Theme(qapp, "light")
    try:
        theme.dress()
        assert current() is LIGHT
        with qtbot.waitSignal(theme.changed):
            theme.choose("dark")
        assert current() is DARK
        assert DARK.paper in qapp.styleSheet()
        with qtbot.assertNotEmitted(theme.changed):
            theme.choose("dark")
        theme.choose("high-contrast")
        assert current() in (CONTRAST_LIGHT, CONTRAST_DARK)
        theme.choose("system")
        dark = qapp.styleHints().colorScheme() == Qt.ColorScheme.Dark
        assert current() is (DARK if dark else LIGHT)
    finally:
        Theme.worn = worn
        theme.deleteLater()
        qapp.setStyleSheet(sheet)


def _painted(name: str, token: str) -> QImage:
    image = QImage(32, 32, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    icons.draw(painter, QRectF(0, 0, 32, 32), name, token)
    painter.end()
    return image


def test_every_icon_is_drawn_in_the_colour_of_the_theme(qapp: QApplication) -> None:
    names = [name.removesuffix(".svg") for name in assets.names("icons")]
    assert len(names) > 40
    for name in names:
        image = _painted(name, "danger")
        points = [image.pixelColor(x, y) for x in range(32) for y in range(32)]
        solid = [point for point in points if point.alpha() > 250]
        assert any(point.alpha() > 60 for point in points), name
        if solid and name != icons.APPLICATION:
            wanted = color("danger")
            assert all(abs(point.red() - wanted.red()) + abs(point.blue() - wanted.blue()) < 8 for point in solid), name


def test_icons_follow_a_change_of_theme(qapp: QApplication) -> None:
    worn = Theme.worn
    icon = icons.icon("check", "text")
    try:
        Theme.worn = LIGHT
        light = icon.pixmap(32, 32).toImage()
        Theme.worn = DARK
        assert icon.pixmap(32, 32).toImage() != light
    finally:
        Theme.worn = worn


def test_small_widgets_show_what_they_are_given(qtbot: QtBot) -> None:
    line = Elided("a title that is much longer than there is room for", "sub")
    qtbot.addWidget(line)
    line.resize(60, 20)
    line.show()
    assert "title" in line.toolTip()
    line.setText("a")
    assert not line.toolTip()
    chip, badge, bar = Chip("ACTOR", "#0B62B5"), Badge("A", "#0B62B5"), Bar(50)
    for widget in (chip, badge, bar):
        qtbot.addWidget(widget)
        bar.set_fraction(2.0)
        widget.show()
        assert not widget.grab().isNull()
    chip.show_label("X" * 500, "#0B62B5")
    assert chip.width() < 220


def test_markup_is_text(qtbot: QtBot) -> None:
    words = label("<b>bold</b>")
    pushed = button("Save & <i>go</i>", icon="check")
    for widget in (words, pushed):
        qtbot.addWidget(widget)
    assert words.textFormat() == Qt.TextFormat.PlainText
    assert pushed.text() == " Save && <i>go</i>"
    assert pushed.accessibleName() == "Save & <i>go</i>"


def test_segments_say_which_was_taken(qtbot: QtBot) -> None:
    choices = Segmented(["One", "Two"])
    qtbot.addWidget(choices)
    choices.show()
    with qtbot.waitSignal(choices.chosen) as taken:
        choices._group.button(1).click()
    assert taken.args == [1]
    assert choices.choice() == 1
    choices.set_choice(0)
    assert choices.choice() == 0
