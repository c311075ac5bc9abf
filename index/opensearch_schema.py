"""An article as an OpenSearch document, and the mapping: both derived from the one table of fields.

OpenSearch analyses nothing: our terms, with blanks between them, go through its whitespace analyzer. One
token stands at each position, so a phrase is a phrase; a compound as a whole (`covid-19` beside covid, 19)
shares the position of its first part with us, which a whitespace analyzer cannot write down, and no phrase
asks for it (`Analyzer.split` names parts): it goes behind a gap, where it counts for frequency and length.
Passages that are no one text (quotes) have a gap between them too.

    text field       name, name_exact   text, whitespace, a similarity of its own (index.opensearch_scoring)
    background       background, background_exact   keyword: terms (index.background)
    key fields       name               keyword
    day, month       published          proleptic Gregorian ordinal; year · 12 + month - 1
    fold                                keyword: what an article has in common with its copies alone
    record, stamp                       stored only: the record of index.record; which write of which loader

This module must not connect to anything.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from dataclasses import dataclass
from typing import Any

from index.article import Article
from index.background import background_of
from index.fields import (
    BACKGROUND_FIELDS,
    COPIES_FIELD,
    DEFAULT_TEXT_FIELDS,
    EXACT_SUFFIX,
    FIELDS,
    KEY_FIELDS,
    TEXT_FIELDS,
)
from index.indexed import keys_of, texts_of
from index.lang.analyze import Analyzer, Columns
from index.lang.chunks import PASSAGE_GAP
from index.opensearch_scoring import Statistics, settings_of, tuned
from index.record import article_from_record, article_to_record

# Raise this when documents are laid out otherwise, so that older indexes are refused and rebuilt.
LAYOUT_VERSION = 2
DAY, MONTH, FOLD, RECORD, STAMP = "day", "month", "fold", "record", "stamp"
PACKED = "packed"  # a key that no record has
# The whitespace analyzer cuts a token at 255 UTF-16 units; of longer terms the beginning and a digest stay.
LONGEST_TERM, TERM_KEPT = 120, 80
LONGEST_KEY, KEY_KEPT = 4_000, 3_900
LONGEST_NAME = 500  # bytes of a document's own name; OpenSearch takes 512
_LONE = re.compile("[\ud800-\udfff]")
_ESCAPED = re.compile("\ufffd(d[89a-f][0-9a-f]{2})")

INDEXED_TEXTS = tuple(field.name + suffix for field in TEXT_FIELDS for suffix in ("", EXACT_SUFFIX))
# Fields of which is known how many articles have them, and how many terms.
COUNTED_FIELDS = (*INDEXED_TEXTS, *BACKGROUND_FIELDS.values())


@dataclass(frozen=True, slots=True)
class Document:
    """An article ready to be sent: `fields` are its source, `lengths` how many terms it has in each of
    COUNTED_FIELDS (or no entry for none).

    `forms` are the written forms of title and body; `keys` those of each key field, as they are indexed.
    """

    name: str
    fields: dict[str, Any]
    lengths: dict[str, int]
    forms: frozenset[str]
    keys: dict[str, tuple[str, ...]]


def document_of(article: Article, analyzer: Analyzer) -> Document:
    """Return the document of an article."""
    texts = texts_of(article)
    keys = {field: tuple(map(key_of, found)) for field, found in keys_of(article).items()}
    fields: dict[str, Any] = {field.name: keys[field.name] for field in KEY_FIELDS if keys[field.name]}
    lengths: dict[str, int] = {}
    for field in TEXT_FIELDS:
        columns = analyzer.columns(texts[field.name])
        for name, terms in ((field.name, columns.roots), (field.name + EXACT_SUFFIX, columns.forms)):
            lengths[name] = len(terms)
            if terms:
                fields[name] = _laid_out(terms, columns)
    for name, background in background_of(article, analyzer).items():
        fields[name], lengths[name] = list(map(term_of, background)), len(background)
    if day := article.published.value:
        fields[DAY], fields[MONTH] = day.toordinal(), day.year * 12 + day.month - 1
    group = keys[COPIES_FIELD]
    fields[FOLD] = f"copies {group[0]}" if group else f"id {keys['id'][0]}"
    fields[RECORD] = stored(article_to_record(article))
    forms = frozenset(
        form
        for field in DEFAULT_TEXT_FIELDS
        for part in fields.get(field.name + EXACT_SUFFIX, ())
        for form in part.split(" ")
    )
    return Document(name_of(article.id), fields, lengths, forms, keys)


def _laid_out(terms: list[str], columns: Columns) -> list[str]:
    """Return the terms at their positions, passage by passage, then behind a gap those that share one."""
    positions = columns.positions
    if len(set(positions)) == len(positions) == positions[-1] + 1:
        return [joined(terms)]
    placed = dict(zip(positions, range(len(terms)), strict=True))  # the last of a position is the part
    passages: list[list[str]] = [[]]
    following = 0
    for position, at in placed.items():
        if position > following:
            passages.append([])
        passages[-1].append(terms[at])
        following = position + 1
    others = [term for at, term in enumerate(terms) if placed[positions[at]] != at]
    return [joined(each) for each in (*passages, others) if each]


def joined(terms: list[str]) -> str:
    """Return terms as the whitespace analyzer takes them apart again."""
    return " ".join(term if len(term) <= LONGEST_TERM and term.isascii() else term_of(term) for term in terms)


def term_of(term: str) -> str:
    """Return a term as it is indexed: valid Unicode, and no longer than the analyzer leaves whole."""
    return _bounded(escaped(term), LONGEST_TERM, TERM_KEPT)


def key_of(key: str) -> str:
    """Return a key as it is indexed; doing it again changes nothing."""
    return _bounded(escaped(key), LONGEST_KEY, KEY_KEPT)


def name_of(article_id: str) -> str:
    """Return the name of an article's document: its id where OpenSearch takes that, else a digest of it."""
    key = key_of(article_id)
    encoded = key.encode()
    return key if 0 < len(encoded) <= LONGEST_NAME else f"sha256:{hashlib.sha256(encoded).hexdigest()}"


