"""Merging one file: what comes in, what is held, what is asked, what undo leaves, what a kill leaves."""

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from annotator.core import correction, edit, remarks
from annotator.core.errors import CannotRedo, CannotUndo, DamagedProject, NewerProject, NotAProject, PathTrouble
from annotator.core.merge_errors import CodebooksApart, OtherProject, SameNameAsked
from annotator.core.model import Progress
from annotator.store.project import Project
from annotator.work import merge as merging
from tests.builders import NEWS, make_actor, make_article, make_progress, span_on
from tests.store.conftest import SITE
from tests.store.support import bring, dump, hits, on_disk, relate, sound, tag, with_articles
from tests.work.helpers import done

THERE = "bbbbbbbb"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def articles(project, me):
    """Three articles that both files have."""
    return with_articles(project, me, 3)


@pytest.fixture
def theirs(project, articles, tmp_path):
    """A copy in which Bo works; closed by the test that changes it."""
    path = project.backup(tmp_path / "theirs.annotator")
    with Project.open(path, site=THERE) as there:
        yield there


def bo(there):
    return there.add_annotator("Bo")


def merge(project, there, **answers):
    """Closes their file and merges it."""
    there.close()
    me = project.owner
    return done(merging.run(project, there.path, merging.MergeOptions(**answers), who=me.id))


def test_new_spans_come_with_their_annotator_and_relations(project, articles, theirs):
    who = bo(theirs)
    quote = tag(theirs, articles[0], "“We will not cut a single line,”", who=who, label="QUOTE")
    actor = tag(theirs, articles[0], "Ilse Brandt", who=who)
    from tests.builders import make_relation

    tie = make_relation(quote, actor)
    theirs.apply(relate(tie), who=who.id)
    report = merge(project, theirs)
    assert project.read.spans(articles[0].id) == [actor, quote] or project.read.spans(articles[0].id) == [quote, actor]
    assert project.read.relations(articles[0].id) == [tie]
    assert [(row.title, row.annotator, row.new) for row in report.rows] == [("Article 0", "Bo", 3)]
    assert report.person == "Bo"
    sound(project)


def test_their_acts_are_history_and_never_undone_here(project, articles, theirs):
    who = bo(theirs)
    tag(theirs, articles[0], "ferries", who=who)
    merge(project, theirs)
    assert [line.title for line in project.history()][:2] == ["Merge “theirs.annotator”", "Tag ACTOR “ferries”"]
    assert project.undo_title(who.id) is None
    project.undo(who=project.owner.id)
    assert "Tag ACTOR “ferries”" not in [line.title for line in project.history()]


def test_lines_of_the_same_site_are_history_too(project, me, articles, tmp_path):
    path = project.backup(tmp_path / "theirs.annotator")
    with Project.open(path, site=SITE) as there:
        tag(there, articles[0], "ferries", who=me)
    with Project.open(path, site=SITE) as there:
        merge(project, there)
    assert project.undo_title(me.id) == "Merge “theirs.annotator”"
    theirs_line = next(line.n for line in project.history() if line.act == "tag")
    with pytest.raises(CannotUndo, match="another copy"):
        project.undo(who=me.id, line=theirs_line)
    project.undo(who=me.id)
    assert project.read.spans(articles[0].id) == []
    assert project.undo_title(me.id) == "Import 3 articles"


def everything_there(project, me, articles, theirs):
    """Their file differs in every way."""
    who = bo(theirs)
    mine = theirs.read.spans(articles[0].id)
    theirs.apply(edit.describe(mine[0], codebook=NEWS, note="theirs"), who=who.id)
    theirs.apply(edit.delete([mine[1]], relations=theirs.read.relations(articles[0].id), codebook=NEWS), who=who.id)
    one = theirs.read.article(articles[1].id)
    start = one.text.index("midnight")
    made = correction.correct(
        one,
        ((start, start + 8, "dawn"),),
        spans=theirs.read.spans(one.id),
        relations=theirs.read.relations(one.id),
    )
    theirs.apply(made.edit, who=who.id)
    bring(theirs, who, [make_article("Another one.\n\nWith a text.", title="New")], actors=[make_actor("Ann Other")])
    theirs.apply(remarks.ask(articles[2], "Is that so?", annotator=who.id), who=who.id)
    theirs.apply(edit.set_state(articles[2], who.id, state="done", before=None), who=who.id)
    tag(theirs, articles[2], "ferries", who=who)
    theirs.add_worktime(articles[2].id, who.id, 60)
    fields = theirs.read.article(articles[2].id)
    theirs.apply(edit.describe_article(fields, msgspec.structs.replace(fields, title="Retitled")), who=who.id)


