"""Scratch folders of killed processes are swept, those of living ones and of others are not."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from monitor.running.job import hold_lock
from storage.scratch import scratch_folder, sweep_scratch

PROJECT = Path(__file__).resolve().parents[2]
MAKE = (
    "import os, signal; from storage.scratch import scratch_folder\n"
    "with scratch_folder() as place:\n"
    " (place / 'a').write_text('x'); print(place, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
)


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    place = tmp_path / "tmp"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return place


def test_what_a_killed_process_left_is_swept_by_the_next_run(temporary, tmp_path):
    ended = subprocess.run([sys.executable, "-c", MAKE], capture_output=True, text=True, check=False, cwd=PROJECT)
    assert ended.returncode == -signal.SIGKILL
    left = Path(ended.stdout.strip())
    assert left.parent == temporary
    assert (left / "a").exists()
    with scratch_folder() as ours:
        others = temporary / "nianbao-notes"
        others.mkdir()
        link = temporary / f"nianbao-{2**22 + 1}-link"
        link.symlink_to(tmp_path)
        with hold_lock(tmp_path / "data"):
            assert not left.exists()
        assert ours.is_dir()
        assert others.is_dir()
        assert link.is_symlink()
    assert not ours.exists()


def test_what_a_killed_writer_left_in_the_data_directory_is_swept(temporary, tmp_path):
    data = tmp_path / "data"
    (data / "digests").mkdir(parents=True)
    left = data / "digests" / ".2026-04-08.html.abcd1234"
    kept = [data / "digests" / "2026-04-08.html", data / ".hidden", data / "run.lock"]
    for path in (left, *kept):
        path.write_text("x")
    assert sweep_scratch(data) == 1
    assert not left.exists()
    assert all(path.exists() for path in kept)


def test_a_folder_of_a_living_process_is_left(temporary, tmp_path):
    living = temporary / f"nianbao-{os.getppid()}-abcd"
    living.mkdir()
    assert sweep_scratch(tmp_path) == 0
    assert living.is_dir()
