"""Deciding differences into gold: every act of a reviewer as an Edit on the decision, the gold spans and their ties.

All makers are pure and take a Bench. A decision's sources are all records of its difference, those it took first; its
`result` lists what stands in gold by it. A gold id is UUIDv5(decision, index). Gold itself is mended as any layer is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from annotator.core import edit as acts
from annotator.core import remarks
from annotator.core.cases import Case
from annotator.core.deciding import ORIGIN, Bench, Deciding
from annotator.core.differences import Proposal
from annotator.core.edit import Edit, label_name
from annotator.core.errors import NoReason, NothingShared, StillOpen
from annotator.core.grouping import shown
from annotator.core.model import Decision, Fragment, Outcome, Relation, Span, join_fragments, new_id, words_of
from annotator.core.text import quoted, whole
from annotator.core.ties import kind_name

__all__ = ["ACT", "ORIGIN", "REASONS", "Bench", "Ends"]

ACT = "decide"
Ends = Literal["union", "shared"]  # the union of all boundaries, or what all of them share
# Why a difference is rejected, one a digit; any other words will do.
REASONS = (
    "Not what the guideline asks for",
    "Wrong stretch of text",
    "Covered by another span",
    "The text does not say so",
    "A slip of the hand",
)


def take(bench: Bench, case: Case, proposals: Sequence[Proposal], *, reason: str = "") -> Edit:
    """One proposal or several into gold as they are; ends of ties that all have alike go there with them.

    Raises DecidedAlready, DuplicateSpan (two differ only in what hangs on them), EndNotInGold, ForbiddenRelation.
    """
    if not proposals:
        raise ValueError("nothing was proposed")
    ties = [tie for one in proposals for tie in one.relations]
    act = _begun(bench, case, "take", reason=reason, chosen=_sources(proposals), ties=ties)
    act.spans([span for one in proposals for span in one.spans])
    act.ties(ties)
    some = f"{len(proposals)} proposals for " if len(proposals) > 1 else ""
    return _ended(act, f"Take {some}{_named(bench, case)} into gold")


def merge(bench: Bench, case: Case, ends: Ends, proposals: Sequence[Proposal] = (), *, reason: str = "") -> Edit:
    """One gold span of all proposals (or these): their union, or what all of them share.

    Its label is that of the span most have; attributes and actor are kept where all of that label have the same.
    Raises DecidedAlready, NothingShared.
    """
    some = proposals or case.difference.proposals
    spans = [span for one in some for span in one.spans]
    fragments = _union(spans) if ends == "union" else _shared(some)
    if not fragments:
        raise NothingShared(what=case.difference.words)
    act = _begun(bench, case, "merge", reason=reason, chosen=_sources(some))
    act.spans([_merged(bench, spans, fragments)])
    what = "all" if ends == "union" else "what is shared"
    return _ended(act, f"Merge {what} of {_named(bench, case)} into gold")


def new(bench: Bench, case: Case, fragments: Sequence[Fragment], *, label: str, reason: str = "") -> Edit:
    """A gold span of the reviewer's own settles the difference; raises what tagging raises, and DecidedAlready."""
    article = bench.review.article
    tagged = acts.tag(
        article, fragments, label=label, annotator=bench.gold, codebook=bench.codebook, version=bench.version
    )
    act = _begun(bench, case, "new", reason=reason)
    made = tagged.span()
    assert made is not None
    act.spans([made])
    return _ended(act, f"Put {label_name(bench.codebook, label)} {quoted(made.words)} into gold")


def new_tie(bench: Bench, case: Case, head: Span, tail: Span, *, reason: str = "") -> Edit:
    """A tie of the reviewer's own between two gold spans settles a difference of ties.

    Raises DecidedAlready, ForbiddenRelation.
    """
    act = _begun(bench, case, "new", reason=reason)
    act.tie(Relation(id="", article=head.article, kind=case.difference.tie, head=head.id, tail=tail.id))
    return _ended(act, f"Put {_named(bench, case)} into gold")


def reject(bench: Bench, case: Case, reason: str) -> Edit:
    """None of it goes to gold; raises NoReason without one, DecidedAlready."""
    if not whole(reason).strip():
        raise NoReason(what=case.difference.words)
    return _ended(_begun(bench, case, "reject", reason=reason), f"Reject {_named(bench, case)}")


def later(bench: Bench, case: Case, *, reason: str = "") -> Edit:
    """Put off: it stays undecided, and says so; raises DecidedAlready."""
    return _ended(_begun(bench, case, "later", reason=reason), f"Put off {_named(bench, case)}")


def keep(bench: Bench, case: Case) -> Edit:
    """What was decided holds although its sources have moved: the newest decision takes them as they are now."""
    decision = case.decision
    if decision is None:
        raise ValueError("nothing was decided that could be kept")
    sources = Deciding(bench).sources(case, [key for key, _ in decision.sources])
    after = msgspec.structs.replace(decision, sources=sources, difference=case.difference.id)
    return _changed(decision, after, f"Keep the decision on {_named(bench, case)}")


