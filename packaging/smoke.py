"""Starts a built program away from the checkout, in a bare environment, and looks at what it leaves behind."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# What the demo must have made, by ending, and the least size that is no accident.
EXPECTED = {".annotator": 10_000, ".png": 10_000, ".jsonl": 1_000}


def bare_environment(home: Path) -> dict[str, str]:
    """A user who has nothing set: no Python path, no screen, no language."""
    kept = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT", "TEMP") if key in os.environ}
    return kept | {"HOME": str(home), "ANNOTATOR_SETTINGS_DIR": str(home / "settings"), "LC_ALL": "C"}


def run(program: Path, words: list[str], home: Path) -> str:
    """What the program prints; stops the smoke test with its words if it fails."""
    start = time.perf_counter()
    done = subprocess.run(
        [str(program), *words],
        cwd=home,
        env=bare_environment(home),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    print(f"annotator {' '.join(words)}: exit {done.returncode}, {time.perf_counter() - start:.2f} s")
    if done.returncode != 0:
        sys.exit(done.stdout + done.stderr)
    return done.stdout


def main() -> None:
    """Ask for the version and the formats, run the demo, weigh what it made."""
    program = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="annotator-smoke-") as folder:
        home = Path(folder)
        run(program, ["--version"], home)
        formats = json.loads(run(program, ["formats", "--json"], home))
        if not {"jsonl", "html"} <= {entry["name"] for entry in formats}:
            sys.exit(f"formats are missing: {formats}")
        page = home / "page.html"
        sentence = "The harbour of Lindqvist Bay opened on Monday after two years of work, the mayor said. "
        page.write_text(f"<html><body><article><h1>Harbour opens</h1><p>{sentence * 5}</p></article></body></html>")
        run(program, ["new", "smoke.annotator", "--as", "Smoke"], home)
        run(program, ["import", "smoke.annotator", str(page)], home)
        run(program, ["check", "smoke.annotator"], home)
        print(run(program, ["demo", "demo"], home))
        made = [path for path in (home / "demo").rglob("*") if path.is_file()]
        for ending, least in EXPECTED.items():
            if not any(path.suffix == ending and path.stat().st_size >= least for path in made):
                sys.exit(f"the demo made no {ending} worth the name: {[path.name for path in made]}")
    print("The built program works.")


if __name__ == "__main__":
    main()
