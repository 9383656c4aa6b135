"""What hangs on two matched spans, compared: attributes, actor, a statistic's value; numbers and screen share it."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.core import values
from annotator.core.model import Span, Value
from annotator.core.quantity import multiplied

AMOUNT = ("value", "value_high", "scale", "base", "unit")  # attributes that make a statistic's value
NOTHING = (None, None, None, None)  # the amount of a statistic that gives none


def word(value: object) -> str:
    """An answer as one word, empty where there is none."""
    if isinstance(value, str):
        return value
    return "" if value is None else values.words(value)


def asked(one: Mapping[str, Value], other: Mapping[str, Value]) -> list[str]:
    """The attributes that either side answers, those that the program keeps for itself left out."""
    return [name for name in {**one, **other} if not name.startswith("_")]


def differing(one: Mapping[str, Value], other: Mapping[str, Value]) -> list[str]:
    """The attributes that the two sides answer differently, one of them perhaps not at all."""
    if one == other:
        return []
    return [name for name in asked(one, other) if word(one.get(name)) != word(other.get(name))]


def amount(span: Span) -> tuple[object, ...]:
    """What a statistic says: value and high value with the scale multiplied out, base and unit."""
    value, high, scale, base, unit = (span.attributes.get(key) for key in AMOUNT)
    scale = scale if isinstance(scale, str) else None
    return _scaled(value, scale), _scaled(high, scale), base, unit


def actor(span: Span, heirs: Mapping[str, str]) -> str | None:
    """The actor a span is linked to; of one that was merged into another, the other."""
    return heirs.get(span.actor, span.actor) if span.actor is not None else None


def _scaled(value: object, scale: str | None) -> object:
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return multiplied(value, scale) if plain and scale else value  # type: ignore[arg-type]
