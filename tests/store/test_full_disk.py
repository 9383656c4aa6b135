"""A disk that is really full: a small one in memory, where the system permits to mount it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_a_full_disk_loses_nothing(tmp_path):
    mount = f"mount -t tmpfs -o size=1m none '{tmp_path}'"
    if sys.platform != "linux" or subprocess.run(["unshare", "-m", "sh", "-c", mount], capture_output=True).returncode:
        pytest.skip("a small disk of its own is not permitted here")
    done = subprocess.run(
        [
            "unshare",
            "-m",
            "sh",
            "-c",
            f'{mount} && exec "$0" "$@"',
            sys.executable,
            "-m",
            "tests.store.full_disk",
            tmp_path,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "tag DiskFull",
        "import DiskFull",
        "create DiskFull",
        "backup DiskFull",
        "spans 2",
    ]
