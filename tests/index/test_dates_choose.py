"""The signs of a named day are weighed by a table; the sum tells the day of publication and its share."""

from datetime import date
from pathlib import Path

import pytest

from index.dates import Dater
from index.dates_choose import COLUMNS, WEIGHTS, DayChooser
from index.dates_context import ContextReader
from index.dates_find import DateFinder
from index.dates_signs import Candidate
from index.lang.calendar import Calendar
from index.lang.tables import LanguageDataError

DATER, CHOOSER = Dater.load(), DayChooser.load()
RANKS = ("none", "low", "medium", "high")
FILLER = "Warga memperbaiki jalan desa bersama-sama. " * 60


def rank(body: str) -> int:
    return RANKS.index(DATER.date("", body).published.confidence)


def test_a_day_at_the_foot_is_less_sure_than_one_at_the_head() -> None:
    day = "Jembatan ambruk, Senin (3/5/2021)."
    assert rank(f"{day} {FILLER}") > rank(f"{FILLER} {day}")
    assert rank(f"{day} {FILLER}") == RANKS.index("high")


def test_a_short_text_has_no_foot() -> None:
    assert rank(f"{FILLER[:300]}. Air surut, kata camat, Senin (3/5/2021).") == RANKS.index("high")


def test_a_post_is_older_than_what_tells_of_it() -> None:
    told, posted = (
        "Air surut, kata camat, Senin (3/5/2021).",
        "Akun itu mengunggah video pada Senin (3/5/2021).",
    )
    assert rank(told) > rank(posted)


def test_an_event_is_less_sure_than_a_report() -> None:
    assert rank(f"{FILLER} Air surut, kata camat, Senin (3/5/2021).") > rank(
        f"{FILLER} Jembatan itu ambruk pada Senin (3/5/2021)."
    )


def test_as_of_is_the_day_of_writing() -> None:
    body = "Banjir melanda desa pada Jumat (30/4/2021). Hingga Senin (3/5/2021) sore air belum surut."
    assert DATER.date("", body).published.value == date(2021, 5, 3)


def test_others_can_tip_the_balance() -> None:
    body = "Jembatan ambruk, Senin (3/5/2021). Perbaikan dimulai, Jumat (7/5/2021)."
    friday = DATER.date("", body).published
    assert friday.value == date(2021, 5, 7)
    monday = DATER.date("", body, favour=lambda day: 6.0 if day == date(2021, 5, 3) else -6.0).published
    assert monday.value == date(2021, 5, 3)


LANDED = f"{FILLER} Pesawat mendarat darurat pada Sabtu, 11 Juni 2022."


def test_what_happened_on_a_day_is_told_the_next() -> None:
    """A deed that is only mentioned comes out on the day after, a talk to the press on the day itself."""
    assert DATER.date("", LANDED).published.value == date(2022, 6, 12)
    talk = f"{FILLER} Pesawat sudah aman, kata pilot, Sabtu (11/6/2022)."
    assert DATER.date("", talk).published.value == date(2022, 6, 11)


def test_no_day_beside_a_named_one_lies_after_the_last_possible() -> None:
    published = Dater.load(date(2022, 6, 11)).date("", LANDED).published
    assert published.value == date(2022, 6, 11)


def test_a_neighbouring_day_can_be_told_by_others() -> None:
    body = "Air surut, kata camat, Sabtu (11/6/2022)."
    published = DATER.date("", body, favour=lambda day: 5.0 * (day == date(2022, 6, 12))).published
    assert (published.value, published.evidence) == (date(2022, 6, 12), "Sabtu (11/6/2022)")


def test_a_day_is_never_surer_than_its_year() -> None:
    body = "Air surut, kata camat, Senin (3/5)."
    for share in (0.1, 0.4, 0.9):
        candidate = _candidate(body, share)
        choice = CHOOSER.choose([candidate])
        assert choice is not None and 0 < choice.share < share


def test_favour_speaks_for_one_year_only() -> None:
    """What others tell of 2021 makes a doubtful year sure; it cannot do so for another."""
    candidate = _candidate("Air surut, kata camat, Senin (3/5).", 0.4)
    here, elsewhere = (
        CHOOSER.choose([candidate], lambda day, year=year: 4.0 if day.year == year else 0.0)
        for year in (2021, 2010)
    )
    assert here is not None and elsewhere is not None
    assert here.confidence == "high" and elsewhere.confidence == "low"


def _candidate(body: str, share: float) -> Candidate:
    (found,) = DateFinder(Calendar.load()).find(body).days
    context = ContextReader.load().read(body, found.start, found.end)
    return Candidate(date(2021, 5, 3), found, share, context, found.start, len(body))


ROWS = WEIGHTS.read_text(encoding="utf-8").split("\t".join(COLUMNS) + "\n")[1].splitlines()


@pytest.mark.parametrize(
    "rows",
    [
        [*ROWS, "moon\t1.0\t1.0\t1.0\t1.0\t"],
        [*ROWS, ROWS[0]],
        ROWS[1:],
        [*ROWS[1:], "always\tmuch\t1\t1\t1\t"],
    ],
)
def test_a_table_that_breaks_the_rules_is_named(tmp_path: Path, rows: list[str]) -> None:
    table = tmp_path / "weights.tsv"
    table.write_text("\t".join(COLUMNS) + "\n" + "\n".join(rows), encoding="utf-8")
    with pytest.raises(LanguageDataError, match=r"weights\.tsv"):
        DayChooser.load(table)
