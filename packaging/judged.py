"""Makes the exports that `make validate` judges.

10,000 rows whose attributes first appear in the last, for the types of columns; and 240 invented articles with two
annotators who do not always agree, in every format that others read.
"""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

ROWS, NEWS = 10_000, 240
TEXT = "The lighthouse keeper of Orrin Sound said: “Nine in ten ships passed safely.”"
SYLLABLES = ("ba", "den", "ka", "lor", "mi", "nes", "or", "pel", "ri", "sam", "tu", "vel")
FIRST, LAST = ("Ana", "Bo", "Ines", "Omar", "Zoë", "Lê"), ("Ruiz", "Ek", "Tarn", "Vahl", "O’Hara", "Brandt")


def row(number: int) -> dict[str, object]:
    """An article with one plain span; the last one has every kind of value."""
    text = f"{TEXT} Report {number}."
    quote, figure = text.index("“"), text.index("Nine")
    spans: list[dict[str, object]] = [{"start": 4, "end": 21, "label": "ACTOR", "annotator": "Ines"}]
    if number == ROWS - 1:
        spans[0]["attributes"] = {"type": "person", "mention": "nominal"}
        end = text.index("”") + 1
        spans.append(
            {"start": quote, "end": end, "label": "QUOTE", "annotator": "Ines", "attributes": {"form": "direct"}}
        )
        values = {"value": 9, "base": 10, "unit": "ships"}
        spans.append(
            {"start": figure, "end": figure + 11, "label": "STATISTIC", "annotator": "Ines", "attributes": values}
        )
    meta = {"desk": "coast", "page": number}
    return {"id": f"r{number}", "text": text, "published": "2026-03-01", "meta": meta, "spans": spans}


def sentence(dice: random.Random) -> str:
    """Twelve words that nobody knows."""
    return " ".join("".join(dice.choices(SYLLABLES, k=dice.randint(1, 4))) for _ in range(12))


def news(number: int) -> dict[str, object]:
    """An article with an actor, a quote (in an overlapping statistic now and then) and a figure, by two people."""
    dice = random.Random(number)
    name, share = f"{dice.choice(FIRST)} {dice.choice(LAST)}", f"{dice.randint(2, 98)} percent"
    inner = share if number % 5 == 0 else sentence(dice)
    text = f"{sentence(dice)}.\n\n🚢 {name} said: “{inner}.”  In all {share} {sentence(dice)}. {sentence(dice)}."
    spans = []
    for person in ("Ines", "Omar"):
        slips = person == "Omar" and number % 3 == 0
        spans.append(placed(text, name if not slips else f"{name} said", "ACTOR", person, {"type": "person"}))
        spans.append(placed(text, f"“{inner}.”", "QUOTE", person, {"form": "direct"}))
        if not slips:
            figure = placed(text, f"In all {share}", "STATISTIC", person, {"value": int(share.split()[0])})
            spans.append({**figure, "start": figure["start"] + 7})  # type: ignore[operator]
        if person == "Ines" and inner == share:
            spans.append(placed(text, share, "STATISTIC", person, {"value": int(share.split()[0]), "unit": "percent"}))
    ties = [
        {"kind": "speaker", "head": place + 1, "tail": place}
        for place, span in enumerate(spans)
        if span["label"] == "ACTOR"
    ]
    spans[0]["note"] = "seen\ntwice"
    states = {"Ines": "done", "Omar": "done"}
    more = {"title": sentence(dice), "language": "en", "states": states}
    return {"text": text, **more, "spans": spans, "relations": ties}


def placed(text: str, words: str, label: str, person: str, values: dict[str, object]) -> dict[str, object]:
    """A span on the first place of these words."""
    start = text.index(words)
    end = start + len(words)
    return {"start": start, "end": end, "label": label, "annotator": person, "attributes": values}


def annotator(*words: str, folder: Path, extras: str = "") -> None:
    """Run a verb of the program; its own message stops us if it fails. `extras`: where spaCy and duckdb are."""
    environment = os.environ | {"ANNOTATOR_SETTINGS_DIR": str(folder / "settings")}
    if extras:
        environment["PYTHONPATH"] = extras
    subprocess.run([sys.executable, "-m", "annotator", *words], check=True, env=environment)


def main() -> None:
    """Write the rows, take them into projects and export them."""
    folder, extras = Path(sys.argv[1]), sys.argv[2]
    for name, make, count in (("rows", row, ROWS), ("news", news, NEWS)):
        lines = "".join(json.dumps(make(number)) + "\n" for number in range(count))
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
        annotator("new", str(folder / f"{name}.annotator"), "--as", "Ines", folder=folder)
        annotator("import", str(folder / f"{name}.annotator"), str(folder / f"{name}.jsonl"), folder=folder)
    rows, project = str(folder / "rows.annotator"), str(folder / "news.annotator")
    annotator("export", rows, str(folder / "hf.jsonl"), "--format", "hf", folder=folder)
    annotator("export", rows, str(folder / "rows.parquet"), folder=folder, extras=extras)
    for name, *words in (
        ("all.jsonl", "jsonl"),
        ("brat", "brat", "--all-layers"),
        ("tasks.json", "label_studio", "--all-layers"),
        ("prodigy.jsonl", "prodigy", "--annotator", "Ines"),
        ("doccano.jsonl", "doccano", "--annotator", "Ines"),
        ("hf_split", "hf", "--split", "80/10/10", "--seed", "1"),
        ("parquet_split", "parquet", "--split", "80/10/10", "--seed", "1"),
        ("docbins", "spacy", "--annotator", "Ines", "--split", "80/10/10", "--seed", "1"),
    ):
        words[0:1] = ["--format", words[0]]
        annotator("export", project, str(folder / name), *words, folder=folder, extras=extras)
    for scheme in ("iob1", "iob2", "iobes", "bilou"):
        out = str(folder / f"{scheme}.conll")
        annotator("export", project, out, "--annotator", "Ines", "--scheme", scheme, folder=folder)


if __name__ == "__main__":
    main()
