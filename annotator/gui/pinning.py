"""Where a label lands in a review: only at a start that was named; nothing is offered of itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotator.core.model import Fragment
from annotator.gui.landing import Landing
from annotator.gui.views.article.marks import Ghost


class Pinning(Landing):
    """A click chooses a difference here: it names no start."""

    def on_screen(self) -> Iterator[Ghost]:
        """Frames only once a start is named."""
        return super().on_screen() if self.pin is not None else iter(())

    def clicked(self, position: int) -> None:
        """A click names nothing."""

    def at_pin(self, label: str) -> Sequence[Fragment]:
        """The words from the named start, as a label takes them; nothing while none is named."""
        found = self.next(label) if self.pin is not None else None
        return found.fragments if found is not None else ()
