"""Why a file is no codebook, in words: which label or attribute, what stands there, and what may stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import inspect

from annotator.core.text import quoted

_AT = re.compile(r"(.*?)(?: - at `(?:key in )?\$(.*)`)?\Z", re.DOTALL)
_STEP = re.compile(r"\.(\w+)|\[(\d+|\.\.\.)\]")
_BYTE = re.compile(r"(.*?)\s*\(byte (\d+)\)\Z", re.DOTALL)
_TYPES = {
    "str": "a text", "int": "a whole number", "float": "a number", "bool": "true or false",
    "array": "a list", "object": "an object", "null": "nothing",
}  # fmt: skip


def why_not(error: Exception, data: bytes | str, kind: type[msgspec.Struct]) -> str:
    """What msgspec found wrong in the JSON of a `kind`, as somebody who wrote the file by hand would say it."""
    if not isinstance(error, msgspec.ValidationError):
        return f"It is no JSON: {_placed(str(error), data)}"
    match = _AT.match(str(error))
    what, path = (match[1], match[2] or "") if match else (str(error), "")
    steps = [named or number for named, number in _STEP.findall(path)]
    try:
        whole = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):  # it is broken further down, too
        whole = None
    where = _walk(whole, steps)
    field = next((step for step in reversed(steps) if not step.isdigit() and step != "..."), "")
    said = _said(what, field, _allowed(kind, steps))
    return f"In {', '.join(where)}: {said}" if where else said


def _placed(words: str, data: bytes | str) -> str:
    """The place in lines where msgspec counts bytes."""
    match = _BYTE.match(words)
    if match is None:
        return words
    raw = data.encode("utf-8", "replace") if isinstance(data, str) else data
    before = raw[: int(match[2])]
    return f"{match[1]} in line {before.count(10) + 1}"


def _walk(value: Any, steps: list[str]) -> list[str]:
    """The parts that a path leads through, by name."""
    where, field = [], ""
    for step in steps:
        if step.isdigit():
            value = value[int(step)] if isinstance(value, list) and int(step) < len(value) else None
            name = value.get("name", value.get("key")) if isinstance(value, dict) else None
            called = f" ({quoted(name)})" if isinstance(name, str) and name else ""
            where.append(f"{field.removesuffix('s').replace('_', ' ')} {int(step) + 1}{called}")
        elif step != "...":
            field, value = step, value.get(step) if isinstance(value, dict) else None
    return where


def _allowed(kind: type[msgspec.Struct], steps: list[str]) -> list[str]:
    """The values that may stand at the end of a path, where they are listed."""
    found = [inspect.type_info(kind)]
    for step in steps:
        found = [after for one in found for inner in _alternatives(one) for after in _inside(inner, step)]
    inner = (part for one in found for part in _alternatives(one))
    return [str(value) for part in inner if isinstance(part, inspect.LiteralType) for value in part.values]


def _alternatives(kind: inspect.Type) -> Iterator[inspect.Type]:
    yield from kind.types if isinstance(kind, inspect.UnionType) else (kind,)


def _inside(kind: inspect.Type, step: str) -> Iterator[inspect.Type]:
    if isinstance(kind, inspect.StructType):
        yield from (field.type for field in kind.fields if field.encode_name == step)
    elif isinstance(kind, inspect.VarTupleType | inspect.ListType):
        yield kind.item_type
    elif isinstance(kind, inspect.DictType):
        yield kind.value_type


def _said(what: str, field: str, allowed: list[str]) -> str:
    """One complaint in words."""
    name = field.replace("_", " ")
    if what.startswith("Invalid enum value"):
        value = what.removeprefix("Invalid enum value").strip(" '")
        return f"“{value}” cannot be its {name}, which is one of {', '.join(allowed)}"
    for start, words in (
        ("Object missing required field", "the field {} is missing"),
        ("Object contains unknown field", "there is no field {}: is it misspelt?"),
    ):
        if what.startswith(start):
            return words.format(what.partition("`")[2].rstrip("`"))
    match = re.match(r"Expected `(.+)`, got `(.+)`", what)
    if match is not None:
        wanted = [_TYPES.get(one, one) for one in match[1].split(" | ")]
        return f"{name or 'the file'} must be {' or '.join(wanted)}, not {_TYPES.get(match[2], match[2])}"
    return what
