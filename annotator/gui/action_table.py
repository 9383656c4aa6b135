"""Every action as data: id, text, icon, keys, when it is possible; menus and bars are lists of ids."""

from __future__ import annotations

from typing import Literal

import msgspec

from annotator.core.codebook import Codebook, LabelRole

Scope = Literal["window", "article", "review"]
# What must be true for an action to be possible.
Need = Literal["always", "project", "writable", "article", "span", "undo", "redo", "review"]


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """One action; keys of scope "article" or "review" work only while the text of that page has the keyboard."""

    id: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    need: Need = "always"
    scope: Scope = "window"
    toggles: bool = False
    role: LabelRole | None = None  # shown only while the codebook has a label of this role
    ties: bool = False  # shown only while the codebook has relations
    group: str = ""  # its heading in the list of keys

    def fits(self, codebook: Codebook | None) -> bool:
        """Whether there is such an act under a codebook; without one all are shown."""
        if codebook is None:
            return True
        has_role = self.role is None or bool(codebook.with_role(self.role))
        return has_role and (not self.ties or bool(codebook.relations))


def _(text: str) -> str:
    """Marks a text of the table for translation; `actions.translated` looks it up."""
    return text


def _window(id: str, text: str, *keys: str, icon: str = "", need: Need = "always", toggles: bool = False) -> Action:
    return Action(id=id, text=text, keys=keys, icon=icon, need=need, toggles=toggles)


def _article(id: str, text: str, *keys: str, icon: str = "", need: Need = "span") -> Action:
    return Action(id=id, text=text, keys=keys, icon=icon, need=need, scope="article")


def _review(id: str, text: str, *keys: str, icon: str = "", toggles: bool = False) -> Action:
    return Action(id=id, text=text, keys=keys, icon=icon, need="review", scope="review", toggles=toggles)


def _agents(*actions: Action) -> tuple[Action, ...]:
    """Actions on actors: a codebook without a label for them has none of these."""
    return tuple(msgspec.structs.replace(action, role="agent") for action in actions)


def _ties(*actions: Action) -> tuple[Action, ...]:
    """Actions on relations: a codebook without relations has none of these."""
    return tuple(msgspec.structs.replace(action, ties=True) for action in actions)


