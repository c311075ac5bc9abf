"""The compiled sources: they compile without a warning, and no function of them is long."""

import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("*/compiled/*.c"))
ARRAYS = "index/compiled/arrays.h"
FUZZED = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("tests/fuzz/*.c"))


@pytest.mark.skipif(not shutil.which("cc"), reason="no compiler here")
@pytest.mark.parametrize("source", SOURCES)
def test_the_source_compiles_without_a_warning(source: str, tmp_path: Path) -> None:
    include = sysconfig.get_path("include")
    if "arrays.h" in (ROOT / source).read_text(encoding="utf-8") and not Path(include, "Python.h").exists():
        pytest.skip("no headers of Python here")
    command = ["cc", "-std=c11", "-O3", "-Wall", "-Wextra", "-Werror", "-c", str(ROOT / source)]
    command += ["-DPy_LIMITED_API=0x030b0000", "-I", include, "-I", str((ROOT / ARRAYS).parent)]
    done = subprocess.run([*command, "-o", str(tmp_path / "out.o")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not shutil.which("cc"), reason="no compiler here")
@pytest.mark.parametrize("source", FUZZED)
def test_what_is_thrown_at_them_fits_them(source: str) -> None:
    """Where no clang is, nobody else would see that a source of `scripts/fuzz` asks for what is no more."""
    command = ["cc", "-std=c11", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", str(ROOT / source)]
    command += ["-I", str(ROOT / "index/compiled"), "-I", str(ROOT / "searcher/compiled")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("source", [*SOURCES, ARRAYS])
def test_functions_of_the_source_are_short(source: str) -> None:
    begun = None
    for number, line in enumerate((ROOT / source).read_text(encoding="utf-8").splitlines(), 1):
        if line.endswith("{") and not line.startswith((" ", "}", "#")):
            begun = number
        elif line.startswith("}") and begun is not None:
            assert number - begun < 60, f"{source}:{begun}"
            begun = None
