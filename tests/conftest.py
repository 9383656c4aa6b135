"""What holds for every test: no screen, settings of its own, no warning of Qt, no error in the log, no window left."""

import gc
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_configure(config: pytest.Config) -> None:
    """Hypothesis keeps no database of examples and no deadline: these machines are shared and noisy."""
    from hypothesis import HealthCheck, settings

    settings.register_profile(
        "steady", deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
    )
    settings.register_profile("nightly", parent=settings.get_profile("steady"), max_examples=3000)
    settings.load_profile("nightly" if config.getoption("-m") and "nightly or" in config.getoption("-m") else "steady")


def pytest_sessionfinish() -> None:
    """Without a screen what was copied outlives Python, and the process would end in a fault."""
    if "PySide6.QtGui" in sys.modules:
        from PySide6.QtGui import QGuiApplication

        if QGuiApplication.instance() is not None:
            QGuiApplication.clipboard().clear()


@pytest.fixture(autouse=True)
def settings_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty settings folder for this test and the processes that it starts."""
    folder = tmp_path_factory.mktemp("settings")
    monkeypatch.setenv("ANNOTATOR_SETTINGS_DIR", str(folder))
    return folder


@pytest.fixture(autouse=True)
def no_errors_in_log(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """An error in the log fails the test unless it is marked `expects_errors`."""
    yield
    if request.node.get_closest_marker("expects_errors"):
        return
    errors = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert not errors, f"errors in the log: {errors}"


@pytest.fixture(autouse=True)
def no_window_left() -> Iterator[None]:
    """A top-level widget that outlives its test fails it: it would paint, and receive events, in the next ones."""
    before = {address for address, _ in _top_levels()}
    yield
    left = _left_since(before)
    if left:
        gc.collect()  # a cycle of Python objects keeps a dead widget a little longer
        left = _left_since(before)
    assert not left, f"windows left open: {left}"


def _left_since(before: set[int]) -> list[str]:
    return [name for address, name in _top_levels() if address not in before]


def _top_levels() -> list[tuple[int, str]]:
    """Address and description of each top-level widget; nothing where no test has started Qt's widgets."""
    if "PySide6.QtWidgets" not in sys.modules:
        return []
    import shiboken6
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    app: Any = QApplication.instance()
    if not isinstance(app, QApplication):
        return []
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    widgets = QApplication.topLevelWidgets()
    return [
        (shiboken6.getCppPointer(widget)[0], f"{type(widget).__name__} {widget.objectName()}") for widget in widgets
    ]
