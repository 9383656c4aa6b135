"""What the article view shows of spans: changes, the active one, arrows, many nested ones, scrolling, themes."""

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.gui import theme
from annotator.gui.views.article import ArticleView
from annotator.gui.views.article.decoration import Decoration
from annotator.gui.views.article.document import Measures
from tests.gui.article_desk import CODEBOOK, LONG, PLAIN, UGLY, article, chip_point, hosted, show, span, tie

PARAGRAPHS = "\n\n".join(f"Paragraph {number}. {PLAIN} " * 3 for number in range(60))


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[ArticleView]:
    with hosted(qtbot) as shown:
        yield shown


def decorations(view: ArticleView) -> list[Decoration]:
    view.grab()
    return [shown.decoration for shown in view._canvas.shown()]


def captions(view: ArticleView) -> list[str]:
    """What the chips say, without the isolates around names."""
    chips = [chip for block in decorations(view) for line in block.lines for chip in line.chips]
    return [chip.caption.replace("\u2068", "").replace("\u2069", "") for chip in chips]


def test_chips_name_the_label_and_whom_it_is_tied_to(view: ArticleView) -> None:
    who, said = span(PLAIN, (0, 15)), span(PLAIN, (21, 36), label="SAID")
    show(view, PLAIN, who, said, relations=[tie(said, who)])
    assert captions(view) == ["WHO", "SAID  →  Dagny Verhoeven"]
    view.apply_changes((), (), [tie(said, who)], names={who.id: "Verhoeven"})
    view.apply_changes((), (said,), [tie(said, who)])
    assert captions(view) == ["WHO", "SAID  →  Verhoeven"]
    view.apply_changes((), (), [])
    assert captions(view) == ["WHO", "SAID"]


def test_a_chip_follows_its_tail(view: ArticleView) -> None:
    who, said = span(PLAIN, (0, 15), key="w"), span(PLAIN, (21, 36), label="SAID")
    show(view, PLAIN, who, said, relations=[tie(said, who)])
    view.apply_changes((), (span(PLAIN, (6, 15), key="w"),), [tie(said, who)])
    assert captions(view) == ["WHO", "SAID  →  Verhoeven"]
    view.apply_changes(("w",), (), [])
    assert captions(view) == ["SAID"]


def test_spans_come_and_go_only_where_they_are(view: ArticleView) -> None:
    show(view, PARAGRAPHS, span(PARAGRAPHS, (0, 9), key="first"))
    before = decorations(view)
    late = PARAGRAPHS.index("Paragraph 2.")
    view.apply_changes((), (span(PARAGRAPHS, (late, late + 9), key="late"),), [])
    after = decorations(view)
    changed = [number for number, (old, new) in enumerate(zip(before, after, strict=False)) if old is not new]
    assert changed == [view.content.blocks.at(late)]
    assert [found.id for found in view.spans_at(late)] == ["late"]
    view.apply_changes(("late",), (), [])
    assert view.spans_at(late) == []


def test_a_span_that_begins_with_line_ends_has_its_chip_over_its_first_word(view: ArticleView) -> None:
    show(view, "One.\n\nTwo words.", span("One.\n\nTwo words.", (4, 9)))
    assert captions(view) == ["WHO"]


def test_a_line_with_tags_grows_and_shrinks_again(view: ArticleView) -> None:
    show(view, PLAIN)
    plain = decorations(view)[0].height
    view.apply_changes((), (span(PLAIN, (0, 15), key="w"),), [])
    assert decorations(view)[0].height > plain + 16
    view.apply_changes(("w",), (), [])
    assert decorations(view)[0].height == plain


def test_spans_at_a_position_are_innermost_first_and_know_their_gaps(view: ArticleView) -> None:
    quote = span(PLAIN, (0, 15), (21, 36), label="SAID", key="quote")
    show(view, PLAIN, quote, span(PLAIN, (6, 15), key="name"))
    assert [found.id for found in view.spans_at(8)] == ["name", "quote"]
    assert [found.id for found in view.spans_at(17)] == []
    assert [found.id for found in view.spans_at(36)] == []


def test_a_quote_in_two_pieces_is_one_lane_with_a_bridge(view: ArticleView) -> None:
    show(view, PLAIN, span(PLAIN, (0, 15), (21, 36), label="SAID"))
    rules = [rule for line in decorations(view)[0].lines for rule in line.rules]
    assert [rule.bridge for rule in rules] == [False, True, False]
    assert len({rule.lane for rule in rules}) == 1
    ticks = [tick for line in decorations(view)[0].lines for tick in line.ticks]
    assert len(ticks) == 4


