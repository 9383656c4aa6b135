"""Edit: one change as records before and after, and every way to make one.

All makers are pure: they check against text and codebook and return an Edit or raise what the user can mend.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Literal

import msgspec

from annotator.core.codebook import Codebook, Label, Trim, check_attributes, check_relation, value_fault
from annotator.core.errors import (
    BadFragments,
    DuplicateSpan,
    EmptySelection,
    ForbiddenRelation,
    NothingLeft,
    SpanOutsideText,
)
from annotator.core.model import (
    UNCONFIRMED,
    AnyRecord,
    Article,
    Fragment,
    Progress,
    Relation,
    Span,
    State,
    Value,
    join_fragments,
    new_id,
    words_of,
)
from annotator.core.text import quoted, short, whole
from annotator.core.trim import trim

Edge = Literal["start", "end"]
Unit = Literal["word", "character"]

# The first word of a title as it reads once it is done.
PAST = {
    "Tag": "Tagged",
    "Relabel": "Relabelled",
    "Lengthen": "Lengthened",
    "Shorten": "Shortened",
    "Move": "Moved",
    "Delete": "Deleted",
    "Describe": "Described",
    "Confirm": "Confirmed",
    "Note": "Noted",
    "Mark": "Marked",
    "Add": "Added",
    "Import": "Imported",
    "Change": "Changed",
    "Tie": "Tied",
    "Untie": "Untied",
    "Point": "Pointed",
    "Join": "Joined",
    "Take": "Took",
    "Close": "Closed",
    "Ask": "Asked",
    "Answer": "Answered",
    "Correct": "Corrected",
    "Remark": "Remarked",
    "Reopen": "Reopened",
    "Link": "Linked",
    "Unlink": "Unlinked",
    "Merge": "Merged",
    "Let": "Let",
    "Put": "Put",
    "Reject": "Rejected",
    "Keep": "Kept",
    "Flag": "Flagged",
    "Unflag": "Unflagged",
}
_SPACES_ONLY = Trim(article="in", that="in", marks="in", stops="in")
STATE_NAMES: dict[State, str] = {"todo": "to do", "doing": "in progress", "done": "done", "skipped": "skipped"}


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """One act: records by id before and after it; an id in only one of the two is made or deleted."""

    act: str
    title: str
    article: str | None = None
    before: Mapping[str, AnyRecord] = {}
    after: Mapping[str, AnyRecord] = {}

    def ids(self) -> list[str]:
        """Every record it touches, each once, in the order given."""
        return list(dict.fromkeys((*self.before, *self.after)))

    def made(self) -> list[AnyRecord]:
        """Records that did not exist before."""
        return [record for key, record in self.after.items() if key not in self.before]

    def removed(self) -> list[AnyRecord]:
        """Records that no longer exist after."""
        return [record for key, record in self.before.items() if key not in self.after]

    def span(self) -> Span | None:
        """The span it is about: the first one made or changed."""
        return next((record for record in self.after.values() if isinstance(record, Span)), None)


def inverse(edit: Edit) -> Edit:
    """The same act taken back: contents swapped."""
    return Edit(act=edit.act, title=edit.title, article=edit.article, before=edit.after, after=edit.before)


def past(title: str) -> str:
    """A title as it reads once it is done: "Tag QUOTE …" becomes "Tagged QUOTE …"."""
    first, space, rest = title.partition(" ")
    return PAST.get(first, first) + space + rest


def _named(label: Label, words: str) -> str:
    return f"{label.name.upper()} {quoted(words)}"


def label_name(codebook: Codebook, key: str) -> str:
    """A label's name in titles; a span of a retired label still has to be named."""
    return codebook.label(key).name.upper() if codebook.has(key) else key


def check_fragments(text: str, fragments: Sequence[Fragment]) -> tuple[Fragment, ...]:
    """Fragments sorted and joined; raises SpanOutsideText or BadFragments (empty, overlapping)."""
    if not fragments:
        raise BadFragments(reason="there is none")
    ordered = sorted(fragments)
    for start, end in ordered:
        if start < 0 or end > len(text):
            raise SpanOutsideText(start=start, end=end, length=len(text))
        if start >= end:
            raise BadFragments(reason=f"{start} to {end} holds nothing")
    for (_, left), (right, _) in pairwise(ordered):
        if right < left:
            raise BadFragments(reason=f"two of them overlap at {right}")
    return join_fragments(ordered)


