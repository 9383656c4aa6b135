"""What an analyst can take up in the window beyond reading and tagging: one room a skill, made when first needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, partial
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer

from annotator.gui.pages import REVIEW
from annotator.gui.timers import single_shot

if TYPE_CHECKING:
    from annotator.core.model import Span
    from annotator.gui.card import CardRoom
    from annotator.gui.codebooks import Codebooks
    from annotator.gui.comfort import Comfort
    from annotator.gui.handing import Handing
    from annotator.gui.histories import Histories
    from annotator.gui.jumping import Jumping
    from annotator.gui.landing import Landing
    from annotator.gui.linking import Linking
    from annotator.gui.mending import Mending
    from annotator.gui.merging import Merging
    from annotator.gui.palette import Palette
    from annotator.gui.piecing import Piecing
    from annotator.gui.remarking import Remarking
    from annotator.gui.reporting import Reporting
    from annotator.gui.reviewing import Reviewing
    from annotator.gui.searching import Searching
    from annotator.gui.settling import Settling
    from annotator.gui.speaking import Speaking
    from annotator.gui.stepping import Stepping
    from annotator.gui.stretching import Stretching
    from annotator.gui.teaching import Teaching
    from annotator.gui.training import Training
    from annotator.gui.tying import Tying
    from annotator.gui.walking import Walking
    from annotator.gui.window import MainWindow
    from annotator.store.journal import Applied

TABLES = "annotator.core.candidates"  # a tenth of a second to read: never while the window waits for it
SOON = ("annotator.gui.tying", "annotator.gui.linking", "annotator.gui.card")
LOOK_MS = 20  # how often it is asked whether they are read
IDLE_MS = 1500
STEP_MS = 15  # between two fields of the card that are made beforehand
TRAIN_MS = 60  # after an article is marked: the next one is painted first

# The id of an action: the room (a property of Hands) and its method.
ACTS: dict[str, tuple[str, str]] = {
    "tie": ("tying", "start"),
    "tie_kind": ("tying", "start_kinds"),
    "follow_tie": ("tying", "follow"),
    "link_actor": ("linking", "start"),
    "unlink_actor": ("linking", "unlink"),
    "registry": ("linking", "open"),
    "add_piece": ("piecing", "add_or_join"),
    "split": ("piecing", "split"),
    "remove_piece": ("piecing", "remove"),
    "close_gaps": ("piecing", "close_gaps"),
    "ask": ("remarking", "ask"),
    "remarks": ("remarking", "show"),
    "correct": ("remarking", "correct"),
    "held": ("remarking", "held"),
    "codebook": ("codebooks", "edit"),
    "older_spans": ("codebooks", "older"),
    "merge": ("merging", "merge"),
    "settle": ("merging", "settle"),
    "hand_out": ("handing", "open"),
    "against_gold": ("training", "show_again"),
    "history": ("histories", "of_project"),
    "span_history": ("histories", "of_span"),
    "report": ("reporting", "write"),
    "palette": ("palette", "open"),
    "preferences": ("comfort", "preferences"),
    "zoom_in": ("comfort", "zoom_in"),
    "zoom_out": ("comfort", "zoom_out"),
    "zoom_reset": ("comfort", "zoom_reset"),
    "search": ("searching", "open"),
    "tag_all": ("searching", "tag_all"),
    "inconsistencies": ("searching", "inconsistencies"),
    "next_difference": ("walking", "next"),
    "previous_difference": ("walking", "previous"),
    "take_proposal": ("settling", "take_chosen"),
    "take_several": ("reviewing", "take_several"),
    "merge_proposals": ("settling", "merge"),
    "reject_difference": ("reviewing", "reject"),
    "put_off": ("settling", "put_off"),
    "reopen_difference": ("settling", "reopen"),
    "keep_decision": ("settling", "keep"),
    "gold_card": ("mending", "card"),
    "comment_difference": ("reviewing", "comment"),
    "flag_guideline": ("settling", "flag"),
    "reveal_names": ("reviewing", "reveal"),
    "agreed_to_gold": ("reviewing", "agreed"),
    "flagged": ("reviewing", "flagged"),
    "next_candidate": ("stepping", "next_candidate"),
    "previous_candidate": ("stepping", "previous_candidate"),
    "careful": ("landing", "toggle_careful"),
    "jump": ("jumping", "jump"),
    "hint": ("jumping", "hint"),
    "grow": ("stretching", "grow"),
    "shrink": ("stretching", "shrink"),
    "stretch": ("stretching", "stretch"),
    "card": ("cards", "open"),
    "open_card": ("cards", "toggle"),
}


def _read_tables(language: str | None) -> None:
    """Reads the modules of rooms that are soon needed, and what knows figures, beside the window's own work."""
    for name in SOON:
        import_module(name)
    read = import_module("annotator.core.quantity").read
    read("1", 0, 1, language)  # makes the tables of the language


