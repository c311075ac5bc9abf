"""The compiled scanner and the plain one give the same for every text."""

import re
from array import array
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import actors_kinds, actors_places, actors_reach, actors_spans, actors_traits
from index.actors_bits import BITS, NameBits, NameTables, WordBits
from index.actors_candidates import PlainScanner, Scan, Scanner
from index.actors_cues import Cues
from index.actors_span import ROLE_BEFORE, ROLE_BEHIND, Candidate
from index.actors_traits import Traits
from index.article import Actor
from index.errors import ConfigurationError
from index.gazetteer import Gazetteer, Naming
from index.kernel_choice import VARIABLE
from index.lang.stem import Stemmer
from index.splitters import chosen_scanner, compiled

ROOT = Path(__file__).parent.parent.parent
built = pytest.mark.skipif(compiled is None, reason="no compiler when this was installed")
KERNELS = ["numpy", pytest.param("c", marks=built)]
CUES, GAZETTEER = Cues.load(), Gazetteer.load()
GLUED_FROM = frozenset(("Aceh", "poin", "Zarom"))

# Every word that a rule asks for, then names that no list has, and what a word may look like.
MODULES = (actors_kinds, actors_reach, actors_spans, actors_places)
ASKED = [
    *(list(value) for value in (CUES.titles, CUES.heads, *CUES.places.values())),
    *(list(getattr(CUES, name)) for name in CUES.__slots__ if isinstance(getattr(CUES, name), frozenset)),
    *(
        sorted(value)
        for module in MODULES
        for value in vars(module).values()
        if isinstance(value, frozenset | tuple) and value and all(isinstance(one, str) for one in value)
    ),
    list(GAZETTEER.forms),
    [form for form, naming in GAZETTEER.forms.items() if naming.actor is None],
    ["Zarombak", "zarombak", "ZRBK", "ZaromPay", "Zarom.com", "AcehMuzakir", "poinDaniel", "Kikimora", "Al"],
    ["X", "7", "12", "45", "III", "Rp100", "Senin", "Ma'ruf", "Prof", "Moch", "rumah", "Besar", "hujan"],
]
GAPS = [" "] * 30 + [", "] * 4 + [". ", " (", ") ", ")", "(", "-", "/", " / ", " & ", ".", "\n", ": ", ' "']
GAPS += ['" ', " , ", " ( ", "  ", "", "_", "\xa0", " – ", "'", "’", ") (", ")."]
words = st.sampled_from(ASKED).filter(bool).flatmap(lambda one: st.sampled_from(sorted(one)))
written = st.tuples(words, st.sampled_from([str, str, str.title, str.upper, str.capitalize])).map(
    lambda pair: pair[1](pair[0])
)
passages = st.lists(st.tuples(written, st.sampled_from(GAPS)).map("".join), max_size=20).map("".join)
LETTERS = (
    "a",
    "Bcd",
    "kata",
    "é",
    "Ё",
    "'",
    "’",
    "`",
    ".",
    " ",
    ", ",
    "7",
    "²",
    "٣",
    "_",
    "كتاب",
    "İ",
    "ß",
    "\u2003",
)
BEYOND = (".com", ".CO.ID", ".ıd", "\u0301", "😀", "漢", "\ud800", "K", "\u3000")
letters = st.lists(st.sampled_from(LETTERS) | st.sampled_from(BEYOND) | st.text(max_size=2), max_size=30).map(
    "".join
)


@cache
def traits() -> Traits:
    return Traits(CUES, Stemmer.load().known, lambda left, right: left in GLUED_FROM)


@pytest.fixture(scope="module")
def plain() -> PlainScanner:
    return PlainScanner(CUES, GAZETTEER, traits())


@pytest.fixture(scope="module")
def fast() -> Scanner:
    return chosen_scanner(CUES, GAZETTEER, traits(), {VARIABLE: "c"})


def without_roles(candidates: list[Candidate]) -> list[Candidate]:
    """The plain scanner says of every name that an office may be beside it."""
    roles = ROLE_BEFORE | ROLE_BEHIND
    return [(*one[:3], one[3] & ~roles, *one[4:]) for one in candidates]


