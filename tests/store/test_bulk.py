"""Bulk acts: hidden until whole, leaving nothing when they fail, taken back only when nobody's work is lost."""

import sqlite3
import threading

import msgspec
import pytest

from annotator.core import codebook as codebooks
from annotator.core import edit
from annotator.core.edit import Edit
from annotator.core.errors import (
    AnnotatorError,
    Cancelled,
    CannotUndo,
    DiskFull,
    DuplicateSpan,
    ProjectBusy,
    StaleError,
    UnknownRecord,
)
from annotator.core.model import CodebookVersion, Comment, Decision, new_id
from annotator.store import batches, check
from annotator.store.bulk import Bulk
from annotator.store.project import Project
from tests.builders import (
    NEWS,
    make_actor,
    make_annotator,
    make_article,
    make_progress,
    make_relation,
    span_on,
)
from tests.store.conftest import SITE
from tests.store.support import bring, dump, hits, relate, sound, tag, with_articles

PEOPLE_MORE = msgspec.structs.replace(
    NEWS, labels=(*NEWS.labels, msgspec.structs.replace(NEWS.labels[0], key="PLACE", name="Place", shortcut="P"))
)


def version(project, me, book=PEOPLE_MORE) -> CodebookVersion:
    """A codebook version after the project's."""
    return CodebookVersion(
        id=codebooks.identity(book),
        body=codebooks.canonical(book),
        parent=project.codebook_id,
        seq=len(project.read.codebooks()) + 1,
        by=me.id,
    )


class Load:
    """One of everything that an import can bring, on a new article and on one that was there."""

    def __init__(self, project, me, known):
        self.bo = make_annotator("Bo")
        self.article = make_article(
            "Zanzibar ferry sinks\n\nThe Zanzibar ferry sank, said Ilse Brandt. “All are safe.”"
        )
        self.actor = make_actor("Zed")
        self.quote = span_on(self.article, "“All are safe.”", annotator=self.bo.id, label="QUOTE")
        self.speaker = span_on(self.article, "Ilse Brandt", annotator=self.bo.id, actor=self.actor.id)
        self.tie = make_relation(self.quote, self.speaker)
        self.more = span_on(known, "Tuesday", annotator=self.bo.id)
        self.also = span_on(known, "We will not cut", annotator=self.bo.id, label="QUOTE")
        self.second = make_relation(self.also, self.more)
        self.comment = Comment(
            id=new_id(), article=self.article.id, annotator=self.bo.id, text="hm", span=self.quote.id
        )
        self.decision = Decision(
            id=new_id(), article=self.article.id, difference="d", reviewer=self.bo.id, outcome="later"
        )
        self.states = [make_progress(self.article, self.bo.id), make_progress(known, self.bo.id, "skipped")]
        self.time = [(self.article.id, self.bo.id, "cccccccc", "2026-01-02", 5), (known.id, self.bo.id, "c", "d", 7)]
        self.version = version(project, me)

    def into(self, bulk):
        bulk.add(annotators=[self.bo], actors=[self.actor], codebook=self.version)
        bulk.add(
            articles=[self.article],
            spans=[self.quote, self.speaker, self.more, self.also],
            relations=[self.tie, self.second],
            progress=self.states,
            comments=[self.comment],
            decisions=[self.decision],
            worktime=self.time,
        )


@pytest.fixture
def known(project, me):
    return with_articles(project, me)[0]


@pytest.fixture
def load(project, me, known):
    return Load(project, me, known)


