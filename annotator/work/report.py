"""What an import is asked to do and what it reports."""

from __future__ import annotations

from typing import Literal

import msgspec

from annotator.formats.base import ReadOptions, Refusal
from annotator.work.prepare import Decided

UnknownLabels = Literal["stop", "add", "skip"]
UNKNOWN_LABELS: tuple[UnknownLabels, ...] = ("stop", "add", "skip")


class ImportOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How to import; the defaults are those of the command line."""

    format: str | None = None  # None: by ending or content
    annotator: str | None = None  # whose spans are that name nobody, and who imports; None: the project's owner
    encoding: str | None = None
    keep_boilerplate: bool = False
    headline: bool = True
    dry_run: bool = False
    unknown_labels: UnknownLabels = "stop"
    decided: dict[str, Decided] = {}  # by the source's name
    columns: dict[str, str] = {}  # of tables: field -> column


def how_to_read(options: ImportOptions, name: str) -> ReadOptions:
    """What of the options the format itself heeds, for the source of a name."""
    decided = options.decided.get(name)
    columns = decided.columns if decided is not None and decided.columns else options.columns
    return ReadOptions(encoding=options.encoding, headline=options.headline, columns=tuple(sorted(columns.items())))


class ImportReport(msgspec.Struct, kw_only=True):
    """What came of an import; `errors` are refused lines and files, `skipped` counts them and those left out."""

    taken: int = 0
    already_there: int = 0
    skipped: int = 0
    spans_taken: int = 0
    spans_already_there: int = 0
    spans_skipped: int = 0
    relations_taken: int = 0
    errors: list[Refusal] = []
    notes: list[str] = []
    unknown_labels: dict[str, int] = {}  # how often each stood there
    labels_added: list[str] = []
    near_duplicates: list[list[str]] = []  # ids of articles, one of them new, that are nearly one text
    stopped: bool = False  # nothing was taken because of unknown labels
    dry_run: bool = False

    @property
    def exit_code(self) -> int:
        """0 when anything was taken or already there, else 1."""
        return 0 if (self.taken or self.already_there) and not self.stopped else 1

    def refuse(self, file: str, line: int | None, reason: str) -> None:
        """One line or file that was not taken."""
        self.errors.append(Refusal(file, line, reason))
        self.skipped += 1

    def note(self, text: str) -> None:
        """Something to know, said once."""
        if text not in self.notes:
            self.notes.append(text)
