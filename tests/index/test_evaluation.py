"""What the figures about copies count."""

import pytest

from index.evaluation import measure_copies
from index.reader import Reader

TOLD_TWICE = "Kapal perintis tiba kemarin membawa beras, obat dan surat untuk warga tiga pulau terluar."
TOLD_AGAIN = "Dermaga kayu yang lapuk hanya dapat disandari satu perahu setiap pasang naik tiba."
TOLD_ONCE = "Guru baru dari daratan seberang mengajar enam kelas sekaligus sejak awal Februari lalu."


def gold(shared: bool, group: str) -> list[dict[str, object]]:
    sentences = [[TOLD_TWICE, shared], [TOLD_AGAIN, shared]]
    return [
        {"id": "a", "group": group, "sentences": sentences},
        {"id": "b", "group": group, "sentences": [*sentences, [TOLD_ONCE, False]]},
        {"id": "c", "group": "", "sentences": [["Tidak ada apa-apa.", False]]},
    ]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


@pytest.mark.parametrize(
    ("shared", "group", "precision", "recall"), [(True, "x", 1.0, 1.0), (False, "", 0.0, 1.0)]
)
def test_copies_are_right_or_wrong(
    reader: Reader, shared: bool, group: str, precision: float, recall: float
) -> None:
    figures = measure_copies(gold(shared, group), reader)
    for name in ("copies.sentences", "copies.pairs"):
        assert (figures[f"{name}.precision"], figures[f"{name}.recall"]) == (precision, recall)


def test_copies_that_are_missed_count_against_recall(reader: Reader) -> None:
    lines = gold(True, "x")
    lines.append({"id": "d", "group": "x", "sentences": [["Sama sekali lain bunyinya.", True]]})
    figures = measure_copies(lines, reader)
    assert figures["copies.sentences.recall"] == pytest.approx(4 / 5)
    assert figures["copies.pairs.recall"] == pytest.approx(1 / 3)
    assert figures["copies.pairs.precision"] == 1.0
