"""The report: its numbers are those of the JSON, nothing in it runs or is fetched, strange names stay words."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from annotator.__main__ import main
from annotator.core import adjudicate as act
from annotator.core.errors import PathTrouble
from annotator.store.project import Project
from annotator.work import review
from annotator.work.agreement import AgreementOptions
from annotator.work.report_page import run
from tests.layers import three
from tests.work.helpers import done, new_project, take, write_lines

EVIL = "</title><script>alert(1)</script><img src=x onerror=alert(2)>"


class Page(HTMLParser):
    """What a page holds: numbers by their place in the JSON, links, ids, elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.numbers: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.svgs: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        self.elements.add(tag)
        self.attributes |= found.keys()
        if "id" in found:
            self.ids.add(found["id"])
        if tag == "data" and "data-key" in found:
            self.numbers.append((found["data-key"], found["value"]))
        if tag == "a":
            self.links.append(found["href"])
        if tag == "svg":
            self.svgs.append(found["aria-label"])


def looked_up(found: Any, key: str) -> Any:
    for part in key.split("."):
        found = found[int(part)] if isinstance(found, list) else found[part]
    return found


def reported(path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[Page, dict[str, Any], str]:
    out = path.with_suffix(".html")
    assert main(["report", str(path), str(out), "--json", *options]) == 0
    text = out.read_text(encoding="utf-8")
    return Page(text), json.loads(capsys.readouterr().out), text


def test_numbers_are_those_of_the_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page, found, text = reported(three(tmp_path / "p.annotator"), capsys)
    assert len(page.numbers) > 50
    for key, value in page.numbers:
        assert json.loads(value) == looked_up(found, key), key
    again, _, same = reported(tmp_path / "p.annotator", capsys)
    assert text == same
    assert again.numbers == page.numbers
    assert main(["agreement", str(tmp_path / "p.annotator"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["measures"] == found["agreement"]["measures"]


def test_nothing_runs_and_every_link_leads_somewhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page, _, text = reported(three(tmp_path / "p.annotator"), capsys)
    assert not page.elements & {"script", "img", "link", "iframe", "object", "form"}
    assert not page.attributes & {"src", "onerror", "onclick"}
    assert "://" not in re.sub(r'xmlns="[^"]*"', "", text)
    assert page.links
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)
    assert page.svgs == ["Progress by annotator", "Agreement by label"]


def test_markup_for_names_stays_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    who = {f"Ana {EVIL}": "done", "بو": "done"}
    spans = [{"start": 0, "end": 4, "label": "ACTOR", "annotator": name} for name in who]
    row = {"id": "1", "text": "Iris spoke", "title": EVIL, "spans": spans, "states": who}
    with new_project(tmp_path / "p.annotator") as project:
        assert not take(project, write_lines(tmp_path / "a.jsonl", row)).errors
    page, found, text = reported(tmp_path / "p.annotator", capsys)
    assert not page.elements & {"script", "img"}
    assert found["people"][1]["name"] == f"Ana {EVIL}"
    assert "&lt;script&gt;" in text
    assert found["agreement"]["worst"][0]["title"] == EVIL


def test_one_person_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with new_project(tmp_path / "p.annotator") as project:
        take(project, write_lines(tmp_path / "a.jsonl", {"id": "1", "text": "Iris spoke", "spans": []}))
    page, found, text = reported(tmp_path / "p.annotator", capsys)
    assert found["agreement"] is None
    assert "There is no agreement to work out" in found["no_agreement"]
    assert found["no_agreement"] in text
    assert found["articles"] == 1
    assert page.links
    assert main(["report", str(tmp_path / "p.annotator"), str(tmp_path / "q.html")]) == 0
    assert "There is no agreement" in capsys.readouterr().out


def test_a_target_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with new_project(tmp_path / "p.annotator") as project:
        for out in (tmp_path, tmp_path / "no" / "r.html", project.path):
            with pytest.raises(PathTrouble):
                done(run(project, out, AgreementOptions()))
    assert [one.name for one in tmp_path.iterdir()] == ["p.annotator"]


def test_people_and_decisions(tmp_path: Path) -> None:
    path = three(tmp_path / "p.annotator")
    with Project.open(path) as project:
        article = project.read.article_by_n(1)
        me = project.read.annotators()[0]
        project.connection.execute(
            "INSERT INTO worktime(article, annotator, site, day, seconds) VALUES(1, 1, 'aaaaaaaa', '2031-01-01', 90)"
        )
        found = done(run(project, tmp_path / "r.html", AgreementOptions()))
    assert article.id
    assert found.people[0].name == me.name
    assert found.people[0].minutes == 1.5
    assert found.decisions.total == 0
    assert "Nothing has been decided yet" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_decisions_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = three(tmp_path / "p.annotator")
    with Project.open(path) as project:
        me = project.owner
        assert me is not None
        project.add_gold()
        queue = review.Queue(project)
        done(queue.scan())
        found = queue.read(queue.rows()[0].article)
        bench = review.bench(project, found, me.id)
        project.apply(act.reject(bench, found.undecided[0], "<i>hearsay</i>"), who=me.id)
    page, told, text = reported(path, capsys)
    assert told["decisions"]["outcomes"]["reject"] == told["decisions"]["total"] == 1
    assert told["decisions"]["latest"][0]["reason"] == "<i>hearsay</i>"
    assert "&lt;i&gt;hearsay" in text
    assert ("decisions.total", "1") in page.numbers
    assert [one["kind"] for one in told["people"]].count("gold") == 1
    assert "gold" not in told["agreement"]["annotators"]
