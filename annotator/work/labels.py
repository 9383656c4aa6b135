"""Which labels and relation kinds of a file the codebook knows, and a codebook with the unknown ones added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from annotator.core import codebook as codebooks
from annotator.core.codebook import Attribute, Codebook, Label, RelationKind
from annotator.core.codebook_edit import new_key
from annotator.core.codebook_faults import is_key
from annotator.core.model import UNCONFIRMED, CodebookVersion
from annotator.core.values import attribute_for

_Rule = TypeVar("_Rule", Label, RelationKind)
_MOST_SEEN = 200  # values of an attribute that are looked at to find out what it is

# Colours for labels that an import adds: dark enough for white text, apart from those of News.
_COLORS = ("#6B4E9B", "#8A5A00", "#0B6B6B", "#9B2F5E", "#3F6B1F", "#5B5F97", "#87412B", "#2F5D8A", "#6F6A1C", "#7A3E8E")


class Known:
    """Labels and relation kinds by the word that stands for them in a file: key, name, or a retired key."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self.labels: dict[str, Label] = {}
        self.kinds: dict[str, RelationKind] = {}
        for label in codebook.labels:
            self.labels.setdefault(label.name, label)
        for label in codebook.labels:
            self.labels[label.key] = label
        for old, heir in codebook.retired.items():
            if heir is not None:
                self.labels.setdefault(old, codebook.label(heir))
        for kind in codebook.relations:
            self.kinds.setdefault(kind.name, kind)
        for kind in codebook.relations:
            self.kinds[kind.key] = kind
        for old, heir in codebook.retired_relations.items():
            if heir is not None:
                self.kinds.setdefault(old, codebook.relation(heir))
        rules: list[Label | RelationKind] = [*self.labels.values(), *self.kinds.values()]
        self._choices = {id(rule): _choices(rule) for rule in rules}

    def chosen(self, rule: Label | RelationKind, values: Mapping[str, Any]) -> bool:
        """Whether all values are choices that the label or kind allows; most are, and this is the quick way to know."""
        choices = self._choices[id(rule)]
        for key, value in values.items():
            if type(value) is not str or key not in choices or value not in choices[key]:
                return False
        return True


def _choices(rule: Label | RelationKind) -> dict[str, set[str]]:
    """The choices of each attribute that takes one."""
    return {one.key: {choice.key for choice in one.choices} for one in rule.attributes if one.kind == "choice"}


class Unknown:
    """Labels and kinds that the codebook does not have: how often, and where first."""

    def __init__(self) -> None:
        self.labels: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.first: dict[str, tuple[str, int | None]] = {}
        # What stood under attributes that are not known, by label or kind as the file calls it.
        self.values: dict[str, dict[str, list[Any]]] = {}

    def __bool__(self) -> bool:
        return bool(self.labels or self.kinds)

    def label(self, label: str, file: str, line: int | None) -> None:
        """One more span of an unknown label."""
        self.labels[label] += 1
        self.first.setdefault(label, (file, line))

    def kind(self, kind: str, file: str, line: int | None) -> None:
        """One more relation of an unknown kind."""
        self.kinds[kind] += 1
        self.first.setdefault(f"relation {kind}", (file, line))

    def attributes(self, owner: str, rule: Label | RelationKind | None, values: Mapping[str, Any]) -> None:
        """Values under attributes that the label or kind (None: itself unknown) does not have."""
        known = {attribute.key for attribute in rule.attributes} if rule is not None else set[str]()
        for key, value in values.items():
            if key not in known and key != UNCONFIRMED:
                seen = self.values.setdefault(owner, {}).setdefault(key, [])
                if value not in seen and len(seen) <= _MOST_SEEN:
                    seen.append(value)

    def counts(self) -> dict[str, int]:
        """How often each stood in the files; relation kinds named as such."""
        return dict(self.labels) | {f"relation {kind}": count for kind, count in self.kinds.items()}


def extended(codebook: Codebook, unknown: Unknown, offered: list[Codebook]) -> Codebook:
    """The codebook with the unknown labels and kinds; as the files' own codebooks define them, if one does."""
    taken = {label.key for label in codebook.labels} | set(codebook.retired)
    new = {word: _label(word, taken, offered, number) for number, word in enumerate(unknown.labels)}
    kinds = {kind.key for kind in codebook.relations} | set(codebook.retired_relations)
    new_kinds = {word: _kind(word, kinds, offered, taken) for word in unknown.kinds}
    words = {label.key: word for word, label in new.items()} | {kind.key: word for word, kind in new_kinds.items()}
    book = msgspec.structs.replace(
        codebook,
        labels=tuple(_with_attributes(one, words, unknown) for one in (*codebook.labels, *new.values())),
        relations=tuple(_with_attributes(one, words, unknown) for one in (*codebook.relations, *new_kinds.values())),
    )
    shortcuts: set[str] = set()
    labels = []
    for label in book.labels:  # a key on the keyboard belongs to the label that had it first
        clash = label.shortcut.upper() in shortcuts
        labels.append(msgspec.structs.replace(label, shortcut="") if clash else label)
        shortcuts.update({label.shortcut.upper()} if label.shortcut else ())
    book = msgspec.structs.replace(book, labels=tuple(labels))
    codebooks.check(book)
    return book


def _with_attributes(rule: _Rule, words: Mapping[str, str], unknown: Unknown) -> _Rule:
    """The label or kind with the attributes that stood in the files under its name and that it lacks."""
    known = {attribute.key for attribute in rule.attributes}
    found: dict[str, list[Any]] = {}
    for word in dict.fromkeys((rule.key, rule.name, words.get(rule.key, ""))):
        for key, seen in unknown.values.get(word, {}).items():
            found.setdefault(key, []).extend(seen)
    lacking = [(key, seen) for key, seen in found.items() if key not in known and is_key(key)]
    new: tuple[Attribute, ...] = tuple(attribute_for(key, seen) for key, seen in lacking)
    if not new:
        return rule
    return msgspec.structs.replace(rule, attributes=(*rule.attributes, *new))


def _label(word: str, taken: set[str], offered: list[Codebook], number: int) -> Label:
    for book in offered:
        if book.has(word) and word not in taken:
            taken.add(word)
            return book.label(word)
    return Label(key=_key(word, taken, "LABEL"), name=word, color=_COLORS[number % len(_COLORS)])


def _kind(word: str, taken: set[str], offered: list[Codebook], labels: set[str]) -> RelationKind:
    for book in offered:
        for kind in book.relations:
            if kind.key == word and word not in taken and labels.issuperset((*kind.head, *kind.tail)):
                taken.add(word)
                return kind
    return RelationKind(key=_key(word, taken, "relation"), name=word)


def _key(word: str, taken: set[str], fallback: str) -> str:
    """A key that the rules allow, as near to the word as they let it be."""
    key = new_key(word, taken, fallback)
    taken.add(key)
    return key


def version(codebook: Codebook, *, parent: str | None, seq: int, by: str) -> CodebookVersion:
    """A codebook as the next version in a chain."""
    return CodebookVersion(
        id=codebooks.identity(codebook), body=codebooks.canonical(codebook), parent=parent, seq=seq, by=by
    )
