"""Linking mentions to the registry by key, and the way into the registry."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from annotator.core import actors as acts
from annotator.core.model import Actor, Span
from annotator.core.text import quoted
from annotator.gui.actions import keycap
from annotator.gui.models.actor_list import reason
from annotator.gui.registry import Registry
from annotator.gui.views.chooser import MOST, Chooser, Extra, Offered

if TYPE_CHECKING:
    from annotator.gui.window import MainWindow


class Linking(QObject):
    """I on a mention offers the actors it may mean; nothing is linked before one is taken."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self.registry = Registry(window.session)
        self._span: Span | None = None
        self._offers: list[Offered] = []
        self._alike: list[Span] = []

    @cached_property
    def chooser(self) -> Chooser:
        """The strip below the text, made when it is first asked for."""
        made = Chooser()
        layout = self._window.reading.layout()
        if layout is not None:
            layout.addWidget(made)
        made.taken.connect(self._take)
        made.refused.connect(self._session.inform)
        made.made.connect(self._make)
        made.removed.connect(self._remove)
        made.filtered.connect(self._filter)
        made.left.connect(self.leave)
        self._session.mode_changed.connect(self._mode_changed)
        self._session.leaving.connect(self.leave)
        self._session.active_changed.connect(self._active_changed)
        return made

    def _mention(self) -> Span | None:
        """The active span, where it is a mention; else says why not."""
        span, codebook = self._session.active_span, self._session.codebook
        if span is None or codebook is None:
            self._session.say(self.tr("No span to link: press N to go to one, or click one"), "info")
            return None
        if not acts.linkable(codebook, span):
            name = codebook.label(span.label).name.upper() if codebook.has(span.label) else span.label
            labels = ", ".join(label.name.upper() for label in codebook.with_role("agent"))
            words = self.tr("Only {labels} is linked to the registry, not {name}")
            none = self.tr("The codebook has no label for actors")
            self._session.say(words.format(labels=labels, name=name) if labels else none, "info")
            return None
        return span

    # --- choosing ------------------------------------------------------------------------------------

    def start(self) -> None:
        """Offers the actors that the active mention may mean."""
        span = self._mention()
        if span is None:
            return
        self._span, self._alike = span, self.registry.alike(span)
        self._offers = [
            Offered(key=one.actor.id, words=one.actor.name, beside=reason(one.why))
            for one in self.registry.offers(span)
        ]
        self._session.set_mode("choosing")
        hint = self.tr("Type a name, or press a digit")
        title, extras = self.tr("Actor of this mention"), self._extras(span)
        self.chooser.begin(title, quoted(span.words, 48), hint=hint, extras=extras)
        self._show(self._offers, self.tr("Nobody in the registry has such a name"))
        layout = self._window.reading.layout()
        if layout is not None:
            layout.activate()  # the text has less room now
        self._window.reading.text.ensure_visible(span.start, span.end)

    def _extras(self, span: Span) -> list[Extra]:
        """What else can be done here."""
        new = self.tr("new actor {name}").format(name=quoted(self.registry.name_of(span)))
        found = [Extra(keys=keycap("Ctrl+Return"), words=new)]
        if self._alike:
            words = self.tr("also the other {count} with these words").format(count=len(self._alike))
            found.append(Extra(keys=keycap("Shift+Return"), words=words))
        if span.actor is not None:
            found.append(Extra(keys=keycap("Del"), words=self.tr("unlink")))
        return [*found, Extra(keys=keycap("Esc"), words=self.tr("leave"))]

    def _show(self, offers: Sequence[Offered], nothing: str) -> None:
        words = self.tr("{nothing}: {key} makes a new actor").format(nothing=nothing, key=keycap("Ctrl+Return"))
        self.chooser.show_offers(offers, nothing=words)

    def _filter(self, words: str) -> None:
        """Letters filter the whole registry."""
        if not words.strip():
            self._show(self._offers, self.tr("Nobody in the registry has such a name"))
            return
        found = self.registry.index.search(words, limit=MOST)
        kinds = {"": ""} | self.registry.types()
        offers = [
            Offered(key=one.id, words=one.name, beside=kinds.get(one.type or "", one.type or "")) for one in found
        ]
        self._show(offers, self.tr("No actor matches"))

    def _take(self, key: str, also_alike: bool) -> None:
        actor = self.registry.index.heir(key)
        span, spans = self._span, self._spans(also_alike=also_alike)
        self.leave()
        if span is None or actor is None:
            return
        if len(spans) == 1 and span.actor == actor.id:
            said = self.tr("It is linked to {name} already").format(name=quoted(actor.name))
            self._session.say(said, "info")
            return
        self.registry.link(spans, actor)

    def _spans(self, *, also_alike: bool) -> list[Span]:
        return [] if self._span is None else [self._span, *(self._alike if also_alike else ())]

    def _make(self) -> None:
        """A new actor, named by the filter if something was typed there, else after the mention."""
        spans, name = self._spans(also_alike=False), self.chooser.filter.text().strip()
        self.leave()
        if spans:
            self.registry.make(spans, name)

    def _remove(self) -> None:
        span = self._span
        if span is not None and span.actor is not None:
            self.leave()
            self.registry.unlink([span])

    def unlink(self) -> None:
        """Takes the link of the active mention away."""
        span = self._mention()
        if span is not None:
            self.registry.unlink([span])

    def leave(self) -> None:
        """Back to the text; the span stays as it is."""
        if self._session.mode == "choosing" and self._span is not None:
            self._session.set_mode("reading")

    def _mode_changed(self, mode: str) -> None:
        if mode == "choosing" or self._span is None:
            return
        self._span = None
        focused = QApplication.focusWidget()
        had = focused is not None and self.chooser.isAncestorOf(focused)
        self.chooser.hide()
        if had:
            self._window.reading.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _active_changed(self, span: str | None) -> None:
        """Another span is active: the strip was about the one before."""
        if self._span is not None and span != self._span.id:
            self.leave()

    # --- the registry --------------------------------------------------------------------------------

    def open(self, actor: str | None = None) -> None:
        """The registry's dialog, at an actor if one is named; then goes to the mention that was chosen there."""
        from annotator.gui.dialogs.registry import RegistryDialog

        if self._session.project is None:
            return
        self.leave()
        dialog = RegistryDialog(self.registry, self._window, actor=actor or self._known_actor())
        dialog.exec()
        if dialog.place is not None:
            self.registry.go(dialog.place)
            self._window.read()

    def _known_actor(self) -> str | None:
        """Whom the active mention is linked to."""
        span = self._session.active_span
        found: Actor | None = self.registry.index.heir(span.actor) if span is not None and span.actor else None
        return found.id if found is not None else None
