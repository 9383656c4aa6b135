"""Where each difference stands: open, put off, decided, to look at again; and which gold spans came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from annotator.core.compare import shared
from annotator.core.differences import Comparison, Difference
from annotator.core.model import Article, Decision, Progress, Relation, Span

# open: nobody has decided. later: put off. again: decided, but not as it is now. agreed: all say the same and
# gold does not have it yet. void: a relation whose head is decided and not in gold. quiet: a relation that nobody
# contradicts, which goes along with its ends.
Standing = Literal["open", "later", "again", "decided", "agreed", "void", "quiet"]
STANDINGS: tuple[Standing, ...] = ("open", "later", "again", "decided", "agreed", "void", "quiet")
UNDECIDED: tuple[Standing, ...] = ("open", "later", "again")  # what a reviewer still has to say something about
Moved = Literal["", "changed", "other", "gone", "twice"]


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A difference and what was decided about it.

    `moved` says why to look at it again: a source was changed; other layers or spans have come; a source is gone; two
    reviewers have decided it, and not alike.
    """

    difference: Difference
    standing: Standing
    decisions: tuple[Decision, ...] = ()  # oldest first
    moved: Moved = ""
    gold: tuple[str, ...] = ()  # ids of what stands in gold by these decisions

    @property
    def undecided(self) -> bool:
        """Whether somebody still has to say something about it."""
        return self.standing in UNDECIDED

    @property
    def decision(self) -> Decision | None:
        """The newest decision that settles it, else the newest one that puts it off."""
        settled = [one for one in self.decisions if one.outcome != "later"] or self.decisions
        return settled[-1] if settled else None

    @property
    def flagged(self) -> bool:
        """Whether somebody found the guideline unclear here."""
        return any(one.guideline for one in self.decisions)


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """One article as it is reviewed: the layers compared, the gold layer, and all cases in the order of the queue."""

    article: Article
    comparison: Comparison
    annotators: tuple[str, ...]  # whose layers are compared
    cases: tuple[Case, ...]  # spans in text order, then relations; agreed and quiet ones too
    gold: tuple[Span, ...]
    gold_ties: tuple[Relation, ...]
    revs: Mapping[str, int]  # of the layers' spans and relations
    decisions: tuple[Decision, ...] = ()  # all of the article, oldest first
    strays: tuple[Decision, ...] = ()  # those whose sources are all gone
    progress: Progress | None = None  # gold's
    by_id: Mapping[str, Case] = {}  # by the difference's id

    def case(self, difference: str) -> Case | None:
        """The case of a difference's id."""
        return self.by_id.get(difference)

    def case_of(self, record: str) -> Case | None:
        """The case that a span or relation of a layer belongs to."""
        found = self.comparison.of_record.get(record)
        return None if found is None else self.case(found.id)

    @property
    def queue(self) -> list[Case]:
        """The cases that are or were a reviewer's to decide."""
        return [one for one in self.cases if one.difference.kinds or one.undecided]

    @property
    def undecided(self) -> list[Case]:
        """The cases about which somebody still has to say something."""
        return [one for one in self.cases if one.undecided]

    def gold_of(self, span: str) -> Span | None:
        """The gold span for a layer's span: of what was made of its group the likest, else one just like it."""
        one = self.comparison.spans.get(span)
        case = None if one is None else self.case_of(span)
        if one is None or case is None:
            return None
        mine = [found for found in self.gold if found.id in case.gold]
        same = next(
            (found for found in self.gold if (found.label, found.fragments) == (one.label, one.fragments)), None
        )
        return same if same is not None and (not mine or same in mine) else likest(one, mine)


def likest(one: Span, among: Sequence[Span]) -> Span | None:
    """The span that is likest to one: of its label first, then with the most shared code points."""
    return max(among, key=lambda span: (span.label == one.label, shared(span.fragments, one.fragments)), default=None)


def review(
    article: Article,
    comparison: Comparison,
    *,
    annotators: tuple[str, ...],
    revs: Mapping[str, int],
    gold: Sequence[Span] = (),
    gold_ties: Sequence[Relation] = (),
    decisions: Sequence[Decision] = (),
    progress: Progress | None = None,
) -> Review:
    """The cases of an article; a decision belongs to each group that has one of its sources."""
    of_group, strays = _by_group(comparison, decisions)
    contents = {span.id: (span.label, span.fragments) for span in gold}
    standing = {*contents, *(tie.id for tie in gold_ties)}
    cases: dict[str, Case] = {}
    for difference in comparison.differences:  # heads come before the relations that start from them
        said = tuple(of_group.get(difference.id, ()))
        results = tuple(key for one in said for key in one.result if key in standing)
        moved = _moved(difference, said, revs, contents) if said else ""
        cases[difference.id] = Case(
            difference=difference,
            standing=_standing(difference, said, moved, cases.get(difference.head)),
            decisions=said,
            moved=moved,
            gold=results,
        )
    return Review(
        article=article,
        comparison=comparison,
        annotators=annotators,
        cases=tuple(cases.values()),
        gold=tuple(gold),
        gold_ties=tuple(gold_ties),
        revs=revs,
        decisions=tuple(decisions),
        strays=strays,
        progress=progress,
        by_id=cases,
    )


def _by_group(
    comparison: Comparison, decisions: Sequence[Decision]
) -> tuple[dict[str, list[Decision]], tuple[Decision, ...]]:
    """The decisions on each group, and those that are on none."""
    found: dict[str, list[Decision]] = {}
    strays = []
    for one in decisions:
        groups = {there.id for key, _ in one.sources if (there := comparison.of_record.get(key)) is not None}
        for group in groups:
            found.setdefault(group, []).append(one)
        if not groups:
            strays.append(one)
    return found, tuple(strays)


def _standing(difference: Difference, decisions: Sequence[Decision], moved: Moved, head: Case | None) -> Standing:
    if moved:
        return "again"
    if any(one.outcome != "later" for one in decisions):
        return "decided"
    if not difference.kinds:
        return "quiet" if difference.tie else "agreed"
    if head is not None and head.standing == "decided" and not head.gold:
        return "void"
    return "later" if decisions else "open"


def _moved(
    difference: Difference, decisions: Sequence[Decision], revs: Mapping[str, int], contents: Mapping[str, object]
) -> Moved:
    settled = [one for one in decisions if one.outcome != "later"]
    for one in settled:
        known = dict(one.sources)
        if any(key not in revs for key in known):
            return "gone"
        if one.difference != difference.id or set(known) != set(difference.sources):
            return "other"
        if any(revs[key] != rev for key, rev in known.items()):
            return "changed"
    if len({one.reviewer for one in settled}) < 2:
        return ""
    # What was made of one of them may be held, as a twin of the other's: then they say the same.
    said = {
        frozenset(there)
        for one in settled
        if (there := [contents[key] for key in one.result if key in contents]) or not one.result
    }
    return "twice" if len(said) > 1 else ""
