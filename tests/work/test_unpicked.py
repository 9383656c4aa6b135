"""An article with two corrected texts: until a person picks one its layers count nowhere, and all of that is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core import correction
from annotator.core.errors import NothingToCompare
from annotator.core.model import Annotator, Article, Progress
from annotator.store import review
from annotator.store.bulk import Bulk
from annotator.store.project import Project
from annotator.work import agreement, choices, merge
from annotator.work.agreement import AgreementOptions
from tests.builders import make_annotator, make_article, span_on
from tests.store.copies import SITES
from tests.work.helpers import done, new_project, put


def corrected(project: Project, article: Article, new: str, who: Annotator) -> None:
    now = project.read.article(article.id)
    start = now.text.index("Mayor")
    spans = project.read.spans(now.id)
    made = correction.correct(now, ((start, start + 5, new),), spans=spans, relations=[]).edit
    project.apply(made, who=who.id)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Two articles done by Ana and Bo; the text of the first was corrected in two copies, and they have met."""
    with new_project(tmp_path / "here.annotator") as made:
        ana, bo = made.owner, make_annotator("Bo")
        assert ana is not None
        articles = [make_article(f"Mayor {name} speaks.", title=name) for name in ("Brandt", "Odhiambo")]
        people = (ana, bo)
        spans = [span_on(one, one.title, annotator=who.id) for one in articles for who in people]
        progress = [Progress(article=one.id, annotator=who.id, state="done") for one in articles for who in people]
        with Bulk(made, act="import", title="Import", who=ana.id) as bulk:
            bulk.add(annotators=[bo], articles=articles, spans=spans, progress=progress)
            bulk.finish({})
        there = made.backup(tmp_path / "there.annotator")
        corrected(made, articles[0], "The mayor,", ana)
        with Project.open(there, site=SITES["b"]) as theirs:
            corrected(theirs, articles[0], "A mayor,", bo)
        done(merge.run(made, there, who=ana.id))
        yield made


def pick(project: Project) -> None:
    (text,) = choices.waiting(project).texts
    assert project.owner is not None
    project.apply(choices.pick_text(project, text, other=True), who=project.owner.id)


def test_a_training_export_leaves_it_out_and_says_so(project: Project, tmp_path: Path) -> None:
    report = put(project, tmp_path / "waits.jsonl", "doccano", all_layers=True)
    lost = {one.what: one for one in report.losses}
    assert (report.articles, report.spans) == (2, 2)  # one article, two layers
    assert lost["articles_unpicked"].articles == [project.read.article_by_n(1).id]
    assert "held" not in lost
    pick(project)
    report = put(project, tmp_path / "picked.jsonl", "doccano", all_layers=True)
    assert (report.articles, report.spans) == (4, 4)
    assert "articles_unpicked" not in {one.what for one in report.losses}


def test_an_export_of_everything_says_what_is_held(project: Project, tmp_path: Path) -> None:
    report = put(project, tmp_path / "all.jsonl", "jsonl")
    assert {one.what: one.count for one in report.losses}["held"] == 2
    report = put(project, tmp_path / "bo.jsonl", "jsonl", annotators=("Bo",), labels=("ACTOR",))
    assert {one.what: one.count for one in report.losses}["held"] == 1
    report = put(project, tmp_path / "none.jsonl", "jsonl", labels=("QUOTE",))
    assert "held" not in {one.what for one in report.losses}
    pick(project)
    assert "held" not in {one.what for one in put(project, tmp_path / "again.jsonl", "jsonl").losses}


def test_agreement_does_not_rest_on_it(project: Project) -> None:
    found = done(agreement.run(project, AgreementOptions()))
    assert (found.articles, found.left_count) == (1, 1)
    assert [(one.title, one.who, one.unpicked) for one in found.left] == [("Brandt", (), True)]
    with pytest.raises(NothingToCompare):
        done(agreement.run(project, AgreementOptions(query="Brandt")))
    pick(project)
    assert done(agreement.run(project, AgreementOptions())).articles == 2


def test_it_is_not_reviewed_until_then(project: Project) -> None:
    first, second = (project.read.article_by_n(number).id for number in (1, 2))
    assert [key for key, _ in review.to_review(project.read)] == [second]
    assert review.finished(project.read, first) == []
    pick(project)
    assert [key for key, _ in review.to_review(project.read)] == [first, second]
    assert len(review.finished(project.read, first)) == 2
