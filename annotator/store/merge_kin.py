"""Which of two versions of a record holds, and whether both sides have changed it since they parted."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from annotator.core.model import TYPES, AnyRecord, Span
from annotator.store.merge_act import Act
from annotator.store.merge_report import Side
from annotator.store.rows import content


class Version(NamedTuple):
    """What one side has of a record: the greater of (rev, alive over deleted, site) holds."""

    rev: int
    alive: int
    site: str
    at: int = 0
    body: Any = None
    on: str = ""  # hash of the text that a span's positions count in

    @property
    def rank(self) -> tuple[int, int, str]:
        """What is compared."""
        return self.rev, self.alive, self.site


def same_but_place(record: AnyRecord | None) -> AnyRecord | None:
    """A record without what moves by itself when a text is corrected."""
    if isinstance(record, Span):
        return msgspec.structs.replace(record, fragments=((0, 1),), words="")
    return None if record is None else content(record)


def note_both(
    act: Act,
    key: str,
    kind: str,
    *,
    mine: Version,
    theirs: Version,
    records: tuple[AnyRecord | None, AnyRecord | None],
    whose: tuple[str, str],
) -> None:
    """Reports the record when neither side's version comes from the other's; `whose`: article and annotator, by ids."""
    won: Side = "mine" if mine.rank >= theirs.rank else "theirs"
    loser, winner = (theirs, mine) if won == "mine" else (mine, theirs)
    if same_but_place(records[0]) == same_but_place(records[1]):
        return
    lost = records[1] if won == "mine" else records[0]
    if loser.rev < winner.rev and (
        (loser.rev == 1 and kind != "progress") or _comes_from(act, key, kind, won, loser, lost)
    ):
        return
    act.tally.add("both", *whose)
    act.tally.both.append((key, kind, *whose, records[0], records[1], won))


def _comes_from(act: Act, key: str, kind: str, won: Side, loser: Version, lost: AnyRecord | None) -> bool:
    """Whether the history of the side that won has the loser's version, or a step that began with its content."""
    side, last = ("main", act.first) if won == "mine" else ("theirs", 1 << 62)
    found = act.execute(
        f"SELECT c.rev, c.before, j.site FROM {side}.change c JOIN {side}.journal j ON j.n=c.journal"
        " WHERE c.record=? AND c.rev IN (?,?) AND c.journal<? AND j.act<>'merge' AND c.kind=?",
        (key, loser.rev, loser.rev + 1, last, kind),
    ).fetchall()
    for rev, before, site in found:
        if rev == loser.rev and site == loser.site:
            return True
        former = None if before is None else msgspec.json.decode(before, type=TYPES[kind])
        if rev == loser.rev + 1 and same_but_place(former) == same_but_place(lost):  # type: ignore[arg-type]
            return True
    return False
