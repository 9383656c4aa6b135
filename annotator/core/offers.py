"""The likely tails of a relation from one span, best first: who says this, what is counted, where a figure is from.

Each role has a list of rules; a tail ranks by the first rule that fits it. Tails are spans that are tagged and places
that could be: those are tagged and tied in one step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from annotator.core.candidates import Candidates
from annotator.core.candidates.candidate import SPACES_ONLY, settled
from annotator.core.codebook import Codebook, LabelRole, RelationKind
from annotator.core.counted import Place, counted
from annotator.core.folding import folded
from annotator.core.model import Fragment, Relation, Span, words_of
from annotator.core.offer_rules import RULES, Offer, Why
from annotator.core.offer_words import words_for
from annotator.core.ties import tail_labels
from annotator.core.voices import Voice, Voices

_REACH = 1_600  # code points around the head in which places that are not tagged are looked for
_FAR = 4_000  # code points between head and tail beyond which only the distance counts
_OPENING = 40  # code points at the start of a sentence before the name that it is about
_RECENT = 6  # ties before the head that may say whom a pronoun means
_AFTER = 24  # code points that may stand between a figure and what it counts


class Offers:
    """Ranks tails in one article under one codebook; keeps what it read of the text."""

    def __init__(self, text: str, codebook: Codebook, candidates: Candidates, language: str | None = None) -> None:
        self.text, self.codebook, self.candidates = text, codebook, candidates
        self.words = words_for(language)
        self._last_words: dict[str, str] = {}
        self._read: dict[str, str] = {}
        self.voices = Voices(text, english=candidates.english)

    def of(
        self,
        head: Span,
        kind: RelationKind,
        *,
        spans: Sequence[Span],
        relations: Sequence[Relation] = (),
        also: Sequence[Fragment] = (),
    ) -> list[Offer]:
        """All tails of a kind, best first; `also`: further stretches in which to look for places not tagged yet.

        What the head is tied to by this kind already is not offered again.
        """
        return _Question(self, head, kind, spans, relations, also).answer()

    def role(self, label: str) -> str | None:
        """The role of a label; none of one that the codebook no longer has."""
        return self.codebook.label(label).role if self.codebook.has(label) else None

    def named(self, words: str) -> str:
        """The last word of a name as it is compared: what later mentions repeat."""
        known = self._last_words.get(words)
        if known is None:
            parts = folded(words).replace("’s", "").split()
            known = self._last_words[words] = parts[-1] if parts else ""
        return known

    def reads(self, words: str) -> str:
        """Words as they are compared: what reads the same is offered once."""
        known = self._read.get(words)
        if known is None:
            known = self._read[words] = folded(" ".join(words.split()))
        return known

    def is_pronoun(self, words: str) -> bool:
        """Whether these words only point to somebody."""
        return words.strip().lower() in self.words.pronouns

    def is_personal(self, words: str) -> bool:
        """Whether these words mean one person."""
        return words.strip().lower() in self.words.personal

    def is_person(self, words: str) -> bool:
        """Whether these words read as a person's name: capitalised, and nothing like "the" before."""
        first = words.split()[:1]
        return bool(first) and first[0][0].isupper() and first[0].lower() not in self.words.openers


