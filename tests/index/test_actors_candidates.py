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
from index.actors_found import Found
from index.actors_open import OpenNames
from index.actors_traits import Traits
from index.article import Actor, ActorKind, Mention, Role
from index.errors import ConfigurationError
from index.gazetteer import Gazetteer, Naming
from index.kernel_choice import VARIABLE
from index.lang.stem import Stemmer
from index.roles import RoleFinder
from index.splitters import chosen_scanner, compiled

ROOT = Path(__file__).parent.parent.parent
built = pytest.mark.skipif(compiled is None, reason="no compiler when this was installed")
KERNELS = ["numpy", pytest.param("c", marks=built)]
CUES, GAZETTEER = Cues.load(), Gazetteer.load()
ROLES = RoleFinder(CUES)
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
    [
        "Zarombak",
        "zarombak",
        "Azerbaijan-orang",
        "Zaröm",
        "ZRBK",
        "ZaromPay",
        "Zarom.com",
        "AcehMuzakir",
        "poinDaniel",
        "Kikimora",
        "Al",
    ],
    ["X", "7", "12", "45", "III", "Rp100", "Senin", "Ma'ruf", "Prof", "Moch", "rumah", "Besar", "hujan"],
]
GAPS = [" "] * 30 + [", "] * 4 + [". ", " (", ") ", ")", "(", "-", "/", " / ", " & ", ".", "\n", ": ", ' "']
GAPS += ['" ', " , ", " ( ", "  ", "", "_", "\xa0", " – ", "'", "’", ") (", ")."]
GAPS += [" 😀 ", "漢", "\u3000", "\ufeff"]
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


def assert_same(found: Scan, expected: Scan, text: str) -> None:
    assert found.codes == expected.codes and list(found.starts) == list(expected.starts)
    assert sorted(array("Q", found.small)) == sorted(array("Q", expected.small))
    assert found.found[:4] == expected.found[:4]
    # The plain scanner says of every person that an office may be beside it.
    assert found.found.sides.keys() <= expected.found.sides.keys()
    assert roles_in(text, found.found) == roles_in(text, expected.found)


def roles_in(text: str, found: Found) -> tuple[Role, ...]:
    return ROLES.find(text, found.actors, found.named, found.sides)


@built
@settings(deadline=None, max_examples=400)
@given(passages)
def test_names_are_the_same(plain: PlainScanner, fast: Scanner, text: str) -> None:
    assert_same(fast.scan(text), plain.scan(text), text)


@built
@settings(deadline=None, max_examples=200)
@given(passages, passages | letters)
def test_headlines_are_the_same(plain: PlainScanner, fast: Scanner, text: str, title: str) -> None:
    assert_same(fast.scan(text, title), plain.scan(text, title), text)


@built
@pytest.mark.parametrize(
    "title",
    [
        "KabarPutin di Rusia",
        "xPutin, Putin-Jokowi",
        "JAKARTA: BANDUNG",
        "Jawa",
        "Pemimpin Jawa Baratnya",
        "漢Putin😀",
    ],
)
def test_forms_in_headlines_are_the_same(plain: PlainScanner, fast: Scanner, title: str) -> None:
    assert_same(fast.scan("Rusia", title), plain.scan("Rusia", title), "Rusia")


@built
@settings(deadline=None)
@given(letters)
def test_words_are_the_same(plain: PlainScanner, fast: Scanner, text: str) -> None:
    expected = plain.scan(text)
    assert_same(fast.scan(text), expected, text)
    assert_same(fast.scan(text), expected, text)  # now all its words are known


@built
@pytest.mark.parametrize("path", sorted((ROOT / "archive").rglob("*.txt")), ids=lambda path: path.name)
def test_articles_are_the_same(plain: PlainScanner, fast: Scanner, path: Path) -> None:
    text = path.read_text(encoding="utf-8", errors="replace")
    assert_same(fast.scan(text), plain.scan(text), text)


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
        " ".join(f"x'k{one}t{other} k{one}t{other}" for one in "aiueo" for other in "abcdefghijk"),
    ],
)
def test_edges_are_the_same(plain: PlainScanner, fast: Scanner, text: str) -> None:
    assert_same(fast.scan(text), plain.scan(text), text)


