"""Lets bratiaa read the brat export, and holds its agreement on spans against one counted from the JSON lines."""

import json
import sys
from collections import Counter
from pathlib import Path

from bratiaa import compute_f1_agreement

LABELS = ("ACTOR", "QUOTE", "STATISTIC")


def ours(path: Path) -> dict[str, float]:
    """F1 of exact spans between Ines and Omar, by label, from the JSON lines."""
    both, total = Counter[str](), Counter[str]()
    for line in path.read_text(encoding="utf-8").splitlines():
        sets: dict[str, set[tuple[str, int, int]]] = {"Ines": set(), "Omar": set()}
        for span in json.loads(line)["spans"]:
            sets[span["annotator"]].add((span["label"], span["start"], span["end"]))
        for label, *_ in sets["Ines"] & sets["Omar"]:
            both[label] += 2
        for found in sets.values():
            total.update(label for label, *_ in found)
    return {label: both[label] / total[label] for label in LABELS}


def main() -> None:
    """Every label's F1 is the same, and none is trivial."""
    folder = Path(sys.argv[1])
    agreement = compute_f1_agreement(str(folder / "brat"))  # its labels are those of annotation.conf
    means, _ = agreement.mean_sd_per_label()
    theirs = dict(zip(agreement.labels, (float(mean) for mean in means), strict=True))
    wanted = ours(folder / "all.jsonl")
    for label in LABELS:
        assert abs(theirs[label] - wanted[label]) < 1e-9, (label, theirs[label], wanted[label])
    assert (theirs["ACTOR"] < 1, theirs["QUOTE"]) == (True, 1), theirs
    for text in (folder / "brat" / "Ines").glob("*.ann"):
        page = text.with_suffix(".txt").read_text(encoding="utf-8")
        for line in text.read_text(encoding="utf-8").splitlines():
            if line.startswith("T"):
                _, place, words = line.split("\t")
                start, end = (int(number) for number in place.split(" ")[1:])
                assert page[start:end].replace("\n", " ") == words, line
    shown = ", ".join(f"{label} {theirs[label]:.3f}" for label in LABELS)
    print(f"bratiaa reads {len(agreement.documents)} texts; F1 as ours: {shown}. 2 passed, 0 failed")


if __name__ == "__main__":
    main()
