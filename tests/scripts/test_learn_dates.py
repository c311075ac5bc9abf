"""Dates are learnt and measured on an archive that states them, without showing them to the reader."""

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

SCRIPT = Path(__file__).parent.parent.parent / "scripts" / "learn_dates.py"
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def run(*arguments: object) -> list[list[str]]:
    done = subprocess.run(
        [sys.executable, SCRIPT, *map(str, arguments)], capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr
    return [line.split() for line in done.stdout.splitlines()]


def archive(folder: Path) -> Path:
    """Eighty reports of the day before, whose address states the day itself and the data one much later."""
    days = [date(2021, 3, 1) + timedelta(number // 4) for number in range(80)]
    lines = [
        {
            "id": f"berita-{number}",
            "body": f"Jembatan {number} ambruk pada {WEEKDAYS[told.weekday()]}, {told:%d/%m/%Y}.\u2028Usai.",
            "published": f"{day + timedelta(30)}",
            "url": f"https://kabarnusa.example/{day:%Y/%m/%d}/jembatan-{number}",
        }
        for number, day in enumerate(days)
        for told in (day - timedelta(1),)
    ]
    lines.append({"id": "tanpa", "body": "Tanpa tanggal.", "published": "", "url": ""})
    path = folder / "berita.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    return path


def test_dates_are_measured_in_every_way(tmp_path: Path) -> None:
    rows = run(archive(tmp_path))
    assert [row[0] for row in rows[1:]] == ["in", "in", "shuffled,", "shuffled,", "alone,", "alone,"]
    coverage, *shares = map(float, rows[-1][-7:])
    assert coverage > 0.9
    assert shares[:3] == [0, 0, 0] and shares[4:] == [1, 1]


def test_the_habit_of_an_archive_is_learnt(tmp_path: Path) -> None:
    rows = run(archive(tmp_path), "--learn")
    table = {row[0]: list(map(float, row[1:])) for row in rows[8:]}
    assert rows[7] == ["sign", "eve", "same", "next", "second", "note"]
    assert table["always"][2] > max(table["always"][0], table["always"][1], table["always"][3])
    right_on_the_day = float(rows[6][-3])
    assert right_on_the_day == 1
