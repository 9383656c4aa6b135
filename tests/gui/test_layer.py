"""A layer keeps up with edits: whatever happens, it is what would be read anew; the work clock counts work only."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from annotator.core import edit
from annotator.core.edit import Edit
from annotator.core.model import Span
from annotator.gui.layer import Layer
from annotator.gui.worktime import WorkClock
from tests.builders import NEWS, TEXT, VERSION, make_annotator, make_article, make_relation, make_span, span_on

ARTICLE = make_article()
ME = make_annotator()


def _tag(start: int, end: int, label: str = "ACTOR") -> Edit:
    return edit.tag(
        ARTICLE, [(start, end)], label=label, annotator=ME.id, codebook=NEWS, version=VERSION, trimmed=False
    )


@given(some.lists(some.tuples(some.integers(0, 120), some.integers(1, 60), some.integers(0, 3)), max_size=25))
def test_order_is_that_of_the_text(steps: list[tuple[int, int, int]]) -> None:
    layer, plain = Layer(ME.id), dict[str, Span]()
    for start, length, act in steps:
        spans = layer.spans()
        if (act < 2 or not spans or act == 3) and ARTICLE.text[start : start + length].isspace():
            continue  # refused: white space alone is no span
        if act < 2 or not spans:
            made = _tag(start, start + length)
        elif act == 2:
            made = edit.delete([spans[start % len(spans)]], codebook=NEWS)
        else:
            made = edit.resize(spans[0], [(start, start + length)], article=ARTICLE, codebook=NEWS)
        layer.apply(made)
        for key in made.before:
            plain.pop(key, None)
        plain |= {key: one for key, one in made.after.items() if isinstance(one, Span)}
        wanted = sorted(plain.values(), key=lambda span: (span.start, -span.end, span.id))
        assert layer.spans() == wanted
        near = [span for span in wanted if span.start < start + 9 and span.end > start]
        assert list(layer.meeting(start, start + 9)) == near
        layer.apply(edit.inverse(made))
        layer.apply(made)
        assert layer.spans() == wanted


def test_relations_go_with_their_edit_and_progress_is_mine() -> None:
    quote = span_on(ARTICLE, "“We will not cut a single line,”", annotator=ME.id, label="QUOTE")
    actor = span_on(ARTICLE, "Mayor Ilse Brandt", annotator=ME.id)
    tie = make_relation(quote, actor)
    layer = Layer(ME.id, [quote, actor], [tie])
    assert layer.ties_of(actor.id) == [tie]
    assert layer.ends([tie]) == [quote, actor]
    gone = edit.delete([actor], relations=[tie], codebook=NEWS)
    layer.apply(gone)
    assert not layer.relations
    layer.apply(edit.inverse(gone))
    assert layer.relations == {tie.id: tie}
    done = edit.set_state(ARTICLE, ME.id, state="done", before=None)
    layer.apply(done)
    assert layer.progress is not None
    assert layer.progress.state == "done"
    layer.apply(edit.set_state(ARTICLE, "somebody", state="skipped", before=None))
    assert layer.progress.state == "done"
    layer.apply(edit.inverse(done))
    assert layer.progress is None


def test_others_spans_are_not_mine() -> None:
    layer = Layer(ME.id)
    stranger = make_span(ARTICLE, 0, 7, annotator="somebody")
    layer.apply(Edit(act="tag", title="Tag", article=ARTICLE.id, after={stranger.id: stranger}))
    assert layer.spans() == []


def test_neighbours_from_a_span_or_from_the_caret() -> None:
    outer, inner = _tag(0, 20).span(), _tag(0, 7).span()
    last = _tag(30, len(TEXT)).span()
    assert outer is not None
    assert inner is not None
    assert last is not None
    layer = Layer(ME.id, [inner, last, outer])
    assert layer.spans() == [outer, inner, last]
    assert layer.after(None, 0) == outer
    assert layer.after(outer.id, 0) == inner
    assert layer.after(None, 5) == last
    assert layer.after(last.id, 0) is None
    assert layer.before(None, 29) == inner
    assert layer.before(last.id, 0) == inner
    assert layer.before(outer.id, 0) is None


def test_a_pause_counts_up_to_a_minute() -> None:
    now = [100.0]
    clock = WorkClock(lambda: now[0])
    clock.touch()
    assert clock.taken() == 0  # nothing is open
    clock.start()
    for pause in (10.0, 5.5, 3000.0):
        now[0] += pause
        clock.touch()
    assert clock.waiting() == 75
    assert clock.taken() == 75
    now[0] += 0.6
    clock.touch()
    assert clock.taken() == 1  # the half second that was left over
    now[0] += 500
    assert clock.taken() == 0  # nobody did anything yet
    clock.stop()
    clock.touch()
    assert clock.taken() == 0
