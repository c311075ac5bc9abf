"""Neighbours and days of an archive speak for a day as much as they tell more than chance."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from index.dates_days import DayEvidence, Days, settled_days
from index.dates_favour import ArchiveFavour
from index.dates_order import Beside

DAY = date(2022, 7, 20)
HERE = DAY.toordinal()


def days_of(*noted: int) -> Days:
    with TemporaryDirectory() as folder:
        path, evidence = Path(folder) / "days", DayEvidence()
        for day in noted:
            evidence.note(day)
        evidence.write(path)
        return settled_days([path])


EVEN = days_of(*range(HERE - 300, HERE + 300))


def beside(sense: float, share: float, around: tuple[int, ...] = (HERE,) * 8) -> Beside:
    shares = (0.02, 0.1 * share, share, 0.1 * share, 0.0)
    return Beside(HERE, shares, 1.0, sense, around, around)


def test_neighbours_speak_for_their_day_most() -> None:
    favour = ArchiveFavour.of(EVEN, beside(0.8, 0.7), None)
    told = [favour.of_neighbours(DAY + timedelta(days)) for days in (0, 1, 2, 9)]
    assert told == sorted(told, reverse=True) and told[0] > told[1] + 1 and told[3] < 0


def test_neighbours_that_are_right_by_chance_say_nothing() -> None:
    chance = EVEN.share(HERE)
    by_chance = Beside(HERE, (chance,) * 5, 1.0, 0.0, (HERE,) * 3, (HERE,) * 3)
    favour = ArchiveFavour.of(EVEN, by_chance, None)
    assert abs(favour.of_neighbours(DAY)) < 0.1 and abs(favour.of_neighbours(date(2022, 3, 1))) < 0.1


def test_neighbours_that_were_never_measured_say_nothing() -> None:
    favour = ArchiveFavour.of(EVEN, Beside(HERE, (0.0,) * 5, 0.0, 0.0, (HERE,), (HERE,)), None)
    assert abs(favour.of_neighbours(DAY)) < 0.01


def test_more_neighbours_on_a_day_tell_more() -> None:
    split = (HERE,) * 3 + (HERE + 1,) * 5
    favour = ArchiveFavour.of(EVEN, beside(0.8, 0.4, split), None)
    alike = ArchiveFavour.of(EVEN, beside(0.8, 0.4), None)
    assert favour.of_neighbours(DAY) < alike.of_neighbours(DAY)
    assert favour.of_neighbours(DAY + timedelta(1)) > alike.of_neighbours(DAY + timedelta(1))


def test_a_day_is_kept_unless_one_beside_it_is_much_likelier() -> None:
    favour = ArchiveFavour.of(EVEN, beside(0.9, 0.8), HERE)
    assert favour.keeps(DAY)
    assert not favour.keeps(DAY - timedelta(1)) and not favour.keeps(DAY - timedelta(60))


def test_the_shares_of_all_days_add_up() -> None:
    days = days_of(HERE, HERE, HERE + 40)
    assert abs(sum(days.share(day) for day in range(HERE - 400, HERE + 500)) - 1) < 1e-9


@given(st.integers(1, 3_000_000), st.floats(0, 1), st.floats(0, 0.5), st.integers(-400, 400))
def test_any_day_can_be_asked(day: int, sense: float, share: float, apart: int) -> None:
    around = (day,) * 4
    told = Beside(day, (0.0, 0.0, share, 0.0, 0.0), 0.9, sense, around, around)
    favour = ArchiveFavour.of(EVEN, told, None)
    assert abs(favour(date.fromordinal(max(1, day + apart)))) < 50
