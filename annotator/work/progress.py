"""What long work says while it runs."""

from __future__ import annotations

import msgspec


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a job is: `done` of `total` steps (0 when not known), and a word on the present one."""

    done: int
    total: int = 0
    note: str = ""
