"""Garbage is looked for seldom while jobs run, and as before once the last has ended."""

from __future__ import annotations

import gc

import pytest

from annotator.work.collecting import collecting_seldom


def test_thresholds_come_back_with_the_last_of_several_jobs() -> None:
    before = gc.get_threshold()
    first, second = collecting_seldom(), collecting_seldom()
    first.__enter__()
    seldom = gc.get_threshold()
    assert seldom[0] > before[0]
    second.__enter__()
    first.__exit__(None, None, None)  # the one that began first may end first
    assert gc.get_threshold() == seldom
    second.__exit__(None, None, None)
    assert gc.get_threshold() == before
    with pytest.raises(ValueError, match="broken"), collecting_seldom():
        raise ValueError("broken")
    assert gc.get_threshold() == before
