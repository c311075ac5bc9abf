"""What the results page prints: every chip, facet value, bar and page number with the URL it leads to."""

from dataclasses import replace
from datetime import date
from typing import get_args
from urllib.parse import parse_qsl, urlsplit

import pytest

from index.article import Actor, Article
from searcher.page import Bucket, Facet, FacetValue, Hit, Page, Problem, Said, Snippet, Timeline
from searcher.query import Query
from web import filters, view
from web.language import LANGUAGES, Voice, read_catalogue
from web.links import Links
from web.params import read_query
from web.results import last_page, narrowed, neighbours, settled

VOICE = Voice("id", read_catalogue())
LINKS = Links(20)
RATNA = Actor("p-ratna", "Ratna Dewanti", "person", ("Ibu Ratna",))
BMKG = Actor("o-bmkg", "BMKG", "organisation")
TIMELINE = Timeline(
    "month", (Bucket("2020-09", 1, 9), Bucket("2020-10", 0, 4), Bucket("2021-01", 100, 300)), 7
)


def page_of(query: Query, total: int = 45, **more: object) -> Page:
    hits = (Hit(Article("a", "Judul", "isi"), 1.0),)
    page = Page(query, query.text, hits, total, total, (), TIMELINE, articles=99)
    return replace(page, **more)  # type: ignore[arg-type]


def query_of(url: str) -> Query:
    return read_query(parse_qsl(urlsplit(url).query), 20).query


def test_a_name_in_the_url_toggles_as_its_id() -> None:
    page = page_of(Query(actors=("ibu ratna", "siapa"), not_actors=("BMKG",)))
    page = replace(page, selected_actors=(RATNA,), excluded_actors=(BMKG,))
    assert settled(page).actors == ("p-ratna", "siapa")
    assert settled(page).not_actors == ("o-bmkg",)


def test_every_filter_has_a_chip_that_removes_only_it() -> None:
    query = Query(
        text="rob",
        form="exact",
        match="all",
        expand=False,
        since=date(2020, 1, 1),
        until=date(2020, 12, 31),
        undated="exclude",
        actors=("p-ratna", "p-lain"),
        not_actors=("o-bmkg",),
        sources=("s1",),
        not_sources=("s2",),
    )
    facet = Facet("source", (FacetValue("s1", "Suara Pesisir", 3, 9, selected=True),), 0)
    others = Facet("person", (FacetValue("p-lain", "Budi", 3, 9, selected=True),), 0)
    page = page_of(query, selected_actors=(RATNA,), excluded_actors=(BMKG,), facets=(facet, others))
    chips = filters.chips(page, VOICE, LINKS)
    assert [(chip.label, chip.excluded) for chip in chips] == [
        ("2020", False),
        ("tanpa yang tak bertanggal", False),
        ("persis seperti ditulis", False),
        ("semua kata", False),
        ("singkatan tidak diperluas", False),
        ("Ratna Dewanti", False),
        ("Budi", False),
        ("BMKG", True),
        ("Suara Pesisir", False),
        ("s2", True),
    ]
    assert query_of(chips[0].remove) == replace(query, since=None, until=None)
    assert query_of(chips[7].remove) == replace(query, not_actors=())
    assert query_of(chips[8].remove) == replace(query, sources=())


def test_an_open_period_says_so() -> None:
    (chip,) = filters.chips(page_of(Query(since=date(2020, 9, 27))), VOICE, LINKS)
    assert chip.label == "27 September 2020 – …"


def test_a_facet_value_arrives_with_all_that_is_printed() -> None:
    value = FacetValue("p-ratna", "Ratna Dewanti", 4, 8, aliases=("Ratna Dewanti", "Ibu Ratna"))
    shown = filters.facet_list(Facet("person", (value,), 3), Query(text="rob", page=2), VOICE, LINKS)
    (choice,) = shown.values
    assert (shown.label, shown.parameter, shown.others) == ("Tokoh", "actor", 3)
    assert choice.also == "juga ditulis Ibu Ratna"
    assert query_of(choice.toggle) == Query(text="rob", actors=("p-ratna",))
    assert query_of(choice.exclude) == Query(text="rob", not_actors=("p-ratna",))
    assert urlsplit(shown.all_url).path == "/saring/person"


def test_bars_are_as_tall_as_their_counts_and_small_ones_are_seen() -> None:
    chart = view.chart(TIMELINE, Query(text="rob"), VOICE, LINKS)
    heights = [bar.height for bar in chart.bars]
    assert heights[2] == view.BAR_HEIGHT
    assert heights[1] == 0
    assert 0 < heights[0] < 10
    assert (chart.first, chart.last, chart.undated) == ("September 2020", "Januari 2021", 7)
    assert query_of(chart.undated_url).undated == "only"
    assert query_of(chart.bars[0].url) == Query(text="rob", since=date(2020, 9, 1), until=date(2020, 9, 30))


def test_a_timeline_without_periods_draws_nothing() -> None:
    assert view.chart(Timeline("day", (), 0), Query(), VOICE, LINKS).bars == ()
    assert narrowed(Query(), "?") == Query()


def test_presets_are_the_latest_years() -> None:
    assert [year.key for year in view.years(TIMELINE, Query(), LINKS)] == ["2021", "2020"]
    assert view.years(Timeline("day", (Bucket("2020-09-01", 1, 1),), 0), Query(), LINKS) == ()


def test_without_words_there_is_no_best_match() -> None:
    plain = view.orders(Query(), VOICE, LINKS)
    assert [(order.key, order.current) for order in plain] == [("newest", True), ("oldest", False)]
    assert view.orders(Query(text="rob"), VOICE, LINKS)[0].current


