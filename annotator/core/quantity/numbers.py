"""Numbers in digits and in words: "2.4bn", "a hundred and twenty", "two-thirds", "half a million", "dozens"."""

from __future__ import annotations

from fractions import Fraction

import msgspec

from annotator.core.quantity.language import Language
from annotator.core.quantity.quantity import SCALES
from annotator.core.quantity.tokens import Token, match


class Written(msgspec.Struct, frozen=True):
    """One number among tokens [first, last)."""

    first: int
    last: int
    value: Fraction
    scale: str = ""
    base: int = 0  # of a fraction: 3 for "a third"
    vague: bool = False  # dozens: at least so many
    times: bool = False  # twice, doubled
    digits: bool = False
    word: str = ""  # of a multiplier or of nobody, as it is written
    weak: bool = False  # an article that may be a number
    what: str = ""  # counted: people for "no one"

    def scaled(self, scale: str) -> Written:
        """The same with another scale word."""
        return msgspec.structs.replace(self, scale=scale)


def number_at(found: list[Token], place: int, language: Language) -> Written | None:
    """The number that starts at a token, or None."""
    return (
        _nothing(found, place, language)
        or _vague(found, place, language)
        or _fraction(found, place, language)
        or _plain(found, place, language)
        or _multiple(found, place, language)
    )


def _nothing(found: list[Token], place: int, language: Language) -> Written | None:
    hit = match(found, place, language.nothing)
    return None if hit is None else Written(place, hit[1], Fraction(0), what=hit[0], word=found[place].text)


def _multiple(found: list[Token], place: int, language: Language) -> Written | None:
    """Twice, doubled."""
    hit = match(found, place, language.times)
    if hit is None:
        return None
    return Written(place, hit[1], Fraction(hit[0]), times=True, word=found[place].text)


def _vague(found: list[Token], place: int, language: Language) -> Written | None:
    """Dozens, hundreds of thousands, several million, a few hundred."""
    hit = match(found, place, language.vague)
    if hit is None:
        return None
    (value, scale), after = hit
    following = after + (after < len(found) and found[after].text in language.of)
    second = match(found, following, language.vague)
    if second is not None and following > after and second[0][1]:
        return Written(place, second[1], Fraction(value) * second[0][0], second[0][1], vague=True)
    if value > 1 or scale:
        return Written(place, after, Fraction(value), scale, vague=True)
    # several, a few: only before a word that multiplies
    rest = _multiplied(found, after, Fraction(1), language)
    if rest is None:
        return None
    return Written(place, rest[2], rest[0], rest[1], vague=True)


def _multiplied(
    found: list[Token], place: int, value: Fraction, language: Language
) -> tuple[Fraction, str, int] | None:
    """Hundred, dozen and scale words after a number: value, scale, the token after; None when there is none."""
    scale, here = "", place
    while here < len(found):
        skip = here + (found[here].dash and here > place)
        word = found[skip].text if skip < len(found) else ""
        count = match(found, skip, language.counts)
        if count is not None and not scale:
            value, here = value * count[0], count[1]
        elif word in language.hundred and not scale:
            value, here = value * 100, skip + 1
        elif word in language.scales and (not scale or (scale, language.scales[word]) == ("lakh", "crore")):
            value *= 10 ** SCALES.get(scale, 0)
            scale, here = language.scales[word], skip + 1
            here += here + 1 < len(found) and found[here].text == "." and found[here].glued  # Mio.
        else:
            break
    return None if here == place else (value, scale, here)


def _fraction(found: list[Token], place: int, language: Language) -> Written | None:
    """Half, a third, two-thirds, three quarters of a million, half a dozen, ¾."""
    made = _part(found, place, language)
    return None if made is None else _of_scale(found, made, language)


