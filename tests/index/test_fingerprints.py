"""Numbers that tell sentences again, wherever they stand."""

import pickle
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from index.actors_cues import Cues
from index.actors_traits import Traits
from index.actors_words import Vocabulary, Words
from index.fingerprints import MIN_WORDS, NO_PRINTS, RUN, PrintArrays, Prints, fingerprints
from index.lang.sentences import SentenceSplitter
from index.splitters import chosen_fingerprints

SPLITTER = SentenceSplitter.load()
VOCABULARY = Vocabulary(Traits(Cues.load(), str.isdigit))
ONE = "Nelayan di pulau itu memperbaiki tujuh perahu yang rusak diterjang ombak besar pekan lalu."
TWO = "Pasar ikan di ujung dermaga kembali ramai setelah jalan menuju kota dibuka petugas kemarin sore."


def packed(text: str) -> Prints:
    words = Words(text, VOCABULARY)
    given = words.codes, words.starts, [*chain.from_iterable(SPLITTER.spans(text))]
    plain, made = fingerprints(*given), chosen_fingerprints()(*given)
    assert plain == made
    return made


def prints(text: str) -> PrintArrays:
    return packed(text).arrays()


def runs_of(found: PrintArrays, number: int) -> set[int]:
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
    assert packed("Ia tiba. " * 40) is NO_PRINTS
    assert packed(" ".join(["kata"] * (MIN_WORDS - 1))).counts == (0, 0)


def test_a_text_longer_than_prepared_for_is_read_alike() -> None:
    filler = " ".join(f"kata{number}" for number in range(6000)) + ". "
    assert prints(filler + ONE).whole[-1] == prints(ONE).whole[0]


@given(st.lists(st.sampled_from([ONE, TWO, "Ya.", "Tidak ada."]), min_size=1, max_size=6), st.data())
def test_what_is_left_of_a_body_keeps_its_prints(sentences: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(sentences) - 1))
    last = data.draw(st.integers(first + 1, len(sentences)))
    body, left = "\n".join(sentences), "\n".join(sentences[first:last])
    start = sum(len(sentence) + 1 for sentence in sentences[:first])
    cut = packed(body).within(start, start + len(left))
    assert cut == packed(left) == pickle.loads(pickle.dumps(cut))


@given(st.lists(st.sampled_from(["", ONE, TWO, f"{ONE} {TWO}"]), max_size=5))
def test_several_bodies_are_joined_as_if_they_were_one(bodies: list[str]) -> None:
    several = [packed(body) for body in bodies]
    joined = Prints.joined(several)
    assert joined.whole.tolist() == [code for each in several for code in each.arrays().whole.tolist()]
    told = [runs_of(each.arrays(), number) for each in several for number in range(each.counts[0])]
    assert [runs_of(joined, number) for number in range(len(joined.ends))] == told
