"""Packets: what goes in and what never does, assignment, training rounds, updates, and what merging them back gives."""

import sqlite3

import pytest

from annotator.core import edit, remarks
from annotator.core.errors import ProjectExists, UnknownRecord
from annotator.core.merge_errors import NothingToAssign, PacketCodebook
from annotator.core.model import Actor, Decision, new_id
from annotator.store.project import Project
from annotator.work import assign, merge, packets, training_round
from annotator.work.returns import returns
from tests.builders import NEWS, make_actor, make_article, make_progress, make_relation, span_on
from tests.store.support import bring, dump, on_disk, sound, tag
from tests.work.helpers import done

WORDS = "“We will not cut a single line,”"


@pytest.fixture
def project(tmp_path):
    """Ann's project: eight articles of two outlets, Bo and Cy with work of their own, and gold."""
    with Project.create(tmp_path / "ferries.annotator", codebook=NEWS, annotator="Ann", site="aaaaaaaa") as one:
        bring(one, one.owner, [make_article(title=f"No. {n}", outlet=f"Outlet {n % 2}") for n in range(8)])
        for name in ("Bo", "Cyrus Secretive"):
            one.add_annotator(name)
        yield one


def who(project, name):
    return project.read.annotator_named(name)


def articles(project):
    return [project.read.article_by_n(n) for n in project.read.article_ns(annotator_id="")]


def given(project, *people, **options):
    made = assign.plan(project, assign.AssignOptions(people=people, **options))
    return done(assign.run(project, made, who=project.owner.id)), made


def packet(project, out, name, **options):
    report = done(packets.run(project, out, who(project, name).id, packets.PacketOptions(**options)))
    return Project.open(out, site="cccccccc"), report


# --- packets -----------------------------------------------------------------------------------------


@pytest.fixture
def secrets(project):
    """Everything of others that a blind packet must not hold, and the bytes that would tell."""
    me, cy, bo = project.owner, who(project, "Cyrus Secretive"), who(project, "Bo")
    one = articles(project)[0]
    actor = make_actor("Registry Person", note="registry note")
    project.apply(edit.add_record(actor, title="Add"), who=me.id)
    span = tag(project, one, "Ilse Brandt", who=cy)
    project.apply(edit.describe(span, codebook=NEWS, note="a telling note", actor=actor.id), who=cy.id)
    quote = tag(project, one, WORDS, who=cy, label="QUOTE")
    tie = make_relation(quote, span)
    project.apply(edit.add_record(tie, title="Tie", article=one.id), who=cy.id)
    gone = tag(project, one, "ferries", who=cy)
    project.apply(edit.delete([gone], codebook=NEWS), who=cy.id)
    remark = remarks.ask(one, "a question of Cyrus", annotator=cy.id)
    project.apply(remark, who=cy.id)
    decision = Decision(
        id=new_id(), article=one.id, difference="d" * 64, reviewer=me.id, outcome="reject", reason="a telling reason"
    )
    project.apply(edit.add_record(decision, title="Reject", article=one.id), who=me.id)
    project.add_worktime(one.id, cy.id, 60)
    tag(project, one, "Mayor", who=bo)
    records = [cy.id, span.id, quote.id, tie.id, gone.id, decision.id, *remark.after]
    words = ["Cyrus", "Secretive", "telling", "Registry Person", "registry note", "question of"]
    return [*records, *words]


def test_no_byte_of_others_is_in_a_blind_packet(project, secrets, tmp_path):
    there, report = packet(project, tmp_path / "bo.annotator", "Bo", blind=True)
    there.close()
    data = b"".join(path.read_bytes() for path in tmp_path.glob("bo.annotator*"))
    assert [word for word in secrets if word.encode() in data] == []
    assert project.owner.id.encode() not in data
    assert (report.articles, report.spans, report.blind) == (8, 1, True)


def test_a_packet_that_is_not_blind_still_tells_no_comments_journal_decisions_or_times(project, secrets, tmp_path):
    there, report = packet(project, tmp_path / "bo.annotator", "Bo")
    with there:
        assert report.spans == 3
        assert {one.name for one in there.read.annotators()} == {"Ann", "Bo", "Cyrus Secretive"}
        assert [one.name for one in there.read.actors()] == ["Registry Person"]
        assert there.history() == []
        for table in ("decision", "worktime", "comment", "tombstone", "held"):
            assert there.connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
        sound(there)


