"""Files divided into parts are the archive that one reader would have read."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from index.corpus import Corpus
from index.corpus_formats import Limits, RawArticle, Skipped
from index.scanning import Part, planned, scan, verdicts

LIMITS = Limits()


def divided(paths: Sequence[Path], folder: Path, part_bytes: int) -> list[Part]:
    files = Corpus(paths, LIMITS).files
    return [part for task in planned(files, folder, LIMITS, part_bytes) for part in scan(task)]


def records(parts: Sequence[Part], budget: int = 1 << 20) -> list[RawArticle | Skipped]:
    judged = verdicts(parts, budget)
    items = []
    for number, part in enumerate(parts):
        for place, record in enumerate(part.records()):
            verdict = judged.get(number, {}).get(place, "")
            if isinstance(record, RawArticle) and isinstance(verdict, str):
                items.append(replace(record, id=record.id + verdict))
            else:
                items.append(verdict or record)
    return items


ROWS = st.lists(
    st.fixed_dictionaries(
        {"body": st.sampled_from(["Banjir.", "Gempa.", "Longsor.", "Kabut.", ""])},
        optional={
            "id": st.sampled_from(["1", "2", "x", "y z"]),
            "url": st.sampled_from(["https://a/1", "https://a/2"]),
        },
    ),
    max_size=8,
)


@given(st.lists(ROWS, max_size=4), st.integers(1, 200), st.sampled_from([1, 60, 1 << 20]))
def test_parts_judge_repeated_records_as_one_reader_does(
    files: list[list[dict[str, str]]], part_bytes: int, budget: int
) -> None:
    with TemporaryDirectory() as name:
        archive = Path(name) / "arsip"
        archive.mkdir()
        for number, rows in enumerate(files):
            text = "\n".join(map(json.dumps, rows))
            (archive / f"{number}.jsonl").write_text(text, encoding="utf-8")
        parts = divided([archive], Path(name) / "parts", part_bytes)
        assert records(parts, budget) == list(Corpus([archive], LIMITS))


@given(ROWS, st.integers(1, 200))
def test_a_file_cut_into_stretches_is_numbered_as_a_whole(
    rows: list[dict[str, str]], part_bytes: int
) -> None:
    with TemporaryDirectory() as name:
        file = Path(name) / "a.jsonl"
        file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        parts = divided([file], Path(name) / "parts", part_bytes)
        assert records(parts) == list(Corpus([file], LIMITS))


def test_a_large_file_becomes_many_parts_and_small_files_one(tmp_path: Path) -> None:
    text = "\n".join(json.dumps({"body": f"Banjir nomor {number} di desa."}) for number in range(200))
    (tmp_path / "a.jsonl").write_text(text, encoding="utf-8")
    for number in range(5):
        (tmp_path / f"b{number}.txt").write_text(f"Gempa {number}.", encoding="utf-8")
    parts = divided([tmp_path], tmp_path / "parts", 1000)
    assert len(parts) > 5 and all(part.size < 1100 for part in parts)
    assert sum(part.items for part in parts) == 205
    last = [record.path for record in parts[-1].records() if isinstance(record, RawArticle)]
    assert [Path(path).suffix for path in last][-5:] == [".txt"] * 5
