"""The journal asked and filtered, and any one step taken back alone while its records are as it left them."""

import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core import edit
from annotator.core.errors import AnnotatorError, CannotRedo, CannotUndo, StaleError, UnknownRecord
from annotator.core.model import new_id
from annotator.store.history import Asked, History
from annotator.store.project import Project
from tests.builders import NEWS, make_annotator, make_article
from tests.store.conftest import SITE
from tests.store.support import bring, dump, sound, tag
from tests.store.test_history import STEPS, Windows


@pytest.fixture
def article(project, me):
    """One article, of invented ferries."""
    made = make_article(title="Ferry fares in Straße 9")
    bring(project, me, [made])
    return made


def standing(project):
    """The lines that are no step back themselves, the newest first."""
    return [line for line in project.history() if line.target is None]


def history(project):
    return History(project.connection, project.site)


def listed(project, **asked):
    found = history(project)
    return [entry.line.title for entry in found.entries(found.numbers(Asked(**asked)))]


# --- one step alone ----------------------------------------------------------------------------------


def test_an_older_step_goes_back_alone_and_comes_again(project, me, article):
    first = tag(project, article, "Ilse Brandt", who=me)
    second = tag(project, article, "ferries", who=me)
    line = standing(project)[1]
    applied = project.undo(who=me.id, line=line.n)
    assert (applied.way, applied.title) == ("undo", line.title)
    assert project.read.spans(article.id) == [second]
    with pytest.raises(CannotUndo, match="taken back already"):
        project.undo(who=me.id, line=line.n)
    assert project.undo_title(me.id) == "Tag ACTOR “ferries”"
    assert project.redo_title(me.id) == "Tag ACTOR “Ilse Brandt”"
    project.redo(who=me.id, line=line.n)
    assert project.read.spans(article.id) == [first, second]
    with pytest.raises(CannotRedo, match="It stands"):
        project.redo(who=me.id, line=line.n)
    sound(project)


def test_a_step_whose_records_others_changed_is_refused_says_who_and_stays(project, me, article):
    span = tag(project, article, "Ilse Brandt", who=me)
    line = standing(project)[0]
    bo = project.add_annotator("Bo Lind")
    project.apply(edit.describe(span, codebook=NEWS, note="not hers"), who=bo.id)
    before = dump(project, stamps=True)
    with pytest.raises(StaleError, match="The span “Ilse Brandt” was changed in the meantime by Bo Lind"):
        project.undo(who=me.id, line=line.n)
    assert dump(project, stamps=True) == before
    assert [one.undone for one in standing(project) if one.n == line.n] == [0]


def test_a_deleted_span_does_not_come_back_beside_its_twin(project, me, article):
    span = tag(project, article, "Ilse Brandt", who=me)
    project.apply(edit.delete([span], codebook=NEWS), who=me.id)
    deleted = standing(project)[0]
    tag(project, article, "Ilse Brandt", who=me)
    before = dump(project, stamps=True)
    with pytest.raises(AnnotatorError, match="already"):
        project.undo(who=me.id, line=deleted.n)
    assert dump(project, stamps=True) == before


def test_anothers_step_can_be_taken_back_and_it_is_written_who_did(project, me, article):
    tag(project, article, "Ilse Brandt", who=me)
    line = standing(project)[0]
    bo = project.add_annotator("Bo Lind")
    project.undo(who=bo.id, line=line.n)
    assert project.read.spans(article.id) == []
    undone = project.history(1)[0]
    assert (undone.act, undone.who, undone.target) == ("undo", bo.id, line.id)
    project.redo(who=bo.id, line=line.n)
    assert len(project.read.spans(article.id)) == 1


def test_what_is_past_can_be_done_again_alone(project, me, article):
    span = tag(project, article, "Ilse Brandt", who=me)
    line = standing(project)[0]
    project.undo(who=me.id)
    tag(project, article, "ferries", who=me)
    assert project.redo_title(me.id) is None
    project.redo(who=me.id, line=line.n)
    assert span in project.read.spans(article.id)


