"""Exports that are folders: whole or not there, never over what somebody else put in the place."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core.errors import MissingExtra, PathTrouble
from annotator.formats.base import Form, Loss
from annotator.store.project import Project
from annotator.work.exports import ExportOptions, run
from annotator.work.losses import losses
from tests.builders import NEWS, make_article, span_on
from tests.store.support import bring


class Pages(Form, frozen=True, kw_only=True):
    """A file an article, which loses every span longer than a word."""

    name: str = "pages"
    title: str = "Pages"
    endings: tuple[str, ...] = ()
    writes: bool = True
    folder: bool = True
    cannot_carry: tuple[Loss, ...] = (Loss("long", "Only single words go out"), Loss("notes", "No notes"))

    def write_folder(self, folder, rows, *, subject, options) -> Iterator[int]:
        for number, outgoing in enumerate(rows, 1):
            with folder.open(f"{outgoing.row.id[:2]}/{number}.txt") as page:
                page.write(outgoing.row.text.encode())
            yield number

    def lost(self, row, subject, options) -> dict[str, int]:
        return {"long": sum(" " in span.text for span in row.spans)}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "x.annotator", codebook=NEWS, annotator="Ann", site="aaaaaaaa") as one:
        me = one.owner
        assert me is not None
        article = make_article()
        spans = [span_on(article, words, annotator=me.id, note="n") for words in ("Ilse Brandt", "reporters")]
        bring(one, me, [article, make_article("Another\n\nText.")], spans=spans)
        yield one


def export(project: Project, out: Path, form: Form):
    job = run(project, out, form, options=ExportOptions())
    while True:
        try:
            next(job)
        except StopIteration as end:
            return end.value


def test_a_folder_is_put_in_its_place_whole(project, tmp_path):
    out = tmp_path / "pages"
    report = export(project, out, Pages())
    pages = sorted(path for path in out.rglob("*") if path.is_file())
    assert len(pages) == 2
    assert sorted(report.files) == [str(path) for path in pages]
    assert report.bytes == sum(path.stat().st_size for path in pages)
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []
    assert {one.what: one.count for one in report.losses} == {"long": 1, "notes": 2}
    assert {one.what: one.count for one in losses(project, Pages(), ExportOptions())} == {"long": 1, "notes": 2}


def test_an_empty_folder_is_used_and_a_full_one_left_alone(project, tmp_path):
    out = tmp_path / "pages"
    out.mkdir()
    export(project, out, Pages())
    before = sorted(out.rglob("*"))
    with pytest.raises(PathTrouble, match="not empty"):
        export(project, out, Pages())
    assert sorted(out.rglob("*")) == before
    (tmp_path / "file").write_text("x")
    with pytest.raises(PathTrouble, match="is a file"):
        export(project, tmp_path / "file", Pages())


def test_nothing_is_left_of_an_export_that_stops(project, tmp_path):
    job = run(project, tmp_path / "pages", Pages(), options=ExportOptions())
    next(job)
    next(job)
    job.close()
    assert [name for name in os.listdir(tmp_path) if not name.startswith("x.annotator")] == []


def test_a_name_does_not_lead_out_of_the_folder(project, tmp_path):
    class Evil(Pages, frozen=True, kw_only=True):
        def write_folder(self, folder, rows, *, subject, options) -> Iterator[int]:
            folder.open("../outside.txt")
            yield 1

    with pytest.raises(ValueError, match="out of the folder"):
        export(project, tmp_path / "pages", Evil())
    assert not (tmp_path / "outside.txt").exists()


def test_a_format_says_what_to_install(project, tmp_path):
    missing = Pages(extra="pages", needs=("no_such_module_anywhere",))
    assert not missing.available
    with pytest.raises(MissingExtra, match=r"pip install article-annotator\[pages\]"):
        export(project, tmp_path / "pages", missing)
    assert Pages().available
