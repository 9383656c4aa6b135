"""One difference as the decision panel shows it, worked out from its case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from annotator.core.cases import Case
from annotator.core.differences import Proposal
from annotator.gui.models import proposals as words
from annotator.gui.models.proposals import Card, Scene
from annotator.gui.text import one_line

_GUIDELINE = 120  # characters


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """A decision that stands."""

    id: str
    words: str
    holds: bool  # it settles the difference, rather than putting it off


class CaseView(msgspec.Struct, frozen=True, kw_only=True):
    """All words of the panel for one difference."""

    difference: str
    kinds: tuple[str, ...]  # the weightiest first
    label: str
    color: str
    summary: str
    cards: tuple[Card, ...]
    absent: str
    same: str
    guideline: str
    whole_guideline: str
    decisions: tuple[Settled, ...]
    moved: str
    why_not: str
    flagged: bool
    can_merge: bool
    can_tag: bool


def case_view(case: Case, order: Sequence[Proposal], scene: Scene, *, people: Mapping[str, str]) -> CaseView:
    """The panel's words; `order` is that of the digits, `people` are the names of reviewers by id."""
    one = case.difference
    known = scene.codebook.has(one.label)
    rule = scene.codebook.label(one.label) if known else None
    definition = one_line(rule.definition) if rule is not None else ""
    shown = definition
    if len(definition) > _GUIDELINE:
        shown = definition[:_GUIDELINE].rsplit(" ", 1)[0] + " …"
    return CaseView(
        difference=one.id,
        kinds=words.kinds_of(one, scene.codebook),
        label=(rule.name if rule is not None else one.label).upper(),
        color=rule.color if rule is not None else "",
        summary=words.summary_of(one),
        cards=tuple(words.cards(one, order, scene)),
        absent=words.absent(one, scene),
        same=words.shared(one, scene),
        guideline=shown,
        whole_guideline=definition,
        decisions=tuple(
            Settled(
                id=found.id,
                words=words.decided_words(found, people.get(found.reviewer, "")),
                holds=found.outcome != "later",
            )
            for found in case.decisions
        ),
        moved=words.moved_words(case.moved),
        why_not=words.why_not(case),
        flagged=case.flagged,
        can_merge=not one.tie and bool(one.spans),
        can_tag=not one.tie,
    )
