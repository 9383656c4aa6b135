"""How long somebody works on an article: the time between signs of activity, an idle stretch counted up to a minute."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

IDLE = 60.0  # seconds: a longer pause counts as this much


class WorkClock:
    """Counts seconds of work; `taken` hands over the whole seconds and keeps the rest."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._last: float | None = None
        self._seconds = 0.0

    def start(self) -> None:
        """An article was opened: what was not taken before is dropped."""
        self._seconds = 0.0
        self._last = self._clock()

    def stop(self) -> None:
        """No article is open any more."""
        self._last = None

    def touch(self) -> None:
        """The user did something."""
        now = self._clock()
        if self._last is not None:
            self._seconds += min(IDLE, now - self._last)
            self._last = now

    def waiting(self) -> int:
        """Whole seconds not taken yet."""
        return int(self._seconds)

    def taken(self) -> int:
        """Takes the whole seconds."""
        whole = int(self._seconds)
        self._seconds -= whole
        return whole