def seen(reader, load, known, who) -> tuple:
    """What a reader shows of the load, by every query there is."""
    ns = [
        list(reader.article_ns(annotator_id=who, sort=sort, filter="Zanzibar"))
        for sort in ("added", "title", "outlet", "published", "state", "spans")
    ]
    counts = reader.counts(load.bo.id)
    all_ns = list(range(1, 10))
    return (
        any(ns),
        reader.article_count(),
        [row.id for row in reader.rows(all_ns, who)],
        (counts.articles, counts.done),
        reader.next_unfinished(1, who),
        [span.id for span in reader.spans(load.article.id)],
        [span.id for span in reader.spans(known.id, load.bo.id)],
        [one.id for one in reader.relations(load.article.id) + reader.relations(known.id)],
        reader.progress(load.article.id, load.bo.id),
        reader.states(load.article.id),
        reader.find_by_hash(load.article.sha256),
        [one.id for one in reader.actors()],
        reader.actor(load.actor.id),
        reader.comments(),
        reader.decisions(),
        sorted(row[0] for row in reader.worktimes()),
        (reader.stats().articles, reader.stats().spans_by_label, reader.stats().relations),
        {state for states in reader.stats().states.values() for state in states} & {"done"},
        _missing(reader.article, load.article.id),
        _missing(reader.number_of, load.article.id),
        _missing(reader.article_by_n, 2),
        _missing(reader.span, load.quote.id),
    )


def _missing(method, key) -> bool:
    try:
        method(key)
    except UnknownRecord:
        return True
    return False


def test_rows_are_hidden_from_every_query_until_the_act_is_whole(project, path, me, known, load):
    before = seen(project.read, load, known, me.id)
    with Project.open(path, site="bbbbbbbb") as other, Bulk(project, act="import", title="Import", who=me.id) as bulk:
        load.into(bulk)
        assert seen(project.read, load, known, me.id) == before
        assert seen(other.read, load, known, me.id) == before
        with other.snapshot() as reader:
            assert seen(reader, load, known, me.id) == before
        # the act itself sees its own
        assert {span.id for span in bulk.spans(known.id)} == {load.more.id, load.also.id}
        assert [one.id for one in bulk.relations(load.article.id)] == [load.tie.id]
        assert project.read.taken_ids("article", [load.article.id]) == {load.article.id}
        assert project.history()[0].title == "Import 1 articles"
        bulk.finish({"taken": 1}, title="Import 1 article")
        assert seen(project.read, load, known, me.id) == seen(other.read, load, known, me.id) != before
    assert project.read.counts(load.bo.id).done == 1
    assert project.read.worktime(known.id, load.bo.id) == 7
    assert (project.history()[0].title, project.history()[0].summary) == ("Import 1 article", '{"taken":1}')
    assert project.codebook == PEOPLE_MORE
    sound(project)


def stopped(project, me, load, error, meanwhile=lambda: None):
    """An import that fails when all its rows are written."""

    def work():
        with Bulk(project, act="import", title="Import", who=me.id) as bulk:
            load.into(bulk)
            meanwhile()
            raise error

    with pytest.raises(error):
        work()


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, GeneratorExit])
def test_an_act_that_fails_leaves_nothing(project, me, known, load, error):
    project.add_worktime(known.id, me.id, 3)
    before = dump(project, stamps=True)
    stopped(project, me, load, error)
    assert dump(project, stamps=True) == before
    assert (project.codebook, batches.open_batches(project.connection)) == (NEWS, ())
    sound(project)


def test_an_act_that_is_not_finished_leaves_nothing(project, me, known, load):
    before = dump(project, stamps=True)
    with Bulk(project, act="import", title="Import", who=me.id) as bulk:
        load.into(bulk)
    assert dump(project, stamps=True) == before


def test_a_refused_call_leaves_nothing_and_the_next_goes_on(project, me, known):
    articles = [make_article(f"Number {number} of them") for number in range(4)]
    spans = [span_on(one, "Number", annotator=me.id) for one in articles]
    with Bulk(project, act="import", title="Import", who=me.id) as bulk:
        with pytest.raises(UnknownRecord):
            bulk.add(articles=articles[:2], spans=[*spans[:2], span_on(make_article("x"), "x", annotator=me.id)])
        bulk.add(articles=articles[1:3], spans=spans[1:3])
        bulk.add(articles=[articles[0]], spans=[spans[0]])
        bulk.add(articles=[articles[3]], spans=[spans[3]])
        bulk.finish({})
    for article, span in zip(articles, spans, strict=True):
        assert project.read.spans(article.id) == [span]
    sound(project)


