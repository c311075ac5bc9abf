"""The endpoint for programs, end to end over a real searcher."""

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from web.answers import json_answer
from web.params import PARAMETERS

DOCS = Path(__file__).parents[2] / "docs" / "api.md"


def get(client: FlaskClient, address: str) -> dict:  # type: ignore[type-arg]
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "application/json"
    value = json.loads(answer.data)
    assert isinstance(value, dict)
    return value


def test_a_search_is_ranked_highlighted_and_counted(client: FlaskClient) -> None:
    value = get(client, "/api/v1/search?q=banjir&size=5")
    assert value["total"] == 45
    assert len(value["results"]) == 5
    assert value["index"]["articles"] == 46
    first = value["results"][0]
    assert "<mark>" in first["snippets"][0]["html"]
    assert "<script>" not in json.dumps([hit["snippets"] for hit in value["results"]])
    assert value["facets"]["person"]["values"][0]["count"] == 45


def test_paging_yields_the_total_once_each_by_number_and_by_cursor(client: FlaskClient) -> None:
    address, ids = "/api/v1/search?q=banjir&size=20", []
    while address:
        value = get(client, address)
        ids += [hit["id"] for hit in value["results"]]
        address = value["page"]["next"]
    assert len(ids) == len(set(ids)) == value["total"] == 45
    first = get(client, "/api/v1/search?q=banjir&size=20")
    second = get(client, f"/api/v1/search?q=banjir&size=20&cursor={first['page']['cursor']}")
    assert [hit["id"] for hit in second["results"]] == ids[20:40]


def test_folded_copies_page_to_the_number_of_groups(client: FlaskClient) -> None:
    address, ids = "/api/v1/search?group=1&size=15", []
    while address:
        value = get(client, address)
        ids += [hit["id"] for hit in value["results"]]
        address = value["page"]["next"]
    assert (value["total"], value["groups"]) == (46, 45)
    assert len(ids) == len(set(ids)) == 45
    assert get(client, "/api/v1/articles/berita%2F03")["copies"]["group"] == "g"


def test_articles_like_one_are_answered(client: FlaskClient) -> None:
    value = get(client, "/api/v1/articles/berita%2F03/similar?limit=4")
    assert value["id"] == "berita/03"
    found = [hit["id"] for hit in value["results"]]
    assert len(found) == len(set(found)) == 4
    assert "berita/03" not in found
    assert value["results"][0]["score"] >= value["results"][3]["score"] > 0
    assert len(get(client, "/api/v1/articles/berita%2F03/similar")["results"]) == 10
    assert client.get("/api/v1/articles/berita%2F03/similar?limit=101").status_code == 400
    assert client.get("/api/v1/articles/berita%2F03/similar?warna=1").status_code == 400
    assert client.get("/api/v1/articles/tiada/similar").status_code == 404
    assert get(client, "/api/v1/articles/berita%2F03")["id"] == "berita/03"


def test_a_page_far_past_the_end_is_empty_and_leads_back(client: FlaskClient) -> None:
    value = get(client, "/api/v1/search?q=banjir&page=10000000&size=100")
    assert (value["total"], value["results"]) == (45, [])
    assert value["page"]["next"] is None
    assert get(client, value["page"]["previous"])["results"]


def test_links_to_the_neighbours_are_headers_too(client: FlaskClient) -> None:
    header = client.get("/api/v1/search?q=banjir&page=2").headers.getlist("Link")
    assert header == [
        '</api/v1/search?q=banjir&page=3>; rel="next"',
        '</api/v1/search?q=banjir>; rel="prev"',
    ]


def test_a_facet_toggle_narrows_to_its_count_and_back(client: FlaskClient) -> None:
    value = get(client, "/api/v1/search?q=banjir")
    joko = next(item for item in value["facets"]["person"]["values"] if item["id"] == "p-joko")
    assert joko["count"] == 15
    narrowed = get(client, joko["toggle"])
    assert narrowed["total"] == 15
    again = next(item for item in narrowed["facets"]["person"]["values"] if item["id"] == "p-joko")
    assert again["selected"]
    assert get(client, again["toggle"])["total"] == 45
    assert get(client, joko["exclude"])["total"] == 30


def test_an_actor_by_name_can_be_switched_off_again(client: FlaskClient) -> None:
    value = get(client, "/api/v1/search?actor=joko+wiratma")
    assert value["total"] == 15
    chosen = next(item for item in value["facets"]["person"]["values"] if item["selected"])
    assert get(client, chosen["toggle"])["total"] == 46


@pytest.mark.parametrize(
    ("parameters", "total"),
    [
        ("actor=p-joko&actor=p-ratna", 45),
        ("actor=p-joko&actor=p-ratna&actor_op=and", 15),
        ("actor=p-joko&not_actor=p-ratna", 0),
        ("source=suara&source=kabar", 45),
        ("not_source=Suara+Pesisir", 24),
        ("undated=only", 5),
        ("undated=exclude", 41),
        ("from=2020&to=2020", 18),
        ("from=2020&to=2020&undated=include", 23),
        ("q=banjir+zzzqqq&match=all", 0),
        ("q=%3Dkebanjiran&form=exact", 45),
    ],
)
def test_filters_narrow_to_an_exact_total(client: FlaskClient, parameters: str, total: int) -> None:
    assert get(client, f"/api/v1/search?{parameters}")["total"] == total


