"""The pages, end to end over a real searcher: what a reader sees, and nothing else."""

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

PAGES = (
    "/",
    "/cari",
    "/cari?q=banjir&actor=p-joko&not_source=kabar&from=2020-02&page=1",
    "/cari?q=tidakadakatasemacamini&from=1999",
    "/cari?q=banjir&page=99",
    "/saring/person?q=banjir",
    "/artikel/berita%2F03?q=banjir",
    "/artikel/berita%2F03?asli=1",
    "/artikel/aneh%20%3F%23%25",
    "/tentang",
    "/tidak-ada",
)


class Document(HTMLParser):
    """Collects what a test asks for: ids, links, labels, texts of one class."""

    void = frozenset({"meta", "link", "input", "br", "img", "rect"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.append((tag, values))
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a":
            assert "a" not in self.open, "a link in a link"
            self.links.append(values["href"])
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.void:
            assert self.open.pop() == tag


def get(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.text


@pytest.mark.parametrize("wanted", ["id", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_whole(client: FlaskClient, address: str, wanted: str) -> None:
    text = client.get(f"{address}{'&' if '?' in address else '?'}lang={wanted}").text
    document = Document(text)
    assert document.open == []
    assert len(document.ids) == len(set(document.ids))
    assert ("html", {"lang": wanted}) in document.tags
    assert "<script>alert" not in text
    assert " style=" not in text, "the policy forbids inline style"
    labelled = {values["for"] for tag, values in document.tags if tag == "label" and "for" in values}
    for tag, values in document.tags:
        if tag == "a":
            assert not values["href"].startswith("javascript")
            assert values["href"] != ""
        if tag == "script":
            assert values["src"].startswith("/static/")
        if tag == "input" and values.get("type") == "search":
            assert values["id"] in labelled


@pytest.mark.parametrize("address", PAGES)
def test_no_page_asks_a_third_party(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for tag, values in Document(answer.text).tags:
        if tag in ("script", "img", "link", "form"):
            assert not re.match(r"\w+:|//", values.get("src", values.get("href", values.get("action", ""))))


def test_links_on_a_results_page_work(client: FlaskClient) -> None:
    document = Document(get(client, "/cari?q=banjir&size=3"))
    inner = {link for link in document.links if link.startswith("/")}
    assert len(inner) > 40
    for link in inner:
        assert client.get(link).status_code == 200, link


def test_a_filter_shows_as_a_chip_a_checked_box_and_a_narrower_list(client: FlaskClient) -> None:
    text = get(client, "/cari?q=banjir&actor=p-joko&not_source=suara")
    assert "<strong>7 artikel</strong>" in text or "<strong>8 artikel</strong>" in text
    assert re.search(r'value="p-joko" checked', text)
    assert "bukan</b> Suara Pesisir" in text
    assert '<input type="hidden" name="not_source" value="suara">' in text


def test_what_could_not_be_used_is_said_and_the_rest_is_answered(client: FlaskClient) -> None:
    text = get(client, "/cari?q=banjir&from=besok&colour=%3Cred%3E")
    assert "45 artikel" in text
    assert "<code>from=besok</code>: bukan tanggal" in text
    assert "colour=&lt;red&gt;" in text


def test_nothing_found_offers_repairs_that_find(client: FlaskClient) -> None:
    text = get(client, "/cari?q=banjir&from=1999&to=1999")
    assert "Tidak ada artikel yang cocok" in text
    link = re.search(r'href="([^"]+)"[^>]*>Cari tanpa batas tanggal', text)
    assert link
    assert "45 artikel" in get(client, link[1].replace("&amp;", "&"))


def test_an_inferred_date_says_so(client: FlaskClient) -> None:
    text = get(client, "/cari?q=banjir&size=100")
    assert "diperkirakan" in text
    assert "Tanggal tidak diketahui" in text


def test_the_reading_page_marks_links_folds_and_cites(client: FlaskClient) -> None:
    text = get(client, "/artikel/berita%2F03?q=banjir")
    assert '<mark id="h1"' in text
    assert 'href="#h1"' in text
    assert '<a class="actor" href="/cari?actor=p-ratna" title="Tokoh: Ratna Dewanti">' in text
    assert "Tautan terkait (1)" in text
    assert "Harga beras naik" in text
    assert "&lt;script&gt;" in text
    assert 'href="https://contoh.id/3"' in text
    assert "https" not in re.findall(r'href="([^"]*)"', get(client, "/artikel/berita%2F04"))


def test_the_original_text_comes_on_request(client: FlaskClient) -> None:
    assert "<del>Baca juga: Harga beras naik</del>" in get(client, "/artikel/berita%2F03?asli=1")
    assert "<del>" not in get(client, "/artikel/berita%2F03")


def test_agencies_are_a_facet_and_lead_to_what_leans_on_them(client: FlaskClient) -> None:
    text = get(client, "/artikel/berita%2F05")
    link = re.search(r'href="(/cari\?attribution=[^"]+)">Kantor Berita Laut', text)
    assert link
    found = get(client, link[1].replace("&amp;", "&"))
    assert "<strong>9 artikel</strong>" in found
    assert 'name="attribution" value="kantor-laut" checked' in found
    assert "Mengutip:</span> Kantor Berita Laut" in found


def test_a_day_that_is_spoken_of_leads_to_all_that_speak_of_it(client: FlaskClient) -> None:
    text = get(client, "/artikel/berita%2F09")
    link = re.search(r'href="([^"]+)">10 Februari 1996', text)
    assert link
    assert "<strong>5 artikel</strong>" in get(client, link[1].replace("&amp;", "&"))


def test_articles_that_share_paragraphs_lead_to_each_other(client: FlaskClient) -> None:
    text = get(client, "/artikel/berita%2F03")
    assert "Juga memuat paragraf yang sama (1)" in text
    assert 'href="/artikel/berita%2F06"' in text


def test_a_copy_leads_to_all_of_its_group(client: FlaskClient) -> None:
    text = get(client, "/cari?q=banjir&group=1&size=100")
    link = re.search(r'href="([^"]+)">1 artikel lain memuat paragraf yang sama', text)
    assert link
    assert "<strong>2 artikel</strong>" in get(client, link[1].replace("&amp;", "&"))


def test_an_article_leads_to_those_like_it(client: FlaskClient) -> None:
    text = get(client, "/artikel/berita%2F03")
    assert "Artikel serupa" in text
    similar = text.split("Artikel serupa")[1].split("</section>")[0]
    assert len(re.findall(r'href="/artikel/berita%2F\d\d"', similar)) == 5
    assert "berita%2F03?" not in similar
    assert "berita%2F06?" not in similar, "an article with the same paragraphs is among the copies"


def test_all_values_of_a_facet_can_be_searched_inside(client: FlaskClient) -> None:
    text = get(client, "/saring/person?q=banjir&contains=joko")
    assert "Joko Wiratma" in text
    assert "Ratna Dewanti" not in text
    assert '<input type="hidden" name="q" value="banjir">' in text
    assert client.get("/saring/warna").status_code == 404
    assert client.get("/saring/published").status_code == 404


def test_indonesian_first_whatever_the_browser_says(client: FlaskClient) -> None:
    foreign = {"Accept-Language": "en-US,en;q=0.9"}
    for path in ("/", "/cari?q=banjir", "/tentang", "/cari?lang=xx", "/artikel/tidak-ada"):
        assert '<html lang="id">' in client.get(path, headers=foreign).text


def test_english_by_the_link_and_then_in_every_link(client: FlaskClient) -> None:
    switch = re.search(r'href="([^"]+)" hreflang="en"', client.get("/cari?q=banjir").text)
    assert switch
    text = client.get(switch[1].replace("&amp;", "&")).text
    assert '<html lang="en">' in text
    assert '<input type="hidden" name="lang" value="en">' in text
    results = re.findall(r'href="(/artikel/[^"]*)"', text)
    assert len(results) >= 20 and all("lang=en" in link for link in results)
    switch = re.search(r'href="([^"]+)" hreflang="id"', client.get("/cari?q=a+b&lang=en").text)
    assert switch
    assert switch[1] == "/cari?q=a+b"


def test_a_page_that_is_known_is_not_sent_again(client: FlaskClient) -> None:
    tag = client.get("/cari?q=banjir").headers["ETag"]
    assert client.get("/cari?q=banjir", headers={"If-None-Match": tag}).status_code == 304


def test_errors_are_pages(client: FlaskClient, empty_client: FlaskClient) -> None:
    missing = client.get("/artikel/tidak-ada")
    assert (missing.status_code, missing.mimetype) == (404, "text/html")
    assert client.post("/cari").status_code == 405
    assert client.get("/cari?q=" + "a" * 9000).status_code == 414
    waiting = empty_client.get("/cari?q=banjir")
    assert (waiting.status_code, waiting.mimetype) == (503, "text/html")
    assert waiting.headers["Retry-After"]
    assert empty_client.get("/tentang").status_code == 200


def test_opensearch_describes_this_server(client: FlaskClient) -> None:
    root = ElementTree.fromstring(client.get("/opensearch.xml", base_url="http://arsip.contoh:81").data)
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    templates = [item.get("template") for item in root.findall(f"{space}Url")]
    assert "http://arsip.contoh:81/cari?q={searchTerms}" in templates


def test_static_files_are_kept_by_their_version(client: FlaskClient) -> None:
    address = re.search(r'href="(/static/kliping.css\?v=\w+)"', client.get("/").text)
    assert address
    with client.get(address[1]) as answer:
        assert answer.mimetype == "text/css"
        assert "max-age=31536000" in answer.headers["Cache-Control"]


def test_a_time_that_the_archive_has_nothing_of_is_told(client: FlaskClient) -> None:
    assert "artikelnya dari 2020 sampai 2022" in client.get("/cari?q=banjir&to=1999").text
    assert "artikelnya dari" not in client.get("/cari?q=zzzqqq").text
