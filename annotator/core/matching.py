"""Which actors of the registry a mention may mean, the best first: it offers, it never decides.

Names are compared without case, accents, titles, articles and a final 's. What the article itself says goes
before what the registry knows: an actor linked there already, a surname after the full name, an acronym after
its expansion.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from heapq import nsmallest
from itertools import islice
from typing import Literal

import msgspec

from annotator.core.actor_words import OFFICES, PRONOUNS, SMALL, TITLES, TURNED
from annotator.core.model import Actor, Span
from annotator.core.naming import fold, forms, initials, lowered, unspaced

Why = Literal["here", "name", "alias", "expansion", "surname", "initials", "part", "role", "before"]
LIMIT = 9  # offers: each has a digit

_ORDER: tuple[Why, ...] = (
    "here", "name", "alias", "expansion", "surname", "initials", "part", "role", "before",
)  # fmt: skip
_RANK: dict[Why, int] = {why: rank for rank, why in enumerate(_ORDER)}
_BRACKETED = re.compile(r"\(([^()\n]{2,90})\)")
_OF = re.compile(r" (?:of|for|at|in|de|des|du|von|der) ")
_MOST, _READ = 400, 40  # actors with a word in common that are looked at, and those the article is searched for


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """An actor that a mention may mean, and why."""

    actor: Actor
    why: Why


# --- an article --------------------------------------------------------------------------------------


class Here:
    """What one article says by itself: its text as it is compared, and which letters stand for which words."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def folded(self) -> str:
        """The text as names are compared; positions are not those of the text."""
        return " ".join(lowered(self._text).split())

    @cached_property
    def expansions(self) -> dict[str, tuple[str, ...]]:
        """An acronym's expansions and an expansion's acronyms, as "Office for Public Services (OPS)" says them."""
        pairs: list[tuple[str, str]] = []
        for match in _BRACKETED.finditer(self._text):
            inside = match[1]
            before = self._text[max(0, match.start() - 150) : match.start()].rpartition("\n")[2].split()
            if not before:
                continue
            expanded = _expansion(inside, before)
            if expanded:
                pairs.append((inside, expanded))
            elif _is_acronym(before[-1]) and _letters(before[-1]) == initials(inside):
                pairs.append((before[-1], inside))
        found: dict[str, list[str]] = {}
        for short, full in pairs:
            left, right = fold(short), forms(full)[-1]
            found.setdefault(left, []).append(right)
            found.setdefault(right, []).append(left)
        return {key: tuple(dict.fromkeys(values)) for key, values in found.items()}

    def says(self, folded_name: str) -> bool:
        """Whether these words stand in it, as whole words."""
        place = self.folded.find(folded_name)
        while place >= 0:
            end = place + len(folded_name)
            before, after = self.folded[place - 1 : place], self.folded[end : end + 1]
            if unspaced(folded_name) or not (before.isalnum() or after.isalnum()):
                return True
            place = self.folded.find(folded_name, end)
        return False


def _is_acronym(word: str) -> bool:
    return sum(char.isupper() for char in word) >= 2


def _letters(acronym: str) -> str:
    return "".join(char for char in acronym if char.isalpha()).removesuffix("s").casefold()


def _is_short(word: str) -> bool:
    """Whether a word may be an acronym that is spoken as a word: Nato, Defra."""
    return 4 <= len(word) <= 8 and word.isalpha() and word[0].isupper() and word[1:].islower()


def _expansion(acronym: str, words: Sequence[str]) -> str:
    """The words before the brackets whose first letters are the acronym; the fewest that do.

    Small words may count (MoD). Where no words fit, the whole name that stands there, if it has these letters in
    their order: the RMT leaves out the first and last word of its name.
    """
    if " " in acronym or not (_is_acronym(acronym) or _is_short(acronym)):
        return ""
    letters = _letters(acronym)
    for count in range(2, min(len(words), 2 * len(letters) + 2) + 1):
        name = " ".join(words[-count:])
        if letters in (initials(name), initials(name, small=True)) and words[-count].casefold() not in SMALL:
            return name
    name = _name_before(words)
    rest = iter(initials(name))
    if len(letters) > 2 and _is_acronym(acronym) and all(letter in rest for letter in letters):
        return name
    return ""


def _name_before(words: Sequence[str]) -> str:
    """The capitalised words, with small ones between them, that end the text."""
    begin = len(words)
    for place in range(len(words) - 1, -1, -1):
        if words[place][:1].isupper():
            if words[place].casefold() in SMALL:
                break
            begin = place
        elif words[place].casefold() not in SMALL:
            break
    return " ".join(words[begin:])


# --- the registry ------------------------------------------------------------------------------------


