"""Segment files with changed numbers and right checksums: an answer or IndexCorrupt, never another error.

A few dozen in every run of the tests; `scripts/fuzz` goes on for as long as KLIPING_FUZZ_SECONDS says, from a
seed that is new each time and told with whatever is found (KLIPING_FUZZ_SEED begins there again).
"""

import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from index.article import Actor, Article, Copies, Dating, Source
from index.codec_file import ArrayFile
from index.codec_file_writing import ArrayFileWriter
from index.errors import IndexCorrupt
from index.generations import Generation, Generations
from index.lang.language import Language
from index.whoosh_store import WhooshStore
from searcher.engine import Plan, Selection
from searcher.kernel import Kernel
from searcher.kernel_numpy import NumpyKernel
from searcher.kernels import chosen_kernel, compiled
from searcher.query import FacetWish
from searcher.syntax import And, Dates, Fuzzy, Node, Not, Or, Phrase, Prefix, Value, Word
from searcher.whoosh_snapshot import WhooshSnapshot

SECONDS = float(os.environ.get("KLIPING_FUZZ_SECONDS", "0"))
SEED = int(os.environ.get("KLIPING_FUZZ_SEED", "0")) or (time.time_ns() if SECONDS else 1)
FEWEST = 60
KERNELS: list[Kernel] = [NumpyKernel(), *([chosen_kernel({})] if compiled else [])]
WORDS = ("banjir", "rumah", "warga", "dan", "air", "sungai", "kota", "hujan", "jalan", "pagi")
TREES: tuple[Node | None, ...] = (
    None,
    Word("banjir"),
    And((Word("banjir"), Word("warga"), Not(Word("pagi")))),
    Or((Word("sungai"), Word("kota"), Prefix("ru"), Fuzzy("hujn"))),
    Phrase(("banjir", "rumah")),
    Phrase(("warga", "air", "kota"), slop=4),
    And((Value("person", "p1"), Word("air"), Dates(date(2021, 1, 1), None))),
)
EXTREMES = (0, 1, 2, 255, 256, 2**16, 2**24, 2**31 - 1, 2**32 - 1, 2**63, 2**64 - 1)


def article(number: int, chance: random.Random) -> Article:
    body = " ".join(chance.choices(WORDS, range(len(WORDS), 0, -1), k=chance.choice((3, 30, 90))))
    if number % 20 == 3:
        body = "banjir " * 300 + "rumah " * 1200 + body
    actors = tuple(Actor(f"p{each}", f"Orang {each}", "person") for each in range(4) if chance.random() < 0.4)
    day = date(2021, 1, 1) + timedelta(days=chance.randrange(90))
    return Article(
        f"a{number:03}",
        "Banjir di kota",
        body,
        published=Dating(day, "day") if number % 7 else Dating(),
        source=Source("kabar", "Kabar"),
        actors=actors,
        copies=Copies("g", (), ("a001",)) if number in (1, 2) else Copies(),
    )


@dataclass(frozen=True, slots=True)
class Sound:
    """A generation as it was written, and what stands in the file of its one segment."""

    generation: Generation
    language: Language
    file: Path
    arrays: dict[str, NDArray[Any]]
    notes: dict[str, Any]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Sound:
    root, language, chance = tmp_path_factory.mktemp("index"), Language.load(), random.Random(4)
    with WhooshStore(root, language).rebuild() as batch:
        for number in range(70):
            batch.add(article(number, chance))
        batch.publish()
    generations = Generations(root)
    generation = generations.open(str(generations.pointer()))
    path = next(generation.folder.glob("*.arrays"))
    file = ArrayFile(path)
    arrays = {name: np.array(read(file, name)) for name in file.names()}
    return Sound(generation, language, path, arrays, file.notes)


def read(file: ArrayFile, name: str) -> NDArray[Any]:
    for dtype in ("|u1", "<u2", "<u4", "<u8", "<i4"):
        try:
            return file.array(name, dtype)
        except IndexCorrupt:
            continue
    raise AssertionError(name)


def damage(sound: Sound, chance: random.Random) -> tuple[dict[str, NDArray[Any]], dict[str, Any], str]:
    """Change some numbers of one or two arrays, or their length, or the notes."""
    arrays, notes, told = dict(sound.arrays), dict(sound.notes), []
    if chance.random() < 0.05:
        name = chance.choice(sorted(notes))
        notes[name] = chance.choice((0, 1, 69, 71, "x", [], {}, None, {"body": [10, 8]}))
        told.append(f"notes {name} {notes[name]!r}")
    for name in chance.sample(sorted(arrays), chance.choice((1, 1, 2))):
        array = arrays[name] = arrays[name].copy()
        most = np.iinfo(array.dtype).max
        match chance.randrange(6):
            case 0:
                arrays[name] = array[: chance.randrange(len(array) + 1)]
            case 1 if len(array):
                arrays[name] = array[::-1].copy()
            case _ if len(array):
                for _ in range(chance.choice((1, 2, 20))):
                    near = int(array[chance.randrange(len(array))]) + chance.choice((-1, 0, 1))
                    value = chance.choice(
                        (chance.choice(EXTREMES), chance.randrange(int(most)), max(0, near))
                    )
                    array[chance.randrange(len(array))] = min(value, int(most))
        told.append(name)
    return arrays, notes, ", ".join(told)


def ask_everything(sound: Sound, kernel: Kernel) -> None:
    """Open the generation and use all of it, each question by itself."""
    snapshot: list[WhooshSnapshot] = []
    allowed(lambda: snapshot.append(WhooshSnapshot(sound.generation, sound.language.analyzer, kernel)))
    if not snapshot:
        return
    wishes = tuple(FacetWish(name, 5) for name in ("person", "source"))
    plans = [Plan(tree, facets=wishes, limit=5) for tree in TREES]
    plans += [
        Plan(Word("air"), order="newest", selections=(Selection("person", ("p1",), ("p2",)),), facets=wishes),
        Plan(Word("air"), since=date(2021, 2, 1), undated="exclude", group=True, interval="day"),
    ]
    for plan in plans:
        allowed(lambda plan=plan: snapshot[0].articles([name for name, _ in snapshot[0].find(plan).hits]))
    allowed(lambda: snapshot[0].words("b", 5))
    allowed(snapshot[0].actors)
    snapshot[0].close()


def allowed(ask: Callable[[], Any]) -> None:
    try:
        ask()
    except IndexCorrupt:
        return


def test_no_damaged_file_does_more_than_be_refused(sound: Sound) -> None:
    content = sound.file.read_bytes()
    done, stop = 0, time.monotonic() + SECONDS
    try:
        while done < FEWEST or time.monotonic() < stop:
            arrays, notes, told = damage(sound, random.Random(SEED + done))
            sound.file.unlink()
            with ArrayFileWriter(sound.file) as file:
                file.add(arrays)
                file.finish(notes)
            for kernel in KERNELS:
                try:
                    ask_everything(sound, kernel)
                except Exception as error:
                    error.add_note(f"KLIPING_FUZZ_SEED={SEED + done} with {kernel.name}: {told}")
                    raise
            done += 1
    finally:
        sound.file.write_bytes(content)
    print(f"{done} damaged files")
    assert done >= FEWEST