def test_an_import_goes_back_alone_only_while_nobody_has_worked_on_it(project, me, article):
    imported = standing(project)[-1]
    tag(project, article, "Ilse Brandt", who=me)
    with pytest.raises(CannotUndo, match="1 record of it was changed since"):
        project.undo(who=me.id, line=imported.n)
    project.undo(who=me.id)
    project.undo(who=me.id, line=imported.n)
    assert project.read.article_count() == 0
    with pytest.raises(CannotRedo, match="import the files again"):
        project.redo(who=me.id, line=imported.n)


def test_what_is_no_step_of_ours_is_refused(project, me, article):
    tag(project, article, "Ilse Brandt", who=me)
    project.undo(who=me.id)
    project.add_annotator("Bo Lind")
    came, undone = project.history(2)
    with pytest.raises(CannotUndo, match="stays in the project"):
        project.undo(who=me.id, line=came.n)
    with pytest.raises(CannotUndo, match="itself an undo or redo"):
        project.undo(who=me.id, line=undone.n)
    with pytest.raises(UnknownRecord, match="no step 9,999"):
        project.undo(who=me.id, line=9_999)
    foreign = "INSERT INTO journal(id,at,site,who,act,title) VALUES(?,1,'bbbbbbbb',?,'tag','Tag ACTOR “Bo”')"
    number = project.connection.execute(foreign, (new_id(), me.id)).lastrowid
    with pytest.raises(CannotUndo, match="another copy of this project"):
        project.undo(who=me.id, line=number)
    running = "INSERT INTO journal(id,at,site,who,act,title,bulk) VALUES(?,1,?,?,'import','Import',1)"
    number = project.connection.execute(running, (new_id(), SITE, me.id)).lastrowid
    with pytest.raises(CannotUndo, match="not come to its end"):
        project.undo(who=me.id, line=number)


@settings(max_examples=25)
@given(steps=STEPS, which=st.integers(0, 10_000))
def test_a_step_back_alone_is_undone_by_doing_it_again(steps, which):
    folder = tempfile.TemporaryDirectory()
    windows = Windows(Path(folder.name) / "p.annotator")
    try:
        for act, window, a, b, _ in steps:
            try:
                windows.step(act, window, a, b)
            except AnnotatorError:
                continue
        project = windows.open[0]
        lines = [line for line in project.history(1_000) if line.target is None and not line.bulk]
        before = dump(project)
        if not lines:
            return
        line = lines[which % len(lines)]
        back, forth = (project.undo, project.redo) if line.undone == 0 else (project.redo, project.undo)
        try:
            back(who=windows.me.id, line=line.n)
        except AnnotatorError:
            assert dump(project) == before
            return
        sound(project)
        forth(who=windows.me.id, line=line.n)
        assert dump(project) == before
        sound(project)
    finally:
        windows.close()
        folder.cleanup()


# --- the list ----------------------------------------------------------------------------------------


def test_the_list_is_filtered_by_person_act_article_date_and_words(project, me, article):
    other = make_article("Trams\n\nNobody spoke.", title="Trams")
    bring(project, me, [other])
    bo = project.add_annotator("Bo Lind")
    span = tag(project, article, "Ilse Brandt", who=me)
    tag(project, other, "Nobody", who=bo)
    project.apply(edit.describe(span, codebook=NEWS, note="n"), who=bo.id)
    tagged = ["Tag ACTOR “Nobody”", "Tag ACTOR “Ilse Brandt”"]
    assert listed(project)[1:3] == tagged
    assert listed(project, act="tag") == tagged
    assert listed(project, act="tag", who=bo.id) == tagged[:1]
    assert listed(project, article=other.id) == tagged[:1]
    assert listed(project, words="  ACTOR brandt ", act="tag") == tagged[1:]
    assert listed(project, words="STRASSE tag") == tagged[1:], "words of the article's title, in any letter case"
    assert listed(project, words="100%") == listed(project, words="\udcff") == []
    year = time.strftime("%Y")
    assert listed(project, act="tag", since=year, until=year) == tagged
    assert listed(project, until=f"{int(year) - 1}-12-31") == listed(project, since=f"{int(year) + 1}") == []
    assert listed(project, since="0001", until="9999-99-99") == listed(project)
    assert history(project).acts()[0] == "import"
    assert set(history(project).acts()) == {"import", "tag", "describe", "add"}


