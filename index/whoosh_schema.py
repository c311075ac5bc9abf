"""The Whoosh schema, derived from the one table of fields, and an article as a Whoosh document.

Whoosh analyses nothing here: our own analyzer makes the terms and the field types below only hand them on.
They are importable and hold no state, because Whoosh pickles a schema into the index; whoever opens an
index passes `make_schema()` all the same and never trusts the pickled one. This module must not open files.

    text field        name        roots with positions       TermsField, scored
                      name_exact  written forms alike         TermsField, scored
    background        background, background_exact  terms     KeysField (`index.background`)
    key fields        name        one term a key              KeysField; `id` also as a column
    published         published   proleptic Gregorian ordinal  NUMERIC, absent where there is no date
    day               day         the same as a column, 0 where there is no date
    record            record      the JSON of index.record, stored
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import orjson
from whoosh import columns, fields, formats

from index.article import Article
from index.background import BODY, Passages, background_of, background_terms, passages_of
from index.codec_kernel import Analysis
from index.fields import BACKGROUND_FIELDS, EXACT_SUFFIX, FIELDS, TEXT_FIELDS, Field
from index.indexed import names_of, plain_keys_of, texts_of
from index.lang.analyze import Analyzer
from index.record import Record, article_from_record, stored_record
from index.record_packing import Packer, no_packer

# Raise this when documents are laid out otherwise, so that older indexes are refused and rebuilt.
LAYOUT_VERSION = 11
DAY, RECORD = "day", "record"
ENCODING_ERRORS = "surrogatepass"  # lone surrogates from broken input must neither raise nor be lost

# For what orjson does not take, half a surrogate pair. Made once: json.dumps would make one for each call.
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode

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
    for name in BACKGROUND_FIELDS.values():
        schema.add(name, KeysField())
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


def document_of(article: Article, analyzer: Analyzer, packer: Packer = no_packer) -> dict[str, Any]:
    """Return the fields of an article as `index.codec_writer.ArrayWriter.add_document` takes them.

    A text field has its text, a field of keys its keys, with names where it has those; a field that has
    nothing is left out. Of a body that comes as passages whoever writes it finds out what is background.
    What `packer` leaves alone is packed here.
    """
    document: dict[str, Any] = {RECORD: packer(article) or pack(article)}
    document.update(texts_of(article))
    document.update(plain_keys_of(article))
    document.update(names_of(article))
    if article.copies.recycled:
        passages = passages_of(article.body, article.copies.recycled, analyzer)
        document.update(background_of(article, analyzer) if passages is None else {BODY: passages})
    if day := article.published.value:
        document["published"] = document[DAY] = day.toordinal()
    return document


def analysed(document: dict[str, Any], analysis: Analysis) -> dict[str, Any]:
    """Return a document as Whoosh's own writer takes it: text fields by root and by form, with positions."""
    whole = dict(document)
    for field in TEXT_FIELDS:
        roots, forms, positions = [], [], []
        position = 0
        text = document.get(field.name, ())
        if isinstance(text, Passages):
            whole |= background_terms(text, analysis)
            text = "".join(text.pieces)
        for chunk in analysis.chunks(text) if isinstance(text, str) else text:
            terms, advance = analysis.chunk_terms(chunk)
            for root, form, step, *_ in terms:
                roots.append(root)
                forms.append(form)
                positions.append(position + step)
            position += advance
        whole[field.name], whole[field.name + EXACT_SUFFIX] = (roots, positions), (forms, positions)
    return whole


def pack(article: Article) -> bytes:
    """Return an article as the index stores it."""
    record = stored_record(article)
    try:
        return orjson.dumps(record)
    except orjson.JSONEncodeError:
        return _encode(record).encode("utf-8", ENCODING_ERRORS)


def unpack(stored: bytes) -> Article:
    """Return the article that `pack` has packed."""
    return article_from_record(unpack_record(stored))


def unpack_record(stored: bytes) -> Record:
    """Return the record of the article that `pack` has packed."""
    try:
        record: Record = orjson.loads(stored)
    except orjson.JSONDecodeError:
        record = json.loads(stored.decode("utf-8", ENCODING_ERRORS))
    return record
