"""An archive understood in parts: order, workers, observers and revisions; nothing left behind."""

import gc
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

import index.understanding
from index.article import Article
from index.corpus import Corpus
from index.corpus_formats import Limits, RawArticle, Skipped
from index.executors import ThisMachine
from index.observers import ArchiveDecisions
from index.reading import Reading
from index.revision import Observer, OneByOne
from index.store_loading import SpoolLoader, spooled
from index.understanding import COLLECT_AFTER, Item, Understanding, scratch_folder, seldom_collected

BUDGET = 1 << 24


def records(count: int) -> Iterator[RawArticle | Skipped]:
    for number in range(count):
        if number % 50 == 7:
            yield Skipped("a", number, "tidak terbaca")
        else:
            yield RawArticle(
                f"Banjir nomor {number} melanda desa.", "a", number, id=str(number), title=f"T{number}"
            )


@dataclass(frozen=True, slots=True)
class Counted(OneByOne):
    seen: int

    def revision(self, part: int) -> "Counted":
        return self

    def revise(self, reading: Reading) -> Reading:
        article = reading.article
        return replace(reading, article=replace(article, title=f"{article.title} dari {self.seen}"))


class Count:
    def __init__(self) -> None:
        self.seen = 0

    def observe(self, reading: Reading) -> None:
        self.seen += 1

    def write(self, folder: Path) -> None:
        (folder / "seen").write_text(str(self.seen), encoding="ascii")


class CountObserver:
    """Knows only at the end how many articles there are."""

    def evidence(self) -> Count:
        return Count()

    def settle(self, shown: Sequence[Path], folder: Path, budget: int) -> Counted:
        return Counted(sum(int((part / "seen").read_text(encoding="ascii")) for part in shown))


def understood(
    source: Path | list[RawArticle | Skipped],
    observers: Sequence[Observer] = (),
    workers: int = 1,
    latest: date | None = None,
    budget: int = BUDGET,
) -> list[Item]:
    with scratch_folder() as scratch, ThisMachine(workers).open(0, scratch) as executor:
        understanding = Understanding(observers, executor, scratch, latest, budget)
        if isinstance(source, Path):
            for _ in understanding.scan(Corpus([source], Limits()).files, Limits()):
                pass
        else:
            understanding.scan_records(source)
        skipped = [one for part in understanding.read() for one in part.skipped]
        items = list(understanding.items())
        assert skipped == [item for item in items if isinstance(item, Skipped)]
        loaded = [article for path in understanding.load(SpoolLoader()) for article in spooled(path)]
        assert loaded == [item for item in items if isinstance(item, Article)]
        assert understanding.loaded == len(loaded)
        return items


def test_second_pass_knows_the_whole_archive_and_keeps_the_order() -> None:
    items = understood(list(records(10)), [CountObserver()])
    assert [item.title for item in items if isinstance(item, Article)] == [
        f"T{number} dari 9" for number in range(10) if number != 7
    ]
    assert items[7] == Skipped("a", 7, "tidak terbaca")


OUTLETS = ("Kabar Nusa", "Portal Bumi")
LEAD = "Wali Kota Sartika Wulandar{} meresmikan pasar ikan bersama Kepala Dinas Togar Lumban di Kupang, {}. "
SHARED = (
    "Pasar itu dibangun dua tahun lalu dengan biaya delapan miliar rupiah dari anggaran pemerintah daerah. "
)
ALSO = "Pedagang ikan sudah lima bulan menunggu kios baru yang dijanjikan pemerintah kota sejak tahun lalu. "


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive about which all observers have something to decide, with repeated ids and texts."""
    days = ("Selasa (11/5/2021)", "Kamis (11/5)", "Rabu pagi")
    rows = [
        {
            "id": str(number % 45),
            "source": OUTLETS[number % 2],
            "body": LEAD.format("iy"[number % 3 == 1], days[number % 3])
            + (SHARED + ALSO if number % 4 == 0 else "")
            + f"Panitia mencatat {number} pedagang hadir.\nIkuti kabar kami setiap pagi.",
        }
        for number in range(60)
    ]
    folder = tmp_path / "arsip"
    folder.mkdir()
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, rows[:40])), encoding="utf-8")
    (folder / "b.jsonl").write_text("\n".join(map(json.dumps, [*rows[40:], rows[3]])), encoding="utf-8")
    (folder / "c.txt").write_bytes(b"")
    return folder


def test_parts_workers_and_budget_change_nothing(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    observers = ArchiveDecisions().observers()
    whole = understood(archive, observers)
    articles = [item for item in whole if isinstance(item, Article)]
    assert len(articles) == 60 and len(whole) == 62
    assert {article.copies.group for article in articles} - {""}
    assert {cut.reason for article in articles for cut in article.cuts} >= {"learnt"}
    people = {actor.name for article in articles for actor in article.actors if actor.kind == "person"}
    assert people == {"Sartika Wulandari", "Togar Lumban"}
    for size, workers, budget in ((2000, 1, BUDGET), (700, 2, BUDGET), (3000, 2, 1000)):
        monkeypatch.setattr(index.understanding, "SMALLEST_PART", size)
        monkeypatch.setattr(index.understanding, "LARGEST_PART", size)
        assert understood(archive, observers, workers, budget=budget) == whole


def test_text_that_is_only_boilerplate_is_skipped() -> None:
    (item,) = understood([RawArticle("Baca juga: Harga Cabai Naik", "a")])
    assert isinstance(item, Skipped) and "boilerplate" in item.reason


def test_nothing_is_dated_after_the_latest_day() -> None:
    raw = RawArticle("Banjir melanda desa, Minggu (27/9/2020).", "a", id="1")
    for workers in (1, 2):
        (item,) = understood([raw], workers=workers, latest=date(2020, 9, 1))
        assert isinstance(item, Article) and item.published.value is None
        (item,) = understood([raw], workers=workers, latest=date(2020, 10, 1))
        assert isinstance(item, Article) and item.published.value == date(2020, 9, 27)


def test_an_archive_of_nothing() -> None:
    assert understood([], ArchiveDecisions().observers()) == []


def test_scratch_is_removed_and_what_a_killed_build_left(tmp_path: Path) -> None:
    (tmp_path / "scratch" / "kliping-dead").mkdir(parents=True)
    with scratch_folder(tmp_path / "scratch") as folder:
        (folder / "spool").write_bytes(b"x")
        assert [path.name for path in (tmp_path / "scratch").iterdir()] == [folder.name]
    assert not (tmp_path / "scratch").exists()


def test_the_collector_of_cycles_is_as_it_was_after_a_task_even_a_failed_one() -> None:
    usual = gc.get_threshold()
    with pytest.raises(OSError, match="penuh"), seldom_collected():
        assert gc.get_threshold()[0] >= COLLECT_AFTER and gc.isenabled()
        raise OSError("penuh")
    assert gc.get_threshold() == usual


def test_the_collector_does_not_look_through_what_a_task_leaves() -> None:
    looked: list[str] = []
    gc.collect()
    gc.callbacks.append(lambda phase, _: looked.append(phase))
    try:
        with seldom_collected():
            left = [[number] for number in range(COLLECT_AFTER // 10)]
        more = [[number] for number in range(100)]
    finally:
        gc.callbacks.pop()
    assert looked == [] and len(left) > len(more)
