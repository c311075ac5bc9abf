"""Sentences told again across an archive, and which articles are one text."""

import random
from collections.abc import Sequence
from datetime import date
from itertools import chain, repeat

from hypothesis import given, settings
from hypothesis import strategies as st

from index.actors_cues import Cues
from index.actors_traits import Traits
from index.actors_words import Vocabulary, Words
from index.article import Article, Copies, Dating
from index.copies_archive import CopyObserver
from index.deciding import decided
from index.fingerprints import fingerprints
from index.lang.sentences import SentenceSplitter
from index.reading import Reading

SPLITTER = SentenceSplitter.load()
VOCABULARY = Vocabulary(Traits(Cues.load(), str.isdigit))
BACKGROUND = (
    "Pulau itu dihuni sekitar dua ribu nelayan yang pindah dari daratan seberang pada masa penjajahan. ",
    "Mereka menggantungkan hidup pada teripang dan rumput laut yang dijual ke pasar kabupaten setiap pekan. ",
    "Pada musim angin barat kapal perintis sering tidak dapat merapat selama berhari-hari di dermaga kayu. ",
)
NEWS = (
    "Bupati meresmikan dermaga beton baru yang dapat disandari kapal berbobot lima ratus ton kemarin pagi. ",
    "Seorang guru sekolah dasar mengajar enam kelas sendirian sejak rekannya pensiun Februari lalu. ",
    "Puskesmas pembantu kehabisan vaksin campak karena lemari pendingin rusak setelah listrik padam. ",
    "Kelompok ibu nelayan mengolah ikan teri menjadi kerupuk yang dipasarkan lewat toko daring milik desa. ",
)

LONG = (
    "Pada tanggal itu parlemen negara kepulauan menghapus status istimewa wilayah selatan dan membagi "
    "wilayahnya menjadi lima rayon yang diperintah langsung dari ibu kota oleh pejabat yang ditunjuk "
    "kementerian dalam negeri."
)


# The sentences of an article, and its day.
BODIES = st.lists(
    st.tuples(
        st.lists(st.sampled_from(BACKGROUND + NEWS), max_size=5),
        st.one_of(st.none(), st.dates(date(2024, 3, 1), date(2024, 3, 4))),
    ),
    max_size=8,
)


def dated(number: int, body: str, day: date | None) -> Article:
    return Article(f"a{number}", "", body, published=Dating(day, "day" if day else "none"))


def reading(article: Article) -> Reading:
    words, sentences = Words(article.body, VOCABULARY), chain.from_iterable(SPLITTER.spans(article.body))
    return Reading(article, fingerprints(words.codes, words.starts, [*sentences]))


def settled(bodies: Sequence[str], days: Sequence[date | None] = ()) -> list[Article]:
    articles = list(map(dated, range(len(bodies)), bodies, days or repeat(None)))
    (revision,) = decided(CopyObserver(), [map(reading, articles)])
    return [revision.revise(reading(article)).article for article in articles]


def texts(article: Article) -> list[str]:
    return [article.body[start:end] for start, end in article.copies.shared]


def recycled(articles: Sequence[Article]) -> list[list[str]]:
    return [[article.body[start:end] for start, end in article.copies.recycled] for article in articles]


def test_recycled_background_is_shared_but_makes_no_copy() -> None:
    background = "".join(BACKGROUND[:2])
    one, two, three = settled(
        [NEWS[0] + NEWS[1] + background + NEWS[3] * 2, background + "".join(NEWS[2:3] * 4), ""]
    )
    assert texts(one) == texts(two) == [background.strip()]
    assert (one.copies.others, two.copies.others) == ((two.id,), (one.id,))
    assert three.copies == Copies()


def test_half_of_the_shorter_text_makes_a_copy() -> None:
    lead = "".join(BACKGROUND[:2])
    few, many = settled([lead + NEWS[0] + NEWS[1], lead + NEWS[2] + NEWS[3] + BACKGROUND[2]])
    assert few.copies.group == many.copies.group == "a0"
    less, more = settled([lead + "".join(NEWS[:3]), lead + BACKGROUND[2] + NEWS[3] + LONG])
    assert less.copies.group == more.copies.group == ""


