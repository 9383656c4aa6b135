"""One short phrase that says the most telling thing of a span: whom it is tied to, or its value."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from annotator.core.codebook import Attribute, Codebook, Label
from annotator.core.model import Relation, Span, Value
from annotator.core.text import short

_BOUNDS = {"~": "≈ ", "<": "< ", "<=": "≤ ", ">": "> ", ">=": "≥ "}
_UNITS = {"per cent": "%", "percent": "%"}


def summary(codebook: Codebook, span: Span, *, ties: Sequence[Relation], find: Callable[[str], Span | None]) -> str:
    """ "→ the speaker's words" for an owner of relations, the value for a quantity, else nothing."""
    for tie in sorted(ties, key=lambda tie: _rank(codebook, tie)):
        tail = find(tie.tail)
        if tail is not None:
            return f"→ {short(tail.words, 40)}"
    if not codebook.has(span.label):
        return ""
    label = codebook.label(span.label)
    return _value(label, span) if label.role == "quantity" else ""


def _rank(codebook: Codebook, tie: Relation) -> int:
    """Speakers first, then the order of the codebook."""
    for place, kind in enumerate(codebook.relations):
        if kind.key == tie.kind:
            return -1 if kind.role == "speaker" else place
    return len(codebook.relations)


def _value(label: Label, span: Span) -> str:
    known = {part.key: part for part in label.attributes}
    numbers = [key for key, part in known.items() if part.kind == "number" and key in span.attributes]
    if not numbers:
        return ""
    words = {key: spoken(part, span.attributes[key]) for key, part in known.items() if key in span.attributes}
    value = words[numbers[0]]
    if "value_high" in words and numbers[0] != "value_high":
        value += "–" + words["value_high"]
    if "base" in words and numbers[0] != "base":
        value += " in " + words["base"]
    unit, scale = words.get("unit", ""), words.get("scale", "")
    parts = [value, "" if scale in ("×1", "1", "one") else scale, _UNITS.get(unit, unit)]
    return _BOUNDS.get(words.get("bound", ""), "") + " ".join(part for part in parts if part)


def spoken(attribute: Attribute, value: Value) -> str:
    """A value as people read it: choices by their names."""
    names = {choice.key: choice.name for choice in attribute.choices}
    if isinstance(value, list):
        return ", ".join(names.get(str(item), str(item)) for item in value)
    return names.get(value, value) if isinstance(value, str) else figure(value)


def figure(value: Value) -> str:
    """A number as people write it: no trailing zeros."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.15g}" if isinstance(value, float) else str(value)