def escaped(text: str) -> str:
    """Return text without lone surrogates, which broken input has and JSON in UTF-8 cannot carry."""
    return text if text.isascii() else _LONE.sub(lambda found: f"\ufffd{ord(found.group()):04x}", text)


def unescaped(text: str) -> str:
    """Return what `escaped` was given."""
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text) if "\ufffd" in text else text


def _bounded(text: str, longest: int, kept: int) -> str:
    if len(text) <= longest:
        return text
    return f"{text[:kept]}…{hashlib.sha256(text.encode()).hexdigest()[:32]}"


def stored(value: dict[str, Any]) -> dict[str, Any]:
    """Return a value as it is stored: as it is, readable in the cluster, unless UTF-8 cannot carry it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return {PACKED: base64.b64encode(zlib.compress(text.encode("utf-8", "surrogatepass"))).decode()}
    return value


def read_stored(value: dict[str, Any]) -> dict[str, Any]:
    """Return what `stored` was given."""
    if PACKED not in value:
        return value
    text = zlib.decompress(base64.b64decode(value[PACKED])).decode("utf-8", "surrogatepass")
    unpacked: dict[str, Any] = json.loads(text)
    return unpacked


def article_of(source: dict[str, Any]) -> Article:
    """Return the article of a document's source."""
    return article_from_record(read_stored(source[RECORD]))


def body_of_index(shards: int, replicas: int, similarity: str) -> dict[str, Any]:
    """Return settings and mapping of an index of articles, ready to be filled.

    `similarity` is what this cluster calls the BM25 of `index.opensearch_scoring`.
    """
    properties: dict[str, Any] = {}
    for name in INDEXED_TEXTS:
        properties[name] = {
            "type": "text",
            "analyzer": "whitespace",
            "similarity": name,
            "index_options": "positions",
            "position_increment_gap": PASSAGE_GAP,
        }
    for name in BACKGROUND_FIELDS.values():
        properties[name] = {"type": "keyword", "doc_values": False}
    for field in KEY_FIELDS:
        properties[field.name] = {"type": "keyword"}
    properties |= {DAY: {"type": "integer"}, MONTH: {"type": "integer"}, FOLD: {"type": "keyword"}}
    properties[RECORD] = {"type": "object", "enabled": False}
    return {
        "settings": {
            "index": {
                "number_of_shards": shards,
                "number_of_replicas": replicas,
                "refresh_interval": "-1",
                "codec": "best_compression",
                "similarity": {name: settings_of(similarity) for name in INDEXED_TEXTS},
            }
        },
        "mappings": {
            "dynamic": False,
            # Only what is read back: the rest could be had again from the record.
            "_source": {"includes": [RECORD, f"{RECORD}.*", STAMP]},
            "properties": properties,
        },
    }


def settings_of_index(statistics: Statistics) -> dict[str, Any]:
    """Return the settings of an index that is filled, closed, and told how long its fields are."""
    similarity: dict[str, Any] = {}
    for name in INDEXED_TEXTS:
        k1, b = tuned(statistics.fields[name], statistics.articles)
        similarity[name] = {"k1": k1, "b": b}
    # Readers are shown a generation once, complete; nothing is written to it any more.
    return {"index": {"similarity": similarity}}


def fingerprint(language: str) -> str:
    """Return 16 hexadecimal digits of what an index depends on; `language` is the fingerprint of its data."""
    searched = [(field.name, field.kind) for field in FIELDS]
    known = repr(("opensearch", LAYOUT_VERSION, searched, language))
    return hashlib.sha256(known.encode()).hexdigest()[:16]
