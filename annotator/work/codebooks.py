"""Changing the project's codebook: what a change touches, counted beforehand, and the change itself as one act.

The change is one act in one transaction, and so is taking it back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Mapping

import msgspec

from annotator.core import codebook as codebooks
from annotator.core.codebook import Codebook
from annotator.core.codebook_change import (
    ENDS,
    Change,
    Question,
    Recoder,
    answered,
    converted,
    differences,
    owner_now,
    questions,
    touched,
)
from annotator.core.codebook_edit import Draft, Fates, find, finished, heir_of, owner_of
from annotator.core.codebook_faults import RELATION, Fault, faults
from annotator.core.errors import BadCodebook, CodebookInUse
from annotator.core.model import CodebookVersion, Relation, Span, Value
from annotator.core.text import quoted, short
from annotator.store import usage
from annotator.store.project import Project
from annotator.store.replacement import Replacement
from annotator.store.usage import Usage, Uses
from annotator.work.progress import Progress

_STEP = 2_000  # spans between two reports of progress


class Impact(msgspec.Struct, frozen=True, kw_only=True):
    """What one difference touches: `spans` (or, for a relation kind, relations) that have no sure place any more."""

    question: Question
    spans: int
    annotators: int
    relations: int = 0
    answered: bool = False

    @property
    def open(self) -> bool:
        """Whether something is touched and nobody has said what becomes of it."""
        return self.spans > 0 and not self.answered


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a change did."""

    version: str
    title: str
    changed: int = 0
    held: int = 0
    relations_changed: int = 0
    relations_held: int = 0


# --- before ------------------------------------------------------------------------------------------


def next_version(project: Project, draft: Draft, base: Codebook | None = None) -> Codebook:
    """The draft as the codebook that follows `base` (the project's); `base` itself when nothing is different.

    Raises BadCodebook for the first thing that cannot stand.
    """
    base = base or project.codebook
    made = finished(base, draft, (one.id for one in project.read.codebooks()))
    if made == msgspec.structs.replace(base, edition=made.edition):
        return base
    for fault in new_faults(base, made):
        raise BadCodebook(name=made.name or "(unnamed)", reason=fault.text)
    return made


def new_faults(base: Codebook, made: Codebook) -> list[Fault]:
    """What of a codebook cannot stand; what the project's own has had all along it may keep."""
    strict = faults(made, strict=True)
    known = set(faults(base, strict=True)) - set(faults(base))
    return [fault for fault in strict if fault not in known]


def from_file(book: Codebook, replacements: Fates) -> Draft:
    """A codebook from elsewhere as a draft: what it calls retired, and what was said besides, are its fates."""
    ties = {RELATION + key: heir for key, heir in book.retired_relations.items()}
    return Draft(book=book, fates={**book.retired, **ties, **replacements})


def impacts(
    project: Project, made: Codebook, fates: Fates, uses: Uses | None = None, base: Codebook | None = None
) -> list[Impact]:
    """What has no sure place under a codebook that would follow `base` (the project's), counted.

    Whoever asks more than once about one state of the project hands in its counts.
    """
    base, found, uses = base or project.codebook, [], uses or Uses(project.connection)
    for question in questions(base, made, fates):
        used = _used(project, uses, made, question, fates)
        found.append(
            Impact(
                question=question,
                spans=used.count,
                annotators=used.annotators,
                relations=used.relations,
                answered=answered(question, fates),
            )
        )
    return found


def _used(project: Project, uses: Uses, made: Codebook, question: Question, fates: Fates) -> Usage:
    path = question.path
    if question.need == "label":
        return uses.label(path)
    if question.need == "kind":
        return uses.kind(path.removeprefix(RELATION))
    if question.need == "ends":
        return _forbidden(project, made, path.removeprefix(RELATION).removesuffix(ENDS), fates)
    owner, key = path.removeprefix(RELATION).split("/")[:2]
    used = uses.kind_value(owner, key) if path.startswith(RELATION) else uses.value(owner, key)
    if question.need == "choice":
        return _with_values(used, lambda value: path.rsplit("/", 1)[1] in _items(value))
    if question.need == "type":
        standing = owner_now(made, path, fates)
        part = None if standing is None else find(standing.attributes, key)
        return _with_values(used, lambda value: part is None or converted(value, part) is None)
    return used


