"""Whether a record that comes from a copy of the project fits the codebook: as it is, under an heir, or not at all.

Nothing is changed by guess: a retired label or kind is followed to its heir when every value fits there, too.
"""

from __future__ import annotations

from typing import Any

import msgspec

from annotator.core.codebook import Attribute, Codebook, check_relation
from annotator.core.codebook_change import converted
from annotator.core.codebook_edit import heir_of
from annotator.core.errors import ForbiddenRelation
from annotator.core.model import UNCONFIRMED, Span

_values = msgspec.json.Decoder(dict[str, Any]).decode
Coded = tuple[str, str]  # label or kind, attributes as JSON


class Misfit(msgspec.Struct, frozen=True):
    """Why something cannot stand."""

    reason: str


class Fitting:
    """Answers for one codebook; each pair of label and attributes is looked at once."""

    def __init__(self, book: Codebook) -> None:
        self.book = book
        self._labels = {one.key: one for one in book.labels}
        self._kinds = {one.key: one for one in book.relations}
        self._spans: dict[Coded, Coded | Misfit] = {}
        self._ties: dict[Coded, Coded | Misfit] = {}

    def span(self, label: str, attributes: str) -> Coded | Misfit:
        """Label and attributes as they stand; raises msgspec.DecodeError for attributes that are no JSON object."""
        pair = label, attributes
        found = self._spans.get(pair)
        if found is None:
            found = self._spans[pair] = self._span(label, attributes)
        return found

    def _span(self, label: str, attributes: str) -> Coded | Misfit:
        key: str | None = label
        if label not in self._labels:
            key = heir_of(label, self._labels, self.book.retired)
        if key is None:
            gone = label in self.book.retired
            return Misfit(f"The label {label} was retired" if gone else f"The codebook has no label {label}")
        return self._coded(key, attributes, self._labels[key].attributes, f"The label {key}")

    def kind(self, kind: str, attributes: str) -> Coded | Misfit:
        """A relation's kind and attributes as they stand; raises msgspec.DecodeError as `span` does."""
        pair = kind, attributes
        found = self._ties.get(pair)
        if found is None:
            found = self._ties[pair] = self._relation(kind, attributes)
        return found

    def ends(self, kind: str, head: Span, tail: Span) -> Misfit | None:
        """Why a relation of a kind that stands may not tie these two."""
        try:
            check_relation(self.book, kind, head, tail)
        except ForbiddenRelation as error:
            return Misfit(str(error.fields["reason"]))
        return None

    def _relation(self, kind: str, attributes: str) -> Coded | Misfit:
        key: str | None = kind
        if kind not in self._kinds:
            key = heir_of(kind, self._kinds, self.book.retired_relations)
        if key is None:
            gone = kind in self.book.retired_relations
            said = f"The relation kind {kind} was retired" if gone else f"The codebook has no relation kind {kind}"
            return Misfit(said)
        return self._coded(key, attributes, self._kinds[key].attributes, f"The relation kind {key}")

    def _coded(self, key: str, attributes: str, parts: tuple[Attribute, ...], owner: str) -> Coded | Misfit:
        if attributes == "{}":
            return key, attributes
        known, given = {part.key: part for part in parts}, _values(attributes)
        kept: dict[str, Any] = {}
        for name, value in given.items():
            if name == UNCONFIRMED:
                kept[name] = value
                continue
            part = known.get(name)
            fitting = None if part is None else converted(value, part)
            if fitting is None:
                return Misfit(f"{owner} has no place for {name}: {str(value)[:60]}")
            kept[name] = fitting
        pending = kept.get(UNCONFIRMED)
        if pending is not None and (not isinstance(pending, list) or any(one not in given for one in pending)):
            return Misfit(f"{owner} has unconfirmed values that are not there")
        return key, attributes if kept == given else msgspec.json.encode(kept).decode()
