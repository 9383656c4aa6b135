"""A label key passes by what was passed over and what is tagged: so, or exactly so as another kind of name."""

from __future__ import annotations

from annotator.core.candidates import Candidate
from annotator.core.codebook import Codebook, Label
from annotator.gui.layer import Layer
from annotator.gui.passing import PassedBy
from tests.builders import make_annotator, make_article, make_span

ARTICLE, ME = make_article("Ilse Brandt spoke in Corland; Ilse Brandt left."), make_annotator()
BOOK = Codebook(
    name="Names",
    labels=(
        Label(key="PERSON", name="Person", find="name"),
        Label(key="PLACE", name="Place", find="name"),
        Label(key="SAID", name="Said", find="quotation"),
        Label(key="MARK", name="Mark"),
        Label(key="NOTE", name="Note"),
    ),
)


def _passed(label: str, *tagged: tuple[str, int, int], over: tuple[Candidate, ...] = ()) -> PassedBy:
    spans = [make_span(ARTICLE, start, end, annotator=ME.id, label=one) for one, start, end in tagged]
    return PassedBy(over, Layer(ME.id, spans), BOOK, label)


def test_what_overlaps_a_span_of_the_label_is_passed_by() -> None:
    passed = _passed("PERSON", ("PERSON", 0, 4), ("PERSON", 21, 28))
    assert Candidate("PERSON", ((0, 11),)) in passed
    assert Candidate("PERSON", ((0, 4), (30, 34))) in passed
    assert Candidate("PERSON", ((5, 11),)) not in passed
    assert Candidate("PERSON", ((4, 21),)) not in passed  # between the two


def test_other_kinds_of_name_only_where_they_stand_exactly_so() -> None:
    passed = _passed("PERSON", ("PLACE", 0, 11), ("SAID", 30, 41))
    assert Candidate("PERSON", ((0, 11),)) in passed
    assert Candidate("PERSON", ((0, 4),)) not in passed
    assert Candidate("PERSON", ((30, 41),)) not in passed  # a quotation is no kind of name
    assert Candidate("MARK", ((0, 11),)) not in _passed("MARK", ("NOTE", 0, 11))  # neither is found as anything
    assert Candidate("GONE", ((0, 11),)) not in _passed("GONE", ("PERSON", 0, 11))


def test_what_was_passed_over_is_passed_by() -> None:
    over = Candidate("PERSON", ((30, 41),))
    passed = _passed("PERSON", over=(over,))
    assert over in passed
    assert Candidate("PERSON", ((0, 11),)) not in passed
    assert Candidate("PERSON", ((0, 11),)) not in PassedBy((), Layer(ME.id), None, "PERSON")
