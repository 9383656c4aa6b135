"""Makes `format-N.annotator` of the present format: run it once when the format changes, and keep the old files."""

import sys
from pathlib import Path

from annotator.core import edit
from annotator.core.model import Comment, Decision, new_id
from annotator.store import schema
from annotator.store.bulk import Bulk
from annotator.store.project import Project
from tests.builders import NEWS, make_actor, make_article, make_progress, make_relation, span_on

HERE = Path(__file__).parent


def main() -> int:
    """A project with one of everything; refuses to replace a file that is kept."""
    path = HERE / f"format-{schema.VERSION}.annotator"
    with Project.create(path, codebook=NEWS, annotator="Ann", site="aaaaaaaa") as project:
        me = project.owner
        article, other = (
            make_article(outlet="Bay News", published="2026-03-01"),
            make_article("عبّارة\n\nقال 👩\u200d💻 漢字"),
        )
        quote = span_on(article, "We will not cut a single line", annotator=me.id, label="QUOTE")
        place = article.text.index("4,200 people")
        pieces = ((place, place + 12), (place + 17, place + 20))
        figure = span_on(
            article, "4,200", annotator=me.id, label="STATISTIC", attributes={"value": 4200}, fragments=pieces
        )
        actor = make_actor("Ilse Brandt", aliases=("Brandt",))
        speaker = span_on(article, "Ilse Brandt", annotator=me.id, actor=actor.id, attributes={"type": "person"})
        comment = Comment(id=new_id(), article=article.id, annotator=me.id, text="Sure?", span=quote.id, question=True)
        decision = Decision(id=new_id(), article=article.id, difference="d", reviewer=me.id, outcome="later")
        with Bulk(project, act="import", title="Import 2 articles", who=me.id) as bulk:
            bulk.add(
                articles=[article, other],
                spans=[quote, figure, speaker],
                relations=[make_relation(quote, speaker)],
                actors=[actor],
                progress=[make_progress(article, me.id)],
                comments=[comment],
                decisions=[decision],
                worktime=[(article.id, me.id, "aaaaaaaa", "2026-03-02", 60)],
            )
            bulk.finish({"taken": 2})
        start = article.text.index("ferries")
        book = {"annotator": me.id, "codebook": NEWS, "version": project.codebook_id}
        for words in ((start, start + 7), (0, 15)):
            project.apply(edit.tag(article, [words], label="ACTOR", **book), who=me.id)
        project.apply(edit.delete([project.read.spans(article.id)[0]], codebook=NEWS), who=me.id)
        project.undo(who=me.id)
    print(path, path.stat().st_size, "bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
