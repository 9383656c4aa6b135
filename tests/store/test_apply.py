"""Edits: one transaction each, compared with what stands, journalled, taken back and done again."""

import sqlite3
import threading

import msgspec
import pytest

from annotator.core import edit
from annotator.core.edit import Edit
from annotator.core.errors import (
    CannotUndo,
    DiskFull,
    DuplicateSpan,
    ForbiddenRelation,
    NothingToUndo,
    ProjectBusy,
    StaleError,
)
from annotator.core.model import Comment, Decision, new_id
from annotator.store import connection as connections
from annotator.store.check import problems
from annotator.store.project import Project
from tests.builders import NEWS, make_actor, make_article, make_relation, span_on
from tests.store.conftest import SITE
from tests.store.support import bring, dump, hits, relate, sound, tag, with_articles


@pytest.fixture
def article(project, me):
    return with_articles(project, me)[0]


def rev(project: Project, key: str) -> int | None:
    """The rev of a span, or of its tombstone as a negative number."""
    row = project.connection.execute(
        "SELECT rev FROM span WHERE id=?1 UNION ALL SELECT -rev FROM tombstone WHERE id=?1", (key,)
    ).fetchall()
    assert len(row) <= 1, "a row and its tombstone stand at once"
    return row[0][0] if row else None


def test_a_tag_is_committed_before_it_is_announced(project, path, me, article):
    seen = []

    def listen(applied):
        with Project.open(path, site="bbbbbbbb") as other:
            seen.append((applied.way, applied.title, len(other.read.spans(article.id))))

    project.subscribe(listen)
    span = tag(project, article, "Ilse Brandt", who=me)
    assert project.read.spans(article.id) == [span]
    project.undo(who=me.id)
    project.redo(who=me.id)
    title = "Tag ACTOR “Ilse Brandt”"
    assert seen == [("do", title, 1), ("undo", title, 0), ("redo", title, 1)]


def test_the_journal_tells_who_did_what(project, me, article):
    span = tag(project, article, "Ilse Brandt", who=me)
    project.undo(who=me.id)
    undone, tagged, imported = project.history()
    assert (tagged.act, tagged.who, tagged.site, tagged.article) == ("tag", me.id, SITE, article.id)
    assert (tagged.undone, tagged.target, tagged.bulk) == (1, None, False)
    assert (undone.act, undone.target, undone.title) == ("undo", tagged.id, tagged.title)
    assert (imported.bulk, imported.summary) == (True, '{"taken":1}')
    changes = project.connection.execute("SELECT kind, rev, before IS NULL FROM change WHERE record=?", (span.id,))
    assert sorted(changes) == [("span", 1, 1), ("span", 2, 0)]
    assert project.history(limit=1) == [undone]


def test_rev_grows_by_one_at_every_change_and_never_falls(project, me, article):
    span = tag(project, article, "Ilse Brandt", who=me)
    revs = [rev(project, span.id)]
    noted = edit.describe(span, codebook=NEWS, note="n")
    steps = [
        lambda: project.apply(noted, who=me.id),
        lambda: project.undo(who=me.id),
        lambda: project.undo(who=me.id),
        lambda: project.redo(who=me.id),
        lambda: project.redo(who=me.id),
        lambda: project.apply(edit.delete([noted.span()], codebook=NEWS), who=me.id),
        lambda: project.undo(who=me.id),
    ]
    for step in steps:
        step()
        revs.append(rev(project, span.id))
    assert revs == [1, 2, 3, -4, 5, 6, -7, 8]


def test_titles_of_what_would_go(project, me, article):
    assert project.redo_title(me.id) is None
    tag(project, article, "Ilse Brandt", who=me)
    tag(project, article, "ferries", who=me)
    assert (project.undo_title(me.id), project.redo_title(me.id)) == ("Tag ACTOR “ferries”", None)
    project.undo(who=me.id)
    assert (project.undo_title(me.id), project.redo_title(me.id)) == (
        "Tag ACTOR “Ilse Brandt”",
        "Tag ACTOR “ferries”",
    )


