"""`annotator report`: the state of a project as one page."""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec

from annotator.cli import agreement
from annotator.cli.say import counted, print_json, said_path
from annotator.cli.verbs import finish
from annotator.store.project import Project
from annotator.work.report_page import run


def options(verb: argparse.ArgumentParser) -> None:
    """The words and options of the verb."""
    verb.add_argument("out", type=Path, metavar="OUT.html", help="the page to write; replaced when it is there")
    agreement.options(verb)


def report_(words: argparse.Namespace) -> int:
    """Writes the page."""
    with Project.open(words.project) as project:
        found = finish(run(project, words.out, agreement.asked_for(words)), "Reporting")
    if words.json:
        print_json({"out": said_path(words.out), **msgspec.to_builtins(found)})
        return 0
    size = f"{counted(found.articles, 'article')}, {counted(len(found.people), 'annotator')}"
    print(f"Wrote {said_path(words.out)}: {size}.")
    if found.no_agreement:
        print(said_path(found.no_agreement))
    return 0