def test_a_packet_opens_as_its_person_and_keeps_its_codebook(project, tmp_path):
    from annotator.core.codebook_edit import Draft, add_label
    from annotator.gui.places import Places
    from annotator.work import codebooks

    given(project, "Bo")
    there, _ = packet(project, tmp_path / "bo.annotator", "Bo")
    with there:
        assert there.owner == Places().annotator(there) == who(project, "Bo")
        made = codebooks.next_version(there, Draft(book=add_label(there.codebook, "More")[0]))
        with pytest.raises(PacketCodebook):
            done(codebooks.run(there, made, fates={}, who=there.owner.id))
        assert there.codebook == project.codebook


def test_only_what_is_assigned_or_asked_for_goes_in(project, tmp_path):
    given(project, "Bo", "Cyrus Secretive")
    there, report = packet(project, tmp_path / "bo.annotator", "Bo")
    with there:
        assert report.articles == 4
        assert there.connection.execute("SELECT count(*) FROM progress WHERE assigned=1").fetchone() == (4,)
    there, report = packet(project, tmp_path / "more.annotator", "Bo", query="outlet 1")
    there.close()
    assert report.articles == 4
    first = packet(project, tmp_path / "some.annotator", "Bo", sample=3, seed=5)[0]
    again = packet(project, tmp_path / "same.annotator", "Bo", sample=3, seed=5)[0]
    assert [one.id for one in articles(first)] == [one.id for one in articles(again)]
    assert len(articles(first)) == 3
    first.close()
    again.close()


def test_nothing_is_overwritten_and_nothing_half_made_is_left(project, tmp_path):
    (tmp_path / "bo.annotator").write_text("a returned file")
    before = {name: value for name, value in on_disk(tmp_path).items() if not name.startswith("ferries")}
    with pytest.raises(ProjectExists):
        packet(project, tmp_path / "bo.annotator", "Bo")
    with pytest.raises(UnknownRecord, match="article"):
        packet(project, tmp_path / "x.annotator", "Bo", query="nothing is called so")
    assert {name: value for name, value in on_disk(tmp_path).items() if not name.startswith("ferries")} == before


def test_rows_of_an_import_that_still_runs_stay_out(project, tmp_path):
    from annotator.store.bulk import Bulk

    with Bulk(project, act="import", title="Import", who=project.owner.id) as bulk:
        one = make_article("Not whole yet.")
        bulk.add(articles=[one], spans=[span_on(one, "whole", annotator=who(project, "Bo").id)])
        there, report = packet(project, tmp_path / "bo.annotator", "Bo")
        there.close()
    assert (report.articles, report.spans) == (8, 0)


# --- returns and updates -----------------------------------------------------------------------------


def test_work_in_a_packet_comes_back_whole(project, tmp_path):
    given(project, "Bo")
    there, _ = packet(project, tmp_path / "bo.annotator", "Bo", blind=True)
    with there:
        bo = there.owner
        one = articles(there)[0]
        span = tag(there, one, "ferries", who=bo)
        there.apply(edit.set_state(one, bo.id, state="done", before=there.read.progress(one.id, bo.id)), who=bo.id)
        there.apply(remarks.ask(one, "Is that an actor?", annotator=bo.id), who=bo.id)
        there.add_worktime(one.id, bo.id, 90)
    report = done(merge.run(project, there.path, who=project.owner.id))
    assert (report.person, report.new, report.changed, report.both_changed) == ("Bo", 2, 1, 0)
    assert project.read.span(span.id) == span
    state = project.read.progress(one.id, who(project, "Bo").id)
    assert (state.state, state.assigned) == ("done", True)
    (line,) = returns(project, [report])
    assert (line.name, line.done, line.assigned, line.minutes, line.questions) == ("Bo", 1, 8, 1.5, 1)
    assert line.last_act is not None
    sound(project)