def test_a_new_act_ends_redo(project, me, article):
    tag(project, article, "Ilse Brandt", who=me)
    project.undo(who=me.id)
    tag(project, article, "ferries", who=me)
    assert project.redo_title(me.id) is None
    with pytest.raises(NothingToUndo, match="Nothing to redo"):
        project.redo(who=me.id)
    assert [line.undone for line in project.history() if line.target is None] == [0, 2, 0]


def test_undo_survives_a_restart(project, path, me, article):
    tag(project, article, "Ilse Brandt", who=me)
    project.close()
    with Project.open(path, site=SITE) as again:
        assert again.undo(who=me.id).title == "Tag ACTOR “Ilse Brandt”"
    with Project.open(path, site=SITE) as again:
        again.redo(who=me.id)
        assert len(again.read.spans(article.id)) == 1


def test_each_takes_back_their_own(project, path, me, article):
    bo = project.add_annotator("Bo")
    mine = tag(project, article, "Ilse Brandt", who=me)
    tag(project, article, "ferries", who=bo)
    project.undo(who=me.id)
    assert [span.annotator for span in project.read.spans(article.id)] == [bo.id]
    with Project.open(path, site="bbbbbbbb") as elsewhere, pytest.raises(NothingToUndo):
        elsewhere.undo(who=bo.id)
    assert mine.id not in {span.id for span in project.read.spans(article.id)}


def test_a_stale_edit_names_the_record_and_who_changed_it(project, path, me, article):
    span = tag(project, article, "Ilse Brandt", who=me)
    bo = project.add_annotator("Bo")
    with Project.open(path, site="bbbbbbbb") as other:
        other.apply(edit.describe(span, codebook=NEWS, note="by Bo"), who=bo.id)
    before = dump(project, stamps=True)
    for stale in (edit.describe(span, codebook=NEWS, note="mine"), edit.delete([span], codebook=NEWS)):
        with pytest.raises(StaleError, match="The span “Ilse Brandt” was changed in the meantime by Bo"):
            project.apply(stale, who=me.id)
    with pytest.raises(StaleError, match="Bo"):
        project.undo(who=me.id)
    assert dump(project, stamps=True) == before
    assert project.undo_title(me.id) == "Tag ACTOR “Ilse Brandt”"
    with Project.open(path, site="bbbbbbbb") as other:
        other.undo(who=bo.id)
    project.undo(who=me.id)
    assert project.read.spans(article.id) == []


def test_making_what_stands_and_changing_what_is_gone_are_stale(project, me, article):
    span = tag(project, article, "Ilse Brandt", who=me)
    with pytest.raises(StaleError):
        project.apply(Edit(act="tag", title="again", after={span.id: span}), who=me.id)
    project.undo(who=me.id)
    with pytest.raises(StaleError):
        project.apply(edit.describe(span, codebook=NEWS, note="x"), who=me.id)


def test_the_same_twice_is_refused_by_the_store_too(project, me, article):
    first = tag(project, article, "Ilse Brandt", who=me)
    with pytest.raises(DuplicateSpan):
        tag(project, article, "Ilse Brandt", who=me)
    other = tag(project, article, "Ilse", who=me)
    before = dump(project, stamps=True)
    with pytest.raises(DuplicateSpan):
        project.apply(edit.resize(other, first.fragments, article=article, codebook=NEWS), who=me.id)
    assert dump(project, stamps=True) == before


def test_an_undo_that_would_make_a_twin_is_refused_and_stays(project, path, me, article):
    tag(project, article, "Ilse Brandt", who=me)
    span = project.read.spans(article.id)[0]
    project.apply(edit.delete([span], codebook=NEWS), who=me.id)
    with Project.open(path, site="bbbbbbbb") as other:
        tag(other, article, "Ilse Brandt", who=me)
    with pytest.raises(DuplicateSpan):
        project.undo(who=me.id)
    assert project.undo_title(me.id) == "Delete ACTOR “Ilse Brandt”"


# --- relations ---------------------------------------------------------------------------------------


@pytest.fixture
def tied(project, me, article):
    """A quote, its speaker and the relation between them."""
    quote = tag(project, article, "We will not cut", who=me, label="QUOTE")
    actor = tag(project, article, "Ilse Brandt", who=me)
    tie = make_relation(quote, actor)
    project.apply(relate(tie), who=me.id)
    return quote, actor, tie


