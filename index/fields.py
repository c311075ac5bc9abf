"""The one table of fields: the schema, the query parser, the facets, the labels and the docs derive from it.

To add a field, add a row here; the docs test fails until README.md explains its prefix.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FieldKind = Literal["key", "text", "facet", "name", "period", "group", "date"]


@dataclass(frozen=True, slots=True)
class Field:
    """One searchable field.

    `prefixes` are what a query may write before the colon, Indonesian first. A `text` field is indexed
    twice, by root under `name` and by written form under `name + EXACT_SUFFIX`; `weight` multiplies its
    BM25 score and is 0 for a field that is searched only when it is named. All other kinds hold keys and
    match without a score: a `key` the article's own id; a `facet` ids that are found by name and counted; a
    `name` actor ids that are found by name and not counted; a `period` days with their months and years
    (`1991-11-26`, `1991-11`, `1991`); a `group` the one id that copies of a text have in common; a `date` one
    day, searched by ranges.
    """

    name: str
    kind: FieldKind
    prefixes: tuple[str, ...]
    label_id: str
    label_en: str
    weight: float = 0.0


EXACT_SUFFIX = "_exact"

FIELDS: tuple[Field, ...] = (
    Field("id", "key", ("id",), "Nomor", "Identifier"),
    Field("title", "text", ("judul", "title"), "Judul", "Title", weight=2.0),
    Field("body", "text", ("isi", "body"), "Isi", "Body", weight=1.0),
    Field("related", "text", ("terkait", "related"), "Tautan terkait", "Related links"),
    Field("quote", "text", ("kutipan", "quote"), "Kutipan", "Quotes"),
    Field("person", "facet", ("tokoh", "person"), "Tokoh", "People"),
    Field("organisation", "facet", ("lembaga", "organisation"), "Lembaga", "Organisations"),
    Field("place", "facet", ("tempat", "place"), "Tempat", "Places"),
    Field("source", "facet", ("sumber", "source"), "Sumber", "Sources"),
    Field("attribution", "facet", ("dikutip", "attribution"), "Sumber yang dikutip", "Sources quoted"),
    Field("speaker", "name", ("penutur", "speaker"), "Penutur", "Speakers"),
    Field("mentioned", "period", ("disebut", "mentioned"), "Tanggal yang disebut", "Days mentioned"),
    Field("copies", "group", ("salinan", "copies"), "Salinan", "Copies"),
    Field("published", "date", ("tanggal", "date"), "Tanggal terbit", "Published"),
)

BY_NAME: dict[str, Field] = {field.name: field for field in FIELDS}
BY_PREFIX: dict[str, Field] = {prefix: field for field in FIELDS for prefix in field.prefixes}
TEXT_FIELDS: tuple[Field, ...] = tuple(field for field in FIELDS if field.kind == "text")
DEFAULT_TEXT_FIELDS: tuple[Field, ...] = tuple(field for field in TEXT_FIELDS if field.weight)
FACET_FIELDS: tuple[Field, ...] = tuple(field for field in FIELDS if field.kind == "facet")
KEY_FIELDS: tuple[Field, ...] = tuple(field for field in FIELDS if field.kind not in ("text", "date"))
COPIES_FIELD = "copies"

# Beside an index field: which of its terms an article has in recycled passages alone (`index.background`).
# Such a term is searched, counted and marked as any other; its BM25 counts this much (docs/ranking.md).
BACKGROUND_FIELDS = {"body": "background", "body" + EXACT_SUFFIX: "background" + EXACT_SUFFIX}
BACKGROUND_WEIGHT = 0.5

# A match of the written form counts this much beside a match of its root (1.0): enough to lift "tembakan"
# above "penembakan" for the query tembakan, too little to beat a second query word.
EXACT_WEIGHT = 0.5
