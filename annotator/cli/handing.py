"""`annotator assign` and `annotator packet`: who labels what, and a file for each."""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec

from annotator.cli.say import counted, print_json, said_path, table
from annotator.cli.verbs import finish, person
from annotator.core.errors import PathTrouble, UnknownRecord
from annotator.core.merge_errors import NothingToAssign
from annotator.core.model import Annotator
from annotator.store.project import Project
from annotator.work import assign, packets


def share(words: str) -> float:
    """20%, 20 or 0.2 as a share between 0 and 1; a bare number above 1 is a percentage."""
    text = words.strip().removesuffix("%").strip()
    try:
        number = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{words}” is no share: write 20%") from None
    number = number / 100 if "%" in words or number > 1 else number
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"“{words}” is not between 0% and 100%")
    return number


def names(words: str) -> tuple[str, ...]:
    """Names parted by commas."""
    return tuple(name.strip() for name in words.split(",") if name.strip())


def assign_options(verb: argparse.ArgumentParser) -> None:
    """The words of `assign`."""
    verb.add_argument("--to", type=names, required=True, metavar="A,B,...", help="who labels; new names are added")
    verb.add_argument("--double", type=share, default=0.0, metavar="SHARE", help="such as 20%%: labelled by two people")
    verb.add_argument("--by", choices=[one for one in assign.BY if one], default="", help="spread each of these evenly")
    verb.add_argument("--seed", type=int, default=0, metavar="N", help="of the draw: the same N, the same plan (0)")
    verb.add_argument("--articles", default="", metavar="QUERY", help="only articles that the list's filter would show")
    verb.add_argument("--training", type=int, default=0, metavar="N", help="N articles with gold go to everybody first")
    verb.add_argument(
        "--second-look",
        type=share,
        default=0.0,
        metavar="SHARE",
        help="of what each has done, again as NAME (second look)",
    )
    verb.add_argument("--leaving", default="", metavar="NAME", help="what NAME has not done goes to the others")
    verb.add_argument("--dry-run", action="store_true", help="say who would get what, change nothing")


def assign_(words: argparse.Namespace) -> int:
    """Plans, and unless it is a dry run writes the plan."""
    options = assign.AssignOptions(
        people=words.to,
        double=words.double,
        by=words.by,
        seed=words.seed,
        query=words.articles,
        training=words.training,
        second_look=words.second_look,
        leaving=words.leaving,
    )
    with Project.open(words.project) as project:
        made = assign.plan(project, options)
        line = None
        if not words.dry_run:
            line = finish(assign.run(project, made, who=person(project, words.annotator).id), "Assigning").line
    if words.json:
        print_json(_as_json(made, line, dry_run=words.dry_run))
        return 0
    verb = "Would assign" if words.dry_run else "Assigned"
    print(f"{verb} {counted(made.articles, 'article')}, {made.doubled:,} of them to two people; seed {words.seed}.")
    if made.taken:
        print(said_path(f"{counted(len(made.taken), 'article')} of {words.leaving} went to others."))
    rows = [("name", "articles", "shared", "training", words.by or "")]
    for one in made.people:
        strata = ", ".join(f"{name or 'none'} {count:,}" for name, count in one.by.items()) if words.by else ""
        rows.append((one.name, f"{one.articles:,}", f"{one.shared:,}", f"{one.training:,}", strata))
    table(rows)
    return 0


def _as_json(made: assign.Plan, line: int | None, *, dry_run: bool) -> dict[str, object]:
    return {
        "dry_run": dry_run,
        "seed": made.options.seed,
        "articles": made.articles,
        "doubled": made.doubled,
        "training": list(made.training),
        "taken_back": len(made.taken),
        "people": [msgspec.to_builtins(one) for one in made.people],
        "assignments": [{"article": article, "annotator": name} for article, name in made.given],
        "line": line,
    }


def packet_options(verb: argparse.ArgumentParser) -> None:
    """The words of `packet`."""
    verb.add_argument("out", type=Path, metavar="OUT", help="the file to write; with --all a folder for all of them")
    whose = verb.add_mutually_exclusive_group(required=True)
    whose.add_argument("--for", dest="for_", metavar="NAME", help="whose packet it is")
    whose.add_argument("--all", action="store_true", help="one for everybody who has something assigned")
    some = verb.add_mutually_exclusive_group()
    some.add_argument("--articles", default="", metavar="QUERY", help="articles that the list's filter would show")
    some.add_argument("--sample", type=int, metavar="N", help="N articles drawn by --seed")
    verb.add_argument("--seed", type=int, default=0, metavar="N", help="of the sample (0)")
    verb.add_argument("--blind", action="store_true", help="nothing of others: no layers, no names, no registry")


def packet_(words: argparse.Namespace) -> int:
    """Writes a packet, or one for each."""
    options = packets.PacketOptions(blind=words.blind, query=words.articles, sample=words.sample, seed=words.seed)
    reports = []
    with Project.open(words.project) as project:
        for who, out in _wanted(project, words):
            reports.append(finish(packets.run(project, out, who.id, options), "Writing"))
    if words.json:
        print_json({"packets": [msgspec.to_builtins(one) | {"out": said_path(one.out)} for one in reports]})
        return 0
    for one in reports:
        blind = ", blind" if one.blind else ""
        what = f"{counted(one.articles, 'article')} with {counted(one.spans, 'span')}{blind}"
        print(said_path(f"{one.person}: {what}, in {one.out}"))
    return 0


def _wanted(project: Project, words: argparse.Namespace) -> list[tuple[Annotator, Path]]:
    if not words.all:
        found = project.read.annotator_named(words.for_)
        if found is None:
            raise UnknownRecord(kind="annotator", name=words.for_)
        out = words.out / packets.name_for(project, found) if words.out.is_dir() else words.out
        return [(found, out)]
    everybody = packets.people(project)
    if not everybody:
        raise NothingToAssign(reason="nobody has been given an article", advice="Assign first: annotator assign")
    try:
        words.out.mkdir(exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise PathTrouble(path=words.out, reason=reason, advice="Choose another folder") from error
    return [(one, words.out / packets.name_for(project, one)) for one in everybody]
