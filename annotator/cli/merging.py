"""`annotator merge`: colleagues' files taken in, with a line a person."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from annotator.cli.say import clock, counted, print_json, said_path, table
from annotator.cli.verbs import finish, person
from annotator.core.errors import AnnotatorError, PathTrouble
from annotator.core.text import quoted
from annotator.store.project import Project
from annotator.work import merge
from annotator.work.returns import Return, returns

_SHOWN = 20


def options(verb: argparse.ArgumentParser) -> None:
    """The words of the verb."""
    verb.add_argument("others", type=Path, nargs="+", metavar="OTHER", help="files to take in, or folders of them")
    verb.add_argument("--dry-run", action="store_true", help="say what would come in, change nothing")
    same = verb.add_mutually_exclusive_group()
    same.add_argument(
        "--same-name", dest="same_name", action="store_true", default=None, help="a name under two ids is one person"
    )
    same.add_argument("--not-same-name", dest="same_name", action="store_false", help="these are two people")
    verb.add_argument(
        "--codebook", choices=("mine", "theirs"), default="", help="which holds, when both were changed apart"
    )


def merge_(words: argparse.Namespace) -> int:
    """Merges file by file; one that is refused leaves the others be."""
    asked = merge.MergeOptions(same_name=words.same_name, codebook=words.codebook)
    reports: list[merge.MergeReport] = []
    errors: list[tuple[Path, AnnotatorError]] = []
    with Project.open(words.project) as project:
        who = person(project, words.annotator).id
        for path in _files(project, words.others):
            job = merge.plan(project, path, asked) if words.dry_run else merge.run(project, path, asked, who=who)
            try:
                reports.append(finish(job, "Merging"))
            except AnnotatorError as error:
                errors.append((path, error))
        people = () if project.packet is not None else returns(project, reports)
        if words.json:
            print_json(_as_json(reports, errors, people, dry_run=words.dry_run))
    for _, one in errors:
        print(f"annotator: {said_path(one.line())}", file=sys.stderr)
    if not words.json:
        for report in reports:
            _say(report)
        _say_people(people)
    return 1 if errors else 0


def _files(project: Project, others: Sequence[Path]) -> list[Path]:
    """The files named, and the project files of folders named; the project itself is none of them.

    Raises PathTrouble when none is left.
    """
    found: list[Path] = []
    for path in others:
        found += sorted(path.glob("*.annotator")) if path.is_dir() else [path]
    kept = [path for path in found if not (path.exists() and path.samefile(project.path))]
    if not kept:
        reason = "There is no project file but the project itself" if found else "There is no project file in it"
        raise PathTrouble(path=str(others[0]), reason=reason, advice="Name the files that came back, or their folder")
    return kept


def _as_json(
    reports: Sequence[merge.MergeReport],
    errors: Sequence[tuple[Path, AnnotatorError]],
    people: Sequence[Return],
    *,
    dry_run: bool,
) -> dict[str, Any]:
    files = [msgspec.to_builtins(one) | {"file": said_path(one.file)} for one in reports]
    refused = [
        {"file": said_path(path), "error": type(error).__name__, "message": said_path(error.line())}
        for path, error in errors
    ]
    lines = [
        msgspec.to_builtins(one) | {"returned": None if one.returned is None else said_path(one.returned)}
        for one in people
    ]
    return {"dry_run": dry_run, "files": files, "errors": refused, "people": lines}


def _say(report: merge.MergeReport) -> None:
    would = "Would take" if report.dry_run else "Took"
    name = said_path(Path(report.file).name)
    counts = f"{report.new:,} new, {report.changed:,} changed, {report.deleted:,} deleted, {report.held:,} held"
    if not (report.articles_new or report.new or report.changed or report.deleted or report.held):
        print(f"{name}: nothing new.")
    else:
        whose = f" of {report.person}" if report.person else ""
        print(said_path(f"{would} from {name}{whose}: {counts}; {counted(report.articles_new, 'new article')}."))
    for one in report.same_names:
        print(said_path(f"  {one.name} is known here under another id: --same-name or --not-same-name."))
    if report.codebook not in ("same", "older"):
        print(f"  Its codebook is {'newer' if report.codebook == 'newer' else 'changed apart from ours'}:")
        for line in report.codebook_changes[:_SHOWN]:
            print(said_path(f"    {line}"))
    for text in report.texts[:_SHOWN]:
        print(said_path(f"  Text of {quoted(text.title, 80)}: {text.how}."))
    for held in report.held_records[:_SHOWN]:
        print(
            said_path(
                f"  Held: {held.kind} of {held.annotator or 'nobody'} on {quoted(held.title, 80)}: {held.reason}."
            )
        )
    for both in report.both[:_SHOWN]:
        won = "ours" if both.won == "mine" else "theirs"
        print(
            said_path(
                f"  Changed on both sides: {both.kind} of {both.annotator} on {quoted(both.title, 80)}; {won} stands."
            )
        )
    more = sum(max(0, len(some) - _SHOWN) for some in (report.texts, report.held_records, report.both))
    if more:
        print(f"  and {more:,} more; --json lists them all")


def _say_people(people: Sequence[Return]) -> None:
    if not people:
        return
    rows = [("name", "returned", "done", "last act", "minutes", "partners", "gold", "open questions")]
    for one in people:
        returned = (
            "now" if one.returned else "never" if one.last_return is None else f"not since {clock(one.last_return)}"
        )
        rows.append(
            (
                one.name,
                returned,
                f"{one.done:,} of {one.assigned:,}",
                "-" if one.last_act is None else clock(one.last_act),
                _number(one.minutes, 1),
                _number(one.partners, 3),
                _number(one.gold, 3),
                f"{one.questions:,}",
            )
        )
    table(rows)


def _number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