@pytest.fixture
def worked(project, me, articles):
    """Spans and a tie of ours that both files have."""
    from tests.builders import make_relation

    first = tag(project, articles[0], "Ilse Brandt", who=me)
    second = tag(project, articles[0], "“We will not cut a single line,”", who=me, label="QUOTE")
    project.apply(relate(make_relation(second, first)), who=me.id)
    tag(project, articles[1], "until midnight", who=me)
    return articles


def test_undo_leaves_everything_as_it_was(project, me, worked, tmp_path):
    path = project.backup(tmp_path / "theirs.annotator")
    with Project.open(path, site=THERE) as theirs:
        everything_there(project, me, worked, theirs)
        before = dump(project, stamps=True)
        report = merge(project, theirs)
    assert min(report.new, report.changed, report.deleted) > 0
    assert hits(project, "dawn") == 1
    sound(project)
    merged = dump(project)
    project.undo(who=me.id)
    after = dump(project, stamps=True)
    assert {name for name in after if after[name] != before[name]} <= {"journal", "change"}
    assert hits(project, "dawn") == 0
    sound(project)
    with pytest.raises(CannotRedo, match="Merge the file again"):
        project.redo(who=me.id)
    done(merging.run(project, path, who=me.id))
    assert dump(project) == merged


def test_undo_is_refused_when_somebody_worked_on_what_came(project, me, articles, theirs):
    who = bo(theirs)
    span = tag(theirs, articles[0], "ferries", who=who)
    merge(project, theirs)
    project.apply(edit.describe(span, codebook=NEWS, note="seen"), who=who.id)
    with pytest.raises(CannotUndo, match="1 record"):
        project.undo(who=me.id)
    assert project.read.span(span.id).note == "seen"


def test_the_older_of_two_versions_never_comes_back(project, me, worked, tmp_path):
    path = project.backup(tmp_path / "theirs.annotator")
    span = project.read.spans(worked[0].id)[0]
    project.apply(edit.describe(span, codebook=NEWS, note="mine"), who=me.id)
    gone = project.read.spans(worked[1].id)
    project.apply(edit.delete(gone, codebook=NEWS), who=me.id)
    with Project.open(path, site=THERE) as theirs:
        report = merge(project, theirs)
    assert report.line is None
    assert project.read.span(span.id).note == "mine"
    assert project.read.spans(worked[1].id) == []


def test_what_both_changed_is_told_with_both_versions(project, me, worked, tmp_path):
    path = project.backup(tmp_path / "theirs.annotator")
    span = project.read.spans(worked[0].id)[0]
    project.apply(edit.describe(span, codebook=NEWS, note="mine"), who=me.id)
    with Project.open(path, site=THERE) as theirs:
        theirs.apply(edit.describe(span, codebook=NEWS, note="theirs"), who=bo(theirs).id)
        report = merge(project, theirs)
    (both,) = report.both
    assert (both.mine.note, both.theirs.note, both.won) == ("mine", "theirs", "theirs")
    assert project.read.span(span.id).note == "theirs"


def test_a_change_that_follows_ours_is_not_called_changed_by_both(project, me, worked, tmp_path):
    span = project.read.spans(worked[0].id)[0]
    project.apply(edit.describe(span, codebook=NEWS, note="mine"), who=me.id)
    path = project.backup(tmp_path / "theirs.annotator")
    with Project.open(path, site=THERE) as theirs:
        now = theirs.read.span(span.id)
        theirs.apply(edit.describe(now, codebook=NEWS, note="theirs"), who=bo(theirs).id)
        report = merge(project, theirs)
    assert (report.changed, report.both_changed) == (1, 0)


