"""English nouns in singular and plural, by their spelling and a table of those that follow no rule."""

from __future__ import annotations

import re

from annotator.core.wordlist import among

_SIBILANT = re.compile(r"(?:ch|sh|s|x|z)$")
# They end in -s and have no other number, or the word without it is another one.
_ONLY = among(
    """
    news series species politics economics mathematics maths physics ethics athletics gymnastics headquarters
    means thanks diabetes measles barracks chess lens alms corps always perhaps besides towards afterwards yes has was
    does new this its his hers ours yours theirs overseas across goods logistics electronics mechanics analytics
    atlas canvas christmas pyjamas arms premises proceeds outskirts surroundings gas bias pancreas alias
    """
)
_PLURAL_ES = among("atlas canvas gas bias alias lens pancreas")  # of these the ones that take -es
_IN_FE = among("wife knife life housewife midwife penknife afterlife")
_IN_F = among("wolf half shelf leaf loaf thief calf elf self scarf hoof sheaf werewolf bookshelf")
_IN_O = among(
    """
    hero potato tomato echo veto torpedo embargo cargo mosquito volcano tornado domino buffalo mango superhero
    """
)
_IN_OE = among("shoe toe canoe hoe foe oboe horseshoe tiptoe snowshoe")
_ODD = {"child": "children", "person": "people", "foot": "feet", "tooth": "teeth", "goose": "geese", "mouse": "mice",
        "ox": "oxen", "louse": "lice", "grandchild": "grandchildren", "schoolchild": "schoolchildren"}  # fmt: skip
_NO_MAN = among("human german roman norman ottoman talisman shaman caiman")
# A capital plural that has these endings is a word, "Teachers"; others may be names, "Reyes".
_WORDS = ("er", "or", "ist", "ian", "ant", "ent", "ion", "ment", "ity", "ship", "age", "ance", "ence", "ing", "ee")
_TO_PLURAL = (
    {one: one[:-2] + "ves" for one in _IN_FE}
    | {one: one[:-1] + "ves" for one in _IN_F}
    | {one: one + "es" for one in _IN_O}
    | _ODD
)
_TO_SINGULAR = {plural: single for single, plural in _TO_PLURAL.items()}


def numbers(word: str) -> list[str]:
    """Plural of a singular, singular of a plural: ferry, ferries; box, boxes; hero, heroes; wife, wives; woman, women.

    Empty where the word has no other number ("news"), or may be a name that only looks like a plural ("Reyes").
    """
    low = word.lower()
    if low in _ONLY:
        return [word + "es"] if low in _PLURAL_ES else []
    other = _TO_PLURAL.get(low) or _TO_SINGULAR.get(low)
    if other is not None:
        return [_like(word, other)]
    if low.endswith("man") and low not in _NO_MAN and len(low) > 4:
        return [word[:-2] + "en", word + "s"] if word[:1].isupper() else [word[:-2] + "en"]
    if low.endswith("men") and len(low) > 4 and low not in ("specimen", "abdomen", "regimen"):
        return [word[:-2] + "an"]
    return _singulars(word, low) if low.endswith("s") and not low.endswith(("ss", "us", "is")) else _plurals(word, low)


def _singulars(word: str, low: str) -> list[str]:
    if low.endswith("ies") and len(low) > 4:
        return [word[:-3] + "y"]
    if low.endswith("es") and _SIBILANT.search(low[:-2]):
        return [word[:-2], word[:-1]]
    if word[0].isupper() and not low[:-1].endswith(_WORDS):
        return [] if word[1:].islower() else [word[:-1]]
    return [word[:-1]]


def _plurals(word: str, low: str) -> list[str]:
    if low.endswith("is"):
        return [word[:-2] + "es"]  # crisis, crises
    if low.endswith("y") and low[-2:-1] not in "aeiou":
        return [word[:-1] + "ies", word + "s"]  # a name keeps its y: the Kennedys
    return [word + "es"] if _SIBILANT.search(low) else [word + "s"]


def _like(word: str, other: str) -> str:
    """Another word with the capitals of the first."""
    return other.upper() if word.isupper() else other.capitalize() if word[0].isupper() else other
