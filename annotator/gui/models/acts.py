"""Every kind of act that a journal may hold, with its icon and how people call it: one readable list."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def _(text: str) -> str:
    """Marks a text of the table for translation; `name` looks it up."""
    return text


# act: icon, name
ACTS: dict[str, tuple[str, str]] = {
    "tag": ("tag", _("Tagging")),
    "tag-all": ("tag", _("Tagging all")),
    "relabel": ("tag", _("Relabelling")),
    "resize": ("pen", _("Moving edges")),
    "join": ("pen", _("Joining pieces")),
    "split": ("pen", _("Splitting")),
    "describe": ("pen", _("Attributes and notes")),
    "delete": ("trash", _("Deleting spans")),
    "tie": ("arrow", _("Tying")),
    "point": ("arrow", _("Tying to another")),
    "untie": ("arrow", _("Untying")),
    "link": ("link", _("Linking to actors")),
    "actor": ("person", _("Actors of the registry")),
    "merge_actors": ("person", _("Merging actors")),
    "split_actor": ("person", _("Splitting actors")),
    "import_actors": ("person", _("Importing actors")),
    "progress": ("check", _("States of articles")),
    "assign": ("person", _("Handing out work")),
    "fields": ("file", _("Fields of articles")),
    "correct": ("pen", _("Correcting texts")),
    "comment": ("note", _("Questions and remarks")),
    "release": ("clock", _("Deciding what is held")),
    "choose": ("clock", _("Settling what a merge left open")),
    "decide": ("flag", _("Decisions")),
    "codebook": ("book", _("The codebook")),
    "import": ("import", _("Imports")),
    "merge": ("merge", _("Merging colleagues’ files")),
    "add": ("person", _("New annotators")),
    "undo": ("undo", _("Undo")),
    "redo": ("redo", _("Redo")),
}


def name(act: str) -> str:
    """How people call a kind of act; one that a newer version made is called by its key."""
    known = ACTS.get(act)
    return QCoreApplication.translate("Acts", known[1]) if known else act.replace("_", " ").capitalize()


def icon(act: str) -> str:
    """The icon of a kind of act."""
    return ACTS[act][0] if act in ACTS else "dots"
