"""The one way in: a project, nothing or `demo` opens the window, every other verb goes to the command line."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

DONE, KNOWN_ERROR, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130

USAGE = """\
annotator [PROJECT]          open the window; with no project, the welcome page
annotator demo OUT           the main job on the sample project, also without a screen
annotator VERB ...           {verbs}
annotator VERB --help        what a verb takes
annotator --help | --version
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with these words (those of the command line if none); returns the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _dispatch(words)
        if sys.stdout is not None:
            sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _forget_output()
        return KNOWN_ERROR
    return code


def _dispatch(words: list[str]) -> int:
    if not words:
        return _window(None)
    first = words[0]
    if first in ("-h", "--help"):
        print(_usage(), end="")
        return DONE
    if first in ("-V", "--version"):
        from annotator import __version__

        print(f"annotator {__version__}")
        return DONE
    if first == "demo":
        return _demo(words[1:])
    if not _must_be_path(first):
        from annotator import cli

        if first in cli.VERBS:
            return cli.main(words)
    return _open(words)


def _must_be_path(word: str) -> bool:
    """Whether a word cannot be a verb, so that opening a project need not wait for the command line's imports."""
    return word.endswith(".annotator") or "/" in word or os.sep in word


def _open(words: list[str]) -> int:
    first = words[0]
    if first.startswith("-"):
        return _wrong(f"there is no option {first}")
    path = Path(first)
    if not path.exists() and not _must_be_path(first):
        return _wrong(f"{first} is neither a verb nor a file{_meant(first)}")
    if len(words) > 1:
        return _wrong(f"one project at a time: what is {words[1]}?")
    return _window(path)


def _window(project: Path | None) -> int:
    if not _has_screen():
        return _failed("There is no screen to open a window on. Try `annotator demo OUT`, or `annotator --help`.")
    gc.disable()  # on the way to the first paint nothing becomes garbage; the window switches it on again
    try:
        from annotator.gui import featureless

        featureless.spare_sources()
        from annotator.gui import app

        return app.run(project)
    finally:
        gc.enable()


def _demo(words: list[str]) -> int:
    if words[:1] and words[0] in ("-h", "--help"):
        print("annotator demo OUT [--json]\n\nMakes the sample project in the folder OUT and does the main job on it.")
        return DONE
    as_json = "--json" in words
    words = [word for word in words if word != "--json"]
    if len(words) != 1 or words[0].startswith("-"):
        return _wrong("demo takes one folder: annotator demo OUT [--json]")
    if not _has_screen():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from annotator.core.errors import AnnotatorError
    from annotator.gui import demo

    try:
        return demo.run(Path(words[0]), as_json=as_json)
    except AnnotatorError as error:
        return _failed(error.line())


def _has_screen() -> bool:
    """Whether Qt will find something to draw on; without one it would end the process."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _usage() -> str:
    from annotator import cli

    return USAGE.format(verbs=", ".join(verb for verb in cli.VERBS if verb != "demo"))


def _meant(word: str) -> str:
    import difflib  # late: only for a word that is no verb

    from annotator import cli

    near = difflib.get_close_matches(word, [*cli.VERBS, "demo"], n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _wrong(reason: str) -> int:
    print(f"annotator: {reason}\n{_usage()}", end="", file=sys.stderr)
    return WRONG_USAGE


def _failed(reason: str) -> int:
    print(f"annotator: {reason}", file=sys.stderr)
    return KNOWN_ERROR


def _forget_output() -> None:
    """Whoever read our output went away: nothing may be written at exit any more."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
