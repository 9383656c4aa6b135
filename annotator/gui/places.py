"""What the window remembers between two starts: who I am in a project, where I was, what was open lately."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime

from annotator import settings
from annotator.core.errors import AnnotatorError
from annotator.core.model import Annotator
from annotator.settings import Place, Recent, Settings
from annotator.store.project import Project

log = logging.getLogger(__name__)


class Places:
    """Reads and writes the settings for a session; settings that cannot be written are no reason to stop working."""

    def annotator(self, project: Project) -> Annotator:
        """Who works in this window: whom the settings name, else the owner of a project that was made here.

        In a colleague's copy that does not know me yet I am added under my own name: nobody tags as somebody else. A
        packet is its person's, whoever opens it.
        """
        if project.packet is not None and project.owner is not None:
            return project.owner
        name = settings.load().settings.annotator
        found = project.read.annotator_named(name)
        if found is None and (project.made_here() or project.read_only):
            found = project.owner or next(iter(project.read.annotators()), None)
        return found or project.add_annotator(name)

    def place(self, project: Project) -> Place | None:
        """Where I was in this project, if I was."""
        return settings.load().settings.places.get(project.id)

    def keep(self, project: Project, article: str, *, caret: int, top: int) -> None:
        """Remembers where I am; positions in code points."""
        place = Place(article=article, scroll=top, caret=caret)
        if self.place(project) != place:
            _update(lambda now: settings.with_place(now, project.id, place))

    def remember(self, project: Project, me: Annotator) -> None:
        """Puts the project first in the list of recent ones, with how far I am."""
        counts = project.read.counts(me.id)
        recent = Recent(
            path=str(project.path),
            name=project.name,
            opened=datetime.now(UTC).isoformat(timespec="seconds"),
            done=counts.done,
            total=counts.articles,
        )
        _update(lambda now: settings.with_recent(now, recent))


def _update(change: Callable[[Settings], Settings]) -> None:
    try:
        settings.update(change)
    except AnnotatorError as error:
        log.info("%s", error)
