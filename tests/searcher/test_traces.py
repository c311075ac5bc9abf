"""Both kernels name every piece of a text that holds a trace, or say that they cannot tell."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.kernel_choice import VARIABLE
from searcher.kernel import Kernel
from searcher.kernel_numpy import NumpyKernel
from searcher.kernels import chosen_kernel, compiled

KERNELS: list[Kernel] = [NumpyKernel(), *([chosen_kernel({VARIABLE: "c"})] if compiled else [])]
every = pytest.mark.parametrize("kernel", KERNELS, ids=lambda kernel: kernel.name)
SPACES = "".join(filter(str.isspace, map(chr, range(0x110000))))
SIGNS = re.compile(r"[^a-z0-9]+", re.ASCII | re.IGNORECASE)
TEXTS = st.text(max_size=60) | st.lists(
    st.sampled_from(
        ["Kapal", "karam", "ka", "m", "-", "--", ".", "’", ",-", "é", "😀", "\ud800", "\x7f", *SPACES]
    )
).map("".join)


@every
@settings(deadline=None)
@given(text=TEXTS, traces=st.sets(st.sampled_from([b"kapal", b"ka", b"a", b"ram", b"13"]), max_size=3))
def test_pieces_are_those_of_the_text_and_none_is_missed(
    kernel: Kernel, text: str, traces: set[bytes]
) -> None:
    found = kernel.pieces(text, tuple(sorted(traces)))
    if found is not None:
        pieces = text.split()
        assert all(text.startswith(piece, start) for start, piece in found)
        assert {piece for _, piece in found} <= set(pieces)
        assert [start for start, _ in found] == sorted({start for start, _ in found})
        plain = (piece for piece in pieces if piece.isascii() and piece.isalpha())
        wanted = {piece for piece in plain if any(trace.decode() in piece.lower() for trace in traces)}
        odd = {piece for piece in pieces if any(sign in piece for sign in "é😀")}
        hyphenated = {
            piece for piece in pieces if re.search("[a-z0-9]-[a-z0-9]", piece, re.ASCII | re.IGNORECASE)
        }
        squeezed = {
            piece
            for piece in pieces
            if any(trace in SIGNS.sub("", piece).lower().encode("utf-8", "surrogatepass") for trace in traces)
        }
        assert wanted | odd | hyphenated | squeezed <= {piece for _, piece in found}


@every
@pytest.mark.parametrize("space", SPACES)
def test_every_space_parts_pieces(kernel: Kernel, space: str) -> None:
    found = kernel.pieces(f"satu{space}dua{space}tiga", (b"dua", b"iga"))
    assert found == [(5, "dua"), (9, "tiga")]


@every
def test_a_trace_that_signs_interrupt_is_told(kernel: Kernel) -> None:
    assert kernel.pieces("hari Jum’at pagi", (b"jumat",)) in (None, [(5, "Jum’at")])
    assert kernel.pieces("hari Jumat pagi", (b"jumat",)) == [(5, "Jumat")]
    assert kernel.pieces("Rp1.300 dan 1300", (b"1300",)) in (None, [(0, "Rp1.300"), (12, "1300")])
    assert kernel.pieces("Rp1.400 (ju--mat) .Jum'at!", (b"jumat",)) in (
        None,
        [(8, "(ju--mat)"), (18, ".Jum'at!")],
    )


@every
def test_places_are_counted_in_code_points(kernel: Kernel) -> None:
    text = "“Ya,” kata Zoë – Kapal-kapal karam di Batu-Hijau"
    assert kernel.pieces(text, (b"karam",)) == [
        (text.index(piece), piece) for piece in ("Zoë", "Kapal-kapal", "karam", "Batu-Hijau")
    ]
    assert kernel.pieces("", (b"a",)) == []
