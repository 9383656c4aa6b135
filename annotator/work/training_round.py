"""A training round: articles with gold that everybody labels, where the differences are shown once one is done."""

from __future__ import annotations

import msgspec

from annotator.core.model import gold_id
from annotator.store.packet import Gold, unsealed
from annotator.store.project import Project


class _Summary(msgspec.Struct):
    training: list[str] = []
    people: list[str] = []  # ids


def shown(project: Project, article: str, annotator: str) -> Gold | None:
    """Gold's layer on an article (id), for one who had it to train on and has marked it done; None before, or else."""
    state = project.read.progress(article, annotator)
    if state is None or state.state != "done":
        return None
    if project.packet is not None:
        return unsealed(project.connection, article) if project.packet.person == annotator else None
    if article not in articles_of(project, annotator):
        return None
    gold = gold_id(project.id)
    spans, ties = project.read.spans(article, gold), project.read.relations(article, gold)
    return Gold(spans=tuple(spans), relations=tuple(ties))


def articles_of(project: Project, annotator: str) -> list[str]:
    """The ids of the articles that a person (id) was given to train on."""
    found: dict[str, None] = {}
    for (summary,) in project.connection.execute(
        "SELECT summary FROM journal WHERE act='assign' AND bulk=1 AND undone=0 AND summary IS NOT NULL ORDER BY n"
    ):
        told = msgspec.json.decode(summary, type=_Summary)
        if annotator in told.people:
            found |= dict.fromkeys(told.training)
    return list(found)
