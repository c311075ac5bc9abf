"""The archive decides the year that an article leaves out, from what it alone has taught."""

import dataclasses
import pickle
import random
from datetime import date

from index.article import Article, Dating, Source
from index.dates import Dater
from index.dates_archive import ArchiveYears, YearRevision

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
    observer = ArchiveYears(DATER)
    for one in seen:
        observer.observe(one)
    return observer.settle()


# 11 May was a Thursday in 2017 and in 2023.
UNSURE = "Jembatan ambruk, kata Bupati {name}, Kamis (11/5). Warga Muara Teduh memutar lewat laut."


def test_outlet_decides() -> None:
    revision = learnt([*dated(2017, 40, "Santoso"), *dated(2023, 40, "Gunawan", OTHER)])
    for source, year in ((OUTLET, 2017), (OTHER, 2023)):
        revised = revision.revise(article("x", UNSURE.format(name="Wijaya"), source))
        assert revised.published.value == date(year, 5, 11)
        assert revised.published.method == "archive"
        assert revised.published.evidence == "Kamis (11/5)"
        assert date(year, 5, 11) in revised.mentioned_dates


def test_names_decide_within_an_outlet() -> None:
    revision = learnt([*dated(2017, 40, "Santoso"), *dated(2023, 40, "Gunawan")])
    for name, year in (("Santoso", 2017), ("Gunawan", 2023)):
        published = revision.revise(article("x", UNSURE.format(name=name))).published
        assert published.value == date(year, 5, 11)


def test_a_sure_date_is_left_alone() -> None:
    revision = learnt(dated(2017, 40, "Santoso"))
    sure = article("x", "Pasar sepi, kata Bupati Santoso, Kamis (11/5/2023).")
    given = dataclasses.replace(
        sure, published=Dating(date(2023, 5, 11), "day", "given", "high", "2023-05-11")
    )
    assert revision.revise(sure) is sure
    assert revision.revise(given) is given


def test_nothing_learnt_changes_nothing() -> None:
    unsure = article("x", UNSURE.format(name="Wijaya"))
    assert learnt([unsure]).revise(unsure) is unsure
    assert learnt([article("y", "Tanpa tanggal.")]).revise(unsure) is unsure


def test_text_without_dates_stays_undated() -> None:
    undated = article("x", "Pasar sepi sepanjang pekan.")
    assert learnt(dated(2017, 40, "Santoso")).revise(undated) is undated


def test_order_does_not_matter_and_the_revision_can_be_sent() -> None:
    seen = [*dated(2017, 30, "Santoso"), *dated(2023, 30, "Gunawan")]
    shuffled = list(seen)
    random.Random(3).shuffle(shuffled)
    unsure = article("x", UNSURE.format(name="Santoso"), None)
    results = [
        revision.revise(unsure)
        for revision in (learnt(seen), learnt(shuffled), pickle.loads(pickle.dumps(learnt(seen))))
    ]
    assert results[0] == results[1] == results[2]


def test_years_outside_the_table_are_passed_over() -> None:
    old = article("x", "Sultan wafat, kata istana, Rabu (11/5/1921).")
    revision = learnt([old, *dated(2017, 5, "Santoso")])
    assert revision.years == {2017: 5}
