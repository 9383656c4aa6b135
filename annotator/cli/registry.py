"""The verb about the registry: its list, out as CSV and in again."""

from __future__ import annotations

import argparse

import msgspec

from annotator.cli.say import counted, print_json, said_path, table
from annotator.cli.verbs import finish, person, say_refusals
from annotator.core.actors import heir
from annotator.store.project import Project
from annotator.work.registry import RegistryReport, read_csv, write_csv


def actors_(words: argparse.Namespace) -> int:
    """`annotator actors`."""
    with Project.open(words.project) as project:
        if words.export is not None:
            return _export(project, words)
        if words.source is not None:
            report = finish(read_csv(project, words.source, who=person(project, words.annotator).id), "Importing")
            _say(report, as_json=words.json)
            return report.exit_code
        return _list(project, as_json=words.json)


def _export(project: Project, words: argparse.Namespace) -> int:
    count = write_csv(project, words.export)
    if words.json:
        print_json({"out": said_path(words.export.absolute()), "actors": count})
    else:
        print(f"Wrote {counted(count, 'actor')} to {said_path(words.export.absolute())}.")
    return 0


def _say(report: RegistryReport, *, as_json: bool) -> None:
    if as_json:
        print_json(msgspec.to_builtins(report))
    say_refusals(report.errors)
    if as_json:
        return
    for note in report.notes:
        print(said_path(note))
    print(f"Added {counted(report.added, 'actor')}, changed {report.changed:,}; {report.unchanged:,} stood so already.")
    if report.errors:
        print(f"Refused: {len(report.errors):,}, see above.")


def _list(project: Project, *, as_json: bool) -> int:
    registry = project.read.actors()
    counts = project.read.mention_counts(registry)
    by_id = {actor.id: actor for actor in registry}
    living = [actor for actor in registry if actor.merged_into is None]
    if as_json:
        rows = [msgspec.to_builtins(actor) | {"mentions": counts[actor.id]} for actor in living]
        print_json({"actors": rows, "merged": {one.id: one.merged_into for one in registry if one.merged_into}})
        return 0
    lines = [("name", "type", "mentions", "part of", "Wikidata")]
    for actor in living:
        parent = heir(by_id, actor.parent)
        cells = (actor.name, actor.type or "", f"{counts[actor.id]:,}", parent.name if parent else "")
        lines.append((*cells, actor.wikidata or ""))
    print(counted(len(living), "actor"), end="")
    table(lines)
    return 0