def test_a_relation_to_a_deleted_span_is_held_and_comes_back_with_it(project, me, worked, tmp_path):
    from tests.builders import make_relation

    path = project.backup(tmp_path / "theirs.annotator")
    actor, quote = sorted(project.read.spans(worked[0].id), key=lambda one: one.label)
    ties = project.read.relations(worked[0].id)
    project.apply(edit.delete([actor], relations=ties, codebook=NEWS), who=me.id)
    with Project.open(path, site=THERE) as theirs:
        who = bo(theirs)
        theirs.apply(relate(make_relation(quote, actor, kind="cue")), who=who.id)
        report = merge(project, theirs)
    assert [one.reason for one in report.held_records] == ["A span that it ties does not stand"]
    assert [one.kind for one in project.read.held()] == ["relation"]
    sound(project, held=True)


# --- texts and codebooks ------------------------------------------------------------------------------


def corrected(project, article, old, new, who):
    one = project.read.article(article.id)
    start = one.text.index(old)
    made = correction.correct(
        one,
        ((start, start + len(old), new),),
        spans=project.read.spans(one.id),
        relations=project.read.relations(one.id),
    )
    project.apply(made.edit, who=who.id)


def test_their_spans_follow_a_text_that_we_corrected(project, me, articles, theirs):
    who = bo(theirs)
    tag(theirs, articles[0], "4,200 people", who=who, label="STATISTIC")
    corrected(project, articles[0], "Mayor", "The mayor", me)
    report = merge(project, theirs)
    assert [one.how for one in report.texts] == ["theirs older"]
    assert [one.words for one in project.read.spans(articles[0].id)] == ["4,200 people"]
    sound(project)


def test_our_spans_follow_a_text_that_they_corrected(project, me, articles, theirs):
    tag(project, articles[0], "4,200 people", who=me, label="STATISTIC")
    cut = tag(project, articles[0], "Ilse Brandt said", who=me)
    corrected(theirs, articles[0], "Brandt", "Brandt, mayor,", bo(theirs))
    corrected(theirs, articles[0], "Ilse Brandt, mayor, said that", "", bo(theirs))
    report = merge(project, theirs)
    assert [one.how for one in report.texts] == ["theirs newer"]
    assert [one.words for one in project.read.spans(articles[0].id)] == ["4,200 people"]
    assert [one.record for one in project.read.held()] == [cut.id]
    assert "Brandt" not in project.read.article(articles[0].id).text.split("\n", 2)[2][:40]
    sound(project, held=True)


def test_of_two_corrected_texts_one_stands_and_the_other_is_kept_whole_and_all_spans_are_held(
    project, me, articles, theirs
):
    who = bo(theirs)
    elsewhere = tag(project, articles[1], articles[1].text[:9], who=me)
    corrected(project, articles[0], "midnight", "dawn", me)
    corrected(theirs, articles[0], "midnight", "noon", who)
    on_theirs = tag(theirs, theirs.read.article(articles[0].id), "noon", who=who)
    on_mine = tag(project, project.read.article(articles[0].id), "dawn", who=me)
    texts = {project.read.article(articles[0].id).text, theirs.read.article(articles[0].id).text}
    before = dump(project, stamps=True)
    report = merge(project, theirs)
    assert [one.how for one in report.texts] == ["both corrected"]
    stands = project.read.article(articles[0].id).text
    (other,) = (one for one in project.read.held() if one.kind == "wording")
    assert {stands, other.whole().splices[0][2]} == texts
    assert project.read.spans(articles[0].id) == []
    held = {one.record: one.reason for one in project.read.held() if one.kind == "span"}
    assert set(held) == {on_theirs.id, on_mine.id}
    assert all("corrected in two copies" in reason for reason in held.values())
    assert report.held == 3
    assert [one.id for one in project.read.spans(articles[1].id)] == [elsewhere.id]
    sound(project, held=True)
    assert merge(project, theirs).line is None
    project.undo(who=me.id)
    after = dump(project, stamps=True)
    assert {name for name in after if after[name] != before[name]} <= {"journal", "change"}


def test_the_same_text_by_two_ways_needs_no_choice_and_has_one_past_everywhere(project, me, articles, theirs):
    for one, who, order in ((project, me, ("midnight", "Mayor")), (theirs, bo(theirs), ("Mayor", "midnight"))):
        for word in order:
            corrected(one, articles[0], word, f"{word}s", who)
    tag(project, project.read.article(articles[0].id), "Ilse Brandt", who=me)
    ours = Project.open(project.backup(project.path.with_name("ours.annotator")), site="cccccccc")
    merge(project, theirs)
    again = Project.open(theirs.path, site=theirs.site)
    merge(again, ours)
    assert [one.words for one in project.read.spans(articles[0].id)] == ["Ilse Brandt"]
    assert project.read.held() == []
    query = "SELECT version, sha256, splices FROM article_text ORDER BY version"
    assert project.connection.execute(query).fetchall() == again.connection.execute(query).fetchall()
    again.close()
    sound(project)


