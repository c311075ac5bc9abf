"""Two passes over an archive: order, workers, observers and revisions."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from index.article import Article
from index.corpus_formats import RawArticle, Skipped
from index.understanding import CHUNK, Item, Understanding, read_all, suitable_workers


def records(count: int) -> Iterator[RawArticle | Skipped]:
    for number in range(count):
        if number % 50 == 7:
            yield Skipped("a", number, "tidak terbaca")
        else:
            yield RawArticle(
                f"Banjir nomor {number} melanda desa.", "a", number, id=str(number), title=f"T{number}"
            )


@dataclass(frozen=True, slots=True)
class CountRevision:
    seen: int

    def revise(self, article: Article) -> Article:
        return replace(article, title=f"{article.title} dari {self.seen}")


class CountObserver:
    """Knows only at the end how many articles there are."""

    def __init__(self) -> None:
        self.seen = 0

    def observe(self, article: Article) -> None:
        self.seen += 1

    def settle(self) -> CountRevision:
        return CountRevision(self.seen)


def test_second_pass_knows_the_whole_archive_and_keeps_the_order() -> None:
    told: list[Item] = []
    with Understanding([CountObserver()], 1) as understanding:
        understanding.read(records(10), told.append)
        items = list(understanding)
    assert understanding.articles == 9
    assert [item.title for item in items if isinstance(item, Article)] == [
        f"T{number} dari 9" for number in range(10) if number != 7
    ]
    assert items[7] == told[7] == Skipped("a", 7, "tidak terbaca")


def test_workers_change_nothing() -> None:
    count = 3 * CHUNK + 5
    assert list(read_all(records(count), 2)) == list(read_all(records(count), 1))


def test_text_that_is_only_boilerplate_is_skipped() -> None:
    item = next(iter(read_all([RawArticle("Baca juga: Harga Cabai Naik", "a")], 1)))
    assert isinstance(item, Skipped) and "boilerplate" in item.reason


def test_small_archives_are_read_in_one_process(tmp_path: Path) -> None:
    assert suitable_workers(10_000) == 1
    assert suitable_workers(10**12) >= 1


def test_nothing_is_dated_after_the_latest_day() -> None:
    text = "Banjir melanda desa, Minggu (27/9/2020)."
    for workers in (1, 2):
        (item,) = read_all([RawArticle(text, "a", id="1")], workers, date(2020, 9, 1))
        assert isinstance(item, Article) and item.published.value is None
        (item,) = read_all([RawArticle(text, "a", id="1")], workers, date(2020, 10, 1))
        assert isinstance(item, Article) and item.published.value == date(2020, 9, 27)


def test_workers_end_with_the_process_that_started_them() -> None:
    endless = (
        "from itertools import count\n"
        "from index.corpus_formats import RawArticle\n"
        "from index.understanding import read_all\n"
        "for article in read_all((RawArticle('Banjir.', 'a', n) for n in count()), workers=2):\n"
        "    print(article.id, flush=True)\n"
    )
    started = subprocess.Popen([sys.executable, "-c", endless], stdout=subprocess.PIPE)
    assert started.stdout is not None
    with started.stdout as output:
        output.readline()
        started.kill()
        started.wait()
        # The workers hold the other end too: it is at its end when the last of them is gone.
        reading = threading.Thread(target=output.read, daemon=True)
        reading.start()
        reading.join(60)
        assert not reading.is_alive()
