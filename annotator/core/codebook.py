"""What may be tagged and linked: labels, attributes, relation kinds, their colours, keys and guidelines.

A codebook is data. Code asks for roles (`agent`, `quotation`, `quantity`, `cue`), never for a label's key.
A version is named by the SHA-256 of its canonical JSON.
"""

from __future__ import annotations

import math
import re
from typing import Any, Literal

import msgspec

from annotator.core.errors import BadCodebook, ForbiddenRelation, ForbiddenValue, UnknownLabel
from annotator.core.model import UNCONFIRMED, Span, Value

Side = Literal["in", "out"]
AttributeKind = Literal["choice", "choices", "text", "number", "yesno", "date"]
LabelRole = Literal["agent", "quotation", "quantity", "cue"]
RelationRole = Literal["speaker", "about", "source", "cue"]
Find = Literal["name", "speaker", "quotation", "figure", "counted noun", "cue", "none"]

# Letters that the window keeps for its own acts (interaction.md, section 4).
RESERVED_KEYS = frozenset("EFGHIJKLMNRVWXY")
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?\Z")


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a codebook: frozen, and a misspelt key in the file is an error."""


class Choice(_Part, frozen=True, kw_only=True):
    """One value of a choice attribute."""

    key: str
    name: str


class Shown(_Part, frozen=True, kw_only=True):
    """An attribute is asked for only when another has one of these values."""

    attribute: str
    values: tuple[str, ...]


class Attribute(_Part, frozen=True, kw_only=True):
    """A typed value that spans of a label, or relations of a kind, may carry."""

    key: str
    name: str
    kind: AttributeKind = "text"
    choices: tuple[Choice, ...] = ()
    required: bool = False
    default: Value | None = None
    shown_when: Shown | None = None
    hint: str = ""


class Trim(_Part, frozen=True, kw_only=True):
    """What belongs inside a span when words at its edges are selected; white space never does."""

    article: Side = "in"  # a leading "the", "a", "an"
    that: Side = "in"  # a leading conjunction "that"
    marks: Side = "in"  # quotation marks around it
    stops: Side = "out"  # a comma, colon, semicolon or sentence stop at its end


class Label(_Part, frozen=True, kw_only=True):
    """A kind of span; `key` never changes, `name` is what people see."""

    key: str
    name: str
    role: LabelRole | None = None
    shortcut: str = ""
    color: str = "#4A5361"  # chip and light lane; white text stands on it
    lane_dark: str = ""  # lane in the dark theme; empty: derived from color
    find: Find = "none"
    trim: Trim = Trim()
    on: bool = True
    definition: str = ""
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    attributes: tuple[Attribute, ...] = ()


class RelationKind(_Part, frozen=True, kw_only=True):
    """A kind of tie and the labels that may stand at its ends."""

    key: str
    name: str
    role: RelationRole | None = None
    head: tuple[str, ...] = ()
    tail: tuple[str, ...] = ()
    definition: str = ""
    attributes: tuple[Attribute, ...] = ()


class Codebook(_Part, frozen=True, kw_only=True):
    """Labels and relation kinds; `retired` maps a removed label to its heir, or to None.

    `edition` grows when a codebook becomes again what it once was, so that its version still has a name of its own.
    """

    name: str
    labels: tuple[Label, ...]
    description: str = ""
    relations: tuple[RelationKind, ...] = ()
    retired: dict[str, str | None] = {}
    retired_relations: dict[str, str | None] = {}
    edition: int = 0

    def label(self, key: str) -> Label:
        """The label of that key; raises UnknownLabel."""
        for label in self.labels:
            if label.key == key:
                return label
        raise UnknownLabel(label=key, known=", ".join(label.key for label in self.labels))

    def has(self, key: str) -> bool:
        """Whether a label of that key exists."""
        return any(label.key == key for label in self.labels)

    def shown(self) -> tuple[Label, ...]:
        """The labels that are switched on, in order; a digit key is the place in this list."""
        return tuple(label for label in self.labels if label.on)

    def with_role(self, role: LabelRole) -> tuple[Label, ...]:
        """The labels of a role."""
        return tuple(label for label in self.labels if label.role == role)

    def relation(self, key: str) -> RelationKind:
        """The relation kind of that key; raises ForbiddenRelation."""
        for kind in self.relations:
            if kind.key == key:
                return kind
        raise ForbiddenRelation(kind=key, reason="The codebook has no relation of that kind")

    def relations_with_role(self, role: RelationRole) -> tuple[RelationKind, ...]:
        """The relation kinds of a role."""
        return tuple(kind for kind in self.relations if kind.role == role)


def loads(data: bytes | str, name: str = "codebook") -> Codebook:
    """A codebook from JSON, with a BOM or without; raises BadCodebook naming what is wrong and where."""
    data = data.removeprefix(b"\xef\xbb\xbf") if isinstance(data, bytes) else data.removeprefix("\ufeff")
    try:
        codebook = msgspec.json.decode(data, type=Codebook)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        from annotator.core.codebook_reading import why_not  # late: only a file that is wrong needs it

        raise BadCodebook(name=name, reason=why_not(error, data, Codebook)) from error
    check(codebook)
    return codebook


def canonical(codebook: Codebook) -> str:
    """The one JSON text of a codebook: every field, keys sorted, no spaces.

    The fields that came later are left out while they say nothing: a version keeps the name it was given.
    """
    fields = msgspec.to_builtins(codebook)
    for later in ("retired_relations", "edition"):
        if not fields[later]:
            del fields[later]
    return msgspec.json.encode(fields, order="sorted").decode("utf-8")


def readable(codebook: Codebook) -> str:
    """A codebook as JSON for people: indented, and without what every codebook has unless told."""
    return msgspec.json.format(msgspec.json.encode(_bare(codebook)), indent=2).decode("utf-8") + "\n"


def _bare(part: Any) -> Any:
    if isinstance(part, msgspec.Struct):
        named = ((field.name, field.default, getattr(part, field.name)) for field in msgspec.structs.fields(part))
        return {name: _bare(value) for name, default, value in named if value != default and value not in ({}, ())}
    return [_bare(one) for one in part] if isinstance(part, tuple | list) else part


def identity(codebook: Codebook) -> str:
    """The version's name: SHA-256 of its canonical JSON, as hex."""
    import hashlib  # late: the window can be seen before anything is hashed

    return hashlib.sha256(canonical(codebook).encode("utf-8")).hexdigest()