@pytest.mark.parametrize("order", ["early late", "late early"])
def test_of_texts_that_go_on_from_each_other_the_last_is_kept(project, me, articles, theirs, order):
    who = bo(theirs)
    corrected(theirs, articles[0], "midnight", "noon", who)
    early = theirs.backup(theirs.path.with_name("early.annotator"))
    corrected(theirs, articles[0], "Mayor", "A mayor", who)
    theirs.rest()
    for word in ("midnight", "Mayor", "Ilse"):  # the longest way, so this text stands
        corrected(project, articles[0], word, f"{word}s", me)
    for name in order.split():
        merge(project, Project.open(early if name == "early" else theirs.path, site="cccccccc"))
    (held,) = (one for one in project.read.held() if one.kind == "wording")
    assert "A mayor" in held.whole().splices[0][2]
    assert "noon" in held.whole().splices[0][2]
    sound(project, held=True)


def test_what_is_tagged_while_two_texts_wait_is_held_by_the_next_merge(project, me, articles, theirs):
    corrected(project, articles[0], "midnight", "dawn", me)
    corrected(theirs, articles[0], "midnight", "noon", bo(theirs))
    merge(project, theirs)
    late = tag(project, project.read.article(articles[0].id), "Ilse Brandt", who=me)
    merge(project, theirs)
    assert [one.record for one in project.read.held() if one.kind == "span"] == [late.id]
    sound(project, held=True)


def test_codebooks_that_parted_are_a_question(project, me, articles, theirs):
    from annotator.core.codebook_edit import Draft, add_label
    from annotator.work import codebooks

    def more(at, name, who):
        book, key = add_label(at.codebook, name)
        done(codebooks.run(at, codebooks.next_version(at, Draft(book=book)), fates={}, who=who.id))
        return key

    more(project, "Ours", me)
    who = bo(theirs)
    key = more(theirs, "Only there", who)
    span = tag_under(theirs, articles[0], "ferries", who, key)
    theirs.close()
    before = dump(project, stamps=True)
    looked = done(merging.plan(project, theirs.path))
    assert looked.codebook == "apart"
    assert looked.codebook_changes
    with pytest.raises(CodebooksApart):
        done(merging.run(project, theirs.path, who=me.id))
    assert dump(project, stamps=True) == before
    report = done(merging.run(project, theirs.path, merging.MergeOptions(codebook="mine"), who=me.id))
    assert [one.reason for one in report.held_records] == [f"The codebook has no label {key}"]
    assert not project.codebook.has(key)
    assert done(merging.run(project, theirs.path, who=me.id)).line is None
    project.undo(who=me.id)
    done(merging.run(project, theirs.path, merging.MergeOptions(codebook="theirs"), who=me.id))
    assert project.codebook.has(key)
    assert project.read.span(span.id).label == key
    sound(project)


def tag_under(project, article, words, who, label):
    start = article.text.index(words)
    made = edit.tag(
        article,
        [(start, start + len(words))],
        label=label,
        annotator=who.id,
        codebook=project.codebook,
        version=project.codebook_id,
    )
    project.apply(made, who=who.id)
    return made.span()


# --- people ------------------------------------------------------------------------------------------


def test_a_name_under_another_id_is_asked_once(project, me, articles, theirs):
    there = bo(theirs)
    span = tag(theirs, articles[0], "ferries", who=there)
    here = project.add_annotator("bo ")
    theirs.close()
    assert [one.name for one in done(merging.plan(project, theirs.path)).same_names] == ["Bo"]
    with pytest.raises(SameNameAsked, match="Bo"):
        done(merging.run(project, theirs.path, who=me.id))
    done(merging.run(project, theirs.path, merging.MergeOptions(same_name=True), who=me.id))
    assert project.read.span(span.id).annotator == here.id
    assert [one.name for one in project.read.annotators()] == ["Ann", "bo"]
    assert done(merging.run(project, theirs.path, who=me.id)).line is None
    sound(project)


