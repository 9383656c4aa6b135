"""The article list and the counts beside it."""

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core import edit
from annotator.core.errors import UnknownRecord
from annotator.store.lists import Counts
from annotator.store.rows import Rows
from tests.builders import NEWS, make_article, make_progress, span_on
from tests.store.support import bring, sound, tag

FIELDS = [
    ("banana bread", "Zeit", "Öztürk", "2026-03-01"),
    ("Äpfel für 100% der Kinder", "bay news", None, None),
    ("apple_pie", None, "O'Brien", "2025"),
    ("Цены растут", "Bay News", "Ann \\ Bo", "2026-03"),
    ("straße", "", "x", "2024-12-31 10:00"),
]


@pytest.fixture
def articles(project, me):
    made = [
        make_article(f"{title}\n\nIlse Brandt said so.", title=title, outlet=outlet, author=author, published=published)
        for title, outlet, author, published in FIELDS
    ]
    spans = [span_on(made[3], words, annotator=me.id) for words in ("Ilse Brandt", "Ilse")]
    states = [make_progress(made[0], me.id, "done"), make_progress(made[2], me.id, "doing")]
    bring(project, me, made, spans=spans, progress=[*states, make_progress(made[4], me.id, "skipped")])
    return made


def shown(project, me, **options) -> list[int]:
    return list(project.read.article_ns(annotator_id=me.id, **options))


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("added", [1, 2, 3, 4, 5]),
        ("title", [3, 1, 5, 2, 4]),
        ("outlet", [3, 5, 2, 4, 1]),
        ("published", [2, 5, 3, 4, 1]),
        ("state", [3, 2, 4, 5, 1]),
        ("spans", [1, 2, 3, 5, 4]),
    ],
)
def test_every_order_and_back(project, me, articles, sort, order):
    assert shown(project, me, sort=sort) == order
    assert shown(project, me, sort=sort, descending=True) == order[::-1]
    assert shown(project, me, sort=sort, limit=2) == order[:2]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", [1, 2, 3, 4, 5]),
        ("   ", [1, 2, 3, 4, 5]),
        ("BANANA", [1]),
        ("bread zeit", [1]),
        ("zeit banana öztürk", [1]),
        ("ÖZTÜRK", [1]),
        ("äpfel", [2]),
        ("ÄPFEL", [2]),
        ("цены", [4]),
        ("ЦЕНЫ Bay", [4]),
        ("STRASSE", [5]),
        ("straße", [5]),
        ("%", [2]),
        ("_", [3]),
        ("\\", [4]),
        ("o'brien", [3]),
        ('"', []),
        ("e_pie", [3]),
        ("e%pie", []),
        ("nothing", []),
        ("a" * 100_000, []),
        ("é" * 100_000, []),
        ("\ud800", []),
        ("a\0b", []),
    ],
)
def test_filter(project, me, articles, words, found):
    assert shown(project, me, filter=words) == found


@pytest.fixture(scope="module")
def one_project(tmp_path_factory):
    """A project that a test only reads."""
    from annotator.store.project import Project
    from tests.store.conftest import SITE

    path = tmp_path_factory.mktemp("lists") / "p.annotator"
    with Project.create(path, codebook=NEWS, annotator="Ann", site=SITE) as project:
        bring(project, project.owner, [make_article(title=title, outlet=outlet) for title, outlet, *_ in FIELDS])
        yield project


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(st.text(), st.text("%_\\'\"*;()- aä\0"), st.lists(st.text("ab%"), max_size=300).map(" ".join)),
    st.sampled_from(["added", "title", "outlet", "published", "state", "spans"]),
    st.sampled_from([None, "todo", "done"]),
)
def test_no_filter_ever_raises(one_project, words, sort, state):
    who = one_project.owner.id
    found = one_project.read.article_ns(annotator_id=who, filter=words, sort=sort, state=state)
    assert set(found) <= {1, 2, 3, 4, 5}


@given(st.sampled_from(FIELDS), st.data())
def test_a_word_of_a_title_is_found_in_any_case(one_project, fields, data):
    title = fields[0]
    start = data.draw(st.integers(0, len(title) - 1))
    part = title[start : data.draw(st.integers(start + 1, len(title)))]
    change = data.draw(st.sampled_from([str.upper, str.lower, str.casefold, str]))
    numbers = one_project.read.article_ns(annotator_id="", filter=change(part))
    assert FIELDS.index(fields) + 1 in numbers


