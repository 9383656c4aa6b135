"""A decision in the making: which gold spans and ties come and go with it, so that the whole becomes one Edit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID, uuid5

import msgspec

from annotator.core import edit as acts
from annotator.core.cases import Case, Review, likest
from annotator.core.codebook import Codebook, check_relation
from annotator.core.edit import Edit, label_name
from annotator.core.errors import DecidedAlready, DuplicateSpan, EndNotInGold, ForbiddenRelation
from annotator.core.model import AnyRecord, Decision, Outcome, Relation, Span
from annotator.core.text import short

ORIGIN = "review"  # of gold spans that a decision made


class Bench(msgspec.Struct, frozen=True, kw_only=True):
    """What every act of a reviewer needs: the article's review, whose project, who decides, under which codebook."""

    review: Review
    reviewer: str
    project: str  # its id
    gold: str  # gold's annotator id
    codebook: Codebook
    version: str


def settled_id(project: str, difference: str) -> str:
    """The id of a decision that needs nobody: on what all say alike. Two files that do the same make one record."""
    return str(uuid5(UUID(project), f"agreed {difference}"))


class Deciding:
    """What stands before and after an act, and the gold layer as it will be.

    Decisions are taken out by `clear` or `remove`, then one after another made by `begin`, `spans`, `ties`, `close`.
    """

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.before: dict[str, AnyRecord] = {}
        self.after: dict[str, AnyRecord] = {}
        self._gold = {span.id: span for span in bench.review.gold}
        self._places = {(span.label, span.fragments): span.id for span in bench.review.gold}
        self._ties = {(tie.kind, tie.head, tie.tail): tie for tie in bench.review.gold_ties}
        self._made: dict[str, list[str]] = {}  # difference id -> gold ids that stand for it by this act
        self._closed: set[str] = set()  # differences that this act settles
        self._decision: Decision | None = None
        self._result: list[str] = []

    # --- what goes -----------------------------------------------------------------------------------

    def clear(self, case: Case) -> bool:
        """What this reviewer said of it goes; returns whether that was flagged.

        Raises DecidedAlready for what another reviewer has settled.
        """
        for one in case.decisions:
            if one.reviewer != self.bench.reviewer and one.outcome != "later":
                raise DecidedAlready(what=short(case.difference.words), outcome=one.outcome)
        mine = [one for one in case.decisions if one.reviewer == self.bench.reviewer]
        self.remove(mine)
        return any(one.guideline for one in mine)

    def remove(self, decisions: Iterable[Decision]) -> None:
        """Decisions, the gold that stands by them alone, the ties on it, and the decisions on those ties."""
        waiting = list(decisions)
        while waiting:
            decision = waiting.pop()
            if decision.id in self.before:
                continue
            self.before[decision.id] = decision
            kept = {key for one in self.bench.review.decisions if one.id not in self.before for key in one.result}
            for key in decision.result:
                span = self._gold.get(key)
                if key in kept or (span is not None and span.origin != ORIGIN):
                    continue
                if span is None:
                    self._untied(key)
                elif not self._inherited(decision, key, waiting):
                    del self._gold[key], self._places[span.label, span.fragments]
                    self.before[key] = span
                    waiting += self._untied(key)

    def _inherited(self, decision: Decision, key: str, waiting: Sequence[Decision]) -> bool:
        """Whether another reviewer said the same, whose own gold span is held as a twin: then this one is theirs."""
        gone = {*self.before, *(one.id for one in waiting)}
        for case in self.bench.review.cases:
            if decision not in case.decisions or case.moved:
                continue
            for one in case.decisions:
                held = one.result and not any(other in self._gold for other in one.result)
                if one.id not in gone and held:
                    self.before[one.id] = one
                    self.after[one.id] = msgspec.structs.replace(one, result=(*one.result, key))
                    return True
        return False

    def _untied(self, key: str) -> list[Decision]:
        """The gold tie of an id goes, or all ties on a gold span of that id; returns the decisions they stood by."""
        gone = {tie.id: tie for tie in self._ties.values() if key in (tie.id, tie.head, tie.tail)}
        self._ties = {place: tie for place, tie in self._ties.items() if tie.id not in gone}
        self.before.update(gone)
        return [one for one in self.bench.review.decisions if not gone.keys().isdisjoint(one.result)]

    # --- what comes ----------------------------------------------------------------------------------

    def begin(
        self,
        case: Case,
        decision: str,
        outcome: Outcome,
        *,
        chosen: Sequence[str] = (),
        reason: str = "",
        guideline: bool = False,
    ) -> None:
        """A decision of this id on a case; `chosen` are the sources it takes."""
        self._decision = Decision(
            id=decision,
            article=self.bench.review.article.id,
            difference=case.difference.id,
            reviewer=self.bench.reviewer,
            outcome=outcome,
            reason=reason,
            guideline=guideline,
            sources=self.sources(case, chosen),
        )
        self._result = []

    def sources(self, case: Case, first: Sequence[str] = ()) -> tuple[tuple[str, int], ...]:
        """All sources of a case with their present revs, these first."""
        revs = self.bench.review.revs
        there = set(case.difference.sources)
        ordered = dict.fromkeys([*(key for key in first if key in there), *case.difference.sources])
        return tuple((key, revs[key]) for key in ordered)

    def close(self) -> None:
        """The decision is whole."""
        decision = self._decision
        assert decision is not None
        self.after[decision.id] = msgspec.structs.replace(decision, result=tuple(self._result))
        self._decision = None
        if decision.outcome != "later":
            self._closed.add(decision.difference)

    def settle(self, case: Case) -> None:
        """The decision on what all have alike."""
        self.begin(case, settled_id(self.bench.project, case.difference.id), "take")
        self.spans(case.difference.proposals[0].spans)
        self.close()

    def settle_ends(self, wanted: Iterable[Relation]) -> None:
        """The ends of these ties that all have alike and gold does not have yet go there first."""
        for one in wanted:
            for end in (one.head, one.tail):
                case = self.bench.review.case_of(end)
                if case is not None and case.standing == "agreed" and case.difference.id not in self._closed:
                    self.settle(case)

    def spans(self, wanted: Iterable[Span]) -> None:
        """Gold spans like these; one that stands in gold already serves as it is. Raises DuplicateSpan."""
        made: set[object] = set()
        for one in wanted:
            place = one.label, one.fragments
            if place in made:
                raise DuplicateSpan(label=label_name(self.bench.codebook, one.label), words=short(one.words))
            made.add(place)
            key = self._places.get(place)
            if key is None:
                key = self._next()
                span = msgspec.structs.replace(one, id=key, annotator=self.bench.gold, note="", origin=ORIGIN)
                self.after[key] = self._gold[key] = span
                self._places[place] = key
            self._stands(key)

    def ties(self, wanted: Iterable[Relation]) -> None:
        """Gold ties like these, between the gold spans of their ends; raises EndNotInGold, ForbiddenRelation."""
        for one in wanted:
            head, tail = self._end(one.head), self._end(one.tail)
            if head is None or tail is None:
                missing = self.bench.review.comparison.spans[one.head if head is None else one.tail]
                raise EndNotInGold(words=short(missing.words))
            self.tie(msgspec.structs.replace(one, head=head.id, tail=tail.id))

    def tie(self, one: Relation) -> None:
        """A gold tie like this one, whose ends are gold spans; one that stands already serves as it is."""
        place = one.kind, one.head, one.tail
        there = self._ties.get(place)
        if there is None:
            check_relation(self.bench.codebook, one.kind, self._gold[one.head], self._gold[one.tail])
            there = msgspec.structs.replace(one, id=self._next())
            self.after[there.id] = self._ties[place] = there
        self._stands(there.id)

    def carry(self) -> None:
        """The ties that nobody contradicts come along when all their ends are settled, each group by a decision."""
        for case in self.bench.review.cases:
            if case.standing != "quiet":
                continue
            found = self._carried(case.difference.proposals[0].relations)
            if found:
                self.begin(case, settled_id(self.bench.project, case.difference.id), "take")
                for one in found:
                    self.tie(one)
                self.close()

    def _carried(self, wanted: Iterable[Relation]) -> list[Relation]:
        """These ties between gold spans, those left out that cannot be; none while an end is not settled."""
        found = []
        for one in wanted:
            head, tail = self._end(one.head), self._end(one.tail)
            if head is None or tail is None:
                if not all(self._settled(key) for key in (one.head, one.tail)):
                    return []
                continue
            try:
                check_relation(self.bench.codebook, one.kind, head, tail)
            except ForbiddenRelation:
                continue  # what came of its ends is not what the codebook lets be tied
            found.append(msgspec.structs.replace(one, head=head.id, tail=tail.id))
        return found

    def _settled(self, span: str) -> bool:
        case = self.bench.review.case_of(span)
        return case is not None and (case.standing == "decided" or case.difference.id in self._closed)

    def _end(self, span: str) -> Span | None:
        """The gold span for a layer's span, as gold will be after this act."""
        one = self.bench.review.comparison.spans[span]
        same = self._places.get((one.label, one.fragments))
        case = self.bench.review.case_of(span)
        among = [] if case is None else [*case.gold, *self._made.get(case.difference.id, ())]
        if same is not None and (same in among or not among):
            return self._gold[same]
        return likest(one, [self._gold[key] for key in among if key in self._gold])

    def _next(self) -> str:
        assert self._decision is not None
        return str(uuid5(UUID(self._decision.id), str(len(self._result))))

    def _stands(self, key: str) -> None:
        assert self._decision is not None
        if key in self._result:
            return
        self._result.append(key)
        self._made.setdefault(self._decision.difference, []).append(key)

    # --- the whole -----------------------------------------------------------------------------------

    def edit(self, title: str, *, act: str) -> Edit:
        """All of it as one step; an article that gold had not begun is in progress then."""
        article = self.bench.review.article.id
        made = Edit(act=act, title=title, article=article, before=self.before, after=self.after)
        return acts.started(made, self.bench.gold, self.bench.review.progress)
