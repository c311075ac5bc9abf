"""Records come back as they went in, whatever they are and however many threads ask; damage is told."""

import json
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.codec_file import ArrayFile
from index.codec_file_writing import ArrayFileWriter
from index.codec_records import (
    ENOUGH_BYTES,
    FEWEST_TRAINED,
    MOST_READY,
    Arrays,
    Records,
    RecordWriter,
    merged_records,
)
from index.errors import IndexCorrupt

SYLLABLES = [first + vowel + last for first in "bdklmnprst" for vowel in "aiueo" for last in ("", "n", "ng")]
VOCABULARY = [a + b for a in SYLLABLES for b in SYLLABLES]
random.Random(5).shuffle(VOCABULARY)


def arrays_of(records: list[bytes], dropped: frozenset[int] = frozenset()) -> Arrays:
    writer = RecordWriter()
    for record in records:
        writer.add(record)
    return writer.arrays(np.array([number not in dropped for number in range(len(records))], bool))


def opened(path: Path, arrays: Arrays) -> Records:
    path.unlink(missing_ok=True)
    with ArrayFileWriter(path) as file:
        file.add(arrays)
        file.finish({})
    return Records(ArrayFile(path), len(arrays["record_starts"]) - 1)


def news(number: int) -> bytes:
    chance = random.Random(number)
    words = [VOCABULARY[min(int(chance.paretovariate(0.7)), len(VOCABULARY)) - 1] for _ in range(200)]
    return json.dumps({"id": f"a{number}", "title_method": "given", "body": " ".join(words)}).encode()


@settings(deadline=None, max_examples=60)
@given(st.lists(st.binary(max_size=60) | st.just(b"sama " * 40), max_size=FEWEST_TRAINED * 2), st.data())
def test_any_records_come_back(tmp_path: Path, made: list[bytes], data: st.DataObject) -> None:
    dropped = data.draw(st.frozensets(st.integers(0, max(0, len(made) - 1)), max_size=len(made)))
    records = opened(tmp_path / "segment", arrays_of(made, dropped))
    kept = [record for number, record in enumerate(made) if number not in dropped]
    assert [records.record(number) for number in range(len(kept))] == kept


def test_a_dictionary_is_trained_once_there_is_enough_and_pays(tmp_path: Path) -> None:
    made = [news(number) for number in range(2 * ENOUGH_BYTES // len(news(0)))]
    arrays = arrays_of(made)
    records = opened(tmp_path / "segment", arrays)
    assert [records.record(number) for number in range(len(made))] == made
    assert arrays["dictionaries"].size > 1000
    alone = sum(arrays_of([record])["records"].size for record in made[:100])
    assert records.starts[100] < alone * 0.8
    assert arrays_of(made)["records"].tobytes() == arrays["records"].tobytes()


def test_merged_records_keep_their_dictionaries_and_threads_share_them(tmp_path: Path) -> None:
    parts = [[news(100 * part + number) for number in range(20)] for part in range(MOST_READY + 4)]
    lives = [np.arange(20) % (part + 2) != 1 for part in range(len(parts))]
    made = [opened(tmp_path / f"segment{number}", arrays_of(part)) for number, part in enumerate(parts)]
    records = opened(tmp_path / "merged", merged_records(list(zip(made, lives, strict=True))))
    kept = [
        record
        for part, live in zip(parts, lives, strict=True)
        for record, stays in zip(part, live, strict=True)
        if stays
    ]
    assert len(records.firsts) == len(parts)
    numbers = [number * 7 % len(kept) for number in range(4 * len(kept))]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(records.record, numbers)) == [kept[number] for number in numbers]


def test_a_damaged_record_is_told(tmp_path: Path) -> None:
    arrays = arrays_of([news(number) for number in range(30)])
    starts = arrays["record_starts"].astype(np.int64)
    size = starts[1] - starts[0]
    huge = arrays["records"].copy()
    # A frame that says of itself that 2^62 bytes come out of it.
    head = np.frombuffer(bytes.fromhex("28b52ffdc0") + b"\x58" + (1 << 62).to_bytes(8, "little"), "|u1")
    huge[: len(head)] = head
    cut = np.delete(arrays["records"], size - 1)
    longer = np.insert(arrays["records"], size, 7)
    for data, shift in ((huge, 0), (cut, -1), (longer, 1)):
        moved = np.concatenate((starts[:1], starts[1:] + shift)).astype("<u8")
        records = opened(tmp_path / "segment", arrays | {"records": data, "record_starts": moved})
        with pytest.raises(IndexCorrupt, match="the record of document 0"):
            records.record(0)
        assert records.record(1) == news(1)
