"""Names: capitalised runs with the role nouns before them, and actors that are only described."""

from __future__ import annotations

from annotator.core.candidates.tokens import Token
from annotator.core.candidates.wordlist import among

_INSIDE = among("of the de van von der den del della di da la le bin al el ibn and & for")


def names(words: list[Token]) -> list[tuple[int, int]]:
    """The capitalised runs of a block (code points)."""
    found, place = [], 0
    while place < len(words):
        token = words[place]
        if not token.capital or token.kind == "mark":
            place += 1
            continue
        last = place
        after = place + 1
        while after < len(words):
            if words[after].capital and words[after].kind != "mark":
                last = after
            elif words[after].low not in _INSIDE or after - last > 2:
                break
            after += 1
        found.append((token.start, words[last].end))
        place = last + 1
    return found
