"""Two versions of a codebook side by side: what is different, what of it needs an answer, and what a span becomes.

Nothing is dropped by guess: a value, span or relation that the new version has no place for needs a fate that a person
gave, by its path (`QUOTE`, `QUOTE/form`, `QUOTE/form/direct`, `relation:speaker`, `relation:speaker:ends`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec
from msgspec.structs import asdict, replace

from annotator.core.codebook import Attribute, Choice, Codebook, Label, RelationKind, value_fault
from annotator.core.codebook_edit import Fates, Owner, find, heir_of
from annotator.core.codebook_faults import RELATION
from annotator.core.errors import UnansweredChange
from annotator.core.model import UNCONFIRMED, Relation, Span, Value

ENDS = ":ends"
_NOT_TOLD = ("labels", "relations", "retired", "retired_relations", "edition", "name")
What = Literal["added", "removed", "renamed", "changed", "moved"]
Need = Literal["label", "kind", "attribute", "type", "choice", "ends"]
Node = Owner | Attribute | Choice


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One difference: where, what happened, and for a changed field its name."""

    path: str
    what: What
    name: str  # of the part, as the newer version has it
    field: str = ""
    before: str = ""
    after: str = ""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What may leave spans, values or relations without a place: counted, and answered where the count is not 0."""

    path: str
    need: Need
    name: str


# --- differences -------------------------------------------------------------------------------------


def differences(old: Codebook, new: Codebook) -> list[Change]:
    """Everything that is not the same in the newer version, in its order; retired lists and editions are not told."""
    found = [*_fields("", new.name, old, new, _NOT_TOLD)]
    if old.name != new.name:
        found.insert(0, Change(path="", what="renamed", name=new.name, before=old.name, after=new.name))
    found += _parts("", old.labels, new.labels)
    found += _parts(RELATION, old.relations, new.relations)
    return found


def _parts(prefix: str, old: Sequence[Node], new: Sequence[Node]) -> Iterator[Change]:
    known, now = {part.key: part for part in old}, {part.key: part for part in new}
    for part in old:
        if part.key not in now:
            yield Change(path=prefix + part.key, what="removed", name=part.name)
    for part in new:
        before = known.get(part.key)
        if before is None:
            yield Change(path=prefix + part.key, what="added", name=part.name)
        elif before != part:
            yield from _part(prefix + part.key, before, part)
    kept = [part.key for part in old if part.key in now]
    order = [part.key for part in new if part.key in known]
    for key in _moved(kept, order):
        yield Change(path=prefix + key, what="moved", name=now[key].name)


def _moved(before: list[str], after: list[str]) -> list[str]:
    """The first key that stands elsewhere, which is enough to say that the order is another."""
    return next(([now] for was, now in zip(before, after, strict=True) if was != now), [])


def _part(path: str, old: Node, new: Node) -> Iterator[Change]:
    if old.name != new.name:
        yield Change(path=path, what="renamed", name=new.name, before=old.name, after=new.name)
    yield from _fields(path, new.name, old, new, ("key", "name", "attributes", "choices"))
    if isinstance(old, Label | RelationKind) and isinstance(new, Label | RelationKind):
        yield from _parts(f"{path}/", old.attributes, new.attributes)
    if isinstance(old, Attribute) and isinstance(new, Attribute):
        yield from _parts(f"{path}/", old.choices, new.choices)


def _fields(path: str, name: str, old: msgspec.Struct, new: msgspec.Struct, but: tuple[str, ...]) -> Iterator[Change]:
    before, after = asdict(old), asdict(new)
    for field in after:
        if field not in but and before[field] != after[field]:
            texts = _text(before[field]), _text(after[field])
            yield Change(path=path, what="changed", name=name, field=field, before=texts[0], after=texts[1])


def _text(value: object) -> str:
    if value is None or isinstance(value, str | bool | int | float):
        return "" if value is None else str(value)
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value)
    return ", ".join(f"{key} {part}" for key, part in msgspec.to_builtins(value).items())


# --- what needs an answer ----------------------------------------------------------------------------


def questions(old: Codebook, new: Codebook, fates: Fates) -> list[Question]:
    """Whatever of the older version has no sure place in the newer one."""
    found: list[Question] = []
    labels = {label.key for label in new.labels}
    for label in old.labels:
        heir = label.key if label.key in labels else heir_of(label.key, labels, fates)
        if label.key not in labels:
            found.append(Question(path=label.key, need="label", name=label.name))
        if heir is not None:
            found += _value_questions(label.key, label.attributes, new.label(heir).attributes)
    for kind in old.relations:
        path, standing = RELATION + kind.key, find(new.relations, kind.key)
        if standing is None:
            found.append(Question(path=path, need="kind", name=kind.name))
        elif _narrower(kind, standing, labels, fates):
            found.append(Question(path=path + ENDS, need="ends", name=kind.name))
        owner = standing or owner_now(new, path, fates)
        if owner is not None:
            found += _value_questions(path, kind.attributes, owner.attributes)
    return found


def owner_now(book: Codebook, path: str, fates: Fates) -> Owner | None:
    """The label or relation kind that stands in the place of that which a path begins with."""
    head = path.split("/", 1)[0]
    if not head.startswith(RELATION):
        heir = head if book.has(head) else heir_of(head, (label.key for label in book.labels), fates)
        return None if heir is None else find(book.labels, heir)
    key, ties = head.removeprefix(RELATION), kind_fates(fates)
    kinds = [kind.key for kind in book.relations]
    heir = key if key in kinds else heir_of(key, kinds, ties)
    return None if heir is None else find(book.relations, heir)


def kind_fates(fates: Fates) -> dict[str, str | None]:
    """The fates of relation kinds, by their keys."""
    return {path.removeprefix(RELATION): heir for path, heir in fates.items() if path.startswith(RELATION)}


def _narrower(old: RelationKind, new: RelationKind, labels: set[str], fates: Fates) -> bool:
    """Whether a label that could stand at an end no longer can."""
    for before, after in ((old.head, new.head), (old.tail, new.tail)):
        if not after:
            continue
        heirs = {end if end in labels else heir_of(end, labels, fates) for end in before}
        if not before or not heirs - {None} <= set(after):
            return True
    return False


def _value_questions(path: str, old: Sequence[Attribute], new: Sequence[Attribute]) -> Iterator[Question]:
    for part in old:
        place, standing = f"{path}/{part.key}", find(new, part.key)
        if standing is None:
            yield Question(path=place, need="attribute", name=part.name)
            continue
        if standing.kind != part.kind and standing.kind != "text":
            yield Question(path=place, need="type", name=part.name)
        elif part.kind in ("choice", "choices") and standing.kind in ("choice", "choices"):
            for choice in part.choices:
                if find(standing.choices, choice.key) is None:
                    yield Question(path=f"{place}/{choice.key}", need="choice", name=choice.name)


def answered(question: Question, fates: Fates) -> bool:
    """Whether a person has said what becomes of it."""
    return question.path in fates


def touched(old: Codebook, new: Codebook) -> tuple[set[str], set[str]]:
    """Labels whose spans, and relation kinds whose relations, have to be looked at one by one."""
    labels = {one.key for one in old.labels if _recoded(one, find(new.labels, one.key))}
    kinds = set()
    for kind in old.relations:
        standing = find(new.relations, kind.key)
        if standing is None or (kind.head, kind.tail) != (standing.head, standing.tail) or _recoded(kind, standing):
            kinds.add(kind.key)
    return labels, kinds


def _recoded(old: Owner, new: Owner | None) -> bool:
    if new is None:
        return True
    for part in old.attributes:
        standing = find(new.attributes, part.key)
        if standing is None or standing.kind != part.kind:
            return True
        keys = [choice.key for choice in part.choices]
        left = [choice.key for choice in standing.choices if choice.key in set(keys)]
        if left != keys and (part.kind == "choices" or len(left) < len(keys)):
            return True
    return False


# --- spans and relations under the new version -------------------------------------------------------


class Recoder:
    """What each span and relation of the older version is under the newer one."""

    def __init__(self, old: Codebook, new: Codebook, fates: Fates) -> None:
        self.old, self.new, self.fates = old, new, fates
        self._labels = {label.key: label for label in new.labels}
        self._kinds = {kind.key: kind for kind in new.relations}
        self._kind_fates = kind_fates(fates)
        self._heirs: dict[str, str | None] = {}

    def label(self, key: str) -> str | None:
        """The label that a key stands for now; None when its spans are held. Raises UnansweredChange."""
        if key in self._labels:
            return key
        if key not in self._heirs:
            if key not in self.fates and key not in self.new.retired:
                raise UnansweredChange(path=key, what="spans")
            self._heirs[key] = heir_of(key, self._labels, {**self.new.retired, **self.fates})
        return self._heirs[key]

    def span(self, span: Span) -> Span | None:
        """The span under the newer version, the same object when nothing changes; None when it is held."""
        heir = self.label(span.label)
        if heir is None:
            return None
        former = find(self.old.labels, span.label)
        values = self._values(span.label, span.attributes, former, self._labels[heir])
        if heir == span.label and values == span.attributes:
            return span
        return replace(span, label=heir, attributes=values)

    def relation(self, relation: Relation, head: str, tail: str) -> Relation | None:
        """A relation between spans of these labels (of the newer version); None when it is held."""
        key: str | None = relation.kind
        if key not in self._kinds:
            if RELATION + relation.kind not in self.fates and relation.kind not in self.new.retired_relations:
                raise UnansweredChange(path=RELATION + relation.kind, what="relations")
            every = {**self.new.retired_relations, **self._kind_fates}
            key = heir_of(relation.kind, self._kinds, every)
        if key is None:
            return None
        kind = self._kinds[key]
        if (kind.head and head not in kind.head) or (kind.tail and tail not in kind.tail):
            path = f"{RELATION}{relation.kind}{ENDS}"
            if key == relation.kind and path not in self.fates:
                raise UnansweredChange(path=path, what="relations")
            return None
        former = find(self.old.relations, relation.kind)
        values = self._values(RELATION + relation.kind, relation.attributes, former, kind)
        if key == relation.kind and values == relation.attributes:
            return relation
        return replace(relation, kind=key, attributes=values)

    def _values(self, path: str, values: Mapping[str, Value], old: Owner | None, new: Owner) -> dict[str, Value]:
        known = {part.key: part for part in new.attributes}
        kept: dict[str, Value] = {}
        homeless: list[tuple[str, Value]] = []
        names: dict[str, str] = {}
        for key, value in values.items():
            if key == UNCONFIRMED:
                continue
            part = known.get(key)
            fitting = None if part is None else self._fitted(f"{path}/{key}", value, part)
            if fitting is None and not _had_place(old, key, value):
                kept[key] = value  # no loss of this change
            elif fitting is None:
                homeless.append((key, value))
            else:
                kept[key], names[key] = fitting, key
        for key, value in homeless:
            place = self._rehoused(path, key, value, known)
            if place is None:
                continue
            if kept.get(place[0], place[1]) != place[1]:  # another value stands there already
                raise UnansweredChange(path=f"{path}/{key}", what="values")
            kept[place[0]], names[key] = place[1], place[0]
        pending = list(dict.fromkeys(names[key] for key in values.get(UNCONFIRMED, ()) if key in names))
        return {**kept, UNCONFIRMED: pending} if pending else kept

    def _fitted(self, path: str, value: Value, part: Attribute) -> Value | None:
        """The value in its own attribute, choices that went replaced; None when there is no place for it."""
        if part.kind not in ("choice", "choices"):
            return converted(value, part)
        keys = {choice.key for choice in part.choices}
        if isinstance(value, list):
            items = [item if item in keys else self.fates.get(f"{path}/{item}") for item in value]
            if any(item is None and f"{path}/{was}" not in self.fates for item, was in zip(items, value, strict=True)):
                return None
            value = [item for item in items if item is not None]
        elif value not in keys and f"{path}/{value}" in self.fates:
            value = self.fates[f"{path}/{value}"]
        return None if value is None or value == [] else converted(value, part)

    def _rehoused(self, path: str, key: str, value: Value, known: Mapping[str, Attribute]) -> tuple[str, Value] | None:
        """Where a value without a place goes: another attribute and the value there, or None: left out."""
        place = f"{path}/{key}"
        chosen = [f"{place}/{item}" for item in (value if isinstance(value, list) else [value])]
        if place not in self.fates and not all(one in self.fates for one in chosen):
            raise UnansweredChange(path=place, what="values")
        target = self.fates.get(place)
        part = known.get(target) if target is not None else None
        moved = None if part is None else converted(value, part)
        if target is not None and moved is None:
            raise UnansweredChange(path=place, what="values")
        return None if part is None else (part.key, moved)


def _had_place(old: Owner | None, key: str, value: Value) -> bool:
    part = None if old is None else find(old.attributes, key)
    return part is not None and not value_fault(part, value)


def converted(value: Value, part: Attribute) -> Value | None:
    """A value as an attribute of this type holds it without losing anything; None when it cannot."""
    made: Value = value
    if part.kind == "choices":
        given = list(dict.fromkeys(value)) if isinstance(value, list) else [value]
        made = [choice.key for choice in part.choices if choice.key in given]
        return made if made and len(made) == len(given) else None
    if isinstance(value, list):
        if len(value) != 1:
            return ", ".join(value) if part.kind == "text" else None
        made = value[0]
    if part.kind == "text" and not isinstance(made, str):
        made = _number(made) if isinstance(made, int | float) and not isinstance(made, bool) else _yesno(made)
    elif part.kind == "number" and isinstance(made, str):
        made = _read_number(made)
    elif part.kind == "yesno" and made in ("yes", "no", "true", "false"):
        made = made in ("yes", "true")
    return None if made is None or value_fault(part, made) else made


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(value)


def _yesno(value: Value) -> str:
    return "yes" if value else "no"


def _read_number(text: str) -> float | int | None:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return None