def _items(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [value]


def _with_values(used: Usage, wanted: Callable[[Value], bool]) -> Usage:
    values = tuple((value, count) for value, count in used.values if wanted(value))
    return Usage(count=sum(count for _, count in values), annotators=used.annotators if values else 0, values=values)


def _forbidden(project: Project, made: Codebook, kind: str, fates: Fates) -> Usage:
    """Relations of a kind whose ends it no longer allows."""
    rule = made.relation(kind)
    labels = [label.key for label in made.labels]
    count, people = 0, 0
    for head, tail, ties, annotators in usage.between(project.connection, kind):
        ends = [end if end in labels else heir_of(end, labels, fates) for end in (head, tail)]
        if None in ends:
            continue  # they are held with their span
        if (rule.head and ends[0] not in rule.head) or (rule.tail and ends[1] not in rule.tail):
            count, people = count + ties, max(people, annotators)
    return Usage(count=count, annotators=people)


def refuse_open(name: str, found: list[Impact]) -> None:
    """Raises CodebookInUse naming everything that is touched and not answered."""
    missing = [one for one in found if one.open]
    if missing:
        parts = [f"{one.question.path} ({counted_use(one)})" for one in missing]
        raise CodebookInUse(name=name, reason=", ".join(parts), example=missing[0].question.path)


def counted_use(one: Impact) -> str:
    """How much is touched: 212 spans of 3 annotators."""
    tied = one.question.need in ("kind", "ends") or one.question.path.startswith(RELATION)
    what = "relation" if tied else "span"
    people = f"{one.annotators} annotator" + ("" if one.annotators == 1 else "s")
    return f"{one.spans:,} {what}{'' if one.spans == 1 else 's'} of {people}"


def title_of(base: Codebook, made: Codebook, fates: Fates) -> str:
    """What the act is called: the one thing that it does, or how many."""
    found = differences(base, made)
    main = [one for one in found if one.what in ("removed", "added", "renamed") and "/" not in one.path] or found
    if not main:
        return "Change the codebook"
    rest = len(found) - 1
    title = f"Change the codebook: {_said(main[0], made, fates)}"
    return title if not rest else f"{title} and {rest} more"


def _said(change: Change, made: Codebook, fates: Fates) -> str:
    name = quoted(short(change.name, 40)) if change.name else "it"
    if change.what == "renamed":
        return f"rename {quoted(short(change.before, 40))} to {name}"
    if change.what == "removed":
        heir = fates.get(change.path)
        owner = owner_of(made, (RELATION if change.path.startswith(RELATION) else "") + heir) if heir else None
        into = "" if owner is None else f" into {quoted(short(owner.name, 40))}"
        return f"{'merge' if into else 'remove'} {name}{into}"
    verb = {"added": "add", "moved": "move", "changed": "change"}[change.what]
    return f"{verb} {name}"


# --- the change --------------------------------------------------------------------------------------


def run(
    project: Project, made: Codebook, *, fates: Mapping[str, str | None], who: str, follows: str | None = None
) -> Generator[Progress, None, Outcome]:
    """Makes a codebook the next version after `follows` (the project's); raises CodebookInUse or UnansweredChange.

    Raises StaleError when the codebook was changed meanwhile. Nothing has changed then.
    """
    base, chain = project.codebook, project.read.codebooks()
    version = CodebookVersion(
        id=codebooks.identity(made),
        body=codebooks.canonical(made),
        parent=follows or project.codebook_id,
        seq=chain[-1].seq + 1,
        by=who,
    )
    title = title_of(base, made, fates)
    labels, kinds = touched(base, made)
    with Replacement(project, title=title, who=who) as act:
        act.begin(version)
        refuse_open(made.name, impacts(project, made, fates))
        outcome = yield from _recode(act, Recoder(base, made, fates), labels, kinds)
        outcome = msgspec.structs.replace(outcome, version=version.id, title=title)
        act.finish(msgspec.to_builtins(outcome))
    return outcome


def _recode(
    act: Replacement, recoder: Recoder, labels: set[str], kinds: set[str]
) -> Generator[Progress, None, Outcome]:
    spans, done = act.spans(labels), Counter[str]()
    total = 2 * len(spans)
    sorted_out = _Sorted(act)
    for place, (span, rev) in enumerate(spans):
        if place % _STEP == 0:
            yield Progress(done=place, total=total, note=recoder.new.name)
        sorted_out.take(span, recoder.span(span), rev)
    for start in range(0, len(sorted_out.held), _STEP):
        yield Progress(done=len(spans) + start, total=total, note=recoder.new.name)
        _hold(act, sorted_out.held[start : start + _STEP], done)
    for start in range(0, len(sorted_out.changed), _STEP):
        yield Progress(done=len(spans) + len(sorted_out.held) + start, total=total, note=recoder.new.name)
        act.change(sorted_out.changed[start : start + _STEP])
    done["changed"] = len(sorted_out.changed)
    _recode_relations(act, recoder, kinds, done)
    return Outcome(
        version="",
        title="",
        changed=done["changed"],
        held=done["held"],
        relations_changed=done["relations_changed"],
        relations_held=done["relations_held"],
    )


class _Sorted:
    """Spans by what becomes of them: changed; held, because nothing takes their label's place or it stands already."""

    def __init__(self, act: Replacement) -> None:
        self._act = act
        self.changed: list[tuple[Span, Span, int]] = []
        self.held: list[tuple[Span, int, str]] = []
        self._twins: dict[tuple[str, str], set[str]] = {}
        self._places: set[tuple[object, ...]] = set()

    def take(self, span: Span, after: Span | None, rev: int) -> None:
        """One span and what the newer codebook makes of it."""
        if after is None:
            self.held.append((span, rev, f"The label {span.label} was retired"))
        elif after.label != span.label and self._stands(span, after):
            reason = f"The label {span.label} became {after.label}, and the same words are tagged so already"
            self.held.append((span, rev, reason))
        elif after is not span:
            self.changed.append((span, after, rev))

    def _stands(self, span: Span, after: Span) -> bool:
        """Whether the same words have the heir already, or have just got it from another label."""
        pair = span.label, after.label
        if pair not in self._twins:
            self._twins[pair] = self._act.twins(*pair)
        place = after.article, after.annotator, after.label, after.fragments
        known = span.id in self._twins[pair] or place in self._places
        self._places.add(place)
        return known


def _hold(act: Replacement, spans: list[tuple[Span, int, str]], done: Counter[str]) -> None:
    """Spans are held, and before them the relations that end at one of them."""
    ties = [(tie, rev, "A span that it ties is held") for tie, rev in act.ties_of([span.id for span, _, _ in spans])]
    act.hold(ties)
    act.hold(spans)
    done["relations_held"] += len(ties)
    done["held"] += len(spans)


def _recode_relations(act: Replacement, recoder: Recoder, kinds: set[str], done: Counter[str]) -> None:
    held: list[tuple[Relation, int, str]] = []
    for tie, rev, head, tail in act.relations(kinds):
        after = recoder.relation(tie, head, tail)
        if after is tie:
            continue
        if after is None or (after.kind != tie.kind and act.is_tied(after)):
            gone = find(recoder.new.relations, tie.kind) is None
            why = "was retired" if gone else "does not allow these ends now"
            held.append((tie, rev, f"The relation kind {tie.kind} {why}"))
        else:
            act.change([(tie, after, rev)])
            done["relations_changed"] += 1
    act.hold(held)
    done["relations_held"] += len(held)