def refuse_twin(spans: Sequence[Span], candidate: Span) -> None:
    """Raises DuplicateSpan when another of the spans is the same annotator's, of the same label and fragments."""
    for span in spans:
        if (
            span.id != candidate.id
            and span.fragments == candidate.fragments
            and (span.label, span.annotator, span.article) == (candidate.label, candidate.annotator, candidate.article)
        ):
            raise DuplicateSpan(label=candidate.label, words=short(candidate.words))


def _trimmed(text: str, fragments: Sequence[Fragment], label: Label) -> tuple[Fragment, ...]:
    """Each outer edge trimmed by the label's rule; inner edges only of white space, so pieces keep their marks."""
    kept = list(_without_spaces(text, fragments))
    if len(kept) == 1:
        kept = [trim(text, *kept[0], label.trim)]
    elif kept:
        kept[0] = trim(text, *kept[0], label.trim)[0], kept[0][1]
        kept[-1] = kept[-1][0], trim(text, *kept[-1], label.trim)[1]
    kept = [piece for piece in kept if piece[0] < piece[1]]
    if not kept:
        raise EmptySelection(label=label.name.upper())
    return join_fragments(kept)


def _without_spaces(text: str, fragments: Sequence[Fragment]) -> tuple[Fragment, ...]:
    """Fragments without white space at their edges; those that were nothing else are gone."""
    trimmed = (trim(text, *piece, _SPACES_ONLY) for piece in check_fragments(text, fragments))
    return tuple(piece for piece in trimmed if piece[0] < piece[1])


def tag(
    article: Article,
    fragments: Sequence[Fragment],
    *,
    label: str,
    annotator: str,
    codebook: Codebook,
    version: str,
    existing: Sequence[Span] = (),
    origin: str = "manual",
    trimmed: bool = True,
) -> Edit:
    """A new span over these fragments (code points), trimmed as the codebook says, with default attributes.

    Raises UnknownLabel, SpanOutsideText, BadFragments, EmptySelection, DuplicateSpan.
    """
    rule = codebook.label(label)
    pieces = _trimmed(article.text, fragments, rule) if trimmed else check_fragments(article.text, fragments)
    span = Span(
        id=new_id(),
        article=article.id,
        annotator=annotator,
        label=label,
        fragments=pieces,
        words=words_of(article.text, pieces),
        codebook=version,
        attributes={part.key: part.default for part in rule.attributes if part.default is not None},
        origin=origin,
    )
    refuse_twin(existing, span)
    return Edit(act="tag", title=f"Tag {_named(rule, span.words)}", article=article.id, after={span.id: span})


def started(edit: Edit, annotator: str, progress: Progress | None) -> Edit:
    """The same edit, which also sets the article to "in progress" when the annotator had not begun it."""
    if edit.article is None or (progress is not None and progress.state != "todo"):
        return edit
    now = Progress(
        article=edit.article, annotator=annotator, state="doing", assigned=bool(progress and progress.assigned)
    )
    before = dict(edit.before) if progress is None else {**edit.before, progress.id: progress}
    return msgspec.structs.replace(edit, before=before, after={**edit.after, now.id: now})


def relabel(
    span: Span,
    label: str,
    *,
    codebook: Codebook,
    version: str,
    existing: Sequence[Span] = (),
    relations: Sequence[Relation] = (),
) -> Edit:
    """Another label on the same span: id, note and actor stay, and the attributes that the new label knows.

    `existing` are the spans at the other ends of `relations` and possible twins. Relations that the codebook
    does not allow between the new ends go with it, and the title says so.
    """
    rule = codebook.label(label)
    known = {part.key: part for part in rule.attributes}
    kept = {key: value for key, value in span.attributes.items() if key in known and not value_fault(known[key], value)}
    if UNCONFIRMED in span.attributes:
        pending = [key for key in span.attributes[UNCONFIRMED] if key in kept]
        kept |= {UNCONFIRMED: pending} if pending else {}
    after = msgspec.structs.replace(span, label=label, attributes=kept, codebook=version)
    refuse_twin(existing, after)
    ends = {other.id: other for other in existing} | {after.id: after}
    lost = [tie for tie in relations if span.id in (tie.head, tie.tail) and not _allowed(codebook, tie, ends)]
    gone = _and_relations(len(lost), ", deleting")
    title = f"Relabel {label_name(codebook, span.label)} to {_named(rule, span.words)}{gone}"
    return Edit(
        act="relabel",
        title=title,
        article=span.article,
        before={span.id: span, **{tie.id: tie for tie in lost}},
        after={span.id: after},
    )


def _allowed(codebook: Codebook, relation: Relation, ends: Mapping[str, Span]) -> bool:
    head, tail = ends.get(relation.head), ends.get(relation.tail)
    if head is None or tail is None:
        return True
    try:
        check_relation(codebook, relation.kind, head, tail)
    except ForbiddenRelation:
        return False
    return True


