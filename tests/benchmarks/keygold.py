"""Gold articles for the replay: any JSONL that the program reads, with the codebook its labels belong to."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from annotator import assets
from annotator.core import codebook as codebooks
from annotator.core.codebook import Codebook, Find, Label, Trim
from annotator.core.model import Fragment, join_fragments
from annotator.core.text import normalise
from annotator.formats import sidecar
from annotator.formats.base import Incoming, ReadOptions, Source
from annotator.formats.jsonl import JSONL

NEWS = "codebooks/news.json"
# What a label's name says about where its places are found, the first that fits.
_BY_NAME: tuple[tuple[str, Find], ...] = (
    (r"cue", "cue"),
    (r"source|speaker", "speaker"),
    (r"quot|content|claim|statement|speech", "quotation"),
    (r"stat|number|quant|figure|amount|value|percent|money|cardinal", "figure"),
    (r"subject|counted|measured", "counted noun"),
    (r"actor|per\b|person|org|loc|gpe|misc|name|entit|party|group", "name"),
)
_LETTERS = "ASQCBDOPTUZ"


class GoldSpan(NamedTuple):
    """One span that the replay has to make."""

    label: str
    fragments: tuple[Fragment, ...]


class GoldArticle(NamedTuple):
    """A text and one annotator's spans on it."""

    name: str
    text: str
    language: str | None
    spans: list[GoldSpan]


def read(path: Path) -> list[GoldArticle]:
    """The articles of a JSONL file, one for each annotator of each line."""
    return [article for line in _lines(path) for article in line]


def _lines(path: Path) -> Iterator[list[GoldArticle]]:
    source = Source(name=path.name, path=path)
    for number, item in enumerate(JSONL.read(source, ReadOptions()), 1):
        if not isinstance(item, Incoming):
            print(f"{path}: {item}", file=sys.stderr)
            continue
        text, moved = normalise(item.text)
        layers: dict[str, set[GoldSpan]] = {}
        for span in item.spans:
            pieces = span.fragments or [(span.start, span.end)]
            whole = join_fragments([(moved.forward(start), moved.forward(end)) for start, end in pieces])
            layers.setdefault(span.annotator or "", set()).add(GoldSpan(_key(span.label), whole))
        name = f"{path.name}:{number}"
        yield [GoldArticle(name, text, item.language, in_order(spans)) for spans in layers.values()]


def _key(label: str) -> str:
    """A label as a codebook can have it."""
    return re.sub(r"\A(?=[^A-Za-z])", "L", re.sub(r"[^A-Za-z0-9_.-]", "_", label))


def in_order(spans: set[GoldSpan]) -> list[GoldSpan]:
    """As an analyst tags them: in text order, the outer before the inner."""
    return sorted(spans, key=lambda span: (span.fragments[0][0], -span.fragments[-1][1], span.label))


def codebook_for(path: Path, articles: list[GoldArticle], told: str | None = None) -> Codebook:
    """The codebook that is named, or lies beside the file, or is shipped and knows the labels, or is made from them."""
    used = {span.label for article in articles for span in article.spans}
    if told is not None:
        file = Path(told)
        data = file.read_bytes() if file.is_file() else assets.read_bytes(f"codebooks/{told}.json")
        return _with_all(codebooks.loads(data, told), articles)
    beside = sidecar.find_for(path)
    if beside is not None:
        return _with_all(sidecar.load(beside).codebook, articles)
    for name in _shipped():
        codebook = codebooks.loads(assets.read_bytes(name))
        if all(codebook.has(label) for label in used):
            return _for_labels(codebook, used)
    return _made(articles)


def _shipped() -> list[str]:
    return sorted((f"codebooks/{name}" for name in assets.names("codebooks")), key=lambda name: name != NEWS)


def _with_all(codebook: Codebook, articles: list[GoldArticle]) -> Codebook:
    """The codebook with the labels that it lacks added, each found as its name and spans say."""
    used = {span.label for article in articles for span in article.spans}
    added = tuple(label for label in _made(articles).labels if not codebook.has(label.key)) if used else ()
    free = [letter for letter in _LETTERS if letter not in {label.shortcut for label in codebook.labels}]
    added = tuple(
        msgspec.structs.replace(label, shortcut=free[number] if number < len(free) else "")
        for number, label in enumerate(added)
    )
    return _for_labels(msgspec.structs.replace(codebook, labels=(*codebook.labels, *added)), used)


def _for_labels(codebook: Codebook, used: set[str]) -> Codebook:
    """The codebook with the labels switched on that the gold uses."""
    labels = tuple(msgspec.structs.replace(one, on=one.on or one.key in used) for one in codebook.labels)
    return msgspec.structs.replace(codebook, labels=labels)


def _made(articles: list[GoldArticle]) -> Codebook:
    """A codebook for labels that nobody described: what they find by their names, what is trimmed by their spans."""
    words: dict[str, list[str]] = {}
    for article in articles:
        for label, fragments in article.spans:
            words.setdefault(label, []).append(article.text[fragments[0][0] : fragments[-1][1]])
    labels = []
    for number, (key, examples) in enumerate(sorted(words.items())):
        find = _find(key, examples)
        shortcut = _LETTERS[number] if number < len(_LETTERS) else ""
        role = {"speaker": "agent", "quotation": "quotation", "figure": "quantity", "cue": "cue"}
        labels.append(Label(key=key, name=key, find=find, role=role.get(find), shortcut=shortcut, trim=_trim(examples)))
    return Codebook(name="made for the gold", labels=tuple(labels))


def _find(key: str, examples: list[str]) -> Find:
    for pattern, find in _BY_NAME:
        if re.search(pattern, key, re.IGNORECASE):
            return find
    if sum(any(char.isdigit() for char in one) for one in examples) * 2 > len(examples):
        return "figure"
    if sum(len(one.split()) > 6 for one in examples) * 2 > len(examples):
        return "quotation"
    return "name" if sum(one[:1].isupper() for one in examples) * 2 > len(examples) else "none"


def _trim(examples: list[str]) -> Trim:
    """The sides that most of the spans show."""
    seen = Counter[str]()
    for one in examples:
        seen["that"] += one.lower().startswith("that ")
        seen["marks"] += one[0] in '"“«„' and one[-1] in '"”»“'
        seen["inside"] += one[0] not in '"“«„' and one[-1] in ".,!?" and len(one.split()) > 4
    return Trim(
        that="in" if seen["that"] else "out",
        marks="in" if seen["marks"] else "out",
        stops="in" if seen["inside"] * 2 > len(examples) else "out",
    )
