"""The archive decides the year that an article leaves out, from what it alone has taught."""

import dataclasses
import pickle
import random
from datetime import date

from index.article import Article, Dating, Source
from index.dates import Dater
from index.dates_archive import ArchiveYears, YearRevision
from index.deciding import decided
from index.reading import Reading

DATER = Dater.load(date(2026, 6, 30))
OUTLET = Source("kabarnusa", "Kabar Nusa")
OTHER = Source("portalbumi", "Portal Bumi")


def article(identity: str, body: str, source: Source | None = OUTLET) -> Article:
    dated = DATER.date("", body)
    return Article(
        identity, "", body, published=dated.published, mentioned_dates=dated.mentioned, source=source
    )


def dated(year: int, count: int, name: str, source: Source | None = OUTLET) -> list[Article]:
    weekdays = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
    days = [date(year, month, 11) for month in range(1, 13)]
    return [
        article(
            f"{year}-{n}-{name}",
            f"Bupati {name} hadir, kata camat, {weekdays[day.weekday()]} ({day.day}/{day.month}/{year}).",
            source,
        )
        for n in range(count)
        for day in (days[n % 12],)
    ]


def learnt(seen: list[Article]) -> YearRevision:
    revision = decided(ArchiveYears(DATER), [map(Reading, seen)])[0]
    assert isinstance(revision, YearRevision)
    return revision


# 11 May was a Thursday in 2017 and in 2023.
UNSURE = "Jembatan ambruk, kata Bupati {name}, Kamis (11/5). Warga Muara Teduh memutar lewat laut."


def test_outlet_decides() -> None:
    revision = learnt([*dated(2017, 40, "Santoso"), *dated(2023, 40, "Gunawan", OTHER)])
    for source, year in ((OUTLET, 2017), (OTHER, 2023)):
        revised = revision.revise(Reading(article("x", UNSURE.format(name="Wijaya"), source))).article
        assert revised.published.value == date(year, 5, 11)
        assert revised.published.method == "archive"
        assert revised.published.evidence == "Kamis (11/5)"
        assert date(year, 5, 11) in revised.mentioned_dates


def test_names_decide_within_an_outlet() -> None:
    revision = learnt([*dated(2017, 40, "Santoso"), *dated(2023, 40, "Gunawan")])
    for name, year in (("Santoso", 2017), ("Gunawan", 2023)):
        published = revision.revise(Reading(article("x", UNSURE.format(name=name)))).article.published
        assert published.value == date(year, 5, 11)


def test_a_sure_date_is_left_alone() -> None:
    revision = learnt(dated(2017, 40, "Santoso"))
    sure = article("x", "Pasar sepi, kata Bupati Santoso, Kamis (11/5/2023).")
    given = dataclasses.replace(
        sure, published=Dating(date(2023, 5, 11), "day", "given", "high", "2023-05-11")
    )
    assert revision.revise(Reading(sure)).article is sure
    assert revision.revise(Reading(given)).article is given


def test_nothing_learnt_changes_nothing() -> None:
    unsure = article("x", UNSURE.format(name="Wijaya"))
    assert learnt([unsure]).revise(Reading(unsure)).article is unsure
    assert learnt([article("y", "Tanpa tanggal.")]).revise(Reading(unsure)).article is unsure


def test_text_without_dates_stays_undated() -> None:
    undated = article("x", "Pasar sepi sepanjang pekan.")
    assert learnt(dated(2017, 40, "Santoso")).revise(Reading(undated)).article is undated


def test_order_does_not_matter_and_the_revision_can_be_sent() -> None:
    seen = [*dated(2017, 30, "Santoso"), *dated(2023, 30, "Gunawan")]
    shuffled = list(seen)
    random.Random(3).shuffle(shuffled)
    unsure = article("x", UNSURE.format(name="Santoso"), None)
    results = [
        revision.revise(Reading(unsure))
        for revision in (learnt(seen), learnt(shuffled), pickle.loads(pickle.dumps(learnt(seen))))
    ]
    assert results[0] == results[1] == results[2]