def test_deleting_a_span_with_its_relations_and_back(project, me, article, tied):
    quote, _, tie = tied
    before = dump(project)
    project.apply(edit.delete([quote], relations=[tie], codebook=NEWS), who=me.id)
    assert project.read.relations(article.id) == []
    project.undo(who=me.id)
    assert dump(project) == before
    project.redo(who=me.id)
    assert len(project.read.spans(article.id)) == 1
    assert {row[0] for row in project.connection.execute("SELECT id FROM tombstone")} == {quote.id, tie.id}


def test_a_relation_made_meanwhile_never_goes_silently(project, me, article, tied):
    quote = tied[0]
    before = dump(project, stamps=True)
    with pytest.raises(StaleError, match="The span “We will not cut”"):
        project.apply(edit.delete([quote], codebook=NEWS), who=me.id)
    assert dump(project, stamps=True) == before


def test_undoing_a_tag_that_somebody_tied_is_refused(project, path, me, article):
    quote = tag(project, article, "We will not cut", who=me, label="QUOTE")
    actor = tag(project, article, "Ilse Brandt", who=me)
    with Project.open(path, site="bbbbbbbb") as other:
        other.apply(relate(make_relation(quote, actor)), who=me.id)
    with pytest.raises(StaleError):
        project.undo(who=me.id)
    assert len(project.read.relations(article.id)) == 1


def test_redoing_a_relation_whose_end_is_gone_is_refused(project, path, me, article, tied):
    quote = tied[0]
    project.undo(who=me.id)
    bo = project.add_annotator("Bo")
    with Project.open(path, site="bbbbbbbb") as other:
        other.apply(edit.delete([quote], codebook=NEWS), who=bo.id)
    with pytest.raises(StaleError, match="hangs on was changed in the meantime by Bo"):
        project.redo(who=me.id)
    assert project.redo_title(me.id) == "Tie"


def test_the_same_tie_twice_is_refused(project, me, article, tied):
    quote, actor = tied[:2]
    before = dump(project, stamps=True)
    again = make_relation(quote, actor)
    with pytest.raises(ForbiddenRelation, match="already"):
        project.apply(relate(again), who=me.id)
    with pytest.raises(ForbiddenRelation):
        bring(project, me, [], relations=[again])
    assert dump(project, stamps=True) == before
    project.connection.execute(
        "INSERT INTO relation(id,rev,site,at,kind,head,tail) SELECT 'twin',1,'',0,kind,head,tail FROM relation"
    )
    assert ["twice" in problem.message for problem in problems(project)] == [True]


def test_relabel_drops_a_forbidden_relation_and_undo_brings_it_back(project, me, article, tied):
    quote, actor, tie = tied
    before = dump(project)
    one = edit.relabel(
        actor, "CUE", codebook=NEWS, version=project.codebook_id, existing=[quote, actor], relations=[tie]
    )
    project.apply(one, who=me.id)
    assert project.read.relations(article.id) == []
    sound(project)
    project.undo(who=me.id)
    assert dump(project) == before


# --- other records -----------------------------------------------------------------------------------


def test_every_kind_of_record_goes_in_and_out(project, me, article):
    span = tag(project, article, "Ilse Brandt", who=me)
    actor = make_actor(aliases=("I. Brandt",), wikidata="Q1")
    comment = Comment(id=new_id(), article=article.id, annotator=me.id, text="?", span=span.id, question=True)
    decision = Decision(
        id=new_id(),
        article=article.id,
        difference="d",
        reviewer=me.id,
        outcome="take",
        sources=((span.id, 1),),
        result=(span.id,),
    )
    before = dump(project)
    records = {one.id: one for one in (actor, comment, decision)}
    project.apply(Edit(act="add", title="Add", after=records), who=me.id)
    assert project.read.actors() == [actor] == [project.read.actor(actor.id)]
    assert project.read.comments() == [comment]
    assert project.read.decisions() == [decision]
    changed = {
        actor.id: msgspec.structs.replace(actor, name="I. Brandt", aliases=()),
        comment.id: msgspec.structs.replace(comment, closed=True),
        decision.id: msgspec.structs.replace(decision, outcome="reject", reason="no"),
    }
    project.apply(Edit(act="x", title="Change", before=records, after=changed), who=me.id)
    assert project.read.decisions() == [changed[decision.id]]
    project.undo(who=me.id)
    assert project.read.comments() == [comment]
    project.undo(who=me.id)
    assert dump(project) == before