def _part(found: list[Token], place: int, language: Language) -> Written | None:
    """A fraction without what it is a fraction of."""
    token = found[place]
    if token.fraction and token.value is not None:
        return Written(place, place + 1, Fraction(token.value.numerator), base=token.value.denominator)
    top, after = Fraction(1), place
    if token.text in language.one or token.text in language.every:
        after = place + 1
    else:
        head = _small(found, place, language)
        if head is not None and head[0].denominator == 1:
            top, after = head
    hyphen = after + (after < len(found) and found[after].dash)
    if hyphen >= len(found) or found[hyphen].text not in language.halves:
        return None
    word = found[hyphen].text
    if after == place and word not in language.alone:
        return None
    return Written(place, hyphen + 1, top, base=language.halves[word])


def _of_scale(found: list[Token], made: Written, language: Language) -> Written:
    """Half a million is 0.5 million, a quarter of a million 0.25; half a dozen is 6."""
    here = made.last
    if here < len(found) and found[here].text in language.of:
        here += 1
    if here < len(found) and found[here].text in language.one:
        here += 1
    rest = _multiplied(found, here, made.value / made.base, language)
    if rest is None or (here == made.last and found[here].text in language.hundred):
        return made
    return Written(made.first, rest[2], rest[0], rest[1])


def _small(found: list[Token], place: int, language: Language) -> tuple[Fraction, int] | None:
    """Digits, or number words below a thousand that belong together: value, the token after."""
    token = found[place]
    if token.value is not None and not token.fraction:
        return token.value, place + 1
    if token.text in language.numbers:
        return Fraction(language.numbers[token.text]), place + 1
    return None


def _plain(found: list[Token], place: int, language: Language) -> Written | None:
    """Digits or words with their scale: 2.4bn, two and a half million, a hundred and twenty, 5 lakh."""
    token = found[place]
    if token.value is not None and not token.fraction:
        return _after_digits(found, place, token.value, language)
    if token.text in language.one:
        rest = _multiplied(found, place + 1, Fraction(1), language)
        if rest is not None:
            return _words(found, place, place + 1, Fraction(1), language)
        one = language.numbers.get(token.text)  # un, ein: an article, or one
        return None if one is None else Written(place, place + 1, Fraction(one), weak=True)
    if match(found, place, language.numbers) is not None or token.text in language.hundred | language.scales.keys():
        return _pointed(found, _words(found, place, place, Fraction(0), language), language)
    glued = _unglued(token.text, language)
    if glued is not None:
        rest = _multiplied(found, place + 1, glued, language) or (glued, "", place + 1)
        return Written(place, rest[2], rest[0], rest[1])
    count = match(found, place, language.counts)
    return None if count is None else Written(place, count[1], Fraction(count[0]))


def _after_digits(found: list[Token], place: int, value: Fraction, language: Language) -> Written:
    here, scale = place + 1, ""
    if here < len(found) and found[here].fraction and found[here].value is not None:
        value, here = value + (found[here].value or 0), here + 1
    elif slash := _slash(found, here):
        return Written(place, here + 2, value, base=slash, digits=True)
    more = _and_fraction(found, here, language)
    if more is not None:
        value, here = value + more[0], more[1]
    if here < len(found) and found[here].glued and found[here].text in language.attached and not found[here].length:
        scale, here = language.attached[found[here].text], here + 1
    else:
        hyphen = here + (here + 1 < len(found) and found[here].dash)
        rest = _multiplied(found, hyphen, value, language)
        if (rest is not None and found[hyphen].text not in language.hundred | language.counts.keys()) or (
            rest is not None and value < 100
        ):
            value, scale, here = rest
    return Written(place, here, value, scale, digits=True)


def _slash(found: list[Token], here: int) -> int:
    """The lower number of 3/4, or 0."""
    if here + 1 < len(found) and found[here].text in "/⁄" and found[here].glued and found[here + 1].glued:
        base = found[here + 1].value
        if base is not None and base.denominator == 1 and 1 < base <= 1000:
            return int(base)
    return 0


