"""Numbers that tell sentences again, wherever they stand."""

import pickle
from itertools import chain

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.actors_cues import Cues
from index.actors_traits import Traits
from index.actors_words import Vocabulary, Words
from index.fingerprints import MIN_WORDS, NO_PRINTS, RUN, Prints, fingerprints
from index.lang.sentences import SentenceSplitter
from index.splitters import chosen_fingerprints

SPLITTER = SentenceSplitter.load()
VOCABULARY = Vocabulary(Traits(Cues.load(), str.isdigit))
ONE = "Nelayan di pulau itu memperbaiki tujuh perahu yang rusak diterjang ombak besar pekan lalu."
TWO = "Pasar ikan di ujung dermaga kembali ramai setelah jalan menuju kota dibuka petugas kemarin sore."


def prints(text: str) -> Prints:
    words = Words(text, VOCABULARY)
    given = words.codes, words.starts, [*chain.from_iterable(SPLITTER.spans(text))]
    plain, made = fingerprints(*given), chosen_fingerprints()(*given)
    for name in ("spans", "whole", "runs", "ends"):
        one, other = getattr(plain, name), getattr(made, name)
        assert (one.dtype, one.shape, one.tobytes()) == (other.dtype, other.shape, other.tobytes())
    return made


def runs_of(found: Prints, number: int) -> set[int]:
    begin = found.ends[number - 1] if number else 0
    return set(found.runs[begin : found.ends[number]].tolist())


def test_a_sentence_has_the_same_numbers_wherever_it_stands() -> None:
    alone, behind = prints(ONE), prints(f"{TWO} Ya. {ONE.upper()}")
    assert behind.spans.tolist() == [[0, len(TWO)], [len(TWO) + 5, len(TWO) + 5 + len(ONE)]]
    assert behind.whole[1] == alone.whole[0] != behind.whole[0]
    assert runs_of(behind, 1) == runs_of(alone, 0)


def test_the_order_of_words_counts() -> None:
    swapped = ONE.replace("tujuh perahu", "perahu tujuh")
    assert prints(ONE).whole[0] != prints(swapped).whole[0]


def test_a_changed_word_leaves_most_runs() -> None:
    text = " ".join(f"kata{number}" for number in range(200)) + "."
    one, other = (runs_of(prints(changed), 0) for changed in (text, text.replace("kata100 ", "lain ")))
    assert 20 < len(one) < 100, "about one in four is sampled"
    assert len(one - other) <= RUN < len(one & other)


def test_short_sentences_have_no_print() -> None:
    assert prints("Ia tiba. " * 40) is NO_PRINTS
    assert not len(prints(" ".join(["kata"] * (MIN_WORDS - 1))).whole)


def test_a_text_longer_than_prepared_for_is_read_alike() -> None:
    filler = " ".join(f"kata{number}" for number in range(6000)) + ". "
    assert prints(filler + ONE).whole[-1] == prints(ONE).whole[0]


@given(st.lists(st.sampled_from([ONE, TWO, "Ya.", "Tidak ada."]), min_size=1, max_size=6), st.data())
def test_what_is_left_of_a_body_keeps_its_prints(sentences: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(sentences) - 1))
    last = data.draw(st.integers(first + 1, len(sentences)))
    body, left = "\n".join(sentences), "\n".join(sentences[first:last])
    start = sum(len(sentence) + 1 for sentence in sentences[:first])
    cut, fresh = prints(body).within(start, start + len(left)), prints(left)
    for name in ("spans", "whole", "runs", "ends"):
        assert np.array_equal(getattr(cut, name), getattr(fresh, name))
    assert np.array_equal(pickle.loads(pickle.dumps(cut)).whole, cut.whole)
