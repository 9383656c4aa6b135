"""Loads the Parquet export, and the cards of split data sets, with the package that they are meant for."""

import json
import sys
from pathlib import Path

import datasets

ROWS, NEWS = 10_000, 240


def main() -> None:
    """Every row is there, every column has its type, and a folder loads by its card alone."""
    folder = Path(sys.argv[1])
    rows = datasets.load_dataset("parquet", data_files=str(folder / "rows.parquet"), split="train")
    assert len(rows) == ROWS, len(rows)
    span = rows.features["spans"]
    fields = getattr(span, "feature", span)
    types = {name: getattr(field, "dtype", str(field)) for name, field in fields.items()}
    wanted = {"start": "int64", "label": "string", "attr_STATISTIC_value": "float64", "attr_QUOTE_form": "string"}
    wrong = {name: types.get(name) for name, kind in wanted.items() if types.get(name) != kind}
    assert not wrong, f"not typed as they should be: {wrong}"
    last = max(rows, key=lambda row: len(row["spans"]))
    assert last["published"] == "2026-03-01", last["published"]
    assert last["spans"][2]["attr_STATISTIC_value"] == 9.0
    for row in rows.select(range(0, ROWS, 100)):
        assert json.loads(row["meta"])["desk"] == "coast"
        for part in row["spans"]:
            assert part["text"] == row["text"][part["start"] : part["end"]]
    for name in ("hf_split", "parquet_split"):
        parts = datasets.load_dataset(str(folder / name))
        sizes = {part: len(found) for part, found in parts.items()}
        assert set(sizes) == {"train", "validation", "test"}, sizes
        assert sum(sizes.values()) == NEWS, sizes
        print(f"{name} loads by its card: {sizes}")
    print(f"datasets {datasets.__version__} loads {len(rows)} rows of Parquet typed. 2 passed, 0 failed")


if __name__ == "__main__":
    main()
