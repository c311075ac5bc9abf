"""The same results in formats that other programs read: CSV, NDJSON, RIS, Atom. Makes no search itself."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from xml.etree import ElementTree

from index.article import Article
from searcher.page import Hit, Page
from web.language import Voice
from web.links import Links
from web.markup import safe_address
from web.serialise import hit_json

Writer = Callable[[Page], str]
COLUMNS = (
    "id",
    "title",
    "published",
    "precision",
    "confidence",
    "source",
    "url",
    "page",
    "score",
    "actors",
    "snippet",
)
# A spreadsheet runs what starts with one of these, half or full width, also after blanks.
FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ATOM = "http://www.w3.org/2005/Atom"


def csv_lines(hits: Iterable[Hit], root: str, links: Links) -> str:
    """Return results as CSV with a header row; no cell can be taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for hit in hits:
        writer.writerow([_harmless(cell) for cell in _cells(hit, root, links)])
    return text.getvalue()


def _cells(hit: Hit, root: str, links: Links) -> tuple[str, ...]:
    article, dating = hit.article, hit.article.published
    return (
        article.id,
        article.title,
        dating.value.isoformat() if dating.value else "",
        dating.precision,
        dating.confidence,
        article.source.name if article.source else "",
        safe_address(article.url),
        root + links.article(article.id),
        f"{hit.score:.6f}",
        "; ".join(actor.name for actor in article.actors),
        " … ".join(snippet.text for snippet in hit.snippets),
    )


def _harmless(cell: str) -> str:
    cell = cell.replace("\0", "")
    return f"'{cell}" if FORMULA.match(cell) else cell


def ndjson_lines(pages: Iterable[Page], links: Links, highlight: str) -> Iterator[str]:
    """Yield every result of these pages as one JSON line each, none twice."""
    seen: set[str] = set()
    for page in pages:
        for hit in page.hits:
            if hit.article.id not in seen:
                seen.add(hit.article.id)
                yield json.dumps(hit_json(hit, links, highlight), ensure_ascii=False) + "\n"


def ris_lines(articles: Iterable[Article], root: str, links: Links) -> str:
    """Return articles as RIS records (type NEWS) for a reference manager."""
    return "".join(_ris_record(article, root, links) for article in articles)


def _ris_record(article: Article, root: str, links: Links) -> str:
    dating = article.published
    fields = [("TY", "NEWS"), ("ID", article.id), ("TI", article.title)]
    if article.source:
        fields.append(("T2", article.source.name))
    if dating.value:
        parts = dating.value.isoformat().split("-")
        known = {"year": 1, "month": 2, "day": 3}.get(dating.precision, 0)
        fields.append(("PY", parts[0]))
        fields.append(("DA", "/".join(([*parts[:known], "", "", ""])[:3]) + "/"))
    if article.dateline_place:
        fields.append(("CY", article.dateline_place))
    fields.append(("UR", safe_address(article.url) or root + links.article(article.id)))
    fields.extend(("KW", actor.name) for actor in article.actors)
    lines = [f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in fields]
    return "".join([*lines, "ER  - \r\n\r\n"])


def atom_feed(
    page: Page, root: str, address: tuple[str, str], built: str, voice: Voice, links: Links
) -> bytes:
    """Return results as an Atom feed; `address` is the feed's own URL and the page it belongs to."""
    feed = ElementTree.Element("feed", {"xmlns": ATOM})
    _child(feed, "id", address[0])
    _child(feed, "title", voice("feed.title", query=page.understood or page.query.text or "*"))
    _child(feed, "updated", _moment(built))
    _link(feed, "self", address[0])
    _link(feed, "alternate", address[1])
    for hit in page.hits:
        _entry(feed, hit, root, built, voice, links)
    written: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _entry(feed: ElementTree.Element, hit: Hit, root: str, built: str, voice: Voice, links: Links) -> None:
    article = hit.article
    target = root + links.article(article.id)
    entry = ElementTree.SubElement(feed, "entry")
    _child(entry, "id", target)
    _child(entry, "title", article.title)
    _link(entry, "alternate", target)
    moment = _moment(article.published.value.isoformat() if article.published.value else built)
    _child(entry, "updated", moment)
    if article.published.value and article.published.precision == "day":
        _child(entry, "published", moment)
    author = ElementTree.SubElement(entry, "author")
    _child(author, "name", article.source.name if article.source else voice("source.unknown"))
    text = " … ".join(snippet.text for snippet in hit.snippets) or article.body[:280]
    _child(entry, "summary", text)


def _child(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = NOT_XML.sub("", text)


def _link(parent: ElementTree.Element, relation: str, address: str) -> None:
    ElementTree.SubElement(parent, "link", {"rel": relation, "href": NOT_XML.sub("", address)})


def _moment(text: str) -> str:
    """Return a day or a moment as RFC 3339; what cannot be read is the beginning of 1970."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return f"{text}T00:00:00Z"
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", text):
        return text
    return "1970-01-01T00:00:00Z"
