"""The sample archive and the gold data: complete, well formed, and true to the calendar.

Tests of quality read them, so a phenomenon that disappears from here would silently be tested no more.
"""

import csv
import gzip
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from index.corpus import Corpus
from index.corpus_formats import Limits, RawArticle
from index.corpus_html import extract

TESTS = Path(__file__).parent
ARCHIVE = TESTS.parent / "archive"
GOLD = TESTS / "gold"
OTHER_ENCODINGS = {
    "ibukota/pengumuman-ibu-kota-baru.htm": "windows-1252",
    "ibukota/kepala-otorita-dilantik.txt": "utf-16",
}
# Weekdays that the calendar refutes, on purpose: newspapers print such slips, and dating lives with them.
WRONG_WEEKDAYS = {"olahraga/lomba-perahu-salah-hari.txt": ["Minggu (1/10/2022"]}
IMPOSSIBLE_DATES = {"Kamis (30/2/2023", "Senin (31/4/2022"}
FORMATS = {".txt", ".html", ".htm", ".jsonl", ".json", ".csv", ".jsonl.gz", ".txt.gz"}
WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
MONTHS = ["januari", "februari", "maret", "april", "mei", "juni"]
MONTHS += ["juli", "agustus", "september", "oktober", "november", "desember"]
FULL_DATE = re.compile(
    r"\b(senin|selasa|rabu|kamis|jumat|sabtu|minggu)(?: (?:dini hari|pagi|siang|sore|petang|malam))?,? ?\(?"
    rf" ?(\d{{1,2}})(?: ?[/.-] ?(\d{{1,2}}) ?[/.-] ?|\s+({'|'.join(MONTHS)})\s+)((?:19|20)\d\d)",
    re.IGNORECASE,
)
PHENOMENA = {
    "related line": r"(?m)^Baca: \S.*$",
    "related line, also": r"(?m)^Baca juga: \S.*$",
    "related line, odd space": r"(?m)^Baca juga : \S.*$",
    "see also": r"(?m)^Simak juga: \S.*$",
    "look also": r"(?m)^Lihat juga: \S.*$",
    "glued into a paragraph": r"(?m)^Baca Juga: [^.]{10,60} (?:Sebaliknya|Bentrokan|Ribuan|Pengemudi)\b",
    "glued in a record": r"Baca juga: [^.]+ 10\.000 per Liter Bank Indonesia",
    "related line at the end": r"\nBaca: [^\n]+\Z",
    "advertisement": r"(?m)^ADVERTISEMENT$",
    "scroll": r"(?m)^SCROLL TO CONTINUE WITH CONTENT$",
    "embedded video": r"\[Gambas:Video [^\]]+\]",
    "writer and editor": r"(?m)^Penulis: .+ Editor: .+$",
    "writer alone": r"(?m)^Penulis: (?:(?!Editor).)+$",
    "editor alone": r"(?m)^Editor: .+$",
    "initials": r"(?m)^\([a-z]{3}/[a-z]{3}\)$",
    "published elsewhere": r"Artikel ini telah tayang di \S+ dengan judul",
    "copyright": r"(?m)^Copyright © \d{4}",
    "dateline, outlet": r"(?m)\AHARIAN SAMUDRA – ",
    "dateline, domain and place": r"(?m)\AKABARNUSA\.EXAMPLE - MOSKOW\. ",
    "dateline, place and outlet": r"(?m)\AJakarta, Warta Cakrawala - ",
    "dateline, capitals": r"(?m)\A[A-Z ]+, SUARA PESISIR — ",
    "date without year": r"Minggu \(27/9\)",
    "part of day": r"Selasa pagi \(13/9\)",
    "numeric date": r"\(27/9/2020\)",
    "spaced date": r"\(8 / 9 / 2017\)",
    "worded date": r"27 September 2020",
    "historical date": r"26 November 1991",
    "coming date": r"dijadwalkan Sabtu \(13/11\) pekan ini",
    "yesterday": r"\bkemarin\b",
    "today": r"\bhari ini\b",
    "name and its variant": r"Araik Harutyunyan",
    "variant of the name": r"Arayik Harutyunyan",
    "spelling of Zelensky": r"Volodymyr Zelensky\b",
    "other spelling": r"Wolodimir Zelensky\b",
    "third spelling": r"Volodymyr Zelenskyy\b",
    "misspelt person": r"Hendra Wiratmadja",
    "misspelt place": r"Karabkah",
    "words glued by scraping": r"[a-z0-9]\.[A-Z][a-z]+ ",
    "abbreviation introduced": r"Badan Nasional Penanggulangan Bencana \(BNPB\)",
    "abbreviation in small letters": r"pembangkit listrik tenaga nuklir \(PLTN\)",
    "AS": r"Amerika Serikat \(AS\)",
    "PM": r"\bPM Kepulauan\b",
    "PA": r"\(PA\)",
    "SD": r"\bSD Negeri\b",
    "curly quotation": r"“[^”]+,” (?:kata|ujar)",
    "straight quotation": r'"[^"]+," (?:kata|ujar|tutur)',
    "speaker before": r'\w+ \w+\. "[^"]+," katanya',
    "Mei, the name": r"Mei Sulastri",
    "minggu, the week": r"Minggu lalu",
    "Baca, the verb": r"(?m)^Baca laporan lengkapnya",
    "baca juga, the verb": r"membaca juga brosur",
}


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


