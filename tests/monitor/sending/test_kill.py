import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.timeout(1200)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_kill_before_any_step_of_sending_loses_nothing_and_repeats_nothing_unsaid(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.monitor.sending.killed_sending", tmp_path]
    root = Path(__file__).parents[3]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)
    assert (ended.returncode, ended.stderr) == (0, "")
    steps, in_doubt = map(int, ended.stdout.split())
    assert steps >= 40
    assert 0 < in_doubt < steps