@pytest.mark.parametrize(
    ("number", "total", "labels"),
    [
        (1, 5, []),
        (1, 45, ["1", "2", "3"]),
        (5, 400, ["1", "…", "3", "4", "5", "6", "7", "…", "20"]),
        (999, 45, ["1", "…", "3"]),
    ],
)
def test_the_pager_shows_the_ends_and_what_is_near(number: int, total: int, labels: list[str]) -> None:
    shown = view.pager(page_of(Query(text="rob", page=number), total), VOICE, LINKS)
    assert [item.label for item in shown.numbers] == labels


def test_folded_copies_are_paged_as_they_are_shown() -> None:
    assert last_page(page_of(Query(group=True, size=20), 45, groups=21)) == 2
    assert last_page(page_of(Query(size=20), 45, groups=21)) == 3


def test_past_the_end_leads_back_to_the_last_page() -> None:
    assert neighbours(page_of(Query(page=999))) == (3, None)
    assert neighbours(page_of(Query(page=1))) == (None, 2)
    assert last_page(page_of(Query(), total=0)) == 1


def test_the_form_carries_what_no_field_shows() -> None:
    query = Query(
        text="rob",
        match="any",
        expand=False,
        since=date(2020, 1, 1),
        until=date(2020, 9, 30),
        actors=("p-ratna", "p-2"),
        not_actors=("o-bmkg",),
        sources=("s9",),
        order="newest",
        size=50,
        group=True,
    )
    facet = Facet("person", (FacetValue("p-ratna", "Ratna", 1, 1, selected=True),), 0)
    form = filters.form(page_of(query, facets=(facet,)), Links(20, "en"))
    assert (form.since, form.until) == ("2020", "2020-09")
    visible = [("q", "rob"), ("from", form.since), ("to", form.until), ("actor", "p-ratna"), ("group", "1")]
    asked = read_query([*visible, *form.hidden], 20)
    assert asked.faults == ()
    assert set(asked.query.actors) == set(query.actors)
    assert replace(asked.query, actors=query.actors) == query
    assert ("lang", "en") in form.hidden


def test_a_long_facet_folds_but_never_hides_what_is_chosen() -> None:
    values = tuple(FacetValue(str(n), f"Nama {n}", 1, 1, selected=n < 9) for n in range(20))
    shown = filters.facet_list(Facet("person", values, 0), Query(), VOICE, LINKS)
    assert (len(shown.values), len(shown.rest)) == (9, 11)
    assert all(choice.selected for choice in shown.values)
    short = filters.facet_list(Facet("person", values[:9], 0), Query(), VOICE, LINKS)
    assert (len(short.values), short.rest) == (9, ())


def test_only_other_forms_are_named_as_what_matched() -> None:
    hit = Hit(
        Article("a", "Judul", ""), 1.0, matched=(("banjir", ("banjir", "kebanjiran")), ("rob", ("Rob",)))
    )
    assert view.through(hit) == "kebanjiran"


def test_a_snippet_does_not_repeat_the_headline_that_it_begins_with() -> None:
    lead = Snippet("body", "Rob datang. Warga pergi.", 0, ((0, 3), (12, 17)))
    other = Snippet("body", "Rob datang. Lagi.", 80, ((0, 3),))
    given = Hit(Article("a", "Rob datang.", ""), 1.0, snippets=(lead, other))
    bare = given._replace(stored=replace(given.article, title_method="first-sentence"))
    assert view.snippets(given) == given.snippets
    assert view.snippets(bare) == (Snippet("body", "Warga pergi.", 12, ((0, 5),)), other)
    alone = bare._replace(snippets=(Snippet("body", "Rob datang.", 0, ((0, 3),)),))
    assert view.snippets(alone) == ()


def test_what_is_left_of_a_cut_headline_is_printed_for_its_hit_or_alone() -> None:
    article = Article("a", "Rob datang di kota…", "", title_method="first-sentence")
    plain = Snippet("body", "Rob datang di kota, Minggu (27/9).", 0, ((0, 3),))
    marked = Snippet("body", "Rob datang di kota, warga pergi.", 0, ((0, 3), (20, 25)))
    other = Snippet("body", "Warga pergi.", 80, ((0, 5),))
    hit = Hit(article, 1.0, snippets=(plain, other))
    assert view.snippets(hit) == (other,)
    assert view.snippets(hit._replace(snippets=(plain,))) == (Snippet("body", "…Minggu (27/9).", 19, ()),)
    (rest, kept) = view.snippets(hit._replace(snippets=(marked, other)))
    assert (rest.text, rest.hits, kept) == ("…warga pergi.", ((1, 6),), other)
    assert plain.text[rest.start] == " "


def test_the_articles_of_one_actor_are_headed_by_it() -> None:
    page = page_of(Query(actors=("p-ratna",)), selected_actors=(RATNA,))
    assert view.alone(page) == RATNA
    assert view.alone(replace(page, query=Query(text="rob", actors=("p-ratna",)))) is None
    assert view.alone(page_of(Query())) is None


def test_problems_are_told_in_the_readers_language() -> None:
    page = page_of(Query(text="a (b"), problems=(Problem("syntax", "opening-alone", (2, 4)),))
    assert view.problems(page, VOICE) == (
        ("Penulisan diperbaiki.", "Kurung buka tidak ditutup; dianggap ditutup di akhir."),
    )
    ((kind, text),) = view.problems(page, Voice("en", VOICE.catalogue))
    assert "repaired" in kind
    assert "bracket" in text


@pytest.mark.parametrize("said", get_args(Said))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_can_be_told(said: Said, language: str) -> None:
    page = page_of(Query(), problems=(Problem("syntax", said, value="kucing"),))
    ((_, text),) = view.problems(page, Voice(language, VOICE.catalogue))
    assert text
