"""Cells of tables that a spreadsheet must not run as formulas."""

from __future__ import annotations

import re

# What a spreadsheet runs as a formula, also after blanks, also in full width.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


def safe(cell: str) -> str:
    """A text that no spreadsheet runs: an apostrophe stands before what could be a formula."""
    return "'" + cell if _FORMULA.match(cell) else cell


def guarded(cell: str) -> str:
    """The same so that `unguarded` gives the cell back, also one that begins with apostrophes of its own."""
    return "'" + cell if _FORMULA.match(cell.lstrip("'")) else cell


def unguarded(cell: str) -> str:
    """A cell without the apostrophe that `guarded` put before it."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell.lstrip("'")) else cell
