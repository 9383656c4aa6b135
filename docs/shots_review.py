"""Pictures of reviewing for `docs.shots`: three people's layers of the sample, made to differ here and there."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from annotator import assets
from annotator.core import codebook as codebooks
from annotator.core.codebook import Codebook
from annotator.core.model import Annotator, Article, Fragment, Progress, Relation, Span, new_id, words_of
from annotator.core.text import next_word, previous_word
from annotator.store.bulk import Bulk
from annotator.store.project import Project
from annotator.work.imports import run
from annotator.work.report import ImportOptions

if TYPE_CHECKING:
    from docs.shots import Studio

PEOPLE = ("Ann Abel", "Ben Bora", "Cleo Cruz")
ARTICLES = (1, 2, 3, 4)  # of the sample
WIDE, SMALL = (1440, 900), (1024, 700)


def three_layers(path: Path, *, owner: str) -> None:
    """A project in which three people have done the same articles."""
    codebook = codebooks.loads(assets.read_bytes("codebooks/news.json"), name="news")
    chance = random.Random(11)
    people = [Annotator(id=new_id(), name=name) for name in PEOPLE]
    found = _gold(path.with_name("gold.annotator"), codebook)
    with Project.create(path, codebook=codebook, annotator=owner) as project:
        me = project.owner
        assert me is not None
        with Bulk(project, act="import", title="Import", who=me.id) as bulk:
            bulk.add(annotators=people)
            for article, spans, ties in found:
                seen = [_seen(article, spans, ties, who.id, chance) for who in people]
                bulk.add(
                    articles=[article],
                    spans=[span for mine, _ in seen for span in mine],
                    relations=[tie for _, mine in seen for tie in mine],
                    progress=[Progress(article=article.id, annotator=who.id, state="done") for who in people],
                )
            bulk.finish({})


def _gold(path: Path, codebook: Codebook) -> list[tuple[Article, list[Span], list[Relation]]]:
    """The sample's articles with the spans of its reference."""
    source = path.with_name("news.jsonl")
    source.write_text(assets.read_text("samples/news.gold.jsonl"), encoding="utf-8")
    with Project.create(path, codebook=codebook, annotator="Sample") as project:
        for _ in run(project, [source], ImportOptions()):
            pass
        articles = [project.read.article_by_n(place) for place in ARTICLES]
        return [(one, project.read.spans(one.id), project.read.relations(one.id)) for one in articles]


def _seen(
    article: Article, spans: list[Span], ties: list[Relation], who: str, chance: random.Random
) -> tuple[list[Span], list[Relation]]:
    """What one of three makes of an article: now a span missed, now other ends, another form, another figure."""
    made: dict[str, Span] = {}
    for one in spans:
        luck = chance.random()
        if luck < 0.05:
            continue
        fragments, attributes = one.fragments, dict(one.attributes)
        if luck < 0.12 and len(fragments) == 1:
            fragments = (_other_ends(article.text, fragments[0], chance),)
        elif luck < 0.17 and "form" in attributes:
            attributes["form"] = "mixed" if attributes["form"] == "direct" else "reported"
        elif luck < 0.17 and isinstance(attributes.get("value"), int | float):
            attributes["value"] = attributes["value"] * 10
        made[one.id] = msgspec.structs.replace(
            one,
            id=new_id(),
            annotator=who,
            fragments=fragments,
            words=words_of(article.text, fragments),
            attributes=attributes,
        )
    kept = [tie for tie in ties if tie.head in made and tie.tail in made and chance.random() > 0.03]
    return list(made.values()), [
        msgspec.structs.replace(tie, id=new_id(), head=made[tie.head].id, tail=made[tie.tail].id) for tie in kept
    ]


def _other_ends(text: str, fragment: Fragment, chance: random.Random) -> Fragment:
    """A word more or less at one end."""
    start, end = fragment
    if chance.random() < 0.5:
        after = next_word(text, end)
        return (start, after[1]) if after is not None and "\n" not in text[end : after[0]] else fragment
    second = next_word(text, start)
    following = next_word(text, second[1]) if second is not None else None
    if following is not None and following[0] < end:
        return following[0], end
    before = previous_word(text, start)
    return (before[0], end) if before is not None and "\n" not in text[before[0] : start] else fragment


def reviewing(studio: Studio, theme: str) -> None:
    """A difference of ends, the same after a decision with names, why one is rejected, and all that is agreed."""
    window, session, end = studio.window, studio.window.session, "" if theme == "light" else "-dark"
    path = studio.folder / theme / "Water tariffs, three layers.annotator"
    three_layers(path, owner="Mira Okafor")
    session.open_project(path)
    window.resize(*WIDE)
    window.pages.turn("page_review")
    room = window.commands.hands.reviewing
    while room.comparing.busy:
        studio.settle(0.1)
    for size, narrow in ((WIDE, ""), (SMALL, "-small")):
        window.resize(*size)
        studio.settle()
        boundary = next(one for one in room.walking.rows() if "boundary" in one.kinds and one.standing == "open")
        room.walking.go(boundary)
        studio.take(f"review{end}{narrow}")
        room.reject()
        studio.take(f"review-reject{end}{narrow}")
        room.panel.reason.rest()
        room.read()
        room.settling.merge()
        room.reveal()
        room.page.queue.more.click()
        studio.take(f"review-decided{end}{narrow}")
        room.reveal()
        room.page.queue.more.click()
    window.resize(*WIDE)
    tie = next((one for one in room.walking.rows() if one.tie), None)
    if tie is not None:
        room.walking.go(tie)
        studio.take(f"review-relation{end}")
    from annotator.gui.dialogs.agreed import AgreedDialog
    from annotator.gui.dialogs.flagged import Flagged

    room.settling.flag()
    studio.with_dialog(f"review-agreed{end}", AgreedDialog(room, window), 1.5)
    studio.with_dialog(f"review-unclear{end}", Flagged(room, window))
    window.read()
