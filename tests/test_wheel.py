"""The wheel, installed away from the checkout, has all it needs: the package, its resources and its command."""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


def run(command: list[str | Path], folder: Path) -> str:
    """What the command prints, started in a folder where the checkout cannot be found by accident."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHONPATH", "COV_"))}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env=environment | {"PYTHONWARNINGS": "error"},
        capture_output=True,
        encoding="utf-8",
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHONWARNINGS")}
    done = subprocess.run(
        [*pip, "--wheel-dir", folder, ROOT], env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel in it; what it depends on is borrowed from this one by a path file.

    A path file's folders are searched, but path files inside them are not read: the checkout stays unseen.
    """
    folder = tmp_path_factory.mktemp("elsewhere")
    run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], folder)
    python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    site = Path(run([python, "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])"], folder).strip())
    borrowed = sorted({sysconfig.get_paths()["purelib"], sysconfig.get_paths()["platlib"]})
    (site / "borrowed.pth").write_text("\n".join(borrowed) + "\n", encoding="utf-8")
    run(
        [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel],
        folder,
    )
    return python.parent


def test_it_holds_the_resources_and_nothing_of_the_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    wanted = {f"annotator/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "resources").rglob("*.*")}
    assert {name for name in wanted if not (ROOT / name.removeprefix("annotator/")).is_dir()} <= set(names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"annotator", "article_annotator"}
    assert [name for name in names if name.endswith("licenses/LICENSE")]


def test_it_starts_elsewhere(elsewhere: Path, tmp_path: Path) -> None:
    formats = json.loads(run([elsewhere / "annotator", "formats", "--json"], tmp_path))
    assert "jsonl" in {entry["name"] for entry in formats}


def test_it_finds_its_resources_elsewhere(elsewhere: Path, tmp_path: Path) -> None:
    code = (
        "import annotator, annotator.assets as a, json;"
        "print(json.dumps([annotator.__file__, str(a.root()), a.names('codebooks'), a.names('samples')]))"
    )
    package, root, codebooks, samples = json.loads(run([elsewhere / "python", "-c", code], tmp_path))
    assert not Path(package).is_relative_to(ROOT)
    assert Path(root) == Path(package).parent / "resources"
    assert "news.json" in codebooks
    assert "news.jsonl" in samples


def test_it_makes_and_checks_a_project_elsewhere(elsewhere: Path, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("Ferry returns\n\nThe ferry to Marrow Island sails again, its owner said.\n", encoding="utf-8")
    project = tmp_path / "p.annotator"
    run([elsewhere / "annotator", "new", project, "--as", "Ines"], tmp_path)
    taken = json.loads(run([elsewhere / "annotator", "import", project, article, "--json"], tmp_path))
    assert taken["taken"] == 1
    checked = json.loads(run([elsewhere / "annotator", "check", project, "--json"], tmp_path))
    assert checked["problems"] == []
