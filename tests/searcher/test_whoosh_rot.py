"""A flipped bit anywhere in an index: each answer is the right one or IndexCorrupt, never a wrong one.

Nothing is read on opening to be trusted later, so it is the use of every single block that must verify it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from index import codec_file
from index.article import Actor, Article, Copies, Dating, Source
from index.codec_file import ArrayFile
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

KERNELS: list[Kernel] = [NumpyKernel(), *([chosen_kernel({})] if compiled else [])]
SMALL_BLOCK = 64
REFUSED = "refused"
ARTICLES = 150
FEW, MANY = 1, 25
WORDS = ("banjir", "rumah", "warga", "air", "sungai", "kota", "hujan", "jalan", "pagi", "desa", "sawah")
PHRASES = tuple(Phrase((first, second)) for first, second in zip(WORDS, WORDS[3:], strict=False))
TREES: tuple[Node | None, ...] = (
    None,
    *map(Word, WORDS[:3]),
    And((Word("banjir"), Word("warga"), Not(Word("pagi")))),
    Or((Word("sungai"), Word("kota"), Prefix("ru"), Fuzzy("hujn"))),
    *PHRASES,
    Phrase(("warga", "air", "kota"), slop=4),
    And((Value("person", "p1"), Word("air"), Dates(date(2021, 1, 1), None))),
)
WISHES = tuple(FacetWish(name, 5) for name in ("person", "source"))


def article(number: int) -> Article:
    state = (number + 1) * 7919
    words = [WORDS[state // (3 * step + 1) % len(WORDS)] for step in range(20 + state % 30)]
    return Article(
        f"a{number:03}",
        "Banjir di kota",
        " ".join(words) + (" banjir" * 300 if number % 50 == 7 else ""),
        published=Dating(date(2021, 1, 1) + timedelta(days=state % 90), "day") if number % 7 else Dating(),
        source=Source("kabar", "Kabar"),
        actors=tuple(Actor(f"p{each}", f"Orang {each}", "person") for each in range(state % 4)),
        copies=Copies("g", (), ("a001",)) if number in (1, 2) else Copies(),
    )


@dataclass(frozen=True, slots=True)
class Sound:
    """A generation of one segment as it was written, and its file."""

    generation: Generation
    language: Language
    file: Path


@pytest.fixture
def sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sound]:
    monkeypatch.setattr(codec_file, "BLOCK", SMALL_BLOCK)  # so that terms lie in blocks of their own
    language = Language.load()
    with WhooshStore(tmp_path, language).rebuild() as batch:
        for number in range(ARTICLES):
            batch.add(article(number))
        batch.publish()
    generations = Generations(tmp_path)
    generation = generations.open(str(generations.pointer()))
    yield Sound(generation, language, next(generation.folder.glob("*.arrays")))


def questions() -> list[Callable[[WhooshSnapshot], Any]]:
    plans = [Plan(tree, facets=WISHES, limit=5) for tree in TREES]
    plans.append(Plan(Word("air"), order="newest", selections=(Selection("person", ("p1",), ("p2",)),)))
    plans.append(Plan(Word("air"), since=date(2021, 2, 1), undated="exclude", group=True, interval="day"))
    asked: list[Callable[[WhooshSnapshot], Any]] = [
        lambda snapshot, plan=plan: snapshot.find(plan)  # type: ignore[misc]  # a default binds the plan
        for plan in plans
    ]
    asked.append(lambda snapshot: snapshot.articles(("a003", "a140")))
    asked.append(lambda snapshot: snapshot.words("b", 5))
    asked.append(lambda snapshot: snapshot.actors())
    asked.append(lambda snapshot: snapshot.names().called("orang 1", ("person",)))
    return asked


def answers(sound: Sound, kernel: Kernel) -> list[Any]:
    """What each question gets, alone in a snapshot of its own: what others have verified must not help."""
    found: list[Any] = []
    for ask in questions():
        snapshot = None
        try:
            snapshot = WhooshSnapshot(sound.generation, sound.language.analyzer, kernel)
            found.append(ask(snapshot))
        except IndexCorrupt:
            found.append(REFUSED)
        finally:
            if snapshot is not None:
                snapshot.close()
    return found


def some_blocks(file: ArrayFile) -> list[int]:
    """Where some blocks begin in the file: of every array, and many of the postings of a text."""
    begins = []
    for name, place in file._places.items():
        own = range(place.offset, place.end, SMALL_BLOCK)
        wanted = MANY if name == "body_exact/postings" else FEW
        begins += own[:: -(-len(own) // wanted)] if own else ()
    return begins


def test_a_flipped_bit_is_never_believed(sound: Sound) -> None:
    content, right = sound.file.read_bytes(), answers(sound, KERNELS[0])
    assert REFUSED not in right
    begins, refused = some_blocks(ArrayFile(sound.file)), 0
    for number, begin in enumerate(begins):
        flipped = bytearray(content)
        flipped[begin] ^= 1 << number % 8
        sound.file.write_bytes(flipped)
        found = answers(sound, KERNELS[number % len(KERNELS)])
        wrong = [
            at for at, pair in enumerate(zip(found, right, strict=True)) if pair[0] not in (pair[1], REFUSED)
        ]
        assert not wrong, f"byte {begin}"
        refused += REFUSED in found
        with pytest.raises(IndexCorrupt, match="checksum"):
            ArrayFile(sound.file).verify()
    assert refused > len(begins) // 2, "most of a file is used by one question or another"
