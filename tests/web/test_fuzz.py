"""No input may end in a server error: whatever is asked, in the address, the parameters or the headers."""

from urllib.parse import quote

from flask import Flask
from hypothesis import example, given, settings
from hypothesis import strategies as st

from web.params import PARAMETERS

CALM = settings(max_examples=60, deadline=None)
TROUBLE = (
    "\x00",
    "%",
    "{0}",
    "{{7*7}}",
    '"',
    "((((",
    "a OR",
    "NOT NOT",
    "-",
    "judul:",
    "tanggal:..",
    "*~5",
    "🙂" * 9,
    "\u202e",
    "9" * 40,
    "2020-02",
    "\ud800",
)
words = st.sampled_from(TROUBLE) | st.text(max_size=40) | st.text(alphabet='ab"()*~-: .=0', max_size=30)
names = st.sampled_from(
    [*(parameter.name for parameter in PARAMETERS), "asli", "contains", "limit", "format"]
)
paths = st.sampled_from(
    (
        "/",
        "/cari",
        "/saring/person",
        "/artikel/berita%2F03",
        "/tentang",
        "/api/v1/search",
        "/api/v1/search.csv",
        "/api/v1/search.ndjson",
        "/api/v1/search.ris",
        "/api/v1/search.atom",
        "/api/v1/facets/place",
        "/api/v1/suggest",
        "/api/v1/articles/berita%2F03",
    )
)


def raw(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"))


@CALM
@given(paths, st.lists(st.tuples(names, words), max_size=5))
@example("/cari", [("q", '"a "b" c(')])
@example("/api/v1/search.ndjson", [("source", "\x00")])
@example("/api/v1/search", [("page", "10000000"), ("size", "100"), ("q", "banjir")])
def test_no_parameters_end_in_an_error(app: Flask, path: str, given_pairs: list[tuple[str, str]]) -> None:
    query = "&".join(f"{name}={raw(value)}" for name, value in given_pairs)
    answer = app.test_client().get(f"{path}?{query}")
    assert answer.status_code in (200, 400), (path, query)
    assert isinstance(answer.data, bytes), "a stream is read to its end"


@CALM
@given(st.sampled_from(("/artikel/", "/api/v1/articles/", "/api/v1/actors/", "/saring/", "/")), words)
def test_no_path_ends_in_an_error(app: Flask, path: str, rest: str) -> None:
    assert app.test_client().get(path + raw(rest)).status_code in (200, 400, 404, 308, 405)


@CALM
@given(
    st.sampled_from(("Accept", "Accept-Language", "If-None-Match", "Host", "Range")),
    st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=255), max_size=30),
)
def test_no_header_ends_in_an_error(app: Flask, name: str, value: str) -> None:
    for path in ("/cari?q=banjir", "/api/v1/search?q=banjir", "/opensearch.xml"):
        assert app.test_client().get(path, headers={name: value}).status_code < 500


@CALM
@given(st.binary(max_size=40))
def test_no_bytes_in_the_query_end_in_an_error(app: Flask, given_bytes: bytes) -> None:
    answer = app.test_client().get("/cari", query_string="q=" + quote(given_bytes))
    assert answer.status_code == 200
