"""What each verb does and prints."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Generator, Sequence
from typing import Any, TypeVar

import msgspec

from annotator import settings
from annotator.cli.say import Meter, counted, print_json, said_path, table
from annotator.core.errors import DamagedProject, UnknownRecord
from annotator.core.model import STATES, Annotator
from annotator.formats import FORMATS, by_name, for_target
from annotator.formats.base import Refusal
from annotator.store import backup, check, schema
from annotator.store.project import Project
from annotator.work import exports, imports, losses, shipped
from annotator.work.people import default_name
from annotator.work.progress import Progress

Words = argparse.Namespace
Report = TypeVar("Report")
_SHOWN_ERRORS = 20


def new_(words: Words) -> int:
    """`annotator new`."""
    book = shipped.find(words.codebook)
    name = (words.annotator or "").strip() or settings.load().settings.annotator
    with Project.create(words.project, codebook=book, annotator=name) as project:
        if words.json:
            print_json(
                {"path": said_path(project.path), "id": project.id, "codebook": book.name, "annotator": name},
            )
        else:
            print(f"Made {said_path(project.path)} with the codebook {book.name}, for {name}.")
    return 0


def import_(words: Words) -> int:
    """`annotator import`."""
    options = imports.ImportOptions(
        format=words.format and by_name(words.format, reads=True).name,
        annotator=words.annotator,
        encoding=words.encoding,
        keep_boilerplate=words.keep_boilerplate,
        headline=not words.no_headline,
        dry_run=words.dry_run,
        unknown_labels=words.unknown_labels,
        columns=words.columns,
    )
    with Project.open(words.project) as project:
        report = finish(imports.run(project, words.paths, options), "Importing")
    if words.json:
        print_json(msgspec.to_builtins(report))
    _say_import(report, quiet=words.json)
    return report.exit_code


def say_refusals(refusals: Sequence[Refusal]) -> None:
    """What was refused, on stderr, a line each; the first few of many."""
    for refusal in refusals[:_SHOWN_ERRORS]:
        place = said_path(refusal.file) + (f", line {refusal.line}" if refusal.line is not None else "")
        print(f"annotator: {place}: {said_path(refusal.reason)}", file=sys.stderr)
    if len(refusals) > _SHOWN_ERRORS:
        print(f"annotator: and {len(refusals) - _SHOWN_ERRORS:,} more; --json lists them all", file=sys.stderr)


def _say_import(report: imports.ImportReport, *, quiet: bool) -> None:
    say_refusals(report.errors)
    if report.stopped:
        hint = "--unknown-labels add takes them into the codebook, skip leaves their spans out"
        print(f"annotator: nothing was taken, because of unknown labels: {hint}", file=sys.stderr)
    if quiet:
        return
    for note in report.notes:
        print(said_path(note))
    if report.labels_added:
        print(f"Added to the codebook: {', '.join(report.labels_added)}.")
    would = "Would take" if report.dry_run else "Took"
    spans = f"{counted(report.spans_taken, 'span')} and {counted(report.relations_taken, 'relation')}"
    print(f"{would} {counted(report.taken, 'article')} with {spans}.")
    if report.already_there:
        there = f"{counted(report.already_there, 'article')} and {counted(report.spans_already_there, 'span')}"
        print(f"Already there: {there}.")
    if report.near_duplicates:
        count, groups = sum(map(len, report.near_duplicates)), counted(len(report.near_duplicates), "group")
        print(f"Near-duplicates, such as agency copy: {counted(count, 'article')} in {groups}; --json names them.")
    if report.spans_skipped and not report.stopped:
        print(f"Left out: {counted(report.spans_skipped, 'span')} of unknown labels.")
    if report.skipped:
        print(f"Refused: {report.skipped:,}, see above.")


def finish(job: Generator[Progress, None, Report], what: str) -> Report:
    """Runs a job to its end with a meter on a terminal; an interruption ends the job cleanly first."""
    meter = Meter(what)
    try:
        while True:
            meter.show(next(job))
    except StopIteration as end:
        result: Report = end.value
        return result
    finally:
        job.close()
        meter.clear()


def export_(words: Words) -> int:
    """`annotator export`."""
    form = by_name(words.format, writes=True) if words.format else for_target(words.out)
    options = exports.ExportOptions(
        annotators=tuple(words.annotator),
        labels=tuple(words.label),
        states=tuple(words.state),
        articles=tuple(words.article),
        query=words.query,
        bom=words.bom,
        context=words.context,
        scheme=words.scheme,
        columns=words.columns,
        training=words.training,
        all_layers=words.all_layers,
        names=words.names,
        split=words.split,
        seed=words.seed,
    )
    with Project.open(words.project) as project:
        exports.check_target(project, words.out.absolute(), folder=form.folder or bool(words.split))
        counted_before = exports.count(project, form, options)
        for lost in counted_before.lost:
            what = f"{lost.what.replace('_', ' ')} ({lost.count:,}): {lost.why}"
            verb = "" if lost.what == losses.OPEN_GOLD else f"{form.name} does not carry "
            print(f"annotator: {verb}{what}", file=sys.stderr)
        job = exports.run(
            project, words.out, form, options=options, loss_report=words.loss_report, counted=counted_before
        )
        report = finish(job, "Exporting")
    if words.json:
        print_json(msgspec.to_builtins(report))
    else:
        what = f"{counted(report.articles, 'article')} with {counted(report.spans, 'span')}"
        print(f"Wrote {what} to {said_path(report.out)}.")
        for part in report.split:
            outlets = ", ".join(f"{name or 'no outlet'} {count:,}" for name, count in part.outlets.items())
            print(f"{part.name}: {counted(part.articles, 'article')} ({outlets})")
        for beside in report.files[1:] if not (form.folder or report.split) else []:
            print(f"Beside it: {said_path(beside)}.")
    return 0


def formats_(words: Words) -> int:
    """`annotator formats`."""
    rows = [
        {
            "name": form.name,
            "title": form.title,
            "endings": list(form.endings),
            "reads": form.reads,
            "writes": form.writes,
            "read_options": list(form.read_options),
            "write_options": list(form.write_options),
            "cannot_carry": [{"what": loss.what, "why": loss.why} for loss in form.cannot_carry],
            "folder": form.folder,
            "training": form.training,
            "comes_back": form.comes_back,
            "available": form.available,
            **({"install": form.install} if form.install else {}),
        }
        for form in FORMATS
    ]
    if words.json:
        print_json(rows)
        return 0
    lines = [("name", "title", "endings", "", "cannot carry")]
    for form in FORMATS:
        ways = " and ".join(way for way, can in (("reads", form.reads), ("writes", form.writes)) if can)
        lost = ", ".join(loss.what.replace("_", " ") for loss in form.cannot_carry)
        lines.append((form.name, form.title, " ".join(form.endings), ways, lost or "(carries all)"))
    table(lines)
    return 0


def info_(words: Words) -> int:
    """`annotator info`."""
    with Project.open(words.project) as project:
        facts = _facts(project)
    if words.json:
        print_json(facts)
        return 0
    book = facts["codebook"]
    print(f"{facts['name']} ({facts['path']})")
    print(f"{counted(facts['articles'], 'article')}, {counted(facts['spans'], 'span')}, ", end="")
    print(f"{counted(facts['relations'], 'relation')}; codebook {book['name']}, format {facts['version']}")
    table([("label", "spans"), *((key, f"{count:,}") for key, count in facts["spans_by_label"].items())])
    rows: list[tuple[str, ...]] = [("annotator", "spans", *STATES)]
    for name, count in facts["spans_by_annotator"].items():
        states = facts["states"].get(name, {})
        rows.append((name, f"{count:,}", *(f"{states.get(state, 0):,}" for state in STATES)))
    table(rows)
    return 0


def _facts(project: Project) -> dict[str, Any]:
    stats = project.read.stats()
    states = {}
    for name in stats.spans_by_annotator:
        known = stats.states.get(name, {})
        begun = sum(count for state, count in known.items() if state != "todo")
        states[name] = {state: known.get(state, 0) for state in STATES} | {"todo": stats.articles - begun}
    book = project.codebook
    return {
        "path": said_path(project.path),
        "id": project.id,
        "name": project.name,
        "version": schema.VERSION,
        "articles": stats.articles,
        "spans": sum(stats.spans_by_label.values()),
        "relations": stats.relations,
        "spans_by_label": {label.key: 0 for label in book.labels if label.on} | stats.spans_by_label,
        "spans_by_annotator": stats.spans_by_annotator,
        "states": states,
        "codebook": {"name": book.name, "id": project.codebook_id, "labels": [label.key for label in book.labels]},
        "annotators": [msgspec.to_builtins(one) for one in project.read.annotators()],
        "owner": project.owner.name if project.owner else None,
    }


def check_(words: Words) -> int:
    """`annotator check`."""
    repaired: list[str] = []
    try:
        with Project.open(words.project) as project:
            if words.repair:
                repaired = check.repair(project)
            found = list(check.problems(project))
            articles = project.read.article_count()
    except DamagedProject as error:
        if words.json:
            problem = {"kind": "file", "record": "", "message": error.line()}
            print_json({"problems": [problem], "repaired": repaired})
        raise
    if words.json:
        print_json({"problems": [msgspec.to_builtins(one) for one in found], "repaired": repaired})
        return 1 if found else 0
    for line in repaired:
        print(f"{line}.")
    for one in found:
        print(f"{one.kind} {one.record}: {one.message}".replace(" :", ":"))
    if found:
        print(f"annotator: {counted(len(found), 'problem')} in {said_path(words.project)}", file=sys.stderr)
    else:
        print(f"All is well: {counted(articles, 'article')}, every hash and every span's words hold.")
    return 1 if found else 0


def person(project: Project, name: str | None) -> Annotator:
    """The annotator of that name, or the default one; raises UnknownRecord."""
    wanted = default_name(project, name)
    found = project.read.annotator_named(wanted)
    if found is None:
        raise UnknownRecord(kind="annotator", name=wanted)
    return found


def backup_(words: Words) -> int:
    """`annotator backup`."""
    with Project.open(words.project) as project:
        out = project.backup(words.out or backup.beside(project.path, why="backup"))
    with Project.open(out, read_only=True) as made:
        check.refuse_damage(made)  # a copy of a damaged project is one: it stays, and that is said
    if words.json:
        print_json({"out": said_path(out), "bytes": out.stat().st_size})
    else:
        print(f"A copy is at {said_path(out)}.")
    return 0
