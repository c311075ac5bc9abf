"""What stands beside a date: reports, plans, memories, quotations."""

from pathlib import Path

import pytest

from index.dates_context import COLUMNS, Context, ContextReader
from index.lang.tables import LanguageDataError

READER = ContextReader.load()


def context(before: str, after: str = ".") -> Context:
    return READER.read(f"{before}Senin (3/5/2021){after}", len(before), len(before) + 16)


def test_report() -> None:
    assert context("Hujan reda, kata camat, ").report
    assert context("Hal itu disampaikan dalam keterangan tertulis, ").report
    assert not context("Hal itu dikatakan. Hujan turun ").report


def test_plans_and_memories() -> None:
    assert context("Konser akan digelar ").future
    assert context("Pasar dibuka ", " mendatang").future
    assert context("Kapal itu karam ", " lalu").past
    assert context("Ia lahir ").past
    plain = context("Pasar terbakar ")
    assert not (plain.future or plain.past or plain.report or plain.quoted)


def test_cues_count_only_in_the_sentence() -> None:
    assert not context("Konser akan digelar. Pasar terbakar ").future
    assert not context("Konser akan digelar\nPasar terbakar ").future


@pytest.mark.parametrize("opening", ['"', "“"])
def test_quotations(opening: str) -> None:
    assert context(f"{opening}Kami datang ").quoted
    closing = "”" if opening == "“" else opening
    assert not context(f"{opening}Kami datang,{closing} kata dia, ").quoted


@pytest.mark.parametrize(("before", "shift"), [("kemarin, ", 1), ("Besok, ", -1), ("lusa, ", -2), ("", 0)])
def test_words_that_shift_a_day(before: str, shift: int) -> None:
    assert context(before).shift == shift


@pytest.mark.parametrize("after", [" kemarin.", " tadi malam, kata dia"])
def test_words_behind_that_shift_a_day(after: str) -> None:
    assert context("Bus itu terguling ", after).shift == 1
    assert context("Bus itu terguling ", " pagi.").shift == 0


def test_last_week_between_weekday_and_number() -> None:
    text = "Bus itu terguling Senin lalu (3/5/2021)."
    assert READER.read(text, 18, 39).past
    assert context("Bus itu terguling ", " yang lalu").past


def test_today_and_apposition() -> None:
    assert context("Harga naik hari ini, ").today
    assert context("Harga naik ", " hari ini").today
    assert context("Api padam, ").apposed and not context("Api padam pada ").apposed


def test_posts_citations_and_states() -> None:
    assert context("Akun itu mengunggah foto ").posted
    assert context("Demikian dikutip dari laman resminya, ").cited
    assert not context("Hujan reda, kata camat, ").posted
    assert context("Api padam pada ").joined and not context("Api padam, ").joined
    assert context("Air naik. Hingga ").as_of and context("Per ").as_of
    span = context("Jalan ditutup Kamis (29/4) hingga ")
    assert span.future and not span.as_of


@pytest.mark.parametrize("row", ["akan\tleft\tfuture\t", "akan\tbefore\tsoon\t"])
def test_a_table_that_breaks_the_rules_is_named(tmp_path: Path, row: str) -> None:
    table = tmp_path / "cues.tsv"
    table.write_text("\t".join(COLUMNS) + f"\n{row}\n", encoding="utf-8")
    with pytest.raises(LanguageDataError, match=r"cues\.tsv:2"):
        ContextReader.load(table)