def assert_same(found: Scan, expected: Scan) -> None:
    assert found.codes == expected.codes and list(found.starts) == list(expected.starts)
    assert sorted(array("Q", found.small)) == sorted(array("Q", expected.small))
    assert without_roles(found.candidates) == without_roles(expected.candidates)


@built
@settings(deadline=None, max_examples=400)
@given(passages)
def test_names_are_the_same(plain: PlainScanner, fast: Scanner, text: str) -> None:
    assert_same(fast.scan(text), plain.scan(text))


@built
@settings(deadline=None)
@given(letters)
def test_words_are_the_same(plain: PlainScanner, fast: Scanner, text: str) -> None:
    expected = plain.scan(text)
    assert_same(fast.scan(text), expected)
    assert_same(fast.scan(text), expected)  # now all its words are known


@built
@pytest.mark.parametrize("path", sorted((ROOT / "archive").rglob("*.txt")), ids=lambda path: path.name)
def test_articles_are_the_same(plain: PlainScanner, fast: Scanner, path: Path) -> None:
    text = path.read_text(encoding="utf-8", errors="replace")
    assert_same(fast.scan(text), plain.scan(text))


@built
@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "a" * 5000,
        "kata " * 3000,
        "x_kata_ y",
        "abc'def3",
        "AcehMuzakir" * 40,
        "Я" * 100 + "AcehMuz",
        "ab'kota kota x'kota " * 9,
    ],
)
def test_edges_are_the_same(plain: PlainScanner, fast: Scanner, text: str) -> None:
    assert_same(fast.scan(text), plain.scan(text))


@pytest.mark.parametrize("kernel", KERNELS)
def test_candidates(kernel: str) -> None:
    text = "Menurut Polres Anu Baru (PAB), Zarombak\n Airlines terbang ke Bandung."
    found = chosen_scanner(CUES, GAZETTEER, traits(), {VARIABLE: kernel}).scan(text)
    told = [(text[one[0] : one[1]], one[2], one[4], one[5], one[6]) for one in found.candidates]
    assert told[0] == ("Polres Anu Baru (PAB)", "organisation", None, "Polres Anu Baru", "PAB")
    assert told[-1][:2] == ("Bandung", "place") and told[-1][2] == GAZETTEER.namings["Bandung"].actor
    assert len(array("Q", found.codes)) == len(found.starts) == 10
    assert [text[start : start + 3] for start in found.starts[:3]] == ["Men", "Pol", "Anu"]


def _header(first: str) -> dict[str, int]:
    """The constants of an enum of names.h, from one of this name on to its end."""
    header = (ROOT / "index" / "compiled" / "names.h").read_text(encoding="utf-8")
    enum = header[header.index(f"    {first} =") :].partition("}")[0]
    return {name: 1 << int(bit) for name, bit in re.findall(r"(\w+) = 1 << (\d+)", enum)}


def test_c_and_python_mean_the_same_bits() -> None:
    assert _header("BODY_BEFORE") == BITS
    for name, bit in _header("CAPITAL").items():
        assert getattr(actors_traits, name) == bit


