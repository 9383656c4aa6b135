"""The words of the command line go to the window, to the demo, to a verb, or nowhere, with a reason."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from annotator import __main__ as program
from annotator import __version__


class Calls(list):
    """Who was called, with what."""

    def stub(self, name: str, answer: int = 0, **more: object) -> ModuleType:
        module = ModuleType(name)
        for key, value in more.items():
            setattr(module, key, value)

        def called(*arguments: object, **options: object) -> int:
            self.append((name.rpartition(".")[2], *arguments, *(key for key, on in options.items() if on)))
            return answer

        module.run = module.main = called
        return module


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Iterator[Calls]:
    """Both front ends replaced by something that writes down what it is asked for."""
    calls = Calls()
    import annotator
    import annotator.gui

    for parent, name, more in [
        (annotator, "cli", {"VERBS": ("import", "export", "check", "demo")}),
        (annotator.gui, "app", {}),
        (annotator.gui, "demo", {}),
    ]:
        full = f"{parent.__name__}.{name}"
        module = calls.stub(full, **more)
        monkeypatch.setitem(sys.modules, full, module)
        monkeypatch.setattr(parent, name, module, raising=False)
    return calls


def test_nothing_opens_the_welcome_page(calls: Calls) -> None:
    assert program.main([]) == 0
    assert calls == [("app", None)]


def test_a_project_is_opened(calls: Calls, tmp_path: Path) -> None:
    path = tmp_path / "p.annotator"
    path.touch()
    assert program.main([str(path)]) == 0
    assert calls == [("app", path)]


def test_a_project_without_an_ending_is_opened(calls: Calls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "news").touch()
    monkeypatch.chdir(tmp_path)
    assert program.main(["news"]) == 0
    assert calls == [("app", Path("news"))]


def test_a_verb_is_a_verb_even_beside_a_file_of_its_name(
    calls: Calls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "import").touch()
    monkeypatch.chdir(tmp_path)
    program.main(["import", "p.annotator"])
    program.main(["./import"])
    assert calls == [("cli", ["import", "p.annotator"]), ("app", Path("import"))]


def test_the_demo_goes_to_the_window(calls: Calls, tmp_path: Path) -> None:
    assert program.main(["demo", str(tmp_path)]) == 0
    assert program.main(["demo", str(tmp_path), "--json"]) == 0
    assert calls == [("demo", tmp_path), ("demo", tmp_path, "as_json")]


def test_opening_does_not_wait_for_the_verbs(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "annotator.cli")
    monkeypatch.delattr("annotator.cli", raising=False)
    program.main(["some.annotator"])
    assert "annotator.cli" not in sys.modules


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["improt", "x"], "did you mean import?"),
        (["--frobnicate"], "no option --frobnicate"),
        (["a.annotator", "b.annotator"], "one project at a time"),
        (["demo"], "one folder"),
        (["demo", "a", "b"], "one folder"),
    ],
)
def test_wrong_usage_is_named(calls: Calls, capsys: pytest.CaptureFixture, words: list[str], said: str) -> None:
    assert program.main(words) == 2
    assert said in capsys.readouterr().err
    assert calls == []


def test_no_screen_is_named(calls: Calls, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert program.main([]) == 1
    assert "no screen" in capsys.readouterr().err
    assert calls == []


def test_help_and_version(calls: Calls, capsys: pytest.CaptureFixture) -> None:
    assert program.main(["--version"]) == 0
    assert program.main(["--help"]) == 0
    printed = capsys.readouterr().out
    assert __version__ in printed
    assert "import, export, check" in printed


def test_a_reader_that_goes_away_is_no_crash() -> None:
    command = [sys.executable, "-m", "annotator", "--help"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    _, said = process.communicate(timeout=60)
    assert b"Traceback" not in said
    assert b"Exception ignored" not in said


def test_interrupting_is_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(words: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(program, "_dispatch", interrupt)
    assert program.main([]) == 130
