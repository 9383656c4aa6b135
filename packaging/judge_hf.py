"""Loads the hf export with the package it is meant for, and looks at the types of its columns."""

import json
import sys
from pathlib import Path

import datasets

ROWS = 10_000


def main() -> None:
    """Every row is there, every attribute is a typed column, JSON text is JSON."""
    rows = datasets.load_dataset("json", data_files=str(Path(sys.argv[1]) / "hf.jsonl"), split="train")
    assert len(rows) == ROWS, len(rows)
    span = rows.features["spans"]
    fields = getattr(span, "feature", span)
    fields = fields if isinstance(fields, dict) else fields[0]
    types = {name: getattr(field, "dtype", str(field)) for name, field in fields.items()}
    print(json.dumps(types, indent=1))
    wanted = {
        "start": "int64",
        "label": "string",
        "attributes": "string",
        "attr_ACTOR_type": "string",
        "attr_QUOTE_form": "string",
        "attr_STATISTIC_value": "float64",
        "attr_STATISTIC_unit": "string",
    }
    wrong = {name: types.get(name) for name, kind in wanted.items() if types.get(name) != kind}
    assert not wrong, f"not typed as they should be: {wrong}"
    by_text = max(rows, key=lambda row: len(row["spans"]))
    assert [part["label"] for part in by_text["spans"]] == ["ACTOR", "QUOTE", "STATISTIC"], by_text["spans"]
    figure = by_text["spans"][2]
    assert (figure["attr_STATISTIC_value"], figure["attr_STATISTIC_unit"]) == (9.0, "ships")
    assert json.loads(figure["attributes"])["base"] == 10
    for row in rows.select(range(100)):
        assert json.loads(row["meta"])["desk"] == "coast"
        for part in row["spans"]:
            assert part["text"] == row["text"][part["start"] : part["end"]]
    print(f"datasets {datasets.__version__} loads {len(rows)} rows typed. 1 passed, 0 failed")


if __name__ == "__main__":
    main()