def _and_relations(count: int, joint: str = " and") -> str:
    return "" if not count else f"{joint} 1 relation" if count == 1 else f"{joint} {count} relations"


def resize(
    span: Span, fragments: Sequence[Fragment], *, article: Article, codebook: Codebook, existing: Sequence[Span] = ()
) -> Edit:
    """The same span over other fragments: id, attributes, note and relations stay; white space at edges never counts.

    Raises NothingLeft when there is nothing else.
    """
    pieces = _without_spaces(article.text, fragments)
    if not pieces:
        raise NothingLeft(label=label_name(codebook, span.label), words=short(span.words))
    after = msgspec.structs.replace(span, fragments=pieces, words=words_of(article.text, pieces))
    refuse_twin(existing, after)
    size, former = (sum(end - start for start, end in part) for part in (pieces, span.fragments))
    verb = "Lengthen" if size > former else "Shorten" if size < former else "Move"
    title = f"{verb} {label_name(codebook, span.label)} {quoted(after.words)}"
    return Edit(act="resize", title=title, article=span.article, before={span.id: span}, after={span.id: after})


def delete(spans: Sequence[Span], *, relations: Sequence[Relation] = (), codebook: Codebook) -> Edit:
    """Spans deleted, and with them every relation that ends at one of them; the title counts both."""
    gone = {span.id: span for span in spans}
    ties = {tie.id: tie for tie in relations if tie.head in gone or tie.tail in gone}
    first = spans[0]
    what = f"{label_name(codebook, first.label)} {quoted(first.words)}" if len(spans) == 1 else f"{len(spans)} spans"
    title = f"Delete {what}{_and_relations(len(ties))}"
    return Edit(act="delete", title=title, article=first.article, before={**gone, **ties})


def describe(
    span: Span,
    *,
    codebook: Codebook,
    attributes: Mapping[str, Value] | None = None,
    note: str | None = None,
    actor: str | Literal[False] | None = None,
) -> Edit:
    """Other attributes (the whole new set), note, or linked actor (False unlinks) on a span.

    Raises ForbiddenValue when the codebook does not allow a value.
    """
    changes: dict[str, Any] = {}
    if attributes is not None:
        values = {key: whole(value) if isinstance(value, str) else value for key, value in attributes.items()}
        check_attributes(codebook.label(span.label), values)
        changes["attributes"] = values
    if note is not None:
        changes["note"] = whole(note)
    if actor is not None:
        changes["actor"] = actor or None
    after = msgspec.structs.replace(span, **changes)
    verb = "Note on" if note is not None and len(changes) == 1 else "Describe"
    title = f"{verb} {label_name(codebook, span.label)} {quoted(span.words)}{_difference(codebook, span, after)}"
    return Edit(act="describe", title=title, article=span.article, before={span.id: span}, after={span.id: after})


def _difference(codebook: Codebook, before: Span, after: Span) -> str:
    """ ": Form indirect" when exactly one attribute changed, so that undo can be told apart."""
    keys = [
        part
        for part in (codebook.label(after.label).attributes if codebook.has(after.label) else ())
        if before.attributes.get(part.key) != after.attributes.get(part.key)
    ]
    if len(keys) != 1:
        return ""
    value = after.attributes.get(keys[0].key)
    return f": {keys[0].name} {'cleared' if value is None else short(str(value), 20)}"


def set_state(article: Article, annotator: str, *, state: State, before: Progress | None) -> Edit:
    """How far an annotator is with an article, e.g. done."""
    after = Progress(article=article.id, annotator=annotator, state=state, assigned=bool(before and before.assigned))
    title = f"Mark {quoted(article.title or article.text[:80])} {STATE_NAMES[state]}"
    return Edit(
        act="progress",
        title=title,
        article=article.id,
        before={} if before is None else {before.id: before},
        after={after.id: after},
    )


def describe_article(before: Article, after: Article) -> Edit:
    """Other metadata (title, outlet, author ...) on an article; the text must be the same."""
    if before.text != after.text or before.id != after.id:
        raise ValueError("describe_article changes fields, not the text")
    title = f"Change fields of {quoted(after.title or before.title)}"
    return Edit(act="fields", title=title, article=before.id, before={before.id: before}, after={after.id: after})


def add_record(record: AnyRecord, *, title: str, article: str | None = None) -> Edit:
    """A record that is simply new: an annotator, an actor, a comment."""
    return Edit(act="add", title=title, article=article, after={record.id: record})
