"""Where nothing was found, every offer finds something, and says how much."""

from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest

from searcher.query import Query
from searcher.searcher import Searcher
from web.language import Voice, read_catalogue
from web.links import Links
from web.params import read_query
from web.repairs import repairs

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
    ],
)
def test_every_offer_finds_what_it_says(searcher: Searcher, query: Query, label: str) -> None:
    assert searcher.search(query).total == 0
    offers = repairs(query, searcher, VOICE, LINKS)
    assert label in [offer.label for offer in offers]
    for offer in offers:
        again = read_query(parse_qsl(urlsplit(offer.url).query), 20).query
        assert searcher.search(again).total == offer.count > 0
    assert len({offer.url for offer in offers}) == len(offers)


def test_where_nothing_helps_nothing_is_offered(searcher: Searcher) -> None:
    assert repairs(Query(text="zzzqqq OR qqqzzz"), searcher, VOICE, LINKS) == ()
