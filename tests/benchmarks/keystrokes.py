"""`python -m tests.benchmarks.keystrokes FILE...`: keys a span that an error-free analyst needs for gold articles.

Every span is made by the cheapest of the program's real acts (keyplan.py), in text order, with the caret, ghosts and
the screen as the window has them. A modifier counts as a press; the label key is included.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from annotator import assets
from annotator.core.codebook import Codebook
from tests.benchmarks.keygold import GoldArticle, GoldSpan, codebook_for, read
from tests.benchmarks.keyplan import Desk, Plan

SAMPLE = "samples/news.gold.jsonl"


class Made(NamedTuple):
    """A gold span and the keys that made it."""

    article: GoldArticle
    gold: GoldSpan
    plan: Plan


def replay(article: GoldArticle, codebook: Codebook) -> list[Made]:
    """All spans of an article, one after the other."""
    desk = Desk(article.text, codebook, article.language)
    return [Made(article, gold, desk.make(gold)) for gold in article.spans]


def figures(made: Iterable[Made]) -> dict[str, float]:
    """Median, mean and 90th percentile of the keys, the share of spans that took one, and how many spans."""
    costs = sorted(one.plan.cost for one in made)
    if not costs:
        return {}
    return {
        "spans": len(costs),
        "median": statistics.median(costs),
        "mean": statistics.fmean(costs),
        "p90": costs[min(len(costs) - 1, -(-9 * len(costs) // 10) - 1)],
        "one_key": sum(cost == 1 for cost in costs) / len(costs),
        "six_or_fewer": sum(cost <= 6 for cost in costs) / len(costs),
    }


def table(made: list[Made]) -> list[str]:
    """The lines to print: one a label, one for all."""
    rows = [f"{'label':<14}{'spans':>6}{'median':>8}{'mean':>7}{'p90':>5}{'1 key':>7}{'<= 6':>7}"]
    labels = Counter(one.gold.label for one in made)
    for name in [*labels, "all"]:
        found = figures([one for one in made if name in ("all", one.gold.label)])
        if found:
            shown = f"{found['median']:>8g}{found['mean']:>7.2f}{found['p90']:>5g}"
            rows.append(
                f"{name[:13]:<14}{found['spans']:>6}{shown}{found['one_key']:>7.0%}{found['six_or_fewer']:>7.0%}"
            )
    return rows


def replay_files(files: list[Path], codebook: str | None = None) -> list[Made]:
    """All articles of the files, each under its file's codebook."""
    made = []
    for file in files:
        articles = read(file)
        book = codebook_for(file, articles, codebook)
        made += [one for article in articles for one in replay(article, book)]
    return made


def main(words: list[str] | None = None) -> int:
    """Prints the figures; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.keystrokes", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="gold spans (default: the sample)")
    parser.add_argument("--codebook", metavar="NAME|FILE", help="default: the one beside the file, else one that fits")
    parser.add_argument("--plans", action="store_true", help="print the keys of every span")
    told = parser.parse_args(words)
    made = replay_files(told.files or [assets.path(SAMPLE)], told.codebook)
    if told.plans:
        for one in made:
            text = " | ".join(one.article.text[start:end] for start, end in one.gold.fragments)
            print(f"{one.plan.cost:>3}  {one.gold.label:<12}{' '.join(one.plan.keys):<30} {one.plan.act:<16} {text}")
    print("\n".join(table(made)))
    acts = Counter(one.plan.act for one in made)
    print("by act: " + ", ".join(f"{act} {count}" for act, count in acts.most_common()))
    return 0 if made else 1


if __name__ == "__main__":
    sys.exit(main())
