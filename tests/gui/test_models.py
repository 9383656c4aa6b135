"""The list models: well-behaved, lazy, and in step with every change."""

from __future__ import annotations

import random
import time
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import msgspec
import pytest
from PySide6.QtCore import QModelIndex, Qt

from annotator.core.codebook import Attribute, Codebook, Label, RelationKind
from annotator.core.model import Relation, Span, State
from annotator.gui.models.article_list import DIRECT, ArticleListModel
from annotator.gui.models.numbers import Query
from annotator.gui.models.paged import PAGE
from annotator.gui.models.span_list import SpanListModel, _depths, key_of
from annotator.store.lists import ArticleRow, Lists, Sort

ROLE = Qt.ItemDataRole


class FakeSource(Lists):
    """Articles 1 to `count`, counting what is asked of it."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.asked: list[int] = []
        self.spans: dict[int, int] = {}

    def article_ns(
        self,
        *,
        annotator_id: str,
        filter: str = "",
        state: State | None = None,
        sort: Sort = "added",
        descending: bool = False,
        limit: int = 0,
    ) -> array[int]:
        ns = [n for n in range(1, self.count + 1) if filter in f"Title {n}"]
        ns = list(reversed(ns)) if descending else ns
        return array("q", ns[:limit] if limit else ns)

    def rows(self, ns: Sequence[int], annotator_id: str) -> list[ArticleRow]:
        self.asked.extend(ns)
        return [row(n, self.spans.get(n, 0)) for n in ns]


def row(n: int, spans: int) -> ArticleRow:
    return ArticleRow(
        n=n, id=f"a{n}", title=f"Title {n}", outlet="Halvern Courier", published="2031-03-14", state="todo", spans=spans
    )


def opened(source: FakeSource) -> ArticleListModel:
    @contextmanager
    def opener() -> Iterator[FakeSource]:
        yield source

    model = ArticleListModel()
    model.open(source, "me", opener=opener, total=source.count)
    return model


def span(start: int, end: int, *, label: str = "ACTOR", key: str = "", annotator: str = "me", **rest: object) -> Span:
    return msgspec.structs.replace(
        Span(
            id=key or f"s{start:06}-{end:06}",
            article="a",
            annotator=annotator,
            label=label,
            fragments=((start, end),),
            words=f"words {start}",
            codebook="c",
        ),
        **rest,
    )


CODEBOOK = Codebook(
    name="Test",
    labels=(
        Label(key="ACTOR", name="Actor", shortcut="A", color="#0B62B5", role="agent"),
        Label(key="QUOTE", name="Quote", shortcut="Q", color="#A8480A", role="quotation"),
        Label(
            key="FIG",
            name="Figure",
            role="quantity",
            attributes=(Attribute(key="value", name="Value", kind="number"), Attribute(key="unit", name="Unit")),
        ),
    ),
    relations=(RelationKind(key="said", name="Speaker", role="speaker", head=("QUOTE",), tail=("ACTOR",)),),
)


def test_article_model_is_a_well_behaved_model(qtmodeltester: object) -> None:
    model = opened(FakeSource(130))
    qtmodeltester.check(model)  # type: ignore[attr-defined]
    qtmodeltester.check(ArticleListModel())  # type: ignore[attr-defined]


def test_small_project_is_complete_at_once_and_reads_only_what_is_seen(qtbot: object) -> None:
    source = FakeSource(1000)
    model = opened(source)
    assert model.rowCount() == 1000
    assert model.complete
    assert model.data(model.index(500, 0)) == "Title 501"
    assert len(source.asked) <= PAGE


def test_large_project_shows_its_first_page_before_the_worker_answers(qtbot: object) -> None:
    model = opened(FakeSource(DIRECT * 20))
    assert model.rowCount() == PAGE
    assert not model.complete
    inserted: list[tuple[int, int]] = []
    resets: list[int] = []
    model.rowsInserted.connect(lambda parent, first, last: inserted.append((first, last)))
    model.modelReset.connect(lambda: resets.append(1))
    with qtbot.waitSignal(model.settled, timeout=5000):  # type: ignore[attr-defined]
        pass
    assert model.rowCount() == DIRECT * 20
    assert inserted == [(PAGE, DIRECT * 20 - 1)]
    assert not resets, "the list may not jump when the rest arrives"


def test_only_the_newest_question_is_answered(qtbot: object) -> None:
    source = FakeSource(DIRECT * 4)
    model = opened(source)
    for text in ("1", "12", "123", "1234"):
        model.ask(Query(filter=text), total=source.count)
    qtbot.waitUntil(lambda: model.complete, timeout=5000)  # type: ignore[attr-defined]
    qtbot.wait(50)  # type: ignore[attr-defined]
    assert [model.n_at(row) for row in range(model.rowCount())] == list(
        source.article_ns(annotator_id="", filter="1234")
    )


def test_rows_are_found_in_any_order(qtbot: object) -> None:
    source = FakeSource(300)
    model = opened(source)
    assert model.row_of(300) == 299
    assert model.row_of(301) == -1
    model.ask(Query(descending=True), total=source.count)
    assert model.row_of(300) == 0
    assert model.row_of(999) == -1


def test_a_change_reads_one_row_again(qtbot: object) -> None:
    source = FakeSource(200)
    model = opened(source)
    model.article_at(3)
    source.asked.clear()
    source.spans[4] = 7
    changed: list[int] = []
    model.dataChanged.connect(lambda first, last, roles: changed.append(first.row()))
    model.refresh("a4")
    model.refresh("never seen")
    assert source.asked == [4]
    assert changed == [3]
    assert model.data(model.index(3, 0), ROLE.UserRole).spans == 7


def test_closing_empties_the_list(qtbot: object) -> None:
    model = opened(FakeSource(DIRECT * 2))
    model.close()
    assert model.rowCount() == 0
    assert model.article_at(0) is None


def loaded(spans: Sequence[Span], relations: Sequence[Relation] = ()) -> SpanListModel:
    model = SpanListModel()
    model.load(spans, relations, CODEBOOK)
    return model


def test_span_model_is_a_well_behaved_model(qtmodeltester: object) -> None:
    qtmodeltester.check(loaded([span(0, 9), span(2, 4), span(20, 30)]))  # type: ignore[attr-defined]


def test_spans_stand_in_text_order_and_know_their_depth() -> None:
    model = loaded([span(2, 4), span(0, 9), span(0, 20), span(8, 12), span(30, 40)])
    rows = [model.row(place) for place in range(model.rowCount())]
    assert [(row.span.start, row.span.end, row.depth) for row in rows if row] == [
        (0, 20, 0),
        (0, 9, 1),
        (2, 4, 2),
        (8, 12, 1),
        (30, 40, 0),
    ]


@pytest.mark.parametrize("seed", range(30))
def test_any_history_ends_where_loading_ends(seed: int) -> None:
    draw = random.Random(seed)
    spans: dict[str, Span] = {}
    model = loaded([])
    for step in range(80):
        act = draw.random()
        if spans and act < 0.3:
            gone = spans.pop(draw.choice(sorted(spans)))
            model.apply({gone.id: gone}, {}, shown=["me"])
        else:
            start = draw.randrange(40)
            moved = spans and act < 0.5
            key = draw.choice(sorted(spans)) if moved else f"s{step}"
            new = span(start, start + draw.randrange(1, 20), key=key)
            model.apply({key: spans[key]} if moved else {}, {key: new}, shown=["me"])
            spans[key] = new
    keys = sorted(key_of(one) for one in spans.values())
    shown = [model.row(place) for place in range(model.rowCount())]
    assert [row.span.id for row in shown if row] == [key[2] for key in keys]
    assert [row.depth for row in shown if row] == _depths(keys)


def test_what_is_shown_already_need_not_be_loaded_again() -> None:
    first, second = span(0, 4), span(6, 9)
    tie = Relation(id="r", article="a", kind="said", head=first.id, tail=second.id)
    model = loaded([first, second], [tie])
    assert model.shows([first, second], [tie])
    assert not model.shows([first], [tie])
    assert not model.shows([first, msgspec.structs.replace(second, note="new")], [tie])
    assert not model.shows([first, second], [])


def test_other_layers_stay_out() -> None:
    model = loaded([])
    other = span(0, 4, annotator="colleague")
    model.apply({}, {other.id: other}, shown=["me"])
    assert model.rowCount() == 0


def test_the_right_side_names_speaker_or_value() -> None:
    quote, actor = span(0, 50, label="QUOTE", key="q"), span(60, 70, key="a")
    figure = span(80, 90, label="FIG", key="f", attributes={"value": 4.70, "unit": "per cent"})
    tie = Relation(id="r", article="a", kind="said", head="q", tail="a")
    model = loaded([quote, actor, figure])
    model.apply({}, {"r": tie}, shown=["me"])
    assert [model.row(place).right for place in range(3)] == ["→ words 60", "", "4.7 %"]  # type: ignore[union-attr]
    model.apply({"r": tie, "a": actor}, {}, shown=["me"])
    assert model.row(0).right == ""
    assert model.relations_of("q") == []


def test_a_span_of_a_removed_label_is_still_shown() -> None:
    row = loaded([span(0, 4, label="OLD")]).row(0)
    assert row is not None
    assert (row.letter, row.color, row.label) == ("O", "", "OLD")


def test_a_tag_in_10_000_spans_is_cheap() -> None:
    spans = [span(10 * place, 10 * place + 8) for place in range(9_999)] + [span(0, 100_000, key="whole")]
    model = loaded(spans)
    times = []
    for place in range(20):
        new = span(500 * place + 1, 500 * place + 3)
        before = time.thread_time()
        model.apply({}, {new.id: new}, shown=["me"])
        times.append(time.thread_time() - before)
    assert sorted(times)[10] < 0.010


def test_tooltips_do_not_take_markup() -> None:
    model = loaded([msgspec.structs.replace(span(0, 4), words="<img src=x>")])
    assert "<img" not in model.data(model.index(0, 0), ROLE.ToolTipRole)
    assert model.data(model.index(0, 0)) == "<img src=x>"
    assert model.data(QModelIndex()) is None