def test_candidates(plain: PlainScanner) -> None:
    text = "Menurut Polres Anu Baru (PAB), Zarombak\n Airlines terbang ke Bandung."
    told = [(text[one[0] : one[1]], one[2], one[4], one[5], one[6]) for one in plain.candidates(text)]
    assert told[0] == ("Polres Anu Baru (PAB)", "organisation", None, "Polres Anu Baru", "PAB")
    assert told[-1][:2] == ("Bandung", "place") and told[-1][2] == GAZETTEER.namings["Bandung"].actor


@pytest.mark.parametrize("kernel", KERNELS)
def test_scan(kernel: str) -> None:
    text = "Menurut Polres Anu Baru (PAB), Zarombak\n Airlines terbang ke Bandung."
    scan = chosen_scanner(CUES, GAZETTEER, traits(), {VARIABLE: kernel}).scan(text)
    assert len(array("Q", scan.codes)) == len(scan.starts) == 10
    assert [text[start : start + 3] for start in scan.starts[:3]] == ["Men", "Pol", "Anu"]
    actors, named, mentions, apart, _ = scan.found
    body = Actor("polres-anu-baru", "Polres Anu Baru", "organisation", ("PAB",))
    assert actors[0] == body and actors[-1] == GAZETTEER.namings["Bandung"].actor
    assert named[0] == Mention("polres-anu-baru", 8, 29) and mentions == named and apart == ()


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
        made: Scanner = compiled.CompiledScanner(plain, bits, OpenNames(GAZETTEER))
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

    def test_another_text_meanwhile_changes_nothing(self, plain: PlainScanner) -> None:
        bits = self.Telling(None)

        def learn(word: str) -> WordBits:
            if word == "Kata":
                scanner.scan("jendela dan rumah")
            return NameBits.learn(bits, word)

        bits.learn = learn  # type: ignore[method-assign]
        scanner = self.scanner(bits, plain)
        text = "jendela dan jendela Kata jendela dan rumah"
        assert_same(scanner.scan(text), plain.scan(text), text)

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
def test_records_of_another_shape_are_refused(plain: PlainScanner, monkeypatch: pytest.MonkeyPatch) -> None:
    assert compiled is not None
    right = compiled.MENTIONS
    for wrong in ((right[0], right[1][1:]), (right[0], (*right[1], right[1][0])), (right[0], (1, 2, 3))):
        monkeypatch.setattr(compiled, "MENTIONS", wrong)
        with pytest.raises(ValueError, match="fields"):
            compiled.CompiledScanner(plain, NameBits(CUES, GAZETTEER, traits()), OpenNames(GAZETTEER))


@built
def test_what_is_no_cuts_is_refused(plain: PlainScanner, monkeypatch: pytest.MonkeyPatch) -> None:
    assert compiled is not None
    monkeypatch.setattr(compiled._splitting, "Cuts", object)  # anything will now do where Python looks
    with pytest.raises(ValueError, match="cuts of words"):
        compiled.CompiledScanner(plain, NameBits(CUES, GAZETTEER, traits()), OpenNames(GAZETTEER))