def test_a_full_disk_in_the_middle_leaves_nothing(project, me, known):
    before = dump(project, stamps=True)
    pages = project.connection.execute("PRAGMA page_count").fetchone()[0]
    project.connection.execute(f"PRAGMA max_page_count={pages + 30}")

    def work():
        with Bulk(project, act="import", title="Import", who=me.id) as bulk:
            for _ in range(100):
                bulk.add(articles=[make_article("word " * 5000)])

    with pytest.raises(DiskFull):
        work()
    project.connection.execute("PRAGMA max_page_count=1000000")
    assert dump(project, stamps=True) == before
    sound(project)


def test_a_record_changed_twice_in_one_act_goes_back_to_its_start(project, me, known):
    project.apply(edit.set_state(known, me.id, state="doing", before=None), who=me.id)
    before = dump(project)
    with Bulk(project, act="import", title="Import", who=me.id) as bulk:
        bulk.add(progress=[make_progress(known, me.id, "done")])
        bulk.add(progress=[make_progress(known, me.id, "skipped")])
        bulk.finish({})
    project.undo(who=me.id)
    assert dump(project) == before


def test_a_relation_may_tie_new_spans_across_calls(project, me, known):
    article = make_article("“Yes,” said Bo.")
    quote = span_on(article, "“Yes,”", annotator=me.id, label="QUOTE")
    actor = span_on(article, "Bo", annotator=me.id)
    with Bulk(project, act="import", title="Import", who=me.id) as bulk:
        bulk.add(articles=[article], spans=[quote])
        bulk.add(spans=[actor], relations=[make_relation(quote, actor)])
        bulk.finish({})
    assert len(project.read.relations(article.id)) == 1
    sound(project)


def test_a_twin_on_a_known_article_is_refused(project, path, me, known):
    """A window may have tagged the words after the import looked."""
    span = span_on(known, "Ilse Brandt", annotator=me.id)
    with Bulk(project, act="import", title="Import", who=me.id) as bulk:
        with Project.open(path, site="bbbbbbbb") as other:
            tag(other, known, "Ilse Brandt", who=me)
        with pytest.raises(DuplicateSpan):
            bulk.add(spans=[span])
        ferry = span_on(known, "ferries", annotator=me.id)
        with pytest.raises(DuplicateSpan):
            bulk.add(spans=[ferry, msgspec.structs.replace(ferry, id=new_id())])
        bulk.add(spans=[msgspec.structs.replace(span, label="CUE"), ferry])
        bulk.finish({})
    sound(project)


# --- beside others -----------------------------------------------------------------------------------


def test_tags_beside_a_running_act(project, path, me, known):
    """Another connection tags all the while; nothing fails, and its steps stay its own to take back."""
    failures, tags = [], []

    def work():
        try:
            with Project.open(path, site=SITE) as window:
                while not stop.is_set() or not tags:
                    span = tag(window, known, "ferries", who=me)
                    window.undo(who=me.id)
                    window.redo(who=me.id)
                    window.apply(edit.delete([span], codebook=NEWS), who=me.id)
                    tags.append(span)
                    assert window.read.article_count() == 1
        except (AnnotatorError, sqlite3.Error, AssertionError) as error:
            failures.append(error)

    stop = threading.Event()
    thread = threading.Thread(target=work)
    with Bulk(project, act="import", title="Import", who=me.id) as bulk:
        thread.start()
        for _ in range(20):
            articles = [make_article() for _ in range(25)]
            bulk.add(articles=articles, spans=[span_on(one, "Ilse Brandt", annotator=me.id) for one in articles])
        stop.set()
        thread.join()
        bulk.finish({})
    assert not failures
    assert tags
    assert project.undo_title(me.id) == "Delete ACTOR “ferries”"
    assert project.read.article_count() == 501
    sound(project)


