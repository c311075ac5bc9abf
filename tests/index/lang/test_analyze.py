import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.lang.analyze import Analyzer
from index.lang.chunks import PASSAGE_GAP
from index.lang.stem import Stemmer
from index.lang.words import PASSAGE_BREAK


class SmallLexicon:
    """A stemmer of few words, so that these tests say what the analyzer does, not what the lexicon has."""

    def __init__(self) -> None:
        self.families = {"tembakan": "tembak", "menembak": "tembak", "pertahanan": "tahan"}

    def stem(self, word: str) -> str:
        if self.known(word):
            return self.families.get(word, word)
        return word.removesuffix("an")

    def known(self, word: str) -> bool:
        return word in self.families or word in self.families.values() or word == "laba"

    def traces(self, root: str) -> tuple[str, ...]:
        return (root, *(form for form, of in self.families.items() if of == root))


REAL = Analyzer(Stemmer.load())


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer(SmallLexicon())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Menembak tembakan", ["tembak", "tembak"]),
        ("kota Kasdan diam", ["kota", "kasdan", "diam"]),
        ("Kasdan diam", ["kasdan", "diam"]),
        ("PERTAHANAN KASDAN AS", ["tahan", "kasdan", "as"]),
        ("laba-laba", ["laba"]),
        ("PBB-nya era 1980-an", ["pbb", "era", "1980"]),
        ("1.300 orang 19,1", ["1300", "orang", "19,1"]),
        ("2.\u2060-nya", ["2", "nya"]),  # no letter is seen before the hyphen
    ],
)
def test_roots(analyzer: Analyzer, text: str, expected: list[str]) -> None:
    assert [token.text for token in analyzer.roots(text)] == expected


def test_forms_keep_what_was_written(analyzer: Analyzer) -> None:
    assert [token.text for token in analyzer.forms("Menembak PBB-nya 1.300 Élan")] == [
        "menembak",
        "pbb-nya",
        "1.300",
        "elan",
    ]


def test_a_compound_is_found_whole_and_by_its_parts(analyzer: Analyzer) -> None:
    text = "di Alto-Paraná itu"
    found = [(token.text, token.position, text[token.start : token.end]) for token in analyzer.roots(text)]
    assert found == [
        ("di", 0, "di"),
        ("alto-parana", 1, "Alto-Paraná"),
        ("alto", 1, "Alto"),
        ("parana", 2, "Paraná"),
        ("itu", 3, "itu"),
    ]


def test_a_host_and_a_numbered_name_have_parts(analyzer: Analyzer) -> None:
    assert [(t.text, t.position) for t in analyzer.roots("kabar.com Su-35")] == [
        ("kabar.com", 0),
        ("kabar", 0),
        ("com", 1),
        ("su-35", 2),
        ("su", 2),
        ("35", 3),
    ]


def test_query_words(analyzer: Analyzer) -> None:
    assert analyzer.root("Menembak") == "tembak"
    assert analyzer.form("Menembak") == "menembak"
    assert analyzer.root("alto-paraná") == analyzer.root("Alto-Paraná") == "alto-parana"
    assert analyzer.root("...") == analyzer.form("") == ""


def test_an_unknown_query_word_may_be_a_name_or_an_inflection(analyzer: Analyzer) -> None:
    assert analyzer.roots_of("kasdan") == ("kasd", "kasdan")
    assert analyzer.roots_of("Kasdan") == ("kasdan", "kasd")
    assert analyzer.roots_of("menembak") == ("tembak",)
    assert analyzer.roots_of("alto-paraná") == ("alto-parana",)
    assert analyzer.roots_of("?!") == ()


def test_capitals_keep_an_abbreviation_apart_from_a_word() -> None:
    analyzer = Analyzer(SmallLexicon(), capitals={"HAM"})
    assert [token.text for token in analyzer.roots("HAM ham Ham HAM-nya")] == ["HAM", "ham", "ham", "HAM"]
    assert [token.text for token in analyzer.forms("HAM ham")] == ["ham", "ham"]
    assert analyzer.roots_of("HAM") == ("HAM",)
    assert "HAM" in analyzer.roots_of("ham")
    assert "ham" in analyzer.roots_of("ham")


def test_split_gives_one_word_for_each_position(analyzer: Analyzer) -> None:
    assert analyzer.split("di Alto-Paraná 27/9/2020 laba-laba") == (
        "di",
        "Alto",
        "Paraná",
        "27",
        "9",
        "2020",
        "laba-laba",
    )


def test_between_passages_is_a_gap_and_no_word(analyzer: Analyzer) -> None:
    columns = analyzer.columns(f"dua kapal\n{PASSAGE_BREAK}\nKota-Baru")
    assert columns.forms == ["dua", "kapal", "kota-baru", "kota", "baru"]
    first = 2 + PASSAGE_GAP
    assert columns.positions == [0, 1, first, first, first + 1]
    assert analyzer.split(f"dua {PASSAGE_BREAK} kapal") == ("dua", "kapal")


def test_memory_does_not_change_the_answer(analyzer: Analyzer) -> None:
    text = "Menembak di Alto-Paraná, PBB-nya; 1.300 " + "x" * 100
    assert analyzer.both(text) == analyzer.both(text) == Analyzer(SmallLexicon()).both(text)


def test_a_full_memory_does_not_change_the_answer() -> None:
    small, large = (Analyzer(SmallLexicon(), memory_limit=limit) for limit in (4, 1000))
    text = "satu dua tiga empat lima Alto-Paraná satu enam dua tujuh menembak lima satu"
    for _ in range(2):
        assert small.both(text) == large.both(text)


@settings(deadline=None)
@given(st.text())
def test_roots_and_forms_share_their_places(text: str) -> None:
    roots, forms = REAL.both(text)
    assert roots == REAL.roots(text)
    assert forms == REAL.forms(text)
    assert [(t.position, t.start, t.end) for t in roots] == [(t.position, t.start, t.end) for t in forms]
    last = 0
    for token in roots:
        assert token.text
        assert 0 <= token.start < token.end <= len(text)
        assert last <= token.position <= last + 1 or token.position == 0
        last = token.position


@settings(deadline=None)
@given(st.text(max_size=40) | st.text(alphabet="a1.-'\u2060\u00adnyan", max_size=12))
def test_query_functions_never_raise(text: str) -> None:
    REAL.root(text)
    REAL.form(text)
    REAL.roots_of(text)
    assert len(REAL.split(text)) == len({token.position for token in REAL.roots(text)})


@settings(deadline=None)
@given(st.text(alphabet="aAbB-'.1nyah", min_size=1, max_size=15))
def test_the_query_finds_what_the_text_has(word: str) -> None:
    """Whatever stands in a text is found by typing it."""
    tokens = REAL.roots("kata " + word)[1:]
    if tokens:
        assert tokens[0].text in REAL.roots_of(word)
