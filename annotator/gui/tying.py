"""Ties by key: R offers the likely tails of the active span, in text and strip; Enter or a digit takes one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from annotator.core import edit as acts
from annotator.core import ties
from annotator.core.codebook import Codebook, RelationKind
from annotator.core.edit import Edit
from annotator.core.folding import folded
from annotator.core.model import Article, Relation, Span
from annotator.core.offer_rules import Offer
from annotator.core.text import quoted
from annotator.gui.actions import keycap
from annotator.gui.tie_offers import TieOffers
from annotator.gui.tied import Tied
from annotator.gui.views.article.numbers import Numbered
from annotator.gui.views.chooser import MOST, Chooser, Extra, Offered
from annotator.gui.views.undo_through import UndoThrough
from annotator.store.journal import Applied
from annotator.store.project import Project

if TYPE_CHECKING:
    from annotator.core.candidates import Candidates
    from annotator.gui.gold import GoldDesk
    from annotator.gui.window import MainWindow

_SEEN = 6  # offers that the strip shows before Down leads on
_NEAR = 400  # code points; the first offer is brought into sight, too, if it is as near before the head
_ICONS = {"speaker": "person", "about": "hash", "source": "quote", "cue": "quote"}


class Tying(QObject):
    """Knows the span that is being tied and the kind; nothing is tied before an offer is taken."""

    def __init__(self, window: MainWindow | GoldDesk) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self._head: Span | None = None
        self._moved: Relation | None = None  # the relation that is to point elsewhere
        self._kinds: tuple[RelationKind, ...] = ()
        self._kind: RelationKind | None = None
        self._asking = False  # for the kind first
        self._offers: list[Offer] = []
        self._shown: list[Offer] = []
        self._reader = TieOffers(self._session, self._candidates)
        self.tied = Tied(self._session)
        self._session.changed.connect(self._changed)
        self._session.mode_changed.connect(self._mode_changed)
        self._session.leaving.connect(self.leave)
        self._session.active_changed.connect(self._active_changed)
        window.reading.text.digit_clicked.connect(self._digit_clicked)

    @cached_property
    def chooser(self) -> Chooser:
        """The strip below the text, made when it is first asked for."""
        made = Chooser()
        self._window.reading.put_below(made)
        UndoThrough(made).add(made.filter)
        made.taken.connect(self._take)
        made.refused.connect(self._session.inform)
        made.removed.connect(self._remove)
        made.filtered.connect(self._filter)
        made.turned.connect(self._turn)
        made.left.connect(self._left)
        return made

    def follow(self) -> None:
        """Goes along the ties of the active span, one after the other, and back to it."""
        self.tied.follow()

    def _candidates(self) -> Candidates | None:
        """What the ghosts read of the article already."""
        return self._window.candidates()

    # --- beginning ------------------------------------------------------------------------------------

    def start(self) -> None:
        """Offers the tails of the first kind that may start from the active span."""
        head = self._tieable()
        if head is not None:
            self._begin(head, self._kinds[0])

    def start_kinds(self) -> None:
        """Asks for the kind first, where there is more than one."""
        head = self._tieable()
        if head is None:
            return
        if len(self._kinds) == 1:
            self._begin(head, self._kinds[0])
            return
        self._head, self._kind, self._asking = head, None, True
        self._session.set_mode("choosing")
        title = self.tr("Tie this {label} as").format(label=self._label(head))
        self.chooser.begin(title, quoted(head.words, 48), hint=self.tr("Kind or digit"), icon="arrow")
        self._show_kinds(self._kinds)

    def move(self, relation: str) -> None:
        """Offers other tails for a relation that is there."""
        found, codebook = self._session.layer.relations.get(relation), self._session.codebook
        head = self._session.layer.by_id.get(found.head) if found is not None else None
        if found is None or head is None or codebook is None:
            return
        kind = next((one for one in codebook.relations if one.key == found.kind), None)
        if kind is None:
            self._session.say(self.tr("The codebook no longer has the kind {kind}").format(kind=found.kind), "info")
            return
        self._session.reach(head.id)
        self._kinds, self._moved = (kind,), found
        self._begin(head, kind)

    def _tieable(self) -> Span | None:
        """The active span, or the one at the caret, where a relation may start from it; else says why not."""
        session, codebook = self._session, self._session.codebook
        span = session.active_span or self._at_caret()
        if span is None or codebook is None:
            session.say(self.tr("No span to tie: press N to go to one, or click one"), "info")
            return None
        self._kinds = ties.kinds_offered(codebook, span.label)
        if not self._kinds:
            session.say(self._why_not(codebook, span), "info")
            return None
        self._moved = None
        if span.id != session.active:
            session.set_active(span.id)
        return span

    def _at_caret(self) -> Span | None:
        """The innermost span at the caret."""
        caret = self._session.view.caret() if self._session.view else 0
        found = [one for one in self._session.layer.by_id.values() if one.start <= caret <= one.end]
        return min(found, key=lambda one: one.end - one.start, default=None)

    def _why_not(self, codebook: Codebook, span: Span) -> str:
        if not codebook.relations:
            return self.tr("The codebook has no relations, so nothing can be tied")
        name = acts.label_name(codebook, span.label)
        off = [kind for kind in ties.kinds_from(codebook, span.label) if kind.tail]
        if off:
            labels = self._names(codebook, [key for kind in off for key in kind.tail])
            return self.tr("Nothing to tie {label} to: {labels} is switched off").format(label=name, labels=labels)
        heads = self._names(codebook, ties.heads_offered(codebook))
        if not heads:
            return self.tr("Nothing can be tied: the labels of the relations are switched off")
        words = self.tr("No relation starts from {label}: go to a {heads} and press {key}")
        return words.format(label=name, heads=heads, key=keycap("R"))

    def _names(self, codebook: Codebook, keys: Sequence[str]) -> str:
        return self.tr(" or ").join(dict.fromkeys(acts.label_name(codebook, key) for key in keys))

    def _begin(self, head: Span, kind: RelationKind) -> None:
        """Shows strip and digits for one kind."""
        if self._session.article is None:
            return
        self._head, self._kind, self._asking = head, kind, False
        self._session.set_mode("choosing")
        self._offers = self._reader.ranked(head, kind)
        title = self._title(head, kind)
        hint, icon = self.tr("Name or digit"), _ICONS.get(kind.role or "", "arrow")
        self.chooser.begin(title, self._about(head, kind), hint=hint, icon=icon, extras=self._extras(head, kind))
        self._show(self._offers)
        self._make_room()
        QTimer.singleShot(0, self, self._make_room)  # once the strip has found its height
        words = self.tr("{title}: 1 offer") if len(self._offers) == 1 else self.tr("{title}: {count} offers")
        said = words.format(title=title, count=f"{len(self._offers):,}")
        self._session.say(said if self._offers else self._nothing(kind), "info")

    def _title(self, head: Span, kind: RelationKind) -> str:
        if kind.role == "about":
            return self.tr("What this {label} is about").format(label=self._label(head))
        return self.tr("{kind} of this {label}").format(kind=kind.name, label=self._label(head))

    def _make_room(self) -> None:
        """The whole span stands above the strip, and the first offer if it can."""
        head, layout = self._head, self._window.reading.layout()
        if head is not None and layout is not None:
            layout.activate()
            text, first = self._window.reading.text, self._shown[0].start if self._shown else head.start
            if 0 < head.start - first < _NEAR:
                text.ensure_visible(first, head.end)
            text.ensure_visible(head.start, head.end)

    def _about(self, head: Span, kind: RelationKind) -> str:
        """What the span is tied to already by this kind, else its words."""
        tied = [tie for tie in self._ties(head) if tie.kind == kind.key]
        names = [self._name(self._session.layer.by_id[tie.tail]) for tie in tied]
        return "→ " + ", ".join(names) if names else quoted(head.words, 48)

    def _extras(self, head: Span, kind: RelationKind) -> list[Extra]:
        """What else can be done here."""
        found = []
        if any(one.span is None for one in self._offers[:_SEEN]):
            found.append(Extra(keys="+", words=self.tr("is tagged too")))
        if self._moved is None:
            found.append(Extra(keys=keycap("Shift+Return"), words=self.tr("take, and one more")))
            if any(tie.kind == kind.key for tie in self._ties(head)):
                found.append(Extra(keys=keycap("Del"), words=self.tr("untie the last")))
        if len(self._kinds) > 1:
            others = ", ".join(one.name for one in self._kinds if one.key != kind.key)
            found.append(Extra(keys="← →", words=self.tr("other kind: {kinds}").format(kinds=others)))
        return [*found, Extra(keys=keycap("Esc"), words=self.tr("leave"))]

    def _nothing(self, kind: RelationKind) -> str:
        codebook = self._session.codebook
        if codebook is None:
            return ""
        labels = self._names(codebook, ties.tail_labels(codebook, kind))
        if not labels:
            words = self.tr("Nothing here could be the {kind}: {labels} is switched off")
            return words.format(kind=kind.name.lower(), labels=self._names(codebook, kind.tail))
        words = self.tr("Nothing here could be the {kind}: tag a {labels} first")
        return words.format(kind=kind.name.lower(), labels=labels)

    # --- what is offered ------------------------------------------------------------------------------

    def _show(self, offers: Sequence[Offer]) -> None:
        """The offers in the strip, and their digits in the text."""
        self._shown = list(offers[:MOST])
        nothing = self._nothing(self._kind) if self._kind and not self.chooser.filter.text() else ""
        cells = [
            Offered(key=str(place), words=self._offer_name(one), beside=self._reader.reason(one))
            for place, one in enumerate(self._shown)
        ]
        self.chooser.show_offers(cells, nothing=nothing or self.tr("Nothing matches"))
        numbers = [
            Numbered(str(place), one.span, one.label, one.fragments) for place, one in enumerate(self._shown, start=1)
        ]
        self._window.reading.text.show_numbers(numbers)

    def _show_kinds(self, kinds: Sequence[RelationKind]) -> None:
        cells = [Offered(key=one.key, words=one.name, beside=self._tail_names(one)) for one in kinds]
        self.chooser.show_offers(cells, nothing=self.tr("Nothing matches"))

    def _tail_names(self, kind: RelationKind) -> str:
        codebook = self._session.codebook
        if codebook is None or not kind.tail:
            return ""
        return ", ".join(acts.label_name(codebook, key) for key in ties.tail_labels(codebook, kind))

    def _filter(self, typed: str) -> None:
        """Letters filter by name: what is tagged, and likely names anywhere in the text."""
        wanted = folded(typed.strip())
        if self._asking:
            self._show_kinds([one for one in self._kinds if wanted in folded(one.name)])
            return
        if self._head is None or self._kind is None:
            return
        if not wanted:
            self._show(self._offers)
            return
        self._show(self._reader.matching(self._offers, self._head, self._kind, typed.strip(), self._offer_name))

    def _turn(self, step: int) -> None:
        """The next kind, or the one before."""
        if self._head is None or self._asking or len(self._kinds) < 2 or self._kind is None:
            return
        place = self._kinds.index(self._kind)
        self._begin(self._head, self._kinds[(place + step) % len(self._kinds)])

    # --- taking ---------------------------------------------------------------------------------------

    def _digit_clicked(self, digit: str) -> None:
        if self._session.mode == "choosing" and self._head is not None:
            self._take(str(int(digit) - 1), stay=False)

    def _take(self, key: str, stay: bool) -> None:
        head = self._head
        if head is None:
            return
        if self._asking:
            self._begin(head, next(kind for kind in self._kinds if kind.key == key))
            return
        kind, offer = self._kind, self._shown[int(key)]
        if kind is None:
            return
        moved = self._moved
        if not stay or moved is not None:
            self.leave()
        self._session.change(lambda: self._edit(head, kind, offer, moved))
        if self._head is not None:
            self._begin(self._session.layer.by_id[head.id], kind)

    def _edit(self, head: Span, kind: RelationKind, offer: Offer, moved: Relation | None) -> Edit:
        """The tie, with the tail's tag where it has none yet."""
        session, project, article, me = self._session, self._session.project, self._session.article, self._session.me
        if project is None or article is None or me is None:
            raise AssertionError("nothing is open")
        codebook, existing = project.codebook, self._ties(head)
        if offer.span is not None:
            tail = session.layer.by_id[offer.span]
            if moved is not None:
                return ties.point(moved, head, tail, codebook=codebook, existing=existing)
            return ties.tie(kind.key, head, tail, codebook=codebook, existing=existing)
        tagged = self._tagged(offer, project, article, me.id)
        if moved is not None:
            return ties.tag_and_point(tagged, moved, head, codebook=codebook, existing=existing)
        return ties.tag_and_tie(tagged, kind.key, head, codebook=codebook, existing=existing)

    def _tagged(self, offer: Offer, project: Project, article: Article, me: str) -> Edit:
        twins = [one for one in self._session.layer.by_id.values() if one.label == offer.label]
        made = acts.tag(
            article,
            offer.fragments,
            label=offer.label,
            annotator=me,
            codebook=project.codebook,
            version=project.codebook_id,
            existing=twins,
            trimmed=False,
        )
        return acts.started(made, me, self._session.progress)

    def _remove(self) -> None:
        """Takes the last tie of this kind away."""
        head, kind = self._head, self._kind
        if head is None or kind is None or self._moved is not None:
            return
        tied = [tie for tie in self._ties(head) if tie.kind == kind.key]
        if tied:
            self.tied.untie(max(tied, key=lambda tie: tie.id).id)
            self._begin(head, kind)

    def _ties(self, head: Span) -> list[Relation]:
        known = self._session.layer.by_id
        return [tie for tie in self._session.layer.ties_of(head.id) if tie.head == head.id and tie.tail in known]

    # --- leaving --------------------------------------------------------------------------------------

    def leave(self) -> None:
        """Back to the text: no relation, the span stays."""
        if self._session.mode == "choosing" and self._head is not None:
            self._session.set_mode("reading")

    def _left(self) -> None:
        """At once by Escape; a click into the text may be meant for a digit there, which comes first."""
        if self.chooser.filter.hasFocus():
            self.leave()
        else:
            QTimer.singleShot(0, self, self.leave)

    def _mode_changed(self, mode: str) -> None:
        if mode == "choosing" or self._head is None:
            return
        self._head = self._kind = self._moved = None
        self._window.reading.text.show_numbers()
        focused = QApplication.focusWidget()
        had = focused is not None and self.chooser.isAncestorOf(focused)
        self.chooser.hide()
        if had:
            self._window.read()

    def _active_changed(self, span: str | None) -> None:
        """Another span is active: the strip was about the one before."""
        if self._head is not None and span != self._head.id:
            self.leave()

    def _changed(self, _applied: Applied) -> None:
        """The head may have changed or gone under the strip, as by undo."""
        if self._head is not None and self._session.layer.by_id.get(self._head.id) != self._head:
            self.leave()

    # --- words ----------------------------------------------------------------------------------------

    def _label(self, span: Span) -> str:
        codebook = self._session.codebook
        return codebook.label(span.label).name.lower() if codebook and codebook.has(span.label) else span.label

    def _name(self, span: Span) -> str:
        names = self._window.reading.text.content.names
        return names.get(span.id) or " ".join(span.words.split())

    def _offer_name(self, offer: Offer) -> str:
        span = self._session.layer.by_id.get(offer.span or "")
        return self._name(span) if span is not None else " ".join(offer.words.split())
