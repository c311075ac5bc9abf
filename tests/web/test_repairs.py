"""Where nothing was found, every offer finds something, and says how much."""

from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest

from searcher.query import Query
from searcher.searcher import Searcher
from web.language import Voice, read_catalogue
from web.links import Links
from web.params import read_query
from web.repairs import repairs, years_held

VOICE = Voice("id", read_catalogue())
LINKS = Links(20)


@pytest.mark.parametrize(
    ("query", "label"),
    [
        (Query(text="banjir", since=date(1999, 1, 1), until=date(1999, 12, 31)), "Cari tanpa batas tanggal"),
        (Query(text="membanjiri", form="exact"), "Cari semua bentuk kata, bukan hanya yang persis"),
        (Query(text="banjir zzzqqq", match="all"), "Cari artikel yang memuat salah satu kata"),
        (Query(text="banjir zzzqqq", match="all"), "Cari “banjir” saja"),
        (Query(text="banjir", sources=("tidak-ada",)), "Hapus saringan tokoh dan sumber"),
        (Query(text='banjir "zzz qqq" pompa'), 'Cari tanpa “"zzz qqq"”'),
        (Query(text='"banjir merendam" judul:zzzqqq'), 'Cari “"banjir merendam"” saja'),
        (Query(text="banjir -banjir"), "Cari tanpa “-banjir”"),
        (Query(text='"banjir merendam" zzzqqq', until=date(1999, 1, 1)), 'Cari “"banjir merendam"” saja'),
    ],
)
def test_every_offer_finds_what_it_says(searcher: Searcher, query: Query, label: str) -> None:
    assert searcher.search(query).total == 0
    offers = repairs(query, searcher, VOICE, LINKS)
    assert label in [offer.label for offer in offers]
    for offer in offers:
        again = read_query(parse_qsl(urlsplit(offer.url).query), 20).query
        assert searcher.search(again).total == offer.count > 0
    assert len({offer.url for offer in offers}) == len({offer.label for offer in offers}) == len(offers)


def test_one_word_is_not_offered_as_any_of_its_words(searcher: Searcher) -> None:
    offers = repairs(Query(text="banjir", since=date(1999, 1, 1)), searcher, VOICE, LINKS)
    assert "Cari artikel yang memuat salah satu kata" not in [offer.label for offer in offers]


def test_the_years_of_the_archive_are_told_where_it_has_nothing_of_the_time_asked_for(
    searcher: Searcher,
) -> None:
    assert years_held(Query(text="banjir", until=date(1999, 12, 31)), searcher) == ("2020", "2022")
    assert years_held(Query(text="zzzqqq", since=date(2020, 1, 1)), searcher) is None
    assert years_held(Query(text="zzzqqq"), searcher) is None


def test_where_nothing_helps_nothing_is_offered(searcher: Searcher) -> None:
    assert repairs(Query(text="zzzqqq OR qqqzzz"), searcher, VOICE, LINKS) == ()
