"""What an analyst can take up in the window beyond reading and tagging: one room a skill, made when first needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from annotator.gui.linking import Linking
    from annotator.gui.piecing import Piecing
    from annotator.gui.remarking import Remarking
    from annotator.gui.searching import Searching
    from annotator.gui.window import MainWindow

# The id of an action: the room (a property of Hands) and its method.
ACTS: dict[str, tuple[str, str]] = {
    "link_actor": ("linking", "start"),
    "unlink_actor": ("linking", "unlink"),
    "registry": ("linking", "open"),
    "add_piece": ("piecing", "add_or_join"),
    "split": ("piecing", "split"),
    "remove_piece": ("piecing", "remove"),
    "close_gaps": ("piecing", "close_gaps"),
    "ask": ("remarking", "ask"),
    "remarks": ("remarking", "show"),
    "correct": ("remarking", "correct"),
    "held": ("remarking", "held"),
    "search": ("searching", "open"),
    "tag_all": ("searching", "tag_all"),
    "inconsistencies": ("searching", "inconsistencies"),
}


class Hands(QObject):
    """Makes each room late, so that nothing of it is imported before the first paint."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def table(self) -> dict[str, Callable[[], object]]:
        """What the actions of these rooms do, by the id of the action; nothing is made before one is triggered."""
        return {key: partial(self._do, room, act) for key, (room, act) in ACTS.items()}

    def _do(self, room: str, act: str) -> None:
        getattr(getattr(self, room), act)()

    @cached_property
    def linking(self) -> Linking:
        """Mentions and the registry."""
        from annotator.gui.linking import Linking

        return Linking(self._window)

    @cached_property
    def piecing(self) -> Piecing:
        """Spans in pieces."""
        from annotator.gui.piecing import Piecing

        return Piecing(self._window.session)

    @cached_property
    def remarking(self) -> Remarking:
        """Questions, corrections, what is held."""
        from annotator.gui.remarking import Remarking

        return Remarking(self._window)

    @cached_property
    def searching(self) -> Searching:
        """The concordance, and tagging all."""
        from annotator.gui.searching import Searching

        return Searching(self._window)