def test_an_act_whose_batch_was_taken_away_stops(project, me):
    with Bulk(project, act="import", title="Import", who=me.id) as bulk:
        bulk.add(articles=[make_article()])
        batches.remove(project.connection, project.path, bulk.n)
        with pytest.raises(Cancelled, match="Nothing of it was kept"):
            bulk.add(articles=[make_article()])
        with pytest.raises(Cancelled):
            bulk.finish({})
    assert project.read.article_count() == 0
    assert project.connection.execute("SELECT count(*) FROM article").fetchone() == (0,)


def test_what_others_changed_meanwhile_stays_when_an_act_comes_to_nothing(project, path, me, known, load):
    def meanwhile():
        with Project.open(path, site="bbbbbbbb") as other:
            bo = other.read.annotator_named("Bo")
            before = other.read.progress(known.id, bo.id)
            other.apply(edit.set_state(known, bo.id, state="done", before=before), who=bo.id)

    stopped(project, me, load, RuntimeError, meanwhile)
    assert project.read.progress(known.id, load.bo.id).state == "done"
    assert load.bo in project.read.annotators()
    sound(project)


def abandon(project, path, me, owner) -> int:
    """A batch that its owner left open."""
    bulk = Bulk(project, act="import", title="Import", who=me.id).__enter__()
    bulk.add(articles=[make_article("Left half done")])
    project.connection.execute(
        "UPDATE project SET value=? WHERE key=?", (msgspec.json.encode(owner).decode(), f"open:{bulk.n}")
    )
    return bulk.n


@pytest.mark.parametrize(
    ("change", "stays"),
    [
        ({}, True),
        ({"pid": 2**22 + 1}, False),
        ({"started": "1"}, False),
        ({"host": "elsewhere", "pid": 2**22 + 1}, True),
    ],
)
def test_a_batch_is_removed_at_the_next_open_only_without_a_living_owner(project, path, me, known, change, stays):
    before = dump(project, stamps=True)
    line = abandon(project, path, me, msgspec.structs.replace(batches.here(SITE), **change))
    with Project.open(path, site=SITE) as again:
        assert again.read.article_count() == 1
        assert (dump(again, stamps=True) == before) != stays
        assert batches.open_batches(again.connection) == ((line,) if stays else ())
        # a journal line that runs still can neither be undone nor seen
        assert all(one.n != line for one in again.history())
        assert again.undo_title(me.id) == "Import 1 articles"
    if stays:
        batches.remove(project.connection, path, line)
    assert dump(project, stamps=True) == before


def test_an_owner_that_cannot_be_read_is_no_living_one(project, path, me):
    line = abandon(project, path, me, batches.here(SITE))
    project.connection.execute("UPDATE project SET value='?' WHERE key=?", (f"open:{line}",))
    project.connection.execute("INSERT INTO project(key,value) VALUES('open:x; DROP','{}')")
    with Project.open(path, site=SITE) as again:
        assert again.connection.execute("SELECT count(*) FROM article").fetchone() == (0,)


# --- undo --------------------------------------------------------------------------------------------


def test_undo_takes_everything_away_and_leaves_tombstones(project, me, known, load):
    before = dump(project)
    heard = []
    with Bulk(project, act="import", title="Import", who=me.id) as bulk:
        load.into(bulk)
        bulk.finish({})
    assert hits(project, "zanzibar") == 1
    project.subscribe(heard.append)
    project.undo(who=me.id)
    assert dump(project) == before
    assert hits(project, "zanzibar") == 0
    assert project.codebook == NEWS
    assert (heard[0].bulk, heard[0].way, heard[0].title) == (True, "undo", "Import")
    buried = {row[0] for row in project.connection.execute("SELECT id FROM tombstone")}
    # an article's tombstone covers what hangs on it; the others have their own
    assert {load.article.id, load.actor.id, load.more.id, load.also.id, load.second.id, load.bo.id} <= buried
    assert not {load.quote.id, load.tie.id} & buried
    sound(project)
    with pytest.raises(CannotUndo, match="import the files again"):
        project.redo(who=me.id)
    assert project.undo_title(me.id) == "Import 1 articles"