@built
class TestWhatIsToldOfAWord:
    class Telling(NameBits):
        def __init__(self, answer: object) -> None:
            super().__init__(CUES, GAZETTEER, traits())
            self.answer, self.asked = answer, list[str]()

        def learn(self, word: str) -> WordBits:
            self.asked.append(word)
            if isinstance(self.answer, Exception):
                raise self.answer
            return super().learn(word) if self.answer is None else self.answer  # type: ignore[return-value]

    def scanner(self, bits: NameBits, plain: PlainScanner) -> Scanner:
        assert compiled is not None
        made: Scanner = compiled.CompiledScanner(plain, bits)
        return made

    def test_a_word_is_asked_for_once_unless_it_is_too_long(self, plain: PlainScanner) -> None:
        bits = self.Telling(None)
        scanner = self.scanner(bits, plain)
        long = "panjang" * 100
        for _ in range(3):
            scanner.scan(f"jendela Kota dan {long}")
        assert bits.asked.count("Kota") == bits.asked.count("dan") == 1
        assert "jendela" not in bits.asked  # small, and in no list
        assert bits.asked.count(long) >= 3

    def test_what_it_raises_comes_through_and_nothing_is_remembered(self, plain: PlainScanner) -> None:
        scanner = self.scanner(self.Telling(LookupError("Kata")), plain)
        for _ in range(2):
            with pytest.raises(LookupError, match="Kata"):
                scanner.scan("Kata")

    @pytest.mark.parametrize("known", [LookupError("rebel")])
    def test_what_knowing_raises_comes_through(self, plain: PlainScanner, known: Exception) -> None:
        bits = self.Telling(None)
        bits.known = lambda word: (_ for _ in ()).throw(known)  # type: ignore[method-assign]
        with pytest.raises(LookupError, match="rebel"):
            self.scanner(bits, plain).scan("Zarombak-rebel Kikimora-rebel datang")

    def test_an_answer_of_another_shape_is_refused(self, plain: PlainScanner) -> None:
        right = NameBits(CUES, GAZETTEER, traits()).learn("Kata")
        wrong: list[tuple[object, type[Exception]]] = [
            (None, TypeError),
            (("a", 1), TypeError),
            (right._replace(small=[]), TypeError),  # type: ignore[arg-type]
            (right._replace(parts=("KataKataKata",)), ValueError),
            (right._replace(parts=("",)), ValueError),
            (right._replace(parts=(7,)), TypeError),  # type: ignore[arg-type]
        ]
        for answer, error in wrong:
            if answer is not None:
                with pytest.raises(error):
                    self.scanner(self.Telling(answer), plain).scan("Kata")

    def test_tables_that_do_not_fit_are_refused(self, plain: PlainScanner) -> None:
        right = NameBits(CUES, GAZETTEER, traits()).tables()
        beyond = array("i", [len(right.kinds)]) * len(right.actors)
        for wrong in (
            right._replace(actors=right.actors[1:]),
            right._replace(actors=beyond),
            right._replace(letters=right.letters[1:]),
            right._replace(kinds=bytes(len(right.kinds))),
            right._replace(guarded=right.guarded[1:]),
            right._replace(pair_values=right.pair_values[1:]),
            right._replace(letter_ends=right.letter_ends[::-1]),
            right._replace(inner=right.inner[1:]),
            right._replace(inner=array("i", range(len(right.inner)))),
        ):
            bits = NameBits(CUES, GAZETTEER, traits())
            bits.tables = lambda: wrong  # type: ignore[method-assign] # noqa: B023
            with pytest.raises(ValueError, match="fit"):
                self.scanner(bits, plain)


@built
def test_a_gazetteer_without_names_will_do() -> None:
    empty = Gazetteer((), ())
    assert all(not len(one) for one in NameBits(CUES, empty, traits()).tables()[:5])
    expected = PlainScanner(CUES, empty, traits()).scan("Zarombak di Bandung")
    assert_same(chosen_scanner(CUES, empty, traits(), {VARIABLE: "c"}).scan("Zarombak di Bandung"), expected)


@built
@pytest.mark.parametrize("text", ["Yahoo!Zarombak ikut", "Yahoo! ikut", "kata zarom-7 dan ZAROM", "xYahoo!"])
def test_forms_may_end_in_a_sign_and_begin_small(text: str) -> None:
    actors = (Actor("yahoo", "Yahoo!", "organisation"), Actor("zarom", "zarom-7", "organisation"))
    gazetteer = Gazetteer(actors, [Naming(actor.name, actor) for actor in actors])
    cues = replace(CUES, given=frozenset())
    expected = PlainScanner(cues, gazetteer, traits()).scan(text)
    assert_same(chosen_scanner(cues, gazetteer, traits(), {VARIABLE: "c"}).scan(text), expected)


def test_a_forced_one_must_be_there() -> None:
    with pytest.raises(ConfigurationError, match="rust"):
        chosen_scanner(CUES, GAZETTEER, traits(), {VARIABLE: "rust"})


def test_tables_are_as_told() -> None:
    tables = NameBits(CUES, GAZETTEER, traits()).tables()
    assert isinstance(tables, NameTables)
    forms = sorted(GAZETTEER.forms)
    assert tables.letters.decode() == "".join(forms)
    for form, inner in zip(forms, tables.inner, strict=True):
        beginnings = [form[:size] for size in range(1, len(form)) if form[:size] in GAZETTEER.forms]
        assert (forms[inner] if inner >= 0 else None) == max(beginnings, key=len, default=None)