@pytest.mark.parametrize("text", [UGLY, LONG], ids=["ugly", "long"])
def test_spans_over_anything_can_be_painted(view: ArticleView, text: str) -> None:
    step = max(1, len(text) // 60)
    spans = [span(text, (start, min(len(text), start + 5 * step))) for start in range(0, len(text) - 1, step)]
    show(view, text, *spans)
    for found in spans:
        view.set_active(found.id)
        view.ensure_visible(found.start, found.end)
        view.grab()


def test_chips_of_a_line_do_not_overlap(view: ArticleView) -> None:
    text = "ab cd ef gh ij kl " * 8
    spans = [span(text, (start, start + length)) for start in range(0, 120, 3) for length in (2, 8)]
    show(view, text, *spans)
    for line in decorations(view)[0].lines:
        for one in line.chips:
            for other in line.chips:
                if one is not other and one.row == other.row:
                    assert one.left + one.width <= other.left or other.left + other.width <= one.left


@pytest.mark.parametrize("count", [50, 300])
def test_many_nested_spans_share_six_lanes_and_a_count(view: ArticleView, qtbot: QtBot, count: int) -> None:
    text = PLAIN * 20
    nested = [span(text, (400 - number, 420 + number), key=f"n{number}") for number in range(count)]
    show(view, text, *nested)
    view.ensure_visible(90, 430)
    said = captions(view)
    assert said.count("WHO") == 6
    assert sum(int(caption[1:]) for caption in said if caption.startswith("+")) == count - 6
    last = f"n{count - 1}"
    view.span_clicked.connect(view.set_active)
    view.ensure_visible(nested[-1].start, nested[-1].start)
    chip = chip_point(view, last)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=chip)
    first = view.active()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=chip)
    assert first is not None
    assert view.active() not in (None, first) or count == 50
    view.set_active(last)
    tints = [tint.span for block in decorations(view) for line in block.lines for tint in line.tints]
    assert last in tints


def test_the_active_span_is_tinted_and_ringed(view: ArticleView) -> None:
    show(view, PLAIN, span(PLAIN, (0, 15), key="w"))
    quiet = view.grab().toImage()
    view.set_active("w")
    assert view.active() == "w"
    assert view.grab().toImage() != quiet
    view.set_active(None)
    assert view.grab().toImage() == quiet
    view.set_active("nobody")
    assert view.active() is None


def test_the_arrow_is_painted_beside_the_words(view: ArticleView) -> None:
    text = PLAIN + "\n" + PLAIN
    who, said = span(text, (0, 15)), span(text, (len(PLAIN) + 22, len(PLAIN) + 37), label="SAID")
    show(view, text, who, said, relations=[tie(said, who)])
    view.set_active(said.id)
    image = view.viewport().grab().toImage()
    gutter = [image.pixelColor(7, y) for y in range(140)]
    assert any(colour.hue() in range(15, 35) and colour.saturation() > 150 for colour in gutter)


