"""Words that bring their own quotation marks are not set in marks twice."""

from __future__ import annotations

import pytest

from annotator.core.errors import DuplicateRelation, DuplicateSpan


@pytest.mark.parametrize("words", ["“We wait,”", '"We wait,"', "«We wait,»", "We wait,"])
def test_marks_are_not_doubled(words: str) -> None:
    assert str(DuplicateSpan(label="QUOTE", words=words)).startswith("“We wait,” is already tagged QUOTE")


def test_marks_inside_stay() -> None:
    said = str(DuplicateRelation(kind="Speaker", head="He said “no” and left", tail="the “wild” ’90s"))
    assert said.startswith("“He said “no” and left” is already tied to “the “wild” ’90s” as Speaker")
