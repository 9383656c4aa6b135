"""Copies of one project that go their own ways, and what of a file must be the same in whatever order they merge."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from annotator.core import correction, edges, edit, release, remarks
from annotator.core.codebook_edit import Draft, add_label, drop_label
from annotator.core.edit import Edit
from annotator.core.errors import AnnotatorError
from annotator.core.model import Annotator, Article, Decision, Span, new_id
from annotator.store.project import Project
from annotator.work import choices
from annotator.work import codebooks as changes
from annotator.work import merge as merging
from tests.builders import NEWS, make_actor, make_article, make_relation
from tests.store.support import bring, tag_edit
from tests.work.helpers import done

SITES = {"a": "aaaaaaaa", "b": "bbbbbbbb", "c": "cccccccc"}
PEOPLE = {"a": "Ann", "b": "Bo", "c": "Cy"}
TEXT = (
    "Mayor Ilse Brandt said that ferries run. 🌊 About 4,200 people e\u0301lite ride. “We stay,” she told עברית 漢字."
)
WORDS = ("Ilse Brandt", "ferries", "4,200 people", "“We stay,”", "she", "漢字", "Mayor", "🌊")
LABELS = ("ACTOR", "QUOTE", "STATISTIC", "CUE")

# Everything that two files which have seen the same must have alike; reasons are words for people.
_SAME = {
    "span": (
        'SELECT s.id, s.rev, s.site, a.id, w.id, s.label, s.start, s."end", s.fragments, s.words, s.attributes'
        ", s.actor, s.note, s.origin, s.codebook FROM span s JOIN article a ON a.n=s.article"
        " JOIN annotator w ON w.n=s.annotator"
    ),
    "relation": (
        "SELECT r.id, r.rev, r.site, r.kind, h.id, t.id, r.attributes FROM relation r"
        " JOIN span h ON h.n=r.head JOIN span t ON t.n=r.tail"
    ),
    "article": "SELECT id, rev, site, text, sha256, text_version, title, outlet, meta FROM article",
    "article_text": "SELECT a.id, t.version, t.sha256, t.splices FROM article_text t JOIN article a ON a.n=t.article",
    "actor": "SELECT id, rev, site, name, body, merged_into FROM actor",
    "annotator": "SELECT id, rev, site, name, kind FROM annotator",
    "codebook": "SELECT id, parent, seq FROM codebook",
    "progress": (
        "SELECT a.id, w.id, p.rev, p.site, p.state, p.assigned FROM progress p JOIN article a ON a.n=p.article"
        " JOIN annotator w ON w.n=p.annotator"
    ),
    "comment": "SELECT c.id, c.rev, c.site, a.id, c.text, c.closed FROM comment c JOIN article a ON a.n=c.article",
    "decision": "SELECT d.id, d.rev, d.site, d.outcome, d.reason FROM decision d",
    "worktime": (
        "SELECT a.id, w.id, t.site, t.seconds FROM worktime t JOIN article a ON a.n=t.article"
        " JOIN annotator w ON w.n=t.annotator"
    ),
    "tombstone": "SELECT id, kind, rev, site FROM tombstone",
    "held": (
        "SELECT h.id, h.kind, max(h.rev, coalesce(t.rev,0)), h.site, h.body FROM held h LEFT JOIN tombstone t USING(id)"
    ),
    "journal": (
        "SELECT id FROM journal WHERE act<>'merge'"
        " AND coalesce(target,'') NOT IN (SELECT id FROM journal WHERE act='merge')"
    ),
}


def seen(project: Project) -> dict[str, list[Any]]:
    """All that must be the same, in an order of its own."""
    found = {name: sorted(project.connection.execute(query).fetchall(), key=repr) for name, query in _SAME.items()}
    found["held"] = [(*row[:-1], _held(json.loads(row[-1]))) for row in found["held"]]
    found["index"] = [project.connection.execute("INSERT INTO search(search,rank) VALUES('integrity-check',1)") and ()]
    return found


def _held(body: dict[str, Any]) -> dict[str, Any]:
    """A held span counts its positions in the text that it names, which may be one of several: they are left aside."""
    return {name: value for name, value in body.items() if name not in ("fragments", "words", "on")}


def copies(folder: Path) -> None:
    """Three files that begin alike: two articles, spans of all three people, ties, a question."""
    with Project.create(folder / "a.annotator", codebook=NEWS, annotator="Ann", site=SITES["a"]) as project:
        people = [project.add_annotator(name) for name in PEOPLE.values()]
        articles = [make_article(TEXT, title="One"), make_article(TEXT, title="Two")]
        bring(project, people[0], articles, actors=[make_actor("Ilse Brandt")])
        for who in people:
            for words, label in (("Ilse Brandt", "ACTOR"), ("“We stay,”", "QUOTE"), ("4,200 people", "STATISTIC")):
                project.apply(_tag(project, articles[0], words, label, who), who=who.id)
        for who in people[:2]:
            spans = project.read.spans(articles[0].id, who.id)
            tie = make_relation(
                next(one for one in spans if one.label == "QUOTE"), next(one for one in spans if one.label == "ACTOR")
            )
            project.apply(edit.add_record(tie, title="Tie", article=articles[0].id), who=who.id)
        project.apply(remarks.ask(articles[0], "Why?", annotator=people[0].id), who=people[0].id)
    for name in ("b", "c"):
        shutil.copyfile(folder / "a.annotator", folder / f"{name}.annotator")


def _tag(project: Project, article: Article, words: str, label: str, who: Annotator) -> Edit:
    start = article.text.index(words)
    return tag_edit(project, article, start, start + len(words), who=who, label=label)


class Worker:
    """One person at one copy; an act that cannot be done there and then is left out."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, name
        self.project = Project.open(folder / f"{name}.annotator", site=SITES[name])
        self.me = self.project.add_annotator(PEOPLE[name])

    def do(self, act: str, first: int, second: int) -> None:
        """One act on whatever the two numbers choose."""
        articles = [self.project.read.article_by_n(n) for n in self.project.read.article_ns(annotator_id=self.me.id)]
        if not articles:
            return
        article = sorted(articles, key=lambda one: one.id)[first % len(articles)]
        try:
            made = getattr(self, f"_{act}")(article, first, second)
            if made is not None:
                self.project.apply(made, who=self.me.id)
        except (AnnotatorError, LookupError, ValueError, ZeroDivisionError):
            pass

    def _spans(self, article: Article) -> list[Span]:
        return sorted(self.project.read.spans(article.id), key=lambda one: one.id)

    def _tag(self, article: Article, first: int, second: int) -> Edit:
        label = self.project.codebook.label(LABELS[first % len(LABELS)]).key  # which may have been retired
        return _tag(self.project, article, WORDS[second % len(WORDS)], label, self.me)

    def _delete(self, article: Article, first: int, second: int) -> Edit:
        spans = self._spans(article)
        ties = self.project.read.relations(article.id)
        return edit.delete([spans[second % len(spans)]], relations=ties, codebook=self.project.codebook)

    def _describe(self, article: Article, first: int, second: int) -> Edit:
        spans = self._spans(article)
        span = spans[second % len(spans)]
        return edit.describe(span, codebook=self.project.codebook, note=f"note {first} by {self.me.name}")

    def _value(self, article: Article, first: int, second: int) -> Edit:
        quotes = [one for one in self._spans(article) if one.label == "QUOTE"]
        value = ("direct", "indirect", "mixed")[first % 3]
        return edit.describe(quotes[second % len(quotes)], codebook=self.project.codebook, attributes={"form": value})

    def _resize(self, article: Article, first: int, second: int) -> Edit:
        spans = self._spans(article)
        span = spans[second % len(spans)]
        return edges.nudge(
            span, article=article, codebook=self.project.codebook, edge="end", unit="word", longer=bool(first % 2)
        )

    def _tie(self, article: Article, first: int, second: int) -> Edit:
        spans = self._spans(article)
        heads = [one for one in spans if one.label == "QUOTE"]
        tails = [one for one in spans if one.label == "ACTOR"]
        head = heads[first % len(heads)]
        tail = [one for one in tails if one.annotator == head.annotator][second % len(tails)]
        return edit.add_record(make_relation(head, tail), title="Tie", article=article.id)

    def _untie(self, article: Article, first: int, second: int) -> Edit:
        ties = sorted(self.project.read.relations(article.id), key=lambda one: one.id)
        tie = ties[second % len(ties)]
        return Edit(act="untie", title="Untie", article=article.id, before={tie.id: tie})

    def _correct(self, article: Article, first: int, second: int) -> Edit | None:
        places = [(article.text.index(word), word) for word in ("Ilse", "run", "About", "she") if word in article.text]
        start, word = places[second % len(places)]
        new = ("", f"{word}{first}", f"the {word}")[first % 3]
        return correction.correct(
            article,
            ((start, start + len(word), new),),
            spans=self.project.read.spans(article.id),
            relations=self.project.read.relations(article.id),
        ).edit

    def _progress(self, article: Article, first: int, second: int) -> Edit:
        state = ("todo", "doing", "done", "skipped")[second % 4]
        before = self.project.read.progress(article.id, self.me.id)
        return edit.set_state(article, self.me.id, state=state, before=before)  # type: ignore[arg-type]

    def _ask(self, article: Article, first: int, second: int) -> Edit:
        return remarks.ask(article, f"Question {first}{second}", annotator=self.me.id)

    def _answer(self, article: Article, first: int, second: int) -> Edit:
        found = remarks.threads(self.project.read.comments(article.id))
        return remarks.answer(found[second % len(found)], f"Because {first}", annotator=self.me.id)

    def _close(self, article: Article, first: int, second: int) -> Edit:
        found = remarks.threads(self.project.read.comments(article.id))
        return remarks.set_open(found[second % len(found)], open=bool(first % 2))

    def _decide(self, article: Article, first: int, second: int) -> Edit:
        made = Decision(
            id=new_id(), article=article.id, difference=f"{second:064x}", reviewer=self.me.id, outcome="later"
        )
        return edit.add_record(made, title="Later", article=article.id)

    def _fields(self, article: Article, first: int, second: int) -> Edit:
        import msgspec

        return edit.describe_article(article, msgspec.structs.replace(article, outlet=f"Outlet {second}"))

    def _work(self, article: Article, first: int, second: int) -> None:
        self.project.add_worktime(article.id, self.me.id, first + 1)

    def _undo(self, article: Article, first: int, second: int) -> None:
        self.project.undo(who=self.me.id)

    def _redo(self, article: Article, first: int, second: int) -> None:
        self.project.redo(who=self.me.id)

    def _meet(self, article: Article, first: int, second: int) -> None:
        """Another's file is merged in the midst of it all."""
        other = [name for name in SITES if name != self.name][second % 2]
        done(merging.run(self.project, self.folder / f"{other}.annotator", who=self.me.id))

    def _pick(self, article: Article, first: int, second: int) -> Edit:
        texts = choices.waiting(self.project).texts
        return choices.pick_text(self.project, texts[second % len(texts)], other=bool(first % 2))

    def _let_go(self, article: Article, first: int, second: int) -> Edit:
        held = [one for one in self.project.read.held() if one.kind != "wording"]
        return release.let_go([held[second % len(held)]])

    def _put_back(self, article: Article, first: int, second: int) -> Edit:
        held = [one for one in self.project.read.held() if one.kind == "span"]
        one = held[second % len(held)]
        record = one.whole()
        assert isinstance(record, Span)
        place = self.project.read.article(record.article)
        start = place.text.index(WORDS[first % len(WORDS)])
        return release.put_back(
            one,
            [(start, start + 2)],
            article=place,
            codebook=self.project.codebook,
            others=self.project.read.held(),
            existing=self.project.read.spans(place.id),
        )

    def _codebook(self, article: Article, first: int, second: int) -> None:
        """Only one copy changes the codebook: two chains that part are a question, not a merge."""
        if self.project.site != SITES["a"]:
            return
        book = self.project.codebook
        if first % 3 == 0:
            draft = Draft(book=add_label(book, f"Extra {second}")[0])
        else:
            gone = [one.key for one in book.labels if one.key in ("CUE", "STATISTIC")]
            heir = "ACTOR" if first % 3 == 1 else None
            draft = drop_label(Draft(book=book), gone[second % len(gone)], heir=heir)
        fates = dict(draft.fates)
        made = changes.next_version(self.project, draft)
        done(changes.run(self.project, made, fates=fates, who=self.me.id))


ACTS = tuple(
    sorted(
        name[1:]
        for name in vars(Worker)
        if name.startswith("_") and name not in ("__init__", "_spans") and "__" not in name
    )
)


def merge_into(folder: Path, target: str, sources: Sequence[str], name: str) -> Path:
    """A new file: the target's copy with the sources merged into it, one after another."""
    path = folder / f"{name}.annotator"
    shutil.copyfile(folder / f"{target}.annotator", path)
    with Project.open(path, site="ffffffff") as project:
        who = project.read.annotators()[0].id
        for source in sources:
            done(merging.run(project, folder / f"{source}.annotator", who=who))
    return path
