"""Works out the lanes of several layers: what all agree on in one thin lane, a lane for each where they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtGui import QTextLayout, QTextLine

from annotator.core.lanes import assign
from annotator.gui.views.article.content import Content
from annotator.gui.views.article.decoration import FIRST_LINE, Decoration, Item, LineMaker, Setting
from annotator.gui.views.article.decorations import Decorations
from annotator.gui.views.article.look import Look

QUIET = -1  # the layer of a span that all agree on
QUIET_STEP, LAYER_STEP = 5, 11  # px from one lane to the next
_GAP, _FOOT = 4, 6  # px above the open lanes, and below the last one
_ALL = 1000  # lanes: no span is left out where it matters who has it


class Layers(NamedTuple):
    """The letter of each layer, in order; each span's place among them or QUIET; `gold`: the last one is gold."""

    letters: tuple[str, ...]
    of: Mapping[str, int]
    gold: bool = False

    def place(self, span: str) -> int:
        """The layer of a span."""
        return self.of.get(span, QUIET)


class Lanes(NamedTuple):
    """How deep each item's lane lies in one block, and where each layer's first lane does, in px."""

    depths: Sequence[int]
    heads: tuple[int, ...]
    end: int


class LayerDecorations(Decorations):
    """The decorations of a comparison."""

    def __init__(self, content: Content, look: Look, layers: Layers) -> None:
        super().__init__(content, look)
        self.layers = layers

    def decorate(self, layout: QTextLayout, items: Sequence[Item], setting: Setting) -> Decoration:
        """The lanes of a block; offered places stand among them as they do in one layer."""
        kept = [item for item in items if not item.offered]
        lanes = spread(kept, self.layers)
        pairs = [*zip(kept, lanes.depths, strict=True), *((item, 0) for item in items if item.offered)]
        placed = sorted(pairs, key=lambda pair: pair[0].fragments[0][0])
        top, lines = FIRST_LINE, []
        for number in range(layout.lineCount()):
            line = _LayeredLine(layout.lineAt(number), placed, setting, self.layers, lanes).made(top)
            lines.append(line)
            top = line.bottom
        width = layout.lineAt(0).width() if lines else 0.0
        return Decoration(lines, top + setting.below, width, setting.right_to_left, frozenset())


def spread(items: Sequence[Item], layers: Layers) -> Lanes:
    """Lanes for what all agree on nearest the words, then for each layer at least one."""
    depths = [0] * len(items)
    quiet = _stack(items, depths, layers, QUIET, base=0, step=QUIET_STEP)
    base = quiet * QUIET_STEP + _GAP
    heads = []
    for layer in range(len(layers.letters)):
        heads.append(base)
        base += LAYER_STEP * max(1, _stack(items, depths, layers, layer, base=base, step=LAYER_STEP))
    return Lanes(depths, tuple(heads), base)


def _stack(items: Sequence[Item], depths: list[int], layers: Layers, layer: int, *, base: int, step: int) -> int:
    """Gives the spans of one layer their depths; answers how many lanes they take."""
    mine = [place for place, item in enumerate(items) if layers.place(item.span) == layer]
    hulls = [(items[place].fragments[0][0], items[place].fragments[-1][1]) for place in mine]
    lanes = assign(hulls, cap=_ALL)
    for place, lane in zip(mine, lanes, strict=True):
        depths[place] = base + lane * step
    return max(lanes, default=-1) + 1


class _LayeredLine(LineMaker):
    """One line of a comparison: its layers stand apart only where one of them differs."""

    def __init__(
        self, line: QTextLine, placed: Sequence[tuple[Item, int]], setting: Setting, layers: Layers, lanes: Lanes
    ) -> None:
        super().__init__(line, placed, setting)
        self._layers, self._lanes = layers, lanes

    def _loud(self) -> set[int]:
        return {place for rule in self.rules if (place := self._layers.place(rule.span)) != QUIET}

    def heads(self) -> Sequence[int]:
        """All layers where one differs; gold only where it has something."""
        loud = self._loud()
        if not loud:
            return ()
        gold = len(self._layers.letters) - 1 if self._layers.gold else None
        return self._lanes.heads[:gold] if gold is not None and gold not in loud else self._lanes.heads

    def below(self) -> float:
        """Room for all lanes that are open."""
        heads = self.heads()
        if not heads:
            deepest = max((rule.lane for rule in self.rules), default=-1)
            return deepest + QUIET_STEP + _FOOT if deepest >= 0 else self.setting.leading
        end = self._lanes.end if len(heads) == len(self._lanes.heads) else self._lanes.heads[len(heads)]
        return end + _FOOT

    def captioned(self, item: Item) -> bool:
        """Chips only while something is chosen by its digit."""
        return bool(item.digit)
