"""Colours that can be read and told apart: contrast, distance in Lab, and how colour-blind people see them.

Contrast is that of WCAG 2.2. Colour blindness is simulated by the matrices of Machado, Oliveira and Fernandes (2009),
severity 1, on linear light; distances are Euclidean in CIE Lab (D65).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Literal

import msgspec

Vision = Literal["normal", "protan", "deutan", "tritan"]
Triple = tuple[float, float, float]
Matrix = tuple[Triple, Triple, Triple]

WHITE = "#FFFFFF"
READABLE = 4.5  # contrast that white words on a chip must have (WCAG AA for small text)
APART = 12.0  # the distance in Lab that two labels should have in every vision; the nearest two of News have 12.9

_MACHADO: dict[Vision, Matrix] = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
_XYZ: Matrix = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
_D65: Triple = (0.95047, 1.0, 1.08883)

# What is offered first: dark enough for white words, and far from one another in every vision where that can be.
OFFERED = (
    *("#0B62B5", "#A8480A", "#00715A", "#5A1648", "#3D4208", "#B3261E", "#6B4E9B", "#8A5A00"),
    *("#0B6B6B", "#9B2F5E", "#2B2F77", "#3F6B1F", "#4A5361", "#7A0F0F", "#0A3D2E", "#8E24AA"),
)


class Near(msgspec.Struct, frozen=True, kw_only=True):
    """A label whose colour is hard to tell from another: in which vision, and how far apart in Lab."""

    label: str
    vision: Vision
    distance: float


def is_colour(text: str) -> bool:
    """Whether a text is a colour as codebooks write it: #RRGGBB."""
    return len(text) == 7 and text[0] == "#" and all(char in "0123456789abcdefABCDEF" for char in text[1:])


def _linear(colour: str) -> Triple:
    red, green, blue = (_to_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return red, green, blue


def _to_linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _times(matrix: Matrix, vector: Triple) -> Triple:
    red, green, blue = (sum(left * right for left, right in zip(line, vector, strict=True)) for line in matrix)
    return red, green, blue


def luminance(colour: str) -> float:
    """The relative luminance of #RRGGBB, 0 (black) to 1 (white)."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str = WHITE) -> float:
    """The contrast of two colours, 1 to 21."""
    dim, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dim + 0.05)


@cache
def lab(colour: str, vision: Vision = "normal") -> Triple:
    """A colour in CIE Lab as somebody with that vision sees it."""
    seen = _linear(colour)
    if vision != "normal":
        red, green, blue = (min(1.0, max(0.0, part)) for part in _times(_MACHADO[vision], seen))
        seen = red, green, blue
    x, y, z = (_root(part / white) for part, white in zip(_times(_XYZ, seen), _D65, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(part: float) -> float:
    return float(part ** (1 / 3)) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116


def distance(one: str, other: str, vision: Vision = "normal") -> float:
    """How far apart two colours are in Lab as somebody with that vision sees them."""
    pairs = zip(lab(one, vision), lab(other, vision), strict=True)
    return float(sum((left - right) ** 2 for left, right in pairs) ** 0.5)


def worst(one: str, other: str) -> tuple[Vision, float]:
    """The vision in which two colours are nearest to one another, and their distance there."""
    visions: tuple[Vision, ...] = ("normal", "protan", "deutan", "tritan")
    found = min(visions, key=lambda vision: distance(one, other, vision))
    return found, distance(one, other, found)


def nearest(colour: str, others: Iterable[tuple[str, str]]) -> Near | None:
    """The one of `others` (label, colour) that is too near to be told from this colour, or None."""
    found = [(worst(colour, other), label) for label, other in others if is_colour(other)]
    if not found:
        return None
    (vision, apart), label = min(found, key=lambda one: one[0][1])
    return Near(label=label, vision=vision, distance=apart) if apart < APART else None


def free(taken: Iterable[str]) -> str:
    """The colour of those offered that is farthest from all that are taken, in the vision where it is nearest."""
    known = [one for one in taken if is_colour(one)]
    if not known:
        return OFFERED[0]
    return max(OFFERED, key=lambda colour: min(worst(colour, one)[1] for one in known))


def darkened(colour: str, to: float = READABLE) -> str:
    """The same hue, as much darker as white words on it need."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    for step in range(100, -1, -1):
        made = "#" + "".join(f"{part * step // 100:02X}" for part in parts)
        if contrast(made) >= to:
            return made
    return "#000000"
