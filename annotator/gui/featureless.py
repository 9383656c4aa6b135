"""Spares each of our modules that PySide reads its source: none of them asks for PySide's name features."""

from __future__ import annotations

import contextlib
from types import ModuleType


def spare_sources() -> None:
    """Lets PySide take every module imported from now on as one without `from __feature__ import ...`.

    It looks for the word PySide6 in the source of each, which made a tenth of the way to the first paint. The hook is
    PySide's own and private: where it is gone, nothing happens but that.
    """
    with contextlib.suppress(ImportError, AttributeError):
        import PySide6.QtCore  # noqa: F401  (the hook comes with it)
        from shibokensupport import feature

        assert callable(feature._mod_uses_pyside)
        feature._mod_uses_pyside = _uses_no_feature


def _uses_no_feature(_module: ModuleType) -> bool:
    return False
