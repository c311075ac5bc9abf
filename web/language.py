"""What the page says, in Indonesian and English: one catalogue file, numbers and dates in words.

The catalogue (`web/data/strings.toml`) is checked when it is read, so that no language can lack a string.
This module makes no HTML: templates escape what it returns.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from index.article import Dating
from index.errors import ConfigurationError

LANGUAGES = ("id", "en")
CATALOGUE_FILE = Path(__file__).parent / "data" / "strings.toml"
# Methods that read a date which somebody stated as the publication date; every other one infers it.
STATED = frozenset({"given", "html", "url"})
THOUSANDS = {"id": ".", "en": ","}

Entry = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every string by key: `id`, `en` and, where English counts, `en_one`."""

    entries: Mapping[str, Entry]


def read_catalogue(file: Path = CATALOGUE_FILE) -> Catalogue:
    """Return the checked catalogue; raises ConfigurationError naming file, key and reason."""
    try:
        entries = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{file}: {error}") from error
    for key, entry in entries.items():
        fault = _fault(entry)
        if fault:
            raise ConfigurationError(f"{file}: {key}: {fault}")
    return Catalogue(entries)


def _fault(entry: object) -> str:
    if not isinstance(entry, dict) or not set(LANGUAGES) <= entry.keys() <= {*LANGUAGES, "en_one"}:
        return f"needs {' and '.join(LANGUAGES)}, and nothing else but en_one"
    if not all(isinstance(text, str) and text.strip() for text in entry.values()):
        return "has an empty text"
    names = {language: _placeholders(text) for language, text in entry.items()}
    if len({frozenset(found) for found in names.values()}) > 1:
        return f"names different values: {names}"
    return ""


def _placeholders(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)


@dataclass(frozen=True, slots=True)
class Voice:
    """One language of the catalogue."""

    language: str
    catalogue: Catalogue

    def __call__(self, key: str, **values: object) -> str:
        """Return a string with its values in place; a whole number comes in thousands."""
        entry = self.catalogue.entries[key]
        text = entry[self.language]
        if not values and "{" not in text:  # a page has three hundred of them
            return text
        if self.language == "en" and "en_one" in entry and 1 in values.values():
            text = entry["en_one"]
        shown = {name: self.number(item) if isinstance(item, int) else item for name, item in values.items()}
        return text.format(**shown)

    def either(self, key: str, otherwise: str) -> str:
        """Return the string of `key`, or `otherwise` for a key that nobody foresaw."""
        return self(key) if key in self.catalogue.entries else otherwise

    def number(self, number: int) -> str:
        """Return a whole number with thousands marked as the language does."""
        return f"{number:,}".replace(",", THOUSANDS[self.language])

    def period(self, key: str) -> str:
        """Return `2020`, `2020-09` or `2020-09-27` in words; anything else as it is."""
        parts = key.split("-")
        if not all(part.isdecimal() for part in parts) or len(parts) > 3:
            return key
        if len(parts) > 1 and not 1 <= int(parts[1]) <= 12:
            return key
        words = [str(int(parts[0]))]
        if len(parts) > 1:
            words.insert(0, self(f"month.{int(parts[1])}"))
        if len(parts) > 2:
            words.insert(0, str(int(parts[2])))
        return " ".join(words)

    def day(self, day: date) -> str:
        """Return a day in words: 27 September 2020."""
        return self.period(day.isoformat())

    def dating(self, dating: Dating) -> str:
        """Return a publication date in words, as precise as it is known; an inferred one says so."""
        if dating.value is None or dating.precision == "none":
            return self("date.unknown")
        length = {"day": 10, "month": 7, "year": 4}[dating.precision]
        words = self.period(dating.value.isoformat()[:length])
        return words if dating.method in STATED else self("date.inferred", date=words)

    def evidence(self, dating: Dating) -> str:
        """Return why we think so: how it was found, how sure, and the text that decided."""
        method = self.either(f"dating.method.{dating.method}", dating.method)
        parts = [method, self.either(f"dating.confidence.{dating.confidence}", dating.confidence)]
        if dating.evidence:
            parts.insert(1, f"“{' '.join(dating.evidence.split())}”")
        return " · ".join(parts)


def choose_language(wanted: str) -> str:
    """Return what `?lang=` names, else Indonesian, whatever the browser would like."""
    return wanted if wanted in LANGUAGES else LANGUAGES[0]
