"""A query goes in, a page comes out: the whole way, over the engine in memory."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Actor, Article, Copies, Cut, Dating, Mention, Quote, Source
from index.errors import IndexMissing
from index.lang.language import Language
from index.memory_store import MemoryStore
from searcher.memory_engine import MemoryEngine
from searcher.page import Beside, Page
from searcher.query import DEFAULT_FACETS, FacetWish, Query
from searcher.searcher import ENOUGH, Searcher

RAHMA = Actor("rahma", "Rahma Yulianti", "person", ("Rahma",))
LUMA = Actor("luma", "Pulau Luma", "place")
KABAR = Source("kabar", "Harian Kabar")


def article(name: str, title: str, body: str, day: int = 0, *actors: Actor, related: str = "") -> Article:
    return Article(
        name,
        title,
        body,
        published=Dating(date(2021, 3, day), "day", "given", "high") if day else Dating(),
        source=KABAR,
        actors=actors,
        mentions=tuple(Mention(actor.id, 0, 5) for actor in actors),
        cuts=(Cut(related, "baca", 0, (related,)),) if related else (),
    )


ARCHIVE = [
    article(
        "a1", "Kapal karam", "Rahma melihat kapal karam dihantam ombak. Nelayan selamat.", 1, RAHMA, LUMA
    ),
    article("a2", "Pencarian", "Luma sepi. Badan Kelautan mencari nelayan yang hilang.", 2, LUMA),
    article("a3", "Pasar", "Harga ikan naik di pasar. Pedagang mengeluh.", 5, related="Ombak tinggi"),
    article("a4", "Tanpa tanggal", "Pembangkit Listrik Tenaga Nuklir diperiksa.", 0),
    *(article(f"b{number}", "Garam", "Petani memanen garam di ladang.", 9) for number in range(ENOUGH)),
]


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    language = Language.load()
    store = MemoryStore()
    with store.rebuild() as batch:
        for each in ARCHIVE:
            batch.add(each)
        batch.publish()
    return Searcher(MemoryEngine(store, language), language)


def ids(page: Page) -> list[str]:
    return [hit.article.id for hit in page.hits]


def test_empty_query_lists_everything_newest_first(searcher: Searcher) -> None:
    page = searcher.search(Query(size=100))
    assert page.total == page.articles == len(ARCHIVE)
    assert ids(page)[-4:] == ["a3", "a2", "a1", "a4"]
    assert page.understood == "semua artikel"
    assert not page.problems


def test_hit_says_where_and_by_what_it_matched(searcher: Searcher) -> None:
    (hit,) = searcher.search(Query("menghantam kapal", match="all")).hits
    assert hit.article.id == "a1"
    assert hit.title_hits == ((0, 5),)
    assert hit.matched == (("kapal", ("kapal",)), ("menghantam", ("dihantam",)))
    assert [snippet.text for snippet in hit.snippets] == ["Rahma melihat kapal karam dihantam ombak."]


def test_few_whole_answers_are_followed_by_partial_ones(searcher: Searcher) -> None:
    page = searcher.search(Query("nelayan ombak"))
    assert ids(page) == ["a1", "a2"]
    assert [problem.kind for problem in page.problems] == ["relaxed"]
    assert page.total == 2
    assert ids(searcher.search(Query("nelayan ombak", size=1, page=2))) == ["a2"]
    assert ids(searcher.search(Query("nelayan ombak", order="newest"))) == ["a2", "a1"]


def test_enough_whole_answers_stay_alone(searcher: Searcher) -> None:
    page = searcher.search(Query("petani garam"))
    assert (page.total, page.problems) == (ENOUGH, ())


def test_all_forbids_partial_answers(searcher: Searcher) -> None:
    page = searcher.search(Query("nelayan ombak", match="all"))
    assert (ids(page), page.problems) == (["a1"], ())


def test_filters_facets_and_names(searcher: Searcher) -> None:
    page = searcher.search(Query(actors=("luma",), not_actors=("Rahma",), sources=("kabar",)))
    assert ids(page) == ["a2"]
    assert [actor.name for actor in page.selected_actors] == ["Pulau Luma"]
    assert [actor.name for actor in page.excluded_actors] == ["Rahma Yulianti"]
    assert [facet.field for facet in page.facets] == [wish.field for wish in DEFAULT_FACETS]
    assert page.understood == "tempat: Pulau Luma · sumber: Harian Kabar · bukan tokoh: Rahma Yulianti"


def test_days_are_told(searcher: Searcher) -> None:
    page = searcher.search(Query("ikan", since=date(2021, 3, 1), until=date(2021, 3, 31)))
    assert (ids(page), page.timeline.undated) == (["a3"], 0)
    assert page.understood == "ikan · terbit 1 Maret 2021 – 31 Maret 2021"
    assert searcher.search(Query(undated="only")).understood == "tanpa tanggal"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("kapal -karam", "bukan karam dan kapal"),
        ('"kapal karam" OR =garam', "“kapal karam” atau persis “garam”"),
        ("judul:kap* ikam~", "judul: kap… dan mirip ikam"),
        ('"kapal ombak"~5', "“kapal ombak” dalam jarak 5 kata"),
        ("tokoh:rahma tanggal:2021-03-05", "tokoh: Rahma Yulianti dan terbit 5 Maret 2021"),
        ("tanggal:2021.. tanggal:..2022", "terbit sejak 1 Januari 2021 dan terbit sampai 31 Desember 2022"),
        ("tokoh:siapa", "tidak ada"),
        ("(kapal OR ombak) (ikan OR garam)", "(kapal atau ombak) dan (ikan atau garam)"),
    ],
)
def test_tells_what_was_understood(searcher: Searcher, text: str, told: str) -> None:
    assert searcher.search(Query(text)).understood == told


def test_related_headlines_are_found_only_by_name(searcher: Searcher) -> None:
    assert ids(searcher.search(Query("tinggi"))) == []
    (hit,) = searcher.search(Query("terkait:tinggi")).hits
    assert [(snippet.field, snippet.text) for snippet in hit.snippets] == [("related", "Ombak tinggi")]


def test_abbreviation_finds_the_long_form(searcher: Searcher) -> None:
    page = searcher.search(Query("PLTN"))
    assert ids(page) == ["a4"]
    assert [(one.written, one.added) for one in page.expanded] == [
        ("PLTN", "pembangkit listrik tenaga nuklir")
    ]
    assert page.hits[0].snippets[0].hits == ((0, 32),)
    assert searcher.search(Query("PLTN", expand=False)).total == 0


def test_actor_of_the_query_is_marked(searcher: Searcher) -> None:
    (hit,) = searcher.search(Query("tokoh:rahma")).hits
    assert hit.snippets[0].hits == ((0, 5),)


@pytest.mark.parametrize(
    ("query", "better"),
    [
        (Query("nelayann"), "nelayan"),
        (Query("tokoh:Yulianty"), "tokoh:yulianti"),
        (Query("nelayan"), None),
        (Query("=nelayann"), None),
        (Query("nelayann", form="exact"), None),
        (Query('"nelayann"'), None),
        (Query("qqqqqq"), None),
        (Query(""), None),
    ],
)
def test_did_you_mean(searcher: Searcher, query: Query, better: str | None) -> None:
    found = searcher.search(query).did_you_mean
    assert (found.casefold() if found else None) == better


def test_common_word_is_not_doubted() -> None:
    language = Language.load()
    store = MemoryStore()
    with store.rebuild() as batch:
        for number in range(25):
            batch.add(article(f"x{number}", "Judul", "Rombengan dijual.", 1))
        for number in range(900):
            batch.add(article(f"y{number}", "Judul", "Rombongan datang.", 1))
        batch.publish()
    searcher = Searcher(MemoryEngine(store, language), language)
    assert searcher.search(Query("rombengan datangg", match="all")).did_you_mean is None
    assert searcher.search(Query("rombngan datang", match="all")).did_you_mean == "rombongan datang"


def test_what_was_meant_finds_more(searcher: Searcher) -> None:
    asked = searcher.search(Query("nelayann ombak", match="all"))
    assert asked.did_you_mean is not None
    assert searcher.search(Query(asked.did_you_mean, match="all")).total > asked.total


def test_reads_an_article_with_its_hits(searcher: Searcher) -> None:
    reading = searcher.read("a1", "kapal tokoh:rahma")
    assert reading is not None
    assert (reading.title_hits, reading.body_hits) == (((0, 5),), ((0, 5), (14, 19)))
    assert searcher.read("a1").body_hits == ()  # type: ignore[union-attr]
    assert searcher.read("nowhere") is None


def test_suggests_actors_words_and_headlines(searcher: Searcher) -> None:
    found = [(one.kind, one.text) for one in searcher.suggest("pa")]
    assert found == [("word", "pasar")]
    assert ("actor", "Rahma Yulianti") in [(one.kind, one.text) for one in searcher.suggest("rahm")]
    assert [(one.kind, one.text) for one in searcher.suggest("kapal kar")] == [
        ("word", "kapal karam"),
        ("headline", "Kapal karam"),
    ]


@pytest.mark.parametrize("typed", ["", "   ", "!", "zzz", "nelayan "])
def test_suggests_nothing_where_there_is_nothing(searcher: Searcher, typed: str) -> None:
    assert [one for one in searcher.suggest(typed) if one.kind != "headline"] == []


def test_suggests_no_more_than_wanted(searcher: Searcher) -> None:
    assert len(searcher.suggest("p", 2)) == 2
    assert searcher.suggest("p", 0) == ()


def test_one_facet_can_be_searched(searcher: Searcher) -> None:
    assert [value.key for value in searcher.facet(Query(), "place").values] == ["luma"]
    assert [value.key for value in searcher.facet(Query(), "person", "yuli").values] == ["rahma"]
    assert searcher.facet(Query(), "person", "luma").values == ()
    chosen = searcher.facet(Query(actors=("rahma",)), "person", "zzz")
    assert [(value.key, value.selected) for value in chosen.values] == [("rahma", True)]
    assert searcher.facet(Query(), "nothing").values == ()
    assert searcher.facet(Query(), "source", size=0).others == 1


def test_similar_articles_share_their_words(searcher: Searcher) -> None:
    found = [hit.article.id for hit in searcher.similar("b0", 3)]
    assert found == ["b1", "b2", "b3"]
    assert searcher.similar("a4") == ()
    assert searcher.similar("nowhere") == ()
    assert searcher.similar("b0", 0) == ()


def test_actor_and_status(searcher: Searcher) -> None:
    assert searcher.actor("rahma") == RAHMA
    assert searcher.actor("nobody") is None
    status = searcher.status()
    assert (status.articles, status.engine, status.native_queries) == (len(ARCHIVE), "memory", 0)


def test_nothing_built_is_missing() -> None:
    language = Language.load()
    searcher = Searcher(MemoryEngine(MemoryStore(), language), language)
    with pytest.raises(IndexMissing):
        searcher.search(Query())
    with pytest.raises(IndexMissing):
        searcher.status()


def test_new_generation_is_followed() -> None:
    language = Language.load()
    store = MemoryStore()
    searcher = Searcher(MemoryEngine(store, language), language)
    for number in (1, 2):
        with store.rebuild() as batch:
            batch.add(article("x", "Baru", "Isi", 1, Actor(f"p{number}", "Pak Baru", "person")))
            batch.publish()
        assert searcher.actor(f"p{number}") is not None
        assert searcher.search(Query("tokoh:baru")).total == 1
        assert searcher.search(Query("isy")).did_you_mean is None


TEXTS = st.text(max_size=40) | st.lists(
    st.sampled_from(
        [
            "kapal",
            "PLTN",
            '"',
            "(",
            ")",
            "-",
            "OR",
            "tokoh:",
            "tanggal:",
            "*",
            "~",
            "siapa",
            "judul:",
            "=",
            " ",
        ]
    )
).map("".join)


@given(
    text=TEXTS,
    match=st.sampled_from(["auto", "all", "any"]),
    order=st.sampled_from(["relevance", "newest"]),
    page=st.integers(1, 3),
)
def test_any_query_is_answered(searcher: Searcher, text: str, match: str, order: str, page: int) -> None:
    query = Query(text, match=match, order=order, page=page, size=5, facets=(FacetWish("place"),))  # type: ignore[arg-type]
    found = searcher.search(query)
    assert len(found.hits) == max(0, min(5, found.total - 5 * (page - 1)))
    searcher.suggest(text)
    searcher.read("a1", text)


@pytest.fixture(scope="module")
def copied() -> Searcher:
    """Eleven articles about garam, four of them one text; two of these alone have a word more."""
    language = Language.load()
    store = MemoryStore()
    with store.rebuild() as batch:
        for number in range(11):
            body = "Petani memanen garam di ladang." + " Hujan turun." * (number < 2)
            copies = Copies("c0", ((0, 5),), ("c0", "c1", "c2")) if number < 4 else Copies()
            batch.add(replace(article(f"c{number}", "Garam", body, 9), copies=copies))
        batch.publish()
    return Searcher(MemoryEngine(store, language), language)


def test_copies_are_folded_where_asked(copied: Searcher) -> None:
    page = copied.search(Query("garam", group=True, size=100))
    assert (len(page.hits), page.total, page.groups) == (8, 11, 8)
    assert sorted(hit.copies for hit in page.hits) == [0] * 7 + [3]


def test_copies_are_told_though_not_folded(copied: Searcher) -> None:
    page = copied.search(Query("garam", size=100))
    assert (len(page.hits), page.total, page.groups) == (11, 11, 8)
    assert sorted(hit.copies for hit in page.hits) == [0] * 7 + [3] * 4


def test_folded_whole_answers_come_first_with_the_copies_that_answer_in_part(copied: Searcher) -> None:
    page = copied.search(Query("hujan ladang", group=True, size=3))
    assert page.hits[0].article.id in ("c0", "c1")
    assert (page.hits[0].copies, page.total, page.groups) == (3, 11, 8)
    pages = [copied.search(Query("hujan ladang", group=True, size=3, page=number)) for number in (1, 2, 3, 4)]
    found = [name for page in pages for name in ids(page)]
    assert len(found) == len(set(found)) == 8


def test_beside_an_article_stand_those_it_shares_and_links_to(copied: Searcher, searcher: Searcher) -> None:
    beside = copied.beside("c3", limit=20)
    assert [other.id for other in beside.others] == ["c0", "c1", "c2"]
    assert {hit.article.id for hit in beside.similar} == {f"c{number}" for number in range(4, 11)}
    assert len(copied.beside("c3", limit=2).similar) == 2
    assert copied.beside("nobody") == searcher.beside("nobody") == Beside()


def test_cut_headlines_lead_to_the_articles_that_have_them() -> None:
    language = Language.load()
    store = MemoryStore()
    headlines = ("Kapal karam, di Luma!", "Kapal karam", "Harga garam", "!?", "", "Nelayan: selamat")
    cuts = (Cut("", "baca", 0, headlines),)
    linking = replace(article("a", "Nelayan selamat", "Isi."), cuts=cuts)
    derived = replace(article("d", "Harga garam", "Harga garam naik."), title_method="first-sentence")
    with store.rebuild() as batch:
        for each in (linking, article("b", "KAPAL KARAM DI LUMA", "Isi."), derived):
            batch.add(each)
        batch.publish()
    beside = Searcher(MemoryEngine(store, language), language).beside("a")
    assert [(headline, other.id) for headline, other in beside.related] == [("Kapal karam, di Luma!", "b")]


BODY = 'Ombak tinggi. "Kapal itu karam," kata Rahma. Kapal lain selamat, menurut Kantor Nusa.'


@pytest.fixture(scope="module")
def understood() -> Searcher:
    language = Language.load()
    store = MemoryStore()
    quoted = Article(
        "q1",
        "Ombak",
        BODY,
        actors=(RAHMA, LUMA),
        mentions=(Mention("rahma", 38, 43),),
        quotes=(Quote(15, 31, "rahma", "Rahma"),),
        attributions=(Source("nusa", "Kantor Nusa"),),
        mentioned_dates=(date(1991, 11, 26),),
    )
    with store.rebuild() as batch:
        batch.add(quoted)
        batch.add(Article("q2", "Kapal lain", "Kapal lain selamat. Rahma pulang.", actors=(RAHMA,)))
        batch.publish()
    return Searcher(MemoryEngine(store, language), language)


@pytest.mark.parametrize(
    "text",
    [
        "kutipan:kapal",
        'quote:"kapal itu"',
        "penutur:yulianti",
        'speaker:"Rahma Yulianti" ombak',
        "dikutip:nusa",
        'attribution:"kantor nusa"',
        "disebut:1991",
        "disebut:1991-11",
        "disebut:26/11/1991",
        "disebut:1990..1992",
        "mentioned:1991-11-20..1991-12-01",
    ],
)
def test_what_an_article_says_can_be_asked_for(understood: Searcher, text: str) -> None:
    page = understood.search(Query(text))
    assert (ids(page), page.problems, page.did_you_mean) == (["q1"], (), None)


@pytest.mark.parametrize(
    "text",
    ["kutipan:selamat", "penutur:luma", "disebut:1992", "disebut:27/11/1991", "-penutur:rahma kutipan:a"],
)
def test_what_no_article_says_is_not_found(understood: Searcher, text: str) -> None:
    page = understood.search(Query(text))
    assert (page.total, page.did_you_mean) == (0, None)


def test_quotation_that_matches_is_shown(understood: Searcher) -> None:
    (snippet,) = understood.search(Query("kutipan:kapal")).hits[0].snippets
    assert [snippet.text[start:end] for start, end in snippet.hits] == ["Kapal"]
    assert "karam" in snippet.text
    (snippet,) = understood.search(Query("penutur:rahma")).hits[0].snippets
    assert [snippet.text[start:end] for start, end in snippet.hits] == ["Rahma"]
    assert "karam" in snippet.text


def test_days_that_are_asked_for_are_shown() -> None:
    language = Language.load()
    store = MemoryStore()
    body = "Rapat dibuka pagi. Undang-undang tanggal 26 November 1991 dibahas. Rapat ditutup."
    with store.rebuild() as batch:
        batch.add(Article("1", "Rapat", body, mentioned_dates=(date(1991, 11, 26),)))
        batch.publish()
    for text, shown in (("disebut:1991", "1991"), ("disebut:26/11/1991 rapat", "26 November 1991")):
        (hit,) = Searcher(MemoryEngine(store, language), language).search(Query(text)).hits
        marked = [each.text[start:end] for each in hit.snippets for start, end in each.hits]
        assert shown in marked


def test_names_and_days_that_cannot_be_used_are_named(understood: Searcher) -> None:
    kinds = [
        [problem.kind for problem in understood.search(Query(text)).problems]
        for text in ("penutur:tiada", "dikutip:tiada", "disebut:kemarin", "disebut:1991..")
    ]
    assert kinds == [["unknown-actor"], ["unknown-actor"], ["date"], ["date"]]


def test_quoted_sources_are_a_filter_and_a_facet(understood: Searcher) -> None:
    page = understood.search(Query(attributions=("Kantor Nusa",), facets=(FacetWish("attribution"),)))
    assert ids(page) == ["q1"]
    assert [(value.label, value.selected) for value in page.facets[0].values] == [("Kantor Nusa", True)]
    assert page.understood == "sumber yang dikutip: Kantor Nusa"
    assert ids(understood.search(Query(not_attributions=("nusa",)))) == ["q2"]
