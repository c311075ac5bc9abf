"""Which column or key of a record is the title, the body, the date …: `data/input_fields.tsv`, checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from index.lang.tables import read_table

DATA = Path(__file__).parent / "data" / "input_fields.tsv"
KNOWN = ("id", "title", "body", "published", "source", "url")
# Sets of keys whose meaning is remembered; an archive has few.
MOST_REMEMBERED = 1000


class InputFields:
    """The documented fields of a record and their synonyms."""

    def __init__(self, names: Mapping[str, tuple[str, ...]]) -> None:
        self._names = dict(names)
        self._keys: dict[tuple[str, ...], tuple[tuple[str, ...], ...]] = {}

    @classmethod
    def load(cls, path: Path = DATA) -> InputFields:
        """Read the table; raises LanguageDataError for an unknown field or a name that two fields claim."""
        names: dict[str, tuple[str, ...]] = {}
        claimed: dict[str, str] = {}
        for row in read_table(path, ("field", "names", "note")):
            field = row["field"]
            if field not in KNOWN or field in names:
                raise row.error(f"{field} is not a field, or is listed twice")
            for name in row.list("names"):
                if name in claimed:
                    raise row.error(f"{name} stands for {claimed[name]} already")
                claimed[name] = field
            names[field] = row.list("names")
        return cls(names)

    def sort(self, record: Mapping[str, object]) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
        """Split a record into our fields (all present, "" where blank) and the rest as metadata."""
        texts = {
            str(key): value if isinstance(value, str) else _text(value)
            for key, value in record.items()
            if key is not None
        }
        fields = dict.fromkeys(KNOWN, "")
        for field, keys in zip(KNOWN, self._keys_of(tuple(texts)), strict=True):
            for key in keys:
                if texts[key] and not texts[key].isspace():
                    fields[field] = texts.pop(key)
                    break
        return fields, tuple([(key, value) for key, value in texts.items() if value and not value.isspace()])

    def _keys_of(self, given: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
        """Return which of the given keys may be each field, the likeliest first."""
        known = self._keys.get(given)
        if known is None:
            by_name = {_normal(key): key for key in reversed(given)}
            known = tuple(
                tuple(by_name[name] for name in self._names.get(field, ()) if name in by_name)
                for field in KNOWN
            )
            if len(self._keys) >= MOST_REMEMBERED:
                self._keys.clear()
            self._keys[given] = known
        return known


def _normal(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("-", "_").replace(":", "_")


def _text(value: object) -> str:
    """Return `None` as "", a {"name": …} object by its name, anything but a text as JSON."""
    if value is None:
        return ""
    if isinstance(value, dict) and isinstance(value.get("name"), str):
        return str(value["name"])
    return json.dumps(value, ensure_ascii=False)
