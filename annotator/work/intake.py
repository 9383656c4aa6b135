"""Turns prepared articles into records and writes them, a few at a time, as one hidden Bulk act."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from annotator.core.codebook import Label, RelationKind, check_attributes, check_relation
from annotator.core.errors import AnnotatorError, DuplicateSpan
from annotator.core.model import Actor, Annotator, Article, Fragment, Progress, Relation, Span, new_id, words_of
from annotator.core.neardup import Passing
from annotator.core.values import typed, without_unknown
from annotator.formats.base import Incoming, IncomingSpan
from annotator.store.bulk import Bulk
from annotator.store.project import Project
from annotator.store.reader import Reader
from annotator.work.labels import Known, Unknown
from annotator.work.people import People, default_name
from annotator.work.prepare import File, Prepared, fragments_of
from annotator.work.report import ImportOptions, ImportReport

Place = tuple[str, str, tuple[Fragment, ...]]  # of a span: annotator, label, fragments
CHUNK = 50  # articles a transaction, so that a tag beside an import need not wait


class Batch(msgspec.Struct, kw_only=True):
    """Records waiting for one transaction."""

    articles: list[Article] = []
    spans: list[Span] = []
    relations: list[Relation] = []
    progress: list[Progress] = []
    actors: list[Actor] = []
    annotators: list[Annotator] = []
    hashes: dict[str, str] = {}  # text hash -> article id, of new articles
    touched: set[str] = set()  # articles that stood here before

    def people(self) -> set[str]:
        """The annotators these records name."""
        return {one.annotator for one in self.spans} | {one.annotator for one in self.progress}


class Intake:
    """One import into one project; `close` takes everything away again unless `finish` came first."""

    def __init__(self, project: Project, options: ImportOptions, report: ImportReport) -> None:
        self.project, self.options, self.report = project, options, report
        self.people = People(project, default_name(project, options.annotator))
        self.known = Known(project.codebook)
        self.codebook_id = project.codebook_id
        self.unknown = Unknown()
        self.passing = Passing()
        self.bulk: Bulk | None = None
        self.file = File(name="")
        self.batch = Batch()
        self.begun: set[str] = set()  # files whose codebook has been looked at
        self._fresh: list[Actor] = []  # registry entries that the present article brings
        self._dry: dict[str, str] = {}  # text hashes that a dry run would have taken

    # --- writing ------------------------------------------------------------------------------------

    @property
    def writing(self) -> bool:
        """Whether rows are written at all: not in a dry run, nor once unknown labels stop the import."""
        stopped = self.options.unknown_labels == "stop" and bool(self.unknown)
        return not self.options.dry_run and not stopped

    def opened(self) -> Bulk:
        """The Bulk act, begun at the first write."""
        if self.bulk is None:
            who = self.people.find(None)
            self.bulk = Bulk(self.project, act="import", title="Import", who=who.id)
            self.bulk.__enter__()
            self.add(annotators=self.people.waiting({who.id}))
        return self.bulk

    def add(self, **records: Any) -> None:
        """Writes records in one transaction, if anything is written."""
        if self.writing and any(records.values()):
            self.opened().add(**records)

    def flush(self) -> None:
        """Writes what waits."""
        batch, self.batch = self.batch, Batch()
        if not (batch.articles or batch.spans or batch.relations or batch.progress or batch.actors):
            return
        if not self.writing:
            self._dry.update(batch.hashes)
            return
        self.opened()
        try:
            self._write(batch)
        except DuplicateSpan:  # somebody tagged the same words since they were looked at
            self._write(self._without_twins(batch))

    def _write(self, batch: Batch) -> None:
        batch.annotators += self.people.waiting(batch.people())  # kept, should this be tried again
        self.add(
            annotators=batch.annotators,
            actors=batch.actors,
            articles=batch.articles,
            spans=batch.spans,
            relations=batch.relations,
            progress=batch.progress,
        )

    def _without_twins(self, batch: Batch) -> Batch:
        """The batch without spans that stand on their articles by now; relations go to those instead."""
        reader, kept, same = reader_of(self), [], dict[str, str]()
        there = {
            (one.annotator, one.label, one.fragments, one.article): one.id
            for article in batch.touched
            for one in reader.spans(article)
        }
        for one in batch.spans:
            twin = there.get((one.annotator, one.label, one.fragments, one.article))
            if twin is None:
                kept.append(one)
            else:
                same[one.id] = twin
        self.report.spans_taken -= len(same)
        self.report.spans_already_there += len(same)
        batch.spans = kept
        batch.relations = [
            msgspec.structs.replace(one, head=same.get(one.head, one.head), tail=same.get(one.tail, one.tail))
            for one in batch.relations
        ]
        return batch

    def finish(self, title: str) -> None:
        """Makes all visible at once."""
        self.flush()
        if self.bulk is not None:
            summary = {"taken": self.report.taken, "already_there": self.report.already_there}
            summary |= {"spans": self.report.spans_taken, "relations": self.report.relations_taken}
            self.bulk.finish(summary, title=title)

    def close(self) -> None:
        """Takes an unfinished act away."""
        if self.bulk is not None:
            self.bulk.__exit__(None, None, None)
            if not self.bulk.finished:
                self.project.reload_codebook()

    # --- one chunk ----------------------------------------------------------------------------------

    def take(self, prepared: list[Prepared]) -> None:
        """Takes up to CHUNK articles; those that cannot be taken are refused in the report."""
        reader = reader_of(self)
        hashes = {one.sha256 for one in prepared}
        known = {sha: self._dry[sha] for sha in hashes if sha in self._dry} | reader.known_hashes(hashes)
        taken = self._taken_ids(prepared)
        for one in prepared:
            if one.sha256 in self.batch.hashes or known.get(one.sha256) in self.batch.touched:
                known |= self.batch.hashes  # twice in one chunk: the second must see the first
                self.flush()
            self.file, self._fresh = one.file, []
            try:
                self._one(one, known.get(one.sha256), taken)
            except AnnotatorError as error:
                for actor in self._fresh:
                    self.file.actors.pop(actor.name)
                self.report.refuse(self.file.name, one.incoming.line, error.line().rstrip("."))
        self.flush()

    def _taken_ids(self, prepared: list[Prepared]) -> set[str]:
        """Ids of the file that stand in the project already."""
        prepared = [one for one in prepared if one.file.sidecar is not None]
        if not prepared:
            return set()
        reader = reader_of(self)
        taken = reader.taken_ids("article", [one.incoming.id for one in prepared if one.incoming.id])
        spans = [span.id for one in prepared for span in one.incoming.spans if span.id]
        relations = [tie.id for one in prepared for tie in one.incoming.relations if tie.id]
        return taken | reader.taken_ids("span", spans) | reader.taken_ids("relation", relations)

    def _one(self, one: Prepared, there: str | None, taken: set[str]) -> None:
        """One article with all that hangs on it, or nothing of it (AnnotatorError)."""
        key = there or self._key(one.incoming.id, taken)
        stands = _Standing()
        if there is not None and (one.incoming.spans or one.incoming.states):
            reader = reader_of(self)
            stands = _Standing(reader.spans(there), reader.relations(there), reader.states(there))
        spans = self._spans(one, key, stands, taken)
        relations = self._relations(one.incoming, key, spans, stands, taken)
        self._accept(one, there, key, stands)
        self.batch.relations += relations
        self.batch.actors += self._fresh
        self.report.relations_taken += len(relations)

    def _accept(self, one: Prepared, there: str | None, key: str, stands: _Standing) -> None:
        given, report = one.incoming, self.report
        if given.id and self.file.sidecar is not None and given.id != key:
            self.file.renamed[given.id] = key
        if there is None:
            sidecar = self.file.sidecar
            source_id = sidecar.source_ids.get(given.id or "") if sidecar else given.source_id or given.id
            self.batch.articles.append(one.article(key, source_id))
            self.batch.hashes[one.sha256] = key
            self.passing.add(key, one.text)
            report.taken += 1
        else:
            report.already_there += 1
            self.batch.touched.add(there)
        self.batch.spans += stands.new
        report.spans_taken += len(stands.new)
        report.spans_already_there += stands.again
        report.spans_skipped += stands.skipped
        self.batch.progress += self._progress(given, key, stands)

    def _key(self, given: str | None, taken: set[str]) -> str:
        """The id a record gets: its own from a file with our project file, unless it stands for another here."""
        if given is None or self.file.sidecar is None or given in taken:
            return new_id()
        taken.add(given)
        return given

    def _spans(self, one: Prepared, article: str, stands: _Standing, taken: set[str]) -> list[Span | None]:
        """The span each of the file's spans became, new or already there; None for one that is left out."""
        placed: list[Span | None] = []
        labels, moved, there, people = self.known.labels, one.moved, stands.spans, self.people.ids
        for given in one.incoming.spans:
            label = labels.get(given.label)
            if label is None:
                self.unknown.label(given.label, self.file.name, one.incoming.line)
                stands.skipped += 1
                placed.append(None)
                continue
            if given.attributes:
                given.attributes = self._values(label, given.attributes)
            pieces = tuple(given.fragments) if moved is None else fragments_of(given.fragments, moved)
            place = (people[given.annotator], label.key, pieces)
            span = there.get(place)
            if span is not None:
                stands.again += 1
            else:
                span = there[place] = self._span(given, place, one.text, article=article, taken=taken)
                stands.new.append(span)
            if given.id and given.id != span.id and self.file.sidecar is not None:
                self.file.renamed[given.id] = span.id
            placed.append(span)
        return placed

    def _values(self, owner: Label | RelationKind, values: dict[str, Any]) -> dict[str, Any]:
        """Checked values; words of a file that has nothing else become what the codebook wants.

        Raises ForbiddenValue. What such a file has beyond the codebook is left out and said.
        """
        if self.file.untyped:
            values, unknown = without_unknown(owner, typed(owner, values))
            for key in unknown:
                words = "was left out: --unknown-labels add takes it into the codebook"
                self.report.note(f"{self.file.name}: the attribute {key} of {owner.name} {words}")
        if not self.known.chosen(owner, values):
            check_attributes(owner, values)
        return values

    def _span(self, given: IncomingSpan, place: Place, text: str, *, article: str, taken: set[str]) -> Span:
        """The record of one span that is not there yet; `place` is its annotator, label and fragments."""
        who, label, pieces = place
        versions = self.file.versions
        return Span(
            id=new_id() if self.file.sidecar is None else self._key(given.id, taken),
            article=article,
            annotator=who,
            label=label,
            fragments=pieces,
            words=text[pieces[0][0] : pieces[0][1]] if len(pieces) == 1 else words_of(text, pieces),
            codebook=versions.get(given.id or "", self.codebook_id) if versions else self.codebook_id,
            attributes=given.attributes,
            actor=self._actor(given.actor) if given.actor else None,
            note=given.note,
            origin=given.origin or "import",
        )

    def _relations(
        self, given: Incoming, article: str, spans: list[Span | None], stands: _Standing, taken: set[str]
    ) -> list[Relation]:
        relations = []
        for tie in given.relations:
            kind = self.known.kinds.get(tie.kind)
            head, tail = spans[tie.head], spans[tie.tail]
            if kind is None:
                self.unknown.kind(tie.kind, self.file.name, given.line)
                continue
            if head is None or tail is None:
                self.report.note(f"{self.file.name}: relations of spans that were skipped are skipped too")
                continue
            check_relation(self.known.codebook, kind.key, head, tail)
            if tie.attributes:
                tie.attributes = self._values(kind, tie.attributes)
            place = (kind.key, head.id, tail.id)
            if place in stands.relations:
                continue
            stands.relations.add(place)
            key = self._key(tie.id, taken)
            relations.append(
                Relation(id=key, article=article, kind=kind.key, head=head.id, tail=tail.id, attributes=tie.attributes)
            )
        return relations

    def _progress(self, given: Incoming, article: str, stands: _Standing) -> Iterable[Progress]:
        """The states of a file; annotations without a state mean that their annotator is done."""
        named = dict.fromkeys(span.annotator for span in given.spans)
        states: dict[str, Any] = {self.people.find(name).id: "done" for name in named}
        states |= {self.people.find(name).id: state for name, state in given.states.items()}
        for who, state in states.items():
            if who in stands.states and stands.states[who].state != "todo":
                continue  # what a person here has said of an article stands
            before = stands.states.get(who)
            if before is not None and before.state == state:
                continue
            assigned = (given.id or "", who) in self.file.assigned or (before is not None and before.assigned)
            yield Progress(article=article, annotator=who, state=state, assigned=assigned)

    def _actor(self, word: str) -> str | None:
        """The registry entry a span is linked to: as the project file says, else by id or name, else a new one."""
        if word not in self.file.actors:
            actor = self.project.read.heir(word) or self._actor_named(word)
            if actor is None and self.file.sidecar is None:
                actor = Actor(id=new_id(), name=word)
                self._fresh.append(actor)
            if actor is None:
                self.report.note(f"{self.file.name}: links to entries that its registry does not have were left out")
            self.file.actors[word] = actor.id if actor else ""
        return self.file.actors[word] or None

    def _actor_named(self, name: str) -> Actor | None:
        reader = reader_of(self)
        return next((one for one in reader.actors() if one.name == name and one.merged_into is None), None)


class _Standing:
    """What stands on an article already, and what this file adds to it."""

    def __init__(
        self, spans: Iterable[Span] = (), relations: Iterable[Relation] = (), states: Iterable[Progress] = ()
    ) -> None:
        self.spans = {(one.annotator, one.label, one.fragments): one for one in spans}
        self.relations = {(one.kind, one.head, one.tail) for one in relations}
        self.states = {one.annotator: one for one in states}
        self.new: list[Span] = []
        self.again = 0
        self.skipped = 0


def reader_of(intake: Intake) -> Reader:
    """The reader that sees this import's own rows, once it has any."""
    return intake.bulk.reader if intake.bulk is not None else intake.project.read