def test_what_was_undone_can_be_brought_again_under_higher_revs(project, me, known, load):
    def revs() -> dict[str, int]:
        found = {}
        for table in ("article", "span", "relation", "actor", "tombstone"):
            for key, rev in project.connection.execute(f"SELECT id, rev FROM {table}"):
                assert key not in found, "a row and its tombstone stand at once"
                found[key] = rev
        return found

    last: dict[str, int] = {}
    for _ in range(3):
        with Bulk(project, act="import", title="Import", who=me.id) as bulk:
            load.into(bulk)
            bulk.finish({})
        now = revs()
        assert all(now[key] > rev for key, rev in last.items() if key in now and key != known.id)
        last |= now
        noted = edit.describe(project.read.span(load.quote.id), codebook=PEOPLE_MORE, note="n")
        project.apply(noted, who=me.id)
        project.undo(who=me.id)
        last |= revs()
        sound(project)
        project.undo(who=me.id)
        assert all(rev > last[key] for key, rev in revs().items() if key in last and key != known.id)
        last |= revs()


def test_a_failed_second_try_keeps_the_tombstones(project, me, known, load):
    with Bulk(project, act="import", title="Import", who=me.id) as bulk:
        load.into(bulk)
        bulk.finish({})
    project.undo(who=me.id)
    before = dump(project, stamps=True)
    stopped(project, me, load, RuntimeError)
    assert dump(project, stamps=True) == before


def test_an_undone_import_beside_an_old_state_of_mine_keeps_one_truth(project, me):
    """My own "in progress" was taken back: its tombstone goes when the state comes again with the article."""
    article = make_article()
    bring(project, me, [article])
    project.apply(edit.set_state(article, me.id, state="doing", before=None), who=me.id)
    project.undo(who=me.id)
    project.undo(who=me.id)
    bring(project, me, [article], progress=[make_progress(article, me.id)])
    key = f"{article.id}/{me.id}"
    assert project.connection.execute("SELECT count(*) FROM tombstone WHERE id=?", (key,)).fetchone() == (0,)
    assert project.connection.execute("SELECT rev FROM progress").fetchone()[0] >= 3


def _note(project, load, me, known):
    return edit.describe(load.quote, codebook=PEOPLE_MORE, note="mine")


def _tag_on_new(project, load, me, known):
    start = load.article.text.index("ferry")
    return edit.tag(
        load.article,
        [(start, start + 5)],
        label="ACTOR",
        annotator=me.id,
        codebook=NEWS,
        version=project.read.codebooks()[0].id,
    )


def _tie(project, load, me, known):
    return relate(make_relation(load.quote, load.speaker, "cue"))


def _tie_on_known(project, load, me, known):
    return relate(make_relation(load.also, load.more, "cue"))


def _tag_by_the_new_annotator(project, load, me, known):
    start = known.text.index("ferries")
    span = span_on(known, "ferries", annotator=load.bo.id, codebook=project.read.codebooks()[0].id)
    assert span.start == start
    return Edit(act="tag", title="Tag", article=known.id, after={span.id: span})


def _tag_with_the_new_codebook(project, load, me, known):
    span = span_on(known, "ferries", annotator=me.id, label="PLACE", codebook=load.version.id)
    return Edit(act="tag", title="Tag", article=known.id, after={span.id: span})


def _link_to_the_new_actor(project, load, me, known):
    mine = next(span for span in project.read.spans(known.id, me.id))
    return edit.describe(mine, codebook=NEWS, actor=load.actor.id)