def test_an_update_brings_articles_codebook_and_answers_and_leaves_the_own_layer(project, tmp_path):
    from annotator.core.codebook_edit import Draft, add_label
    from annotator.work import codebooks

    given(project, "Bo")
    there, _ = packet(project, tmp_path / "bo.annotator", "Bo", blind=True)
    bo, me, cy = there.owner, project.owner, who(project, "Cyrus Secretive")
    one = articles(there)[0]
    span = tag(there, one, "ferries", who=bo)
    asked = remarks.ask(one, "Is that an actor?", annotator=bo.id)
    there.apply(asked, who=bo.id)
    there.close()
    done(merge.run(project, there.path, who=me.id))
    (thread,) = remarks.threads(project.read.comments(one.id))
    project.apply(remarks.answer(thread, "It is.", annotator=me.id), who=me.id)
    project.apply(edit.describe(span, codebook=NEWS, note="meddled with"), who=me.id)
    made = codebooks.next_version(project, Draft(book=add_label(project.codebook, "More")[0]))
    done(codebooks.run(project, made, fates={}, who=me.id))
    tag(project, one, "Mayor", who=cy)
    bring(project, me, [make_article("Fresh from the press.", title="Fresh"), make_article("Not for Bo.", title="No")])
    fresh = next(a for a in articles(project) if a.title == "Fresh")
    project.apply(edit.add_record(make_progress(fresh, bo.id, "todo", assigned=True), title="Give"), who=me.id)
    with Project.open(there.path, site="cccccccc") as there:
        done(merge.run(there, project.path, who=bo.id))
        assert "Fresh" in [a.title for a in articles(there)]
        assert "No" not in [a.title for a in articles(there)]
        assert there.codebook == project.codebook
        assert [(c.text, c.closed) for c in there.read.comments(one.id)] == [
            ("Is that an actor?", True),
            ("It is.", False),
        ]
        assert there.read.spans(one.id) == [span]
        sound(there)
        data = b"".join(path.read_bytes() for path in tmp_path.glob("bo.annotator*"))
        assert b"Cyrus" not in data
        assert done(merge.run(there, project.path, who=bo.id)).line is None
    report = done(merge.run(project, there.path, who=me.id))
    assert (report.new, report.changed, report.deleted, report.held) == (0, 0, 0, 0)
    assert "Answers" not in {a.name for a in project.read.annotators()}


# --- assignment --------------------------------------------------------------------------------------


def test_what_is_shared_is_shared_by_every_pair(project):
    options = assign.AssignOptions(people=("Bo", "Di", "Eva"), double=0.4, seed=4)
    made = assign.plan(project, options)
    assert made.doubled == 3
    assert [one.shared for one in made.people] == [2, 2, 2]


def test_articles_are_spread_evenly_by_outlet_and_the_same_again(project):
    options = assign.AssignOptions(people=("Bo", "Di"), double=0.25, by="outlet", seed=4)
    made = assign.plan(project, options)
    assert made == assign.plan(project, options)
    assert made != assign.plan(project, assign.AssignOptions(people=("Bo", "Di"), double=0.25, by="outlet", seed=5))
    assert (made.articles, made.doubled) == (8, 2)
    assert [share.articles for share in made.people] == [5, 5]
    for share in made.people:
        assert max(share.by.values()) - min(share.by.values()) <= 1
        assert share.shared == 2
    before = dump(project, stamps=True)
    report = done(assign.run(project, made, who=project.owner.id))
    assert (report.articles, report.doubled) == (8, 2)
    assert who(project, "Di") is not None
    with pytest.raises(NothingToAssign):
        assign.plan(project, options)
    project.undo(who=project.owner.id)
    after = dump(project, stamps=True)
    assert {name for name in after if after[name] != before[name]} <= {"journal", "change", "tombstone"}


def test_what_somebody_leaves_goes_to_the_others(project):
    given(project, "Bo", "Cyrus Secretive")
    bo = who(project, "Bo")
    mine = [one for one in articles(project) if project.read.progress(one.id, bo.id) is not None]
    finished = mine[0]
    project.apply(
        edit.set_state(finished, bo.id, state="done", before=project.read.progress(finished.id, bo.id)), who=bo.id
    )
    report, _ = given(project, "Cyrus Secretive", leaving="Bo")
    assert (report.taken_back, report.articles) == (3, 3)
    states = [project.read.progress(one.id, bo.id).assigned for one in mine]
    assert sorted(states) == [False, False, False, True]
    assert project.read.progress(finished.id, bo.id).state == "done"
    with pytest.raises(NothingToAssign, match="nothing open"):
        given(project, "Cyrus Secretive", leaving="Bo")


