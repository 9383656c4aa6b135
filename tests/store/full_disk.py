"""What the full-disk test runs on a small disk of its own; prints what was refused and how."""

import sys
from pathlib import Path

from annotator.core.errors import AnnotatorError
from annotator.store.project import Project
from tests.builders import NEWS, make_article
from tests.store.support import bring, dump, on_disk, sound, tag_edit, with_articles


def refused(what: str, act) -> None:
    """Runs an act that must be refused, and says with which kind of error."""
    try:
        act()
    except AnnotatorError as error:
        print(what, type(error).__name__)
    else:
        print(what, "was not refused")


def fill(path: Path) -> None:
    """Takes every last byte of the disk."""
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            pass


def main(folder: Path) -> None:
    """Fills the disk under an open project, tries everything, makes room and looks what is there."""
    path = folder / "p.annotator"
    project = Project.create(path, codebook=NEWS, annotator="Ann", site="aaaaaaaa")
    me = project.owner
    article = with_articles(project, me)[0]
    project.apply(tag_edit(project, article, 0, 7, who=me), who=me.id)
    before = dump(project, stamps=True)
    fill(folder / "fill")
    there = sorted(on_disk(folder))
    refused("tag", lambda: [project.apply(tag_edit(project, article, n, n + 1, who=me), who=me.id) for n in range(500)])
    tags = len(project.read.spans(article.id)) - 1
    refused("import", lambda: bring(project, me, [make_article("word " * 100_000)]))
    refused("create", lambda: Project.create(folder / "q.annotator", codebook=NEWS, annotator="B", site="aaaaaaaa"))
    refused("backup", lambda: project.backup(folder / "b.annotator"))
    assert sorted(on_disk(folder)) == there, on_disk(folder)
    for _ in range(tags):
        (folder / "fill").unlink(missing_ok=True)
        project.undo(who=me.id)
    (folder / "fill").unlink(missing_ok=True)
    if not tags:
        assert dump(project, stamps=True) == before
    project.apply(tag_edit(project, article, 8, 15, who=me), who=me.id)
    project.close()
    with Project.open(path, site="aaaaaaaa") as again:
        sound(again)
        print("spans", len(again.read.spans(article.id)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
