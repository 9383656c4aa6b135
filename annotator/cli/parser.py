"""The verbs and their options."""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

from annotator.cli import agreement, codebooks, handing, merging, registry, reporting, searching, undoing, verbs
from annotator.core.model import STATES
from annotator.formats.conll import SCHEMES
from annotator.formats.table_rows import TARGETS
from annotator.work.layers import NAMES
from annotator.work.report import UNKNOWN_LABELS

VERBS = (
    *("new", "import", "export", "formats", "info", "codebook", "check", "undo", "backup", "search", "actors"),
    *("agreement", "report", "assign", "packet", "merge"),
)

_AS = "whose work this is (default: the annotator the project was made for)"


def parser() -> argparse.ArgumentParser:
    """The parser of all verbs; the chosen verb's function is in `run`."""
    description = "Annotate news articles: projects, imports, exports, checks."
    top = argparse.ArgumentParser(prog="annotator", description=description, allow_abbrev=False)
    sub = top.add_subparsers(dest="verb", required=True, metavar="VERB")
    _new(sub)
    _import(sub)
    _export(sub)
    _formats(sub)
    _info(sub)
    _codebook(sub)
    _check(sub)
    _undo(sub)
    _backup(sub)
    _search(sub)
    _actors(sub)
    _agreement(sub)
    _report(sub)
    _assign(sub)
    _packet(sub)
    _merge(sub)
    return top


_Sub = argparse._SubParsersAction


def _verb(sub: _Sub[argparse.ArgumentParser], name: str, summary: str) -> argparse.ArgumentParser:
    verb: argparse.ArgumentParser = sub.add_parser(name, help=summary, description=summary, allow_abbrev=False)
    verb.add_argument("--json", action="store_true", help="print one JSON object for machines")
    verb.set_defaults(run=getattr(verbs, f"{name}_", None))
    return verb


def _project(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("project", type=Path, metavar="PROJECT", help="the project file (.annotator)")


def _new(sub: _Sub[argparse.ArgumentParser]) -> None:
    verb = _verb(sub, "new", "Make an empty project.")
    _project(verb)
    verb.add_argument("--codebook", default="news", metavar="NAME|FILE", help="its codebook (default: news)")
    verb.add_argument("--as", dest="annotator", metavar="NAME", help="the annotator it is for (default: the settings')")


def _import(sub: _Sub[argparse.ArgumentParser]) -> None:
    verb = _verb(sub, "import", "Take texts, web pages and JSON lines into a project.")
    _project(verb)
    verb.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="files and folders")
    verb.add_argument("--format", metavar="NAME", help="how to read them (default: by ending or content)")
    verb.add_argument("--as", dest="annotator", metavar="ANNOTATOR", help="whose the spans are that name nobody")
    verb.add_argument("--encoding", metavar="E", help="of the texts (default: found out)")
    verb.add_argument(
        "--columns",
        type=columns_,
        default={},
        metavar="FIELD=NAME,...",
        help="of tables: which column is which field (default: by their names)",
    )
    verb.add_argument("--keep-boilerplate", action="store_true", help="keep menus, bylines and source lines in texts")
    verb.add_argument("--no-headline", action="store_true", help="do not put a page's headline before its text")
    verb.add_argument(
        "--unknown-labels",
        choices=UNKNOWN_LABELS,
        default="stop",
        help="labels the codebook does not have: stop and list them, add them, or skip their spans (default: stop)",
    )
    verb.add_argument("--dry-run", action="store_true", help="say what would be taken, take nothing")


def columns_(words: str) -> dict[str, str]:
    """FIELD=NAME pairs parted by commas; a name with a comma stands in quotation marks with its field."""
    found = {}
    for part in next(csv.reader([words], skipinitialspace=True), []):
        field, equals, name = part.partition("=")
        if not equals or field.strip().lower() not in TARGETS:
            known = ", ".join(TARGETS)
            raise argparse.ArgumentTypeError(f"“{part}” is not FIELD=NAME with one of the fields {known}")
        found[field.strip().lower()] = name.strip()
    return found


def _export(sub: _Sub[argparse.ArgumentParser]) -> None:
    verb = _verb(sub, "export", "Write a project, or part of it, as a file.")
    _project(verb)
    verb.add_argument("out", type=Path, metavar="OUT", help="the file to write; replaced when it is there")
    verb.add_argument("--format", metavar="NAME", help="see `annotator formats` (default: by OUT's ending)")
    more = {"action": "append", "default": []}
    verb.add_argument("--annotator", **more, metavar="NAME", help="only this layer; may be said again")  # type: ignore[arg-type]
    verb.add_argument("--label", **more, metavar="L", help="only spans of this label; may be said again")  # type: ignore[arg-type]
    verb.add_argument(
        "--state",
        **more,  # type: ignore[arg-type]
        choices=STATES,
        help="only articles that one of the annotators has in this state; may be said again",
    )
    verb.add_argument("--article", **more, metavar="ID", help="only this article; may be said again")  # type: ignore[arg-type]
    verb.add_argument("--query", default="", metavar="WORDS", help="only articles that the list's filter would show")
    verb.add_argument("--bom", action="store_true", help="csv, tsv: a byte order mark, for spreadsheets")
    verb.add_argument("--context", type=_count, default=80, metavar="N", help="csv, tsv: characters around a span (80)")
    verb.add_argument(
        "--training", action="store_true", help="other formats: take of articles what training formats do"
    )
    verb.add_argument("--all-layers", action="store_true", help="training formats: all done layers of an article")
    verb.add_argument("--names", choices=NAMES, default="keep", help="of annotators: keep, pseudonyms, or drop")
    verb.add_argument("--split", default="", metavar="80/10/10", help="OUT becomes a folder of train, dev and test")
    verb.add_argument("--seed", type=int, default=0, metavar="N", help="of the split: the same N gives the same split")
    verb.add_argument("--scheme", choices=SCHEMES, default="iob2", help="conll: how spans are tagged (default: iob2)")
    verb.add_argument(
        "--columns", choices=("one", "label"), default="one", help="conll: one column for all labels, or one for each"
    )
    verb.add_argument("--loss-report", action="store_true", help="write OUT.losses.json beside it")