def test_the_same_text_from_two_outlets_is_one_group() -> None:
    whole = "".join(BACKGROUND)
    first, second, third = settled([whole + NEWS[0], whole, "".join(NEWS)])
    assert first.copies.group == second.copies.group == "a0"
    assert third.copies.group == ""


def test_a_sentence_with_a_changed_word_is_mostly_told_again() -> None:
    words, told = LONG.split(), 0
    for place in range(len(words)):
        one, two = settled([LONG, " ".join([*words[:place], "khusus", *words[place + 1 :]])])
        told += texts(one) == [LONG] and len(texts(two)) == 1
        assert one.copies.group == "", "one sentence makes no copy"
    assert told >= len(words) / 2, "only a sample of its runs is kept: most, not all"


def test_what_an_earlier_article_had_is_recycled_and_on_its_first_day_news() -> None:
    told = "".join(BACKGROUND[:2])
    bodies = [told + NEWS[0] + NEWS[1] * 2, NEWS[2] * 3 + NEWS[3] + told, told + LONG * 3]
    first, later = date(2024, 3, 1), date(2024, 3, 8)
    background = [told.strip()]
    assert recycled(settled(bodies, [first, later, later])) == [[], background, background]
    assert recycled(settled(bodies, [later, first, first])) == [background, [], []]
    assert recycled(settled(bodies, [later, first, None])) == [background, [], background]
    assert recycled(settled(bodies)) == [background] * 3


def test_background_with_a_changed_word_is_recycled_too() -> None:
    changed = LONG.replace("Pada tanggal itu", "Kala itu")
    articles = settled([LONG + NEWS[0] * 3, NEWS[1] * 4 + changed], [date(2024, 3, 1), date(2024, 3, 2)])
    assert recycled(articles) == [[], [changed]]


def test_a_copy_as_a_whole_is_no_background() -> None:
    whole = "".join(BACKGROUND)
    days = [date(2024, 3, 1), date(2024, 3, 2), date(2024, 3, 3)]
    articles = settled([whole, whole + NEWS[0], whole + LONG + "".join(NEWS[1:])], days)
    assert recycled(articles) == [[], [], [whole.strip()]]
    assert [bool(article.copies.shared) for article in articles] == [True] * 3


def test_short_and_different_sentences_are_not_shared() -> None:
    assert [
        a.copies for a in settled(["Ia tiba. Ia pergi.", "Ia tiba. Ia pergi.", NEWS[0], NEWS[1], ""])
    ] == [Copies()] * 5


def test_a_formula_of_many_articles_links_nobody() -> None:
    formula = "Artikel ini disunting oleh redaksi dan dapat berubah sewaktu-waktu tanpa pemberitahuan. "
    second = "Seluruh isi merupakan tanggung jawab penulis dan tidak mencerminkan pandangan dewan redaksi."
    articles = settled([formula + second] * 40)
    assert all(article.copies.shared and not article.copies.others for article in articles)


@settings(max_examples=25)
@given(BODIES, st.randoms())
def test_order_of_the_archive_changes_nothing(
    choices: list[tuple[list[str], date | None]], chance: random.Random
) -> None:
    articles = [dated(number, "".join(choice), day) for number, (choice, day) in enumerate(choices)]
    results = []
    for _ in range(2):
        (revision,) = decided(CopyObserver(), [map(reading, articles)])
        results.append({article.id: revision.revise(reading(article)).article.copies for article in articles})
        chance.shuffle(articles)
    assert results[0] == results[1]
    for copies in results[0].values():
        assert all(start < end for start, end in copies.shared)


@settings(max_examples=25)
@given(BODIES, st.integers(1, 4), st.integers(1, 3000))
def test_parts_and_a_tiny_budget_change_nothing(
    choices: list[tuple[list[str], date | None]], size: int, budget: int
) -> None:
    readings = [reading(dated(number, "".join(choice), day)) for number, (choice, day) in enumerate(choices)]
    (whole,) = decided(CopyObserver(), [readings])
    parts = [readings[first : first + size] for first in range(0, len(readings), size)]
    for part, revision in zip(parts, decided(CopyObserver(), parts, budget), strict=True):
        for one in part:
            assert revision.revise(one) == whole.revise(one)
