"""The stemmer finds the same roots where C spares it looking."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.kernel_choice import VARIABLE
from index.lang.morphology import Morphology
from index.lang.stem import DATA, Stemmer
from index.splitters import chosen_stemmer, compiled

pytestmark = pytest.mark.skipif(compiled is None, reason="no compiler when this was installed")
MORPHOLOGY = Morphology.read(DATA)
BEGINNINGS, _, ENDINGS, _, KNOWN = MORPHOLOGY.cuts()
ROOTS = sorted(MORPHOLOGY.words())
letters = st.text("abdegiknmprstuy", max_size=9)
written = st.tuples(
    st.sampled_from(("", *sorted(BEGINNINGS))),
    st.sampled_from(ROOTS) | st.sampled_from(sorted(KNOWN)) | letters,
    st.sampled_from(("", *sorted(ENDINGS))),
).map("".join)


@pytest.fixture(scope="module")
def spared() -> Stemmer:
    return chosen_stemmer({VARIABLE: "c"})


@settings(deadline=None, max_examples=500)
@given(written | st.text(max_size=6))
def test_what_is_explained_may_be(spared: Stemmer, word: str) -> None:
    plain = Stemmer(MORPHOLOGY)
    assert spared.may_explain(word) or plain._explained(word) is None
    assert (spared.stem(word), spared.known(word)) == (plain.stem(word), plain.known(word))


def test_every_root_and_decided_form_may_be_explained(spared: Stemmer) -> None:
    assert all(spared.may_explain(root + clitic) for root in ROOTS for clitic in ("", "nya", "lah"))


def test_most_names_are_not_looked_for(spared: Stemmer) -> None:
    assert not any(map(spared.may_explain, ("zarombak", "kikimora", "prabowo", "zelensky", "")))


@pytest.mark.parametrize("word", ["Zarombak", "zarom-bak", "zaröm", "zarom7", "\ud800"])
def test_what_is_more_than_small_letters_is_left_to_python(spared: Stemmer, word: str) -> None:
    assert spared.may_explain(word)


def test_too_many_beginnings_are_left_to_python() -> None:
    assert compiled is not None
    ladder = tuple("a" * length for length in range(80))
    assert compiled.compiled_cuts((ladder, (), ("",), (), ("b",)))("a" * 100)
    assert not compiled.compiled_cuts((ladder[:20], (), ("",), (), ("b",)))("a" * 100)


def test_cuts_of_another_shape_are_refused() -> None:
    assert compiled is not None
    right = MORPHOLOGY.cuts()
    with pytest.raises(TypeError):
        compiled.compiled_cuts((*right[:4], [*right[4]]))
    with pytest.raises(TypeError):
        compiled.compiled_cuts((*right[:4], (7,)))
    with pytest.raises(TypeError):
        compiled.compiled_cuts(right)(7)


def test_a_forced_python_is_not_spared(monkeypatch: pytest.MonkeyPatch) -> None:
    stemmer = Stemmer(MORPHOLOGY)
    monkeypatch.setattr(Stemmer, "load", lambda: stemmer)
    assert chosen_stemmer({VARIABLE: "numpy"}).may_explain is bool