def flag(bench: Bench, case: Case, *, on: bool = True, reason: str = "") -> Edit:
    """Says that the guideline is unclear here, or no longer; what nobody has decided yet is put off by it."""
    decision = case.decision
    title = f"{'Flag' if on else 'Unflag'} the guideline at {_named(bench, case)}"
    if decision is None:
        return _ended(_begun(bench, case, "later", reason=reason, guideline=on), title)
    words = whole(reason).strip() or decision.reason
    return _changed(decision, msgspec.structs.replace(decision, guideline=on, reason=words), title)


def reopen(bench: Bench, decision: Decision) -> Edit:
    """A decision taken back: its gold spans go, with all ties on them and what was decided about those ties."""
    act = Deciding(bench)
    act.remove([decision])
    case = next((one for one in bench.review.cases if decision in one.decisions), None)
    what = "what is gone" if case is None else _named(bench, case)
    return act.edit(f"Reopen the decision on {what}", act="reopen")


def comment(bench: Bench, case: Case, text: str, *, question: bool = True) -> Edit:
    """A remark or question to colleagues at the first span that the difference is about; raises EmptyRemark."""
    spans = bench.review.comparison.spans
    heads = [tie.head for side in case.difference.sides for tie in side.relations]
    about = next((spans[key] for key in (*case.difference.sources, *heads) if key in spans), None)
    return remarks.ask(bench.review.article, text, annotator=bench.reviewer, span=about, question=question)


def agreed(bench: Bench) -> Edit | None:
    """All that every layer has alike into gold, and the ties between what is there; None when nothing is left to do."""
    act = Deciding(bench)
    for case in bench.review.cases:
        if case.standing == "agreed":
            act.settle(case)
    act.carry()
    if not act.after:
        return None
    count = sum(isinstance(one, Decision) for one in act.after.values())
    what = "1 record" if count == 1 else f"{count:,} records"
    return act.edit(f"Put {what} that all agree on into gold", act="agreed")


def finish(bench: Bench) -> Edit:
    """The article is done in gold; raises StillOpen while something is undecided, or agreed and not yet in gold."""
    undecided = len(bench.review.undecided)
    waiting = sum(one.standing == "agreed" for one in bench.review.cases)
    if undecided or waiting:
        raise StillOpen(undecided=undecided, agreed=waiting)
    return acts.set_state(bench.review.article, bench.gold, state="done", before=bench.review.progress)


# --- how it is done ----------------------------------------------------------------------------------


def _begun(
    bench: Bench,
    case: Case,
    outcome: Outcome,
    *,
    reason: str = "",
    chosen: Sequence[str] = (),
    guideline: bool = False,
    ties: Sequence[Relation] = (),
) -> Deciding:
    act = Deciding(bench)
    guideline = act.clear(case) or guideline
    act.settle_ends(ties)
    act.begin(case, new_id(), outcome, chosen=chosen, reason=whole(reason).strip(), guideline=guideline)
    return act


def _ended(act: Deciding, title: str) -> Edit:
    act.close()
    act.carry()
    return act.edit(title, act=ACT)


def _changed(before: Decision, after: Decision, title: str) -> Edit:
    return Edit(act=ACT, title=title, article=before.article, before={before.id: before}, after={after.id: after})


def _sources(proposals: Sequence[Proposal]) -> list[str]:
    return [key for one in proposals for key in one.sources]


def _named(bench: Bench, case: Case) -> str:
    """A difference in a title: the label, the tie's kind if it is about one, and the words."""
    difference = case.difference
    label = label_name(bench.codebook, difference.label)
    kind = f"{kind_name(bench.codebook, difference.tie)} of " if difference.tie else ""
    return f"{kind}{label} {quoted(difference.words)}"


def _union(spans: Sequence[Span]) -> tuple[Fragment, ...]:
    return join_fragments([piece for span in spans for piece in span.fragments])


def _shared(proposals: Sequence[Proposal]) -> tuple[Fragment, ...]:
    """The code points that every proposal has."""
    left: tuple[Fragment, ...] | None = None
    for one in proposals:
        mine = _union(one.spans)
        if left is None:
            left = mine
        else:
            both = [(max(a, c), min(b, d)) for a, b in left for c, d in mine]
            left = tuple(sorted(piece for piece in both if piece[0] < piece[1]))
    return left or ()


def _merged(bench: Bench, spans: Sequence[Span], fragments: tuple[Fragment, ...]) -> Span:
    first = shown(spans)
    alike = [span for span in spans if span.label == first.label]
    shared = {
        key: value
        for key, value in first.attributes.items()
        if not key.startswith("_") and all(one.attributes.get(key) == value for one in alike)
    }
    actor = first.actor if all(one.actor == first.actor for one in alike) else None
    words = words_of(bench.review.article.text, fragments)
    return msgspec.structs.replace(first, fragments=fragments, words=words, attributes=shared, actor=actor)
