"""Records are frozen, ids grow, fragments join."""

import hashlib
import itertools
import threading
import uuid

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core import model
from annotator.core.model import KINDS, TYPES, Progress, digest, gold_id, join_fragments, kind_of, new_id, words_of
from tests.builders import make_actor, make_annotator, make_article, make_relation, make_span

FRAGMENTS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 9)).map(lambda pair: (pair[0], sum(pair))), min_size=1, max_size=8
)


def test_ids_are_version_7_of_the_rfc():
    one = uuid.UUID(new_id())
    assert one.version == 7
    assert one.variant == uuid.RFC_4122
    assert str(one) == str(one).lower()


def test_ids_carry_the_time_of_day(monkeypatch):
    monkeypatch.setattr(model, "_millis", 0)
    monkeypatch.setattr(model.time, "time_ns", lambda: 1_700_000_000_123_000_000)
    assert uuid.UUID(new_id()).int >> 80 == 1_700_000_000_123


def test_ids_grow_within_a_process():
    made = [new_id() for _ in range(5000)]
    assert made == sorted(set(made))


def test_ids_grow_when_the_clock_goes_back(monkeypatch):
    clock = iter([5_000_000_000, 4_000_000_000, 4_000_000_000, 6_000_000_000])
    monkeypatch.setattr(model, "_millis", 0)
    monkeypatch.setattr(model.time, "time_ns", lambda: next(clock))
    made = [new_id() for _ in range(4)]
    assert made == sorted(set(made))


def test_ids_keep_their_bits_when_the_counter_runs_over(monkeypatch):
    """The last id of a millisecond is followed by the next millisecond, version and variant untouched."""
    monkeypatch.setattr(model, "_millis", 6)
    monkeypatch.setattr(model, "_tail", 0xFFFF_FFFF_FFFE)
    monkeypatch.setattr(model.time, "time_ns", lambda: 0)
    last, one = new_id(), uuid.UUID(new_id())
    assert last.endswith("-ffffffffffff")
    assert (one.version, one.variant, one.int >> 80) == (7, uuid.RFC_4122, 7)


def test_ids_grow_and_differ_over_threads():
    batches: list[list[str]] = []

    def work() -> None:
        batches.append([new_id() for _ in range(2000)])

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(batch == sorted(batch) for batch in batches)
    everything = list(itertools.chain.from_iterable(batches))
    assert len(set(everything)) == 12_000


def test_two_files_of_one_project_share_gold():
    project = str(uuid.uuid4())
    assert gold_id(project) == gold_id(project) == str(uuid.uuid5(uuid.UUID(project), "gold"))
    assert gold_id(project) != gold_id(str(uuid.uuid4()))


def test_records_are_frozen_and_built_by_keyword():
    who = make_annotator()
    with pytest.raises(AttributeError):
        who.name = "Bo"
    with pytest.raises(TypeError):
        model.Annotator("1", "Ann")


def test_every_kind_has_its_name_and_back():
    assert {TYPES[name]: name for name in TYPES} == KINDS
    article = make_article()
    span = make_span(article, 0, 7, annotator="a")
    records = [article, span, make_relation(span, span), make_actor(), make_annotator()]
    assert [kind_of(record) for record in records] == ["article", "span", "relation", "actor", "annotator"]


def test_progress_is_named_by_article_and_annotator():
    assert Progress(article="x", annotator="y").id == "x/y"


def test_a_role_writes_from_and_not_since():
    actor = make_actor(roles=(model.Role(role="mayor", since="2020"),))
    assert b'"roles":[{"role":"mayor","from":"2020"}]' in msgspec.json.encode(actor)


def test_digest_is_of_the_text_in_utf8():
    assert digest("Zoë") == hashlib.sha256("Zoë".encode()).hexdigest()
    assert digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_span_starts_and_ends_with_its_hull():
    article = make_article("one two three four")
    span = make_span(article, 0, 0, annotator="a", fragments=((0, 3), (8, 13)))
    assert (span.start, span.end, span.words) == (0, 13, "one three")


def test_words_of_one_piece_keep_their_line_ends():
    assert words_of("a\nb c", ((0, 3),)) == "a\nb"


@given(FRAGMENTS)
def test_joined_fragments_are_sorted_apart_and_cover_the_same(fragments):
    joined = join_fragments(fragments)
    assert all(left[1] < right[0] for left, right in itertools.pairwise(joined))
    assert {place for start, end in joined for place in range(start, end)} == {
        place for start, end in fragments for place in range(start, end)
    }
    assert join_fragments(joined) == joined
