"""The one thing that setup.cfg cannot say: the compiled kernel, for which see searcher/compiled/loops.h.

It is optional: where there is no compiler the installation goes on without it, and numpy does the same work
(searcher/kernel.py chooses). The limited API makes one file serve every Python from 3.11 on.
"""

from pathlib import Path

from setuptools import Extension, setup

FOLDER = Path("searcher/compiled")

setup(
    ext_modules=[
        Extension(
            "searcher._kernel",
            sources=[(FOLDER / name).as_posix() for name in ("module.c", "loops.c", "ranking.c")],
            depends=[(FOLDER / "loops.h").as_posix()],
            define_macros=[("Py_LIMITED_API", "0x030b0000")],
            # No fused multiply-add: a score must be the same float as numpy's.
            extra_compile_args=["-std=c11", "-O3", "-ffp-contract=off"],
            py_limited_api=True,
            optional=True,
        )
    ]
)
