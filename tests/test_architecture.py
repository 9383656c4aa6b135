"""The walls between the rooms and the size of what stands in them, checked on the source itself."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "annotator"
MODULES = sorted(path.relative_to(ROOT) for path in PACKAGE.rglob("*.py"))

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
# They cost up to half a second, or are not needed by who only reads and tags: imported inside functions.
LATE = {"sqlite_utils", "numpy", "pandas", "pyarrow", "lxml", "trafilatura", "charset_normalizer", "spacy"}
LATE |= {"docx", "pypdf", "striprtf", "openpyxl", "duckdb"}
NETWORK = {"socket", "ssl", "http", "urllib", "urllib3", "requests", "ftplib", "smtplib"}
# Taking an address apart opens nothing.
NETWORK_ALLOWED = {"urllib.parse"}

every_module = pytest.mark.parametrize("path", MODULES, ids=str)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), str(path))


def imported(node: ast.AST) -> Iterator[str]:
    """The dotted names that one import statement asks for."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module


def at_import_time(path: Path) -> Iterator[str]:
    """What is imported as soon as the module is: not in functions, not for type checkers only."""
    waiting: list[ast.AST] = list(tree(path).body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            waiting.extend(node.orelse)
            continue
        yield from imported(node)
        waiting.extend(ast.iter_child_nodes(node))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, the docstring not counted."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def test_the_rooms_keep_their_walls() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@every_module
def test_each_module_opens_with_a_sentence(path: Path) -> None:
    docstring = ast.get_docstring(tree(path))
    assert docstring, "no docstring"
    first = docstring.split("\n\n")[0]
    assert first.rstrip().endswith((".", "?")), f"not a sentence: {first!r}"


@every_module
def test_no_file_grows_too_long(path: Path) -> None:
    lines = len((ROOT / path).read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_FILE, f"{lines} lines"


@every_module
def test_no_function_grows_too_long(path: Path) -> None:
    long = {f"{function.name}:{function.lineno}": length(function) for function in functions(path)}
    assert {name: lines for name, lines in long.items() if lines > LONGEST_FUNCTION} == {}


@every_module
def test_nothing_catches_everything(path: Path) -> None:
    broad = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or {"Exception", "BaseException"} & set(ast.unparse(node.type).strip("()").split(", ")))
        and not (node.body and isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None)
    ]
    assert broad == [], "a bug must not be swallowed: name the errors, or end with `raise`"


@every_module
def test_heavy_packages_are_imported_late(path: Path) -> None:
    assert {name for name in at_import_time(path) if name.split(".")[0] in LATE} == set()


@every_module
def test_nothing_reaches_for_the_network(path: Path) -> None:
    asked = {name for node in ast.walk(tree(path)) for name in imported(node)}
    assert {name for name in asked - NETWORK_ALLOWED if name.split(".")[0] in NETWORK} == set()


@every_module
def test_only_gui_names_qt(path: Path) -> None:
    asked = {name.split(".")[0] for node in ast.walk(tree(path)) for name in imported(node)}
    if "gui" not in path.parts:
        assert not asked & {"PySide6", "shiboken6"}


@every_module
def test_the_event_loop_is_never_pumped_by_hand(path: Path) -> None:
    pumped = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr == "processEvents" and path.name != "demo.py"
    ]
    assert pumped == []
