"""The verbs of handing out and merging: what they print, their JSON, their exit codes."""

import json

import pytest

from annotator import cli
from annotator.core import edit
from annotator.core.errors import PathTrouble
from annotator.store.project import Project
from annotator.work import merge
from tests.builders import NEWS, make_article
from tests.store.support import bring, tag


@pytest.fixture
def path(tmp_path):
    """A project of Ana's with six articles of two outlets."""
    path = tmp_path / "ferries.annotator"
    with Project.create(path, codebook=NEWS, annotator="Ana") as project:
        bring(project, project.owner, [make_article(title=f"No. {n}", outlet=f"Outlet {n % 2}") for n in range(6)])
    return path


def run(capsys, *words, code=0):
    capsys.readouterr()
    assert cli.main([str(word) for word in words]) == code
    return capsys.readouterr()


def run_json(capsys, *words, code=0):
    return json.loads(run(capsys, *words, "--json", code=code).out)


def work(path, words="ferries"):
    with Project.open(path) as project:
        me = project.owner
        for number in project.read.article_ns(annotator_id=me.id):
            article = project.read.article_by_n(number)
            tag(project, article, words, who=me)
            before = project.read.progress(article.id, me.id)
            project.apply(edit.set_state(article, me.id, state="done", before=before), who=me.id)


def test_a_monday_morning(capsys, path, tmp_path):
    told = run_json(capsys, "assign", path, "--to", "Bo, Cy", "--double", "50%", "--by", "outlet", "--seed", 7)
    assert set(told) == {
        *("dry_run", "seed", "articles", "doubled", "training", "taken_back", "people", "assignments", "line"),
    }
    assert (told["articles"], told["doubled"], len(told["assignments"])) == (6, 2, 8)
    assert [one["name"] for one in told["people"]] == ["Bo", "Cy"]
    out = tmp_path / "out"
    packets = run_json(capsys, "packet", path, out, "--all", "--blind")["packets"]
    assert [(one["person"], one["articles"], one["blind"]) for one in packets] == [("Bo", 4, True), ("Cy", 4, True)]
    work(out / "ferries-Bo.annotator")
    trial = run_json(capsys, "merge", path, out, "--dry-run")
    assert [one["new"] for one in trial["files"]] == [4, 0]
    told = run_json(capsys, "merge", path, out)
    assert set(told) == {"dry_run", "files", "errors", "people"}
    assert [(one["person"], one["new"], one["changed"]) for one in told["files"]] == [("Bo", 4, 4), ("Cy", 0, 0)]
    bo, cy = told["people"]
    assert (bo["name"], bo["done"], bo["assigned"], bo["partners"]) == ("Bo", 4, 4, None)
    assert (cy["done"], cy["assigned"], cy["last_act"]) == (0, 4, None)
    work(out / "ferries-Cy.annotator")
    text = run(capsys, "merge", path, out / "ferries-Cy.annotator").out
    assert "Took from ferries-Cy.annotator of Cy: 4 new, 4 changed, 0 deleted, 0 held; 0 new articles." in text
    assert "not since" in text
    assert "1.000" in text
    assert "nothing new" in run(capsys, "merge", path, out / "ferries-Cy.annotator").out
    update = run_json(capsys, "merge", out / "ferries-Bo.annotator", path)
    assert (update["files"][0]["new"], update["people"]) == (0, [])
    run(capsys, "check", path)


def test_one_bad_file_leaves_the_others_be(capsys, path, tmp_path):
    run(capsys, "assign", path, "--to", "Bo,Cy")
    out = tmp_path / "out"
    run(capsys, "packet", path, out, "--all")
    work(out / "ferries-Bo.annotator")
    (out / "ferries-Cy.annotator").write_bytes(b"not a project at all")
    told = run_json(capsys, "merge", path, out, code=1)
    assert [one["new"] for one in told["files"]] == [3]
    (error,) = told["errors"]
    assert error["error"] == "NotAProject"
    assert "ferries-Cy" in error["message"]


def test_a_name_under_two_ids_is_asked_once(capsys, path, tmp_path):
    run(capsys, "assign", path, "--to", "Bo")
    run(capsys, "packet", path, tmp_path / "bo.annotator", "--for", "Bo")
    work(tmp_path / "bo.annotator")
    run(capsys, "undo", path)  # Bo is gone, and another Bo comes
    run(capsys, "assign", path, "--to", "Bo")
    trial = run_json(capsys, "merge", path, tmp_path / "bo.annotator", "--dry-run")
    assert [one["name"] for one in trial["files"][0]["same_names"]] == ["Bo"]
    words = run(capsys, "merge", path, tmp_path / "bo.annotator", code=1).err
    assert "--same-name" in words
    run(capsys, "merge", path, tmp_path / "bo.annotator", "--same-name")
    run(capsys, "merge", path, tmp_path / "bo.annotator")
    assert run_json(capsys, "info", path)["spans_by_annotator"] == {"Ana": 0, "Bo": 6}


def test_markup_and_bidi_in_a_name_do_nothing_to_a_terminal(capsys, path, tmp_path):
    name = "<img src=x>\u202e\x1b[31m"
    with Project.open(path) as project:
        project.add_annotator(name)
    run(capsys, "packet", path, tmp_path / "x.annotator", "--for", name)
    work(tmp_path / "x.annotator")
    text = run(capsys, "merge", path, tmp_path / "x.annotator").out
    assert "<img src=x>" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_wrong_words(capsys, path, tmp_path):
    assert cli.main(["assign", str(path)]) == 2
    assert cli.main(["assign", str(path), "--to", "Bo", "--double", "much"]) == 2
    assert cli.main(["packet", str(path), str(tmp_path / "x")]) == 2
    assert "Assign first" in run(capsys, "packet", path, tmp_path / "x", "--all", code=1).err
    assert "nobody" in run(capsys, "assign", path, "--to", " , ", code=1).err
    assert "annotator Zoe" in run(capsys, "packet", path, tmp_path / "x", "--for", "Zoe", code=1).err
    run(capsys, "merge", path, tmp_path / "missing.annotator", code=1)


def test_the_project_itself_and_a_folder_without_files_are_named(capsys, path, tmp_path):
    empty = tmp_path / "returns"
    empty.mkdir()
    for given, reason in ((path, "the project itself"), (empty, "There is no project file in it")):
        assert cli.main(["merge", str(path), str(given)]) == 1
        told = capsys.readouterr()
        assert told.out == ""
        assert str(given) in told.err
        assert reason in told.err
    with Project.open(path) as project, pytest.raises(PathTrouble, match="the project itself"):
        next(merge.run(project, path, who=project.read.annotators()[0].id))
