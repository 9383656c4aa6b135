"""Makes the exports that `make validate` judges: 10,000 rows whose attributes first appear in the last."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROWS = 10_000
TEXT = "The lighthouse keeper of Orrin Sound said: “Nine in ten ships passed safely.”"


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


def annotator(*words: str, folder: Path) -> None:
    """Run a verb of the program; its own message stops us if it fails."""
    environment = os.environ | {"ANNOTATOR_SETTINGS_DIR": str(folder / "settings")}
    subprocess.run([sys.executable, "-m", "annotator", *words], check=True, env=environment)


def main() -> None:
    """Write the rows, take them into a project and export them."""
    folder = Path(sys.argv[1])
    source, project = folder / "rows.jsonl", folder / "p.annotator"
    source.write_text("".join(json.dumps(row(number)) + "\n" for number in range(ROWS)), encoding="utf-8")
    annotator("new", str(project), "--as", "Ines", folder=folder)
    annotator("import", str(project), str(source), folder=folder)
    annotator("export", str(project), str(folder / "hf.jsonl"), "--format", "hf", folder=folder)


if __name__ == "__main__":
    main()