def check(codebook: Codebook) -> None:
    """Raises BadCodebook at the first thing that cannot stand: keys, clashes, colours, ends."""
    from annotator.core.codebook_faults import faults  # late, because it looks at what is defined here

    for fault in faults(codebook):
        raise BadCodebook(name=codebook.name or "(unnamed)", reason=fault.text)


def value_fault(attribute: Attribute, value: Any) -> str | None:
    """Why a value does not fit its attribute, or None when it does."""
    if attribute.kind == "choice" and any(choice.key == value for choice in attribute.choices):
        return None  # first, and without more ado: an import asks it for every span
    keys = [choice.key for choice in attribute.choices]
    if attribute.kind == "choice":
        return f"is not one of {', '.join(keys)}"
    if attribute.kind == "choices":
        if not isinstance(value, list) or not value or any(item not in keys for item in value):
            return f"is not a list of {', '.join(keys)}"
        ordered = [key for key in keys if key in value]
        return None if value == ordered else "is not in the codebook's order"
    if attribute.kind == "number":
        number = isinstance(value, int | float) and not isinstance(value, bool) and -math.inf < value < math.inf
        return None if number else "is not a number"
    if attribute.kind == "yesno":
        return None if isinstance(value, bool) else "is not yes or no"
    if attribute.kind == "date":
        return None if isinstance(value, str) and _DATE.match(value) else "is not a date YYYY[-MM[-DD]]"
    return None if isinstance(value, str) and value else "is not a text"


def check_attributes(owner: Label | RelationKind, values: dict[str, Value]) -> None:
    """Raises ForbiddenValue when a value is unknown to the label, of the wrong type, or null."""
    for key, value in values.items():
        if key == UNCONFIRMED:
            if not isinstance(value, list) or any(item not in values for item in value):
                raise ForbiddenValue(attribute=key, value=value, reason="It must list attributes that have a value")
            continue
        attribute = next((one for one in owner.attributes if one.key == key), None)
        if attribute is None:
            raise ForbiddenValue(attribute=key, value=value, reason=f"{owner.name} has no attribute {key}")
        fault = value_fault(attribute, value)
        if fault:
            raise ForbiddenValue(attribute=attribute.name, value=value, reason=f"It {fault}")


def check_relation(codebook: Codebook, kind: str, head: Span, tail: Span) -> None:
    """Raises ForbiddenRelation when the codebook does not let this kind tie these two spans."""
    rule = codebook.relation(kind)
    if head.id == tail.id:
        raise ForbiddenRelation(kind=rule.name, reason="A span cannot be tied to itself")
    if head.article != tail.article or head.annotator != tail.annotator:
        raise ForbiddenRelation(kind=rule.name, reason="Both spans must be of one article and one annotator")
    if rule.head and head.label not in rule.head:
        raise ForbiddenRelation(kind=rule.name, reason=f"It starts from {', '.join(rule.head)}, not from {head.label}")
    if rule.tail and tail.label not in rule.tail:
        raise ForbiddenRelation(kind=rule.name, reason=f"It points to {', '.join(rule.tail)}, not to {tail.label}")