@built
class TestWhatIsToldOfAName:
    class Telling(OpenNames):
        def __init__(self, gazetteer: Gazetteer) -> None:
            super().__init__(gazetteer)
            self.asked, self.meanwhile = list[str](), lambda: None

        def actor(self, name: str, kind: ActorKind, headed: bool, short: str = "") -> Actor:
            self.asked.append(name)
            self.meanwhile()
            return super().actor(name, kind, headed, short)

    @pytest.fixture
    def names(self) -> Telling:
        return self.Telling(GAZETTEER)

    @pytest.fixture
    def scanner(self, plain: PlainScanner, names: Telling) -> Scanner:
        assert compiled is not None
        made: Scanner = compiled.CompiledScanner(plain, NameBits(CUES, GAZETTEER, traits()), names)
        return made

    # Of a plain name C knows itself what it means.
    TEXT = "Kata Kikimöra Zarombak, Zarombak pergi. Rumpel Stilzken dan Zarombak tidur."
    OTHER = "Kata Zarombak Rümpel. Rumpel dan Kikimöra tidur."

    def test_a_name_is_asked_for_once(self, scanner: Scanner, names: Telling) -> None:
        for _ in range(3):
            scanner.scan(self.TEXT)
        assert names.asked.count("Kikimöra Zarombak") == 1
        assert "Rumpel Stilzken" not in names.asked

    def test_another_text_meanwhile_changes_nothing(
        self, scanner: Scanner, names: Telling, plain: PlainScanner
    ) -> None:
        def other() -> None:
            names.meanwhile = lambda: None
            assert_same(scanner.scan(self.OTHER), plain.scan(self.OTHER), self.OTHER)

        names.meanwhile = other
        assert_same(scanner.scan(self.TEXT), plain.scan(self.TEXT), self.TEXT)

    def test_what_it_raises_comes_through_and_nothing_is_remembered(
        self, scanner: Scanner, names: Telling, plain: PlainScanner
    ) -> None:
        def wrong() -> None:
            raise LookupError(names.asked[-1])

        names.meanwhile = wrong
        for _ in range(2):
            with pytest.raises(LookupError, match="Kikimöra Zarombak"):
                scanner.scan(self.TEXT)
        names.meanwhile = lambda: None
        assert_same(scanner.scan(self.TEXT), plain.scan(self.TEXT), self.TEXT)

    @pytest.mark.parametrize("wrong", [None, "Zarombak", Actor("a", "A", "river")])  # type: ignore[arg-type]
    def test_what_is_no_actor_is_refused(self, plain: PlainScanner, wrong: Actor) -> None:
        assert compiled is not None
        names = OpenNames(GAZETTEER)
        names.actor = lambda *_: wrong  # type: ignore[method-assign]
        scanner = compiled.CompiledScanner(plain, NameBits(CUES, GAZETTEER, traits()), names)
        with pytest.raises((TypeError, ValueError)):
            scanner.scan(self.TEXT)

    def test_a_flood_of_names_empties_the_memory(
        self, plain: PlainScanner, names: Telling, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(compiled, "MOST_NAMES", 3)
        assert compiled is not None
        scanner = compiled.CompiledScanner(plain, NameBits(CUES, GAZETTEER, traits()), names)
        for text in (self.TEXT, self.OTHER) * 2:
            assert_same(scanner.scan(text), plain.scan(text), text)
        assert names.asked.count("Kikimöra Zarombak") == 2


@built
def test_a_gazetteer_without_names_will_do() -> None:
    empty = Gazetteer((), ())
    assert all(not len(one) for one in NameBits(CUES, empty, traits()).tables()[:5])
    text = "Zarombak di Bandung"
    expected = PlainScanner(CUES, empty, traits()).scan(text)
    assert_same(chosen_scanner(CUES, empty, traits(), {VARIABLE: "c"}).scan(text), expected, text)


@built
@pytest.mark.parametrize("text", ["Yahoo!Zarombak ikut", "Yahoo! ikut", "kata zarom-7 dan ZAROM", "xYahoo!"])
def test_forms_may_end_in_a_sign_and_begin_small(text: str) -> None:
    actors = (Actor("yahoo", "Yahoo!", "organisation"), Actor("zarom", "zarom-7", "organisation"))
    gazetteer = Gazetteer(actors, [Naming(actor.name, actor) for actor in actors])
    cues = replace(CUES, given=frozenset())
    expected = PlainScanner(cues, gazetteer, traits()).scan(text)
    assert_same(chosen_scanner(cues, gazetteer, traits(), {VARIABLE: "c"}).scan(text), expected, text)


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
