"""Who sounds alike is found however few people memory may hold."""

from pathlib import Path

import pytest

from index.names_alike import LARGEST_GROUP, Alike, Person

NAMES = ["Dharmo Sastro", "Wati Kusuma", "Darmo Sastro", "Udin Bakri", "Wathi Kusuma", "Soni Arya"]


@pytest.mark.parametrize("budget", [1, 5_000, 1 << 20])
def test_only_names_of_one_sound_come_back_together(tmp_path: Path, budget: int) -> None:
    alike = Alike(tmp_path / "people", budget)
    for number, name in enumerate(NAMES):
        alike.add(Person(name, name.lower(), number, b""))
    found = [[person.name for person in group] for group in alike.groups()]
    assert found == [["Dharmo Sastro", "Darmo Sastro"], ["Wati Kusuma", "Wathi Kusuma"]]


def test_too_many_of_one_sound_say_nothing(tmp_path: Path) -> None:
    alike = Alike(tmp_path / "people", 1 << 20)
    for number in range(LARGEST_GROUP + 1):
        alike.add(Person("Budi Hartono", str(number), 1, b""))
    assert list(alike.groups()) == []
    assert list(Alike(tmp_path / "none", 1).groups()) == []
