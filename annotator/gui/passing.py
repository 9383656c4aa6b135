"""Which likely places a label key passes by: what was passed over, and what is tagged already."""

from __future__ import annotations

from collections.abc import Container

from annotator.core.candidates import Candidate
from annotator.core.codebook import Codebook
from annotator.gui.layer import Layer


class PassedBy:
    """Holds the candidates of one label that are no landing places.

    Only the spans at a candidate are looked at: an article may have thousands, and ghosts are drawn after every key.
    """

    def __init__(self, passed: Container[Candidate], layer: Layer, codebook: Codebook | None, label: str) -> None:
        self._passed, self._layer = passed, layer
        self._alike = frozenset[str]()  # labels found as this one is: a name that is a person is no place as well
        if codebook is not None and codebook.has(label):
            find = codebook.label(label).find
            self._alike = frozenset(one.key for one in codebook.shown() if one.find == find != "none") - {label}

    def __contains__(self, candidate: object) -> bool:
        return isinstance(candidate, Candidate) and (candidate in self._passed or self._tagged(candidate))

    def _tagged(self, candidate: Candidate) -> bool:
        return any(
            span.label == candidate.label or (span.label in self._alike and span.fragments == candidate.fragments)
            for span in self._layer.meeting(candidate.start, candidate.end)
        )
