"""Looks for cycles of garbage seldom while many records go by, for records make none."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_EVERY = 50_000  # new objects; looking more often only costs time, up to a fifth of an export's
_lock = threading.Lock()
_inside: list[tuple[int, int, int]] = []  # the thresholds to go back to, once for each that is at work


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Until the last of those at work has ended; then it is as before the first."""
    with _lock:
        _inside.append(_inside[0] if _inside else gc.get_threshold())
        gc.set_threshold(_EVERY, *_inside[0][1:])
    try:
        yield
    finally:
        with _lock:
            before = _inside.pop()
            if not _inside:
                gc.set_threshold(*before)
