"""The News codebook that every project starts with: what it holds, and that nothing depends on its keys."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from annotator.core.codebook import Codebook, check_attributes, check_relation, identity, loads
from annotator.core.model import Span, new_id

NEWS_FILE = Path(__file__).resolve().parents[2] / "resources" / "codebooks" / "news.json"
NEWS = loads(NEWS_FILE.read_bytes(), "news")

Json = dict[str, Any]


def span(label: str) -> Span:
    return Span(id=new_id(), article="a", annotator="m", label=label, fragments=((0, 1),), words="x", codebook="v")


def test_news_is_what_the_project_starts_with() -> None:
    facts = {label.key: (label.shortcut, label.role, label.find, label.on) for label in NEWS.labels}
    assert facts == {
        "ACTOR": ("A", "agent", "name", True),
        "QUOTE": ("Q", "quotation", "quotation", True),
        "STATISTIC": ("S", "quantity", "figure", True),
        "CUE": ("C", "cue", "none", False),
        "SUBJECT": ("B", None, "counted noun", False),
    }
    assert [label.key for label in NEWS.shown()] == ["ACTOR", "QUOTE", "STATISTIC"]
    ties = {kind.key: (kind.role, kind.head, kind.tail) for kind in NEWS.relations}
    assert ties == {
        "speaker": ("speaker", ("QUOTE",), ("ACTOR",)),
        "cue": ("cue", ("QUOTE",), ("CUE",)),
        "about": ("about", ("STATISTIC",), ("ACTOR", "SUBJECT")),
        "source": ("source", ("STATISTIC",), ("ACTOR", "QUOTE")),
    }


def test_news_attributes_are_those_of_the_data_model() -> None:
    kinds = {label.key: {item.key: item.kind for item in label.attributes} for label in NEWS.labels}
    assert kinds["ACTOR"] == {"type": "choice", "mention": "choice"}
    assert kinds["QUOTE"] == {"form": "choice", "speaker_form": "choice"}
    figure = kinds["STATISTIC"]
    assert list(figure) == ["value", "value_high", "base", "unit", "scale", "bound", "change", "period", "counted"]
    assert {key for key, kind in figure.items() if kind == "number"} == {"value", "value_high", "base"}
    choices = {item.key: [choice.key for choice in item.choices] for label in NEWS.labels for item in label.attributes}
    assert choices["type"] == ["person", "organisation", "government", "group", "other"]
    assert choices["mention"] == ["name", "nominal", "pronoun"]
    assert choices["form"] == ["direct", "indirect", "mixed", "reported"]
    assert choices["speaker_form"] == ["named", "pronoun", "anonymous", "implicit"]
    (bound,) = [item for item in NEWS.label("STATISTIC").attributes if item.key == "bound"]
    assert [choice.name for choice in bound.choices] == ["=", "~", "<", "<=", ">", ">=", "range"]


def test_news_trims_as_the_definitions_say() -> None:
    rules = {label.key: (label.trim.article, label.trim.that, label.trim.marks) for label in NEWS.labels}
    assert rules["ACTOR"] == ("in", "in", "out")
    assert rules["QUOTE"] == ("in", "out", "in")
    assert rules["STATISTIC"] == ("in", "in", "out")


def test_news_explains_every_label_and_relation() -> None:
    for label in NEWS.labels:
        assert label.definition
        assert len(label.examples) >= 3
        assert len(label.counter_examples) >= 2
    for kind in NEWS.relations:
        assert kind.definition.endswith(".")


def luminance(color: str) -> float:
    """Relative luminance of #RRGGBB (WCAG 2.2)."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_news_colours_can_be_read() -> None:
    for label in NEWS.labels:
        assert contrast("#FFFFFF", label.color) >= 4.5, "white words on the chip"
        assert contrast(label.lane_dark, "#1F2228") >= 3, "a lane on the dark paper"


def rename(book: Json) -> tuple[Json, dict[str, str]]:
    """The codebook with every key changed, and label keys old to new."""
    labels = {label["key"]: f"X{place}" for place, label in enumerate(book["labels"])}
    for label in book["labels"]:
        label["key"] = labels[label["key"]]
        rename_attributes(label.get("attributes", []))
    for place, kind in enumerate(book["relations"]):
        kind["key"] = f"tie-{place}"
        kind["head"] = [labels[key] for key in kind["head"]]
        kind["tail"] = [labels[key] for key in kind["tail"]]
    return book, labels


def rename_attributes(attributes: list[Json]) -> None:
    keys = {item["key"]: f"y.{place}" for place, item in enumerate(attributes)}
    for item in attributes:
        item["key"] = keys[item["key"]]
        for choice in item.get("choices", []):
            choice["key"] = f"z_{choice['key']}"


def test_news_with_every_key_renamed_is_a_valid_codebook_with_the_same_roles() -> None:
    data, labels = rename(json.loads(NEWS_FILE.read_bytes()))
    renamed: Codebook = loads(json.dumps(data))
    assert identity(renamed) != identity(NEWS)
    old = set(labels) | {kind.key for kind in NEWS.relations}
    new = {label.key for label in renamed.labels} | {kind.key for kind in renamed.relations}
    assert not old & new
    assert [label.role for label in renamed.labels] == [label.role for label in NEWS.labels]
    assert [labels[label.key] for label in NEWS.shown()] == [label.key for label in renamed.shown()]
    (speaker,) = renamed.relations_with_role("speaker")
    (quote,), (agent,) = renamed.with_role("quotation"), renamed.with_role("agent")
    check_relation(renamed, speaker.key, span(quote.key), span(agent.key))
    check_attributes(agent, {"y.0": "z_person"})