class _Question:
    """One head and one kind: gathers what may be a tail, then ranks it."""

    def __init__(
        self,
        offers: Offers,
        head: Span,
        kind: RelationKind,
        spans: Sequence[Span],
        relations: Sequence[Relation],
        also: Sequence[Fragment],
    ) -> None:
        self.offers, self.text, self.head, self.kind = offers, offers.text, head, kind
        self.also = also
        self.labels = tail_labels(offers.codebook, kind)
        allowed = set(self.labels) if not kind.tail else set(kind.tail)
        self.by_id = {span.id: span for span in spans}
        self.ties = [tie for tie in relations if tie.kind == kind.key]
        done = {tie.tail for tie in self.ties if tie.head == head.id}
        self.tails = [one for one in spans if one.label in allowed and one.id not in done and one.id != head.id]
        self.all_tails = [one for one in spans if one.label in allowed]
        self.voice: Voice | None = offers.voices.of(head.fragments)
        self.sentence = offers.voices.sentence(head.start, head.end)
        self.previous = offers.voices.previous_sentence(self.sentence[0])

    def answer(self) -> list[Offer]:
        """The tails, ranked; of those that read the same the best one."""
        rules = [(why, getattr(self, f"_{why}")) for why in RULES[self.kind.role]]
        near, far = self._tagged()
        ranked = []
        for offer in (*near, *self._untagged()):
            place = self._place(offer, rules)
            if place is not None:
                rank, key, why = place
                ranked.append((rank, key, offer.span is None, offer.start, offer._replace(why=why)))
        ranked.sort(key=lambda one: one[:4])
        far.sort(key=self._gap)
        seen: set[tuple[str, str]] = set()
        found = []
        for offer in (*(one[-1] for one in ranked), *far):
            reads = offer.label, self.offers.reads(offer.words)
            if reads not in seen:
                seen.add(reads)
                found.append(offer)
        return found

    def _tagged(self) -> tuple[list[Offer], list[Offer]]:
        """The spans that may be tails: those for whom the rules matter, and those that are simply far away."""
        last = self._last_tail
        names = {self.offers.named(name) for name in (self._meant_name, *self._voices_before[:1])}
        names |= {self.offers.named(last.words)} if last is not None else set()
        near, far = [], []
        for one in self.tails:
            offer = Offer(one.label, one.fragments, one.words, "above", one.id)
            if self._gap(offer) < _FAR or self.offers.named(one.words) in names:
                near.append(offer)
            else:
                far.append(offer if one.start < self.head.start else offer._replace(why="below"))
        return near, far

    @staticmethod
    def _place(
        offer: Offer, rules: Iterable[tuple[Why, Callable[[Offer], float | None]]]
    ) -> tuple[int, float, Why] | None:
        for rank, (why, rule) in enumerate(rules):
            key = rule(offer)
            if key is not None:
                return rank, key, why
        return None

    # --- what is not tagged yet ----------------------------------------------------------------------

    def _untagged(self) -> list[Offer]:
        """Likely places of the allowed labels near the head, and the source or cue of the head's attribution."""
        near = max(0, self.head.start - _REACH), self.head.end + _REACH // 2
        places = dict.fromkeys(
            (one.label, one.fragments)
            for stretch in (near, *self.also)
            for one in self.offers.candidates.between(*stretch, self.labels)
        )
        named = [*self._by_attribution(), *self._counted()]
        kept = [place for place in places if not any(_touch(place[1], mine[1]) for mine in named)]
        return [
            Offer(label, fragments, words_of(self.text, fragments), "above")
            for label, fragments in (*named, *kept)
            if self._free(fragments)
        ]

    def _by_attribution(self) -> list[Place]:
        """The speaker or cue that the sentence itself names, as a span of the first label that can hold it."""
        voice = self.voice
        if voice is None:
            return []
        place = {"speaker": voice.bare or voice.source, "source": voice.bare or voice.source, "cue": voice.cue}.get(
            self.kind.role or ""
        )
        role: LabelRole = "cue" if self.kind.role == "cue" else "agent"
        rule = next((one for one in self.offers.codebook.with_role(role) if one.key in self.labels), None)
        if place is None or rule is None:
            return []
        whole = voice.source if rule.find == "speaker" and voice.source and role == "agent" else place
        found = self._as_found(rule.key, whole)
        if found is not None and found == self._goal:
            return [(rule.key, found)]
        ways = (found, settled(self.text, [whole], rule.trim) or settled(self.text, [place], SPACES_ONLY))
        return [(rule.key, one) for one in dict.fromkeys(ways) if one]

    @cached_property
    def _goal(self) -> tuple[Fragment, ...]:
        """Who speaks, as an analyst would tag it: the likely actor that begins with the source.

        A source without its apposition may be cut before what belongs to a name: "The Bank | of Corland".
        """
        voice = self.voice
        if voice is None or voice.source is None:
            return ()
        bare = voice.bare or voice.source
        rule = next((one for one in self.offers.codebook.with_role("agent") if one.key in self.labels), None)
        if rule is None or rule.find != "name":
            return (bare,)
        found = self.offers.candidates.between(bare[0], bare[0] + 1, (rule.key,))
        last = voice.cue[0] if voice.cue[0] >= bare[1] else len(self.text)
        whole = [one.fragments for one in found if bare[1] <= one.end <= last]
        return whole[0] if whole else (bare,)

    def _as_found(self, label: str, place: Fragment) -> tuple[Fragment, ...] | None:
        """The likely place of the label that begins where the source does: it knows better where a name ends."""
        found = self.offers.candidates.between(*place, (label,))
        same = [one for one in found if one.start == place[0]]
        inside = [one for one in found if one.end <= place[1] + 1]
        return (same or inside)[0].fragments if same or inside else None

    def _counted(self) -> list[Place]:
        """What a figure counts, as far as one may guess its end."""
        if self.kind.role != "about":
            return []
        offers = self.offers
        return counted(self.text, offers.candidates, offers.codebook, self.labels, self.head)

    def _free(self, fragments: tuple[Fragment, ...]) -> bool:
        """Whether no tail that is tagged already stands on these words."""
        start, end = fragments[0][0], fragments[-1][1]
        near = (one.fragments for one in self.all_tails if one.start < end and one.end > start)
        return not any(_touch(one, fragments) for one in near)

    # --- the rules: a number to sort by, or None where one does not fit ---------------------------------

    def _source(self, offer: Offer) -> float | None:
        """It is who the sentence says speaks."""
        voice = self.voice
        if voice is None or voice.source is None or not _touch(offer.fragments, (voice.source,)):
            return None
        if self._passed_over(offer):
            return None
        start, end = self._goal[0][0], self._goal[-1][1]
        shared = sum(_shared(piece, (start, end)) for piece in offer.fragments)
        return abs(offer.start - start) + abs(offer.end - end) - shared / 1000

    def _cue(self, offer: Offer) -> float | None:
        voice = self.voice
        if voice is None or not _touch(offer.fragments, (voice.cue,)):
            return None
        return float(abs(offer.start - voice.cue[0]) + abs(offer.end - voice.cue[1]))

    def _between(self, offer: Offer) -> float | None:
        """It stands between the pieces of the head."""
        if self.head.start < offer.start and offer.end < self.head.end and not self._inside_head(offer):
            return None if self._passed_over(offer) else float(offer.start)
        return None

    def _around(self, offer: Offer) -> float | None:
        """It holds the head, as "six drivers" holds its "six": the smallest span, or the largest place."""
        if self.kind.role == "source" and self.offers.role(offer.label) != "quotation":
            return None
        holds = offer.start <= self.head.start and self.head.end <= offer.end
        size = float(offer.end - offer.start)
        return None if not holds else size if offer.span is not None else len(self.text) - size + 1

    def _after(self, offer: Offer) -> float | None:
        """It follows the head at once, as what is counted follows its figure."""
        gap = self.text[self.head.end : offer.start] if offer.start >= self.head.end else None
        if gap is None or len(gap) > _AFTER or any(char in ".!?;:\n" for char in gap):
            return None
        return float(len(gap))

    def _sentence(self, offer: Offer) -> float | None:
        """It stands in the head's sentence; what is nearest first."""
        start, end = self.sentence
        inside = start <= offer.start and offer.end <= end
        if inside and not self._inside_head(offer) and not self._passed_over(offer):
            return float(self._gap(offer))
        return None

    def _meant(self, offer: Offer) -> float | None:
        """It is whom the pronoun that speaks most likely means."""
        voice = self.voice
        if voice is None or voice.bare is None or not self.offers.is_pronoun(_words(self.text, voice.bare)):
            return None
        return self._like(offer, self._meant_name)

    def _voice(self, offer: Offer) -> float | None:
        """It spoke right before, in the same paragraph."""
        voice = self.voice
        if voice is not None and voice.bare and not self.offers.is_pronoun(_words(self.text, voice.bare)):
            return None
        return self._like(offer, self._voices_before[0]) if self._voices_before else None

    def _last(self, offer: Offer) -> float | None:
        """It is who the quote before was tied to."""
        tail = self._last_tail
        if tail is None:
            return None
        return self._like(offer, tail.words)

    def _before(self, offer: Offer) -> float | None:
        """It stands in the sentence before; the first one there first, which mostly acts."""
        start, end = self.previous
        return float(offer.start) if start <= offer.start and offer.end <= end else None

    def _above(self, offer: Offer) -> float | None:
        if self._inside_head(offer):
            return None
        return float(self._gap(offer)) if offer.start < self.head.start else None

    def _below(self, offer: Offer) -> float | None:
        return None if self._inside_head(offer) else float(self._gap(offer))

    def _inside(self, offer: Offer) -> float | None:
        return float(offer.start)

    # --- what the rules ask ----------------------------------------------------------------------------

    def _like(self, offer: Offer, name: str) -> float | None:
        """Mentions of this name: the fullest one first, of those the first."""
        if not name or self.offers.is_pronoun(name):
            return None if not name or folded(offer.words) != folded(name) else 0.0
        if self.offers.named(offer.words) != self.offers.named(name):
            return None
        if self._last_tail is not None and offer.span == self._last_tail.id:
            return -1e9
        return -len(offer.words) + offer.start / 1e9

    @cached_property
    def _last_tail(self) -> Span | None:
        """Who the last tied head before this one was tied to."""
        return self._tails_before[0] if self._tails_before else None

    @cached_property
    def _tails_before(self) -> list[Span]:
        """Who the heads before this one were tied to, the nearest first."""
        before = [
            (self.by_id[tie.head].start, tie.tail)
            for tie in self.ties
            if tie.head in self.by_id and self.by_id[tie.head].start < self.head.start and tie.tail in self.by_id
        ]
        return [self.by_id[tail] for _, tail in sorted(before, reverse=True)]

    @cached_property
    def _voices_before(self) -> list[str]:
        """Who speaks before in the same paragraph, the nearest first; no pronouns."""
        bare = (voice.bare for voice in self.offers.voices.before(self.head.start) if voice.bare is not None)
        return [words for place in bare if not self.offers.is_pronoun(words := _words(self.text, place))]

    @cached_property
    def _acting_before(self) -> list[str]:
        """Whom the sentence before may be about: names near its beginning."""
        start, end = self.previous
        near = [one for one in self.all_tails if start <= one.start < start + _OPENING and one.end <= end]
        near.sort(key=lambda one: one.start)
        return [one.words for one in near if not self.offers.is_pronoun(one.words)]

    @cached_property
    def _meant_name(self) -> str:
        """Whom the pronoun that speaks means: a person where it says so, of the text or of the ties before."""
        voice = self.voice
        pronoun = _words(self.text, voice.bare) if voice is not None and voice.bare is not None else ""
        tied = [one.words for one in self._tails_before[:_RECENT] if not self.offers.is_pronoun(one.words)]
        names = [*self._acting_before, *self._voices_before, *tied]
        if self.offers.is_personal(pronoun):
            names = [one for one in names if self.offers.is_person(one)] or names
        return names[0] if names else ""

    @cached_property
    def _names_first(self) -> bool:
        """Whether this article's ties go to names rather than to pronouns, as far as one can see."""
        tails = [self.by_id[tie.tail].words for tie in self.ties if tie.tail in self.by_id]
        if any(self.offers.is_pronoun(one.words) for one in self.all_tails):
            return False
        passed = any(one.start > self.head.end for one in self.all_tails)  # all were tagged, and no pronoun was
        return passed or len(tails) >= 3

    def _passed_over(self, offer: Offer) -> bool:
        """Whether it is a pronoun that the analyst would leave for a name."""
        return offer.span is None and self._names_first and self.offers.is_pronoun(offer.words)

    def _inside_head(self, offer: Offer) -> bool:
        return _touch(offer.fragments, self.head.fragments)

    def _gap(self, offer: Offer) -> int:
        """Code points between an offer and the nearest piece of the head."""
        return min(max(start - offer.end, offer.start - end, 0) for start, end in self.head.fragments)


def _words(text: str, place: Fragment) -> str:
    return text[place[0] : place[1]]


def _shared(one: Fragment, other: Fragment) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _touch(one: Iterable[Fragment], other: Sequence[Fragment]) -> bool:
    return any(a < d and c < b for a, b in one for c, d in other)
