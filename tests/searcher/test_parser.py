"""The query language: what each form means, and that nothing breaks it."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.parser import MAX_CHARACTERS, MAX_PIECES, parse
from searcher.syntax import And, Dates, Fuzzy, Node, Not, Or, Phrase, Prefix, Value, Word

A, B, C = Word("a"), Word("b"), Word("c")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("kapal karam", And((Word("kapal"), Word("karam")))),
        ('"kapal karam"', Phrase(("kapal", "karam"))),
        ("“kapal karam”", Phrase(("kapal", "karam"))),
        ("«kapal karam»", Phrase(("kapal", "karam"))),
        ('"kapal karam"~5', Phrase(("kapal", "karam"), slop=5)),
        ('"kapal karam"~', Phrase(("kapal", "karam"), slop=0)),
        ('="kapal karam"', Phrase(("kapal", "karam"))),
        ("=kapal", Word("kapal", exact=True)),
        ("=(a b)", And((Word("a", exact=True), Word("b", exact=True)))),
        ("kapa*", Prefix("kapa")),
        ("kapla~", Fuzzy("kapla")),
        ("kapla~2", Fuzzy("kapla", distance=2)),
        ("a b OR c", Or((And((A, B)), C))),
        ("a ATAU b", Or((A, B))),
        ("a DAN b", And((A, B))),
        ("a AND b AND c", And((A, B, C))),
        ("a or b", And((A, Word("or"), B))),
        ("a -b", And((A, Not(B)))),
        ("-b", Not(B)),
        ("NOT b", Not(B)),
        ("BUKAN b", Not(B)),
        ("NOT NOT b", B),
        ("a (b OR c)", And((A, Or((B, C))))),
        ("a -(b c)", And((A, Not(And((B, C)))))),
        ("a-b", Word("a-b")),
        ("+a b", And((A, B))),
        ("judul:kapal", Word("kapal", "title")),
        ("Title:kapal", Word("kapal", "title")),
        ("isi: kapal", Word("kapal", "body")),
        ("judul:=kapal", Word("kapal", "title", exact=True)),
        ("=judul:kapal", Word("kapal", "title", exact=True)),
        ("judul:-b", Not(Word("b", "title"))),
        ('judul:(a "b c") b', And((And((Word("a", "title"), Phrase(("b", "c"), "title"))), B))),
        ("judul:(a isi:b)", And((Word("a", "title"), Word("b", "body")))),
        ("terkait:kapa*", Prefix("kapa", "related")),
        ("terkait:kapla~", Fuzzy("kapla", "related")),
        ('tokoh:"Siti Aminah"', Value("person", "Siti Aminah")),
        ("lembaga:(x OR y)", Or((Value("organisation", "x"), Value("organisation", "y")))),
        ("tempat:Ambon", Value("place", "Ambon")),
        ("sumber:harian", Value("source", "harian")),
        ("id:x-1", Value("id", "x-1")),
        ("kutipan:kapal", Word("kapal", "quote")),
        ('kutipan:="a b"', Phrase(("a", "b"), "quote")),
        ('penutur:"Siti Aminah"', Value("speaker", "Siti Aminah")),
        ("dikutip:nusa", Value("attribution", "nusa")),
        ("salinan:x-1", Value("copies", "x-1")),
        ("disebut:1991", Value("mentioned", "1991")),
        ("mentioned:1991-11", Value("mentioned", "1991-11")),
        ("disebut:26/11/1991", Value("mentioned", "1991-11-26")),
        ('disebut:"26 November 1991"', Value("mentioned", "1991-11-26")),
        (
            "disebut:2019-12-31..2021",
            Or((Value("mentioned", "2019-12-31"), Value("mentioned", "2020"), Value("mentioned", "2021"))),
        ),
        ("tanggal:2020-09", Dates(date(2020, 9, 1), date(2020, 9, 30))),
        ("tanggal:2020-09..2020-10", Dates(date(2020, 9, 1), date(2020, 10, 31))),
        ("tanggal:2020-09..", Dates(date(2020, 9, 1), None)),
        ("tanggal:..2020", Dates(None, date(2020, 12, 31))),
        ('date:"27 September 2020"', Dates(date(2020, 9, 27), date(2020, 9, 27))),
        ("10:30", Word("10:30")),
        ("http://contoh.id/a", Word("http://contoh.id/a")),
        ("Jum'at, Covid-19!", And((Word("Jum'at"), Word("Covid-19")))),
        ("kapal ? – , ...", Word("kapal")),
        ("*", And(())),
        ("", None),
        (" \n\t", None),
        ("- - -", None),
    ],
)
def test_means(text: str, tree: Node | None) -> None:
    parsed = parse(text)
    assert parsed.tree == tree
    assert not parsed.problems


@pytest.mark.parametrize(
    ("text", "tree", "kind", "position"),
    [
        ('a "b c', And((A, Phrase(("b", "c")))), "syntax", (2, 3)),
        ('a ""', A, "syntax", (2, 4)),
        ("a AND", A, "syntax", (2, 5)),
        ("AND a", A, "syntax", (0, 3)),
        ("a OR", A, "syntax", (2, 4)),
        ("OR a", A, "syntax", (0, 2)),
        ("a OR OR b", Or((A, B)), "syntax", (2, 4)),
        ("a AND AND b", And((A, B)), "syntax", (6, 9)),
        ("a NOT", A, "syntax", (2, 5)),
        ("(a", A, "syntax", (0, 1)),
        ("a)", A, "syntax", (1, 2)),
        ("a ()", A, "syntax", (2, 3)),
        ("a judul:", A, "syntax", (2, 8)),
        ("ka*pal", Prefix("ka"), "syntax", (0, 6)),
        ("kapal~7", Fuzzy("kapal", distance=2), "syntax", (0, 7)),
        ("warna:merah", And((Word("warna"), Word("merah"))), "unknown-field", (0, 6)),
        ("a tanggal:besok", A, "date", (10, 15)),
        ("a disebut:besok", A, "date", (10, 15)),
        ("a disebut:1991..", A, "date", (10, 16)),
        ("tokoh:siti*", Value("person", "siti"), "syntax", (6, 11)),
    ],
)
def test_repairs_and_tells(text: str, tree: Node, kind: str, position: tuple[int, int]) -> None:
    parsed = parse(text)
    assert parsed.tree == tree
    assert [(problem.kind, problem.position) for problem in parsed.problems] == [(kind, position)]


def test_written_and_is_strict() -> None:
    assert parse("a AND b").strict
    assert parse("a DAN b").strict
    assert not parse("a b OR c").strict


def test_positions_name_the_words() -> None:
    text = 'kapal judul:karam "di laut"'
    tree = parse(text).tree
    assert isinstance(tree, And)
    assert [text[slice(*leaf.position)] for leaf in leaves(tree)] == ["kapal", "karam", '"di laut"']


def test_long_text_is_cut_and_told() -> None:
    parsed = parse("kapal " * MAX_CHARACTERS)
    assert len(list(leaves(parsed.tree))) == MAX_PIECES
    assert {problem.kind for problem in parsed.problems} == {"too-long"}


def test_deep_brackets_are_flattened() -> None:
    parsed = parse("(" * 150 + "a b" + ")" * 150 + " c")
    assert sorted(leaf.text for leaf in leaves(parsed.tree) if isinstance(leaf, Word)) == ["a", "b", "c"]
    assert {problem.kind for problem in parsed.problems} == {"too-long"}


def leaves(node: Node | None) -> Iterator[Word | Phrase | Prefix | Fuzzy | Value | Dates]:
    match node:
        case And(children) | Or(children):
            for child in children:
                yield from leaves(child)
        case Not(child):
            yield from leaves(child)
        case Word() | Phrase() | Prefix() | Fuzzy() | Value() | Dates():
            yield node


SIGNS = st.sampled_from("()\"“”-=~*:+ .'\u0000\ud800é😀")
WORDS = st.sampled_from(
    ["a", "AND", "OR", "NOT", "~3", "judul:", "tokoh:", "tanggal:", "x:", "2020-09", ".."]
)
PIECES = SIGNS | WORDS


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=40).map("".join)))
def test_no_text_breaks_it(text: str) -> None:
    parsed = parse(text)
    positions = [leaf.position for leaf in leaves(parsed.tree)]
    positions += [problem.position for problem in parsed.problems]
    assert all(0 <= start <= end <= len(text) for start, end in positions)
    assert all(problem.said for problem in parsed.problems)


@given(st.lists(st.sampled_from(["kapal", "laut", "ombak"]), min_size=1, max_size=5))
def test_plain_words_are_all_wanted(words: list[str]) -> None:
    parsed = parse(" ".join(words))
    assert not parsed.problems
    assert [leaf.text for leaf in leaves(parsed.tree) if isinstance(leaf, Word)] == words