def test_an_article_s_fields_change_and_its_search_index_with_them(project, me, article):
    after = msgspec.structs.replace(article, title="Köpenick ferry", outlet="Bay News", meta={"a": [1]})
    project.apply(edit.describe_article(article, after), who=me.id)
    assert project.read.article(article.id) == after
    assert (hits(project, "kopenick"), hits(project, "midnight")) == (1, 1)
    sound(project)
    project.undo(who=me.id)
    assert project.read.article(article.id) == article
    assert (hits(project, "kopenick"), hits(project, "midnight")) == (0, 1)
    project.redo(who=me.id)
    assert hits(project, "kopenick") == 1
    sound(project)


def test_an_edit_never_holds_a_new_article(project, me):
    article = make_article()
    with pytest.raises(ValueError, match="Bulk"):
        project.apply(Edit(act="x", title="x", after={article.id: article}), who=me.id)


def test_an_edit_is_at_most_5000_records(project, me):
    actors = {one.id: one for one in (make_actor(str(number)) for number in range(5001))}
    with pytest.raises(ValueError, match="Bulk"):
        project.apply(Edit(act="x", title="x", after=actors), who=me.id)
    actors.popitem()
    project.apply(Edit(act="x", title="x", after=actors), who=me.id)
    assert len(project.read.actors()) == 5000


def test_state_is_an_edit_and_work_time_is_not(project, me, article):
    project.apply(edit.set_state(article, me.id, state="done", before=None), who=me.id)
    project.add_worktime(article.id, me.id, 40)
    project.add_worktime(article.id, me.id, 2)
    assert project.read.worktime(article.id, me.id) == 42
    assert project.read.progress(article.id, me.id).state == "done"
    project.undo(who=me.id)
    assert project.read.progress(article.id, me.id) is None
    assert project.read.worktime(article.id, me.id) == 42
    assert [row[:2] + row[4:] for row in project.read.worktimes()] == [(article.id, me.id, 42)]


def test_whoever_is_at_work_is_never_undone(project, me, article):
    bo = project.add_annotator("Bo")
    assert project.add_annotator(" bO ") == bo
    tag(project, article, "ferries", who=bo)
    project.undo(who=bo.id)
    with pytest.raises(NothingToUndo):
        project.undo(who=bo.id)
    assert bo in project.read.annotators()


def test_half_a_character_in_a_name_is_replaced(project):
    assert project.add_annotator("B\ud83d").name == "B\ufffd"
    assert project.add_annotator("B\ud83d") == project.read.annotator_named("B\ufffd")


def test_an_annotator_with_work_is_not_deleted(project, me, article):
    bo = project.add_annotator("Bo")
    tag(project, article, "ferries", who=bo)
    with pytest.raises(CannotUndo, match="What Bo has done since would be lost"):
        project.apply(Edit(act="x", title="Remove Bo", before={bo.id: bo}), who=me.id)
    project.undo(who=bo.id)
    project.apply(Edit(act="x", title="Remove Bo", before={bo.id: bo}), who=me.id)
    assert bo not in project.read.annotators()


# --- trouble -----------------------------------------------------------------------------------------


def test_a_write_that_fails_at_any_statement_leaves_nothing(project, me, article):
    """An authorizer refuses the k-th access to a table; whatever k is, all or nothing of the edit stays."""
    quote = tag(project, article, "We will not cut", who=me, label="QUOTE")
    actor = tag(project, article, "Ilse Brandt", who=me)
    tie = make_relation(quote, actor)
    project.apply(relate(tie), who=me.id)
    edits = [
        edit.delete([quote], relations=[tie], codebook=NEWS),
        edit.describe(quote, codebook=NEWS, note="x"),
    ]
    for one in edits:
        before = dump(project, stamps=True)
        failures = 0
        while True:
            countdown = [failures]

            def deny(action, *_rest, countdown=countdown):
                if action in (sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE):
                    countdown[0] -= 1
                    if countdown[0] < 0:
                        return sqlite3.SQLITE_DENY
                return sqlite3.SQLITE_OK

            project.connection.set_authorizer(deny)
            try:
                project.apply(one, who=me.id)
            except sqlite3.DatabaseError:
                failures += 1
            else:
                break
            finally:
                project.connection.set_authorizer(None)
            assert not project.connection.in_transaction
            assert dump(project, stamps=True) == before
        assert failures >= 2
        project.undo(who=me.id)


