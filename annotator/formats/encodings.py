"""Guesses the encoding of a text that is not UTF-8 and not marked."""

from __future__ import annotations

import re

from annotator.core.errors import FormatError

_SAMPLE = 200_000  # bytes
_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")
_ABOVE_ASCII = re.compile("[^\x00-\x7f]")
_MARKS = frozenset("«»“”„‘’‚…–—€£§°·•\xa0¿¡ºª©®™½¼¾")

# The letters beyond ASCII of languages, under the encoding in which their old texts are written. The first
# encoding under which one language explains all letters is taken; on a tie the commoner stands first.
_LANGUAGES = {
    "cp1252": (
        "àâæçéèêëîïôœùûüÿ",
        "äöüß",
        "áéíñóúü",
        "àáâãçéêíóôõú",
        "àèéìíîòóùú",
        "äåæéöø",
        "áäåðéíóöúýþæø",
        "éëïóöüèáí",
    ),
    "cp1250": ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîșțşţ", "čćđšž"),
    "cp1254": ("çğıöşüâîû",),
    "cp1257": ("āčēģīķļņšūž", "ąčęėįšųūž", "äõöüšž"),
}


def guess(data: bytes, name: str) -> tuple[str, str]:
    """The likeliest encoding and the text by it; raises FormatError when none is likely."""
    from charset_normalizer import from_bytes  # late: most imports never need it

    best = from_bytes(data[:_SAMPLE], threshold=0.3).best()
    if best is None:
        raise FormatError(file=name, reason="it is no text in any encoding that could be told: name one (--encoding)")
    encoding = best.encoding
    if _latin(str(best)):
        encoding = _by_language(data[:_SAMPLE]) or encoding
    try:
        return encoding, data.decode(encoding)
    except (UnicodeError, LookupError) as error:
        raise FormatError(file=name, reason=f"it looks like {encoding} but is not: name its encoding") from error


def _latin(text: str) -> bool:
    letters = [char for char in text[:20_000] if char.isalpha()]
    return sum(1 for char in letters if _LATIN_LETTER.match(char)) > 0.9 * len(letters)


def _by_language(data: bytes) -> str | None:
    """The one-byte Latin encoding under which a single language explains (nearly) every letter."""
    scores = {encoding: _score(data, encoding) for encoding in _LANGUAGES}
    best = max(scores, key=lambda encoding: scores[encoding])
    return best if scores[best] >= 0.9 else None


def _score(data: bytes, encoding: str) -> float:
    try:
        above = _ABOVE_ASCII.findall(data.decode(encoding))
    except UnicodeDecodeError:
        return 0.0
    if not above:
        return 1.0
    marks = sum(1 for char in above if char in _MARKS)
    return max(
        (marks + sum(1 for char in above if char.lower() in letters)) / len(above) for letters in _LANGUAGES[encoding]
    )