def test_the_arrow_leaves_the_screen_for_a_far_tail(view: ArticleView) -> None:
    end = len(PARAGRAPHS) - 60
    who, said = span(PARAGRAPHS, (0, 9)), span(PARAGRAPHS, (end, end + 9), label="SAID")
    show(view, PARAGRAPHS, who, said, relations=[tie(said, who)])
    view.set_active(said.id)
    for start in (0, end, len(PARAGRAPHS) // 2):
        view.ensure_visible(start, start + 5)
        view.grab()


# --- scrolling ----------------------------------------------------------------------------------------


def test_what_is_far_comes_into_sight(view: ArticleView) -> None:
    show(view, PARAGRAPHS)
    for position in (len(PARAGRAPHS) - 1, 0, len(PARAGRAPHS) // 2):
        view.ensure_visible(position, position)
        view.set_caret(position)
        top = view.cursorRect().top()
        assert 0 <= top < view.viewport().height() - 20


def test_what_is_in_sight_does_not_move(view: ArticleView) -> None:
    show(view, PARAGRAPHS)
    view.ensure_visible(3000, 3010)
    place = view.place()
    view.ensure_visible(3050, 3060)
    assert view.place() == place


def test_the_place_is_found_again(view: ArticleView, qtbot: QtBot) -> None:
    show(view, PARAGRAPHS)
    view.set_caret(5010)
    view.ensure_visible(5000, 5000)
    place = view.place()
    show(view, UGLY)
    assert view.place() == (0, 0)
    show(view, PARAGRAPHS)
    view.restore_place(place)
    assert view.place() == place
    view.restore_place((10**9, 10**9))
    assert view.caret() == len(PARAGRAPHS)


def test_the_line_of_the_caret_stays_when_tags_grow(view: ArticleView) -> None:
    show(view, PARAGRAPHS)
    view.ensure_visible(5000, 5000)
    view.set_caret(5200)
    view.grab()

    def height() -> int:
        return view.cursorRect().top() + view.viewport().y()

    start = view.place()[0]
    before = height()
    little = view.fontMetrics().height() / 4  # Qt rounds each time, by the font that the system has
    spans = [span(PARAGRAPHS, (at, at + 9), key=f"s{at}") for at in range(start, 5300, 40)]
    for made in spans:
        view.apply_changes((), (made,), [])
        view.grab()
        assert abs(height() - before) <= little
    for made in spans:
        view.apply_changes((made.id,), (), [])
        view.grab()
        assert abs(height() - before) <= little


def test_hidden_paper_comes_back_with_the_wheel(view: ArticleView) -> None:
    show(view, PARAGRAPHS)
    view.set_caret(120)
    view.apply_changes((), (span(PARAGRAPHS, (0, 9)), span(PARAGRAPHS, (0, 12))), [])
    assert view.viewport().y() < 0
    where = QPointF(100, 100)
    wheel = QWheelEvent(
        where,
        view.viewport().mapToGlobal(where),
        where.toPoint() * 0,
        where.toPoint() * 0 + where.toPoint(),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), wheel)
    assert view.viewport().y() == 0


def test_a_flash_goes_out_by_itself(view: ArticleView, qtbot: QtBot) -> None:
    show(view, PLAIN)
    quiet = view.viewport().grab().toImage()
    view.flash(0, 15)
    assert view.viewport().grab().toImage() != quiet
    qtbot.waitUntil(lambda: view.viewport().grab().toImage() == quiet, timeout=2000)


# --- look ---------------------------------------------------------------------------------------------


@pytest.fixture
def worn(qapp: QApplication) -> Iterator[None]:
    before = theme.Theme.worn
    yield
    theme.Theme.worn = before


def test_a_title_in_the_text_is_the_headline(view: ArticleView) -> None:
    show(view, "Rates stay\n\n" + PLAIN, title="Rates stay")
    with_headline = decorations(view)[0].lines[0].text_height
    show(view, "Rates stay\n\n" + PLAIN, title="Another title")
    assert with_headline > decorations(view)[0].lines[0].text_height + 4


def test_narrow_windows_take_smaller_type(view: ArticleView) -> None:
    show(view, "Rates stay\n" + PLAIN, title="Rates stay")
    wide = [line.text_height for block in decorations(view) for line in block.lines]
    view.set_measures(Measures(), narrow=True)
    narrow = [line.text_height for block in decorations(view) for line in block.lines]
    assert all(small < large for small, large in zip(narrow, wide, strict=True))


def test_lines_are_never_wider_than_is_good_to_read(view: ArticleView) -> None:
    show(view, PARAGRAPHS)
    view.window().resize(1900, 500)
    assert decorations(view)[0].width <= 780
    view.set_measures(Measures(width=500), narrow=False)
    assert decorations(view)[0].width <= 500
    assert view.text_left() > 500


@pytest.mark.parametrize("tokens", [theme.LIGHT, theme.DARK, theme.CONTRAST_LIGHT, theme.CONTRAST_DARK])
@pytest.mark.usefixtures("worn")
def test_colours_follow_the_theme(view: ArticleView, tokens: theme.Tokens) -> None:
    show(view, PLAIN, span(PLAIN, (0, 15), key="w"))
    theme.Theme.worn = tokens
    view.setPalette(theme.palette(tokens))
    view.grab()
    brush = view._canvas.brush()
    tint = brush.look.of("WHO").tint
    assert (tint is None) == (tokens.tint == 0)
    assert brush.look.paper == QColor(tokens.paper)
    assert brush.look.lane_px == tokens.lane_px


def test_a_label_that_the_codebook_does_not_have_is_shown(view: ArticleView) -> None:
    show(view, PLAIN, span(PLAIN, (0, 15), label="GONE"))
    assert captions(view) == ["GONE"]


# --- size ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [" ", "\n\n"], ids=["one paragraph", "paragraphs"])
def test_two_megabytes_stay_usable(view: ArticleView, qtbot: QtBot, separator: str) -> None:
    text = separator.join([PLAIN] * (2_000_000 // len(PLAIN)))
    spans = [span(text, (start, start + 15)) for start in range(0, len(text) - 100, 200)]
    began = time.perf_counter()
    view.show_article(article(text), spans, (), CODEBOOK)
    view.grab()
    opened = time.perf_counter() - began
    began = time.perf_counter()
    for place in range(10):
        position = place * len(text) // 11
        view.ensure_visible(position, position + 10)
        view.apply_changes((), (span(text, (position, position + 10), key=f"new{place}"),), ())
        view.set_active(f"new{place}")
        view.grab()
    assert opened < 4
    assert time.perf_counter() - began < 4