def test_a_full_disk_says_so_and_loses_nothing(project, path, me, article):
    tag(project, article, "Ilse Brandt", who=me)
    span = project.read.spans(article.id)[0]
    before = dump(project, stamps=True)
    pages = project.connection.execute("PRAGMA page_count").fetchone()[0]
    project.connection.execute(f"PRAGMA max_page_count={pages}")
    big = edit.describe(span, codebook=NEWS, note="x" * 200_000)
    with pytest.raises(DiskFull, match="all before it is safe"):
        project.apply(big, who=me.id)
    with pytest.raises(DiskFull):
        bring(project, me, [make_article("word " * 100_000)])
    assert dump(project, stamps=True) == before
    project.connection.execute("PRAGMA max_page_count=1000000")
    project.apply(big, who=me.id)
    sound(project)


def test_a_busy_project_says_so(path, project, me, article, monkeypatch):
    monkeypatch.setattr(connections, "BUSY_MILLISECONDS", 50)
    with Project.open(path, site=SITE) as impatient:
        before = dump(project)
        project.connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(ProjectBusy, match="not made"):
            tag(impatient, article, "Ilse Brandt", who=me)
        with pytest.raises(ProjectBusy):
            impatient.undo(who=me.id)
        project.connection.execute("ROLLBACK")
        assert dump(project) == before
        tag(impatient, article, "Ilse Brandt", who=me)


def test_a_short_wait_for_another_writer_is_no_failure(path, project, me, article):
    def hold():
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        held.set()
        release.wait(5)
        connection.execute("COMMIT")
        connection.close()

    held, release = threading.Event(), threading.Event()
    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(5)
    threading.Timer(0.2, release.set).start()
    tag(project, article, "Ilse Brandt", who=me)
    thread.join()


def test_an_interrupt_in_a_transaction_leaves_nothing(project, me, article, monkeypatch):
    """Whatever is raised inside, KeyboardInterrupt too."""
    before = dump(project, stamps=True)

    def interrupted(*_args, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(project._journal, "write_line", interrupted)
    with pytest.raises(KeyboardInterrupt):
        tag(project, article, "Ilse Brandt", who=me)
    assert dump(project, stamps=True) == before


def test_two_windows_notice_each_other(path, project, me, article):
    with Project.open(path, site=SITE) as other:
        assert not other.changed_elsewhere()
        tag(project, article, "Ilse Brandt", who=me)
        assert other.changed_elsewhere()
        assert not other.changed_elsewhere()
        assert len(other.read.spans(article.id)) == 1
        tag(other, article, "ferries", who=me)
        assert not other.changed_elsewhere()
        assert project.changed_elsewhere()
        assert other.undo(who=me.id).title == "Tag ACTOR “ferries”"
        assert project.undo(who=me.id).title == "Tag ACTOR “Ilse Brandt”"
        other.redo(who=me.id)
        project.redo(who=me.id)
        assert len(project.read.spans(article.id)) == 2


def test_a_snapshot_does_not_move(project, me, article):
    with project.snapshot() as reader:
        assert reader.spans(article.id) == []
        tag(project, article, "Ilse Brandt", who=me)
        assert reader.spans(article.id) == []
    assert len(project.read.spans(article.id)) == 1


def test_a_span_in_pieces_comes_back_in_pieces(project, me, article):
    span = span_on(article, "Mayor", annotator=me.id, label="QUOTE")
    pieces = ((span.start, span.end), (span.end + 6, span.end + 12))
    one = edit.tag(
        article,
        pieces,
        label="QUOTE",
        annotator=me.id,
        codebook=NEWS,
        version=project.codebook_id,
        trimmed=False,
    )
    project.apply(one, who=me.id)
    assert project.read.span(one.span().id) == one.span()
    assert project.read.span(one.span().id).fragments == pieces
    sound(project)
