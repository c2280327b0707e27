import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.timeout(1200)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_kill_before_any_step_of_the_scheduler_makes_every_run_once(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.monitor.schedule.killed_keeper", tmp_path]
    root = Path(__file__).parents[3]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert int(ended.stdout) >= 30