ACTIONS: tuple[Action, ...] = (
    _window("new", _("&New project…"), "Ctrl+N", icon="plus"),
    _window("open", _("&Open project…"), "Ctrl+O", icon="folder"),
    _window("sample", _("Try the &sample"), "Ctrl+T", icon="spark"),
    _window("import", _("&Import articles…"), "Ctrl+I", icon="import", need="writable"),
    _window("import_folder", _("Import a &folder…"), need="writable"),
    _window("export", _("&Export…"), "Ctrl+E", icon="export", need="project"),
    _window("report", _("&Report…"), icon="chart", need="project"),
    _window("backup", _("Save a &copy…"), icon="copy", need="project"),
    _window("close", _("&Close project"), "Ctrl+W", need="project"),
    _window("quit", _("&Quit"), "Ctrl+Q"),
    _window("undo", _("&Undo"), "Ctrl+Z", icon="undo", need="undo"),
    _window("redo", _("&Redo"), "Ctrl+Shift+Z", "Ctrl+Y", icon="redo", need="redo"),
    _window("history", _("&History…"), "Ctrl+Shift+H", icon="clock", need="project"),
    _window("paste", _("&Paste an article…"), "Ctrl+V", icon="copy", need="writable"),
    _window("find", _("&Find in this article…"), "Ctrl+F", icon="search", need="article"),
    _window("find_next", _("Find &next"), "F3", need="article"),
    _window("find_previous", _("Find &previous"), "Shift+F3", need="article"),
    _window("search", _("Search the &whole project…"), "Ctrl+Shift+F", icon="search", need="project"),
    _window("tag_all", _("Tag al&l like this…"), "Ctrl+Shift+A", icon="tag", need="project"),
    _window("inconsistencies", _("Inconsistenc&ies"), need="project"),
    _window("filter", _("Filter the article &list"), icon="filter", need="project"),
    _article("next_span", _("&Next span"), "N", icon="right", need="article"),
    _article("previous_span", _("&Previous span"), "Shift+N", icon="left", need="article"),
    _article("next_candidate", _("Next likely &place"), "Space", need="article"),
    _article("previous_candidate", _("Likely place &before"), "Shift+Space", need="article"),
    _article("jump", _("&Jump to a word by its letter…"), "F", need="article"),
    _article("hint", _("Name the start, then the end, by &hints…"), "G", need="article"),
    _article("grow", _("&Grow: the next larger words"), "E", need="article"),
    _article("shrink", _("Shr&ink: the next smaller words"), "W", need="article"),
    _article("stretch", _("As a selection to stre&tch; other end"), "X"),
    _article("relabel", _("&Relabel…"), "Y", icon="tag"),
    _article("end_word_longer", _("End: one word longer"), "L"),
    _article("end_word_shorter", _("End: one word shorter"), "K"),
    _article("start_word_longer", _("Start: one word longer"), "Shift+L"),
    _article("start_word_shorter", _("Start: one word shorter"), "Shift+K"),
    _article("end_character_longer", _("End: one character longer"), "Ctrl+L"),
    _article("end_character_shorter", _("End: one character shorter"), "Ctrl+K"),
    _article("start_character_longer", _("Start: one character longer"), "Ctrl+Shift+L"),
    _article("start_character_shorter", _("Start: one character shorter"), "Ctrl+Shift+K"),
    _article("add_piece", _("Add the selection, or &join the next"), "J", icon="plus"),
    _article("split", _("S&plit at the caret"), "Shift+J"),
    _article("remove_piece", _("Take the piece a&way"), "Ctrl+J"),
    _article("close_gaps", _("Close the &gaps"), "Ctrl+Shift+J"),
    _article("card", _("&Card of the span"), "V", "Return", "Enter", icon="list"),
    _window("open_card", _("Open the card after tagging a &figure"), toggles=True),
    _article("delete", _("&Delete span"), "Del", "Backspace", icon="trash"),
    _article("note", _("&Note on the span"), "M", icon="note"),
    _article("span_history", _("&History of the span…"), "Ctrl+H", icon="clock"),
    _window("codebook", _("&Codebook…"), "Ctrl+B", icon="book", need="writable"),
    _window("older_spans", _("Spans under &older codebooks…"), icon="clock", need="project"),
    _article("definition", _("Definition of its &label"), "H", icon="book"),
    _article("ask", _("&Ask about the span or article…"), "Shift+M", icon="help", need="article"),
    _window("remarks", _("&Questions and remarks…"), "Ctrl+Shift+M", icon="note", need="project"),
    _window("correct", _("&Correct the text…"), "Ctrl+Shift+E", icon="pen", need="article"),
    _window("held", _("&Held for decision…"), need="project"),
    _window("hand_out", _("Hand &out work…"), icon="person", need="writable"),
    _window("merge", _("&Merge colleagues’ files…"), "Ctrl+Shift+I", icon="merge", need="writable"),
    _window("settle", _("&Settle what a merge left open…"), need="writable"),
    _window("against_gold", _("Compare with &gold (training round)…"), need="article"),
    *_ties(
        _article("tie", _("&Tie to…"), "R", icon="arrow"),
        _article("tie_kind", _("Tie, of another &kind…"), "Shift+R"),
        _article("follow_tie", _("&Follow its ties"), "Ctrl+R"),
    ),
    *_agents(
        _article("link_actor", _("Link to an &actor…"), "I", icon="link"),
        _article("unlink_actor", _("&Unlink from its actor"), "Shift+I"),
        _window("registry", _("Actor re&gistry…"), "Ctrl+Shift+R", icon="person", need="project"),
    ),
    _window("done", _("&Done, next unfinished"), "Ctrl+Return", "Ctrl+Enter", icon="check", need="article"),
    _window("next_article", _("&Next article"), "Ctrl+PgDown", icon="right", need="article"),
    _window("previous_article", _("&Previous article"), "Ctrl+PgUp", icon="left", need="article"),
    _window("mark_todo", _("Mark as &to do"), need="article"),
    _window("mark_doing", _("Mark as in pro&gress"), need="article"),
    _window("mark_done", _("Mark as d&one"), need="article"),
    _window("mark_skipped", _("&Skip this article"), need="article"),
    _window("page_label", _("&Label"), "Ctrl+1", icon="tag", need="project"),
    _window("page_review", _("&Review"), "Ctrl+2", icon="columns", need="project"),
    _window("page_agreement", _("&Agreement"), "Ctrl+3", icon="chart", need="project"),
    _review("next_difference", _("&Next undecided difference"), "Space", icon="right"),
    _review("previous_difference", _("Undecided difference &before"), "Shift+Space", icon="left"),
    _review("take_proposal", _("&Take the chosen proposal"), "Return", "Enter", icon="check"),
    _review("take_several", _("Take se&veral proposals"), icon="copy", toggles=True),
    _review("merge_proposals", _("&Merge all ends; again: what all share"), "J", icon="merge"),
    _review("reject_difference", _("Re&ject…"), "0", icon="x"),
    _review("put_off", _("Put &off"), icon="clock"),
    _review("reopen_difference", _("&Reopen the decision"), "Backspace", icon="undo"),
    _review("keep_decision", _("The decision &holds"), icon="check"),
    _review("gold_card", _("&Card of the gold span"), "V", icon="list"),
    _review("comment_difference", _("&Ask colleagues about it…"), "M", icon="note"),
    _review("flag_guideline", _("&Guideline unclear here"), "Shift+H", icon="flag"),
    _review("reveal_names", _("Sho&w who made what"), icon="eye", toggles=True),
    _window("agreed_to_gold", _("All a&greed to gold…"), icon="check", need="writable"),
    _window("flagged", _("Unclear g&uidelines…"), icon="flag", need="project"),
    _window("list", _("Article &list"), "F9", icon="panel-left", need="project", toggles=True),
    _window("panel", _("Span &panel"), "Shift+F9", icon="panel-right", need="project", toggles=True),
    _window("careful", _("&Careful: the first press only shows"), toggles=True),
    _window("next_pane", _("&Next pane"), "F6"),
    _window("previous_pane", _("&Previous pane"), "Shift+F6"),
    _window("zoom_in", _("&Zoom in"), "Ctrl++", "Ctrl+="),
    _window("zoom_out", _("Zoom &out"), "Ctrl+-"),
    _window("zoom_reset", _("&Usual size"), "Ctrl+0"),
    _window("theme_system", _("Theme of the &system"), toggles=True),
    _window("theme_light", _("&Light"), toggles=True),
    _window("theme_dark", _("&Dark"), toggles=True),
    _window("theme_high-contrast", _("High &contrast"), toggles=True),
    _window("preferences", _("Preferenc&es…"), "Ctrl+,", icon="sun"),
    _window("palette", _("Command &palette…"), "Ctrl+Shift+P", icon="search"),
    _window("keys", _("All &keys"), "F1", icon="help"),
    _window("about", _("&About Article Annotator"), icon="info"),
)

BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}

# Acts of the article that mend a gold span as well: their keys are the same in the text of a review.
MENDING: frozenset[str] = frozenset(
    (
        *(f"{edge}_{unit}_{way}" for edge in ("start", "end") for unit in ("word", "character")
          for way in ("longer", "shorter")),
        "grow", "shrink", "tie", "tie_kind", "hint",
    )
)  # fmt: skip


def meet(one: Action, other: Action) -> bool:
    """Whether two actions listen at the same time, so that they may not have one key."""
    if "window" in (one.scope, other.scope) or one.scope == other.scope:
        return True
    return any(action.id in MENDING for action in (one, other))


SEPARATOR, LABELS, RECENT = "-", "*labels", "*recent"
MENUS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        _("&File"),
        (
            "new", "open", RECENT, "sample", "-",
            "import", "import_folder", "paste", "export", "report", "backup", "-", "close", "quit",
        ),
    ),
    (
        _("&Edit"),
        ("undo", "redo", "history", "-", "find", "find_next", "find_previous", "-", "search", "inconsistencies", "-",
         "filter", "-", "codebook", "older_spans", "-", "preferences"),
    ),
    (
        _("&Span"),
        (
            LABELS, "-", "next_candidate", "previous_candidate", "jump", "hint",
            "-", "next_span", "previous_span", "-", "relabel", "grow", "shrink", "stretch",
            "end_word_longer", "end_word_shorter", "start_word_longer", "start_word_shorter",
            "end_character_longer", "end_character_shorter", "start_character_longer", "start_character_shorter",
            "-", "add_piece", "split", "remove_piece", "close_gaps",
            "-", "tie", "tie_kind", "follow_tie",
            "-", "card", "open_card", "tag_all", "link_actor", "unlink_actor", "note", "ask", "definition",
            "span_history", "delete",
        ),
    ),
    (
        _("&Article"),
        ("done", "-", "next_article", "previous_article", "-", "mark_todo", "mark_doing", "mark_done", "mark_skipped",
         "-", "registry", "remarks", "correct", "held"),
    ),
    (_("&Project"), ("hand_out", "merge", "settle", "-", "against_gold")),
    (
        _("&Review"),
        ("next_difference", "previous_difference", "-", "take_proposal", "take_several", "merge_proposals",
         "reject_difference", "put_off", "-", "reopen_difference", "keep_decision", "-", "gold_card",
         "comment_difference", "flag_guideline", "-", "reveal_names", "agreed_to_gold", "flagged"),
    ),
    (
        _("&View"),
        (
            "page_label", "page_review", "page_agreement", "-", "list", "panel", "-", "careful", "-",
            "next_pane", "previous_pane", "-",
            "zoom_in", "zoom_out", "zoom_reset", "-",
            "theme_system", "theme_light", "theme_dark", "theme_high-contrast",
        ),
    ),
    (_("&Help"), ("palette", "keys", "about")),
)  # fmt: skip
# By right click, Shift+F10 or the menu key on the article or the list of its spans; the labels come first.
CONTEXT: tuple[str, ...] = (
    "relabel", "card", "-", "tie", "link_actor", "note", "ask", "-",
    "span_history", "definition", "correct", "-", "delete",
)  # fmt: skip
BAR: tuple[str, ...] = ("undo", "redo", "-", "import", "export", "-", "list", "panel")
