"""What an archive yields: records with stable ids, and a reason for whatever is skipped."""

import gzip
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.corpus import Corpus
from index.corpus_fields import InputFields
from index.corpus_formats import Limits, RawArticle, Skipped
from index.corpus_html import extract
from index.corpus_text import Undecodable, decode
from index.errors import ArchiveError
from index.lang.tables import LanguageDataError


def read(*paths: Path, limits: Limits | None = None) -> tuple[list[RawArticle], list[Skipped]]:
    items = list(Corpus(paths, limits or Limits()))
    return (
        [item for item in items if isinstance(item, RawArticle)],
        [item for item in items if isinstance(item, Skipped)],
    )


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_text_file_is_one_article_named_by_its_path(tmp_path: Path) -> None:
    write(tmp_path / "perang" / "001.txt", "Satu kalimat.\r\nDua kalimat.")
    articles, skipped = read(tmp_path)
    assert not skipped
    assert [(a.id, a.text, a.line) for a in articles] == [("perang.001", "Satu kalimat.\nDua kalimat.", 0)]


def test_an_added_file_gets_the_id_its_folder_gave_it(tmp_path: Path) -> None:
    file = write(tmp_path / "perang" / "001.txt", "Isi.")
    whole = read(tmp_path)[0][0].id
    alone = [item for item in Corpus([file], Limits(), roots=[tmp_path]) if isinstance(item, RawArticle)]
    assert alone[0].id == whole


def test_what_is_no_file_is_named_and_never_waited_for(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "Isi.")
    os.mkfifo(tmp_path / "pipa.txt")
    (tmp_path / "putus.txt").symlink_to(tmp_path / "tidak-ada.txt")
    articles, skipped = read(tmp_path)
    assert [article.text for article in articles] == ["Isi."]
    reasons = {Path(item.path).name: item.reason for item in skipped}
    assert reasons == {"pipa.txt": "not a file: a pipe, socket or device", "putus.txt": "a link to nothing"}


def test_records_of_every_format_and_their_synonyms(tmp_path: Path) -> None:
    rows = [
        {"judul": "A", "text": "Isi a.", "date": "2020-09-27", "outlet": "X", "link": "https://x/a", "n": 3}
    ]
    write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows)))
    write(tmp_path / "b.json", json.dumps([{"id": 7, "title": "B", "content": "Isi b.", "tags": ["x"]}]))
    write(tmp_path / "c.csv", 'title;isi;tanggal\nC;"Isi\nc; dua baris.";1 Mei 2020\n')
    write(tmp_path / "d.jsonl.gz", gzip.compress(json.dumps({"body": "Isi d."}).encode()))
    write(tmp_path / "e.txt.gz", gzip.compress(b"Isi e."))
    write(tmp_path / "f.json", json.dumps({"articles": [{"body": "Isi f."}, {"body": "Isi g."}]}))
    articles, skipped = read(tmp_path)
    assert not skipped
    by_text = {article.text: article for article in articles}
    first = by_text["Isi a."]
    assert (first.title, first.published, first.source, first.url) == ("A", "2020-09-27", "X", "https://x/a")
    assert first.metadata == (("n", "3"),)
    assert (by_text["Isi b."].id, by_text["Isi b."].metadata) == ("7", (("tags", '["x"]'),))
    assert by_text["Isi\nc; dua baris."].published == "1 Mei 2020"
    assert {"Isi d.", "Isi e.", "Isi f.", "Isi g."} <= set(by_text)
    assert len({article.id for article in articles}) == len(articles)


