"""Questions are open until somebody answers; each act is one step and goes back."""

import pytest

from annotator.core.edit import inverse, past
from annotator.core.errors import EmptyRemark
from annotator.core.model import Comment
from annotator.core.remarks import Thread, answer, ask, delete, set_open, threads
from tests.builders import make_article, span_on

ARTICLE = make_article()
SPAN = span_on(ARTICLE, "Ilse Brandt", annotator="me")


def asked(text: str = "Is she an actor here?", **options) -> Comment:
    (made,) = ask(ARTICLE, text, annotator="me", **options).after.values()
    assert isinstance(made, Comment)
    return made


def test_a_question_is_open_until_answered():
    first = asked(span=SPAN)
    thread = Thread(first=first)
    assert thread.open
    edit = answer(thread, " Yes. ", annotator="bo")
    closed, reply = edit.after.values()
    assert (closed.closed, reply.text, reply.parent, reply.span) == (True, "Yes.", first.id, SPAN.id)
    (now,) = threads([closed, reply])
    assert not now.open
    assert now.answers == (reply,)
    assert inverse(edit).after == {first.id: first}
    assert past(edit.title).startswith("Answered “Is she an actor here?”")


def test_a_second_answer_leaves_the_question_as_it_is():
    first = asked()
    closed = answer(Thread(first=first), "Yes", annotator="bo").after[first.id]
    assert answer(Thread(first=closed), "No", annotator="me").before == {}


def test_closed_and_opened_again():
    thread = Thread(first=asked())
    closed = Thread(first=next(iter(set_open(thread, open=False).after.values())))
    assert not closed.open
    again = next(iter(set_open(closed, open=True).after.values()))
    assert again == thread.first


def test_a_remark_needs_no_answer():
    assert not Thread(first=asked(question=False)).open


@pytest.mark.parametrize("text", ["", "  \n"])
def test_without_a_word_nothing_is_asked(text):
    with pytest.raises(EmptyRemark):
        asked(text)
    with pytest.raises(EmptyRemark):
        answer(Thread(first=asked()), text, annotator="me")


def test_open_questions_come_first_and_an_orphan_stands_alone():
    remark, question = asked("a", question=False), asked("b")
    orphan = Comment(id="x", article=ARTICLE.id, annotator="me", text="c", parent="gone")
    assert [thread.first.text for thread in threads([remark, orphan, question])] == ["b", "a", "c"]


def test_a_thread_goes_with_its_answers():
    first = asked()
    reply = answer(Thread(first=first), "Yes", annotator="bo").after
    closed, given = reply.values()
    edit = delete(Thread(first=closed, answers=(given,)))
    assert set(edit.before) == {closed.id, given.id}
    assert edit.after == {}
