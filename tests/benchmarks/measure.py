"""What a benchmark hands in, and the means to measure: in turn with its floor, medians, other processes."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

ROOT = Path(__file__).parents[2]
CHILD = Path(__file__).with_name("child.py")
JUDGES = ROOT / "packaging" / "build" / "judges"  # where `make validate` has spaCy and duckdb
Unit = Literal["s", "ms", "MiB"]
First = TypeVar("First")
Second = TypeVar("Second")


class Scale(msgspec.Struct, frozen=True, kw_only=True):
    """How much is measured."""

    articles: int = 10_000
    formats: int = 10_000  # articles written to and read from each format
    slow: int = 2_000  # the same of those whose own libraries take minutes, and beside the window
    files: int = 200  # of formats with a file an article, and in a download
    listed: int = 100_000
    rounds: int = 3  # of whole imports and exports
    starts: int = 7  # of processes
    opens: int = 11  # of one article
    tags: int = 120


QUICK = Scale(articles=500, formats=200, slow=200, files=20, listed=5_000, rounds=1, starts=3, opens=3, tags=20)


class Figure(msgspec.Struct, kw_only=True):
    """One row of the table: what was measured beside its floor, and what it may not pass."""

    act: str
    unit: Unit
    measured: float
    goal: float  # of measured, or of measured / floor when `relative`
    floor: float | None = None
    relative: bool = False
    what: str = "median"
    note: str = ""
    all_measured: list[float] = []
    all_floors: list[float] = []

    @property
    def ratio(self) -> float | None:
        """How many times the floor it took."""
        return self.measured / self.floor if self.floor else None

    @property
    def kept(self) -> bool:
        """Whether the goal is kept."""
        if self.relative:
            return self.ratio is not None and self.ratio <= self.goal
        return self.measured <= self.goal

    @property
    def goal_in_words(self) -> str:
        """The goal as the table shows it."""
        return f"<= {self.goal:g} x floor" if self.relative else f"<= {self.goal:g} {self.unit}"


Record = Callable[[Figure], None]


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    """The value that 95 in 100 do not pass (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]


def seconds(act: Callable[[], object]) -> float:
    """How long an act takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def in_turn(
    first: Callable[[int], First], second: Callable[[int], Second], rounds: int
) -> tuple[list[First], list[Second]]:
    """Two acts A B A B ..., so that a machine whose speed drifts is the same for both."""
    firsts, seconds_ = [], []
    for turn in range(rounds):
        firsts.append(first(turn))
        seconds_.append(second(turn))
    return firsts, seconds_


class Cost(msgspec.Struct, frozen=True):
    """What a process of its own cost: seconds from before its start to its end, to its first paint, MiB at most."""

    wall: float
    cpu: float
    peak_memory: float
    first_paint: float | None = None
    count: int = 0  # of articles that were read


class ChildFailed(Exception):
    """A measured process ended with an error; its words are the message."""


def extras() -> Path | None:
    """Where the packages of the program's extras are, if `make validate` has installed them."""
    return next(JUDGES.glob("lib/python*/site-packages"), None)


def start(*words: str, report: Path) -> subprocess.Popen[bytes]:
    """Starts child.py with a verb and its words; `report` is where it writes its cost."""
    paths = [str(ROOT), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "BENCH_REPORT": str(report),
        "BENCH_STARTED": repr(time.time()),
    }
    environment |= {"BENCH_EXTRAS": str(found)} if (found := extras()) else {}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode beside it, as Qt's has
    command = [sys.executable, str(CHILD), *words]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT)


def run(*words: str) -> Cost:
    """Runs child.py with a verb and its words to the end; raises ChildFailed."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        began = time.time()
        process = start(*words, report=report)
        _, errors = process.communicate()
        wall = time.time() - began
        if process.returncode or not report.exists():
            raise ChildFailed(f"{' '.join(words)}: exit {process.returncode}\n{errors.decode(errors='replace')}")
        return msgspec.convert({"wall": wall} | msgspec.json.decode(report.read_bytes()), Cost)
