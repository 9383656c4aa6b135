"""Pure changes of a codebook: labels, attributes, choices and relation kinds put in, moved, taken out, merged.

Keys are made here and never change afterwards; only names do. What becomes of the spans under a key that goes is
written down as its fate (see `codebook_change`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from annotator.core import colours
from annotator.core.codebook import Attribute, Choice, Codebook, Label, RelationKind, identity
from annotator.core.codebook_faults import RELATION, free_shortcut

_NOT_KEY = re.compile(r"[^A-Za-z0-9_.-]+")

# By the path of what goes: the key that takes its place, or None (a label or kind: held; a value: left out).
Fates = Mapping[str, str | None]
Owner = Label | RelationKind


Rule = TypeVar("Rule", Label, RelationKind)
Part = TypeVar("Part", Label, RelationKind, Attribute, Choice)


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A codebook in the making, and the fates decided so far."""

    book: Codebook
    fates: dict[str, str | None] = {}


def new_key(name: str, taken: Iterable[str], fallback: str) -> str:
    """A key that the rules allow and nobody has, as near to the name as they let it be."""
    used = set(taken)
    key = _NOT_KEY.sub("_", name).strip("_")[:60]
    if not key or not key[0].isalpha():
        key = f"{fallback}_{key}".rstrip("_")
    plain, number = key, 2
    while key in used:
        key, number = f"{plain}_{number}", number + 1
    return key


def put(parts: Sequence[Part], part: Part) -> tuple[Part, ...]:
    """The parts with this one in the place of that with its key, or at the end."""
    if any(one.key == part.key for one in parts):
        return tuple(part if one.key == part.key else one for one in parts)
    made = list(parts)
    made.append(part)
    return tuple(made)


def without(parts: Sequence[Part], key: str) -> tuple[Part, ...]:
    """The parts without that of a key."""
    return tuple(one for one in parts if one.key != key)


def moved(parts: Sequence[Part], key: str, step: int) -> tuple[Part, ...]:
    """The parts with one of them so many places on; at the edge it stays."""
    place = next((at for at, one in enumerate(parts) if one.key == key), None)
    if place is None or not 0 <= place + step < len(parts):
        return tuple(parts)
    ordered = list(parts)
    ordered.insert(place + step, ordered.pop(place))
    return tuple(ordered)


def find(parts: Sequence[Part], key: str) -> Part | None:
    """The part of a key, or None."""
    return next((one for one in parts if one.key == key), None)


# --- labels ------------------------------------------------------------------------------------------


def add_label(book: Codebook, name: str) -> tuple[Codebook, str]:
    """A new label at the end, with a key, a letter and a colour that nobody has; gives its key too."""
    key = new_key(name.upper(), {*(label.key for label in book.labels), *book.retired}, "LABEL")
    made = Label(
        key=key,
        name=name,
        shortcut=free_shortcut(book.labels, name),
        color=colours.free(label.color for label in book.labels),
    )
    return replace(book, labels=(*book.labels, made)), key


def put_label(book: Codebook, label: Label) -> Codebook:
    """The codebook with another content under a label's key."""
    return replace(book, labels=put(book.labels, label))


def drop_label(draft: Draft, key: str, *, heir: str | None) -> Draft:
    """A label taken out: its spans go to the heir, which takes its place in relations, or (None) are held.

    A relation kind that would be left without labels at one end goes too: no labels there would mean any.
    """
    book, fates = draft.book, {**draft.fates, key: heir}
    kinds = []
    for kind in book.relations:
        head, tail = _ends(kind.head, key, heir), _ends(kind.tail, key, heir)
        if (kind.head and not head) or (kind.tail and not tail):
            fates[RELATION + kind.key] = None
        else:
            kinds.append(replace(kind, head=head, tail=tail))
    return Draft(book=replace(book, labels=without(book.labels, key), relations=tuple(kinds)), fates=fates)


def _ends(ends: tuple[str, ...], key: str, heir: str | None) -> tuple[str, ...]:
    named = [heir if end == key else end for end in ends]
    return tuple(dict.fromkeys(end for end in named if end is not None))


def take_along(draft: Draft, old: Label, heir: str, keys: Iterable[str]) -> Draft:
    """The heir with those of the old label's attributes and choices that it lacks, so that no value is lost."""
    label = draft.book.label(heir)
    attributes = label.attributes
    for part in old.attributes:
        if part.key not in set(keys):
            continue
        known = find(attributes, part.key)
        if known is None:
            attributes = (*attributes, replace(part, required=False, shown_when=None))
        elif known.kind == part.kind and part.choices:
            choices = known.choices
            for choice in part.choices:
                choices = choices if find(choices, choice.key) else (*choices, choice)
            attributes = put(attributes, replace(known, choices=choices))
    return replace(draft, book=put_label(draft.book, replace(label, attributes=attributes)))


