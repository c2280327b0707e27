import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.timeout(900)  # hundreds of kills
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_kill_before_any_step_loses_and_doubles_nothing(tmp_path):
    command = [sys.executable, "-m", "tests.storage.killed_everywhere", tmp_path]
    root = Path(__file__).parents[2]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert int(ended.stdout) > 100
