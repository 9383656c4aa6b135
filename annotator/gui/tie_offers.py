"""The offers of the open article: ranked by the core, narrowed by what is typed, with the reason in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from annotator.core.candidates import Candidates
from annotator.core.codebook import Codebook, RelationKind
from annotator.core.folding import folded
from annotator.core.model import Article, Span
from annotator.core.offer_rules import Offer
from annotator.core.offers import Offers
from annotator.gui.session import Session

_FEW = 6  # matches; with fewer than these the whole text is looked through for what is typed
_HITS, _NEAR = 24, 90  # places of typed words that are looked at, and code points around each


class TieOffers(QObject):
    """Keeps what was read of the article for as long as text and codebook are the same."""

    def __init__(self, session: Session, found: Callable[[], Candidates | None]) -> None:
        super().__init__(session)
        self._session, self._found = session, found
        self._known: tuple[str, Codebook, Offers] | None = None

    def ranked(self, head: Span, kind: RelationKind, typed: str = "") -> list[Offer]:
        """All tails, best first; with words typed also places that are not tagged, wherever they stand."""
        offers, article, session = self._offers(), self._session.article, self._session
        if offers is None or article is None:
            return []
        also = [(max(0, at - _NEAR), at + _NEAR) for at in _hits(article, head, typed)] if typed else []
        return offers.of(head, kind, spans=session.spans, relations=session.relations, also=also)

    def _offers(self) -> Offers | None:
        article, codebook = self._session.article, self._session.codebook
        if article is None or codebook is None:
            return None
        known = self._known
        if known is None or known[0] != article.text or known[1] is not codebook:
            candidates = self._found() or Candidates(article.text, codebook, article.language)
            known = self._known = article.text, codebook, Offers(article.text, codebook, candidates, article.language)
        return known[2]

    def matching(
        self, offers: Sequence[Offer], head: Span, kind: RelationKind, typed: str, name: Callable[[Offer], str]
    ) -> list[Offer]:
        """Those of which a word begins as what is typed; when they are few, also from elsewhere in the text."""
        wanted = folded(typed)
        found = [one for one in offers if _matches(name(one), wanted)]
        if len(found) < _FEW and len(wanted) > 1:
            found = [one for one in self.ranked(head, kind, typed) if _matches(name(one), wanted)]
        return found

    def reason(self, offer: Offer) -> str:
        """Why it is offered, in few words; a plus stands before what would be tagged too."""
        why = {
            "source": self.tr("says so"),
            "cue": self.tr("introduces it"),
            "between": self.tr("between the pieces"),
            "around": self.tr("around it"),
            "after": self.tr("right after"),
            "sentence": self.tr("same sentence"),
            "voice": self.tr("speaks before"),
            "meant": self.tr("meant by pronoun"),
            "last": self.tr("last tied"),
            "before": self.tr("sentence before"),
            "above": self.tr("above"),
            "below": self.tr("below"),
            "inside": self.tr("inside it"),
        }[offer.why]
        return why if offer.span is not None else f"+  {why}"


def _hits(article: Article, head: Span, typed: str) -> list[int]:
    """Where words begin as what is typed, the nearest to the head first."""
    text = article.text.lower()
    if len(text) != len(article.text):
        return []
    found = [at for at in _places(text, typed.lower()) if not at or not text[at - 1].isalnum()]
    return sorted(found, key=lambda place: abs(place - head.start))[:_HITS]


def _matches(name: str, wanted: str) -> bool:
    """Whether a word of the name begins so."""
    text = folded(name)
    return any(not at or not text[at - 1].isalnum() for at in _places(text, wanted))


def _places(text: str, wanted: str) -> list[int]:
    found, at = [], text.find(wanted)
    while at >= 0:
        found.append(at)
        at = text.find(wanted, at + 1)
    return found
