"""Which table reads which language."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib import import_module

from annotator.core.quantity.common import EMPTY
from annotator.core.quantity.language import Language, named

# Code -> the module and the name of its table; each is made when an article first needs it.
_TABLES = {
    "en": ("english", "ENGLISH"),
    "de": ("german", "GERMAN"),
    "fr": ("french", "FRENCH"),
    "ar": ("arabic", "ARABIC"),
}
_COMMA = named(
    "de, fr, es, it, pt, nl, da, sv, nb, nn, no, fi, is, pl, cs, sk, sl, hr, sr, bs, mk, bg, ro, hu, el, ru, uk, "
    "be, lt, lv, et, sq, ca, gl, eu, tr, az, kk, id, vi, af"
)


def table(language: str | None, sample: str = "") -> Language:
    """The table of a language code; an unknown language has digits, signs and metric units."""
    code = (language or "").replace("_", "-").split("-")[0].strip().lower()
    return _table((code or _guessed(sample))[:16])


@lru_cache(maxsize=32)
def _table(code: str) -> Language:
    if code in _TABLES:
        module, name = _TABLES[code]
        found = getattr(import_module(f"annotator.core.quantity.{module}"), name)
        assert isinstance(found, Language)
        return found
    return Language(code=code, decimal="," if code in _COMMA else ".", space_groups=True, units=EMPTY.units)


def _guessed(sample: str) -> str:
    """By the script of the words; most news without a language named is English."""
    for char in sample:
        if char.isalpha():
            name = unicodedata.name(char, "")
            return "ar" if name.startswith("ARABIC") else "en" if name.startswith("LATIN") else "other"
    return "en"