def test_parts_add_up() -> None:
    seen = [Reading(one) for one in (*dated(2017, 30, "Santoso"), *dated(2023, 30, "Gunawan"))]
    unsure = Reading(article("x", UNSURE.format(name="Santoso"), None))
    (whole,) = decided(ArchiveYears(DATER), [seen])
    for revision in decided(ArchiveYears(DATER), [seen[:10], [], seen[10:]], budget=1):
        assert revision.revise(unsure) == whole.revise(unsure)
        assert isinstance(revision, YearRevision) and isinstance(whole, YearRevision)
        assert (revision.words == whole.words).all() and revision.years == whole.years


def test_years_outside_the_table_are_passed_over() -> None:
    old = article("x", "Sultan wafat, kata istana, Rabu (11/5/1921).")
    revision = learnt([old, *dated(2017, 5, "Santoso")])
    assert revision.years == {2017: 5}


def line(number: int, body: str) -> Article:
    return dataclasses.replace(article(f"x{number}", body, None), path="berita.jsonl", line=number)


def crawl() -> list[Article]:
    """Every other line is dated in words, ten lines a day, from 3 May 2021."""
    weekdays = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
    first = date(2021, 5, 3)
    days = [date.fromordinal(first.toordinal() + n // 5) for n in range(100)]
    return [
        line(
            2 * n + 1, f"Air surut, kata camat, {weekdays[day.weekday()]} ({day.day}/{day.month}/{day.year})."
        )
        for n, day in enumerate(days)
    ]


def test_neighbours_date_what_says_no_day() -> None:
    published = learnt(crawl()).dated(line(36, "Pasar sepi sepanjang pekan.")).published
    assert published.value == date(2021, 5, 6)
    assert (published.method, published.confidence, published.span) == ("neighbours", "medium", None)
    assert "2021-05-06" in published.evidence


def test_neighbours_date_nothing_in_a_shuffled_archive() -> None:
    numbers = list(range(1, 201, 2))
    random.Random(11).shuffle(numbers)
    shuffled = [dataclasses.replace(one, line=n) for one, n in zip(crawl(), numbers, strict=True)]
    undated = line(36, "Pasar sepi sepanjang pekan.")
    assert learnt(shuffled).dated(undated) is undated


def test_neighbours_reject_the_day_of_an_old_event() -> None:
    old = line(36, "Jembatan itu ambruk pada Senin (1/2/2021). Warga masih memutar lewat laut.")
    assert old.published.value == date(2021, 2, 1)
    published = learnt(crawl()).dated(old).published
    assert published.value == date(2021, 5, 6) or published.confidence == "low"


def test_neighbours_confirm_a_day_and_its_year() -> None:
    unsure = line(36, "Jembatan ambruk, Kamis (6/5). Warga memutar lewat laut.")
    assert unsure.published.confidence == "low"
    published = learnt(crawl()).dated(unsure).published
    assert (published.value, published.confidence) == (date(2021, 5, 6), "high")
    assert published.evidence == "Kamis (6/5)"


def test_a_month_is_not_taken_for_a_year() -> None:
    """`(11/12)` says no year, so the archive may still decide it."""
    revision = learnt(dated(2017, 40, "Santoso"))
    unsure = article("x", "Jembatan ambruk, kata Bupati Santoso, Senin (11/12).")
    assert unsure.published.value == date(2023, 12, 11)
    published = revision.dated(unsure).published
    assert (published.value, published.method) == (date(2017, 12, 11), "archive")


def test_the_days_of_a_crawl_do_not_decide_a_year() -> None:
    """Of 2023 the archive has one day alone, 11 May; that does not draw every 11 May to 2023."""
    crawled = [
        article(f"c{n}", "Camat Gunawan hadir, kata lurah, Kamis (11/5/2023).", OTHER) for n in range(20)
    ]
    revision = learnt([*dated(2017, 60, "Santoso"), *crawled])
    published = revision.dated(article("x", UNSURE.format(name="Santoso"), None)).published
    assert published.value == date(2017, 5, 11) and published.confidence in ("high", "medium")


def test_a_year_that_a_text_only_names_can_be_corrected() -> None:
    """Of an article of 2025 that lists a coup of 2014, 2 July could be of 2014 too."""
    body = "Rapat digelar, kata Bupati Santoso, Rabu (2/7). Kudeta terakhir terjadi pada 2014."
    named = article("x", body)
    assert named.published.value == date(2014, 7, 2) and named.published.confidence == "high"
    assert learnt(dated(2025, 60, "Santoso")).dated(named).published.value == date(2025, 7, 2)
