"""Reads the CoNLL exports with seqeval, in the strict mode of each scheme."""

import json
import sys
from pathlib import Path

from seqeval.metrics import f1_score
from seqeval.metrics.sequence_labeling import get_entities
from seqeval.scheme import BILOU, IOB1, IOB2, IOBES, Entities

SCHEMES = {"iob1": IOB1, "iob2": IOB2, "iobes": IOBES, "bilou": BILOU}


def sentences(path: Path) -> list[list[str]]:
    """The tags of each sentence."""
    found: list[list[str]] = [[]]
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("-DOCSTART-"):
            found.append([])
        else:
            found[-1].append(line.split("\t")[-1])
    return [tags for tags in found if tags]


def main() -> None:
    """All schemes say the same spans, as many as there are without those that lie inside another."""
    folder = Path(sys.argv[1])
    spans = 0
    for line in (folder / "all.jsonl").read_text(encoding="utf-8").splitlines():
        mine = [one for one in json.loads(line)["spans"] if one["annotator"] == "Ines"]
        places = {(one["start"], one["end"]) for one in mine}
        inside = [(a, b) for a, b in places if any(c <= a and b <= d and (a, b) != (c, d) for c, d in places)]
        spans += len(places) - len(inside)
    counts = {}
    for name, scheme in SCHEMES.items():
        tags = sentences(folder / f"{name}.conll")
        entities = Entities(tags, scheme, suffix=False)
        counts[name] = sum(len(found) for found in entities.entities)
        assert f1_score(tags, tags, mode="strict", scheme=scheme) == 1.0
    assert set(counts.values()) == {spans}, (counts, spans)
    plain = sum(len(get_entities(tags)) for tags in sentences(folder / "iob2.conll"))
    assert plain == spans, plain
    print(f"seqeval finds {spans} spans in {', '.join(counts)}. {len(counts)} passed, 0 failed")


if __name__ == "__main__":
    main()