class Hands(QObject):
    """Makes each room late, so that nothing of it is imported before the first paint."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._ready = QTimer(self)
        self._ready.setInterval(LOOK_MS)
        self._ready.timeout.connect(self._look)
        window.session.tagged.connect(self._tagged)
        window.session.changed.connect(self._changed)
        window.session.card_requested.connect(partial(self._do, "cards", "open"))
        self._tables: Thread | None = None
        self._steps: Iterator[None] = iter(())
        self._step = single_shot(self, STEP_MS, self._go_on)
        self._idle = single_shot(self, IDLE_MS, self._warm)
        window.session.article_opened.connect(self._idle.start)

    def _warm(self) -> None:
        """Some time after an article is opened the first tie, link and figure are made ready."""
        if not self._window.seen:
            self._idle.start()
            return
        article, codebook = self._window.session.article, self._window.session.codebook
        if self._tables is None:
            self._tables = Thread(target=_read_tables, args=(article.language if article else None,), daemon=True)
            self._tables.start()
            self._idle.start()  # the fields come when the tables are there
        elif self._tables.is_alive():
            self._idle.start()
        elif codebook is not None and codebook.with_role("quantity"):
            self._steps = self.cards.warming()
            self._step.start()

    def _go_on(self) -> None:
        """One field of the card a moment: all at once would hold up the window for more than a frame."""
        for _ in self._steps:
            self._step.start()
            return

    def _tagged(self, span: Span) -> None:
        """A figure that was tagged shows its card."""
        codebook = self._window.session.codebook
        if codebook is not None and codebook.has(span.label) and codebook.label(span.label).role == "quantity":
            self.cards.tagged(span)

    def _changed(self, applied: Applied) -> None:
        """An article that was marked as done may be one to train on."""
        if applied.edit.act == "progress" and applied.way == "do":
            QTimer.singleShot(TRAIN_MS, self, partial(self._train, applied))

    def _train(self, applied: Applied) -> None:
        self.training.follow(applied)

    def table(self) -> dict[str, Callable[[], object]]:
        """What the actions of these rooms do, by the id of the action; nothing is made before one is triggered."""
        return {key: partial(self._do, room, act) for key, (room, act) in ACTS.items()}

    def _do(self, room: str, act: str) -> None:
        getattr(getattr(self, room), act)()

    def change_tie(self, act: str, relation: str) -> None:
        """An act on one relation, as the span panel asks for it: move, retype_next, untie."""
        getattr(self.tying if act == "move" else self.tying.tied, act)(relation)

    @property
    def reviewing(self) -> Reviewing:
        """The review page."""
        return cast("Reviewing", self._window.pages.made(REVIEW))

    @property
    def walking(self) -> Walking:
        """From difference to difference."""
        return self.reviewing.walking

    @property
    def mending(self) -> Mending:
        """Mending gold."""
        return self.reviewing.mending

    @property
    def settling(self) -> Settling:
        """Deciding them."""
        return self.reviewing.settling

    @cached_property
    def linking(self) -> Linking:
        """Mentions and the registry."""
        from annotator.gui.linking import Linking

        return Linking(self._window)

    @cached_property
    def teaching(self) -> Teaching:
        """The key of what is often taken from menus."""
        from annotator.gui.teaching import Teaching

        return Teaching(self._window)

    @cached_property
    def speaking(self) -> Speaking:
        """The spans at the caret, in words."""
        from annotator.gui.speaking import Speaking

        return Speaking(self._window.session, self._window.reading)

    @cached_property
    def comfort(self) -> Comfort:
        """Preferences, zoom, the user's own keys."""
        from annotator.gui.comfort import Comfort

        return Comfort(self._window)

    @cached_property
    def palette(self) -> Palette:
        """Every action, label, article and actor by a few letters."""
        from annotator.gui.palette import Palette

        return Palette(self._window)

    @cached_property
    def cards(self) -> CardRoom:
        """The card of a span."""
        from annotator.gui.card import CardRoom

        return CardRoom(self._window)

    @cached_property
    def piecing(self) -> Piecing:
        """Spans in pieces."""
        from annotator.gui.piecing import Piecing

        return Piecing(self._window.session)

    @cached_property
    def remarking(self) -> Remarking:
        """Questions, corrections, what is held."""
        from annotator.gui.remarking import Remarking

        return Remarking(self._window)

    @cached_property
    def training(self) -> Training:
        """What gold has otherwise, once an article to train on is done."""
        from annotator.gui.training import Training

        return Training(self._window)

    @cached_property
    def handing(self) -> Handing:
        """Who labels what, and a file for each."""
        from annotator.gui.handing import Handing

        return Handing(self._window)

    @cached_property
    def merging(self) -> Merging:
        """Colleagues' files, and what they leave to settle."""
        from annotator.gui.merging import Merging

        return Merging(self._window)

    @cached_property
    def histories(self) -> Histories:
        """Who did what, when, and one step back alone."""
        from annotator.gui.histories import Histories

        return Histories(self._window)

    @cached_property
    def searching(self) -> Searching:
        """The concordance, and tagging all."""
        from annotator.gui.searching import Searching

        return Searching(self._window)

    @cached_property
    def landing(self) -> Landing:
        """Ghosts, and what a label key takes."""
        from annotator.gui.landing import Landing

        return Landing(self._window.session, self._window.reading.text)

    @cached_property
    def jumping(self) -> Jumping:
        """Jumps by letter and by hints."""
        from annotator.gui.jumping import Jumping

        return Jumping(self._window.session, self._window.reading.text, self.landing)

    @cached_property
    def stretching(self) -> Stretching:
        """Ladders, and a span as a selection."""
        from annotator.gui.stretching import Stretching

        return Stretching(self._window.session, self._window.reading.text, self.landing)

    @cached_property
    def stepping(self) -> Stepping:
        """From one likely place to the next."""
        from annotator.gui.stepping import Stepping

        return Stepping(self._window.session, self._window.reading.text, self.landing)

    def warm(self) -> None:
        """Reads the tables of likely places beside the window's own work, and draws the ghosts when they are there."""
        _ = self.speaking, self.teaching
        if "landing" in vars(self):
            return
        self._reader = Thread(target=partial(import_module, TABLES), daemon=True)
        self._reader.start()
        self._ready.start()

    def _look(self) -> None:
        if not self._reader.is_alive():
            self._ready.stop()
            _ = self.landing

    def hand_out_landing(self) -> Landing:
        """The room of ghosts, made when a label key needs it before the window made it."""
        return self.landing

    def pass_over(self, label: str) -> None:
        """Passes over the ghost of a label."""
        self.landing.pass_over(label)

    @cached_property
    def reporting(self) -> Reporting:
        """The project's report as a page."""
        from annotator.gui.reporting import Reporting

        return Reporting(self._window)

    @cached_property
    def codebooks(self) -> Codebooks:
        """The codebook's editor, and spans made under an older version."""
        from annotator.gui.codebooks import Codebooks

        return Codebooks(self._window)

    @cached_property
    def tying(self) -> Tying:
        """Ties between spans."""
        from annotator.gui.tying import Tying

        return Tying(self._window)