class Index:
    """The registry's living actors by every word they can be met under; kept up actor by actor."""

    def __init__(self, actors: Iterable[Actor] = ()) -> None:
        self.by_id: dict[str, Actor] = {}  # merged ones too
        self._names: dict[str, dict[str, None]] = {}
        self._aliases: dict[str, dict[str, None]] = {}
        self._words: dict[str, dict[str, None]] = {}
        self._initials: dict[str, dict[str, None]] = {}
        self._searched: dict[str, str] = {}
        for actor in actors:
            self.put(actor)

    def put(self, actor: Actor) -> None:
        """Takes an actor in, or as it is now."""
        self.drop(actor.id)
        self.by_id[actor.id] = actor
        if actor.merged_into is not None:
            return
        folded = _folded(actor)
        for table, key in self._keys(actor, folded):
            known = table.get(key)
            if known is None:
                table[key] = {actor.id: None}
            else:
                known[actor.id] = None
        self._searched[actor.id] = "\n".join(folded)

    def drop(self, key: str) -> None:
        """Forgets an actor."""
        actor = self.by_id.pop(key, None)
        if actor is not None and self._searched.pop(key, None) is not None:
            for table, word in self._keys(actor, _folded(actor)):
                table.get(word, {}).pop(key, None)

    def _keys(self, actor: Actor, folded: Sequence[str]) -> list[tuple[dict[str, dict[str, None]], str]]:
        """Where an actor is found, by the table and the word."""
        found = [(self._names, folded[0])]
        found += [(self._aliases, alias) for alias in folded[1:]]
        for name, words in zip((actor.name, *actor.aliases), folded, strict=True):
            if " " in words:
                found += [(self._words, part) for word in words.split() for part in {word, *word.split("-")} if part]
                short = dict.fromkeys((initials(name), initials(name, small=True)))
                found += [(self._initials, letters) for letters in short]
            else:
                found.append((self._words, words))
        return found

    def heir(self, key: str | None) -> Actor | None:
        """The living actor of an id: whom it was merged into, however often."""
        seen: set[str] = set()
        while key is not None and key not in seen:
            seen.add(key)
            found = self.by_id.get(key)
            if found is None or found.merged_into is None:
                return found
            key = found.merged_into
        return None

    def living(self) -> list[Actor]:
        """All that were not merged into another."""
        return [self.by_id[key] for key in self._searched]

    def search(self, words: str, *, limit: int | None = None) -> list[Actor]:
        """The actors of whose name and aliases every word is a part; those whose name begins so come first."""
        wanted = fold(words).split()
        first = " ".join(wanted)
        hits = [
            (not text.startswith(first), text, key)
            for key, text in self._searched.items()
            if all(word in text for word in wanted)
        ]
        ordered = sorted(hits) if limit is None else nsmallest(limit, hits)
        return [self.by_id[key] for _, _, key in ordered]

    def offers(
        self, mention: str, *, here: Here, linked: Sequence[Span] = (), at: int = 0, limit: int = LIMIT
    ) -> list[Offer]:
        """The actors a mention at position `at` may mean; `linked` are the article's linked spans in text order."""
        return _Asked(self, mention, here=here, linked=linked, at=at).answer(limit)

    def named(self, key: str) -> Iterable[str]:
        """Ids of the actors of that folded name."""
        return self._names.get(key, ())

    def called(self, key: str) -> Iterable[str]:
        """Ids of the actors with that folded alias."""
        return self._aliases.get(key, ())

    def with_word(self, word: str) -> Mapping[str, None]:
        """Ids of the actors in whose names that folded word stands."""
        return self._words.get(word, {})

    def with_initials(self, letters: str) -> Iterable[str]:
        """Ids of the actors whose names have these first letters."""
        return self._initials.get(letters, ())

    def texts(self) -> Mapping[str, str]:
        """Folded name and aliases, a line each, by id."""
        return self._searched


def _folded(actor: Actor) -> list[str]:
    """Name and aliases as they are compared."""
    return [fold(name) for name in (actor.name, *actor.aliases)]


