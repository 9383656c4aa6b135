"""What the decision panel says of a difference: its proposals under letters, how they differ, what they share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec
from PySide6.QtCore import QCoreApplication

from annotator.core.cases import Case, Moved
from annotator.core.codebook import Attribute, Codebook
from annotator.core.differences import Difference, Proposal
from annotator.core.lanes import Interval, joined
from annotator.core.model import Decision, Span, Value, words_of
from annotator.core.text import next_word, previous_word, short
from annotator.core.ties import kind_name
from annotator.gui.models.differences import kind_words
from annotator.gui.models.summary import spoken
from annotator.gui.text import isolate, one_line

Weight = Literal["strong", "plain", "faint"]
_LONGEST = 150  # characters of one stretch; what is longer loses its middle
_ENDS = (80, 50)


class Piece(NamedTuple):
    """A stretch of a card's words."""

    text: str
    weight: Weight


class Fact(NamedTuple):
    """What hangs on the words, where the proposals say different things of it."""

    name: str
    value: str


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """One proposal."""

    names: str
    beside: str
    words: tuple[Piece, ...]
    facts: tuple[Fact, ...] = ()

    def said(self) -> str:
        """For who cannot see it."""
        words = "".join(piece.text for piece in self.words if piece.weight != "faint").strip()
        return ". ".join([self.names, words, *(f"{fact.name}: {fact.value}" for fact in self.facts)])


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """What is needed to word the differences of one article."""

    text: str
    codebook: Codebook
    names: Mapping[str, str]  # annotator -> letter, or name once it is revealed
    actors: Mapping[str, str]  # actor -> name
    spans: Mapping[str, Span]  # of all layers


def cards(difference: Difference, proposals: Sequence[Proposal], scene: Scene) -> list[Card]:
    """The proposals in this order."""
    layers = len(difference.sides)
    bounds = "boundary" in difference.kinds
    made = []
    for one in proposals:
        words = words_of(scene.text, one.spans[0].fragments).split() if one.spans else []
        backers = _tr("{some} of {all}").format(some=len(one.annotators), all=layers)
        made.append(
            Card(
                names=", ".join(sorted(scene.names.get(who, "?") for who in one.annotators)),
                beside=_count_words(len(words)) if bounds and words else backers,
                words=tuple(_words(difference, one, scene)),
                facts=tuple(_facts(difference, one, scene)),
            )
        )
    return made


def _count_words(count: int) -> str:
    return _tr("1 word") if count == 1 else _tr("{count} words").format(count=f"{count:,}")


# --- words ---------------------------------------------------------------------------------------------


def _words(difference: Difference, proposal: Proposal, scene: Scene) -> list[Piece]:
    """The words of a proposal within those of all of them, and a word on either side where the edges differ."""
    text, start, end = scene.text, difference.start, difference.end
    if difference.tie:
        head = scene.spans.get(proposal.relations[0].head) if proposal.relations else None
        return [Piece(_cut(head.words if head is not None else difference.words), "plain")]
    chosen = joined([piece for span in proposal.spans for piece in span.fragments])
    if "boundary" in difference.kinds or len(proposal.spans) > 1:
        before, after = previous_word(text, start), next_word(text, end)
        start = before[0] if before is not None and "\n" not in text[before[0] : start] else start
        end = after[0] if after is not None and "\n" not in text[end : after[0]] else end
        return list(_pieces(text, chosen, start, end, "strong"))
    return list(_pieces(text, chosen, chosen[0][0], chosen[-1][1], "plain")) if chosen else []


def _pieces(text: str, chosen: Sequence[Interval], start: int, end: int, weight: Weight) -> list[Piece]:
    found, place = [], start
    for opening, closing in chosen:
        if place < opening:
            found.append(Piece(_cut(text[place:opening]), "faint"))
        found.append(Piece(_cut(text[opening:closing]), weight))
        place = closing
    if place < end:
        found.append(Piece(_cut(text[place:end]), "faint"))
    return found


def _cut(words: str) -> str:
    """A long stretch without its middle; spaces at its ends stay."""
    shown = words if len(words) <= _LONGEST else f"{words[: _ENDS[0]]} … {words[-_ENDS[1] :]}"
    return shown.replace("\n", " ")


# --- what hangs on them --------------------------------------------------------------------------------


