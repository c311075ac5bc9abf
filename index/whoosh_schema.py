"""The Whoosh schema, derived from the one table of fields, and an article as a Whoosh document.

Whoosh analyses nothing here: our own analyzer makes the terms and the field types below only hand them on.
They are importable and hold no state, because Whoosh pickles a schema into the index; whoever opens an
index passes `make_schema()` all the same and never trusts the pickled one. This module must not open files.

    text field        name        roots with positions       TermsField, scored
                      name_exact  written forms alike         TermsField, scored
    key fields        name        one term a key              KeysField; `id` also as a column
    published         published   proleptic Gregorian ordinal  NUMERIC, absent where there is no date
    day               day         the same as a column, 0 where there is no date
    record            record      zlib of the JSON of index.record, stored
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from whoosh import columns, fields, formats

from index.article import Article
from index.fields import DEFAULT_TEXT_FIELDS, EXACT_SUFFIX, FIELDS, KEY_FIELDS, TEXT_FIELDS, Field
from index.indexed import keys_of, texts_of
from index.lang.analyze import Analyzer
from index.record import article_from_record, article_to_record

# Raise this when documents are laid out otherwise, so that older indexes are refused and rebuilt.
LAYOUT_VERSION = 6
DAY, RECORD = "day", "record"
ENCODING_ERRORS = "surrogatepass"  # lone surrogates from broken input must neither raise nor be lost

# (term, frequency, weight, encoded positions) as Whoosh wants a field's postings.
Posting = tuple[bytes, int, float, bytes]


class _OwnTerms(fields.FieldType):  # type: ignore[misc]  # whoosh has no types
    """What both field types share: terms are our text, as they are, in UTF-8."""

    analyzer = None
    vector = None
    stored = False
    multitoken_query = "default"

    def to_bytes(self, value: Any) -> bytes:
        if isinstance(value, tuple):
            value = value[0]
        return value if isinstance(value, bytes) else str(value).encode("utf-8", ENCODING_ERRORS)

    def from_bytes(self, value: bytes) -> str:
        return bytes(value).decode("utf-8", ENCODING_ERRORS)


class TermsField(_OwnTerms):
    """Takes (terms, positions), two lists of equal length, ready made; several terms may share a position."""

    format = formats.Positions()
    scorable = True
    unique = False
    column_type = None

    def __init__(self) -> None:
        pass

    def index(self, value: tuple[list[str], list[int]], **_: Any) -> Iterator[Posting]:
        """Return the postings of one article in this field."""
        places: dict[str, list[int]] = defaultdict(list)
        for term, position in zip(*value, strict=True):
            places[term].append(position)
        for term, positions in places.items():
            number = len(positions)
            yield self.to_bytes(term), number, float(number), self.format.encode(positions)


class KeysField(_OwnTerms):
    """Takes a tuple of ids; each is a term, none is scored. A unique one is also kept as a column."""

    format = formats.Existence()
    scorable = False

    def __init__(self, unique: bool = False) -> None:
        self.unique = unique
        self.column_type = columns.VarBytesColumn() if unique else None

    def index(self, value: tuple[str, ...], **_: Any) -> Iterator[Posting]:
        """Return the postings of one article in this field."""
        return ((self.to_bytes(key), 1, 1.0, b"") for key in dict.fromkeys(value))


def make_schema() -> fields.Schema:
    """Return the schema of every index that this version writes and reads."""
    schema = fields.Schema()
    for field in FIELDS:
        for name, kind in _whoosh_fields(field).items():
            schema.add(name, kind)
    schema.add(DAY, fields.COLUMN(columns.NumericColumn("i", default=0)))
    schema.add(RECORD, fields.STORED())
    return schema


def _whoosh_fields(field: Field) -> dict[str, fields.FieldType]:
    match field.kind:
        case "text":
            return {field.name: TermsField(), field.name + EXACT_SUFFIX: TermsField()}
        case "date":
            # Signed: ranges over unsigned numbers match everything (whoosh-community/whoosh#583).
            return {field.name: fields.NUMERIC(int, bits=32, signed=True, shift_step=8)}
        case _:
            return {field.name: KeysField(unique=field.kind == "key")}


def fingerprint(language: str) -> str:
    """Return 16 hexadecimal digits of what an index depends on; `language` is the fingerprint of its data."""
    searched = [(field.name, field.kind) for field in FIELDS]
    return hashlib.sha256(repr((LAYOUT_VERSION, searched, language)).encode()).hexdigest()[:16]


def document_of(article: Article, analyzer: Analyzer) -> dict[str, Any]:
    """Return the fields of an article as `index.codec_writer.ArrayWriter.add_document` takes them."""
    document: dict[str, Any] = {RECORD: pack(article)}
    texts, keys = texts_of(article), keys_of(article)
    for field in TEXT_FIELDS:
        terms = analyzer.columns(texts[field.name])
        document[field.name] = (terms.roots, terms.positions)
        document[field.name + EXACT_SUFFIX] = (terms.forms, terms.positions)
    for field in KEY_FIELDS:
        document[field.name] = keys[field.name]
    if day := article.published.value:
        document["published"] = document[DAY] = day.toordinal()
    return document


def forms_of(document: dict[str, Any]) -> set[str]:
    """Return the written forms of a document that the vocabulary counts: those of title and body."""
    return {form for field in DEFAULT_TEXT_FIELDS for form in document[field.name + EXACT_SUFFIX][0]}


def pack(article: Article) -> bytes:
    """Return an article as the index stores it."""
    text = json.dumps(article_to_record(article), ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", ENCODING_ERRORS))


def unpack(stored: bytes) -> Article:
    """Return the article that `pack` has packed."""
    return article_from_record(json.loads(zlib.decompress(stored).decode("utf-8", ENCODING_ERRORS)))
