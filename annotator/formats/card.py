"""The card that a data set is published with: what is in it, how it is split, and how it loads."""

from __future__ import annotations

import json
import re

import msgspec

from annotator.core.codebook import Codebook

_MARKS = re.compile(r"([\\`*_{}\[\]<>|#])")


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of an export once it is written: its files and what they hold."""

    name: str  # what the data set is called
    format: str
    files: tuple[tuple[str, str, int], ...]  # part (train, dev, test), file, articles
    articles: int
    spans: int
    relations: int


def card(codebook: Codebook, facts: Facts, loader: str) -> bytes:
    """The README.md of a data set for `datasets.load_dataset(loader)` ("json", "parquet"): its head is YAML."""
    parts = [
        "---",
        f"pretty_name: {json.dumps(facts.name)}",
        "tags: [news, annotation]",
        "configs:",
        "- config_name: default",
        "  data_files:",
        *(f"  - split: {_split(part)}\n    path: {json.dumps(file)}" for part, file, _ in facts.files),
        "---",
        "",
        f"# {plain(facts.name)}",
        "",
        f"{facts.articles} news articles with {facts.spans} spans and {facts.relations} relations, tagged with the"
        f" codebook “{plain(codebook.name)}”.",
        "",
        "| part | file | articles |\n|---|---|---|",
        *(f"| {_split(part)} | {plain(file)} | {count} |" for part, file, count in facts.files),
        "",
        "## Loading",
        "",
        _code(facts, loader),
        "Positions are Unicode code points, the first is 0, the end is exclusive: `text[start:end]`. `meta` and"
        " `attributes` are JSON text; each attribute is also a column `attr_LABEL_key` of spans.",
        "",
        "## Labels",
        "",
        *(_line(label.key, label.name, label.definition) for label in codebook.labels),
    ]
    if codebook.relations:
        parts += ["", "## Relations", ""]
        parts += [_line(kind.key, kind.name, kind.definition) for kind in codebook.relations]
    return ("\n".join(parts) + "\n").encode("utf-8")


def plain(text: str) -> str:
    """A text that Markdown shows as it is, on one line."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _split(part: str) -> str:
    return "validation" if part == "dev" else part


def _line(key: str, name: str, definition: str) -> str:
    return f"- `{key}` ({plain(name)})" + (f": {plain(definition)}" if definition else "")


def _code(facts: Facts, loader: str) -> str:
    files = {_split(part): file for part, file, _ in facts.files}
    told = json.dumps(files, ensure_ascii=False)
    return (
        "```python\nfrom datasets import load_dataset\n\n"
        f"data = load_dataset({json.dumps(loader)}, data_files={told})\n```\n"
    )