def rows(name: str) -> list[dict[str, str]]:
    with (GOLD / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def articles() -> dict[str, RawArticle]:
    """Every record of the archive by `path` or `path#line`, pages extracted; nothing may be skipped."""
    found = {}
    for record in Corpus([ARCHIVE], Limits()):
        assert isinstance(record, RawArticle), record
        article = extract(record) if record.is_html else record
        assert isinstance(article, RawArticle), article
        place = Path(article.path).relative_to(ARCHIVE.resolve()).as_posix()
        found[f"{place}#{article.line}" if article.line else place] = article
    return found


def full_date(match: re.Match[str]) -> date:
    """The day that a match of FULL_DATE tells; raises ValueError where no calendar has it."""
    _, day, number, word, year = match.groups()
    return date(int(year), int(number) if number else MONTHS.index(word.lower()) + 1, int(day))


def agrees(match: re.Match[str]) -> bool:
    try:
        return WEEKDAYS[full_date(match).weekday()] == match.group(1).lower()
    except ValueError:
        return False


def wrong_weekdays(text: str) -> list[str]:
    return [match.group() for match in FULL_DATE.finditer(text) if not agrees(match)]


def test_archive_holds_enough_in_every_format(articles: dict[str, RawArticle]) -> None:
    files = [path for path in ARCHIVE.rglob("*") if path.is_file()]
    assert len(articles) >= 80
    assert {"".join(path.suffixes) for path in files} == FORMATS
    assert all(len(article.text.split()) >= 30 for article in articles.values())
    assert len({article.text for article in articles.values()}) == len(articles)


def test_archive_lacks_what_real_archives_lack(articles: dict[str, RawArticle]) -> None:
    assert sum(not article.title for article in articles.values()) >= 40
    assert sum(not article.published for article in articles.values()) >= 40
    assert sum(bool(article.published and article.title) for article in articles.values()) >= 25


def test_archive_is_utf8_but_for_the_deliberate_exceptions() -> None:
    for path in sorted(path for path in ARCHIVE.rglob("*") if path.is_file()):
        data = path.read_bytes()
        data = gzip.decompress(data) if path.suffix == ".gz" else data
        encoding = OTHER_ENCODINGS.get(path.relative_to(ARCHIVE).as_posix(), "utf-8")
        assert len(data.decode(encoding)) > 100
        if encoding != "utf-8":
            with pytest.raises(UnicodeDecodeError):
                data.decode("utf-8")


def test_gzipped_files_are_reproducible() -> None:
    """No time and no file name in the header, so that building them again changes nothing."""
    for path in ARCHIVE.rglob("*.gz"):
        header = path.read_bytes()[:10]
        assert header[3] & 0b1000 == 0
        assert header[4:8] == b"\0\0\0\0"


def test_weekdays_agree_with_the_calendar(articles: dict[str, RawArticle]) -> None:
    told = {place: wrong_weekdays(f"{article.title}\n{article.text}") for place, article in articles.items()}
    assert {place: wrong for place, wrong in told.items() if wrong} == WRONG_WEEKDAYS
    for name in ("dates.jsonl", "quotes.jsonl", "cuts.jsonl", "actors.jsonl"):
        slips = {slip for line in lines(name) for slip in wrong_weekdays(line["text"])}
        allowed = {slip for listed in WRONG_WEEKDAYS.values() for slip in listed}
        assert slips <= allowed | IMPOSSIBLE_DATES


def test_given_dates_are_true_to_the_text(articles: dict[str, RawArticle]) -> None:
    """Where a dated article names full dates with their weekday, one of them is news of these days."""
    for place, article in articles.items():
        days = [full_date(match) for match in FULL_DATE.finditer(article.text)]
        if article.published and days:
            given = date.fromisoformat(article.published[:10])
            assert min(abs((given - day).days) for day in days) <= 2, place


@pytest.mark.parametrize("name", PHENOMENA)
def test_phenomenon_is_there(name: str, articles: dict[str, RawArticle]) -> None:
    assert any(re.search(PHENOMENA[name], article.text) for article in articles.values())


def test_paragraphs_recur_between_articles(articles: dict[str, RawArticle]) -> None:
    where: dict[str, set[str]] = {}
    for place, article in articles.items():
        for sentence in re.split(r"(?<=[.!?])\s+|\n", article.text):
            if len(sentence) >= 60 and not re.match(r"(Baca|Simak|Lihat)\b", sentence):
                where.setdefault(sentence, set()).add(place)
    shared = [places for places in where.values() if len(places) >= 2]
    assert len(shared) >= 12
    assert max(len(places) for places in shared) >= 4


@pytest.mark.parametrize(
    ("name", "least"),
    [("dates.jsonl", 120), ("actors.jsonl", 200), ("cuts.jsonl", 60), ("quotes.jsonl", 100)],
)
def test_gold_is_large_enough_and_says_nothing_twice(name: str, least: int) -> None:
    texts = [(line["text"], line.get("url", "")) for line in lines(name)]
    assert len(texts) >= least
    assert len(set(texts)) == len(texts)


def test_gold_queries_name_articles_that_are_there(articles: dict[str, RawArticle]) -> None:
    judged, absent, told = (
        rows("queries.tsv"),
        rows("queries_absent.tsv"),
        rows("queries_background.tsv"),
    )
    assert len(judged) >= 60 and len(told) >= 20
    every = judged + absent + told
    assert len({row["query"] for row in every}) == len(every)
    for row in told:
        assert {row["news"], row["background"]} <= articles.keys(), row["query"]
    for row in judged:
        assert row["relevant"], row["query"]
    for cell in [row["relevant"] for row in judged] + [row["absent"] for row in absent]:
        assert set(filter(None, cell.split("|"))) <= articles.keys()


def test_gold_dates_are_dates_of_their_precision() -> None:
    for line in lines("dates.jsonl"):
        if line["expected"] is None:
            assert line["precision"] == "none"
        else:
            day = date.fromisoformat(line["expected"])
            assert line["precision"] == "day" or (line["precision"] == "month" and day.day == 1)
        assert line["note"]


def test_gold_dates_name_articles_that_are_there() -> None:
    for line in lines("dates.jsonl"):
        assert "path" not in line or (ARCHIVE / line["path"]).is_file()


def test_gold_mentions_are_names_in_their_sentence() -> None:
    kinds = set()
    for line in lines("actors.jsonl"):
        previous = 0
        for start, end, kind in line["mentions"]:
            assert previous <= start < end <= len(line["text"]), line
            name = line["text"][start:end]
            assert name == name.strip() and name[0].isupper()
            assert not name.startswith(("Presiden ", "Menteri ", "Bupati ", "Gubernur ", "Ketua "))
            previous = end
            kinds.add(kind)
    assert kinds == {"person", "organisation", "place"}


def test_gold_cuts_only_take_away() -> None:
    for line in lines("cuts.jsonl"):
        assert len(line["body"]) <= len(line["text"])
        left = iter(line["text"].split())
        assert all(word in left for word in line["body"].split()), line
        assert all(headline in line["text"] for headline in line["headlines"])
    assert sum(line["body"] == line["text"] for line in lines("cuts.jsonl")) >= 15


def test_gold_quotes_stand_between_marks() -> None:
    opened = 0
    for line in lines("quotes.jsonl"):
        for quote in line["quotes"]:
            text = line["text"]
            assert 0 < quote["start"] < quote["end"] < len(text)
            assert text[quote["start"] - 1] in "\"“„«'", text
            assert text[quote["end"]] in "\"”“»'", text
            assert quote["speaker"] in text
            opened += not quote["speaker"]
    assert opened >= 5
