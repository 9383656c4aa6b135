"""The words by which likely tails are told, by language: pronouns that may be speakers. English is the first table."""

from __future__ import annotations

import msgspec

from annotator.core.wordlist import among


class OfferWords(msgspec.Struct, frozen=True):
    """What one language gives to the rules of `offers`."""

    pronouns: frozenset[str]
    personal: frozenset[str] = frozenset()  # of these the ones that mean one person
    openers: frozenset[str] = frozenset()  # words with which a person's name does not begin


ENGLISH = OfferWords(
    pronouns=among("he she they it we i you him her them who one this that"),
    personal=among("he she him her"),
    openers=among("the a an his her its their our my this that these those some two three several many most"),
)
_NONE = OfferWords(pronouns=frozenset())
_TABLES = {
    "en": ENGLISH,
    "de": OfferWords(
        pronouns=among("er sie es wir ich man"), personal=among("er"), openers=among("der die das ein eine")
    ),
    "fr": OfferWords(pronouns=among("il elle ils elles on nous je"), openers=among("le la les un une des")),
    "es": OfferWords(pronouns=among("él ella ellos ellas nosotros yo"), openers=among("el la los las un una")),
    "ru": OfferWords(pronouns=among("он она они мы я")),
    "ar": OfferWords(pronouns=among("هو هي هم نحن")),
}


def words_for(language: str | None) -> OfferWords:
    """The table of a language tag ("en-GB"); English where none is known."""
    return ENGLISH if not language else _TABLES.get(language.lower().replace("_", "-").split("-")[0], _NONE)
