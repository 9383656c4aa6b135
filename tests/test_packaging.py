"""The pinned lists and the scripts that set up: complete, hashed, naming no registry, readable by a plain shell."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = sorted((ROOT / "packaging" / "lock").glob("*.txt"))
SCRIPTS = [*sorted((ROOT / "packaging").glob("*.sh")), ROOT / ".ci" / "run"]


def normal(name: str) -> str:
    """A package's name as lists spell it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=!~;\[ ]", name, maxsplit=1)[0]).lower()


def pinned(lock: Path) -> dict[str, str]:
    """Each package of a list with all that is said of it."""
    entries = re.split(r"\n(?=[A-Za-z])", lock.read_text(encoding="utf-8"))
    return {normal(entry): entry for entry in entries if not entry.startswith("#")}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_list_names_no_registry(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert not re.search(r"https?://|^\s*--(index|extra-index|find-links|trusted)", text, re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_package_is_pinned_with_hashes(lock: Path) -> None:
    found = pinned(lock)
    assert len(found) > 20
    for name, entry in found.items():
        assert re.match(r"[^=\n]+==[^ \n]+ ", entry), name
        assert "--hash=sha256:" in entry, name


@pytest.mark.parametrize(("lock", "group"), [("dev", "dev"), ("package", "package")])
def test_the_lists_hold_what_the_project_asks_for(lock: str, group: str) -> None:
    asked = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"][group]]
    assert {normal(name) for name in asked} <= set(pinned(ROOT / "packaging" / "lock" / f"{lock}.txt"))


def test_what_the_program_needs_is_the_same_in_both_lists() -> None:
    dev, package = pinned(ROOT / "packaging/lock/dev.txt"), pinned(ROOT / "packaging/lock/package.txt")
    for name in PROJECT["project"]["dependencies"]:
        assert dev[normal(name)].split()[0] == package[normal(name)].split()[0]


def test_the_build_needs_nothing_that_is_not_pinned() -> None:
    assert {normal(name) for name in PROJECT["build-system"]["requires"]} <= set(
        pinned(ROOT / "packaging/lock/dev.txt")
    )


@pytest.mark.skipif(sys.platform == "win32", reason="shell scripts")
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_read_without_error(script: Path) -> None:
    shell = "bash" if "bash" in script.read_text(encoding="utf-8").splitlines()[0] else "sh"
    subprocess.run([shell, "-n", script], check=True)
    assert script.stat().st_mode & 0o111, "may be run"


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not here")
def test_every_command_is_explained() -> None:
    helped = subprocess.run(["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    (phony,) = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"^  make (\w+)", helped, re.MULTILINE)) == set(phony.split())


def test_the_licence_and_the_changes_are_there() -> None:
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")
    assert "0.1.0" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