def test_a_training_round_shows_gold_once_one_is_done(project, tmp_path):
    one = articles(project)[0]
    gold = project.add_gold()
    golden = tag(project, one, "Ilse Brandt", who=gold)
    project.apply(edit.set_state(one, gold.id, state="done", before=None), who=project.owner.id)
    with pytest.raises(NothingToAssign, match="1 of the 2"):
        given(project, "Bo", training=2)
    report, made = given(project, "Bo", "Cyrus Secretive", training=1)
    assert (report.training, made.training) == (1, (one.id,))
    bo = who(project, "Bo")
    assert training_round.shown(project, one.id, bo.id) is None
    for blind in (True, False):
        there, told = packet(project, tmp_path / f"{blind}.annotator", "Bo", blind=blind)
        with there:
            assert told.training == 1
            assert there.read.spans(one.id) == []
            assert golden.id.encode() not in there.path.read_bytes()
            assert training_round.shown(there, one.id, bo.id) is None
            there.apply(edit.set_state(one, bo.id, state="done", before=there.read.progress(one.id, bo.id)), who=bo.id)
            assert training_round.shown(there, one.id, bo.id).spans == (golden,)
            assert training_round.shown(there, articles(there)[-1].id, bo.id) is None
    done(merge.run(project, tmp_path / "True.annotator", who=project.owner.id))
    assert training_round.shown(project, one.id, bo.id).spans == (golden,)


def test_a_second_look_is_a_layer_of_its_own(project, tmp_path):
    bo = who(project, "Bo")
    for one in articles(project)[:4]:
        tag(project, one, "ferries", who=bo)
        project.apply(edit.set_state(one, bo.id, state="done", before=None), who=bo.id)
    report, _ = given(project, "Bo", second_look=0.5)
    assert [(share.name, share.articles) for share in report.people] == [("Bo (second look)", 2)]
    there, told = packet(project, tmp_path / "again.annotator", "Bo (second look)", blind=True)
    with there:
        assert (told.articles, told.spans) == (2, 0)
        assert there.owner.name == "Bo (second look)"


def test_agreement_with_partners_and_gold_is_that_of_the_measures(project):
    one = articles(project)[0]
    gold = project.add_gold()
    people = [who(project, "Bo"), who(project, "Cyrus Secretive"), gold]
    for person, words in zip(people, (("ferries", "Mayor"), ("ferries",), ("ferries", "Ilse Brandt")), strict=True):
        for word in words:
            tag(project, one, word, who=person)
        project.apply(edit.set_state(one, person.id, state="done", before=None), who=person.id)
    given(project, "Bo", "Cyrus Secretive")
    lines = {line.name: line for line in returns(project)}
    assert lines["Bo"].partners == lines["Cyrus Secretive"].partners == pytest.approx(2 / 3)
    assert (lines["Bo"].gold, lines["Cyrus Secretive"].gold) == (0.5, pytest.approx(2 / 3))


def test_what_is_sealed_is_no_plain_text(project, tmp_path):
    one = articles(project)[0]
    gold = project.add_gold()
    project.apply(edit.describe(tag(project, one, "Mayor", who=gold), codebook=NEWS, note="golden note"), who=gold.id)
    project.apply(edit.set_state(one, gold.id, state="done", before=None), who=gold.id)
    given(project, "Bo", training=1)
    there, _ = packet(project, tmp_path / "bo.annotator", "Bo", blind=True)
    there.close()
    assert b"golden note" not in there.path.read_bytes()
    connection = sqlite3.connect(there.path)
    assert connection.execute("SELECT count(*) FROM annotator").fetchone() == (1,)
    connection.close()


def test_actors_go_with_a_packet_that_is_not_blind(project, tmp_path):
    actor = Actor(id=new_id(), name="Harbour council")
    project.apply(edit.add_record(actor, title="Add"), who=project.owner.id)
    there, _ = packet(project, tmp_path / "bo.annotator", "Bo")
    with there:
        assert there.read.actors() == [actor]
