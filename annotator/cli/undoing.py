"""`annotator undo`: the journal as a list, the last step back, or one step of the list alone."""

from __future__ import annotations

import argparse

import msgspec

from annotator.cli.say import clock, print_json, table
from annotator.cli.verbs import person
from annotator.store.history import History
from annotator.store.project import Project

LISTED = 1_000


def undo_(words: argparse.Namespace) -> int:
    """`annotator undo`."""
    with Project.open(words.project) as project:
        return _list(project, words) if words.list else _undo(project, words)


def _undo(project: Project, words: argparse.Namespace) -> int:
    who = person(project, words.annotator)
    line = None if words.line is None else History(project.connection, project.site).number_of(words.line)
    applied = project.undo(who=who.id, line=line)
    following = project.undo_title(who.id)
    if words.json:
        print_json({"undone": applied.title, "line": applied.line, "next": following})
    else:
        print(f"Undone: {applied.title}." + (f" Next would be: {following}." if following else ""))
    return 0


def _list(project: Project, words: argparse.Namespace) -> int:
    lines = project.history(LISTED)
    if words.json:
        names = {one.id: one.name for one in project.read.annotators()}
        rows = [msgspec.to_builtins(line) | {"who": names.get(line.who, line.who)} for line in lines]
        print_json({"lines": rows})
        return 0
    entries = History(project.connection, project.site).entries([line.n for line in lines])
    rows_ = [
        (str(one.line.n), clock(one.line.at), one.who or one.line.who, one.line.title, "undone" * one.taken_back)
        for one in entries
    ]
    table([("line", "when", "who", "what", ""), *rows_])
    return 0
