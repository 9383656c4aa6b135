"""All words of the window for translators, as one Qt file: `make words` writes out/words.ts.

Qt's lupdate sees what is written as self.tr("...") in the source. What it cannot see is collected here, with its
context, and given to it as a list of calls: templates of errors, reasons, titles of acts, and the words of tables.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import annotator
from annotator import formats
from annotator.core.adjudicate import REASONS as REJECTIONS
from annotator.core.errors import AnnotatorError
from annotator.gui import titles, wording
from annotator.gui.reasons import PARTS, REASONS

PACKAGE = Path(annotator.__file__).parent
OUT = Path("out")
BELOW = ("core", "formats", "store", "work")
# Tables whose words another module looks up.
CONTEXTS = {"action_table": "Actions", "preference_table": "Preferences"}
MARKS = ("_", "_tr", "translated")


def kinds(of: type[AnnotatorError] = AnnotatorError) -> Iterator[type[AnnotatorError]]:
    """Every kind of error below one, in the order of the source."""
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


def errors() -> Iterator[str]:
    """What errors say: the templates of all kinds, reasons and advice with and without a value."""
    for room in BELOW:
        for module in pkgutil.iter_modules([str(PACKAGE / room)]):
            if "error" in module.name:
                importlib.import_module(f"annotator.{room}.{module.name}")
    for kind in kinds():
        yield from (text for text in (kind.what, kind.why, kind.hint) if text)
    yield wording.PLACE
    yield from (text for text in reasons() if "{" not in text)
    yield from (*REASONS, *PARTS, *titles.PHRASES["record"])


def reasons() -> Iterator[str]:
    """Reasons and advice as the source gives them; a value is written {}."""
    for room in BELOW:
        for path in sorted((PACKAGE / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                for given in _given(node):
                    yield from _texts(given)


def marked() -> Iterator[tuple[str, str]]:
    """Context and text of what the window's modules mark by a function of their own."""
    for path in sorted((PACKAGE / "gui").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
        found = [_literal(node.args[0]) for node in calls if ast.unparse(node.func).endswith("pplication.translate")]
        context = CONTEXTS.get(path.stem) or next((one for one in found if one), "")
        for node in calls:
            text = _literal(node.args[0])
            if context and text and isinstance(node.func, ast.Name) and node.func.id in MARKS:
                yield context, text


def listing() -> list[tuple[str, str]]:
    """Context and text, each once."""
    rows = [(wording.ERRORS, text) for text in errors()]
    rows += [(wording.TITLES, text) for text in titles.templates()]
    rows += [(wording.FORMATS, form.title) for form in formats.FORMATS]
    rows += [("Reasons", text) for text in REJECTIONS]
    return list(dict.fromkeys([*rows, *marked()]))


def _given(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Call):
        yield from (one.value for one in node.keywords if one.arg in ("reason", "advice"))
        if ast.unparse(node.func) == "Fault" and len(node.args) == 3:
            yield node.args[2]
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("reason", "advice", "text"):
        yield node.value
    if isinstance(node, ast.FunctionDef) and node.name == "_reason":
        yield from (one.value for one in ast.walk(node) if isinstance(one, ast.Return) and one.value is not None)


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    elif text := _literal(node):
        yield text


def _literal(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def main() -> int:
    """Writes the list, and lets lupdate read it together with the window's source."""
    OUT.mkdir(exist_ok=True)
    calls, result = OUT / "words.py", OUT / "words.ts"
    lines = [f"QCoreApplication.translate({context!r}, {text!r})" for context, text in listing()]
    calls.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sources = [str(path) for path in sorted((PACKAGE / "gui").rglob("*.py"))]
    lupdate = str(Path(sys.executable).with_name("pyside6-lupdate"))
    return subprocess.run([lupdate, *sources, str(calls), "-ts", str(result)], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