def _state(project, load, me, known):
    return edit.set_state(load.article, me.id, state="done", before=None)


def _state_it_set(project, load, me, known):
    return edit.set_state(known, load.bo.id, state="done", before=load.states[1])


def _comment(project, load, me, known):
    comment = Comment(id=new_id(), article=load.article.id, annotator=me.id, text="?")
    return Edit(act="add", title="Comment", after={comment.id: comment})


def _comment_on_known(project, load, me, known):
    comment = Comment(id=new_id(), article=known.id, annotator=me.id, text="?", span=load.more.id)
    return Edit(act="add", title="Comment", after={comment.id: comment})


def _fields(project, load, me, known):
    return edit.describe_article(load.article, msgspec.structs.replace(load.article, outlet="Bay News"))


def _deleted(project, load, me, known):
    return edit.delete([load.more], relations=[load.second], codebook=NEWS)


TOUCHES = [
    _note,
    _tag_on_new,
    _tie,
    _tie_on_known,
    _tag_by_the_new_annotator,
    _tag_with_the_new_codebook,
    _link_to_the_new_actor,
    _state,
    _state_it_set,
    _comment,
    _comment_on_known,
    _fields,
    _deleted,
]


@pytest.mark.parametrize("touch", TOUCHES, ids=lambda touch: touch.__name__.strip("_"))
def test_undo_is_refused_with_a_count_while_somebody_s_work_would_be_lost(project, path, me, known, load, touch):
    tag(project, known, "Ilse Brandt", who=me)
    before = dump(project)
    with Bulk(project, act="import", title="Import 1 article", who=me.id) as bulk:
        load.into(bulk)
        bulk.finish({})
    whole = dump(project, stamps=True)
    cy = project.add_annotator("Cy")
    count = "2 records of it were" if touch is _deleted else "1 record of it was"
    project.apply(touch(project, load, me, known), who=cy.id)
    touched = dump(project, stamps=True)
    assert touched != whole
    with pytest.raises(CannotUndo, match=count):
        project.undo(who=me.id)
    assert dump(project, stamps=True) == touched
    project.undo(who=cy.id)
    project.undo(who=me.id)
    sound(project)
    after = dump(project)
    after["annotator"] = [row for row in after["annotator"] if "Cy" not in row]
    assert after == before


def test_a_stale_step_over_an_undone_import_is_refused(project, path, me, known, load):
    """Another window still shows the article."""
    bring(project, me, [load.article])
    project.undo(who=me.id)
    with Project.open(path, site="bbbbbbbb") as other, pytest.raises(StaleError, match="hangs on"):
        tag(other, load.article, "ferry", who=me)


def test_two_acts_in_turn_are_taken_back_in_turn(project, me):
    first, second = make_article("The first"), make_article("The second")
    bring(project, me, [first])
    bring(project, me, [second], spans=[span_on(first, "first", annotator=me.id)])
    project.undo(who=me.id)
    assert project.read.find_by_hash(second.sha256) is None
    assert project.read.spans(first.id) == []
    project.undo(who=me.id)
    assert project.read.article_count() == 0
    sound(project)


def test_a_batch_of_another_computer_is_named_and_after_a_day_repaired(project, path, me, known):
    before = dump(project, stamps=True)
    line = abandon(project, path, me, msgspec.structs.replace(batches.here(SITE), host="elsewhere"))
    found = [problem for problem in check.problems(project) if problem.kind == "batch"]
    assert [problem.record for problem in found] == [str(line)]
    assert "begun on elsewhere" in found[0].message
    with pytest.raises(ProjectBusy):
        check.repair(project)
    assert batches.open_batches(project.connection) == (line,)  # it may run still
    project.connection.execute("UPDATE journal SET at=at-? WHERE n=?", (check.STRANDED_MS + 1, line))
    assert "elsewhere" in check.repair(project)[0]
    assert dump(project, stamps=True) == before
    sound(project)
