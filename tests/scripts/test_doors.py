"""The scripts started by a Python that is not the virtual environment's, as from a shell or a cron job."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OUTSIDE = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
STAMP = ROOT / ".venv" / "kliping-dev.stamp"

needs_both = pytest.mark.skipif(
    not (STAMP.exists() and OUTSIDE.exists() and sys.prefix != sys.base_prefix),
    reason="there is no .venv made by scripts/test, or no Python outside it",
)


@needs_both
@pytest.mark.parametrize("script", ["explain.py", "rebuild_index.py", "evaluate.py"])
def test_goes_inside_and_answers_whatever_python_the_path_has(script: str, tmp_path: Path) -> None:
    (tmp_path / "python").symlink_to(OUTSIDE)
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        [OUTSIDE, ROOT / "scripts" / script, "--help"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert (done.returncode, done.stdout.startswith("usage:")) == (0, True), done.stderr


@needs_both
def test_what_tests_need_is_enough_to_serve() -> None:
    done = subprocess.run([ROOT / "scripts" / "setup"], capture_output=True, text=True, check=True)
    assert done.stderr == "", "nothing is installed again"
