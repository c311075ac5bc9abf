"""Questions are understood: which words must be there, which may, which names and days are meant."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Actor, Source
from index.lang.abbreviations import Abbreviations, Meaning
from index.lang.language import Language
from searcher.directory import Directory
from searcher.engine import Selection
from searcher.page import Expansion
from searcher.planner import Planner, Understood
from searcher.query import Query
from searcher.syntax import And, AtLeast, Maybe, Node, Not, Nothing, Or, Phrase, Value, Weighted, Word

LITTLE = {"siapa": 0.1, "yang": 0.05, "di": 0.1}
DIRECTORY = Directory(
    [
        (Actor("rahma", "Rahma Yulianti", "person", ("Rahma",)), 5),
        (Actor("rahma-s", "Rahma Setia", "person"), 2),
        (Actor("luma", "Pulau Luma", "place"), 7),
    ],
    [(Source("kabar", "Harian Kabar"), 4)],
)
MEANINGS = Abbreviations(
    [
        Meaning(("BKL",), ("Badan Kelautan Luma",), "agency"),
        Meaning(("Kadis",), ("Kepala Dinas",), "title"),
    ]
)


@pytest.fixture(scope="module")
def planner() -> Planner:
    return Planner(Language.load().analyzer, MEANINGS, lambda word: LITTLE.get(word, 1.0))


def words(text: str) -> tuple[Word, ...]:
    return tuple(Word(word) for word in text.split())


def understood(planner: Planner, text: str = "", **wishes: object) -> Understood:
    return planner.understand(Query(text, **wishes), DIRECTORY)  # type: ignore[arg-type]


def test_all_words_then_half_then_a_third(planner: Planner) -> None:
    found = understood(planner, "kapal karam dekat pulau kecil sekali")
    children = words("kapal karam dekat pulau kecil sekali")
    assert matching(found.plan.tree) == And(children)
    assert tuple(map(matching, found.wider)) == (AtLeast(children, 3), AtLeast(children, 2))


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("kapal", {}),
        ("kapal AND karam", {}),
        ("kapal karam", {"match": "all"}),
        ("kapal karam", {"match": "any"}),
        ('"kapal karam" -laut', {}),
        ("=kapal =karam", {}),
        ("judul:kapal judul:karam", {}),
        ("(kapal karam) OR laut", {}),
        ("", {}),
    ],
)
def test_nothing_is_loosened_that_was_meant(planner: Planner, text: str, wishes: dict[str, object]) -> None:
    assert understood(planner, text, **wishes).wider == ()


def test_function_words_only_score(planner: Planner) -> None:
    found = understood(planner, "siapa nakhoda kapal yang karam")
    assert matching(found.plan.tree) == And(words("nakhoda kapal karam"))
    assert [matching(tree) for tree in found.wider] == [
        AtLeast(words("nakhoda kapal karam"), n) for n in (2, 1)
    ]
    for tree in (found.plan.tree, *found.wider):
        assert isinstance(tree, Maybe) and isinstance(tree.optional, Or)
        assert tree.optional.children[:2] == (Weighted(Word("siapa"), 0.1), Weighted(Word("yang"), 0.05))


def test_neighbours_in_a_longer_question_lift_articles(planner: Planner) -> None:
    tree = understood(planner, "kapal ikan karam").plan.tree
    assert isinstance(tree, Maybe)
    assert phrases(tree.optional) == [
        Phrase(("kapal", "ikan"), exact=False),
        Phrase(("ikan", "karam"), exact=False),
    ]
    assert understood(planner, "kapal karam").plan.tree == And(words("kapal karam"))


def matching(node: Node | None) -> Node | None:
    """The tree without what only scores."""
    return node.required if isinstance(node, Maybe) else node


def test_function_words_alone_are_wanted(planner: Planner) -> None:
    assert matching(understood(planner, "siapa yang di").plan.tree) == And(words("siapa yang di"))


def test_all_means_function_words_too(planner: Planner) -> None:
    assert understood(planner, "siapa nakhoda", match="all").plan.tree == And(words("siapa nakhoda"))


def test_any_word_will_do(planner: Planner) -> None:
    found = understood(planner, "kapal siapa -laut", match="any")
    assert found.plan.tree == And((Not(Word("laut")), Or((Word("kapal"), Weighted(Word("siapa"), 0.1)))))


def test_what_is_fixed_stays_when_widened(planner: Planner) -> None:
    found = understood(planner, 'kapal karam "pulau kecil" -badai')
    fixed = (Phrase(("pulau", "kecil")), Not(Word("badai")))
    assert found.wider == (And((*fixed, AtLeast(words("kapal karam"), 1))),)


def test_exact_form_is_asked_of_every_word(planner: Planner) -> None:
    tree = understood(planner, "kapal karam", form="exact").plan.tree
    assert tree == And((Word("kapal", exact=True), Word("karam", exact=True)))


def test_abbreviation_is_searched_in_its_long_form(planner: Planner) -> None:
    found = understood(planner, "BKL kapal")
    assert found.expanded == (Expansion("BKL", "Badan Kelautan Luma"),)
    tree = found.plan.tree
    assert isinstance(tree, And)
    either = tree.children[0]
    assert isinstance(either, Or) and either.children[0] == Word("BKL")
    assert phrases(either) == [Phrase(("Badan", "Kelautan", "Luma"), exact=False)]


def test_long_form_is_searched_as_its_abbreviation(planner: Planner) -> None:
    found = understood(planner, "kepala dinas baru")
    assert [expansion.added for expansion in found.expanded] == ["Kadis"]
    assert found.wider == () or len(found.wider) == 1


def test_expansion_works_in_phrases(planner: Planner) -> None:
    found = understood(planner, '"kadis luma"')
    assert phrases(found.plan.tree) == [
        Phrase(("kadis", "luma")),
        Phrase(("Kepala", "Dinas", "luma"), exact=False),
    ]


def test_name_is_searched_by_all_names_of_the_actor(planner: Planner) -> None:
    directory = Directory([(Actor("rahma", "Rahma Yulianti", "person", ("Rachma Julianti", "Yuli")), 1)], [])
    found = planner.understand(Query("rachma julianti kapal"), directory)
    tree = matching(found.plan.tree)
    assert isinstance(tree, And)
    assert tree.children == (
        Or(
            (
                And(words("rachma julianti")),
                Weighted(Phrase(("rahma", "yulianti"), exact=False), 0.3),
                Value("person", "rahma"),
            )
        ),
        Word("kapal"),
    )
    assert found.expanded == (Expansion("rachma julianti", "Rahma Yulianti"),)
    plain = planner.understand(Query("rachma julianti kapal", expand=False), directory)
    assert matching(plain.plan.tree) == And(words("rachma julianti kapal"))
    assert planner.understand(Query("yuli"), directory).plan.tree == Word("yuli")


@pytest.mark.parametrize("text", ["=BKL", "-BKL"])
def test_exact_and_excluded_words_are_not_expanded(planner: Planner, text: str) -> None:
    assert understood(planner, text).expanded == ()


def test_expansion_can_be_turned_off(planner: Planner) -> None:
    assert understood(planner, "BKL", expand=False).plan.tree == Word("BKL")


def phrases(node: Node | None) -> list[Phrase]:
    match node:
        case Or(children) | And(children):
            return [phrase for child in children for phrase in phrases(child)]
        case Weighted(child, _):
            return phrases(child)
        case Phrase():
            return [node]
    return []


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("tokoh:yulianti", Value("person", "rahma")),
        ("tokoh:setia", Value("person", "rahma-s")),
        ('sumber:"harian kabar"', Value("source", "kabar")),
        ("id:a-1", Value("id", "a-1")),
        ("tokoh:siapa", Nothing()),
    ],
)
def test_names_become_ids(planner: Planner, text: str, tree: Node) -> None:
    found = understood(planner, text)
    assert found.plan.tree == tree
    assert [problem.kind for problem in found.problems] == ["unknown-actor"] * (tree == Nothing())


def test_name_of_several_is_any_of_them(planner: Planner) -> None:
    directory = Directory([(Actor(key, f"Rahma {key}", "person"), 1) for key in ("a", "b")], [])
    tree = planner.understand(Query("tokoh:rahma"), directory).plan.tree
    assert tree == Or((Value("person", "a"), Value("person", "b")))


def test_filters_are_kept_by_field(planner: Planner) -> None:
    found = understood(
        planner,
        actors=("Rahma", "luma"),
        not_actors=("Rahma Setia",),
        sources=("Harian Kabar",),
        actor_op="and",
    )
    assert found.plan.selections == (
        Selection("person", ("rahma",), ("rahma-s",), every=True),
        Selection("place", ("luma",), every=True),
        Selection("source", ("kabar",)),
    )
    assert [actor.id for actor in found.actors] == ["rahma", "luma"]
    assert [actor.id for actor in found.not_actors] == ["rahma-s"]


def test_unknown_filter_matches_nothing_and_is_told(planner: Planner) -> None:
    found = understood(planner, actors=("tiada",), sources=("tiada",))
    assert [problem.kind for problem in found.problems] == ["unknown-actor", "unknown-actor"]
    assert found.plan.selections == (Selection("person", ("tiada",)), Selection("source", ("tiada",)))
    assert found.actors == ()


def test_undated_articles_go_when_days_are_asked_for(planner: Planner) -> None:
    assert understood(planner).plan.undated == "include"
    assert understood(planner, since=date(2020, 1, 1)).plan.undated == "exclude"
    assert understood(planner, until=date(2020, 1, 1), undated="include").plan.undated == "include"


def test_pages_count_from_one(planner: Planner) -> None:
    plan = understood(planner, page=3, size=10).plan
    assert (plan.offset, plan.limit) == (20, 10)
    plan = understood(planner, page=0, size=-1).plan
    assert (plan.offset, plan.limit) == (0, 0)


def test_what_is_no_word_is_told(planner: Planner) -> None:
    found = understood(planner, "kapal ʼ")
    assert found.plan.tree == Word("kapal")
    assert [(problem.kind, problem.position) for problem in found.problems] == [("ignored", (6, 7))]


@given(
    text=st.lists(
        st.sampled_from(
            ["kapal", "BKL", "siapa", "kepala", "dinas", '"', "(", ")", "-", "=", "OR", "tokoh:", "*"]
        )
    ).map(" ".join),
    match=st.sampled_from(["auto", "all", "any"]),
    form=st.sampled_from(["root", "exact"]),
)
def test_any_question_is_understood(planner: Planner, text: str, match: str, form: str) -> None:
    found = understood(planner, text, match=match, form=form)
    assert (found.plan.tree is None) == (found.asked is None)
