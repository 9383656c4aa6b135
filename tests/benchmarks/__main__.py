"""`python -m tests.benchmarks`: every act of the speed table beside its floor; exits 1 when a goal is missed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pytest

from tests.benchmarks import keystrokes


def main() -> int:
    """Runs the benchmarks and returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--json", metavar="FILE", help="write all figures there")
    parser.add_argument("--only", metavar="EXPRESSION", help="the benchmarks whose names match, as pytest -k")
    parser.add_argument("--quick", action="store_true", help="a small corpus and few rounds: to try the suite itself")
    parser.add_argument("--full", action="store_true", help="10,000 articles in slow formats, too, not 2,000")
    parser.add_argument("--gold", metavar="FILE", type=Path, help="gold to replay for keys a span")
    told = parser.parse_args()
    words = [
        str(Path(__file__).parent),
        "-q",
        "--no-header",
        "--timeout=0",
        "--benchmark-quiet",
        "-p",
        "no:cacheprovider",
    ]
    words += ["-p", "no:xdist", "-o", "addopts=--import-mode=importlib", "-o", "norecursedirs=.* data golden snapshots"]
    words += ["--figures", told.json] if told.json else []
    words += ["-k", told.only] if told.only else []
    words += ["--quick"] if told.quick else []
    words += ["--full"] if told.full else []
    failed = int(pytest.main(words))
    if not told.only:
        print("\nKeys a span (docs/keystrokes.md)")
        failed |= keystrokes.main([str(told.gold)] if told.gold else [])
    return failed


if __name__ == "__main__":
    sys.exit(main())
