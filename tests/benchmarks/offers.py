"""How often the right tail is offered first, and among the first three and nine: `python -m tests.benchmarks.offers`.

Arguments are JSONL files with gold spans and relations; without any, the sample and the dev articles of tests/data.
Two situations: all spans are tagged and heads are tied in text order; or no tail is tagged before it is tied.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from annotator.core import codebook as codebooks
from annotator.core.candidates import Candidates
from annotator.core.codebook import Codebook
from annotator.core.model import Relation, Span, words_of
from annotator.core.offer_rules import Offer
from annotator.core.offers import Offers

ROOT = Path(__file__).resolve().parents[2]
DEV = [ROOT / "resources/samples/news.gold.jsonl", *sorted((ROOT / "tests/data/gold").glob("*-dev-*.jsonl"))]
Counts = dict[tuple[str, str], list[int]]
Row = dict[str, Any]


def records(row: Row) -> tuple[list[Span], list[Relation]]:
    """The spans and relations of a row."""
    spans = []
    for place, one in enumerate(row["spans"]):
        fragments = tuple((start, end) for start, end in one["fragments"])
        made = Span(
            id=f"s{place}",
            article="a",
            annotator="g",
            label=one["label"],
            fragments=fragments,
            words=words_of(row["text"], fragments),
            codebook="c",
        )
        spans.append(made)
    ties = [
        Relation(id=f"r{n}", article="a", kind=tie["kind"], head=f"s{tie['head']}", tail=f"s{tie['tail']}")
        for n, tie in enumerate(row["relations"])
    ]
    return spans, ties


def _same(offer: Offer, tail: Span) -> bool:
    """Whether an offer is the tail: its place, or another mention in the very same words."""
    return offer.label == tail.label and (offer.fragments == tail.fragments or offer.words == tail.words)


def measure(row: Row, codebook: Codebook, counts: Counts, times: list[float], *, show: str = "") -> None:
    """Adds one article's ranks."""
    spans, ties = records(row)
    by_id = {span.id: span for span in spans}
    offers = Offers(row["text"], codebook, Candidates(row["text"], codebook, row.get("language")), row.get("language"))
    ties.sort(key=lambda tie: (by_id[tie.head].start, tie.id))
    for tagged in (True, False):
        done: list[Relation] = []
        for tie in ties:
            head, tail, kind = by_id[tie.head], by_id[tie.tail], codebook.relation(tie.kind)
            known = {one.tail for one in done} | {one.head for one in ties}
            seen = spans if tagged else [one for one in spans if one.label not in kind.tail or one.id in known]
            began = time.perf_counter()
            found = offers.of(head, kind, spans=seen, relations=done)
            times.append(time.perf_counter() - began)
            rank = next((n for n, one in enumerate(found) if _same(one, tail)), 99)
            situation = "tagged" if tagged else "untagged"
            counts[situation, tie.kind].append(rank)
            if rank and show == situation:
                offered = [f"{one.words[:30]} ({one.why})" for one in found[:3]]
                print(f"{rank:3} {tie.kind}: {head.words[:50]!r} -> {tail.words[:40]!r}; offered {offered}")
            done.append(tie)


def main() -> None:
    """Prints a line a group of files, situation and kind."""
    show = next((one[2:] for one in sys.argv[1:] if one.startswith("--")), "")
    paths = [Path(one) for one in sys.argv[1:] if not one.startswith("--")] or DEV
    times: list[float] = []
    groups: dict[str, Counts] = {}
    for path in paths:
        group = path.name.rsplit("-", 1)[0] if path.name[-7].isdigit() else path.name
        name = "attribution" if path.name.startswith("attribution") else "news"
        codebook = codebooks.loads((ROOT / "resources/codebooks" / f"{name}.json").read_bytes(), name)
        counts = groups.setdefault(group, defaultdict(list))
        for line in path.read_bytes().decode("utf-8").strip("\n").split("\n"):
            measure(json.loads(line), codebook, counts, times, show=show)
    for group, counts in groups.items():
        for (situation, kind), ranks in sorted(counts.items()):
            shares = ((name, sum(rank < most for rank in ranks)) for name, most in (("first", 1), ("3", 3), ("9", 9)))
            figures = "  ".join(f"{name} {share / len(ranks) * 100:3.0f} %" for name, share in shares)
            print(f"{group:18} {situation:9} {kind:8} {len(ranks):4}  {figures}")
    times.sort()
    middle, most = times[len(times) // 2] * 1000, times[len(times) * 95 // 100] * 1000
    print(f"time: median {middle:.2f} ms, 95 in 100 {most:.2f} ms")


if __name__ == "__main__":
    main()