def test_two_people_of_one_name_stay_two(project, me, articles, theirs):
    there = bo(theirs)
    project.add_annotator("Bo")
    merge(project, theirs, same_name=False)
    assert [one.name for one in project.read.annotators()] == ["Ann", "Bo", "Bo"]
    assert there.id in {one.id for one in project.read.annotators()}


def test_markup_for_a_name_stays_text(project, articles, theirs):
    who = theirs.add_annotator("<img src=x onerror=alert(1)>")
    tag(theirs, articles[0], "ferries", who=who)
    report = merge(project, theirs)
    assert report.rows[0].annotator == "<img src=x onerror=alert(1)>"


# --- bad files ---------------------------------------------------------------------------------------


def refused(project, path, kind, match=None):
    """The file is refused, and neither it nor the project is touched."""
    folder, before = on_disk(path.parent), dump(project, stamps=True)
    for job in (merging.plan(project, path), merging.run(project, path, who=project.owner.id)):
        with pytest.raises(kind, match=match) as caught:
            done(job)
        assert "theirs.annotator" in str(caught.value) or str(path.name) in str(caught.value)
    assert dump(project, stamps=True) == before
    assert {key: value for key, value in on_disk(path.parent).items() if "ferries" not in key} == {
        key: value for key, value in folder.items() if "ferries" not in key
    }


def changed_by_hand(path, *statements):
    import sqlite3

    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_file_of_another_project(project, tmp_path):
    path = tmp_path / "other.annotator"
    Project.create(path, codebook=NEWS, annotator="Eve", site=THERE).close()
    refused(project, path, OtherProject)


@pytest.mark.parametrize(
    ("statement", "match"),
    [
        ("CREATE TRIGGER t AFTER INSERT ON span BEGIN DELETE FROM article; END", "trigger t"),
        ("CREATE VIEW v AS SELECT 1", "view v"),
        ("CREATE TABLE more(x)", "table more"),
        ("CREATE INDEX i ON span(abs(start))", "index i"),
        ("ALTER TABLE span ADD COLUMN more TEXT", "table span"),
        ("DROP INDEX span_label", "index span_label"),
    ],
)
def test_a_file_with_anything_that_no_project_has(project, theirs, statement, match):
    theirs.close()
    changed_by_hand(theirs.path, statement)
    refused(project, theirs.path, NotAProject, match)


def test_a_file_of_a_newer_version(project, theirs):
    theirs.close()
    changed_by_hand(theirs.path, "PRAGMA user_version=99")
    refused(project, theirs.path, NewerProject)


def test_no_file_no_project(project, tmp_path):
    refused(project, tmp_path / "nowhere.annotator", PathTrouble)
    (tmp_path / "text.annotator").write_text("not one")
    refused(project, tmp_path / "text.annotator", NotAProject)