def test_what_was_taken_back_is_known_and_who_came_is_not_taken_for_it(project, me, article):
    tag(project, article, "Ilse Brandt", who=me)
    project.undo(who=me.id)
    tag(project, article, "ferries", who=me)
    project.add_annotator("Bo Lind")
    found = history(project)
    entries = found.entries(found.numbers(Asked()))
    assert [(entry.line.title, entry.taken_back) for entry in entries] == [
        ("Add annotator Bo Lind", False),
        ("Tag ACTOR “ferries”", False),
        ("Tag ACTOR “Ilse Brandt”", False),
        ("Tag ACTOR “Ilse Brandt”", True),
        ("Import 1 articles", False),
    ]
    assert [entry.who for entry in entries] == ["Bo Lind", "Ann", "Ann", "Ann", "Ann"]
    assert [entry.article for entry in entries[1:]] == [article.title, article.title, article.title, ""]


def test_the_steps_of_one_span_tell_who_did_what_to_it(project, me, article):
    bo = project.add_annotator("Bo Lind")
    span = tag(project, article, "Ilse Brandt", who=me)
    tag(project, article, "ferries", who=me)
    noted = edit.describe(span, codebook=NEWS, note="mayor")
    project.apply(noted, who=bo.id)
    assert listed(project, record=span.id) == [noted.title, "Tag ACTOR “Ilse Brandt”"]
    found = history(project)
    newest = found.numbers(Asked(record=span.id))[0]
    change = found.change(newest, span.id)
    assert (change.before, change.after) == (span, noted.span())
    assert found.changes(newest, most=10) == ([change], 1)
    assert found.change(newest, "nothing") is None


def test_a_span_that_an_import_brought_began_with_it_and_foreign_steps_stand_in_their_order(project, me):
    article = make_article()
    bo = make_annotator("Bo Lind")
    from tests.builders import make_span

    span = make_span(article, 0, 7, annotator=bo.id)
    bring(project, me, [article], annotators=[bo], spans=[span])
    project.connection.execute("UPDATE span SET rev=3 WHERE id=?", (span.id,))
    for rev, title in ((2, "theirs, second"), (1, "theirs, first")):  # came later, and not in their order
        line = project.connection.execute(
            "INSERT INTO journal(id,at,site,who,act,title) VALUES(?,1,'bbbbbbbb',?,'tag',?)", (new_id(), bo.id, title)
        ).lastrowid
        project.connection.execute(
            "INSERT INTO change(journal,record,kind,rev) VALUES(?,?,'span',?)", (line, span.id, rev)
        )
    noted = edit.describe(span, codebook=NEWS, note="ours")
    project.apply(noted, who=me.id)
    assert listed(project, record=span.id) == [noted.title, "Import 1 articles", "theirs, second", "theirs, first"]


def test_a_step_is_named_by_number_or_id(project, me, article):
    line = project.history(1)[0]
    assert history(project).number_of(str(line.n)) == line.n
    assert history(project).number_of(line.id.upper()) == line.n
    for nonsense in ("", "0", "-1", "²", "9" * 40, "DROP"):
        with pytest.raises(UnknownRecord):
            history(project).number_of(nonsense)


def test_a_reading_connection_has_the_history_too(project, path, me, article):
    with Project.open(path, read_only=True, site=SITE) as other:
        assert len(history(other).numbers(Asked())) == 1
