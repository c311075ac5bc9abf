"""The one thing that setup.cfg cannot say: the compiled kernels, for which see */compiled/*.h.

They are optional: where there is no compiler the installation goes on without them, and numpy does the same
work (searcher/kernel.py and index/codec_kernel.py say what it is). The limited API makes one file serve every
Python from 3.11 on.
"""

from pathlib import Path

from setuptools import Extension, setup

# What takes arrays from Python, and what finds sentences, is shared by both.
SHARED = Path("index/compiled")


def extension(name: str, folder: Path, sources: tuple[str, ...], shared: tuple[str, ...] = ()) -> Extension:
    """Return how one kernel is built of the sources in a folder, and of those in SHARED that both have."""
    headers = sorted({*folder.glob("*.h"), *SHARED.glob("*.h")})
    return Extension(
        name,
        sources=[path.as_posix() for path in (*map(folder.joinpath, sources), *map(SHARED.joinpath, shared))],
        depends=[header.as_posix() for header in headers],
        include_dirs=[SHARED.as_posix()],
        define_macros=[("Py_LIMITED_API", "0x030b0000")],
        # No fused multiply-add: a score must be the same float as numpy's.
        extra_compile_args=["-std=c11", "-O3", "-ffp-contract=off"],
        py_limited_api=True,
        optional=True,
    )


setup(
    ext_modules=[
        extension(
            "index._loops", Path("index/compiled"), ("module.c", "inverting.c", "joining.c", "words.c")
        ),
        extension(
            "searcher._kernel",
            Path("searcher/compiled"),
            (
                "module.c",
                "loops.c",
                "judging.c",
                "phrases.c",
                "ranking.c",
                "values.c",
                "tallies.c",
                "texts.c",
                "pieces.c",
                "excerpts.c",
            ),
            shared=("sentences.c",),
        ),
        extension(
            "index._splitting",
            Path("index/compiled"),
            (
                "splitter.c",
                "learning.c",
                "splitting.c",
                "printing.c",
                "words.c",
                "names_words.c",
                "names_reach.c",
                "names_cut.c",
                "names_judge.c",
                "names_settle.c",
                "names_written.c",
                "casting.c",
                "cutter.c",
                "cuts.c",
            ),
        ),
        extension("index._shaping", Path("index/compiled"), ("shaping.c",)),
        extension("index._recording", Path("index/compiled"), ("recording.c",)),
        extension("index._places", Path("index/compiled"), ("placer.c", "places.c", "sentences.c")),
        extension("index._observing", Path("index/compiled"), ("observer.c", "observing.c")),
    ]
)
