"""Search over a project: what the index narrows down is what a plain scan of all texts finds, with every filter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.model import Annotator, Article, new_id
from annotator.core.occurrences import Manner, neighbours
from annotator.core.query import Matcher, parse
from annotator.store.bulk import Bulk
from annotator.store.passages import Hit
from annotator.store.project import Project
from annotator.store.search import UNLINKED, Sought, index_query, outlets, search
from tests.builders import NEWS, make_actor, make_annotator, make_article, make_progress, make_span, span_on
from tests.store.support import bring

TEXTS = (
    "Ferry fares rise\n\nIlse Brandt said the ferry is late. Café owners agree.",
    "Bridge vote\n\nThe council of Sarn voted; ILSE BRANDT’S plan fell. A ferryman spoke of ferries.",
    "水道料金\n\n市長の水谷氏は水道料金を上げない。IBM said so.",
    "وزارة المياه\n\nقالت الوزارة إن الماء كاف.",
    "Waves 🌊🌊\n\nThe ferry 🌊 rocked. Cafe\u0301 closed; $61 a ride, 50% more.",
)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    path = tmp_path_factory.mktemp("search") / "study.annotator"
    with Project.create(path, codebook=NEWS, annotator="Ann", site="aaaaaaaa") as project:
        me = project.owner
        assert me is not None
        made = [
            make_article(text, outlet=f"Outlet {at % 2}" if at else None, published=f"2031-0{at + 1}-10")
            for at, text in enumerate(TEXTS)
        ]
        bring(project, me, made)
        yield project


def hits(project: Project, typed: str = "", **fields: Any) -> list[Hit]:
    manner = Manner(**{key: fields.pop(key) for key in ("whole", "exact", "endings") if key in fields})
    sought = Sought(query=parse(typed), manner=manner, **fields)
    return [hit for found in search(project.read, sought) for hit in found.hits]


def words(project: Project, typed: str = "", **fields: Any) -> list[str]:
    return [hit.words for hit in hits(project, typed, **fields)]


def plain(typed: str, manner: Manner) -> list[tuple[int, int, int]]:
    """What a plain scan finds, newest first."""
    matcher = Matcher(parse(typed), manner)
    rows = [(at + 1, *place) for at, text in enumerate(TEXTS) for place in matcher.places(text)]
    return sorted(rows, key=lambda row: (-row[0], row[1]))


QUERIES = (
    "ferry", "FERRY", "ferr*", "ferries", "cafe", "Café", '"ilse brandt"', "ilse brandt", "ilse -council",
    "ferry OR council", "水道", "水道*", "ibm", "الماء", "المياه الماء", "🌊", "$61", "50%", "brandt’s", "a",
    "\ud800 \udfff", "e*", "",
    "-ferry", '"', "ferry 水", "said", "NEAR(ferry", "text:ferry", "ferry^2", "{ferry}", "a + b", "*",
)  # fmt: skip


@pytest.fixture(params=[1, 64])
def newest(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """How many articles are looked into before the index is asked."""
    monkeypatch.setattr("annotator.store.search.NEWEST", request.param)


@pytest.mark.usefixtures("newest")
@pytest.mark.parametrize("manner", [Manner(), Manner(whole=False), Manner(exact=True), Manner(endings=True)], ids=str)
@pytest.mark.parametrize("typed", QUERIES)
def test_the_same_as_a_plain_scan(full: Project, typed: str, manner: Manner) -> None:
    sought = Sought(query=parse(typed), manner=manner)
    found = [hit for some in search(full.read, sought) for hit in some.hits]
    assert [(hit.article, hit.start, hit.end) for hit in found] == plain(typed, manner)
    for hit in found:
        text = TEXTS[hit.article - 1]
        assert hit.words == text[hit.start : hit.end]
        assert (hit.left, hit.right) == neighbours(text, hit.start, hit.end, width=90)


TYPED = st.text(alphabet="aefrybt水الم🌊é\u0301 \"*-()$'’", max_size=12)
PIECES = st.lists(st.sampled_from([*QUERIES, "OR", "-", '"', "(", ")", "*", "the", "of", "Ilse"]), max_size=5)


@pytest.mark.usefixtures("newest")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(PIECES.map(" ".join) | TYPED, st.booleans(), st.booleans())
def test_whatever_is_typed(full: Project, typed: str, whole: bool, exact: bool) -> None:
    found = hits(full, typed, whole=whole, exact=exact)
    assert [(hit.article, hit.start, hit.end) for hit in found] == plain(typed, Manner(whole=whole, exact=exact))


def test_the_index_is_asked_where_it_can_tell() -> None:
    assert index_query(parse("ferry"), Manner()) == 'text : (("ferry"))'
    assert index_query(parse('a OR "b c" -d'), Manner()) == 'text : (("a" OR "b c"))'
    assert index_query(parse("水道 ferr*"), Manner()) == 'text : (("ferr"*))'
    assert index_query(parse("水道"), Manner()) == ""
    assert index_query(parse("ferry"), Manner(whole=False)) == ""


def test_newest_first_and_cut_at_the_most(full: Project) -> None:
    assert [hit.article for hit in hits(full, "ferry")] == [5, 1, 1]
    assert len(hits(full, "ferry", most=2)) == 2


def test_how_far_it_is(full: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.store.search.NEWEST", 1)
    found = list(search(full.read, Sought(query=parse("ferry"))))
    # The newest article is looked into before the index is asked for the others.
    assert [(one.looked, one.total, len(one.hits)) for one in found] == [(1, 0, 1), (1, 1, 2)]


def test_a_source_says_where_it_is_from(full: Project) -> None:
    (found,) = search(full.read, Sought(query=parse("council")))
    assert [(one.n, one.title, one.outlet, one.published) for one in found.sources] == [
        (2, "Bridge vote", "Outlet 1", "2031-02-10")
    ]
    assert outlets(full.read) == ["Outlet 0", "Outlet 1"]


@pytest.mark.parametrize(
    ("fields", "articles"),
    [
        ({"outlet": "outlet 0"}, [5]),
        ({"since": "2031-02"}, [5]),
        ({"until": "2031-04"}, [1, 1]),
        ({"until": "2031-05"}, [5, 1, 1]),
        ({"since": "2031-01-11", "until": "2031-05-09"}, []),
    ],
)
def test_articles_left_by_filters(full: Project, fields: dict[str, str], articles: list[int]) -> None:
    assert [hit.article for hit in hits(full, "ferry", **fields)] == articles


# --- spans -------------------------------------------------------------------------------------------


@pytest.fixture
def tagged(project: Project, me: Annotator) -> tuple[Project, Annotator, Annotator, list[Article]]:
    """Two articles with spans of Ann and Ben."""
    ben, actor = make_annotator("Ben"), make_actor()
    first, second = make_article(TEXTS[0], published="2031-01-02"), make_article(TEXTS[1], published="2031-01-01")
    spans = [
        span_on(first, "Ilse Brandt", annotator=me.id, attributes={"type": "person"}, actor=actor.id),
        span_on(first, "Ilse Brandt said the ferry is late.", annotator=me.id, label="QUOTE"),
        span_on(second, "council of Sarn", annotator=ben.id, attributes={"type": "government"}),
        make_span(second, 0, 0, annotator=me.id, label="QUOTE", fragments=((0, 6), (20, 27))),
    ]
    bring(project, me, [first, second], spans=spans, annotators=[ben], actors=[actor])
    bring(project, me, [], progress=[make_progress(first, me.id, "done")])
    return project, me, ben, [first, second]


Tagged = tuple[Project, Annotator, Annotator, list[Article]]


def test_words_know_the_smallest_span_around_them(tagged: Tagged) -> None:
    project = tagged[0]
    assert [(hit.words, hit.label) for hit in hits(project, "brandt OR ferry")] == [
        ("Ferry", ""),
        ("Brandt", "ACTOR"),
        ("ferry", "QUOTE"),
        ("BRANDT", ""),
    ]
    assert words(project, "ferry OR brandt", labels=("QUOTE",)) == ["Brandt", "ferry"]
    assert words(project, "ferry OR brandt", untagged=True) == ["Ferry", "BRANDT"]


def test_spans_by_words_label_attribute_actor_annotator(tagged: Tagged) -> None:
    project, me, ben, articles = tagged
    everything = hits(project, spans=True)
    assert [hit.label for hit in everything] == ["QUOTE", "ACTOR", "QUOTE", "ACTOR"]
    assert everything[0].words == "Ilse Brandt said the ferry is late."
    assert len({hit.span for hit in everything}) == 4
    assert words(project, spans=True, labels=("ACTOR",)) == ["Ilse Brandt", "council of Sarn"]
    assert words(project, "sarn", spans=True) == ["council of Sarn"]
    assert words(project, "-ferry", spans=True, labels=("ACTOR", "QUOTE"), annotator=me.id)[0] == "Ilse Brandt"
    assert words(project, spans=True, annotator=ben.id) == ["council of Sarn"]
    assert words(project, spans=True, attribute="type") == ["Ilse Brandt", "council of Sarn"]
    assert words(project, spans=True, attribute="type", value="government") == ["council of Sarn"]
    actor = project.read.actors()[0].id
    assert words(project, spans=True, actor=actor) == ["Ilse Brandt"]
    assert words(project, spans=True, actor="nobody") == []
    assert words(project, spans=True, actor=UNLINKED, labels=("ACTOR",)) == ["council of Sarn"]
    assert words(project, spans=True, state="done", who=me.id)[-1] == "Ilse Brandt"
    assert words(project, spans=True, state="todo", who=me.id)[-1] == "council of Sarn"
    assert words(project, spans=True, state="todo", who=ben.id)[0].startswith("Ilse")
    assert words(project, spans=True, article=articles[1].id)[1:] == ["council of Sarn"]


def test_open_batches_are_hidden(project: Project, me: Annotator, path: Path) -> None:
    article = make_article(TEXTS[0])
    with Bulk(project, act="import", title="Import", who=me.id) as bulk:
        bulk.add(articles=[article], spans=[span_on(article, "Ilse Brandt", annotator=me.id)])
        bulk._index(200)
        with Project.open(path) as other:
            assert hits(other, "ferry") == []
            assert hits(other, spans=True) == []
        bulk.finish({})
    assert words(project, "ferry") == ["Ferry", "ferry"]
    assert words(project, spans=True) == ["Ilse Brandt"]


def test_nothing_asked_is_nothing_found(full: Project) -> None:
    assert list(search(full.read, Sought())) == []
    assert hits(full, "ferry", article=new_id()) == []
