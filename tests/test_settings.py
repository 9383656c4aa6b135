"""The preferences: only differences are kept, nothing is lost to a crash, another window or another version."""

import json
import multiprocessing
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import settings
from annotator.core.errors import PathTrouble
from annotator.settings import Home, Place, Recent, Settings


def content(folder: Path) -> dict[str, object]:
    return json.loads((folder / settings.FILE).read_text(encoding="utf-8"))


def test_nothing_there_gives_the_defaults(tmp_path: Path) -> None:
    loaded = settings.load(tmp_path / "none")
    assert loaded == (Settings(), "")
    assert not (tmp_path / "none").exists(), "reading leaves no trace"


def test_the_folder_is_the_environments(settings_folder: Path) -> None:
    settings.update(theme="dark")
    assert content(settings_folder) == {"theme": "dark"}


def test_only_differences_are_saved(tmp_path: Path) -> None:
    settings.save(Settings(theme="dark", text_size=20), tmp_path)
    assert content(tmp_path) == {"theme": "dark", "text_size": 20}
    settings.save(Settings(text_size=20), tmp_path)
    assert content(tmp_path) == {"text_size": 20}, "back at the default, the key goes"


def test_everything_comes_back(tmp_path: Path) -> None:
    full = Settings(
        annotator="Zoë",
        theme="high-contrast",
        text_font="Charter",
        line_height=1.8,
        recent=(Recent(path="/p.annotator", name="p", opened="2026-01-02T03:04:05Z", done=1, total=2),),
        places={"x": Place(article="a", scroll=5, caret=7)},
        list_columns=("title", "state"),
        careful=True,
        sites={"9e3779b9": "0123abcd"},
        homes={"9e3779b9/x": (Home(path="/p.annotator", site="0123abcd"),)},
    )
    settings.save(full, tmp_path)
    assert settings.load(tmp_path) == (full, "")


def test_keys_of_a_newer_version_are_kept(tmp_path: Path) -> None:
    (tmp_path / settings.FILE).write_text('{"voice": {"speed": 2}, "theme": "dark"}')
    settings.update(text_size=19, folder=tmp_path)
    assert content(tmp_path) == {"voice": {"speed": 2}, "theme": "dark", "text_size": 19}


def test_one_bad_value_does_not_cost_the_others(tmp_path: Path) -> None:
    (tmp_path / settings.FILE).write_text('{"theme": "purple", "text_size": 21}')
    loaded = settings.load(tmp_path)
    assert loaded.settings == Settings(text_size=21)
    assert "theme" in loaded.message


@pytest.mark.parametrize("damaged", [b"", b"{", b"[1]", b"\xff\xfe", b'{"theme": "da'])
def test_a_damaged_file_is_put_aside(tmp_path: Path, damaged: bytes) -> None:
    (tmp_path / settings.FILE).write_bytes(damaged)
    loaded = settings.load(tmp_path)
    assert loaded.settings == Settings()
    assert "settings.damaged-1.json" in loaded.message
    assert (tmp_path / "settings.damaged-1.json").read_bytes() == damaged
    settings.update(theme="dark", folder=tmp_path)
    assert settings.load(tmp_path) == (Settings(theme="dark"), "")


def test_two_windows_do_not_lose_each_others_entries(tmp_path: Path) -> None:
    settings.update(lambda s: settings.with_place(s, "one", Place(article="a")), folder=tmp_path)
    settings.update(lambda s: settings.with_place(s, "two", Place(article="b")), folder=tmp_path)
    assert set(settings.load(tmp_path).settings.places) == {"one", "two"}


def add_places(folder: Path, name: str) -> None:
    for number in range(25):
        key = f"{name}-{number}"
        settings.update(lambda s, key=key: settings.with_place(s, key, Place(article=key)), folder=folder)


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=add_places, args=(tmp_path, name)) for name in "abc"]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    assert len(settings.load(tmp_path).settings.places) == 75


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(PathTrouble, match="cannot be written"):
        settings.save(Settings(theme="dark"), blocked / "x")


def test_a_failing_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.save(Settings(theme="dark"), tmp_path)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PathTrouble, match="No space left"):
        settings.save(Settings(theme="light"), tmp_path)
    assert content(tmp_path) == {"theme": "dark"}
    assert {entry.name for entry in tmp_path.iterdir()} <= {settings.FILE, f".{settings.FILE}.lock"}


def test_recent_projects_are_unique_newest_first_and_few() -> None:
    current = Settings()
    for number in range(20):
        current = settings.with_recent(current, Recent(path=f"/{number % 15}", name="n", opened=str(number)))
    assert len(current.recent) == settings.RECENT_MOST
    assert current.recent[0].path == "/4"
    assert len({entry.path for entry in current.recent}) == settings.RECENT_MOST
    assert "/4" not in {entry.path for entry in settings.without_recent(current, "/4").recent}


def test_a_user_without_home_or_name_still_has_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> str:
        raise KeyError("uid not found")

    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("ANNOTATOR_SETTINGS_DIR")
    monkeypatch.setattr("getpass.getuser", none)
    monkeypatch.setattr(Path, "home", homeless)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    assert settings.login_name() == "me"
    assert settings.folder_of_user().is_absolute()


@pytest.mark.skipif(sys.platform != "linux", reason="XDG folders")
def test_the_folder_follows_xdg(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("ANNOTATOR_SETTINGS_DIR")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert settings.folder_of_user() == tmp_path / "article-annotator"


@given(
    theme=st.sampled_from(["system", "light", "dark", "high-contrast"]),
    size=st.integers(8, 60),
    name=st.text(st.characters(exclude_categories=["Cs"])),
    folded=st.booleans(),
)
def test_any_settings_come_back(tmp_path_factory, theme, size: int, name: str, folded: bool) -> None:
    folder = tmp_path_factory.mktemp("any")
    wanted = Settings(theme=theme, text_size=size, annotator=name, list_folded=folded)
    settings.save(wanted, folder)
    assert settings.load(folder) == (wanted, "")
