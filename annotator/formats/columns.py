"""One flat column for each attribute of a codebook: names that cannot clash, values of one type."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Any

import msgspec

from annotator.core.codebook import Attribute, Codebook, value_fault

_decoder = msgspec.json.Decoder()
_KEPT = 2000  # values remembered of spans before: most say what others said
_LONGEST = 500  # bytes of attributes that are remembered


class Column(msgspec.Struct, frozen=True):
    """A column: its name, whose attribute it holds (a label's or a relation kind's key), and which."""

    name: str
    owner: str
    attribute: Attribute


def of_labels(codebook: Codebook) -> tuple[Column, ...]:
    """The columns of spans, in codebook order."""
    return _named([(label.key, attribute) for label in codebook.labels for attribute in label.attributes])


def of_relations(codebook: Codebook) -> tuple[Column, ...]:
    """The columns of relations, in codebook order."""
    return _named([(kind.key, attribute) for kind in codebook.relations for attribute in kind.attributes])


def _named(pairs: list[tuple[str, Attribute]]) -> tuple[Column, ...]:
    """attr_OWNER_key; with a colon, which no key can hold, where two would read the same."""
    plain = Counter(f"attr_{owner}_{attribute.key}" for owner, attribute in pairs)
    columns = []
    for owner, attribute in pairs:
        name = f"attr_{owner}_{attribute.key}"
        columns.append(Column(name if plain[name] == 1 else f"attr_{owner}:{attribute.key}", owner, attribute))
    return tuple(columns)


def decode(raw: msgspec.Raw) -> dict[str, Any]:
    """Attributes or meta from their JSON text."""
    value = _decoder.decode(raw)
    return value if isinstance(value, dict) else {}


def value_of(column: Column, owner: str, values: dict[str, Any]) -> Any:
    """What stands in a column for a span or relation: one type always, None when absent or of another type."""
    if owner != column.owner:
        return None
    value = values.get(column.attribute.key)
    if value is None or value_fault(column.attribute, value):
        return None
    if column.attribute.kind == "number":
        try:
            return float(value)
        except OverflowError:
            return None
    return value


class Flat:
    """The columns of spans or relations: makes of attributes a value for each."""

    def __init__(self, known: tuple[Column, ...]) -> None:
        self.names = tuple(column.name for column in known)
        self._known = known
        self._remembered = lru_cache(maxsize=_KEPT)(self._made)

    def values(self, owner: str, raw: str) -> dict[str, Any]:
        """A value for every column, by its name, from attributes as JSON text; not to be changed by who gets it."""
        return self._remembered(owner, raw) if len(raw) <= _LONGEST else self._made(owner, raw)

    def _made(self, owner: str, raw: str) -> dict[str, Any]:
        values = decode(msgspec.Raw(raw))
        return {column.name: value_of(column, owner, values) for column in self._known}
