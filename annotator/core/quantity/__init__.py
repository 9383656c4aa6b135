"""A statistic's words as value, unit, scale, bound, change, rate, period and what is counted."""

from __future__ import annotations

from annotator.core.quantity.quantity import SCALES, Quantity, multiplied
from annotator.core.quantity.reading import read

__all__ = ["SCALES", "Quantity", "multiplied", "read"]