def _facts(difference: Difference, proposal: Proposal, scene: Scene) -> list[Fact]:
    if difference.tie:
        tails = [scene.spans[tie.tail].words for tie in proposal.relations if tie.tail in scene.spans]
        kind = one_line(kind_name(scene.codebook, difference.tie))
        return [Fact(kind, "; ".join(short(words, 60) for words in tails) or _tr("nothing"))]
    found = []
    span = proposal.spans[0]
    if "label" in difference.kinds:
        found += [Fact(_tr("Label"), _label(scene.codebook, one.label)) for one in proposal.spans]
    for part in _parts(scene.codebook, span, difference.attributes):
        value = span.attributes.get(part.key)
        found.append(Fact(one_line(part.name), _tr("not answered") if value is None else answer(part, value)))
    if "actor" in difference.kinds:
        found.append(Fact(_tr("Actor"), scene.actors.get(span.actor or "", "") or _tr("not linked")))
    return found


def _label(codebook: Codebook, key: str) -> str:
    return codebook.label(key).name if codebook.has(key) else key


def _parts(codebook: Codebook, span: Span, keys: Sequence[str]) -> list[Attribute]:
    known = codebook.label(span.label).attributes if codebook.has(span.label) else ()
    by_key = {part.key: part for part in known}
    return [by_key.get(key, Attribute(key=key, name=key)) for key in keys if not key.startswith("_")]


def answer(part: Attribute, value: Value) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return _tr("yes") if value else _tr("no")
    return one_line(spoken(part, value))


# --- the whole -------------------------------------------------------------------------------------------


def summary_of(difference: Difference) -> str:
    """One line that says how the proposals differ."""
    count, some = len(difference.proposals), sum(1 for side in difference.sides if side)
    have = _tr("{some} of {all} have it").format(some=some, all=len(difference.sides))
    if difference.tie:
        return _tr("{count} answers").format(count=count) if count > 1 else have
    said = {
        "boundary": _tr("{count} stretches of words").format(count=count),
        "label": _tr("{count} answers on the label").format(count=count),
        "value": _tr("{count} values").format(count=count),
        "attribute": _tr("{count} answers").format(count=count),
        "actor": _tr("{count} actors").format(count=count),
    }
    kind = difference.kind or "missing"
    return have if kind == "missing" else said.get(kind, have)


def kinds_of(difference: Difference, codebook: Codebook) -> tuple[str, ...]:
    """All kinds in which the layers differ, the weightiest first; of a relation its own kind."""
    if difference.tie:
        return (one_line(kind_name(codebook, difference.tie)).lower(),)
    return tuple(kind_words(kind) for kind in difference.kinds) or (_tr("agreed"),)


def absent(difference: Difference, scene: Scene) -> str:
    """Who has nothing here."""
    names = sorted(scene.names.get(side.annotator, "?") for side in difference.sides if not side)
    if not names:
        return ""
    joint = ", ".join(names)
    only = _tr("{name} has nothing here") if len(names) == 1 else _tr("{name} have nothing here")
    return only.format(name=joint)


def shared(difference: Difference, scene: Scene) -> str:
    """What all who have something here have alike; nothing when that is nothing."""
    same, spans = difference.same, difference.spans
    if len(spans) < 2:
        return ""
    found = []
    if same.label is not None and same.fragments:
        found.append(_tr("words and label"))
    elif same.fragments:
        found.append(_tr("words"))
    elif same.label is not None:
        found.append(_tr("label"))
    for part in _parts(scene.codebook, spans[0], list(same.attributes)):
        found.append(f"{one_line(part.name).lower()} {answer(part, same.attributes[part.key])}")
    if same.actor is not None:
        found.append(isolate(scene.actors.get(same.actor, "")) or _tr("actor"))
    return _tr("Same: {what}").format(what=", ".join(found)) if found else ""


def decided_words(decision: Decision, reviewer: str) -> str:
    """What was decided, by whom, and why."""
    said = {
        "take": _tr("Taken into gold"),
        "merge": _tr("Merged into gold"),
        "new": _tr("A gold span of its own"),
        "reject": _tr("Rejected"),
        "later": _tr("Put off"),
    }[decision.outcome]
    by = _tr("{what} by {who}").format(what=said, who=isolate(reviewer)) if reviewer else said
    return f"{by}: {isolate(decision.reason)}" if decision.reason else by


def moved_words(moved: Moved) -> str:
    """Why a decision is to be looked at again."""
    return {
        "": "",
        "changed": _tr("Look again: what was decided on has been changed since"),
        "other": _tr("Look again: other spans have come to this place since"),
        "gone": _tr("Look again: some of what was decided on is gone"),
        "twice": _tr("Look again: two reviewers have decided this, not alike"),
    }[moved]


def why_not(case: Case) -> str:
    """Why nothing needs to be decided."""
    return _tr("Its head was left out of gold, so there is nothing to tie") if case.standing == "void" else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Proposals", text)
