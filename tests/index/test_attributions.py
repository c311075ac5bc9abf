"""Agencies and outlets that a report leans on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Actor, Mention, Source
from index.attributions import AttributionFinder

FINDER = AttributionFinder.load()


def leans_on(text: str, own: Source | None = None) -> list[str]:
    return [source.name for source in FINDER.find(text, (), (), own)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hujan reda, dilansir dari Reuters, Senin.", ["Reuters"]),
        ("Hujan reda seperti dikutip kantor berita Antara.", ["ANTARA"]),
        ("Hujan reda, lapor Interfax, setelah dilansir CNN Indonesia.", ["Interfax", "CNN Indonesia"]),
        ("Menurut laporan Reuters hujan reda. Mengutip Reuters, air surut.", ["Reuters"]),
        ("Hujan reda, dikutip dari laman cuaca.example, Senin.", ["cuaca.example"]),
        ("Hujan reda, ujarnya kepada Kompas.com.", ["Kompas.com"]),
        ("Hujan reda, dilaporkan warga. Ia berkata kepada Budi. Dikutip dari buku.", []),
    ],
)
def test_attributions(text: str, names: list[str]) -> None:
    assert leans_on(text) == names


def test_own_outlet_is_no_attribution() -> None:
    own = FINDER.outlets.by_name("Kompas.com")
    assert own is not None
    assert leans_on("Ujarnya kepada Kompas.com.", own) == []


def test_an_organisation_that_is_quoted() -> None:
    text = "Hujan reda, dikutip dari Kremlin. Hujan kembali, kepada Kremlin."
    start = text.index("Kremlin")
    actors = (Actor("kremlin", "Kremlin", "organisation"), Actor("muara", "Muara", "place"))
    assert FINDER.find(text, actors, (Mention("kremlin", start, start + 7),)) == (
        Source("kremlin", "Kremlin"),
    )
    assert FINDER.find(text, actors, (Mention("muara", start, start + 7),)) == ()


@given(st.text(alphabet=st.sampled_from(list("dilansr kutpmoeuAB.-\n")), max_size=60))
def test_any_text_is_read(text: str) -> None:
    FINDER.find(text, (), ())