def test_each_bad_input_is_named_and_the_rest_is_kept(tmp_path: Path) -> None:
    write(tmp_path / "a-empty.txt", " \n")
    write(tmp_path / "b-binary.txt", bytes(range(256)) * 8)
    write(tmp_path / "c-picture.jpg", b"\xff\xd8")
    write(
        tmp_path / "d-lines.jsonl",
        b'{"body": "Baik."}\nrusak\n[1]\n{"title": "tanpa isi"}\n{"body": "Juga."}',
    )
    write(tmp_path / "e-large.txt", "panjang " * 100)
    write(tmp_path / "f-broken.json", "{")
    write(tmp_path / "g-damaged.txt.gz", gzip.compress(b"Isi.")[:-6])
    write(tmp_path / "h-damaged.jsonl.gz", gzip.compress(b'{"body": "x"}\n' * 999)[:-9])
    write(tmp_path / "i-number.json", "3")
    write(tmp_path / "j-empty.csv", "")
    write(tmp_path / ".hidden", "x")
    articles, skipped = read(tmp_path, limits=Limits(file_bytes=5000, article_characters=400))
    assert {"Baik.", "Juga."} <= {article.text for article in articles}
    reasons = {(Path(item.path).name[0], item.line): item.reason for item in skipped}
    assert reasons[("a", 0)] == "empty"
    assert "binary" in reasons[("b", 0)]
    assert "not a format" in reasons[("c", 0)]
    assert "not JSON" in reasons[("d", 2)]
    assert "not a JSON object" in reasons[("d", 3)]
    assert "no body" in reasons[("d", 4)]
    assert "longer than" in reasons[("e", 0)]
    assert "not JSON" in reasons[("f", 0)]
    assert "damaged gzip" in reasons[("g", 0)]
    assert any(key[0] == "h" and "damaged gzip" in reason for key, reason in reasons.items())
    assert "neither" in reasons[("i", 0)]
    assert reasons[("j", 0)] == "empty"


def test_file_over_the_limit_and_line_over_the_limit(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "x" * 101)
    write(tmp_path / "b.jsonl", json.dumps({"body": "y" * 500}) + '\n{"body": "Pendek."}')
    articles, skipped = read(tmp_path, limits=Limits(file_bytes=100, article_characters=10))
    assert [article.text for article in articles] == ["Pendek."]
    assert ["larger than" in skipped[0].reason, "a line longer" in skipped[1].reason] == [True, True]


def test_same_article_twice_is_skipped_with_both_places(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "Sama persis.")
    write(tmp_path / "b.txt", "Sama persis.")
    write(tmp_path / "c.jsonl", '{"id": "x", "body": "Satu."}\n{"id": "x", "body": "Dua."}')
    articles, skipped = read(tmp_path)
    assert [article.text for article in articles] == ["Sama persis.", "Satu."]
    assert "the same article as" in skipped[0].reason and "a.txt" in skipped[0].reason
    assert "its id is that of" in skipped[1].reason and "c.jsonl:1" in skipped[1].reason


def test_same_name_in_two_archives_loses_nothing(tmp_path: Path) -> None:
    write(tmp_path / "x" / "1.txt", "Satu.")
    write(tmp_path / "y" / "1.txt", "Dua.")
    articles, skipped = read(tmp_path / "x", tmp_path / "y")
    assert not skipped
    assert len({article.id for article in articles}) == 2


