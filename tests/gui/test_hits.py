"""The rows of the concordance: order, ticks, what is painted where, filters, and searches that are let go of."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.core.query import parse
from annotator.gui.hunting import Hunt, look_for
from annotator.gui.models.hits import Gathered, HitRow, HitsModel
from annotator.gui.views.concordance_empty import NoHits
from annotator.gui.views.concordance_filters import ANYBODY, UNTAGGED, Filters, Kind
from annotator.gui.views.concordance_rows import ROW, HitDelegate, Strip, columns, full_date
from annotator.gui.views.lists import ListView
from annotator.store.passages import Hit, Source
from annotator.store.search import UNLINKED, Sought
from tests.builders import NEWS, make_actor, make_annotator
from tests.gui.desk import make_project

SOURCE = Source(1, "a", "Ferry fares rise", "Halvern Courier", "2031-03-14")
OTHER = Source(2, "b", "Bridge vote", "", "")
HITS = [
    Hit(1, 10, 15, "the night ", "ferry", " was late", "ACTOR", "s1"),
    Hit(1, 40, 45, "a ", "Ferry", ", again", "GONE"),
    Hit(2, 5, 10, "no Zoë ", "ferry", " at all", others=(("QUOTE", 3),)),
]


def model(*, ticks: bool = False) -> HitsModel:
    made = HitsModel(ticks=ticks)
    made.codebook = NEWS
    made.follow(list(HITS), {1: SOURCE, 2: OTHER})
    return made


def shown(made: HitsModel) -> list[tuple[int, int]]:
    return [(hit.article, hit.start) for row in range(made.rowCount()) if (hit := made.hit_at(row)) is not None]


def test_orders() -> None:
    made = model()
    assert shown(made) == [(1, 10), (1, 40), (2, 5)]
    made.sort_by("left")
    assert shown(made) == [(1, 40), (1, 10), (2, 5)]  # a, night, zoë
    made.sort_by("right")
    assert shown(made) == [(1, 40), (2, 5), (1, 10)]  # again, at, was
    made.sort_by("article")
    assert shown(made) == [(2, 5), (1, 10), (1, 40)]
    assert made.row_of(1, 40) == 2
    assert made.row_of(7, 7) == -1
    made.sort_by("found")
    assert shown(made) == [(1, 10), (1, 40), (2, 5)]


def test_rows_grow_at_the_end(qtbot: QtBot) -> None:
    found, made = Gathered(), HitsModel()
    made.follow(found.hits, found.sources)
    made.grow()
    assert made.rowCount() == 0
    found.add(HITS[:2], [SOURCE])
    with qtbot.waitSignal(made.rowsInserted):
        made.grow()
    found.add(HITS[2:], [OTHER])
    made.sort_by("left")
    assert made.rowCount() == 2
    made.grow()
    assert shown(made) == [(1, 40), (1, 10), (2, 5)]


def test_ticks() -> None:
    made = model(ticks=True)
    assert [hit.start for hit in made.chosen()] == [40, 5]  # what stands on a span waits
    made.sort_by("left")
    made.toggle(0)
    made.toggle(1)
    assert [hit.start for hit in made.chosen()] == [10, 5]
    assert made.chosen_count() == 2
    made.tick_all(True)
    assert made.chosen_count() == 3
    made.tick_all(False)
    assert made.chosen() == []
    made.toggle(99)
    plain = model()
    plain.toggle(0)
    plain.tick_all(True)
    assert plain.chosen() == []


def test_what_a_row_says() -> None:
    made = model(ticks=True)
    rows: list[HitRow] = [made.data(made.index(row, 0), Qt.ItemDataRole.UserRole) for row in range(3)]
    assert [(row.label, row.letter, row.beside, row.ticked) for row in rows] == [
        ("Actor", "A", "", False),
        ("GONE", "G", "", True),
        ("", "", "Quote 3×", True),
    ]
    spoken = made.data(made.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("not ticked, ferry, Actor, the night ferry was late, Ferry fares rise, Halvern Courier")
    assert "ferry" in made.data(made.index(2, 0), Qt.ItemDataRole.ToolTipRole)
    assert made.data(made.index(2, 0)) == "ferry"
    assert made.data(made.index(9, 0)) is None


@pytest.mark.parametrize("ticks", [False, True])
@pytest.mark.parametrize("beside", [False, True])
@pytest.mark.parametrize("width", [928, 1012, 1149, 1150, 1428, 2560])
def test_columns_have_room(width: int, ticks: bool, beside: bool) -> None:
    made = columns(float(width), ticks=ticks, beside=beside)
    assert 0 < made.left < made.axis < made.right < made.title[0]
    assert made.axis - made.left > 120
    assert made.title[0] + made.title[1] <= made.outlet[0]
    assert made.outlet[0] + made.outlet[1] <= made.date[0]
    assert made.date[0] + made.date[1] <= width


def _ink(view: ListView) -> list[int]:
    """The columns of pixels of the first row that are not paper."""
    image = QImage(QSize(view.width(), ROW), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    view.viewport().render(painter, QPoint(), view.viewport().rect().adjusted(0, 0, 0, ROW - view.viewport().height()))
    painter.end()
    paper = image.pixel(3, 3)
    return [x for x in range(image.width()) if any(image.pixel(x, y) != paper for y in range(5, ROW - 5))]


@pytest.mark.parametrize(
    ("hit", "side"),
    [
        (Hit(2, 0, 5, "", "ferry", ""), 1),
        (Hit(2, 0, 5, "", "الماء", ""), -1),  # mirrored: the axis is where it begins, at its right
        (Hit(2, 0, 5, "before ", "x", ""), 0),
    ],
)
def test_the_hit_stands_at_the_axis(qtbot: QtBot, hit: Hit, side: int) -> None:
    made, view = HitsModel(), ListView(HitDelegate(), height=ROW, name="Hits")
    qtbot.addWidget(view)
    view.setModel(made)
    made.setParent(view)
    made.follow([hit], {2: Source(2, "b", " ", "", "")})
    view.resize(1100, 200)
    view.show()
    places = columns(float(view.viewport().width() - 12), ticks=False, beside=False)
    axis, end = 6 + places.axis, 6 + places.right
    ink = [x for x in _ink(view) if x < end]
    assert ink
    if side > 0:
        assert axis - 2 <= min(ink) < max(ink) < axis + 80
    elif side < 0:
        assert axis - 80 < min(ink) < max(ink) <= axis + 2
    else:
        assert min(ink) < axis - 20 < axis < max(ink)


def test_the_strip_says_how_much(qtbot: QtBot) -> None:
    delegate = HitDelegate(ticks=True)
    view = ListView(delegate, height=ROW, name="Hits")
    strip = Strip(view, delegate)
    qtbot.addWidget(view)
    qtbot.addWidget(strip)
    strip.resize(900, strip.height())
    strip.say("3 hits in 2 articles")
    strip.show()
    assert strip.accessibleName() == "3 hits in 2 articles"
    strip.grab()


@pytest.mark.parametrize(("date", "written"), [("", ""), ("2031", "2031"), ("2031-03", "Mar 2031"), ("soon", "soon")])
def test_dates_name_their_year(date: str, written: str) -> None:
    assert full_date(date) == written
    assert full_date("2031-03-14") == "14 Mar 2031"


# --- filters -----------------------------------------------------------------------------------------


@pytest.fixture
def filters(qtbot: QtBot) -> Filters:
    made = Filters()
    qtbot.addWidget(made)
    made.load(NEWS, [make_annotator("Ann", id="me"), make_annotator("Ben", id="ben")], "me", [make_actor(id="actor")])
    return made


def put(filters: Filters, name: str, data: object) -> None:
    combo = getattr(filters, name)
    place = next(at for at in range(combo.count()) if combo.itemData(at) == data)
    combo.setCurrentIndex(place)
    combo.activated.emit(place)


def test_filters_say_what_is_left_out(filters: Filters, qtbot: QtBot) -> None:
    sought = filters.fill(Sought())
    assert (sought.annotator, sought.who, sought.labels, sought.state) == ("me", "me", (), None)
    assert not filters.narrowed()
    with qtbot.waitSignal(filters.changed):
        put(filters, "labels", "ACTOR")
    put(filters, "values", ("type", "person"))
    put(filters, "actors", UNLINKED)
    put(filters, "people", ANYBODY)
    put(filters, "states", "done")
    filters.show_outlets(["Halvern Courier"])
    put(filters, "outlets", "Halvern Courier")
    filters.since.setText("2031-03")
    sought = filters.fill(Sought())
    assert (sought.labels, sought.attribute, sought.value) == (("ACTOR",), "type", "person")
    assert (sought.actor, sought.annotator, sought.state) == (UNLINKED, "", "done")
    assert (sought.outlet, sought.since, sought.until) == ("Halvern Courier", "2031-03", "")
    assert filters.narrowed()
    # What was chosen stays when the project is read again, and goes with the label it belonged to.
    filters.load(NEWS, [make_annotator("Ann", id="me")], "me", [make_actor(id="actor")])
    assert filters.fill(Sought()).value == "person"
    put(filters, "labels", UNTAGGED)
    sought = filters.fill(Sought())
    assert (sought.labels, sought.untagged, sought.value) == ((), True, "")
    assert not filters.fill(Sought(spans=True)).untagged
    with qtbot.waitSignal(filters.changed):
        filters.clear()
    assert not filters.narrowed()


def test_half_a_date_is_not_asked_for(filters: Filters, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(filters.changed):
        filters.since.setFocus()
        qtbot.keyClicks(filters.since, "20")
    assert filters.fill(Sought()).since == ""
    with qtbot.waitSignal(filters.changed):
        qtbot.keyClicks(filters.since, "31")
    assert filters.fill(Sought()).since == "2031"


def test_only_what_can_be_chosen_is_shown(qtbot: QtBot) -> None:
    made = Filters()
    qtbot.addWidget(made)
    made.load(NEWS, [make_annotator("Ann", id="me")], "me", [])
    made.show()
    assert not made.people.isVisible()
    assert not made.values.isVisible()
    assert not made.outlets.isVisible()
    assert made.labels.isVisible()
    assert not made.slips.isVisible()
    made.show_kind("slips")
    assert made.slips.isVisible()
    assert not made.labels.isVisible()
    assert not made.since.isVisible()


@pytest.mark.parametrize(
    ("kind", "typed", "asked", "title"),
    [
        ("words", "", False, "Search the whole project"),
        ("words", "-ferry", False, "Add a word to look for"),
        ("words", "<b>x", True, "Nothing found for"),
        ("spans", "", True, "No spans"),
        ("slips", "", True, "No inconsistencies"),
    ],
)
def test_why_there_is_nothing(qtbot: QtBot, kind: Kind, typed: str, asked: bool, title: str) -> None:
    made = NoHits()
    qtbot.addWidget(made)
    for untagged in (False, True):  # a second time, with other words before: no size may be negative
        made.show_reason(kind, typed, asked=asked, narrowed=True, whole=True, untagged=untagged)
        assert made.title.text().startswith(title)
        assert made.clear.isVisibleTo(made) is asked
        assert made.parts.isVisibleTo(made) is (asked and bool(typed))


# --- searches ----------------------------------------------------------------------------------------


def test_a_hunt_brings_hits_and_one_let_go_of_says_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    path, keeper = make_project(tmp_path / "p.annotator"), QWidget()
    qtbot.addWidget(keeper)
    found = Gathered()
    hunt = Hunt(path, look_for(Sought(query=parse("brandt")), found), "Search", keeper)
    with qtbot.waitSignal(hunt.over) as over:
        pass
    assert over.args == [True]
    assert len(found.hits) == 5
    assert set(found.sources) == {1, 2, 3, 4, 5}
    other = Hunt(path, look_for(Sought(query=parse("brandt")), Gathered()), "Search", keeper)
    heard: list[object] = []
    other.over.connect(heard.append)
    other.grown.connect(heard.append)
    other.drop(wait=True)
    qtbot.wait(50)
    assert heard == []


def test_a_hunt_in_a_project_that_is_gone_says_why(qtbot: QtBot, tmp_path: Path) -> None:
    keeper = QWidget()
    qtbot.addWidget(keeper)
    hunt = Hunt(tmp_path / "gone.annotator", look_for(Sought(query=parse("x")), Gathered()), "Search", keeper)
    with qtbot.waitSignal(hunt.failed) as failed:
        pass
    assert "there is no such file" in failed.args[0].line()
    qtbot.wait(20)


def test_searching_is_not_taken_for_the_work_of_others(qtbot: QtBot, tmp_path: Path) -> None:
    from annotator.store.project import Project

    path, keeper = make_project(tmp_path / "p.annotator"), QWidget()
    qtbot.addWidget(keeper)
    with Project.open(path) as project:
        project.changed_elsewhere()
        hunt = Hunt(path, look_for(Sought(query=parse("brandt")), Gathered()), "Search", keeper)
        with qtbot.waitSignal(hunt.over):
            pass
        assert not project.changed_elsewhere()
