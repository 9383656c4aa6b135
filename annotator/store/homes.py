"""Under which site this machine writes into a project file; the settings are asked only where nobody said it."""

from __future__ import annotations

import sqlite3
from functools import partial
from pathlib import Path

from annotator.core.errors import AnnotatorError
from annotator.store import schema
from annotator.store.connection import untouched


def site() -> str:
    """This installation's site."""
    from annotator import sites  # late, as in all of this module: whoever says the site needs no settings

    return sites.installation()


def ours(site: str) -> bool:
    """Whether it is one of this machine's sites."""
    from annotator import sites

    return site in sites.here()


def site_for(connection: sqlite3.Connection, path: Path, *, read_only: bool) -> str:
    """The site for a file that is being opened: a copy of a project in use here has one of its own."""
    from annotator import sites

    row = connection.execute("SELECT value FROM project WHERE key='id'").fetchone()
    if read_only or row is None:
        return sites.installation()
    return sites.site_of(row[0], path, holds=partial(_holds, project=row[0]))


def project_in(path: Path) -> str | None:
    """The id of the project in a file, looked at without a trace; None when that cannot be told."""
    try:
        with untouched(path) as connection:
            schema.check_objects(connection, path)  # before anything is asked of a stranger's file
            row = connection.execute("SELECT value FROM project WHERE key='id'").fetchone()
    except (AnnotatorError, sqlite3.DatabaseError):
        return None
    return row[0] if row is not None else None


def _holds(path: Path, *, project: str) -> bool:
    """Whether a file is this project; one that is there and cannot be read may be."""
    found = project_in(path)
    return path.exists() if found is None else found == project
