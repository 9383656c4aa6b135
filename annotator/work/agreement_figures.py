"""The figures of an agreement as pages show them: lines of labels and of what hangs on spans, pairs, confusions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from annotator.core.agreement_rows import Measure
from annotator.core.codebook import Codebook
from annotator.core.hanging import AMOUNT
from annotator.work.agreement import Agreement

Way = Literal["exact", "overlap"]
Sort = Literal["span", "attribute", "actor", "value", "relation"]  # what a line is about
_ASPECTS: tuple[Sort, ...] = ("actor", "value")


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line: its figure, and what it is of; `label` None is all labels."""

    sort: Sort
    measure: Measure
    label: str | None = None
    attribute: str | None = None  # of a relation its kind
    label_name: str = ""
    attribute_name: str = ""


class Figures:
    """Finds figures by what they are of."""

    def __init__(self, found: Agreement, book: Codebook) -> None:
        self.found, self.book = found, book
        self._by_key = {
            (row.measure, row.unit, row.label, row.attribute, row.value, row.pair): row for row in found.measures
        }
        self.labels = list(dict.fromkeys(row.label for row in found.measures if row.unit == "span" and row.label))

    def find(
        self,
        measure: str,
        unit: str = "span",
        *,
        label: str | None = None,
        attribute: str | None = None,
        value: str | None = None,
        pair: tuple[str, str] | None = None,
    ) -> Measure | None:
        """A figure by its names; a symmetrical one also by its pair turned round."""
        found = self._by_key.get((measure, unit, label, attribute, value, pair))
        if found is None and pair is not None and not measure.startswith(("precision", "recall", "agr")):
            found = self._by_key.get((measure, unit, label, attribute, value, pair[::-1]))
        return found

    def label_name(self, key: str | None) -> str:
        """What people call a label."""
        return "" if key is None else self.book.label(key).name if self.book.has(key) else key

    def spans(self, way: Way) -> list[Line]:
        """F1 of all labels and of each."""
        found = []
        for label in (None, *self.labels):
            measure = self.find(f"f1_{way}", label=label)
            if measure is not None:
                found.append(Line(sort="span", measure=measure, label=label, label_name=self.label_name(label)))
        return found

    def matched(self) -> list[Line]:
        """The shares that are equal of what hangs on matched spans, label by label, then the relations.

        What makes a statistic's value has one line together.
        """
        found = []
        for label in self.labels:
            name = self.label_name(label)
            for attribute, words in self._attributes(label):
                measure = self.find("agreement", "attribute", label=label, attribute=attribute)
                if measure is not None:
                    line = Line(
                        sort="attribute",
                        measure=measure,
                        label=label,
                        attribute=attribute,
                        label_name=name,
                        attribute_name=words,
                    )
                    found.append(line)
            for sort in _ASPECTS:
                measure = self.find("agreement", sort, label=label)
                if measure is not None:
                    found.append(Line(sort=sort, measure=measure, label=label, label_name=name))
        return [*found, *self._relations()]

    def _attributes(self, label: str) -> Iterator[tuple[str, str]]:
        """Attributes in the codebook's order, then those it does not know; keys and names."""
        known = {one.key: one.name for one in self.book.label(label).attributes} if self.book.has(label) else {}
        valued = self.book.has(label) and self.book.label(label).role == "quantity"
        used = [row.attribute for row in self.found.measures if (row.unit, row.label) == ("attribute", label)]
        for key in dict.fromkeys([*known, *(one for one in used if one is not None)]):
            if not (valued and key in AMOUNT):
                yield key, known.get(key, key)

    def _relations(self) -> list[Line]:
        names = {kind.key: kind.name for kind in self.book.relations}
        found = []
        for row in self.found.measures:
            if (row.measure, row.unit, row.pair) == ("agreement", "relation", None) and row.attribute is not None:
                name = names.get(row.attribute, row.attribute)
                found.append(Line(sort="relation", measure=row, attribute=row.attribute, attribute_name=name))
        return found

    def pair_of(self, line: Line, measure: str, pair: tuple[str, str]) -> Measure | None:
        """A pair's figure for a line: its own measure, or kappa or alpha (of spans: over characters)."""
        own = line.measure.measure
        if measure == "own":
            return self.find(own, line.measure.unit, label=line.label, attribute=line.attribute, pair=pair)
        unit = "character" if line.sort == "span" else line.measure.unit
        return self.find(measure, unit, label=line.label, attribute=line.attribute, pair=pair)

    def confusions(self, pair: tuple[str, str] | None = None) -> tuple[Sequence[str | None], list[list[int]]]:
        """What is taken for what, by label and None for nothing; of all pairs, or of one (A's labels down)."""
        kinds: list[str | None] = [*self.labels, None]
        place = {kind: at for at, kind in enumerate(kinds)}
        cells = [[0] * len(kinds) for _ in kinds]
        for one in self.found.confusions:
            if pair is None or one.pair == pair:
                cells[place[one.label]][place[one.other]] += one.count
            elif one.pair == pair[::-1]:
                cells[place[one.other]][place[one.label]] += one.count
        return kinds, cells