def _and_fraction(found: list[Token], place: int, language: Language) -> tuple[Fraction, int] | None:
    """ "and a half" after a number: what it adds, the token after."""
    if place + 1 >= len(found) or found[place].text not in language.plus:
        return None
    start = place + 1 + found[place + 1].dash
    made = _part(found, start, language) if start < len(found) else None
    if made is None or not made.base or made.value >= made.base:
        return None
    return made.value / made.base, made.last


def _words(found: list[Token], first: int, place: int, start: Fraction, language: Language) -> Written:
    """Number words added and multiplied: two hundred and fifty thousand three hundred."""
    total, current, here, scale, parts = Fraction(0), start, place, "", 0
    while here < len(found):
        skip = here + (found[here].dash and here > place)
        if skip < len(found) and found[skip].text in language.plus and skip > place:
            more = _and_fraction(found, skip, language)
            if more is not None:
                current, here = current + more[0], more[1]
                continue
            skip += 1 if _adds(found, skip + 1, current if current else total, language) else len(found)
        if skip >= len(found):
            break
        token = found[skip]
        hit = match(found, skip, language.numbers)
        if hit is not None and _adds(found, skip, current, language):
            current, here = current + hit[0], hit[1]
        elif token.text in language.hundred and current < 100:
            current, here = (current or Fraction(1)) * 100, skip + 1
        elif (count := match(found, skip, language.counts)) is not None and (current or not parts):
            current, here = (current or Fraction(1)) * count[0], count[1]
        elif token.text in language.scales and not (parts and not current):
            scale, here, parts = language.scales[token.text], skip + 1, parts + 1
            total, current = total + (current or Fraction(1)) * 10 ** SCALES[scale], Fraction(0)
        else:
            break
    if parts and not current and parts == 1:
        return Written(first, here, total / 10 ** SCALES[scale], scale)
    if parts and current.denominator != 1:  # a million and a half
        return Written(first, here, total / 10 ** SCALES[scale] + current, scale)
    return Written(first, here, total + current)


def _pointed(found: list[Token], made: Written, language: Language) -> Written:
    """Two point five million: the words after "point" are decimals."""
    here = made.last + 1
    if made.scale or made.last >= len(found) or found[made.last].text not in language.point:
        return made
    value, power = made.value, Fraction(1, 10)
    while here < len(found) and language.numbers.get(found[here].text, 10) < 10:
        value, power, here = value + language.numbers[found[here].text] * power, power / 10, here + 1
    if here == made.last + 1:
        return made
    rest = _multiplied(found, here, value, language) or (value, "", here)
    return Written(made.first, rest[2], rest[0], rest[1])


def _adds(found: list[Token], place: int, current: Fraction, language: Language) -> bool:
    """Whether the number word at a token belongs to the number before it: twenty one, not five six."""
    if place >= len(found):
        return False
    hit = match(found, place, language.numbers)
    if hit is None:
        return False
    value = hit[0]
    if not current:
        return True
    if current % 100 == 0 and value < 100:
        return current >= 100
    low = current % 100
    return bool(value < 20 and low % 10 == 0 and low >= 20 and (value < 10 or low in (60, 80)))


def _unglued(word: str, language: Language) -> Fraction | None:
    """A number written as one word: zweihundertfünfundzwanzig."""
    if not language.glued or len(word) > 60:
        return None
    known = sorted((*language.numbers, *language.hundred, *language.scales, language.glued), key=len, reverse=True)
    total, current, rest, parts = Fraction(0), Fraction(0), word, 0
    while rest:
        part = next((one for one in known if rest.startswith(one)), None)
        if part is None:
            return None
        rest, parts = rest[len(part) :], parts + 1
        if part in language.numbers:
            current += language.numbers[part]
        elif part in language.hundred:
            current = (current or Fraction(1)) * 100
        elif part in language.scales:
            total, current = total + (current or Fraction(1)) * 10 ** SCALES[language.scales[part]], Fraction(0)
    return total + current if parts > 1 else None