@pytest.mark.parametrize(("state", "found"), [("todo", [2, 4]), ("doing", [3]), ("done", [1]), ("skipped", [5])])
def test_by_state(project, me, articles, state, found):
    assert shown(project, me, state=state) == found
    assert shown(project, me, state=state, filter="a") == [n for n in found if "a" in " ".join(map(str, FIELDS[n - 1]))]


def test_rows_come_in_the_order_asked_and_without_those_gone(project, me, articles):
    rows = project.read.rows([5, 99, 1, 4], me.id)
    assert [row.n for row in rows] == [5, 1, 4]
    assert [(row.title, row.state, row.spans) for row in rows] == [
        ("straße", "skipped", 0),
        ("banana bread", "done", 0),
        ("Цены растут", "todo", 2),
    ]
    assert [row.id for row in rows] == [articles[4].id, articles[0].id, articles[3].id]
    assert project.read.rows([], me.id) == []
    assert len(project.read.rows(list(range(50_000)), me.id)) == 5


def test_counts_are_of_one_annotator(project, me, articles):
    bo = project.add_annotator("Bo")
    assert project.read.counts(me.id) == Counts(articles=5, todo=2, doing=1, done=1, skipped=1)
    assert project.read.counts(bo.id) == Counts(articles=5, todo=5, doing=0, done=0, skipped=0)
    assert [row.spans for row in project.read.rows([4], bo.id)] == [0]
    project.apply(edit.set_state(articles[1], bo.id, state="todo", before=None), who=bo.id)
    assert project.read.counts(bo.id).todo == 5


def test_next_unfinished_wraps_and_skips_what_is_done(project, me, articles):
    following = [project.read.next_unfinished(n, me.id) for n in range(7)]
    assert following == [2, 2, 3, 4, 2, 2, 2]
    for article in (articles[1], articles[2]):
        before = project.read.progress(article.id, me.id)
        project.apply(edit.set_state(article, me.id, state="done", before=before), who=me.id)
    assert project.read.next_unfinished(1, me.id) == 4
    assert project.read.next_unfinished(4, me.id) is None


def test_what_is_not_there_is_named(project, me, articles):
    for method in (project.read.article, project.read.span, project.read.annotator, project.read.number_of):
        with pytest.raises(UnknownRecord, match="nobody"):
            method("nobody")
    with pytest.raises(UnknownRecord):
        project.read.article_by_n(77)
    assert project.read.actor("nobody") is None
    assert project.read.annotator_named("nobody") is None
    assert project.read.progress("nobody", me.id) is None
    assert project.read.worktime("nobody", me.id) == 0
    assert shown(project, msgspec.structs.replace(me, id="nobody")) == [1, 2, 3, 4, 5]


def test_articles_come_back_as_they_went_in(project, me, articles):
    rich = make_article(
        "x\u2028y\x85z\n",
        title="",
        author="a",
        url="u",
        language="de",
        section="s",
        source_id="7",
        meta={"a": [None, 1.5]},
    )
    bring(project, me, [rich])
    number = project.read.number_of(rich.id)
    assert project.read.article(rich.id) == project.read.article_by_n(number) == rich
    assert [project.read.article(one.id) for one in articles] == articles


def test_known_hashes_in_any_number(project, me, articles):
    hashes = {one.sha256: one.id for one in articles}
    assert project.read.known_hashes([*hashes, *map(str, range(3000))]) == hashes
    again = make_article(articles[0].text)
    bring(project, me, [again])
    assert project.read.find_by_hash(again.sha256) == articles[0].id


def test_spans_come_outer_before_inner(project, me, articles):
    tag(project, articles[0], "Ilse", who=me)
    tag(project, articles[0], "Ilse Brandt said", who=me)
    tag(project, articles[0], "banana", who=me)
    tag(project, articles[0], "Ilse Brandt", who=me)
    assert [span.words for span in project.read.spans(articles[0].id)] == [
        "banana",
        "Ilse Brandt said",
        "Ilse Brandt",
        "Ilse",
    ]
    sound(project)


def test_stats(project, me, articles):
    stats = project.read.stats()
    assert (stats.articles, stats.spans_by_label, stats.spans_by_annotator) == (5, {"ACTOR": 2}, {"Ann": 2})
    assert stats.states == {"Ann": {"done": 1, "doing": 1, "skipped": 1}}


def test_ids_that_are_taken(project, me, articles):
    assert project.read.taken_ids("article", [articles[0].id, "x"]) == {articles[0].id}
    assert Rows(project.connection).number("article", articles[0].id) == 1
