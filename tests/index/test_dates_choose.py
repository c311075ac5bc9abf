"""The signs of a day are weighed by a table, and the sum is a share that confidence is read off."""

from datetime import date
from pathlib import Path

import pytest

from index.dates import Dater
from index.dates_choose import COLUMNS, WEIGHTS, DayChooser
from index.lang.tables import LanguageDataError

DATER = Dater.load()
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


ROWS = WEIGHTS.read_text(encoding="utf-8").split("\t".join(COLUMNS) + "\n")[1].splitlines()


@pytest.mark.parametrize(
    "rows", [[*ROWS, "moon\t1.0\t\t"], [*ROWS, ROWS[0]], ROWS[1:], [*ROWS[1:], "always\tmuch\t\t"]]
)
def test_a_table_that_breaks_the_rules_is_named(tmp_path: Path, rows: list[str]) -> None:
    table = tmp_path / "weights.tsv"
    table.write_text("\t".join(COLUMNS) + "\n" + "\n".join(rows), encoding="utf-8")
    with pytest.raises(LanguageDataError, match=r"weights\.tsv"):
        DayChooser.load(table)
