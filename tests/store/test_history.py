"""Random histories: undone to the start they equal the start, done again they equal the end."""

import sqlite3
import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core import edges, edit
from annotator.core.errors import AnnotatorError, NothingToUndo
from annotator.store.project import Project
from tests.builders import NEWS, make_article, make_relation
from tests.store.conftest import SITE
from tests.store.support import bring, dump, relate, search_rows, sound

TEXT = "Mayor Ilse Brandt said the ferries run. “We will not cut a line,” she said. 4,200 people use them."
LABELS = [label.key for label in NEWS.labels]
ACTS = ["tag", "tag", "tag", "relabel", "resize", "nudge", "delete", "relate", "describe", "state", "fields"]
STEPS = st.lists(
    st.tuples(
        st.sampled_from([*ACTS, "undo", "redo", "restart"]),
        st.integers(0, 1),  # which window
        st.integers(0, 10_000),
        st.integers(0, 10_000),
        st.one_of(st.none(), st.integers(0, 6)),  # the statement at which the write fails
    ),
    min_size=1,
    max_size=25,
)


class Windows:
    """Two connections of one person on one project, each of which can be closed and opened again."""

    def __init__(self, path: Path):
        self.path = path
        first = Project.create(path, codebook=NEWS, annotator="Ann", site=SITE)
        self.me = first.owner
        self.articles = [make_article(TEXT, title=f"No. {number}") for number in range(2)]
        bring(first, self.me, self.articles)
        self.open = [first, Project.open(path, site=SITE)]
        self.acts = 0

    def restart(self, which: int) -> None:
        self.open[which].close()
        self.open[which] = Project.open(self.path, site=SITE)

    def close(self) -> None:
        for project in self.open:
            project.close()

    def make(self, project: Project, act: str, a: int, b: int):
        """An Edit of that sort on what stands now, or None when there is nothing for it."""
        article = project.read.article(self.articles[a % 2].id)
        spans = project.read.spans(article.id)
        relations = project.read.relations(article.id)
        book = {"codebook": NEWS}
        if act == "tag":
            return edit.tag(
                article,
                [(min(a, b) % len(TEXT), min(a, b) % len(TEXT) + 1 + b % 30)],
                label=LABELS[b % len(LABELS)],
                annotator=self.me.id,
                version=project.codebook_id,
                existing=spans,
                **book,
            )
        if act == "state":
            before = project.read.progress(article.id, self.me.id)
            return edit.set_state(article, self.me.id, state=("todo", "doing", "done", "skipped")[b % 4], before=before)
        if act == "fields":
            return edit.describe_article(article, msgspec.structs.replace(article, title=f"Title {b}", outlet=str(a)))
        if not spans:
            return None
        span, other = spans[a % len(spans)], spans[b % len(spans)]
        if act == "relabel":
            label = LABELS[b % len(LABELS)]
            version = project.codebook_id
            return edit.relabel(span, label, version=version, existing=spans, relations=relations, **book)
        if act == "resize":
            start = a % (len(TEXT) - 12)
            pieces = [(start, start + 3), (start + 5, start + 6 + b % 5)]
            return edit.resize(span, pieces, article=article, existing=spans, **book)
        if act == "nudge":
            edge, unit = ("start", "end")[a % 2], ("word", "character")[b % 2]
            return edges.nudge(span, article=article, edge=edge, unit=unit, longer=b % 3 > 0, existing=spans, **book)
        if act == "delete":
            return edit.delete([span], relations=relations, **book)
        if act == "describe":
            return edit.describe(span, note=f"note {b}", **book)
        for kind in NEWS.relations:
            if span.label in kind.head and other.label in kind.tail and span.id != other.id:
                return relate(make_relation(span, other, kind.key))
        return None

    def step(self, act: str, which: int, a: int, b: int) -> None:
        project = self.open[which]
        if act == "restart":
            self.restart(which)
        elif act == "undo":
            if self.acts:
                project.undo(who=self.me.id)
                self.acts -= 1
        elif act == "redo":
            project.redo(who=self.me.id)
            self.acts += 1
        else:
            made = self.make(project, act, a, b)
            if made is not None:
                project.apply(made, who=self.me.id)
                self.acts += 1


def failing(project: Project, after: int | None) -> None:
    """From the given number of writes on, the connection refuses; None ends it."""
    if after is None:
        project.connection.set_authorizer(None)
        return
    left = [after]

    def authorize(action, *_rest):
        if action in (sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE):
            left[0] -= 1
            if left[0] < 0:
                return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    project.connection.set_authorizer(authorize)


def revs(project: Project) -> dict[str, int]:
    """The rev of every record, deleted ones too."""
    found: dict[str, int] = {}
    for table in ("span", "relation", "article", "tombstone"):
        found |= dict(project.connection.execute(f"SELECT id, rev FROM {table}").fetchall())
    progress = project.connection.execute(
        "SELECT article.id || '/' || annotator.id, progress.rev FROM progress"
        " JOIN article ON article.n=progress.article JOIN annotator ON annotator.n=progress.annotator"
    )
    return found | dict(progress.fetchall())


def play(steps) -> None:
    with tempfile.TemporaryDirectory() as folder:
        windows = Windows(Path(folder) / "p.annotator")
        try:
            start = dump(windows.open[0])
            last = revs(windows.open[0])
            for act, which, a, b, fails in steps:
                before = dump(windows.open[0]) if fails is not None else None
                acts = windows.acts
                failing(windows.open[which], fails if act != "restart" else None)
                try:
                    windows.step(act, which, a, b)
                except AnnotatorError:
                    assert windows.acts == acts
                except sqlite3.DatabaseError as error:
                    # the refusal in SQLite's words; the search index's own, when it is met for the first time
                    if not any(word in str(error) for word in ("authoriz", "prohibited", "vtable constructor failed")):
                        raise
                    failing(windows.open[which], None)
                    assert dump(windows.open[0]) == before
                finally:
                    failing(windows.open[which], None)
                now = revs(windows.open[1])
                assert all(now[key] >= rev for key, rev in last.items())
                last = now
            end = dump(windows.open[0])
            there_and_back(windows, start, end)
        finally:
            windows.close()


def there_and_back(windows: Windows, start, end) -> None:
    steps = windows.acts
    for number in range(steps):
        windows.open[number % 2].undo(who=windows.me.id)
    windows.restart(0)
    assert dump(windows.open[0]) == start
    assert windows.open[1].undo_title(windows.me.id) == "Import 2 articles"
    for number in range(steps):
        windows.open[number % 2].redo(who=windows.me.id)
    windows.restart(1)
    assert dump(windows.open[1]) == end
    assert search_rows(windows.open[0].connection) == end["search"]
    sound(windows.open[0])


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_undone_to_the_start_and_done_again(steps):
    play(steps)


@pytest.mark.nightly
@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_undone_to_the_start_and_done_again_long(steps):
    play(steps)


def test_nothing_to_undo_in_a_new_project(project, me):
    for step in (project.undo, project.redo):
        with pytest.raises(NothingToUndo):
            step(who=me.id)