def _count(word: str) -> int:
    number = int(word)
    if not 0 <= number <= 10_000:
        raise argparse.ArgumentTypeError("0 to 10000")
    return number


def _formats(sub: _Sub[argparse.ArgumentParser]) -> None:
    _verb(sub, "formats", "List the formats: what they read and write, and what they cannot carry.")


def _info(sub: _Sub[argparse.ArgumentParser]) -> None:
    _project(_verb(sub, "info", "Count what is in a project."))


def _codebook(sub: _Sub[argparse.ArgumentParser]) -> None:
    verb = _verb(sub, "codebook", "Show a project's codebook, write it as a file, or replace it.")
    verb.set_defaults(run=codebooks.codebook_)
    _project(verb)
    verb.add_argument("--export", type=Path, metavar="FILE", help="write it as JSON; replaced when it is there")
    verb.add_argument("--import", dest="source", metavar="FILE|NAME", help="take this codebook as the next version")
    verb.add_argument(
        "--replace",
        action="append",
        default=[],
        metavar="OLD=NEW",
        help="what takes the place of a label, attribute (LABEL/KEY), choice (LABEL/KEY/CHOICE) or relation kind"
        " (relation:KIND); with nothing after = it is set aside; may be said again",
    )
    verb.add_argument("--dry-run", action="store_true", help="say what would change, change nothing")
    verb.add_argument("--as", dest="annotator", metavar="NAME", help=_AS)


def _check(sub: _Sub[argparse.ArgumentParser]) -> None:
    verb = _verb(sub, "check", "Prove that a project is sound; exit 1 if anything is off.")
    _project(verb)
    verb.add_argument("--repair", action="store_true", help="build the search index anew")


def _undo(sub: _Sub[argparse.ArgumentParser]) -> None:
    verb = _verb(sub, "undo", "Take the last step back, or one step alone, or list the journal.")
    verb.set_defaults(run=undoing.undo_)
    _project(verb)
    ways = verb.add_mutually_exclusive_group()
    ways.add_argument("--list", action="store_true", help="only list what was done, newest first")
    ways.add_argument(
        "--line", metavar="N|ID", help="take this step of the list back alone, if nothing changed it since"
    )
    verb.add_argument("--as", dest="annotator", metavar="NAME", help=_AS)


def _backup(sub: _Sub[argparse.ArgumentParser]) -> None:
    verb = _verb(sub, "backup", "Copy a project whole, also while it is open.")
    _project(verb)
    verb.add_argument("out", type=Path, nargs="?", metavar="OUT", help="the copy (default: beside it, dated)")


def _search(sub: _Sub[argparse.ArgumentParser]) -> None:
    verb = _verb(sub, "search", "Find words and spans over a whole project, in context.")
    verb.set_defaults(run=searching.search_)
    _project(verb)
    searching.options(verb)


def _actors(sub: _Sub[argparse.ArgumentParser]) -> None:
    verb = _verb(sub, "actors", "List the registry of actors, write it as CSV, or read it back.")
    verb.set_defaults(run=registry.actors_)
    _project(verb)
    ways = verb.add_mutually_exclusive_group()
    ways.add_argument("--export", type=Path, metavar="FILE.csv", help="write the registry; replaced when it is there")
    ways.add_argument("--import", dest="source", type=Path, metavar="FILE.csv", help="take a registry in, as one step")
    verb.add_argument("--as", dest="annotator", metavar="NAME", help=_AS)


def _agreement(sub: _Sub[argparse.ArgumentParser]) -> None:
    verb = _verb(sub, "agreement", "Work out how well annotators agree, by every measure.")
    verb.set_defaults(run=agreement.agreement_)
    _project(verb)
    agreement.options(verb)


def _report(sub: _Sub[argparse.ArgumentParser]) -> None:
    verb = _verb(sub, "report", "Write people, progress, agreement and decisions as one page.")
    verb.set_defaults(run=reporting.report_)
    _project(verb)
    reporting.options(verb)


def _assign(sub: _Sub[argparse.ArgumentParser]) -> None:
    verb = _verb(sub, "assign", "Plan who labels what.")
    verb.set_defaults(run=handing.assign_)
    _project(verb)
    handing.assign_options(verb)
    verb.add_argument("--as", dest="annotator", metavar="NAME", help=_AS)


def _packet(sub: _Sub[argparse.ArgumentParser]) -> None:
    verb = _verb(sub, "packet", "Write a project file for a colleague, or one for each.")
    verb.set_defaults(run=handing.packet_)
    _project(verb)
    handing.packet_options(verb)


def _merge(sub: _Sub[argparse.ArgumentParser]) -> None:
    verb = _verb(sub, "merge", "Take colleagues' copies and packets into a project.")
    verb.set_defaults(run=merging.merge_)
    _project(verb)
    merging.options(verb)
    verb.add_argument("--as", dest="annotator", metavar="NAME", help=_AS)
