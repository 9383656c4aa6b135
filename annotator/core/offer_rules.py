"""An offered tail, why it is offered, and the rules of each role in their order: the first that fits gives the rank."""

from __future__ import annotations

from typing import Literal, NamedTuple

from annotator.core.codebook import RelationRole
from annotator.core.model import Fragment

# Why a tail is offered: the rule that fits it.
Why = Literal[
    "source", "cue", "between", "around", "after", "sentence", "voice", "meant", "last", "before", "above", "below",
    "inside",
]  # fmt: skip
RULES: dict[RelationRole | None, tuple[Why, ...]] = {
    "speaker": ("source", "between", "meant", "sentence", "voice", "last", "before", "above", "below", "inside"),
    "about": ("around", "after", "sentence", "before", "above", "below"),
    "source": ("around", "source", "sentence", "voice", "before", "above", "below"),
    "cue": ("cue", "between", "sentence", "before", "above", "below", "inside"),
    None: ("around", "after", "sentence", "before", "above", "below", "inside"),
}


class Offer(NamedTuple):
    """A likely tail: a span (`span` is its id) or a place that would be tagged `label` first; why it is offered."""

    label: str
    fragments: tuple[Fragment, ...]
    words: str
    why: Why
    span: str | None = None

    @property
    def start(self) -> int:
        """Where its first fragment begins (code points)."""
        return self.fragments[0][0]

    @property
    def end(self) -> int:
        """Where its last fragment ends."""
        return self.fragments[-1][1]