def test_two_tables_that_count_from_one_lose_nothing(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", "id,isi\n1,Banjir.\n2,Gempa.\n")
    write(tmp_path / "b.csv", "id,isi\n1,Longsor.\n2,Gempa.\n1,Longsor susulan.\n")
    articles, skipped = read(tmp_path)
    first, second = [a.id for a in articles[:2]], articles[2]
    assert first == ["1", "2"], "an archive without collision keeps its ids"
    assert (second.text, second.id[:2]) == ("Longsor.", "1-")
    assert ["the same article as" in skipped[0].reason, "its id is that of" in skipped[1].reason] == [
        True
    ] * 2
    write(tmp_path / "b.csv", "id,isi\n1,Longsor besar.\n")
    assert read(tmp_path)[0][2].id == second.id, "an edited row stays who it was"


def test_ids_can_stand_in_a_url(tmp_path: Path) -> None:
    write(tmp_path / "berita aneh" / "über #1.txt", "Isi.")
    write(tmp_path / "b.jsonl", '{"id": "a/b c?", "body": "Satu."}\n{"url": "https://x/1", "body": "Dua."}')
    for article in read(tmp_path)[0]:
        assert all(
            character.isascii() and (character.isalnum() or character in "._~-") for character in article.id
        )


def test_missing_archive_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no such file"):
        Corpus([tmp_path / "tidak-ada"], Limits())


def test_order_does_not_depend_on_the_file_system(tmp_path: Path) -> None:
    for name in ("c", "a", "b"):
        write(tmp_path / f"{name}.txt", f"Isi {name}.")
    assert [article.text for article in read(tmp_path)[0]] == ["Isi a.", "Isi b.", "Isi c."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_are_recognised(encoding: str) -> None:
    text = "Kata Menteri: “Kami siap – selalu”, ujarnya di kafé.\n" * 5
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_control_characters_are_no_text_in_any_encoding(encoding: str) -> None:
    with pytest.raises(Undecodable, match="binary"):
        decode(("Hujan\x01" * 9).encode(encoding))
    # Letters whose bytes in UTF-16 are those of control characters.
    assert decode(("\u0101\u0102" * 9).encode(encoding)) == "\u0101\u0102" * 9


def test_records_of_one_file_may_have_different_keys(tmp_path: Path) -> None:
    lines = ('{"judul": "", "title": "Hujan", "isi": "Hujan deras."}', '{"isi": "Panas.", "judul": "Reda"}')
    write(tmp_path / "a.jsonl", "\n".join(lines * 2).encode())
    records = [record for record in Corpus([tmp_path], Limits()) if isinstance(record, RawArticle)]
    assert [(record.title, record.text) for record in records] == [
        ("Hujan", "Hujan deras."),
        ("Reda", "Panas."),
    ]


def test_csv_in_another_encoding_and_with_a_bad_line(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", "judul,isi\nA,Café “buka” pagi ini.\n".encode("cp1252"))
    write(tmp_path / "b.jsonl", '{"body": "Enam belas."}\n'.encode("utf-16"))
    assert [article.text for article in read(tmp_path)[0]] == ["Café “buka” pagi ini.", "Enam belas."]


@given(st.binary(max_size=300))
def test_decoding_never_raises_anything_else(data: bytes) -> None:
    try:
        text = decode(data)
    except Undecodable:
        return
    assert "\r" not in text


PAGE = """<html lang="id"><head><title>Gempa di Laut Banda - KabarUji</title>
<meta property="og:site_name" content="KabarUji">
<meta property="article:published_time" content="2021-03-04T10:00:00+07:00"></head>
<body><nav>Beranda Ekonomi Olahraga</nav><article><h1>Gempa di Laut Banda</h1>{}</article>
<footer>Hak cipta</footer></body></html>"""


def test_html_page_gives_text_title_date_and_outlet() -> None:
    paragraphs = "".join(
        f"<p>Paragraf {n} menceritakan getaran yang dirasakan warga pesisir.</p>" for n in range(6)
    )
    page = extract(RawArticle(PAGE.format(paragraphs), "a.html", is_html=True))
    assert isinstance(page, RawArticle)
    assert (page.title, page.published, page.source) == ("Gempa di Laut Banda", "2021-03-04", "KabarUji")
    assert page.text.startswith("Paragraf 0") and "Beranda" not in page.text


def test_page_without_an_article_is_skipped() -> None:
    assert isinstance(extract(RawArticle("<html><body></body></html>", "a.html", is_html=True)), Skipped)
    assert isinstance(extract(RawArticle("\x00<<<", "a.html", is_html=True)), Skipped)


def test_input_fields_table_is_checked(tmp_path: Path) -> None:
    head = "field\tnames\tnote\n"
    with pytest.raises(LanguageDataError, match="not a field"):
        InputFields.load(write(tmp_path / "a.tsv", head + "judul\tx\t\n"))
    with pytest.raises(LanguageDataError, match="stands for title already"):
        InputFields.load(write(tmp_path / "b.tsv", head + "title\tx\t\nbody\tx\t\n"))


def test_progress_moves_inside_a_file_and_ends_at_its_size(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"body": f"Isi nomor {number}."}) for number in range(50))
    path = write(tmp_path / "a.jsonl", lines)
    corpus = Corpus([path], Limits())
    done = [corpus.bytes_done for _ in corpus]
    assert done == sorted(done) and 0 < done[0] < done[-1] <= path.stat().st_size
    assert corpus.bytes_done == corpus.bytes_total == path.stat().st_size