def test_a_bucket_leads_to_its_articles(client: FlaskClient) -> None:
    timeline = get(client, "/api/v1/search?q=banjir&interval=year")["timeline"]
    assert timeline["undated"] == 4
    for bucket in timeline["buckets"]:
        assert get(client, bucket["url"])["total"] == bucket["count"]


@pytest.mark.parametrize(
    ("address", "parameters"),
    [
        ("/api/v1/search?colour=red", ["colour"]),
        ("/api/v1/search?from=besok&size=101", ["from", "size"]),
        ("/api/v1/search?from=2021&to=2020", ["from"]),
        ("/api/v1/search.csv?sort=x", ["sort"]),
        ("/api/v1/search.ndjson?page=0", ["page"]),
        ("/api/v1/search.atom?to=x", ["to"]),
        ("/api/v1/articles/berita%2F01?format=pdf&x=1", ["x", "format"]),
        ("/api/v1/facets/person?limit=0", ["limit"]),
        ("/api/v1/suggest?q=ban&limit=x", ["limit"]),
    ],
)
def test_what_cannot_be_used_is_a_problem_that_names_it(
    client: FlaskClient, address: str, parameters: list[str]
) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    value = json.loads(answer.data)
    assert value["status"] == 400
    assert [error["parameter"] for error in value["errors"]] == parameters
    assert all(error["message"] for error in value["errors"])


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/articles/tidak-ada", 404),
        ("/api/v1/actors/tidak-ada", 404),
        ("/api/v1/facets/warna", 404),
        ("/api/v1/tidak-ada", 404),
        ("/api/v2/search", 404),
        ("/api/v1/search?q=" + "a" * 9000, 414),
    ],
)
def test_other_errors_are_problems_too(client: FlaskClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert json.loads(answer.data)["status"] == status
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_only_reading_is_allowed(client: FlaskClient) -> None:
    answer = client.post("/api/v1/search")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize(
    ("accept", "status"), [("text/html", 406), ("application/json", 200), ("*/*", 200), ("", 200)]
)
def test_only_json_is_offered(client: FlaskClient, accept: str, status: int) -> None:
    assert client.get("/api/v1/status", headers={"Accept": accept}).status_code == status


def test_another_format_has_its_own_address(client: FlaskClient) -> None:
    assert client.get("/api/v1/search.csv", headers={"Accept": "text/csv"}).status_code == 200


def test_problems_speak_the_language_of_the_reader(client: FlaskClient) -> None:
    indonesian = client.get("/api/v1/search?size=0").json
    english = client.get("/api/v1/search?size=0&lang=en").json
    foreign = client.get("/api/v1/search?size=0", headers={"Accept-Language": "en-GB,en"}).json
    assert english != indonesian == foreign


def test_an_unchanged_answer_is_not_sent_again(client: FlaskClient) -> None:
    tag = client.get("/api/v1/search?q=banjir").headers["ETag"]
    again = client.get("/api/v1/search?q=banjir", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    other = client.get("/api/v1/search?q=pompa", headers={"If-None-Match": tag})
    assert other.status_code == 200
    english = client.get("/api/v1/search?q=banjir&lang=en", headers={"If-None-Match": tag})
    assert english.status_code == 200


def test_head_has_the_headers_and_no_body(client: FlaskClient) -> None:
    answer = client.head("/api/v1/search?q=banjir")
    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.headers["ETag"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_whole_article_with_an_id_of_its_own(client: FlaskClient) -> None:
    value = get(client, "/api/v1/articles/berita%2F03?q=banjir")
    assert value["id"] == "berita/03"
    assert value["hits"]["body"]
    start, end = value["actors"][0]["mentions"][0]
    assert value["body"][start:end] == "Ratna Dewanti"
    assert value["cuts"][0]["headlines"] == ["Harga beras naik"]
    assert get(client, "/api/v1/articles/aneh%20%3F%23%25")["title"] == "=2+5"
    assert client.get("/api/v1/articles/berita%2F03?format=ris").text.startswith("TY  - NEWS")


def test_an_actor_and_where_it_is_named(client: FlaskClient) -> None:
    value = get(client, "/api/v1/actors/p-joko")
    assert (value["name"], value["articles"]) == ("Joko Wiratma", 15)
    assert get(client, value["search"])["total"] == 15


def test_all_values_of_a_facet_and_those_that_hold_a_word(client: FlaskClient) -> None:
    assert len(get(client, "/api/v1/facets/person")["values"]) == 2
    found = get(client, "/api/v1/facets/person?contains=joko&q=banjir")["values"]
    assert [item["label"] for item in found] == ["Joko Wiratma"]


def test_suggestions_as_browsers_ask_for_them(client: FlaskClient) -> None:
    own = client.get("/api/v1/suggest?q=banj")
    answer = client.get(
        "/api/v1/suggest?q=banj&format=opensearch", headers={"Accept": "application/x-suggestions+json"}
    )
    assert answer.content_type == "application/x-suggestions+json"
    typed, texts, notes, addresses = json.loads(answer.data)
    wanted = json.loads(own.data)["suggestions"]
    assert (typed, texts) == ("banj", [item["text"] for item in wanted])
    assert texts and len(notes) == len(addresses) == len(texts)
    assert all(address.startswith("http://") for address in addresses)
    assert answer.headers["ETag"] != own.headers["ETag"]
    refused = client.get("/api/v1/suggest?q=banj&format=xml")
    assert refused.status_code == 400 and json.loads(refused.data)["errors"][0]["parameter"] == "format"
    assert b"format=opensearch&amp;q={searchTerms}" in client.get("/opensearch.xml").data


def test_suggestions_and_status(client: FlaskClient) -> None:
    assert get(client, "/api/v1/suggest?q=banj")["query"] == "banj"
    assert get(client, "/api/v1/status")["articles"] == 46
    assert get(client, "/healthz")["status"] == "ok"


def test_csv_holds_one_page_and_no_formula(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search.csv?size=100")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert len(rows) == 46
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_ndjson_streams_every_result(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search.ndjson?q=banjir&size=2")
    assert answer.mimetype == "application/x-ndjson"
    assert len({json.loads(line)["id"] for line in answer.text.splitlines()}) == 45


def test_ris_and_atom(client: FlaskClient) -> None:
    assert client.get("/api/v1/search.ris?q=banjir&size=3").text.count("TY  - NEWS") == 3
    answer = client.get("/api/v1/search.atom?q=banjir&size=3")
    assert answer.mimetype == "application/atom+xml"
    feed = ElementTree.fromstring(answer.data)
    days = [item.text for item in feed.iter("{http://www.w3.org/2005/Atom}published")]
    assert len(days) == 3
    assert days == sorted(days, reverse=True)


def test_without_an_index_the_answer_is_try_again(empty_client: FlaskClient) -> None:
    for address in ("/api/v1/search?q=a", "/api/v1/status", "/healthz", "/api/v1/articles/a"):
        answer = empty_client.get(address)
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert answer.content_type == "application/problem+json"


def test_openapi_and_the_docs_name_every_parameter_and_path(client: FlaskClient) -> None:
    value = get(client, "/api/v1/openapi.json")
    listed = {item["name"] for item in value["paths"]["/api/v1/search"]["get"]["parameters"]}
    assert listed == {parameter.name for parameter in PARAMETERS}
    docs = DOCS.read_text(encoding="utf-8")
    for parameter in PARAMETERS:
        assert f"`{parameter.name}`" in docs, f"docs/api.md does not explain {parameter.name}"
    for path in value["paths"]:
        assert path in docs, f"docs/api.md does not name {path}"


def test_every_path_of_the_description_answers(client: FlaskClient) -> None:
    values = {"{id}": "berita%2F03", "{name}": "person"}
    for path in get(client, "/api/v1/openapi.json")["paths"]:
        if "actors" in path:
            values["{id}"] = "p-joko"
        for name, value in values.items():
            path = path.replace(name, value)
        values["{id}"] = "berita%2F03"
        assert client.get(path).status_code == 200, path


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Dinas Pengairan", "Ratna Dewanti", "Muara Jernih", "Joko Wiratma"]),
        ("?kind=person", ["Ratna Dewanti", "Joko Wiratma"]),
        ("?q=dewan", ["Ratna Dewanti"]),
        ("?q=IBU", ["Ratna Dewanti"]),
        ("?limit=1", ["Dinas Pengairan"]),
        ("?q=suara", []),
    ],
)
def test_actors_are_listed(client: FlaskClient, query: str, names: list[str]) -> None:
    found = get(client, f"/api/v1/actors{query}")["actors"]
    assert [actor["name"] for actor in found] == names
    assert all(actor == get(client, f"/api/v1/actors/{actor['id']}") for actor in found)


@pytest.mark.parametrize("query", ["kind=outlet", "limit=0", "limit=x", "colour=red"])
def test_a_wrong_list_of_actors_is_refused(client: FlaskClient, query: str) -> None:
    assert client.get(f"/api/v1/actors?{query}").status_code == 400


@pytest.mark.parametrize("text", ["é “kutip” \u2028 \x00", "separuh \ud800 pasangan"])
def test_any_text_is_sent_as_json(text: str) -> None:
    answer = json_answer({"text": text, "number": 1.5, "many": (1, 2)})
    assert answer.content_type == "application/json"
    assert answer.get_data().endswith(b"}\n")
    shown = text.replace("\ud800", "?")
    assert json.loads(answer.get_data()) == {"text": shown, "number": 1.5, "many": [1, 2]}