# --- relation kinds ----------------------------------------------------------------------------------


def add_kind(book: Codebook, name: str) -> tuple[Codebook, str]:
    """A new relation kind at the end, between any labels; gives its key too."""
    taken = {*(kind.key for kind in book.relations), *book.retired_relations}
    key = new_key(name.lower(), taken, "relation")
    return replace(book, relations=(*book.relations, RelationKind(key=key, name=name))), key


def put_kind(book: Codebook, kind: RelationKind) -> Codebook:
    """The codebook with another content under a relation kind's key."""
    return replace(book, relations=put(book.relations, kind))


def drop_kind(draft: Draft, key: str, *, heir: str | None) -> Draft:
    """A relation kind taken out: its relations become the heir's, or (None) are held."""
    book = replace(draft.book, relations=without(draft.book.relations, key))
    return Draft(book=book, fates={**draft.fates, RELATION + key: heir})


# --- attributes and choices --------------------------------------------------------------------------


def owner_of(book: Codebook, path: str) -> Owner | None:
    """The label or relation kind that a path begins with."""
    head = path.split("/", 1)[0]
    if head.startswith(RELATION):
        return find(book.relations, head.removeprefix(RELATION))
    return find(book.labels, head)


def put_owner(book: Codebook, owner: Owner) -> Codebook:
    """The codebook with another content under a label's or relation kind's key."""
    return put_label(book, owner) if isinstance(owner, Label) else put_kind(book, owner)


def add_attribute(owner: Owner, name: str) -> tuple[Attribute, ...]:
    """The owner's attributes with a new one at the end, a text until told."""
    key = new_key(name.lower(), (part.key for part in owner.attributes), "attribute")
    return (*owner.attributes, Attribute(key=key, name=name))


def add_choice(part: Attribute, name: str) -> Attribute:
    """The attribute with one more choice."""
    key = new_key(name.lower(), (choice.key for choice in part.choices), "choice")
    return replace(part, choices=(*part.choices, Choice(key=key, name=name)))


def tidied(part: Attribute) -> Attribute:
    """The attribute without what its type has no use for."""
    if part.kind not in ("choice", "choices") and part.choices:
        return replace(part, choices=(), default=None)
    return part


# --- the next version --------------------------------------------------------------------------------


def finished(base: Codebook, draft: Draft, known: Iterable[str] = ()) -> Codebook:
    """The draft as the version after `base`: what went is retired, and its name is none of the `known` versions'."""
    book = _tidied(base, draft.book)
    labels, kinds = {one.key for one in book.labels}, {one.key for one in book.relations}
    retired = _retired(base.retired, (one.key for one in base.labels), labels, draft.fates)
    ties = {key.removeprefix(RELATION): heir for key, heir in draft.fates.items() if key.startswith(RELATION)}
    gone = _retired(base.retired_relations, (one.key for one in base.relations), kinds, ties)
    made = replace(book, retired=retired, retired_relations=gone)
    used = set(known)
    while identity(made) in used:
        made = replace(made, edition=made.edition + 1)
    return made


def _tidied(base: Codebook, book: Codebook) -> Codebook:
    """The book with attributes that have another type now freed of what that has no use for."""
    return replace(
        book,
        labels=tuple(_tidy(find(base.labels, one.key), one) for one in book.labels),
        relations=tuple(_tidy(find(base.relations, one.key), one) for one in book.relations),
    )


def _tidy(before: Rule | None, owner: Rule) -> Rule:
    known = {part.key: part.kind for part in before.attributes} if before is not None else {}
    parts = tuple(part if known.get(part.key) == part.kind else tidied(part) for part in owner.attributes)
    return owner if parts == owner.attributes else replace(owner, attributes=parts)


def _retired(before: Fates, was: Iterable[str], now: set[str], fates: Fates) -> dict[str, str | None]:
    gone = {**before, **{key: fates.get(key) for key in was if key not in now}}
    every = {**fates, **gone}
    return {key: heir_of(key, now, every) for key in gone if key not in now}


def heir_of(key: str, now: Iterable[str], fates: Fates) -> str | None:
    """Who stands in the place of a key in the end, over any number of heirs; None when nobody does."""
    standing, seen = set(now), {key}
    heir = fates.get(key)
    while heir is not None and heir not in standing:
        if heir in seen:
            return None
        seen.add(heir)
        heir = fates.get(heir)
    return heir
