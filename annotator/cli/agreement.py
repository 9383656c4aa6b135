"""`annotator agreement`: how well annotators agree, as a table or as JSON."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import msgspec

from annotator.cli.say import counted, print_json, said_path, table
from annotator.cli.verbs import finish
from annotator.core.agreement_rows import Measure
from annotator.store.project import Project
from annotator.work.agreement import Agreement, AgreementOptions, run


def options(verb: argparse.ArgumentParser) -> None:
    """The words and options of the verb."""
    whose = "this layer (default: all persons'; gold and models only when named); may be said again"
    verb.add_argument("--annotator", action="append", default=[], metavar="NAME", help=whose)
    verb.add_argument("--label", action="append", default=[], metavar="L", help="only this label; may be said again")
    verb.add_argument("--query", default="", metavar="WORDS", help="only articles that the list's filter would show")
    verb.add_argument("--together", action="store_true", help="only articles that all of them have finished")
    verb.add_argument("--seed", type=int, default=0, metavar="N", help="of the bootstrap samples (0)")


KEYS = ("articles", "annotators", "seed", "measures")  # of the JSON


def asked_for(words: argparse.Namespace) -> AgreementOptions:
    """What the options of the verb say."""
    return AgreementOptions(
        annotators=tuple(words.annotator),
        labels=tuple(words.label),
        query=words.query,
        together=words.together,
        seed=words.seed,
    )


def agreement_(words: argparse.Namespace) -> int:
    """Works out all measures and prints them."""
    asked = asked_for(words)
    with Project.open(words.project) as project:
        found = finish(run(project, asked), "Comparing")
    if words.json:
        print_json({key: msgspec.to_builtins(getattr(found, key)) for key in KEYS})
    else:
        _say(found)
    return 0


def _say(found: Agreement) -> None:
    """The whole project, each label, then each pair; attributes and what hangs on spans in between."""
    people = ", ".join(found.annotators)
    print(said_path(f"{counted(found.articles, 'article')} with two layers or more, by {people}; seed {found.seed}."))
    whole = [row for row in found.measures if row.pair is None]
    table([_HEAD, *map(_line, whole)])
    pairs = [row for row in found.measures if row.pair is not None and row.label is None and row.attribute is None]
    table([_HEAD, *map(_line, pairs)])
    print()
    for reason in dict.fromkeys(row.undefined for row in whole if row.undefined):
        print(f"- is undefined: {reason}.")
    for one in dict.fromkeys(f"{one.count:,} {one.what}: {one.why}." for row in whole[:1] for one in row.left_out):
        print(f"Left out: {one}")
    print("Intervals hold 95 in 100 bootstrap samples of articles. --json has every label by pair.")


_HEAD = ("unit", "measure", "of", "pair", "pooled", "interval", "mean", "n")


def _line(row: Measure) -> Sequence[str]:
    of = "/".join(one for one in (row.label, row.attribute, row.value) if one is not None)
    interval = "-" if row.low is None else f"{_number(row.low)} to {_number(row.high)}"
    pair = " / ".join(row.pair) if row.pair else "all"
    return row.unit, row.measure, of or "all", pair, _number(row.pooled), interval, _number(row.mean), f"{row.n:,}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
