"""An article is dated by what is stated about it, else by the days its text names; history dates nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates import METHODS, Dater

DATER = Dater.load()


@given(st.text(), st.text(max_size=40), st.text(max_size=40))
def test_nothing_raises(body: str, given_value: str, url: str) -> None:
    dated = DATER.date("", body, given=given_value, url=url, dateline=given_value, html=body)
    assert dated.published.method in METHODS


@pytest.mark.parametrize(
    "value",
    [
        "2020-09-27T10:00:00+07:00",
        "2020-09-27",
        "27/09/2020",
        "27.9.2020 08.15",
        "Minggu, 27 September 2020 10:00 WIB",
        "1601193600",
        "1601193600000",
        "Sun, 27 Sep 2020 10:00:00 +0700",
        "20200927",
    ],
)
def test_metadata_in_any_shape(value: str) -> None:
    published = DATER.date("Judul", "Rabu (1/1/2014) lampau.", given=value).published
    assert (published.value, published.precision, published.method) == (date(2020, 9, 27), "day", "given")
    assert published.confidence == "high"


def test_unreadable_metadata_are_told_and_the_text_decides() -> None:
    assert DATER.date("", "Tanpa tanggal.", given="kapan-kapan").published.method == "unreadable"
    dated = DATER.date("", "Air surut, kata camat, Minggu (27/9/2020).", given="2020-13-45")
    assert dated.published.value == date(2020, 9, 27)


def test_order_of_trust() -> None:
    body = "Bupati hadir, Minggu (27/9/2020)."
    html = '<meta property="article:published_time" content="2020-09-28T01:00:00+07:00">'
    url = "https://kabarnusa.example/read/2020/09/29/1/pasar"
    assert DATER.date("", body, html=html, url=url).published.method == "html"
    assert DATER.date("", body, url=url).published.value == date(2020, 9, 29)
    assert DATER.date("", body, dateline="JAKARTA, 30/9/2020 - ").published.method == "dateline"
    assert DATER.date("", body).published.method == "weekday"


def test_weekday_restores_the_year_after_a_past_one() -> None:
    body = "Kapal karam lagi, Selasa pagi (13/9). Dalam musibah tahun 2020 lalu tidak ada korban."
    published = DATER.date("", body).published
    assert (published.value, published.evidence) == (date(2022, 9, 13), "Selasa pagi (13/9)")
    assert published.span == (18, 36)


def test_history_dates_nothing() -> None:
    body = "Pada 26 November 1991 parlemen mencabut otonomi wilayah itu. Konflik pecah pada 1987."
    dated = DATER.date("", body)
    assert dated.published.value is None
    assert dated.mentioned == (date(1991, 11, 26),)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Pasar terbakar, kata camat, Senin (3/5/2021). Konser amal akan digelar Sabtu (8/5/2021).",
            date(2021, 5, 3),
        ),
        (
            "Wali kota meresmikan pasar, Senin (3/5/2021). Pasar lama terbakar pada Rabu (7/4/2021) lalu.",
            date(2021, 5, 3),
        ),
        ("Kapal tiba dua minggu setelah berlayar, kata nakhoda, Selasa (4 / 5 / 2021).", date(2021, 5, 4)),
        ("Mei Sulastri menang, Selasa (8/6/2021), tiga minggu setelah cedera.", date(2021, 6, 8)),
        ("Polisi menangkap pencuri itu kemarin, Senin (3/5/2021).", date(2021, 5, 4)),
        ("Besok, Jumat (7/5/2021), tarif air naik.", date(2021, 5, 6)),
        ("Warga dilarang mudik mulai Kamis (6/5/2021) hingga Senin (17/5/2021).", date(2021, 5, 6)),
        (
            "Konser tiba Sabtu, 8 Mei 2021. Tiket dijual Senin (3/5/2021), kata promotor hari ini.",
            date(2021, 5, 3),
        ),
        ("Gempa mengguncang pesisir, 18 Juli 2023 pukul 21.04 WIB.", date(2023, 7, 18)),
    ],
)
def test_the_day_of_the_report_is_chosen(body: str, expected: date) -> None:
    assert DATER.date("", body).published.value == expected


def test_plan_far_behind_the_lead_is_still_to_come() -> None:
    body = (
        "Presiden menerima suntikan pertama, Rabu (13/1/2021). " + "Perawat menunggu giliran di aula. " * 4
    ) + "Suntikan kedua diberikan dua pekan kemudian, Rabu, 27 Januari 2021."
    assert DATER.date("", body).published.value == date(2021, 1, 13)


def test_month_dates_a_text_without_days() -> None:
    published = DATER.date(
        "", "Panen raya tiba awal Oktober 2021 di pesisir, setelah kemarau 2019."
    ).published
    assert (published.value, published.precision, published.method) == (date(2021, 10, 1), "month", "month")
    assert published.confidence == "low"
    assert DATER.date("", "Kerajaan itu runtuh pada Oktober 1921.").published.value is None


def test_month_in_the_address_helps() -> None:
    url = "https://kabarnusa.example/arsip/2019/07/pasar-tua"
    published = DATER.date("", "Pasar tua dipugar.", url=url).published
    assert (published.value, published.precision, published.method) == (date(2019, 7, 1), "month", "url")
    assert DATER.date("", "Pasar tua dipugar, Selasa (16/7).", url=url).published.value == date(2019, 7, 16)


def test_title_can_tell() -> None:
    dated = DATER.date("Jadwal Imsak Muara Teduh Senin, 3 Mei 2021", "Imsak pukul 04.20.")
    assert dated.published.value == date(2021, 5, 3) and dated.published.span is None


def test_latest_day_bounds_what_is_believed() -> None:
    bounded = Dater.load(date(2021, 5, 1))
    assert bounded.date("", "Bupati hadir, kata camat, Senin (3/5/2021).").published.value is None
    assert bounded.date("", "", given="2021-05-03").published.method == "unreadable"


def test_confidence_follows_the_evidence() -> None:
    sure = DATER.date("", "Air surut, kata camat, Senin (3/5/2021).").published
    guess = DATER.date("", "Air surut, Senin (3/5).").published
    assert sure.confidence == "high" and guess.confidence == "low"


def test_mentioned_days_are_all_distinct_days_in_order() -> None:
    body = (
        "Rapat Rabu (5/5/2021) menyusul rapat Senin (3/5/2021) dan 3 Mei 2021. Sejak 17 Agustus 1945 begitu."
    )
    assert DATER.date("", body).mentioned == (date(1945, 8, 17), date(2021, 5, 3), date(2021, 5, 5))


def test_months_and_years_without_a_day_are_periods() -> None:
    body = "Sejak tahun 1998, lalu pada Mei 2001 dan Mei 2001. Tipe 2000x baru tiba Senin (3/5/2021)."
    assert DATER.date("Kilas balik 1965", body).periods == ("1965", "1998", "2001-05")
    assert DATER.date("", "Tidak ada angka.").periods == ()


def test_dateline_without_a_year_uses_the_years_of_the_text() -> None:
    dated = DATER.date("", "Anggaran 2021 disahkan.", dateline="Jakarta, 3/5 (Antara) - ")
    assert dated.published.method in {"dateline", "unknown"}
    dated = DATER.date("", "Anggaran 2021 disahkan.", dateline="JAKARTA, Senin (3/5) - ")
    assert (dated.published.value, dated.published.method) == (date(2021, 5, 3), "dateline")
