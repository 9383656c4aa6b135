"""Attribute values that come as words: made what the codebook wants, and the kind of attribute that words look like."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from annotator.core.codebook import Attribute, AttributeKind, Choice, Label, RelationKind
from annotator.core.model import UNCONFIRMED

MOST_CHOICES = 12  # distinct words that may still be choices
LONGEST_CHOICE = 40  # characters
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\Z")
_YES = {"true": True, "yes": True, "false": False, "no": False}
_NOT_KEY = re.compile(r"[^A-Za-z0-9_.-]+")


def typed(owner: Label | RelationKind, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with words made numbers, yes or no, several choices or a choice's key, as their attribute wants."""
    known = {attribute.key: attribute for attribute in owner.attributes}
    return {key: _typed(known[key], value) if key in known else value for key, value in values.items()}


def _typed(attribute: Attribute, value: Any) -> Any:
    if attribute.kind in ("choice", "choices"):
        names = {choice.name: choice.key for choice in attribute.choices}
        names |= {choice.key: choice.key for choice in attribute.choices}
        if attribute.kind == "choice":
            return names.get(value, value) if isinstance(value, str) else value
        words = value.split("|") if isinstance(value, str) else value
        if not isinstance(words, list):
            return value
        chosen = {names.get(word, word) for word in words if isinstance(word, str)}
        ordered = [choice.key for choice in attribute.choices if choice.key in chosen]
        return ordered if len(ordered) == len(chosen) else words
    if not isinstance(value, str):
        return value
    if attribute.kind == "number" and _NUMBER.match(value.strip()):
        number = float(value)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number
    if attribute.kind == "yesno":
        return _YES.get(value.strip().casefold(), value)
    return value


def words(value: Any) -> str:
    """A value as one word or line, which `typed` reads back."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "|".join(str(item) for item in value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def without_unknown(owner: Label | RelationKind, values: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The values that the codebook has attributes for, and the keys of the others."""
    known = {attribute.key for attribute in owner.attributes} | {UNCONFIRMED}
    return {key: value for key, value in values.items() if key in known}, [key for key in values if key not in known]


def attribute_for(key: str, seen: Sequence[Any]) -> Attribute:
    """An attribute that fits the values seen: a number, yes or no, a few choices, else a text."""
    kind: AttributeKind = "text"
    choices: tuple[Choice, ...] = ()
    if seen and all(isinstance(value, bool) or str(value).casefold() in _YES for value in seen):
        kind = "yesno"
    elif seen and all(isinstance(value, int | float) or _NUMBER.match(str(value).strip()) for value in seen):
        kind = "number"
    else:
        several = any(isinstance(value, list) for value in seen)
        found = dict.fromkeys(str(item) for value in seen for item in (value if isinstance(value, list) else [value]))
        fits = all(_NOT_KEY.search(word) is None and word[:1].isalpha() for word in found)
        if several or (fits and 0 < len(found) <= MOST_CHOICES and all(len(word) <= LONGEST_CHOICE for word in found)):
            kind = "choices" if several else "choice"
            choices = tuple(Choice(key=word, name=word) for word in found)
    return Attribute(key=key, name=key, kind=kind, choices=choices)