class _Asked:
    """One question: gathers offers, each actor under its best reason."""

    def __init__(self, index: Index, mention: str, *, here: Here, linked: Sequence[Span], at: int) -> None:
        self.index, self.here, self.at = index, here, at
        self.mention, self.forms = mention, forms(mention)
        self.bare = self.forms[-1] if self.forms else ""
        self.found: dict[str, tuple[int, int, Why]] = {}
        self.searches = 0
        self.linked = [(span, actor.id) for span in linked if (actor := index.heir(span.actor)) is not None]
        self.times: dict[str, int] = {}
        for _, key in self.linked:
            self.times[key] = self.times.get(key, 0) + 1

    def answer(self, limit: int) -> list[Offer]:
        self._same_words()
        self._exact()
        self._expanded()
        self._by_part()
        self._roles()
        if not self.found and self._refers_back():
            self._before()
        ordered = sorted(
            self.found.items(),
            key=lambda item: (item[1][:2], -self.times.get(item[0], 0), self.index.by_id[item[0]].name, item[0]),
        )
        return [Offer(actor=self.index.by_id[key], why=why) for key, (_, _, why) in ordered[:limit]]

    def _put(self, key: str, why: Why, order: int = 0) -> None:
        best = (_RANK[why], order, why)
        if key not in self.found or best[:2] < self.found[key][:2]:
            self.found[key] = best

    def _same_words(self) -> None:
        if not self.bare or self.bare in PRONOUNS:
            return  # "she" was somebody else a paragraph ago
        for span, key in self.linked:
            if forms(span.words)[-1:] == (self.bare,):
                self._put(key, "here")

    def _exact(self) -> None:
        for order, form in enumerate(self.forms):
            for key in self.index.named(form):
                self._put(key, "name", order)
            for key in self.index.called(form):
                self._put(key, "alias", order)
        first, _, last = self.bare.rpartition(" ")
        for link in TURNED if first else ():  # the health ministry: the Ministry of Health
            for key in (*self.index.named(f"{last} {link} {first}"), *self.index.called(f"{last} {link} {first}")):
                self._put(key, "alias", len(self.forms))

    def _expanded(self) -> None:
        for form in self.forms:
            for other in self.here.expansions.get(form, ()):
                for key in (*self.index.named(other), *self.index.called(other)):
                    self._put(key, "expansion")
                for span, key in self.linked:
                    if forms(span.words)[-1:] == (other,):
                        self._put(key, "expansion")
        letters = "".join(char for char in self.bare if char.isalpha())
        short = _is_acronym(self.mention) or _is_short(self.mention)
        if " " not in self.bare and short and len(letters) <= 8:
            for key in self.index.with_initials(letters):
                self._put(key, "initials", 0 if key in self.times else 1)

    def _by_part(self) -> None:
        """A surname, a given name, a part of an organisation's name; those met in this article first."""
        words = self.bare.split()
        if not words or self.bare in PRONOUNS or (len(words) == 1 and words[0] in TITLES | OFFICES):
            return
        if unspaced(self.bare):
            self._by_beginning()
            return
        common = self.index.with_word(words[-1])
        known = (key for key in self.times if key in common)
        for key in dict.fromkeys((*known, *islice(common, _MOST))):
            names = [name.split() for name in self.index.texts()[key].split("\n")]
            fitting = [name for name in names if _fits(words, name)]
            if fitting:
                self._put_part(key, fitting, last=any(name[-1] == words[-1] for name in fitting))

    def _put_part(self, key: str, names: list[list[str]], *, last: bool) -> None:
        if key in self.times:
            self._put(key, "surname", 0 if last else 1)
        elif self._read(names):
            self._put(key, "surname", 2 if last else 3)
        else:
            self._put(key, "part", 0 if last else 1)

    def _read(self, names: list[list[str]]) -> bool:
        """Whether the article has one of these names; a word that half the registry shares is not worth the time."""
        for name in names:
            if len(name) > 1 and self.searches < _READ:
                self.searches += 1
                if self.here.says(" ".join(name)):
                    return True
        return False

    def _by_beginning(self) -> None:
        for key, text in self.index.texts().items():
            if self.bare in text and any(name.startswith(self.bare) for name in text.split("\n")):
                self._put_part(key, [[text.partition("\n")[0]]], last=True)

    def _roles(self) -> None:
        """ "The mayor" is whoever of those met in this article holds such a role."""
        for key in self.times:
            for role in self.index.by_id[key].roles:
                held = _OF.split(fold(role.role), maxsplit=1)[0]  # the mayor of Velmora: "Velmora" is not she
                if self.bare and f" {held}".endswith(f" {self.bare}"):
                    self._put(key, "role")

    def _refers_back(self) -> bool:
        """Whether it is a pronoun, or one noun after "the": of those only the text before says who they are."""
        words = self.mention.split()
        noun = len(words) == 2 and fold(words[0]) == "the" and words[1][:1].islower()
        return self.bare in PRONOUNS or noun

    def _before(self) -> None:
        """Nothing in the words says who it is: the actors met last before it."""
        latest = (key for span, key in reversed(self.linked) if span.start < self.at)
        for order, key in enumerate(islice(dict.fromkeys(latest), 3)):
            self._put(key, "before", order)


def _fits(words: list[str], name: list[str]) -> bool:
    """Whether words may be short for a name: its surname, "J. Reyes", some of its words in their order."""
    if len(words) == 1:
        return any(words[0] == part or words[0] in part.split("-") for part in name)
    if len(words) > len(name):
        return False
    rest = iter(name)
    return all(any(_is_word(word, other) for other in rest) for word in words)


def _is_word(word: str, other: str) -> bool:
    if word == other:
        return True
    short = word.rstrip(".")
    return len(short) == 1 and other.startswith(short)
