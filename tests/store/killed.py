"""What the kill tests run in a process of its own: tags, or an import, each acknowledged on stdout."""

import sys
from pathlib import Path

from annotator.core import edit
from annotator.store.bulk import Bulk
from annotator.store.project import Project
from annotator.work import merge as merging
from tests.builders import NEWS, make_article, make_progress, span_on


def say(word: str) -> None:
    """Unbuffered, so that what was said is known outside even after a kill."""
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


def tags(path: Path, count: int) -> None:
    """Tags single characters of the first article."""
    with Project.open(path, site="aaaaaaaa") as project:
        article, me = project.read.article_by_n(1), project.owner
        start = len(project.read.spans(article.id))
        for place in range(start, start + count):
            one = edit.tag(
                article,
                [(place, place + 1)],
                label="ACTOR",
                annotator=me.id,
                codebook=NEWS,
                version=project.codebook_id,
                trimmed=False,
            )
            project.apply(one, who=me.id)
            say(one.span().id)


def load(path: Path, count: int) -> None:
    """Imports for ever, or until `count` calls were made."""
    with Project.open(path, site="aaaaaaaa") as project:
        me, known = project.owner, project.read.article_by_n(1)
        with Bulk(project, act="import", title="Import", who=me.id) as bulk:
            bo = project.read.annotator_named("Bo")
            say("begun")
            for number in range(count):
                articles = [make_article() for _ in range(10)]
                spans = [span_on(one, "Ilse Brandt", annotator=me.id) for one in articles]
                if not number:
                    spans.append(span_on(known, "ferries", annotator=me.id))
                    assert bo is None
                bulk.add(articles=articles, spans=spans, progress=[make_progress(one, me.id) for one in articles])
                say(str(number))
            bulk.finish({})
            say("whole")


def merge(path: Path, other: Path) -> None:
    """Merges another file, saying when the writing begins and when it is whole."""
    with Project.open(path, site="aaaaaaaa") as project:
        for step, _ in enumerate(merging.run(project, other, who=project.owner.id)):
            if step == 1:
                say("begun")
        say("whole")


if __name__ == "__main__":
    if sys.argv[1] == "merge":
        merge(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        {"tags": tags, "load": load}[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