def test_a_damaged_file(project, articles, theirs):
    tag(theirs, articles[0], "ferries", who=bo(theirs))
    theirs.close()
    data = bytearray(theirs.path.read_bytes())
    for place in range(4096 * 3, len(data) - 4096, 4096):
        data[place : place + 40] = b"\xff" * 40
    theirs.path.write_bytes(data)
    refused(project, theirs.path, DamagedProject)
    theirs.path.write_bytes(data[: len(data) // 2])
    refused(project, theirs.path, DamagedProject)


@pytest.mark.parametrize(
    ("statement", "match"),
    [
        ("UPDATE span SET attributes='[1'", "attributes"),
        ("UPDATE span SET attributes='[1]'", "attributes"),
        ("UPDATE span SET fragments='x'", "fragments"),
        ("UPDATE span SET fragments='[[5,6],[2,3]]'", "fragments"),
        ('UPDATE span SET start=100000, "end"=100001', "outside"),
        ("UPDATE span SET words='other words'", "words"),
        ("UPDATE article SET text=text||'.', sha256='00', text_version=2", "text"),
        ("UPDATE codebook SET body='{}'", "codebook"),
        ("UPDATE codebook SET id='0'", "codebook"),
        ("UPDATE span SET annotator=99", "refers to"),
        ("DELETE FROM project WHERE key='id'", "id"),
        ("INSERT INTO held VALUES('x','span',1,'b','why','{')", "held"),
        ("INSERT INTO held VALUES('x','what',1,'b','why','{}')", "held"),
    ],
)
def test_a_file_whose_records_cannot_be_so(project, articles, theirs, statement, match):
    tag(theirs, articles[0], "ferries", who=bo(theirs))
    theirs.close()
    changed_by_hand(theirs.path, "PRAGMA foreign_keys=OFF", statement)
    refused(project, theirs.path, DamagedProject, match)


def test_an_unknown_label_is_held_not_dropped(project, articles, theirs):
    span = tag(theirs, articles[0], "ferries", who=bo(theirs))
    theirs.close()
    changed_by_hand(theirs.path, "UPDATE span SET label='NOBODY_HAS_IT'")
    with Project.open(theirs.path, site=THERE) as there:
        report = merge(project, there)
    assert [one.reason for one in report.held_records] == ["The codebook has no label NOBODY_HAS_IT"]
    assert project.read.held()[0].whole().id == span.id


def test_the_same_words_twice_are_held_until_one_goes(project, me, articles, theirs):
    first = tag(project, articles[0], "ferries", who=me)
    second = tag(theirs, articles[0], "ferries", who=me)
    theirs.close()
    merge(project, theirs)
    assert [one.id for one in project.read.spans(articles[0].id)] == [min(first.id, second.id)]
    assert [one.record for one in project.read.held()] == [max(first.id, second.id)]
    project.apply(edit.delete(project.read.spans(articles[0].id), codebook=NEWS), who=me.id)
    done(merging.run(project, theirs.path, who=me.id))
    assert [one.id for one in project.read.spans(articles[0].id)] == [second.id]
    assert project.read.held() == []


def test_work_on_an_article_whose_import_was_undone_is_held(project, me, articles, theirs):
    who = bo(theirs)
    tag(theirs, articles[0], "ferries", who=who)
    theirs.apply(edit.add_record(make_progress(articles[0], who.id), title="Done"), who=who.id)
    project.undo(who=me.id)
    report = merge(project, theirs)
    assert project.read.article_count() == 0
    assert {one.kind for one in report.held_records} == {"span", "progress"}
    assert done(merging.run(project, theirs.path, who=me.id)).line is None
    sound(project, held=True)


def test_a_packets_progress_and_ours_are_one_record(project, me, articles, theirs):
    who = bo(theirs)
    theirs.apply(edit.set_state(articles[0], who.id, state="done", before=None), who=who.id)
    merge(project, theirs)
    assert project.read.progress(articles[0].id, who.id) == Progress(
        article=articles[0].id, annotator=who.id, state="done"
    )


# --- kill -9 -----------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a Unix matter")
def test_a_killed_merge_is_wholly_in_or_not_at_all(project, me, path, tmp_path):
    other = project.backup(tmp_path / "theirs.annotator")
    with Project.open(other, site=THERE) as there:
        who = bo(there)
        made = [make_article(title=f"New {number}") for number in range(400)]
        bring(there, who, made, spans=[span_on(one, "Ilse Brandt", annotator=who.id) for one in made])
    project.close()
    with Project.open(path, site=SITE) as one:
        before = dump(one, stamps=True)
    merged = None
    for wait in (0.0, 0.02, 0.05, 0.1, 0.2, 30):
        target = tmp_path / "killed.annotator"
        shutil.copyfile(path, target)
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.store.killed", "merge", str(target), str(other)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert child.stdout is not None
        assert child.stdout.readline() == "begun\n"
        if wait < 1:
            time.sleep(wait)
            child.send_signal(signal.SIGKILL)
        whole = child.stdout.read() == "whole\n"
        child.stdout.close()
        child.wait(timeout=60)
        with Project.open(target, site=SITE) as one:
            sound(one)
            if one.read.article_count():
                merged = dump(one)
                assert len(one.read.article_ns(annotator_id=who.id)) == 400
            else:
                assert not whole
                assert dump(one, stamps=True) == before
        for suffix in ("", "-wal", "-shm"):
            Path(f"{target}{suffix}").unlink(missing_ok=True)
    assert merged is not None


# --- what runs meanwhile, and what was retired --------------------------------------------------------


def test_an_import_that_ran_when_the_copy_was_taken_stays_out(project, articles, tmp_path):
    from annotator.store.bulk import Bulk

    path = tmp_path / "theirs.annotator"
    with Project.open(project.backup(tmp_path / "x.annotator"), site=THERE) as there:
        who = bo(there)
        tag(there, articles[0], "ferries", who=who)
        with Bulk(there, act="import", title="Import", who=who.id) as bulk:
            bulk.add(articles=[make_article("Not whole.")])
            there.backup(path)
    report = done(merging.run(project, path, who=project.owner.id))
    assert (report.new, report.articles_new) == (1, 0)
    assert project.read.article_count() == 3
    sound(project)


def test_nothing_is_merged_while_an_import_runs(project, articles, theirs):
    from annotator.core.errors import StaleError
    from annotator.store.bulk import Bulk

    tag(theirs, articles[0], "ferries", who=bo(theirs))
    theirs.close()
    with (
        Bulk(project, act="import", title="Import", who=project.owner.id),
        pytest.raises(StaleError, match="import"),
    ):
        done(merging.run(project, theirs.path, who=project.owner.id))
    assert project.read.spans(articles[0].id) == []


@pytest.mark.parametrize(("heir", "label"), [("ACTOR", "ACTOR"), (None, "")])
def test_spans_of_a_label_that_we_retired_follow_its_heir_or_are_held(project, me, articles, theirs, heir, label):
    from annotator.core.codebook_edit import Draft, drop_label
    from annotator.work import codebooks

    span = tag(theirs, articles[0], "ferries", who=bo(theirs), label="CUE")
    draft = drop_label(Draft(book=project.codebook), "CUE", heir=heir)
    made = codebooks.next_version(project, draft)
    done(codebooks.run(project, made, fates=draft.fates, who=me.id))
    report = merge(project, theirs)
    assert report.codebook == "older"
    assert [one.label for one in project.read.spans(articles[0].id)] == ([label] if label else [])
    assert [one.reason for one in report.held_records] == ([] if label else ["The label CUE was retired"])
    assert [one.record for one in project.read.held()] == ([] if label else [span.id])
    assert done(merging.run(project, theirs.path, who=me.id)).line is None
    sound(project, held=True)


def test_their_next_codebook_comes_with_their_spans_and_ours_follow_it(project, me, articles, theirs):
    from annotator.core.codebook_edit import Draft, drop_label
    from annotator.work import codebooks

    mine = tag(project, articles[0], "ferries", who=me, label="CUE")
    draft = drop_label(Draft(book=theirs.codebook), "CUE", heir="ACTOR")
    done(codebooks.run(theirs, codebooks.next_version(theirs, draft), fates=draft.fates, who=bo(theirs).id))
    report = merge(project, theirs)
    assert (report.codebook, bool(report.codebook_changes)) == ("newer", True)
    assert not project.codebook.has("CUE")
    assert project.read.span(mine.id).label == "ACTOR"
    sound(project)
    project.undo(who=me.id)
    assert project.codebook.has("CUE")
    assert project.read.span(mine.id) == mine
    sound(project)


def test_undo_puts_exchanged_labels_back(project, me, articles, tmp_path):
    first = tag(project, articles[0], "ferries", who=me)
    second = tag(project, articles[0], "ferries", who=me, label="CUE")
    path = project.backup(tmp_path / "theirs.annotator")
    with Project.open(path, site=THERE) as there:
        who = bo(there)
        one, other = there.read.span(first.id), there.read.span(second.id)
        swapped = {
            first.id: msgspec.structs.replace(one, label="QUOTE"),
            second.id: msgspec.structs.replace(other, label="STATISTIC"),
        }
        there.apply(
            edit.Edit(act="relabel", title="Swap", before={one.id: one, other.id: other}, after=swapped), who=who.id
        )
        again = {
            first.id: msgspec.structs.replace(one, label="CUE"),
            second.id: msgspec.structs.replace(other, label="ACTOR"),
        }
        there.apply(edit.Edit(act="relabel", title="Swap", before=swapped, after=again), who=who.id)
        merge(project, there)
    assert [project.read.span(key).label for key in (first.id, second.id)] == ["CUE", "ACTOR"]
    project.undo(who=me.id)
    assert project.read.span(first.id) == first
    assert project.read.span(second.id) == second
    sound(project)
