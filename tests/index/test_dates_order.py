"""The neighbours of an article tell its day where the order of an archive tells days, and nowhere else."""

import random
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article
from index.dates_order import Order, OrderEvidence, _address, _agreed, _all_agreed, places, settled_order

FIRST = date(2021, 3, 1).toordinal()


def line(number: int, path: str = "berita.jsonl") -> Article:
    return Article(f"x{number:04x}y", "", "Tanpa tanggal.", path=path, line=number)


def learnt(*parts: list[tuple[Article, int]], budget: int = 1 << 20) -> Order:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        paths = [Path(folder) / str(number) for number in range(len(parts))]
        for path, dated in zip(paths, parts, strict=True):
            evidence = OrderEvidence()
            for article, day in dated:
                evidence.note(article, day)
            evidence.write(path)
        return settled_order(paths, Path(folder) / "order", budget).opened()


def crawl(count: int = 200) -> list[tuple[Article, int]]:
    """Every other line is dated, twenty lines a day."""
    return [(line(number), FIRST + number // 20) for number in range(1, count, 2)]


def test_neighbours_tell_the_day() -> None:
    beside = learnt(crawl()).beside(line(30), None)
    assert beside is not None
    assert beside.day == FIRST + 1 and beside.share > 0.8
    assert len(beside.company) == 8


def test_an_order_by_chance_tells_nothing() -> None:
    days = [FIRST + n * 9 for n in range(100)]
    random.Random(5).shuffle(days)
    order = learnt([(line(2 * n + 1), day) for n, day in enumerate(days)])
    answers = [order.beside(line(number), None) for number in range(0, 200, 2)]
    assert all(beside is None or beside.share < 0.3 for beside in answers)


def test_how_much_an_order_tells_is_measured() -> None:
    days = [FIRST + n * 9 for n in range(100)]
    random.Random(5).shuffle(days)
    by_chance = learnt([(line(2 * n + 1), day) for n, day in enumerate(days)])
    assert by_chance.told.sense < 0.1 < 0.8 < learnt(crawl()).told.sense


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(1, 30), st.integers(0, 12)), max_size=60),
    st.integers(1, 4),
)
def test_all_at_once_they_are_measured_as_one_by_one(
    placed: list[tuple[int, int, int]], sequences: int
) -> None:
    order = learnt([(line(number, f"{path % sequences}"), FIRST + day) for path, number, day in placed])
    agreed, sizes = _all_agreed(*order._all_around(np.arange(len(order.keys))))
    for place, (day, size) in enumerate(zip(agreed.tolist(), sizes.tolist(), strict=True)):
        told, company = _agreed(order._around(int(order.keys[place]), int(order.days[place])))
        assert (told, len(company)) == (day, size)


def test_an_archive_of_one_day_tells_no_order() -> None:
    assert learnt([(line(number), FIRST) for number in range(1, 100)]).told.sense == 0


def test_a_day_off_is_told_apart() -> None:
    """Every fifth article is of the day before its neighbours."""
    dated = [(line(n), FIRST + n // 40 * 9 - (n % 5 == 0)) for n in range(1, 401)]
    beside = learnt(dated).beside(line(30), None)
    assert beside is not None and beside.shares[2] > beside.shares[1] > 0.05 > beside.shares[3]


def test_an_article_is_not_its_own_neighbour() -> None:
    order = learnt([*crawl(), (line(30), FIRST + 900)])
    beside = order.beside(line(30), FIRST + 900)
    assert beside is not None and beside.day == FIRST + 1 and len(beside.company) == 8


def test_sequences_are_kept_apart() -> None:
    order = learnt(crawl())
    assert order.beside(line(30, "lain.jsonl"), None) is None
    assert order.beside(Article("a", "", "b", path="arsip/030.txt"), None) is None


def test_numbered_files_addresses_and_ids_are_sequences() -> None:
    files = [Article("a", "", "b", path=f"arsip/{n:03}_7be1409c22f05a18.txt") for n in (7, 8)]
    assert places(files[1])[0] - places(files[0])[0] == 1
    pages = [
        Article("a", "", "b", path="x.html", url=f"https://kabarnusa.example/read/{n}/3-pasar")
        for n in (70001, 70002)
    ]
    assert places(pages[1])[0] - places(pages[0])[0] == 1
    records = [Article(f"berita-{n}", "", "b", path="x.jsonl", line=5) for n in (41, 42)]
    assert places(records[0])[0] == places(records[1])[0]
    assert places(records[1])[1] - places(records[0])[1] == 1
    assert places(Article("a", "", "b", path="arsip/7be1409c22f05a18.txt")) == ()


def test_the_best_sequence_answers() -> None:
    """Lines shuffled, but the numbers of the addresses tell."""
    numbers = list(range(10_000, 10_200))
    random.Random(7).shuffle(numbers)
    dated = [
        (
            Article("x", "", "b", path="a.jsonl", line=n + 1, url=f"https://kabarnusa.example/{number}/x"),
            FIRST + (number - 10_000) // 10 * 3,
        )
        for n, number in enumerate(numbers)
    ]
    beside = learnt(dated).beside(dated[50][0], dated[50][1])
    assert beside is not None and beside.day == dated[50][1] and beside.share > 0.6


def test_order_of_observation_does_not_matter_and_parts_add_up() -> None:
    dated = crawl()
    shuffled = list(dated)
    random.Random(3).shuffle(shuffled)
    whole, parts = learnt(dated), learnt(shuffled[::3], [], shuffled[1::3], shuffled[2::3], budget=500)
    assert whole.told == parts.told
    assert whole.beside(line(77), None) == parts.beside(line(77), None)


def test_few_articles_are_not_believed() -> None:
    beside = learnt([(line(number), FIRST) for number in (1, 2, 3)]).beside(line(4), None)
    assert beside is None or beside.share < 0.5


@given(st.text(), st.text(), st.text(), st.integers(0, 5))
def test_any_place_can_be_asked(identity: str, path: str, url: str, number: int) -> None:
    article = Article(identity, "", "b", path=path, url=url, line=number)
    assert all(0 <= key < 1 << 64 for key in places(article))
    assert learnt(crawl(40)).beside(article, None) is None or url or path


@given(
    st.text(st.sampled_from("htps:/.?#[]@;a1é 0"), max_size=20),
    st.sampled_from(["", "http://", "https://a.id/"]),
)
def test_an_address_is_read_as_the_standard_library_does(rest: str, beginning: str) -> None:
    url = beginning + rest
    try:
        wanted: tuple[str, str] | None = urlsplit(url)[1:3]
    except ValueError:
        wanted = None
    assert _address(url) == wanted


def test_an_address_that_is_none_is_no_place() -> None:
    for url in ("http://[abc/12345", "http://a℀b.example/12345", "http://a.example/1234\n5"):
        assert places(Article("a", "", "b", path="x.html", url=url)) == ()
