"""annotation.conf: labels, relation kinds and attributes of a codebook as brat wants to be told of them."""

from __future__ import annotations

import re
from functools import lru_cache

from annotator.core.codebook import Attribute, Codebook, Label

_NOT_A_NAME = re.compile(r"[^\w-]")


@lru_cache(maxsize=10_000)
def name(key: str) -> str:
    """A key as brat lets it be called: letters, digits, _ and -."""
    return _NOT_A_NAME.sub("_", key)


def configuration(codebook: Codebook) -> str:
    """The text of annotation.conf: the four sections, the empty ones too, as brat asks for all of them."""
    labels = [name(label.key) for label in codebook.labels]
    relations = [
        f"{name(kind.key)}\tArg1:{'|'.join(name(end) for end in kind.head or labels)},"
        f" Arg2:{'|'.join(name(end) for end in kind.tail or labels)}"
        for kind in codebook.relations
    ]
    parts: dict[str, list[str]] = {
        "entities": labels, "relations": relations, "events": [], "attributes": _attributes(codebook)
    }  # fmt: skip
    return "\n".join(f"[{title}]\n" + "".join(f"{line}\n" for line in lines) for title, lines in parts.items())


def _attributes(codebook: Codebook) -> list[str]:
    """An attribute a line with the labels that have it; the same key on several labels is one line."""
    owners: dict[str, list[Label]] = {}
    values: dict[str, list[str] | None] = {}
    for label in codebook.labels:
        for attribute in label.attributes:
            owners.setdefault(attribute.key, []).append(label)
            mine = _values(attribute)
            known = values.get(attribute.key, [])
            values[attribute.key] = None if mine is None or known is None else list(dict.fromkeys([*known, *mine]))
    lines = []
    for key, labels in owners.items():
        args = f"Arg:{'|'.join(name(label.key) for label in labels)}"
        told = values[key]
        lines.append(f"{name(key)}\t{args}" + (f", Value:{'|'.join(told)}" if told else ""))
    return lines


def _values(attribute: Attribute) -> list[str] | None:
    """The words that may be a value; None when any may."""
    if attribute.kind == "choice":
        return [choice.key for choice in attribute.choices]
    return ["true", "false"] if attribute.kind == "yesno" else None
