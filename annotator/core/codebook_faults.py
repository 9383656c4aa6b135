"""What of a codebook cannot stand, and where: for the message beside a field, and for files that are refused.

A place is a path: `QUOTE`, `QUOTE/form`, `QUOTE/form/direct`, and the same after `relation:` for relation kinds; the
empty path is the codebook itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from annotator.core import colours
from annotator.core.codebook import RESERVED_KEYS, Attribute, Codebook, Label, RelationKind, value_fault

RELATION = "relation:"
FREE_KEYS = "ABCDOPQSTUZ"
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}\Z")


class Fault(msgspec.Struct, frozen=True):
    """One thing that cannot stand: the place, the field there, and what is wrong with it."""

    path: str
    field: str
    text: str


def is_key(word: str) -> bool:
    """Whether a word can be a key: a letter, then letters, digits, _ . -"""
    return _KEY.match(word) is not None


def faults(codebook: Codebook, *, strict: bool = False) -> list[Fault]:
    """Everything that cannot stand; `strict` asks more than is asked of a version that is stored already."""
    found = [*_keys("", "label", codebook.labels), *_keys(RELATION, "relation kind", codebook.relations)]
    if not codebook.labels:
        found.append(Fault("", "labels", "it has no label"))
    found += _shortcuts(codebook.labels)
    for label in codebook.labels:
        found += _colours(label)
        found += _attributes(f"label {label.key}", label.key, label.attributes)
    known = {label.key for label in codebook.labels}
    for kind in codebook.relations:
        found += _ends(kind, known)
        found += _attributes(f"relation {kind.key}", RELATION + kind.key, kind.attributes)
    found += _retired("label", codebook.retired, known)
    found += _retired("relation kind", codebook.retired_relations, {kind.key for kind in codebook.relations})
    return [*found, *_strict(codebook)] if strict else found


def free_shortcut(labels: Sequence[Label], wish: str = "") -> str:
    """A letter that no label has, out of the wished name if it can be; empty when all are taken."""
    taken = {label.shortcut.upper() for label in labels}
    letters = [letter for letter in wish.upper() if letter in FREE_KEYS]
    return next((letter for letter in (*letters, *FREE_KEYS) if letter not in taken), "")


def _keys(prefix: str, what: str, parts: Sequence[Label | RelationKind | Attribute]) -> Iterator[Fault]:
    keys = [part.key for part in parts]
    for key in keys:
        if not _KEY.match(key):
            text = f"{what} key “{key}” must be a letter, then letters, digits, _ . -"
            yield Fault(prefix + key, "key", text)
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Fault(prefix + key, "key", f"{what} key {key} stands twice")


def _shortcuts(labels: Sequence[Label]) -> Iterator[Fault]:
    taken: dict[str, str] = {}
    for label in labels:
        key = label.shortcut.upper()
        if not key:
            continue
        if len(key) != 1 or not "A" <= key <= "Z" or key in RESERVED_KEYS:
            text = f"label {label.key} cannot have the key “{label.shortcut}”: A B C D O P Q S T U Z are free"
            yield Fault(label.key, "shortcut", text)
        elif key in taken:
            yield Fault(label.key, "shortcut", f"labels {taken[key]} and {label.key} share the key {key}")
        taken.setdefault(key, label.key)


def _colours(label: Label) -> Iterator[Fault]:
    for field, colour in (("color", label.color), ("lane_dark", label.lane_dark)):
        if colour and not colours.is_colour(colour):
            yield Fault(label.key, field, f"label {label.key} has a colour “{colour}” that is not #RRGGBB")


def _ends(kind: RelationKind, known: set[str]) -> Iterator[Fault]:
    for field, ends in (("head", kind.head), ("tail", kind.tail)):
        for end in ends:
            if end not in known:
                yield Fault(RELATION + kind.key, field, f"relation {kind.key} names {end}, which is no label")


def _retired(what: str, retired: dict[str, str | None], known: set[str]) -> Iterator[Fault]:
    for old, heir in retired.items():
        if old in known or (heir is not None and heir not in known):
            yield Fault("", "retired", f"retired {what} {old} is still a {what}, or its heir {heir} is none")


def _attributes(owner: str, path: str, attributes: tuple[Attribute, ...]) -> Iterator[Fault]:
    yield from _keys(f"{path}/", f"{owner}: attribute", attributes)
    for part in attributes:
        place = f"{path}/{part.key}"
        if part.kind in ("choice", "choices"):
            if not part.choices:
                yield Fault(place, "choices", f"{owner}: attribute {part.key} has no choices")
            keys = [choice.key for choice in part.choices]
            for key in sorted({key for key in keys if keys.count(key) > 1}):
                yield Fault(f"{place}/{key}", "key", f"{owner}: choice {key} of {part.key} stands twice")
        fault = None if part.default is None else value_fault(part, part.default)
        if fault:
            yield Fault(place, "default", f"{owner}: the default of {part.key} {fault}")


# --- what is asked of a codebook that somebody is about to bring in ----------------------------------


def _strict(codebook: Codebook) -> Iterator[Fault]:
    if not codebook.name.strip():
        yield Fault("", "name", "it has no name")
    names: dict[str, str] = {}
    for label in codebook.labels:
        folded = label.name.strip().casefold()
        if not folded:
            yield Fault(label.key, "name", f"label {label.key} has no name")
        elif folded in names:
            yield Fault(label.key, "name", f"labels {names[folded]} and {label.key} have the same name")
        names.setdefault(folded, label.key)
        if colours.is_colour(label.color) and colours.contrast(label.color) < colours.READABLE:
            text = f"white words on the colour {label.color} of {label.key} cannot be read: choose a darker one"
            yield Fault(label.key, "color", text)
        yield from _strict_attributes(label.key, label.attributes)
    for kind in codebook.relations:
        if not kind.name.strip():
            yield Fault(RELATION + kind.key, "name", f"relation {kind.key} has no name")
        yield from _strict_attributes(RELATION + kind.key, kind.attributes)


def _strict_attributes(path: str, attributes: tuple[Attribute, ...]) -> Iterator[Fault]:
    known = {part.key: part for part in attributes}
    for part in attributes:
        place = f"{path}/{part.key}"
        if not part.name.strip():
            yield Fault(place, "name", f"attribute {part.key} of {path} has no name")
        for choice in part.choices:
            if not choice.key or not choice.name.strip():
                yield Fault(f"{place}/{choice.key}", "name", f"a choice of {place} has no name")
        rule = part.shown_when
        if rule is None:
            continue
        other = known.get(rule.attribute)
        if other is None or other is part:
            text = f"{place} is shown when {rule.attribute} has a value, which is no other attribute of {path}"
            yield Fault(place, "shown_when", text)
        elif not set(rule.values) <= {choice.key for choice in other.choices} and other.kind in ("choice", "choices"):
            yield Fault(place, "shown_when", f"{place} is shown for a choice that {rule.attribute} does not have")
