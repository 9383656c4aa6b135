"""`annotator codebook`: a project's codebook in words or as a file, and another one in its place."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec

from annotator.cli.say import counted, print_json, said_path, table
from annotator.cli.verbs import finish, person
from annotator.core import codebook as codebooks
from annotator.core.codebook import Codebook
from annotator.core.codebook_change import Change, differences, questions
from annotator.core.errors import PathTrouble, UnknownRecord
from annotator.store import usage
from annotator.store.project import Project
from annotator.work import codebooks as work
from annotator.work import shipped
from annotator.work.codebooks import Impact, Outcome

Words = argparse.Namespace


def codebook_(words: Words) -> int:
    """`annotator codebook`."""
    with Project.open(words.project) as project:
        if words.source is not None:
            return _import(project, words)
        if words.export is not None:
            _write(words.export, project.codebook)
        return _show(project, words)


def _write(out: Path, book: Codebook) -> None:
    try:
        out.write_text(codebooks.readable(book), encoding="utf-8", newline="\n")
    except OSError as error:
        reason = error.strerror or str(error)
        raise PathTrouble(path=out, reason=reason, advice="Choose another file") from error


def _show(project: Project, words: Words) -> int:
    book, spans = project.codebook, Counter(project.read.stats().spans_by_label)
    chain = project.read.codebooks()
    facts: dict[str, Any] = {
        "name": book.name,
        "version": project.codebook_id,
        "versions": [{"version": one.id, "parent": one.parent, "by": one.by} for one in chain],
        "labels": [{"key": one.key, "name": one.name, "on": one.on, "spans": spans[one.key]} for one in book.labels],
        "relations": [one.key for one in book.relations],
        "retired": dict(book.retired),
        "older_spans": usage.older_spans(project.connection, project.codebook_id),
        "held": project.read.held_count(),
    }
    if words.export is not None:
        facts["out"] = said_path(words.export)
    if words.json:
        print_json(facts)
        return 0
    print(f"{said_path(book.name)}, version {len(chain)} ({project.codebook_id[:12]})")
    rows = [("key", "label", "name", "spans")]
    rows += [(one.shortcut or "-", one.key, one.name, f"{spans[one.key]:,}") for one in book.labels]
    table(rows)
    print()
    if facts["older_spans"]:
        print(f"Made under an older version: {counted(facts['older_spans'], 'span')}.")
    if facts["held"]:
        print(f"Held until somebody decides: {counted(facts['held'], 'record')}.")
    if words.export is not None:
        print(f"Written to {said_path(words.export)}.")
    return 0


def _import(project: Project, words: Words) -> int:
    book = shipped.find(words.source)
    fates = _fates(words.replace)
    _check_paths(project.codebook, book, fates)
    draft = work.from_file(book, fates)
    made = work.next_version(project, draft)
    changes, found = differences(project.codebook, made), work.impacts(project, made, draft.fates)
    if made is project.codebook:
        _say(words, changes, found, None)
        return 0
    if words.dry_run:
        _say(words, changes, found, None)
        return 1 if any(one.open for one in found) else 0
    who = person(project, words.annotator)
    outcome = finish(work.run(project, made, fates=draft.fates, who=who.id), "Changing the codebook")
    _say(words, changes, found, outcome)
    return 0


def _fates(replacements: list[str]) -> dict[str, str | None]:
    fates: dict[str, str | None] = {}
    for word in replacements:
        old, equals, new = word.partition("=")
        if not equals or not old:
            raise PathTrouble(path=word, reason="It is not OLD=NEW", advice="Write --replace OLD=NEW, or OLD= alone")
        fates[old] = new.removeprefix("relation:").rsplit("/", 1)[-1] or None
    return fates


def _check_paths(base: Codebook, made: Codebook, fates: dict[str, str | None]) -> None:
    """What is to be replaced must be something that goes: a slip of the pen would otherwise do nothing, silently."""
    known = {one.path for one in questions(base, made, fates)}
    for path in fates:
        if path not in known:
            raise UnknownRecord(kind="part of the codebook that would go, called", name=path)


def _say(words: Words, changes: list[Change], found: list[Impact], outcome: Outcome | None) -> None:
    if words.json:
        print_json(
            {
                "changes": [msgspec.to_builtins(one) for one in changes],
                "impact": [_as_json(one) for one in found],
                "applied": None if outcome is None else msgspec.to_builtins(outcome),
                "dry_run": words.dry_run,
            }
        )
        return
    for one in changes:
        field = f" {one.field}" if one.field else ""
        print(said_path(f"{one.what} {one.path or 'the codebook'}{field}"))
    for impact in found:
        if impact.spans:
            answer = "" if not impact.open else " - say what becomes of them with --replace"
            print(said_path(f"touched: {impact.question.path}, {work.counted_use(impact)}{answer}"))
    if outcome is None:
        print("Nothing is different." if not changes else "Nothing was changed.")
        return
    print(f"{said_path(outcome.title)}: {counted(outcome.changed, 'span')} changed, {outcome.held:,} held.")


def _as_json(one: Impact) -> dict[str, Any]:
    return {
        "path": one.question.path,
        "need": one.question.need,
        "count": one.spans,
        "annotators": one.annotators,
        "relations": one.relations,
        "answered": one.answered,
    }
