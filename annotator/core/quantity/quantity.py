"""What a statistic's words say: the record that reading them gives."""

from __future__ import annotations

from typing import Literal

import msgspec

Bound = Literal["exact", "about", "below", "at_most", "above", "at_least", "range"]
Change = Literal["rise_by", "rise_to", "fall_by", "fall_to", "from_to", "no_change"]
Number = int | float

# The words that multiply a value, as powers of ten.
SCALES = {"thousand": 3, "lakh": 5, "million": 6, "crore": 7, "billion": 9, "trillion": 12, "quadrillion": 15}


class Quantity(msgspec.Struct, frozen=True, kw_only=True):
    """A figure as it is written; None where the words do not say.

    `value` is the number before its scale (212 for "$212 million"), the lower end of a range, where a change
    "from ... to ..." begins, or the count of a rate whose `base` says out of how many. `unit` is "per cent",
    "percentage points" or "basis points" for their signs, an ISO 4217 code where the currency is known for sure,
    else the word of the text; empty when things are simply counted. `scale` is a key of SCALES. `period` and
    `counted` are in the words of the text, from within or around the span.
    """

    value: Number | None = None
    value_high: Number | None = None
    base: Number | None = None
    unit: str | None = None
    scale: str | None = None
    bound: Bound | None = None
    change: Change | None = None
    period: str | None = None
    counted: str | None = None

    @property
    def amount(self) -> Number | None:
        """The value with its scale multiplied out."""
        return multiplied(self.value, self.scale)


def multiplied(value: Number | None, scale: str | None, by: int = 0) -> Number | None:
    """A value times its scale and divided by ten to the power of `by`, without the dust of binary fractions."""
    if value is None:
        return None
    from fractions import Fraction  # late: only a card asks

    power = SCALES.get(scale or "", 0) - by
    exact = Fraction(str(value)) * (10**power if power >= 0 else Fraction(1, 10**-power))
    return plain_number(exact)


def plain_number(exact: object) -> Number:
    """A fraction as the number that JSON carries: whole ones as int."""
    from fractions import Fraction

    assert isinstance(exact, Fraction)
    return int(exact) if exact.denominator == 1 else round(float(exact), 10)
